//! Values of an expression, as few as tell all of them apart.

use std::borrow::Cow;

use super::fault::{Fault, Kind, Misplaced};
use super::tree::Expr;
use super::truth::Truth;
use crate::dataset::{CodeStore, Codes};

/// Values of an expression.
pub(crate) struct Series<'a> {
    pub(crate) over: Over<'a>,
    pub(crate) values: Values<'a>,
}

/// What the values of a series stand for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Over<'a> {
    /// One value for all rows.
    Constant,
    /// One value for each code of a column, "no answer" first.
    Codes(&'a Codes),
    /// One value for each row.
    Rows,
}

/// The values themselves.
#[derive(Debug, Clone)]
pub(crate) enum Values<'a> {
    /// Numbers, NaN for missing.
    Numbers(Cow<'a, [f64]>, Places),
    /// Conditions.
    Truths(Vec<Truth>),
    /// Texts.
    Texts(Words<'a>),
}

/// Decimal places that hold every number of a series exactly; absent where no number of places does, or none is known.
pub(crate) type Places = Option<u8>;

/// Texts as places in a list.
#[derive(Debug, Clone)]
pub(crate) struct Words<'a> {
    /// 0 for missing, `i` for `dictionary[i - 1]`.
    pub(crate) codes: Vec<u32>,
    /// Each text once.
    pub(crate) dictionary: Vec<Cow<'a, str>>,
}

/// Numbers with these places are recovered from the nearest double up to this size over ten to the places.
const RECOVERED: f64 = 1e14;
const MOST_PLACES: u8 = 15;

impl<'a> Over<'a> {
    /// What values made of two series stand for.
    pub(super) fn meet(self, other: Self) -> Self {
        match (self, other) {
            (Self::Constant, other) | (other, Self::Constant) => other,
            (Self::Codes(a), Self::Codes(b)) if std::ptr::eq(a, b) => self,
            _ => Self::Rows,
        }
    }

    /// How many values it takes.
    pub(super) fn len(self, rows: usize) -> usize {
        match self {
            Self::Constant => 1,
            Self::Codes(codes) => codes.dictionary().len() + 1,
            Self::Rows => rows,
        }
    }
}

/// The same values for what stands for more: a constant for every code, the value of its code for every row. A single value
/// stays single, see [`zip`].
pub(super) fn spread<'v, T: Copy>(
    values: Cow<'v, [T]>,
    from: Over<'_>,
    to: Over<'_>,
) -> Cow<'v, [T]>
where
    [T]: ToOwned<Owned = Vec<T>>,
{
    match (from, to) {
        (Over::Codes(codes), Over::Rows) => Cow::Owned(by_code(&values, codes)),
        _ => values,
    }
}

/// The value of its code for every row of a coded column.
pub(crate) fn by_code<T: Copy>(table: &[T], codes: &Codes) -> Vec<T> {
    // every code has a place in the table: its length is that of the dictionary and one
    match &*codes.store() {
        CodeStore::U8(codes) => codes.iter().map(|code| table[usize::from(*code)]).collect(),
        CodeStore::U16(codes) => codes.iter().map(|code| table[usize::from(*code)]).collect(),
    }
}

/// Two series value by value; a single value meets each of the other's.
pub(super) fn zip<A: Copy, B: Copy, C>(a: &[A], b: &[B], join: impl Fn(A, B) -> C) -> Vec<C> {
    match (a, b) {
        ([a], b) => b.iter().map(|b| join(*a, *b)).collect(),
        (a, [b]) => a.iter().map(|a| join(*a, *b)).collect(),
        (a, b) => a.iter().zip(b).map(|(a, b)| join(*a, *b)).collect(),
    }
}

/// Numbers that are decimal with so many places, or just doubles where that cannot be told.
pub(crate) fn decimal(mut numbers: Vec<f64>, places: Places) -> (Vec<f64>, Places) {
    let Some(places) = places.filter(|places| *places <= MOST_PLACES) else {
        return (numbers, None);
    };
    let power = (0..places).fold(1.0, |power, _| power * 10.0);
    let largest = numbers
        .iter()
        .fold(0.0, |largest: f64, number| largest.max(number.abs()));
    if largest * power > RECOVERED {
        return (numbers, None);
    }
    if places > 0 {
        for number in &mut numbers {
            *number = (*number * power).round() / power;
        }
    }
    (numbers, Some(places))
}

impl<'a> Series<'a> {
    pub(super) fn number(number: f64) -> Self {
        let places = crate::decimal::places_of(number);
        Self {
            over: Over::Constant,
            values: Values::Numbers(Cow::Owned(vec![number]), places),
        }
    }

    pub(super) fn text(text: String) -> Self {
        Self {
            over: Over::Constant,
            values: Values::Texts(Words {
                codes: vec![1],
                dictionary: vec![Cow::Owned(text)],
            }),
        }
    }

    pub(super) fn numbers(over: Over<'a>, numbers: Vec<f64>, places: Places) -> Self {
        let (numbers, places) = decimal(numbers, places);
        Self {
            over,
            values: Values::Numbers(Cow::Owned(numbers), places),
        }
    }

    pub(super) fn truths(over: Over<'a>, truths: Vec<Truth>) -> Self {
        Self {
            over,
            values: Values::Truths(truths),
        }
    }

    pub(crate) fn kind(&self) -> Kind {
        match self.values {
            Values::Numbers(..) => Kind::Number,
            Values::Truths(_) => Kind::Condition,
            Values::Texts(_) => Kind::Text,
        }
    }

    /// An error where it is of another kind.
    pub(super) fn expect_kind(&self, needed: Kind, part: &Expr) -> Result<(), Misplaced> {
        if self.kind() == needed {
            return Ok(());
        }
        let fault = Fault::Kind {
            part: super::print::text(part),
            found: self.kind(),
            needed,
        };
        Err(fault.at_span(part.span))
    }

    /// Which values are there.
    pub(super) fn valid(&self) -> Vec<bool> {
        match &self.values {
            Values::Numbers(numbers, _) => numbers.iter().map(|number| !number.is_nan()).collect(),
            Values::Truths(truths) => truths
                .iter()
                .map(|truth| *truth != Truth::Unknown)
                .collect(),
            Values::Texts(words) => words.codes.iter().map(|code| *code > 0).collect(),
        }
    }

    /// The same for what stands for more.
    pub(super) fn spread(self, to: Over<'a>) -> Self {
        let from = self.over;
        let values = match self.values {
            Values::Numbers(numbers, places) => Values::Numbers(spread(numbers, from, to), places),
            Values::Truths(truths) => {
                Values::Truths(spread(Cow::Owned(truths), from, to).into_owned())
            }
            Values::Texts(words) => Values::Texts(Words {
                codes: spread(Cow::Owned(words.codes), from, to).into_owned(),
                dictionary: words.dictionary,
            }),
        };
        Self { over: to, values }
    }
}
