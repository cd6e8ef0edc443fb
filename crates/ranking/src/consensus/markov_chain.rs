//! The Markov chain MC4.

use std::cmp::Ordering;

use crate::Pairwise;

/// The usual probability of a teleport.
pub const TELEPORT: f64 = 0.15;

/// The smallest probability of a teleport.
const LEAST_TELEPORT: f64 = 1e-9;

/// Where a walk that only ever moves to preferred items spends its time.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkovChain {
    /// The share of its time at every item, sums to 1: the larger, the better.
    pub stationary: Vec<f64>,
    /// The probability of a teleport in every step.
    pub teleport: f64,
}

/// The chain MC4 of Dwork, Kumar, Naor, Sivakumar, O(items³).
///
/// From item i, another is drawn from all n with equal probability; the walk moves there if a majority prefers it to i, and stays
/// otherwise, where the two are level too. The chain need not be irreducible: the walk never leaves the Smith set, and two items
/// that nothing beats are never left at all. So with the probability `teleport`, at least 10⁻⁹, it starts anew from any of the n items,
/// which makes the distribution unique. An item that beats every other comes first whatever the teleport; the smaller
/// it is, the more of its time the walk spends in the Smith set, all of it in the limit.
///
/// Solved by the elimination of Grassmann, Taksar and Heyman, which subtracts nothing: every share has nearly full relative
/// precision, whatever the chain, and the same bits everywhere. Dwork et al. (2001), Rank aggregation methods for the Web, WWW10;
/// Grassmann, Taksar, Heyman (1985), Operations Research 33. R: `TopKLists::MC` (its MC2, by powers of the matrix, teleport `a`).
pub fn markov_chain(pairwise: &Pairwise, teleport: f64) -> MarkovChain {
    let items = pairwise.items();
    let teleport = if teleport > LEAST_TELEPORT {
        teleport.min(1.0)
    } else {
        LEAST_TELEPORT
    };
    let each = 1.0 / items as f64;
    let mut chain = vec![0.0; items * items];
    for i in 0..items {
        for j in (0..items).filter(|&j| j != i) {
            let preferred = pairwise.majority(j, i) == Ordering::Greater;
            chain[i * items + j] = if preferred { each } else { teleport * each };
        }
    }
    MarkovChain {
        stationary: stationary(chain, items),
        teleport,
    }
}

/// The stationary distribution of a chain all of whose moves to other states, row by row, have probabilities above 0; those of
/// staying are not needed.
fn stationary(mut chain: Vec<f64>, states: usize) -> Vec<f64> {
    // the last state is left out again and again: moves over it become moves past it
    for last in (1..states).rev() {
        let leaving: f64 = chain[last * states..last * states + last].iter().sum();
        for i in 0..last {
            chain[i * states + last] /= leaving;
            let over = chain[i * states + last];
            for j in 0..last {
                chain[i * states + j] += over * chain[last * states + j];
            }
        }
    }
    let mut shares = vec![1.0; states];
    for state in 1..states {
        shares[state] = (0..state)
            .map(|from| shares[from] * chain[from * states + state])
            .sum();
    }
    let total: f64 = shares.iter().sum();
    for share in &mut shares {
        *share /= total;
    }
    shares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Unranked;
    use crate::condorcet;
    use crate::consensus::tests::{any_ballots, tennessee};

    #[test]
    fn the_walk_of_four_cities() {
        // numpy 2: the left eigenvector of 0.85 P + 0.15 / 4 for the eigenvalue 1
        let chain = markov_chain(&tennessee(), TELEPORT);
        let expected = [
            0.047619047619047616,
            0.6896551724137927,
            0.17991004497751154,
            0.08281573498964817,
        ];
        for (share, expected) in chain.stationary.iter().zip(expected) {
            assert!((share - expected).abs() < 1e-14, "{share} {expected}");
        }
    }

    #[test]
    fn nothing_to_go_by_is_the_same_for_all() {
        let pairwise = Pairwise::new(&crate::Ballots::new(4), Unranked::Bottom);
        assert_eq!(markov_chain(&pairwise, TELEPORT).stationary, [0.25; 4]);
        let none = Pairwise::new(&crate::Ballots::new(0), Unranked::Bottom);
        assert!(markov_chain(&none, TELEPORT).stationary.is_empty());
    }

    proptest! {
        #[test]
        fn a_step_changes_nothing(ballots in any_ballots(7), teleport in 1e-9..1.0f64) {
            let pairwise = Pairwise::new(&ballots, Unranked::Bottom);
            let before = markov_chain(&pairwise, teleport).stationary;
            for j in 0..7 {
                let mut after = teleport / 7.0;
                for i in 0..7 {
                    // drawn, and preferred or already there; or anything else drawn that is not preferred
                    let moves = |to: usize| pairwise.majority(to, i) == Ordering::Greater;
                    let stays = (0..7).filter(|&to| !moves(to)).count();
                    let step = if i == j { stays as f64 } else { f64::from(u8::from(moves(j))) };
                    after += (1.0 - teleport) * before[i] * step / 7.0;
                }
                prop_assert!((after - before[j]).abs() <= 1e-13, "{after} {}", before[j]);
            }
        }

        #[test]
        fn the_smith_set_absorbs_all(ballots in any_ballots(7)) {
            let pairwise = Pairwise::new(&ballots, Unranked::Bottom);
            let majorities = condorcet(&pairwise);
            let outside = |shares: &[f64]| -> f64 {
                (0..7).filter(|item| !majorities.smith_set.contains(item)).map(|item| shares[item]).sum()
            };
            let near = markov_chain(&pairwise, 1e-9).stationary;
            prop_assert!(outside(&near) < 1e-6);
            if let Some(winner) = majorities.winner {
                let usual = markov_chain(&pairwise, TELEPORT).stationary;
                prop_assert!((0..7).all(|item| item == winner || usual[item] < usual[winner]));
            }
        }
    }
}
