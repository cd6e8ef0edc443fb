//! The nearest order, searched for in steps; and what needs it.

use std::rc::Rc;

use befund_ranking::{Kemeny, KemenySearch, Pairwise, WeakSearch, ranks_by_order};

use super::names::{classes, named, undefined};
use super::{Context, consensus, models, sheet};
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
const LISTED: usize = 100;

const ENDED: &str = "the search ended before: raise `effort`";

/// The search for the order of least disagreement.
pub(super) struct Search {
    context: Rc<Context>,
    search: KemenySearch,
    /// Steps that it may take; once it has ended, those that it took.
    effort: u64,
}

impl Search {
    pub(super) fn new(context: &Rc<Context>) -> Self {
        let asked = context
            .methods()
            .any(|method| method == RankingMethod::Kemeny);
        Self {
            search: KemenySearch::new(&context.pairwise),
            effort: if asked { effort(context) } else { 0 },
            context: Rc::clone(context),
        }
    }

    fn write(&self, finding: &mut Finding) {
        let Some(sheet) = sheet(finding) else { return };
        let found = self.search.result();
        let asked = || self.context.methods();
        if asked().any(|method| method == RankingMethod::Kemeny) {
            sheet.put("kemeny", figures(&self.context, &found));
            sheet.put("mallows", models::scatter(&self.context, &found.order));
        }
        let mut ranks = Sheet::new();
        for method in asked() {
            let of = match method {
                RankingMethod::Kemeny => Some(ranks_by_order(&found.order)),
                RankingMethod::PlackettLuce | RankingMethod::BradleyTerry => {
                    models::ranks(sheet, &self.context.names, method)
                }
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

/// Elementary steps that a search may take.
pub(super) fn effort(context: &Context) -> u64 {
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
        self.effort = self.search.steps();
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
fn figures(context: &Context, found: &Kemeny) -> Sheet {
    let names = &context.names;
    let comparisons = Comparisons::of(&context.pairwise);
    let mut sheet = Sheet::new();
    sheet
        .put("score", found.score)
        .put("lower_bound", found.lower_bound)
        .put("proven", found.proven)
        .put("unique", unique(found.unique))
        .put("n_optimal", count(found.optima))
        .put("tie_penalty", context.spec.tie_penalty)
        .put(
            "distance",
            found.score + context.spec.tie_penalty * comparisons.ties,
        )
        .put("tau_x", correlation(comparisons.correlation(found.score)))
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

/// What ballots compare.
struct Comparisons {
    /// Weight of all pairs on all ballots that compare them.
    all: f64,
    /// Of them, those that tie the two.
    ties: f64,
}

impl Comparisons {
    fn of(pairwise: &Pairwise) -> Self {
        let (mut wins, mut ties) = (0.0, 0.0);
        for j in 0..pairwise.items() {
            for i in 0..j {
                wins += pairwise.unit_wins(i, j) + pairwise.unit_wins(j, i);
                ties += pairwise.unit_ties(i, j);
            }
        }
        Self {
            all: (wins + ties) / pairwise.unit(),
            ties: ties / pairwise.unit(),
        }
    }

    /// Emond's and Mason's rank correlation of an order without ties with the ballots, on average.
    fn correlation(&self, disagreements: f64) -> Option<f64> {
        let distance = disagreements + self.ties / 2.0;
        (self.all > 0.0).then(|| 1.0 - 2.0 * distance / self.all)
    }
}

/// The search for the nearest order that may tie objects.
pub(super) struct TiedSearch {
    context: Rc<Context>,
    search: WeakSearch,
    steps: u64,
    /// As that of the other search.
    effort: u64,
}

impl TiedSearch {
    /// # Errors
    /// [`Error::Statistics`] where the penalty is none.
    pub(super) fn new(context: &Rc<Context>) -> Result<Self, Error> {
        let search = WeakSearch::new(&context.pairwise, context.spec.tie_penalty);
        Ok(Self {
            search: search.map_err(|error| Error::Statistics {
                variables: vec!["tie_penalty".to_owned()],
                reason: error.to_string(),
            })?,
            steps: 0,
            effort: effort(context),
            context: Rc::clone(context),
        })
    }

    fn write(&self, finding: &mut Finding) {
        let Some(sheet) = sheet(finding) else { return };
        let found = self.search.result();
        let names = &self.context.names;
        let mut figures = Sheet::new();
        figures
            .put("p", self.context.spec.tie_penalty)
            .put("score", found.score)
            .put("lower_bound", found.lower_bound)
            .put("proven", found.proven)
            .put("unique", unique(found.unique))
            .put("n_optimal", count(found.optima));
        if self.context.spec.tie_penalty == 0.5 {
            figures.put("tau_x", correlation(found.tau_x));
        }
        figures
            .put("buckets", classes(names, &found.buckets))
            .put("components", classes(names, &found.components));
        sheet.put("kemeny_ties", figures);
    }
}

impl Work for TiedSearch {
    fn step(&mut self, finding: &mut Finding) -> Result<Stage, Error> {
        let part = STEP.min(self.effort - self.steps);
        self.steps += part;
        if !self.search.step(part) && self.steps < self.effort {
            return Ok(Stage::Working);
        }
        self.write(finding);
        self.effort = self.steps;
        Ok(Stage::Done)
    }

    fn progress(&self) -> Progress {
        Progress {
            done: self.steps / PACE,
            total: self.effort / PACE,
        }
    }

    fn settle(&mut self, finding: &mut Finding) {
        self.write(finding);
    }
}

fn unique(unique: Option<bool>) -> Figure {
    unique.map_or_else(|| undefined(ENDED), Figure::Truth)
}

fn count(optima: Option<u128>) -> Figure {
    match optima {
        Some(optima) => Figure::Number(optima as f64),
        None => undefined("there may be too many to count"),
    }
}

fn correlation(found: Option<f64>) -> Figure {
    found.map_or_else(
        || undefined("no ballot compares two objects"),
        Figure::Number,
    )
}
