//! The Poisson distribution with mean λ > 0.
//!
//! Between two whole numbers `k` means the nearest one that belongs to the event. NaN where λ is not positive and below 10²⁸⁰ or an
//! argument is no number.

use crate::dd::Dd;

use super::{gamma, incomplete_gamma};

/// From here on no mean is near.
const FAR: f64 = 1e280;

/// P(X = k) = λᵏ e^−λ / k!. R: `dpois(k, lambda)`. 0 where k is no whole number or negative.
pub fn pmf(k: f64, lambda: f64) -> f64 {
    if k.is_nan() || !(lambda > 0.0 && lambda < FAR) {
        f64::NAN
    } else if k < 0.0 || k.floor() != k || k > FAR {
        0.0
    } else if k == 0.0 {
        libm::exp(-lambda)
    } else {
        incomplete_gamma::kernel(k, Dd::from(lambda))
            .times(1.0 / k)
            .value()
    }
}

/// P(X ≤ k) = Q(k + 1, λ). R: `ppois(k, lambda)`.
pub fn cdf(k: f64, lambda: f64) -> f64 {
    if lambda > 0.0 && (k < 0.0 || k > FAR) {
        return if k < 0.0 { 0.0 } else { 1.0 };
    }
    gamma::sf(lambda, k.floor() + 1.0)
}

/// P(X ≥ k) = P(k, λ), k itself included. R: `ppois(k - 1, lambda, lower.tail = FALSE)`.
pub fn at_least(k: f64, lambda: f64) -> f64 {
    if lambda > 0.0 && (k <= 0.0 || k > FAR) {
        return if k <= 0.0 { 1.0 } else { 0.0 };
    }
    gamma::cdf(lambda, k.ceil())
}
