//! How each item was ranked.

use befund_stats::{Distribution, Moments, Observation};

use crate::{Ballots, Unranked};

/// How one item was ranked.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemRanks {
    /// Ballots that rank it.
    pub n: u64,
    /// Weight of the ballots with fewer than k items strictly above it, among those that rank it.
    pub top_k: f64,
    /// Weighted mean of its midranks; `None` where it has none.
    pub mean_rank: Option<f64>,
    /// Weighted median of its midranks.
    pub median_rank: Option<f64>,
    /// Weight of the ballots that rank it with 0, 1, 2, ... items strictly above.
    pub rank_counts: Vec<f64>,
}

/// Top-k weight, mean and median rank and rank distribution of every item, O(ballots × items log items).
///
/// An unranked item never counts as being among the first k; for mean and median it counts as `unranked` says.
pub fn item_ranks(ballots: &Ballots, k: usize, unranked: Unranked) -> Vec<ItemRanks> {
    let items = ballots.items();
    let mut results: Vec<ItemRanks> = (0..items)
        .map(|_| ItemRanks {
            n: 0,
            top_k: 0.0,
            mean_rank: None,
            median_rank: None,
            rank_counts: vec![0.0; items],
        })
        .collect();
    let mut midranks: Vec<Vec<Observation>> = vec![Vec::new(); items];
    for (ballot, &weight) in ballots.weights().iter().enumerate() {
        let mut above = 0;
        for bucket in ballots.buckets(ballot) {
            for &item in &bucket {
                let result = &mut results[item];
                result.n += 1;
                result.rank_counts[above] += weight;
                if above < k {
                    result.top_k += weight;
                }
            }
            above += bucket.len();
        }
        for (item, midrank) in ballots.midranks(ballot, unranked).into_iter().enumerate() {
            if let Some(midrank) = midrank {
                midranks[item].push(Observation {
                    value: midrank,
                    rows: 1,
                    weight,
                });
            }
        }
    }
    for (result, midranks) in results.iter_mut().zip(midranks) {
        let mut moments = Moments::new();
        for seen in &midranks {
            moments.merge(&Moments::of_equal(seen.value, seen.rows, seen.weight));
        }
        result.mean_rank = moments.mean();
        result.median_rank = Distribution::new(midranks)
            .ok()
            .flatten()
            .map(|distribution| distribution.median());
    }
    results
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

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
        let ranks = item_ranks(&ballots, 1, Unranked::Bottom);
        assert_eq!(
            ranks.iter().map(|rank| rank.top_k).collect::<Vec<_>>(),
            [2.0, 2.0, 0.0]
        );
        assert_eq!(ranks[2].n, 2);
        assert_eq!(ranks[2].mean_rank, Some(3.0));
        assert_eq!(ranks[0].rank_counts, [2.0, 1.0, 0.0]);
    }

    proptest! {
        #[test]
        fn complete_rankings_fill_every_rank(orders in prop::collection::vec(Just((1u32..=6).collect::<Vec<_>>()).prop_shuffle(), 1..30), k in 1usize..=6) {
            let mut ballots = Ballots::new(6);
            for order in &orders {
                ballots.push(&order.iter().map(|&rank| Some(rank)).collect::<Vec<_>>(), 1.0).unwrap();
            }
            let ranks = item_ranks(&ballots, k, Unranked::Bottom);
            let top: f64 = ranks.iter().map(|rank| rank.top_k).sum();
            prop_assert_eq!(top, (k * orders.len()) as f64);
            let means: f64 = ranks.iter().filter_map(|rank| rank.mean_rank).sum();
            prop_assert!((means - 21.0).abs() < 1e-9);
        }
    }
}
