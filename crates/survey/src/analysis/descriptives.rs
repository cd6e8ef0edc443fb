//! Mean, spread, quartiles and box plot; intervals, shape and robust figures.

mod bootstrap;
mod statistics;
mod together;

use befund_stats::Level;
use befund_stats::design::SurveyDesign;

use self::statistics::Group;
use super::profile::groups;
use super::run::Run;
use super::samples::samples;
use super::sampling::survey_design;
use super::{Descriptives, QuartileRule};
use crate::coded::Coded;
use crate::finding::{
    DescriptivesRow, DescriptivesTable, Finding, FiveNumbers, Outlier, ProfileGroup, Results,
};
use crate::rows::Answers;
use crate::{Error, Figure};

#[inline(never)]
pub(super) fn run(spec: &Descriptives, run: Run<'_>) -> Result<Finding, Error> {
    run.need("variables", spec.variables.len(), 1)?;
    run.once(spec.variables.iter().chain(&spec.by))?;
    let by = spec.by.as_deref().map(|by| run.coded(by)).transpose()?;
    let asked = Asked::of(spec, &run)?;
    let mut rows = Vec::new();
    for name in &spec.variables {
        rows.extend(asked.variable(&run, name, by.as_ref())?);
    }
    let together = together::together(&run, &spec.variables, by.as_ref())?;
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
            statistics: together,
        }),
        answered,
        &names,
    )
}

/// What is asked of every variable and group.
struct Asked<'a> {
    spec: &'a Descriptives,
    /// Level of the intervals.
    level: Level,
    /// Further levels.
    levels: Vec<Level>,
    /// Where rows do not stand for themselves alone: the sample they come from, or why there is none.
    design: Option<Result<SurveyDesign, Error>>,
}

impl<'a> Asked<'a> {
    fn of(spec: &'a Descriptives, run: &Run<'_>) -> Result<Self, Error> {
        let levels = spec.levels.iter().map(|level| Level::new(*level));
        let levels = levels.collect::<Result<_, _>>();
        for p in &spec.quantiles {
            if !(0.0..=1.0).contains(p) {
                return Err(Error::Statistics {
                    variables: vec!["quantiles".to_owned()],
                    reason: befund_stats::Error::InvalidProbability { value: *p }.to_string(),
                });
            }
        }
        let designed = run.spec.design.is_some();
        // a design is what was asked for; of weights alone it is what can be said
        let design = (run.rows.weighted || designed).then(|| survey_design(run, None));
        let design = match design {
            Some(Err(error)) if designed => return Err(error),
            design => design,
        };
        Ok(Self {
            spec,
            level: run.level()?,
            levels: levels.map_err(|error| Error::Statistics {
                variables: vec!["levels".to_owned()],
                reason: error.to_string(),
            })?,
            design,
        })
    }

    /// One row of figures per group.
    fn variable(
        &self,
        run: &Run<'_>,
        name: &str,
        by: Option<&Coded<'_>>,
    ) -> Result<Vec<DescriptivesRow>, Error> {
        let item = run.item(name)?;
        let samples = samples(run, name, by)?;
        let answers = Answers::new(run.data, name)?;
        let (_, column) = run.find(name)?;
        let (kept, groups) = groups(run, by);
        let rows = kept
            .iter()
            .zip(groups)
            .map(|(index, ProfileGroup { group, .. })| {
                let sample = &samples[*index];
                let moments = sample.moments();
                let distribution = sample.distribution();
                let here = |row: usize| by.is_none_or(|by| by.slot(row) == index + 1);
                let mut statistics = Group {
                    asked: self,
                    run,
                    answers: &answers,
                    column,
                    here: &here,
                    sample,
                    moments: &moments,
                }
                .statistics(distribution.as_ref());
                if let Some(resamples) = self.spec.bootstrap {
                    let figures = match &self.design {
                        Some(_) => Figure::Undefined(statistics::WEIGHTED.to_owned()),
                        None => bootstrap::intervals(sample, resamples, self.spec.seed, self.level),
                    };
                    statistics.put("bootstrap", figures);
                }
                let five_numbers = distribution.map(|distribution| {
                    let plot = distribution.box_plot(rule(self.spec.quartiles));
                    let outside =
                        |value: f64| value < plot.lower_whisker || value > plot.upper_whisker;
                    let outliers = sample.values.iter().filter(|(value, ..)| outside(*value));
                    FiveNumbers {
                        minimum: plot.minimum,
                        lower_quartile: plot.lower_quartile,
                        median: plot.median,
                        upper_quartile: plot.upper_quartile,
                        maximum: plot.maximum,
                        lower_whisker: plot.lower_whisker,
                        upper_whisker: plot.upper_whisker,
                        outliers: outliers
                            .map(|&(value, n, _)| Outlier { value, n })
                            .collect(),
                    }
                });
                DescriptivesRow {
                    item: item.clone(),
                    group,
                    n: moments.n(),
                    missing: sample.missing,
                    mean: moments.mean(),
                    standard_deviation: moments.standard_deviation(),
                    variance: moments.variance(),
                    five_numbers,
                    statistics,
                }
            });
        Ok(rows.collect())
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
