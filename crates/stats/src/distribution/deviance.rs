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

/// Natural logarithm of a positive number, to a few 10⁻¹⁸ of its value.
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

#[cfg(test)]
mod tests {
    use super::super::reference::{agree, agree_absolutely};
    use super::*;

    // mpmath, 60 digits: loggamma(a + 1) - (a + 1/2) log(a) + a - log(2 pi) / 2
    const STIRLING: &[(&[f64], f64)] = &[
        (&[0.001], 2.542_270_467_967_094_54),
        (&[0.5], 0.153_426_409_720_027_345),
        (&[1.0], 0.081_061_466_795_327_258_2),
        (&[1.7], 0.048_499_868_113_656_919_5),
        (&[3.0], 0.027_677_925_684_998_339_1),
        (&[9.99], 0.008_338_896_797_734_330_09),
        (&[10.0], 0.008_330_563_433_362_871_26),
        (&[25.0], 0.003_333_155_636_728_092_88),
        (&[100_000.0], 8.333_333_333_305_555_56e-7),
        (&[1_000_000_000_000_000.0], 8.333_333_333_333_333_33e-17),
    ];
    // loggamma(x)
    const LN_GAMMA: &[(&[f64], f64)] = &[
        (&[1.0e-10], 23.025_850_929_882_735_2),
        (&[0.3], 1.095_797_994_818_075_56),
        (&[0.5], 0.572_364_942_924_700_087),
        (&[0.999], 5.780_385_328_913_802_38e-4),
        (&[1.000_1], -5.771_334_222_047_126_8e-5),
        (&[1.461_6], -0.121_486_290_035_897_328),
        (&[1.999], -4.224_618_006_921_072_84e-4),
        (&[2.001], 4.231_067_348_001_169_91e-4),
        (&[5.5], 3.957_813_967_618_716_29),
        (&[171.3], 708.114_947_038_996_883),
        (&[1_000_000_000.0], 1.972_326_582_750_371_68e10),
    ];
    // log(1 + z) - z
    const LOG1P_MINUS: &[(&[f64], f64)] = &[
        (&[-0.9], -1.402_585_092_994_045_88),
        (&[-0.36], -0.086_287_102_628_419_504),
        (&[-0.34], -0.075_515_443_961_665_835_7),
        (&[-1.0e-05], -5.000_033_333_583_336_15e-11),
        (&[1.0e-12], -4.999_999_999_996_666_47e-25),
        (&[0.2], -0.017_678_443_206_045_375_6),
        (&[0.34], -0.047_330_386_037_180_005_1),
        (&[0.36], -0.052_515_300_252_039_356),
        (&[50.0], -46.068_174_367_275_674_2),
    ];
    // exp(w) - 1 - w
    const EXPM1_MINUS: &[(&[f64], f64)] = &[
        (&[-20.0], 19.000_000_002_061_153_6),
        (&[-0.51], 0.110_495_578_812_265_946),
        (&[-0.49], 0.102_626_394_184_416_066),
        (&[-1.0e-06], 4.999_998_333_333_749_55e-13),
        (&[1.0e-09], 5.000_000_001_666_667_29e-19),
        (&[0.1], 0.005_170_918_075_647_625_4),
        (&[0.49], 0.142_316_219_955_378_965),
        (&[0.51], 0.155_291_194_945_886_314),
        (&[7.0], 1_088.633_158_428_458_6),
    ];
    // r - 1 - log(r), and to how many digits the second half of the sum of two doubles goes
    const DEVIANCE: &[(&[f64], f64)] = &[
        (&[1.0e-200], 459.517_018_598_809_137),
        (&[0.01], 3.615_170_185_988_091_35),
        (&[0.6], 0.110_825_623_765_990_698),
        (&[0.7], 0.056_674_943_938_732_397_9),
        (&[0.999], 5.003_335_835_335_010_32e-7),
        (&[1.001], 4.996_669_164_667_231_67e-7),
        (&[1.3], 0.037_635_735_532_508_958_2),
        (&[1.4], 0.063_527_763_378_787_044_1),
        (&[1_000_000.0], 999_985.184_489_442_036),
        (&[1.0e250], 9.999_999_999_999_999_21e249),
    ];

    #[test]
    fn equals_the_true_values() {
        agree_absolutely(2e-16, STIRLING, |x| stirling_error(x[0]));
        agree(1e-15, LN_GAMMA, |x| ln_gamma(x[0]));
        agree(1e-15, LOG1P_MINUS, |x| log1p_minus(x[0]));
        agree(1e-15, EXPM1_MINUS, |x| expm1_minus(x[0]));
        agree(2e-16, DEVIANCE, |x| {
            deviance(Dd::from(x[0]), Dd::from(x[0]) - 1.0).value()
        });
    }

    #[test]
    fn logarithms_have_more_digits_than_a_double() {
        // mpmath, 60 digits: log(x) as the sum of two doubles
        for (x, high, low) in [
            (3.0, 1.098_612_288_668_109_8, -9.071_297_235_001_53e-17),
            (0.71, -0.342_490_308_946_776, 1.525_540_794_718_348_7e-17),
            (1.01, 0.009_950_330_853_168_092, -3.736_425_524_726_216e-19),
            (
                1.0e-300,
                -690.775_527_898_213_7,
                -2.367_009_617_670_983_2e-14,
            ),
            (1.0e300, 690.775_527_898_213_7, 2.374_766_002_880_024_3e-14),
            (
                0.7072,
                -0.346_441_767_658_703_3,
                2.483_815_566_716_944_7e-17,
            ),
            (
                12_345.678,
                9.421_061_321_291_832,
                -1.908_565_074_348_105_3e-16,
            ),
        ] {
            let error = ln(Dd::from(x)) - Dd::sum(high, low);
            assert!(error.value().abs() <= 5e-18 * high.abs(), "{x}: {error:?}");
        }
    }
}
