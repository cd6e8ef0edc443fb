//! How sure one can be of an agreement: the jackknife over units.

use super::Ratings;
use crate::distribution::student_t;
use crate::{Interval, Level};

/// Pairs of ratings that are compared in no noticeable time.
const MOST: usize = 20_000_000;

/// Standard error and interval of an agreement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Jackknife {
    pub(super) standard_error: f64,
    pub(super) interval: Interval,
}

/// The statistic without each unit in turn: s² = (N − 1)/N Σ(θ₍ᵢ₎ − θ̄)², interval θ ± t s with N − 1 degrees of freedom,
/// at most 1. Efron and Tibshirani (1993), ch. 11.
///
/// `cost` is how many pairs of ratings the statistic compares. None below three units, where a statistic without one unit
/// is undefined, and where all of them compare more than 20 million.
pub(super) fn jackknife(
    ratings: &Ratings,
    estimate: f64,
    level: Level,
    cost: usize,
    statistic: impl Fn(&Ratings) -> Option<f64>,
) -> Option<Jackknife> {
    let n = ratings.n() as f64;
    if n < 3.0 || ratings.units.len().saturating_mul(cost) > MOST {
        return None;
    }
    let mut left = ratings.clone();
    let mut without = Vec::with_capacity(ratings.units.len());
    for index in 0..ratings.units.len() {
        left.units[index].cases -= 1;
        without.push((statistic(&left)?, ratings.units[index].cases as f64));
        left.units[index].cases += 1;
    }
    let mean = without
        .iter()
        .map(|(value, cases)| value * cases)
        .sum::<f64>()
        / n;
    let squares: f64 = without
        .iter()
        .map(|(value, cases)| (value - mean) * (value - mean) * cases)
        .sum();
    let standard_error = ((n - 1.0) / n * squares).sqrt();
    let half = student_t::upper_quantile((1.0 - level.get()) / 2.0, n - 1.0) * standard_error;
    Some(Jackknife {
        standard_error,
        interval: Interval {
            lower: (estimate - half).max(-1.0),
            upper: (estimate + half).min(1.0),
        },
    })
}
