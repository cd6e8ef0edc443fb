//! The noncentral F distribution: the numerator is a noncentral chi-square with noncentrality λ ≥ 0. df2 may be ∞.
//!
//! NaN where df1 is not positive and finite, df2 not positive, λ negative or not finite, or an argument is no number.

use crate::dd::Dd;

use super::poisson_mixture::{Family, mixture};
use super::root::noncentrality;
use super::tails::Side;
use super::{f, incomplete_beta, noncentral_chi_squared};

/// From here on the denominator is 1 to the last digit.
const KNOWN: f64 = 1e20;

/// P(F ≤ x), to about 10⁻¹³ of its value. R: `pf(x, df1, df2, ncp)`.
pub fn cdf(x: f64, df1: f64, df2: f64, lambda: f64) -> f64 {
    probability(Side::Lower, x, df1, df2, lambda)
}

/// P(F ≥ x). R: `pf(x, df1, df2, ncp, lower.tail = FALSE)`.
pub fn sf(x: f64, df1: f64, df2: f64, lambda: f64) -> f64 {
    probability(Side::Upper, x, df1, df2, lambda)
}

/// λ with P(F ≤ x) = p: the upper end of a confidence interval for λ where p is α/2, the lower where it is 1 − α/2.
///
/// 0 where even λ = 0 leaves less than p below x; NaN unless 0 < p < 1. Steiger (2004). R: `MBESS::conf.limits.ncf`.
pub fn noncentrality_at(x: f64, df1: f64, df2: f64, p: f64) -> f64 {
    noncentrality(df1 * (x - 1.0), p, &|lambda| {
        (cdf(x, df1, df2, lambda), sf(x, df1, df2, lambda))
    })
}

fn probability(side: Side, x: f64, df1: f64, df2: f64, lambda: f64) -> f64 {
    if !(0.0..1e15).contains(&lambda) || !(df1 < f64::INFINITY) {
        return f64::NAN;
    }
    if lambda == 0.0 || !(x > 1e-100 && x < 1e100) || !(df1 > 0.0 && df2 > 0.0) {
        return match side {
            Side::Lower => f::cdf(x, df1, df2),
            Side::Upper => f::sf(x, df1, df2),
        };
    }
    if df2 > KNOWN {
        return match side {
            Side::Lower => noncentral_chi_squared::cdf(df1 * x, df1, lambda),
            Side::Upper => noncentral_chi_squared::sf(df1 * x, df1, lambda),
        };
    }
    let (numerator, b) = (Dd::product(df1, x), 0.5 * df2);
    let sum = numerator + df2;
    let (share, rest) = (numerator / sum, Dd::from(df2) / sum);
    let family = Family {
        shape: 0.5 * df1,
        tails: &|shape| incomplete_beta::tails(shape, b, share, rest),
        gap: &|shape| incomplete_beta::kernel(shape, b, share, rest).times(1.0 / shape),
        ratio: &|shape| share.value() * ((shape + b) / (shape + 1.0)),
    };
    mixture(&family, side, 0.5 * lambda).value().min(1.0)
}
