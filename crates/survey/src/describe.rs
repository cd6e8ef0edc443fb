//! What is in a dataset, variable by variable.

use serde::{Deserialize, Serialize};

use crate::codebook::{Role, Set, Variable};
use crate::coded::Coded;
use crate::dataset::{Column, Dataset};
use crate::finding::CategoryCount;
use crate::order;
use crate::{HowRead, Text, Value};

/// A dataset as it is shown before anything is analysed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// Identifier of the dataset.
    pub id: String,
    /// Name of the file it came from.
    pub file: String,
    /// What the file is.
    pub title: Text,
    /// What one row is, in the plural; empty where unknown.
    pub unit: Text,
    /// Rows of data.
    pub rows: u64,
    /// The variables in the order of the columns.
    pub columns: Vec<VariableDescription>,
    /// Variables that belong together.
    pub sets: Vec<Set>,
    /// What variables are for, besides being analysed.
    pub roles: Vec<Role>,
}

/// One dataset at a glance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DatasetOverview {
    /// Identifier.
    pub id: String,
    /// Name of the file.
    pub file: String,
    /// What the file is.
    pub title: Text,
    /// What one row is, in the plural.
    pub unit: Text,
    /// Rows of data.
    pub rows: u64,
    /// Variables.
    pub columns: u64,
    /// How the file was read, as far as that can be overruled.
    pub how: HowRead,
}

/// A variable with its meaning and its answers at a glance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VariableDescription {
    /// Name, label, level, value labels, where they come from.
    #[serde(flatten)]
    pub variable: Variable,
    /// Rows with a valid answer.
    pub valid: u64,
    /// Rows without any stored answer.
    pub system_missing: u64,
    /// Rows with a stored answer that counts as missing.
    pub user_missing: u64,
    /// Different valid answers, counted up to 65,536.
    pub distinct: u64,
    /// The most frequent valid answers with their counts, in the order of the codebook; at most 50.
    pub counts: Vec<CategoryCount>,
    /// Smallest number; absent where an answer is a text.
    pub minimum: Option<Value>,
    /// Largest number.
    pub maximum: Option<Value>,
}

/// At most so many values are listed with their counts.
const MAX_LISTED: usize = 50;
/// At most so many different values are told apart.
const MAX_DISTINCT: usize = 1 << 16;

/// Describes a dataset, O(rows × columns).
pub fn describe(data: &Dataset) -> Description {
    let columns = data
        .codebook
        .variables
        .iter()
        .zip(data.columns())
        .map(|(variable, column)| describe_variable(variable, column))
        .collect();
    Description {
        id: data.id.clone(),
        file: data.file.clone(),
        title: data.title.clone(),
        unit: data.unit_of_rows(),
        rows: data.rows() as u64,
        columns,
        sets: data.codebook.sets.clone(),
        roles: data.codebook.roles.clone(),
    }
}

fn describe_variable(variable: &Variable, column: &Column) -> VariableDescription {
    let mut description = VariableDescription {
        variable: variable.clone(),
        valid: 0,
        system_missing: 0,
        user_missing: 0,
        distinct: 0,
        counts: Vec::new(),
        minimum: None,
        maximum: None,
    };
    match Coded::up_to(variable, column, MAX_DISTINCT) {
        Ok(coded) => description.count(&coded, column),
        // too many different values to list: one pass without a list of them
        Err(_) => {
            description.distinct = MAX_DISTINCT as u64;
            description.count_uncoded(variable, column);
        }
    }
    description
}

impl VariableDescription {
    fn count(&mut self, coded: &Coded<'_>, column: &Column) {
        let mut n = vec![0u64; coded.categories.len() + 1];
        for row in 0..column.len() {
            n[coded.slot(row)] += 1;
            if coded.slot(row) == 0 {
                match column.value(row) {
                    Some(_) => self.user_missing += 1,
                    None => self.system_missing += 1,
                }
            }
        }
        let mut listed: Vec<(usize, u64)> = n.iter().copied().enumerate().skip(1).collect();
        self.valid = listed.iter().map(|(_, count)| count).sum();
        let occurring = || {
            listed
                .iter()
                .filter(|(_, count)| *count > 0)
                .map(|(slot, _)| &coded.categories[slot - 1].value)
        };
        self.distinct = occurring().count() as u64;
        let numbers: Option<Vec<f64>> = occurring().map(Value::number).collect();
        if let Some(numbers) = numbers {
            self.minimum = numbers
                .iter()
                .copied()
                .min_by(f64::total_cmp)
                .map(Value::Number);
            self.maximum = numbers
                .iter()
                .copied()
                .max_by(f64::total_cmp)
                .map(Value::Number);
        }
        if listed.len() > MAX_LISTED {
            order::sort(&mut listed, |a, b| b.1.cmp(&a.1));
            listed.truncate(MAX_LISTED);
            order::sort(&mut listed, |a, b| a.0.cmp(&b.0));
        }
        let count = |(slot, count): (usize, u64)| CategoryCount {
            category: coded.categories[slot - 1].clone(),
            count: count as f64,
        };
        self.counts = listed.into_iter().map(count).collect();
    }

    fn count_uncoded(&mut self, variable: &Variable, column: &Column) {
        match column {
            Column::Numbers(numbers) => {
                let missing = variable.missing_numbers();
                let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
                for (row, number) in numbers.values().iter().enumerate() {
                    if number.is_nan() {
                        match numbers.value(row) {
                            Some(_) => self.user_missing += 1,
                            None => self.system_missing += 1,
                        }
                    } else if missing.iter().any(|range| range.contains(*number)) {
                        self.user_missing += 1;
                    } else {
                        self.valid += 1;
                        least = least.min(*number);
                        most = most.max(*number);
                    }
                }
                self.minimum = Some(Value::Number(least));
                self.maximum = Some(Value::Number(most));
            }
            Column::Texts(_) | Column::Codes(_) => {
                for row in 0..column.len() {
                    match column.value(row) {
                        None => self.system_missing += 1,
                        Some(value) if variable.is_missing(&value) => self.user_missing += 1,
                        Some(_) => self.valid += 1,
                    }
                }
            }
        }
    }
}
