//! One column while a file is read whose cells are numbers and texts already, and what it becomes.

use std::collections::HashMap;

use befund_survey::dataset::{CodeStore, Codes, Column, Numbers, Texts, Written};
use befund_survey::decimal::{Decimals, rest};
use befund_survey::{Value, order};

/// Beyond so many different numbers a column is stored as numbers, not as codes.
const MAX_CODED_NUMBERS: usize = 1000;
/// Codes are two bytes wide at most.
const MAX_CODES: usize = u16::MAX as usize;

/// The cells of one column as they come, row by row.
///
/// Few different values become codes: texts in the order in which they first came, numbers by size. Where numbers and texts
/// are mixed, both stay what they are as long as they are few; many of them are all texts.
#[derive(Debug, Default)]
pub(crate) struct ColumnBuilder {
    cells: Cells,
}

#[derive(Debug)]
enum Cells {
    Few(Few),
    Numbers {
        numbers: Vec<f64>,
        /// The letter of a lettered missing value, 0 for none; shorter than the numbers where no more follow.
        letters: Vec<u8>,
    },
    Texts(Texts),
}

/// A code per row into the values, 0 for no answer.
#[derive(Debug, Default)]
struct Few {
    numbers: HashMap<u64, u16>,
    texts: HashMap<Box<str>, u16>,
    values: Vec<Value>,
    codes: Vec<u16>,
    /// Whether some texts are words, rather than lettered missing values.
    words: bool,
}

impl Default for Cells {
    fn default() -> Self {
        Self::Few(Few::default())
    }
}

impl ColumnBuilder {
    /// A column without rows.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a number; one that is none, or not finite, is no answer.
    pub(crate) fn push_number(&mut self, number: f64) {
        if !number.is_finite() {
            return self.push_missing();
        }
        // −0 is 0
        let number = number + 0.0;
        match &mut self.cells {
            Cells::Few(few) => {
                let room = few.numbers.len() < MAX_CODED_NUMBERS || few.words;
                if let Some(code) = few.numbers.get(&number.to_bits()) {
                    few.codes.push(*code);
                } else if room && few.values.len() < MAX_CODES {
                    few.values.push(Value::Number(number));
                    // at most MAX_CODES, so it fits
                    let code = few.values.len() as u16;
                    few.numbers.insert(number.to_bits(), code);
                    few.codes.push(code);
                } else {
                    self.cells = std::mem::take(few).spread();
                    self.push_number(number);
                }
            }
            Cells::Numbers { numbers, .. } => numbers.push(number),
            Cells::Texts(texts) => texts.push(&number.to_string()),
        }
    }

    /// Adds a text; an empty one is no answer.
    pub(crate) fn push_text(&mut self, text: &str) {
        if text.is_empty() {
            return self.push_missing();
        }
        match &mut self.cells {
            Cells::Few(few) => {
                few.words = true;
                if let Some(code) = few.texts.get(text) {
                    few.codes.push(*code);
                } else if few.values.len() < MAX_CODES {
                    few.values.push(Value::from(text));
                    // at most MAX_CODES, so it fits
                    let code = few.values.len() as u16;
                    few.texts.insert(text.into(), code);
                    few.codes.push(code);
                } else {
                    self.cells = std::mem::take(few).into_texts();
                    self.push_text(text);
                }
            }
            Cells::Numbers { numbers, letters } => {
                let mut texts = Texts::default();
                for (row, number) in numbers.iter().enumerate() {
                    let letter = letters.get(row).copied().filter(|letter| *letter > 0);
                    texts.push(&letter.map_or_else(|| written(*number), lettered));
                }
                texts.push(text);
                self.cells = Cells::Texts(texts);
            }
            Cells::Texts(texts) => texts.push(text),
        }
    }

    /// Adds a lettered missing value, `.a` to `.z`: a reason why there is no number.
    pub(crate) fn push_letter(&mut self, letter: u8) {
        match &mut self.cells {
            Cells::Few(few) => {
                let words = few.words;
                self.push_text(&lettered(letter));
                if let Cells::Few(few) = &mut self.cells {
                    few.words = words;
                }
            }
            Cells::Numbers { numbers, letters } => {
                letters.resize(numbers.len(), 0);
                letters.push(letter);
                numbers.push(f64::NAN);
            }
            Cells::Texts(texts) => texts.push(&lettered(letter)),
        }
    }

    /// Adds a row without an answer.
    pub(crate) fn push_missing(&mut self) {
        match &mut self.cells {
            Cells::Few(few) => few.codes.push(0),
            Cells::Numbers { numbers, .. } => numbers.push(f64::NAN),
            Cells::Texts(texts) => texts.push(""),
        }
    }

    /// The column; its numbers are the doubles themselves.
    pub(crate) fn finish(self) -> Column {
        self.column(|_| Written::Binary)
    }

    /// The column; its numbers are the shortest decimals that their doubles are nearest to, as whoever typed them wrote them.
    pub(crate) fn finish_decimal(self) -> Column {
        self.column(decimal)
    }

    fn column(self, written: fn(&[f64]) -> Written) -> Column {
        match self.cells {
            Cells::Few(few) => few.column(written),
            Cells::Numbers {
                numbers,
                mut letters,
            } => {
                let written = written(&numbers);
                if !letters.is_empty() {
                    letters.resize(numbers.len(), 0);
                }
                Column::Numbers(Numbers::new(numbers, written).with_reasons(letters))
            }
            Cells::Texts(texts) => Column::Texts(texts),
        }
    }
}

impl Few {
    /// The cells where their values are too many for codes.
    fn spread(self) -> Cells {
        if self.words {
            return self.into_texts();
        }
        let value = |code: &u16| {
            let at = usize::from(*code).checked_sub(1)?;
            Some(&self.values[at])
        };
        let number = |code| value(code).and_then(Value::number).unwrap_or(f64::NAN);
        let letter = |code| match value(code) {
            Some(Value::Text(text)) => text.as_bytes().get(1).copied().unwrap_or(0),
            _ => 0,
        };
        Cells::Numbers {
            numbers: self.codes.iter().map(number).collect(),
            letters: if self.texts.is_empty() {
                Vec::new()
            } else {
                self.codes.iter().map(letter).collect()
            },
        }
    }

    fn into_texts(self) -> Cells {
        let words: Vec<String> = self.values.iter().map(Value::to_string).collect();
        let mut texts = Texts::default();
        for code in &self.codes {
            texts.push(
                usize::from(*code)
                    .checked_sub(1)
                    .map_or("", |at| words[at].as_str()),
            );
        }
        Cells::Texts(texts)
    }

    fn column(self, written: fn(&[f64]) -> Written) -> Column {
        if !self.texts.is_empty() {
            return Column::Codes(Codes::new(
                store(self.codes, self.values.len()),
                self.values,
            ));
        }
        let mut sorted: Vec<f64> = self.values.iter().filter_map(Value::number).collect();
        order::sort_numbers(&mut sorted);
        // the values differ, so each has a place of its own
        let place = |value: &Value| {
            let number = value.number().unwrap_or_default();
            sorted.partition_point(|other| other.total_cmp(&number).is_lt()) as u16 + 1
        };
        let recode: Vec<u16> = std::iter::once(0)
            .chain(self.values.iter().map(place))
            .collect();
        let codes: Vec<u16> = self
            .codes
            .iter()
            .map(|code| recode[usize::from(*code)])
            .collect();
        let written = written(&sorted);
        let dictionary: Vec<Value> = sorted.into_iter().map(Value::Number).collect();
        Column::Codes(Codes::new(store(codes, dictionary.len()), dictionary).with_written(written))
    }
}

/// Codes as narrow as so many values allow.
fn store(codes: Vec<u16>, values: usize) -> CodeStore {
    if values <= usize::from(u8::MAX) {
        // no code is above the number of values
        CodeStore::U8(codes.iter().map(|code| *code as u8).collect())
    } else {
        CodeStore::U16(codes)
    }
}

/// A lettered missing value as it is stored.
fn lettered(letter: u8) -> String {
    format!(".{}", char::from(letter))
}

/// A number as text, nothing where there is none.
fn written(number: f64) -> String {
    if number.is_nan() {
        String::new()
    } else {
        number.to_string()
    }
}

/// What numbers are exactly that were typed as decimals: those of the shortest texts that read as them.
fn decimal(numbers: &[f64]) -> Written {
    let mut decimals = Decimals::default();
    let all = || numbers.iter().filter(|number| !number.is_nan());
    all().for_each(|number| decimals.look(*number, &number.to_string()));
    decimals.written().unwrap_or_else(|| {
        let rest = |number: &f64| {
            if number.is_nan() {
                0.0
            } else {
                rest(*number, &number.to_string())
            }
        };
        let rests: Vec<f64> = numbers.iter().map(rest).collect();
        if rests.iter().all(|rest| *rest == 0.0) {
            Written::Binary
        } else {
            Written::Rests(rests)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(column: &Column) -> Vec<Option<Value>> {
        (0..column.len()).map(|row| column.value(row)).collect()
    }

    #[test]
    fn few_numbers_are_codes_by_size() {
        let mut builder = ColumnBuilder::new();
        for number in [3.0, -0.5, f64::NAN, 3.0, -0.0] {
            builder.push_number(number);
        }
        let column = builder.finish();
        let Column::Codes(codes) = &column else {
            panic!("no codes: {column:?}")
        };
        assert_eq!(codes.dictionary(), [-0.5, 0.0, 3.0].map(Value::from));
        assert_eq!(
            values(&column),
            [
                Some(3.into()),
                Some((-0.5).into()),
                None,
                Some(3.into()),
                Some(0.into())
            ]
        );
    }

    #[test]
    fn many_numbers_are_numbers_and_many_texts_are_texts() {
        let mut builder = ColumnBuilder::new();
        builder.push_missing();
        for number in 0..1001 {
            builder.push_number(f64::from(number));
        }
        let numbers = builder.finish();
        assert!(matches!(numbers, Column::Numbers(_)));
        assert_eq!(numbers.value(0), None);
        assert_eq!(numbers.value(1001), Some(1000.into()));

        let mut builder = ColumnBuilder::new();
        for row in 0..70_000 {
            builder.push_text(&format!("t{row}"));
        }
        builder.push_missing();
        let texts = builder.finish();
        assert!(matches!(texts, Column::Texts(_)));
        assert_eq!(texts.value(69_999), Some("t69999".into()));
        assert_eq!(texts.value(70_000), None);
    }

    #[test]
    fn numbers_among_texts_stay_numbers_while_they_are_few() {
        let mut builder = ColumnBuilder::new();
        builder.push_number(1.0);
        builder.push_text("one");
        let mixed = builder.finish();
        assert_eq!(values(&mixed), [Some(1.into()), Some("one".into())]);

        let mut builder = ColumnBuilder::new();
        for number in 0..1001 {
            builder.push_number(f64::from(number) / 2.0);
        }
        builder.push_missing();
        builder.push_text("many");
        let texts = builder.finish();
        assert_eq!(texts.value(1), Some("0.5".into()));
        assert_eq!(texts.value(1001), None);
        assert_eq!(texts.value(1002), Some("many".into()));
    }

    #[test]
    fn lettered_missing_values_stand_among_few_and_many_numbers() {
        for many in [3, 2000] {
            let mut builder = ColumnBuilder::new();
            builder.push_letter(b'a');
            for number in 0..many {
                builder.push_number(f64::from(number));
            }
            builder.push_letter(b'z');
            builder.push_missing();
            let column = builder.finish();
            let rows = column.len();
            assert_eq!(matches!(column, Column::Numbers(_)), many > 1000);
            assert_eq!(column.value(0), Some(".a".into()));
            assert_eq!(column.value(1), Some(0.into()));
            assert_eq!(column.value(rows - 2), Some(".z".into()));
            assert_eq!(column.value(rows - 1), None);
        }
    }

    #[test]
    fn typed_decimals_are_decimals() {
        let written = |numbers: &[f64]| {
            let mut builder = ColumnBuilder::new();
            numbers
                .iter()
                .for_each(|number| builder.push_number(*number));
            match builder.finish_decimal() {
                Column::Codes(codes) => codes.written().clone(),
                other => panic!("no codes: {other:?}"),
            }
        };
        assert_eq!(written(&[0.1, 2.25, 3.0]), Written::Decimals(2));
        assert_eq!(written(&[1.0, 2.0]), Written::Decimals(0));
        assert!(matches!(written(&[0.1 + 0.2]), Written::Rests(_)));
    }
}
