//! Samples with strata, clusters and finite populations.

use serde_json::{Value as Json, json};

use crate::task::{Answers, Task};

pub fn answer(task: &Task<'_>) -> Result<Answers, String> {
    match task.analysis() {
        "survey.mean_total" => mean_total(task),
        "survey.proportion" => proportion(task),
        "survey.ratio" => ratio(task),
        "survey.domain_mean" => domain_mean(task),
        "survey.ttest" => t_test(task),
        "survey.chisq" => chi_square(task),
        other => Err(format!("`{other}` is not asked yet")),
    }
}

/// The common fields of a sample.
fn drawn(task: &Task<'_>, mut spec: Json) -> Json {
    let mut design = json!({});
    for (role, field) in [
        ("strata", "strata"),
        ("psu", "clusters"),
        ("fpc", "population"),
    ] {
        if !task.role(role).is_empty() {
            design[field] = json!(task.role(role));
        }
    }
    spec["design"] = design;
    if !task.role("weight").is_empty() {
        spec["weight"] = json!(task.role("weight"));
    }
    spec
}

/// Copies figures into answers: the quantity, and where it stands.
fn copy(answers: &mut Answers, prefix: &str, from: &Json, places: &[(&str, &str)]) {
    for (quantity, path) in places {
        if let Some(value) = from.pointer(path) {
            answers.insert(format!("{prefix}{quantity}"), value.clone());
        }
    }
}

fn mean_total(task: &Task<'_>) -> Result<Answers, String> {
    let variables = task.roles("y");
    let spec = json!({"kind": "estimate", "variables": variables, "figures": "means"});
    let results = task.analyse(drawn(task, spec))?;
    let mut answers = Answers::new();
    for (index, name) in variables.iter().enumerate() {
        let prefix = if variables.len() > 1 || task.json()["roles"]["y"].is_array() {
            format!("{name}.")
        } else {
            String::new()
        };
        copy(
            &mut answers,
            &prefix,
            &results["parts"][index]["figures"],
            &[
                ("mean", "/mean/estimate"),
                ("se_mean", "/mean/standard_error"),
                ("total", "/population_total/estimate"),
                ("se_total", "/population_total/standard_error"),
                ("df", "/df"),
                ("lo_normal", "/mean/normal_interval/lower"),
                ("hi_normal", "/mean/normal_interval/upper"),
                ("lo_t", "/mean/confidence_interval/lower"),
                ("hi_t", "/mean/confidence_interval/upper"),
                ("deff_wr", "/mean/design_effect_with_replacement"),
                ("deff_wor", "/mean/design_effect"),
            ],
        );
    }
    Ok(answers)
}

/// The share of the last category: `Yes` after `No`, 1 after 0.
fn proportion(task: &Task<'_>) -> Result<Answers, String> {
    let mut spec = json!({"kind": "estimate", "variables": [task.role("y")], "figures": "shares"});
    if !task.role("by").is_empty() {
        spec["by"] = json!(task.role("by"));
    }
    let figures = task.figures(drawn(task, spec))?;
    let mut answers = Answers::new();
    let last = figures["shares"]
        .as_array()
        .and_then(|shares| shares.last())
        .ok_or("no shares")?;
    let places = [
        ("prop", "/estimate"),
        ("se", "/standard_error"),
        ("n", "/n"),
        ("lo_logit", "/confidence_interval/lower"),
        ("hi_logit", "/confidence_interval/upper"),
    ];
    let by = !task.role("by").is_empty();
    copy(&mut answers, if by { "all." } else { "" }, last, &places);
    for record in figures["domain_shares"].as_array().into_iter().flatten() {
        if record["category"] == last["category"] {
            let group = text(&record["group"]["value"]);
            copy(&mut answers, &format!("{group}."), record, &places);
        }
    }
    Ok(answers)
}

fn ratio(task: &Task<'_>) -> Result<Answers, String> {
    let spec = json!({
        "kind": "estimate", "variables": [task.role("num")], "denominator": task.role("den"), "figures": "means",
    });
    let figures = task.figures(drawn(task, spec))?;
    let mut answers = Answers::new();
    copy(
        &mut answers,
        "",
        &figures["ratio"],
        &[
            ("ratio", "/estimate"),
            ("se", "/standard_error"),
            ("lo_t", "/confidence_interval/lower"),
            ("hi_t", "/confidence_interval/upper"),
        ],
    );
    Ok(answers)
}

fn domain_mean(task: &Task<'_>) -> Result<Answers, String> {
    let spec = json!({
        "kind": "estimate", "variables": [task.role("y")], "by": task.role("by"), "figures": "means",
    });
    let figures = task.figures(drawn(task, spec))?;
    let mut answers = Answers::new();
    for record in figures["domain_means"].as_array().into_iter().flatten() {
        let group = text(&record["group"]["value"]);
        copy(
            &mut answers,
            &format!("{group}."),
            record,
            &[
                ("mean", "/estimate"),
                ("se", "/standard_error"),
                ("n", "/n"),
                ("df", "/df"),
            ],
        );
    }
    Ok(answers)
}

fn t_test(task: &Task<'_>) -> Result<Answers, String> {
    let spec = json!({
        "kind": "estimate", "variables": [task.role("y")], "by": task.role("group"), "figures": "means",
    });
    let figures = task.figures(drawn(task, spec))?;
    let mut answers = Answers::new();
    copy(
        &mut answers,
        "",
        &figures["differences"][0],
        &[
            ("diff", "/difference"),
            ("se", "/standard_error"),
            ("t", "/statistic"),
            ("df", "/df"),
            ("p", "/p_value"),
        ],
    );
    Ok(answers)
}

fn chi_square(task: &Task<'_>) -> Result<Answers, String> {
    let spec = json!({"kind": "crosstab", "rows": task.role("row"), "columns": task.role("col")});
    let results = task.analyse(drawn(task, spec))?;
    let mut answers = Answers::new();
    copy(
        &mut answers,
        "",
        &results["statistics"]["rao_scott"],
        &[
            ("pearson_chi2_scaled", "/pearson_chi_square"),
            ("F", "/statistic"),
            ("ndf", "/df1"),
            ("ddf", "/df2"),
            ("p", "/p_value"),
            ("mean_generalised_deff", "/mean_generalised_design_effect"),
            ("X2_first_order", "/first_order/statistic"),
            ("p_first_order", "/first_order/p_value"),
        ],
    );
    Ok(answers)
}

/// A category as the suite names it.
fn text(value: &Json) -> String {
    match value.as_f64() {
        Some(number) => number.to_string(),
        None => value.as_str().unwrap_or_default().to_owned(),
    }
}
