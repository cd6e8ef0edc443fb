//! Rows or groups as points: what clusters, components, scaling and tests on distances start from.

use befund_stats::multivariate::{Distances, Metric};

use super::Distance;
use super::profile::groups;
use super::run::{Answered, Run};
use super::samples::samples;
use crate::coded::Coded;
use crate::finding::Category;
use crate::rows::numbers;
use crate::{Error, Label, Matrix, Text, Value};

/// Objects whose distances can be held and looked at.
const MOST_OBJECTS: usize = 3000;

/// Named points; NaN where a group has no mean.
pub(super) struct Points {
    /// What the points are called.
    pub(super) names: Vec<Category>,
    /// One list of coordinates per point.
    pub(super) values: Vec<Vec<f64>>,
}

/// Rows with an answer to everything that is asked.
pub(super) struct CompleteRows {
    /// Which rows.
    pub(super) rows: Vec<usize>,
    /// Their numbers.
    pub(super) values: Vec<Vec<f64>>,
}

impl CompleteRows {
    /// Who answered, for the base of a finding.
    pub(super) fn answered(&self, run: &Run<'_>) -> Answered {
        let n = self.rows.iter().map(|row| run.rows.cases(*row)).sum();
        let weights: Vec<(usize, f64)> = run.rows.iter().collect();
        let weight = |row: &usize| {
            let found = weights.binary_search_by_key(row, |(row, _)| *row);
            found.map_or(0.0, |place| weights[place].1)
        };
        Answered {
            n,
            weighted_n: self.rows.iter().map(weight).sum(),
            smallest: n,
            largest: n,
        }
    }
}

/// The selected rows with a number for every variable and, where there are groups, a group.
pub(super) fn complete_rows(
    run: &Run<'_>,
    variables: &[String],
    by: Option<&Coded<'_>>,
) -> Result<CompleteRows, Error> {
    let answers = variables
        .iter()
        .map(|name| numbers(run.data, name))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(complete_rows_of(run, &answers, by))
}

/// The rows with an answer of each of several variables (and to the one that makes groups).
pub(super) fn complete_rows_of(
    run: &Run<'_>,
    answers: &[Vec<Option<f64>>],
    by: Option<&Coded<'_>>,
) -> CompleteRows {
    let mut complete = CompleteRows {
        rows: Vec::new(),
        values: Vec::new(),
    };
    for (row, _) in run.rows.iter() {
        if by.is_some_and(|by| by.slot(row) == 0) {
            continue;
        }
        let values: Option<Vec<f64>> = answers.iter().map(|answers| answers[row]).collect();
        if let Some(values) = values {
            complete.rows.push(row);
            complete.values.push(values);
        }
    }
    complete
}

/// Complete rows, named by a variable or by their number in the data.
pub(super) fn row_points(
    run: &Run<'_>,
    complete: &CompleteRows,
    label: Option<&str>,
) -> Result<Points, Error> {
    few("rows", complete.rows.len())?;
    let named = label.map(|label| run.find(label)).transpose()?;
    let name = |row: &usize| {
        let number = Value::Number(*row as f64 + 1.0);
        let value = named.and_then(|(_, column)| column.value(*row));
        let label = match (named, &value) {
            (Some((variable, _)), Some(value)) => variable.value_label(value),
            _ => Text::default(),
        };
        Category {
            value: value.unwrap_or(number),
            label,
        }
    };
    Ok(Points {
        names: complete.rows.iter().map(name).collect(),
        values: complete.values.clone(),
    })
}

/// The groups somebody belongs to with the means of their members.
pub(super) fn group_points(
    run: &Run<'_>,
    items: &[String],
    by: &Coded<'_>,
) -> Result<Points, Error> {
    let (kept, names) = groups(run, Some(by));
    let names: Vec<Category> = names.into_iter().filter_map(|group| group.group).collect();
    run.need("by", names.len(), 2)?;
    let mut values = vec![Vec::new(); kept.len()];
    for name in items {
        let samples = samples(run, name, Some(by))?;
        for (profile, group) in values.iter_mut().zip(&kept) {
            profile.push(samples[*group].moments().mean().unwrap_or(f64::NAN));
        }
    }
    Ok(Points { names, values })
}

impl Points {
    /// The distance of every two points.
    pub(super) fn distances(&self, distance: Distance) -> Result<Distances, Error> {
        Distances::of(&self.values, metric(distance)).map_err(|error| self.named(error))
    }

    /// An error of two profiles, with their names.
    fn named(&self, error: befund_stats::Error) -> Error {
        match error {
            befund_stats::Error::UndefinedDistance { first, second } => Error::NoSimilarity {
                first: self.names[first].value.clone(),
                second: self.names[second].value.clone(),
            },
            other => impossible(&[], other),
        }
    }
}

/// The statistic a distance stands for.
pub(super) fn metric(distance: Distance) -> Metric {
    match distance {
        Distance::Euclidean => Metric::Euclidean,
        Distance::Manhattan => Metric::Manhattan,
        Distance::BrayCurtis => Metric::BrayCurtis,
        Distance::Correlation => Metric::Correlation,
    }
}

/// The word for a distance.
pub(super) fn distance_word(distance: Distance) -> &'static str {
    match distance {
        Distance::Euclidean => "euclidean",
        Distance::Manhattan => "manhattan",
        Distance::BrayCurtis => "bray_curtis",
        Distance::Correlation => "correlation_distance",
    }
}

/// An error where there are too many (or too few) objects for their distances to be held.
pub(super) fn few(field: &str, objects: usize) -> Result<(), Error> {
    between(field, objects, 2, MOST_OBJECTS)
}

/// An error where a number of the specification, or of what it asks for, is out of range.
pub(super) fn between(field: &str, value: usize, least: usize, most: usize) -> Result<(), Error> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    Err(Error::OutOfRange {
        field: field.to_owned(),
        value,
        least,
        most,
    })
}

/// Why the statistics cannot be computed from these variables.
pub(super) fn impossible(variables: &[String], error: befund_stats::Error) -> Error {
    Error::Statistics {
        variables: variables.to_vec(),
        reason: error.to_string(),
    }
}

/// Refuses common fields the analysis can make nothing of.
pub(super) fn refuse(run: &Run<'_>, fields: &[&str]) -> Result<(), Error> {
    for field in fields {
        let given = match *field {
            "weight" => run.spec.weight.is_some(),
            "frequency" => run.spec.frequency.is_some(),
            "design" => run.spec.design.is_some(),
            "filter" => run.spec.filter.is_some(),
            _ => run.spec.confidence.is_some(),
        };
        if given {
            return Err(Error::Unsupported {
                kind: run.spec.analysis.kind().to_owned(),
                field: (*field).to_owned(),
            });
        }
    }
    Ok(())
}

/// Dimensions, components or clusters by their number, from 1 on.
pub(super) fn numbered(count: usize) -> Vec<Label> {
    (1..=count)
        .map(|number| Label {
            value: Value::Number(number as f64),
            label: Text::default(),
        })
        .collect()
}

/// A matrix with one column per dimension, the first `dimensions` of them.
pub(super) fn by_dimension(
    rows: &[Label],
    dimensions: usize,
    value: impl Fn(usize, usize) -> f64,
) -> Matrix {
    Matrix {
        rows: rows.to_vec(),
        columns: numbered(dimensions),
        values: (0..rows.len())
            .map(|row| (0..dimensions).map(|k| Some(value(row, k))).collect())
            .collect(),
    }
}

/// Eigenvalues with their shares of the whole, one record per dimension.
pub(super) fn shares_of(
    name: &'static str,
    number: &'static str,
    values: &[f64],
    total: f64,
) -> Vec<crate::Sheet> {
    let mut sum = 0.0;
    values
        .iter()
        .enumerate()
        .map(|(place, value)| {
            sum += value;
            let share = |part: f64| (total > 0.0).then(|| part / total);
            let mut record = crate::Sheet::new();
            record
                .put(number, place + 1)
                .put(name, *value)
                .put("share", share(*value))
                .put("cumulative_share", share(sum));
            record
        })
        .collect()
}
