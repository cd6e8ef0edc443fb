//! Rankings on the instances of `../shared/rankings/bench`: exact Kemeny beside HiGHS, the Plackett-Luce model beside R.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::bench::shown;
use crate::build::files_below;
use crate::peer::{Line, printed};
use crate::plackett_luce;
use crate::workspace::{on_path, root, succeeds};

/// Bytes that a search may use.
const MEMORY: f64 = 64.0 * 1024.0 * 1024.0;
/// Seconds that the resampling of `task` may take.
pub const RESAMPLING: [(&str, f64); 2] = [("bootstrap", 0.2), ("kemeny_bootstrap", 3.0)];
/// The instances; none where the folder is missing.
pub fn instances() -> Result<Vec<PathBuf>> {
    let folder = root().join("../shared/rankings/bench");
    let files = files_below(&folder)?;
    Ok(files
        .into_iter()
        .filter(|file| {
            file.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect())
}

/// Runs Befund and its peers in turn and prints the ratios; whether Befund keeps its limits and is ahead. `program` is the native
/// peer.
pub fn compare(program: &Path) -> Result<bool> {
    let files = instances()?;
    if files.is_empty() {
        println!("\nskipped: rankings beside HiGHS and R, because ../shared/rankings is not there");
        return Ok(true);
    }
    let own = best_of_two(program, &files)?;
    let mut good = kemeny(&own, &files)?;
    good &= resampling(&own);
    for line in own.iter().filter(|line| line.task() == "plackett_luce") {
        good &= plackett_luce::compare(line)?;
    }
    Ok(good)
}

/// The better of two runs of the native program, because other work may have been in the way.
pub fn best_of_two(program: &Path, files: &[PathBuf]) -> Result<Vec<Line>> {
    let run = || Line::all(&printed(Command::new(program).args(files))?);
    Ok(faster(run()?, run()?))
}

/// Of two runs the better of every line.
fn faster(first: Vec<Line>, second: Vec<Line>) -> Vec<Line> {
    let pairs = first.into_iter().zip(second);
    let better = |(one, other): (Line, Line)| {
        if other.number("seconds") < one.number("seconds") {
            other
        } else {
            one
        }
    };
    pairs.map(better).collect()
}

/// Exact Kemeny beside HiGHS.
fn kemeny(own: &[Line], files: &[PathBuf]) -> Result<bool> {
    let installed = on_path(&["python3"]).is_some()
        && succeeds(Command::new("python3").args(["-c", "import highspy, numpy"]));
    let mut peer: BTreeMap<String, Line> = BTreeMap::new();
    if installed {
        let script = root().join("tests/bench/kemeny.py");
        let lines = printed(Command::new("python3").arg(script).args(files))?;
        peer.extend(
            Line::all(&lines)?
                .into_iter()
                .map(|line| (line.instance(), line)),
        );
    }
    println!(
        "\n{:<36}  {:>9}  {:>9}  {:>9}  {:>9}  {:>9}  {:>8}  {:>10}  {:>7}",
        "exact Kemeny", "optimum", "optima", "proof", "counted", "HiGHS", "ratio", "tuned", "ratio"
    );
    let mut good = true;
    let mut memory: Option<&Line> = None;
    for whole in own.iter().filter(|line| line.task() == "whole") {
        let instance = whole.instance();
        let proof = own
            .iter()
            .find(|line| line.task() == "proof" && line.instance() == instance)
            .context("no time of the proof")?;
        let seconds = proof.number("seconds");
        let optima = whole.number("optima");
        print!(
            "{instance:<36}  {:>9}  {:>9}  {:>9}  {:>9}",
            whole.number("score"),
            if optima.is_nan() {
                "?".to_owned()
            } else {
                optima.to_string()
            },
            shown(seconds),
            shown(whole.number("seconds")),
        );
        if let Some(peer) = peer.get(&instance) {
            let (plain, tuned) = (peer.number("plain"), peer.number("tuned"));
            print!(
                "  {:>9}  {:>6.1} x  {:>10}  {:>5.1} x",
                shown(plain),
                plain / seconds,
                shown(tuned),
                tuned / seconds
            );
            let ahead = seconds <= plain.min(tuned);
            let same = whole.number("score") == peer.number("score");
            good &= ahead && same;
            print!(
                "{}{}",
                if ahead { "" } else { "  BEHIND" },
                if same { "" } else { "  NOT THE SAME OPTIMUM" }
            );
        }
        let proven = whole.truth("proven") && proof.number("figure") == whole.number("score");
        good &= proven;
        println!("{}", if proven { "" } else { "  NOT PROVEN" });
        if memory.is_none_or(|most| most.number("memory") < whole.number("memory")) {
            memory = Some(whole);
        }
    }
    if !installed {
        println!(
            "skipped: exact Kemeny beside HiGHS, because python3 with highspy and numpy is not installed"
        );
    }
    if let Some(line) = memory {
        let bytes = line.number("memory");
        println!(
            "most memory of a search: {:.2} MiB ({}), limit 64 MiB",
            bytes / 1024.0 / 1024.0,
            line.instance()
        );
        good &= bytes <= MEMORY;
    }
    Ok(good)
}

/// Replicates beside their limits.
pub fn resampling(lines: &[Line]) -> bool {
    let mut good = true;
    println!();
    for (task, most) in RESAMPLING {
        for line in lines.iter().filter(|line| line.task() == task) {
            let seconds = line.number("seconds");
            let met = seconds <= most;
            good &= met;
            println!(
                "{task:<18}  {:<30}  {:>12}  {:>12}{}",
                line.instance(),
                shown(seconds),
                shown(most),
                if met { "" } else { "  EXCEEDED" }
            );
        }
    }
    good
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line {
        Line::all(text).unwrap().remove(0)
    }

    #[test]
    fn the_faster_run_counts() {
        let lines = |seconds: f64| vec![line(&format!("{{\"seconds\": {seconds}}}"))];
        for (one, other) in [(2.0, 1.0), (1.0, 2.0)] {
            assert_eq!(faster(lines(one), lines(other))[0].number("seconds"), 1.0);
        }
    }

    #[test]
    fn replicates_keep_their_limit() {
        let lines = |seconds: f64| {
            vec![line(&format!(
                "{{\"task\": \"bootstrap\", \"seconds\": {seconds}}}"
            ))]
        };
        assert!(resampling(&lines(0.19)));
        assert!(!resampling(&lines(0.21)));
    }
}
