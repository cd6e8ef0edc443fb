//! Files of SPSS: system files, packed or not, and portable files.

use std::fs;

use befund_formats::{FileReader, Reading, ReadingNote};
use befund_survey::codebook::{RoleKind, SetKind, Temporal, Variable};
use befund_survey::dataset::Column;
use befund_survey::{Language, Text, Value};
use serde_json::Value as Json;

use super::{Entry, entries};

/// How many files there are.
const FILES: usize = 32;
/// Of these, how many are refused, or read in part with a warning, as they must be.
const REFUSED: usize = 6;
/// From 1582-10-14 to 1970-01-01 in seconds.
const TO_1970: f64 = 12_219_379_200.0;

#[test]
fn spss_files_read_as_independent_readers_read_them() {
    let entries = entries(&["sav", "zsav", "por"]);
    if entries.is_empty() {
        return;
    }
    let (mut read, mut refused) = (0, 0);
    for entry in &entries {
        match (open(entry), entry.expected["opens"] == true) {
            (Ok(reading), true) => match differences(&reading, &entry.expected) {
                found if found.is_empty() => read += 1,
                found => eprintln!("{}: {}", entry.name, found.join("; ")),
            },
            (Err(message), false) => {
                let expected = entry.expected["error_must_name"].as_str().unwrap();
                let words: Vec<&str> = ["truncated", "damaged", "IDL"]
                    .into_iter()
                    .filter(|word| expected.contains(word))
                    .collect();
                assert!(!words.is_empty(), "{expected}");
                for word in words.iter().chain([&entry.name.as_str()]) {
                    assert!(message.contains(word), "{word} is not in: {message}");
                }
                refused += 1;
            }
            // cut in the data: what is there, and a warning that says of how many
            (Ok(reading), false) => {
                let expected = entry.expected["error_must_name"].as_str().unwrap();
                assert!(
                    expected.contains("complete cases"),
                    "{}: {expected}",
                    entry.name
                );
                let rows = reading.dataset.rows() as u64;
                let warning = reading.notes.iter().find(|note| note.is_warning()).unwrap();
                let ReadingNote::CutOff {
                    rows: found,
                    announced: Some(announced),
                } = warning
                else {
                    panic!("{}: {warning:?}", entry.name)
                };
                assert!(*found == rows && rows > 0 && rows < *announced);
                refused += 1;
            }
            (Err(message), true) => eprintln!("not read: {message}"),
        }
    }
    let of = entries.len();
    eprintln!("SPSS: {read} files read and {refused} refused as they should be, of {of}");
    assert_eq!((read + refused, refused), (FILES, REFUSED));
}

fn open(entry: &Entry) -> Result<Reading, String> {
    let bytes = fs::read(&entry.path).unwrap();
    let mut reader = FileReader::new(&entry.name, Default::default());
    // slices of an odd size, as a browser's may be
    for slice in bytes.chunks(4999) {
        reader.feed(slice).map_err(|error| error.to_string())?;
    }
    reader.finish().map_err(|error| error.to_string())
}

#[test]
fn damaged_files_are_read_or_refused() {
    let rounds: u64 = std::env::var("BEFUND_ROUNDS").map_or(20, |rounds| rounds.parse().unwrap());
    let (mut opened, mut refused) = (0, 0);
    for entry in entries(&["sav", "zsav", "por"]) {
        let whole = fs::read(&entry.path).unwrap();
        let mut state = whole.len() as u64;
        // Knuth's linear congruential generator
        let mut below = |limit: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % limit
        };
        // large files are read in their dictionary and a little more
        let whole = &whole[..whole.len().min(60_000)];
        for round in 0..rounds {
            let mut bytes = whole.to_vec();
            if round % 3 == 0 {
                bytes.truncate(below(whole.len()));
            }
            for _ in 0..below(8) {
                if !bytes.is_empty() {
                    // most of what can go wrong stands at the beginning
                    let span = if below(2) == 0 {
                        bytes.len()
                    } else {
                        bytes.len().min(3000)
                    };
                    let at = below(span);
                    bytes[at] = [0, 0xFF, 0x7F, 0x80, below(256) as u8, bytes[at] ^ 1][below(6)];
                }
            }
            let mut reader = FileReader::new(&entry.name, Default::default());
            let read = bytes.chunks(1000).try_for_each(|slice| reader.feed(slice));
            match read.and_then(|()| reader.finish()) {
                Ok(reading) => {
                    opened += 1;
                    // what can be opened can be looked at
                    for (variable, column) in reading
                        .dataset
                        .codebook
                        .variables
                        .iter()
                        .zip(reading.dataset.columns())
                    {
                        if let Some(row) = column.len().checked_sub(1) {
                            column.value(row).map(|value| variable.written(&value));
                        }
                    }
                    let notes: String = reading
                        .notes
                        .iter()
                        .map(|note| plain(&note.text()))
                        .collect();
                    assert!(!notes.is_empty());
                }
                Err(error) => {
                    refused += 1;
                    assert!(error.to_string().contains(&entry.name) || bytes.is_empty());
                }
            }
        }
    }
    eprintln!("SPSS: of damaged files {opened} could be read and {refused} are refused");
}

/// Everything that the manifest says otherwise.
fn differences(reading: &Reading, expected: &Json) -> Vec<String> {
    let mut differences = Vec::new();
    let data = &reading.dataset;
    let mut compare =
        |what: String, found: &dyn std::fmt::Debug, is_same: bool, expected: &Json| {
            if !is_same {
                differences.push(format!("{what}: {found:?} instead of {expected}"));
            }
        };
    let count = |found: usize, expected: &Json| expected.as_u64() == Some(found as u64);
    let variables = &data.codebook.variables;
    compare(
        "rows".into(),
        &data.rows(),
        count(data.rows(), &expected["rows"]),
        &expected["rows"],
    );
    compare(
        "columns".into(),
        &variables.len(),
        count(variables.len(), &expected["columns"]),
        &expected["columns"],
    );
    let names: Vec<&str> = variables
        .iter()
        .map(|variable| variable.name.as_str())
        .collect();
    for (at, name) in expected["column_names"]["first"]
        .as_array()
        .unwrap()
        .iter()
        .enumerate()
    {
        compare(format!("column {at}"), &names[at], name == names[at], name);
    }
    let last = &expected["column_names"]["last"];
    compare(
        "last column".into(),
        &names.last(),
        last == names[names.len() - 1],
        last,
    );
    for (name, format) in object(&expected["formats"]) {
        let (variable, column) = data.variable(name).unwrap();
        let is_same = fits(variable, column, format.as_str().unwrap());
        compare(format!("format of {name}"), variable, is_same, format);
    }
    let mut total = |what: &str, has: fn(&Variable) -> bool| {
        if let Some(total) = expected[what].as_u64() {
            let found = variables.iter().filter(|variable| has(variable)).count();
            compare(what.into(), &found, found as u64 == total, &expected[what]);
        }
    };
    total("variable_labels_total", |variable| {
        !variable.label.is_empty()
    });
    total("variables_with_value_labels", |variable| {
        !variable.values.is_empty()
    });
    total("variables_with_user_missing", |variable| {
        !variable.missing.is_empty() || !variable.missing_ranges.is_empty()
    });
    for (name, label) in object(&expected["variable_labels"]) {
        let found = plain(&data.variable(name).unwrap().0.label);
        compare(
            format!("label of {name}"),
            &found,
            same_text(&found, label),
            label,
        );
    }
    for (name, labels) in object(&expected["value_labels"]) {
        let (variable, _) = data.variable(name).unwrap();
        for (key, label) in object(labels) {
            let found = variable
                .values
                .iter()
                .find(|known| same_key(&known.value, key));
            let found = found.map(|known| plain(&known.label));
            // long ones are cut in the manifest
            let is_same = found
                .as_deref()
                .is_some_and(|found| found.starts_with(label.as_str().unwrap()));
            compare(format!("label {key} of {name}"), &found, is_same, label);
        }
    }
    for (name, missing) in object(&expected["user_missing"]) {
        let (variable, _) = data.variable(name).unwrap();
        let single = |missing: &Json| match missing {
            Json::Object(range) => {
                let end = |key: &str| range[key].as_f64();
                variable
                    .missing_ranges
                    .iter()
                    .any(|known| (known.from, known.to) == (end("from"), end("to")))
            }
            other => {
                let text = other
                    .as_str()
                    .map_or_else(|| other.to_string(), str::to_owned);
                variable
                    .missing
                    .iter()
                    .any(|known| same_key(&known.value, &text))
            }
        };
        let all: Vec<Json> = missing
            .as_array()
            .cloned()
            .unwrap_or_else(|| vec![missing.clone()]);
        let is_same = all.iter().all(single)
            && all.len() == variable.missing.len() + variable.missing_ranges.len();
        compare(
            format!("missing values of {name}"),
            variable,
            is_same,
            missing,
        );
    }
    if let Some(encoding) = expected["encoding"].as_str() {
        let found = reading.notes.iter().find_map(|note| match note {
            ReadingNote::SystemFile { encoding, .. } => Some(encoding.clone()),
            _ => None,
        });
        let is_same = found
            .as_deref()
            .is_some_and(|found| found.eq_ignore_ascii_case(encoding));
        compare("encoding".into(), &found, is_same, &expected["encoding"]);
    }
    // a guessed one is ours, not the file's
    let mut roles = data.codebook.roles.iter();
    let weight = roles.find(|role| role.kind == RoleKind::Weight && role.origin.is_given());
    let weight = weight.map(|role| role.variable.as_str());
    compare(
        "weight".into(),
        &weight,
        weight == expected["weight_variable"].as_str(),
        &expected["weight_variable"],
    );
    for (name, set) in object(&expected["multiple_response_sets"]) {
        let found = data.codebook.sets.iter().find(|set| set.name == *name);
        let is_same = found.is_some_and(|found| {
            let kind = if set["type"] == "C" {
                SetKind::Categories
            } else {
                SetKind::Multiple
            };
            let items = set["variables"].as_array().unwrap();
            found.kind == kind
                && found
                    .items
                    .iter()
                    .eq(items.iter().map(|item| item.as_str().unwrap()))
                && plain(&found.label) == set["label"].as_str().unwrap()
                && found.counted.is_some() == (kind == SetKind::Multiple)
        });
        compare(format!("set {name}"), &found, is_same, set);
    }
    for cell in expected["cells"].as_array().unwrap() {
        let name = cell["column"].as_str().unwrap();
        let (variable, column) = data.variable(name).unwrap();
        let row = cell["row"].as_u64().unwrap() as usize - 1;
        let found = column.value(row).map(|value| match &cell["value"] {
            // texts that were found to be days or moments are numbers now, and written as before
            Json::String(_) if variable.temporal.is_some() => {
                Value::Text(variable.written(&value).replace('T', " "))
            }
            _ => stored(variable, value),
        });
        let is_same = match (&found, &cell["value"]) {
            (None, Json::Null) => true,
            (None, Json::String(text)) => text.is_empty(),
            (Some(Value::Number(found)), Json::Number(number)) => number.as_f64() == Some(*found),
            (Some(Value::Text(found)), text) => same_text(found, text),
            _ => false,
        };
        compare(
            format!("row {} of {name}", row + 1),
            &found,
            is_same,
            &cell["value"],
        );
        if let Some(date) = cell["as_date"].as_str() {
            let written = column.value(row).map(|value| variable.written(&value));
            // days at midnight may be written as moments
            let is_same = written
                .as_deref()
                .is_some_and(|written| date == written || format!("{written}T00:00:00") == date);
            compare(
                format!("date in row {} of {name}", row + 1),
                &written,
                is_same,
                &cell["as_date"],
            );
        }
    }
    for (name, sum) in object(&expected["sums"]) {
        let (variable, column) = data.variable(name).unwrap();
        let valid: Vec<f64> = (0..data.rows())
            .filter_map(|row| column.value(row))
            .filter(|value| !variable.is_missing(value))
            .filter_map(|value| stored(variable, value).number())
            .collect();
        let total: f64 = valid.iter().sum();
        compare(
            format!("valid answers of {name}"),
            &valid.len(),
            count(valid.len(), &sum["valid_n"]),
            sum,
        );
        let expected = sum["sum"].as_f64().unwrap();
        compare(
            format!("sum of {name}"),
            &total,
            (total - expected).abs() <= 1e-9 * expected.abs(),
            sum,
        );
    }
    for (name, missing) in object(&expected["missing"]) {
        let (variable, column) = data.variable(name).unwrap();
        let system = (0..data.rows())
            .filter(|row| column.value(*row).is_none())
            .count();
        let user = (0..data.rows())
            .filter(|row| {
                column
                    .value(*row)
                    .is_some_and(|value| variable.is_missing(&value))
            })
            .count();
        let is_same = match missing {
            Json::Number(_) => count(system + user, missing),
            both => {
                // blank texts are answers to other programs
                let is_text =
                    (0..data.rows()).any(|row| matches!(column.value(row), Some(Value::Text(_))));
                (is_text || count(system, &both["system_missing_only"]))
                    && (is_text || count(system + user, &both["system_and_user_missing"]))
            }
        };
        compare(
            format!("missing in {name}"),
            &[system, user],
            is_same,
            missing,
        );
    }
    differences
}

fn object(json: &Json) -> impl Iterator<Item = (&String, &Json)> {
    json.as_object().into_iter().flatten()
}

fn plain(text: &Text) -> String {
    text.get(Language::En).to_owned()
}

/// A text, or how a long one starts and its length.
fn same_text(found: &str, expected: &Json) -> bool {
    match expected {
        Json::Object(long) => {
            found.starts_with(long["starts"].as_str().unwrap())
                && long["length"].as_u64() == Some(found.chars().count() as u64)
        }
        text => text == found,
    }
}

/// A value and its name in the manifest: 1 is "1.0".
fn same_key(value: &Value, key: &str) -> bool {
    match value {
        Value::Number(number) => key.parse() == Ok(*number),
        Value::Text(text) => text == key,
    }
}

/// The number that the file stores: seconds since 1582-10-14.
fn stored(variable: &Variable, value: Value) -> Value {
    match (value, variable.temporal) {
        (Value::Number(days), Some(Temporal::Date)) => Value::Number(days * 86_400.0 + TO_1970),
        (Value::Number(seconds), Some(Temporal::DateTime)) => Value::Number(seconds + TO_1970),
        (value, _) => value,
    }
}

/// Whether kind, unit of time and decimals are those of a print format such as `F8.2`.
fn fits(variable: &Variable, column: &Column, format: &str) -> bool {
    let kind = format.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let decimals = format
        .split_once('.')
        .map_or(0, |(_, places)| places.parse().unwrap());
    let temporal = match kind {
        "DATE" | "ADATE" | "EDATE" | "SDATE" | "JDATE" | "QYR" | "MOYR" | "WKYR" => {
            Some(Temporal::Date)
        }
        "DATETIME" | "YMDHMS" => Some(Temporal::DateTime),
        "TIME" | "DTIME" | "MTIME" => Some(Temporal::Time),
        _ => None,
    };
    let is_text = kind == "A";
    let has_text = (0..column.len()).any(|row| matches!(column.value(row), Some(Value::Text(_))));
    let has_number =
        (0..column.len()).any(|row| matches!(column.value(row), Some(Value::Number(_))));
    let is_time = match (variable.temporal, temporal) {
        // a day with a time of day
        (Some(Temporal::DateTime), Some(Temporal::Date)) => true,
        (found, expected) => found == expected,
    };
    let is_found_out = is_text && variable.temporal.is_some() && !variable.origin.is_given();
    is_found_out
        || is_time
            && if is_text { !has_number } else { !has_text }
            && (is_text || temporal.is_some() || variable.decimals == Some(decimals))
}
