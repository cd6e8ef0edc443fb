//! Objects sorted by each respondent.

use befund_ranking::{Ballots, item_ranks};

use super::run::{Run, share};
use super::{Ranking, Unranked};
use crate::Error;
use crate::finding::{Finding, Note, RankedItem, RankingTable, Results};
use crate::rows::numbers;

pub(super) fn run(spec: &Ranking, mut run: Run<'_>) -> Result<Finding, Error> {
    run.need("items", spec.items.len(), 2)?;
    if spec.k == 0 || spec.k > spec.items.len() {
        return Err(Error::OutOfRange {
            field: "k".to_owned(),
            value: spec.k,
            least: 1,
            most: spec.items.len(),
        });
    }
    let answers = spec
        .items
        .iter()
        .map(|name| numbers(run.data, name))
        .collect::<Result<Vec<_>, _>>()?;
    let mut ballots = Ballots::new(spec.items.len());
    let (mut complete, mut unusable, mut weighted_n) = (0, 0, 0.0);
    for (row, weight) in run.rows.iter() {
        let ranks: Vec<Option<u32>> = answers
            .iter()
            .map(|item| item[row].and_then(rank))
            .collect();
        unusable += answers
            .iter()
            .zip(&ranks)
            .filter(|(item, rank)| item[row].is_some() && rank.is_none())
            .count() as u64;
        if ranks.iter().all(Option::is_none) {
            continue;
        }
        complete += u64::from(ranks.iter().all(Option::is_some));
        weighted_n += weight;
        // lengths are equal and weights of selected rows positive and finite: every ballot is accepted
        let accepted = ballots.push(&ranks, weight);
        debug_assert!(accepted.is_ok());
    }
    if unusable > 0 {
        run.notes.push(Note::UnusableRank { ranks: unusable });
    }
    let unranked = match spec.unranked {
        Unranked::Bottom => befund_ranking::Unranked::Bottom,
        Unranked::Ignored => befund_ranking::Unranked::Ignored,
    };
    let mut items = Vec::with_capacity(spec.items.len());
    for (name, ranks) in spec
        .items
        .iter()
        .zip(item_ranks(&ballots, spec.k, unranked))
    {
        let top_k = share(ranks.top_k, weighted_n);
        items.push(RankedItem {
            item: run.item(name)?,
            n: ranks.n,
            top_k,
            confidence_interval: run.interval(top_k, weighted_n),
            mean_rank: ranks.mean_rank,
            median_rank: ranks.median_rank,
            rank_counts: ranks.rank_counts,
        });
    }
    items.sort_by(|a, b| {
        let mean = |item: &RankedItem| item.mean_rank.unwrap_or(f64::INFINITY);
        b.top_k
            .count
            .total_cmp(&a.top_k.count)
            .then(mean(a).total_cmp(&mean(b)))
    });
    let answered = run.answered(1, |_, row| {
        answers
            .iter()
            .any(|item| item[row].and_then(rank).is_some())
    });
    let names: Vec<&str> = spec.items.iter().map(String::as_str).collect();
    let results = Results::Ranking(RankingTable {
        k: spec.k,
        unranked: spec.unranked,
        n: ballots.len() as u64,
        complete,
        items,
    });
    run.finding(results, answered, &names)
}

/// A rank is a whole number from 1 on.
fn rank(number: f64) -> Option<u32> {
    (number >= 1.0 && number <= f64::from(u32::MAX) && number.fract() == 0.0)
        .then_some(number as u32)
}
