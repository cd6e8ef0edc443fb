//! Goodness of fit.

use serde_json::json;

use crate::task::{Answers, Task};

pub fn answer(task: &Task<'_>) -> Result<Answers, String> {
    let mut spec = json!({
        "kind": "frequencies", "variable": task.role("category"),
        "expected_from": task.role("expected"),
    });
    if let Some((variable, value)) = task.role("filter").split_once('=') {
        spec["filter"] = json!({"variable": variable, "is": [value]});
    }
    let results = task.analyse(task.counted(spec))?;
    let fit = &results["statistics"]["goodness_of_fit"];
    let mut answers = Answers::new();
    for (quantity, path) in [
        ("chi2", "/statistic"),
        ("df", "/df"),
        ("p", "/p_value"),
        ("G2", "/likelihood_ratio/statistic"),
        ("p_G2", "/likelihood_ratio/p_value"),
    ] {
        if let Some(value) = fit.pointer(path) {
            answers.insert(quantity.to_owned(), value.clone());
        }
    }
    let categories = fit["categories"].as_array().into_iter().flatten();
    for (at, category) in categories.enumerate() {
        answers.insert(format!("expected.{at}"), category["expected"].clone());
    }
    Ok(answers)
}
