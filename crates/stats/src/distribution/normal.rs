//! The standard normal distribution.

use super::incomplete_gamma;
use super::tails::Side;
use crate::Probability;
use crate::dd::Dd;

/// Φ(z) = P(Z ≤ z). R: `pnorm(z)`. NaN for NaN.
pub fn cdf(z: f64) -> f64 {
    sf(-z)
}

/// P(Z ≥ z) = erfc(z / √2) / 2, to about 10⁻¹⁵ of its value down to the smallest doubles. R: `pnorm(z, lower.tail = FALSE)`.
///
/// NaN for NaN.
pub fn sf(z: f64) -> f64 {
    // z / √2 in two parts: its rounding alone would cost z² units in the last place
    let sqrt_half = Dd::sum(std::f64::consts::FRAC_1_SQRT_2, -4.833_646_656_726_457e-17);
    if z.abs() > 40.0 || z.is_nan() {
        return if z > 0.0 {
            0.0
        } else if z < 0.0 {
            1.0
        } else {
            z
        };
    }
    let u = sqrt_half * z;
    let slope = std::f64::consts::FRAC_2_SQRT_PI * libm::exp(-u.value() * u.value());
    0.5 * (libm::erfc(u.value()) - slope * u.rest())
}

/// ln P(Z ≥ z), for any z: −z²/2 and less far beyond the range of doubles. R: `pnorm(z, lower.tail = FALSE, log.p = TRUE)`.
pub fn ln_sf(z: f64) -> f64 {
    if z < 0.0 {
        return libm::log1p(-sf(-z));
    }
    if z < 5.0 {
        return libm::log(sf(z));
    }
    if z > 1e150 {
        return f64::NEG_INFINITY.max(-0.5 * z * z);
    }
    let half_square = Dd::product(z, 0.5 * z);
    incomplete_gamma::tails(0.5, half_square).ln(Side::Upper) - std::f64::consts::LN_2
}

/// The two-sided p-value P(|Z| ≥ |z|), below the range of doubles as its logarithm. R: `2 * pnorm(-abs(z))`.
pub fn two_sided(z: f64) -> Probability {
    let z = z.abs();
    Probability::from_tail(2.0 * sf(z), || ln_sf(z) + std::f64::consts::LN_2)
}

/// z with P(Z ≥ z) = p, accurate for the smallest p. R: `qnorm(p, lower.tail = FALSE)`.
pub fn upper_quantile(p: f64) -> f64 {
    -quantile(p)
}

/// z with Φ(z) = p. Wichura (1988), algorithm AS 241 (PPND16), about 1 part in 10¹⁶. R: `qnorm(p)`.
///
/// −∞ for 0, ∞ for 1, NaN outside [0, 1].
pub fn quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180625 - q * q;
        return q * ratio(
            r,
            &[
                3.387_132_872_796_366_608_0,
                1.331_416_678_917_843_774_5e2,
                1.971_590_950_306_551_442_7e3,
                1.373_169_376_550_946_112_5e4,
                4.592_195_393_154_987_145_7e4,
                6.726_577_092_700_870_085_3e4,
                3.343_057_558_358_812_810_5e4,
                2.509_080_928_730_122_672_7e3,
            ],
            &[
                1.0,
                4.231_333_070_160_091_125_2e1,
                6.871_870_074_920_579_082_7e2,
                5.394_196_021_424_751_107_7e3,
                2.121_379_430_158_659_586_7e4,
                3.930_789_580_009_271_061_0e4,
                2.872_908_573_572_194_267_4e4,
                5.226_495_278_852_854_561_0e3,
            ],
        );
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail == 0.0 {
        return f64::INFINITY.copysign(q);
    }
    let r = (-libm::log(tail)).sqrt();
    let z = if r <= 5.0 {
        ratio(
            r - 1.6,
            &[
                1.423_437_110_749_683_577_34,
                4.630_337_846_156_545_295_9,
                5.769_497_221_460_691_405_5,
                3.647_848_324_763_204_605_04,
                1.270_458_252_452_368_382_58,
                2.417_807_251_774_506_117_7e-1,
                2.272_384_498_926_918_458_33e-2,
                7.745_450_142_783_414_076_4e-4,
            ],
            &[
                1.0,
                2.053_191_626_637_758_821_87,
                1.676_384_830_183_803_849_4,
                6.897_673_349_851_000_045_5e-1,
                1.481_039_764_274_800_745_9e-1,
                1.519_866_656_361_645_719_66e-2,
                5.475_938_084_995_344_946e-4,
                1.050_750_071_644_416_843_24e-9,
            ],
        )
    } else {
        ratio(
            r - 5.0,
            &[
                6.657_904_643_501_103_777_2,
                5.463_784_911_164_114_369_9,
                1.784_826_539_917_291_335_8,
                2.965_605_718_285_048_912_3e-1,
                2.653_218_952_657_612_309_3e-2,
                1.242_660_947_388_078_438_6e-3,
                2.711_555_568_743_487_578_15e-5,
                2.010_334_399_292_288_132_65e-7,
            ],
            &[
                1.0,
                5.998_322_065_558_879_376_9e-1,
                1.369_298_809_227_358_053_1e-1,
                1.487_536_129_085_061_485_25e-2,
                7.868_691_311_456_132_591e-4,
                1.846_318_317_510_054_681_8e-5,
                1.421_511_758_316_445_888_7e-7,
                2.044_263_103_389_939_785_64e-15,
            ],
        )
    };
    z.copysign(q)
}

/// e^{x²} erfc(x).
pub(super) fn erfc_scaled(x: f64) -> f64 {
    if x < 6.5 {
        let square = Dd::product(x, x);
        let power = libm::exp(square.value());
        return (power + power * square.rest()) * libm::erfc(x);
    }
    // the terms of the asymptotic series fall below 10⁻¹⁷ before they grow again
    let ratio = -0.5 / (x * x);
    let (mut sum, mut term, mut n) = (0.0, 1.0, 1.0);
    while f64::abs(term) > 1e-17 {
        sum += term;
        term *= ratio * n;
        n += 2.0;
    }
    sum * (0.5 * std::f64::consts::FRAC_2_SQRT_PI) / x
}

/// Quotient of two polynomials with coefficients in rising powers.
fn ratio(x: f64, numerator: &[f64; 8], denominator: &[f64; 8]) -> f64 {
    let value = |coefficients: &[f64; 8]| {
        coefficients
            .iter()
            .rev()
            .fold(0.0, |sum, coefficient| sum * x + coefficient)
    };
    value(numerator) / value(denominator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_the_true_quantile() {
        // mpmath, 50 digits: root of log ncdf(z) - log p
        for (p, z) in [
            (0.025, -1.959_963_984_540_054_2),
            (0.3, -0.524_400_512_708_040_8),
            (1e-20, -9.262_340_089_798_407_6),
            (0.999, 3.090_232_306_167_813_3),
        ] {
            assert!(
                (quantile(p) - z).abs() < 4e-16 * z.abs().max(1.0),
                "{p}: {}",
                quantile(p)
            );
        }
        assert_eq!(quantile(0.5), 0.0);
        assert_eq!(quantile(0.0), f64::NEG_INFINITY);
        assert!(quantile(1.5).is_nan());
    }
}
