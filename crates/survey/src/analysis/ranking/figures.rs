//! Laying out what the library found as named figures, those of objects under their names.

use befund_ranking::{ItemRanks, Pairwise};

use crate::{Figure, Sheet};

/// Top shares, mean and median ranks, rank counts and the pairwise matrix.
pub(super) fn of_ranks(
    names: &[String],
    ranks: &[ItemRanks],
    pairwise: &Pairwise,
    k: usize,
    weight: f64,
) -> Sheet {
    // the share of the ballots that put it at rank 1 to 1, 2, ..., n
    let shares =
        |ranks: &ItemRanks| -> Vec<f64> { ranks.top.iter().map(|top| top / weight).collect() };
    let rank = |rank: Option<f64>| match rank {
        Some(rank) => Figure::Number(rank),
        None => Figure::Undefined("nobody ranked it".to_owned()),
    };
    let mut sheet = Sheet::new();
    sheet
        .put(
            "top_k",
            Sheet::by_name(names, ranks.iter().map(|ranks| ranks.top[k - 1] / weight)),
        )
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
        .put("pairwise", square(names, |i, j| pairwise.wins(i, j)));
    sheet
}

/// A figure for every two objects, the first of them outside.
pub(super) fn square(names: &[String], figure: impl Fn(usize, usize) -> f64) -> Sheet {
    let row = |i: usize| {
        Sheet::by_name(
            names,
            (0..names.len())
                .map(move |j| (i, j))
                .map(|(i, j)| figure(i, j)),
        )
    };
    Sheet::by_name(names, (0..names.len()).map(row))
}
