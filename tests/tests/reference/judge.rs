//! Whether an answer meets its truth, by the rules of the reference suite.

use std::collections::HashMap;

use serde_json::Value as Json;

/// What became of a value.
pub enum Verdict {
    /// Within its tolerance, to so many digits.
    Met { digits: f64 },
    /// Not.
    Missed { digits: f64 },
}

fn verdict(met: bool, digits: f64) -> Verdict {
    if met {
        Verdict::Met { digits }
    } else {
        Verdict::Missed { digits }
    }
}

/// Compares an answer (`None` where there is none) with its truth.
pub fn judge(truth: &Json, answer: Option<&Json>) -> Verdict {
    let Some(answer) = answer else {
        return verdict(false, 0.0);
    };
    match truth["kind"].as_str().unwrap_or_default() {
        "null" => verdict(answer.is_null(), 16.0),
        "bool" => verdict(*answer == truth["value"], 16.0),
        "string" if truth["compare"] == "partition" => {
            let (answer, truth) = (text(answer), text(&truth["value"]));
            verdict(first_seen(&answer) == first_seen(&truth), 16.0)
        }
        "string" => verdict(*answer == truth["value"], 16.0),
        "int" => verdict(number(answer) == truth["value"].as_f64(), 16.0),
        "nonfinite" => {
            let wanted = text(&truth["text"]).replace("inity", "");
            let found = text(answer).to_lowercase().replace("inity", "");
            verdict(
                answer.is_null() || found.trim_start_matches('+') == wanted,
                16.0,
            )
        }
        _ => float(truth, answer),
    }
}

fn float(truth: &Json, answer: &Json) -> Verdict {
    if let Some(log10) = truth.get("log10") {
        let wanted = number(log10).unwrap();
        if let Some(found) = answer.get("log10").and_then(number) {
            let error = ((found - wanted) / wanted).abs();
            return verdict(error <= 1e-10, digits(error));
        }
    }
    let Some(found) = number(answer).filter(|found| found.is_finite()) else {
        return verdict(false, 0.0);
    };
    let mut truths: Vec<f64> = ["text", "alt_text"]
        .iter()
        .filter_map(|field| truth.get(*field))
        .filter_map(number)
        .collect();
    if truth["compare"] == "abs" {
        truths.extend(truths.clone().iter().map(|value| -value));
    }
    if truths[0] == 0.0 {
        let met = found.abs() <= truth["atol"].as_f64().unwrap_or(1e-14);
        return verdict(met, if met { 16.0 } else { 0.0 });
    }
    let least = |errors: Vec<f64>| errors.into_iter().fold(f64::INFINITY, f64::min);
    let relative = least(
        truths
            .iter()
            .map(|truth| ((found - truth) / truth).abs())
            .collect(),
    );
    let absolute = least(truths.iter().map(|truth| (found - truth).abs()).collect());
    let met = relative <= truth["rtol"].as_f64().unwrap_or(1e-12)
        || truth["atol"].as_f64().is_some_and(|atol| absolute <= atol);
    verdict(met, digits(relative))
}

fn digits(error: f64) -> f64 {
    if error == 0.0 {
        16.0
    } else {
        (-error.log10()).clamp(0.0, 16.0)
    }
}

fn number(json: &Json) -> Option<f64> {
    json.as_f64().or_else(|| json.as_str()?.parse().ok())
}

fn text(json: &Json) -> String {
    json.as_str()
        .map_or_else(|| json.to_string(), str::to_owned)
}

/// Labels numbered in the order they are first seen.
fn first_seen(labels: &str) -> Vec<usize> {
    let mut seen = HashMap::new();
    labels
        .split(',')
        .map(|label| {
            let next = seen.len();
            *seen.entry(label).or_insert(next)
        })
        .collect()
}
