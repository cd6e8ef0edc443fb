//! Means of several groups at once, and their differences.

use super::sample::SurveyDesign;
use crate::dd::Dd;
use crate::distribution::{f, student_t};
use crate::{Error, Interval, Level, Probability};

/// Means of groups that exclude each other, with their covariances.
#[derive(Debug, Clone)]
pub struct Means {
    means: Vec<Dd>,
    covariance: Vec<Dd>,
    unit: f64,
    /// Degrees of freedom of every two groups together, row by row.
    df: Vec<f64>,
    df_all: f64,
}

/// Difference of two means under the design.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// First less second.
    pub difference: f64,
    /// Its linearised standard error, the covariance of the two means considered.
    pub standard_error: f64,
    /// Difference by standard error; none where that is 0.
    pub statistic: Option<f64>,
    /// Units less strata of the two groups, less 1 for the slope of the regression on the group.
    pub df: f64,
    /// Two-sided p-value from t; none without a statistic or degrees of freedom.
    pub p_value: Option<Probability>,
}

impl Comparison {
    /// Difference ± t · standard error; none without degrees of freedom.
    pub fn interval(&self, level: Level) -> Option<Interval> {
        (self.df > 0.0).then(|| {
            let t = student_t::upper_quantile((1.0 - level.get()) / 2.0, self.df);
            Interval {
                lower: self.difference - t * self.standard_error,
                upper: self.difference + t * self.standard_error,
            }
        })
    }
}

/// Wald's test that all means are equal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaldTest {
    /// F = W / (groups − 1).
    pub statistic: f64,
    /// Groups less 1.
    pub df1: f64,
    /// Units less strata, less groups, plus 1.
    pub df2: f64,
    /// Upper tail of F.
    pub p_value: Probability,
}

impl SurveyDesign {
    /// Means of `groups` groups with their covariances; `group` holds the group of each row, from 1, or 0 for none.
    ///
    /// # Errors
    /// [`Error::EmptyDomain`] where a group has no value, [`Error::InvalidObservation`], [`Error::LengthsDiffer`].
    pub fn means(&self, y: &[Option<f64>], group: &[usize], groups: usize) -> Result<Means, Error> {
        let unit = self.unit_of(y)?;
        if group.len() != y.len() {
            return Err(Error::LengthsDiffer {
                first: y.len(),
                second: group.len(),
            });
        }
        let mut means = Vec::with_capacity(groups);
        let mut weights = Vec::with_capacity(groups);
        for own in 1..=groups {
            let sum = self.sum(&|row| {
                if group[row] == own {
                    Some(y[row]? / unit)
                } else {
                    None
                }
            })?;
            means.push(sum.total / sum.weight);
            weights.push(sum.weight);
        }
        let covariance = self.covariance(groups, &mut |row, u| {
            if let (Some(y), own @ 1..) = (y[row], group[row]) {
                let deviation = Dd::from(y / unit) - means[own - 1];
                if deviation.value().abs() >= 1e-29 {
                    u[own - 1] = deviation / weights[own - 1];
                }
            }
        });
        let mut df = vec![0.0; groups * groups];
        for one in 0..groups {
            for other in 0..one {
                let both = self.df_within(&|row| {
                    y[row].is_some() && (group[row] == one + 1 || group[row] == other + 1)
                });
                df[one * groups + other] = both - 1.0;
                df[other * groups + one] = both - 1.0;
            }
        }
        let all = self.df_within(&|row| y[row].is_some() && group[row] > 0);
        Ok(Means {
            means,
            covariance,
            unit,
            df,
            df_all: all - groups as f64 + 1.0,
        })
    }
}

impl Means {
    /// The mean of the first group less that of the second, groups from 0.
    ///
    /// With two groups this is the slope of a regression on the group. R: `svyttest(y ~ group, design)`,
    /// `svyglm(y ~ group, design)`.
    pub fn difference(&self, first: usize, second: usize) -> Comparison {
        let groups = self.means.len();
        let at = |row: usize, column: usize| self.covariance[row * groups + column];
        let difference = self.means[first] - self.means[second];
        let variance = at(first, first) + at(second, second) - at(first, second) * 2.0;
        let error = variance.sqrt();
        let df = self.df[first * groups + second];
        let statistic = (error.value() > 0.0).then(|| (difference / error).value());
        Comparison {
            difference: difference.value() * self.unit,
            standard_error: error.value() * self.unit,
            statistic,
            df,
            p_value: statistic
                .filter(|_| df > 0.0)
                .map(|t| student_t::two_sided(t, df)),
        }
    }

    /// Wald's test that all means are equal: W = (Cm)ᵀ (CVCᵀ)⁻¹ Cm for the differences Cm from the last group.
    ///
    /// Korn and Graubard (1990). R: `regTermTest(svyglm(y ~ group, design), ~group)`.
    ///
    /// # Errors
    /// [`Error::TooFewUnits`] where no degrees of freedom are left, [`Error::SingularCovariance`].
    pub fn equality(&self) -> Result<WaldTest, Error> {
        let groups = self.means.len();
        let size = groups.saturating_sub(1);
        if size == 0 || self.df_all < 1.0 {
            return Err(Error::TooFewUnits { df: self.df_all });
        }
        let at = |row: usize, column: usize| self.covariance[row * groups + column];
        let mut matrix = vec![Dd::ZERO; size * size];
        for row in 0..size {
            for column in 0..size {
                matrix[row * size + column] =
                    at(row, column) - at(row, size) - at(size, column) + at(size, size);
            }
        }
        let differences: Vec<Dd> = self.means[..size]
            .iter()
            .map(|mean| *mean - self.means[size])
            .collect();
        let solved = super::matrix::solve(matrix, differences.clone(), size)
            .ok_or(Error::SingularCovariance)?;
        let wald: Dd = differences
            .iter()
            .zip(&solved)
            .map(|(one, other)| *one * *other)
            .sum();
        let df1 = size as f64;
        let statistic = (wald / df1).value();
        Ok(WaldTest {
            statistic,
            df1,
            df2: self.df_all,
            p_value: f::tail(statistic, df1, self.df_all),
        })
    }
}
