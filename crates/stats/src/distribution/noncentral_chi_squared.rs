//! The noncentral chi-square distribution with noncentrality λ ≥ 0, the sum of squared means.
//!
//! NaN where df is not positive and finite, λ negative or not finite, or an argument is no number.

use crate::dd::Dd;

use super::poisson_mixture::{Family, mixture};
use super::root::noncentrality;
use super::tails::Side;
use super::{chi_squared, incomplete_gamma};

/// P(X ≤ x), to about 10⁻¹³ of its value. R: `pchisq(x, df, ncp)`.
pub fn cdf(x: f64, df: f64, lambda: f64) -> f64 {
    probability(Side::Lower, x, df, lambda)
}

/// P(X ≥ x). R: `pchisq(x, df, ncp, lower.tail = FALSE)`.
pub fn sf(x: f64, df: f64, lambda: f64) -> f64 {
    probability(Side::Upper, x, df, lambda)
}

/// λ with P(X ≤ x) = p: the upper end of a confidence interval for λ where p is α/2, the lower where it is 1 − α/2.
///
/// 0 where even λ = 0 leaves less than p below x; NaN unless 0 < p < 1. R: `MBESS::conf.limits.nc.chisq`.
pub fn noncentrality_at(x: f64, df: f64, p: f64) -> f64 {
    noncentrality(x - df, p, &|lambda| (cdf(x, df, lambda), sf(x, df, lambda)))
}

fn probability(side: Side, x: f64, df: f64, lambda: f64) -> f64 {
    if !((0.0..1e15).contains(&lambda) && df > 0.0 && df < f64::INFINITY) {
        return f64::NAN;
    }
    if lambda == 0.0 || !(x > 0.0 && x < f64::INFINITY) {
        return match side {
            Side::Lower => chi_squared::cdf(x, df),
            Side::Upper => chi_squared::sf(x, df),
        };
    }
    let half = Dd::from(0.5 * x);
    let family = Family {
        shape: 0.5 * df,
        tails: &|shape| incomplete_gamma::tails(shape, half),
        gap: &|shape| incomplete_gamma::kernel(shape, half).times(1.0 / shape),
        ratio: &|shape| half.value() / (shape + 1.0),
    };
    mixture(&family, side, 0.5 * lambda).value().min(1.0)
}

#[cfg(test)]
mod tests {
    use super::super::reference::agree;
    use super::*;

    // mpmath, 24 digits: Poisson sums of gammainc
    const CDF: &[(&[f64], f64)] = &[
        (&[5.0, 3.0, 4.0], 0.399_334_189_537_001_408),
        (&[0.5, 1.0, 0.3], 0.458_546_556_315_970_549),
        (&[30.0, 4.0, 9.5], 0.978_932_857_680_431_458),
        (&[100.0, 12.0, 60.0], 0.948_456_205_204_573_313),
        (&[2.0, 6.0, 40.0], 6.077_534_355_979_69e-9),
        (&[300.0, 2.0, 150.0], 0.999_999_765_862_497_213),
        (&[900.0, 10.0, 1000.0], 0.038_456_339_177_517_864_6),
    ];
    // likewise
    const SF: &[(&[f64], f64)] = &[
        (&[5.0, 3.0, 4.0], 0.600_665_810_462_998_592),
        (&[0.5, 1.0, 0.3], 0.541_453_443_684_029_451),
        (&[30.0, 4.0, 9.5], 0.021_067_142_319_568_541_7),
        (&[100.0, 12.0, 60.0], 0.051_543_794_795_426_687_1),
        (&[2.0, 6.0, 40.0], 0.999_999_993_922_465_644),
        (&[300.0, 2.0, 150.0], 2.341_375_027_874_564_11e-7),
        (&[900.0, 10.0, 1000.0], 0.961_543_660_822_482_135),
    ];
    // mpmath: the root by bisection
    const NONCENTRALITY: &[(&[f64], f64)] = &[
        (&[30.07, 2.0, 0.025], 54.240_913_087_372_309_3),
        (&[30.07, 2.0, 0.975], 11.615_071_105_396_386_6),
        (&[12.0, 6.0, 0.05], 19.960_713_466_299_833_6),
        (&[400.0, 10.0, 0.5], 390.996_201_545_237_417),
    ];

    #[test]
    fn equals_the_true_tails() {
        agree(2e-14, CDF, |x| cdf(x[0], x[1], x[2]));
        agree(2e-14, SF, |x| sf(x[0], x[1], x[2]));
    }

    #[test]
    fn equals_the_true_noncentrality() {
        agree(1e-13, NONCENTRALITY, |x| noncentrality_at(x[0], x[1], x[2]));
        assert_eq!(noncentrality_at(1.0, 3.0, 0.975), 0.0);
        let far = noncentrality_at(1e6, 5.0, 0.025);
        assert!((cdf(1e6, 5.0, far) / 0.025 - 1.0).abs() < 1e-10);
    }

    #[test]
    fn ends_and_what_is_no_distribution() {
        assert_eq!(cdf(3.0, 2.0, 0.0), chi_squared::cdf(3.0, 2.0));
        assert_eq!(sf(0.0, 2.0, 5.0), 1.0);
        assert_eq!(sf(1e4, 5.0, 10.0), 0.0);
        assert_eq!(cdf(1e4, 5.0, 1e6), 0.0);
        for bad in [
            sf(1.0, 2.0, -1.0),
            cdf(1.0, 0.0, 1.0),
            cdf(f64::NAN, 1.0, 1.0),
            noncentrality_at(1.0, 1.0, 0.0),
            noncentrality_at(f64::NAN, 1.0, 0.5),
        ] {
            assert!(bad.is_nan());
        }
    }
}
