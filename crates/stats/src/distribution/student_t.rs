//! Student's t distribution with any df > 0, whole or not; df = ∞ is the standard normal distribution.
//!
//! NaN where df is not positive or an argument is no number.

use std::f64::consts::LN_2;

use super::beta;
use super::normal;
use super::root::{Motion, excess, root};
use super::tails::{Side, Tails};
use crate::Probability;
use crate::dd::Dd;

/// From here on t and normal tails agree to the last digit.
const NORMAL: f64 = 1e25;
/// From here on the tail is a power, as t² dwarfs every df that is not normal.
const POWER: f64 = 1e40;

/// P(T ≤ t). R: `pt(t, df)`.
pub fn cdf(t: f64, df: f64) -> f64 {
    sf(-t, df)
}

/// P(T ≥ t) = ½ I_{df/(df + t²)}(df/2, ½) for t ≥ 0. R: `pt(t, df, lower.tail = FALSE)`.
pub fn sf(t: f64, df: f64) -> f64 {
    if df > NORMAL {
        return normal::sf(t);
    }
    if t.is_nan() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    let beyond = 0.5 * two_tails(t.abs(), df);
    if t < 0.0 { 1.0 - beyond } else { beyond }
}

/// ln P(T ≥ t). R: `pt(t, df, lower.tail = FALSE, log.p = TRUE)`.
pub fn ln_sf(t: f64, df: f64) -> f64 {
    if df > NORMAL {
        return normal::ln_sf(t);
    }
    if t.is_nan() || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if t < 0.0 {
        libm::log1p(-0.5 * two_tails(-t, df))
    } else {
        ln_two_tails(t, df) - LN_2
    }
}

/// The two-sided p-value P(|T| ≥ |t|), below the range of doubles as its logarithm. R: `2 * pt(-abs(t), df)`.
pub fn two_sided(t: f64, df: f64) -> Probability {
    if df > NORMAL {
        return normal::two_sided(t);
    }
    if t.is_nan() || df.is_nan() || df <= 0.0 {
        return Probability::new(f64::NAN);
    }
    let t = t.abs();
    Probability::from_tail(two_tails(t, df), || ln_two_tails(t, df))
}

/// t with P(T ≤ t) = p. R: `qt(p, df)`. −∞ for 0, ∞ for 1, NaN outside [0, 1].
pub fn quantile(p: f64, df: f64) -> f64 {
    -upper_quantile(p, df)
}

/// t with P(T ≥ t) = p. R: `qt(p, df, lower.tail = FALSE)`.
pub fn upper_quantile(p: f64, df: f64) -> f64 {
    if df > NORMAL {
        return normal::upper_quantile(p);
    }
    if !(0.0..=1.0).contains(&p) || df.is_nan() || df <= 0.0 {
        return f64::NAN;
    }
    if p > 0.5 {
        return -upper_quantile(1.0 - p, df);
    }
    if p == 0.0 {
        return f64::INFINITY;
    }
    if p == 0.5 {
        return 0.0;
    }
    // near the middle P(|T| ≤ t) = 1 − 2p is the small probability
    let mut middle = |t: f64| {
        let tails = tails(t, df);
        let lower = tails.probability(Side::Lower);
        -excess(lower, tails.ln(Side::Lower), 1.0 - 2.0 * p)
    };
    let mut tail = |t: f64| excess(two_tails(t, df), ln_two_tails(t, df), 2.0 * p);
    let f: &mut dyn FnMut(f64) -> f64 = if p > 0.25 { &mut middle } else { &mut tail };
    root(Motion::Product, 1.0, 0.5, f)
}

/// Below and above T² / df = t² / df, t > 0, as tails of the beta distribution.
fn tails(t: f64, df: f64) -> Tails {
    if t < 1e-140 {
        return Tails::nothing(Side::Lower);
    }
    beta::tails_at_odds(0.5, 0.5 * df, Dd::product(t, t), Dd::from(df))
}

fn two_tails(t: f64, df: f64) -> f64 {
    if t > POWER {
        tails(POWER, df).probability(Side::Upper) * libm::pow(POWER / t, df)
    } else {
        tails(t, df).probability(Side::Upper)
    }
}

fn ln_two_tails(t: f64, df: f64) -> f64 {
    if t > POWER {
        tails(POWER, df).ln(Side::Upper) - df * libm::log(t / POWER)
    } else {
        tails(t, df).ln(Side::Upper)
    }
}
