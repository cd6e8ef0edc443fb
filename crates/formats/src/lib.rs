//! Bytes to survey datasets.
//!
//! A [`CsvReader`] takes a file slice by slice, so that neither side ever holds the whole file: feed it, then finish it.
//! What it found out about the file is a list of [`ReadingNote`]s; what is wrong with the file is an [`Error`] that
//! names the place and the remedy.
//!
//! Invariants: no I/O of its own; no panic and no unbounded memory on any input; nothing is dropped without saying so.

mod csv;
mod error;
mod note;

pub use csv::{CsvOptions, CsvReader, Separator};
pub use error::Error;
pub use note::ReadingNote;

use befund_survey::dataset::Dataset;

/// A file that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The answers with what could be inferred about them.
    pub dataset: Dataset,
    /// How the file was read, and what a reader must know about it.
    pub notes: Vec<ReadingNote>,
}
