//! Contingency tables.

use serde_json::json;

use crate::task::{Answers, Task};

pub fn answer(task: &Task<'_>) -> Result<Answers, String> {
    let spec = json!({"kind": "crosstab", "rows": task.role("row"), "columns": task.role("col")});
    let results = task.analyse(task.counted(spec))?;
    let mut answers = Answers::new();
    for (quantity, path) in [
        ("chi2", "/chi_square/statistic"),
        ("df", "/chi_square/df"),
        ("p", "/chi_square/p_value"),
        ("V", "/chi_square/cramers_v"),
    ] {
        if let Some(value) = results.pointer(path) {
            answers.insert(quantity.to_owned(), value.clone());
        }
    }
    Ok(answers)
}
