//! Latent classes: respondents with priorities of their own.

use std::rc::Rc;

use befund_ranking::{ClassModel, ClassOptions, ClassSearch, ranks_by_score};

use super::{Context, reason, sheet};
use crate::analysis::points::between;
use crate::analysis::task::{Progress, Stage, Work};
use crate::finding::Finding;
use crate::{Error, Sheet};

/// More classes than anyone can tell apart.
const MOST: usize = 12;
/// Random starts for every number of classes.
const STARTS: usize = 20;
/// Microseconds between looks at the caller.
const STEP: u64 = 20_000;

/// The search for classes.
pub(super) struct Classes {
    context: Rc<Context>,
    search: ClassSearch,
    /// Microseconds that a step takes for each class, roughly.
    cost: u64,
    total: u64,
}

impl Classes {
    /// # Errors
    /// [`Error::OutOfRange`]; [`Error::Statistics`] where the ballots allow no model.
    pub(super) fn new(context: &Rc<Context>, most: usize) -> Result<Self, Error> {
        between("classes", most, 1, MOST)?;
        let options = ClassOptions {
            most,
            starts: STARTS,
            seed: context.spec.seed,
            ..ClassOptions::default()
        };
        let search = ClassSearch::new(&context.ballots, context.unranked, options);
        let items = context.names.len() as u64;
        let cost = 1 + context.ballots.len() as u64 * items * items / 500;
        // starts of a dozen steps, and a few hundred to the end, for as many classes
        let steps = 16 * STARTS as u64 + 400;
        let classes = (most * (most + 1) / 2) as u64;
        Ok(Self {
            search: search.map_err(|error| Error::Statistics {
                variables: vec!["classes".to_owned()],
                reason: reason(context, &error),
            })?,
            context: Rc::clone(context),
            cost,
            total: cost.saturating_mul(steps * classes),
        })
    }

    fn write(&self, finding: &mut Finding) {
        let Some(sheet) = sheet(finding) else { return };
        let found = self.search.result();
        let Some(best) = found.best_model() else {
            return;
        };
        let models = found.models.iter().map(|model| {
            let mut record = Sheet::new();
            record
                .put("classes", model.classes.len())
                .put("log_likelihood", model.log_likelihood)
                .put("parameters", model.parameters)
                .put("bic", model.bic)
                .put("aic", model.aic);
            record
        });
        let mut figures = Sheet::new();
        figures
            .put("best", found.best)
            .put("models", models.collect::<Vec<_>>())
            .put("classes", self.classes(best));
        sheet.put("classes", figures);
    }

    /// The classes of a model with their worths and who is in them.
    fn classes(&self, model: &ClassModel) -> Vec<Sheet> {
        let names = &self.context.names;
        let weights = self.context.ballots.weights();
        let records = model.classes.iter().enumerate().map(|(number, class)| {
            let most_likely = |membership: &Vec<f64>| {
                let own = membership[number];
                let before = &membership[..number];
                before.iter().all(|other| *other < own)
                    && membership[number..].iter().all(|other| *other <= own)
            };
            let of = model.membership.iter().zip(weights);
            let assigned = of.filter(|(membership, _)| most_likely(membership));
            let mut record = Sheet::new();
            record
                .put("class", number + 1)
                .put("share", class.share)
                .put("n", assigned.map(|(_, weight)| weight).sum::<f64>())
                .put("log_worth", Sheet::by_name(names, class.log_worth.clone()))
                .put(
                    "ranks",
                    Sheet::by_name(names, ranks_by_score(&class.log_worth)),
                );
            record
        });
        records.collect()
    }
}

impl Work for Classes {
    fn step(&mut self, finding: &mut Finding) -> Result<Stage, Error> {
        for _ in 0..(STEP / self.cost).max(1) {
            if self.search.step() {
                self.write(finding);
                return Ok(Stage::Done);
            }
        }
        Ok(Stage::Working)
    }

    fn progress(&self) -> Progress {
        Progress {
            // a share of it
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            done: (self.search.progress() * self.total as f64) as u64,
            total: self.total,
        }
    }

    fn settle(&mut self, finding: &mut Finding) {
        self.write(finding);
    }
}
