//! Rows or groups as points whose distances fit the data.

use befund_stats::multivariate::{classical_scaling, euclidean_scaling};

use super::points::{
    between, by_dimension, complete_rows, distance_word, group_points, impossible, refuse,
    row_points,
};
use super::run::Run;
use super::{Distance, Scaling};
use crate::finding::{Finding, Part, Results, Statistics};
use crate::{Error, Figure, Label, Sheet};

/// Points (or variables, where those are fewer and distances Euclidean) up to which the decomposition is quick.
const MOST: usize = 150;

#[inline(never)]
pub(super) fn run(spec: &Scaling, run: Run<'_>) -> Result<Finding, Error> {
    run.need("variables", spec.variables.len(), 1)?;
    run.need("dimensions", spec.dimensions, 1)?;
    run.once(spec.variables.iter().chain(&spec.by))?;
    refuse(&run, &["design", "confidence"])?;
    let by = spec.by.as_deref().map(|by| run.coded(by)).transpose()?;
    if by.is_some() && spec.label.is_some() {
        return Err(Error::Unsupported {
            kind: run.spec.analysis.kind().to_owned(),
            field: "label".to_owned(),
        });
    }
    let (points, answered) = match &by {
        Some(by) => (
            group_points(&run, &spec.variables, by)?,
            run.answered_numbers(&spec.variables, Some(by))?,
        ),
        None => {
            refuse(&run, &["weight", "frequency"])?;
            let complete = complete_rows(&run, &spec.variables, None)?;
            let answered = complete.answered(&run);
            (
                row_points(&run, &complete, spec.label.as_deref())?,
                answered,
            )
        }
    };
    // points in a space of few dimensions: their coordinates are principal components
    let missing = points.values.iter().flatten().any(|value| value.is_nan());
    let found = if spec.distance == Distance::Euclidean
        && spec.variables.len() < points.names.len()
        && !missing
    {
        between("variables", spec.variables.len(), 1, MOST)?;
        euclidean_scaling(&points.values, spec.dimensions)
            .map_err(|error| impossible(&spec.variables, error))?
    } else {
        between("points", points.names.len(), 2, MOST)?;
        classical_scaling(&points.distances(spec.distance)?, spec.dimensions)
    };
    let k = found.coordinates.ncols();
    let same = || Figure::Undefined("all points are the same".to_owned());
    let names: Vec<Label> = points.names.iter().map(Label::from).collect();
    let mut sheet = Sheet::new();
    sheet
        .put("method", "classical_scaling")
        .put("distance", distance_word(spec.distance))
        .put("points", points.names.len())
        .put("dimensions", k)
        .put(
            "goodness_of_fit",
            found.goodness_of_fit.map_or_else(same, Figure::from),
        )
        .put(
            "goodness_of_fit_positive",
            found
                .goodness_of_fit_positive
                .map_or_else(same, Figure::from),
        )
        .put("eigenvalues", found.eigenvalues)
        .put(
            "coordinates",
            by_dimension(&names, k, |row, k| found.coordinates[(row, k)]),
        );
    let items = spec
        .variables
        .iter()
        .map(|name| run.item(name))
        .collect::<Result<Vec<_>, _>>()?;
    let results = Results::Scaling(Statistics {
        by: spec.by.as_deref().map(|by| run.item(by)).transpose()?,
        parts: vec![Part {
            variables: items,
            figures: sheet,
        }],
    });
    let names: Vec<&str> = spec
        .variables
        .iter()
        .chain(&spec.by)
        .map(String::as_str)
        .collect();
    run.finding(results, answered, &names)
}
