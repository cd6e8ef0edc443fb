//! Components, correspondence and scaling.

use std::collections::HashMap;

use serde_json::{Value as Json, json};

use crate::task::{Answers, Task};

pub fn answer(task: &Task<'_>) -> Result<Answers, String> {
    match task.analysis() {
        "multivariate.pca" => components(task),
        "multivariate.correspondence" => correspondence(task),
        "multivariate.cmdscale" => scaling(task),
        other => Err(format!("`{other}` is not asked yet")),
    }
}

/// `PREFIX.ROW.COLUMN` for every entry of a matrix.
fn matrix(answers: &mut Answers, prefix: &str, matrix: &Json) {
    for (row, values) in matrix["values"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        for (column, value) in values.as_array().into_iter().flatten().enumerate() {
            answers.insert(format!("{prefix}.{row}.{column}"), value.clone());
        }
    }
}

/// `PREFIX.K` for a field of every record; shares as per cent.
fn records(answers: &mut Answers, prefix: &str, records: &Json, field: &str) {
    for (k, record) in records.as_array().into_iter().flatten().enumerate() {
        let value = match (field, record[field].as_f64()) {
            ("share", Some(share)) => json!(share * 100.0),
            _ => record[field].clone(),
        };
        answers.insert(format!("{prefix}.{k}"), value);
    }
}

fn components(task: &Task<'_>) -> Result<Answers, String> {
    let matrix_name = match task.id() {
        "cov" => "covariance",
        _ => "correlation",
    };
    let figures = task.figures(task.counted(json!({
        "kind": "components", "variables": task.roles("vars"), "matrix": matrix_name, "scores": 5,
    })))?;
    let mut answers = Answers::new();
    records(&mut answers, "eig", &figures["components"], "eigenvalue");
    records(&mut answers, "pct", &figures["components"], "share");
    matrix(&mut answers, "vec", &figures["eigenvectors"]);
    matrix(&mut answers, "loading", &figures["loadings"]);
    matrix(&mut answers, "score", &figures["scores"]);
    for (quantity, path) in [
        ("KMO", "/sampling_adequacy/overall"),
        ("bartlett_chi2", "/bartlett_sphericity/statistic"),
        ("bartlett_df", "/bartlett_sphericity/df"),
        ("bartlett_p", "/bartlett_sphericity/p_value"),
    ] {
        if let Some(value) = figures.pointer(path) {
            answers.insert(quantity.to_owned(), value.clone());
        }
    }
    Ok(answers)
}

fn correspondence(task: &Task<'_>) -> Result<Answers, String> {
    let columns = task.roles("cols");
    let row = task.role("row");
    let spec = if columns.is_empty() {
        task.counted(json!({"kind": "correspondence", "variables": [row, task.role("col")]}))
    } else {
        json!({"kind": "correspondence", "variables": [row], "counts": columns})
    };
    let figures = task.figures(spec)?;
    let mut answers = Answers::new();
    answers.insert("total_inertia".to_owned(), figures["total_inertia"].clone());
    records(&mut answers, "inertia", &figures["dimensions"], "inertia");
    records(&mut answers, "pct", &figures["dimensions"], "share");
    matrix(
        &mut answers,
        "col_coord",
        &figures["columns"]["principal_coordinates"],
    );
    // rows in the order of the file
    let coordinates = &figures["rows"]["principal_coordinates"];
    let places: HashMap<String, usize> = coordinates["rows"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(place, label)| (text(&label["value"]), place))
        .collect();
    for (number, cells) in task.rows().iter().enumerate() {
        if let Some(place) = cells.get(row).and_then(|name| places.get(name)) {
            for axis in 0..2 {
                let value = coordinates["values"][*place][axis].clone();
                answers.insert(format!("row_coord.{number}.{axis}"), value);
            }
        }
    }
    Ok(answers)
}

fn text(json: &Json) -> String {
    json.as_str()
        .map_or_else(|| json.to_string(), str::to_owned)
}

fn scaling(task: &Task<'_>) -> Result<Answers, String> {
    let dimensions = task.option("k").as_u64().unwrap_or(2);
    let figures = task.figures(json!({
        "kind": "scaling", "variables": task.roles("vars"), "dimensions": dimensions,
    }))?;
    let mut answers = Answers::new();
    for (k, value) in figures["eigenvalues"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        answers.insert(format!("eig.{k}"), value.clone());
    }
    matrix(&mut answers, "coord", &figures["coordinates"]);
    answers.insert("gof".to_owned(), figures["goodness_of_fit"].clone());
    Ok(answers)
}
