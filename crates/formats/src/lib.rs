//! Bytes to survey datasets.
//!
//! A [`FileReader`] takes a file slice by slice, so that neither side ever holds the whole file: feed it, then finish it. It
//! finds out the format: text with separators ([`CsvReader`]), or orders of preference as PrefLib has them (soc, soi, toc,
//! toi).
//! What it found out about the file is a list of [`ReadingNote`]s; what is wrong with the file is an [`Error`] that
//! names the place and the remedy.
//!
//! Invariants: no I/O of its own; no panic and no unbounded memory on any input; nothing is dropped without saying so.

#[allow(dead_code)]
mod column;
mod csv;
mod error;
mod note;
mod preflib;
mod reader;

pub use csv::CsvReader;
pub use error::Error;
pub use note::{Counted, ReadingNote};
pub use preflib::Fault;
pub use reader::FileReader;

use befund_survey::dataset::Dataset;

/// A file that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The answers with what could be inferred about them.
    pub dataset: Dataset,
    /// How the file was read, and what a reader must know about it.
    pub notes: Vec<ReadingNote>,
}
