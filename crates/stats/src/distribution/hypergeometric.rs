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
