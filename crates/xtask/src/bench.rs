//! `cargo xtask bench`: how fast the statistics are, beside their limits and beside other programs, in one run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::workspace::{cargo, executable, on_path, root, run, target};
use crate::{Outcome, fisher, rankings, rankings_browser};

/// The tasks in which Befund is to be ahead of every peer.
const TASKS: [&str; 11] = [
    "T1", "T1w", "T2a", "T2", "T3", "T4", "T5", "T6", "T7", "T7m", "T8",
];

/// How the native benchmark is run.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Rows of the files the peers read (comma list).
    #[arg(long, value_delimiter = ',', default_value = "100000")]
    rows: Vec<u32>,
    /// Rounds, in each of which every peer starts afresh.
    #[arg(long, default_value_t = 2)]
    rounds: u32,
    /// Only these peers (comma list); all of the benchmark's list where it is absent.
    #[arg(long, default_value = "")]
    peers: String,
    /// Only rankings.
    #[arg(long)]
    rankings: bool,
    /// Only rankings in the browser.
    #[arg(long)]
    browser: bool,
    /// Only the peers: reading a file, and the tables of a survey.
    #[arg(long)]
    survey: bool,
}

/// A benchmark with what it may take.
struct Limit {
    /// Folder below `target/criterion`.
    name: &'static str,
    /// Seconds, or how many times the other benchmark.
    most: Most,
}

enum Most {
    Seconds(f64),
    Times(f64, &'static str),
}

const STATISTICS: [Limit; 5] = [
    Limit {
        name: "ten_million_doubles/moments",
        most: Most::Times(2.0, "ten_million_doubles/sum"),
    },
    Limit {
        name: "kruskal_wallis_table",
        most: Most::Seconds(10e-6),
    },
    Limit {
        name: "mann_whitney_table",
        most: Most::Seconds(10e-6),
    },
    Limit {
        name: "bootstrap/ten_thousand_tables",
        most: Most::Seconds(50e-3),
    },
    Limit {
        name: "ward/two_thousand_profiles",
        most: Most::Seconds(1.0),
    },
];

const RANKINGS: [Limit; 6] = [
    Limit {
        name: "rankings/bootstrap",
        most: Most::Seconds(150e-3),
    },
    Limit {
        name: "rankings/kemeny_bootstrap",
        most: Most::Seconds(3.0),
    },
    Limit {
        name: "rankings/plackett_luce",
        most: Most::Seconds(5e-3),
    },
    Limit {
        name: "rankings_with_ties/little",
        most: Most::Seconds(10e-3),
    },
    Limit {
        name: "rankings_with_ties/much",
        most: Most::Seconds(10e-3),
    },
    Limit {
        name: "million_ballots/pairwise",
        most: Most::Times(4.0, "million_ballots/sum"),
    },
];

/// Runs the benchmarks and prints what they took; fails where one is above its limit or a peer is ahead.
pub fn run_task(arguments: &Arguments) -> Result<Outcome> {
    let outcome = |good| if good { Outcome::Done } else { Outcome::Failed };
    if arguments.browser {
        let program = built("befund-bench-rankings")?;
        return Ok(outcome(rankings_browser::compare(&program)?));
    }
    if arguments.survey {
        return Ok(outcome(peers(arguments)?));
    }
    let mut good = true;
    if !arguments.rankings {
        good &= statistics()?;
        good &= fisher::compare(&built("befund-bench")?)?;
    }
    good &= criterion("rankings", &RANKINGS)?;
    let program = built("befund-bench-rankings")?;
    good &= rankings::compare(&program)?;
    good &= rankings_browser::compare(&program)?;
    if !arguments.rankings {
        good &= peers(arguments)?;
    }
    Ok(outcome(good))
}

/// A program of the benchmark, built.
fn built(name: &str) -> Result<PathBuf> {
    run(cargo().args(["build", "--release", "-p", "befund-bench", "--bin", name]))?;
    Ok(target().join("release").join(executable(name)))
}

/// Runs a file of criterion benchmarks; whether all keep their limits.
fn criterion(file: &str, limits: &[Limit]) -> Result<bool> {
    run(cargo().args(["bench", "-p", "befund-bench", "--bench", file]))?;
    let mut good = true;
    println!("\n{:<32}  {:>12}  {:>24}", "benchmark", "median", "limit");
    for limit in limits {
        let seconds = median(limit.name)?;
        let (most, words) = match limit.most {
            Most::Seconds(most) => (most, shown(most)),
            Most::Times(times, other) => {
                let other = median(other)?;
                (times * other, format!("{times} x {}", shown(other)))
            }
        };
        let met = seconds <= most;
        good &= met;
        println!(
            "{:<32}  {:>12}  {words:>24}{}",
            limit.name,
            shown(seconds),
            if met { "" } else { "  EXCEEDED" }
        );
    }
    Ok(good)
}

fn statistics() -> Result<bool> {
    let good = criterion("statistics", &STATISTICS)?;
    let moments = median("ten_million_doubles/moments")?;
    for (reading, words) in [
        ("sum", "one value after the other"),
        ("lanes", "several side by side"),
    ] {
        let other = median(&format!("ten_million_doubles/{reading}"))?;
        println!(
            "moments take {:.1} x a sum of {words} ({})",
            moments / other,
            shown(other)
        );
    }
    Ok(good)
}

/// Befund as one more peer of other programs, where their benchmark is there; whether it is ahead.
fn peers(arguments: &Arguments) -> Result<bool> {
    let peers = root().join("../shared/peers");
    if !peers.is_dir() {
        println!(
            "\nskipped: the comparison with other programs, because ../shared/peers is not there"
        );
    } else if on_path(&["python3"]).is_none() {
        println!("\nskipped: the comparison with other programs, because python3 is not installed");
    } else {
        return compare(&peers, &built("befund-bench")?, arguments);
    }
    Ok(true)
}

/// The median of a benchmark in seconds.
fn median(name: &str) -> Result<f64> {
    let file = target()
        .join("criterion")
        .join(name)
        .join("new/estimates.json");
    let text = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    let estimates: Value = serde_json::from_str(&text)?;
    let nanoseconds = estimates["median"]["point_estimate"].as_f64();
    Ok(nanoseconds.context("criterion has written no median")? * 1e-9)
}

/// Seconds in words.
pub fn shown(seconds: f64) -> String {
    match seconds {
        s if s >= 1.0 => format!("{s:.2} s"),
        s if s >= 1e-3 => format!("{:.2} ms", s * 1e3),
        s if s >= 1e-6 => format!("{:.2} µs", s * 1e6),
        s => format!("{:.0} ns", s * 1e9),
    }
}

/// Runs Befund as one more peer of the benchmark; whether it is ahead of all others.
fn compare(peers: &Path, program: &Path, arguments: &Arguments) -> Result<bool> {
    let folder = target().join("peers");
    let data = folder.join("data");
    fs::create_dir_all(&data)?;
    let rows: Vec<String> = arguments.rows.iter().map(u32::to_string).collect();
    run(Command::new("python3")
        .arg(peers.join("make_data.py"))
        .arg("--rows")
        .args(&rows)
        .arg("--out")
        .arg(&data))?;
    let known = fs::read_to_string(peers.join("native/peers.txt"))?;
    let list = folder.join("peers.txt");
    fs::write(
        &list,
        format!(
            "befund: {} --csv {{csv}} --csv-w1252 {{csv_w1252}} --rows {{rows}} --tasks {{tasks}} --reps {{reps}}\n{known}",
            program.display()
        ),
    )?;
    let results = folder.join("results.jsonl");
    let _ = fs::remove_file(&results);
    let mut runner = Command::new("python3");
    runner
        .arg(peers.join("native/run.py"))
        .arg("--rows")
        .args(&rows)
        .args(["--rounds", &arguments.rounds.to_string(), "--tasks"])
        .arg(TASKS.join(","))
        .arg("--data")
        .arg(&data)
        .arg("--peers-file")
        .arg(&list)
        .arg("--out")
        .arg(&results);
    if !arguments.peers.is_empty() {
        runner.args(["--peers", &format!("befund,{}", arguments.peers)]);
    }
    run(&mut runner)?;
    let lines = fs::read_to_string(&results)?;
    for (peer, reason) in missing(&lines) {
        println!("\nnot compared: {peer}, which did not run: {reason}");
    }
    let ahead = standings(&lines);
    // fails where an answer is another one than the reference's
    let agreed = Command::new("python3")
        .arg(peers.join("report.py"))
        .args(["--markdown", "--strict", "--base", "befund"])
        .arg(&results)
        .status()?;
    Ok(ahead && agreed.success())
}

/// Peers that gave no answer at all, with the last line of what they said.
fn missing(lines: &str) -> BTreeMap<String, String> {
    let found: Vec<Value> = lines
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let tasks = || {
        found
            .iter()
            .filter(|line| TASKS.iter().any(|task| line["task"] == *task))
    };
    let mut peers = BTreeMap::new();
    for line in tasks() {
        if tasks().any(|other| other["peer"] == line["peer"] && other["ok"] == true) {
            continue;
        }
        let reason = line["error"].as_str().unwrap_or_default();
        let reason = reason.lines().last().unwrap_or_default();
        let peer = line["peer"].as_str().unwrap_or_default();
        peers.insert(peer.to_owned(), reason.to_owned());
    }
    peers
}

/// Prints the medians by number of rows and task, the fastest first; whether Befund is it everywhere.
fn standings(lines: &str) -> bool {
    let mut times: BTreeMap<(u64, &str), BTreeMap<String, Vec<f64>>> = BTreeMap::new();
    for line in lines.lines() {
        let Ok(found) = serde_json::from_str::<Value>(line) else {
            continue;
        };
        let task = TASKS.iter().find(|task| found["task"] == **task);
        let (Some(task), Some(peer)) = (task, found["peer"].as_str()) else {
            continue;
        };
        if found["ok"] == true {
            let rows = found["rows"].as_u64().unwrap_or(0);
            let all = times.entry((rows, task)).or_default();
            let all = all.entry(peer.to_owned());
            let seconds = found["times"].as_array().into_iter().flatten();
            all.or_default().extend(seconds.filter_map(Value::as_f64));
        }
    }
    let mut ahead = true;
    for ((rows, task), peers) in &times {
        let mut medians: Vec<(f64, &str)> = peers
            .iter()
            .map(|(peer, times)| {
                let mut times = times.clone();
                times.sort_unstable_by(f64::total_cmp);
                (
                    times.get(times.len() / 2).copied().unwrap_or(f64::NAN),
                    peer.as_str(),
                )
            })
            .collect();
        medians.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let own = medians.iter().find(|(_, peer)| *peer == "befund");
        ahead &= medians.first().is_some_and(|(_, peer)| *peer == "befund");
        println!("\n{task}, {rows} rows");
        for (seconds, peer) in &medians {
            let ratio = own.map_or(f64::NAN, |(own, _)| seconds / own);
            println!("  {peer:<16}  {:>12}  {ratio:>10.1} x", shown(*seconds));
        }
    }
    ahead
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fastest_is_ahead() {
        let lines = |own: f64| {
            format!(
                "{{\"peer\":\"befund\",\"task\":\"T4\",\"ok\":true,\"times\":[{own}]}}\n\
                 {{\"peer\":\"other\",\"task\":\"T4\",\"ok\":true,\"times\":[0.5,0.2,0.9]}}\n\
                 {{\"peer\":\"broken\",\"task\":\"T4\",\"ok\":false,\"times\":[0.0]}}\n"
            )
        };
        assert!(standings(&lines(0.4)));
        assert!(!standings(&lines(0.6)));
        let missing: Vec<String> = missing(&lines(0.4)).into_keys().collect();
        assert_eq!(missing, ["broken"]);
    }
}
