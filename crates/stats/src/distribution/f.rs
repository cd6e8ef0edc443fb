//! The F distribution of Fisher and Snedecor with any positive degrees of freedom, either of them ∞ as well.
//!
//! NaN where degrees of freedom are not positive or an argument is no number.

use super::beta;
use super::gamma;
use super::tails::{Side, Tails};
use crate::Probability;
use crate::dd::Dd;

/// From here on a mean square has no error that a double could show.
const KNOWN: f64 = 1e25;
/// Beyond, and below its inverse, the tail is a power of x.
const POWER: f64 = 1e100;

/// P(F ≤ x). R: `pf(x, df1, df2)`. 0 for x ≤ 0.
pub fn cdf(x: f64, df1: f64, df2: f64) -> f64 {
    probability(Side::Lower, x, df1, df2)
}

/// P(F ≥ x) = I_{df2/(df2 + df1 x)}(df2/2, df1/2). R: `pf(x, df1, df2, lower.tail = FALSE)`. 1 for x ≤ 0.
pub fn sf(x: f64, df1: f64, df2: f64) -> f64 {
    probability(Side::Upper, x, df1, df2)
}

/// ln P(F ≥ x). R: `pf(x, df1, df2, lower.tail = FALSE, log.p = TRUE)`.
pub fn ln_sf(x: f64, df1: f64, df2: f64) -> f64 {
    ln_probability(Side::Upper, x, df1, df2)
}

/// The p-value P(F ≥ x), below the range of doubles as its logarithm.
pub fn tail(x: f64, df1: f64, df2: f64) -> Probability {
    Probability::from_tail(sf(x, df1, df2), || ln_sf(x, df1, df2))
}

/// x with P(F ≤ x) = p. R: `qf(p, df1, df2)`. 0 for p = 0, ∞ for p = 1; NaN outside [0, 1].
pub fn quantile(p: f64, df1: f64, df2: f64) -> f64 {
    if p > 0.5 {
        solve(Side::Upper, 1.0 - p, df1, df2)
    } else {
        solve(Side::Lower, p, df1, df2)
    }
}

/// x with P(F ≥ x) = p. R: `qf(p, df1, df2, lower.tail = FALSE)`.
pub fn upper_quantile(p: f64, df1: f64, df2: f64) -> f64 {
    if p > 0.5 {
        solve(Side::Lower, 1.0 - p, df1, df2)
    } else {
        solve(Side::Upper, p, df1, df2)
    }
}

fn valid(df1: f64, df2: f64) -> bool {
    df1 > 0.0 && df2 > 0.0
}

/// Both tails for 10⁻¹⁰⁰ ≤ x ≤ 10¹⁰⁰ and finite degrees of freedom.
fn tails(x: f64, df1: f64, df2: f64) -> Tails {
    beta::tails_at_odds(0.5 * df1, 0.5 * df2, Dd::product(df1, x), Dd::from(df2))
}

/// The exponent of the power that a far tail is: −df2/2 above, df1/2 below.
fn power(side: Side, df1: f64, df2: f64) -> f64 {
    if side == Side::Upper {
        -0.5 * df2
    } else {
        0.5 * df1
    }
}

fn probability(side: Side, x: f64, df1: f64, df2: f64) -> f64 {
    match chi_squared(side, x, df1, df2) {
        Some((side, x, shape)) => return gamma::tail(side, x, shape),
        None if x.is_nan() || !valid(df1, df2) => return f64::NAN,
        None => {}
    }
    let near = x.clamp(1.0 / POWER, POWER);
    if near == x {
        return tails(x, df1, df2).probability(side);
    }
    let far = if x > 1.0 { Side::Upper } else { Side::Lower };
    let beyond =
        tails(near, df1, df2).probability(far) * libm::pow(x.max(0.0) / near, power(far, df1, df2));
    if side == far { beyond } else { 1.0 - beyond }
}

fn ln_probability(side: Side, x: f64, df1: f64, df2: f64) -> f64 {
    match chi_squared(side, x, df1, df2) {
        Some((side, x, shape)) => return gamma::ln_tail(side, x, shape),
        None if x.is_nan() || !valid(df1, df2) => return f64::NAN,
        None => {}
    }
    let near = x.clamp(1.0 / POWER, POWER);
    if near == x {
        return tails(x, df1, df2).ln(side);
    }
    let far = if x > 1.0 { Side::Upper } else { Side::Lower };
    if side != far {
        return libm::log1p(-probability(far, x, df1, df2));
    }
    tails(near, df1, df2).ln(far) + power(far, df1, df2) * libm::log(x.max(0.0) / near)
}

/// With one mean square known, F is a chi-square over its df, or df over a chi-square: side, x and shape of the gamma distribution.
fn chi_squared(side: Side, x: f64, df1: f64, df2: f64) -> Option<(Side, Dd, f64)> {
    if df2 > KNOWN && df1 > 0.0 && x < 1e200 {
        let shape = 0.5 * df1.min(1e30);
        Some((side, Dd::product(shape, x.max(0.0)), shape))
    } else if df1 > KNOWN && df2 > 0.0 && x > 1e-200 {
        let shape = 0.5 * df2;
        let inverse = if x > 1e200 {
            Dd::from(0.0)
        } else {
            Dd::quotient(shape, x)
        };
        Some((side.other(), inverse, shape))
    } else {
        None
    }
}

fn solve(side: Side, p: f64, df1: f64, df2: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || !valid(df1, df2) {
        return f64::NAN;
    }
    if df2 > KNOWN {
        let shape = 0.5 * df1.min(1e30);
        return gamma::solve(side, p, shape) / shape;
    }
    if df1 > KNOWN {
        let shape = 0.5 * df2;
        return shape / gamma::solve(side.other(), p, shape);
    }
    let odds = beta::odds_quantile(side, p, 0.5 * df1, 0.5 * df2);
    odds * (df2 / df1)
}
