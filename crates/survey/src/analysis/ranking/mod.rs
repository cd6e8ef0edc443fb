//! Objects sorted by each respondent: how they were ranked, what all of them together say, and how sure that is.
//!
//! What is quick is in the finding from the start ([`descriptives`], [`consensus`]); the search for the nearest order and what
//! builds on it ([`kemeny`]) are works that complete it.

mod ballots;
mod consensus;
mod descriptives;
mod kemeny;
mod models;
mod names;

use std::rc::Rc;

use befund_ranking::{Ballots, Pairwise, item_ranks};

use super::points::between;
use super::run::{Run, share};
use super::task::{Task, Work};
use super::{ConsensusTies, Ranking, RankingMethod, Unranked};
use crate::Error;
use crate::finding::{Finding, RankedItem, RankingTable, Results};
use crate::{Sheet, order};
use ballots::Rankings;

/// The first five, as reports usually have them.
const USUAL_K: usize = 5;

/// What every part of the analysis needs.
struct Context {
    spec: Ranking,
    /// What the objects are called.
    names: Vec<String>,
    ballots: Ballots,
    pairwise: Pairwise,
    unranked: befund_ranking::Unranked,
    /// Whether ballots have sampling weights.
    weighted: bool,
    k: usize,
}

impl Context {
    /// The methods that are asked for, in the order of results.
    fn methods(&self) -> impl Iterator<Item = RankingMethod> + '_ {
        let asked = &self.spec.methods;
        let all = RankingMethod::ALL.into_iter();
        all.filter(move |method| asked.is_empty() || asked.contains(method))
    }
}

#[inline(never)]
pub(super) fn begin(spec: &Ranking, run: Run<'_>) -> Result<Task, Error> {
    let rankings = Rankings::read(spec, &run)?;
    let objects = rankings.items.len();
    let k = spec.k.unwrap_or(USUAL_K.min(objects));
    between("k", k, 1, objects)?;
    let unranked = match spec.unranked {
        Unranked::Bottom => befund_ranking::Unranked::Bottom,
        Unranked::Ignored => befund_ranking::Unranked::Ignored,
    };
    let context = Rc::new(Context {
        spec: spec.clone(),
        names: rankings.names(),
        pairwise: Pairwise::new(&rankings.ballots, unranked),
        ballots: rankings.ballots.clone(),
        unranked,
        weighted: run.rows.weighted,
        k,
    });
    let mut works: Vec<Box<dyn Work>> = vec![
        Box::new(models::Models::new(&context)),
        Box::new(kemeny::Search::new(&context)),
    ];
    let tied = kemeny::TiedSearch::new(&context)?;
    if spec.ties == ConsensusTies::Allowed {
        works.push(Box::new(tied));
    }
    let finding = finding(spec, run, &rankings, &context)?;
    Ok(Task::new(finding, works))
}

/// What is known at once.
fn finding(
    spec: &Ranking,
    run: Run<'_>,
    rankings: &Rankings,
    context: &Context,
) -> Result<Finding, Error> {
    let weight = rankings.ballots.total_weight();
    let ranks = item_ranks(&rankings.ballots, context.unranked);
    let mut statistics = Sheet::new();
    descriptives::put(&mut statistics, context, &ranks, weight);
    consensus::put(&mut statistics, context);
    let mut items = Vec::with_capacity(ranks.len());
    for (index, (item, ranks)) in rankings.items.iter().zip(ranks).enumerate() {
        let top_k = share(ranks.top[context.k - 1], weight);
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
    let variables = spec.variables().iter().chain(&spec.by);
    let variables: Vec<&str> = variables.map(String::as_str).collect();
    let results = Results::Ranking(RankingTable {
        k: context.k,
        unranked: spec.unranked,
        n: rankings.n(),
        complete: rankings.complete,
        items,
        statistics,
    });
    run.finding(results, rankings.answered(), &variables)
}

/// The named figures of the finding.
fn sheet(finding: &mut Finding) -> Option<&mut Sheet> {
    match &mut finding.results {
        Results::Ranking(table) => Some(&mut table.statistics),
        _ => None,
    }
}
