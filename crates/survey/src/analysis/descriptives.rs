//! Mean, spread, quartiles and box plot.

use super::profile::groups;
use super::run::Run;
use super::samples::{Sample, samples};
use super::under_design::{design_of, mean_under_design};
use super::{Descriptives, QuartileRule};
use crate::finding::{
    Category, DescriptivesRow, DescriptivesTable, Finding, FiveNumbers, Item, Outlier, Results,
};
use crate::{Error, Sheet};

pub(super) fn run(spec: &Descriptives, run: Run<'_>) -> Result<Finding, Error> {
    run.need("variables", spec.variables.len(), 1)?;
    run.once(spec.variables.iter().chain(&spec.by))?;
    let by = spec.by.as_deref().map(|by| run.coded(by)).transpose()?;
    let (kept, groups) = groups(&run, by.as_ref());
    let design = design_of(&run)?;
    let mut rows = Vec::new();
    for name in &spec.variables {
        let item = run.item(name)?;
        let samples = samples(&run, name, by.as_ref())?;
        for (index, group) in kept.iter().zip(&groups) {
            let mut row = figures(
                item.clone(),
                group.group.clone(),
                &samples[*index],
                spec.quartiles,
            );
            if let Some(design) = &design {
                let by = by.as_ref().map(|by| (by, index + 1));
                row.statistics
                    .put("under_design", mean_under_design(&run, design, name, by)?);
            }
            rows.push(row);
        }
    }
    let answered = run.answered_numbers(&spec.variables, by.as_ref())?;
    let names: Vec<&str> = spec
        .variables
        .iter()
        .chain(&spec.by)
        .map(String::as_str)
        .collect();
    let by = spec.by.as_deref().map(|by| run.item(by)).transpose()?;
    run.finding(
        Results::Descriptives(DescriptivesTable {
            quartiles: spec.quartiles,
            by,
            rows,
        }),
        answered,
        &names,
    )
}

fn figures(
    item: Item,
    group: Option<Category>,
    sample: &Sample,
    quartiles: QuartileRule,
) -> DescriptivesRow {
    let moments = sample.moments();
    let five_numbers = sample.distribution().map(|distribution| {
        let plot = distribution.box_plot(rule(quartiles));
        FiveNumbers {
            minimum: plot.minimum,
            lower_quartile: plot.lower_quartile,
            median: plot.median,
            upper_quartile: plot.upper_quartile,
            maximum: plot.maximum,
            lower_whisker: plot.lower_whisker,
            upper_whisker: plot.upper_whisker,
            outliers: sample
                .values
                .iter()
                .filter(|(value, _, _)| *value < plot.lower_whisker || *value > plot.upper_whisker)
                .map(|&(value, n, _)| Outlier { value, n })
                .collect(),
        }
    });
    DescriptivesRow {
        item,
        group,
        n: moments.n(),
        missing: sample.missing,
        mean: moments.mean(),
        standard_deviation: moments.standard_deviation(),
        variance: moments.variance(),
        five_numbers,
        statistics: Sheet::new(),
    }
}

/// The rule as the statistics name it; hinges are no quantile rule.
fn rule(rule: QuartileRule) -> Option<befund_stats::QuantileRule> {
    use befund_stats::QuantileRule as Stats;
    Some(match rule {
        QuartileRule::Type1 => Stats::Type1,
        QuartileRule::Type2 => Stats::Type2,
        QuartileRule::Type3 => Stats::Type3,
        QuartileRule::Type4 => Stats::Type4,
        QuartileRule::Type5 => Stats::Type5,
        QuartileRule::Type6 => Stats::Type6,
        QuartileRule::Type7 => Stats::Type7,
        QuartileRule::Type8 => Stats::Type8,
        QuartileRule::Type9 => Stats::Type9,
        QuartileRule::Hinges => return None,
    })
}
