//! Independent reference values: every task is asked as a user would ask it, every value compared with its truth.
//!
//! The cases stand in `../shared/reference/cases` beside the project. A family of tasks is a module that says which
//! analysis answers a task and where in the results each quantity stands; it computes nothing itself but what the
//! analysis leaves to the reader (the name of a cell, a difference of signs).

mod families;
mod judge;
mod page;
mod task;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use judge::{Verdict, judge};
use page::Accuracy;
use serde_json::Value as Json;
use task::Task;

/// How many values meet their tolerance. Code that gets better raises this; code that gets worse fails.
const MET: usize = 4500;

#[test]
fn values_equal_independent_references() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/reference/cases");
    let Ok(cases) = fs::read_dir(&folder) else {
        eprintln!("skipped: all reference values, because ../shared/reference is not there");
        return;
    };
    let mut cases: Vec<PathBuf> = cases.flatten().map(|entry| entry.path()).collect();
    cases.sort();
    // one case or family only: BEFUND_REFERENCE=ct-
    let wanted = std::env::var("BEFUND_REFERENCE").unwrap_or_default();
    let (mut met, mut of) = (0, 0);
    let mut report: BTreeMap<String, Accuracy> = BTreeMap::new();
    for case in &cases {
        let name = case
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !name.starts_with(&wanted) {
            continue;
        }
        let read = |file: &str| -> Json {
            let text = fs::read_to_string(case.join(file)).unwrap();
            serde_json::from_str(&text).unwrap()
        };
        let (description, expected) = (read("task.json"), read("expected.json"));
        for task in description["tasks"].as_array().unwrap() {
            let task = Task::new(case, &description, task);
            let answers = families::answer(&task);
            let prefix = format!("{}.", task.id());
            let (mut good, mut all, mut worst) = (0, 0, 16.0_f64);
            let mut missed = Vec::new();
            for (key, truth) in expected["values"].as_object().unwrap() {
                let Some(quantity) = key.strip_prefix(&prefix) else {
                    continue;
                };
                all += 1;
                let answer = answers
                    .as_ref()
                    .ok()
                    .and_then(|answers| answers.get(quantity));
                match judge(truth, answer) {
                    Verdict::Met { digits } => {
                        good += 1;
                        worst = worst.min(digits);
                    }
                    Verdict::Missed { digits } => missed.push(format!(
                        "{quantity} ({digits:.1} digits: {} for {})",
                        answer.map_or("nothing".to_owned(), Json::to_string),
                        truth.get("text").unwrap_or(&truth["value"])
                    )),
                }
            }
            met += good;
            of += all;
            if good < all {
                eprintln!("{name} {} {}: {good} of {all}", task.id(), task.analysis());
                if let Err(reason) = &answers {
                    eprintln!("    {reason}");
                }
                if !wanted.is_empty() {
                    missed.iter().for_each(|line| eprintln!("    {line}"));
                }
            }
            report
                .entry(task.analysis().to_owned())
                .or_default()
                .add(Accuracy {
                    values: all,
                    met: good,
                    digits: worst,
                });
        }
    }
    eprintln!("{met} of {of} reference values met");
    if !wanted.is_empty() {
        return;
    }
    assert!(met >= MET, "{met} values met, {MET} before");
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let page = page::page(&docs.join("statistics"), &report).unwrap();
    let path = docs.join("statistics.md");
    if std::env::var_os("BEFUND_WRITE_PAGE").is_some() {
        fs::write(&path, page).unwrap();
    } else {
        let stands = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            stands == page,
            "docs/statistics.md is not what the tests say: cargo xtask statistics"
        );
    }
}
