//! The mean of differences.

use super::Differences;
use crate::groups::{Effect, TTest, small_sample_correction, standardized_interval};
use crate::{Error, Interval, Level};

/// The paired t test, or that of one mean against a value.
///
/// t = d̄ / (s_d / √n) with n − 1 degrees of freedom. Student (1908). R: `t.test(x, y, paired = TRUE)`, `t.test(x, mu = value)`.
///
/// # Errors
/// [`Error::GroupTooSmall`] below two pairs, [`Error::NoSpread`] where all differences are 0.
pub fn paired_t(differences: &Differences, level: Level) -> Result<TTest, Error> {
    let spread = &differences.spread;
    two(spread.n)?;
    let error = (spread.variance() / spread.n).sqrt();
    TTest::of(
        spread.mean,
        error,
        spread.n - 1.0,
        differences.divisor,
        level,
    )
}

/// The mean difference in standard deviations of the differences.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairedDifference {
    /// Cohen's d_z = d̄ / s_d.
    pub cohens_dz: Effect,
    /// d_z without its bias: times Hedges' J(n − 1).
    pub hedges_gz: Effect,
    /// Standard deviation of the differences.
    pub standard_deviation: f64,
}

/// Cohen's d_z and its version without bias, with the interval of a noncentral t. Cohen (1988), §2.3.5.
/// R: `effectsize::cohens_d(x, y, paired = TRUE)`, `hedges_g`.
///
/// # Errors
/// [`Error::GroupTooSmall`] below two pairs, [`Error::NoSpread`] where all differences are equal.
pub fn paired_difference(
    differences: &Differences,
    level: Level,
) -> Result<PairedDifference, Error> {
    let spread = &differences.spread;
    two(spread.n)?;
    let deviation = spread.variance().sqrt();
    if deviation.value() == 0.0 {
        return Err(Error::NoSpread);
    }
    let estimate = (spread.mean / deviation).value();
    let df = spread.n - 1.0;
    let root = 1.0 / spread.n.sqrt();
    let interval = standardized_interval(estimate / root, df, root, level);
    let j = small_sample_correction(df);
    Ok(PairedDifference {
        cohens_dz: Effect { estimate, interval },
        hedges_gz: Effect {
            estimate: estimate * j,
            interval: Interval {
                lower: interval.lower * j,
                upper: interval.upper * j,
            },
        },
        standard_deviation: deviation.value() / differences.divisor,
    })
}

fn two(n: f64) -> Result<(), Error> {
    if n < 2.0 {
        return Err(Error::GroupTooSmall {
            group: 0,
            n,
            needed: 2.0,
        });
    }
    Ok(())
}
