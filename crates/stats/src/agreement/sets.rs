//! Krippendorff's alpha of raters who give a unit several categories at once.

use super::Ratings;
use super::jackknife::jackknife;
use super::krippendorff::{Disagreements, Krippendorff};
use crate::dd::Dd;
use crate::{Error, Level};

/// How far apart two sets of categories are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetDistance {
    /// 1 − |A ∩ B| / |A ∪ B|; Jaccard (1901).
    Jaccard,
    /// 1 − M |A ∩ B| / |A ∪ B| with M = 1 for equal sets, 2/3 where one holds the other, 1/3 where they overlap; Passonneau (2006),
    /// *Measuring Agreement on Set-valued Items (MASI)*, LREC.
    Masi,
}

impl SetDistance {
    /// The distance of two sets in ascending order without repetitions; 0 of two empty ones.
    pub fn between(self, a: &[usize], b: &[usize]) -> f64 {
        let common = a.iter().filter(|element| b.contains(element)).count();
        let all = a.len() + b.len() - common;
        if all == 0 {
            return 0.0;
        }
        // thirds: one division, so that equal fractions are equal numbers
        let thirds = match self {
            Self::Masi if common == a.len() && common == b.len() => 3,
            Self::Masi if common == a.len() || common == b.len() => 2,
            Self::Masi => 1,
            Self::Jaccard => 3,
        };
        (3 * all - thirds * common) as f64 / (3 * all) as f64
    }
}

/// Krippendorff's alpha of units to which two or more raters have given any number of categories each.
///
/// `sets[c]` are the categories of rating c, in ascending order. α = 1 − Dₒ/Dₑ as in [`super::krippendorff_alpha`], with the
/// distance of two sets in the place of δ². O(c²) for c different sets. Interval by the jackknife over units. Python:
/// `nltk.metrics.agreement.AnnotationTask(data, distance=masi_distance).alpha()`.
///
/// # Errors
/// [`Error::NoVariance`] where all ratings are equal.
pub fn krippendorff_alpha_of_sets(
    ratings: &Ratings,
    sets: &[Vec<usize>],
    distance: SetDistance,
    level: Level,
) -> Result<Krippendorff, Error> {
    let distances: Vec<Vec<f64>> = sets
        .iter()
        .map(|a| sets.iter().map(|b| distance.between(a, b)).collect())
        .collect();
    let found = disagreements(ratings, &distances);
    let alpha = found.alpha().ok_or(Error::NoVariance)?;
    let within = ratings
        .units
        .iter()
        .map(|unit| unit.ratings.len() * unit.ratings.len());
    let cost = within.sum::<usize>() + sets.len() * sets.len();
    let error = jackknife(ratings, alpha, level, cost, |left| {
        disagreements(left, &distances).alpha()
    });
    Ok(Krippendorff {
        alpha,
        observed: found.observed.value(),
        expected: found.expected.value(),
        standard_error: error.map(|error| error.standard_error),
        interval: error.map(|error| error.interval),
        n: ratings.n(),
        ratings: ratings.totals().iter().sum(),
    })
}

fn disagreements(ratings: &Ratings, distances: &[Vec<f64>]) -> Disagreements {
    let totals = ratings.totals();
    let n: u64 = totals.iter().sum();
    let mut observed = Dd::ZERO;
    for unit in &ratings.units {
        let mut sum = Dd::ZERO;
        for (index, (c, count)) in unit.ratings.iter().enumerate() {
            for (k, other) in &unit.ratings[..index] {
                sum += Dd::product(distances[*c][*k], *count as f64 * *other as f64);
            }
        }
        observed += sum * (2.0 * unit.cases as f64) / (unit.raters() as f64 - 1.0);
    }
    let mut expected = Dd::ZERO;
    for (c, total) in totals.iter().enumerate() {
        for (k, other) in totals[..c].iter().enumerate() {
            expected += Dd::product(distances[c][k], *total as f64 * *other as f64);
        }
    }
    Disagreements {
        observed: observed / n as f64,
        expected: expected * 2.0 / (Dd::from(n as f64) * (n as f64 - 1.0)),
    }
}
