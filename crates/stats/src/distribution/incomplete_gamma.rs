//! The regularised incomplete gamma functions P(a, x) and Q(a, x).

use std::f64::consts::PI;

use super::deviance::{deviance, expm1_minus, stirling_error};
use super::quadrature::{continued_fraction, tail_integral};
use super::tails::{Scaled, Side, Tails};
use crate::dd::Dd;

/// From here on the quadrature is quicker than series and continued fraction.
const LARGE: f64 = 100.0;

/// Both tails of the gamma distribution with shape a > 0 at x > 0: P(a, x) below, Q(a, x) above.
///
/// The density at x times a Mills ratio: power series or, for large a, quadrature below the mean; continued fraction
/// or quadrature above. NIST DLMF §8.2, §8.9, §8.11.
pub(super) fn tails(a: f64, x: Dd) -> Tails {
    let kernel = kernel(a, x);
    let below = (Dd::from(a) - x).value();
    let x = x.value();
    if a < 1.0 && x < 1.0 {
        let power = a * libm::log(x) - ln_gamma_1p(a);
        return if power > -std::f64::consts::LN_2 {
            near_zero(a, x, power, kernel)
        } else {
            Tails {
                small: kernel.times(series(a, x)),
                side: Side::Lower,
            }
        };
    }
    if below > 0.0 {
        let mills = if a > LARGE {
            // t = x e⁻ʷ
            tail_integral(reach(a, below), &|w| -below * w - x * expm1_minus(-w))
        } else {
            series(a, x)
        };
        return Tails {
            small: kernel.times(mills),
            side: Side::Lower,
        };
    }
    let mills = if a > LARGE {
        // t = x eʷ
        tail_integral(reach(a, below), &|w| below * w - x * expm1_minus(w))
    } else {
        1.0 / continued_fraction(x + 1.0 - a, &|i| (-i * (i - a), x + 2.0 * i + 1.0 - a))
    };
    Tails {
        small: kernel.times(mills),
        side: Side::Upper,
    }
}

/// xᵃ e⁻ˣ / Γ(a), the density of ln X.
pub(super) fn kernel(a: f64, x: Dd) -> Scaled {
    let shape = Dd::from(a);
    let exponent = shape * deviance(x / shape, (x - shape) / shape);
    Scaled {
        ln: -(exponent + stirling_error(a)),
        factor: (a / (2.0 * PI)).sqrt(),
    }
}

/// Where the integrand has fallen to about e⁻⁴⁰: a normal curve of variance 1 / a cut off at a slope.
fn reach(a: f64, slope: f64) -> f64 {
    let z = slope.abs() / a.sqrt();
    80.0 / (z + (z * z + 80.0).sqrt()) / a.sqrt()
}

/// Σ xⁿ / (a (a + 1) ... (a + n)), n from 0.
fn series(a: f64, x: f64) -> f64 {
    let (mut sum, mut term, mut n) = (1.0, 1.0, a);
    while term > sum * (f64::EPSILON / 8.0) {
        n += 1.0;
        term *= x / n;
        sum += term;
    }
    sum / a
}

/// Shape and x below 1 and P not small: Q = 1 − xᵃ / Γ(a + 1) + ... by the series of x without its first term,
/// `power` = ln(xᵃ / Γ(a + 1)).
fn near_zero(a: f64, x: f64, power: f64, kernel: Scaled) -> Tails {
    let (mut sum, mut term, mut n) = (0.0, 1.0, 0.0);
    while f64::abs(term) > 1e-18 * x {
        n += 1.0;
        term *= -x / n;
        sum += term * a / (a + n);
    }
    let upper = -libm::expm1(power) - libm::exp(power) * sum;
    Tails {
        small: kernel.times(upper / kernel.value()),
        side: Side::Upper,
    }
}

/// ln Γ(1 + a) for 0 < a < 1, accurate for small a too.
fn ln_gamma_1p(a: f64) -> f64 {
    const EULER: f64 = 0.577_215_664_901_532_9;
    let rounded = 1.0 + a;
    let lost = a - (rounded - 1.0);
    libm::lgamma(rounded) + lost * (1.644_934_066_848_226_4 * (rounded - 1.0) - EULER)
}
