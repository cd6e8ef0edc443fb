//! The instances with independent answers.

use serde_json::Value as Json;

use crate::ask::ask;
use crate::by_hand::close;
use crate::instance::Instance;

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
                let results = ask(&instance, unranked, layout, &[]);
                let of = format!("{}, {unranked}, {layout:?}", answers["id"]);
                judge(&results, answers, unranked, &instance.names(), &of);
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
    for (i, name) in names.iter().enumerate() {
        close(
            &results["mean_rank"][name],
            mean[i].as_f64(),
            &format!("{of}: mean rank of {name}"),
        );
        for (j, other) in names.iter().enumerate() {
            let expected = answers["pairwise"][unranked][i][j].as_f64();
            close(
                &results["pairwise"][name][other],
                expected,
                &format!("{of}: {name} before {other}"),
            );
        }
    }
}
