//! Empirical distributions, held as sorted distinct values with their weights: order statistics, quantiles, box plots and
//! what resists outliers.

mod box_plot;
mod centre;
mod quantile;

pub use box_plot::BoxPlot;
pub use centre::{MedianInterval, Trim};
pub use quantile::QuantileRule;

use crate::Error;
use crate::dd::Dd;
use crate::order::sort_by;

/// Sums of weights that differ by less than this share of their total are equal where weights are not whole: the rest is
/// rounding.
const SLACK: f64 = 1e-12;
/// Products with larger numbers overflow in double-double arithmetic.
const HUGE: f64 = 1e290;

/// An empirical distribution: sorted distinct values with positive weights.
///
/// Whole weights are frequencies: a value of weight 3 is three values. Other weights are sampling weights, of which only
/// the ratios matter: they are scaled so that their sum is the number of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    values: Vec<f64>,
    /// What the values are exactly.
    exactly: Exactly,
    /// `cumulative[i]` is the weight of the values up to and including `values[i]`.
    cumulative: Vec<f64>,
    /// n: the sum of the weights.
    n: f64,
    whole: bool,
}

/// What doubles stand for.
#[derive(Debug, Clone, PartialEq)]
enum Exactly {
    /// Themselves.
    Doubles,
    /// The decimal number next to them with so many places.
    Decimals(u8),
    /// Themselves and these rests.
    Rests(Vec<f64>),
}

/// A value that some rows have, with the sum of their weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// The value.
    pub value: f64,
    /// How many rows have it.
    pub rows: u64,
    /// The sum of their weights.
    pub weight: f64,
}

impl Distribution {
    /// From observations in any order; `None` where there are none.
    ///
    /// # Errors
    /// [`Error::InvalidObservation`] where a value is not finite or a weight not positive.
    pub fn new(observations: impl IntoIterator<Item = Observation>) -> Result<Option<Self>, Error> {
        let observations = observations.into_iter();
        let seen = observations.map(|seen| (Dd::from(seen.value), seen.rows, seen.weight));
        Self::build(seen.collect(), Exactly::Doubles)
    }

    /// From decimal numbers with that many places, given as the nearest doubles with rows and sums of weights, as in
    /// [`Moments::of_decimals`](crate::Moments::of_decimals); with 0 places, from doubles.
    ///
    /// # Errors
    /// As [`Distribution::new`].
    pub fn of_decimals(seen: &[(f64, u64, f64)], places: u8) -> Result<Option<Self>, Error> {
        let seen = seen.iter();
        let seen = seen.map(|&(value, rows, weight)| (Dd::from(value), rows, weight));
        let exactly = match places {
            0 => Exactly::Doubles,
            places => Exactly::Decimals(places),
        };
        Self::build(seen.collect(), exactly)
    }

    /// From double-double numbers with rows and sums of weights.
    ///
    /// # Errors
    /// As [`Distribution::new`].
    pub fn of_exact(seen: &[(Dd, u64, f64)]) -> Result<Option<Self>, Error> {
        Self::build(seen.to_vec(), Exactly::Rests(Vec::new()))
    }

    fn build(mut seen: Vec<(Dd, u64, f64)>, mut exactly: Exactly) -> Result<Option<Self>, Error> {
        for &(value, _, weight) in &seen {
            if !value.value().is_finite() || !weight.is_finite() || weight <= 0.0 {
                let value = value.value();
                return Err(Error::InvalidObservation { value, weight });
            }
        }
        sort_by(&mut seen, |(a, ..), (b, ..)| {
            let rest = || a.rest().total_cmp(&b.rest());
            a.value().total_cmp(&b.value()).then_with(rest)
        });
        let rows = seen.iter().map(|(_, rows, _)| rows).sum::<u64>() as f64;
        let sum: f64 = seen.iter().map(|(.., weight)| weight).sum();
        let whole = seen.iter().all(|(.., weight)| weight.fract() == 0.0);
        let scale = if whole { 1.0 } else { rows / sum };
        let mut values: Vec<f64> = Vec::new();
        let mut cumulative: Vec<f64> = Vec::new();
        let (mut up_to, mut last) = (0.0, None);
        for (value, _, weight) in seen {
            up_to += weight;
            // -0 and 0 are one value
            let value = value + 0.0;
            if last == Some(value) {
                cumulative.pop();
            } else {
                values.push(value.value());
                if let Exactly::Rests(rests) = &mut exactly {
                    rests.push(value.rest());
                }
                last = Some(value);
            }
            cumulative.push(up_to * scale);
        }
        let n = if whole { sum } else { rows };
        Ok((!values.is_empty()).then_some(Self {
            values,
            exactly,
            cumulative,
            n,
            whole,
        }))
    }

    /// Smallest value.
    pub fn minimum(&self) -> f64 {
        self.values[0]
    }

    /// Largest value.
    pub fn maximum(&self) -> f64 {
        self.values[self.values.len() - 1]
    }

    /// Largest minus smallest value.
    pub fn range(&self) -> f64 {
        (self.exact(self.values.len() - 1) - self.exact(0)).value()
    }

    /// Sum of the weights; the number of rows where they are not whole.
    pub fn n(&self) -> f64 {
        self.n
    }

    /// A value exactly.
    fn exact(&self, index: usize) -> Dd {
        let value = self.values[index];
        match &self.exactly {
            Exactly::Doubles => Dd::from(value),
            Exactly::Decimals(places) => Dd::decimal(value, *places),
            Exactly::Rests(rests) => Dd::sum(value, rests[index]),
        }
    }

    /// The weight of a value.
    fn weight(&self, index: usize) -> f64 {
        let before = index
            .checked_sub(1)
            .map_or(0.0, |before| self.cumulative[before]);
        self.cumulative[index] - before
    }

    /// What two sums of weights may differ by and still be equal.
    fn slack(&self) -> f64 {
        if self.whole { 0.0 } else { SLACK * self.n }
    }

    /// The first value with at least weight `j` up to it.
    fn index_of(&self, j: f64) -> usize {
        let least = j - self.slack();
        self.cumulative
            .partition_point(|&weight| weight < least)
            .min(self.values.len() - 1)
    }

    /// The order statistic x₍ⱼ₎: the smallest value with at least weight `j` up to it.
    fn order_statistic(&self, j: f64) -> Dd {
        self.exact(self.index_of(j))
    }

    /// The smallest value with at least weight `j` up to it; the mean of it and the next where it is exactly `j`.
    fn averaged(&self, j: f64) -> Dd {
        let index = self.index_of(j);
        let ends = (self.cumulative[index] - j).abs() <= self.slack();
        if ends && index + 1 < self.values.len() {
            between(self.exact(index), self.exact(index + 1), Dd::from(0.5))
        } else {
            self.exact(index)
        }
    }
}

/// (1 − share) low + share high.
fn between(low: Dd, high: Dd, share: Dd) -> Dd {
    if share == Dd::ZERO || low == high {
        low
    } else if share == Dd::ONE {
        high
    } else if low.abs().value() > HUGE || high.abs().value() > HUGE {
        let share = share.value();
        Dd::from((1.0 - share) * low.value() + share * high.value())
    } else {
        low + (high - low) * share
    }
}

#[cfg(test)]
mod tests;
