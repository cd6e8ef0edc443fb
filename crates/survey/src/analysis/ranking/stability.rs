//! Whether one ballot decides.

use std::rc::Rc;

use befund_ranking::uncertainty::{LeaveOneOut, Stability};

use super::names::undefined;
use super::{Context, consensus, reason, sheet};
use crate::analysis::RankingMethod;
use crate::analysis::task::{Progress, Stage, Work};
use crate::finding::Finding;
use crate::{Error, Figure, Sheet};

/// As many ballots are left out where nothing is said.
const USUAL_BALLOTS: usize = 300;
/// As many objects may there be where nothing is said.
const USUAL_ITEMS: usize = 30;
/// Ballots that are left out between looks at the caller.
const STEP: usize = 10;
/// Microseconds that a ballot takes, roughly.
const COST: u64 = 300;

/// Every ballot left out once, for one method after the other.
pub(super) struct LeftOut {
    context: Rc<Context>,
    /// Methods that are still to come, the next last.
    left: Vec<RankingMethod>,
    current: Option<(RankingMethod, LeaveOneOut)>,
    figures: Sheet,
    done: u64,
    total: u64,
}

impl LeftOut {
    /// Nothing where it is not asked for.
    pub(super) fn new(context: &Rc<Context>) -> Option<Self> {
        let few = context.ballots.len() <= USUAL_BALLOTS && context.names.len() <= USUAL_ITEMS;
        let usual = few && context.ballots.len() > 1;
        if !context.spec.leave_one_out.unwrap_or(usual) {
            return None;
        }
        let mut left: Vec<RankingMethod> = context
            .methods()
            .filter(|method| consensus::of_library(context, *method).is_some())
            .collect();
        left.reverse();
        Some(Self {
            total: left.len() as u64 * context.ballots.len() as u64 * COST,
            context: Rc::clone(context),
            left,
            current: None,
            figures: Sheet::new(),
            done: 0,
        })
    }

    /// Begins with the next method.
    fn next(&mut self) {
        let Some(method) = self.left.pop() else {
            return;
        };
        let context = &self.context;
        let Some(asked) = consensus::of_library(context, method) else {
            return;
        };
        let mut settings = context.settings();
        settings.effort /= context.ballots.len().max(1) as u64;
        match LeaveOneOut::new(&context.ballots, asked, &settings, context.weighting) {
            Ok(leave) => self.current = Some((method, leave)),
            Err(error) => {
                let reason = reason(context, &error);
                self.figures
                    .put(consensus::word(method), undefined(&reason));
            }
        }
    }
}

impl Work for LeftOut {
    fn step(&mut self, finding: &mut Finding) -> Result<Stage, Error> {
        match &mut self.current {
            None => self.next(),
            Some((method, leave)) => {
                self.done += STEP as u64 * COST;
                if leave.step(STEP) {
                    let stability = stability(&self.context, &leave.result());
                    self.figures.put(consensus::word(*method), stability);
                    self.current = None;
                }
            }
        }
        if self.current.is_some() || !self.left.is_empty() {
            return Ok(Stage::Working);
        }
        self.settle(finding);
        Ok(Stage::Done)
    }

    fn progress(&self) -> Progress {
        Progress {
            done: self.done.min(self.total),
            total: self.total,
        }
    }

    fn settle(&mut self, finding: &mut Finding) {
        if let Some(sheet) = sheet(finding) {
            sheet.put("leave_one_out", std::mem::take(&mut self.figures));
        }
    }
}

/// Who moves what. Ballots are named by their data rows, from 1.
fn stability(context: &Context, found: &Stability) -> Sheet {
    let row = |ballot: &usize| {
        context
            .rows
            .get(*ballot)
            .map_or(0.0, |row| *row as f64 + 1.0)
    };
    let rows = |ballots: &[usize]| -> Vec<f64> { ballots.iter().map(row).collect() };
    let items = found.items.iter().map(|item| {
        let mut sheet = Sheet::new();
        sheet
            .put("best", item.best)
            .put("worst", item.worst)
            .put("shift", item.shift);
        if let Some(ballot) = &item.moved_by {
            sheet.put("moved_by", row(ballot));
        }
        sheet
    });
    let farthest = found.distances.iter().flatten().copied();
    let farthest = farthest.fold(None, |most: Option<f64>, distance| {
        Some(most.map_or(distance, |most| most.max(distance)))
    });
    let mut sheet = Sheet::new();
    sheet
        .put("changes_winner", rows(&found.changes_winner))
        .put("changes_top", rows(&found.changes_top))
        .put("changes_order", rows(&found.changes_order))
        .put("largest_distance", Figure::from(farthest))
        .put("objects", Sheet::by_name(&context.names, items));
    sheet
}
