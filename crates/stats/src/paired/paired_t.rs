//! The mean of differences.

use super::Differences;
use crate::groups::{TTest, small_sample_correction};
use crate::{Error, Level};

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
    pub cohens_dz: f64,
    /// d_z without its bias: times Hedges' J(n − 1).
    pub hedges_gz: f64,
    /// Standard deviation of the differences.
    pub standard_deviation: f64,
}

/// Cohen's d_z and its version without bias. Cohen (1988), §2.3.5. R: `effectsize::cohens_d(x, y, paired = TRUE)`.
///
/// # Errors
/// [`Error::GroupTooSmall`] below two pairs, [`Error::NoSpread`] where all differences are equal.
pub fn paired_difference(differences: &Differences) -> Result<PairedDifference, Error> {
    let spread = &differences.spread;
    two(spread.n)?;
    let deviation = spread.variance().sqrt();
    if deviation.value() == 0.0 {
        return Err(Error::NoSpread);
    }
    let cohens_dz = (spread.mean / deviation).value();
    Ok(PairedDifference {
        cohens_dz,
        hedges_gz: cohens_dz * small_sample_correction(spread.n - 1.0),
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
