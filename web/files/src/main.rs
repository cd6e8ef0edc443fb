//! The module that reads files. It comes after the page, by itself, and lives in a worker of its own for the length of one
//! file (`web/assets/files.js`): then the worker goes and takes the memory with it. What was read crosses as
//! `befund-transfer` has it, an array of the head and the buffers.
//!
//! Invariants: nothing is kept from one file to the next; no request to the network.

use befund_engine::message::Problem;
use befund_engine::{Opening, demo};
use befund_survey::{FileRead, ReadOptions};
use befund_transfer::{Part, parcel};
use js_sys::{Array, Float64Array, Uint8Array, Uint16Array, Uint32Array};
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
pub struct Reading(Opening);

#[wasm_bindgen]
impl Reading {
    /// Nothing read yet of a file of that name; `options` are bytes of [`ReadOptions`].
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str, options: &[u8]) -> Self {
        // Both ends are built from the same sources.
        let options: ReadOptions = befund_transfer::value(options).unwrap_or_default();
        Self(Opening::new(name, 0, options))
    }

    /// Reads the next bytes.
    ///
    /// # Errors
    /// What makes the file unreadable, as bytes of a text in both languages.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), JsValue> {
        self.0.feed(bytes).map_err(told)
    }

    /// What was read, when the last byte was fed.
    ///
    /// # Errors
    /// What makes the file unreadable, as bytes of a text in both languages.
    pub fn finish(self) -> Result<Array, JsValue> {
        self.0.finish().map(|read| across(&read)).map_err(told)
    }
}

/// The demo study: its document, then each of its files as if it had been read.
///
/// # Errors
/// None: the tests read every one of them.
#[wasm_bindgen]
pub fn demo_study() -> Result<Array, JsValue> {
    let study = Array::of1(&demo::STUDY.into());
    for place in 0..demo::COUNT {
        study.push(&across(&demo::read(place).map_err(told)?));
    }
    Ok(study)
}

fn told(problem: Problem) -> JsValue {
    Uint8Array::from(befund_transfer::bytes(&problem.message).as_slice()).into()
}

fn across(read: &FileRead) -> Array {
    let across = Array::of1(&Uint8Array::from(parcel::head(read).as_slice()));
    parcel::send(&read.dataset, &mut |part| {
        across.push(&match part {
            Part::Bytes(bytes) => Uint8Array::from(bytes).into(),
            Part::Shorts(shorts) => Uint16Array::from(shorts).into(),
            Part::Doubles(doubles) => Float64Array::from(doubles).into(),
            Part::Ends(ends) => JsValue::from(ends_across(ends)),
        });
    });
    across
}

fn ends_across(ends: &[usize]) -> Uint32Array {
    // This module knows 32 bits only.
    #[allow(clippy::cast_possible_truncation)]
    let ends: Vec<u32> = ends.iter().map(|end| *end as u32).collect();
    Uint32Array::from(ends.as_slice())
}
