//! Paired measurements, and one measurement against a value.

use serde_json::{Value as Json, json};

use crate::task::{Answers, Task};

pub fn answer(task: &Task<'_>) -> Result<Answers, String> {
    let items = task.roles("items");
    let variables = match items.is_empty() {
        false => items,
        true => [task.role("x"), task.role("y")]
            .into_iter()
            .filter(|name| !name.is_empty())
            .collect(),
    };
    let zeros = match task.option("zeros").as_str() {
        Some("pratt") => "pratt",
        _ => "wilcoxon",
    };
    let mut spec =
        json!({"kind": "paired", "variables": variables, "zeros": zeros, "exact": "always"});
    if let Some(value) = task.option("mu").as_f64() {
        spec["value"] = json!(value);
    }
    let figures = task.figures(task.counted(spec))?;
    let mut answers = Answers::new();
    let mut put = |section: &str, quantities: &[(&str, &str)]| {
        for (quantity, path) in quantities {
            if let Some(value) = figures[section].pointer(path) {
                answers.insert((*quantity).to_owned(), value.clone());
            }
        }
    };
    match task.analysis() {
        "ttest.paired" | "ttest.one_sample" => {
            put(
                "paired_t",
                &[
                    ("mean", "/difference"),
                    ("se", "/standard_error"),
                    ("t", "/t"),
                    ("df", "/df"),
                    ("p", "/p_value"),
                    ("lo", "/confidence_interval/lower"),
                    ("hi", "/confidence_interval/upper"),
                ],
            );
            answers.insert("dz".to_owned(), effect(&figures, "cohens_dz"));
        }
        "nonparametric.wilcoxon_signed_rank" => {
            put(
                "wilcoxon_signed_rank",
                &[
                    ("n_used", "/n"),
                    ("n_zero", "/zeros"),
                    ("V", "/positive_ranks"),
                    ("W_minus", "/negative_ranks"),
                    ("z", "/z"),
                    ("p_asym", "/p_value"),
                    ("z_cc", "/z_corrected"),
                    ("p_asym_cc", "/p_corrected"),
                    ("p_exact", "/exact_p_value"),
                    ("hodges_lehmann", "/hodges_lehmann"),
                ],
            );
            answers.insert(
                "rank_biserial".to_owned(),
                effect(&figures, "rank_biserial"),
            );
            answers.insert("r_effect".to_owned(), effect(&figures, "r"));
        }
        "nonparametric.sign_test" => put(
            "sign_test",
            &[
                ("n_pos", "/positive"),
                ("n_neg", "/negative"),
                ("p_exact", "/exact_p_value"),
            ],
        ),
        "nonparametric.friedman" | "paired.friedman" => {
            put(
                "friedman",
                &[
                    ("chi2", "/statistic"),
                    ("Q", "/statistic"),
                    ("df", "/df"),
                    ("p", "/p_value"),
                ],
            );
            let concordance = effect(&figures, "kendalls_w");
            answers.insert("W".to_owned(), concordance.clone());
            answers.insert("kendall_w".to_owned(), concordance);
        }
        "paired.cochran_q" => put(
            "cochran_q",
            &[("Q", "/statistic"), ("df", "/df"), ("p", "/p_value")],
        ),
        other => return Err(format!("`{other}` is not asked yet")),
    }
    Ok(answers)
}

fn effect(figures: &Json, measure: &str) -> Json {
    let mut effects = figures["effect_sizes"].as_array().into_iter().flatten();
    let found = effects.find(|record| record["measure"] == measure);
    found.map_or(Json::Null, |record| record["estimate"].clone())
}
