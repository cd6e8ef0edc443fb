//! Worths of objects: the models of Plackett and Luce and of Bradley and Terry.

use std::rc::Rc;

use befund_ranking::{
    PlackettLuce, PlackettLuceOptions, Variance, bradley_terry, mallows, plackett_luce,
    ranks_by_score,
};

use super::names::{classes, undefined};
use super::{Context, consensus, reason, sheet};
use crate::analysis::RankingMethod;
use crate::analysis::task::{Progress, Stage, Work};
use crate::finding::Finding;
use crate::{Error, Figure, Sheet};

/// A model that takes more microseconds is fitted where it is asked for.
const MOST: u64 = 5_000_000;

/// The models that are still to be fitted, the next last.
pub(super) struct Models {
    context: Rc<Context>,
    left: Vec<RankingMethod>,
    done: u64,
}

impl Models {
    pub(super) fn new(context: &Rc<Context>) -> Self {
        let models = [RankingMethod::BradleyTerry, RankingMethod::PlackettLuce];
        let asked = |model: &RankingMethod| context.methods().any(|method| method == *model);
        Self {
            left: models.into_iter().filter(asked).collect(),
            done: 0,
            context: Rc::clone(context),
        }
    }

    /// Microseconds that a model takes, roughly: some ten steps over all pairs of all choices.
    fn cost(&self, model: RankingMethod) -> u64 {
        let items = self.context.names.len() as u64;
        let choices = match model {
            RankingMethod::PlackettLuce => self.context.ballots.len() as u64,
            _ => 1,
        };
        1 + 10 * choices * items * items / 500
    }
}

impl Work for Models {
    fn step(&mut self, finding: &mut Finding) -> Result<Stage, Error> {
        if let (Some(model), Some(sheet)) = (self.left.pop(), sheet(finding)) {
            let figures = match model {
                _ if self.context.spec.methods.is_empty() && self.cost(model) > MOST => {
                    no_worths("it takes long for so many ballots: name it in `methods`")
                }
                RankingMethod::PlackettLuce => worths_of_choices(&self.context),
                _ => worths(
                    &self.context,
                    bradley_terry(&self.context.pairwise, PSEUDO_WINS),
                ),
            };
            sheet.put(consensus::word(model), figures);
            self.done += self.cost(model);
        }
        Ok(if self.left.is_empty() {
            Stage::Done
        } else {
            Stage::Working
        })
    }

    fn progress(&self) -> Progress {
        let left = self.left.iter().map(|model| self.cost(*model));
        Progress {
            done: self.done,
            total: self.done + left.sum::<u64>(),
        }
    }
}

/// Wins and losses against a ghost object where worths have no finite maximum, as in R.
const PSEUDO_WINS: f64 = 0.5;

fn worths_of_choices(context: &Context) -> Sheet {
    let fit = |variance| {
        let options = PlackettLuceOptions {
            pseudo_wins: PSEUDO_WINS,
            variance,
        };
        plackett_luce(&context.ballots, context.unranked, options)
    };
    let found = fit(Variance::Information);
    let exists = found.as_ref().is_ok_and(|found| found.exists);
    let mut sheet = worths(context, found);
    // weights that count no cases make the information too large or too small
    if exists
        && context.weighted
        && let Ok(robust) = fit(Variance::Sandwich)
    {
        sheet.put(
            "robust_std_error",
            Sheet::by_name(&context.names, robust.std_error),
        );
    }
    sheet
}

/// Worths with their errors, or why there are none.
fn worths(context: &Context, found: Result<PlackettLuce, befund_ranking::Error>) -> Sheet {
    let names = &context.names;
    let found = match found {
        Ok(found) => found,
        Err(error) => return no_worths(&reason(context, &error)),
    };
    let mut sheet = Sheet::new();
    sheet.put("exists", found.exists);
    if !found.exists {
        sheet
            .put("pseudo_wins", found.pseudo_wins)
            .put("components", classes(names, &found.components));
    }
    sheet
        .put("log_worth", Sheet::by_name(names, found.log_worth))
        .put("std_error", Sheet::by_name(names, found.std_error));
    match found.quasi_variance {
        Some(quasi) => sheet
            .put("quasi_variance", Sheet::by_name(names, quasi.variance))
            .put("largest_relative_error", quasi.largest_error),
        None => sheet.put(
            "quasi_variance",
            undefined("fewer than three objects leave it undetermined"),
        ),
    };
    sheet.put("log_likelihood", found.log_likelihood);
    if let Some(test) = found.equal_worths {
        let mut figures = Sheet::new();
        figures
            .put("statistic", test.statistic)
            .put("df", test.df)
            .put("p_value", test.p_value);
        sheet.put("equal_worths", figures);
    }
    if !found.ties.is_empty() {
        let records = found.ties.iter().map(|tie| {
            let mut record = Sheet::new();
            record
                .put("objects", tie.items)
                .put("log_delta", tie.log_delta)
                .put("std_error", tie.std_error);
            record
        });
        sheet.put("tie_parameters", records.collect::<Vec<_>>());
    }
    sheet
}

fn no_worths(reason: &str) -> Sheet {
    let mut sheet = Sheet::new();
    for term in ["exists", "log_worth", "std_error", "quasi_variance"] {
        sheet.put(term, undefined(reason));
    }
    sheet
}

/// How far ballots scatter around the nearest order.
pub(super) fn scatter(context: &Context, order: &[usize]) -> Sheet {
    let mut sheet = Sheet::new();
    match mallows(&context.ballots, context.unranked, order) {
        Ok(found) => {
            let spread = |figure: Option<f64>| match figure {
                Some(figure) => Figure::Number(figure),
                None => undefined("all ballots agree with the consensus"),
            };
            sheet
                .put("theta", spread(found.theta))
                .put("std_error", spread(found.std_error))
                .put("phi", found.phi)
                .put("mean_distance", found.mean_distance)
                .put("expected_distance", found.expected_distance)
                .put("log_likelihood", found.log_likelihood);
        }
        Err(error) => {
            sheet.put("theta", undefined(&reason(context, &error)));
        }
    }
    sheet
}

/// The ranks of all objects by their worths, where the model is fitted.
pub(super) fn ranks(sheet: &Sheet, names: &[String], model: RankingMethod) -> Option<Vec<f64>> {
    let worth = |name: &String| sheet.number(&[consensus::word(model), "log_worth", name]);
    let worths: Option<Vec<f64>> = names.iter().map(worth).collect();
    Some(ranks_by_score(&worths?))
}
