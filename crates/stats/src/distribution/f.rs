//! The F distribution of Fisher and Snedecor with any positive degrees of freedom, either of them ∞ as well.
//!
//! NaN where degrees of freedom are not positive or an argument is no number.

use super::beta;
use super::gamma;
use super::tails::{Side, Tails};
use crate::Probability;
use crate::dd::Dd;

/// From here on a mean square has no error that a double could show.
const KNOWN: f64 = 1e25;
/// Beyond, and below its inverse, the tail is a power of x.
const POWER: f64 = 1e100;

/// P(F ≤ x). R: `pf(x, df1, df2)`. 0 for x ≤ 0.
pub fn cdf(x: f64, df1: f64, df2: f64) -> f64 {
    probability(Side::Lower, x, df1, df2)
}

/// P(F ≥ x) = I_{df2/(df2 + df1 x)}(df2/2, df1/2). R: `pf(x, df1, df2, lower.tail = FALSE)`. 1 for x ≤ 0.
pub fn sf(x: f64, df1: f64, df2: f64) -> f64 {
    probability(Side::Upper, x, df1, df2)
}

/// ln P(F ≥ x). R: `pf(x, df1, df2, lower.tail = FALSE, log.p = TRUE)`.
pub fn ln_sf(x: f64, df1: f64, df2: f64) -> f64 {
    ln_probability(Side::Upper, x, df1, df2)
}

/// The p-value P(F ≥ x), below the range of doubles as its logarithm.
pub fn tail(x: f64, df1: f64, df2: f64) -> Probability {
    Probability::from_tail(sf(x, df1, df2), || ln_sf(x, df1, df2))
}

/// x with P(F ≤ x) = p. R: `qf(p, df1, df2)`. 0 for p = 0, ∞ for p = 1; NaN outside [0, 1].
pub fn quantile(p: f64, df1: f64, df2: f64) -> f64 {
    if p > 0.5 {
        solve(Side::Upper, 1.0 - p, df1, df2)
    } else {
        solve(Side::Lower, p, df1, df2)
    }
}

/// x with P(F ≥ x) = p. R: `qf(p, df1, df2, lower.tail = FALSE)`.
pub fn upper_quantile(p: f64, df1: f64, df2: f64) -> f64 {
    if p > 0.5 {
        solve(Side::Lower, 1.0 - p, df1, df2)
    } else {
        solve(Side::Upper, p, df1, df2)
    }
}

fn valid(df1: f64, df2: f64) -> bool {
    df1 > 0.0 && df2 > 0.0
}

/// Both tails for 10⁻¹⁰⁰ ≤ x ≤ 10¹⁰⁰ and finite degrees of freedom.
fn tails(x: f64, df1: f64, df2: f64) -> Tails {
    beta::tails_at_odds(0.5 * df1, 0.5 * df2, Dd::product(df1, x), Dd::from(df2))
}

/// The exponent of the power that a far tail is: −df2/2 above, df1/2 below.
fn power(side: Side, df1: f64, df2: f64) -> f64 {
    if side == Side::Upper {
        -0.5 * df2
    } else {
        0.5 * df1
    }
}

fn probability(side: Side, x: f64, df1: f64, df2: f64) -> f64 {
    match chi_squared(side, x, df1, df2) {
        Some((side, x, shape)) => return gamma::tail(side, x, shape),
        None if x.is_nan() || !valid(df1, df2) => return f64::NAN,
        None => {}
    }
    let near = x.clamp(1.0 / POWER, POWER);
    if near == x {
        return tails(x, df1, df2).probability(side);
    }
    let far = if x > 1.0 { Side::Upper } else { Side::Lower };
    let beyond =
        tails(near, df1, df2).probability(far) * libm::pow(x.max(0.0) / near, power(far, df1, df2));
    if side == far { beyond } else { 1.0 - beyond }
}

fn ln_probability(side: Side, x: f64, df1: f64, df2: f64) -> f64 {
    match chi_squared(side, x, df1, df2) {
        Some((side, x, shape)) => return gamma::ln_tail(side, x, shape),
        None if x.is_nan() || !valid(df1, df2) => return f64::NAN,
        None => {}
    }
    let near = x.clamp(1.0 / POWER, POWER);
    if near == x {
        return tails(x, df1, df2).ln(side);
    }
    let far = if x > 1.0 { Side::Upper } else { Side::Lower };
    if side != far {
        return libm::log1p(-probability(far, x, df1, df2));
    }
    tails(near, df1, df2).ln(far) + power(far, df1, df2) * libm::log(x.max(0.0) / near)
}

/// With one mean square known, F is a chi-square over its df, or df over a chi-square: side, x and shape of the gamma distribution.
fn chi_squared(side: Side, x: f64, df1: f64, df2: f64) -> Option<(Side, Dd, f64)> {
    if df2 > KNOWN && df1 > 0.0 && x < 1e200 {
        let shape = 0.5 * df1.min(1e30);
        Some((side, Dd::product(shape, x.max(0.0)), shape))
    } else if df1 > KNOWN && df2 > 0.0 && x > 1e-200 {
        let shape = 0.5 * df2;
        let inverse = if x > 1e200 {
            Dd::from(0.0)
        } else {
            Dd::quotient(shape, x)
        };
        Some((side.other(), inverse, shape))
    } else {
        None
    }
}

fn solve(side: Side, p: f64, df1: f64, df2: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) || !valid(df1, df2) {
        return f64::NAN;
    }
    if df2 > KNOWN {
        let shape = 0.5 * df1.min(1e30);
        return gamma::solve(side, p, shape) / shape;
    }
    if df1 > KNOWN {
        let shape = 0.5 * df2;
        return shape / gamma::solve(side.other(), p, shape);
    }
    let odds = beta::odds_quantile(side, p, 0.5 * df1, 0.5 * df2);
    odds * (df2 / df1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::reference::agree;
    use super::super::student_t;
    use super::*;

    // mpmath, 80 digits: betainc(df2 / 2, df1 / 2, 0, df2 / (df2 + df1 x), regularized=True); gammainc where a df is infinite
    const SF: &[(&[f64], f64)] = &[
        (&[0.01, 1.0, 10.0], 0.922_320_718_564_408_319),
        (&[0.9, 1.0, 10.0], 0.365_144_227_876_072_564),
        (&[3.2, 1.0, 10.0], 0.103_920_520_698_437_855),
        (&[40.0, 1.0, 10.0], 8.630_216_153_154_250_82e-5),
        (&[0.01, 2.0, 3.5], 0.990_078_013_987_524_51),
        (&[0.9, 2.0, 3.5], 0.483_767_073_545_657_564),
        (&[3.2, 2.0, 3.5], 0.162_090_472_060_094_109),
        (&[40.0, 2.0, 3.5], 0.003_883_003_173_771_671_81),
        (&[0.01, 4.0, 66.0], 0.999_796_829_682_472_32),
        (&[0.9, 4.0, 66.0], 0.469_155_297_525_178_989),
        (&[3.2, 4.0, 66.0], 0.018_326_078_416_438_842_9),
        (&[40.0, 4.0, 66.0], 5.573_129_683_147_087_86e-17),
        (&[0.01, 7.0, 10_000.0], 0.999_999_328_336_854_371),
        (&[0.9, 7.0, 10_000.0], 0.505_235_420_193_407_262),
        (&[3.2, 7.0, 10_000.0], 0.002_183_592_306_098_925_53),
        (&[40.0, 7.0, 10_000.0], 7.183_480_261_460_573_47e-56),
        (&[0.01, 30.0, 30.0], 1.0),
        (&[0.9, 30.0, 30.0], 0.612_592_340_610_923_237),
        (&[3.2, 30.0, 30.0], 0.001_046_011_771_713_689_3),
        (&[40.0, 30.0, 30.0], 3.608_422_369_964_619_1e-17),
        (&[0.01, 1000.0, 200.0], 1.0),
        (&[0.9, 1000.0, 200.0], 0.840_586_228_050_336_735),
        (&[3.2, 1000.0, 200.0], 8.771_055_606_027_178_29e-21),
        (&[40.0, 1000.0, 200.0], 3.776_441_742_891_739_48e-116),
        (&[0.01, 3.0, f64::INFINITY], 0.998_630_394_818_808_682),
        (&[0.9, 3.0, f64::INFINITY], 0.440_227_294_360_231_072),
        (&[3.2, 3.0, f64::INFINITY], 0.022_290_983_128_701_776_2),
        (&[40.0, 3.0, f64::INFINITY], 7.716_790_355_634_158_71e-26),
        (&[0.01, f64::INFINITY, 5.0], 1.0),
        (&[0.9, f64::INFINITY, 5.0], 0.648_107_537_018_081_874),
        (&[3.2, f64::INFINITY, 5.0], 0.094_253_409_260_112_439_7),
        (&[40.0, f64::INFINITY, 5.0], 2.810_439_765_405_154_08e-4),
        (&[1_000_000.0, 2.0, 40.0], 1.048_156_657_667_467_03e-94),
        (&[250.0, 3.0, 300.0], 2.876_652_742_795_804_51e-81),
        (&[1.0e20, 1.0, 1.0], 6.366_197_723_675_813_43e-11),
    ];
    // its complement
    const CDF: &[(&[f64], f64)] = &[
        (&[1.0e-08, 1.0, 10.0], 7.782_167_665_053_313_71e-5),
        (&[0.01, 4.0, 66.0], 2.031_703_175_276_801_48e-4),
        (&[0.3, 30.0, 30.0], 7.384_037_188_221_262_96e-4),
        (&[1.0e-05, 200.0, 1000.0], 1.172_673_480_481_919e-454),
    ];
    // the logarithm of the upper tail
    const LN_SF: &[(&[f64], f64)] = &[
        (&[2001.0, 8.0, 18_000.0], -5_702.752_598_549_908_48),
        (&[1_000_000.0, 3.0, 5000.0], -15_992.455_213_421_412_2),
        (&[2.0, 3.0, 10.0], -1.725_930_115_088_632_23),
    ];
    // mpmath: the root by bisection
    const UPPER_QUANTILE: &[(&[f64], f64)] = &[
        (&[0.95, 1.0, 10.0], 0.004_134_251_597_591_583_24),
        (&[0.05, 1.0, 10.0], 4.964_602_743_730_714_23),
        (&[0.001, 1.0, 10.0], 21.039_595_271_003_956_6),
        (&[1.0e-12, 1.0, 10.0], 1_888.502_549_929_143_12),
        (&[0.95, 3.0, 66.0], 0.116_714_662_582_504_228),
        (&[0.05, 3.0, 66.0], 2.743_710_792_017_629_08),
        (&[0.001, 3.0, 66.0], 6.097_946_797_237_277_72),
        (&[1.0e-12, 3.0, 66.0], 31.387_910_711_852_151_2),
        (&[0.95, 40.0, 7.5], 0.451_928_872_480_797_001),
        (&[0.05, 40.0, 7.5], 3.178_917_403_998_646_28),
        (&[0.001, 40.0, 7.5], 10.979_277_060_345_258_9),
        (&[1.0e-12, 40.0, 7.5], 2_999.075_552_898_745_13),
        (&[0.95, 5.0, f64::INFINITY], 0.229_095_245_212_353_947),
        (&[0.05, 5.0, f64::INFINITY], 2.214_099_538_703_270_81),
        (&[0.001, 5.0, f64::INFINITY], 4.103_001_130_486_575_68),
        (&[1.0e-12, 5.0, f64::INFINITY], 13.047_727_242_673_568_9),
    ];

    #[test]
    fn equals_the_true_tails() {
        agree(1e-14, SF, |x| sf(x[0], x[1], x[2]));
        agree(1e-14, CDF, |x| cdf(x[0], x[1], x[2]));
        agree(1e-15, LN_SF, |x| ln_sf(x[0], x[1], x[2]));
        agree(1e-15, &LN_SF[..2], |x| {
            tail(x[0], x[1], x[2]).log10() * std::f64::consts::LN_10
        });
    }

    #[test]
    fn equals_the_true_quantiles() {
        agree(4e-15, UPPER_QUANTILE, |x| upper_quantile(x[0], x[1], x[2]));
    }

    #[test]
    fn ends_and_what_is_no_distribution() {
        assert_eq!(sf(0.0, 2.0, 3.0), 1.0);
        assert_eq!(sf(f64::INFINITY, 2.0, 3.0), 0.0);
        assert_eq!(cdf(-1.0, 2.0, 3.0), 0.0);
        // far out the tail is a power: mpmath, log of the tail at 1e250
        assert!((ln_sf(1e250, 2.0, 3.0) / -862.861_212_210_604_885 - 1.0).abs() < 1e-14);
        for bad in [
            sf(1.0, 0.0, 3.0),
            sf(1.0, 3.0, -1.0),
            sf(f64::NAN, 1.0, 1.0),
            cdf(1.0, f64::NAN, 1.0),
        ] {
            assert!(bad.is_nan());
        }
    }

    proptest! {
        #[test]
        fn one_degree_above_is_the_square_of_t(t in 0.01..100.0f64, df in 0.5..1e5f64) {
            let two_sided = student_t::two_sided(t, df).value();
            prop_assert!((sf(t * t, 1.0, df) - two_sided).abs() <= 1e-11 * two_sided);
        }

        #[test]
        fn quantiles_invert(p in 1e-12..0.99f64, df1 in 0.5..1e3f64, df2 in 0.5..1e3f64) {
            let x = upper_quantile(p, df1, df2);
            prop_assert!((sf(x, df1, df2) / p - 1.0).abs() < 1e-12);
        }
    }
}
