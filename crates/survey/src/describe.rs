//! What is in a dataset, variable by variable.

use serde::{Deserialize, Serialize};

use crate::Text;
use crate::codebook::{Set, Variable};
use crate::finding::CategoryCount;

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
    /// Smallest number or day (as YYYY-MM-DD); absent for texts.
    pub minimum: Option<crate::Value>,
    /// Largest number or day.
    pub maximum: Option<crate::Value>,
}
