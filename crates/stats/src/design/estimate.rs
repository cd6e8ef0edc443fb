//! Means, totals and ratios with linearised standard errors.

use super::sample::SurveyDesign;
use crate::dd::Dd;
use crate::distribution::{normal, student_t};
use crate::{Error, Interval, Level};

/// An estimate from a complex sample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Its linearised standard error.
    pub standard_error: f64,
    /// Units less strata, over those with a row in the subpopulation.
    pub df: f64,
    /// Cases it is made from.
    pub n: u64,
    /// Sum of their weights, the estimated size of the subpopulation.
    pub population: f64,
    /// Variance by that of a simple random sample of n without replacement from N̂ = Σw, (s²/n)(1 − n/N̂); none where that
    /// is 0 or the weights add up to fewer than n. R: `svymean(..., deff = TRUE)`.
    pub design_effect: Option<f64>,
    /// Variance by that of a simple random sample with replacement, s²/n; none where that is 0. R: `deff = "replace"`.
    pub design_effect_with_replacement: Option<f64>,
}

impl Estimate {
    /// Estimate ± t · standard error with `df` degrees of freedom; none without any. R: `confint(x, df = degf(design))`.
    pub fn interval(&self, level: Level) -> Option<Interval> {
        let t = self.critical(level)?;
        Some(self.around(t))
    }

    /// Estimate ± z · standard error. R: `confint(x)`.
    pub fn normal_interval(&self, level: Level) -> Interval {
        self.around(normal::upper_quantile((1.0 - level.get()) / 2.0))
    }

    /// Standard error by estimate; none where the estimate is 0. R: `cv(x)`.
    pub fn coefficient_of_variation(&self) -> Option<f64> {
        (self.value != 0.0).then(|| self.standard_error / self.value.abs())
    }

    /// The upper quantile of t for a two-sided level; none without degrees of freedom.
    pub(super) fn critical(&self, level: Level) -> Option<f64> {
        (self.df > 0.0).then(|| student_t::upper_quantile((1.0 - level.get()) / 2.0, self.df))
    }

    fn around(&self, quantile: f64) -> Interval {
        let half = quantile * self.standard_error;
        Interval {
            lower: self.value - half,
            upper: self.value + half,
        }
    }
}

/// Weighted sums over a subpopulation, in the scale of the design.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sum {
    /// Cases with a weight.
    pub(super) n: u64,
    /// Σ w.
    pub(super) weight: Dd,
    /// Σ w y.
    pub(super) total: Dd,
}

impl SurveyDesign {
    /// Mean of a subpopulation, Σwy / Σw over the rows that have a value: linearised values (y − ȳ)/N̂.
    ///
    /// Särndal et al. (1992), result 5.8.1. R: `svymean(~y, design, na.rm = TRUE)`.
    ///
    /// # Errors
    /// [`Error::EmptyDomain`] where no row with a weight has a value, [`Error::InvalidObservation`].
    pub fn mean(&self, y: &[Option<f64>]) -> Result<Estimate, Error> {
        let unit = self.unit_of(y)?;
        let sum = self.sum(&|row| Some(y[row]? / unit))?;
        let mean = sum.total / sum.weight;
        Ok(self.linearised(mean, unit, sum.weight, &|row| {
            Some(Dd::from(y[row]? / unit) - mean)
        }))
    }

    /// Total of a subpopulation, Σwy. R: `svytotal(~y, design, na.rm = TRUE)`.
    ///
    /// # Errors
    /// As [`SurveyDesign::mean`].
    pub fn total(&self, y: &[Option<f64>]) -> Result<Estimate, Error> {
        let unit = self.unit_of(y)?;
        let sum = self.sum(&|row| Some(y[row]? / unit))?;
        let estimate = self.linearised(sum.total, unit, Dd::ONE, &|row| {
            Some(Dd::from(y[row]? / unit))
        });
        Ok(Estimate {
            value: estimate.value * self.scale,
            standard_error: estimate.standard_error * self.scale,
            ..estimate
        })
    }

    /// Ratio of two totals, R̂ = Σwy / Σwx over the rows that have both: linearised values (y − R̂x)/Σwx.
    ///
    /// R: `svyratio(~y, ~x, design)`.
    ///
    /// # Errors
    /// As [`SurveyDesign::mean`]; [`Error::ZeroDenominator`] where Σwx = 0.
    pub fn ratio(&self, y: &[Option<f64>], x: &[Option<f64>]) -> Result<Estimate, Error> {
        let (unit_y, unit_x) = (self.unit_of(y)?, self.unit_of(x)?);
        let pair = |row: usize| Some((y[row]? / unit_y, x[row]? / unit_x));
        let above = self.sum(&|row| pair(row).map(|(y, _)| y))?.total;
        let below = self.sum(&|row| pair(row).map(|(_, x)| x))?.total;
        if below.value() == 0.0 {
            return Err(Error::ZeroDenominator);
        }
        let ratio = above / below;
        Ok(self.linearised(ratio, unit_y / unit_x, below, &|row| {
            let (y, x) = pair(row)?;
            Some(Dd::from(y) - ratio * x)
        }))
    }

    /// An estimate of `value · unit` whose linearised values are `influence(row) · unit / divisor`.
    pub(super) fn linearised(
        &self,
        value: Dd,
        unit: f64,
        divisor: Dd,
        influence: &dyn Fn(usize) -> Option<Dd>,
    ) -> Estimate {
        // what rounding leaves of equal values, which are of the order of 1, is no spread
        let influence = &|row: usize| {
            let u = influence(row)?;
            Some(if u.value().abs() < 1e-29 { Dd::ZERO } else { u })
        };
        let (mut n, mut weight, mut total) = (0, Dd::ZERO, Dd::ZERO);
        self.each(&mut |row, w| {
            if let Some(u) = influence(row) {
                n += self.cases[row];
                weight += w;
                total += u * w;
            }
        });
        let mean = total / weight;
        let mut squares = Dd::ZERO;
        self.each(&mut |row, w| {
            if let Some(u) = influence(row) {
                squares += (u - mean).square() * w;
            }
        });
        let variance = self.variance(influence);
        let population = weight.value() * self.scale;
        // N̂² s² / n, s² = Σw(u − ū)² / Σw · n / (n − 1)
        let simple = squares * weight / (n as f64 - 1.0).max(1.0);
        let with_replacement = (n > 1 && simple.value() > 0.0).then(|| (variance / simple).value());
        let rest = 1.0 - n as f64 / population;
        Estimate {
            value: value.value() * unit,
            standard_error: (variance.sqrt() / divisor.abs()).value() * unit.abs(),
            df: self.df_within(&|row| influence(row).is_some()),
            n,
            population,
            design_effect: with_replacement
                .filter(|_| rest > 0.0)
                .map(|effect| effect / rest),
            design_effect_with_replacement: with_replacement,
        }
    }

    /// Every row with a weight, with the weight of all its cases.
    pub(super) fn each(&self, visit: &mut dyn FnMut(usize, f64)) {
        for (row, weight) in self.weights.iter().enumerate() {
            let weight = weight * self.cases[row] as f64;
            if weight > 0.0 {
                visit(row, weight);
            }
        }
    }

    /// Sums over the rows that have a value.
    pub(super) fn sum(&self, value: &dyn Fn(usize) -> Option<f64>) -> Result<Sum, Error> {
        let mut sum = Sum::default();
        self.each(&mut |row, weight| {
            if let Some(value) = value(row) {
                sum.n += self.cases[row];
                sum.weight += weight;
                sum.total += Dd::product(value, weight);
            }
        });
        if sum.n == 0 {
            return Err(Error::EmptyDomain);
        }
        Ok(sum)
    }

    /// A power of two near the largest value, so that squares stay in range.
    ///
    /// # Errors
    /// [`Error::LengthsDiffer`], [`Error::InvalidObservation`].
    pub(super) fn unit_of(&self, y: &[Option<f64>]) -> Result<f64, Error> {
        if y.len() != self.rows() {
            return Err(Error::LengthsDiffer {
                first: self.rows(),
                second: y.len(),
            });
        }
        let mut largest = 0.0_f64;
        for (row, value) in y.iter().enumerate() {
            let Some(value) = *value else {
                continue;
            };
            if self.weights[row] > 0.0 {
                if !value.is_finite() {
                    return Err(Error::InvalidObservation {
                        value,
                        weight: self.weight(row),
                    });
                }
                largest = largest.max(value.abs());
            }
        }
        if largest == 0.0 {
            return Ok(1.0);
        }
        let (_, exponent) = libm::frexp(largest);
        Ok(libm::ldexp(1.0, (exponent - 1).clamp(-1021, 1022)))
    }
}
