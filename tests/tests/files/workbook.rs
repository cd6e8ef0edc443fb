//! Workbooks: XLSX, XLS, ODS.

use std::collections::BTreeMap;
use std::fs;

use befund_formats::workbook::{Cell, Content, Sheet, Workbook, address};
use befund_survey::ReadOptions;
use befund_survey::codebook::Temporal;
use serde_json::Value as Json;

use crate::{Entry, describe, entries};

/// How many of the workbooks open with the facts of their manifest.
const OPENED: usize = 33;
/// How many are refused by a message that names what is wrong, or are read because that is fine too.
const REFUSED: usize = 7;

#[test]
fn real_workbooks_read_as_independent_readers_read_them() {
    let entries = entries(&["xlsx", "xls", "ods"]);
    let of = entries.len();
    let (mut opened, mut refused) = (0, 0);
    for entry in entries {
        let opens = entry.expected["opens"].as_bool().unwrap();
        let found = if opens {
            differences(&entry)
        } else {
            refusal(&entry)
        };
        match (found.is_empty(), opens) {
            (true, true) => opened += 1,
            (true, false) => refused += 1,
            (false, _) => eprintln!("{}: {}", entry.name, found.join("; ")),
        }
    }
    eprintln!("{opened} workbooks read and {refused} refused as they should be, of {of}");
    if of > 0 {
        assert_eq!((opened, refused), (OPENED, REFUSED));
    }
}

#[test]
fn tables_are_found_between_titles_and_remarks() {
    for (name, rows, first, last) in [
        ("readxl--deaths.xlsx", 10, "Name", "Date of death"),
        (
            "readxl--los-angeles-arrests-xlsx.xlsx",
            193,
            "BKG_NUM",
            "REL_LOC",
        ),
        (
            "readxl--biff5-label-records.xls",
            14,
            "Date",
            "AUBURN SW AQS HUMID 1h average [%]",
        ),
        (
            "538--pollster-stats-full.xlsx",
            396,
            "V1",
            "Bias Analysis: House Effect",
        ),
        (
            "frictionless--multiline-headers.xlsx",
            1,
            "Region",
            "Cumulative impact of changes on cost of food basket: from baseline (%)",
        ),
        (
            "quantipy3--basic.xlsx",
            10,
            "V1",
            "locality. How would you describe the areas in which you live?: Remote",
        ),
        ("pspp--multisheet.ods", 4, "V1", "V3"),
    ] {
        let Some(entry) = entries(&["xlsx", "xls", "ods"])
            .into_iter()
            .find(|entry| entry.name == name)
        else {
            continue;
        };
        let found = describe(&entry.path, ReadOptions::default()).unwrap();
        let names: Vec<&str> = found
            .columns
            .iter()
            .map(|column| column.variable.name.as_str())
            .collect();
        assert_eq!(found.rows, rows, "{name}: {names:?}");
        assert_eq!(
            (names[0], names[names.len() - 1]),
            (first, last),
            "{name}: {names:?}"
        );
    }
}

/// What a file that must be refused does instead.
fn refusal(entry: &Entry) -> Vec<String> {
    let must_name = entry.expected["error_must_name"].as_str().unwrap();
    match describe(&entry.path, ReadOptions::default()) {
        Ok(_) if must_name.contains("is fine too") => Vec::new(),
        Ok(_) => vec!["must be refused".to_owned()],
        Err(message) => {
            let words = ["encrypted", "truncated", "limit"];
            let word = words.into_iter().find(|word| must_name.contains(word));
            let names_all =
                message.contains(&entry.name) && word.is_none_or(|word| message.contains(word));
            if names_all { Vec::new() } else { vec![message] }
        }
    }
}

/// What the manifest says otherwise.
fn differences(entry: &Entry) -> Vec<String> {
    let (expected, mut found) = (&entry.expected, Vec::new());
    let path = entry.path.to_string_lossy();
    let book = match Workbook::open(&path, fs::read(&entry.path).unwrap()) {
        Ok(book) => book,
        Err(error) => return vec![error.to_string()],
    };
    let sheets = expected["sheets"].as_array().unwrap().iter();
    let names: Vec<&str> = book.tabs().iter().map(|tab| tab.name.as_str()).collect();
    if sheets
        .map(|sheet| sheet["name"].as_str().unwrap())
        .ne(names.iter().copied())
    {
        found.push(format!("sheets {names:?}"));
    }
    for (name, cells) in expected["non_empty_cells_per_sheet"].as_object().unwrap() {
        let index = names.iter().position(|known| known == name).unwrap();
        let sheet = book.sheet(index).unwrap();
        let there = sheet.cells.len() as u64;
        // a reader that trims texts finds nothing in cells of blanks
        let blank = |cell: &&Cell| match cell.content {
            Content::Text(id) => sheet.text(id).trim().is_empty(),
            _ => false,
        };
        let blanks = sheet.cells.iter().filter(blank).count() as u64;
        if !(there - blanks..=there).contains(&cells.as_u64().unwrap()) {
            found.push(format!("{there} cells on {name} instead of {cells}"));
        }
    }
    let sheet = book.sheet(0).unwrap();
    if !expected["first_sheet"].is_null() {
        compare(&sheet, expected, &mut found);
    }
    let options = ReadOptions {
        sheet: Some("1".to_owned()),
        header_rows: Some(1),
        ..ReadOptions::default()
    };
    match describe(&entry.path, options) {
        Ok(description) => {
            for (what, there, key) in [
                ("rows", description.rows, "rows_if_first_used_row_is_header"),
                ("columns", description.columns.len() as u64, "columns"),
            ] {
                if expected[key]
                    .as_u64()
                    .is_some_and(|expected| expected != there)
                {
                    found.push(format!("{there} {what} instead of {}", expected[key]));
                }
            }
        }
        Err(message) => found.push(message),
    }
    if let Err(message) = describe(&entry.path, ReadOptions::default()) {
        found.push(message);
    }
    found
}

fn compare(sheet: &Sheet, expected: &Json, found: &mut Vec<String>) {
    let cells: BTreeMap<String, &Cell> = sheet
        .cells
        .iter()
        .map(|cell| (address(cell.row, cell.column), cell))
        .collect();
    let bounds = |place: fn(&Cell) -> u32| {
        let places = || sheet.cells.iter().map(place);
        (places().min().unwrap_or(0), places().max().unwrap_or(0))
    };
    let ((top, bottom), (left, right)) = (bounds(|cell| cell.row), bounds(|cell| cell.column));
    let used = format!("{}:{}", address(top, left), address(bottom, right));
    if used != expected["used_range"].as_str().unwrap() {
        found.push(format!("used range {used}"));
    }
    for cell in expected["cells"].as_array().unwrap() {
        let at = cell["cell"].as_str().unwrap();
        let content = cells.get(at).map(|cell| written(sheet, cell));
        if !content
            .as_ref()
            .is_some_and(|content| same(content, &cell["value"]))
        {
            found.push(format!("{at} is {content:?} instead of {}", cell["value"]));
        }
    }
    for (column, sum) in expected["sums"].as_object().unwrap() {
        let numbers: Vec<f64> = sheet
            .cells
            .iter()
            .filter(|cell| address(0, cell.column) == format!("{column}1"))
            .filter_map(|cell| match cell.content {
                Content::Number(number) => Some(number),
                _ => None,
            })
            .collect();
        let total: f64 = numbers.iter().sum();
        let wanted = sum["sum"].as_f64().unwrap();
        if numbers.len() as u64 != sum["numeric_cells"]
            || (total - wanted).abs() > 1e-9 * wanted.abs()
        {
            found.push(format!(
                "column {column}: {} numbers, sum {total} instead of {sum}",
                numbers.len()
            ));
        }
    }
}

/// A cell as the manifest writes it.
fn written(sheet: &Sheet, cell: &Cell) -> Json {
    let moment = |temporal: Temporal, number| temporal.write(number).unwrap_or_default().into();
    match cell.content {
        Content::Number(number) => number.into(),
        Content::Date(day) => moment(Temporal::Date, day),
        Content::DateTime(seconds) => moment(Temporal::DateTime, seconds),
        Content::Time(seconds) => moment(Temporal::Time, seconds),
        Content::Text(id) => sheet.text(id).into(),
        Content::Boolean(value) => value.into(),
        Content::Error(error) => error.as_str().into(),
    }
}

/// Numbers by value, dates with or without midnight, all else to the letter.
fn same(found: &Json, expected: &Json) -> bool {
    match (found, expected) {
        (Json::Number(_), Json::Number(_)) => found.as_f64() == expected.as_f64(),
        (Json::String(found), Json::String(expected)) => {
            // outer blanks count only where the file says so
            found == expected
                || found == expected.trim()
                || *expected == format!("{found}T00:00:00")
                || *found == format!("{expected}T00:00:00")
        }
        _ => found == expected,
    }
}
