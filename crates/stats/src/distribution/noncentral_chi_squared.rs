//! The noncentral chi-square distribution with noncentrality λ ≥ 0, the sum of squared means.
//!
//! NaN where df is not positive and finite, λ negative or not finite, or an argument is no number.

use crate::dd::Dd;

use super::poisson_mixture::{Family, mixture};
use super::root::noncentrality;
use super::tails::Side;
use super::{chi_squared, incomplete_gamma};

/// P(X ≤ x), to about 10⁻¹³ of its value. R: `pchisq(x, df, ncp)`.
pub fn cdf(x: f64, df: f64, lambda: f64) -> f64 {
    probability(Side::Lower, x, df, lambda)
}

/// P(X ≥ x). R: `pchisq(x, df, ncp, lower.tail = FALSE)`.
pub fn sf(x: f64, df: f64, lambda: f64) -> f64 {
    probability(Side::Upper, x, df, lambda)
}

/// λ with P(X ≤ x) = p: the upper end of a confidence interval for λ where p is α/2, the lower where it is 1 − α/2.
///
/// 0 where even λ = 0 leaves less than p below x; NaN unless 0 < p < 1. R: `MBESS::conf.limits.nc.chisq`.
pub fn noncentrality_at(x: f64, df: f64, p: f64) -> f64 {
    noncentrality(x - df, p, &|lambda| (cdf(x, df, lambda), sf(x, df, lambda)))
}

fn probability(side: Side, x: f64, df: f64, lambda: f64) -> f64 {
    if !(0.0..1e15).contains(&lambda) || !(df < f64::INFINITY) {
        return f64::NAN;
    }
    if lambda == 0.0 || !(x > 0.0 && x < f64::INFINITY) {
        return match side {
            Side::Lower => chi_squared::cdf(x, df),
            Side::Upper => chi_squared::sf(x, df),
        };
    }
    let half = Dd::from(0.5 * x);
    let family = Family {
        shape: 0.5 * df,
        tails: &|shape| incomplete_gamma::tails(shape, half),
        gap: &|shape| incomplete_gamma::kernel(shape, half).times(1.0 / shape),
        ratio: &|shape| half.value() / (shape + 1.0),
    };
    mixture(&family, side, 0.5 * lambda).value().min(1.0)
}
