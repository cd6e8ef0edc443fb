//! Neighbouring variables that are shown together: items on one scale, amounts of one size.

use super::Analysis;
use super::suggest::{Use, one, same_scale, several, use_of};
use crate::codebook::{Level, Variable};
use crate::dataset::Dataset;
use crate::order;
use crate::rows::numbers;

/// So many make a group.
const LEAST: usize = 3;
/// More box plots than anyone compares at a glance.
const MAX_BOXES: usize = 20;
/// So many answers tell how large the numbers of a variable are.
const SAMPLE: usize = 1_000;
/// The longer of two comparable ranges is at most so many times the shorter ...
const MAX_LONGER: f64 = 4.0;
/// ... and both together are at most so many times the longer.
const MAX_APART: f64 = 2.0;
/// So many ticked boxes in a row are one question, whatever they are called.
const LEAST_BOXES: usize = 5;
/// At most one row of so many has ticked none of them.
const MOST_WITHOUT: usize = 20;

/// The analyses of variables that nobody has described: neighbouring items on the same scale and amounts of the same size together,
/// then what is left.
pub(crate) fn neighbours(data: &Dataset, names: &[String]) -> Vec<Analysis> {
    let known = names.iter().filter_map(|name| data.codebook.variable(name));
    let known: Vec<Neighbour<'_>> = known
        .map(|variable| Neighbour::of(data, variable))
        .collect();
    let mut found = Vec::new();
    let mut start = 0;
    while let Some(first) = known.get(start) {
        let run = 1 + known[start + 1..]
            .iter()
            .take_while(|next| belong_together(data, first, next))
            .count();
        let boxes = known[start..]
            .iter()
            .take_while(|next| first.usage == Use::Mention && next.usage == Use::Mention)
            .count();
        let run = match first.usage {
            Use::Other => 1,
            Use::Mention
                if boxes >= LEAST_BOXES && are_answers(data, &known[start..start + boxes]) =>
            {
                boxes
            }
            Use::Numbers => run.min(MAX_BOXES),
            _ => run,
        };
        let run = if run >= LEAST { run } else { 1 };
        let names: Vec<String> = known[start..start + run]
            .iter()
            .map(|neighbour| neighbour.variable.name.clone())
            .collect();
        let suggested = match names.as_slice() {
            [only] => one(data, only, first.usage),
            several_names => several(data, several_names, &vec![first.usage; run]),
        };
        found.extend(suggested.into_iter().next());
        start += run;
    }
    found
}

/// Whether nearly every row has ticked one of the boxes: answers to one question, not several questions with yes and no.
fn are_answers(data: &Dataset, boxes: &[Neighbour<'_>]) -> bool {
    let mut ticked = vec![false; data.rows()];
    for neighbour in boxes {
        let Ok(numbers) = numbers(data, &neighbour.variable.name) else {
            return false;
        };
        for (ticked, number) in ticked.iter_mut().zip(numbers) {
            *ticked |= number == Some(1.0);
        }
    }
    let without = ticked.iter().filter(|ticked| !**ticked).count();
    without * MOST_WITHOUT <= data.rows()
}

struct Neighbour<'a> {
    variable: &'a Variable,
    usage: Use,
    /// Where most of its numbers lie; of amounts only.
    range: Option<Range>,
}

impl<'a> Neighbour<'a> {
    fn of(data: &Dataset, variable: &'a Variable) -> Self {
        let usage = use_of(data, variable);
        let range = (usage == Use::Numbers)
            .then(|| Range::of(data, &variable.name))
            .flatten();
        Self {
            variable,
            usage,
            range,
        }
    }
}

/// From the first to the last decile.
#[derive(Clone, Copy)]
struct Range {
    from: f64,
    to: f64,
}

impl Range {
    fn of(data: &Dataset, name: &str) -> Option<Self> {
        let numbers = numbers(data, name).ok()?;
        let every = numbers.len().div_ceil(SAMPLE).max(1);
        let mut sample: Vec<f64> = numbers.into_iter().step_by(every).flatten().collect();
        order::sort_numbers(&mut sample);
        let last = sample.len().checked_sub(1)?;
        Some(Self {
            from: sample[last / 10],
            to: sample[last - last / 10],
        })
    }

    fn length(self) -> f64 {
        self.to - self.from
    }

    /// Whether box plots of both can be read on one axis: about as long, and not far from each other.
    fn is_like(self, other: Self) -> bool {
        let (shorter, longer) = if self.length() <= other.length() {
            (self, other)
        } else {
            (other, self)
        };
        let both = self.to.max(other.to) - self.from.min(other.from);
        shorter.length() > 0.0
            && longer.length() <= MAX_LONGER * shorter.length()
            && both <= MAX_APART * longer.length()
    }
}

fn belong_together(data: &Dataset, first: &Neighbour<'_>, next: &Neighbour<'_>) -> bool {
    if first.usage != next.usage {
        return false;
    }
    if let (Some(first), Some(next)) = (first.range, next.range) {
        return first.is_like(next);
    }
    let (usage, first, next) = (first.usage, first.variable, next.variable);
    let stem = |name: &str| {
        name.trim_end_matches(|c: char| c.is_ascii_digit())
            .to_owned()
    };
    let prefix = |name: &str| {
        name.split(['_', '.', '-', '['])
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    let common = stem(&first.name) == stem(&next.name)
        || (prefix(&first.name) == prefix(&next.name)
            && prefix(&first.name).len() < first.name.len());
    common
        && (first.level == Level::Scale
            || usage == Use::Mention
            || same_scale(data, &[first.name.clone(), next.name.clone()]))
}
