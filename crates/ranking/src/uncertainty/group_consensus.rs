//! How far the orders of groups are from each other.

use crate::{Ballots, Error, Method, MethodSettings, PairCounts, Pairwise, pair_counts};

/// The order of every group by one method, and how every two of them compare.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupConsensus {
    /// For every group the rank of every item, 1 for the best, or why the method has none.
    pub ranks: Vec<Result<Vec<f64>, Error>>,
    /// For every two groups how they order the pairs of items: Kendall's distance, τ_b and τ_x follow. `None` where one has no order.
    pub pairs: Vec<Vec<Option<PairCounts>>>,
}

/// Asks a method about every group. `groups` has the group of every ballot, from 0.
///
/// # Errors
/// [`Error::WrongLength`] unless every ballot has a group.
pub fn group_consensus(
    ballots: &Ballots,
    groups: &[usize],
    method: Method,
    settings: &MethodSettings,
) -> Result<GroupConsensus, Error> {
    if groups.len() != ballots.len() {
        return Err(Error::WrongLength {
            expected: ballots.len(),
            found: groups.len(),
        });
    }
    let count = groups.iter().max().map_or(0, |most| most + 1);
    let ranks: Vec<Result<Vec<f64>, Error>> = (0..count)
        .map(|group| {
            let own = |(weight, other): (&f64, &usize)| if *other == group { *weight } else { 0.0 };
            let weights: Vec<f64> = ballots.weights().iter().zip(groups).map(own).collect();
            if weights.iter().all(|weight| *weight == 0.0) {
                return Err(Error::NoBallots);
            }
            let ballots = ballots.with_weights(&weights)?;
            let pairwise = Pairwise::new(&ballots, settings.unranked);
            method.ranks(&ballots, &pairwise, settings)
        })
        .collect();
    let compare =
        |first: &Result<Vec<f64>, Error>, second: &Result<Vec<f64>, Error>| match (first, second) {
            (Ok(first), Ok(second)) => Some(pair_counts(first, second)),
            _ => None,
        };
    let pairs = ranks
        .iter()
        .map(|first| ranks.iter().map(|second| compare(first, second)).collect())
        .collect();
    Ok(GroupConsensus { ranks, pairs })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Unranked;

    #[test]
    fn every_group_has_its_own_order() {
        let mut ballots = Ballots::new(3);
        for ranks in [[1, 2, 3], [3, 2, 1], [1, 2, 3], [3, 1, 2]] {
            ballots.push(&ranks.map(Some), 1.0).unwrap();
        }
        let settings = MethodSettings {
            unranked: Unranked::Bottom,
            k: 1,
            effort: 1000,
        };
        let groups = [0, 3, 0, 1];
        for method in [Method::Borda, Method::Kemeny] {
            let found = group_consensus(&ballots, &groups, method, &settings).unwrap();
            assert_eq!(found.ranks[0], Ok(vec![1.0, 2.0, 3.0]));
            assert_eq!(found.ranks[2], Err(Error::NoBallots));
            assert_eq!(found.ranks[3], Ok(vec![3.0, 2.0, 1.0]));
            let distance =
                |a: usize, b: usize| found.pairs[a][b].map(|pairs| pairs.kendall_distance(0.5));
            assert_eq!(distance(0, 3), Some(3.0));
            assert_eq!(distance(0, 1), Some(2.0));
            assert_eq!(distance(1, 0), Some(2.0));
            assert_eq!(distance(0, 0), Some(0.0));
            assert_eq!(distance(0, 2), None);
        }
        assert!(group_consensus(&ballots, &[0], Method::Borda, &settings).is_err());
    }
}
