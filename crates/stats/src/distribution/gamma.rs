//! The gamma distribution with shape a > 0 and scale 1.
//!
//! NaN where the shape is not positive and below 10²⁹⁰ or an argument is no number.

use super::incomplete_gamma;
use super::root::{Motion, excess, root};
use super::tails::{Side, Tails};
use crate::dd::Dd;

/// P(X ≤ x). R: `pgamma(x, a)`. 0 for x ≤ 0.
pub fn cdf(x: f64, shape: f64) -> f64 {
    tail(Side::Lower, Dd::from(x), shape)
}

/// P(X ≥ x). R: `pgamma(x, a, lower.tail = FALSE)`. 1 for x ≤ 0.
pub fn sf(x: f64, shape: f64) -> f64 {
    tail(Side::Upper, Dd::from(x), shape)
}

/// ln P(X ≤ x). R: `pgamma(x, a, log.p = TRUE)`.
pub fn ln_cdf(x: f64, shape: f64) -> f64 {
    ln_tail(Side::Lower, Dd::from(x), shape)
}

/// ln P(X ≥ x). R: `pgamma(x, a, lower.tail = FALSE, log.p = TRUE)`.
pub fn ln_sf(x: f64, shape: f64) -> f64 {
    ln_tail(Side::Upper, Dd::from(x), shape)
}

/// x with P(X ≤ x) = p. R: `qgamma(p, a)`. 0 for p = 0, ∞ for p = 1; NaN outside [0, 1].
pub fn quantile(p: f64, shape: f64) -> f64 {
    if p > 0.5 {
        solve(Side::Upper, 1.0 - p, shape)
    } else {
        solve(Side::Lower, p, shape)
    }
}

/// x with P(X ≥ x) = p. R: `qgamma(p, a, lower.tail = FALSE)`.
pub fn upper_quantile(p: f64, shape: f64) -> f64 {
    if p > 0.5 {
        solve(Side::Lower, 1.0 - p, shape)
    } else {
        solve(Side::Upper, p, shape)
    }
}

pub(super) fn tail(side: Side, x: Dd, shape: f64) -> f64 {
    tails(x, shape).map_or(f64::NAN, |tails| tails.probability(side))
}

pub(super) fn ln_tail(side: Side, x: Dd, shape: f64) -> f64 {
    tails(x, shape).map_or(f64::NAN, |tails| tails.ln(side))
}

fn tails(x: Dd, shape: f64) -> Option<Tails> {
    if x.value().is_nan() || !(shape > 0.0 && shape < 1e290) {
        None
    } else if x.value() <= 0.0 {
        Some(Tails::nothing(Side::Lower))
    } else if x.value() > 1e290 {
        Some(Tails::nothing(Side::Upper))
    } else {
        Some(incomplete_gamma::tails(shape, x))
    }
}

/// Solves tail = p ≤ ½.
pub(super) fn solve(side: Side, p: f64, shape: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || !(shape > 0.0 && shape < 1e290) {
        return f64::NAN;
    }
    let sign = if side == Side::Upper { 1.0 } else { -1.0 };
    if p == 0.0 {
        return if side == Side::Upper {
            f64::INFINITY
        } else {
            0.0
        };
    }
    let mut f = |x: f64| {
        let tails = incomplete_gamma::tails(shape, Dd::from(x));
        sign * excess(tails.probability(side), tails.ln(side), p)
    };
    root(
        Motion::Product,
        shape.max(1e-3),
        0.5 / (1.0 + shape).sqrt(),
        &mut f,
    )
}
