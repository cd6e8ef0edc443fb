//! The different answers of a variable with their counts: what all guesses look at instead of rows.

use crate::Value;
use crate::codebook::Variable;
use crate::dataset::{Codes, Column};

/// What one column holds at a glance.
pub(super) struct Answers<'a> {
    /// The coded answers; none where there are too many different ones for codes.
    codes: Option<&'a Codes>,
    /// How often each value of the dictionary occurs.
    counts: &'a [u64],
    rows: u64,
}

/// How often each value of each column's dictionary occurs.
pub(super) struct Counts(Vec<Vec<u64>>);

impl Counts {
    pub(super) fn of(columns: &[Column]) -> Self {
        let count = |column: &Column| match column {
            Column::Codes(codes) => codes.counts(),
            Column::Numbers(_) | Column::Texts(_) => Vec::new(),
        };
        Self(columns.iter().map(count).collect())
    }

    /// The columns at a glance.
    pub(super) fn answers<'a>(&'a self, columns: &'a [Column]) -> Vec<Answers<'a>> {
        let columns = columns.iter().zip(&self.0);
        columns
            .map(|(column, counts)| Answers::of(column, counts))
            .collect()
    }
}

impl<'a> Answers<'a> {
    fn of(column: &'a Column, counts: &'a [u64]) -> Self {
        let codes = match column {
            Column::Codes(codes) => Some(codes),
            Column::Numbers(_) | Column::Texts(_) => None,
        };
        Self {
            codes,
            counts,
            rows: column.len() as u64,
        }
    }

    /// Whether the answers are codes into a dictionary.
    pub(super) fn are_coded(&self) -> bool {
        self.codes.is_some()
    }

    /// The coded answers.
    pub(super) fn codes(&self) -> Option<&'a Codes> {
        self.codes
    }

    /// The values that occur and are valid, with their counts.
    pub(super) fn valid(&self, variable: &Variable) -> Vec<Counted<'a>> {
        let values = self.codes.map_or(&[][..], Codes::dictionary);
        values
            .iter()
            .zip(self.counts)
            .filter(|(value, count)| **count > 0 && !variable.is_missing(value))
            .map(|(value, count)| Counted {
                value,
                count: *count,
            })
            .collect()
    }

    /// The valid numbers in ascending order; nothing where an answer is a text or there are none.
    pub(super) fn numbers(&self, variable: &Variable) -> Option<Vec<f64>> {
        let valid = self.valid(variable);
        let mut numbers: Vec<f64> = valid
            .iter()
            .map(|counted| counted.value.number())
            .collect::<Option<_>>()?;
        crate::order::sort_numbers(&mut numbers);
        (!numbers.is_empty()).then_some(numbers)
    }

    /// The valid numbers in ascending order with how often they occur; empty where an answer is a text.
    pub(super) fn counted(&self, variable: &Variable) -> Vec<Often> {
        let often = |counted: &Counted<'_>| {
            let number = counted.value.number()?;
            let count = counted.count;
            Some(Often { number, count })
        };
        let valid = self.valid(variable);
        let mut numbers: Vec<Often> = valid
            .iter()
            .map(often)
            .collect::<Option<_>>()
            .unwrap_or_default();
        crate::order::sort(&mut numbers, |a, b| a.number.total_cmp(&b.number));
        numbers
    }

    /// The valid texts; nothing where an answer is a number or there are none.
    pub(super) fn texts(&self, variable: &Variable) -> Option<Vec<&'a str>> {
        let valid = self.valid(variable);
        let texts: Vec<&str> = valid
            .iter()
            .map(|counted| match counted.value {
                Value::Text(text) => Some(text.as_str()),
                Value::Number(_) => None,
            })
            .collect::<Option<_>>()?;
        (!texts.is_empty()).then_some(texts)
    }

    /// Rows with a valid coded answer.
    pub(super) fn answered(&self, variable: &Variable) -> u64 {
        self.valid(variable)
            .iter()
            .map(|counted| counted.count)
            .sum()
    }

    /// Rows with a valid answer or without.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }
}

/// A number with the number of rows that have it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Often {
    pub(super) number: f64,
    pub(super) count: u64,
}

/// A value with the number of rows that have it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted<'a> {
    pub(super) value: &'a Value,
    pub(super) count: u64,
}
