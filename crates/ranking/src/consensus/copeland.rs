//! Copeland's method.

use std::cmp::Ordering;

use crate::Pairwise;

/// How every item fares against every other.
#[derive(Debug, Clone, PartialEq)]
pub struct Copeland {
    /// Items that it is preferred to by a majority.
    pub wins: Vec<u32>,
    /// Items that it is level with.
    pub ties: Vec<u32>,
    /// Items that are preferred to it by a majority.
    pub losses: Vec<u32>,
    /// Wins plus half the ties, 0 to n − 1.
    pub scores: Vec<f64>,
}

/// Copeland's method: who wins most duels, O(items²).
///
/// A duel is won by the item that more weight ranks strictly before the other; a level duel, one that no ballot decides too,
/// counts half. Copeland (1951), A reasonable social welfare function, University of Michigan; half a point for ties as in
/// Copeland⁰·⁵ of Faliszewski et al. (2009), Journal of Artificial Intelligence Research 35.
pub fn copeland(pairwise: &Pairwise) -> Copeland {
    let items = pairwise.items();
    let (mut wins, mut ties, mut losses) = (vec![0; items], vec![0; items], vec![0; items]);
    for i in 0..items {
        for j in (0..items).filter(|&j| j != i) {
            match pairwise.majority(i, j) {
                Ordering::Greater => wins[i] += 1,
                Ordering::Equal => ties[i] += 1,
                Ordering::Less => losses[i] += 1,
            }
        }
    }
    let scores = wins
        .iter()
        .zip(&ties)
        .map(|(&wins, &ties)| f64::from(2 * wins + ties) / 2.0)
        .collect();
    Copeland {
        wins,
        ties,
        losses,
        scores,
    }
}
