//! Confidence intervals of a share under a design.

use super::Estimate;
use crate::distribution::{beta, student_t};
use crate::{Interval, Level};

/// How the interval of a share is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProportionMethod {
    /// p ± t · standard error on the scale of the logarithm of the odds. R: `svyciprop(method = "logit")`.
    #[default]
    Logit,
    /// Clopper-Pearson with the effective sample size p(1 − p)/V (tₙ₋₁/t_df)². Korn and Graubard (1998).
    /// R: `svyciprop(method = "beta")`.
    Beta,
    /// Wilson's score interval with the effective sample size p(1 − p)/V and t. Dean and Pagano (2015).
    Wilson,
}

/// Interval of a share that was estimated as the mean of zeros and ones.
///
/// Shares of 0 and 1 have no linearised variance: [`ProportionMethod::Logit`] has none there, the others use n. None
/// without degrees of freedom.
pub fn proportion_interval(
    share: &Estimate,
    level: Level,
    method: ProportionMethod,
) -> Option<Interval> {
    let p = share.value;
    let spread = p * (1.0 - p);
    let t = share.critical(level)?;
    let tail = (1.0 - level.get()) / 2.0;
    let n = share.n as f64;
    let inside = p > 0.0 && p < 1.0;
    let variance = share.standard_error * share.standard_error;
    if inside && variance == 0.0 {
        return Some(Interval { lower: p, upper: p });
    }
    match method {
        ProportionMethod::Logit => inside.then(|| {
            let factor = libm::exp(t * share.standard_error / spread);
            Interval {
                lower: p / (p + (1.0 - p) * factor),
                upper: p / (p + (1.0 - p) / factor),
            }
        }),
        ProportionMethod::Beta => {
            let effective = if inside {
                let narrow = student_t::upper_quantile(tail, (n - 1.0).max(1.0)) / t;
                spread / variance * narrow * narrow
            } else {
                n
            };
            let (yes, no) = (effective * p, effective * (1.0 - p));
            Some(Interval {
                lower: if p > 0.0 {
                    beta::quantile(tail, yes, no + 1.0)
                } else {
                    0.0
                },
                upper: if p < 1.0 {
                    beta::upper_quantile(tail, yes + 1.0, no)
                } else {
                    1.0
                },
            })
        }
        ProportionMethod::Wilson => {
            let effective = if inside { spread / variance } else { n };
            let t2 = t * t / effective;
            let half = (t / effective.sqrt()) * (spread + t2 / 4.0).sqrt();
            Some(Interval {
                lower: if p > 0.0 {
                    (p + t2 / 2.0 - half) / (1.0 + t2)
                } else {
                    0.0
                },
                upper: if p < 1.0 {
                    (p + t2 / 2.0 + half) / (1.0 + t2)
                } else {
                    1.0
                },
            })
        }
    }
}
