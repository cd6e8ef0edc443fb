//! The module that reads and writes files, data and study documents. It comes after the page, by itself, and lives in a worker of its own for the length
//! of one file (`web/assets/files.js`): then the worker goes and takes the memory with it. What was read crosses as
//! `befund-transfer` has it ([`crossing`]).
//!
//! Invariants: nothing is kept from one file to the next; no request to the network.

#[path = "../../src/crossing.rs"]
mod crossing;

use befund_engine::message::Problem;
use befund_engine::{Opening, demo};
use befund_formats::write;
use befund_survey::dataset::Dataset;
use befund_survey::study::Study;
use befund_survey::{FileRead, Language, ReadOptions, Text};
use befund_transfer::Plain;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

/// There is nothing to do before the worker asks.
fn main() {
    std::panic::set_hook(Box::new(|panic| {
        // The worker hears of it and tells the page; this instance is never used again.
        wasm_bindgen::throw_str(&panic.to_string());
    }));
}

/// A file that is being read.
#[wasm_bindgen]
pub struct Reading(Option<Opening>);

#[wasm_bindgen]
impl Reading {
    /// Nothing read yet of a file of that name; `options` are bytes of [`ReadOptions`].
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str, options: &[u8]) -> Self {
        // Both ends are built from the same sources.
        let options: ReadOptions = befund_transfer::value(options).unwrap_or_default();
        Self(Some(Opening::new(name, 0, options)))
    }

    /// Lays a codebook in a file of its own over the dataset when it is read.
    pub fn lay_codebook(&mut self, name: &str, bytes: Vec<u8>) {
        let opening = self.0.take();
        self.0 = opening.map(|opening| opening.with_codebook(name, bytes));
    }

    /// Reads the next bytes.
    ///
    /// # Errors
    /// What makes the file unreadable, as bytes of a text in both languages.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        match &mut self.0 {
            Some(opening) => opening.feed(bytes).map_err(told),
            None => Ok(()),
        }
    }

    /// What was read, when the last byte was fed.
    ///
    /// # Errors
    /// What makes the file unreadable, as bytes of a text in both languages.
    pub fn finish(self) -> Result<Array, JsValue> {
        // It is there until here.
        let opening = self.0.ok_or("nothing was begun")?;
        opening.finish().map(|read| across(&read)).map_err(told)
    }
}

/// Reads a study document: the bytes of the study, as `befund-transfer` has them.
///
/// # Errors
/// What makes it no study, as bytes of a text in both languages.
#[wasm_bindgen]
pub fn read_study(name: &str, document: &[u8]) -> Result<Array, JsValue> {
    let study = befund_formats::read_study(name, document).map_err(|error| told(error.into()))?;
    Ok(Array::of1(&plain(&study)))
}

/// Writes a study, given as `befund-transfer` has it, as a document: its bytes, then the bytes of no remarks.
///
/// # Errors
/// None: both ends are built from the same sources.
#[wasm_bindgen]
pub fn write_study(study: &[u8]) -> Result<Array, JsValue> {
    let study: Study = befund_transfer::value(study).ok_or("unreadable bytes")?;
    let document = befund_formats::write_study(&study);
    let notes: Vec<Text> = Vec::new();
    Ok(Array::of2(
        &Uint8Array::from(document.as_bytes()),
        &plain(&notes),
    ))
}

/// The demo study: the bytes of the study, then each of its files as if it had been read.
///
/// # Errors
/// None: the tests read every one of them.
#[wasm_bindgen]
pub fn demo_study() -> Result<Array, JsValue> {
    let study = demo::study().map_err(told)?;
    let study = Array::of1(&plain(&study));
    for place in 0..demo::COUNT {
        study.push(&across(&demo::read(place).map_err(told)?));
    }
    Ok(study)
}

/// Writes a dataset as `csv`, `xlsx` or `sav` with labels in a language, `de` or `en`: the bytes of the file, then the bytes of
/// what it could not take as it was, as texts in both languages.
///
/// # Errors
/// Why it cannot be written, as bytes of a text in both languages.
#[wasm_bindgen]
pub fn write_file(format: &str, language: &str, dataset: &Array) -> Result<Array, JsValue> {
    let language = match language {
        "en" => Language::En,
        _ => Language::De,
    };
    let Some(read) = crossing::arriving(dataset) else {
        return Err("unreadable buffers".into());
    };
    let written = written(format, language, &read.dataset);
    let written = written.map_err(|error| told(error.into()))?;
    let bytes = Uint8Array::from(written.bytes.as_slice());
    Ok(Array::of2(&bytes, &plain(&written.notes)))
}

struct Written {
    bytes: Vec<u8>,
    notes: Vec<Text>,
}

fn written(
    format: &str,
    language: Language,
    data: &Dataset,
) -> Result<Written, befund_formats::Error> {
    let complete = |bytes| Written {
        bytes,
        notes: Vec::new(),
    };
    Ok(match format {
        "xlsx" => complete(write::xlsx(data, language)?),
        "sav" => {
            let export = write::sav(data, language)?;
            Written {
                bytes: export.bytes,
                notes: export.notes.iter().map(write::WritingNote::text).collect(),
            }
        }
        // with a byte order mark, without which spreadsheets take it for another encoding
        _ => complete(format!("\u{feff}{}", write::csv(data, language)).into_bytes()),
    })
}

fn told(problem: Problem) -> JsValue {
    plain(&problem.message)
}

fn plain(value: &impl Plain) -> JsValue {
    Uint8Array::from(befund_transfer::bytes(value).as_slice()).into()
}

fn across(read: &FileRead) -> Array {
    crossing::leaving(&read.dataset, &read.remarks, &read.how)
}
