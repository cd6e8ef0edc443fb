//! Rankings on the instances of `../shared/rankings/bench`: exact Kemeny beside HiGHS, the Plackett-Luce model beside R.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::bench::shown;
use crate::build::files_below;
use crate::workspace::{on_path, printed_by, root, succeeds, target};

/// Bytes that a search may use.
const MEMORY: f64 = 64.0 * 1024.0 * 1024.0;
/// Seconds that the resampling of `task` may take.
pub const RESAMPLING: [(&str, f64); 2] = [("bootstrap", 0.2), ("kemeny_bootstrap", 3.0)];
/// How many times faster than R the model is to be.
const FASTER: f64 = 20.0;

/// One line of a peer.
#[derive(Debug, Clone)]
pub struct Line(Value);

impl Line {
    /// Instance and meaning of unranked items.
    pub fn instance(&self) -> String {
        let word = |name: &str| self.0[name].as_str().unwrap_or_default();
        format!("{} {}", word("name"), word("unranked"))
    }

    /// Which task it is about.
    pub fn task(&self) -> &str {
        self.0["task"].as_str().unwrap_or_default()
    }

    /// A number, NaN where there is none.
    pub fn number(&self, name: &str) -> f64 {
        self.0[name].as_f64().unwrap_or(f64::NAN)
    }

    fn numbers(&self, name: &str) -> Vec<f64> {
        let all = self.0[name].as_array().into_iter().flatten();
        all.filter_map(Value::as_f64).collect()
    }

    /// The lines that a program prints.
    pub fn all(printed: &str) -> Result<Vec<Self>> {
        let mut lines = Vec::new();
        for line in printed.lines() {
            let found: Value = serde_json::from_str(line).context(line.to_owned())?;
            if let Some(error) = found["error"].as_str() {
                bail!("{}: {error}", found["file"]);
            }
            lines.push(Self(found));
        }
        Ok(lines)
    }
}

/// The instances, or why there are none.
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
    let own = Line::all(&printed(Command::new(program).args(&files))?)?;
    let mut good = kemeny(&own, &files)?;
    // once more, because other work may have been in the way
    let again = Line::all(&printed(Command::new(program).args(&files))?)?;
    let own: Vec<Line> = faster(own, again);
    good &= resampling(&own);
    for line in own.iter().filter(|line| line.task() == "plackett_luce") {
        good &= plackett_luce(line)?;
    }
    Ok(good)
}

fn printed(command: &mut Command) -> Result<String> {
    printed_by(command).context("the timing of rankings failed")
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
        let proven = whole.0["proven"] == true && proof.number("figure") == whole.number("score");
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

/// The model beside R's PlackettLuce and qvcalc.
fn plackett_luce(own: &Line) -> Result<bool> {
    let seconds = own.number("seconds");
    println!(
        "\nPlackett-Luce of {}: {} with standard errors and quasi-variances",
        own.instance(),
        shown(seconds)
    );
    if on_path(&["Rscript"]).is_none() {
        println!("skipped: Plackett-Luce beside R, because Rscript is not installed");
        return Ok(true);
    }
    let (ranks, covariance) = (target().join("ranks.txt"), target().join("covariance.txt"));
    let table = |rows: &[Vec<String>]| {
        let lines = rows.iter().map(|row| row.join(" ") + "\n");
        lines.collect::<String>()
    };
    let ballots = own.0["ranks"].as_array().into_iter().flatten();
    let ballots: Vec<Vec<String>> = ballots
        .map(|ballot| {
            ballot
                .as_array()
                .into_iter()
                .flatten()
                .map(Value::to_string)
                .collect()
        })
        .collect();
    fs::write(&ranks, table(&ballots))?;
    let items = own.number("items").max(1.0) as usize;
    let cells: Vec<String> = own
        .numbers("covariance")
        .iter()
        .map(f64::to_string)
        .collect();
    let rows: Vec<Vec<String>> = cells.chunks(items).map(<[String]>::to_vec).collect();
    fs::write(&covariance, table(&rows))?;
    let script = root().join("tests/bench/plackett_luce.R");
    let printed = printed(
        Command::new("Rscript")
            .arg(script)
            .arg(&ranks)
            .arg(&covariance),
    )?;
    let mut found: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for line in printed.lines() {
        let mut words = line.split_whitespace();
        match words.next() {
            Some("missing") => println!(
                "skipped: what needs {} beside R, because R does not find that package",
                words.next().unwrap_or_default()
            ),
            Some(name) => {
                found.insert(name, words.filter_map(|word| word.parse().ok()).collect());
            }
            None => {}
        }
    }
    let other = |names: &[&str]| {
        let times: Option<f64> = names
            .iter()
            .map(|name| found.get(name).and_then(|numbers| numbers.first()))
            .sum();
        times
    };
    let mut good = true;
    let parts: [(&str, f64, &[&str], &[(&str, &str)]); 2] = [
        (
            "fit, vcov and qvcalc",
            seconds,
            &["fit_seconds", "vcov_seconds", "qvcalc_seconds"],
            &[
                ("log_worth", "log_worth"),
                ("std_error", "std_error"),
                ("quasi_variance", "quasi_variance"),
            ],
        ),
        (
            "qvcalc alone",
            own.number("quasi_seconds"),
            &["quasi_seconds"],
            &[("quasi_variance", "quasi_variance_alone")],
        ),
    ];
    for (words, own_seconds, names, figures) in parts {
        let Some(r_seconds) = other(names) else {
            continue;
        };
        let ratio = r_seconds / own_seconds;
        let same = figures.iter().all(|(own_name, name)| {
            let (ours, theirs) = (
                own.numbers(own_name),
                found.get(name).cloned().unwrap_or_default(),
            );
            let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-6 * b.abs().max(1e-3);
            !ours.is_empty() && ours.len() == theirs.len() && ours.iter().zip(&theirs).all(near)
        });
        good &= same && ratio >= FASTER;
        println!(
            "  {words:<22}  befund {:>10}  R {:>10}  {ratio:>6.0} x{}{}",
            shown(own_seconds),
            shown(r_seconds),
            if ratio >= FASTER {
                ""
            } else {
                "  LESS THAN 20 x"
            },
            if same { "" } else { "  NOT THE SAME FIGURES" },
        );
    }
    Ok(good)
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

    #[test]
    fn what_a_peer_could_not_do_is_told() {
        let error = Line::all("{\"file\": \"a\", \"error\": \"no ballots\"}").unwrap_err();
        assert_eq!(error.to_string(), "\"a\": no ballots");
    }
}
