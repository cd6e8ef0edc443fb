//! How sure ranks are: the bootstrap of ballots.

use std::rc::Rc;

use befund_ranking::uncertainty::{Bootstrap, ItemUncertainty, RankUncertainty};

use super::names::undefined;
use super::{Context, consensus, reason, sheet};
use crate::analysis::RankingMethod;
use crate::analysis::task::{Progress, Stage, Work};
use crate::finding::Finding;
use crate::{Error, Sheet};

/// Resamples, where nothing is said.
const USUAL_REPLICATES: usize = 1000;
/// Where nothing is said and there are more objects than this, there are fewer resamples, in proportion to their cubes,
const MANY_OBJECTS: usize = 24;
/// but at least this many;
const LEAST_REPLICATES: usize = 200;
/// beyond so many objects only of the methods that add up scores;
const MOST_OBJECTS: usize = 60;
/// and fewer of them in proportion, above so many figures on all ballots.
const MANY_FIGURES: usize = 200_000;
/// So few resamples say nothing: then there are none where nothing is said.
const TOO_FEW: usize = 50;
/// Microseconds between looks at the caller.
const STEP: u64 = 20_000;

/// The bootstrap of all methods that are asked for.
pub(super) struct Resampling {
    context: Rc<Context>,
    methods: Vec<RankingMethod>,
    bootstrap: Bootstrap,
    /// Microseconds that a replicate takes, roughly.
    cost: u64,
}

/// How many resamples there are.
fn replicates(context: &Context) -> usize {
    context.spec.bootstrap.unwrap_or_else(|| {
        let objects = context.names.len();
        let many = objects.max(MANY_OBJECTS).pow(3);
        let usual = USUAL_REPLICATES * MANY_OBJECTS.pow(3) / many;
        let figures = context.ballots.len() * objects;
        let replicates = usual.max(LEAST_REPLICATES) * MANY_FIGURES / figures.max(MANY_FIGURES);
        if replicates < TOO_FEW { 0 } else { replicates }
    })
}

/// The resampling that is asked for, if any.
///
/// # Errors
/// [`Error::Statistics`] where there are too many resamples.
pub(super) fn resampling(context: &Rc<Context>) -> Result<Option<Resampling>, Error> {
    let replicates = replicates(context);
    let few = context.names.len() <= MOST_OBJECTS;
    let methods: Vec<RankingMethod> = context
        .methods()
        .filter(|method| consensus::of_library(context, *method).is_some())
        .filter(|method| is_sum(*method) || context.spec.bootstrap.is_some() || few)
        .collect();
    if replicates == 0 || methods.is_empty() {
        return Ok(None);
    }
    let asked: Vec<befund_ranking::Method> = methods
        .iter()
        .filter_map(|method| consensus::of_library(context, *method))
        .collect();
    let mut settings = context.settings();
    // the effort of the whole, for every replicate its part
    settings.effort /= replicates as u64;
    let bootstrap = Bootstrap::new(
        &context.ballots,
        &asked,
        &settings,
        context.weighting,
        replicates,
        context.spec.seed,
    );
    let items = context.names.len() as u64;
    let pairs = methods.iter().any(|method| !is_sum(*method));
    let cost = context.ballots.len() as u64 * items / 500
        + if pairs {
            items * items * (items + context.ballots.len() as u64 / 10) / 100
        } else {
            0
        };
    Ok(Some(Resampling {
        bootstrap: bootstrap.map_err(|error| Error::Statistics {
            variables: vec!["bootstrap".to_owned()],
            reason: reason(context, &error),
        })?,
        context: Rc::clone(context),
        methods,
        cost: cost.max(1),
    }))
}

/// Whether a method adds up scores of ballots.
fn is_sum(method: RankingMethod) -> bool {
    matches!(
        method,
        RankingMethod::Borda | RankingMethod::MeanRank | RankingMethod::TopK
    )
}

impl Resampling {
    fn write(&self, finding: &mut Finding) {
        let Some(sheet) = sheet(finding) else { return };
        let context = &self.context;
        let mut figures = Sheet::new();
        figures
            .put("replicates", self.bootstrap.done())
            .put("seed", context.spec.seed)
            .put("level", context.level.get());
        if self.bootstrap.done() > 0 {
            let found = self.bootstrap.result(context.level);
            for (method, found) in self.methods.iter().zip(&found) {
                figures.put(consensus::word(*method), ranks(context, found));
            }
        }
        sheet.put("bootstrap", figures);
    }
}

/// Interval and distribution of every rank.
fn ranks(context: &Context, found: &RankUncertainty) -> Sheet {
    Sheet::by_name(
        &context.names,
        found.items.iter().map(|item| rank(context, item)),
    )
}

fn rank(context: &Context, item: &ItemUncertainty) -> Sheet {
    let mut sheet = Sheet::new();
    match &item.rank_interval {
        Some(interval) => sheet
            .put("lower", interval.lower)
            .put("upper", interval.upper),
        None => {
            let reason = "the method gives no order of any resample";
            sheet
                .put("lower", undefined(reason))
                .put("upper", undefined(reason))
        }
    };
    sheet
        .put("median", item.median_rank)
        .put("mean", item.mean_rank)
        .put("p_first", item.top_k(1))
        .put("p_top_k", item.top_k(context.k))
        .put("distribution", item.rank_shares.clone());
    if let Some(interval) = &item.score_interval {
        sheet
            .put("score_lower", interval.lower)
            .put("score_upper", interval.upper);
    }
    sheet
}

impl Work for Resampling {
    fn step(&mut self, finding: &mut Finding) -> Result<Stage, Error> {
        let part = (STEP / self.cost).max(1);
        if !self
            .bootstrap
            .step(usize::try_from(part).unwrap_or(usize::MAX))
        {
            return Ok(Stage::Working);
        }
        self.write(finding);
        Ok(Stage::Done)
    }

    fn progress(&self) -> Progress {
        Progress {
            done: self.bootstrap.done() as u64 * self.cost,
            total: self.bootstrap.replicates() as u64 * self.cost,
        }
    }

    fn settle(&mut self, finding: &mut Finding) {
        self.write(finding);
    }
}
