//! Real files that nobody here wrote, against what independent readers found in them.
//!
//! They stand in `../shared/files` beside the project with a `manifest.json`. So far text with separators is read.

use std::fs;
use std::path::{Path, PathBuf};

use befund_engine::Engine;
use befund_engine::message::{Reply, Request};
use befund_survey::Language;
use befund_survey::describe::Description;
use serde_json::Value as Json;

/// How many of the files read as their manifest says. A reader that gets better raises this; one that gets worse fails.
const READ: usize = 24;
/// How many are refused as they must be.
const REFUSED: usize = 2;

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

fn describe(path: &Path) -> Result<Description, String> {
    let mut engine = Engine::new();
    let name = path.to_string_lossy().into_owned();
    let opened = engine.handle(
        Request::Open {
            name,
            bytes: fs::read(path).unwrap(),
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
