//! The instances with independent answers.

use serde_json::{Value as Json, json};

use crate::ask::ask;
use crate::by_hand::{close, order, within};
use crate::instance::Instance;
use crate::worths;

pub fn judge_all() {
    let Some(path) = befund_tests::shared::path("rankings/instances.json") else {
        eprintln!("skipped: 43 instances of rankings, because ../shared/rankings is not there");
        return;
    };
    let text = std::fs::read_to_string(path).unwrap();
    let file: Json = serde_json::from_str(&text).unwrap();
    let mut judged = 0;
    for answers in file["instances"].as_array().unwrap() {
        let instance = Instance::read(answers);
        for unranked in ["bottom", "ignored"] {
            if answers["pairwise"][unranked].is_null() {
                continue;
            }
            for layout in instance.layouts() {
                let of = format!("{}, {unranked}, {layout:?}", answers["id"]);
                let kemeny = &answers["kemeny"][unranked];
                for penalty in [0.5, 1.0] {
                    let fields = [
                        ("ties", json!("allowed")),
                        ("tie_penalty", json!(penalty)),
                        ("methods", json!(["borda"])),
                        ("effort", json!(20)),
                        ("bootstrap", json!(0)),
                    ];
                    let results = ask(&instance, unranked, layout, &fields);
                    assert!(results["kemeny"].is_null());
                    judge_ties(
                        &results["kemeny_ties"],
                        kemeny,
                        penalty,
                        &format!("{of}, p = {penalty}"),
                    );
                }
                // resampling has tests of its own
                let plain = [("bootstrap", json!(0)), ("leave_one_out", json!(false))];
                let results = ask(&instance, unranked, layout, &plain);
                judge(&results, answers, unranked, &instance.names(), &of);
                if answers["groups"].is_array() {
                    let fields = [
                        ("by", json!("group")),
                        ("permutations", json!(99)),
                        ("bootstrap", json!(0)),
                    ];
                    let results = ask(&instance, unranked, layout, &fields);
                    let of = format!("{of}, groups");
                    judge_groups(
                        &results["groups"],
                        &answers["group_lr"],
                        &instance.names(),
                        &of,
                    );
                }
                let partial = answers["has_unranked"] == true;
                worths::judge(
                    &results["plackett_luce"],
                    answers,
                    unranked,
                    partial,
                    &instance.names(),
                    &of,
                );
                judged += 1;
            }
        }
    }
    assert!(judged >= 60, "{judged}");
}

fn judge(results: &Json, answers: &Json, unranked: &str, names: &[String], of: &str) {
    let mean = match unranked {
        "bottom" => &answers["mean_rank_bottom"],
        _ => &answers["mean_rank_observed"],
    };
    let all = |figure: &str, found: &Json, expected: &Json| {
        for (i, name) in names.iter().enumerate() {
            close(
                &found[name],
                expected[i].as_f64(),
                &format!("{of}: {figure} of {name}"),
            );
        }
    };
    all("mean rank", &results["mean_rank"], mean);
    all("points", &results["borda"], &answers["borda"][unranked]);
    let duels = &answers["copeland"][unranked];
    all("duels", &results["copeland"], &duels["score"]);
    for (i, name) in names.iter().enumerate() {
        all(
            name,
            &results["pairwise"][name],
            &answers["pairwise"][unranked][i],
        );
    }
    let schulze = &answers["schulze"][unranked];
    judge_schulze(&results["schulze"], &schulze["winning_votes"], names, of);
    judge_schulze(
        &results["schulze"]["margins"],
        &schulze["margins"],
        names,
        of,
    );
    if unranked == "bottom" {
        judge_agreement(&results["kendall_w"], answers, of);
    }
    judge_kemeny(
        &results["kemeny"],
        &answers["kemeny"][unranked]["strict"],
        answers,
        unranked,
        names,
        of,
    );
}

fn judge_agreement(found: &Json, answers: &Json, of: &str) {
    let expected = &answers["kendall_w_bottom"];
    if expected.is_null() {
        assert!(
            found["w"].is_null() && found["undefined"]["w"].is_string(),
            "{of}"
        );
        return;
    }
    close(&found["w"], expected["W"].as_f64(), of);
    close(&found["chi_square"], expected["chi2"].as_f64(), of);
    close(&found["df"], expected["df"].as_f64(), of);
    let weights = answers["ballots"].as_array().unwrap().iter();
    if weights.clone().all(|ballot| {
        ballot["w"]
            .as_f64()
            .is_some_and(|weight| weight.fract() == 0.0)
    }) {
        relative(&found["p_value"], expected["p"].as_f64().unwrap(), of);
    } else {
        // no number of ballots, no test
        assert!(
            found["p_value"].is_null() && found["undefined"]["p_value"].is_string(),
            "{of}"
        );
    }
}

/// Tails are small: equal up to a relative error.
fn relative(found: &Json, expected: f64, of: &str) {
    let found = found.as_f64().unwrap();
    assert!(
        (found / expected - 1.0).abs() <= 1e-12,
        "{of}: {found} instead of {expected}"
    );
}

fn judge_schulze(found: &Json, expected: &Json, names: &[String], of: &str) {
    let named = |items: &Json| -> Json {
        let items = items.as_array().unwrap().iter();
        items
            .map(|item| Json::from(names[item.as_u64().unwrap() as usize].clone()))
            .collect()
    };
    assert_eq!(found["winners"], named(&expected["winners"]), "{of}");
    match &expected["order"] {
        Json::Null => assert!(found["order"].is_null(), "{of}"),
        order => assert_eq!(found["order"], named(order), "{of}"),
    }
    for (i, name) in names.iter().enumerate() {
        close(
            &found["n_beaten"][name],
            expected["n_beaten"][i].as_f64(),
            of,
        );
        // paths are written down for few items only
        let Some(strengths) = expected["path_strength"].as_array() else {
            continue;
        };
        for (j, other) in names.iter().enumerate() {
            let strength = strengths[i][j].as_f64();
            close(&found["path_strength"][name][other], strength, of);
        }
    }
}

fn judge_kemeny(
    found: &Json,
    expected: &Json,
    answers: &Json,
    unranked: &str,
    names: &[String],
    of: &str,
) {
    let score = expected["score"].as_f64();
    close(&found["score"], score, of);
    close(&found["lower_bound"], score, of);
    assert_eq!(found["proven"], true, "{of}");
    assert_eq!(found["unique"], expected["unique"], "{of}");
    if let Some(optima) = expected["n_optimal"].as_f64() {
        assert_eq!(found["n_optimal"], optima, "{of}");
    }
    let order = order(&found["order"], names);
    let mut disagreements = 0.0;
    for (place, i) in order.iter().enumerate() {
        for j in &order[place + 1..] {
            disagreements += answers["pairwise"][unranked][*j][*i].as_f64().unwrap();
        }
    }
    close(&Json::from(disagreements), score, of);
}

fn judge_ties(found: &Json, kemeny: &Json, penalty: f64, of: &str) {
    let expected = &kemeny[format!("buckets_p{penalty}")];
    let (score, bound) = (
        found["score"].as_f64().unwrap(),
        found["lower_bound"].as_f64().unwrap(),
    );
    let Some(least) = expected["score"].as_f64() else {
        return;
    };
    if found["proven"] != true {
        let items: usize = found["components"]
            .as_array()
            .unwrap()
            .iter()
            .map(|component| component.as_array().unwrap().len())
            .max()
            .unwrap();
        assert!(
            items > 12,
            "{of}: {items} items that hang together are few enough to be solved"
        );
        assert!(
            bound <= least + 1e-9 && least <= score + 1e-9,
            "{of}: {bound} {least} {score}"
        );
        return;
    }
    close(&found["score"], Some(least), of);
    close(&found["lower_bound"], Some(least), of);
    // not always counted where a search found it
    let known = (expected["n_optimal"].as_f64(), found["n_optimal"].as_f64());
    if let (Some(optima), Some(counted)) = known {
        assert_eq!(counted, optima, "{of}");
        assert_eq!(found["unique"], optima == 1.0, "{of}");
    }
    if let (true, Some(tau)) = (penalty == 0.5, kemeny["tau_x_optimum_avg"].as_f64()) {
        close(&found["tau_x"], Some(tau), of);
    }
}

/// Worths of groups and the test that they are the same.
fn judge_groups(found: &Json, expected: &Json, names: &[String], of: &str) {
    let test = &found["plackett_luce_test"];
    within(&test["statistic"], expected["stat"].as_f64(), 1e-11, of);
    assert_eq!(test["df"].as_f64(), expected["df"].as_f64(), "{of}");
    let p = test["p_value"].as_f64().unwrap() / expected["p"].as_f64().unwrap();
    assert!((p - 1.0).abs() < 1e-10, "{of}: {p}");
    let groups = expected["group_log_worth"].as_array().unwrap();
    for (group, worths) in groups.iter().enumerate() {
        for (i, name) in names.iter().enumerate() {
            let worth = &test["log_worth"][format!("g{group}")][name];
            within(worth, worths[i].as_f64(), 1e-11, of);
        }
    }
    assert_eq!(found["consensus"].as_array().unwrap().len(), groups.len());
    // worths that differ that much come with orders that do
    let permuted = found["permutation_test"]["p_value"].as_f64().unwrap();
    assert_eq!(permuted, 0.01, "{of}");
}
