//! Schulze's method.

use befund_stats::order;

use crate::Pairwise;

/// How strong the preference of a majority is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinkStrength {
    /// The weight that is for it.
    #[default]
    WinningVotes,
    /// The weight that is for it minus the weight against it.
    Margins,
}

/// Who beats whom over the strongest paths.
#[derive(Debug, Clone, PartialEq)]
pub struct Schulze {
    items: usize,
    /// In units, row by row.
    strengths: Vec<f64>,
    unit: f64,
    /// Items that nothing beats, in ascending order; never empty where there are items.
    pub winners: Vec<usize>,
    /// How many items each beats.
    pub n_beaten: Vec<u32>,
    /// By how many items each is beaten.
    pub n_beaten_by: Vec<u32>,
    /// The items from the best to the last where every two are decided.
    pub order: Option<Vec<usize>>,
}

impl Schulze {
    /// The strength of the strongest path from `i` to `j`: the weakest link of it; 0 where there is no path.
    pub fn path_strength(&self, i: usize, j: usize) -> f64 {
        self.strengths[i * self.items + j] / self.unit
    }

    /// Whether `i` beats `j`: its strongest path is stronger than the one back. The relation is transitive.
    pub fn beats(&self, i: usize, j: usize) -> bool {
        self.strengths[i * self.items + j] > self.strengths[j * self.items + i]
    }

    /// Items beaten minus items it is beaten by: an order that agrees with [`Self::beats`] and ties what it leaves open
    /// symmetrically.
    pub fn scores(&self) -> Vec<f64> {
        let pairs = self.n_beaten.iter().zip(&self.n_beaten_by);
        pairs
            .map(|(&beaten, &by)| f64::from(beaten) - f64::from(by))
            .collect()
    }
}

/// Schulze's method, O(items³).
///
/// A link leads from i to j where a majority prefers i to j. A path is as strong as its weakest link, and i beats j where its
/// strongest path to j is stronger than the strongest path back. Widest paths by the algorithm of Floyd and Warshall. Schulze
/// (2011), A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election method,
/// Social Choice and Welfare 36.
pub fn schulze(pairwise: &Pairwise, strength: LinkStrength) -> Schulze {
    let items = pairwise.items();
    let mut strengths = vec![0.0; items * items];
    for i in 0..items {
        for j in 0..items {
            let (votes, against) = (pairwise.unit_wins(i, j), pairwise.unit_wins(j, i));
            if votes > against {
                strengths[i * items + j] = match strength {
                    LinkStrength::WinningVotes => votes,
                    LinkStrength::Margins => votes - against,
                };
            }
        }
    }
    for over in 0..items {
        for i in (0..items).filter(|&i| i != over) {
            let first = strengths[i * items + over];
            if first == 0.0 {
                continue;
            }
            for j in (0..items).filter(|&j| j != i) {
                let path = first.min(strengths[over * items + j]);
                if path > strengths[i * items + j] {
                    strengths[i * items + j] = path;
                }
            }
        }
    }
    let mut result = Schulze {
        items,
        strengths,
        unit: pairwise.unit(),
        winners: Vec::new(),
        n_beaten: vec![0; items],
        n_beaten_by: vec![0; items],
        order: None,
    };
    for i in 0..items {
        for j in 0..items {
            if result.beats(i, j) {
                result.n_beaten[i] += 1;
                result.n_beaten_by[j] += 1;
            }
        }
    }
    result.winners = (0..items)
        .filter(|&item| result.n_beaten_by[item] == 0)
        .collect();
    let decided: u64 = result
        .n_beaten
        .iter()
        .map(|&beaten| u64::from(beaten))
        .sum();
    let pairs = items * items.saturating_sub(1) / 2;
    result.order = (decided == pairs as u64)
        .then(|| order::indices(items, &|a, b| result.n_beaten[b].cmp(&result.n_beaten[a])));
    result
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::consensus::tests::{any_ballots, meaning};

    /// The strongest of all paths without a loop from one item to another.
    fn strongest(link: &impl Fn(usize, usize) -> f64, at: usize, to: usize, left: u32) -> f64 {
        if at == to {
            return f64::INFINITY;
        }
        (0..5)
            .filter(|next| left >> next & 1 == 1)
            .map(|next| link(at, next).min(strongest(link, next, to, left & !(1 << next))))
            .fold(0.0, f64::max)
    }

    proptest! {
        #[test]
        fn paths_are_the_strongest(ballots in any_ballots(5), unranked in meaning()) {
            let pairwise = Pairwise::new(&ballots, unranked);
            for strength in [LinkStrength::WinningVotes, LinkStrength::Margins] {
                let result = schulze(&pairwise, strength);
                let link = |i: usize, j: usize| match strength {
                    _ if pairwise.margin(i, j) <= 0.0 => 0.0,
                    LinkStrength::WinningVotes => pairwise.wins(i, j),
                    LinkStrength::Margins => pairwise.margin(i, j),
                };
                for i in 0..5 {
                    for j in (0..5).filter(|&j| j != i) {
                        prop_assert_eq!(result.path_strength(i, j), strongest(&link, i, j, 31 & !(1 << i)));
                    }
                }
                prop_assert!(!result.winners.is_empty());
                if let Some(order) = &result.order {
                    prop_assert!(order.is_sorted_by(|&i, &j| result.beats(i, j)));
                }
            }
        }
    }
}
