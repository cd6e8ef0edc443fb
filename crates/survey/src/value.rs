//! One answer as it is stored: a number or a text.

use std::cmp::Ordering;
use std::fmt;

use serde::de::{Deserializer, Error, Visitor};
use serde::{Deserialize, Serialize};

use crate::decimal;

/// A stored answer. Missing is not a value: it is the absence of one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Value {
    /// A number, finite.
    Number(f64),
    /// A text, not empty.
    Text(String),
}

impl<'de> Deserialize<'de> for Value {
    /// By hand: serde would read any value whole and then try one form after the other.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Answer;

        impl Visitor<'_> for Answer {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or a text")
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
                Ok(Value::Number(number))
            }

            // Codes are far below 2^53; larger whole numbers are rounded as every number of a file is.
            #[allow(clippy::cast_precision_loss)]
            fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
                Ok(Value::Number(number as f64))
            }

            #[allow(clippy::cast_precision_loss)]
            fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
                Ok(Value::Number(number as f64))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
                Ok(Value::Text(text.to_owned()))
            }
        }

        deserializer.deserialize_any(Answer)
    }
}

impl Value {
    /// The number, where the value is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(_) => None,
        }
    }

    /// Equal, or a number written as a text.
    pub(crate) fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(number), Self::Text(text)) | (Self::Text(text), Self::Number(number)) => {
                decimal::number(text.trim()) == Some(*number)
            }
            _ => self == other,
        }
    }

    /// The order in which values are listed: numbers by size, then texts by their characters, numbers within them by size
    /// ("9 years" before "10 years").
    pub fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Number(_), Self::Text(_)) => Ordering::Less,
            (Self::Text(_), Self::Number(_)) => Ordering::Greater,
            (Self::Text(a), Self::Text(b)) => natural(a).cmp(&natural(b)).then_with(|| a.cmp(b)),
        }
    }
}

/// A text in pieces: characters one by one, a run of digits as one digit with its number.
fn natural(text: &str) -> Vec<(char, u64)> {
    let mut pieces = Vec::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let Some(mut number) = character.to_digit(10).map(u64::from) else {
            pieces.push((character, 0));
            continue;
        };
        while let Some(digit) = characters.peek().and_then(|next| next.to_digit(10)) {
            number = number.saturating_mul(10).saturating_add(u64::from(digit));
            characters.next();
        }
        pieces.push(('0', number));
    }
    pieces
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self::Number(f64::from(number))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_read_as_a_number_or_a_text() {
        let read = |json: &str| serde_json::from_str(json).map_err(|error| error.to_string());
        for (json, value) in [
            ("3", Value::Number(3.0)),
            ("-7", Value::Number(-7.0)),
            ("0.1", Value::Number(0.1)),
            ("\"3\"", Value::from("3")),
        ] {
            assert_eq!(read(json), Ok(value));
        }
        let message = read("true").expect_err("no value");
        assert!(message.contains("expected a number or a text"), "{message}");
    }

    #[test]
    fn texts_with_numbers_are_listed_by_the_numbers() {
        let mut heights = ["5'10\"", "6'0\"", "5'2\"", "Under 5 ft.", "10", "9"].map(Value::from);
        heights.sort_by(Value::order);
        assert_eq!(
            heights,
            ["5'2\"", "5'10\"", "6'0\"", "9", "10", "Under 5 ft."].map(Value::from)
        );
    }
}
