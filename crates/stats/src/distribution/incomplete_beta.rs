//! The regularised incomplete beta function.

use std::f64::consts::PI;

use super::deviance::{deviance, expm1_minus, log1p_minus, stirling_error};
use super::quadrature::{continued_fraction, tail_integral};
use super::tails::{Scaled, Side, Tails};
use crate::dd::Dd;

/// From here on the quadrature is quicker than the continued fraction.
const LARGE: f64 = 100.0;

/// Both tails of the beta distribution with shapes a, b > 0 at x with x + y = 1: I_x(a, b) below, I_y(b, a) above.
///
/// The density times a Mills ratio, on the side of the mean where x lies: the continued fraction of DiDonato and Morris (1992)
/// or, for a large shape, quadrature. NIST DLMF §8.17.
pub(super) fn tails(a: f64, b: f64, x: Dd, y: Dd) -> Tails {
    let kernel = kernel(a, b, x, y);
    let above = above_mean(a, b, x, y).value();
    if above <= 0.0 {
        Tails {
            small: kernel.times(mills(a, b, x.value(), y.value(), -above)),
            side: Side::Lower,
        }
    } else {
        Tails {
            small: kernel.times(mills(b, a, y.value(), x.value(), above)),
            side: Side::Upper,
        }
    }
}

/// xᵃ yᵇ / B(a, b), the density of the logit ln(X / (1 − X)).
pub(super) fn kernel(a: f64, b: f64, x: Dd, y: Dd) -> Scaled {
    let above = above_mean(a, b, x, y);
    let n = Dd::sum(a, b);
    let part = |shape: f64, share: Dd, above: Dd| {
        let ratio = n * share / shape;
        deviance(ratio, above / shape) * shape
    };
    let exponent = part(a, x, above) + part(b, y, -above);
    let stirling = stirling_error(a) + stirling_error(b) - stirling_error(n.value());
    Scaled {
        ln: -(exponent + stirling),
        factor: (a * (b / n.value()) / (2.0 * PI)).sqrt(),
    }
}

/// (a + b) x − a = b x − a y.
fn above_mean(a: f64, b: f64, x: Dd, y: Dd) -> Dd {
    x * b - y * a
}

/// I_x(a, b) / kernel for x up to the mean; `below` = a y − b x ≥ 0.
fn mills(a: f64, b: f64, x: f64, y: f64, below: f64) -> f64 {
    if a > LARGE {
        return quadrature(a, b, x, y, below);
    }
    let denominator = |m: f64| (a + m) * (below + 1.0 + m * (1.0 + y)) / (a + 2.0 * m + 1.0);
    let terms = |m: f64| {
        let mean = x / (a + 2.0 * m - 1.0);
        let common = m * (b - m) * mean;
        (
            (a + m - 1.0) * (a + b + m - 1.0) * common * mean,
            m + common + denominator(m),
        )
    };
    1.0 / continued_fraction(denominator(0.0), &terms)
}

/// ∫ exp(−a w − (a + b) ln(y + x e⁻ʷ)) dw, the logit going down from that of x.
fn quadrature(a: f64, b: f64, x: f64, y: f64, below: f64) -> f64 {
    let n = a + b;
    // the exponent as a function of e = e^∓ʷ − 1 times the smaller of x and y, so that nothing cancels
    let (sign, share, weight) = if x <= 0.5 { (-1.0, x, a) } else { (1.0, y, b) };
    let phi = |w: f64| {
        let v = sign * w;
        let z = share * libm::expm1(v);
        if z.abs() < 0.35 {
            let curved = expm1_minus(v);
            -below * (sign * (v + curved)) - weight * curved - n * log1p_minus(z)
        } else {
            weight * v - n * libm::log1p(z)
        }
    };
    let variance = a * y;
    let slope = below / variance.sqrt();
    let reach = 80.0 / (slope + (slope * slope + 80.0).sqrt()) / variance.sqrt();
    tail_integral(reach.min(20.0), &phi)
}
