//! Real files that nobody here wrote, against what independent readers found in them.
//!
//! They stand in `../shared/files` beside the project with a `manifest.json`. So far text with separators and files of orders
//! are read.

use std::fs;
use std::path::{Path, PathBuf};

use befund_engine::Engine;
use befund_engine::message::{Reply, Request};
use befund_survey::Language;
use befund_survey::analysis::{Analysis, AnalysisSpec, Frequencies};
use befund_survey::describe::Description;
use befund_survey::finding::Results;
use serde_json::Value as Json;

/// How many of the files read as their manifest says. A reader that gets better raises this; one that gets worse fails.
const READ: usize = 24;
/// How many are refused as they must be.
const REFUSED: usize = 2;
/// How many files of orders there are, all of which read as their manifest says or are refused as they must be.
const ORDERS: usize = 9;

#[test]
fn real_files_read_as_independent_readers_read_them() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/files");
    let Ok(manifest) = fs::read_to_string(folder.join("manifest.json")) else {
        eprintln!(
            "skipped: all {} real files, because ../shared/files is not there",
            READ + REFUSED
        );
        return;
    };
    let manifest: Json = serde_json::from_str(&manifest).unwrap();
    let (mut read, mut refused, mut of) = (0, 0, 0);
    for entry in manifest
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["format"] == "csv")
    {
        let (name, expected) = (entry["file"].as_str().unwrap(), &entry["expect"]);
        of += 1;
        match (
            describe(&folder.join(name)),
            expected["opens"].as_bool().unwrap(),
        ) {
            (Ok(description), true) => match differences(&description, expected) {
                found if found.is_empty() => read += 1,
                found => eprintln!("{name}: {}", found.join("; ")),
            },
            (Err(message), false) => {
                refused += 1;
                assert!(
                    message.contains(name),
                    "the message names the file: {message}"
                );
            }
            (Ok(_), false) => panic!("{name} must be refused"),
            (Err(message), true) => eprintln!("not read yet: {message}"),
        }
    }
    eprintln!("{read} files read and {refused} refused as they should be, of {of}");
    assert!(read >= READ && refused == REFUSED);
}

#[test]
fn real_orders_read_as_independent_readers_read_them() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/files");
    let Ok(manifest) = fs::read_to_string(folder.join("manifest.json")) else {
        eprintln!("skipped: all {ORDERS} files of orders, because ../shared/files is not there");
        return;
    };
    let manifest: Json = serde_json::from_str(&manifest).unwrap();
    let formats = ["soc", "soi", "toc", "toi"];
    let orders = manifest.as_array().unwrap().iter().filter(|entry| {
        let format = entry["format"].as_str().unwrap();
        formats.contains(&format)
    });
    let mut checked = 0;
    for entry in orders {
        checked += 1;
        let (name, expected) = (entry["file"].as_str().unwrap(), &entry["expect"]);
        let path = folder.join(name);
        let mut engine = Engine::new();
        let file = path.to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let opened = engine.handle(
            Request::Open {
                name: file,
                bytes,
                options: Default::default(),
            },
            &mut |_| {},
        );
        let overview = match (opened, expected["opens"].as_bool().unwrap()) {
            (Reply::Opened(overview), true) => overview,
            (Reply::Failed(problem), false) => {
                let message = problem.message.get(Language::En);
                assert!(
                    message.contains(name) && message.contains("line"),
                    "{message}"
                );
                continue;
            }
            (reply, _) => panic!("{name}: {reply:?}"),
        };
        let contradictions = ["header_contradiction", "header_contradiction_orders"];
        let contradicted = contradictions.iter().any(|key| !expected[key].is_null());
        assert_eq!(!overview.warnings.is_empty(), contradicted, "{name}");
        assert_eq!(overview.datasets[0].rows, expected["order_lines"], "{name}");
        assert_eq!(overview.analyses[0].analysis.kind(), "ranking", "{name}");
        for (number, voters) in expected["voters_by_first_choice"].as_object().unwrap() {
            let key = format!("# ALTERNATIVE NAME {number}: ");
            let label = text.lines().find_map(|line| line.strip_prefix(&key));
            let spec = AnalysisSpec::from(Analysis::Frequencies(Frequencies::of(
                label.unwrap().trim(),
            )));
            let Reply::Found(finding) = engine.handle(Request::Analyse { spec }, &mut |_| {})
            else {
                panic!("{name}: no ranks of {label:?}")
            };
            assert_eq!(finding.base.rows, expected["sum_of_counts"], "{name}");
            let Results::Frequencies(ranks) = &finding.results else {
                panic!("{name}: {:?}", finding.results)
            };
            let first = &ranks.categories[0];
            assert_eq!(first.category.value, 1.into(), "{name}: {label:?}");
            // who ties several has no single first choice
            if expected["orders_with_ties"] == 0 {
                assert_eq!(
                    first.share.count,
                    voters.as_f64().unwrap(),
                    "{name}: {label:?}"
                );
            }
        }
        let described = describe(&path).unwrap();
        let names: Vec<&str> = described
            .columns
            .iter()
            .map(|column| column.variable.name.as_str())
            .collect();
        let alternatives = &names[..names.len() - 1];
        let first = expected["alternative_names"]["first"].as_array().unwrap();
        assert!(
            first
                .iter()
                .zip(alternatives)
                .all(|(expected, found)| expected == found),
            "{name}"
        );
        assert_eq!(
            expected["alternative_names"]["last"],
            alternatives[alternatives.len() - 1],
            "{name}"
        );
    }
    assert_eq!(checked, ORDERS);
}

fn describe(path: &Path) -> Result<Description, String> {
    let mut engine = Engine::new();
    let name = path.to_string_lossy().into_owned();
    let opened = engine.handle(
        Request::Open {
            name,
            bytes: fs::read(path).unwrap(),
            options: Default::default(),
        },
        &mut |_| {},
    );
    if let Reply::Failed(problem) = opened {
        return Err(problem.message.get(Language::En).to_owned());
    }
    match engine.handle(
        Request::Describe {
            data: String::new(),
        },
        &mut |_| {},
    ) {
        Reply::Described(description) => Ok(description),
        reply => panic!("{reply:?}"),
    }
}

/// What the manifest says otherwise: rows, columns, sums of number columns.
fn differences(found: &Description, expected: &Json) -> Vec<String> {
    let mut differences = Vec::new();
    let mut compare = |what: &str, found: f64, expected: f64| {
        if (found - expected).abs() > 1e-9 * expected.abs() {
            differences.push(format!("{what} {found} instead of {expected}"));
        }
    };
    let (Some(rows), Some(columns)) = (expected["rows"].as_f64(), expected["columns"].as_f64())
    else {
        return vec!["title lines before the header are not read yet".to_owned()];
    };
    compare("rows", found.rows as f64, rows);
    compare("columns", found.columns.len() as f64, columns);
    for (key, sum) in expected["sums"].as_object().into_iter().flatten() {
        // "name (column 3)"
        let number = key
            .rsplit("(column ")
            .next()
            .and_then(|rest| rest.trim_end_matches(')').parse::<usize>().ok());
        let Some(column) = number.and_then(|number| found.columns.get(number - 1)) else {
            continue;
        };
        let complete = column.counts.len() as u64 == column.distinct;
        let sum_of_counts = column
            .counts
            .iter()
            .map(|listed| listed.category.value.number().unwrap_or(f64::NAN) * listed.count);
        if complete && column.minimum.is_some() {
            compare(
                &format!("sum of {key}"),
                sum_of_counts.sum(),
                sum["sum"].as_f64().unwrap(),
            );
            compare(
                &format!("valid answers of {key}"),
                column.valid as f64,
                sum["valid_n"].as_f64().unwrap(),
            );
        }
    }
    differences
}
