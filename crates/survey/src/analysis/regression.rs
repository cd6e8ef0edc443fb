//! Linear regression of a number on numbers.

use befund_stats::dd::Dd;
use befund_stats::{Coefficient, Constant, LinearRegression, linear_regression};

use super::Regression;
use super::estimate::interval;
use super::points::{between, impossible, refuse};
use super::run::{Answered, Run};
use crate::finding::{Finding, Item, Part, Results, Statistics};
use crate::rows::exact_numbers;
use crate::{Error, Figure, Label, Sheet, Text, Value};

/// Higher powers are noise.
const MOST_DEGREES: usize = 20;
/// More predictors than anyone can read.
const MOST_PREDICTORS: usize = 100;

#[inline(never)]
pub(super) fn run(spec: &Regression, run: Run<'_>) -> Result<Finding, Error> {
    run.need("predictors", spec.predictors.len(), 1)?;
    run.once(std::iter::once(&spec.outcome).chain(&spec.predictors))?;
    refuse(&run, &["weight", "design"])?;
    between("predictors", spec.predictors.len(), 1, MOST_PREDICTORS)?;
    let several = spec.predictors.len() > 1;
    between(
        "degree",
        spec.degree,
        1,
        if several { 1 } else { MOST_DEGREES },
    )?;
    let level = run.level()?;
    let cases = Cases::of(spec, &run)?;
    let frequencies = run
        .spec
        .frequency
        .as_ref()
        .map(|_| cases.frequencies.as_slice());
    let constant = if spec.intercept {
        Constant::Estimated
    } else {
        Constant::None
    };
    let found = linear_regression(
        &cases.predictors,
        &cases.outcome,
        frequencies,
        constant,
        level,
    );
    let found = found.map_err(|error| collinear(spec, error))?;

    let items = std::iter::once(&spec.outcome).chain(&spec.predictors);
    let items = items
        .map(|name| run.item(name))
        .collect::<Result<Vec<_>, _>>()?;
    let mut sheet = figures(&found);
    let names = (!spec.intercept)
        .then(Vec::new)
        .unwrap_or_else(|| vec![Figure::from("constant")]);
    let names = names
        .into_iter()
        .chain(predictors(&items[1..], spec.degree));
    let records = names.zip(&found.coefficients).map(|(name, coefficient)| {
        let mut record = record(name, coefficient);
        record.put("confidence_interval", interval(coefficient.interval, level));
        put_slope(&mut record, coefficient);
        record
    });
    sheet.put("coefficients", records.collect::<Vec<_>>());
    let names: Vec<&str> = run.spec.analysis.variables();
    let part = Part {
        variables: items,
        figures: sheet,
    };
    let statistics = Statistics {
        by: None,
        parts: vec![part],
    };
    run.finding(Results::Regression(statistics), cases.answered, &names)
}

/// The rows with an answer to everything, exactly.
struct Cases {
    outcome: Vec<Dd>,
    /// One list per predictor and power.
    predictors: Vec<Vec<Dd>>,
    frequencies: Vec<f64>,
    answered: Answered,
}

impl Cases {
    fn of(spec: &Regression, run: &Run<'_>) -> Result<Self, Error> {
        let names = std::iter::once(&spec.outcome).chain(&spec.predictors);
        let columns = names.map(|name| exact_numbers(run.data, name));
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        let mut complete: Vec<Vec<Dd>> = vec![Vec::new(); columns.len()];
        let mut frequencies = Vec::new();
        let (mut n, mut weighted_n) = (0, 0.0);
        for (row, weight) in run.rows.iter() {
            if columns.iter().any(|column| column[row].is_none()) {
                continue;
            }
            for (values, column) in complete.iter_mut().zip(&columns) {
                values.extend(column[row]);
            }
            frequencies.push(run.rows.cases(row) as f64);
            n += run.rows.cases(row);
            weighted_n += weight;
        }
        let mut predictors = complete.split_off(1);
        if let [single] = predictors.as_slice() {
            // at most 20, so it fits
            let power = |power| single.iter().map(|value| value.powi(power)).collect();
            predictors = (1..=spec.degree as u32).map(power).collect();
        }
        Ok(Self {
            outcome: complete.swap_remove(0),
            predictors,
            frequencies,
            answered: Answered {
                n,
                weighted_n,
                smallest: n,
                largest: n,
            },
        })
    }
}

/// An error of a regression, with the name of the predictor.
fn collinear(spec: &Regression, error: befund_stats::Error) -> Error {
    if let befund_stats::Error::Collinear { index } = error {
        let name = match spec.degree {
            1 => spec.predictors[index].clone(),
            _ => power_of(&spec.predictors[0], index + 1),
        };
        return Error::Collinear { variable: name };
    }
    impossible(std::slice::from_ref(&spec.outcome), error)
}

fn power_of(name: &str, power: usize) -> String {
    match power {
        1 => name.to_owned(),
        power => format!("{name}^{power}"),
    }
}

/// What the coefficients after the constant are called.
fn predictors(items: &[Item], degree: usize) -> Vec<Figure> {
    if degree == 1 {
        return items.iter().map(|item| Label::from(item).into()).collect();
    }
    let power = |power| {
        let mut label = Label::from(&items[0]);
        if power > 1 {
            label.value = Value::Text(power_of(&items[0].name, power));
            label.label = Text::default();
        }
        label.into()
    };
    (1..=degree).map(power).collect()
}

/// A figure, or why there is none.
fn or(figure: Option<impl Into<Figure>>, reason: &str) -> Figure {
    figure.map_or_else(|| Figure::Undefined(reason.to_owned()), Into::into)
}

/// The whole model.
fn figures(found: &LinearRegression) -> Sheet {
    const CONSTANT: &str = "the outcome is constant";
    const EXACT: &str = "the fit is exact";
    let mut fit = Sheet::new();
    let explained = found
        .r_squared
        .filter(|_| found.sum_of_squares_residual > 0.0);
    let ratio = found.sum_of_squares_model / found.sum_of_squares_residual;
    fit.put("r_squared", or(found.r_squared, CONSTANT))
        .put("adjusted_r_squared", or(found.adjusted_r_squared, CONSTANT))
        .put("cohens_f_squared", or(explained.map(|_| ratio), EXACT))
        .put(
            "residual_standard_deviation",
            found.residual_standard_deviation,
        );
    let mut variance = Sheet::new();
    variance
        .put(
            "statistic",
            or(found.f_test.map(|test| test.statistic), EXACT),
        )
        .put("df_model", found.df_model)
        .put("df_residual", found.df_residual)
        .put("p_value", or(found.f_test.map(|test| test.p_value), EXACT))
        .put("sum_of_squares_model", found.sum_of_squares_model)
        .put("sum_of_squares_residual", found.sum_of_squares_residual)
        .put("sum_of_squares_total", found.sum_of_squares_total);
    let mut sheet = Sheet::new();
    sheet
        .put("n", found.n)
        .put("fit", fit)
        .put("f_test", variance);
    sheet
}

fn record(name: Figure, coefficient: &Coefficient) -> Sheet {
    const EXACT: &str = "the fit is exact";
    let mut record = Sheet::new();
    record
        .put("predictor", name)
        .put("estimate", coefficient.estimate)
        .put("standard_error", coefficient.standard_error)
        .put("t", or(coefficient.t, EXACT))
        .put("p_value", or(coefficient.p_value, EXACT));
    record
}

fn put_slope(record: &mut Sheet, coefficient: &Coefficient) {
    const CONSTANT: &str = "only slopes beside a constant term";
    record
        .put("standardised", or(coefficient.standardised, CONSTANT))
        .put(
            "variance_inflation",
            or(coefficient.variance_inflation, CONSTANT),
        );
}
