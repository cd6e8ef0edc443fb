//! Weights that reproduce known margins of the population.

use befund_stats::design::{
    Margin as StatsMargin, RakedWeights, Raking, SurveyDesign, kish_design_effect, rake,
};

use super::defaults::{NO_WEIGHT, completed};
use super::run::{Answered, Run};
use super::sampling::{kept, statistics, survey_design};
use super::{Analysis, AnalysisSpec, Margin, Weighting};
use crate::coded::Coded;
use crate::dataset::Dataset;
use crate::finding::{Category, Finding, Note, Part, RakedWeight, Results, Statistics};
use crate::{Error, Figure, Label, Sheet};

#[inline(never)]
pub(super) fn run(spec: &Weighting, mut run: Run<'_>) -> Result<Finding, Error> {
    let solved = Solved::new(spec, &run)?;
    solved.margins.note_left_out(&mut run);
    let figures = figures(&run, &solved)?;
    let names: Vec<&str> = run.spec.analysis.variables();
    let items = names.iter().map(|name| run.item(name));
    let part = Part {
        variables: items.collect::<Result<_, _>>()?,
        figures,
    };
    let n = solved.report.n;
    let design = &solved.design;
    let answered = Answered {
        n,
        weighted_n: (0..design.rows())
            .map(|row| design.weight(row) * design.cases(row) as f64)
            .sum(),
        smallest: n,
        largest: n,
    };
    run.finding(
        Results::Weighting(Statistics {
            by: None,
            parts: vec![part],
        }),
        answered,
        &names,
    )
}

/// Raked weights of a dataset, and how they came about.
pub(crate) struct RakedVariable {
    /// The weight of each row; NaN where an answer to a margin or the weight before is missing.
    pub(crate) weights: Vec<f64>,
    /// How it went.
    pub(crate) report: RakedWeight,
}

/// Rakes the weights of a dataset for the variable of this name.
///
/// # Errors
/// As the analysis, and [`Error::NotRaked`] where no weights meet the margins.
pub(crate) fn raked(
    name: &str,
    spec: &Weighting,
    base: Option<String>,
    data: &Dataset,
) -> Result<RakedVariable, Error> {
    let analysis = AnalysisSpec {
        weight: base.or_else(|| Some(NO_WEIGHT.to_owned())),
        ..AnalysisSpec::from(Analysis::Weighting(spec.clone()))
    };
    let datasets = std::slice::from_ref(data);
    let completed = completed(&analysis, datasets)?;
    let analysis = completed.as_ref().unwrap_or(&analysis);
    let solved = Solved::new(spec, &Run::new(analysis, datasets)?)?;
    if !solved.raked.converged {
        return Err(Error::NotRaked {
            deviation: solved.raked.deviation,
        });
    }
    Ok(RakedVariable {
        weights: solved.weights(),
        report: RakedWeight {
            weight: name.to_owned(),
            ..solved.report
        },
    })
}

/// Weights that meet the margins as far as that is possible, and what led to them.
struct Solved {
    margins: Margins,
    /// The design before; rows that are not used stand for no case.
    design: SurveyDesign,
    raked: RakedWeights,
    report: RakedWeight,
}

impl Solved {
    fn new(spec: &Weighting, run: &Run<'_>) -> Result<Self, Error> {
        run.need("margins", spec.margins.len(), 1)?;
        run.once(spec.margins.iter().map(|margin| &margin.variable))?;
        let margins = Margins::read(run, &spec.margins)?;
        let usable: Vec<bool> = kept(run)
            .into_iter()
            .zip(&margins.usable)
            .map(|(kept, usable)| kept && *usable)
            .collect();
        let design = survey_design(run, Some(&usable))?;
        let raked = margins.rake(run, &design, spec)?;
        let cases: Vec<u64> = (0..design.rows()).map(|row| design.cases(row)).collect();
        let n: u64 = cases.iter().sum();
        let used = raked.weights.iter().zip(&cases);
        let used = used.filter(|(weight, cases)| **cases > 0 && **weight > 0.0);
        let (mut least, mut most, mut sum) = (f64::INFINITY, 0.0_f64, 0.0);
        for (weight, cases) in used {
            least = least.min(*weight);
            most = most.max(*weight);
            sum += weight * *cases as f64;
        }
        let effect = kish_design_effect(&raked.weights, &cases);
        let report = RakedWeight {
            weight: String::new(),
            margins: spec
                .margins
                .iter()
                .map(|margin| margin.variable.clone())
                .collect(),
            n,
            sum,
            rounds: raked.rounds as u64,
            deviation: raked.deviation,
            minimum: least,
            maximum: most,
            trimmed: raked.bounded as u64,
            design_effect: effect,
            effective_n: effect.map(|effect| n as f64 / effect),
        };
        Ok(Self {
            margins,
            design,
            raked,
            report,
        })
    }

    /// The weight of each row; NaN for rows that are not used.
    fn weights(&self) -> Vec<f64> {
        let weight = |row: usize| match self.design.cases(row) {
            0 => f64::NAN,
            _ => self.raked.weights[row],
        };
        (0..self.design.rows()).map(weight).collect()
    }
}

fn figures(run: &Run<'_>, solved: &Solved) -> Result<Sheet, Error> {
    let Solved {
        margins,
        design,
        raked,
        report,
    } = solved;
    let mut sheet = Sheet::new();
    sheet
        .put("n", report.n)
        .put("sum_of_weights", report.sum)
        .put("converged", if raked.converged { "yes" } else { "no" })
        .put("rounds", raked.rounds)
        .put("largest_deviation", report.deviation)
        .put("minimum", report.minimum)
        .put("maximum", report.maximum)
        .put("mean", report.sum / report.n as f64)
        .put("kish_design_effect", report.design_effect)
        .put("effective_sample_size", report.effective_n)
        .put("bounded_weights", raked.bounded);
    let total: f64 = (0..design.rows())
        .map(|row| design.weight(row) * design.cases(row) as f64)
        .sum();
    let mut records = Vec::new();
    for category in &raked.categories {
        let margin = &margins.margins[category.margin];
        let targets: f64 = margin.targets.iter().sum();
        let mut record = Sheet::new();
        record
            .put("variable", Label::from(&run.item(&margin.variable)?))
            .put("category", Label::from(&margin.values[category.category]))
            .put("n", category.rows)
            .put("share_before", category.before / total)
            .put("share_after", category.after / report.sum)
            .put("target_share", margin.targets[category.category] / targets);
        records.push(record);
    }
    sheet.put("margins", records);
    sheet.put("weights", Figure::List(solved.weights()));
    Ok(sheet)
}

/// Known margins, read against the data.
pub(super) struct Margins {
    margins: Vec<Known>,
    /// Rows with an answer to every margin.
    pub(super) usable: Vec<bool>,
}

struct Known {
    variable: String,
    /// The values with a target.
    values: Vec<Category>,
    targets: Vec<f64>,
    /// Which of them each row has; 0 for rows that are not usable.
    category: Vec<usize>,
}

impl Margins {
    /// Reads the margins.
    ///
    /// # Errors
    /// [`Error::MarginValue`] where values and targets do not meet.
    pub(super) fn read(run: &Run<'_>, margins: &[Margin]) -> Result<Self, Error> {
        let mut usable = vec![true; run.rows.len()];
        let mut known = Vec::with_capacity(margins.len());
        for margin in margins {
            let coded = run.coded(&margin.variable)?;
            known.push(Known::read(margin, &coded, &mut usable)?);
        }
        Ok(Self {
            margins: known,
            usable,
        })
    }

    /// Says how many rows have no answer to a margin.
    pub(super) fn note_left_out(&self, run: &mut Run<'_>) {
        let mut rows = 0;
        for (row, _) in run.rows.iter() {
            rows += u64::from(!self.usable[row]);
        }
        if rows > 0 {
            run.notes.push(Note::UnusableWeight { rows });
        }
    }

    /// Rakes the weights of a design whose unusable rows stand for no case.
    pub(super) fn rake(
        &self,
        run: &Run<'_>,
        design: &SurveyDesign,
        spec: &Weighting,
    ) -> Result<RakedWeights, Error> {
        let weights: Vec<f64> = (0..design.rows()).map(|row| design.weight(row)).collect();
        let cases: Vec<u64> = (0..design.rows()).map(|row| design.cases(row)).collect();
        let total = spec.total.unwrap_or_else(|| {
            let weighted = weights.iter().zip(&cases);
            weighted.map(|(weight, cases)| weight * *cases as f64).sum()
        });
        if !(total.is_finite() && total > 0.0) {
            return Err(statistics(run, &befund_stats::Error::NoWeight));
        }
        let options = Raking {
            bounds: spec.bounds,
            ..Raking::default()
        };
        rake(&weights, &cases, &self.scaled(total), options).map_err(|error| {
            if let befund_stats::Error::EmptyPostStratum { margin, category } = error {
                let margin = &self.margins[margin];
                return Error::MarginValue {
                    variable: margin.variable.clone(),
                    value: margin.values[category].value.to_string(),
                };
            }
            statistics(run, &error)
        })
    }

    /// The design with raked weights, and the variance that goes with them.
    pub(super) fn calibrate(
        &self,
        run: &Run<'_>,
        design: SurveyDesign,
    ) -> Result<SurveyDesign, Error> {
        let spec = Weighting {
            margins: Vec::new(),
            total: None,
            bounds: None,
        };
        let raked = self.rake(run, &design, &spec)?;
        design
            .calibrated(&self.scaled(1.0), &raked)
            .map_err(|error| statistics(run, &error))
    }

    /// Rakes the weights of a replicate; none where that fails.
    pub(super) fn again(&self, weights: &[f64], cases: &[u64]) -> Option<Vec<f64>> {
        let total: f64 = weights.iter().zip(cases).map(|(w, n)| w * *n as f64).sum();
        let raked = rake(weights, cases, &self.scaled(total), Raking::default()).ok()?;
        Some(raked.weights)
    }

    /// The margins as the statistics take them, the targets of each adding up to `total`.
    fn scaled(&self, total: f64) -> Vec<StatsMargin<'_>> {
        self.margins
            .iter()
            .map(|margin| {
                let sum: f64 = margin.targets.iter().sum();
                let part = |target: &f64| total * (target / sum);
                StatsMargin {
                    categories: &margin.category,
                    targets: margin.targets.iter().map(part).collect(),
                }
            })
            .collect()
    }
}

impl Known {
    fn read(margin: &Margin, coded: &Coded<'_>, usable: &mut [bool]) -> Result<Self, Error> {
        let wrong = |value: String| Error::MarginValue {
            variable: margin.variable.clone(),
            value,
        };
        let mut known = Self {
            variable: margin.variable.clone(),
            values: Vec::new(),
            targets: Vec::new(),
            category: vec![0; usable.len()],
        };
        // the place of each slot among the values with a target
        let mut places = vec![None; coded.categories.len() + 1];
        for (index, category) in coded.categories.iter().enumerate() {
            if let Some(target) = margin.targets.get(&category.value.to_string()) {
                if !(target.is_finite() && *target >= 0.0) {
                    return Err(wrong(category.value.to_string()));
                }
                places[index + 1] = Some(known.values.len());
                known.values.push(category.clone());
                known.targets.push(*target);
            }
        }
        if let Some(value) = margin.targets.keys().find(|value| {
            !known
                .values
                .iter()
                .any(|found| found.value.to_string() == **value)
        }) {
            return Err(wrong(value.clone()));
        }
        if known.targets.iter().sum::<f64>() <= 0.0 {
            return Err(wrong(margin.variable.clone()));
        }
        for (row, usable) in usable.iter_mut().enumerate() {
            match (coded.slot(row), places[coded.slot(row)]) {
                (0, _) => *usable = false,
                (_, Some(place)) => known.category[row] = place,
                (slot, None) => return Err(wrong(coded.categories[slot - 1].value.to_string())),
            }
        }
        Ok(known)
    }
}
