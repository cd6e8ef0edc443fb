//! How often a case of one group is above a case of another.

use super::group_ranks::merged;
use crate::distribution::normal;
use crate::groups::Groups;
use crate::{Error, Interval, Level};

/// Cliff's δ = P(X > Y) − P(X < Y), also the rank-biserial correlation of two groups; P(X > Y) + ½P(X = Y) is (δ + 1)/2.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dominance {
    /// δ.
    pub delta: f64,
    /// Its standard error from the unbiased variance; `None` where a group has one case.
    pub standard_error: Option<f64>,
    /// Its confidence interval, asymmetric about δ and within [−1, 1]; `None` where a group has one case.
    pub interval: Option<Interval>,
}

/// Cliff's δ of the first against the second of two groups, O(n log n).
///
/// With dᵢ. the dominance of one case over the other group: s² = (n₂²Σ(dᵢ. − δ)² + n₁²Σ(d.ⱼ − δ)² − ΣΣ(dᵢⱼ − δ)²) / (n₁n₂(n₁ − 1)(n₂ − 1)), at
/// least (1 − δ²)/(n₁n₂ − 1); interval (δ − δ³ ± z s √((1 − δ²)² + z²s²)) / (1 − δ² + z²s²); for |δ| = 1 the other end is ±(n − z²)/(n + z²), n the
/// smaller group. Cliff (1993), *Psychological Bulletin* 114, 494-509; Feng and Cliff (2004). R: `effsize::cliff.delta(x, y)`.
///
/// # Errors
/// [`Error::TooFewGroups`] unless there are two groups.
pub fn dominance(groups: &Groups, level: Level) -> Result<Dominance, Error> {
    if groups.len() != 2 {
        return Err(Error::TooFewGroups {
            groups: groups.len(),
            needed: 2,
        });
    }
    let cases = merged(groups);
    let counts: Vec<[f64; 2]> = cases
        .chunk_by(|a, b| a.0 == b.0)
        .map(|tied| {
            let mut counts = [0.0; 2];
            tied.iter()
                .for_each(|(_, group, count)| counts[*group] += count);
            counts
        })
        .collect();
    dominance_of_table(&counts, level)
}

/// The same from a table: for each category in ascending order the counts of both groups, O(categories).
///
/// # Errors
/// [`Error::TooFewGroups`] where a group has no cases.
pub fn dominance_of_table(counts: &[[f64; 2]], level: Level) -> Result<Dominance, Error> {
    let (mut m, mut n) = (0.0, 0.0);
    for [first, second] in counts {
        m += first;
        n += second;
    }
    if m <= 0.0 || n <= 0.0 {
        return Err(Error::TooFewGroups {
            groups: 1,
            needed: 2,
        });
    }
    let (mut below_first, mut below_second) = (0.0, 0.0);
    let (mut sum, mut ties) = (0.0, 0.0);
    // n dᵢ. of the first group and m d.ⱼ of the second, with their counts
    let mut rows = Vec::with_capacity(counts.len());
    for [first, second] in counts {
        let over = below_second - (n - below_second - second);
        let under = (m - below_first - first) - below_first;
        rows.push([(over, *first), (under, *second)]);
        sum += first * over;
        ties += first * second;
        below_first += first;
        below_second += second;
    }
    let delta = sum / (m * n);
    if m < 2.0 || n < 2.0 {
        return Ok(Dominance {
            delta,
            standard_error: None,
            interval: None,
        });
    }
    let (mut of_first, mut of_second) = (0.0, 0.0);
    for [(over, first), (under, second)] in rows {
        of_first += first * (over - n * delta) * (over - n * delta);
        of_second += second * (under - m * delta) * (under - m * delta);
    }
    let all = (m * n - ties) - m * n * delta * delta;
    let unbiased = (of_first + of_second - all) / (m * n * (m - 1.0) * (n - 1.0));
    let variance = unbiased.max((1.0 - delta * delta) / (m * n - 1.0));
    let z = normal::upper_quantile((1.0 - level.get()) / 2.0);
    let interval = if delta.abs() >= 1.0 {
        let smaller = m.min(n);
        let end = (smaller - z * z) / (smaller + z * z);
        Interval {
            lower: if delta > 0.0 { end } else { -1.0 },
            upper: if delta > 0.0 { 1.0 } else { -end },
        }
    } else {
        let rest = 1.0 - delta * delta;
        let spread = z * z * variance;
        let half = z * variance.sqrt() * (rest * rest + spread).sqrt();
        Interval {
            lower: (delta * rest - half) / (rest + spread),
            upper: (delta * rest + half) / (rest + spread),
        }
    };
    Ok(Dominance {
        delta,
        standard_error: Some(variance.sqrt()),
        interval: Some(interval),
    })
}
