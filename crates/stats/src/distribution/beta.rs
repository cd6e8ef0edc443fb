//! The beta distribution with shapes a, b > 0.
//!
//! NaN where a shape is not positive and below 10²⁹⁰ or an argument is no number.
//! The tail on the side of a shape far below 1, there nearly all of the probability, is right in absolute terms, not to its last digit.

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
        // beyond, a tail is a power of the odds
        let near = odds.clamp(1e-280, 1e280);
        let tails = tails_at_odds(a, b, Dd::from(near), Dd::ONE);
        let power = match side {
            Side::Upper if odds > near => -b,
            Side::Lower if odds < near => a,
            _ => return sign * excess(tails.probability(side), tails.ln(side), p),
        };
        let ln = tails.ln(side) + power * libm::log(odds / near);
        sign * excess(libm::exp(ln), ln, p)
    };
    root(
        Motion::Product,
        a / b,
        (1.0 / a + 1.0 / b).sqrt().min(2.0),
        &mut f,
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::reference::agree;
    use super::*;

    // mpmath, 60 digits: betainc(a, b, 0, x, regularized=True)
    const CDF: &[(&[f64], f64)] = &[
        (&[1.0e-06, 0.5, 0.5], 6.366_198_784_709_244_7e-4),
        (&[0.15, 0.5, 0.5], 0.253_183_311_106_634_974),
        (&[0.5, 0.5, 0.5], 0.5),
        (&[0.999, 0.5, 0.5], 0.979_864_958_366_622_5),
        (&[1.0e-06, 1.0, 3.0], 2.999_997_000_000_999_86e-6),
        (&[0.075, 1.0, 3.0], 0.208_546_874_999_999_993),
        (&[0.25, 1.0, 3.0], 0.578_125),
        (&[0.899_52, 1.0, 3.0], 0.998_985_530_769_408),
        (&[1.0e-06, 0.2, 40.0], 0.143_422_050_002_388_017),
        (&[0.001_492_5, 0.2, 40.0], 0.612_678_760_871_540_277),
        (&[0.004_975_1, 0.2, 40.0], 0.762_816_260_753_282_234),
        (&[0.038_266, 0.2, 40.0], 0.976_147_117_472_830_075),
        (&[1.0e-06, 12.5, 7.0], 2.251_087_005_639_459_3e-71),
        (&[0.192_31, 12.5, 7.0], 7.819_652_564_042_274_38e-6),
        (&[0.641_03, 12.5, 7.0], 0.482_182_003_273_796_639),
        (&[0.966_92, 12.5, 7.0], 0.999_998_755_929_484_318),
        (&[0.189_06, 60.5, 35.5], 1.307_179_333_740_644_85e-21),
        (&[0.630_21, 60.5, 35.5], 0.492_680_542_323_221_315),
        (&[0.778_02, 60.5, 35.5], 0.999_423_443_557_075_958),
        (&[0.298_95, 200.0, 0.7], 2.300_811_155_520_191_69e-106),
        (&[0.996_51, 200.0, 0.7], 0.343_966_246_898_776_942),
        (&[0.999, 200.0, 0.7], 0.670_943_100_729_251_213),
        (&[0.625, 1500.0, 900.0], 0.498_598_171_287_098_284),
        (&[0.654_65, 1500.0, 900.0], 0.998_784_072_459_080_304),
        (
            &[0.130_43, 300_000.0, 2_000_000.0],
            0.491_601_037_790_402_745,
        ),
        (
            &[0.131_1, 300_000.0, 2_000_000.0],
            0.998_613_032_673_530_656,
        ),
    ];
    // its complement
    const SF: &[(&[f64], f64)] = &[
        (&[0.15, 0.5, 0.5], 0.746_816_688_893_365_026),
        (&[0.999, 0.5, 0.5], 0.020_135_041_633_377_499_9),
        (&[0.25, 1.0, 3.0], 0.421_875),
        (&[0.001_492_5, 0.2, 40.0], 0.387_321_239_128_459_723),
        (&[0.038_266, 0.2, 40.0], 0.023_852_882_527_169_925_5),
        (&[0.641_03, 12.5, 7.0], 0.517_817_996_726_203_361),
        (&[0.189_06, 60.5, 35.5], 1.0),
        (&[0.778_02, 60.5, 35.5], 5.765_564_429_240_422_89e-4),
        (&[0.996_51, 200.0, 0.7], 0.656_033_753_101_223_058),
        (&[0.625, 1500.0, 900.0], 0.501_401_828_712_901_716),
        (
            &[0.130_43, 300_000.0, 2_000_000.0],
            0.508_398_962_209_597_255,
        ),
    ];

    #[test]
    fn equals_the_true_tails() {
        agree(1e-14, CDF, |x| cdf(x[0], x[1], x[2]));
        agree(1e-14, SF, |x| sf(x[0], x[1], x[2]));
        agree(1e-12, CDF, |x| libm::exp(ln_cdf(x[0], x[1], x[2])));
        agree(1e-12, SF, |x| libm::exp(ln_sf(x[0], x[1], x[2])));
    }

    #[test]
    fn ends_and_what_is_no_distribution() {
        assert_eq!(cdf(0.0, 2.0, 3.0), 0.0);
        assert_eq!(cdf(1.5, 2.0, 3.0), 1.0);
        assert_eq!(quantile(0.0, 2.0, 3.0), 0.0);
        assert_eq!(quantile(1.0, 2.0, 3.0), 1.0);
        assert!(cdf(0.5, 0.0, 1.0).is_nan() && quantile(-0.1, 1.0, 1.0).is_nan());
    }

    proptest! {
        #[test]
        fn mirrors_and_inverts(p in 1e-12..1.0f64, a in 0.3..500.0f64, b in 0.3..500.0f64) {
            let x = quantile(p, a, b);
            prop_assume!(x > 1e-12 && x < 1.0 - 1e-4);
            prop_assert!((cdf(x, a, b) / p - 1.0).abs() < 1e-10, "{x}");
            prop_assert!((upper_quantile(p, b, a) + x - 1.0).abs() < 1e-13);
        }
    }
}
