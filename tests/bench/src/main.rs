//! Befund as a native peer: `befund-bench --csv FILE [--csv-w1252 FILE] --rows N --tasks T1,T4 [--reps N]` prints one line
//! of JSON per task; `befund-bench --fisher FILE` one per table of the file (see `exact`).

#![allow(clippy::print_stdout)]

use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::time::Instant;

use befund_bench::{Survey, TASKS, answer, exact};
use serde_json::{Value as Json, json};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let options: HashMap<&str, &str> = arguments
        .chunks_exact(2)
        .map(|pair| (pair[0].trim_start_matches('-'), pair[1].as_str()))
        .collect();
    let text = |name: &str| options.get(name).copied().unwrap_or_default();
    if let Some(file) = options.get("fisher") {
        let read = fs::read_to_string(file).map_err(|error| error.to_string());
        match read.and_then(|tables| exact::timed(&tables)) {
            Ok(found) => found.iter().for_each(|table| println!("{table}")),
            Err(error) => println!("{}", json!({"error": error})),
        }
        return;
    }
    let reps: usize = text("reps").parse().unwrap_or(3);
    let rows: u64 = text("rows").parse().unwrap_or(0);
    let wanted: Vec<&str> = text("tasks").split(',').collect();
    let line = |mut found: Json| {
        found["peer"] = json!("befund");
        found["version"] = json!(env!("CARGO_PKG_VERSION"));
        found["rows"] = json!(rows);
        println!("{found}");
        let _ = std::io::stdout().flush();
    };
    line(json!({"task": "T0", "seconds": null, "ok": true}));
    let mut survey = None;
    for (task, file) in [("T1", "csv"), ("T1w", "csv-w1252")] {
        let needed = task == "T1" && wanted.iter().any(|wanted| TASKS.contains(wanted));
        if !wanted.contains(&task) && !needed {
            continue;
        }
        let start = Instant::now();
        let read = fs::read(text(file)).map_err(|error| error.to_string());
        let found = read.and_then(|bytes| Survey::read(&bytes));
        let given = found.and_then(|found| {
            let given = answer(task, &found)?;
            survey = Some(found);
            Ok(given)
        });
        let seconds = start.elapsed().as_secs_f64();
        if wanted.contains(&task) {
            line(outcome(task, &[seconds], given));
        }
    }
    let Some(survey) = survey else { return };
    for task in wanted {
        if !TASKS.contains(&task) {
            if !task.starts_with("T1") {
                line(
                    json!({"task": task, "seconds": null, "ok": false, "na": true, "error": "not a statistic"}),
                );
            }
            continue;
        }
        let mut times = Vec::new();
        let mut given = Err("no repetition".to_owned());
        for _ in 0..reps.max(1) {
            let start = Instant::now();
            given = answer(task, &survey);
            times.push(start.elapsed().as_secs_f64());
        }
        line(outcome(task, &times, given));
    }
}

fn outcome(task: &str, times: &[f64], given: Result<Json, String>) -> Json {
    let mut ordered = times.to_vec();
    ordered.sort_unstable_by(f64::total_cmp);
    match given {
        Ok(answer) => json!({
            "task": task, "seconds": ordered[ordered.len() / 2], "min": ordered[0], "max": ordered[ordered.len() - 1],
            "k": times.len(), "times": times, "ok": true, "answer": answer,
        }),
        Err(error) => json!({"task": task, "seconds": null, "ok": false, "error": error}),
    }
}
