//! Befund as a native peer: `befund-bench --csv FILE [--csv-w1252 FILE] --rows N --tasks T1,T4 [--reps N]` prints one line
//! of JSON per task; `befund-bench --fisher FILE` one per table of the file (see `exact`).

#![allow(clippy::print_stdout)]

use std::collections::HashMap;
use std::fs;
use std::io::{Read, Write};
use std::time::Instant;

use befund_bench::{Opening, Survey, TASKS, answer, exact};
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
        let given = read(text(file)).and_then(|found| {
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

/// Reads a file slice by slice, as the command line does.
fn read(file: &str) -> Result<Survey, String> {
    let mut file = fs::File::open(file).map_err(|error| error.to_string())?;
    let mut opening = Opening::new();
    let mut slice = vec![0; 1 << 22];
    loop {
        let length = file.read(&mut slice).map_err(|error| error.to_string())?;
        if length == 0 {
            return opening.finish();
        }
        opening.feed(&slice[..length])?;
    }
}

/// The most memory the process has had so far, in megabytes.
fn peak() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some((kilobytes / 102.4).round() / 10.0)
}

fn outcome(task: &str, times: &[f64], given: Result<Json, String>) -> Json {
    let mut ordered = times.to_vec();
    ordered.sort_unstable_by(f64::total_cmp);
    match given {
        Ok(answer) => json!({
            "task": task, "seconds": ordered[ordered.len() / 2], "min": ordered[0], "max": ordered[ordered.len() - 1],
            "k": times.len(), "times": times, "ok": true, "peak_mb": peak(), "answer": answer,
        }),
        Err(error) => json!({"task": task, "seconds": null, "ok": false, "error": error}),
    }
}
