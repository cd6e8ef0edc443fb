//! The Poisson distribution with mean λ > 0.
//!
//! Between two whole numbers `k` means the nearest one that belongs to the event. NaN where λ is not positive and below 10²⁸⁰ or an
//! argument is no number.

use crate::dd::Dd;

use super::{gamma, incomplete_gamma};

/// From here on no mean is near.
const FAR: f64 = 1e280;

/// P(X = k) = λᵏ e^−λ / k!. R: `dpois(k, lambda)`. 0 where k is no whole number or negative.
pub fn pmf(k: f64, lambda: f64) -> f64 {
    if k.is_nan() || !(lambda > 0.0 && lambda < FAR) {
        f64::NAN
    } else if k < 0.0 || k.floor() != k || k > FAR {
        0.0
    } else if k == 0.0 {
        libm::exp(-lambda)
    } else {
        incomplete_gamma::kernel(k, Dd::from(lambda))
            .times(1.0 / k)
            .value()
    }
}

/// P(X ≤ k) = Q(k + 1, λ). R: `ppois(k, lambda)`.
pub fn cdf(k: f64, lambda: f64) -> f64 {
    if lambda > 0.0 && k < 0.0 {
        return 0.0;
    }
    if lambda > 0.0 && k > FAR {
        return 1.0;
    }
    gamma::sf(lambda, k.floor() + 1.0)
}

/// P(X ≥ k) = P(k, λ), k itself included. R: `ppois(k - 1, lambda, lower.tail = FALSE)`.
pub fn at_least(k: f64, lambda: f64) -> f64 {
    if lambda > 0.0 && k <= 0.0 {
        return 1.0;
    }
    if lambda > 0.0 && k > FAR {
        return 0.0;
    }
    gamma::cdf(lambda, k.ceil())
}

#[cfg(test)]
mod tests {
    use super::super::reference::agree;
    use super::*;

    // mpmath, 60 digits: λᵏ e^−λ / k!
    const PMF: &[(&[f64], f64)] = &[
        (&[0.0, 0.1], 0.904_837_418_035_959_568),
        (&[3.0, 0.1], 1.508_062_363_393_266_2e-4),
        (&[5.0, 3.0], 0.100_818_813_444_924_485),
        (&[20.0, 3.0], 7.135_378_768_777_134_94e-11),
        (&[100.0, 130.0], 9.248_023_582_808_431_45e-4),
        (&[1000.0, 800.0], 1.121_391_467_283_109_69e-12),
        (&[300_000.0, 310_000.0], 1.120_120_300_857_726_15e-74),
    ];
    // gammainc(k + 1, λ, inf, regularized=True)
    const CDF: &[(&[f64], f64)] = &[
        (&[0.0, 0.1], 0.904_837_418_035_959_568),
        (&[3.0, 0.1], 0.999_996_153_166_074_655),
        (&[5.0, 3.0], 0.916_082_057_968_696_551),
        (&[20.0, 3.0], 0.999_999_999_988_209_552),
        (&[100.0, 130.0], 0.003_675_210_725_587_369_42),
        (&[1000.0, 800.0], 0.999_999_999_995_619_972),
        (&[300_000.0, 310_000.0], 3.462_050_212_615_109_55e-73),
    ];
    // gammainc(k, 0, λ, regularized=True)
    const AT_LEAST: &[(&[f64], f64)] = &[
        (&[3.0, 0.1], 1.546_530_702_646_716_79e-4),
        (&[5.0, 3.0], 0.184_736_755_476_227_934),
        (&[20.0, 3.0], 8.314_423_588_191_698_86e-11),
        (&[100.0, 130.0], 0.997_249_591_632_693_474),
        (&[1000.0, 800.0], 5.501_419_776_179_228_14e-12),
        (&[300_000.0, 310_000.0], 1.0),
    ];

    #[test]
    fn equals_the_true_probabilities() {
        agree(1e-14, PMF, |x| pmf(x[0], x[1]));
        agree(1e-14, CDF, |x| cdf(x[0], x[1]));
        agree(1e-14, AT_LEAST, |x| at_least(x[0], x[1]));
    }

    #[test]
    fn certain_and_impossible_events() {
        assert_eq!(at_least(0.0, 2.0), 1.0);
        assert_eq!(cdf(-1.0, 2.0), 0.0);
        assert_eq!(cdf(f64::INFINITY, 2.0), 1.0);
        assert_eq!(pmf(1.5, 2.0), 0.0);
        assert!(
            pmf(1.0, 0.0).is_nan()
                && cdf(1.0, f64::NAN).is_nan()
                && at_least(f64::NAN, 1.0).is_nan()
        );
    }
}
