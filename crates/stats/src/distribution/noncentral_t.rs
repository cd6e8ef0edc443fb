//! The noncentral t distribution: (Z + δ) / S with Z standard normal and S = √(χ²/df), df ∞ allowed.
//!
//! NaN where df is not positive, δ not finite, or an argument is no number.

use std::f64::consts::FRAC_1_SQRT_2;

use super::normal;
use super::root::{Motion, normal_score, root};
use super::scale_mixture::{KNOWN, expectation};

/// P(T ≤ t), to about 10⁻¹³ of its value in both tails. R: `pt(t, df, delta)`, which is right to 10⁻¹² in absolute terms.
pub fn cdf(t: f64, df: f64, delta: f64) -> f64 {
    sf(-t, df, -delta)
}

/// P(T ≥ t) = E Φ(δ − t S). R: `pt(t, df, delta, lower.tail = FALSE)`.
pub fn sf(t: f64, df: f64, delta: f64) -> f64 {
    if t.is_nan() || df.is_nan() || df <= 0.0 || !delta.is_finite() {
        return f64::NAN;
    }
    if t.abs() > 1e150 {
        return if t > 0.0 { 0.0 } else { 1.0 };
    }
    if df > KNOWN {
        return normal::sf(t - delta);
    }
    let z = |u: f64| t * libm::exp(u) - delta;
    let exponent = |z: f64| if z > 0.0 { -0.5 * z * z } else { 0.0 };
    expectation(df, 0.4, &|u| exponent(z(u)), &|u| {
        let z = z(u);
        let factor = if z > 0.0 {
            0.5 * normal::erfc_scaled(z * FRAC_1_SQRT_2)
        } else {
            normal::sf(z)
        };
        (exponent(z), factor)
    })
    .value()
    .min(1.0)
}

/// δ with P(T ≤ t) = p: the upper end of a confidence interval for δ where p is α/2, the lower where it is 1 − α/2.
///
/// NaN unless 0 < p < 1. Steiger and Fouladi (1997). R: `MBESS::conf.limits.nct`.
pub fn noncentrality_at(t: f64, df: f64, p: f64) -> f64 {
    if !(p > 0.0 && p < 1.0) || !t.is_finite() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    let wanted = normal_score(p, 1.0 - p);
    let mut f = |delta: f64| wanted - normal_score(cdf(t, df, delta), sf(t, df, delta));
    root(Motion::Sum, t, 1.0 + t.abs() / (2.0 * df).sqrt(), &mut f)
}
