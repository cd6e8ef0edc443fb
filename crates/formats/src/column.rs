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
    Numbers(Vec<f64>),
    Texts(Texts),
}

/// A code per row into the values, 0 for no answer.
#[derive(Debug, Default)]
struct Few {
    numbers: HashMap<u64, u16>,
    texts: HashMap<Box<str>, u16>,
    values: Vec<Value>,
    codes: Vec<u16>,
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
                let room = few.numbers.len() < MAX_CODED_NUMBERS || !few.texts.is_empty();
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
            Cells::Numbers(numbers) => numbers.push(number),
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
            Cells::Numbers(numbers) => {
                let mut texts = Texts::default();
                for number in numbers.iter() {
                    texts.push(&written(*number));
                }
                texts.push(text);
                self.cells = Cells::Texts(texts);
            }
            Cells::Texts(texts) => texts.push(text),
        }
    }

    /// Adds a row without an answer.
    pub(crate) fn push_missing(&mut self) {
        match &mut self.cells {
            Cells::Few(few) => few.codes.push(0),
            Cells::Numbers(numbers) => numbers.push(f64::NAN),
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
            Cells::Numbers(numbers) => {
                let written = written(&numbers);
                Column::Numbers(Numbers::new(numbers, written))
            }
            Cells::Texts(texts) => Column::Texts(texts),
        }
    }
}

impl Few {
    /// The cells where their values are too many for codes.
    fn spread(self) -> Cells {
        if !self.texts.is_empty() {
            return self.into_texts();
        }
        let number = |code: &u16| {
            usize::from(*code)
                .checked_sub(1)
                .and_then(|at| self.values[at].number())
                .unwrap_or(f64::NAN)
        };
        Cells::Numbers(self.codes.iter().map(number).collect())
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
