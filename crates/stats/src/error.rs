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
    /// All counts or weights are 0.
    #[error(
        "there is nothing to draw from: at least one count must be above 0, and their sum finite"
    )]
    NothingToDraw,
    /// A statistic to be resampled is undefined for the data as they are.
    #[error("the statistic is undefined for these data: there is nothing to resample")]
    UndefinedStatistic,
    /// Two profiles have no distance.
    #[error(
        "the distance of profiles {first} and {second} is undefined: they have nothing in common, or one is constant, empty or below 0"
    )]
    UndefinedDistance {
        /// One profile, from 0.
        first: usize,
        /// The other, from 0.
        second: usize,
    },
    /// There are too few cases.
    #[error("{found} complete rows are too few: at least {needed} are needed")]
    TooFewRows {
        /// How many are needed.
        needed: usize,
        /// How many there are.
        found: f64,
    },
    /// A variable has no variance.
    #[error("variable {variable} is constant: leave it out")]
    ConstantVariable {
        /// Which, from 0.
        variable: usize,
    },
    /// Groups cannot be compared.
    #[error(
        "{groups} groups of {objects} objects: at least two groups are needed, and more objects than groups"
    )]
    TooFewGroups {
        /// How many groups have objects.
        groups: usize,
        /// How many objects there are.
        objects: usize,
    },
    /// A number of clusters that is impossible.
    #[error("{clusters} clusters of {objects} objects: from 1 to the number of different objects")]
    ImpossibleClusters {
        /// How many clusters were asked for.
        clusters: usize,
        /// How many objects there are.
        objects: usize,
    },
}
