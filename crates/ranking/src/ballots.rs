//! What respondents sorted.

use befund_stats::order;
use thiserror::Error;

/// What it means when an item was not ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unranked {
    /// It comes below all that were ranked; several of them are tied there.
    #[default]
    Bottom,
    /// The respondent has no opinion on it.
    Ignored,
}

/// Why a ballot cannot be used.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum Error {
    /// The ballot is about another number of items.
    #[error("a ballot ranks {found} items instead of {expected}")]
    WrongLength {
        /// Items of the ballots before.
        expected: usize,
        /// Items of this one.
        found: usize,
    },
    /// The weight is not positive and finite.
    #[error("a ballot has weight {weight}: weights are positive and finite")]
    InvalidWeight {
        /// The offending weight.
        weight: f64,
    },
}

/// Ballots over the same items, each with its weight. Smaller ranks are better, equal ranks tie, gaps do not matter.
#[derive(Debug, Clone, PartialEq)]
pub struct Ballots {
    items: usize,
    /// One row of `items` ranks per ballot.
    ranks: Vec<Option<u32>>,
    weights: Vec<f64>,
}

impl Ballots {
    /// No ballots over that many items.
    pub fn new(items: usize) -> Self {
        Self {
            items,
            ranks: Vec::new(),
            weights: Vec::new(),
        }
    }

    /// Adds a ballot: the rank of every item, `None` where it was not ranked.
    ///
    /// # Errors
    /// [`Error::WrongLength`], [`Error::InvalidWeight`].
    pub fn push(&mut self, ranks: &[Option<u32>], weight: f64) -> Result<(), Error> {
        if ranks.len() != self.items {
            return Err(Error::WrongLength {
                expected: self.items,
                found: ranks.len(),
            });
        }
        if !(weight.is_finite() && weight > 0.0) {
            return Err(Error::InvalidWeight { weight });
        }
        self.ranks.extend_from_slice(ranks);
        self.weights.push(weight);
        Ok(())
    }

    /// Number of items.
    pub fn items(&self) -> usize {
        self.items
    }

    /// Number of ballots.
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// Whether there are no ballots.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// The ballots: ranks and weight of each.
    pub fn iter(&self) -> impl Iterator<Item = (&[Option<u32>], f64)> {
        self.weights.iter().enumerate().map(|(index, &weight)| {
            (
                &self.ranks[index * self.items..(index + 1) * self.items],
                weight,
            )
        })
    }

    /// Midranks of one ballot, 1 for the best: ties share the mean of the positions they take. `None` where the item has
    /// no position.
    pub fn positions(ranks: &[Option<u32>], unranked: Unranked) -> Vec<Option<f64>> {
        let key = |rank: Option<u32>| match (rank, unranked) {
            (Some(rank), _) => Some(u64::from(rank)),
            (None, Unranked::Bottom) => Some(u64::MAX),
            (None, Unranked::Ignored) => None,
        };
        let mut order: Vec<(u64, usize)> = ranks
            .iter()
            .enumerate()
            .filter_map(|(item, &rank)| Some((key(rank)?, item)))
            .collect();
        order::sort(&mut order, |a, b| a.0.cmp(&b.0));
        let mut positions = vec![None; ranks.len()];
        let mut start = 0;
        while start < order.len() {
            let end = start
                + order[start..]
                    .iter()
                    .take_while(|(rank, _)| *rank == order[start].0)
                    .count();
            let midrank = (start + 1 + end) as f64 / 2.0;
            for (_, item) in &order[start..end] {
                positions[*item] = Some(midrank);
            }
            start = end;
        }
        positions
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_the_mean_of_their_positions() {
        let ranks = [Some(2), Some(1), Some(2), None, None];
        assert_eq!(
            Ballots::positions(&ranks, Unranked::Bottom),
            [Some(2.5), Some(1.0), Some(2.5), Some(4.5), Some(4.5)]
        );
        assert_eq!(
            Ballots::positions(&ranks, Unranked::Ignored),
            [Some(2.5), Some(1.0), Some(2.5), None, None]
        );
    }

    #[test]
    fn what_is_no_ballot_is_refused() {
        let mut ballots = Ballots::new(2);
        assert_eq!(
            ballots.push(&[Some(1)], 1.0),
            Err(Error::WrongLength {
                expected: 2,
                found: 1
            })
        );
        assert_eq!(
            ballots.push(&[Some(1), None], 0.0),
            Err(Error::InvalidWeight { weight: 0.0 })
        );
    }
}
