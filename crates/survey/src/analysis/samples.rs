//! The numeric answers of a variable by group, as distinct values with their frequencies.

use befund_stats::dd::Dd;
use befund_stats::{Distribution, Moments};

use super::run::Run;
use crate::Error;
use crate::coded::Coded;
use crate::dataset::Written;
use crate::order::sort_by;
use crate::rows::Answers;

/// The numeric answers of one group.
#[derive(Debug, Clone, Default)]
pub(super) struct Sample {
    /// Distinct values in ascending order: value, rows, sum of weights.
    pub(super) values: Vec<(f64, u64, f64)>,
    /// What the values are exactly; rests are in their order.
    pub(super) written: Written,
    /// Rows of the group without a valid answer.
    pub(super) missing: u64,
}

impl Sample {
    /// Mean, variance, skewness and kurtosis.
    pub(super) fn moments(&self) -> Moments {
        match &self.written {
            Written::Binary => Moments::of_frequencies(&self.values),
            Written::Decimals(places) => Moments::of_decimal_frequencies(&self.values, *places),
            Written::Rests(_) => Moments::of_exact_frequencies(&self.exact()),
        }
    }

    /// Distinct values as what they are exactly, with rows and sums of weights.
    pub(super) fn exact(&self) -> Vec<(Dd, u64, f64)> {
        let values = self.values.iter().enumerate();
        values
            .map(|(at, &(value, rows, weight))| (self.written.exact(at, value), rows, weight))
            .collect()
    }

    /// Quantiles, box plot and robust figures; `None` without answers.
    pub(super) fn distribution(&self) -> Option<Distribution> {
        let found = match &self.written {
            Written::Binary => Distribution::of_decimals(&self.values, 0),
            Written::Decimals(places) => Distribution::of_decimals(&self.values, *places),
            Written::Rests(_) => Distribution::of_exact(&self.exact()),
        };
        found.ok().flatten()
    }

    /// Answers with their rests, cases and weights, in any order.
    fn from_answers(mut answers: Vec<Answer>, written: &Written, missing: u64) -> Self {
        sort_by(&mut answers, |a, b| {
            a.value.total_cmp(&b.value).then(a.rest.total_cmp(&b.rest))
        });
        let mut values: Vec<(f64, u64, f64)> = Vec::new();
        let mut rests: Vec<f64> = Vec::new();
        let mut before = 0.0;
        for answer in answers {
            match values.last_mut() {
                Some(last) if last.0 == answer.value && before == answer.rest => {
                    last.1 += answer.cases;
                    last.2 += answer.weight;
                }
                _ => {
                    values.push((answer.value, answer.cases, answer.weight));
                    if let Written::Rests(_) = written {
                        rests.push(answer.rest);
                    }
                    before = answer.rest;
                }
            }
        }
        let written = match written {
            Written::Rests(_) => Written::Rests(rests),
            written => written.clone(),
        };
        Self {
            values,
            written,
            missing,
        }
    }
}

#[derive(Clone, Copy)]
struct Answer {
    value: f64,
    rest: f64,
    cases: u64,
    weight: f64,
}

/// The numeric answers to `name` in each category of `by`, or in one group of all rows.
///
/// Answers stored as codes are counted, not sorted.
pub(super) fn samples(
    run: &Run<'_>,
    name: &str,
    by: Option<&Coded<'_>>,
) -> Result<Vec<Sample>, Error> {
    let groups = by.map_or(1, |by| by.categories.len());
    // groups count from 0; none for rows without one
    let counted = || {
        run.rows.iter().filter_map(|(row, weight)| {
            let group = by.map_or(Some(0), |by| by.slot(row).checked_sub(1))?;
            Some((group, row, run.rows.cases(row), weight))
        })
    };
    let mut answers: Vec<Vec<Answer>> = vec![Vec::new(); groups];
    let mut missing = vec![0; groups];
    match &Answers::new(run.data, name)? {
        Answers::Coded {
            coded,
            numbers,
            exact,
            written,
        } => {
            let slots = numbers.len();
            let mut table = vec![(0, 0.0); groups * slots];
            for (group, row, cases, weight) in counted() {
                let cell = &mut table[group * slots + coded.slot(row)];
                cell.0 += cases;
                cell.1 += weight;
            }
            for (group, cells) in table.chunks(slots).enumerate() {
                missing[group] = cells[0].0;
                for (slot, (cases, weight)) in cells.iter().enumerate() {
                    if let (Some(value), true) = (numbers[slot], *weight > 0.0) {
                        answers[group].push(Answer {
                            value: value + 0.0,
                            rest: (exact[slot] - value).value(),
                            cases: *cases,
                            weight: *weight,
                        });
                    }
                }
            }
            let sorted = answers.into_iter().zip(missing);
            Ok(sorted
                .map(|(answers, missing)| Sample::from_answers(answers, written, missing))
                .collect())
        }
        column @ Answers::Numbers { numbers, .. } => {
            for (group, row, cases, weight) in counted() {
                match column.get(row) {
                    Some(value) => answers[group].push(Answer {
                        value: value + 0.0,
                        rest: match numbers.written() {
                            Written::Rests(rests) => rests[row],
                            Written::Binary | Written::Decimals(_) => 0.0,
                        },
                        cases,
                        weight,
                    }),
                    None => missing[group] += cases,
                }
            }
            let sorted = answers.into_iter().zip(missing);
            Ok(sorted
                .map(|(answers, missing)| Sample::from_answers(answers, numbers.written(), missing))
                .collect())
        }
    }
}
