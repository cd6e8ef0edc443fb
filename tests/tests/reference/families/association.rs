//! Correlation, reliability of scales and agreement of raters.

use serde_json::{Value as Json, json};

use crate::task::{Answers, Task};

pub fn correlation(task: &Task<'_>) -> Result<Answers, String> {
    let variables = task.roles("vars");
    let figures = task.figures(json!({"kind": "correlation", "variables": variables}))?;
    let (statistic, quantities): (&str, &[(&str, &str)]) = match task.analysis() {
        "correlation.pearson" => (
            "pearson",
            &[
                ("r", "/r"),
                ("n", "/n"),
                ("df", "/df"),
                ("t", "/statistic"),
                ("p", "/p_value"),
                ("lo", "/confidence_interval/lower"),
                ("hi", "/confidence_interval/upper"),
            ],
        ),
        "correlation.spearman" => (
            "spearman",
            &[
                ("rho", "/rho"),
                ("n", "/n"),
                ("S", "/squared_rank_differences"),
                ("t", "/statistic"),
                ("p_t", "/p_value"),
                ("p_exact", "/exact_p_value"),
                ("lo_fisher", "/fisher_interval/lower"),
                ("hi_fisher", "/fisher_interval/upper"),
                ("lo_bonett_wright", "/confidence_interval/lower"),
                ("hi_bonett_wright", "/confidence_interval/upper"),
            ],
        ),
        "correlation.kendall" => (
            "kendall",
            &[
                ("tau_b", "/tau_b"),
                ("n", "/n"),
                ("S", "/s"),
                ("z", "/statistic"),
                ("p_asym", "/p_value"),
                ("p_exact", "/exact_p_value"),
            ],
        ),
        other => return Err(format!("no analysis answers `{other}` yet")),
    };
    let mut answers = Answers::new();
    for pair in figures[statistic].as_array().into_iter().flatten() {
        let name = |side: &str| pair[side]["value"].as_str().unwrap_or_default().to_owned();
        let prefix = match variables.len() {
            2 => String::new(),
            _ => format!("{}-{}.", name("first"), name("second")),
        };
        take(&mut answers, &prefix, pair, quantities);
    }
    Ok(answers)
}

pub fn reliability(task: &Task<'_>) -> Result<Answers, String> {
    let figures = task.figures(json!({"kind": "reliability", "items": task.roles("items")}))?;
    let mut answers = Answers::new();
    take(
        &mut answers,
        "",
        &figures,
        &[
            ("n", "/n"),
            ("k", "/number_of_items"),
            ("alpha", "/cronbach_alpha/alpha"),
            ("std_alpha", "/cronbach_alpha/standardised_alpha"),
            ("mean_r", "/cronbach_alpha/mean_inter_item_correlation"),
            ("feldt_lo", "/cronbach_alpha/confidence_interval/lower"),
            ("feldt_hi", "/cronbach_alpha/confidence_interval/upper"),
            ("scale_mean", "/scale/mean"),
            ("scale_sd", "/scale/standard_deviation"),
            ("lambda2", "/guttman_lambda/lambda_2"),
            ("lambda2_std", "/guttman_lambda/lambda_2_standardised"),
            // that of the correlations
            ("lambda6", "/guttman_lambda/lambda_6_standardised"),
            ("omega", "/mcdonald_omega/omega"),
        ],
    );
    let items = figures["item_analysis"].as_array().into_iter().flatten();
    for (index, item) in items.enumerate() {
        for (quantity, term) in [
            ("item_rest_r", "item_rest_correlation"),
            ("alpha_if_deleted", "alpha_if_deleted"),
        ] {
            answers.insert(format!("{quantity}.{index}"), item[term].clone());
        }
    }
    Ok(answers)
}

pub fn agreement(task: &Task<'_>) -> Result<Answers, String> {
    let mut answers = Answers::new();
    match task.analysis() {
        "agreement.cohen_kappa" => {
            let weights = task.option("weights").as_str().unwrap_or("None");
            let raters = [task.role("rater1"), task.role("rater2")];
            let spec =
                json!({"kind": "agreement", "raters": raters, "weights": weights.to_lowercase()});
            let figures = task.figures(task.counted(spec))?;
            let quantities = [
                ("kappa", "/kappa"),
                ("po", "/observed_agreement"),
                ("pe", "/expected_agreement"),
                ("ase", "/standard_error"),
                ("ase0", "/null_standard_error"),
                ("z", "/statistic"),
                ("p", "/p_value"),
                ("lo", "/confidence_interval/lower"),
                ("hi", "/confidence_interval/upper"),
            ];
            take(&mut answers, "", &figures["cohen_kappa"], &quantities);
        }
        "agreement.fleiss_kappa" => {
            let counts = task.roles("counts");
            let raters = if counts.is_empty() {
                task.roles("raters")
            } else {
                counts.clone()
            };
            let spec = json!({"kind": "agreement", "raters": raters, "counts": !counts.is_empty()});
            let figures = task.figures(task.counted(spec))?;
            let quantities = [
                ("kappa", "/kappa"),
                ("po", "/observed_agreement"),
                ("pe", "/expected_agreement"),
                ("se0", "/null_standard_error"),
                ("z", "/statistic"),
                ("p", "/p_value"),
            ];
            take(&mut answers, "", &figures["fleiss_kappa"], &quantities);
            let categories = figures["fleiss_kappa"]["categories"].as_array();
            for (index, category) in categories.into_iter().flatten().enumerate() {
                answers.insert(format!("kappa_cat.{index}"), category["kappa"].clone());
            }
        }
        "agreement.krippendorff_alpha" => {
            let spec = json!({"kind": "agreement", "raters": task.roles("raters")});
            let figures = task.figures(task.counted(spec))?;
            for level in ["nominal", "ordinal", "interval", "ratio"] {
                let path = format!("/krippendorff_alpha/{level}/alpha");
                take(&mut answers, "", &figures, &[(level, &path)]);
            }
        }
        "agreement.icc" => {
            let raters = match task.roles("raters") {
                raters if raters.is_empty() => task.roles("vars"),
                raters => raters,
            };
            let figures = task.figures(json!({"kind": "agreement", "raters": raters}))?;
            let forms = ["icc1", "icc2", "icc3", "icc1k", "icc2k", "icc3k"];
            let records = figures["intraclass_correlations"].as_array();
            for (record, form) in records.into_iter().flatten().zip(forms) {
                answers.insert(form.to_owned(), record["icc"].clone());
                let quantities = [
                    ("icc", "/icc"),
                    ("F", "/statistic"),
                    ("df1", "/df1"),
                    ("df2", "/df2"),
                    ("p", "/p_value"),
                    ("lo", "/confidence_interval/lower"),
                    ("hi", "/confidence_interval/upper"),
                ];
                take(&mut answers, &format!("{form}."), record, &quantities);
            }
        }
        other => return Err(format!("no analysis answers `{other}` yet")),
    }
    Ok(answers)
}

/// Takes quantities from where they stand in the figures.
fn take(answers: &mut Answers, prefix: &str, figures: &Json, quantities: &[(&str, &str)]) {
    for (quantity, path) in quantities {
        if let Some(value) = figures.pointer(path) {
            answers.insert(format!("{prefix}{quantity}"), value.clone());
        }
    }
}
