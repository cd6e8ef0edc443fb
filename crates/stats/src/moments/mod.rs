//! Mean, variance, skewness and kurtosis in one pass over the data, mergeable and weighted.
//!
//! Everything is held as double-double, so that groups, blocks and tables merge without loss: the certified values of the
//! NIST reference data come out to the last digit of a double. [`exact`] is the plain way, in double-double from the first
//! deviation on; [`centred`] the fast one for long columns, in doubles around one centre; [`blocks`] the one for long columns
//! that no centre serves, in doubles around the mean of each block.

mod autocorrelation;
mod blocks;
mod centred;
mod exact;
mod shape;

pub use autocorrelation::lag_one_autocorrelation;
pub use shape::ShapeRule;

use crate::dd::{Dd, nearest_whole, power_of_ten};
use crate::distribution::student_t;
use crate::{Interval, Level};

/// Longer columns are summed block by block in doubles.
const EXACT: usize = 1 << 15;

/// Count, sum of weights, mean and sums of the second to fourth powers of the deviations from it.
///
/// Parts merged give the whole: Chan, Golub and LeVeque (1983), Pébay (2008). Weights are frequencies: the variance has the
/// denominator Σw − 1. Values that are not finite leave no figure but the counts. R: `mean(x)`, `sd(x)`,
/// `e1071::skewness(x)`, `e1071::kurtosis(x)`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moments {
    n: u64,
    weight: Dd,
    /// Mean and deviations are in units of 2^exponent, which keeps their fourth powers within the range of doubles.
    exponent: i32,
    mean: Dd,
    squares: Dd,
    cubes: Dd,
    fourths: Dd,
}

impl Moments {
    /// No values yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The moments of `n` equal values with `weight` together; a weight of 0 adds nothing.
    pub fn of_equal(value: f64, n: u64, weight: f64) -> Self {
        exact::moments(&[(Dd::from(value), n, weight)])
    }

    /// The moments of doubles.
    pub fn of(values: &[f64]) -> Self {
        if values.len() <= EXACT {
            return Self::of_exact_by(values, Dd::from);
        }
        Self::of_long(values, |block, each| each(block))
    }

    /// The moments of decimal numbers with that many places, each given as the nearest double (at most 22 places, and
    /// |value| 10^places at most 10¹⁵): whole numbers after scaling, of which nothing is lost.
    pub fn of_decimals(values: &[f64], places: u8) -> Self {
        if places == 0 {
            return Self::of(values);
        }
        if values.len() <= EXACT {
            let scale = power_of_ten(places);
            let whole = |value: f64| Dd::from(nearest_whole(value * scale));
            return Self::of_exact_by(values, whole).divided(scale);
        }
        let scale = power_of_ten(places);
        let mut whole = [0.0; blocks::LENGTH];
        let whole_numbers = |block: &[f64], each: &mut dyn FnMut(&[f64])| {
            for (whole, value) in whole.iter_mut().zip(block) {
                *whole = nearest_whole(value * scale);
            }
            each(&whole[..block.len()]);
        };
        Self::of_long(values, whole_numbers).divided(scale)
    }

    /// The moments of a long column; `read` passes each block of at most [`blocks::LENGTH`] values on as it is to be taken.
    fn of_long(values: &[f64], mut read: impl FnMut(&[f64], &mut dyn FnMut(&[f64]))) -> Self {
        centred::moments(values, &mut read).unwrap_or_else(|| {
            let mut whole = Self::new();
            for block in values.chunks(blocks::LENGTH) {
                read(block, &mut |block| whole.merge(&blocks::moments(block)));
            }
            whole
        })
    }

    /// The moments of double-double numbers.
    pub fn of_exact(values: &[Dd]) -> Self {
        let seen: Vec<(Dd, u64, f64)> = values.iter().map(|value| (*value, 1, 1.0)).collect();
        exact::moments(&seen)
    }

    fn of_exact_by(values: &[f64], read: impl Fn(f64) -> Dd) -> Self {
        let seen: Vec<(Dd, u64, f64)> = values.iter().map(|value| (read(*value), 1, 1.0)).collect();
        exact::moments(&seen)
    }

    /// The moments of a frequency table: values with their rows and the sum of their weights. What has no positive weight
    /// adds nothing.
    pub fn of_frequencies(frequencies: &[(f64, u64, f64)]) -> Self {
        Self::of_decimal_frequencies(frequencies, 0)
    }

    /// As [`Moments::of_frequencies`], of decimal numbers as in [`Moments::of_decimals`]; with 0 places, of doubles.
    pub fn of_decimal_frequencies(frequencies: &[(f64, u64, f64)], places: u8) -> Self {
        let scale = power_of_ten(places);
        let whole = |value: f64| match places {
            0 => value,
            _ => nearest_whole(value * scale),
        };
        let long = frequencies.len() > EXACT;
        let parts = frequencies.chunks(if long { blocks::LENGTH } else { EXACT });
        let moments = Self::merged(parts.map(|part| {
            if long && part.iter().all(|(_, n, weight)| (*n, *weight) == (1, 1.0)) {
                let values: Vec<f64> = part.iter().map(|(value, ..)| whole(*value)).collect();
                return blocks::moments(&values);
            }
            let seen: Vec<(Dd, u64, f64)> = part
                .iter()
                .map(|&(value, n, weight)| (Dd::from(whole(value)), n, weight))
                .collect();
            exact::moments(&seen)
        }));
        if places == 0 {
            moments
        } else {
            moments.divided(scale)
        }
    }

    /// As [`Moments::of_frequencies`], of double-double numbers.
    pub fn of_exact_frequencies(frequencies: &[(Dd, u64, f64)]) -> Self {
        exact::moments(frequencies)
    }

    fn merged(parts: impl Iterator<Item = Self>) -> Self {
        let mut whole = Self::new();
        for part in parts {
            whole.merge(&part);
        }
        whole
    }

    /// Adds one value of weight 1.
    pub fn push(&mut self, value: f64) {
        self.merge(&Self::of_equal(value, 1, 1.0));
    }

    /// Adds all that another part has seen.
    pub fn merge(&mut self, other: &Self) {
        if other.weight.value() == 0.0 {
            return;
        }
        if self.weight.value() == 0.0 {
            *self = *other;
            return;
        }
        let exponent = self.exponent.max(other.exponent);
        let (one, two) = (self.in_units_of(exponent), other.in_units_of(exponent));
        let (a, b) = (one.weight, two.weight);
        let weight = a + b;
        let delta = two.mean - one.mean;
        // the step from the first mean to the common one
        let step = delta * b / weight;
        // a b / (a + b) and deltas to the powers 2 to 4
        let pair = a * b / weight;
        let square = delta.square();
        let per_weight = delta / weight;
        self.fourths = one.fourths
            + two.fourths
            + square * square * pair * (a.square() - a * b + b.square()) / weight.square()
            + per_weight.square() * (a.square() * two.squares + b.square() * one.squares) * 6.0
            + per_weight * (a * two.cubes - b * one.cubes) * 4.0;
        self.cubes = one.cubes
            + two.cubes
            + square * delta * pair * (a - b) / weight
            + per_weight * (a * two.squares - b * one.squares) * 3.0;
        self.squares = one.squares + two.squares + square * pair;
        self.mean = one.mean + step;
        self.weight = weight;
        self.exponent = exponent;
        self.n += other.n;
    }

    fn in_units_of(&self, exponent: i32) -> Self {
        let shift = self.exponent - exponent;
        if shift == 0 {
            return *self;
        }
        Self {
            exponent,
            mean: self.mean.scaled(shift),
            squares: self.squares.scaled(2 * shift),
            cubes: self.cubes.scaled(3 * shift),
            fourths: self.fourths.scaled(4 * shift),
            ..*self
        }
    }

    /// The moments of all values divided by a number.
    fn divided(&self, by: f64) -> Self {
        let by = Dd::from(by);
        let square = by.square();
        Self {
            mean: self.mean / by,
            squares: self.squares / square,
            cubes: self.cubes / (square * by),
            fourths: self.fourths / square.square(),
            ..*self
        }
    }

    /// How many values.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Sum of the weights.
    pub fn weight(&self) -> f64 {
        self.weight.value()
    }

    fn is_finite(&self) -> bool {
        self.weight.value() > 0.0 && self.mean.value().is_finite()
    }

    /// x̄ = Σwx / Σw; `None` without values.
    pub fn mean(&self) -> Option<f64> {
        self.is_finite().then(|| self.mean_exact().value())
    }

    /// x̄ to double-double precision; 0 without values.
    pub fn mean_exact(&self) -> Dd {
        self.mean.scaled(self.exponent)
    }

    /// Σw(x − x̄)² to double-double precision, for merging into sums of squares of a larger model; it may overflow.
    pub fn sum_of_squares(&self) -> Dd {
        self.squares.scaled(2 * self.exponent)
    }

    /// s² in units of 4^exponent.
    fn scaled_variance(&self) -> Option<Dd> {
        (self.is_finite() && self.weight.value() > 1.0).then(|| self.squares / (self.weight - 1.0))
    }

    /// s² = Σw(x − x̄)² / (Σw − 1); `None` where the sum of weights is not above 1, and where s² is too large or too small
    /// for a double though s is not.
    pub fn variance(&self) -> Option<f64> {
        let scaled = self.scaled_variance()?;
        let variance = scaled.scaled(2 * self.exponent).value();
        let lost = variance == 0.0 && scaled.value() > 0.0;
        (variance.is_finite() && !lost).then_some(variance)
    }

    /// s, the square root of the variance; `None` where the sum of weights is not above 1.
    pub fn standard_deviation(&self) -> Option<f64> {
        Some(self.scaled_variance()?.sqrt().scaled(self.exponent).value())
    }

    /// s / √Σw, the standard error of the mean of a simple random sample with frequencies as weights.
    pub fn standard_error(&self) -> Option<f64> {
        let square = self.scaled_variance()? / self.weight;
        Some(square.sqrt().scaled(self.exponent).value())
    }

    /// x̄ ± t s / √Σw with Σw − 1 degrees of freedom: of a simple random sample with frequencies as weights. R:
    /// `t.test(x)$conf.int`.
    pub fn mean_interval(&self, level: Level) -> Option<Interval> {
        let error = (self.scaled_variance()? / self.weight).sqrt();
        let df = (self.weight - 1.0).value();
        let reach = error * student_t::upper_quantile((1.0 - level.get()) / 2.0, df);
        let at = |end: Dd| end.scaled(self.exponent).value();
        let (lower, upper) = (at(self.mean - reach), at(self.mean + reach));
        (lower.is_finite() && upper.is_finite()).then_some(Interval { lower, upper })
    }

    /// Σwx; `None` without values, and where it is too large for a double.
    pub fn sum(&self) -> Option<f64> {
        let sum = (self.mean * self.weight).scaled(self.exponent).value();
        (self.is_finite() && sum.is_finite()).then_some(sum)
    }

    /// s / x̄, the coefficient of variation; `None` where the mean is 0 or there is no standard deviation.
    pub fn coefficient_of_variation(&self) -> Option<f64> {
        let deviation = self.scaled_variance()?.sqrt();
        (self.mean.value() != 0.0).then(|| (deviation / self.mean).value())
    }
}

impl FromIterator<f64> for Moments {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let values: Vec<f64> = values.into_iter().collect();
        Self::of(&values)
    }
}

#[cfg(test)]
mod tests;
