//! Text with separators.

use befund_survey::describe::Description;
use serde_json::Value as Json;

use super::{describe, entries};

/// How many of the files read as their manifest says. A reader that gets better raises this; one that gets worse fails.
const READ: usize = 24;
/// How many are refused as they must be.
const REFUSED: usize = 2;

#[test]
fn text_reads_as_independent_readers_read_it() {
    let (mut read, mut refused) = (0, 0);
    let entries = entries(&["csv"]);
    for entry in &entries {
        let (name, expected) = (&entry.name, &entry.expected);
        match (
            describe(&entry.path, Default::default()),
            expected["opens"].as_bool().unwrap(),
        ) {
            (Ok(description), true) => match differences(&description, expected) {
                found if found.is_empty() => read += 1,
                found => eprintln!("{name}: {}", found.join("; ")),
            },
            (Err(message), false) => {
                refused += 1;
                assert!(
                    message.contains(name.as_str()),
                    "the message names the file: {message}"
                );
            }
            (Ok(_), false) => panic!("{name} must be refused"),
            (Err(message), true) => eprintln!("not read yet: {message}"),
        }
    }
    if !entries.is_empty() {
        let of = entries.len();
        eprintln!("csv: {read} files read and {refused} refused as they should be, of {of}");
        assert!(read >= READ && refused == REFUSED);
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
