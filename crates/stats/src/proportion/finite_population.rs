//! Samples that are a noticeable part of their population.

use super::{Interval, Level, checked};
use crate::Error;
use crate::dd::Dd;

/// The precision of a proportion estimated from a simple random sample without replacement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FinitePopulation {
    /// √(p(1 − p)/(n − 1) · (1 − n/N)), from the unbiased variance; nothing for a sample of one. Cochran (1977), §3.2.
    pub standard_error: Option<f64>,
    /// √(p(1 − p)/n · (N − n)/(N − 1)), as if p were that of the population.
    pub standard_error_n: f64,
    /// z times the standard error.
    pub margin_of_error: Option<f64>,
}

/// The precision of `successes` in `trials`, a simple random sample from `population` units.
///
/// Cochran (1977), §3.2. R: `survey::svymean` with `fpc`.
///
/// # Errors
/// [`Error::InvalidProportion`]; [`Error::PopulationTooSmall`].
pub fn finite_population(
    successes: f64,
    trials: f64,
    population: f64,
    level: Level,
) -> Result<FinitePopulation, Error> {
    checked(successes, trials)?;
    let left = left_over(trials, population)?;
    let (x, n) = (Dd::from(successes), Dd::from(trials));
    let variance = x / n * ((n - x) / n);
    let standard_error =
        (trials > 1.0).then(|| (variance / (n - 1.0) * (left / population)).sqrt().value());
    Ok(FinitePopulation {
        standard_error,
        standard_error_n: if population > 1.0 {
            (variance / n * (left / (Dd::from(population) - 1.0)))
                .sqrt()
                .value()
        } else {
            0.0
        },
        margin_of_error: standard_error.map(|error| level.z() * error),
    })
}

/// Wilson's interval with a sample of the size that has the same precision without the finite population:
/// n (N − 1) / (N − n). A census leaves the proportion itself.
///
/// # Errors
/// [`Error::InvalidProportion`]; [`Error::PopulationTooSmall`].
pub fn equivalent_sample(trials: f64, population: f64) -> Result<f64, Error> {
    let left = left_over(trials, population)?;
    if left.value() == 0.0 {
        return Ok(f64::INFINITY);
    }
    Ok((Dd::from(trials) * (Dd::from(population) - 1.0) / left).value())
}

/// An interval of a proportion by any method, narrowed for a finite population: the method is applied to the
/// [equivalent sample](equivalent_sample); a census gives the proportion itself.
///
/// # Errors
/// Those of the method; [`Error::PopulationTooSmall`].
pub fn finite_interval(
    successes: f64,
    trials: f64,
    population: f64,
    method: impl Fn(f64, f64) -> Result<Interval, Error>,
) -> Result<Interval, Error> {
    checked(successes, trials)?;
    let equivalent = equivalent_sample(trials, population)?;
    let p = successes / trials;
    if equivalent.is_infinite() {
        return Ok(Interval { lower: p, upper: p });
    }
    method((p * equivalent).min(equivalent), equivalent)
}

/// N − n ≥ 0.
fn left_over(sample: f64, population: f64) -> Result<Dd, Error> {
    if !(population.is_finite() && sample > 0.0 && sample <= population) {
        return Err(Error::PopulationTooSmall { population, sample });
    }
    Ok(Dd::difference(population, sample))
}

/// The sample size at which a proportion has this margin of error at most, not rounded:
/// n₀ / (1 + (n₀ − 1)/N) with n₀ = z² p(1 − p)/e²; n₀ itself without a finite population.
///
/// Cochran (1977), §4.4.
///
/// # Errors
/// [`Error::InvalidProbability`] where the proportion or the margin is not strictly between 0 and 1;
/// [`Error::PopulationTooSmall`] below one unit.
pub fn required_sample(
    proportion: f64,
    margin: f64,
    population: Option<f64>,
    level: Level,
) -> Result<f64, Error> {
    for value in [proportion, margin] {
        if !(value > 0.0 && value < 1.0) {
            return Err(Error::InvalidProbability { value });
        }
    }
    let ratio = level.z() / margin;
    let n = ratio * ratio * proportion * (1.0 - proportion);
    match population {
        None => Ok(n),
        Some(population) if population >= 1.0 => Ok(n / (1.0 + (n - 1.0) / population)),
        Some(population) => Err(Error::PopulationTooSmall {
            population,
            sample: 1.0,
        }),
    }
}
