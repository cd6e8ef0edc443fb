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
    /// Fewer cases than the statistic needs.
    #[error("{n} cases: at least {needed} are needed")]
    TooFewCases {
        /// Cases.
        n: u64,
        /// How many are needed.
        needed: u64,
    },
    /// All values of a variable are equal.
    #[error("variable {index} is constant: leave it out", index = .index + 1)]
    ConstantVariable {
        /// Which, from 0.
        index: usize,
    },
    /// Other variables determine a variable.
    #[error("variable {index} follows from others: leave one of them out", index = .index + 1)]
    Collinear {
        /// Which, from 0.
        index: usize,
    },
    /// The exact distribution is too large to enumerate.
    #[error("the exact distribution for {n} cases is out of reach: use the approximate p-value")]
    ExactOutOfReach {
        /// Cases.
        n: u64,
    },
    /// A likelihood has no maximum.
    #[error("the likelihood grows towards the limit {limit}: merge categories that hardly occur")]
    NoMaximum {
        /// The limit.
        limit: f64,
    },
    /// A table has more categories than an estimate can be found for.
    #[error("{categories} categories, at most {limit} are possible: merge some, or use numbers")]
    TooManyCategories {
        /// How many.
        categories: usize,
        /// How many are possible.
        limit: usize,
    },
    /// An iteration did not come to rest.
    #[error("the estimate does not settle: the model does not fit these data")]
    NoConvergence,
    /// Fewer items than the statistic needs.
    #[error("{items} items: at least {needed} are needed")]
    TooFewItems {
        /// Items.
        items: usize,
        /// How many are needed.
        needed: usize,
    },
    /// There is nothing to explain: all values, sums or ratings are equal.
    #[error("all values are equal: there is no variation to explain")]
    NoVariance,
    /// A factor explains more than all of an item.
    #[error(
        "one factor would explain more than the whole variance of item {index} (Heywood case): leave it out or add items",
        index = .index + 1
    )]
    Heywood {
        /// Which, from 0.
        index: usize,
    },
    /// Units have been rated by different numbers of raters.
    #[error(
        "units have from {least} to {most} ratings: Fleiss' kappa needs equally many, Krippendorff's alpha does not"
    )]
    UnequalRatings {
        /// Fewest ratings of a unit.
        least: u64,
        /// Most ratings of a unit.
        most: u64,
    },
    /// A ratio scale has no negative values.
    #[error("{value} is negative: a ratio scale begins at 0")]
    NegativeRatio {
        /// The value.
        value: f64,
    },
}
