//! Internal consistency of a scale.

use befund_stats::{CrossProducts, alpha, omega};

use super::Reliability;
use super::correlation::interval;
use super::points::{between, complete_rows_of, impossible, refuse};
use super::run::Run;
use crate::finding::{Finding, Part, Results, Statistics};
use crate::rows::shifted_numbers;
use crate::{Error, Figure, Label, Sheet};

/// Items up to which the figures are quick.
const MOST_ITEMS: usize = 100;

#[inline(never)]
pub(super) fn run(spec: &Reliability, run: Run<'_>) -> Result<Finding, Error> {
    run.need("items", spec.items.len(), 2)?;
    between("items", spec.items.len(), 2, MOST_ITEMS)?;
    run.once(&spec.items)?;
    refuse(&run, &["weight", "design"])?;
    let level = run.level()?;
    // consistency does not depend on where an item begins
    let shifted = spec
        .items
        .iter()
        .map(|name| shifted_numbers(run.data, name))
        .collect::<Result<Vec<_>, _>>()?;
    let (answers, origins): (Vec<_>, Vec<f64>) = shifted.into_iter().unzip();
    let complete = complete_rows_of(&run, &answers, None);
    let answered = complete.answered(&run);
    let rows: Vec<(Vec<f64>, u64)> = complete
        .rows
        .iter()
        .zip(complete.values)
        .map(|(row, values)| (values, run.rows.cases(*row)))
        .collect();
    let items = spec
        .items
        .iter()
        .map(|name| run.item(name))
        .collect::<Result<Vec<_>, _>>()?;
    let names: Vec<&str> = spec.items.iter().map(String::as_str).collect();
    if answered.n == 0 {
        return Err(Error::NoAnswers {
            variables: spec.items.clone(),
        });
    }
    let products = CrossProducts::new(&rows, spec.items.len())
        .map_err(|error| impossible(&spec.items, error))?;
    let found = alpha(&products, level).map_err(|error| impossible(&spec.items, error))?;
    let factor = omega(&products);

    let mut cronbach = Sheet::new();
    cronbach
        .put("alpha", found.alpha)
        .put("confidence_interval", interval(found.interval, level))
        .put("standardised_alpha", found.standardised)
        .put("mean_inter_item_correlation", found.mean_correlation);
    let mut guttman = Sheet::new();
    guttman
        .put("lambda_2", found.lambda_2)
        .put("lambda_2_standardised", found.lambda_2_standardised)
        .put("lambda_6", found.lambda_6)
        .put("lambda_6_standardised", found.lambda_6_standardised);
    let mut mcdonald = Sheet::new();
    match &factor {
        Ok(factor) => {
            mcdonald
                .put("omega", factor.omega)
                .put("standardised_omega", factor.standardised);
        }
        Err(error) => {
            mcdonald.put("omega", Figure::from(error.clone()));
        }
    }
    let mut scale = Sheet::new();
    scale
        .put("mean", found.scale_mean + origins.iter().sum::<f64>())
        .put("standard_deviation", found.scale_standard_deviation);
    let analysis = found.items.into_iter().zip(&items).enumerate();
    let analysis = analysis.map(|(index, (figures, item))| {
        let mut record = Sheet::new();
        record
            .put("item", Label::from(item))
            .put("mean", figures.mean + origins[index])
            .put("standard_deviation", figures.standard_deviation)
            .put("item_rest_correlation", figures.item_rest)
            .put("alpha_if_deleted", figures.alpha_if_deleted);
        if let Ok(factor) = &factor {
            record.put("loading", factor.loadings[index]);
        }
        record
    });
    let mut sheet = Sheet::new();
    sheet
        .put("n", found.n)
        .put("number_of_items", spec.items.len())
        .put("cronbach_alpha", cronbach)
        .put("guttman_lambda", guttman)
        .put("mcdonald_omega", mcdonald)
        .put("scale", scale)
        .put("item_analysis", analysis.collect::<Vec<_>>());
    let results = Results::Reliability(Statistics {
        by: None,
        parts: vec![Part {
            variables: items,
            figures: sheet,
        }],
    });
    run.finding(results, answered, &names)
}
