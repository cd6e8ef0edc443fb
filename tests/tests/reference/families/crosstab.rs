//! Contingency tables.

use serde_json::{Value as Json, json};

use crate::task::{Answers, Task};

pub fn answer(task: &Task<'_>) -> Result<Answers, String> {
    match task.analysis() {
        "crosstab.column_proportions" => column_proportions(task),
        "crosstab.mcnemar" => mcnemar(task),
        _ => figures(task),
    }
}

/// The table with its categories in the order of the case.
fn spec(task: &Task<'_>) -> Json {
    let (rows, columns) = (task.role("row"), task.role("col"));
    let mut spec = json!({"kind": "crosstab", "rows": rows, "columns": columns});
    for (field, variable) in [("row_order", rows), ("column_order", columns)] {
        let levels = task.levels(variable);
        if !levels.is_empty() {
            spec[field] = json!(levels);
        }
    }
    // what is asked to be exact is computed exactly
    if task.analysis() == "crosstab.fisher_exact_rxc" {
        spec["exact"] = json!("always");
    }
    task.counted(spec)
}

/// Where each quantity stands below `/statistics`, or below the results where it begins with `^`.
const PLACES: [(&str, &str); 46] = [
    ("chi2", "/pearson_chi_square/statistic"),
    ("df", "/pearson_chi_square/df"),
    ("p", "/pearson_chi_square/p_value"),
    ("min_expected", "/pearson_chi_square/minimum_expected"),
    ("n_expected_lt5", "/pearson_chi_square/expected_below_5"),
    ("G2", "/likelihood_ratio/statistic"),
    ("p_G2", "/likelihood_ratio/p_value"),
    ("yates", "/yates/statistic"),
    ("p_yates", "/yates/p_value"),
    ("phi", "/association/phi"),
    ("phi_signed", "/association/signed_phi"),
    ("V", "/association/cramers_v"),
    ("V_bias_corrected", "/association/bias_corrected_cramers_v"),
    ("C", "/association/contingency_coefficient"),
    ("T", "/association/tschuprows_t"),
    ("yule_q", "/risk/yules_q"),
    ("odds_ratio", "/risk/odds_ratio/estimate"),
    ("or_lo", "/risk/odds_ratio/confidence_interval/lower"),
    ("or_hi", "/risk/odds_ratio/confidence_interval/upper"),
    ("risk_ratio", "/risk/risk_ratio/estimate"),
    ("rr_lo", "/risk/risk_ratio/confidence_interval/lower"),
    ("rr_hi", "/risk/risk_ratio/confidence_interval/upper"),
    ("risk_diff", "/risk/risk_difference/estimate"),
    ("p_two_sided", "/fisher_exact/p_value"),
    ("p_less", "/fisher_exact/p_less"),
    ("p_greater", "/fisher_exact/p_greater"),
    ("prob", "/fisher_exact/point_probability"),
    ("or_cmle", "/fisher_exact/odds_ratio/estimate"),
    (
        "or_cmle_lo",
        "/fisher_exact/odds_ratio/confidence_interval/lower",
    ),
    (
        "or_cmle_hi",
        "/fisher_exact/odds_ratio/confidence_interval/upper",
    ),
    ("lbl_r", "/ordinal/linear_by_linear/r"),
    ("lbl_M2", "/ordinal/linear_by_linear/statistic"),
    ("lbl_df", "/ordinal/linear_by_linear/df"),
    ("p_lbl", "/ordinal/linear_by_linear/p_value"),
    ("lambda_col", "/prediction/lambda/column"),
    ("lambda_row", "/prediction/lambda/row"),
    ("lambda_sym", "/prediction/lambda/symmetric"),
    ("gk_tau_col", "/prediction/goodman_kruskal_tau/column"),
    ("gk_tau_row", "/prediction/goodman_kruskal_tau/row"),
    (
        "uncertainty_col",
        "/prediction/uncertainty_coefficient/column",
    ),
    ("uncertainty_row", "/prediction/uncertainty_coefficient/row"),
    (
        "uncertainty_sym",
        "/prediction/uncertainty_coefficient/symmetric",
    ),
    ("gamma", "/ordinal/gamma"),
    ("tau_b", "/ordinal/kendalls_tau_b"),
    ("tau_c", "/ordinal/kendalls_tau_c"),
    ("somers_d_col", "/ordinal/somers_d_column"),
];

fn figures(task: &Task<'_>) -> Result<Answers, String> {
    let results = task.analyse(spec(task))?;
    let statistics = &results["statistics"];
    let mut answers = Answers::new();
    let mut put = |quantity: String, value: Option<&Json>| {
        if let Some(value) = value {
            answers.insert(quantity, value.clone());
        }
    };
    let test = match task.analysis() {
        "crosstab.bowker" => "/paired/bowker",
        "crosstab.stuart_maxwell" => "/paired/stuart_maxwell",
        "crosstab.bhapkar" => "/paired/bhapkar",
        "crosstab.fisher_exact_rxc" => "/fisher_exact",
        _ => "",
    };
    if !test.is_empty() {
        let test = statistics.pointer(test).unwrap_or(&Json::Null);
        put("chi2".to_owned(), test.get("statistic"));
        put("df".to_owned(), test.get("df"));
        put("p".to_owned(), test.get("p_value"));
        let occupied = &test["occupied_pairs"];
        put("df_nonzero_pairs".to_owned(), occupied.get("df"));
        put("p_df_nonzero_pairs".to_owned(), occupied.get("p_value"));
        return Ok(answers);
    }
    let somers = [
        ("somers_d_row", "/ordinal/somers_d_row"),
        ("somers_d_sym", "/ordinal/somers_d_symmetric"),
    ];
    for (quantity, path) in PLACES.iter().chain(&somers) {
        let Some(found) = statistics.pointer(path) else {
            continue;
        };
        if !found.is_object() || found.get("log10").is_some() {
            put((*quantity).to_owned(), Some(found));
            continue;
        }
        put((*quantity).to_owned(), found.get("estimate"));
        put(format!("ase1_{quantity}"), found.get("standard_error"));
        put(format!("ase0_{quantity}"), found.get("standard_error_null"));
        put(format!("T_{quantity}"), found.get("t"));
        put(format!("p_{quantity}"), found.get("p_value"));
    }
    for (quantity, matrix) in [
        ("expected", "/cells/expected/values"),
        ("pearson_resid", "/cells/residuals/values"),
        ("adj_resid", "/cells/adjusted_residuals/values"),
    ] {
        each_cell(statistics.pointer(matrix), |row, column, value| {
            put(format!("{quantity}.{row}.{column}"), Some(value));
        });
    }
    shares(&results, &mut put);
    let missing = results["total"]
        .as_f64()
        .map(|total| task.rows().len() as f64 - total);
    put("n_missing".to_owned(), missing.map(Json::from).as_ref());
    Ok(answers)
}

/// Counts and percentages.
fn shares(results: &Json, put: &mut dyn FnMut(String, Option<&Json>)) {
    let total = results["total"].as_f64().unwrap_or(f64::NAN);
    put("n_valid".to_owned(), results.get("total"));
    for (quantity, field, factor) in [
        ("count", "counts", 1.0),
        ("row_pct", "row_shares", 100.0),
        ("col_pct", "column_shares", 100.0),
        ("tot_pct", "counts", 100.0 / total),
    ] {
        each_cell(results.get(field), |row, column, value| {
            let value = value.as_f64().map(|value| json!(value * factor));
            put(format!("{quantity}.{row}.{column}"), value.as_ref());
        });
    }
}

fn each_cell(matrix: Option<&Json>, mut put: impl FnMut(usize, usize, &Json)) {
    let rows = matrix.and_then(Json::as_array).into_iter().flatten();
    for (row, cells) in rows.enumerate() {
        for (column, value) in cells.as_array().into_iter().flatten().enumerate() {
            put(row, column, value);
        }
    }
}

/// Comparisons of columns by the letters and the corrections of the case.
fn column_proportions(task: &Task<'_>) -> Result<Answers, String> {
    let mut answers = Answers::new();
    for (adjust, corrected) in [("bonferroni", "p_adj"), ("benjamini_hochberg", "p_bh")] {
        let mut spec = spec(task);
        spec["compare_columns"] = json!({"alpha": task.option("alpha"), "adjust": adjust});
        let results = task.analyse(spec)?;
        let found = &results["statistics"]["column_proportions"];
        let place = |list: &Json, record: &Json| {
            let wanted = &record["value"];
            let places = list.as_array().into_iter().flatten();
            places
                .map(|category| &category["value"])
                .position(|value| value == wanted)
                .unwrap_or(usize::MAX)
        };
        let letter = |record: &Json| {
            char::from(b'A' + (place(&results["columns"], record) as u8)).to_string()
        };
        for pair in found["pairs"].as_array().into_iter().flatten() {
            let row = place(&results["rows"], &pair["row"]);
            let pair_name = format!(
                "{row}.{}-{}",
                letter(&pair["first"]),
                letter(&pair["second"])
            );
            answers.insert(format!("z.{pair_name}"), pair["z"].clone());
            answers.insert(
                format!("{corrected}.{pair_name}"),
                pair["adjusted_p_value"].clone(),
            );
        }
        if adjust == "bonferroni" {
            for cell in found["letters"].as_array().into_iter().flatten() {
                let row = place(&results["rows"], &cell["row"]);
                let column = letter(&cell["column"]);
                answers.insert(
                    format!("letters.{row}.{column}"),
                    cell["above"]["value"].clone(),
                );
            }
        }
    }
    Ok(answers)
}

/// Two options of a column that holds several answers, "First vs Second" in the text of the task: the column is split into a
/// variable for each, missing where nobody answered.
fn mcnemar(task: &Task<'_>) -> Result<Answers, String> {
    let words = task.json()["text"].as_str().unwrap_or_default();
    let (first, rest) = words.split_once(" vs ").ok_or("no two options")?;
    let second = rest.split(" among ").next().unwrap_or_default();
    let (column, separator) = task.separated().ok_or("no column of several answers")?;
    let derived =
        json!([{"kind": "split", "name": "option", "of": column, "separator": separator}]);
    task.study(&json!({
        "befund": 1,
        "title": "Options",
        "datasets": [{"id": "data", "file": task.file(), "derived": derived}],
    }))?;
    let described = task.describe()?;
    let of = |option: &str| {
        let columns = described["columns"].as_array().into_iter().flatten();
        let mut made = columns.filter(|column| column["label"] == option);
        let name = made.next().and_then(|column| column["name"].as_str());
        name.map(str::to_owned).ok_or(format!("no option {option}"))
    };
    let spec = json!({"kind": "crosstab", "rows": of(first)?, "columns": of(second)?});
    let results = task.analyse(spec)?;
    let figures = &results["statistics"]["paired"]["mcnemar"];
    let mut answers = Answers::new();
    for (quantity, path) in [
        ("chi2", "/statistic"),
        ("p", "/p_value"),
        ("chi2_cc", "/corrected/statistic"),
        ("p_cc", "/corrected/p_value"),
        ("p_exact", "/exact_p_value"),
        ("p_midp", "/mid_p"),
    ] {
        if let Some(value) = figures.pointer(path) {
            answers.insert(quantity.to_owned(), value.clone());
        }
    }
    Ok(answers)
}
