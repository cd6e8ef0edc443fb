//! The cells of one column as they come, and what they become.

use std::collections::HashMap;

use befund_survey::codebook::{Level, Origin, Temporal, Variable};
use befund_survey::dataset::{CodeStore, Codes, Column, Texts};
use befund_survey::{Value, infer};

use super::fault::Fault;
use super::metadata::Fraction;
use super::schema::Kind;
use super::values::Values;
use crate::number_column::NumberColumn;

/// Codes are two bytes wide at most.
const MAX_CODES: usize = u16::MAX as usize;
/// Texts that repeat too often to be codes hold so many bytes at most.
const MAX_TEXT_BYTES: usize = 512 << 20;
/// Whole numbers up to here are doubles.
const EXACT: i64 = 1 << 53;
const JULIAN_1970: f64 = 2_440_588.0;

/// A value as a survey has it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Scalar {
    Number(f64),
    /// A text, or a whole number that no double holds.
    Text(String),
    Missing,
    /// Bytes that are no text: how many.
    Binary(u64),
}

/// The values of a page as scalars, each given to `push`.
pub(super) fn scalars(kind: Kind, values: &Values, mut push: impl FnMut(Scalar)) {
    match values {
        Values::Whole(values) => values.iter().for_each(|value| push(whole(kind, *value))),
        Values::Numbers(values) => values.iter().for_each(|value| push(Scalar::Number(*value))),
        Values::Bytes(values) => values.iter().for_each(|value| push(bytes(kind, value))),
        Values::Indices(_) => {}
    }
}

// counts of time are split so that each part is exact
#[allow(clippy::cast_precision_loss)]
fn whole(kind: Kind, value: i64) -> Scalar {
    let exact = |number: i128| {
        if number.unsigned_abs() <= u128::from(EXACT.unsigned_abs()) {
            Scalar::Number(number as f64)
        } else {
            Scalar::Text(number.to_string())
        }
    };
    match kind {
        Kind::Unsigned32 => exact((value as u32).into()),
        Kind::Unsigned64 => exact(value.cast_unsigned().into()),
        Kind::Decimal(scale) => Scalar::Number(decimal(value.into(), scale)),
        Kind::Moment(unit) | Kind::TimeOfDay(unit) => {
            let of_second = match unit {
                Fraction::Millisecond => 1_000,
                Fraction::Microsecond => 1_000_000,
                Fraction::Nanosecond => 1_000_000_000,
            };
            if value.abs() <= EXACT {
                return Scalar::Number(value as f64 / of_second as f64);
            }
            let (seconds, rest) = (value.div_euclid(of_second), value.rem_euclid(of_second));
            Scalar::Number(seconds as f64 + rest as f64 / of_second as f64)
        }
        _ => exact(value.into()),
    }
}

fn bytes(kind: Kind, value: &[u8]) -> Scalar {
    let binary = || Scalar::Binary(value.len() as u64);
    match kind {
        Kind::Decimal(scale) => {
            let Some((first, _)) = value.split_first() else {
                return Scalar::Missing;
            };
            // longer numbers have the sign in front
            let sign = if first & 0x80 == 0 { 0 } else { 0xFF };
            let kept = value.len().min(16);
            let (front, kept) = value.split_at(value.len() - kept);
            if front.iter().any(|byte| *byte != sign) {
                return binary();
            }
            let start = if sign == 0 { 0 } else { -1 };
            let number = kept
                .iter()
                .fold(start, |number: i128, byte| number << 8 | i128::from(*byte));
            Scalar::Number(decimal(number, scale))
        }
        Kind::Half => match value {
            [low, high] => Scalar::Number(half(u16::from_le_bytes([*low, *high]))),
            _ => binary(),
        },
        Kind::Moment96 => {
            let (Some((nanoseconds, day)), 12) = (value.split_first_chunk::<8>(), value.len())
            else {
                return binary();
            };
            let day = day
                .iter()
                .rev()
                .fold(0, |day: u32, byte| day << 8 | u32::from(*byte));
            #[allow(clippy::cast_precision_loss)]
            let seconds = i64::from_le_bytes(*nanoseconds) as f64 / 1e9;
            Scalar::Number((f64::from(day.cast_signed()) - JULIAN_1970) * 86_400.0 + seconds)
        }
        Kind::Uuid => {
            let mut text = String::new();
            for (at, byte) in value.iter().enumerate() {
                if matches!(at, 4 | 6 | 8 | 10) {
                    text.push('-');
                }
                text += &format!("{byte:02x}");
            }
            Scalar::Text(text)
        }
        _ => match std::str::from_utf8(value) {
            Ok("") => Scalar::Missing,
            Ok(text) if kind == Kind::Text || !text.contains('\0') => Scalar::Text(text.to_owned()),
            _ => binary(),
        },
    }
}

/// The double nearest to a whole number over a power of ten.
#[allow(clippy::cast_precision_loss)]
fn decimal(number: i128, scale: u32) -> f64 {
    // powers of ten up to 10^22 are doubles, and the quotient of two doubles is rounded once
    if number.unsigned_abs() <= u128::from(EXACT.unsigned_abs()) && scale <= 22 {
        let power = (0..scale).fold(1.0, |power, _| power * 10.0);
        return number as f64 / power;
    }
    format!("{number}e-{scale}").parse().unwrap_or(f64::NAN)
}

/// IEEE 754 in two bytes.
fn half(bits: u16) -> f64 {
    let fraction = f64::from(bits & 0x3FF);
    let power = |exponent: i32| f64::from_bits(((1023 + exponent) as u64) << 52);
    let size = match i32::from(bits >> 10 & 0x1F) {
        0 => fraction * power(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        exponent => (1024.0 + fraction) * power(exponent - 25),
    };
    if bits & 0x8000 == 0 { size } else { -size }
}

/// The cells of a column.
pub(super) struct Cells {
    kind: Kind,
    store: Store,
    /// Cells that are bytes and no text, and how many bytes the first has.
    pub(super) binary: Binary,
    /// Whole numbers were too large for doubles, so that the column became texts.
    pub(super) too_large: bool,
}

/// Cells that cannot be shown.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Binary {
    pub(super) rows: u64,
    pub(super) bytes: u64,
}

enum Store {
    Numbers(NumberColumn),
    Texts(TextColumn),
}

/// The dictionary of a column in one group of rows.
#[derive(Default)]
pub(super) struct Dictionary {
    scalars: Vec<Scalar>,
    /// Where the texts stand in the column, 0 where that is not known yet.
    places: Vec<u32>,
}

impl Dictionary {
    pub(super) fn of(kind: Kind, values: &Values) -> Self {
        let mut dictionary = Self::default();
        scalars(kind, values, |scalar| dictionary.scalars.push(scalar));
        dictionary.places = vec![0; dictionary.scalars.len()];
        dictionary
    }

    pub(super) fn get(&self, index: u32) -> Option<&Scalar> {
        self.scalars.get(index as usize)
    }
}

impl Cells {
    /// No cells yet; `lists` where each is a list, which becomes a text.
    pub(super) fn new(kind: Kind, lists: u32) -> Self {
        let texts = lists > 0 || matches!(kind, Kind::Text | Kind::Uuid | Kind::Bytes);
        Self {
            kind,
            store: if texts {
                Store::Texts(TextColumn::default())
            } else {
                Store::Numbers(NumberColumn::default())
            },
            binary: Binary::default(),
            too_large: false,
        }
    }

    /// Number of cells.
    pub(super) fn len(&self) -> usize {
        match &self.store {
            Store::Numbers(numbers) => numbers.values().len(),
            Store::Texts(texts) => texts.rows.len(),
        }
    }

    /// Adds a cell.
    pub(super) fn push(&mut self, scalar: &Scalar) {
        match (scalar, &mut self.store) {
            (Scalar::Number(number), Store::Numbers(numbers)) => numbers.push(*number),
            (Scalar::Number(number), Store::Texts(texts)) => {
                texts.push(&Value::Number(*number).to_string());
            }
            (Scalar::Text(text), Store::Texts(texts)) => texts.push(text),
            (Scalar::Text(text), Store::Numbers(numbers)) => {
                let mut texts = TextColumn::default();
                for number in numbers.values() {
                    if number.is_nan() {
                        texts.rows.push(0);
                    } else {
                        texts.push(&Value::Number(*number).to_string());
                    }
                }
                texts.push(text);
                self.too_large = true;
                self.store = Store::Texts(texts);
            }
            (Scalar::Missing, _) => self.push_missing(),
            (Scalar::Binary(bytes), _) => {
                if self.binary.rows == 0 {
                    self.binary.bytes = *bytes;
                }
                self.binary.rows += 1;
                self.push_missing();
            }
        }
    }

    pub(super) fn push_missing(&mut self) {
        match &mut self.store {
            Store::Numbers(numbers) => numbers.push(f64::NAN),
            Store::Texts(texts) => texts.rows.push(0),
        }
    }

    /// Adds a cell of the dictionary; `None` where it has no such entry.
    pub(super) fn push_entry(&mut self, dictionary: &mut Dictionary, index: u32) -> Option<()> {
        let scalar = dictionary.scalars.get(index as usize)?;
        match (scalar, &mut self.store) {
            (Scalar::Text(text), Store::Texts(texts)) => {
                let place = &mut dictionary.places[index as usize];
                if *place == 0 {
                    *place = texts.place(text);
                }
                texts.rows.push(*place);
            }
            _ => self.push(scalar),
        }
        Some(())
    }

    /// How a value of this column is written in a list.
    pub(super) fn written(&self, number: f64) -> String {
        self.kind
            .temporal()
            .and_then(|temporal| temporal.write(number))
            .unwrap_or_else(|| Value::Number(number).to_string())
    }

    /// The column under its name.
    pub(super) fn finish(self, name: &str) -> Result<Finished, Fault> {
        Ok(match self.store {
            Store::Texts(texts) => {
                let column = texts.finish()?;
                Finished {
                    variable: infer(name, &column),
                    column,
                }
            }
            Store::Numbers(numbers) => {
                let finished = numbers.finish(name);
                let mut variable = finished.variable;
                variable.temporal = self.kind.temporal();
                if matches!(variable.temporal, Some(Temporal::Date | Temporal::DateTime)) {
                    variable.level = Level::Date;
                    variable.origin = Origin::Given;
                }
                if let Kind::Decimal(scale) = self.kind {
                    variable.decimals = u8::try_from(scale).ok();
                }
                Finished {
                    variable,
                    column: finished.column,
                }
            }
        })
    }
}

/// A column with its variable.
pub(super) struct Finished {
    pub(super) variable: Variable,
    pub(super) column: Column,
}

/// Texts, each kept once while they are few.
#[derive(Default)]
struct TextColumn {
    known: HashMap<Box<str>, u32>,
    texts: Texts,
    /// The place of each row's text, from 1; 0 for none.
    rows: Vec<u32>,
}

impl TextColumn {
    fn push(&mut self, text: &str) {
        let place = self.place(text);
        self.rows.push(place);
    }

    /// Where a text stands.
    fn place(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        if let Some(place) = self.known.get(text) {
            return *place;
        }
        self.texts.push(text);
        // as many as there are cells at most, of which four billion do not fit into memory
        let place = self.texts.len() as u32;
        if self.texts.len() <= MAX_CODES {
            self.known.insert(text.into(), place);
        }
        place
    }

    /// Codes in the order in which the texts first come, or the texts themselves where they are many.
    fn finish(self) -> Result<Column, Fault> {
        let text = |place: u32| self.texts.get(place as usize - 1).unwrap_or_default();
        let mut code_of = vec![0_u16; self.texts.len() + 1];
        let (mut dictionary, mut bytes) = (Vec::new(), 0);
        for place in self.rows.iter().copied().filter(|place| *place > 0) {
            bytes += text(place).len();
            let code = &mut code_of[place as usize];
            if *code == 0 && dictionary.len() <= MAX_CODES {
                dictionary.push(Value::from(text(place)));
                *code = dictionary.len().min(MAX_CODES) as u16;
            }
        }
        if dictionary.len() <= MAX_CODES {
            let codes = self.rows.iter().map(|place| code_of[*place as usize]);
            let store = if dictionary.len() <= usize::from(u8::MAX) {
                // codes are at most the length of the dictionary
                #[allow(clippy::cast_possible_truncation)]
                CodeStore::U8(codes.map(|code| code as u8).collect())
            } else {
                CodeStore::U16(codes.collect())
            };
            return Ok(Column::Codes(Codes::new(store, dictionary)));
        }
        if bytes > MAX_TEXT_BYTES {
            return Err(Fault::TooLarge);
        }
        let mut texts = Texts::default();
        for place in &self.rows {
            texts.push(if *place == 0 { "" } else { text(*place) });
        }
        Ok(Column::Texts(texts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_what_their_kind_says() {
        assert_eq!(whole(Kind::Number, -5), Scalar::Number(-5.0));
        assert_eq!(whole(Kind::Unsigned32, -1), Scalar::Number(4_294_967_295.0));
        assert_eq!(
            whole(Kind::Unsigned64, -1),
            Scalar::Text("18446744073709551615".to_owned())
        );
        assert_eq!(
            whole(Kind::Number, (1 << 53) + 1),
            Scalar::Text("9007199254740993".to_owned())
        );
        assert_eq!(whole(Kind::Decimal(2), 12_345), Scalar::Number(123.45));
        let nanoseconds = whole(
            Kind::Moment(Fraction::Nanosecond),
            1_700_000_000_250_000_000,
        );
        assert_eq!(nanoseconds, Scalar::Number(1_700_000_000.25));
        assert_eq!(
            whole(Kind::TimeOfDay(Fraction::Millisecond), 1_500),
            Scalar::Number(1.5)
        );
        assert_eq!(
            bytes(Kind::Decimal(1), &[0xFF, 0x85]),
            Scalar::Number(-12.3)
        );
        assert_eq!(bytes(Kind::Decimal(0), &[0; 20]), Scalar::Number(0.0));
        assert_eq!(bytes(Kind::Bytes, b"\xFF"), Scalar::Binary(1));
        // numpy.float16: 1.5, 65504, 2^-24, -inf
        for (bits, number) in [
            (0x3E00, 1.5),
            (0x7BFF, 65_504.0),
            (1, 5.960_464_477_539_063e-8),
            (0xFC00, f64::NEG_INFINITY),
        ] {
            assert_eq!(half(bits), number);
        }
        // 2009-04-01 12:00: Julian day 2454923
        let moment = [
            &(43_200_000_000_000_i64).to_le_bytes()[..],
            &2_454_923_i32.to_le_bytes(),
        ]
        .concat();
        assert_eq!(
            bytes(Kind::Moment96, &moment),
            Scalar::Number(1_238_587_200.0)
        );
    }
}
