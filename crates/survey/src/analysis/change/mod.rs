//! What has changed from wave to wave, in the same cases or in independent samples.

mod compare;
mod measured;
mod overall;
mod waves;

use befund_stats::Probability;
use befund_stats::multiplicity::adjust;

use super::Change;
use super::comparison::simple_random_sample;
use super::points::refuse;
use super::run::{Answered, Run};
use crate::finding::{Finding, Part, Results, Statistics};
use crate::{Error, Figure, Sheet};

use compare::compare;
use measured::Measured;
use overall::overall;
use waves::{Waves, pairs};

#[inline(never)]
pub(super) fn run(spec: &Change, run: Run<'_>) -> Result<Finding, Error> {
    run.need("variables", spec.variables.len(), 1)?;
    run.once(&spec.variables)?;
    simple_random_sample(&run)?;
    refuse(&run, &["frequency"])?;
    if !spec.waves.is_empty() {
        refuse(&run, &["filter"])?;
    }
    let level = run.level()?;
    let waves = Waves::of(spec, &run)?;
    let panel = waves.are_panel(spec.pairing);
    let mut parts = Vec::new();
    let mut records: Vec<Vec<Sheet>> = Vec::new();
    let mut p_values: Vec<Probability> = Vec::new();
    let mut overalls = Vec::new();
    let (mut smallest, mut largest) = (u64::MAX, 0);
    for name in &spec.variables {
        let measured = Measured::of(name, &waves)?;
        let mut figures = Sheet::new();
        figures.put(
            "waves_design",
            if panel { "panel" } else { "independent_waves" },
        );
        measured.describe(&waves, level, &mut figures);
        let (mut found, mut shares) = (Vec::new(), Vec::new());
        for (from, to) in pairs(waves.all.len()) {
            let compared = compare(&measured, &waves, (from, to), panel, level);
            p_values.push(compared.p_value);
            found.push(compared.record);
            shares.extend(compared.shares);
        }
        if waves.all.len() > 2 {
            overalls.push(overall(&measured, &waves, panel, level));
        }
        if !shares.is_empty() {
            figures.put("share_changes", Figure::Table(shares));
        }
        records.push(found);
        let n = measured.answered();
        smallest = smallest.min(n);
        largest = largest.max(n);
        parts.push(Part {
            variables: vec![waves.item(name)?],
            figures,
        });
    }
    let adjusted = adjust(&p_values, spec.adjust.into());
    let mut next = adjusted.into_iter();
    for (part, mut found) in parts.iter_mut().zip(records) {
        for record in &mut found {
            if let Some(p) = next.next() {
                record.put("adjusted_p_value", p);
            }
        }
        part.figures.put("wave_changes", Figure::Table(found)).put(
            "comparisons",
            p_values.iter().filter(|p| !p.value().is_nan()).count(),
        );
    }
    // one test for each variable, and none of the comparisons above
    let p_values: Vec<Probability> = overalls.iter().map(|found| found.p_value).collect();
    let adjusted = adjust(&p_values, spec.adjust.into());
    for ((part, found), adjusted) in parts.iter_mut().zip(overalls).zip(adjusted) {
        let figures = found.figures.map(|mut figures| {
            figures.put("adjusted_p_value", adjusted);
            figures
        });
        let mut sheet = Sheet::new();
        sheet.put(found.test, figures);
        part.figures.put("all_waves", sheet);
    }
    let answered = Answered {
        n: largest,
        weighted_n: largest as f64,
        smallest,
        largest,
    };
    let names: Vec<&str> = spec.variables.iter().map(String::as_str).collect();
    run.finding(
        Results::Change(Statistics { by: None, parts }),
        answered,
        &names,
    )
}
