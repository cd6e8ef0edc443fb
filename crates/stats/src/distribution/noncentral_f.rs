//! The noncentral F distribution: the numerator is a noncentral chi-square with noncentrality λ ≥ 0. df2 may be ∞.
//!
//! NaN where df1 is not positive and finite, df2 not positive, λ negative or not finite, or an argument is no number.

use crate::dd::Dd;

use super::poisson_mixture::{Family, mixture};
use super::root::noncentrality;
use super::tails::Side;
use super::{f, incomplete_beta, noncentral_chi_squared};

/// From here on the denominator is 1 to the last digit.
const KNOWN: f64 = 1e20;

/// P(F ≤ x), to about 10⁻¹³ of its value. R: `pf(x, df1, df2, ncp)`.
pub fn cdf(x: f64, df1: f64, df2: f64, lambda: f64) -> f64 {
    probability(Side::Lower, x, df1, df2, lambda)
}

/// P(F ≥ x). R: `pf(x, df1, df2, ncp, lower.tail = FALSE)`.
pub fn sf(x: f64, df1: f64, df2: f64, lambda: f64) -> f64 {
    probability(Side::Upper, x, df1, df2, lambda)
}

/// λ with P(F ≤ x) = p: the upper end of a confidence interval for λ where p is α/2, the lower where it is 1 − α/2.
///
/// 0 where even λ = 0 leaves less than p below x; NaN unless 0 < p < 1. Steiger (2004). R: `MBESS::conf.limits.ncf`.
pub fn noncentrality_at(x: f64, df1: f64, df2: f64, p: f64) -> f64 {
    noncentrality(df1 * (x - 1.0), p, &|lambda| {
        (cdf(x, df1, df2, lambda), sf(x, df1, df2, lambda))
    })
}

fn probability(side: Side, x: f64, df1: f64, df2: f64, lambda: f64) -> f64 {
    if !((0.0..1e15).contains(&lambda) && df1 < f64::INFINITY) {
        return f64::NAN;
    }
    if lambda == 0.0 || !(x > 1e-100 && x < 1e100) || !(df1 > 0.0 && df2 > 0.0) {
        return match side {
            Side::Lower => f::cdf(x, df1, df2),
            Side::Upper => f::sf(x, df1, df2),
        };
    }
    if df2 > KNOWN {
        return match side {
            Side::Lower => noncentral_chi_squared::cdf(df1 * x, df1, lambda),
            Side::Upper => noncentral_chi_squared::sf(df1 * x, df1, lambda),
        };
    }
    let (numerator, b) = (Dd::product(df1, x), 0.5 * df2);
    let sum = numerator + df2;
    let (share, rest) = (numerator / sum, Dd::from(df2) / sum);
    let family = Family {
        shape: 0.5 * df1,
        tails: &|shape| incomplete_beta::tails(shape, b, share, rest),
        gap: &|shape| incomplete_beta::kernel(shape, b, share, rest).times(1.0 / shape),
        ratio: &|shape| share.value() * ((shape + b) / (shape + 1.0)),
    };
    mixture(&family, side, 0.5 * lambda).value().min(1.0)
}

#[cfg(test)]
mod tests {
    use super::super::reference::agree;
    use super::*;

    // mpmath, 24 digits: Poisson sums of betainc
    const CDF: &[(&[f64], f64)] = &[
        (&[2.0, 3.0, 20.0, 4.0], 0.479_069_547_217_034_037),
        (&[0.2, 1.0, 10.0, 1.5], 0.167_129_423_278_913_469),
        (&[8.0, 4.0, 66.0, 20.0], 0.779_160_972_497_454_965),
        (&[1.1, 12.0, 300.0, 30.0], 0.001_184_217_361_251_041_91),
        (&[40.0, 2.0, 7.0, 3.0], 0.998_478_207_968_713_88),
        (&[3.0, 5.0, 1000.0, 100.0], 7.096_365_099_393_790_87e-11),
    ];
    // likewise
    const SF: &[(&[f64], f64)] = &[
        (&[2.0, 3.0, 20.0, 4.0], 0.520_930_452_782_965_963),
        (&[0.2, 1.0, 10.0, 1.5], 0.832_870_576_721_086_531),
        (&[8.0, 4.0, 66.0, 20.0], 0.220_839_027_502_545_035),
        (&[1.1, 12.0, 300.0, 30.0], 0.998_815_782_638_748_958),
        (&[40.0, 2.0, 7.0, 3.0], 0.001_521_792_031_286_120_08),
        (&[3.0, 5.0, 1000.0, 100.0], 0.999_999_999_929_036_349),
    ];
    // mpmath: the root by bisection
    const NONCENTRALITY: &[(&[f64], f64)] = &[
        (&[8.0, 3.0, 40.0, 0.975], 5.418_527_769_929_068_08),
        (&[8.0, 3.0, 40.0, 0.025], 48.221_589_100_103_226_4),
        (&[15.4, 5.0, 65.0, 0.05], 112.853_266_134_757_851),
    ];

    #[test]
    fn equals_the_true_tails() {
        agree(2e-14, CDF, |x| cdf(x[0], x[1], x[2], x[3]));
        agree(2e-14, SF, |x| sf(x[0], x[1], x[2], x[3]));
    }

    #[test]
    fn equals_the_true_noncentrality() {
        agree(1e-13, NONCENTRALITY, |x| {
            noncentrality_at(x[0], x[1], x[2], x[3])
        });
        assert_eq!(noncentrality_at(0.5, 3.0, 40.0, 0.975), 0.0);
    }

    #[test]
    fn ends_and_what_is_no_distribution() {
        assert_eq!(cdf(3.0, 2.0, 9.0, 0.0), f::cdf(3.0, 2.0, 9.0));
        assert_eq!(sf(0.0, 2.0, 9.0, 5.0), 1.0);
        let limit = noncentral_chi_squared::sf(6.0, 3.0, 5.0);
        assert!((sf(2.0, 3.0, f64::INFINITY, 5.0) / limit - 1.0).abs() < 1e-14);
        assert!((sf(2.0, 3.0, 1e15, 5.0) / limit - 1.0).abs() < 1e-13);
        for bad in [
            sf(1.0, 2.0, 3.0, -1.0),
            cdf(1.0, 0.0, 3.0, 1.0),
            cdf(f64::NAN, 1.0, 1.0, 1.0),
            noncentrality_at(1.0, 1.0, 1.0, 1.0),
        ] {
            assert!(bad.is_nan());
        }
    }
}
