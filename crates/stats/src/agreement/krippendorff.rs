//! Krippendorff's alpha.

use super::Ratings;
use super::jackknife::jackknife;
use crate::dd::Dd;
use crate::{Error, Interval, Level};

/// What the distance of two ratings means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MeasurementLevel {
    /// Different or not.
    Nominal,
    /// How many ratings lie between them.
    Ordinal,
    /// Their difference.
    Interval,
    /// Their difference relative to their sum.
    Ratio,
}

/// Krippendorff's alpha.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Krippendorff {
    /// α.
    pub alpha: f64,
    /// Observed disagreement.
    pub observed: f64,
    /// Disagreement expected by chance.
    pub expected: f64,
    /// Standard error by the jackknife over units; none below three units or where there are very many different ones.
    pub standard_error: Option<f64>,
    /// α ± t s, within −1 and 1.
    pub interval: Option<Interval>,
    /// Units with at least two ratings.
    pub n: u64,
    /// Their ratings.
    pub ratings: u64,
}

/// Krippendorff's alpha of units with two or more ratings each, by as many raters as there are.
///
/// α = 1 − Dₒ/Dₑ with Dₒ = Σᵤ Σ_{i≠j} δ²ᵢⱼ/(mᵤ − 1) / n and Dₑ = Σ n_c n_k δ²_ck / n(n − 1) over all n ratings that can be
/// paired. δ² is 1, the squared difference of midranks, of values, or ((c − k)/(c + k))². `values[c]` is the number of
/// category c; at the nominal level it is not used, at the ordinal only the order of the categories is. Krippendorff
/// (2011), *Computing Krippendorff's Alpha-Reliability*. Interval by the jackknife over units.
/// R: `irr::kripp.alpha(x, method)`.
///
/// # Errors
/// [`Error::NoVariance`] where all ratings are equal, [`Error::NegativeRatio`] at the ratio level.
pub fn krippendorff_alpha(
    ratings: &Ratings,
    values: &[f64],
    scale: MeasurementLevel,
    level: Level,
) -> Result<Krippendorff, Error> {
    let smallest = values.iter().copied().fold(0.0, f64::min);
    if scale == MeasurementLevel::Ratio && smallest < 0.0 {
        return Err(Error::NegativeRatio { value: smallest });
    }
    let largest = values
        .iter()
        .fold(0.0_f64, |most, value| most.max(value.abs()));
    let (_, exponent) = libm::frexp(largest);
    let scaled: Vec<f64> = values.iter().map(|x| libm::scalbn(*x, -exponent)).collect();
    let found = disagreements(ratings, &scaled, scale);
    let alpha = found.alpha().ok_or(Error::NoVariance)?;
    let within = ratings
        .units
        .iter()
        .map(|unit| unit.ratings.len() * unit.ratings.len());
    let between = match scale {
        MeasurementLevel::Ratio => values.len() * values.len(),
        _ => values.len(),
    };
    let cost = within.sum::<usize>() + between;
    let error = jackknife(ratings, alpha, level, cost, |left| {
        disagreements(left, &scaled, scale).alpha()
    });
    // disagreements of values have the square of their unit
    let unit = match scale {
        MeasurementLevel::Interval => 2 * exponent,
        _ => 0,
    };
    Ok(Krippendorff {
        alpha,
        observed: libm::scalbn(found.observed.value(), unit),
        expected: libm::scalbn(found.expected.value(), unit),
        standard_error: error.map(|error| error.standard_error),
        interval: error.map(|error| error.interval),
        n: ratings.n(),
        ratings: ratings.totals().iter().sum(),
    })
}

/// Observed and expected disagreement.
pub(super) struct Disagreements {
    pub(super) observed: Dd,
    pub(super) expected: Dd,
}

impl Disagreements {
    pub(super) fn alpha(&self) -> Option<f64> {
        let defined = self.expected.value() > 0.0;
        defined.then(|| ((self.expected - self.observed) / self.expected).value())
    }
}

fn disagreements(ratings: &Ratings, values: &[f64], scale: MeasurementLevel) -> Disagreements {
    let totals = ratings.totals();
    let n: u64 = totals.iter().sum();
    let mut below = 0;
    let midranks: Vec<f64> = totals
        .iter()
        .map(|count| {
            let rank = below as f64 + *count as f64 / 2.0;
            below += count;
            rank
        })
        .collect();
    let square = |c: usize, k: usize| match scale {
        MeasurementLevel::Nominal => Dd::from(f64::from(c != k)),
        MeasurementLevel::Ordinal => Dd::difference(midranks[c], midranks[k]).square(),
        MeasurementLevel::Interval => Dd::difference(values[c], values[k]).square(),
        MeasurementLevel::Ratio if values[c] == values[k] => Dd::ZERO,
        MeasurementLevel::Ratio => {
            (Dd::difference(values[c], values[k]) / Dd::sum(values[c], values[k])).square()
        }
    };
    let mut observed = Dd::ZERO;
    for unit in &ratings.units {
        let mut sum = Dd::ZERO;
        for (index, (c, count)) in unit.ratings.iter().enumerate() {
            for (k, other) in &unit.ratings[..index] {
                sum += square(*c, *k) * *count as f64 * *other as f64;
            }
        }
        observed += sum * (2.0 * unit.cases as f64) / (unit.raters() as f64 - 1.0);
    }
    let spread = |scores: &[f64]| {
        let weighed = || scores.iter().zip(&totals);
        let sum: Dd = weighed()
            .map(|(x, count)| Dd::product(*x, *count as f64))
            .sum();
        let mean = sum / n as f64;
        let squares: Dd = weighed()
            .map(|(x, count)| (mean - *x).square() * *count as f64)
            .sum();
        squares * (2.0 * n as f64)
    };
    let expected = match scale {
        MeasurementLevel::Nominal => {
            let others = |count: &u64| Dd::product(*count as f64, (n - count) as f64);
            totals.iter().map(others).sum()
        }
        MeasurementLevel::Ordinal => spread(&midranks),
        MeasurementLevel::Interval => spread(values),
        MeasurementLevel::Ratio => {
            let mut sum = Dd::ZERO;
            for c in 0..totals.len() {
                for k in 0..c {
                    sum += square(c, k) * totals[c] as f64 * totals[k] as f64;
                }
            }
            sum * 2.0
        }
    };
    let varies = totals.iter().filter(|count| **count > 0).count() > 1;
    Disagreements {
        observed: observed / n as f64,
        expected: if varies {
            expected / (Dd::from(n as f64) * (n as f64 - 1.0))
        } else {
            Dd::ZERO
        },
    }
}
