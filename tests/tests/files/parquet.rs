//! Parquet files.

use std::fs;

use befund_formats::{FileReader, Reading};
use befund_survey::Value;
use serde_json::Value as Json;

use super::{Entry, entries};

/// How many of the files read as their manifest says. A reader that gets better raises this; one that gets worse fails.
const READ: usize = 5;
/// How many are refused as they must be.
const REFUSED: usize = 3;

#[test]
fn parquet_files_read_as_independent_readers_read_them() {
    let (mut read, mut refused) = (0, 0);
    let entries = entries(&["parquet"]);
    for entry in &entries {
        match (open(entry), entry.expected["opens"] == true) {
            (Ok(reading), true) => match differences(&reading, &entry.expected) {
                found if found.is_empty() => read += 1,
                found => eprintln!("{}: {}", entry.name, found.join("; ")),
            },
            (Err(message), false) => {
                refused += 1;
                // "file is truncated: Parquet footer missing", "damaged Parquet file (no crash, no panic)"
                let wanted = entry.expected["error_must_name"].as_str().unwrap();
                let words = ["truncated", "footer", "damaged"];
                for word in words.into_iter().filter(|word| wanted.contains(word)) {
                    assert!(message.contains(word), "{message}");
                }
                assert!(message.contains(&entry.name), "{message}");
            }
            (Ok(_), false) => panic!("{} must be refused", entry.name),
            (Err(message), true) => eprintln!("not read: {message}"),
        }
    }
    if !entries.is_empty() {
        let of = entries.len();
        eprintln!("parquet: {read} files read and {refused} refused as they should be, of {of}");
        assert!(read >= READ && refused == REFUSED);
    }
}

fn open(entry: &Entry) -> Result<Reading, String> {
    let mut reader = FileReader::new(&entry.name, Default::default());
    let bytes = fs::read(&entry.path).unwrap();
    reader.feed(&bytes).map_err(|error| error.to_string())?;
    reader.finish().map_err(|error| error.to_string())
}

/// What the manifest says otherwise.
fn differences(reading: &Reading, expected: &Json) -> Vec<String> {
    let mut differences = Vec::new();
    let data = &reading.dataset;
    let mut compare = |what: &str, found: Json, expected: &Json| {
        if !expected.is_null() && found != *expected {
            differences.push(format!("{what} {found} instead of {expected}"));
        }
    };
    let variables = data.codebook.variables.iter();
    let names: Vec<&str> = variables.map(|known| known.name.as_str()).collect();
    compare("rows", data.rows().into(), &expected["rows"]);
    compare("columns", names.len().into(), &expected["columns"]);
    let names_of = &expected["column_names"];
    let first = names_of["first"].as_array().unwrap();
    compare("names", names[..first.len()].into(), &names_of["first"]);
    compare(
        "last name",
        names[names.len() - 1].into(),
        &names_of["last"],
    );
    let values = |name: &str| -> Vec<Option<Value>> {
        let (_, column) = data.variable(name).unwrap();
        (0..column.len()).map(|row| column.value(row)).collect()
    };
    for (name, count) in expected["missing"].as_object().unwrap() {
        let missing = values(name).iter().filter(|value| value.is_none()).count();
        compare(name, missing.into(), count);
    }
    for (name, sum) in expected["sums"].as_object().unwrap() {
        let numbers = values(name).into_iter().flatten();
        let numbers: Vec<f64> = numbers.filter_map(|value| value.number()).collect();
        compare(name, numbers.len().into(), &sum["valid_n"]);
        let (found, wanted) = (numbers.iter().sum::<f64>(), sum["sum"].as_f64().unwrap());
        if (found - wanted).abs() > 1e-9 * wanted.abs() {
            compare(name, found.into(), &sum["sum"]);
        }
    }
    for cell in expected["cells"].as_array().unwrap() {
        let name = cell["column"].as_str().unwrap();
        let row = cell["row"].as_u64().unwrap() as usize - 1;
        let found = &values(name)[row];
        let same = match (found, &cell["value"]) {
            (None, wanted) => wanted.is_null() || wanted == "",
            (Some(Value::Number(found)), Json::Number(wanted)) => Some(*found) == wanted.as_f64(),
            // decimals are written as texts
            (Some(Value::Number(found)), Json::String(wanted)) => Ok(*found) == wanted.parse(),
            (Some(Value::Text(found)), Json::String(wanted)) => {
                // bytes without a type, the first of them in hexadecimal
                let bytes: String = found.bytes().map(|byte| format!("{byte:02x}")).collect();
                let wanted_bytes = wanted.strip_prefix("bytes:");
                found == wanted || wanted_bytes.is_some_and(|first| bytes.starts_with(first))
            }
            _ => false,
        };
        if !same {
            compare(
                &format!("{name}, row {row}:"),
                format!("{found:?}").into(),
                &cell["value"],
            );
        }
    }
    differences
}
