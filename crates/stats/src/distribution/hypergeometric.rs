//! The hypergeometric distribution: successes among draws without replacement.
//!
//! `population` objects, `successes` of them successes, `draws` drawn: whole numbers up to 2⁵³. Between two whole numbers `k` means the
//! nearest one that belongs to the event. NaN where the parameters make no distribution or k is no number.

use std::f64::consts::PI;

use super::deviance::{deviance, stirling_error};
use super::quadrature::tail_integral;
use super::tails::{Scaled, Side, Tails};
use crate::dd::Dd;

/// More terms than these are integrated, not summed.
const MANY: f64 = 10_000.0;

/// P(X = k). R: `dhyper(k, successes, population - successes, draws)`.
pub fn pmf(k: f64, population: f64, successes: f64, draws: f64) -> f64 {
    mass(k, population, successes, draws).map_or(f64::NAN, Scaled::value)
}

/// ln P(X = k). R: `dhyper(..., log = TRUE)`.
pub fn ln_pmf(k: f64, population: f64, successes: f64, draws: f64) -> f64 {
    mass(k, population, successes, draws).map_or(f64::NAN, Scaled::ln)
}

/// P(X ≤ k). R: `phyper(k, successes, population - successes, draws)`.
pub fn cdf(k: f64, population: f64, successes: f64, draws: f64) -> f64 {
    tails(k.floor() + 1.0, population, successes, draws)
        .map_or(f64::NAN, |tails| tails.probability(Side::Lower))
}

/// ln P(X ≤ k). R: `phyper(..., log.p = TRUE)`.
pub fn ln_cdf(k: f64, population: f64, successes: f64, draws: f64) -> f64 {
    tails(k.floor() + 1.0, population, successes, draws)
        .map_or(f64::NAN, |tails| tails.ln(Side::Lower))
}

/// P(X ≥ k), k itself included. R: `phyper(k - 1, successes, population - successes, draws, lower.tail = FALSE)`.
pub fn at_least(k: f64, population: f64, successes: f64, draws: f64) -> f64 {
    tails(k.ceil(), population, successes, draws)
        .map_or(f64::NAN, |tails| tails.probability(Side::Upper))
}

/// ln P(X ≥ k), k itself included. R: `phyper(k - 1, ..., lower.tail = FALSE, log.p = TRUE)`.
pub fn ln_at_least(k: f64, population: f64, successes: f64, draws: f64) -> f64 {
    tails(k.ceil(), population, successes, draws).map_or(f64::NAN, |tails| tails.ln(Side::Upper))
}

/// The 2 x 2 table of drawn and left successes and failures, by its margins.
#[derive(Clone, Copy)]
struct Urn {
    population: f64,
    successes: f64,
    draws: f64,
}

impl Urn {
    fn new(population: f64, successes: f64, draws: f64) -> Option<Self> {
        let whole = |x: f64| (0.0..=population).contains(&x) && x.floor() == x;
        let valid = population <= 9_007_199_254_740_992.0
            && whole(population)
            && whole(successes)
            && whole(draws);
        valid.then_some(Self {
            population,
            successes,
            draws,
        })
    }

    fn fewest(self) -> f64 {
        (self.draws - (self.population - self.successes)).max(0.0)
    }

    fn most(self) -> f64 {
        self.draws.min(self.successes)
    }

    /// The failures in the place of the successes.
    fn swapped(self) -> Self {
        Self {
            successes: self.population - self.successes,
            ..self
        }
    }

    fn mean(self) -> Dd {
        Dd::product(self.draws, self.successes) / self.population
    }

    /// P(X = k) by Stirling's formula with its error terms; k need not be whole.
    ///
    /// The exponent is −Σ (O ln(O / E) − O + E) over the four cells, each term in twice the precision.
    fn mass(self, k: Dd) -> Scaled {
        let Self {
            population,
            successes,
            draws,
        } = self;
        let (failures, left) = (population - successes, population - draws);
        let above = k - self.mean();
        let margin = |a: f64, b: f64| Dd::product(a, b) / population;
        let cells = [
            (k, margin(draws, successes), above),
            (-(k - draws), margin(draws, failures), -above),
            (-(k - successes), margin(left, successes), -above),
            (k + (failures - draws), margin(left, failures), above),
        ];
        let (mut exponent, mut stirling, mut square) = (Dd::ZERO, 0.0, 1.0);
        for (observed, expected, above) in cells {
            if observed.value() > 0.0 {
                exponent += deviance(expected / observed, -above / observed) * observed;
                stirling -= stirling_error(observed.value());
                square /= 2.0 * PI * observed.value();
            } else {
                exponent += expected;
            }
        }
        for total in [draws, left, successes, failures] {
            if total > 0.0 {
                stirling += stirling_error(total);
                square *= 2.0 * PI * total;
            }
        }
        if population > 0.0 {
            stirling -= stirling_error(population);
            square /= 2.0 * PI * population;
        }
        Scaled {
            ln: -(exponent - stirling),
            factor: square.sqrt(),
        }
    }

    /// P(X = k + 1) / P(X = k).
    fn ratio(self, k: f64) -> f64 {
        let left_failures = self.population - self.successes - self.draws + k;
        (self.successes - k) / (k + 1.0) * ((self.draws - k) / (left_failures + 1.0))
    }

    /// P(X ≥ k) for k above the mean.
    fn upper(self, k: f64) -> Scaled {
        let Self {
            population,
            successes,
            draws,
        } = self;
        let deviation = (draws
            * (successes / population)
            * ((population - successes) / population)
            * ((population - draws) / population))
            .sqrt();
        let z = (k - self.mean().value()) / deviation;
        let reach = 80.0 / (z + (z * z + 80.0).sqrt()) * deviation;
        if reach > MANY {
            return self.integrated(k, reach);
        }
        let (mut sum, mut term, mut j) = (1.0, 1.0, k);
        while term > sum * (f64::EPSILON / 8.0) && j < self.most() {
            term *= self.ratio(j);
            sum += term;
            j += 1.0;
        }
        self.mass(Dd::from(k)).times(sum)
    }

    /// Euler and Maclaurin's formula for midpoints: Σ f(j) = ∫ f + f′/24 − 7 f‴/5760, the integral and the derivatives from k − ½.
    fn integrated(self, k: f64, reach: f64) -> Scaled {
        let from = Dd::sum(k, -0.5);
        let first = self.mass(from);
        let most = self.most();
        let phi = |w: f64| {
            let at = from + w;
            if at.value() >= most {
                return f64::NEG_INFINITY;
            }
            let mass = self.mass(at);
            (mass.ln - first.ln).value() + libm::log(mass.factor / first.factor)
        };
        let slope = libm::log(self.ratio(k - 1.0));
        let curvature = libm::log(self.ratio(k)) - slope;
        let third = slope * (slope * slope + 3.0 * curvature);
        first.times(tail_integral(reach, &phi) + slope / 24.0 - third * (7.0 / 5760.0))
    }
}

fn mass(k: f64, population: f64, successes: f64, draws: f64) -> Option<Scaled> {
    let urn = Urn::new(population, successes, draws)?;
    if k.is_nan() {
        return None;
    }
    if k < urn.fewest() || k > urn.most() || k.floor() != k {
        return Some(Tails::nothing(Side::Lower).small);
    }
    if urn.fewest() == urn.most() {
        return Some(Scaled {
            ln: Dd::ZERO,
            factor: 1.0,
        });
    }
    Some(urn.mass(Dd::from(k)))
}

/// P(X < k) below, P(X ≥ k) above, for a whole k.
fn tails(k: f64, population: f64, successes: f64, draws: f64) -> Option<Tails> {
    let urn = Urn::new(population, successes, draws)?;
    Some(if k.is_nan() {
        return None;
    } else if k <= urn.fewest() {
        Tails::nothing(Side::Lower)
    } else if k > urn.most() {
        Tails::nothing(Side::Upper)
    } else if k > urn.mean().value() {
        Tails {
            small: urn.upper(k),
            side: Side::Upper,
        }
    } else {
        Tails {
            small: urn.swapped().upper(draws - k + 1.0),
            side: Side::Lower,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::reference::agree;
    use super::*;

    // exact rationals
    const AT_LEAST: &[(&[f64], f64)] = &[
        (&[3.0, 50.0, 5.0, 10.0], 0.048_260_303_196_209_103_4),
        (&[1.0, 2.0, 1.0, 1.0], 0.5),
        (&[11.0, 24.0, 12.0, 12.0], 5.362_116_682_617_422_96e-5),
        (&[25.0, 100.0, 40.0, 30.0], 7.879_165_314_678_028_92e-9),
        (&[12.0, 100.0, 40.0, 30.0], 0.585_729_190_964_811_457),
        (&[2.0, 100.0, 40.0, 30.0], 0.999_999_840_113_235_357),
        (&[100.0, 200.0, 100.0, 100.0], 1.104_380_346_599_751_28e-59),
        (&[51.0, 200.0, 100.0, 100.0], 0.443_792_212_147_978_941),
        (&[150.0, 1000.0, 500.0, 200.0], 8.104_657_444_396_190_75e-16),
        (&[100.0, 1000.0, 500.0, 200.0], 0.531_497_788_701_291_073),
        (&[400.0, 2000.0, 700.0, 800.0], 1.991_937_011_790_702_77e-30),
        (&[281.0, 2000.0, 700.0, 800.0], 0.480_539_362_600_541_197),
        (
            &[60.0, 20_000.0, 300.0, 2000.0],
            1.285_773_622_152_671_81e-7,
        ),
    ];
    // exact rationals
    const CDF: &[(&[f64], f64)] = &[
        (&[3.0, 50.0, 5.0, 10.0], 0.995_916_479_450_244_483),
        (&[1.0, 2.0, 1.0, 1.0], 1.0),
        (&[11.0, 24.0, 12.0, 12.0], 0.999_999_630_198_849_475),
        (&[25.0, 100.0, 40.0, 30.0], 0.999_999_999_600_361_548),
        (&[12.0, 100.0, 40.0, 30.0], 0.590_218_815_896_421_686),
        (&[2.0, 100.0, 40.0, 30.0], 2.914_231_770_908_875_5e-6),
        (&[100.0, 200.0, 100.0, 100.0], 1.0),
        (&[51.0, 200.0, 100.0, 100.0], 0.664_258_129_743_641_704),
        (&[150.0, 1000.0, 500.0, 200.0], 0.999_999_999_999_999_794),
        (&[100.0, 1000.0, 500.0, 200.0], 0.531_497_788_701_291_073),
        (&[400.0, 2000.0, 700.0, 800.0], 1.0),
        (&[281.0, 2000.0, 700.0, 800.0], 0.557_435_783_161_373_767),
        (&[60.0, 20_000.0, 300.0, 2000.0], 0.999_999_945_550_240_579),
    ];
    // exact rationals
    const PMF: &[(&[f64], f64)] = &[
        (&[3.0, 50.0, 5.0, 10.0], 0.044_176_782_646_453_586_1),
        (&[1.0, 2.0, 1.0, 1.0], 0.5),
        (&[11.0, 24.0, 12.0, 12.0], 5.325_136_567_564_889_01e-5),
        (&[25.0, 100.0, 40.0, 30.0], 7.479_526_863_087_871_18e-9),
        (&[12.0, 100.0, 40.0, 30.0], 0.175_948_006_861_233_142),
        (&[2.0, 100.0, 40.0, 30.0], 2.754_345_006_265_756_32e-6),
        (&[100.0, 200.0, 100.0, 100.0], 1.104_380_346_599_751_28e-59),
        (&[51.0, 200.0, 100.0, 100.0], 0.108_050_341_891_620_645),
        (&[150.0, 1000.0, 500.0, 200.0], 6.043_830_385_721_937_5e-16),
        (&[100.0, 1000.0, 500.0, 200.0], 0.062_995_577_402_582_146_3),
        (&[400.0, 2000.0, 700.0, 800.0], 1.333_386_652_124_083_78e-30),
        (&[281.0, 2000.0, 700.0, 800.0], 0.037_975_145_761_914_964_9),
        (
            &[60.0, 20_000.0, 300.0, 2000.0],
            7.412_760_279_430_547_93e-8,
        ),
    ];
    // mpmath, 50 digits: sums of 10⁵ and more terms
    const MANY_TERMS: &[(&[f64], f64)] = &[
        (
            &[300_040_000.0, 1_200_000_000.0, 600_000_000.0, 600_000_000.0],
            1.930_345_106_597_806_98e-6,
        ),
        (
            &[300_004_000.0, 1_200_000_000.0, 600_000_000.0, 600_000_000.0],
            0.322_104_314_217_519_486,
        ),
        (
            &[
                1_002_000.0,
                1_000_000_000_000.0,
                1_000_000_000.0,
                1_000_000_000.0,
            ],
            0.022_696_060_168_717_903_4,
        ),
    ];

    #[test]
    fn equals_the_exact_probabilities() {
        agree(1e-14, AT_LEAST, |x| at_least(x[0], x[1], x[2], x[3]));
        agree(1e-14, CDF, |x| cdf(x[0], x[1], x[2], x[3]));
        agree(1e-14, PMF, |x| pmf(x[0], x[1], x[2], x[3]));
        agree(1e-13, AT_LEAST, |x| {
            libm::exp(ln_at_least(x[0], x[1], x[2], x[3]))
        });
        agree(1e-13, CDF, |x| libm::exp(ln_cdf(x[0], x[1], x[2], x[3])));
        agree(1e-13, PMF, |x| libm::exp(ln_pmf(x[0], x[1], x[2], x[3])));
    }

    #[test]
    fn long_sums_are_integrals() {
        agree(1e-14, MANY_TERMS, |x| at_least(x[0], x[1], x[2], x[3]));
        let (n, half, quarter) = (
            9_007_199_254_740_992.0,
            4_503_599_627_370_496.0,
            2_251_799_813_685_248.0,
        );
        let above = at_least(quarter + 1.0, n, half, half);
        assert!((2.0 * above + pmf(quarter, n, half, half) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn certain_and_impossible_events() {
        assert_eq!(at_least(0.0, 9.0, 4.0, 3.0), 1.0);
        assert_eq!(at_least(4.0, 9.0, 4.0, 3.0), 0.0);
        assert_eq!(cdf(-1.0, 9.0, 4.0, 3.0), 0.0);
        assert_eq!(cdf(3.0, 9.0, 4.0, 3.0), 1.0);
        assert_eq!(pmf(0.0, 9.0, 0.0, 3.0), 1.0);
        assert_eq!(pmf(0.0, 0.0, 0.0, 0.0), 1.0);
        assert_eq!(pmf(1.5, 9.0, 4.0, 3.0), 0.0);
        assert!(pmf(1.0, 9.0, 10.0, 3.0).is_nan() && cdf(f64::NAN, 9.0, 4.0, 3.0).is_nan());
    }
}
