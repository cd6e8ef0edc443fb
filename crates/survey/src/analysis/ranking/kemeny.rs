//! The nearest order, searched for in steps; and what needs it.

use std::rc::Rc;

use befund_ranking::{Kemeny, KemenySearch, ranks_by_order};

use super::names::{classes, named, undefined};
use super::{Context, consensus, sheet};
use crate::analysis::RankingMethod;
use crate::analysis::task::{Progress, Stage, Work};
use crate::finding::Finding;
use crate::{Error, Figure, Sheet};

/// Million elementary steps that a search may take.
const USUAL_EFFORT: u64 = 2000;
/// Elementary steps between looks at the caller: some 20 ms.
const STEP: u64 = 2_000_000;
/// Elementary steps in a microsecond.
const PACE: u64 = 100;
/// More ways than this are counted, not listed.
const LISTED: usize = 24;

const ENDED: &str = "the search ended before: raise `effort`";

/// The search for the order of least disagreement.
pub(super) struct Search {
    context: Rc<Context>,
    search: KemenySearch,
    effort: u64,
}

impl Search {
    pub(super) fn new(context: &Rc<Context>) -> Self {
        Self {
            search: KemenySearch::new(&context.pairwise),
            effort: effort(context),
            context: Rc::clone(context),
        }
    }

    fn write(&self, finding: &mut Finding) {
        let Some(sheet) = sheet(finding) else { return };
        let found = self.search.result();
        let asked = || self.context.methods();
        if asked().any(|method| method == RankingMethod::Kemeny) {
            sheet.put("kemeny", figures(&self.context.names, &found));
        }
        let mut ranks = Sheet::new();
        for method in asked() {
            let of = match method {
                RankingMethod::Kemeny => Some(ranks_by_order(&found.order)),
                method => consensus::ranks(&self.context, method),
            };
            if let Some(of) = of {
                ranks.put(
                    consensus::word(method),
                    Sheet::by_name(&self.context.names, of),
                );
            }
        }
        sheet.put("methods", ranks);
    }
}

/// Elementary steps that a search may take; none where its order is not asked for.
fn effort(context: &Context) -> u64 {
    if !context
        .methods()
        .any(|method| method == RankingMethod::Kemeny)
    {
        return 0;
    }
    let million = context.spec.effort.unwrap_or(USUAL_EFFORT);
    million.saturating_mul(1_000_000)
}

impl Work for Search {
    fn step(&mut self, finding: &mut Finding) -> Result<Stage, Error> {
        let left = self.effort.saturating_sub(self.search.steps());
        if !self.search.step(STEP.min(left)) && self.search.steps() < self.effort {
            return Ok(Stage::Working);
        }
        self.write(finding);
        Ok(Stage::Done)
    }

    fn progress(&self) -> Progress {
        Progress {
            done: self.search.steps() / PACE,
            total: self.effort / PACE,
        }
    }

    fn settle(&mut self, finding: &mut Finding) {
        self.write(finding);
    }
}

/// An order with its certificate, and whether it is the only one.
fn figures(names: &[String], found: &Kemeny) -> Sheet {
    let mut sheet = Sheet::new();
    sheet
        .put("score", found.score)
        .put("lower_bound", found.lower_bound)
        .put("proven", found.proven)
        .put(
            "unique",
            found.unique.map_or_else(|| undefined(ENDED), Figure::Truth),
        )
        .put("n_optimal", count(found.optima))
        .put("order", named(names, &found.order));
    if (2..=LISTED).contains(&found.orders.len()) {
        sheet.put("optimal_orders", classes(names, &found.orders));
    }
    if found.ranks.len() == names.len() && found.unique == Some(false) {
        let ranks = found
            .ranks
            .iter()
            .map(|ranks| ranks.map(|rank| rank as f64));
        let of = |place: usize| Sheet::by_name(names, ranks.clone().map(move |ranks| ranks[place]));
        sheet.put("first_rank", of(0)).put("last_rank", of(1));
    }
    sheet.put("components", classes(names, &found.components));
    sheet
}

fn count(optima: Option<u128>) -> Figure {
    match optima {
        Some(optima) => Figure::Number(optima as f64),
        None => undefined("there may be too many to count"),
    }
}
