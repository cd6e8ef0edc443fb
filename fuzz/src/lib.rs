//! What every fuzz target does: a file is read as the app reads it, then everything in it is looked at.
//!
//! A reader may refuse a file or give what it could read. It may not panic, hang or take memory that the bytes do not justify.

use befund_formats::FileReader;
use befund_survey::{Language, ReadOptions, Text};

/// Slices in which a browser might give the file.
const SLICE: usize = 4096;

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
    let data = &reading.dataset;
    assert_eq!(data.columns().len(), data.codebook.variables.len());
    for (variable, column) in data.codebook.variables.iter().zip(data.columns()) {
        assert_eq!(column.len(), data.rows());
        assert!(!variable.name.is_empty());
        // a few rows are enough: reading them is the same everywhere
        let last = data.rows().saturating_sub(1);
        for row in (0..data.rows()).take(1000).chain(last..data.rows()) {
            if let Some(value) = column.value(row) {
                assert!(!variable.written(&value).is_empty());
            }
        }
    }
}

/// A message is there in both languages; that of an error names the file.
fn said(file: &str, text: &Text) {
    for language in [Language::De, Language::En] {
        let words = text.get(language);
        assert!(!words.is_empty() && words.starts_with(file), "{words}");
    }
}
