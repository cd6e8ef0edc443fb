//! Distributions and proportions: figures without a data file, asked of the calculator for every row of the case.

use std::collections::HashMap;

use befund_survey::calculate::Calculation;
use serde_json::{Value as Json, json};

use crate::task::{Answers, Task};

/// A row of the case with its cells as text.
type Row = HashMap<String, String>;

pub fn answer(task: &Task<'_>) -> Result<Answers, String> {
    let mut answers = Answers::new();
    for row in task.rows() {
        let question = question(task, &row)?;
        let answer = Calculation::read(&question.to_string())
            .and_then(|question| question.answer())
            .map_err(|error| format!("{question}: {error}"))?
            .json();
        for (quantity, path) in places(task) {
            if let Some(value) = answer.pointer(path) {
                let id = &row["id"];
                let name = if quantity.is_empty() {
                    id.clone()
                } else {
                    format!("{id}.{quantity}")
                };
                answers.insert(name, value.clone());
            }
        }
        if task.analysis() == "proportion.fpc" {
            let size = json!({"sample_size": {"margin": 0.03, "population": number(&row, "N")?}});
            let size = Calculation::read(&size.to_string())
                .and_then(|question| question.answer())
                .map_err(|error| error.to_string())?
                .json();
            let name = format!("{}.n_required", row["id"]);
            answers.insert(name, size["required_sample_exact"].clone());
        }
    }
    Ok(answers)
}

fn number(row: &Row, column: &str) -> Result<f64, String> {
    let text = row.get(column).ok_or(format!("no column {column}"))?;
    text.parse().map_err(|_| format!("{column} is {text}"))
}

/// Where each quantity of a row stands in its answer.
fn places(task: &Task<'_>) -> &'static [(&'static str, &'static str)] {
    match task.analysis() {
        "distribution.log10_sf" => &[("", "/log10")],
        "proportion.binomial_test" => &[
            ("p_two_sided", "/binomial_test/p_value"),
            ("p_two_sided_double", "/binomial_test/p_doubled"),
            ("p_less", "/binomial_test/p_less"),
            ("p_greater", "/binomial_test/p_greater"),
        ],
        "proportion.fpc" => &[
            ("se_fpc", "/finite_population/standard_error"),
            ("se_fpc_n", "/finite_population/standard_error_n"),
            ("moe95", "/finite_population/margin_of_error"),
        ],
        "proportion.two_sample" => &[
            ("diff", "/difference"),
            ("newcombe_lo", "/newcombe/lower"),
            ("newcombe_hi", "/newcombe/upper"),
            ("wald_lo", "/wald/lower"),
            ("wald_hi", "/wald/upper"),
            ("z_pooled", "/pooled/statistic"),
            ("p_pooled", "/pooled/p_value"),
            ("z_unpooled", "/unpooled/statistic"),
            ("p_unpooled", "/unpooled/p_value"),
            ("cohen_h", "/cohens_h"),
        ],
        _ => &[("", "/probability"), ("", "/quantile")],
    }
}

/// A number as JSON; infinite degrees of freedom as a word.
fn degrees(row: &Row, column: &str) -> Result<Json, String> {
    let value = number(row, column)?;
    Ok(if value.is_finite() {
        json!(value)
    } else {
        json!("Infinity")
    })
}

fn question(task: &Task<'_>, row: &Row) -> Result<Json, String> {
    let number = |column: &str| number(row, column);
    Ok(match task.analysis() {
        "proportion.binomial_test" => json!({"proportion":
            {"successes": number("x")?, "trials": number("n")?, "expected": number("p0")?}}),
        "proportion.fpc" => json!({"proportion":
            {"successes": number("x")?, "trials": number("n")?, "population": number("N")?}}),
        "proportion.two_sample" => json!({"two_proportions": {
            "first": {"successes": number("x1")?, "trials": number("n1")?},
            "second": {"successes": number("x2")?, "trials": number("n2")?},
        }}),
        "distribution.log10_sf" => match row["dist"].as_str() {
            "normal" => json!({"distribution": "normal", "two_sided": number("x")?}),
            "t" => {
                json!({"distribution": "student_t", "df": number("a")?, "two_sided": number("x")?})
            }
            "chi2" => {
                json!({"distribution": "chi_squared", "df": number("a")?, "upper_tail": number("x")?})
            }
            _ => json!({"distribution": "f", "df1": number("a")?, "df2": number("b")?,
                "upper_tail": number("x")?}),
        },
        // the columns of the file tell which distribution it is about
        _ if row.contains_key("z") => json!({"distribution": "normal", "upper_tail": number("z")?}),
        _ if row.contains_key("K") => {
            json!({"distribution": "hypergeometric", "population": number("N")?,
            "successes": number("K")?, "draws": number("n")?, "upper_tail": number("x")?})
        }
        _ if row.contains_key("n") => json!({"distribution": "binomial", "trials": number("n")?,
            "probability": number("p")?, "upper_tail": number("x")?}),
        _ if row.contains_key("k") && row.contains_key("p") => {
            json!({"distribution": "studentized_range",
            "means": number("k")?, "df": degrees(row, "df")?, "upper_quantile": number("p")?})
        }
        _ if row.contains_key("k") => {
            json!({"distribution": "studentized_range", "means": number("k")?,
            "df": degrees(row, "df")?, "upper_tail": number("q")?})
        }
        _ if row.contains_key("p") => {
            json!({"distribution": "student_t", "df": degrees(row, "df")?, "upper_quantile": number("p")?})
        }
        _ => {
            json!({"distribution": "chi_squared", "df": degrees(row, "df")?, "upper_tail": number("x")?})
        }
    })
}
