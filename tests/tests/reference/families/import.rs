//! What is in a file: its rows and columns, labels, missing answers, dates and texts.

use serde_json::{Value as Json, json};

use super::univariate::{PLACES, copy, descriptives};
use crate::task::{Answers, Task};

/// A column as quantities name it: what its name begins with, in small letters.
fn short(name: &str) -> String {
    let end = name.find(|c: char| !c.is_alphanumeric());
    name[..end.unwrap_or(name.len())].to_lowercase()
}

fn columns(described: &Json) -> Vec<&Json> {
    described["columns"]
        .as_array()
        .into_iter()
        .flatten()
        .collect()
}

fn name(column: &Json) -> &str {
    column["name"].as_str().unwrap_or_default()
}

/// The values of a column with their counts.
fn values(column: &Json) -> Vec<(String, u64)> {
    let values = column["values"].as_array().into_iter().flatten();
    values
        .map(|value| {
            let own = value["value"].as_str().map(str::to_owned);
            let text = own.unwrap_or_else(|| value["value"].to_string());
            (text, value["count"].as_f64().unwrap_or_default() as u64)
        })
        .collect()
}

/// What descriptives and the codebook say of a file whose columns are named in the quantities.
pub fn describe(task: &Task<'_>) -> Result<Answers, String> {
    let mut answers = Answers::new();
    let described = task.describe()?;
    let columns = columns(&described);
    answers.insert("n_rows".to_owned(), described["rows"].clone());
    answers.insert("n_cols".to_owned(), json!(columns.len()));
    answers.insert("n_sheets".to_owned(), json!(task.sheets()?));
    for (at, column) in columns.iter().enumerate() {
        answers.insert(format!("header_{at}"), column["name"].clone());
        let short = short(name(column));
        answers.insert(format!("{short}_missing"), column["missing"].clone());
        match (&column["temporal"], &column["minimum"]) {
            (Json::Null, Json::Number(_)) => numbers(task, column, &short, &mut answers)?,
            (Json::Null, _) => texts(task, column, &short, &mut answers)?,
            _ => dates(task, column, &mut answers)?,
        }
    }
    Ok(answers)
}

fn numbers(
    task: &Task<'_>,
    column: &Json,
    short: &str,
    answers: &mut Answers,
) -> Result<(), String> {
    let results = descriptives(task, &[name(column)], json!({}))?;
    let row = &results["rows"][0];
    copy(answers, &format!("{short}."), row, PLACES);
    answers.insert(format!("{short}_mean"), row["mean"].clone());
    // a truth value is 0 or 1 with its word
    let listed = column["values"].as_array().into_iter().flatten();
    for value in listed {
        let label = value["label"].as_str().unwrap_or_default();
        answers.insert(format!("{short}_{label}"), value["count"].clone());
    }
    // no number was left where the cell has a word
    answers.insert(format!("{short}_text_missing"), column["missing"].clone());
    let spec = json!({"kind": "frequencies", "variable": name(column)});
    if short == "nps" {
        let found = task.analyse(spec)?;
        let share = |from: f64, to: f64| -> f64 {
            let categories = found["categories"].as_array().into_iter().flatten();
            let within = categories.filter(|category| {
                let value = category["value"].as_f64();
                value.is_some_and(|value| (from..=to).contains(&value))
            });
            within
                .filter_map(|category| category["share"].as_f64())
                .sum()
        };
        let score = 100.0 * (share(9.0, 10.0) - share(0.0, 6.0));
        answers.insert("nps_score".to_owned(), json!(score));
    }
    Ok(())
}

fn texts(task: &Task<'_>, column: &Json, short: &str, answers: &mut Answers) -> Result<(), String> {
    let mut longest = 0;
    let mut lines = 0;
    for (value, count) in values(column) {
        longest = longest.max(value.chars().count());
        lines += if value.contains('\n') { count } else { 0 };
        answers.insert(format!("{short}.{value}"), json!(count));
    }
    answers.insert(format!("{short}.missing"), column["system_missing"].clone());
    // what counts as missing was said all the same
    let missing = column["user_missing"].as_array();
    if missing.is_some_and(|values| !values.is_empty()) {
        let found = task.analyse(json!({"kind": "frequencies", "variable": name(column)}))?;
        for value in found["user_missing"].as_array().into_iter().flatten() {
            let text = value["value"].as_str().unwrap_or_default();
            answers.insert(format!("{short}.{text}"), value["count"].clone());
        }
    }
    answers.insert(format!("{short}_max_chars"), json!(longest));
    match short {
        "stadt" => {
            answers.insert("city_distinct".to_owned(), column["distinct"].clone());
        }
        "kommentar" => {
            answers.insert("multiline_comments".to_owned(), json!(lines));
            if task.described("ID")
                && let Some(text) = text_of(task, "Kommentar", "ID", 1)?
            {
                answers.insert("comment_row1".to_owned(), text);
            }
        }
        "name" if task.described("id") => {
            for row in 0..task.describe()?["rows"].as_u64().unwrap_or(0) {
                if let Some(text) = text_of(task, "name", "id", row + 1)? {
                    answers.insert(format!("name.{row}"), text);
                }
            }
        }
        _ => {}
    }
    Ok(())
}

/// The first and the last day or moment; moments ascend in a log, so that the second row has the second of them.
fn dates(task: &Task<'_>, column: &Json, answers: &mut Answers) -> Result<(), String> {
    let (first, last) = (column["minimum"].clone(), column["maximum"].clone());
    let prefix = if column["temporal"] == "date" {
        "date"
    } else {
        "ts"
    };
    answers.insert(format!("{prefix}_min"), first.clone());
    answers.insert(format!("{prefix}_max"), last.clone());
    if prefix == "ts" {
        let spec = json!({"kind": "frequencies", "variable": name(column)});
        let found = task.analyse(spec)?;
        let moments = found["categories"].as_array().into_iter().flatten();
        for (row, moment) in moments.enumerate() {
            answers.insert(format!("ts_row{row}"), moment["label"].clone());
        }
        answers.insert("first_ts".to_owned(), first);
        answers.insert("last_ts".to_owned(), last);
    }
    answers.insert(
        format!("{}_min", short(name(column))),
        column["minimum"].clone(),
    );
    answers.insert(
        format!("{}_max", short(name(column))),
        column["maximum"].clone(),
    );
    Ok(())
}

/// The counts of a text with its missing answers, and what else the file holds.
pub fn frequencies(task: &Task<'_>) -> Result<Answers, String> {
    let found = task.analyse(json!({"kind": "frequencies", "variable": task.role("y")}))?;
    let mut answers = Answers::new();
    for category in found["categories"].as_array().into_iter().flatten() {
        let value = category["value"].as_str().unwrap_or_default();
        answers.insert(value.to_owned(), category["count"].clone());
    }
    let missing = found["user_missing"].as_array().into_iter().flatten();
    let missing: f64 = missing.filter_map(|value| value["count"].as_f64()).sum();
    answers.insert("user_missing".to_owned(), json!(missing));
    answers.insert("blank".to_owned(), found["system_missing"].clone());
    let described = task.describe()?;
    for column in columns(&described) {
        let short = short(name(column));
        let texts = values(column);
        let longest = texts.iter().map(|(text, _)| text.chars().count()).max();
        answers.insert(format!("{short}_max_chars"), json!(longest));
        if !column["temporal"].is_null() {
            dates(task, column, &mut answers)?;
        }
    }
    Ok(answers)
}

/// What a file says of itself: its title, names, labels of variables and of values, those of missing answers included.
pub fn metadata(task: &Task<'_>) -> Result<Answers, String> {
    let described = task.describe()?;
    let columns = columns(&described);
    let mut answers = Answers::new();
    answers.insert("n_rows".to_owned(), described["rows"].clone());
    answers.insert("n_cols".to_owned(), json!(columns.len()));
    answers.insert("file_label".to_owned(), described["title"].clone());
    for (at, column) in columns.iter().enumerate() {
        answers.insert(format!("name_{at}"), column["name"].clone());
        answers.insert(format!("label_{at}"), column["label"].clone());
        let valid = column["values"].as_array().into_iter().flatten();
        let missing = column["user_missing"].as_array().into_iter().flatten();
        let mut labels = 0;
        for value in valid.chain(missing) {
            let own = value["value"].as_str().map(str::to_owned);
            let number = value["value"].as_f64().map(|number| number.to_string());
            let (Some(code), Some(label)) = (own.or(number), value["label"].as_str()) else {
                continue;
            };
            if label != code {
                labels += 1;
                answers.insert(format!("value_label_{at}_{code}"), json!(label));
            }
        }
        answers.insert(format!("n_value_labels_{at}"), json!(labels));
    }
    Ok(answers)
}

/// The text of the one row with that number.
fn text_of(task: &Task<'_>, variable: &str, id: &str, number: u64) -> Result<Option<Json>, String> {
    let spec = json!({
        "kind": "frequencies",
        "variable": variable,
        "filter": {"variable": id, "is": [number]},
    });
    let found = task.analyse(spec)?;
    let mut categories = found["categories"].as_array().into_iter().flatten();
    let category = categories.find(|category| category["count"] == 1.0);
    Ok(category.map(|category| category["value"].clone()))
}
