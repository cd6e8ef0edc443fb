//! Moments, quantiles, robust figures and missing answers of single variables; regression.

use serde_json::{Value as Json, json};

use super::import;
use crate::task::{Answers, Task};

pub fn answer(task: &Task<'_>) -> Result<Answers, String> {
    match task.analysis() {
        "univariate.describe" | "univariate.moments" | "univariate.missing" => describe(task),
        "univariate.describe_by" => describe_by(task),
        "univariate.shape" => shape(task),
        "univariate.quantile" => quantiles(task),
        "univariate.robust" => robust(task),
        "regression.ols" => regression(task),
        "univariate.frequencies" => import::frequencies(task),
        "import.describe" => import::describe(task),
        "import.metadata" => import::metadata(task),
        other => Err(format!("`{other}` is not asked yet")),
    }
}

/// Quantities and where they stand in a row of the results.
pub(super) const PLACES: &[(&str, &str)] = &[
    ("n", "/n"),
    ("valid", "/n"),
    ("missing", "/missing"),
    ("n_user_missing", "/statistics/missing_answers/user_missing"),
    (
        "n_system_missing",
        "/statistics/missing_answers/system_missing",
    ),
    ("mean", "/mean"),
    ("sd", "/standard_deviation"),
    ("var", "/variance"),
    ("min", "/five_numbers/minimum"),
    ("max", "/five_numbers/maximum"),
    ("median", "/five_numbers/median"),
    ("sum", "/statistics/mean/sum"),
    ("se", "/statistics/mean/standard_error"),
    ("ci_lo", "/statistics/mean/confidence_interval/lower"),
    ("ci_hi", "/statistics/mean/confidence_interval/upper"),
    ("autocorr1", "/statistics/spread/autocorrelation"),
    ("g1", "/statistics/shape/skewness_type_1"),
    ("g2", "/statistics/shape/kurtosis_type_1"),
    ("G1", "/statistics/shape/skewness"),
    ("G2", "/statistics/shape/kurtosis"),
    ("b1", "/statistics/shape/skewness_type_3"),
    ("b2", "/statistics/shape/kurtosis_type_3"),
    ("se_skew", "/statistics/shape/skewness_standard_error"),
    ("se_kurt", "/statistics/shape/kurtosis_standard_error"),
    ("cv", "/statistics/spread/coefficient_of_variation"),
    ("range", "/statistics/spread/range"),
    ("mad_raw", "/statistics/spread/median_absolute_deviation"),
    (
        "mad_scaled",
        "/statistics/spread/median_absolute_deviation_scaled",
    ),
    ("hinge_lo", "/statistics/robust/lower_hinge"),
    ("hinge_hi", "/statistics/robust/upper_hinge"),
    ("trimmed5_spss", "/statistics/robust/trimmed_mean"),
    (
        "trimmed5_r",
        "/statistics/robust/trimmed_mean_of_whole_cases",
    ),
    ("mode_smallest", "/statistics/other_means/mode"),
];

pub(super) fn copy(answers: &mut Answers, prefix: &str, from: &Json, places: &[(&str, &str)]) {
    for (quantity, path) in places {
        if let Some(value) = from.pointer(path) {
            answers.insert(format!("{prefix}{quantity}"), value.clone());
        }
    }
}

/// Descriptives of the variables.
pub(super) fn descriptives(
    task: &Task<'_>,
    variables: &[&str],
    more: Json,
) -> Result<Json, String> {
    let mut spec = json!({"kind": "descriptives", "variables": variables});
    for (field, value) in more.as_object().into_iter().flatten() {
        spec[field] = value.clone();
    }
    task.analyse(task.counted(spec))
}

fn describe(task: &Task<'_>) -> Result<Answers, String> {
    let variables = task.roles("y");
    let several = task.json()["roles"]["y"].is_array();
    let results = descriptives(task, &variables, json!({}))?;
    // "weighted mean of income by w"
    let words = task.json()["text"].as_str().unwrap_or_default();
    let weighted = words.split_once("weighted mean of ").and_then(|(_, of)| {
        let (variable, weight) = of.split_once(" by ")?;
        Some((variable, weight.trim_end_matches('.')))
    });
    let mut answers = Answers::new();
    for (index, name) in variables.iter().enumerate() {
        let row = &results["rows"][index];
        let mut put = |prefix: &str| -> Result<(), String> {
            copy(&mut answers, prefix, row, PLACES);
            if let Some((variable, weight)) = weighted
                && variable == *name
            {
                let results = descriptives(task, &[name], json!({"weight": weight}))?;
                let mean = results["rows"][0]["mean"].clone();
                answers.insert(format!("{prefix}wmean"), mean);
            }
            Ok(())
        };
        if several {
            put(&format!("{name}."))?;
            // long names are told by what stands before the first underscore
            let short = name.split('_').next().unwrap_or_default();
            if short.len() < name.len()
                && variables
                    .iter()
                    .filter(|name| name.starts_with(short))
                    .count()
                    == 1
            {
                put(&format!("{short}."))?;
            }
        } else {
            put("")?;
        }
    }
    if task.analysis() == "univariate.missing" {
        together(task, &variables, &results, &mut answers)?;
    }
    Ok(answers)
}

/// Rows with answers to every two variables, and their correlation.
fn together(
    task: &Task<'_>,
    variables: &[&str],
    results: &Json,
    answers: &mut Answers,
) -> Result<(), String> {
    let statistics = &results["statistics"];
    answers.insert(
        "listwise_n".to_owned(),
        statistics["complete_cases"].clone(),
    );
    for (row, first) in variables.iter().enumerate() {
        for (column, second) in variables.iter().enumerate().skip(row + 1) {
            let count = &statistics["pairwise_cases"]["values"][row][column];
            answers.insert(format!("n_{first}_{second}"), count.clone());
        }
    }
    for missing in ["pairwise", "listwise"] {
        let spec = json!({"kind": "correlation", "variables": variables, "missing": missing});
        let Ok(figures) = task.figures(spec) else {
            continue;
        };
        let prefix = if missing == "pairwise" {
            "r"
        } else {
            "r_listwise"
        };
        for pair in figures["pearson"].as_array().into_iter().flatten() {
            let name = |side: &str| pair[side]["value"].as_str().unwrap_or_default();
            let quantity = format!("{prefix}_{}_{}", name("first"), name("second"));
            answers.insert(quantity, pair["r"].clone());
        }
    }
    Ok(())
}

fn describe_by(task: &Task<'_>) -> Result<Answers, String> {
    let levels = &task.option("conf");
    let spec = json!({"by": task.role("by"), "levels": levels});
    let results = descriptives(task, &task.roles("y"), spec)?;
    let mut answers = Answers::new();
    for row in results["rows"].as_array().into_iter().flatten() {
        let group = row["group"]["value"].as_str().unwrap_or_default();
        copy(&mut answers, &format!("{group}."), row, PLACES);
        let intervals = row["statistics"]["mean"]["confidence_intervals"].as_array();
        for interval in intervals.into_iter().flatten() {
            let level = &interval["level"];
            for (end, field) in [("lo", "lower"), ("hi", "upper")] {
                let value = &interval["confidence_interval"][field];
                answers.insert(format!("{group}.{end}_{level}"), value.clone());
            }
        }
    }
    Ok(answers)
}

/// Shape, and quantiles by types 6 and 7 as `q7_0.25` or `q7_25`.
fn shape(task: &Task<'_>) -> Result<Answers, String> {
    let mut answers = Answers::new();
    for kind in [6, 7] {
        let probabilities = [0.1, 0.25, 0.5, 0.75, 0.9];
        let spec = json!({"quartiles": format!("type{kind}"), "quantiles": probabilities});
        let results = descriptives(task, &task.roles("y"), spec)?;
        let row = &results["rows"][0];
        copy(&mut answers, "", row, PLACES);
        let quantiles = row["statistics"]["quantiles"].as_array();
        for (found, p) in quantiles.into_iter().flatten().zip(probabilities) {
            answers.insert(format!("q{kind}_{p:.2}"), found["quantile"].clone());
            answers.insert(
                format!("q{kind}_{:.0}", 100.0 * p),
                found["quantile"].clone(),
            );
        }
    }
    Ok(answers)
}

fn quantiles(task: &Task<'_>) -> Result<Answers, String> {
    let several = task.json()["roles"]["y"].is_array();
    let variables = task.roles("y");
    let texts = task.option("probs").as_array().cloned().unwrap_or_default();
    let names: Vec<&str> = texts.iter().filter_map(Json::as_str).collect();
    let probabilities: Vec<f64> = names.iter().filter_map(|name| name.parse().ok()).collect();
    let mut answers = Answers::new();
    for kind in task.option("types").as_array().into_iter().flatten() {
        let spec = json!({"quartiles": format!("type{kind}"), "quantiles": probabilities});
        let results = descriptives(task, &variables, spec)?;
        for (index, variable) in variables.iter().enumerate() {
            let row = &results["rows"][index];
            let prefix = if several {
                format!("{}_", &variable[..3])
            } else {
                String::new()
            };
            copy(&mut answers, &prefix, row, PLACES);
            let quantiles = row["statistics"]["quantiles"].as_array();
            for (found, p) in quantiles.into_iter().flatten().zip(&names) {
                answers.insert(format!("{prefix}t{kind}_{p}"), found["quantile"].clone());
            }
        }
        if several {
            // rows stand for cases: all of them answered the first variable or not
            let row = &results["rows"][0];
            let cases = row["n"].as_u64().unwrap_or(0);
            answers.insert("W".to_owned(), json!(cases));
        }
    }
    Ok(answers)
}

fn robust(task: &Task<'_>) -> Result<Answers, String> {
    let variables = task.roles("y");
    let mut answers = Answers::new();
    for kind in [6, 7] {
        let spec = json!({"quartiles": format!("type{kind}")});
        let results = descriptives(task, &variables, spec)?;
        let row = &results["rows"][0];
        copy(&mut answers, "", row, PLACES);
        let range = &row["statistics"]["spread"]["interquartile_range"];
        answers.insert(format!("iqr_t{kind}"), range.clone());
    }
    let positive = json!({"filter": {"not": {"variable": variables[0], "is": [0]}}});
    let results = descriptives(task, &variables, positive)?;
    let places = [
        (
            "geometric_mean_pos",
            "/statistics/other_means/geometric_mean",
        ),
        ("harmonic_mean_pos", "/statistics/other_means/harmonic_mean"),
    ];
    copy(&mut answers, "", &results["rows"][0], &places);
    Ok(answers)
}

fn regression(task: &Task<'_>) -> Result<Answers, String> {
    let intercept = task.option("intercept").as_bool().unwrap_or(true);
    let spec = json!({
        "kind": "regression",
        "outcome": task.role("y"),
        "predictors": task.roles("x"),
        "intercept": intercept,
        "degree": task.option("polynomial_degree"),
    });
    let figures = task.figures(task.counted(spec))?;
    let mut answers = Answers::new();
    let places = [
        ("r2", "/fit/r_squared"),
        ("adj_r2", "/fit/adjusted_r_squared"),
        ("resid_sd", "/fit/residual_standard_deviation"),
        ("F", "/f_test/statistic"),
        ("p", "/f_test/p_value"),
    ];
    copy(&mut answers, "", &figures, &places);
    let coefficients = figures["coefficients"].as_array();
    for (index, found) in coefficients.into_iter().flatten().enumerate() {
        let number = index + usize::from(!intercept);
        let places = [
            ("b", "/estimate"),
            ("se", "/standard_error"),
            ("t", "/t"),
            ("p", "/p_value"),
        ];
        for (quantity, path) in places {
            let value = found.pointer(path).cloned().unwrap_or_default();
            answers.insert(format!("{quantity}{number}"), value);
        }
    }
    Ok(answers)
}
