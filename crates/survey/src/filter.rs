//! Which rows count.

use serde::{Deserialize, Serialize};

use crate::Value;

/// A condition on a row.
///
/// A missing answer makes a condition unknown, not false: `not` of an unknown condition is unknown too (Kleene's
/// three-valued logic, as in SQL and SPSS). A row counts only where its condition is true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Filter {
    /// The answer is one of the values: `{"variable": "office", "is": ["ord", "plan"]}`.
    Is {
        /// The variable.
        variable: String,
        /// The values that fulfil the condition.
        is: Vec<Value>,
    },
    /// Every condition holds: `{"all": [...]}`.
    All {
        /// The conditions.
        all: Vec<Filter>,
    },
    /// At least one condition holds: `{"any": [...]}`.
    Any {
        /// The conditions.
        any: Vec<Filter>,
    },
    /// The condition does not hold: `{"not": {...}}`.
    Not {
        /// The condition.
        not: Box<Filter>,
    },
}
