//! Stata datasets.

use std::fs;

use befund_formats::{FileReader, Reading};
use befund_survey::Value;
use befund_survey::codebook::{Temporal, Variable};
use befund_survey::dataset::Column;
use serde_json::Value as Json;

use super::{Entry, entries};

/// How many of the files read as their manifest says. A reader that gets better raises this; one that gets worse fails.
const READ: usize = 21;
/// How many are refused as they must be.
const REFUSED: usize = 1;
/// Days and seconds from Stata's 1960 to the codebook's 1970.
const DAYS: f64 = 3653.0;
const SECONDS: f64 = DAYS * 86_400.0;

#[test]
fn stata_files_read_as_independent_readers_read_them() {
    let (mut read, mut refused) = (0, 0);
    let entries = entries(&["dta"]);
    for entry in &entries {
        match (open(entry), entry.expected["opens"] == true) {
            (Ok(reading), true) => match differences(&reading, &entry.expected) {
                found if found.is_empty() => read += 1,
                found => eprintln!("{}: {}", entry.name, found.join("; ")),
            },
            (Err(message), false) => {
                refused += 1;
                for part in [&*entry.name, "truncated", "fewer"] {
                    assert!(message.contains(part), "{message}");
                }
            }
            (Ok(_), false) => panic!("{} must be refused", entry.name),
            (Err(message), true) => eprintln!("not read: {message}"),
        }
    }
    if !entries.is_empty() {
        let of = entries.len();
        eprintln!("dta: {read} files read and {refused} refused as they should be, of {of}");
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
    let variables = &data.codebook.variables;
    let mut compare = |what: &str, found: &Json, expected: &Json| {
        if !expected.is_null() && found != expected {
            differences.push(format!("{what} {found} instead of {expected}"));
        }
    };
    let names: Vec<&str> = variables.iter().map(|known| known.name.as_str()).collect();
    compare("rows", &data.rows().into(), &expected["rows"]);
    compare("columns", &names.len().into(), &expected["columns"]);
    let first = expected["column_names"]["first"].as_array().unwrap();
    compare(
        "names",
        &Json::from(&names[..first.len()]),
        &Json::from(first.clone()),
    );
    compare(
        "last name",
        &names[names.len() - 1].into(),
        &expected["column_names"]["last"],
    );
    let layout = reading.notes[0].text();
    let layout = layout.get(befund_survey::Language::En);
    for key in ["dta_format", "byte_order"] {
        let word = expected[key].to_string();
        let says = expected[key].is_null() || layout.contains(word.trim_matches('"'));
        compare(layout, &says.into(), &true.into());
    }
    let labelled = variables.iter().filter(|known| !known.label.is_empty());
    compare(
        "labels",
        &labelled.count().into(),
        &expected["variable_labels_total"],
    );
    for (name, label) in object(&expected["variable_labels"]) {
        let (variable, _) = data.variable(name).unwrap();
        compare(name, &serde_json::to_value(&variable.label).unwrap(), label);
    }
    let with = variables.iter().filter(|known| !known.values.is_empty());
    compare(
        "with value labels",
        &with.count().into(),
        &expected["variables_with_value_labels"],
    );
    for (name, labels) in object(&expected["value_labels"]) {
        let (variable, _) = data.variable(name).unwrap();
        // the manifest lists the first few
        let found = value_labels(variable);
        for (value, label) in object(labels) {
            compare(&format!("{name}, {value}:"), &found[value], label);
        }
    }
    for (name, letters) in object(&expected["extended_missing"]) {
        let (variable, column) = data.variable(name).unwrap();
        let occurs = |letter: &&String| {
            let value = Value::from(format!(".{letter}").as_str());
            (0..column.len()).any(|row| column.value(row).as_ref() == Some(&value))
        };
        let all: Vec<String> = (b'a'..=b'z')
            .map(|letter| char::from(letter).to_string())
            .collect();
        let found: Vec<&String> = all.iter().filter(occurs).collect();
        compare(name, &serde_json::to_value(&found).unwrap(), letters);
        let listed = |letter: &&String| {
            let value = Value::from(format!(".{letter}").as_str());
            variable
                .missing
                .iter()
                .any(|missing| missing.value == value)
        };
        compare(
            "all listed",
            &found.iter().copied().all(|letter| listed(&letter)).into(),
            &true.into(),
        );
    }
    for (name, count) in object(&expected["missing"]) {
        let (variable, column) = data.variable(name).unwrap();
        let valid = valid(variable, column).count();
        compare(name, &(data.rows() - valid).into(), count);
    }
    for cell in expected["cells"].as_array().into_iter().flatten() {
        let name = cell["column"].as_str().unwrap();
        let (variable, column) = data.variable(name).unwrap();
        let row = cell["row"].as_u64().unwrap() as usize - 1;
        let value = column
            .value(row)
            .filter(|value| !variable.is_missing(value));
        if !same(variable, value.as_ref(), &cell["value"]) {
            compare(
                &format!("{name}, row {row}:"),
                &format!("{value:?}").into(),
                &cell["value"],
            );
        }
    }
    for (name, sum) in object(&expected["sums"]) {
        let (variable, column) = data.variable(name).unwrap();
        let numbers: Vec<f64> = valid(variable, column)
            .filter_map(|value| value.number())
            .collect();
        compare(name, &numbers.len().into(), &sum["valid_n"]);
        let format = expected["formats"][name].as_str().unwrap_or_default();
        let (found, n): (f64, f64) = (numbers.iter().sum(), numbers.len() as f64);
        let found = match variable.temporal {
            None => found,
            Some(Temporal::DateTime) => (found + SECONDS * n) * 1000.0,
            Some(Temporal::Time) => found * 1000.0,
            Some(Temporal::Date) if format.starts_with("%td") => found + DAYS * n,
            // first days of periods: the cells are compared
            Some(Temporal::Date) => continue,
        };
        let wanted = sum["sum"].as_f64().unwrap();
        if (found - wanted).abs() > 1e-9 * wanted.abs() {
            compare(name, &found.into(), &sum["sum"]);
        }
    }
    differences
}

fn object(json: &Json) -> impl Iterator<Item = (&String, &Json)> {
    json.as_object().into_iter().flatten()
}

/// Numbers and letters with their words.
fn value_labels(variable: &Variable) -> Json {
    let label = |known: &befund_survey::codebook::ValueLabel| {
        let key = known.value.to_string();
        (
            key.trim_start_matches('.').to_owned(),
            serde_json::to_value(&known.label).unwrap(),
        )
    };
    Json::Object(variable.values.iter().map(label).collect())
}

fn valid(variable: &Variable, column: &Column) -> impl Iterator<Item = Value> {
    let values = (0..column.len()).filter_map(|row| column.value(row));
    values.filter(|value| !variable.is_missing(value))
}

/// Whether a value is that of the manifest, which counts in the units of Stata.
fn same(variable: &Variable, value: Option<&Value>, expected: &Json) -> bool {
    let Some(value) = value else {
        // no text is an empty text; bytes that are none are an object
        return expected.is_null() || expected == "" || expected.is_object();
    };
    match (value, expected) {
        (Value::Text(text), Json::String(expected)) => text == expected,
        (Value::Number(found), Json::Number(expected)) => {
            let expected = expected.as_f64().unwrap();
            match variable.temporal {
                None => *found == expected,
                Some(Temporal::Time) => found * 1000.0 == expected,
                Some(Temporal::DateTime) => (found + SECONDS) * 1000.0 == expected,
                Some(Temporal::Date) => {
                    let year = |of_year: f64| 1960.0 + (expected / of_year).floor();
                    let iso = Temporal::Date.write(*found).unwrap();
                    let in_year = |of_year| iso.starts_with(&format!("{}-", year(of_year)));
                    found + DAYS == expected || [52.0, 12.0, 4.0, 2.0].into_iter().any(in_year)
                }
            }
        }
        _ => false,
    }
}
