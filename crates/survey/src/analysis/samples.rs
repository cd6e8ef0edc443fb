//! The numeric answers of a variable by group, as distinct values with their frequencies.

use befund_stats::{Distribution, Moments, Observation};

use super::run::Run;
use crate::Error;
use crate::coded::Coded;
use crate::rows::numbers;

/// The numeric answers of one group.
#[derive(Debug, Clone, Default)]
pub(super) struct Sample {
    /// Distinct values in ascending order: value, rows, sum of weights.
    pub(super) values: Vec<(f64, u64, f64)>,
    /// Rows of the group without a valid answer.
    pub(super) missing: u64,
}

impl Sample {
    /// Mean and variance.
    pub(super) fn moments(&self) -> Moments {
        Moments::of_frequencies(&self.values)
    }

    /// Quantiles and box plot; `None` without answers.
    pub(super) fn distribution(&self) -> Option<Distribution> {
        let seen = self
            .values
            .iter()
            .map(|&(value, rows, weight)| Observation {
                value,
                rows,
                weight,
            });
        Distribution::new(seen).ok().flatten()
    }

    fn from_answers(mut answers: Vec<(f64, u64, f64)>, missing: u64) -> Self {
        answers.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let mut values: Vec<(f64, u64, f64)> = Vec::new();
        for (value, cases, weight) in answers {
            match values.last_mut() {
                Some(last) if last.0 == value => {
                    last.1 += cases;
                    last.2 += weight;
                }
                _ => values.push((value, cases, weight)),
            }
        }
        Self { values, missing }
    }
}

/// The numeric answers to `name` in each category of `by`, or in one group of all rows.
pub(super) fn samples(
    run: &Run<'_>,
    name: &str,
    by: Option<&Coded<'_>>,
) -> Result<Vec<Sample>, Error> {
    let numbers = numbers(run.data, name)?;
    let groups = by.map_or(1, |by| by.categories.len());
    let mut answers: Vec<Vec<(f64, u64, f64)>> = vec![Vec::new(); groups];
    let mut missing = vec![0; groups];
    for (row, weight) in run.rows.iter() {
        let Some(group) = by.map_or(Some(0), |by| by.slot(row).checked_sub(1)) else {
            continue;
        };
        match numbers[row] {
            Some(number) => answers[group].push((number, run.rows.cases(row), weight)),
            None => missing[group] += run.rows.cases(row),
        }
    }
    Ok(answers
        .into_iter()
        .zip(missing)
        .map(|(answers, missing)| Sample::from_answers(answers, missing))
        .collect())
}
