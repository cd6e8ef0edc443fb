//! Rankings as a user asks for them: a file of ballots in, JSON out, every figure by the name of its item.
//!
//! Invented ballots are judged by counting one by one, those in `../shared/rankings` beside the project by the answers
//! that stand there (its `CONVENTIONS.md` says what they mean).

mod ask;
mod by_hand;
mod instance;
mod published;
mod worths;

use ask::{Layout, ask};
use by_hand::Expected;
use instance::Instance;
use serde_json::json;

/// Invented ballots of every sort: complete, partial, tied, weighted.
#[test]
fn invented_ballots_give_what_counting_gives() {
    for seed in 0..60 {
        let instance = Instance::invented(seed);
        for unranked in ["bottom", "ignored"] {
            let expected = Expected::of(&instance, unranked);
            for layout in instance.layouts() {
                let results = ask(&instance, unranked, layout, &[("bootstrap", json!(0))]);
                expected.judge(&results, &format!("seed {seed}, {unranked}, {layout:?}"));
            }
        }
    }
}

/// The same file written with its ballots in another order and its rows repeated instead of weighted.
#[test]
fn repeated_rows_are_whole_weights() {
    for seed in 100..120 {
        let instance = Instance::invented(seed);
        if !instance.whole() {
            continue;
        }
        let none = [("bootstrap", json!(0))];
        let first = ask(&instance, "bottom", Layout::ByItem, &none);
        let second = ask(&instance.repeated(), "bottom", Layout::ByItem, &none);
        for field in [
            "pairwise",
            "mean_rank",
            "median_rank",
            "top_k",
            "top_shares",
        ] {
            assert_eq!(first[field], second[field], "seed {seed}: {field}");
        }
    }
}

#[test]
fn instances_with_proven_answers_give_them() {
    published::judge_all();
}
