//! Principal components.

use befund_stats::multivariate::{Scaled, principal_components};

use super::points::{
    between, by_dimension, complete_rows, impossible, refuse, row_points, shares_of,
};
use super::run::Run;
use super::{ComponentMatrix, Components};
use crate::finding::{Finding, Part, Results, Statistics};
use crate::{Error, Figure, Label, Matrix, Sheet};

/// Variables up to which the decomposition is quick.
const MOST_VARIABLES: usize = 150;

#[inline(never)]
pub(super) fn run(spec: &Components, run: Run<'_>) -> Result<Finding, Error> {
    run.need("variables", spec.variables.len(), 2)?;
    between("variables", spec.variables.len(), 2, MOST_VARIABLES)?;
    run.once(&spec.variables)?;
    refuse(&run, &["weight", "design", "confidence"])?;
    let complete = complete_rows(&run, &spec.variables, None)?;
    let frequencies: Vec<f64> = complete
        .rows
        .iter()
        .map(|row| run.rows.cases(*row) as f64)
        .collect();
    let scaled = match spec.matrix {
        ComponentMatrix::Correlation => Scaled::Correlation,
        ComponentMatrix::Covariance => Scaled::Covariance,
    };
    let found =
        principal_components(&complete.values, Some(&frequencies), scaled).map_err(|error| {
            match error {
                befund_stats::Error::ConstantVariable { index } => {
                    impossible(&spec.variables[index..=index], error)
                }
                error => impossible(&spec.variables, error),
            }
        })?;
    let items = spec
        .variables
        .iter()
        .map(|name| run.item(name))
        .collect::<Result<Vec<_>, _>>()?;
    let names: Vec<Label> = items.iter().map(Label::from).collect();
    let k = spec.components.unwrap_or(names.len());
    between("components", k, 1, names.len())?;
    let total: f64 = found.eigenvalues.iter().sum();
    let mut sheet = Sheet::new();
    sheet
        .put(
            "method",
            match spec.matrix {
                ComponentMatrix::Correlation => "correlation_matrix",
                ComponentMatrix::Covariance => "covariance_matrix",
            },
        )
        .put("n", found.n)
        .put(
            "components",
            shares_of("eigenvalue", "component", &found.eigenvalues, total),
        );
    if spec.matrix == ComponentMatrix::Correlation {
        let above = found.eigenvalues.iter().filter(|value| **value > 1.0);
        sheet.put("eigenvalues_above_one", above.count());
    }
    sheet
        .put(
            "loadings",
            by_dimension(&names, k, |row, k| found.loadings[(row, k)]),
        )
        .put(
            "eigenvectors",
            by_dimension(&names, k, |row, k| found.vectors[(row, k)]),
        );
    let singular = || Figure::Undefined("the correlation matrix has no inverse".to_owned());
    let mut adequacy = Sheet::new();
    match &found.kmo {
        Some(kmo) => {
            let records = names.iter().zip(&kmo.variables).map(|(name, value)| {
                let mut record = Sheet::new();
                record.put("variable", name.clone()).put("kmo", *value);
                record
            });
            adequacy
                .put("overall", kmo.overall)
                .put("variables", records.collect::<Vec<_>>());
        }
        None => {
            adequacy.put("overall", singular());
        }
    }
    sheet.put("sampling_adequacy", adequacy);
    let mut sphericity = Sheet::new();
    match found.bartlett {
        Some(test) => sphericity
            .put("statistic", test.statistic)
            .put("df", test.df)
            .put("p_value", test.p_value),
        None => sphericity.put("statistic", singular()),
    };
    sheet.put("bartlett_sphericity", sphericity);
    if let Some(correlations) = &found.correlations {
        let values = correlations.rows().into_iter();
        sheet.put(
            "correlations",
            Matrix {
                rows: names.clone(),
                columns: names.clone(),
                values: values
                    .map(|row| row.iter().map(|r| Some(*r)).collect())
                    .collect(),
            },
        );
    }
    if spec.scores > 0 {
        let points = row_points(&run, &complete, None)?;
        let shown = spec.scores.min(points.names.len());
        let rows: Vec<Label> = points.names[..shown].iter().map(Label::from).collect();
        let scores: Vec<Vec<f64>> = points.values[..shown]
            .iter()
            .map(|row| found.scores(row))
            .collect();
        sheet.put("scores", by_dimension(&rows, k, |row, k| scores[row][k]));
    }
    let answered = complete.answered(&run);
    let results = Results::Components(Statistics {
        by: None,
        parts: vec![Part {
            variables: items,
            figures: sheet,
        }],
    });
    let names: Vec<&str> = spec.variables.iter().map(String::as_str).collect();
    run.finding(results, answered, &names)
}
