//! The regularised incomplete gamma function.

use std::f64::consts::PI;

/// Q(a, x) = Γ(a, x) / Γ(a) for a > 0, x > 0.
///
/// Lentz's continued fraction above a + 1, one minus the power series below, where Q is not small. NIST DLMF §8.9, §8.11.
pub(super) fn upper_regularised(a: f64, x: f64) -> f64 {
    if x == f64::INFINITY {
        return 0.0;
    }
    let q = if x < a + 1.0 {
        1.0 - poisson_density(a, x) * series(a, x)
    } else {
        poisson_density(a, x) * a / x * fraction(a, x)
    };
    q.clamp(0.0, 1.0)
}

/// Σ xⁿ / ((a + 1) ... (a + n)), n from 0.
fn series(a: f64, x: f64) -> f64 {
    let (mut sum, mut term, mut n) = (1.0, 1.0, a);
    while term > sum * f64::EPSILON / 8.0 {
        n += 1.0;
        term *= x / n;
        sum += term;
    }
    sum
}

/// x (Γ(a, x) eˣ x⁻ᵃ) by the modified Lentz algorithm.
fn fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut value = d;
    let mut i = 1.0;
    loop {
        let an = -i * (i - a);
        b += 2.0;
        d = an * d + b;
        if d.abs() < TINY {
            d = TINY;
        }
        c = b + an / c;
        if c.abs() < TINY {
            c = TINY;
        }
        d = 1.0 / d;
        let delta = d * c;
        value *= delta;
        i += 1.0;
        if (delta - 1.0).abs() < f64::EPSILON || i > 1e6 {
            return value * x;
        }
    }
}

/// xᵃ e⁻ˣ / Γ(a + 1), without cancellation for large a. Loader (2000), *Fast and Accurate Computation of Binomial Probabilities*.
fn poisson_density(a: f64, x: f64) -> f64 {
    libm::exp(-stirling_error(a) - deviance(a, x)) / (2.0 * PI * a).sqrt()
}

/// ln Γ(a + 1) − (a + ½) ln a + a − ½ ln 2π.
fn stirling_error(a: f64) -> f64 {
    if a < 16.0 {
        return libm::lgamma(a + 1.0) - (a + 0.5) * libm::log(a) + a - 0.5 * libm::log(2.0 * PI);
    }
    let a2 = a * a;
    (1.0 / 12.0
        - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / a2) / a2) / a2) / a2)
        / a
}

/// a ln(a / x) + x − a.
fn deviance(a: f64, x: f64) -> f64 {
    let difference = a - x;
    if difference.abs() < 0.1 * (a + x) {
        // a series in v, because the terms nearly cancel
        let v = difference / (a + x);
        let mut sum = difference * v;
        let mut term = 2.0 * a * v;
        let mut j = 1.0;
        loop {
            term *= v * v;
            let next = sum + term / (2.0 * j + 1.0);
            if next == sum || j > 1000.0 {
                return next;
            }
            sum = next;
            j += 1.0;
        }
    }
    a * libm::log(a / x) + x - a
}
