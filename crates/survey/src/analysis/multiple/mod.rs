//! Several answers per row.

mod answers;

use super::profile::groups;
use super::run::{Answered, Run, share, shares};
use super::{CategoryOrder, ItemGroup, Multiple};
use crate::coded::Coded;
use crate::finding::{
    Answer, AnswerGroup, Finding, MultipleRow, MultipleTable, Note, ProfileGroup, Results,
    RowsPerUnit,
};
use crate::order;
use crate::{Error, Value};

pub(crate) use answers::Answers as SeveralAnswers;
use answers::Answers;

/// A group (`None`: all of them) with its number of units in another dataset.
type Units = (Option<Value>, u64);

/// Counts of one group while the rows are read.
#[derive(Clone)]
struct Tally {
    n: u64,
    answered: f64,
    cases: f64,
    mentions: f64,
    counts: Vec<f64>,
    mention_counts: Vec<f64>,
    headings: Vec<f64>,
}

#[inline(never)]
pub(super) fn run(spec: &Multiple, mut run: Run<'_>) -> Result<Finding, Error> {
    run.need("items", spec.items.len(), 1)?;
    run.once(spec.items.iter().chain(&spec.by))?;
    let possible = Answers::of(spec, &run)?;
    let by = spec.by.as_deref().map(|by| run.coded(by)).transpose()?;
    let (kept, group_names) = groups(&run, by.as_ref());
    let headings: Vec<Vec<usize>> = spec
        .item_groups
        .iter()
        .map(|heading| members(heading, &possible))
        .collect::<Result<_, _>>()?;

    // the class of several answers stands behind all answers
    let class = spec.several.is_some().then_some(possible.len());
    let empty = Tally::new(
        possible.len() + usize::from(class.is_some()),
        headings.len(),
    );
    let mut tallies = vec![empty.clone(); by.as_ref().map_or(1, |by| by.categories.len())];
    let mut total = empty;
    let mut repeated = 0;
    let mut given = Vec::new();
    for (row, weight) in run.rows.iter() {
        let group = by
            .as_ref()
            .map_or(Some(0), |by| by.slot(row).checked_sub(1));
        let Some(group) = group else {
            continue;
        };
        let cases = run.rows.cases(row);
        possible.given(row, &mut given);
        let answered = possible.is_answered(row);
        for tally in [&mut tallies[group], &mut total] {
            if answered {
                tally.answered += weight;
            }
            if !given.is_empty() {
                tally.add(&given, (cases, weight), &headings, class);
            }
        }
        let twice = (1..given.len()).any(|at| given[..at].contains(&given[at]));
        repeated += if twice { cases } else { 0 };
    }
    if repeated > 0 {
        run.notes.push(Note::RepeatedAnswers { rows: repeated });
    }

    let order = order(spec, &total, possible.len());
    let answers = order.iter().map(|place| {
        possible.answer(*place).unwrap_or_else(|| Answer {
            name: None,
            value: None,
            label: spec.several.clone().unwrap_or_default(),
            placeholder: false,
        })
    });
    let answers = answers.collect();
    let units = units(spec, &run)?;
    let rows: Vec<MultipleRow> = match by {
        None => Vec::new(),
        Some(_) => kept
            .iter()
            .zip(&group_names)
            .map(|(index, group)| row(&tallies[*index], &order, group, units.as_deref()))
            .collect(),
    };
    let everyone = ProfileGroup {
        group: None,
        n: run.rows.selected,
    };
    let answer_groups = spec
        .item_groups
        .iter()
        .enumerate()
        .map(|(at, heading)| AnswerGroup {
            label: heading.label.clone(),
            items: heading.items.clone(),
            total: share(total.headings[at], total.cases),
            groups: match by {
                None => Vec::new(),
                Some(_) => kept
                    .iter()
                    .map(|index| share(tallies[*index].headings[at], tallies[*index].cases))
                    .collect(),
            },
        })
        .collect();
    let results = Results::Multiple(MultipleTable {
        variables: possible.variables(spec, &run)?,
        answers,
        exclusive: spec.several.is_some(),
        by: spec.by.as_deref().map(|by| run.item(by)).transpose()?,
        groups: rows,
        total: row(&total, &order, &everyone, units.as_deref()),
        answer_groups,
    });
    let answered = Answered {
        n: total.n,
        weighted_n: total.cases,
        smallest: total.n,
        largest: total.n,
    };
    let names: Vec<&str> = spec
        .items
        .iter()
        .chain(&spec.by)
        .map(String::as_str)
        .collect();
    run.finding(results, answered, &names)
}

impl Tally {
    fn new(classes: usize, headings: usize) -> Self {
        Self {
            n: 0,
            answered: 0.0,
            cases: 0.0,
            mentions: 0.0,
            counts: vec![0.0; classes],
            mention_counts: vec![0.0; classes],
            headings: vec![0.0; headings],
        }
    }

    /// Adds a row with its answers; `class` is that of several.
    fn add(
        &mut self,
        given: &[usize],
        (cases, weight): (u64, f64),
        headings: &[Vec<usize>],
        class: Option<usize>,
    ) {
        self.n += cases;
        self.cases += weight;
        let several = || given.iter().any(|answer| *answer != given[0]);
        match class {
            Some(class) => {
                let class = if several() { class } else { given[0] };
                self.mentions += weight;
                self.counts[class] += weight;
                self.mention_counts[class] += weight;
            }
            None => {
                self.mentions += weight * given.len() as f64;
                for (at, answer) in given.iter().enumerate() {
                    self.mention_counts[*answer] += weight;
                    if !given[..at].contains(answer) {
                        self.counts[*answer] += weight;
                    }
                }
            }
        }
        for (count, members) in self.headings.iter_mut().zip(headings) {
            if given.iter().any(|answer| members.contains(answer)) {
                *count += weight;
            }
        }
    }
}

/// The classes in the order to list them; that of several answers stays last.
fn order(spec: &Multiple, total: &Tally, answers: usize) -> Vec<usize> {
    let mut order = match spec.order {
        CategoryOrder::Codebook => (0..answers).collect(),
        CategoryOrder::Descending => {
            order::indices(answers, &|a, b| total.counts[b].total_cmp(&total.counts[a]))
        }
    };
    order.extend(spec.several.as_ref().map(|_| answers));
    order
}

fn row(
    tally: &Tally,
    order: &[usize],
    group: &ProfileGroup,
    units: Option<&[Units]>,
) -> MultipleRow {
    let listed = |counts: &[f64]| {
        order
            .iter()
            .map(|place| counts[*place])
            .collect::<Vec<f64>>()
    };
    let counts = listed(&tally.counts);
    let mention_counts = listed(&tally.mention_counts);
    let value = group.group.as_ref().map(|group| group.value.clone());
    let units = units.map(|units| {
        units
            .iter()
            .find(|(unit, _)| *unit == value)
            .map_or(0, |(_, count)| *count)
    });
    MultipleRow {
        group: group.group.clone(),
        n: tally.n,
        cases: tally.cases,
        mentions: tally.mentions,
        shares_of_cases: shares(&counts, tally.cases),
        shares_of_mentions: shares(&mention_counts, tally.mentions),
        answered: tally.answered,
        shares_of_answered: shares(&counts, tally.answered),
        counts,
        mention_counts,
        per_unit: units.map(|units| RowsPerUnit {
            units,
            mean: (units > 0).then(|| group.n as f64 / units as f64),
        }),
    }
}

fn members(heading: &ItemGroup, possible: &Answers<'_>) -> Result<Vec<usize>, Error> {
    let place = |name: &String| {
        possible.place(name).ok_or_else(|| Error::NotAnItem {
            variable: name.clone(),
        })
    };
    heading.items.iter().map(place).collect()
}

/// Rows of the dataset of cases that fulfil the filter: in all (`None`) and by group.
fn units(spec: &Multiple, run: &Run<'_>) -> Result<Option<Vec<Units>>, Error> {
    let Some(id) = &spec.cases else {
        return Ok(None);
    };
    let cases = super::run::find(run.datasets, id)?;
    let rows = match &run.spec.filter {
        Some(filter) => filter.choose(cases)?.rows,
        None => (0..cases.rows()).collect(),
    };
    let mut units = vec![(None, rows.len() as u64)];
    if let Some(by) = &spec.by {
        let (variable, column) = cases.find(by)?;
        let coded = Coded::new(variable, column)?;
        let mut counts = vec![0; coded.categories.len() + 1];
        for row in rows {
            counts[coded.slot(row)] += 1;
        }
        let groups = coded.categories.iter().zip(&counts[1..]);
        units.extend(groups.map(|(category, count)| (Some(category.value.clone()), *count)));
    }
    Ok(Some(units))
}
