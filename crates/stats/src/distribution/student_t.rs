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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::reference::agree;
    use super::*;

    // mpmath, 80 digits: betainc(df / 2, 1 / 2, 0, df / (df + t^2), regularized=True) / 2
    const SF: &[(&[f64], f64)] = &[
        (&[-2.5, 0.5], 0.799_514_735_473_353_408),
        (&[0.01, 0.5], 0.497_303_371_818_052_248),
        (&[1.3, 0.5], 0.270_307_326_722_560_226),
        (&[4.0, 0.5], 0.159_610_041_494_335_765),
        (&[35.0, 0.5], 0.054_205_040_552_611_838_6),
        (&[-2.5, 1.0], 0.878_881_058_409_156_601),
        (&[0.01, 1.0], 0.496_817_007_235_091_745),
        (&[1.3, 1.0], 0.208_714_400_160_152_731),
        (&[4.0, 1.0], 0.077_979_130_377_369_325_5),
        (&[35.0, 1.0], 0.009_092_094_675_648_434_08),
        (&[-2.5, 2.0], 0.935_194_139_889_244_595),
        (&[0.01, 2.0], 0.496_464_554_479_100_486),
        (&[1.3, 2.0], 0.161_623_515_908_020_185),
        (&[4.0, 2.0], 0.028_595_479_208_968_317_1),
        (&[35.0, 2.0], 4.076_641_525_714_792_71e-4),
        (&[-2.5, 3.7], 0.964_088_988_544_086_614),
        (&[0.01, 3.7], 0.496_268_463_505_929_655),
        (&[1.3, 3.7], 0.134_333_362_086_313_834),
        (&[4.0, 3.7], 0.009_394_455_009_390_571_17),
        (&[35.0, 3.7], 4.206_484_962_639_394_65e-6),
        (&[-2.5, 10.0], 0.984_276_577_881_695_598),
        (&[0.01, 10.0], 0.496_108_987_495_485_712),
        (&[1.3, 10.0], 0.111_382_908_603_422_285),
        (&[4.0, 10.0], 0.001_259_166_312_368_346_13),
        (&[35.0, 10.0], 4.297_404_277_991_814_94e-12),
        (&[-2.5, 30.0], 0.990_942_175_465_966_653),
        (&[0.01, 30.0], 0.496_043_746_286_588_848),
        (&[1.3, 30.0], 0.101_750_479_269_058_442),
        (&[4.0, 30.0], 1.909_228_180_418_784_22e-4),
        (&[35.0, 30.0], 3.473_889_180_539_618_92e-26),
        (&[-2.5, 200.0], 0.993_388_413_679_149_605),
        (&[0.01, 200.0], 0.496_015_627_576_640_559),
        (&[1.3, 200.0], 0.097_548_594_654_428_182),
        (&[4.0, 200.0], 4.456_547_609_296_719_33e-5),
        (&[35.0, 200.0], 1.599_021_871_800_542_01e-87),
        (&[-2.5, 100_000.0], 0.993_789_540_403_720_477),
        (&[0.01, 100_000.0], 0.496_010_653_659_411_578),
        (&[1.3, 100_000.0], 0.096_801_982_771_590_004_1),
        (&[4.0, 100_000.0], 3.169_399_877_859_766_96e-5),
        (&[35.0, 100_000.0], 4.675_833_169_799_530_89e-267),
        (&[-2.5, 10_000_000_000.0], 0.993_790_334_666_281_354),
        (&[0.01, 10_000_000_000.0], 0.496_010_643_685_468_137),
        (&[1.3, 10_000_000_000.0], 0.096_800_484_600_592_224_7),
        (&[4.0, 10_000_000_000.0], 3.167_124_206_063_130_56e-5),
        (&[35.0, 10_000_000_000.0], 1.124_952_977_864_226_37e-268),
        (&[1_000_000.0, 3.0], 1.102_657_790_839_614_53e-18),
        (&[1.0e100, 2.0], 4.999_999_999_999_999_84e-201),
        (&[1.0e150, 1.5], 3.770_852_432_016_246_46e-226),
        (&[60.0, 1000.0], 5.956_525_474_056_046_13e-334),
    ];
    // its logarithm
    const LN_SF: &[(&[f64], f64)] = &[
        (&[500.0, 1000.0], -2_767.097_543_719_887_47),
        (&[100_000.0, 300.0], -2_602.081_935_880_060_55),
        (&[1.0e200, 100.0], -45_824.667_374_166_046_2),
        (&[0.3, 4.0], -0.942_735_548_697_652_567),
    ];
    // mpmath: its root by bisection
    const UPPER_QUANTILE: &[(&[f64], f64)] = &[
        (&[0.499, 1.0], 0.003_141_602_989_056_158_92),
        (&[0.3, 1.0], 0.726_542_528_005_360_939),
        (&[0.025, 1.0], 12.706_204_736_174_703_9),
        (&[0.000_1, 1.0], 3_183.098_757_118_150_75),
        (&[1.0e-30, 1.0], 3.183_098_861_837_906_45e29),
        (&[0.499, 2.5], 0.002_763_896_269_065_382_54),
        (&[0.3, 2.5], 0.597_307_738_252_317_495),
        (&[0.025, 2.5], 3.574_654_842_003_683_13),
        (&[0.000_1, 2.5], 34.867_969_321_114_772_1),
        (&[1.0e-30, 2.5], 8.765_437_882_279_991_66e11),
        (&[0.499, 10.0], 0.002_569_981_146_866_716_2),
        (&[0.3, 10.0], 0.541_528_038_755_015_691),
        (&[0.025, 10.0], 2.228_138_851_986_274_72),
        (&[0.000_1, 10.0], 5.693_820_101_457_512_54),
        (&[1.0e-30, 10.0], 2_564.523_931_742_615_26),
        (&[0.499, 120.0], 0.002_511_858_463_227_918_2),
        (&[0.3, 120.0], 0.525_796_390_607_105_403),
        (&[0.025, 120.0], 1.979_930_405_082_440_82),
        (&[0.000_1, 120.0], 3.837_170_749_032_806_69),
        (&[1.0e-30, 120.0], 15.500_559_577_388_075_2),
        (&[0.499, 1_000_000.0], 0.002_506_631_526_233_506_87),
        (&[0.3, 1_000_000.0], 0.524_400_679_860_208_921),
        (&[0.025, 1_000_000.0], 1.959_966_356_814_107_01),
        (&[0.000_1, 1_000_000.0], 3.719_030_274_762_543_39),
        (&[1.0e-30, 1_000_000.0], 11.464_404_226_614_269_5),
        (&[1.0e-300, 3.0], 1.033_110_836_044_652_9e100),
        (&[1.0e-300, 200.0], 439.076_526_583_153_389),
    ];

    #[test]
    fn equals_the_true_tails() {
        agree(1e-14, SF, |x| sf(x[0], x[1]));
        agree(1e-14, SF, |x| cdf(-x[0], x[1]));
        agree(1e-15, LN_SF, |x| ln_sf(x[0], x[1]));
        let p = two_sided(1e200, 100.0);
        // mpmath: log10 of twice the tail
        assert!((p.log10() / -19_901.099_145_656_626_401 - 1.0).abs() < 1e-15);
        assert_eq!(two_sided(-2.0, 7.0), two_sided(2.0, 7.0));
    }

    #[test]
    fn equals_the_true_quantiles() {
        agree(4e-15, UPPER_QUANTILE, |x| upper_quantile(x[0], x[1]));
        agree(4e-15, UPPER_QUANTILE, |x| -quantile(x[0], x[1]));
        assert_eq!(quantile(0.5, 3.0), 0.0);
        assert_eq!(upper_quantile(0.0, 3.0), f64::INFINITY);
        assert_eq!(upper_quantile(1.0, 3.0), f64::NEG_INFINITY);
    }

    #[test]
    fn infinite_df_is_the_normal_distribution() {
        for t in [-3.0, 0.0, 2.0, 30.0] {
            assert_eq!(sf(t, f64::INFINITY), normal::sf(t));
            assert!((sf(t, 1e20) / normal::sf(t) - 1.0).abs() < 1e-14);
        }
        assert!(sf(1.0, 0.0).is_nan() && sf(f64::NAN, 3.0).is_nan() && sf(1.0, f64::NAN).is_nan());
        assert_eq!(sf(f64::INFINITY, 3.0), 0.0);
        assert_eq!(sf(f64::NEG_INFINITY, 3.0), 1.0);
    }

    proptest! {
        #[test]
        fn one_degree_of_freedom_is_cauchy(t in 1.0..1e6f64) {
            prop_assert!((sf(t, 1.0) * std::f64::consts::PI / libm::atan(1.0 / t) - 1.0).abs() < 4e-15);
        }

        #[test]
        fn quantiles_invert(p in 1e-12..0.5f64, df in 0.3..1e4f64) {
            prop_assert!((sf(upper_quantile(p, df), df) / p - 1.0).abs() < 1e-13);
        }
    }
}
