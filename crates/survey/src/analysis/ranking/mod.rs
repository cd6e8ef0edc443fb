//! Objects sorted by each respondent: how they were ranked, and what all of them together say.

mod ballots;
mod figures;

use befund_ranking::{Pairwise, item_ranks};

use super::run::{Run, share};
use super::{Ranking, Unranked};
use crate::Error;
use crate::finding::{Finding, RankedItem, RankingTable, Results};
use crate::order;
use ballots::Rankings;

/// The first five, as reports usually have them.
const USUAL_K: usize = 5;

#[inline(never)]
pub(super) fn run(spec: &Ranking, run: Run<'_>) -> Result<Finding, Error> {
    let rankings = Rankings::read(spec, &run)?;
    let objects = rankings.items.len();
    let k = spec.k.unwrap_or(USUAL_K.min(objects));
    super::points::between("k", k, 1, objects)?;
    let unranked = match spec.unranked {
        Unranked::Bottom => befund_ranking::Unranked::Bottom,
        Unranked::Ignored => befund_ranking::Unranked::Ignored,
    };
    let weight = rankings.ballots.total_weight();
    let ranks = item_ranks(&rankings.ballots, unranked);
    let pairwise = Pairwise::new(&rankings.ballots, unranked);
    let statistics = figures::of_ranks(&rankings.names(), &ranks, &pairwise, k, weight);
    let mut items = Vec::with_capacity(objects);
    for (index, (item, ranks)) in rankings.items.iter().zip(ranks).enumerate() {
        let top_k = share(ranks.top[k - 1], weight);
        items.push(RankedItem {
            item: item.clone(),
            n: rankings.ranked(index),
            top_k,
            confidence_interval: run.interval(top_k, weight),
            mean_rank: ranks.mean_rank,
            median_rank: ranks.median_rank,
            rank_counts: ranks.rank_counts,
        });
    }
    order::sort(&mut items, |a, b| {
        let mean = |item: &RankedItem| item.mean_rank.unwrap_or(f64::INFINITY);
        b.top_k
            .count
            .total_cmp(&a.top_k.count)
            .then(mean(a).total_cmp(&mean(b)))
    });
    let names: Vec<&str> = spec.variables().iter().map(String::as_str).collect();
    let results = Results::Ranking(RankingTable {
        k,
        unranked: spec.unranked,
        n: rankings.n(),
        complete: rankings.complete,
        items,
        statistics,
    });
    run.finding(results, rankings.answered(), &names)
}
