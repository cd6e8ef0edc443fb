//! Correlation of every two variables.

use befund_stats::multiplicity::{Adjustment as Correction, adjust};
use befund_stats::{
    CorrelationTest, CrossProducts, Enumeration, Level, Pairs, Probability, kendall,
    partial_correlations, pearson, polychoric, spearman,
};

use super::points::{between, complete_rows_of, impossible, refuse};
use super::run::Run;
use super::{Adjustment, Correlation, Exact, MissingAnswers};
use crate::finding::{self, Finding, Part, Results, Statistics};
use crate::rows::shifted_numbers;
use crate::{Error, Figure, Label, Matrix, Sheet};

/// Additions of probabilities for all quick exact p-values together.
const QUICK_IN_ALL: u64 = 200_000_000;

/// Variables up to which a matrix can be read.
const MOST_VARIABLES: usize = 60;

#[inline(never)]
pub(super) fn run(spec: &Correlation, run: Run<'_>) -> Result<Finding, Error> {
    run.need("variables", spec.variables.len(), 2)?;
    between("variables", spec.variables.len(), 2, MOST_VARIABLES)?;
    let all: Vec<String> = [spec.variables.as_slice(), &spec.controls].concat();
    run.once(&all)?;
    refuse(&run, &["weight", "design"])?;
    let level = run.level()?;
    let answers = all
        .iter()
        .map(|name| shifted_numbers(run.data, name).map(|(answers, _)| answers))
        .collect::<Result<Vec<_>, _>>()?;
    let counts = |row: usize| {
        spec.missing == MissingAnswers::Pairwise
            || answers.iter().all(|answers| answers[row].is_some())
    };
    let items = spec
        .variables
        .iter()
        .map(|name| run.item(name))
        .collect::<Result<Vec<_>, _>>()?;
    let names: Vec<Label> = items.iter().map(Label::from).collect();

    let k = names.len();
    let mut correlations = vec![vec![None; k]; k];
    let mut sizes = vec![vec![None; k]; k];
    let mut coefficients = Coefficients::default();
    for second in 0..k {
        for first in 0..=second {
            let rows = run.rows.iter().filter(|(row, _)| counts(*row));
            let given = rows.filter_map(|(row, _)| {
                let (x, y) = (answers[first][row]?, answers[second][row]?);
                Some((x, y, run.rows.cases(row)))
            });
            let pairs = Pairs::new(given).map_err(|error| impossible(&all, error))?;
            let r = if first == second {
                pearson(&pairs, level).ok().map(|found| found.r)
            } else {
                coefficients.add([&names[first], &names[second]], &pairs, level, spec)
            };
            for (row, column) in [(first, second), (second, first)] {
                correlations[row][column] = r;
                sizes[row][column] = Some(pairs.n() as f64);
            }
        }
    }
    let matrix = |values| Matrix {
        rows: names.clone(),
        columns: names.clone(),
        values,
    };
    let mut sheet = Sheet::new();
    sheet
        .put("correlations", matrix(correlations))
        .put("pairwise_n", matrix(sizes))
        .put("adjustment", adjustment_word(spec.adjust))
        .put("pearson", coefficients.pearson.table(spec.adjust))
        .put("spearman", coefficients.spearman.table(spec.adjust))
        .put("kendall", coefficients.kendall.table(spec.adjust));
    if spec.polychoric {
        sheet.put("polychoric", coefficients.polychoric.sheets);
    }
    if !spec.controls.is_empty() {
        sheet.put("partial", partial(spec, &run, &answers, &names, level));
    }
    let answered = run.answered(k, |item, row| counts(row) && answers[item][row].is_some());
    let variables: Vec<&str> = all.iter().map(String::as_str).collect();
    let results = Results::Correlation(Statistics {
        by: None,
        parts: vec![Part {
            variables: items,
            figures: sheet,
        }],
    });
    run.finding(results, answered, &variables)
}

/// The records of each coefficient.
#[derive(Default)]
struct Coefficients {
    pearson: Records,
    spearman: Records,
    kendall: Records,
    polychoric: Records,
}

/// The records of one coefficient, one per pair, with the p-values that are corrected together.
#[derive(Default)]
struct Records {
    sheets: Vec<Sheet>,
    p_values: Vec<Probability>,
}

impl Coefficients {
    /// Adds the records of a pair; gives Pearson's r.
    fn add(
        &mut self,
        names: [&Label; 2],
        pairs: &Pairs,
        level: Level,
        spec: &Correlation,
    ) -> Option<f64> {
        let effort = match spec.exact {
            // many pairs share what takes no noticeable time for one or two dozen
            Exact::Auto => {
                let pairs = spec.variables.len() * (spec.variables.len() - 1) / 2;
                Enumeration::QUICK.min(Enumeration(QUICK_IN_ALL / pairs as u64))
            }
            Exact::Always => Enumeration::THOROUGH,
            Exact::Never => Enumeration::NEVER,
        };
        let record = || {
            let mut sheet = Sheet::new();
            sheet
                .put("first", names[0].clone())
                .put("second", names[1].clone())
                .put("n", pairs.n());
            sheet
        };
        let linear = pearson(pairs, level);
        let r = linear.as_ref().ok().map(|found| found.r);
        let mut sheet = record();
        let mut p = None;
        match linear {
            Ok(found) => {
                sheet.put("r", found.r);
                p = test(&mut sheet, found.test);
                sheet.put("confidence_interval", interval(found.interval, level));
            }
            Err(error) => {
                sheet.put("r", error);
            }
        }
        self.pearson.push(sheet, p);

        let (mut sheet, mut p) = (record(), None);
        match spearman(pairs, level, effort) {
            Ok(found) => {
                sheet.put("rho", found.rho);
                p = test(&mut sheet, found.test);
                p = exact(&mut sheet, found.exact, spec.exact).or(p);
                sheet
                    .put("confidence_interval", interval(found.interval, level))
                    .put("fisher_interval", interval(found.fisher_interval, level))
                    .put("squared_rank_differences", found.squared_differences);
            }
            Err(error) => {
                sheet.put("rho", error);
            }
        }
        self.spearman.push(sheet, p);

        let (mut sheet, mut p) = (record(), None);
        match kendall(pairs, level, effort) {
            Ok(found) => {
                sheet.put("tau_b", found.tau_b).put("s", found.s);
                p = test(&mut sheet, found.test);
                p = exact(&mut sheet, found.exact, spec.exact).or(p);
                sheet.put("confidence_interval", interval(found.interval, level));
            }
            Err(error) => {
                sheet.put("tau_b", error);
            }
        }
        self.kendall.push(sheet, p);

        if spec.polychoric {
            let mut sheet = record();
            match polychoric(pairs, level) {
                Ok(found) => {
                    sheet
                        .put("r", found.r)
                        .put("standard_error", found.standard_error)
                        .put("confidence_interval", interval(Some(found.interval), level))
                        .put("two_step", found.two_step);
                    if let Some(fit) = found.fit {
                        sheet
                            .put("g_squared", fit.g_squared)
                            .put("df", fit.df)
                            .put("p_value_of_fit", fit.p_value);
                    }
                }
                Err(error) => {
                    sheet.put("r", error);
                }
            }
            self.polychoric.push(sheet, None);
        }
        r
    }
}

impl Records {
    fn push(&mut self, sheet: Sheet, p: Option<Probability>) {
        self.sheets.push(sheet);
        self.p_values.push(p.unwrap_or(Probability::new(f64::NAN)));
    }

    /// The records with their corrected p-values.
    fn table(mut self, adjustment: Adjustment) -> Vec<Sheet> {
        let adjusted = adjust(&self.p_values, correction(adjustment));
        for (sheet, p) in self.sheets.iter_mut().zip(adjusted) {
            if !p.value().is_nan() {
                sheet.put("adjusted_p_value", p);
            }
        }
        self.sheets
    }
}

/// Partial correlations given the controls, over rows with all answers.
fn partial(
    spec: &Correlation,
    run: &Run<'_>,
    answers: &[Vec<Option<f64>>],
    names: &[Label],
    level: Level,
) -> Figure {
    let complete = complete_rows_of(run, answers, None);
    let rows: Vec<(Vec<f64>, u64)> = complete
        .rows
        .iter()
        .zip(complete.values)
        .map(|(row, values)| (values, run.rows.cases(*row)))
        .collect();
    let n: u64 = rows.iter().map(|(_, cases)| cases).sum();
    let found = CrossProducts::new(&rows, answers.len())
        .and_then(|products| partial_correlations(&products, spec.controls.len(), level));
    let found = match found {
        Ok(found) => found,
        Err(error) => return error.into(),
    };
    let mut records = Records::default();
    for pair in found {
        let mut sheet = Sheet::new();
        sheet
            .put("first", names[pair.first].clone())
            .put("second", names[pair.second].clone())
            .put("n", n)
            .put("r", pair.r);
        let p = test(&mut sheet, pair.test);
        sheet.put("confidence_interval", interval(pair.interval, level));
        records.push(sheet, p);
    }
    records.table(spec.adjust).into()
}

/// Lays out a test; gives its p-value.
fn test(sheet: &mut Sheet, test: Option<CorrelationTest>) -> Option<Probability> {
    let Some(test) = test else {
        let reason = "too few cases for a test";
        sheet.put("statistic", Figure::Undefined(reason.to_owned()));
        return None;
    };
    sheet.put("statistic", test.statistic);
    if let Some(df) = test.df {
        sheet.put("df", df);
    }
    sheet.put("p_value", test.p_value);
    Some(test.p_value)
}

/// Lays out an exact p-value, or why there is none where it was asked for; gives it.
fn exact(
    sheet: &mut Sheet,
    p: Result<Probability, befund_stats::Error>,
    asked: Exact,
) -> Option<Probability> {
    match p {
        Ok(p) => {
            sheet.put("exact_p_value", p);
            Some(p)
        }
        Err(error) => {
            if asked == Exact::Always {
                sheet.put("exact_p_value", error);
            }
            None
        }
    }
}

/// A confidence interval as a figure.
pub(super) fn interval(interval: Option<befund_stats::Interval>, level: Level) -> Figure {
    match interval {
        Some(interval) => finding::Interval {
            lower: interval.lower,
            upper: interval.upper,
            level: level.get(),
        }
        .into(),
        None => Figure::Undefined("too few cases for an interval".to_owned()),
    }
}

fn correction(adjustment: Adjustment) -> Correction {
    match adjustment {
        Adjustment::Holm => Correction::Holm,
        Adjustment::Bonferroni => Correction::Bonferroni,
        Adjustment::Sidak => Correction::Sidak,
        Adjustment::Hochberg => Correction::Hochberg,
        Adjustment::BenjaminiHochberg => Correction::BenjaminiHochberg,
        Adjustment::BenjaminiYekutieli => Correction::BenjaminiYekutieli,
        Adjustment::None => Correction::None,
    }
}

fn adjustment_word(adjustment: Adjustment) -> &'static str {
    match adjustment {
        Adjustment::Holm => "holm",
        Adjustment::Bonferroni => "bonferroni",
        Adjustment::Sidak => "sidak",
        Adjustment::Hochberg => "hochberg",
        Adjustment::BenjaminiHochberg => "benjamini_hochberg",
        Adjustment::BenjaminiYekutieli => "benjamini_yekutieli",
        Adjustment::None => "none",
    }
}
