//! The beta distribution with shapes a, b > 0.
//!
//! NaN where a shape is not positive and finite or an argument is no number.

use super::incomplete_beta;
use super::root::{Motion, excess, root};
use super::tails::{Side, Tails};
use crate::dd::Dd;

/// P(X ≤ x) = I_x(a, b). R: `pbeta(x, a, b)`.
pub fn cdf(x: f64, a: f64, b: f64) -> f64 {
    tails(x, a, b).map_or(f64::NAN, |tails| tails.probability(Side::Lower))
}

/// P(X ≥ x) = I_{1−x}(b, a). R: `pbeta(x, a, b, lower.tail = FALSE)`.
pub fn sf(x: f64, a: f64, b: f64) -> f64 {
    tails(x, a, b).map_or(f64::NAN, |tails| tails.probability(Side::Upper))
}

/// ln P(X ≤ x). R: `pbeta(x, a, b, log.p = TRUE)`.
pub fn ln_cdf(x: f64, a: f64, b: f64) -> f64 {
    tails(x, a, b).map_or(f64::NAN, |tails| tails.ln(Side::Lower))
}

/// ln P(X ≥ x). R: `pbeta(x, a, b, lower.tail = FALSE, log.p = TRUE)`.
pub fn ln_sf(x: f64, a: f64, b: f64) -> f64 {
    tails(x, a, b).map_or(f64::NAN, |tails| tails.ln(Side::Upper))
}

/// x with P(X ≤ x) = p. R: `qbeta(p, a, b)`. NaN outside [0, 1].
pub fn quantile(p: f64, a: f64, b: f64) -> f64 {
    let odds = if p > 0.5 {
        odds_quantile(Side::Upper, 1.0 - p, a, b)
    } else {
        odds_quantile(Side::Lower, p, a, b)
    };
    share(odds)
}

/// x with P(X ≥ x) = p. R: `qbeta(p, a, b, lower.tail = FALSE)`.
pub fn upper_quantile(p: f64, a: f64, b: f64) -> f64 {
    let odds = if p > 0.5 {
        odds_quantile(Side::Lower, 1.0 - p, a, b)
    } else {
        odds_quantile(Side::Upper, p, a, b)
    };
    share(odds)
}

fn share(odds: f64) -> f64 {
    if odds == f64::INFINITY {
        1.0
    } else {
        odds / (1.0 + odds)
    }
}

/// Can both be shapes?
pub(super) fn valid(a: f64, b: f64) -> bool {
    a > 0.0 && b > 0.0 && a < 1e290 && b < 1e290
}

fn tails(x: f64, a: f64, b: f64) -> Option<Tails> {
    if x.is_nan() || !valid(a, b) {
        None
    } else if x <= 0.0 {
        Some(Tails::nothing(Side::Lower))
    } else if x >= 1.0 {
        Some(Tails::nothing(Side::Upper))
    } else {
        Some(incomplete_beta::tails(a, b, Dd::from(x), Dd::sum(1.0, -x)))
    }
}

/// Both tails of X at X / (1 − X) = p / q, for p, q > 0.
pub(super) fn tails_at_odds(a: f64, b: f64, p: Dd, q: Dd) -> Tails {
    let sum = p + q;
    incomplete_beta::tails(a, b, p / sum, q / sum)
}

/// X / (1 − X) where the tail of X is p ≤ ½.
pub(super) fn odds_quantile(side: Side, p: f64, a: f64, b: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || !valid(a, b) {
        return f64::NAN;
    }
    if p == 0.0 {
        return if side == Side::Upper {
            f64::INFINITY
        } else {
            0.0
        };
    }
    let sign = if side == Side::Upper { 1.0 } else { -1.0 };
    let mut f = |odds: f64| {
        let odds = Dd::from(odds.clamp(1e-280, 1e280));
        let tails = tails_at_odds(a, b, odds, Dd::ONE);
        sign * excess(tails.probability(side), tails.ln(side), p)
    };
    root(
        Motion::Product,
        a / b,
        (1.0 / a + 1.0 / b).sqrt().min(2.0),
        &mut f,
    )
}
