//! The work of a worker that reads or writes one file, data or a study document, and ends with it.

use befund_engine::Opening;
use befund_engine::message::Problem;
use befund_formats::write;
use befund_survey::dataset::Dataset;
use befund_survey::{Language, ReadOptions, Text};
use befund_transfer::Plain;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::crossing;

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
        let read = opening.finish().map_err(told)?;
        Ok(crossing::leaving(&read.dataset, &read.remarks, &read.how))
    }
}

/// Reads a study document: the bytes of one in JSON that says the same.
///
/// # Errors
/// What makes it no study, as bytes of a text in both languages.
#[wasm_bindgen]
pub fn read_study(name: &str, document: &[u8]) -> Result<Array, JsValue> {
    let study = befund_formats::read_study(name, document).map_err(|error| told(error.into()))?;
    let document = befund_formats::write_study(&study);
    Ok(Array::of1(&Uint8Array::from(document.as_bytes())))
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
