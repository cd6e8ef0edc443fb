//! How many prefer one item to another.

use crate::Ballots;
use crate::ballots::{UNRANKED, UnitWeights, Unranked};

/// The weight of the ballots that rank one item strictly before another, for every two items.
#[derive(Debug, Clone, PartialEq)]
pub struct Pairwise {
    items: usize,
    /// Row by row; whole numbers where there is a unit.
    wins: Vec<f64>,
    /// Weight of the ballots that compare the two and tie them.
    ties: Vec<f64>,
    /// What a weight is multiplied by to be whole; 1 where nothing makes it whole.
    unit: f64,
}

impl Pairwise {
    /// Counts all ballots, O(ballots × items²).
    ///
    /// Two unranked items are tied at the bottom, or not compared where unranked items are ignored. Sums are exact where
    /// weights have at most six decimals.
    pub fn new(ballots: &Ballots, unranked: Unranked) -> Self {
        let items = ballots.items();
        let UnitWeights {
            values: weights,
            unit,
        } = ballots.unit_weights();
        let equal = match weights.split_first() {
            Some((first, rest)) if rest.iter().all(|weight| weight == first) => Some(*first),
            _ => None,
        };
        let (mut wins, mut ties) = (vec![0.0; items * items], vec![0.0; items * items]);
        // equal ballots block by block, so that all places of a block stay near while they are compared
        let block = if equal.is_some() {
            BLOCK
        } else {
            ballots.len()
        };
        let mut start = 0;
        while start < ballots.len() {
            let end = ballots.len().min(start + block);
            for i in 0..items {
                for j in i + 1..items {
                    let (first, second) = (
                        &ballots.places(i)[start..end],
                        &ballots.places(j)[start..end],
                    );
                    let (before, behind, tied) = match equal {
                        Some(_) => count(first, second, unranked),
                        None => weigh(first, second, &weights, unranked),
                    };
                    wins[i * items + j] += before;
                    wins[j * items + i] += behind;
                    ties[i * items + j] += tied;
                    ties[j * items + i] += tied;
                }
            }
            start = end;
        }
        if let Some(weight) = equal {
            for sum in wins.iter_mut().chain(&mut ties) {
                *sum *= weight;
            }
        }
        Self {
            items,
            wins,
            ties,
            unit,
        }
    }

    /// Gives one of the ballots more weight, or less where `weight` is negative, O(items²). As exact as the count of all where the
    /// weight has no more decimals than those of the ballots.
    pub fn add(&mut self, ballots: &Ballots, ballot: usize, weight: f64, unranked: Unranked) {
        let weight = (weight * self.unit).round();
        let places: Vec<i16> = ballots.ballot(ballot).collect();
        let items = self.items;
        for (i, &first) in places.iter().enumerate() {
            for (j, &second) in places.iter().enumerate() {
                let apart = unranked == Unranked::Ignored && first.max(second) == UNRANKED;
                if i == j || apart {
                    continue;
                }
                if first < second {
                    self.wins[i * items + j] += weight;
                } else if first == second {
                    self.ties[i * items + j] += weight;
                }
            }
        }
    }

    /// Number of items.
    pub fn items(&self) -> usize {
        self.items
    }

    /// Weight of the ballots that rank `i` strictly before `j`.
    pub fn wins(&self, i: usize, j: usize) -> f64 {
        self.wins[i * self.items + j] / self.unit
    }

    /// Weight of the ballots that tie the two.
    pub fn ties(&self, i: usize, j: usize) -> f64 {
        self.ties[i * self.items + j] / self.unit
    }

    /// How much more weight prefers `i` to `j` than the other way; exactly 0 where they are level.
    pub fn margin(&self, i: usize, j: usize) -> f64 {
        (self.wins[i * self.items + j] - self.wins[j * self.items + i]) / self.unit
    }

    /// [`Self::wins`] times [`Self::unit`]: a whole number.
    pub fn unit_wins(&self, i: usize, j: usize) -> f64 {
        self.wins[i * self.items + j]
    }

    /// [`Self::ties`] times [`Self::unit`]: a whole number.
    pub fn unit_ties(&self, i: usize, j: usize) -> f64 {
        self.ties[i * self.items + j]
    }

    /// What weights are multiplied by to be whole numbers.
    pub fn unit(&self) -> f64 {
        self.unit
    }

    /// Whether a majority, at least half, or a minority prefers `i` to `j`.
    pub fn majority(&self, i: usize, j: usize) -> std::cmp::Ordering {
        self.unit_wins(i, j).total_cmp(&self.unit_wins(j, i))
    }
}

/// Lanes that are counted side by side.
const LANES: usize = 32;

/// Ballots that are counted together: the places of some dozen items stay in the second cache, and no lane overflows.
const BLOCK: usize = 2048;

/// How many of at most [`BLOCK`] ballots rank the first before the second, the other way, and tie them.
fn count(first: &[i16], second: &[i16], unranked: Unranked) -> (f64, f64, f64) {
    let (mut less, mut more, mut none) = ([0i16; LANES], [0i16; LANES], [0i16; LANES]);
    let (firsts, seconds) = (first.chunks_exact(LANES), second.chunks_exact(LANES));
    let rest = (firsts.remainder(), seconds.remainder());
    let mut one = |lane: usize, a: i16, b: i16| match unranked {
        Unranked::Bottom => {
            less[lane] += i16::from(a < b);
            more[lane] += i16::from(a > b);
        }
        Unranked::Ignored => {
            less[lane] += i16::from(a < b) & i16::from(b != UNRANKED);
            more[lane] += i16::from(a > b) & i16::from(a != UNRANKED);
            none[lane] += i16::from(a == UNRANKED) | i16::from(b == UNRANKED);
        }
    };
    for (firsts, seconds) in firsts.zip(seconds) {
        for lane in 0..LANES {
            one(lane, firsts[lane], seconds[lane]);
        }
    }
    for (lane, (&a, &b)) in rest.0.iter().zip(rest.1).enumerate() {
        one(lane, a, b);
    }
    // at most `BLOCK` in all
    let sum = |lanes: &[i16; LANES]| lanes.iter().sum::<i16>();
    let (before, behind, neither) = (sum(&less), sum(&more), sum(&none));
    let tied = first.len() as i16 - before - behind - neither;
    (f64::from(before), f64::from(behind), f64::from(tied))
}

/// Weights of ballots, several at a time and without branches: what a ballot prefers is no pattern that a processor could guess.
fn weigh(first: &[i16], second: &[i16], weights: &[f64], unranked: Unranked) -> (f64, f64, f64) {
    const LANES: usize = 4;
    let (mut before, mut behind, mut tied) = ([0.0; LANES], [0.0; LANES], [0.0; LANES]);
    let mut one = |lane: usize, a: i16, b: i16, weight: f64| {
        let apart = unranked == Unranked::Ignored && (a == UNRANKED) | (b == UNRANKED);
        let weight = if apart { 0.0 } else { weight };
        before[lane] += if a < b { weight } else { 0.0 };
        behind[lane] += if a > b { weight } else { 0.0 };
        tied[lane] += if a == b { weight } else { 0.0 };
    };
    let whole = first.len() - first.len() % LANES;
    let (firsts, seconds) = (first.chunks_exact(LANES), second.chunks_exact(LANES));
    for ((firsts, seconds), weights) in firsts.zip(seconds).zip(weights.chunks_exact(LANES)) {
        for lane in 0..LANES {
            one(lane, firsts[lane], seconds[lane], weights[lane]);
        }
    }
    for ballot in whole..first.len() {
        one(
            ballot - whole,
            first[ballot],
            second[ballot],
            weights[ballot],
        );
    }
    let sum = |lanes: [f64; LANES]| lanes.iter().sum();
    (sum(before), sum(behind), sum(tied))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn random_ballots() -> impl Strategy<Value = (Ballots, Vec<Vec<Option<u32>>>)> {
        let ballot = prop::collection::vec(prop::option::weighted(0.8, 1u32..6), 4);
        prop::collection::vec((ballot, 0u32..4), 1..80).prop_map(|rows| {
            let mut ballots = Ballots::new(4);
            for (ranks, weight) in &rows {
                ballots.push(ranks, f64::from(*weight) / 4.0).unwrap();
            }
            (ballots, rows.into_iter().map(|(ranks, _)| ranks).collect())
        })
    }

    proptest! {
        #[test]
        fn counting_is_comparing_one_by_one((ballots, rows) in random_ballots(), equal in any::<bool>(), ignored in any::<bool>()) {
            let unranked = if ignored { Unranked::Ignored } else { Unranked::Bottom };
            let ballots = if equal { ballots.with_weights(&vec![0.5; ballots.len()]).unwrap() } else { ballots };
            let pairwise = Pairwise::new(&ballots, unranked);
            for i in 0..4 {
                for j in 0..4 {
                    if i == j { continue; }
                    let (mut wins, mut ties) = (0.0, 0.0);
                    for (ranks, weight) in rows.iter().zip(ballots.weights()) {
                        match (ranks[i], ranks[j], unranked) {
                            (Some(a), Some(b), _) if a < b => wins += weight,
                            (Some(a), Some(b), _) if a == b => ties += weight,
                            (Some(_), None, Unranked::Bottom) => wins += weight,
                            (None, None, Unranked::Bottom) => ties += weight,
                            _ => {}
                        }
                    }
                    prop_assert_eq!(pairwise.wins(i, j), wins);
                    prop_assert_eq!(pairwise.ties(i, j), ties);
                    prop_assert_eq!(pairwise.margin(i, j), pairwise.wins(i, j) - pairwise.wins(j, i));
                }
            }
            // all but one, and that one added
            let last = ballots.len() - 1;
            let mut weights = ballots.weights().to_vec();
            weights[last] = 0.0;
            let mut without = Pairwise::new(&ballots.with_weights(&weights).unwrap(), unranked);
            let mut taken = pairwise.clone();
            taken.add(&ballots, last, -ballots.weights()[last], unranked);
            let figures = |pairwise: &Pairwise| (0..16).map(|k| (pairwise.wins(k / 4, k % 4), pairwise.ties(k / 4, k % 4))).collect::<Vec<_>>();
            prop_assert_eq!(figures(&taken), figures(&without));
            if without.unit() == pairwise.unit() {
                without.add(&ballots, last, ballots.weights()[last], unranked);
                prop_assert_eq!(figures(&without), figures(&pairwise));
            }
        }
    }

    #[test]
    fn many_equal_ballots_are_the_same_as_few_with_weight() {
        let rows = [
            [Some(1), Some(2), Some(3)],
            [Some(2), None, Some(1)],
            [None, None, Some(1)],
            [Some(1), Some(1), None],
            [Some(3), Some(1), Some(2)],
        ];
        let (mut many, mut few) = (Ballots::new(3), Ballots::new(3));
        let mut times = [0.0; 5];
        for ballot in 0..2 * BLOCK + 37 {
            many.push(&rows[ballot % 7 % 5], 0.5).unwrap();
            times[ballot % 7 % 5] += 0.5;
        }
        for (row, weight) in rows.iter().zip(times) {
            few.push(row, weight).unwrap();
        }
        for unranked in [Unranked::Bottom, Unranked::Ignored] {
            let (many, few) = (
                Pairwise::new(&many, unranked),
                Pairwise::new(&few, unranked),
            );
            for (i, j) in [(0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1)] {
                assert_eq!(many.wins(i, j), few.wins(i, j), "{unranked:?} {i} {j}");
                assert_eq!(many.ties(i, j), few.ties(i, j), "{unranked:?} {i} {j}");
            }
        }
    }
}
