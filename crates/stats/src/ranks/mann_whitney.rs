//! Two groups by ranks.

use super::GroupRanks;
use super::exact::{ExactP, Lattice, drawn_sum};
use crate::distribution::normal;
use crate::{Error, Probability};

/// Mann and Whitney's test (Wilcoxon's rank sum test) with the normal approximation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MannWhitney {
    /// U₁: in how many pairs the first is larger, ties half.
    pub u_first: f64,
    /// U₂ = n₁n₂ − U₁.
    pub u_second: f64,
    /// W: sum of the ranks of the first group.
    pub rank_sum: f64,
    /// z with the tie-corrected variance.
    pub z: f64,
    /// P(|Z| ≥ |z|).
    pub p_value: Probability,
    /// z with U half a unit nearer to its mean.
    pub z_corrected: f64,
    /// P(|Z| ≥ |z|) with the continuity correction.
    pub p_corrected: Probability,
    /// P(X > Y) + ½P(X = Y) = U₁ / n₁n₂.
    pub probability_of_superiority: f64,
    /// Rank-biserial correlation, the same as Cliff's δ: P(X > Y) − P(X < Y).
    pub rank_biserial: f64,
    /// r = |z| / √N.
    pub r: f64,
}

/// Mann and Whitney's test of the first against the second of two groups, O(1) from [`GroupRanks`].
///
/// z = (U₁ − n₁n₂/2) / σ with σ² = n₁n₂ Σ(r − R̄)² / (N(N − 1)). Mann and Whitney (1947), *Annals of Mathematical Statistics* 18,
/// 50-60. R: `wilcox.test(x, y, exact = FALSE, correct = FALSE)`, `correct = TRUE`.
///
/// # Errors
/// [`Error::TooFewGroups`] unless there are two groups with cases, [`Error::NoSpread`] where all values are equal.
pub fn mann_whitney(ranks: &GroupRanks) -> Result<MannWhitney, Error> {
    two(ranks)?;
    let (first, second) = (ranks.sizes[0], ranks.sizes[1]);
    let pairs = first * second;
    // twice U₁ − n₁n₂/2
    let deviation = ranks.deviations[0];
    let sigma = (pairs / ranks.n * (ranks.squares / (ranks.n - 1.0))).sqrt();
    let z = deviation / sigma;
    let z_corrected = ((deviation.abs() - 1.0).max(0.0) / sigma).copysign(deviation);
    Ok(MannWhitney {
        u_first: (pairs + deviation) / 2.0,
        u_second: (pairs - deviation) / 2.0,
        rank_sum: ranks.rank_sum(0),
        z,
        p_value: normal::two_sided(z),
        z_corrected,
        p_corrected: normal::two_sided(z_corrected),
        probability_of_superiority: (pairs + deviation) / (2.0 * pairs),
        rank_biserial: deviation / pairs,
        r: z.abs() / ranks.n.sqrt(),
    })
}

/// The exact p-value of Mann and Whitney's test, given the ties: over all N! / (n₁! n₂!) ways to deal the ranks to the groups.
///
/// R: `coin::wilcox_test(y ~ g, distribution = "exact")`; without ties `wilcox.test(x, y, exact = TRUE)`.
///
/// # Errors
/// As [`mann_whitney`]; [`Error::ExactTooLarge`] beyond `limit` steps, see [`USUAL_STEPS`](super::USUAL_STEPS).
pub fn mann_whitney_exact(ranks: &GroupRanks, limit: f64) -> Result<ExactP, Error> {
    two(ranks)?;
    let small = if ranks.sizes[0] <= ranks.sizes[1] {
        0
    } else {
        1
    };
    let null = null_of(&ranks.ties, ranks.n, ranks.sizes[small], limit)?;
    Ok(null.two_sided(ranks.deviations[small], 0.0))
}

/// The distribution of the doubled deviations of a group of `m` cases.
pub(super) fn null_of(ties: &[f64], n: f64, m: f64, limit: f64) -> Result<Lattice, Error> {
    let mut before = 0.0;
    let scores: Vec<f64> = ties
        .iter()
        .map(|tied| {
            let deviation = 2.0 * before + tied - n;
            before += tied;
            deviation
        })
        .collect();
    drawn_sum(&scores, ties, m, limit)
}

fn two(ranks: &GroupRanks) -> Result<(), Error> {
    if ranks.len() != 2 {
        return Err(Error::TooFewGroups {
            groups: ranks.len(),
            needed: 2,
        });
    }
    ranks.comparable()
}
