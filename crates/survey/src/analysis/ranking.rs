//! Objects sorted by each respondent.

use befund_ranking::{Ballots, item_ranks};

use super::run::{Run, share};
use super::{Ranking, Unranked};
use crate::finding::{Finding, RankedItem, RankingTable, Results};
use crate::order;
use crate::rows::numbers;
use crate::{Error, Sheet};

/// The first five, as reports usually have them.
const USUAL_K: usize = 5;

#[inline(never)]
pub(super) fn run(spec: &Ranking, run: Run<'_>) -> Result<Finding, Error> {
    run.need("items", spec.items.len(), 2)?;
    run.once(&spec.items)?;
    let k = spec.k.unwrap_or(USUAL_K.min(spec.items.len()));
    if k == 0 || k > spec.items.len() {
        return Err(Error::OutOfRange {
            field: "k".to_owned(),
            value: k,
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
    let (mut complete, mut weighted_n) = (0, 0.0);
    for (row, weight) in run.rows.iter() {
        let mut ranks: Vec<Option<u32>> = Vec::with_capacity(answers.len());
        for (item, name) in answers.iter().zip(&spec.items) {
            ranks.push(item[row].map(|value| rank(value, name, row)).transpose()?);
        }
        if ranks.iter().all(Option::is_none) {
            continue;
        }
        complete += run.rows.cases(row) * u64::from(ranks.iter().all(Option::is_some));
        weighted_n += weight;
        // lengths are equal and weights of selected rows positive and finite: every ballot is accepted
        let accepted = ballots.push(&ranks, weight);
        debug_assert!(accepted.is_ok());
    }
    let unranked = match spec.unranked {
        Unranked::Bottom => befund_ranking::Unranked::Bottom,
        Unranked::Ignored => befund_ranking::Unranked::Ignored,
    };
    let mut items = Vec::with_capacity(spec.items.len());
    for (name, ranks) in spec.items.iter().zip(item_ranks(&ballots, unranked)) {
        let top_k = share(ranks.top[k - 1], weighted_n);
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
    order::sort(&mut items, |a, b| {
        let mean = |item: &RankedItem| item.mean_rank.unwrap_or(f64::INFINITY);
        b.top_k
            .count
            .total_cmp(&a.top_k.count)
            .then(mean(a).total_cmp(&mean(b)))
    });
    let answered = run.answered(1, |_, row| answers.iter().any(|item| item[row].is_some()));
    let names: Vec<&str> = spec.items.iter().map(String::as_str).collect();
    let results = Results::Ranking(RankingTable {
        k,
        unranked: spec.unranked,
        n: ballots.len() as u64,
        complete,
        items,
        statistics: Sheet::new(),
    });
    run.finding(results, answered, &names)
}

/// A rank is a whole number from 1 on.
fn rank(value: f64, variable: &str, row: usize) -> Result<u32, Error> {
    if value >= 1.0 && value <= f64::from(u32::MAX) && value.fract() == 0.0 {
        return Ok(value as u32);
    }
    Err(Error::InvalidRank {
        variable: variable.to_owned(),
        row: row as u64 + 1,
        value,
    })
}
