//! The chi-square distribution with any df > 0, whole or not: the gamma distribution of shape df/2 and scale 2.

use super::gamma;
use super::tails::Side;
use crate::Probability;
use crate::dd::Dd;

/// P(X ≤ x), P(df/2, x/2). R: `pchisq(x, df)`. Limits as in [`sf`].
pub fn cdf(x: f64, df: f64) -> f64 {
    gamma::tail(Side::Lower, Dd::from(x / 2.0), df / 2.0)
}

/// P(X ≥ x) for chi-square with `df` degrees of freedom, Q(df/2, x/2). R: `pchisq(x, df, lower.tail = FALSE)`.
///
/// 1 for x ≤ 0; NaN where `df` is not positive and finite or an argument is no number.
pub fn sf(x: f64, df: f64) -> f64 {
    gamma::tail(Side::Upper, Dd::from(x / 2.0), df / 2.0)
}

/// ln P(X ≥ x). R: `pchisq(x, df, lower.tail = FALSE, log.p = TRUE)`.
pub fn ln_sf(x: f64, df: f64) -> f64 {
    gamma::ln_tail(Side::Upper, Dd::from(x / 2.0), df / 2.0)
}

/// The p-value P(X ≥ x), below the range of doubles as its logarithm.
pub fn tail(x: f64, df: f64) -> Probability {
    Probability::from_tail(sf(x, df), || ln_sf(x, df))
}

/// x with P(X ≤ x) = p. R: `qchisq(p, df)`. 0 for p = 0, ∞ for p = 1; NaN outside [0, 1].
pub fn quantile(p: f64, df: f64) -> f64 {
    2.0 * gamma::quantile(p, df / 2.0)
}

/// x with P(X ≥ x) = p. R: `qchisq(p, df, lower.tail = FALSE)`.
pub fn upper_quantile(p: f64, df: f64) -> f64 {
    2.0 * gamma::upper_quantile(p, df / 2.0)
}
