//! Text with separators: every fact of the manifest, cell by cell.
//!
//! Facts about a file without titles and with one row of names hold as they stand. Elsewhere the manifest counts raw records, or
//! takes the first record for the header whatever it is, so that two readings are checked: the one Befund finds, in which a raw
//! record is a row further up ([`Layout`]), and the plain one that `--skip 0 --header-rows 1` or `0` asks for, in which the
//! manifest's counts hold literally.

use std::fs;

use befund_formats::{FileReader, Reading, ReadingNote};
use befund_survey::codebook::Variable;
use befund_survey::dataset::Column;
use befund_survey::{ReadOptions, Value};
use serde_json::Value as Json;

use super::{Entry, entries};

/// How many files there are. Each reads as its manifest says or is refused as it must be.
const FILES: usize = 32;

/// Where the rows are, in raw records.
struct Layout {
    file: &'static str,
    /// Raw records above the rows: comments, titles, rows of the header.
    above: usize,
    /// The raw record that is a comment between rows.
    comment: Option<usize>,
    /// Raw records below the table.
    below: usize,
    columns: usize,
}

/// Files whose first record is not the only row of the header.
const LAYOUTS: [Layout; 7] = [
    Layout::new("538--StarWars.csv", 2, 38),
    Layout::new("messytables--mixedGLB.csv", 4, 19),
    Layout {
        below: 3,
        ..Layout::new("quadriga--21341-0001_F.csv", 7, 12)
    },
    Layout::new("qualtrics--sample_legacy.csv", 2, 16),
    Layout {
        comment: Some(3),
        ..Layout::new("rust-csv--strange.csv", 0, 2)
    },
    // 17 columns more have neither a name nor a value
    Layout::new("zeitonline--btw1949_kerg.csv", 8, 22),
    Layout::new("zeitonline--btwkr25_umrechnung_btw21.csv", 6, 101),
];

impl Layout {
    const fn new(file: &'static str, above: usize, columns: usize) -> Self {
        Self {
            file,
            above,
            comment: None,
            below: 0,
            columns,
        }
    }
}

#[test]
fn text_reads_as_independent_readers_read_it() {
    let entries = entries(&["csv"]);
    let mut right = 0;
    for entry in &entries {
        let found = differences(entry);
        match found.is_empty() {
            true => right += 1,
            false => eprintln!("{}: {}", entry.name, found.join("; ")),
        }
    }
    let of = entries.len();
    eprintln!("csv: {right} of {of} files read or are refused as their manifest says");
    assert!(entries.is_empty() || (right, of) == (FILES, FILES));
}

/// What the manifest says otherwise.
fn differences(entry: &Entry) -> Vec<String> {
    let expected = &entry.expected;
    let found = read(entry, ReadOptions::default());
    if expected["opens"] == false {
        let must = expected["error_must_name"].as_str().unwrap();
        return match found {
            Ok(_) if must.contains("is fine too") => vec![],
            Ok(_) => vec!["must be refused".to_owned()],
            Err(message)
                if message.contains(&entry.name)
                    && ["gzip", "ZIP"]
                        .iter()
                        .any(|format| message.contains(format) && must.contains(format)) =>
            {
                vec![]
            }
            Err(message) => vec![format!("says `{message}` instead of {must}")],
        };
    }
    let reading = match found {
        Ok(reading) => reading,
        Err(message) => return vec![message],
    };
    let one_header = usize::from(expected["header"] == true);
    let Some(layout) = LAYOUTS.iter().find(|layout| layout.file == entry.name) else {
        let mut check = Check::new(&reading, expected, one_header, None);
        check.dialect();
        check.shape(&expected["rows"], &expected["columns"]);
        check.names();
        check.cells();
        check.sums();
        check.missing();
        return check.differences;
    };
    let mut check = Check::new(&reading, expected, layout.above, layout.comment);
    let records = expected["records"].as_u64().unwrap();
    let rows =
        records as usize - layout.above - layout.below - usize::from(layout.comment.is_some());
    check.dialect();
    check.shape(&rows.into(), &layout.columns.into());
    check.cells();
    check.sums();
    let mut differences = check.differences;
    let plain = ReadOptions {
        skip: Some(0),
        header_rows: Some(one_header as u32),
        comment: Some(' '),
        ..ReadOptions::default()
    };
    let plain = read(entry, plain).unwrap();
    let mut check = Check::new(&plain, expected, one_header, None);
    let rows = expected["rows"]
        .as_u64()
        .unwrap_or(records - layout.below as u64);
    let widths = expected["field_counts"].as_object().unwrap().keys();
    let columns: usize = widths.map(|width| width.parse().unwrap()).max().unwrap();
    check.shape(&rows.into(), &columns.into());
    check.names();
    check.cells();
    check.missing();
    differences.extend(
        check
            .differences
            .into_iter()
            .map(|found| format!("as it stands: {found}")),
    );
    differences
}

fn read(entry: &Entry, options: ReadOptions) -> Result<Reading, String> {
    let mut reader = FileReader::new(&entry.name, options);
    let bytes = fs::read(&entry.path).unwrap();
    let fed = bytes
        .chunks(1 << 16)
        .try_for_each(|slice| reader.feed(slice));
    fed.and_then(|()| reader.finish())
        .map_err(|error| error.to_string())
}

/// One reading beside the facts.
struct Check<'a> {
    reading: &'a Reading,
    expected: &'a Json,
    /// Raw records above the rows.
    above: usize,
    /// The raw record that is a comment.
    comment: Option<usize>,
    differences: Vec<String>,
}

impl<'a> Check<'a> {
    fn new(reading: &'a Reading, expected: &'a Json, above: usize, comment: Option<usize>) -> Self {
        Self {
            reading,
            expected,
            above,
            comment,
            differences: Vec::new(),
        }
    }

    fn differ(&mut self, what: &str, found: impl std::fmt::Debug, expected: impl std::fmt::Debug) {
        self.differences
            .push(format!("{what} {found:?} instead of {expected:?}"));
    }

    fn dialect(&mut self) {
        let encoding = match self.expected["encoding"].as_str().unwrap() {
            "ASCII" => "UTF-8",
            "ISO-8859-1 (or windows-1252)" | "windows-1252" => "Windows-1252",
            same => same,
        };
        let dialect = self.reading.notes.iter().find_map(|note| match note {
            ReadingNote::Dialect {
                encoding,
                separator,
                ..
            } => Some((encoding.clone(), separator.to_string())),
            _ => None,
        });
        let expected = (
            encoding.to_owned(),
            self.expected["separator"].as_str().unwrap().to_owned(),
        );
        if dialect.as_ref() != Some(&expected) {
            self.differ("dialect", dialect, expected);
        }
        let comma = self.reading.notes.contains(&ReadingNote::DecimalComma);
        let mark = &self.expected["decimal_mark"];
        if !mark.is_null() && comma != (mark == ",") {
            self.differ("decimal comma", comma, &self.expected["decimal_mark"]);
        }
    }

    fn shape(&mut self, rows: &Json, columns: &Json) {
        let found = (
            self.reading.dataset.rows() as u64,
            self.reading.dataset.columns().len() as u64,
        );
        let expected = (rows.as_u64().unwrap(), columns.as_u64().unwrap());
        if found != expected {
            self.differ("rows and columns", found, expected);
        }
    }

    /// Names as they stand, but for line breaks; those that are blank or come again are made, and the label keeps them.
    fn names(&mut self) {
        let names = &self.expected["column_names"];
        let Some(first) = names["first"].as_array() else {
            return;
        };
        let variables = &self.reading.dataset.codebook.variables;
        let last = variables.len() - 1;
        let expected = first.iter().enumerate().chain([(last, &names["last"])]);
        for (at, name) in expected {
            let words: Vec<&str> = name.as_str().unwrap().split_whitespace().collect();
            let (wanted, found) = (words.join(" "), &variables[at].name);
            let repeated = found.starts_with(&wanted)
                && found != &wanted
                && variables[at].label == name.as_str().unwrap().into();
            let made = wanted.is_empty() && found.starts_with('V');
            if !(*found == wanted || repeated || made) {
                self.differ(&format!("name of column {}", at + 1), found, wanted);
            }
        }
    }

    fn cells(&mut self) {
        let raw = match self.expected["header"] == true {
            true => 1,
            false => 0,
        };
        for cell in self.expected["cells"].as_array().unwrap() {
            let number = |key: &str| cell[key].as_u64().unwrap() as usize;
            let (record, column) = (number("row") + raw, number("column"));
            let text = cell["value"].as_str().unwrap();
            if record <= self.above || column > self.reading.dataset.columns().len() {
                if !self.stands_above(text) {
                    self.differ("nothing above the table says", record, text);
                }
                continue;
            }
            let passed = self.comment.is_some_and(|comment| comment < record);
            let row = record - self.above - usize::from(passed);
            let found = self.reading.dataset.columns()[column - 1].value(row - 1);
            let temporal = self.reading.dataset.codebook.variables[column - 1].temporal;
            let right = match (temporal, found.as_ref().and_then(Value::number)) {
                (Some(temporal), Some(number)) => same_time(&temporal.write(number).unwrap(), text),
                _ => same(found.as_ref(), text),
            };
            if !right {
                self.differ(&format!("row {row}, column {column}:"), found, text);
            }
        }
    }

    /// Whether a text above the rows is in a name, a label or a note.
    fn stands_above(&self, text: &str) -> bool {
        let says = |variable: &Variable| {
            variable.name.contains(text)
                || variable
                    .label
                    .get(befund_survey::Language::En)
                    .contains(text)
        };
        let told = |note: &ReadingNote| note.text().get(befund_survey::Language::En).contains(text);
        // SurveyMonkey's word for a question with one answer is left out of the label
        text.is_empty()
            || text == "Response"
            || self.reading.dataset.codebook.variables.iter().any(says)
            || self.reading.notes.iter().any(told)
    }

    /// Sums of the numbers of a column; names that are numbers count among raw records.
    fn sums(&mut self) {
        for (key, sum) in self.expected["sums"].as_object().unwrap() {
            let column = column_of(key);
            let name = &self.reading.dataset.codebook.variables[column].name;
            let above: f64 = match self.expected["header"].is_string() {
                true => name.parse().unwrap_or(0.0),
                false => 0.0,
            };
            let values = values(&self.reading.dataset.columns()[column]);
            let numbers: Vec<f64> = values.iter().flatten().filter_map(Value::number).collect();
            let found = numbers.iter().sum::<f64>() + above;
            let valid = numbers.len() as u64 + u64::from(above > 0.0);
            let wanted = sum["sum"].as_f64().unwrap();
            if (found - wanted).abs() > 1e-9 * wanted.abs() || valid != sum["valid_n"] {
                self.differ(&format!("sum of {key}"), (found, valid), sum);
            }
        }
    }

    /// Cells that are empty or say NA.
    fn missing(&mut self) {
        for (key, counts) in self.expected["missing"].as_object().into_iter().flatten() {
            let column = column_of(key);
            let variable = &self.reading.dataset.codebook.variables[column];
            let values = values(&self.reading.dataset.columns()[column]);
            let missing = |value: &&Option<Value>| {
                value
                    .as_ref()
                    .is_none_or(|value| variable.is_missing(value))
            };
            let found = values.iter().filter(missing).count() as u64;
            if found != counts["empty_or_NA"] {
                self.differ(&format!("missing in {key}"), found, counts);
            }
        }
    }
}

/// "name (column 3)" and "#3 (column 3)": the place from 0.
fn column_of(key: &str) -> usize {
    let number = key.rsplit("(column ").next().unwrap().trim_end_matches(')');
    number.parse::<usize>().unwrap() - 1
}

fn values(column: &Column) -> Vec<Option<Value>> {
    (0..column.len()).map(|row| column.value(row)).collect()
}

/// Whether a moment, written year first, has all the numbers of a text, whose year may have two digits and stand anywhere.
fn same_time(found: &str, text: &str) -> bool {
    let numbers = |text: &str| -> Vec<u32> {
        let parts = text.split(|sign: char| !sign.is_ascii_digit());
        parts
            .filter_map(|part| part.parse().ok())
            .map(|number: u32| number % 100)
            .collect()
    };
    let found = numbers(found);
    !found.is_empty() && numbers(text).iter().all(|number| found.contains(number))
}

/// Whether a cell is the text, as a word, or as the number it writes in either notation.
fn same(found: Option<&Value>, text: &str) -> bool {
    match found {
        None => {
            text.trim().is_empty()
                || text == "NA"
                || text.chars().all(|sign| sign == '*' || sign == '-')
        }
        Some(Value::Text(found)) => found == text,
        Some(Value::Number(found)) => {
            let notations = [text.to_owned(), text.replace('.', "").replace(',', ".")];
            notations.iter().any(|text| text.parse() == Ok(*found))
        }
    }
}
