//! The parts of densities of which every power-times-exponential consists, free of cancellation.
//!
//! Loader (2000), *Fast and Accurate Computation of Binomial Probabilities*.

use crate::dd::Dd;

/// (artanh s − s) / s³ = Σ s²ʲ / (2j + 3), for s² well below 1.
pub(super) fn atanh_series(s2: f64) -> f64 {
    let (mut sum, mut power, mut odd) = (0.0, 1.0, 3.0);
    while power > 1e-17 {
        sum += power / odd;
        power *= s2;
        odd += 2.0;
    }
    sum
}

/// artanh s − s, to the precision of a double.
fn cubic(s: f64) -> f64 {
    s * s * s * atanh_series(s * s)
}

/// Natural logarithm of a positive number, to about 10⁻¹⁸ of its value.
///
/// ln(m 2ᵉ) = e ln 2 + 2 artanh((m − 1) / (m + 1)), m between √½ and √2.
pub(super) fn ln(x: Dd) -> Dd {
    let ln_2 = Dd::sum(std::f64::consts::LN_2, 2.319_046_813_846_299_6e-17);
    let (mut mantissa, mut exponent) = libm::frexp(x.value());
    if mantissa < std::f64::consts::FRAC_1_SQRT_2 {
        mantissa *= 2.0;
        exponent -= 1;
    }
    let m = Dd::sum(mantissa, libm::scalbn(x.rest(), -exponent));
    let s = (m - 1.0) / (m + 1.0);
    let artanh = s + cubic(s.value());
    ln_2 * f64::from(exponent) + artanh * 2.0
}

/// r − 1 − ln r ≥ 0 for a ratio r > 0, given with r − 1.
pub(super) fn deviance(ratio: Dd, excess: Dd) -> Dd {
    if excess.value().abs() >= 0.35 {
        return excess - ln(ratio);
    }
    let s = excess / (excess + 2.0);
    excess * s - 2.0 * cubic(s.value())
}

/// ln(1 + z) − z for z > −1.
pub(super) fn log1p_minus(z: f64) -> f64 {
    if z.abs() >= 0.35 {
        return libm::log1p(z) - z;
    }
    let s = z / (2.0 + z);
    let s2 = s * s;
    2.0 * s * s2 * atanh_series(s2) - z * s
}

/// eʷ − 1 − w.
pub(super) fn expm1_minus(w: f64) -> f64 {
    if w.abs() >= 0.5 {
        return libm::expm1(w) - w;
    }
    // w²/2 (1 + w/3 (1 + w/4 (...)))
    let (mut sum, mut term, mut n) = (1.0, 1.0, 2.0);
    while f64::abs(term) > 1e-17 {
        n += 1.0;
        term *= w / n;
        sum += term;
    }
    0.5 * w * w * sum
}

/// ln Γ(a + 1) − (a + ½) ln a + a − ½ ln 2π for a > 0.
///
/// Stirling's series from 10 on; below, δ(a) = δ(a + 1) + (a + ½) ln((a + 1) / a) − 1, a sum of positive terms.
pub(super) fn stirling_error(a: f64) -> f64 {
    let (mut a, mut below) = (a, 0.0);
    while a < 10.0 {
        below += if a < 1.0 {
            (a + 0.5) * libm::log1p(1.0 / a) - 1.0
        } else {
            let s = 1.0 / (2.0 * a + 1.0);
            s * s * atanh_series(s * s)
        };
        a += 1.0;
    }
    // B₂ₖ / (2k (2k − 1)), k from 1
    const COEFFICIENTS: [f64; 8] = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1260.0,
        -1.0 / 1680.0,
        1.0 / 1188.0,
        -691.0 / 360_360.0,
        1.0 / 156.0,
        -3617.0 / 122_400.0,
    ];
    let inverse = 1.0 / a;
    let square = inverse * inverse;
    let series = COEFFICIENTS
        .iter()
        .rev()
        .fold(0.0, |sum, coefficient| sum * square + coefficient);
    below + series * inverse
}

/// ln |Γ(x)|, to about 10⁻¹⁵ of its value near its zeros 1 and 2 too. ∞ at 0 and the negative whole numbers. R: `lgamma(x)`.
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}
