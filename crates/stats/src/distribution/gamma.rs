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
    if !((0.0..=1.0).contains(&p) && shape > 0.0 && shape < 1e290) {
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

#[cfg(test)]
mod tests {
    use super::super::reference::agree;
    use super::*;

    // mpmath, 80 digits: gammainc(a, x, inf, regularized=True)
    const SF: &[(&[f64], f64)] = &[
        (&[1.0e-08, 1.0e-06], 1.784_330_671_782_644_39e-5),
        (&[3.0e-07, 1.0e-06], 1.444_216_453_079_271_19e-5),
        (&[1.0e-06, 1.0e-06], 1.323_820_908_966_483_21e-5),
        (&[0.502, 1.0e-06], 5.573_550_231_975_863_73e-7),
        (&[60.02, 1.0e-06], 1.406_980_539_197_725_78e-34),
        (&[1.0e-08, 0.01], 0.163_489_745_314_766_647),
        (&[0.003, 0.01], 0.051_080_018_795_025_001),
        (&[0.01, 0.01], 0.039_652_576_478_490_802_3),
        (&[0.71, 0.01], 0.003_695_748_242_540_691_59),
        (&[62.01, 0.01], 1.952_358_724_890_413_69e-31),
        (&[1.0e-08, 0.3], 0.995_564_120_686_354_67),
        (&[0.09, 0.3], 0.469_888_851_429_568_944),
        (&[0.3, 0.3], 0.273_042_656_289_633_806),
        (&[1.895_4, 0.3], 0.025_155_619_939_898_550_7),
        (&[71.254, 0.3], 1.895_513_865_688_847_42e-33),
        (&[1.0e-08, 1.0], 0.999_999_990_000_000_05),
        (&[0.3, 1.0], 0.740_818_220_681_717_874),
        (&[1.0, 1.0], 0.367_879_441_171_442_322),
        (&[3.5, 1.0], 0.030_197_383_422_318_500_7),
        (&[81.0, 1.0], 6.639_677_199_580_734_4e-36),
        (&[1.0e-08, 7.5], 1.0),
        (&[2.25, 7.5], 0.995_580_016_195_957_247),
        (&[7.5, 7.5], 0.451_417_211_225_725_236),
        (&[13.477, 7.5], 0.029_113_383_573_838_622_5),
        (&[122.27, 7.5], 1.651_115_132_243_057_23e-43),
        (&[1.0e-08, 99.0], 1.0),
        (&[29.7, 99.0], 1.0),
        (&[99.0, 99.0], 0.486_634_197_669_209_598),
        (&[119.4, 99.0], 0.025_159_210_118_787_154),
        (&[358.0, 99.0], 9.268_953_486_560_236_56e-60),
        (&[1.0e-08, 101.0], 1.0),
        (&[30.3, 101.0], 1.0),
        (&[101.0, 101.0], 0.486_767_208_081_454_874),
        (&[121.6, 101.0], 0.025_138_084_709_708_857),
        (&[362.0, 101.0], 6.699_348_253_549_802_19e-60),
        (&[1.0e-08, 5000.0], 1.0),
        (&[1500.0, 5000.0], 1.0),
        (&[5000.0, 5000.0], 0.498_119_365_966_182_645),
        (&[5141.9, 5000.0], 0.023_141_882_004_846_092_7),
        (&[6474.2, 5000.0], 1.330_934_107_028_810_64e-81),
    ];
    // its complement
    const CDF: &[(&[f64], f64)] = &[
        (&[1.0e-08, 0.3], 0.004_435_879_313_645_329_51),
        (&[0.2, 0.01], 0.987_784_409_456_754_191),
        (&[2.0, 7.5], 0.002_262_655_847_083_079_26),
        (&[50.0, 99.0], 6.460_704_028_880_585_35e-10),
        (&[52.0, 101.0], 1.158_883_475_474_511_07e-9),
        (&[4500.0, 5000.0], 1.269_773_170_520_442_12e-13),
    ];

    #[test]
    fn equals_the_true_tails() {
        agree(1e-14, SF, |x| sf(x[0], x[1]));
        agree(1e-14, CDF, |x| cdf(x[0], x[1]));
        agree(1e-14, CDF, |x| libm::exp(ln_cdf(x[0], x[1])));
        agree(1e-12, SF, |x| libm::exp(ln_sf(x[0], x[1])));
    }

    #[test]
    fn quantiles_invert() {
        agree(1e-12, &CDF[1..], |x| {
            cdf(quantile(cdf(x[0], x[1]), x[1]), x[1])
        });
        agree(1e-12, &SF[16..], |x| {
            sf(upper_quantile(sf(x[0], x[1]), x[1]), x[1])
        });
        assert_eq!(quantile(0.0, 2.0), 0.0);
        assert_eq!(quantile(1.0, 2.0), f64::INFINITY);
        assert!(sf(1.0, 0.0).is_nan() && quantile(0.5, f64::INFINITY).is_nan());
    }
}
