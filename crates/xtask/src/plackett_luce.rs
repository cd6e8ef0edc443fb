//! The Plackett-Luce model beside R's PlackettLuce and qvcalc.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use anyhow::Result;

use crate::bench::shown;
use crate::peer::{Line, printed};
use crate::workspace::{on_path, root, target};

/// How many times faster than R it is to be.
const FASTER: f64 = 20.0;
/// How near figures are to be, relative.
const NEAR: f64 = 1e-6;

/// Something both do.
struct Part {
    words: &'static str,
    seconds: f64,
    /// What R's seconds for it are called.
    r_seconds: &'static [&'static str],
    /// Figures of ours, and what R calls them.
    figures: &'static [[&'static str; 2]],
}

/// Prints the ratios; whether the model is fast enough and its figures are those of R. `own` is the line of Befund.
pub fn compare(own: &Line) -> Result<bool> {
    println!(
        "\nPlackett-Luce of {}: {} with standard errors and quasi-variances",
        own.instance(),
        shown(own.number("seconds"))
    );
    if on_path(&["Rscript"]).is_none() {
        println!("skipped: Plackett-Luce beside R, because Rscript is not installed");
        return Ok(true);
    }
    let (ranks, covariance) = (target().join("ranks.txt"), target().join("covariance.txt"));
    fs::write(&ranks, table(&own.rows("ranks")))?;
    fs::write(&covariance, table(&own.rows("covariance")))?;
    let script = root().join("tests/bench/plackett_luce.R");
    let mut r = Command::new("Rscript");
    let told = printed(r.arg(script).arg(&ranks).arg(&covariance))?;
    let mut found: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for line in told.lines() {
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
    let parts = [
        Part {
            words: "fit, vcov and qvcalc",
            seconds: own.number("seconds"),
            r_seconds: &["fit_seconds", "vcov_seconds", "qvcalc_seconds"],
            figures: &[
                ["log_worth", "log_worth"],
                ["std_error", "std_error"],
                ["quasi_variance", "quasi_variance"],
            ],
        },
        Part {
            words: "qvcalc alone",
            seconds: own.number("quasi_seconds"),
            r_seconds: &["quasi_seconds"],
            figures: &[["quasi_variance", "quasi_variance_alone"]],
        },
    ];
    let mut good = true;
    for part in &parts {
        let time = |name: &&str| found.get(name)?.first().copied();
        let Some(r_seconds) = part.r_seconds.iter().map(time).sum::<Option<f64>>() else {
            continue;
        };
        let ratio = r_seconds / part.seconds;
        let fast = ratio >= FASTER;
        let same = part.figures.iter().all(|[name, other]| {
            let theirs = found.get(other).map(Vec::as_slice);
            near(&own.numbers(name), theirs.unwrap_or_default())
        });
        good &= fast && same;
        println!(
            "  {:<22}  befund {:>10}  R {:>10}  {ratio:>6.0} x{}{}",
            part.words,
            shown(part.seconds),
            shown(r_seconds),
            if fast { "" } else { "  LESS THAN 20 x" },
            if same { "" } else { "  NOT THE SAME FIGURES" },
        );
    }
    Ok(good)
}

/// Whether there are figures and all are near to the others; what is near to 0 is measured against a thousandth.
fn near(ours: &[f64], theirs: &[f64]) -> bool {
    let near = |(a, b): (&f64, &f64)| (a - b).abs() <= NEAR * b.abs().max(1e-3);
    !ours.is_empty() && ours.len() == theirs.len() && ours.iter().zip(theirs).all(near)
}

/// A line per row.
fn table(rows: &[Vec<f64>]) -> String {
    let line = |row: &Vec<f64>| {
        let cells: Vec<String> = row.iter().map(f64::to_string).collect();
        cells.join(" ") + "\n"
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_that_differ_are_seen() {
        assert!(near(&[1.0, 0.0], &[1.000_000_9, 1e-10]));
        assert!(!near(&[1.0], &[1.000_002]));
        assert!(!near(&[1.0], &[1.0, 2.0]));
        assert!(!near(&[], &[]));
    }

    #[test]
    fn a_row_is_a_line() {
        assert_eq!(table(&[vec![1.0, 2.5], vec![3.0]]), "1 2.5\n3\n");
    }
}
