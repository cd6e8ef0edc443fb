//! Fisher's exact test side by side with R's `fisher.test`, on tables of the reference cases.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::bench::shown;
use crate::workspace::{on_path, printed_by, root, target};

/// Reference cases with tables that R can finish.
const CASES: [&str; 8] = [
    "ct-2x2-large",
    "ct-2x2-zero-cell",
    "ct-fisher-3x5-sparse",
    "ct-fisher-5x4-small",
    "ct-job-fisher4x4",
    "ct-microdata-missing",
    "ct-tiny-expected",
    "ct-zero-margins",
];

/// Times both and prints the ratios; whether Befund is at least as fast on every table. `program` is the native peer.
pub fn compare(program: &Path) -> Result<bool> {
    let cases = root().join("../shared/reference/cases");
    if !cases.is_dir() {
        println!(
            "\nskipped: Fisher's exact test beside R, because ../shared/reference is not there"
        );
        return Ok(true);
    }
    let mut tables = String::new();
    for case in CASES {
        tables += &table(&cases.join(case)).with_context(|| format!("reading {case}"))?;
    }
    let file = target().join("fisher.txt");
    fs::write(&file, tables)?;
    let own = results(Command::new(program).arg("--fisher").arg(&file))?;
    let Some(_) = on_path(&["Rscript"]) else {
        println!("\nskipped: Fisher's exact test beside R, because Rscript is not installed");
        return Ok(true);
    };
    let script = root().join("tests/bench/fisher.R");
    let other = results(Command::new("Rscript").arg(script).arg(&file))?;
    println!(
        "\n{:<24}  {:>12}  {:>12}  {:>8}",
        "Fisher exact", "befund", "R", "ratio"
    );
    let mut good = own.len() == other.len();
    for ((name, seconds, p), (_, r_seconds, r_p)) in own.iter().zip(&other) {
        // R compares probabilities with a tolerance of 1e-7
        let same = (p / r_p - 1.0).abs() < 1e-6;
        let ahead = seconds <= r_seconds;
        good &= same && ahead;
        println!(
            "{name:<24}  {:>12}  {:>12}  {:>6.1} x{}{}",
            shown(*seconds),
            shown(*r_seconds),
            r_seconds / seconds,
            if ahead { "" } else { "  BEHIND" },
            if same { "" } else { "  NOT THE SAME P-VALUE" },
        );
    }
    Ok(good)
}

/// Name, seconds and p-value of each table.
fn results(command: &mut Command) -> Result<Vec<(String, f64, f64)>> {
    let printed = printed_by(command).context("the timing of Fisher's exact test failed")?;
    let result = |line: &str| {
        let found: Value = serde_json::from_str(line)?;
        let figure = |name: &str| found[name].as_f64().context("a figure is missing");
        let name = found["name"].as_str().unwrap_or_default();
        Ok((name.to_owned(), figure("seconds")?, figure("p")?))
    };
    printed.lines().map(result).collect()
}

/// A case as one line: its name, the number of rows, the counts by row without empty rows and columns.
fn table(case: &Path) -> Result<String> {
    let task: Value = serde_json::from_str(&fs::read_to_string(case.join("task.json"))?)?;
    let roles = task["tasks"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|task| task["analysis"] == "crosstab.nominal")
        .map(|task| &task["roles"])
        .context("no crosstab")?;
    let text = fs::read_to_string(case.join("data.csv"))?;
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().context("no header")?;
    let place = |role: &str| {
        let name = roles[role].as_str();
        header.iter().position(|column| Some(*column) == name)
    };
    let (row, column) = (place("row").context("row")?, place("col").context("col")?);
    let weight = place("weight");
    let (mut rows, mut columns) = (Vec::new(), Vec::new());
    let mut cells = Vec::new();
    for line in lines {
        let count: u64 = weight.map_or(Ok(1), |weight| line[weight].parse())?;
        if count == 0 || line[row].is_empty() || line[column].is_empty() {
            continue;
        }
        cells.push((
            index(&mut rows, line[row]),
            index(&mut columns, line[column]),
            count,
        ));
    }
    let mut counts = vec![0; rows.len() * columns.len()];
    for (row, column, count) in cells {
        counts[row * columns.len() + column] += count;
    }
    let name = case.file_name().unwrap_or_default().to_string_lossy();
    let counts: Vec<String> = counts.iter().map(u64::to_string).collect();
    Ok(format!("{name} {} {}\n", rows.len(), counts.join(" ")))
}

/// The place of a label, new where it was not seen before.
fn index(seen: &mut Vec<String>, label: &str) -> usize {
    seen.iter()
        .position(|known| known == label)
        .unwrap_or_else(|| {
            seen.push(label.to_owned());
            seen.len() - 1
        })
}
