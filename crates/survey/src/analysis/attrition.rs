//! Who of a panel takes part in which wave.

use std::collections::HashMap;

use befund_stats::{Level, wilson_interval};

use super::Attrition;
use super::estimate::interval;
use super::points::refuse;
use super::run::{Answered, Run, find};
use crate::coded::Coded;
use crate::combine::keys;
use crate::dataset::Dataset;
use crate::finding::{Finding, Part, Results, Statistics};
use crate::{Error, Figure, Label, Sheet, order};

/// Waves up to which every pattern has a column of its own.
const MOST_WAVES: usize = 12;

/// The cases of a wave.
struct Wave<'a> {
    data: &'a Dataset,
    without_key: u64,
    /// By case: its row, where it took part.
    rows: Vec<Option<usize>>,
}

/// What became of the cases of one wave in a later one.
#[derive(Default)]
struct Passage {
    n: u64,
    stayed: u64,
}

#[inline(never)]
pub(super) fn run(spec: &Attrition, mut run: Run<'_>) -> Result<Finding, Error> {
    run.need("waves", spec.waves.len(), 2)?;
    super::points::between("waves", spec.waves.len(), 2, MOST_WAVES)?;
    refuse(&run, &["weight", "frequency", "design", "filter"])?;
    let level = run.level()?;
    let waves = waves(spec, &run)?;
    let cases = waves[0].rows.len();
    // the base are the cases of all waves, not the rows of the first
    run.rows.all = cases as u64;
    run.rows.selected = cases as u64;
    let mut sheet = Sheet::new();
    sheet.put("cases", cases);
    let in_all = (0..cases).filter(|case| waves.iter().all(|wave| wave.rows[*case].is_some()));
    sheet.put("in_all_waves", in_all.count());
    let table = (0..waves.len()).map(|wave| of_wave(&waves, wave));
    sheet.put("waves", Figure::Table(table.collect()));
    let all = |_: &Wave<'_>, _: usize| true;
    let mut passages = Vec::new();
    for (from, to) in pairs(waves.len()) {
        let mut record = passage(&waves, from, to, &all).sheet(&waves, from, to, level);
        let new = (0..cases)
            .filter(|case| waves[to].rows[*case].is_some() && waves[from].rows[*case].is_none());
        record.put("joined", new.count());
        passages.push(record);
    }
    sheet.put("passages", Figure::Table(passages));
    if let Some(by) = &spec.by {
        sheet.put("by_group", by_group(&waves, by, level)?);
    }
    sheet.put("patterns", patterns(&waves, cases));
    let answered = Answered {
        n: cases as u64,
        weighted_n: cases as f64,
        smallest: cases as u64,
        largest: cases as u64,
    };
    let results = Results::Attrition(Statistics {
        by: None,
        parts: vec![Part {
            variables: Vec::new(),
            figures: sheet,
        }],
    });
    run.finding(results, answered, &[])
}

/// The waves with their cases, in the order in which the waves first have them.
fn waves<'a>(spec: &Attrition, run: &Run<'a>) -> Result<Vec<Wave<'a>>, Error> {
    let data = spec.waves.iter().map(|id| find(run.datasets, id));
    let data: Vec<&Dataset> = data.collect::<Result<_, _>>()?;
    let keyed = data
        .iter()
        .map(|data| keys(data, &spec.key))
        .collect::<Result<Vec<_>, _>>()?;
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut unique = Vec::new();
    for (data, keys) in data.iter().zip(&keyed) {
        for key in keys.rows.iter().flatten() {
            let next = places.len();
            places.entry(key).or_insert(next);
        }
        unique.push(keys.unique(data)?);
    }
    let of =
        |(data, (keys, unique)): (&&'a Dataset, (&crate::combine::Keys, &HashMap<&str, usize>))| {
            let mut rows = vec![None; places.len()];
            for (key, row) in unique {
                rows[places[key]] = Some(*row);
            }
            Wave {
                data,
                without_key: keys.missing(),
                rows,
            }
        };
    Ok(data.iter().zip(keyed.iter().zip(&unique)).map(of).collect())
}

/// Every wave and the next, then the first and the last.
fn pairs(waves: usize) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = (1..waves).map(|to| (to - 1, to)).collect();
    if waves > 2 {
        pairs.push((0, waves - 1));
    }
    pairs
}

fn label(data: &Dataset) -> Label {
    Label {
        value: data.id.as_str().into(),
        label: if data.title.is_empty() {
            data.id.as_str().into()
        } else {
            data.title.clone()
        },
    }
}

fn of_wave(waves: &[Wave<'_>], wave: usize) -> Sheet {
    let here = &waves[wave];
    let present = || (0..here.rows.len()).filter(|case| here.rows[*case].is_some());
    let known = |case: &usize| {
        waves[..wave]
            .iter()
            .any(|before| before.rows[*case].is_some())
    };
    let mut record = Sheet::new();
    record
        .put("wave", label(here.data))
        .put("n", present().count())
        .put("first_time", present().filter(|case| !known(case)).count())
        .put("without_key", here.without_key as usize);
    record
}

fn passage(
    waves: &[Wave<'_>],
    from: usize,
    to: usize,
    counts: &dyn Fn(&Wave<'_>, usize) -> bool,
) -> Passage {
    let mut passage = Passage::default();
    for (before, after) in waves[from].rows.iter().zip(&waves[to].rows) {
        if let Some(row) = before
            && counts(&waves[from], *row)
        {
            passage.n += 1;
            passage.stayed += u64::from(after.is_some());
        }
    }
    passage
}

impl Passage {
    fn sheet(&self, waves: &[Wave<'_>], from: usize, to: usize, level: Level) -> Sheet {
        let mut record = Sheet::new();
        record
            .put("from_wave", label(waves[from].data))
            .put("to_wave", label(waves[to].data));
        self.figures(&mut record, level);
        record
    }

    fn figures(&self, record: &mut Sheet, level: Level) {
        let (n, stayed) = (self.n as f64, self.stayed as f64);
        let rate = (self.n > 0).then(|| stayed / n);
        let bounds = wilson_interval(stayed, n, level).ok();
        record
            .put("n", self.n as usize)
            .put("stayed", self.stayed as usize)
            .put("dropped_out", (self.n - self.stayed) as usize)
            .put("retention_rate", rate)
            .put(
                "confidence_interval",
                bounds.map(|bounds| interval(bounds, level)),
            );
    }
}

/// Retention by what was answered in the earlier wave.
fn by_group(waves: &[Wave<'_>], by: &str, level: Level) -> Result<Figure, Error> {
    let mut records = Vec::new();
    for (from, to) in pairs(waves.len()) {
        let (variable, column) = waves[from].data.find(by)?;
        let coded = Coded::new(variable, column)?;
        for (slot, category) in coded.categories.iter().enumerate() {
            let passage = passage(waves, from, to, &|_, row| coded.slot(row) == slot + 1);
            if passage.n == 0 {
                continue;
            }
            let mut record = Sheet::new();
            record
                .put("from_wave", label(waves[from].data))
                .put("to_wave", label(waves[to].data))
                .put("group", Label::from(category));
            passage.figures(&mut record, level);
            records.push(record);
        }
    }
    Ok(Figure::Table(records))
}

/// How many cases took part in which waves, the most frequent first.
fn patterns(waves: &[Wave<'_>], cases: usize) -> Figure {
    let mut counts: Vec<(Vec<bool>, usize)> = Vec::new();
    for case in 0..cases {
        let pattern: Vec<bool> = waves.iter().map(|wave| wave.rows[case].is_some()).collect();
        match counts.iter_mut().find(|(known, _)| *known == pattern) {
            Some((_, count)) => *count += 1,
            None => counts.push((pattern, 1)),
        }
    }
    order::sort(&mut counts, |a, b| {
        b.1.cmp(&a.1).then_with(|| b.0.cmp(&a.0))
    });
    let records = counts.into_iter().map(|(pattern, count)| {
        let took_part = pattern.iter().zip(waves).filter(|(there, _)| **there);
        let names = took_part.map(|(_, wave)| wave.data.id.clone());
        let mut record = Sheet::new();
        record
            .put("took_part", Figure::Names(names.collect()))
            .put("n", count)
            .put("share", count as f64 / cases as f64);
        record
    });
    Figure::Table(records.collect())
}
