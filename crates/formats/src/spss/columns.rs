//! Columns while the cases are read. Numbers come as doubles, texts as bytes whose encoding is not certain yet.

use std::collections::HashMap;

use befund_survey::dataset::{CodeStore, Codes, Column, Numbers, Texts, Written};
use befund_survey::{Value, order};

use super::charset::Charset;

/// Beyond so many different numbers a column is stored as numbers, not as codes.
const MAX_CODED_NUMBERS: usize = 1000;
/// Codes are two bytes wide at most.
const MAX_CODES: usize = u16::MAX as usize;
/// Whole numbers from −128 on, of which so many find their code without a search.
const SMALL: usize = 512;
const SMALLEST: i32 = -128;
/// Decimal numbers with more digits are not told apart by doubles without doubt.
const RECOVERED: f64 = 1e15;
const MOST_PLACES: u8 = 22;

/// Codes per row, as wide as needed so far; 0 for no answer.
#[derive(Debug)]
pub(super) enum Rows {
    Narrow(Vec<u8>),
    Wide(Vec<u16>),
}

impl Rows {
    fn push(&mut self, code: u16) {
        match self {
            Self::Narrow(codes) => match u8::try_from(code) {
                Ok(code) => codes.push(code),
                Err(_) => {
                    let mut wide: Vec<u16> = Vec::with_capacity(codes.len() * 2);
                    wide.extend(codes.iter().map(|code| u16::from(*code)));
                    wide.push(code);
                    *self = Self::Wide(wide);
                }
            },
            Self::Wide(codes) => codes.push(code),
        }
    }

    fn each(&self) -> impl Iterator<Item = usize> {
        let (narrow, wide): (&[u8], &[u16]) = match self {
            Self::Narrow(codes) => (codes, &[]),
            Self::Wide(codes) => (&[], codes),
        };
        let wide = wide.iter().map(|code| usize::from(*code));
        narrow.iter().map(|code| usize::from(*code)).chain(wide)
    }

    /// The same with other codes, none of which is larger than there are values already.
    fn recoded(mut self, recode: &[u16]) -> Self {
        match &mut self {
            // at most 255 values
            Self::Narrow(codes) => codes
                .iter_mut()
                .for_each(|code| *code = recode[usize::from(*code)] as u8),
            Self::Wide(codes) => codes
                .iter_mut()
                .for_each(|code| *code = recode[usize::from(*code)]),
        }
        self
    }

    fn store(self, values: usize) -> CodeStore {
        match self {
            Self::Narrow(codes) => CodeStore::U8(codes),
            Self::Wide(codes) if values <= usize::from(u8::MAX) => {
                CodeStore::U8(codes.iter().map(|code| *code as u8).collect())
            }
            Self::Wide(codes) => CodeStore::U16(codes),
        }
    }
}

/// A column of numbers.
#[derive(Debug)]
pub(super) enum NumberColumn {
    /// Few different ones.
    Few(Box<FewNumbers>),
    /// Many; NaN for no answer.
    Many(Vec<f64>),
}

#[derive(Debug)]
pub(super) struct FewNumbers {
    rows: Rows,
    dictionary: Vec<f64>,
    /// Codes of small whole numbers, 0 where none has come yet.
    small: [u16; SMALL],
    /// Codes of other numbers by their bits.
    other: HashMap<u64, u16>,
}

impl NumberColumn {
    pub(super) fn new() -> Self {
        Self::Few(Box::new(FewNumbers {
            rows: Rows::Narrow(Vec::new()),
            dictionary: Vec::new(),
            small: [0; SMALL],
            other: HashMap::new(),
        }))
    }

    /// The number of the next row; NaN for no answer.
    #[inline]
    pub(super) fn push(&mut self, number: f64) {
        match self {
            Self::Few(few) => {
                // as -0.0 and 0.0 are one number, and NaN becomes the 0 that it is not equal to
                let whole = number as i32;
                let at = whole.wrapping_sub(SMALLEST) as usize;
                if f64::from(whole) == number && at < SMALL {
                    let code = few.small[at];
                    if code > 0 {
                        return few.rows.push(code);
                    }
                }
                self.push_other(number);
            }
            Self::Many(numbers) => numbers.push(number),
        }
    }

    /// A number that may be new.
    #[cold]
    #[inline(never)]
    fn push_new(&mut self, number: f64) {
        let Self::Few(few) = self else {
            return;
        };
        if few.dictionary.len() == MAX_CODED_NUMBERS {
            let read = |code: usize| {
                code.checked_sub(1)
                    .map_or(f64::NAN, |at| few.dictionary[at])
            };
            let mut numbers: Vec<f64> = few.rows.each().map(read).collect();
            numbers.push(number);
            *self = Self::Many(numbers);
            return;
        }
        few.dictionary.push(number);
        // at most MAX_CODED_NUMBERS
        let code = few.dictionary.len() as u16;
        let whole = number as i32;
        let at = whole.wrapping_sub(SMALLEST) as usize;
        if f64::from(whole) == number && at < SMALL {
            few.small[at] = code;
        } else {
            few.other.insert(number.to_bits(), code);
        }
        few.rows.push(code);
    }

    fn push_other(&mut self, number: f64) {
        let Self::Few(few) = self else {
            return;
        };
        if number.is_nan() {
            few.rows.push(0);
        } else if let Some(code) = few.other.get(&number.to_bits()) {
            few.rows.push(*code);
        } else {
            self.push_new(number + 0.0);
        }
    }

    /// Whether every number passes.
    pub(super) fn all(&self, passes: impl Fn(f64) -> bool) -> bool {
        match self {
            Self::Few(few) => few.dictionary.iter().all(|number| passes(*number)),
            Self::Many(numbers) => numbers
                .iter()
                .all(|number| number.is_nan() || passes(*number)),
        }
    }

    /// The column, with every number changed like this, which keeps their order.
    pub(super) fn finish(self, change: impl Fn(f64) -> f64) -> Column {
        match self {
            Self::Few(few) => {
                let mut sorted = few.dictionary.clone();
                order::sort_numbers(&mut sorted);
                // the numbers differ, so each has a place of its own, at most MAX_CODED_NUMBERS
                let place =
                    |number: &f64| sorted.partition_point(|other| other < number) as u16 + 1;
                let recode: Vec<u16> = std::iter::once(0)
                    .chain(few.dictionary.iter().map(place))
                    .collect();
                sorted
                    .iter_mut()
                    .for_each(|number| *number = change(*number));
                let written = written(&sorted);
                let store = few.rows.recoded(&recode).store(sorted.len());
                let values = sorted.into_iter().map(Value::Number).collect();
                Column::Codes(Codes::new(store, values).with_written(written))
            }
            Self::Many(mut numbers) => {
                numbers
                    .iter_mut()
                    .for_each(|number| *number = change(*number));
                let written = written(&numbers);
                Column::Numbers(Numbers::new(numbers, written))
            }
        }
    }
}

/// Decimals where every double is the nearest to a number of few digits, as those are that were typed in.
pub(super) fn written(numbers: &[f64]) -> Written {
    let (mut places, mut power, mut largest) = (0, 1.0, 0.0);
    for number in numbers.iter().copied().filter(|number| !number.is_nan()) {
        largest = number.abs().max(largest);
        // a whole number divided by a power of ten is the nearest double to the decimal
        while (number * power).round() / power != number {
            places += 1;
            power *= 10.0;
            if places > MOST_PLACES || largest * power > RECOVERED {
                return Written::Binary;
            }
        }
    }
    if largest * power > RECOVERED {
        return Written::Binary;
    }
    Written::Decimals(places)
}

/// A column of texts.
#[derive(Debug)]
pub(super) enum TextColumn {
    /// Few different ones.
    Few {
        rows: Rows,
        codes: HashMap<Box<[u8]>, u16>,
        /// In the order of their codes.
        dictionary: Vec<Box<[u8]>>,
    },
    /// Many.
    Many { buffer: Vec<u8>, ends: Vec<usize> },
}

/// A column of texts, and what its bytes did not let read.
#[derive(Debug)]
pub(super) struct FinishedTexts {
    pub(super) column: Column,
    /// Different texts with bytes that the encoding does not have.
    pub(super) broken: usize,
}

impl TextColumn {
    pub(super) fn new() -> Self {
        Self::Few {
            rows: Rows::Narrow(Vec::new()),
            codes: HashMap::new(),
            dictionary: Vec::new(),
        }
    }

    /// The text of the next row, without the blanks at its end; an empty one is no answer.
    pub(super) fn push(&mut self, text: &[u8]) {
        match self {
            Self::Few {
                rows,
                codes,
                dictionary,
            } => {
                if text.is_empty() {
                    return rows.push(0);
                }
                if let Some(code) = codes.get(text) {
                    return rows.push(*code);
                }
                if dictionary.len() < MAX_CODES {
                    dictionary.push(text.into());
                    let code = dictionary.len() as u16;
                    codes.insert(text.into(), code);
                    return rows.push(code);
                }
                let (mut buffer, mut ends) = (Vec::new(), Vec::new());
                for code in rows.each() {
                    if let Some(at) = code.checked_sub(1) {
                        buffer.extend_from_slice(&dictionary[at]);
                    }
                    ends.push(buffer.len());
                }
                *self = Self::Many { buffer, ends };
                self.push(text);
            }
            Self::Many { buffer, ends } => {
                buffer.extend_from_slice(text);
                ends.push(buffer.len());
            }
        }
    }

    /// The different texts, or all of them where there are many.
    pub(super) fn texts(&self) -> impl Iterator<Item = &[u8]> {
        let (few, buffer, ends): (&[_], &[_], &[_]) = match self {
            Self::Few { dictionary, .. } => (dictionary, &[], &[]),
            Self::Many { buffer, ends } => (&[], buffer, ends),
        };
        let starts = std::iter::once(&0).chain(ends);
        let many = starts.zip(ends).map(|(start, end)| &buffer[*start..*end]);
        few.iter().map(|text| &**text).chain(many)
    }

    pub(super) fn finish(self, charset: Charset) -> FinishedTexts {
        let mut broken = 0;
        let mut decode = |bytes: &[u8]| {
            let decoded = charset.decode(bytes);
            broken += usize::from(!decoded.is_whole);
            decoded.text.into_owned()
        };
        let column = match self {
            Self::Few {
                rows, dictionary, ..
            } => {
                // texts that differ only in bytes that cannot be read are one
                let mut known: HashMap<String, u16> = HashMap::new();
                let mut values = Vec::new();
                let mut recode = vec![0];
                for bytes in &dictionary {
                    let text = decode(bytes);
                    let code = *known.entry(text).or_insert_with_key(|text| {
                        values.push(Value::Text(text.clone()));
                        // not more than there were
                        values.len() as u16
                    });
                    recode.push(code);
                }
                let rows = if values.len() == dictionary.len() {
                    rows
                } else {
                    rows.recoded(&recode)
                };
                Column::Codes(Codes::new(rows.store(values.len()), values))
            }
            many @ Self::Many { .. } => {
                let mut texts = Texts::default();
                many.texts().for_each(|bytes| texts.push(&decode(bytes)));
                Column::Texts(texts)
            }
        };
        FinishedTexts { column, broken }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(numbers: impl IntoIterator<Item = f64>) -> Column {
        let mut column = NumberColumn::new();
        numbers.into_iter().for_each(|number| column.push(number));
        column.finish(|number| number)
    }

    #[test]
    fn few_numbers_are_codes_by_size() {
        let Column::Codes(codes) = numbers([5.0, -7.0, f64::NAN, 5.0, 1e6, 0.5, -0.0]) else {
            panic!("no codes");
        };
        let expected = [-7.0, 0.0, 0.5, 5.0, 1e6].map(Value::Number);
        assert_eq!(codes.dictionary(), expected);
        let found: Vec<usize> = (0..7).map(|row| codes.code(row)).collect();
        assert_eq!(found, [4, 1, 0, 4, 5, 3, 2]);
        assert_eq!(codes.written(), &Written::Decimals(1));
    }

    #[test]
    fn many_numbers_are_kept_as_they_are() {
        for count in [255, 256, 1000, 1001, 5000] {
            let column = numbers((0..count).map(|row| f64::from(row % 4000) / 4.0 - 300.0));
            assert_eq!(matches!(column, Column::Codes(_)), count <= 1000);
            for row in 0..count {
                let expected = f64::from(row % 4000) / 4.0 - 300.0;
                assert_eq!(column.value(row as usize), Some(expected.into()));
            }
        }
    }

    #[test]
    fn what_was_typed_in_is_decimal() {
        assert_eq!(written(&[1.0, 2.0, f64::NAN]), Written::Decimals(0));
        assert_eq!(written(&[58.7652, 1000.3, 0.1]), Written::Decimals(4));
        assert_eq!(written(&[1.0 / 3.0]), Written::Binary);
        assert_eq!(written(&[0.1, 1e15]), Written::Binary);
        assert_eq!(written(&[std::f64::consts::PI, 1.0]), Written::Binary);
        assert_eq!(written(&[1e300]), Written::Binary);
    }

    #[test]
    fn texts_of_both_sizes() {
        let windows = Charset::of_page(1252).unwrap();
        for count in [3, 300, 70_000_usize] {
            let mut column = TextColumn::new();
            for row in 0..count {
                column.push(format!("t{row}").as_bytes());
                column.push(b"");
            }
            column.push(b"M\xFCller");
            let finished = column.finish(windows);
            assert_eq!(finished.broken, 0);
            assert_eq!(finished.column.value(2 * count), Some("Müller".into()));
            assert_eq!(finished.column.value(2 * count - 1), None);
            let last = format!("t{}", count - 1);
            assert_eq!(
                finished.column.value(2 * count - 2),
                Some(last.as_str().into())
            );
        }
    }

    #[test]
    fn what_cannot_be_read_is_counted() {
        let mut column = TextColumn::new();
        [&b"\xFCx"[..], b"\xFDx", b"ok"]
            .iter()
            .for_each(|text| column.push(text));
        let finished = column.finish(Charset::named("utf-8").unwrap());
        assert_eq!(finished.broken, 2);
        assert_eq!(finished.column.value(1), Some("\u{FFFD}x".into()));
        assert_eq!(finished.column.value(0), finished.column.value(1));
        assert_eq!(finished.column.value(2), Some("ok".into()));
    }
}
