//! Centre and spread that resist outliers, other means, and modes.

use super::Distribution;
use crate::dd::Dd;
use crate::distribution::binomial;
use crate::proportion::Level;
use crate::{Error, Moments};

/// How many values are cut off each end of a trimmed mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trim {
    /// A share of all, the last value in part (SPSS EXAMINE, SAS).
    Fractional,
    /// Only whole values (R).
    Whole,
}

/// A confidence interval of the median between two order statistics.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MedianInterval {
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
    /// The probability with which such an interval covers the median of a continuous distribution, at least the level.
    pub coverage: f64,
}

impl Distribution {
    /// The mean without a share of the values at each end: g = share n of them, or ⌊g⌋ of them.
    ///
    /// Tukey and McLaughlin (1963). R: `mean(x, trim = share)`; SPSS EXAMINE: share 0.05, fractional.
    ///
    /// # Errors
    /// [`Error::InvalidProbability`] unless 0 ≤ share < 0.5.
    pub fn trimmed_mean(&self, share: f64, trim: Trim) -> Result<f64, Error> {
        let cut = self.cut(share, trim)?;
        let last = self.n - cut;
        let kept = |index: usize| {
            let end = self.cumulative[index].min(last);
            let start = (self.cumulative[index] - self.weight(index)).max(cut);
            (self.exact(index), 1, (end - start).max(0.0))
        };
        let kept: Vec<_> = (0..self.values.len()).map(kept).collect();
        // more than nothing is left, because the share is below a half
        Ok(Moments::of_exact_frequencies(&kept)
            .mean()
            .unwrap_or(self.median()))
    }

    /// Moments of the winsorized values: the ⌊share n⌋ values at each end are replaced by the next one.
    ///
    /// Wilcox (2012), §3.3. R: `WRS2::winmean(x, tr = share)`, `WRS2::winvar`. The standard error of the trimmed mean is
    /// s_w / ((1 − 2 share) √n).
    ///
    /// # Errors
    /// As [`Distribution::trimmed_mean`].
    pub fn winsorized(&self, share: f64) -> Result<Moments, Error> {
        let cut = self.cut(share, Trim::Whole)?;
        let (low, high) = (self.index_of(cut + 1.0), self.index_of(self.n - cut));
        let clipped = |index: usize| (self.exact(index.clamp(low, high)), 1, self.weight(index));
        let clipped: Vec<_> = (0..self.values.len()).map(clipped).collect();
        Ok(Moments::of_exact_frequencies(&clipped))
    }

    fn cut(&self, share: f64, trim: Trim) -> Result<f64, Error> {
        if !(0.0..0.5).contains(&share) {
            return Err(Error::InvalidProbability { value: share });
        }
        let decimal = Dd::decimal(share, 15);
        let share = if decimal.value() == share {
            decimal
        } else {
            Dd::from(share)
        };
        let cut = (share * self.n).value();
        Ok(match trim {
            Trim::Fractional => cut,
            Trim::Whole => cut.floor(),
        })
    }

    /// The median of the distances from the median, unscaled: 1.4826 times it estimates the standard deviation of normal
    /// data. R: `mad(x, constant = 1)`.
    pub fn median_absolute_deviation(&self) -> f64 {
        let median = self.exact_median();
        let distance = |index: usize| (self.exact(index) - median).abs().value();
        // outwards from the median, the nearer end first
        let mut above = self.values.partition_point(|value| *value < median.value());
        let mut below = above;
        let half = self.n / 2.0;
        let (mut seen, mut before) = (0.0, None);
        while below > 0 || above < self.values.len() {
            let lower = below.checked_sub(1).map(distance);
            let upper = (above < self.values.len()).then(|| distance(above));
            let nearest = match (lower, upper) {
                (Some(lower), Some(upper)) if lower <= upper => lower,
                (Some(lower), None) => lower,
                (_, Some(upper)) => upper,
                (None, None) => break,
            };
            if let Some(before) = before {
                return f64::midpoint(before, nearest);
            }
            if lower == Some(nearest) {
                below -= 1;
                seen += self.weight(below);
            } else {
                seen += self.weight(above);
                above += 1;
            }
            if (seen - half).abs() <= self.slack() {
                before = Some(nearest);
            } else if seen > half {
                return nearest;
            }
        }
        before.unwrap_or(0.0)
    }

    /// The values with the largest weight, in ascending order.
    pub fn modes(&self) -> Vec<f64> {
        let weights = (0..self.values.len()).map(|index| self.weight(index));
        let largest = weights.clone().fold(0.0, f64::max) - self.slack();
        let modes = self.values.iter().zip(weights);
        modes
            .filter(|(_, weight)| *weight >= largest)
            .map(|(value, _)| *value)
            .collect()
    }

    /// exp(Σw ln x / Σw); `None` where a value is not positive. R: `exp(mean(log(x)))`.
    pub fn geometric_mean(&self) -> Option<f64> {
        if self.minimum() <= 0.0 {
            return None;
        }
        // around a first guess, so that large logarithms do not take digits from the result
        let mean_logarithm = |unit: f64| {
            let logarithms = self.values.iter().enumerate();
            let sum: Dd = logarithms
                .map(|(index, value)| Dd::product(libm::log(value / unit), self.weight(index)))
                .sum();
            (sum / self.n).value()
        };
        let guess = libm::exp(mean_logarithm(1.0));
        if !guess.is_normal()
            || !(self.maximum() / guess).is_finite()
            || self.minimum() / guess == 0.0
        {
            return Some(guess);
        }
        Some(guess * libm::exp(mean_logarithm(guess)))
    }

    /// Σw / Σ(w / x); `None` where a value is not positive. R: `1 / mean(1 / x)`.
    pub fn harmonic_mean(&self) -> Option<f64> {
        let least = self.minimum();
        if least <= 0.0 {
            return None;
        }
        let reciprocals = (0..self.values.len()).map(|index| {
            let share = if least < 1e-290 || self.maximum() > super::HUGE {
                Dd::from(least / self.values[index])
            } else {
                self.exact(0) / self.exact(index)
            };
            share * self.weight(index)
        });
        Some((Dd::from(self.n) / reciprocals.sum::<Dd>() * least).value())
    }

    /// The interval [x₍ₗ₎, x₍ₙ₊₁₋ₗ₎] with the largest l for which it covers the median at least at the level, whatever the
    /// distribution: P(B < l) ≤ (1 − level) / 2 with B binomial (n, ½).
    ///
    /// Conover (1999), §3.2. R: `DescTools::MedianCI(x, method = "exact")`. `None` where even the whole range is not enough,
    /// and under weights that are not whole.
    pub fn median_interval(&self, level: Level) -> Option<MedianInterval> {
        let tail = (1.0 - level.get()) / 2.0;
        let outside = |l: f64| binomial::cdf(l - 1.0, self.n, 0.5);
        if !self.whole || outside(1.0) > tail {
            return None;
        }
        // P(B < l) grows with l: between a position that is enough and one that is not
        let (mut enough, mut too_many) = (1.0, (self.n / 2.0).floor() + 1.0);
        loop {
            let middle = ((enough + too_many) / 2.0).floor();
            // the next position, or above 2^53 the next number
            if middle <= enough || middle >= too_many {
                break;
            }
            if outside(middle) <= tail {
                enough = middle;
            } else {
                too_many = middle;
            }
        }
        Some(MedianInterval {
            lower: self.order_statistic(enough).value(),
            upper: self.order_statistic(self.n + 1.0 - enough).value(),
            coverage: 1.0 - 2.0 * outside(enough),
        })
    }
}
