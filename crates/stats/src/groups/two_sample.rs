//! Two groups: t tests and the ratio of variances.

use super::Groups;
use super::anova::with_variance;
use crate::dd::Dd;
use crate::distribution::{f, student_t};
use crate::{Error, Interval, Level, Probability};

/// What a t test takes the variances of the groups to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variances {
    /// Whatever they are: Welch (1947).
    Unequal,
    /// Equal: Student (1908).
    Equal,
}

/// A t test of a mean or of a difference of means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TTest {
    /// The mean, or the first mean minus the second.
    pub difference: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// t = difference / standard error; ±∞ where nothing varies.
    pub statistic: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// P(|T| ≥ |t|).
    pub p_value: Probability,
    /// Confidence interval of the difference.
    pub interval: Interval,
}

impl TTest {
    /// From a difference and its standard error as they are held, and the unit they are held in.
    pub(crate) fn of(
        difference: Dd,
        standard_error: Dd,
        df: f64,
        divisor: f64,
        level: Level,
    ) -> Result<Self, Error> {
        let error = standard_error.value();
        let statistic = if error > 0.0 {
            (difference / standard_error).value()
        } else if difference.value() == 0.0 {
            return Err(Error::NoSpread);
        } else {
            f64::INFINITY.copysign(difference.value())
        };
        let half = standard_error * student_t::upper_quantile((1.0 - level.get()) / 2.0, df);
        Ok(Self {
            difference: difference.value() / divisor,
            standard_error: error / divisor,
            statistic,
            df,
            p_value: student_t::two_sided(statistic, df),
            interval: Interval {
                lower: (difference - half).value() / divisor,
                upper: (difference + half).value() / divisor,
            },
        })
    }
}

/// The t test of the means of two of the groups, the first minus the second.
///
/// Welch: t = (x̄₁ − x̄₂) / √(s₁²/n₁ + s₂²/n₂) with Satterthwaite's degrees of freedom; Student: the pooled variance with
/// n₁ + n₂ − 2. R: `t.test(x, y)`, `t.test(x, y, var.equal = TRUE)`.
///
/// # Errors
/// [`Error::GroupTooSmall`] where a variance cannot be estimated; [`Error::NoSpread`] where neither group varies and the
/// means are equal.
pub fn two_sample_t(
    groups: &Groups,
    first: usize,
    second: usize,
    variances: Variances,
    level: Level,
) -> Result<TTest, Error> {
    let (a, b) = (&groups.spreads[first], &groups.spreads[second]);
    let difference = a.mean - b.mean;
    let (standard_error, df) = match variances {
        Variances::Equal => {
            let df = a.n + b.n - 2.0;
            if df <= 0.0 {
                return Err(Error::GroupTooSmall {
                    group: first,
                    n: 1.0,
                    needed: 2.0,
                });
            }
            let pooled = (a.squares + b.squares) / df;
            ((pooled / a.n + pooled / b.n).sqrt(), df)
        }
        Variances::Unequal => {
            with_variance(&[*a, *b]).map_err(|error| match error {
                Error::GroupTooSmall { group, n, needed } => Error::GroupTooSmall {
                    group: if group == 0 { first } else { second },
                    n,
                    needed,
                },
                other => other,
            })?;
            let (of_a, of_b) = (a.variance() / a.n, b.variance() / b.n);
            let total = of_a + of_b;
            if total.value() == 0.0 {
                (Dd::ZERO, a.n + b.n - 2.0)
            } else {
                let (share_a, share_b) = ((of_a / total).value(), (of_b / total).value());
                let inverse = share_a * share_a / (a.n - 1.0) + share_b * share_b / (b.n - 1.0);
                (total.sqrt(), 1.0 / inverse)
            }
        }
    };
    TTest::of(difference, standard_error, df, groups.divisor, level)
}

/// The ratio of two variances.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VarianceRatio {
    /// F = s₁² / s₂²; ∞ where the second group does not vary.
    pub statistic: f64,
    /// n₁ − 1.
    pub df_first: f64,
    /// n₂ − 1.
    pub df_second: f64,
    /// Two-sided: twice the smaller tail.
    pub p_value: Probability,
    /// Confidence interval of the ratio of the variances.
    pub interval: Interval,
}

/// Fisher's test of two equal variances, for normal data only. R: `var.test(x, y)`.
///
/// # Errors
/// [`Error::GroupTooSmall`] where a group has one case, [`Error::NoSpread`] where neither varies.
pub fn variance_ratio(
    groups: &Groups,
    first: usize,
    second: usize,
    level: Level,
) -> Result<VarianceRatio, Error> {
    let (a, b) = (groups.spreads[first], groups.spreads[second]);
    with_variance(&[a, b])?;
    let statistic = match (a.squares.value(), b.squares.value()) {
        (0.0, 0.0) => return Err(Error::NoSpread),
        (_, 0.0) => f64::INFINITY,
        _ => (a.variance() / b.variance()).value(),
    };
    let (df_first, df_second) = (a.n - 1.0, b.n - 1.0);
    let upper = f::tail(statistic, df_first, df_second);
    let lower = f::cdf(statistic, df_first, df_second);
    let p_value = if upper.value() <= lower {
        upper.times(2.0)
    } else if statistic == 0.0 {
        Probability::ZERO
    } else {
        f::tail(1.0 / statistic, df_second, df_first).times(2.0)
    };
    let tail = (1.0 - level.get()) / 2.0;
    Ok(VarianceRatio {
        statistic,
        df_first,
        df_second,
        p_value,
        interval: Interval {
            lower: statistic / f::upper_quantile(tail, df_first, df_second),
            upper: statistic * f::upper_quantile(tail, df_second, df_first),
        },
    })
}
