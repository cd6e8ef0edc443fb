//! What can be wrong with an input, with the data that explains it and the remedy.

use std::fmt;

use thiserror::Error;

/// A direction of a two-way table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// The rows.
    Row,
    /// The columns.
    Column,
}

impl fmt::Display for Axis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Row => "row",
            Self::Column => "column",
        })
    }
}

/// Why a statistic cannot be computed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum Error {
    /// A table is smaller than two by two.
    #[error("the table is {rows} x {columns}: a test of independence needs at least 2 x 2")]
    TableTooSmall {
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        columns: usize,
    },
    /// A count is negative, infinite or no number.
    #[error(
        "the count in row {row}, column {column} is {count}: counts are finite and not negative"
    )]
    InvalidCount {
        /// Row, from 0.
        row: usize,
        /// Column, from 0.
        column: usize,
        /// The offending count.
        count: f64,
    },
    /// A row or column has no observations.
    #[error("{axis} {index} has no observations: drop it or merge it with another")]
    EmptyMargin {
        /// Row or column.
        axis: Axis,
        /// Which, from 0.
        index: usize,
    },
    /// More successes than trials, or a count that is negative or no number.
    #[error(
        "{successes} successes in {trials} trials: both are finite, 0 <= successes <= trials and trials > 0"
    )]
    InvalidProportion {
        /// Number of successes.
        successes: f64,
        /// Number of trials.
        trials: f64,
    },
    /// A probability or confidence level outside its range.
    #[error("{value} is no probability strictly between 0 and 1")]
    InvalidProbability {
        /// The offending value.
        value: f64,
    },
    /// A value is infinite or no number, or a weight is not positive.
    #[error("value {value} with weight {weight}: values are finite, weights positive and finite")]
    InvalidObservation {
        /// The value.
        value: f64,
        /// Its weight.
        weight: f64,
    },
    /// More groups than a method can take.
    #[error("{groups} groups: at most {limit} here; merge groups or use another correction")]
    TooManyGroups {
        /// How many there are.
        groups: usize,
        /// The most there may be.
        limit: usize,
    },
    /// Two lists that belong together are not of one length.
    #[error("{first} and {second} values: both lists have one value for the same things")]
    LengthsDiffer {
        /// Length of the first.
        first: usize,
        /// Length of the second.
        second: usize,
    },
    /// Fewer groups or measurements than a comparison needs.
    #[error("{groups} groups or measurements with answers: a comparison needs at least {needed}")]
    TooFewGroups {
        /// How many there are.
        groups: usize,
        /// How many it takes.
        needed: usize,
    },
    /// A group is too small for its spread to be estimated.
    #[error(
        "group {group} has {n} answers, {needed} are needed: merge it with another or leave it out"
    )]
    GroupTooSmall {
        /// Which, from 0.
        group: usize,
        /// Its answers.
        n: f64,
        /// How many it takes.
        needed: f64,
    },
    /// All answers of a group are equal.
    #[error("all answers of group {group} are equal: without spread it has no weight in this test")]
    ConstantGroup {
        /// Which, from 0.
        group: usize,
    },
    /// Nothing varies, so there is nothing to compare it with.
    #[error("no spread: all values or differences within the groups are equal")]
    NoSpread,
    /// An exact distribution would take too long.
    #[error(
        "the exact distribution takes about {cost:e} steps, more than {limit:e}: use the approximation"
    )]
    ExactTooLarge {
        /// Estimated steps.
        cost: f64,
        /// The most that are made.
        limit: f64,
    },
    /// More than two values where a test takes yes and no.
    #[error("more than two values: this test takes measurements with two")]
    NotBinary,
}
