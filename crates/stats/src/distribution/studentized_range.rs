//! The studentized range: the range of k independent standard normal values over an independent S = √(χ²/df).
//!
//! k ≥ 2 means, df > 0, ∞ for a known standard deviation. NaN for other parameters or where an argument is no number.
//! R's `ptukey` is right to about 10⁻⁸ in absolute terms; here tails are right to about 10⁻¹³ of their value.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

use crate::Probability;
use crate::dd::Dd;

use super::normal;
use super::root::{Motion, excess, root};
use super::scale_mixture::{KNOWN, expectation};
use super::tails::{Scaled, Side, Tails};

/// P(Q ≤ q) to about 10⁻¹⁵ in absolute terms. R: `ptukey(q, k, df)`. 0 for q ≤ 0.
pub fn cdf(q: f64, k: f64, df: f64) -> f64 {
    tails(q, k, df).map_or(f64::NAN, |tails| tails.probability(Side::Lower))
}

/// P(Q ≥ q). R: `ptukey(q, k, df, lower.tail = FALSE)`. 1 for q ≤ 0.
pub fn sf(q: f64, k: f64, df: f64) -> f64 {
    tails(q, k, df).map_or(f64::NAN, |tails| tails.probability(Side::Upper))
}

/// ln P(Q ≥ q). R: `ptukey(q, k, df, lower.tail = FALSE, log.p = TRUE)`.
pub fn ln_sf(q: f64, k: f64, df: f64) -> f64 {
    tails(q, k, df).map_or(f64::NAN, |tails| tails.ln(Side::Upper))
}

/// The p-value P(Q ≥ q), below the range of doubles as its logarithm.
pub fn tail(q: f64, k: f64, df: f64) -> Probability {
    tails(q, k, df).map_or(Probability::new(f64::NAN), |tails| {
        Probability::from_tail(tails.probability(Side::Upper), || tails.ln(Side::Upper))
    })
}

/// q with P(Q ≥ q) = p. R: `qtukey(p, k, df, lower.tail = FALSE)`. ∞ for p = 0, 0 for p = 1; NaN outside [0, 1].
pub fn upper_quantile(p: f64, k: f64, df: f64) -> f64 {
    if !valid(k, df) || !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p == 0.0 {
        return f64::INFINITY;
    }
    if p == 1.0 {
        return 0.0;
    }
    let range = NormalRange::new(k);
    let mut f = |q: f64| {
        let tails = range.studentized(q, df);
        if p <= 0.5 {
            excess(tails.probability(Side::Upper), tails.ln(Side::Upper), p)
        } else {
            let (lower, ln) = (tails.probability(Side::Lower), tails.ln(Side::Lower));
            -excess(lower, ln, 1.0 - p)
        }
    };
    root(Motion::Product, 3.0, 0.4, &mut f)
}

fn valid(k: f64, df: f64) -> bool {
    (2.0..1e6).contains(&k) && df > 0.0
}

fn tails(q: f64, k: f64, df: f64) -> Option<Tails> {
    if q.is_nan() || !valid(k, df) {
        None
    } else if q <= 0.0 {
        Some(Tails::nothing(Side::Lower))
    } else if q > 1e150 {
        Some(Tails::nothing(Side::Upper))
    } else {
        Some(NormalRange::new(k).studentized(q, df))
    }
}

/// The range of k standard normal values, with what depends on k alone.
///
/// P(R ≥ w) = k ∫ φ(z) (Φ(z)ᵏ⁻¹ − (Φ(z) − Φ(z − w))ᵏ⁻¹) dz over the largest value z, by the trapezoidal rule, which
/// converges exponentially here. Every term is positive, so that the tail keeps its digits.
struct NormalRange {
    k: f64,
    step: f64,
    first: f64,
    /// Φ(z) and Φ(z)ᵏ⁻² at z = step · (first + index) as far as Φ differs from 1.
    below: Vec<(f64, f64)>,
}

impl NormalRange {
    fn new(k: f64) -> Self {
        let step = (0.53 / libm::log(k)).min(0.35);
        let first = (-6.6 / step).floor();
        let count = (8.5 / step - first) as usize;
        let below = (0..count)
            .map(|index| {
                let z = step * (first + index as f64);
                let ln = if z < 0.0 {
                    libm::log(normal::cdf(z))
                } else {
                    libm::log1p(-normal::sf(z))
                };
                (normal::cdf(z), libm::exp((k - 2.0) * ln))
            })
            .collect();
        Self {
            k,
            step,
            first,
            below,
        }
    }

    /// P(R ≥ w) e^{w²/4}.
    fn scaled_sf(&self, w: f64) -> f64 {
        let (k, step) = (self.k, self.step);
        let from = (0.5 * w - 6.5) / step;
        let to = if w < 13.0 {
            (0.5 * w * w + 80.0).sqrt()
        } else {
            0.5 * w + 6.5
        } / step;
        let (mut i, mut sum) = (from.floor(), 0.0);
        while i <= to {
            let z = step * i;
            let (below, power) = self
                .below
                .get((i - self.first) as usize)
                .copied()
                .unwrap_or((1.0, 1.0));
            let (y, x) = (z - 0.5 * w, (w - z) * FRAC_1_SQRT_2);
            // φ(z) Φ(z − w) e^{w²/4} √8π, times (1 − (1 − share)ᵏ⁻¹) / ((k − 1) share) for share = Φ(z − w) / Φ(z)
            let term = if x < 6.5 {
                let tail = libm::erfc(x);
                let share = (0.5 * tail / below).min(1.0);
                let several = -libm::expm1((k - 1.0) * libm::log1p(-share));
                libm::exp(x * x - y * y) * tail * (several / ((k - 1.0) * share))
            } else {
                libm::exp(-y * y) * normal::erfc_scaled(x)
            };
            sum += term * power;
            i += 1.0;
        }
        sum * step * k * (k - 1.0) / (8.0 * PI).sqrt()
    }

    /// Both tails at q.
    fn studentized(&self, q: f64, df: f64) -> Tails {
        let small = if df > KNOWN {
            Scaled {
                ln: Dd::product(-0.25 * q, q),
                factor: self.scaled_sf(q),
            }
        } else {
            // P(R ≥ w) ≤ k² e^{−w²/4} / 2
            let most = 2.0 * libm::log(self.k);
            let quarter = |u: f64| {
                let w = q * libm::exp(u);
                -0.25 * w * w
            };
            expectation(df, 1.0, &|u| (most + quarter(u)).min(0.0), &|u| {
                (quarter(u), self.scaled_sf(q * libm::exp(u)))
            })
        };
        Tails {
            small,
            side: Side::Upper,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::reference::agree;
    use super::super::student_t;
    use super::*;

    // mpmath, 30 digits: double trapezoidal sum of half the step
    const SF: &[(&[f64], f64)] = &[
        (&[3.5, 3.0, 10.0], 0.077_103_310_838_411_822_7),
        (&[8.0, 3.0, 10.0], 5.588_587_922_037_645_27e-4),
        (&[1.0, 3.0, 5.0], 0.770_149_216_143_118_035),
        (&[4.2, 10.0, 66.0], 0.107_409_168_031_487_788),
        (&[30.0, 4.0, 20.0], 2.031_140_243_991_236_96e-14),
        (&[300.0, 3.0, 3.0], 4.764_374_156_966_568_2e-7),
        (&[9.0, 5.0, f64::INFINITY], 1.965_121_137_391_232_01e-9),
        (&[45.0, 22.0, f64::INFINITY], 7.958_755_867_673_230_07e-220),
        (&[0.3, 10.0, f64::INFINITY], 0.999_999_984_699_047_978),
        (&[12.0, 6.0, 200.5], 7.097_224_236_289_045_49e-14),
        (&[70.0, 3.0, 120.0], 3.189_059_459_409_011_4e-81),
        (&[5.0, 30.0, 15.0], 0.231_807_801_260_903_201),
    ];
    // quadruple precision (113 bits), double trapezoidal sum; agrees with SciPy's mpmath file
    const UPPER_QUANTILE: &[(&[f64], f64)] = &[
        (&[0.1, 2.0, 3.0], 3.328_158_486_689_670_36),
        (&[0.1, 2.0, 10.0], 2.563_207_101_154_240_63),
        (&[0.1, 2.0, 30.0], 2.400_289_364_706_558_81),
        (&[0.1, 2.0, 120.0], 2.344_272_383_548_132_65),
        (&[0.1, 2.0, f64::INFINITY], 2.326_174_307_353_348_17),
        (&[0.05, 3.0, 3.0], 5.909_598_453_393_489_74),
        (&[0.05, 3.0, 10.0], 3.876_776_750_013_181_84),
        (&[0.05, 3.0, 30.0], 3.486_420_064_705_317_76),
        (&[0.05, 3.0, 120.0], 3.356_138_396_150_708_93),
        (&[0.05, 3.0, f64::INFINITY], 3.314_493_155_398_120_98),
        (&[0.01, 5.0, 3.0], 13.324_309_387_285_555_8),
        (&[0.01, 5.0, 10.0], 6.136_093_313_395_531_33),
        (&[0.01, 5.0, 30.0], 5.047_605_131_904_958_26),
        (&[0.01, 5.0, 120.0], 4.708_500_213_718_997_7),
        (&[0.01, 5.0, f64::INFINITY], 4.602_821_042_201_574_77),
        (&[0.001, 10.0, 3.0], 36.392_057_593_019_700_3),
        (&[0.001, 10.0, 10.0], 9.769_132_929_828_716_78),
        (&[0.001, 10.0, 30.0], 6.984_007_288_637_692_15),
        (&[0.001, 10.0, 120.0], 6.205_661_936_138_454_96),
        (&[0.001, 10.0, f64::INFINITY], 5.973_306_526_399_559_12),
        (&[0.1, 22.0, 3.0], 8.864_442_262_023_560_04),
        (&[0.1, 22.0, 10.0], 5.833_022_071_578_231_75),
        (&[0.1, 22.0, 30.0], 5.119_597_107_531_222_77),
        (&[0.1, 22.0, 120.0], 4.855_511_802_622_689_92),
        (&[0.1, 22.0, f64::INFINITY], 4.766_906_285_344_474_18),
    ];

    #[test]
    fn equals_the_true_tails() {
        agree(2e-14, SF, |x| sf(x[0], x[1], x[2]));
        agree(2e-14, SF, |x| libm::exp(ln_sf(x[0], x[1], x[2])));
        for (x, upper) in SF {
            assert!((cdf(x[0], x[1], x[2]) + upper - 1.0).abs() < 1e-14);
        }
    }

    #[test]
    fn equals_the_true_quantiles() {
        agree(4e-15, UPPER_QUANTILE, |x| upper_quantile(x[0], x[1], x[2]));
    }

    #[test]
    fn two_means_are_students_t() {
        for (q, df) in [
            (0.1, 0.7),
            (1.0, 3.0),
            (5.0, 12.0),
            (40.0, 30.0),
            (1e3, 66.0),
            (1e60, 4.0),
            (7.0, f64::INFINITY),
        ] {
            let t = q / std::f64::consts::SQRT_2;
            let expected = student_t::two_sided(t, df);
            let p = tail(q, 2.0, df);
            assert!(
                (p.log10() - expected.log10()).abs() < 2e-13 * expected.log10().abs().max(0.1),
                "{q} {df}: {p:?} {expected:?}"
            );
        }
    }

    #[test]
    fn ends_and_what_is_no_distribution() {
        assert_eq!(sf(0.0, 3.0, 10.0), 1.0);
        assert_eq!(sf(f64::INFINITY, 3.0, 10.0), 0.0);
        assert_eq!(upper_quantile(0.0, 3.0, 10.0), f64::INFINITY);
        assert_eq!(upper_quantile(1.0, 3.0, 10.0), 0.0);
        let p = tail(300.0, 5.0, 1e4);
        assert!(p.value() == 0.0 && p.log10() < -400.0 && p.log10().is_finite());
        for bad in [
            sf(1.0, 1.0, 5.0),
            sf(1.0, 3.0, 0.0),
            sf(f64::NAN, 3.0, 5.0),
            upper_quantile(2.0, 3.0, 5.0),
        ] {
            assert!(bad.is_nan());
        }
    }
}
