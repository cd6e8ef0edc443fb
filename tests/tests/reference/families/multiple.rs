//! Several answers per row.

use serde_json::{Value as Json, json};

use crate::task::{Answers, Task};

pub fn answer(task: &Task<'_>) -> Result<Answers, String> {
    match task.analysis() {
        "mrs.dichotomy" | "mrs.dichotomy_by" => dichotomies(task),
        "mrs.category" | "mrs.category_by" => categories(task),
        "mrs.delimited" => delimited(task),
        other => Err(format!("`{other}` is not asked yet")),
    }
}

/// The analysis with the group and the weight of the task.
fn asked(task: &Task<'_>, mut spec: Json) -> Result<Json, String> {
    spec["kind"] = json!("multiple");
    for (role, field) in [("by", "by"), ("weight", "weight")] {
        if !task.role(role).is_empty() {
            spec[field] = json!(task.role(role));
        }
    }
    task.analyse(spec)
}

/// The groups by name.
fn groups(results: &Json) -> Vec<(String, &Json)> {
    let groups = results["groups"].as_array().into_iter().flatten();
    groups
        .map(|group| (text(&group["group"]["value"]), group))
        .collect()
}

fn text(value: &Json) -> String {
    let own = value.as_str().map(str::to_owned);
    own.unwrap_or_else(|| value.to_string().trim_end_matches(".0").to_owned())
}

fn dichotomies(task: &Task<'_>) -> Result<Answers, String> {
    let mentioned = &task.json()["roles"]["counted_value"];
    let results = asked(
        task,
        json!({"items": task.roles("items"), "mentioned": mentioned}),
    )?;
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
    for (value, group) in groups(&results) {
        put(&mut answers, &format!("{value}."), &names, group);
    }
    Ok(answers)
}

/// Answers by their codes; every code counts once a case, and every time among the mentions.
fn categories(task: &Task<'_>) -> Result<Answers, String> {
    let missing = task.json()["roles"]["user_missing"].as_array();
    for variable in task.roles("items") {
        let values = missing.into_iter().flatten();
        let missing: Vec<Json> = values.map(|value| json!({"value": value})).collect();
        task.overrule(json!({"name": variable, "missing": missing}))?;
    }
    let results = asked(
        task,
        json!({"items": task.roles("items"), "layout": "categories"}),
    )?;
    let mut answers = Answers::new();
    let mut put = |prefix: &str, row: &Json| {
        answers.insert(format!("{prefix}base_cases"), row["cases"].clone());
        answers.insert(format!("{prefix}total_mentions"), row["mentions"].clone());
        let codes = results["answers"].as_array().into_iter().flatten();
        for (at, answer) in codes.enumerate() {
            let code = format!("{prefix}{}.", text(&answer["value"]));
            for (quantity, field, unit) in [
                ("count_cases", "counts", 1.0),
                ("count_mentions", "mention_counts", 1.0),
                ("pct_cases", "shares_of_cases", 100.0),
                ("pct_mentions", "shares_of_mentions", 100.0),
            ] {
                let value = row[field][at].as_f64().map(|value| unit * value);
                answers.insert(format!("{code}{quantity}"), json!(value));
            }
        }
    };
    if task.role("by").is_empty() {
        put("", &results["total"]);
    }
    for (value, group) in groups(&results) {
        put(&format!("{value}."), group);
    }
    Ok(answers)
}

/// Answers that stand in one cell, as opt0, opt1, ... in the order that the text of the task gives.
fn delimited(task: &Task<'_>) -> Result<Answers, String> {
    let results = asked(
        task,
        json!({"items": task.roles("y"), "separator": task.option("delimiter")}),
    )?;
    let found: Vec<String> = results["answers"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|answer| text(&answer["value"]))
        .collect();
    let words = task.json()["text"].as_str().unwrap_or_default();
    let place = |answer: &String| {
        let options = words
            .rsplit_once(" = ")
            .map_or(words, |(_, options)| options);
        options.find(answer.as_str()).unwrap_or(usize::MAX)
    };
    let mut listed: Vec<&String> = found.iter().collect();
    listed.sort_by_key(|answer| place(answer));
    let names: Vec<String> = found
        .iter()
        .map(|answer| {
            let at = listed.iter().position(|listed| *listed == answer);
            format!("opt{}", at.unwrap_or(usize::MAX))
        })
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut answers = Answers::new();
    put(&mut answers, "all.", &names, &results["total"]);
    for (value, group) in groups(&results) {
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
