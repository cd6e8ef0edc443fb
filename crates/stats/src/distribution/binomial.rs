//! The binomial distribution: n trials, each a success with probability p.
//!
//! `k` and `n` are whole numbers up to 2⁵³; between two whole numbers `k` means the nearest one that belongs to the event.
//! NaN where n is negative or not whole, p outside [0, 1], or an argument is no number.

use super::beta;
use super::deviance::ln;
use super::incomplete_beta;
use super::tails::{Scaled, Tails};
use crate::dd::Dd;

/// P(X = k). R: `dbinom(k, n, p)`. 0 where k is not one of 0, 1, ..., n.
pub fn pmf(k: f64, n: f64, p: f64) -> f64 {
    mass(k, n, p).map_or(f64::NAN, Scaled::value)
}

/// ln P(X = k). R: `dbinom(k, n, p, log = TRUE)`.
pub fn ln_pmf(k: f64, n: f64, p: f64) -> f64 {
    mass(k, n, p).map_or(f64::NAN, Scaled::ln)
}

/// P(X ≤ k) = I_{1−p}(n − k, k + 1). R: `pbinom(k, n, p)`.
pub fn cdf(k: f64, n: f64, p: f64) -> f64 {
    let k = k.floor();
    certain(k < 0.0, k >= n, k, n, p).unwrap_or_else(|| beta::sf(p, k + 1.0, n - k))
}

/// ln P(X ≤ k). R: `pbinom(k, n, p, log.p = TRUE)`.
pub fn ln_cdf(k: f64, n: f64, p: f64) -> f64 {
    let k = k.floor();
    certain(k < 0.0, k >= n, k, n, p).map_or_else(|| beta::ln_sf(p, k + 1.0, n - k), libm::log)
}

/// P(X ≥ k) = I_p(k, n − k + 1), k itself included. R: `pbinom(k - 1, n, p, lower.tail = FALSE)`.
pub fn at_least(k: f64, n: f64, p: f64) -> f64 {
    let k = k.ceil();
    certain(k > n, k <= 0.0, k, n, p).unwrap_or_else(|| beta::cdf(p, k, n - k + 1.0))
}

/// ln P(X ≥ k), k itself included. R: `pbinom(k - 1, n, p, lower.tail = FALSE, log.p = TRUE)`.
pub fn ln_at_least(k: f64, n: f64, p: f64) -> f64 {
    let k = k.ceil();
    certain(k > n, k <= 0.0, k, n, p).map_or_else(|| beta::ln_cdf(p, k, n - k + 1.0), libm::log)
}

/// The probability of an event that never or always happens, NaN for what is no distribution.
fn certain(never: bool, always: bool, k: f64, n: f64, p: f64) -> Option<f64> {
    if !valid(n, p) || k.is_nan() {
        Some(f64::NAN)
    } else if never {
        Some(0.0)
    } else if always {
        Some(1.0)
    } else {
        None
    }
}

fn valid(n: f64, p: f64) -> bool {
    n >= 0.0 && n.floor() == n && n < f64::INFINITY && (0.0..=1.0).contains(&p)
}

/// C(n, k) pᵏ (1 − p)ⁿ⁻ᵏ as the density of a beta distribution. Loader (2000).
fn mass(k: f64, n: f64, p: f64) -> Option<Scaled> {
    if !valid(n, p) || k.is_nan() {
        return None;
    }
    let nothing = Tails::nothing(super::tails::Side::Lower).small;
    let q = Dd::sum(1.0, -p);
    let power = |base: Dd, exponent: f64| {
        if exponent == 0.0 {
            Dd::from(0.0)
        } else if base.value() == 0.0 {
            Dd::from(f64::NEG_INFINITY)
        } else {
            ln(base) * exponent
        }
    };
    let only = |ln: Dd| Scaled { ln, factor: 1.0 };
    Some(if k < 0.0 || k > n || k.floor() != k {
        nothing
    } else if k == 0.0 {
        only(power(q, n))
    } else if k == n {
        only(power(Dd::from(p), n))
    } else if p == 0.0 || p == 1.0 {
        nothing
    } else {
        incomplete_beta::kernel(k, n - k, Dd::from(p), q).times(n / (k * (n - k)))
    })
}

#[cfg(test)]
mod tests {
    use super::super::reference::agree;
    use super::*;

    // exact rationals up to n = 1000, beyond mpmath, 60 digits: betainc(k, n - k + 1, 0, p, regularized=True)
    const AT_LEAST: &[(&[f64], f64)] = &[
        (&[1.0, 1.0, 0.3], 0.299_999_999_999_999_989),
        (&[9.0, 10.0, 0.5], 0.010_742_187_5),
        (&[0.0, 10.0, 0.1], 1.0),
        (&[3.0, 10.0, 0.1], 0.070_190_826_400_000_009_6),
        (&[12.0, 37.0, 0.037], 5.127_155_220_844_683_39e-9),
        (&[90.0, 100.0, 0.5], 1.531_645_087_718_992_57e-17),
        (&[48.0, 100.0, 0.5], 0.691_350_293_205_373_976),
        (&[20.0, 100.0, 0.9], 1.0),
        (&[300.0, 400.0, 0.25], 1.948_137_492_425_687e-97),
        (&[5000.0, 10_000.0, 0.5], 0.503_989_323_069_691_077),
        (&[400.0, 10_000.0, 0.01], 7.921_395_594_511_357_89e-115),
        (&[51_000.0, 100_000.0, 0.5], 1.294_358_019_173_448_94e-10),
        (&[1200.0, 1_000_000.0, 0.001], 4.589_638_606_100_770_33e-10),
        (&[499_000.0, 1_000_000.0, 0.5], 0.977_303_832_045_327_872),
        (
            &[500_020_000.0, 1_000_000_000.0, 0.5],
            0.102_957_274_050_682_799,
        ),
        (
            &[30.0, 1_000_000_000.0, 1.0e-08],
            2.509_950_713_730_003_74e-7,
        ),
    ];
    // likewise the sum from 0 to k
    const CDF: &[(&[f64], f64)] = &[
        (&[1.0, 1.0, 0.3], 1.0),
        (&[9.0, 10.0, 0.5], 0.999_023_437_5),
        (&[0.0, 10.0, 0.1], 0.348_678_440_099_999_978),
        (&[3.0, 10.0, 0.1], 0.987_204_801_599_999_998),
        (&[12.0, 37.0, 0.037], 0.999_999_999_624_359_698),
        (&[90.0, 100.0, 0.5], 0.999_999_999_999_999_998),
        (&[48.0, 100.0, 0.5], 0.382_176_717_201_333_402),
        (&[20.0, 100.0, 0.9], 6.699_796_381_281_108_54e-61),
        (&[300.0, 400.0, 0.25], 1.0),
        (&[5000.0, 10_000.0, 0.5], 0.503_989_323_069_691_077),
        (&[400.0, 10_000.0, 0.01], 1.0),
        (&[51_000.0, 100_000.0, 0.5], 0.999_999_999_875_758_857),
        (&[1200.0, 1_000_000.0, 0.001], 0.999_999_999_619_425_293),
        (&[499_000.0, 1_000_000.0, 0.5], 0.022_804_149_932_691_043_2),
        (
            &[500_020_000.0, 1_000_000_000.0, 0.5],
            0.897_054_063_114_545_516,
        ),
        (&[30.0, 1_000_000_000.0, 1.0e-08], 0.999_999_920_162_070_517),
    ];
    // mpmath: binomial(n, k) p^k (1 - p)^(n - k)
    const PMF: &[(&[f64], f64)] = &[
        (&[1.0, 1.0, 0.3], 0.299_999_999_999_999_989),
        (&[9.0, 10.0, 0.5], 0.009_765_625),
        (&[0.0, 10.0, 0.1], 0.348_678_440_099_999_978),
        (&[3.0, 10.0, 0.1], 0.057_395_628_000_000_007_1),
        (&[12.0, 37.0, 0.037], 4.751_514_918_626_130_37e-9),
        (&[90.0, 100.0, 0.5], 1.365_542_638_746_309_92e-17),
        (&[48.0, 100.0, 0.5], 0.073_527_010_406_707_377_7),
        (&[20.0, 100.0, 0.9], 6.516_306_508_987_200_22e-61),
        (&[300.0, 400.0, 0.25], 1.732_752_044_769_416_03e-97),
        (&[5000.0, 10_000.0, 0.5], 0.007_978_646_139_382_153_76),
        (&[400.0, 10_000.0, 0.01], 6.007_423_516_332_510_42e-115),
        (&[51_000.0, 100_000.0, 0.5], 5.194_659_209_889_300_94e-12),
        (&[1200.0, 1_000_000.0, 0.001], 7.838_915_366_514_475_51e-11),
        (&[499_000.0, 1_000_000.0, 0.5], 1.079_819_780_189_151_62e-4),
        (
            &[500_020_000.0, 1_000_000_000.0, 0.5],
            1.133_716_522_831_475_87e-5,
        ),
        (
            &[30.0, 1_000_000_000.0, 1.0e-08],
            1.711_571_418_896_042_88e-7,
        ),
    ];

    #[test]
    fn equals_the_true_probabilities() {
        agree(1e-14, AT_LEAST, |x| at_least(x[0], x[1], x[2]));
        agree(1e-14, CDF, |x| cdf(x[0], x[1], x[2]));
        agree(1e-14, PMF, |x| pmf(x[0], x[1], x[2]));
        agree(1e-13, AT_LEAST, |x| {
            libm::exp(ln_at_least(x[0], x[1], x[2]))
        });
        agree(1e-13, CDF, |x| libm::exp(ln_cdf(x[0], x[1], x[2])));
        agree(1e-13, PMF, |x| libm::exp(ln_pmf(x[0], x[1], x[2])));
    }

    #[test]
    fn certain_and_impossible_events() {
        assert_eq!(at_least(0.0, 5.0, 0.3), 1.0);
        assert_eq!(at_least(5.5, 5.0, 0.3), 0.0);
        assert_eq!(cdf(-1.0, 5.0, 0.3), 0.0);
        assert_eq!(cdf(5.0, 5.0, 0.3), 1.0);
        assert_eq!(at_least(2.0, 5.0, 0.0), 0.0);
        assert_eq!(at_least(2.0, 5.0, 1.0), 1.0);
        assert_eq!(pmf(0.0, 5.0, 0.0), 1.0);
        assert_eq!(pmf(5.0, 5.0, 1.0), 1.0);
        assert_eq!(pmf(2.5, 5.0, 0.5), 0.0);
        assert_eq!(pmf(0.0, 0.0, 0.5), 1.0);
        assert_eq!(ln_at_least(6.0, 5.0, 0.3), f64::NEG_INFINITY);
        for bad in [
            pmf(1.0, 2.5, 0.5),
            cdf(1.0, 2.0, 1.5),
            at_least(f64::NAN, 2.0, 0.5),
            cdf(1.0, -2.0, 0.5),
        ] {
            assert!(bad.is_nan());
        }
    }
}
