//! A column of numbers from a file that stores numbers, some of which may be missing for a reason.

use befund_survey::codebook::Variable;
use befund_survey::dataset::{CodeStore, Codes, Column, Numbers, Written};
use befund_survey::decimal::Decimals;
use befund_survey::{Value, infer, order};

/// Beyond so many different numbers a column is stored as numbers, not as codes.
const MAX_CODED: usize = 1000;
/// Places of the table of different numbers: a power of two, at most a quarter of them used.
const PLACES: usize = 4096;

/// The cells of one column as they come, row by row.
#[derive(Debug, Default)]
pub(crate) struct NumberColumn {
    values: Vec<f64>,
    /// The letter of a missing value `.a` to `.z`, 0 for none; empty until there is one.
    reasons: Vec<u8>,
    has_reasons: bool,
}

/// A finished column with what can be guessed about it.
pub(crate) struct NumberVariable {
    pub(crate) variable: Variable,
    pub(crate) column: Column,
    /// Letters that occur, in their order.
    pub(crate) letters: Vec<u8>,
}

impl NumberColumn {
    /// Adds a number; one that is not finite is no answer.
    pub(crate) fn push(&mut self, number: f64) {
        // −0 is 0
        let number = if number.is_finite() {
            number + 0.0
        } else {
            f64::NAN
        };
        self.values.push(number);
        if self.has_reasons {
            self.reasons.push(0);
        }
    }

    /// Adds a row without a number, for the reason of a letter, or 0 for none.
    pub(crate) fn push_missing(&mut self, letter: u8) {
        if letter > 0 && !self.has_reasons {
            self.has_reasons = true;
            self.reasons = vec![0; self.values.len()];
        }
        self.push(f64::NAN);
        if let Some(last) = self.reasons.last_mut() {
            *last = letter;
        }
    }

    /// The numbers so far, NaN where there is none.
    pub(crate) fn values(&self) -> &[f64] {
        &self.values
    }

    /// The column under its name: codes where there are few different numbers.
    pub(crate) fn finish(self, name: &str) -> NumberVariable {
        let mut occurs = [false; 256];
        for letter in &self.reasons {
            occurs[usize::from(*letter)] = true;
        }
        let letters: Vec<u8> = (b'a'..=b'z')
            .filter(|letter| occurs[usize::from(*letter)])
            .collect();
        let Some(different) = Different::of(&self.values) else {
            let written = written(&self.values);
            let numbers = Numbers::new(self.values, written).with_reasons(self.reasons);
            let column = Column::Numbers(numbers);
            return NumberVariable {
                variable: infer(name, &column),
                column,
                letters,
            };
        };
        let sorted = different.sorted();
        let numbers = sorted.len();
        let code = |row: usize| match self.reasons.get(row).copied().unwrap_or(0) {
            0 => different.code(self.values[row]),
            // at most 1,000 numbers and 26 letters
            letter => letters
                .iter()
                .position(|known| *known == letter)
                .map_or(0, |at| (numbers + at + 1) as u16),
        };
        let codes = (0..self.values.len()).map(code);
        let store = if numbers + letters.len() <= usize::from(u8::MAX) {
            // codes are at most the length of the dictionary
            #[allow(clippy::cast_possible_truncation)]
            CodeStore::U8(codes.map(|code| code as u8).collect())
        } else {
            CodeStore::U16(codes.collect())
        };
        let written = written(&sorted);
        let mut dictionary: Vec<Value> = sorted.into_iter().map(Value::Number).collect();
        let column = |store, dictionary: &[Value]| {
            let codes = Codes::new(store, dictionary.to_vec());
            Column::Codes(codes.with_written(written.clone()))
        };
        if letters.is_empty() {
            let column = column(store, &dictionary);
            return NumberVariable {
                variable: infer(name, &column),
                column,
                letters,
            };
        }
        // letters are no answers: the codes beyond the numbers count as none
        let variable = infer(name, &column(store.clone(), &dictionary));
        dictionary.extend(letters.iter().map(|letter| reason(*letter)));
        NumberVariable {
            variable,
            column: column(store, &dictionary),
            letters,
        }
    }
}

/// The value that stands for a lettered missing value.
pub(crate) fn reason(letter: u8) -> Value {
    Value::Text(format!(".{}", char::from(letter)))
}

/// What the numbers are exactly: decimals where each is the nearest double to one with 15 digits at most.
fn written(numbers: &[f64]) -> Written {
    if numbers
        .iter()
        .all(|number| number.is_nan() || number.fract() == 0.0)
    {
        let largest = numbers
            .iter()
            .copied()
            .filter(|number| !number.is_nan())
            .fold(0.0, |largest: f64, number| largest.max(number.abs()));
        return if largest <= 1e15 {
            Written::Decimals(0)
        } else {
            Written::Binary
        };
    }
    let mut decimals = Decimals::default();
    for number in numbers.iter().filter(|number| !number.is_nan()) {
        decimals.look(*number, &number.to_string());
        if decimals.written().is_none() {
            return Written::Binary;
        }
    }
    decimals.written().unwrap_or_default()
}

/// The different numbers of a column, few of them: a table with open addressing.
struct Different {
    /// Bits of a number and its code, 0 where the place is free.
    places: Vec<Place>,
    count: usize,
}

#[derive(Debug, Clone, Copy, Default)]
struct Place {
    bits: u64,
    code: u16,
}

impl Different {
    /// Nothing where there are too many.
    fn of(numbers: &[f64]) -> Option<Self> {
        let mut different = Self {
            places: vec![Place::default(); PLACES],
            count: 0,
        };
        for number in numbers.iter().filter(|number| !number.is_nan()) {
            let at = different.at(*number);
            if different.places[at].code == 0 {
                if different.count == MAX_CODED {
                    return None;
                }
                different.count += 1;
                different.places[at] = Place {
                    bits: number.to_bits(),
                    // at most MAX_CODED
                    code: different.count as u16,
                };
            }
        }
        let sorted = different.sorted();
        for place in different.places.iter_mut().filter(|place| place.code > 0) {
            let number = f64::from_bits(place.bits);
            let before = sorted.partition_point(|other| other.total_cmp(&number).is_lt());
            // at most MAX_CODED
            place.code = before as u16 + 1;
        }
        Some(different)
    }

    /// The place of a number, or the free one where it would be.
    fn at(&self, number: f64) -> usize {
        let bits = number.to_bits();
        // Knuth (1998), 6.4: multiplication by 2^64 over the golden ratio spreads the bits
        let mut at = (bits.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 52) as usize % PLACES;
        while self.places[at].code > 0 && self.places[at].bits != bits {
            at = (at + 1) % PLACES;
        }
        at
    }

    /// The code of a number, its place by size from 1; 0 for none.
    fn code(&self, number: f64) -> u16 {
        if number.is_nan() {
            0
        } else {
            self.places[self.at(number)].code
        }
    }

    fn sorted(&self) -> Vec<f64> {
        let used = self.places.iter().filter(|place| place.code > 0);
        let mut sorted: Vec<f64> = used.map(|place| f64::from_bits(place.bits)).collect();
        order::sort_numbers(&mut sorted);
        sorted
    }
}

#[cfg(test)]
mod tests {
    use befund_survey::codebook::Level;

    use super::*;

    fn values(column: &Column) -> Vec<Option<Value>> {
        (0..column.len()).map(|row| column.value(row)).collect()
    }

    #[test]
    fn few_numbers_are_codes_and_letters_stand_behind_them() {
        let mut column = NumberColumn::default();
        column.push(2.0);
        column.push_missing(b'c');
        column.push(-0.0);
        column.push_missing(0);
        column.push(1.5);
        column.push_missing(b'a');
        column.push(f64::INFINITY);
        let found = column.finish("x");
        assert_eq!(
            values(&found.column),
            [
                Some(2.into()),
                Some(".c".into()),
                Some(0.into()),
                None,
                Some(1.5.into()),
                Some(".a".into()),
                None
            ]
        );
        assert_eq!(found.letters, b"ac");
        assert_eq!(found.variable.level, Level::Scale);
        let Column::Codes(codes) = &found.column else {
            panic!("no codes")
        };
        assert_eq!(codes.written(), &Written::Decimals(1));
    }

    #[test]
    fn many_numbers_keep_their_reasons() {
        let mut column = NumberColumn::default();
        column.push_missing(b'z');
        (0..2000).for_each(|number| column.push(f64::from(number) / 4.0));
        let found = column.finish("x");
        assert!(matches!(found.column, Column::Numbers(_)));
        assert_eq!(found.column.value(0), Some(".z".into()));
        assert_eq!(found.column.value(2000), Some(499.75.into()));
        assert_eq!(found.letters, b"z");
    }

    #[test]
    fn numbers_are_decimal_where_they_can_be() {
        assert_eq!(written(&[1.0, -3.0, f64::NAN]), Written::Decimals(0));
        assert_eq!(written(&[1000.3, 0.25]), Written::Decimals(2));
        assert_eq!(written(&[0.1 + 0.2]), Written::Binary);
        assert_eq!(written(&[f64::from(3.3_f32)]), Written::Binary);
        assert_eq!(written(&[1e300]), Written::Binary);
    }
}
