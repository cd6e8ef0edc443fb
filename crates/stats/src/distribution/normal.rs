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
    if z < 5.0 || z.is_nan() {
        return libm::log(sf(z));
    }
    if z > 1e150 {
        return -0.5 * z * z;
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
    use super::super::reference::{agree, agree_absolutely};
    use super::*;

    // mpmath, 80 digits: erfc(z / sqrt(2)) / 2
    const SF: &[(&[f64], f64)] = &[
        (&[-38.0], 1.0),
        (&[-8.5], 0.999_999_999_999_999_991),
        (&[-3.0], 0.998_650_101_968_369_905),
        (&[-1.0], 0.841_344_746_068_542_949),
        (&[-0.1], 0.539_827_837_277_028_984),
        (&[0.0], 0.5),
        (&[1.0e-09], 0.499_999_999_601_057_72),
        (&[0.1], 0.460_172_162_722_971_016),
        (&[0.5], 0.308_537_538_725_986_896),
        (&[1.0], 0.158_655_253_931_457_051),
        (&[1.96], 0.024_997_895_148_220_436_2),
        (&[2.5], 0.006_209_665_325_776_135_17),
        (&[3.3], 4.834_241_423_837_775_07e-4),
        (&[4.9], 4.791_832_765_903_189_87e-7),
        (&[5.1], 1.698_267_407_147_601_46e-7),
        (&[6.5], 4.016_000_583_859_117_81e-11),
        (&[8.5], 9.479_534_822_203_318_35e-18),
        (&[10.0], 7.619_853_024_160_526_07e-24),
        (&[13.7], 5.076_214_811_597_879_22e-43),
        (&[17.0], 4.105_996_202_098_906_29e-65),
        (&[20.0], 2.753_624_118_606_233_7e-89),
        (&[25.25], 5.662_814_628_323_674_71e-141),
        (&[30.0], 4.906_713_927_148_187_06e-198),
        (&[33.3], 1.930_505_505_927_839_98e-243),
        (&[36.9], 2.310_524_481_140_617_51e-298),
        (&[37.5], 4.605_353_009_581_954_84e-308),
    ];
    // its logarithm
    const LN_SF: &[(&[f64], f64)] = &[
        (&[-9.0], -1.128_588_405_953_840_65e-19),
        (&[-2.0], -0.023_012_909_328_963_488_5),
        (&[0.5], -1.175_911_761_593_618_61),
        (&[4.9], -14.551_182_689_355_312_6),
        (&[5.5], -17.779_376_352_625_260_5),
        (&[9.0], -43.628_149_113_332_115_5),
        (&[38.0], -726.557_216_018_820_13),
        (&[100.0], -5_005.524_208_694_205_09),
        (&[1000.0], -500_007.826_694_812_184),
        (&[123_456.789], -7.620_789_387_737_846_05e9),
        (&[1.0e20], -5.0e39),
    ];
    // the root of its logarithm
    const UPPER_QUANTILE: &[(&[f64], f64)] = &[
        (&[0.5], 2.381_922_495_549_744_64e-88),
        (&[0.4], 0.253_347_103_135_799_741),
        (&[0.3], 0.524_400_512_708_040_816),
        (&[0.025], 1.959_963_984_540_054_21),
        (&[0.01], 2.326_347_874_040_841_09),
        (&[0.001], 3.090_232_306_167_813_54),
        (&[1.0e-05], 4.264_890_793_922_824_61),
        (&[1.0e-08], 5.612_001_244_174_788_73),
        (&[1.0e-15], 7.941_345_326_170_996_77),
        (&[1.0e-20], 9.262_340_089_798_407_58),
        (&[1.0e-50], 14.933_337_534_788_489),
        (&[1.0e-100], 21.273_453_560_965_324_3),
        (&[1.0e-200], 30.205_594_179_579_643_1),
        (&[1.0e-300], 37.047_096_299_361_199_2),
    ];

    #[test]
    fn equals_the_true_tails() {
        agree(2e-15, SF, |x| sf(x[0]));
        agree(2e-15, SF, |x| cdf(-x[0]));
        agree(2e-15, LN_SF, |x| ln_sf(x[0]));
        assert_eq!(sf(f64::INFINITY), 0.0);
        assert_eq!(sf(f64::NEG_INFINITY), 1.0);
        assert!(sf(f64::NAN).is_nan() && ln_sf(f64::NAN).is_nan());
    }

    #[test]
    fn equals_the_true_quantiles() {
        agree_absolutely(4e-16, UPPER_QUANTILE, |x| upper_quantile(x[0]));
        agree_absolutely(4e-16, UPPER_QUANTILE, |x| -quantile(x[0]));
        assert!((quantile(0.999) - 3.090_232_306_167_813_3).abs() < 1e-15);
        assert_eq!(quantile(0.5), 0.0);
        assert_eq!(quantile(0.0), f64::NEG_INFINITY);
        assert!(quantile(1.5).is_nan());
    }

    #[test]
    fn two_sided_goes_on_below_the_range_of_doubles() {
        // mpmath, 80 digits: log10(erfc(100 / sqrt(2)))
        let p = two_sided(-100.0);
        assert_eq!(p.value(), 0.0);
        assert!((p.log10() / -2_173.570_512_873_370_395 - 1.0).abs() < 1e-15);
        assert!((two_sided(1.0).value() - 0.317_310_507_862_914_1).abs() < 1e-16);
    }
}
