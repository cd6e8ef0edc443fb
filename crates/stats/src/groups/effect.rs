//! Standardized differences of means.

use super::Groups;
use super::two_sample::{Variances, two_sample_t};
use crate::{Error, Level};

/// Differences of two means in standard deviations, the first minus the second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StandardizedDifference {
    /// Cohen's d, in pooled standard deviations.
    pub cohens_d: f64,
    /// Hedges' g: d without its bias, by the exact correction J = Γ(ν/2) / (√(ν/2) Γ((ν − 1)/2)).
    pub hedges_g: f64,
    /// Hedges' g by the approximation J ≈ 1 − 3 / (4ν − 1).
    pub hedges_g_approximate: f64,
    /// Glass's Δ, in standard deviations of the second group; `None` where it does not vary or has one case.
    pub glass_delta: Option<f64>,
    /// ν = n₁ + n₂ − 2.
    pub df: f64,
}

/// Cohen's d, Hedges' g and Glass's Δ of two of the groups. Hedges (1981). R: `effectsize::cohens_d(x, y)`, `hedges_g`, `glass_delta`.
///
/// # Errors
/// [`Error::GroupTooSmall`] where both groups have one case, [`Error::NoSpread`] where neither varies.
pub fn standardized_difference(
    groups: &Groups,
    first: usize,
    second: usize,
) -> Result<StandardizedDifference, Error> {
    let (a, b) = (&groups.spreads[first], &groups.spreads[second]);
    let test = two_sample_t(groups, first, second, Variances::Equal, Level::P95)?;
    let difference = a.mean - b.mean;
    let pooled = ((a.squares + b.squares) / test.df).sqrt();
    if pooled.value() == 0.0 {
        return Err(Error::NoSpread);
    }
    let cohens_d = (difference / pooled).value();
    let glass_delta = (b.squares.value() > 0.0).then(|| (difference / b.variance().sqrt()).value());
    Ok(StandardizedDifference {
        cohens_d,
        hedges_g: cohens_d * small_sample_correction(test.df),
        hedges_g_approximate: cohens_d * (1.0 - 3.0 / (4.0 * test.df - 1.0)),
        glass_delta,
        df: test.df,
    })
}

/// Hedges' correction J(ν) = Γ(ν/2) / (√(ν/2) Γ((ν − 1)/2)), for ν > 1; 0 for ν = 1.
///
/// Γ(x + ½)/Γ(x) = √w (1 + 1/64w² − 19/8192w⁴ + ...) with w = x − ¼ from x = 16 on, by recurrence below.
pub fn small_sample_correction(df: f64) -> f64 {
    let mut x = (df - 1.0) / 2.0;
    let mut ratio = 1.0 / (df / 2.0).sqrt();
    while x < 16.0 {
        // Γ(x + ½)/Γ(x) = x / (x + ½) · Γ(x + 3/2)/Γ(x + 1)
        ratio *= x / (x + 0.5);
        x += 1.0;
    }
    let w = x - 0.25;
    let inverse = 1.0 / (w * w);
    let series = [
        1.0,
        1.0 / 64.0,
        -19.0 / 8192.0,
        631.0 / 524_288.0,
        -174_317.0 / 134_217_728.0,
        0.002_385_557_552_712_772,
    ];
    ratio
        * w.sqrt()
        * series
            .iter()
            .rev()
            .fold(0.0, |sum, coefficient| sum * inverse + coefficient)
}
