//! Objects sorted by each respondent: how they were ranked, what all of them together say, and how sure that is.
//!
//! What is quick is in the finding from the start ([`descriptives`], [`consensus`]); the search for the nearest order and what
//! builds on it ([`kemeny`]) are works that complete it.

mod agreement;
mod ballots;
mod classes;
mod consensus;
mod descriptives;
mod groups;
mod kemeny;
mod models;
mod names;
mod stability;
mod uncertainty;

use std::rc::Rc;

use befund_ranking::uncertainty::Weighting;
use befund_ranking::{Ballots, MethodSettings, Pairwise, item_ranks};
use befund_stats::Level;

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

/// With more objects only methods whose time does not grow with the cube of their number are usual.
const MANY_OBJECTS: usize = 300;

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
    /// What a weight says when ballots are drawn.
    weighting: Weighting,
    /// The row of each ballot, from 0.
    rows: Vec<usize>,
    level: Level,
    k: usize,
}

impl Context {
    /// What methods need to know beside the ballots.
    fn settings(&self) -> MethodSettings {
        MethodSettings {
            unranked: self.unranked,
            k: self.k,
            effort: kemeny::effort(self),
        }
    }

    /// The methods that are asked for, in the order of results.
    fn methods(&self) -> impl Iterator<Item = RankingMethod> + '_ {
        let asked = &self.spec.methods;
        let few = self.names.len() <= MANY_OBJECTS;
        let all = RankingMethod::ALL.into_iter();
        all.filter(move |method| {
            let usual = asked.is_empty() && (few || method.is_quick());
            usual || asked.contains(method)
        })
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
        weighting: if run.rows.weighted {
            Weighting::Sampling
        } else {
            Weighting::Frequency
        },
        rows: rankings.rows.clone(),
        level: run.level()?,
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
    if let Some(work) = uncertainty::resampling(&context)? {
        works.push(Box::new(work));
    }
    if let Some(by) = &spec.by {
        run.once(spec.variables().iter().chain([by]))?;
        let work = groups::Groups::new(by, &context, &rankings.cases, &run)?;
        works.push(Box::new(work));
    }
    if let Some(work) = stability::LeftOut::new(&context) {
        works.push(Box::new(work));
    }
    if let Some(most) = spec.classes {
        works.push(Box::new(classes::Classes::new(&context, most)?));
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

/// Why the library has no result, in the words of the data.
fn reason(context: &Context, error: &befund_ranking::Error) -> String {
    match error {
        befund_ranking::Error::PartialBallot { ballot } => {
            let row = context.rows.get(*ballot).map_or(0, |row| row + 1);
            format!("data row {row} does not rank every object, and unranked ones are ignored")
        }
        other => other.to_string(),
    }
}
