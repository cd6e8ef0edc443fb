//! What every fuzz target does: bytes are read as the app reads them, then everything in what came of it is looked at.
//!
//! A reader may refuse a file or give what it could read. It may not panic, hang or take memory that the bytes do not justify.

mod repack;
mod survey;

use befund_formats::FileReader;
use befund_formats::codebook::read_codebook;
use befund_survey::analysis::{Stage, begin};
use befund_survey::codebook::Codebook;
use befund_survey::dataset::Dataset;
use befund_survey::expression::Expression;
use befund_survey::study::Study;
use befund_survey::{Error, Language, ReadOptions, Text, Value};

pub use repack::repacked;

/// Slices in which a browser might give the file.
const SLICE: usize = 4096;

/// Parts of a long analysis that are done before it is stopped.
const STEPS: usize = 20;

/// Reads bytes as a file of that name.
///
/// # Panics
/// Where a promise of the readers does not hold; that is what fuzzing looks for.
pub fn read(file: &str, bytes: &[u8]) {
    let mut reader = FileReader::new(file, ReadOptions::default());
    for slice in bytes.chunks(SLICE) {
        if let Err(error) = reader.feed(slice) {
            return said(file, &error.text());
        }
    }
    let reading = match reader.finish() {
        Ok(reading) => reading,
        Err(error) => return said(file, &error.text()),
    };
    for note in &reading.notes {
        said("", &note.text());
    }
    whole(&reading.dataset);
}

/// Reads bytes as a codebook and lays it over a small survey.
///
/// # Panics
/// As [`read`].
pub fn codebook(bytes: &[u8]) {
    let file = "codebook";
    let statements = match read_codebook(file, bytes) {
        Ok(statements) => statements,
        Err(error) => return said(file, &error.text()),
    };
    assert!(!statements.is_empty());
    let mut data = survey::small();
    let fit = statements.apply(&mut data);
    whole(&data);
    // a codebook that was laid over a dataset changes nothing when it is laid over it again
    let meaning = meant(&data.codebook);
    assert_eq!(statements.apply(&mut data), fit);
    assert_eq!(meant(&data.codebook), meaning);
}

/// Reads a text as an expression and evaluates it on a small survey, as a filter and as a variable.
///
/// # Panics
/// As [`read`].
pub fn expression(text: &str) {
    let read = match Expression::parse(text) {
        Ok(read) => read,
        Err(error) => return placed(text, &error),
    };
    let printed = read.to_string();
    let again = Expression::parse(&printed);
    assert!(
        again.is_ok_and(|again| again.to_string() == printed),
        "{printed:?}"
    );
    let mut data = survey::small();
    if let Err(error) = survey::filtered(text, &data) {
        placed(text, &error);
    }
    for misfit in survey::derived(text, &mut data) {
        said("", &misfit);
    }
    whole(&data);
}

/// Reads a text as a study, lays it over a small survey and begins its analyses.
///
/// # Panics
/// As [`read`].
pub fn study(json: &str) {
    let study = match Study::from_json(json) {
        Ok(study) => study,
        Err(error) => return said("", &error.text()),
    };
    let written = serde_json::to_string(&study).expect("a study is JSON");
    assert_eq!(Study::from_json(&written).as_ref(), Ok(&study), "{written}");
    let mut datasets = vec![survey::small()];
    for spec in study.datasets.iter().take(4) {
        let mut data = survey::small();
        for misfit in spec.apply(&study, &mut data) {
            said("", &misfit.text());
        }
        whole(&data);
        datasets.push(data);
    }
    for spec in study.combined.iter().take(4) {
        match spec.make(&datasets) {
            Ok(made) => {
                whole(&made.dataset);
                datasets.push(made.dataset);
            }
            Err(error) => said("", &error.text()),
        }
    }
    for spec in study.analyses.iter().take(4) {
        match begin(spec, &datasets) {
            Err(error) => said("", &error.text()),
            Ok(mut task) => {
                let mut steps = 0;
                while steps < STEPS && matches!(task.step(), Ok(Stage::Working)) {
                    steps += 1;
                }
                serde_json::to_string(&task.finish()).expect("a finding is JSON");
            }
        }
    }
}

/// Columns, rows and variables fit each other, and every value can be written.
fn whole(data: &Dataset) {
    assert_eq!(data.columns().len(), data.codebook.variables.len());
    for (variable, column) in data.codebook.variables.iter().zip(data.columns()) {
        assert_eq!(column.len(), data.rows());
        assert!(!variable.name.is_empty());
        // a few rows are enough: reading them is the same everywhere
        let last = data.rows().saturating_sub(1);
        for row in (0..data.rows()).take(1000).chain(last..data.rows()) {
            if let Some(value) = column.value(row) {
                sound(&value);
                assert!(!variable.written(&value).is_empty());
            }
        }
        let values = variable.values.iter().map(|known| &known.value);
        let missing = variable.missing.iter().map(|known| &known.value);
        values.chain(missing).for_each(sound);
        // an end that is no number would be written as none, and leave no valid answer
        let ends = variable.missing_ranges.iter();
        let mut ends = ends.flat_map(|range| [range.from, range.to]).flatten();
        assert!(ends.all(f64::is_finite), "{:?}", variable.missing_ranges);
    }
}

/// A number is finite, a text is not empty.
fn sound(value: &Value) {
    match value {
        Value::Number(number) => assert!(number.is_finite()),
        Value::Text(text) => assert!(!text.is_empty()),
    }
}

/// A codebook as text: numbers that are none are equal to themselves there.
fn meant(codebook: &Codebook) -> String {
    serde_json::to_string(codebook).expect("a codebook is JSON")
}

/// The error of an expression points into its text.
fn placed(text: &str, error: &Error) {
    said("", &error.text());
    let Error::Expression { column, length, .. } = error else {
        return;
    };
    // what is missing at the end is missed behind the last character
    let end = text.chars().count() + 1;
    assert!(*column >= 1 && column + length <= end + 1, "{error}");
}

/// A message is there in both languages; that of an error names the file, or the one that was packed in it.
fn said(file: &str, text: &Text) {
    let file = file.strip_suffix(".gz").unwrap_or(file);
    for language in [Language::De, Language::En] {
        let words = text.get(language);
        assert!(!words.is_empty() && words.starts_with(file), "{words}");
    }
}
