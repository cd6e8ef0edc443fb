//! How each item was ranked.

use befund_stats::{Distribution, Observation};

use crate::positions::Positions;
use crate::{Ballots, Unranked};

/// How one item was ranked.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemRanks {
    /// Ballots that rank it; those without weight do not count.
    pub n: u64,
    /// Weight of the ballots that rank it.
    pub times_ranked: f64,
    /// For k = 1, 2, ... items: weight of the ballots with fewer than k items strictly above it, among those that rank it.
    pub top: Vec<f64>,
    /// Weighted mean of its midranks; `None` where it has none.
    pub mean_rank: Option<f64>,
    /// Weighted median of its midranks.
    pub median_rank: Option<f64>,
    /// Weight of the ballots that rank it with 0, 1, 2, ... items strictly above.
    pub rank_counts: Vec<f64>,
}

/// Top-k weight for every k, mean and median rank and rank distribution of every item, O(ballots × items + items²).
///
/// An unranked item never counts as being among the first k; for mean and median it counts as `unranked` says. Where k items or
/// more tie for the first place all of them are among the first k. Weights add up exactly where they have at most six decimals.
pub fn item_ranks(ballots: &Ballots, unranked: Unranked) -> Vec<ItemRanks> {
    let items = ballots.items();
    let weights = ballots.unit_weights();
    let mut counts = vec![vec![0.0; items]; items];
    let mut n = vec![0; items];
    // by twice the midrank: cases and weight
    let empty = Observation {
        value: 0.0,
        rows: 0,
        weight: 0.0,
    };
    let mut midranks = vec![vec![empty; 2 * items + 1]; items];
    let mut positions = Positions::new(items);
    for (ballot, &weight) in weights.values.iter().enumerate() {
        if weight == 0.0 {
            continue;
        }
        positions.read(ballots, ballot);
        for item in 0..items {
            let ranked = positions.ranks(item);
            if ranked {
                n[item] += 1;
                counts[item][positions.above[item] as usize] += weight;
            }
            if ranked || unranked == Unranked::Bottom {
                let seen = &mut midranks[item][positions.doubled[item] as usize];
                seen.rows += 1;
                seen.weight += weight;
            }
        }
    }
    let unit = weights.unit;
    let mut results = Vec::with_capacity(items);
    for ((mut counts, mut midranks), n) in counts.into_iter().zip(midranks).zip(n) {
        for (doubled, seen) in midranks.iter_mut().enumerate() {
            seen.value = doubled as f64 / 2.0;
        }
        midranks.retain(|seen| seen.rows > 0);
        let sum: f64 = midranks.iter().map(|seen| seen.value * seen.weight).sum();
        let weight: f64 = midranks.iter().map(|seen| seen.weight).sum();
        for seen in &mut midranks {
            seen.weight /= unit;
        }
        let mut top = counts.clone();
        let mut within = 0.0;
        for top in &mut top {
            within += *top;
            *top = within / unit;
        }
        for count in &mut counts {
            *count /= unit;
        }
        results.push(ItemRanks {
            n,
            times_ranked: within / unit,
            top,
            mean_rank: (weight > 0.0).then(|| sum / weight),
            median_rank: Distribution::new(midranks)
                .ok()
                .flatten()
                .map(|distribution| distribution.median()),
            rank_counts: counts,
        });
    }
    results
}

/// The weighted mean midrank of every item alone, `None` where it has none, O(ballots × items). Items whose mean
/// is the same have the same bits where weights have at most six decimals.
pub fn mean_ranks(ballots: &Ballots, unranked: Unranked) -> Vec<Option<f64>> {
    let items = ballots.items();
    let (mut sums, mut totals) = (vec![0.0; items], vec![0.0; items]);
    let mut positions = Positions::new(items);
    for (ballot, &weight) in ballots.unit_weights().values.iter().enumerate() {
        positions.read(ballots, ballot);
        for item in 0..items {
            if positions.ranks(item) || unranked == Unranked::Bottom {
                sums[item] += weight * f64::from(positions.doubled[item]);
                totals[item] += weight;
            }
        }
    }
    sums.into_iter()
        .zip(totals)
        .map(|(sum, total)| (total > 0.0).then(|| sum / total / 2.0))
        .collect()
}

/// Weight of the ballots that rank each item with fewer than k items strictly above it, O(ballots × items).
pub fn top_k(ballots: &Ballots, k: usize) -> Vec<f64> {
    let weights = ballots.unit_weights();
    let mut within = vec![0.0; ballots.items()];
    let mut positions = Positions::new(ballots.items());
    for (ballot, &weight) in weights.values.iter().enumerate() {
        positions.read(ballots, ballot);
        for (item, within) in within.iter_mut().enumerate() {
            if positions.ranks(item) && (positions.above[item] as usize) < k {
                *within += weight;
            }
        }
    }
    for within in &mut within {
        *within /= weights.unit;
    }
    within
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::consensus::tests::{any_ballots, meaning};

    fn ballots(rows: &[&[Option<u32>]]) -> Ballots {
        let mut ballots = Ballots::new(rows[0].len());
        for row in rows {
            ballots.push(row, 1.0).unwrap();
        }
        ballots
    }

    #[test]
    fn counts_those_among_the_first_k() {
        let ballots = ballots(&[
            &[Some(1), Some(2), Some(3)],
            &[Some(2), Some(1), None],
            &[Some(1), Some(1), Some(3)],
        ]);
        let ranks = item_ranks(&ballots, Unranked::Bottom);
        let top = |k: usize| ranks.iter().map(|rank| rank.top[k - 1]).collect::<Vec<_>>();
        assert_eq!(top(1), [2.0, 2.0, 0.0]);
        assert_eq!(top(2), [3.0, 3.0, 0.0]);
        assert_eq!(top(3), [3.0, 3.0, 2.0]);
        assert_eq!((ranks[2].n, ranks[2].times_ranked), (2, 2.0));
        assert_eq!(ranks[2].mean_rank, Some(3.0));
        assert_eq!(ranks[0].rank_counts, [2.0, 1.0, 0.0]);
    }

    #[test]
    fn what_nobody_ranks_has_no_rank() {
        let ballots = ballots(&[&[Some(1), None]]);
        let ranks = item_ranks(&ballots, Unranked::Ignored);
        assert_eq!((ranks[1].mean_rank, ranks[1].median_rank), (None, None));
        assert_eq!(ranks[1].top, [0.0, 0.0]);
        assert_eq!(
            item_ranks(&ballots, Unranked::Bottom)[1].mean_rank,
            Some(2.0)
        );
    }

    proptest! {
        #[test]
        fn complete_rankings_fill_every_rank(orders in prop::collection::vec(Just((1u32..=6).collect::<Vec<_>>()).prop_shuffle(), 1..30), k in 1usize..=6) {
            let mut ballots = Ballots::new(6);
            for order in &orders {
                ballots.push(&order.iter().map(|&rank| Some(rank)).collect::<Vec<_>>(), 1.0).unwrap();
            }
            let ranks = item_ranks(&ballots, Unranked::Bottom);
            let top: f64 = ranks.iter().map(|rank| rank.top[k - 1]).sum();
            prop_assert_eq!(top, (k * orders.len()) as f64);
            let means: f64 = ranks.iter().filter_map(|rank| rank.mean_rank).sum();
            prop_assert!((means - 21.0).abs() < 1e-9);
        }

        #[test]
        fn means_and_shares_alone_are_those_of_the_whole(ballots in any_ballots(5), unranked in meaning(), k in 1usize..=5) {
            let ranks = item_ranks(&ballots, unranked);
            let (means, top) = (mean_ranks(&ballots, unranked), top_k(&ballots, k));
            for (item, rank) in ranks.into_iter().enumerate() {
                prop_assert_eq!(rank.mean_rank, means[item]);
                prop_assert_eq!(rank.top[k - 1], top[item]);
            }
        }
    }
}
