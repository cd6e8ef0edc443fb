//! Worths and their errors against the independent ones.

use serde_json::Value as Json;

use crate::by_hand::within;

/// Unranked items are outside of every choice where they are ignored, and in all of them where they are at the bottom.
pub fn judge(
    found: &Json,
    answers: &Json,
    unranked: &str,
    partial: bool,
    names: &[String],
    of: &str,
) {
    let untied = &answers["plackett_luce"];
    let (expected, tied) = match (unranked, partial) {
        ("bottom", true) => (&untied["topk"], &Json::Null),
        _ => (&untied["subset"], &answers["davidson_luce_subset"]),
    };
    let (expected, tolerance) = if expected.is_null() {
        (tied, 1e-8)
    } else {
        (expected, 1e-11)
    };
    if expected.is_null() {
        // no independent worths: too many items for a model of ties
        return;
    }
    assert_eq!(found["exists"], expected["exists"], "{of}");
    if expected["exists"] != true {
        return;
    }
    let all = |figure: &str, expected: &Json, tolerance: f64| {
        for (i, name) in names.iter().enumerate() {
            let of = format!("{of}: {figure} of {name}");
            within(&found[figure][name], expected[i].as_f64(), tolerance, &of);
        }
    };
    all("log_worth", &expected["log_worth"], tolerance);
    let likelihood = expected["loglik"].as_f64();
    within(&found["log_likelihood"], likelihood, tolerance, of);
    if expected["se_sum_zero"].is_array() {
        all("std_error", &expected["se_sum_zero"], tolerance);
    }
    if expected["quasi_variance"].is_array() {
        // the reference stops there
        all("quasi_variance", &expected["quasi_variance"], 1e-8);
    }
    if let Some(ties) = expected["log_tie"].as_object() {
        let parameters = found["tie_parameters"].as_array().unwrap();
        assert_eq!(parameters.len(), ties.len(), "{of}");
        for (objects, log_delta) in ties {
            let same = |record: &&Json| record["objects"].as_f64() == objects.parse().ok();
            let record = parameters.iter().find(same).unwrap();
            within(&record["log_delta"], log_delta.as_f64(), 1e-7, of);
        }
    }
}
