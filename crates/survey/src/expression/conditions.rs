//! Conditions on rows, as few as tell all of them apart.

use std::borrow::Cow;

use befund_columns::{choose, count, count_of};

use super::series::{Over, Series, by_code, spread, zip};
use super::truth::Truth;
use crate::dataset::{CodeStore, Codes};

/// Whether a condition holds on every row.
pub(crate) struct Conditions<'a> {
    over: Over<'a>,
    truths: Vec<Truth>,
}

/// The rows on which a condition holds.
pub(crate) struct Chosen {
    /// The rows, in their order.
    pub(crate) rows: Vec<usize>,
    /// Rows of which it cannot be said.
    pub(crate) undecided: u64,
}

impl<'a> Conditions<'a> {
    pub(super) fn new(over: Over<'a>, truths: Vec<Truth>) -> Self {
        Self { over, truths }
    }

    /// The same on every row.
    pub(crate) fn constant(truth: Truth) -> Self {
        Self::new(Over::Constant, vec![truth])
    }

    /// One for each code of a column, "no answer" first.
    pub(crate) fn of_codes(codes: &'a Codes, truths: Vec<Truth>) -> Self {
        Self::new(Over::Codes(codes), truths)
    }

    /// One for each row.
    pub(crate) fn of_rows(truths: Vec<Truth>) -> Self {
        Self::new(Over::Rows, truths)
    }

    /// The opposite.
    pub(crate) fn not(mut self) -> Self {
        for truth in &mut self.truths {
            *truth = truth.not();
        }
        self
    }

    /// Two conditions as one.
    pub(crate) fn join(self, other: Self, join: fn(Truth, Truth) -> Truth) -> Self {
        let over = self.over.meet(other.over);
        let left = spread(Cow::Owned(self.truths), self.over, over);
        let right = spread(Cow::Owned(other.truths), other.over, over);
        Self::new(over, zip(&left, &right, join))
    }

    /// Each row by itself.
    pub(crate) fn into_rows(self, rows: usize) -> Vec<Truth> {
        match self.over {
            Over::Constant => vec![self.truths[0]; rows],
            Over::Codes(codes) => by_code(&self.truths, codes),
            Over::Rows => self.truths,
        }
    }

    /// The rows of a dataset on which it holds.
    pub(crate) fn choose(self, rows: usize) -> Chosen {
        if let Over::Codes(codes) = self.over
            && let CodeStore::U8(codes) = &*codes.store()
        {
            return of_codes(codes, &self.truths);
        }
        let each = self.into_rows(rows).into_iter();
        let each: Vec<u8> = each.map(|truth| truth as u8).collect();
        of_codes(&each, &[Truth::False, Truth::Unknown, Truth::True])
    }
}

impl<'a> From<Conditions<'a>> for Series<'a> {
    fn from(conditions: Conditions<'a>) -> Self {
        Self::truths(conditions.over, conditions.truths)
    }
}

/// So many codes are counted one by one; all of them are in one go where there are more.
const FEW: usize = 4;

/// The rows whose code stands for true.
fn of_codes(codes: &[u8], truths: &[Truth]) -> Chosen {
    let mut table = [0; 256];
    let mut unknown = Vec::new();
    for ((truth, holds), code) in truths.iter().zip(&mut table).zip(0..=u8::MAX) {
        match truth {
            Truth::True => *holds = 1,
            Truth::Unknown => unknown.push(code),
            Truth::False => {}
        }
    }
    let undecided = if unknown.len() > FEW {
        let counts = count(codes);
        unknown.iter().map(|code| counts[usize::from(*code)]).sum()
    } else {
        unknown.iter().map(|code| count_of(codes, *code)).sum()
    };
    Chosen {
        rows: choose(codes, &table),
        undecided,
    }
}
