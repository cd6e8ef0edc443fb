//! The studentized range: the range of k independent standard normal values over an independent S = √(χ²/df).
//!
//! k ≥ 2 means, df > 0, ∞ for a known standard deviation. NaN for other parameters or where an argument is no number.
//! R's `ptukey` is right to about 10⁻⁸ in absolute terms; here tails are right to about 10⁻¹³ of their value.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

use crate::Probability;
use crate::dd::Dd;

use super::normal;
use super::root::{Motion, excess, root};
use super::scale_mixture::{KNOWN, expectation};
use super::tails::{Scaled, Side, Tails};

/// P(Q ≤ q) to about 10⁻¹⁵ in absolute terms. R: `ptukey(q, k, df)`. 0 for q ≤ 0.
pub fn cdf(q: f64, k: f64, df: f64) -> f64 {
    tails(q, k, df).map_or(f64::NAN, |tails| tails.probability(Side::Lower))
}

/// P(Q ≥ q). R: `ptukey(q, k, df, lower.tail = FALSE)`. 1 for q ≤ 0.
pub fn sf(q: f64, k: f64, df: f64) -> f64 {
    tails(q, k, df).map_or(f64::NAN, |tails| tails.probability(Side::Upper))
}

/// ln P(Q ≥ q). R: `ptukey(q, k, df, lower.tail = FALSE, log.p = TRUE)`.
pub fn ln_sf(q: f64, k: f64, df: f64) -> f64 {
    tails(q, k, df).map_or(f64::NAN, |tails| tails.ln(Side::Upper))
}

/// The p-value P(Q ≥ q), below the range of doubles as its logarithm.
pub fn tail(q: f64, k: f64, df: f64) -> Probability {
    tails(q, k, df).map_or(Probability::new(f64::NAN), |tails| {
        Probability::from_tail(tails.probability(Side::Upper), || tails.ln(Side::Upper))
    })
}

/// q with P(Q ≥ q) = p. R: `qtukey(p, k, df, lower.tail = FALSE)`. ∞ for p = 0, 0 for p = 1; NaN outside [0, 1].
pub fn upper_quantile(p: f64, k: f64, df: f64) -> f64 {
    if !valid(k, df) || !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p == 0.0 {
        return f64::INFINITY;
    }
    if p == 1.0 {
        return 0.0;
    }
    let range = NormalRange::new(k);
    let mut f = |q: f64| {
        let tails = range.studentized(q, df);
        if p <= 0.5 {
            excess(tails.probability(Side::Upper), tails.ln(Side::Upper), p)
        } else {
            let (lower, ln) = (tails.probability(Side::Lower), tails.ln(Side::Lower));
            -excess(lower, ln, 1.0 - p)
        }
    };
    root(Motion::Product, 3.0, 0.4, &mut f)
}

fn valid(k: f64, df: f64) -> bool {
    k >= 2.0 && k < 1e6 && df > 0.0
}

fn tails(q: f64, k: f64, df: f64) -> Option<Tails> {
    if q.is_nan() || !valid(k, df) {
        None
    } else if q <= 0.0 {
        Some(Tails::nothing(Side::Lower))
    } else if q > 1e150 {
        Some(Tails::nothing(Side::Upper))
    } else {
        Some(NormalRange::new(k).studentized(q, df))
    }
}

/// The range of k standard normal values, with what depends on k alone.
///
/// P(R ≥ w) = k ∫ φ(z) (Φ(z)ᵏ⁻¹ − (Φ(z) − Φ(z − w))ᵏ⁻¹) dz over the largest value z, by the trapezoidal rule, which
/// converges exponentially here. Every term is positive, so that the tail keeps its digits.
struct NormalRange {
    k: f64,
    step: f64,
    first: f64,
    /// Φ(z) and Φ(z)ᵏ⁻² at z = step · (first + index) as far as Φ differs from 1.
    below: Vec<(f64, f64)>,
}

impl NormalRange {
    fn new(k: f64) -> Self {
        let step = (0.53 / libm::log(k)).min(0.35);
        let first = (-6.6 / step).floor();
        let count = (8.5 / step - first) as usize;
        let below = (0..count)
            .map(|index| {
                let z = step * (first + index as f64);
                let ln = if z < 0.0 {
                    libm::log(normal::cdf(z))
                } else {
                    libm::log1p(-normal::sf(z))
                };
                (normal::cdf(z), libm::exp((k - 2.0) * ln))
            })
            .collect();
        Self {
            k,
            step,
            first,
            below,
        }
    }

    /// P(R ≥ w) e^{w²/4}.
    fn scaled_sf(&self, w: f64) -> f64 {
        let (k, step) = (self.k, self.step);
        let from = (0.5 * w - 6.5) / step;
        let to = if w < 13.0 {
            (0.5 * w * w + 80.0).sqrt()
        } else {
            0.5 * w + 6.5
        } / step;
        let (mut i, mut sum) = (from.floor(), 0.0);
        while i <= to {
            let z = step * i;
            let (below, power) = self
                .below
                .get((i - self.first) as usize)
                .copied()
                .unwrap_or((1.0, 1.0));
            let (y, x) = (z - 0.5 * w, (w - z) * FRAC_1_SQRT_2);
            // φ(z) Φ(z − w) e^{w²/4} √8π, times (1 − (1 − share)ᵏ⁻¹) / ((k − 1) share) for share = Φ(z − w) / Φ(z)
            let term = if x < 6.5 {
                let tail = libm::erfc(x);
                let share = (0.5 * tail / below).min(1.0);
                let several = -libm::expm1((k - 1.0) * libm::log1p(-share));
                libm::exp(x * x - y * y) * tail * (several / ((k - 1.0) * share))
            } else {
                libm::exp(-y * y) * normal::erfc_scaled(x)
            };
            sum += term * power;
            i += 1.0;
        }
        sum * step * k * (k - 1.0) / (8.0 * PI).sqrt()
    }

    /// Both tails at q.
    fn studentized(&self, q: f64, df: f64) -> Tails {
        let small = if df > KNOWN {
            Scaled {
                ln: Dd::product(-0.25 * q, q),
                factor: self.scaled_sf(q),
            }
        } else {
            // P(R ≥ w) ≤ k² e^{−w²/4} / 2
            let most = 2.0 * libm::log(self.k);
            let quarter = |u: f64| {
                let w = q * libm::exp(u);
                -0.25 * w * w
            };
            expectation(df, 1.0, &|u| (most + quarter(u)).min(0.0), &|u| {
                (quarter(u), self.scaled_sf(q * libm::exp(u)))
            })
        };
        Tails {
            small,
            side: Side::Upper,
        }
    }
}
