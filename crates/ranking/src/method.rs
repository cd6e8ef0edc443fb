//! Every method asked for the same thing: a rank for every item.

use std::cmp::Ordering;

use befund_stats::order;

use crate::consensus::{
    BordaConvention, LinkStrength, TELEPORT, borda, copeland, footrule, markov_chain, ranked_pairs,
    schulze,
};
use crate::descriptives::{mean_ranks, top_k};
use crate::models::{PlackettLuceOptions, bradley_terry, plackett_luce};
use crate::{Ballots, Error, Pairwise, Unranked, kemeny_order};

/// A way from many orders to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Mean midrank, the smaller the better.
    MeanRank,
    /// Share of the ballots that rank the item among the first k.
    TopK,
    /// Borda count.
    Borda,
    /// Copeland's duels.
    Copeland,
    /// Schulze's strongest paths, by winning votes.
    Schulze,
    /// Tideman's ranked pairs.
    RankedPairs,
    /// The Markov chain MC4.
    Mc4,
    /// The order at the smallest footrule distance.
    Footrule,
    /// The order that disagrees least.
    Kemeny,
    /// Worths of the Plackett-Luce model.
    PlackettLuce,
    /// Worths of the Bradley-Terry model.
    BradleyTerry,
}

/// What methods need to know beside the ballots.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MethodSettings {
    /// What an unranked item means.
    pub unranked: Unranked,
    /// How many items are at the top, for [`Method::TopK`].
    pub k: usize,
    /// How many elementary steps a search may take, for [`Method::Kemeny`].
    pub effort: u64,
}

impl Method {
    /// All of them, the simple ones first.
    pub const ALL: [Self; 11] = [
        Self::MeanRank,
        Self::TopK,
        Self::Borda,
        Self::Copeland,
        Self::Schulze,
        Self::RankedPairs,
        Self::Mc4,
        Self::Footrule,
        Self::Kemeny,
        Self::PlackettLuce,
        Self::BradleyTerry,
    ];

    /// The consensus rank of every item, 1 for the best; items that the method leaves level share the mean of their ranks.
    ///
    /// `pairwise` are the pairs of these ballots under the same meaning of "unranked", counted once for all methods. What has no
    /// mean rank comes last. Ranked pairs, the footrule and Kemeny give one of their orders, without ties, even where it
    /// is not the only one. A model without a finite maximum ranks by its regularised estimate.
    ///
    /// # Errors
    /// Those of the models: no ballot, fewer than two items, too large ties.
    pub fn ranks(
        self,
        ballots: &Ballots,
        pairwise: &Pairwise,
        settings: &MethodSettings,
    ) -> Result<Vec<f64>, Error> {
        let unranked = settings.unranked;
        Ok(match self {
            Self::MeanRank => {
                let means = mean_ranks(ballots, unranked);
                let scores: Vec<f64> = means
                    .into_iter()
                    .map(|mean| mean.map_or(f64::NEG_INFINITY, |mean| -mean))
                    .collect();
                ranks_by_score(&scores)
            }
            Self::TopK => ranks_by_score(&top_k(ballots, settings.k)),
            Self::Borda => ranks_by_score(&borda(ballots, unranked, BordaConvention::Average)),
            Self::Copeland => ranks_by_score(&copeland(pairwise).scores),
            Self::Schulze => {
                ranks_by_score(&schulze(pairwise, LinkStrength::WinningVotes).scores())
            }
            Self::RankedPairs => ranks_by_order(&ranked_pairs(pairwise).order),
            Self::Mc4 => ranks_by_near_score(&markov_chain(pairwise, TELEPORT).stationary, 1e-12),
            Self::Footrule => ranks_by_order(&footrule(ballots, unranked).order),
            Self::Kemeny => ranks_by_order(&kemeny_order(pairwise, settings.effort)),
            Self::PlackettLuce => {
                let model = plackett_luce(ballots, unranked, PlackettLuceOptions::default())?;
                ranks_by_worth(&model.log_worth)
            }
            Self::BradleyTerry => {
                let pseudo_wins = PlackettLuceOptions::default().pseudo_wins;
                ranks_by_worth(&bradley_terry(pairwise, pseudo_wins)?.log_worth)
            }
        })
    }
}

/// Ranks by scores, 1 for the largest; equal scores share the mean of their ranks. R: `rank(-score)`.
pub fn ranks_by_score(scores: &[f64]) -> Vec<f64> {
    ranks_by_near_score(scores, 0.0)
}

/// Ranks by scores that are known but for a relative error: a score shares the rank of the next larger one where that is no
/// further away.
fn ranks_by_near_score(scores: &[f64], error: f64) -> Vec<f64> {
    let best_first = order::indices(scores.len(), &|a, b| scores[b].total_cmp(&scores[a]));
    let mut ranks = vec![0.0; scores.len()];
    let level = |a: &usize, b: &usize| {
        let (larger, smaller) = (scores[*a], scores[*b]);
        larger.partial_cmp(&smaller) == Some(Ordering::Equal)
            || larger - smaller <= error * larger.abs()
    };
    let mut before = 0;
    for level in best_first.chunk_by(level) {
        for &item in level {
            ranks[item] = (2 * before + level.len() + 1) as f64 / 2.0;
        }
        before += level.len();
    }
    ranks
}

/// Ranks by worths that an iteration found.
fn ranks_by_worth(log_worth: &[f64]) -> Vec<f64> {
    let worth: Vec<f64> = log_worth.iter().map(|&worth| libm::exp(worth)).collect();
    ranks_by_near_score(&worth, 1e-9)
}

/// Ranks by an order of all items, the best first.
pub fn ranks_by_order(order: &[usize]) -> Vec<f64> {
    let mut ranks = vec![0.0; order.len()];
    for (before, &item) in order.iter().enumerate() {
        ranks[item] = (before + 1) as f64;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn level_scores_share_their_ranks() {
        assert_eq!(
            ranks_by_score(&[1.0, 3.0, f64::NEG_INFINITY, 3.0, f64::NEG_INFINITY]),
            [3.0, 1.5, 4.5, 1.5, 4.5]
        );
        assert_eq!(ranks_by_near_score(&[1.0, 1.0 + 1e-15], 1e-12), [1.5, 1.5]);
        assert_eq!(ranks_by_order(&[2, 0, 1]), [2.0, 3.0, 1.0]);
    }
}
