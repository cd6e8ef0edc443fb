//! Several answers per row, one variable for each possible answer.

use super::profile::groups;
use super::run::{Run, share, shares};
use super::{CategoryOrder, ItemGroup, Multiple};
use crate::coded::Coded;
use crate::finding::{
    Answer, AnswerGroup, Finding, MultipleRow, MultipleTable, ProfileGroup, Results, RowsPerUnit,
};
use crate::order;
use crate::{Error, Value};

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
    headings: Vec<f64>,
}

#[inline(never)]
pub(super) fn run(spec: &Multiple, run: Run<'_>) -> Result<Finding, Error> {
    run.need("items", spec.items.len(), 1)?;
    run.once(spec.items.iter().chain(&spec.by))?;
    let coded: Vec<Coded<'_>> = spec
        .items
        .iter()
        .map(|name| run.coded(name))
        .collect::<Result<_, _>>()?;
    let mentioned: Vec<Option<usize>> = coded
        .iter()
        .map(|item| item.mentioned(&spec.mentioned))
        .collect();
    if mentioned.iter().all(Option::is_none) {
        return Err(Error::UnknownValue {
            variable: spec.items.join(", "),
            value: spec.mentioned.clone(),
            known: coded[0]
                .categories
                .iter()
                .map(|category| category.value.clone())
                .collect(),
        });
    }
    let by = spec.by.as_deref().map(|by| run.coded(by)).transpose()?;
    let (kept, group_names) = groups(&run, by.as_ref());
    let headings: Vec<Vec<usize>> = spec
        .item_groups
        .iter()
        .map(|heading| members(heading, &spec.items))
        .collect::<Result<_, _>>()?;

    let classes = spec.items.len() + usize::from(spec.several.is_some());
    let empty = Tally {
        n: 0,
        answered: 0.0,
        cases: 0.0,
        mentions: 0.0,
        counts: vec![0.0; classes],
        headings: vec![0.0; headings.len()],
    };
    let mut tallies = vec![empty.clone(); by.as_ref().map_or(1, |by| by.categories.len())];
    let mut total = empty;
    let is_mentioned =
        |item: usize, row: usize| mentioned[item].is_some_and(|slot| coded[item].slot(row) == slot);
    for (row, weight) in run.rows.iter() {
        let group = by
            .as_ref()
            .map_or(Some(0), |by| by.slot(row).checked_sub(1));
        let Some(group) = group else {
            continue;
        };
        if coded.iter().any(|item| item.slot(row) > 0) {
            tallies[group].answered += weight;
            total.answered += weight;
        }
        let Some(answers) = some(0..coded.len(), |item| is_mentioned(item, row)) else {
            continue;
        };
        for tally in [&mut tallies[group], &mut total] {
            tally.add(
                &answers,
                (run.rows.cases(row), weight),
                &headings,
                spec.several.is_some().then_some(spec.items.len()),
            );
        }
    }

    let order = order(spec, &total);
    let mut answers: Vec<Answer> = Vec::with_capacity(classes);
    for &index in &order {
        answers.push(match spec.items.get(index) {
            Some(name) => {
                let item = run.item(name)?;
                let (variable, _) = run.find(name)?;
                // a ticked box without a label says itself what it stands for
                let label = match mentioned[index] {
                    Some(slot)
                        if variable.label.is_empty()
                            && matches!(
                                coded[index].categories[slot - 1].value,
                                Value::Text(_)
                            ) =>
                    {
                        coded[index].categories[slot - 1].label.clone()
                    }
                    _ => item.label,
                };
                Answer {
                    name: Some(item.name),
                    label,
                    placeholder: item.placeholder,
                }
            }
            None => Answer {
                name: None,
                label: spec.several.clone().unwrap_or_default(),
                placeholder: false,
            },
        });
    }
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
        answers,
        exclusive: spec.several.is_some(),
        by: spec.by.as_deref().map(|by| run.item(by)).transpose()?,
        groups: rows,
        total: row(&total, &order, &everyone, units.as_deref()),
        answer_groups,
    });
    let mut answered = run.answered(1, |_, row| {
        by.as_ref().is_none_or(|by| by.slot(row) > 0)
            && (0..coded.len()).any(|item| is_mentioned(item, row))
    });
    answered.smallest = answered.n;
    answered.largest = answered.n;
    let names: Vec<&str> = spec
        .items
        .iter()
        .chain(&spec.by)
        .map(String::as_str)
        .collect();
    run.finding(results, answered, &names)
}

impl Tally {
    fn add(
        &mut self,
        answers: &[usize],
        (cases, weight): (u64, f64),
        headings: &[Vec<usize>],
        several: Option<usize>,
    ) {
        self.n += cases;
        self.cases += weight;
        match several {
            Some(class) => {
                self.mentions += weight;
                self.counts[if answers.len() > 1 { class } else { answers[0] }] += weight;
            }
            None => {
                self.mentions += weight * answers.len() as f64;
                for answer in answers {
                    self.counts[*answer] += weight;
                }
            }
        }
        for (count, members) in self.headings.iter_mut().zip(headings) {
            if answers.iter().any(|answer| members.contains(answer)) {
                *count += weight;
            }
        }
    }
}

/// The elements that pass, or nothing where none does.
fn some(range: std::ops::Range<usize>, pass: impl Fn(usize) -> bool) -> Option<Vec<usize>> {
    let passed: Vec<usize> = range.filter(|element| pass(*element)).collect();
    (!passed.is_empty()).then_some(passed)
}

/// The classes in the order to list them; that of several answers stays last.
fn order(spec: &Multiple, total: &Tally) -> Vec<usize> {
    let mut order = match spec.order {
        CategoryOrder::Codebook => (0..spec.items.len()).collect(),
        CategoryOrder::Descending => order::indices(spec.items.len(), &|a, b| {
            total.counts[b].total_cmp(&total.counts[a])
        }),
    };
    order.extend(spec.several.as_ref().map(|_| spec.items.len()));
    order
}

fn row(
    tally: &Tally,
    order: &[usize],
    group: &ProfileGroup,
    units: Option<&[Units]>,
) -> MultipleRow {
    let counts: Vec<f64> = order.iter().map(|index| tally.counts[*index]).collect();
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
        shares_of_mentions: shares(&counts, tally.mentions),
        answered: tally.answered,
        shares_of_answered: shares(&counts, tally.answered),
        counts,
        per_unit: units.map(|units| RowsPerUnit {
            units,
            mean: (units > 0).then(|| group.n as f64 / units as f64),
        }),
    }
}

fn members(heading: &ItemGroup, items: &[String]) -> Result<Vec<usize>, Error> {
    heading
        .items
        .iter()
        .map(|name| {
            items
                .iter()
                .position(|item| item == name)
                .ok_or_else(|| Error::NotAnItem {
                    variable: name.clone(),
                })
        })
        .collect()
}

/// Rows of the dataset of cases that fulfil the filter: in all (`None`) and by group.
fn units(spec: &Multiple, run: &Run<'_>) -> Result<Option<Vec<Units>>, Error> {
    let Some(id) = &spec.cases else {
        return Ok(None);
    };
    let cases = super::run::find(run.datasets, id)?;
    let rows = match &run.spec.filter {
        Some(filter) => filter.select(cases)?.rows,
        None => vec![true; cases.rows()],
    };
    let counted = || {
        rows.iter()
            .enumerate()
            .filter(|(_, counts)| **counts)
            .map(|(row, _)| row)
    };
    let mut units = vec![(None, counted().count() as u64)];
    if let Some(by) = &spec.by {
        let (variable, column) = cases.find(by)?;
        let coded = Coded::new(variable, column)?;
        let mut counts = vec![0; coded.categories.len() + 1];
        for row in counted() {
            counts[coded.slot(row)] += 1;
        }
        let groups = coded.categories.iter().zip(&counts[1..]);
        units.extend(groups.map(|(category, count)| (Some(category.value.clone()), *count)));
    }
    Ok(Some(units))
}
