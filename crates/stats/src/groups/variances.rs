//! Tests of equal variances.

use super::anova::{AnovaOfMeans, Squares, with_variance};
use super::sample::{Centre, Groups};
use crate::dd::Dd;
use crate::distribution::chi_squared;
use crate::{Error, Probability};

/// Levene's test: the analysis of variance of |x − x̄ᵢ|. Levene (1960). R: `car::leveneTest(y, g, center = mean)`.
///
/// # Errors
/// As [`anova`](super::anova()), on the absolute deviations.
pub fn levene(groups: &Groups) -> Result<AnovaOfMeans, Error> {
    Squares::of(&groups.deviations(Centre::Mean))?.test()
}

/// Levene's test from medians, robust for skewed data: the analysis of variance of |x − median of its group|.
/// Brown and Forsythe (1974), *JASA* 69, 364-367. R: `car::leveneTest(y, g)`.
///
/// # Errors
/// As [`anova`](super::anova()), on the absolute deviations.
pub fn brown_forsythe(groups: &Groups) -> Result<AnovaOfMeans, Error> {
    Squares::of(&groups.deviations(Centre::Median))?.test()
}

/// Bartlett's test of equal variances.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bartlett {
    /// K².
    pub statistic: f64,
    /// k − 1.
    pub df: f64,
    /// P(χ² ≥ K²).
    pub p_value: Probability,
}

/// Bartlett's test (1937), for normal data only. R: `bartlett.test(y, g)`.
///
/// K² = (Σνᵢ ln(s²/sᵢ²)) / (1 + (Σ1/νᵢ − 1/Σνᵢ) / 3(k − 1)) with νᵢ = nᵢ − 1. The sum is taken as Σνᵢ(rᵢ − 1 − ln rᵢ), rᵢ = sᵢ²/s²,
/// whose terms are all positive.
///
/// # Errors
/// [`Error::TooFewGroups`], [`Error::GroupTooSmall`] where a group has one case, [`Error::ConstantGroup`] where all
/// its values are equal.
pub fn bartlett(groups: &Groups) -> Result<Bartlett, Error> {
    let spreads = &groups.spreads;
    with_variance(spreads)?;
    let df = spreads.len() as f64 - 1.0;
    let all: f64 = spreads.iter().map(|spread| spread.n - 1.0).sum();
    let pooled = spreads.iter().map(|spread| spread.squares).sum::<Dd>() / all;
    let (mut sum, mut inverse) = (0.0, 0.0);
    for (group, spread) in spreads.iter().enumerate() {
        if spread.squares.value() == 0.0 {
            return Err(Error::ConstantGroup { group });
        }
        let excess = ((spread.variance() - pooled) / pooled).value();
        sum += (spread.n - 1.0) * minus_log1p(excess);
        inverse += 1.0 / (spread.n - 1.0);
    }
    let statistic = sum / (1.0 + (inverse - 1.0 / all) / (3.0 * df));
    Ok(Bartlett {
        statistic,
        df,
        p_value: chi_squared::tail(statistic, df),
    })
}

/// z − ln(1 + z) for z > −1.
fn minus_log1p(z: f64) -> f64 {
    if z.abs() > 0.3 {
        return z - libm::log1p(z);
    }
    // z²/2 − z³/3 + ...
    let (mut sum, mut power, mut n) = (0.0_f64, z * z, 2.0);
    loop {
        let next = sum + power / n;
        if next == sum {
            return sum;
        }
        sum = next;
        power *= -z;
        n += 1.0;
    }
}
