//! How each object was ranked, and how often each comes before each other.

use befund_ranking::ItemRanks;

use super::Context;
use super::names::{square, undefined};
use crate::{Figure, Sheet};

/// Top shares, mean and median ranks, rank counts and the pairwise matrix.
pub(super) fn put(sheet: &mut Sheet, context: &Context, ranks: &[ItemRanks], weight: f64) {
    let names = &context.names;
    // the share of the ballots that put it at rank 1 to 1, 2, ..., n
    let shares =
        |ranks: &ItemRanks| -> Vec<f64> { ranks.top.iter().map(|top| top / weight).collect() };
    let rank = |rank: Option<f64>| match rank {
        Some(rank) => Figure::Number(rank),
        None => undefined("nobody ranked it"),
    };
    let top_k = ranks.iter().map(|ranks| ranks.top[context.k - 1] / weight);
    sheet
        .put("top_k", Sheet::by_name(names, top_k))
        .put(
            "top_shares",
            Sheet::by_name(names, ranks.iter().map(shares)),
        )
        .put(
            "mean_rank",
            Sheet::by_name(names, ranks.iter().map(|ranks| rank(ranks.mean_rank))),
        )
        .put(
            "median_rank",
            Sheet::by_name(names, ranks.iter().map(|ranks| rank(ranks.median_rank))),
        )
        .put(
            "rank_counts",
            Sheet::by_name(names, ranks.iter().map(|ranks| ranks.rank_counts.clone())),
        )
        .put(
            "pairwise",
            square(names, |i, j| context.pairwise.wins(i, j)),
        );
}
