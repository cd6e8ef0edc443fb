//! The noncentral t distribution: (Z + δ) / S with Z standard normal and S = √(χ²/df), df ∞ allowed.
//!
//! NaN where df is not positive, δ not finite, or an argument is no number.

use std::f64::consts::FRAC_1_SQRT_2;

use super::normal;
use super::root::{Motion, normal_score, root};
use super::scale_mixture::{KNOWN, expectation};

/// P(T ≤ t), to about 10⁻¹³ of its value in both tails. R: `pt(t, df, delta)`, which is right to 10⁻¹² in absolute terms.
pub fn cdf(t: f64, df: f64, delta: f64) -> f64 {
    sf(-t, df, -delta)
}

/// P(T ≥ t) = E Φ(δ − t S). R: `pt(t, df, delta, lower.tail = FALSE)`.
pub fn sf(t: f64, df: f64, delta: f64) -> f64 {
    if t.is_nan() || df.is_nan() || df <= 0.0 || !delta.is_finite() {
        return f64::NAN;
    }
    if t.abs() > 1e150 {
        return if t > 0.0 { 0.0 } else { 1.0 };
    }
    if df > KNOWN {
        return normal::sf(t - delta);
    }
    let z = |u: f64| t * libm::exp(u) - delta;
    let exponent = |z: f64| if z > 0.0 { -0.5 * z * z } else { 0.0 };
    expectation(df, 0.4, &|u| exponent(z(u)), &|u| {
        let z = z(u);
        let factor = if z > 0.0 {
            0.5 * normal::erfc_scaled(z * FRAC_1_SQRT_2)
        } else {
            normal::sf(z)
        };
        (exponent(z), factor)
    })
    .value()
    .min(1.0)
}

/// δ with P(T ≤ t) = p: the upper end of a confidence interval for δ where p is α/2, the lower where it is 1 − α/2.
///
/// NaN unless 0 < p < 1. Steiger and Fouladi (1997). R: `MBESS::conf.limits.nct`.
pub fn noncentrality_at(t: f64, df: f64, p: f64) -> f64 {
    if !(p > 0.0 && p < 1.0 && t.is_finite() && df > 0.0) {
        return f64::NAN;
    }
    let wanted = normal_score(p, 1.0 - p);
    let mut f = |delta: f64| wanted - normal_score(cdf(t, df, delta), sf(t, df, delta));
    root(Motion::Sum, t, 1.0 + t.abs() / (2.0 * df).sqrt(), &mut f)
}

#[cfg(test)]
mod tests {
    use super::super::reference::agree;
    use super::*;

    // mpmath, 24 digits: trapezoidal sum over ln S
    const SF: &[(&[f64], f64)] = &[
        (&[2.0, 10.0, 1.0], 0.192_388_437_469_624_738),
        (&[-3.0, 10.0, 1.0], 0.999_584_296_841_330_391),
        (&[5.1, 1.0, 7.0], 0.821_987_953_054_600_278),
        (&[-5.0, 3.0, -9.0], 0.030_598_779_157_054_156_2),
        (&[0.0, 7.0, 1.5], 0.933_192_798_731_141_934),
        (&[12.0, 66.0, 9.0], 0.019_531_689_487_199_093),
        (&[30.0, 3.0, 40.0], 0.850_336_044_260_098_917),
        (&[1.5, 1000.0, -6.0], 3.304_348_711_387_625e-14),
    ];
    // likewise
    const CDF: &[(&[f64], f64)] = &[
        (&[2.0, 10.0, 1.0], 0.807_611_562_530_375_262),
        (&[-3.0, 10.0, 1.0], 4.157_031_586_696_089_67e-4),
        (&[5.1, 1.0, 7.0], 0.178_012_046_945_399_722),
        (&[-5.0, 3.0, -9.0], 0.969_401_220_842_945_844),
        (&[0.0, 7.0, 1.5], 0.066_807_201_268_858_066),
        (&[12.0, 66.0, 9.0], 0.980_468_310_512_800_907),
        (&[30.0, 3.0, 40.0], 0.149_663_955_739_901_083),
        (&[1.5, 1000.0, -6.0], 0.999_999_999_999_966_957),
    ];
    // mpmath: the root by bisection
    const NONCENTRALITY: &[(&[f64], f64)] = &[
        (&[2.0, 10.0, 0.025], 4.101_135_017_085_005_92),
        (&[2.0, 10.0, 0.975], -0.183_517_085_099_262_109),
        (&[-4.4, 38.0, 0.5], -4.369_174_642_871_729_76),
        (&[12.0, 66.0, 0.05], 14.344_267_999_610_605_4),
    ];

    #[test]
    fn equals_the_true_tails() {
        agree(1e-14, SF, |x| sf(x[0], x[1], x[2]));
        agree(1e-14, CDF, |x| cdf(x[0], x[1], x[2]));
    }

    #[test]
    fn equals_the_true_noncentrality() {
        agree(1e-13, NONCENTRALITY, |x| noncentrality_at(x[0], x[1], x[2]));
    }

    #[test]
    fn limits_and_what_is_no_distribution() {
        assert_eq!(sf(2.0, f64::INFINITY, 0.5), normal::sf(1.5));
        assert!((sf(2.0, 7.0, 0.0) / super::super::student_t::sf(2.0, 7.0) - 1.0).abs() < 1e-14);
        assert_eq!(sf(f64::INFINITY, 3.0, 1.0), 0.0);
        assert_eq!(cdf(f64::INFINITY, 3.0, 1.0), 1.0);
        for bad in [
            sf(1.0, 0.0, 1.0),
            sf(f64::NAN, 3.0, 1.0),
            sf(1.0, 3.0, f64::INFINITY),
            noncentrality_at(1.0, 3.0, 1.0),
        ] {
            assert!(bad.is_nan());
        }
    }
}
