//! The binomial distribution: n trials, each a success with probability p.
//!
//! `k` and `n` are whole numbers up to 2⁵³; between two whole numbers `k` means the nearest one that belongs to the event.
//! NaN where n is negative or not whole, p outside [0, 1], or an argument is no number.

use super::beta;
use super::deviance::ln;
use super::incomplete_beta;
use super::tails::{Scaled, Tails};
use crate::dd::Dd;

/// P(X = k). R: `dbinom(k, n, p)`. 0 where k is not one of 0, 1, ..., n.
pub fn pmf(k: f64, n: f64, p: f64) -> f64 {
    mass(k, n, p).map_or(f64::NAN, Scaled::value)
}

/// ln P(X = k). R: `dbinom(k, n, p, log = TRUE)`.
pub fn ln_pmf(k: f64, n: f64, p: f64) -> f64 {
    mass(k, n, p).map_or(f64::NAN, Scaled::ln)
}

/// P(X ≤ k) = I_{1−p}(n − k, k + 1). R: `pbinom(k, n, p)`.
pub fn cdf(k: f64, n: f64, p: f64) -> f64 {
    let k = k.floor();
    certain(k < 0.0, k >= n, k, n, p).unwrap_or_else(|| beta::sf(p, k + 1.0, n - k))
}

/// ln P(X ≤ k). R: `pbinom(k, n, p, log.p = TRUE)`.
pub fn ln_cdf(k: f64, n: f64, p: f64) -> f64 {
    let k = k.floor();
    certain(k < 0.0, k >= n, k, n, p).map_or_else(|| beta::ln_sf(p, k + 1.0, n - k), libm::log)
}

/// P(X ≥ k) = I_p(k, n − k + 1), k itself included. R: `pbinom(k - 1, n, p, lower.tail = FALSE)`.
pub fn at_least(k: f64, n: f64, p: f64) -> f64 {
    let k = k.ceil();
    certain(k > n, k <= 0.0, k, n, p).unwrap_or_else(|| beta::cdf(p, k, n - k + 1.0))
}

/// ln P(X ≥ k), k itself included. R: `pbinom(k - 1, n, p, lower.tail = FALSE, log.p = TRUE)`.
pub fn ln_at_least(k: f64, n: f64, p: f64) -> f64 {
    let k = k.ceil();
    certain(k > n, k <= 0.0, k, n, p).map_or_else(|| beta::ln_cdf(p, k, n - k + 1.0), libm::log)
}

/// The probability of an event that never or always happens, NaN for what is no distribution.
fn certain(never: bool, always: bool, k: f64, n: f64, p: f64) -> Option<f64> {
    if !valid(n, p) || k.is_nan() {
        Some(f64::NAN)
    } else if never {
        Some(0.0)
    } else if always {
        Some(1.0)
    } else {
        None
    }
}

fn valid(n: f64, p: f64) -> bool {
    n >= 0.0 && n.floor() == n && n < f64::INFINITY && (0.0..=1.0).contains(&p)
}

/// C(n, k) pᵏ (1 − p)ⁿ⁻ᵏ as the density of a beta distribution. Loader (2000).
fn mass(k: f64, n: f64, p: f64) -> Option<Scaled> {
    if !valid(n, p) || k.is_nan() {
        return None;
    }
    let nothing = Tails::nothing(super::tails::Side::Lower).small;
    let q = Dd::sum(1.0, -p);
    let power = |base: Dd, exponent: f64| {
        if exponent == 0.0 {
            Dd::from(0.0)
        } else if base.value() == 0.0 {
            Dd::from(f64::NEG_INFINITY)
        } else {
            ln(base) * exponent
        }
    };
    let only = |ln: Dd| Scaled { ln, factor: 1.0 };
    Some(if k < 0.0 || k > n || k.floor() != k {
        nothing
    } else if k == 0.0 {
        only(power(q, n))
    } else if k == n {
        only(power(Dd::from(p), n))
    } else if p == 0.0 || p == 1.0 {
        nothing
    } else {
        incomplete_beta::kernel(k, n - k, Dd::from(p), q).times(n / (k * (n - k)))
    })
}
