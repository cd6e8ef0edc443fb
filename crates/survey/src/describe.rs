//! What is in a dataset, variable by variable.

use serde::{Deserialize, Serialize};

use crate::codebook::{Set, Variable};
use crate::coded::Coded;
use crate::dataset::{Column, Dataset};
use crate::finding::CategoryCount;
use crate::{Text, Value};

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
    /// Different valid answers.
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
        unit: data.unit.clone(),
        rows: data.rows() as u64,
        columns,
        sets: data.codebook.sets.clone(),
    }
}

fn describe_variable(variable: &Variable, column: &Column) -> VariableDescription {
    let (mut valid, mut system_missing, mut user_missing) = (0, 0, 0);
    let mut range: Option<(f64, f64)> = None;
    let mut all_numbers = true;
    let mut counts = Vec::new();
    let mut distinct = 0;
    match Coded::unlimited(variable, column) {
        Ok(coded) => {
            let mut n = vec![0u64; coded.categories.len() + 1];
            for row in 0..column.len() {
                n[coded.slot(row)] += 1;
                if coded.slot(row) == 0 {
                    match column.value(row) {
                        Some(_) => user_missing += 1,
                        None => system_missing += 1,
                    }
                }
            }
            let mut listed: Vec<(usize, u64)> = n.iter().copied().enumerate().skip(1).collect();
            valid = listed.iter().map(|(_, count)| count).sum();
            distinct = listed.iter().filter(|(_, count)| *count > 0).count() as u64;
            for category in listed
                .iter()
                .filter(|(_, count)| *count > 0)
                .map(|(slot, _)| &coded.categories[slot - 1])
            {
                match category.value.number() {
                    Some(number) => {
                        let (least, most) = range.unwrap_or((number, number));
                        range = Some((least.min(number), most.max(number)));
                    }
                    None => all_numbers = false,
                }
            }
            if listed.len() > MAX_LISTED {
                listed.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
                listed.truncate(MAX_LISTED);
                listed.sort_unstable();
            }
            counts = listed
                .into_iter()
                .map(|(slot, count)| CategoryCount {
                    category: coded.categories[slot - 1].clone(),
                    count: count as f64,
                })
                .collect();
        }
        Err(_) => system_missing = column.len() as u64,
    }
    let range = range.filter(|_| all_numbers);
    VariableDescription {
        variable: variable.clone(),
        valid,
        system_missing,
        user_missing,
        distinct,
        counts,
        minimum: range.map(|(least, _)| Value::Number(least)),
        maximum: range.map(|(_, most)| Value::Number(most)),
    }
}
