//! Several answers per row.

use serde_json::{Value as Json, json};

use crate::task::{Answers, Task};

pub fn answer(task: &Task<'_>) -> Result<Answers, String> {
    if !matches!(task.analysis(), "mrs.dichotomy" | "mrs.dichotomy_by") {
        return Err("only sets of one variable per answer can be read yet".to_owned());
    }
    let mut spec = json!({
        "kind": "multiple", "items": task.roles("items"),
        "mentioned": task.json()["roles"]["counted_value"],
    });
    for (role, field) in [("by", "by"), ("weight", "weight")] {
        if !task.role(role).is_empty() {
            spec[field] = json!(task.role(role));
        }
    }
    let results = task.analyse(spec)?;
    let mut answers = Answers::new();
    let names: Vec<&str> = results["answers"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|answer| answer["name"].as_str())
        .collect();
    if task.role("by").is_empty() {
        put(&mut answers, "", &names, &results["total"]);
    }
    for group in results["groups"].as_array().into_iter().flatten() {
        let value = &group["group"]["value"];
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        put(&mut answers, &format!("{value}."), &names, group);
    }
    Ok(answers)
}

/// The figures of one group.
fn put(answers: &mut Answers, prefix: &str, names: &[&str], row: &Json) {
    for (quantity, field) in [
        ("base_cases", "cases"),
        ("base_answered", "answered"),
        ("total_responses", "mentions"),
    ] {
        answers.insert(format!("{prefix}{quantity}"), row[field].clone());
    }
    let percent = |value: &Json| value.as_f64().map(|share| json!(100.0 * share));
    let mut all = 0.0;
    for (at, name) in names.iter().enumerate() {
        answers.insert(format!("{prefix}{name}.count"), row["counts"][at].clone());
        all += row["shares_of_cases"][at].as_f64().unwrap_or(f64::NAN);
        for (quantity, field) in [
            ("pct_cases", "shares_of_cases"),
            ("pct_responses", "shares_of_mentions"),
            ("pct_answered", "shares_of_answered"),
        ] {
            if let Some(share) = percent(&row[field][at]) {
                answers.insert(format!("{prefix}{name}.{quantity}"), share);
            }
        }
    }
    answers.insert(format!("{prefix}pct_cases_total"), json!(100.0 * all));
}
