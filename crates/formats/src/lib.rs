//! Bytes to survey datasets.
//!
//! A [`FileReader`] takes a file slice by slice, so that neither side ever holds the whole file: feed it, then finish it. It
//! finds out the format: text with separators ([`CsvReader`]), orders of preference as PrefLib has them (soc, soi, toc,
//! toi), [workbooks](workbook) (XLSX, XLS, ODS), files of SPSS and Stata, and gzip and ZIP around any of them.
//! What it found out about the file is a list of [`ReadingNote`]s; what is wrong with the file is an [`Error`] that
//! names the place and the remedy.
//!
//! Invariants: no I/O of its own; no panic and no unbounded memory on any input; nothing is dropped without saying so.

mod archive;
pub mod codebook;
mod column;
mod csv;
mod document;
mod error;
mod format;
mod idle;
mod joined;
mod layout;
mod note;
mod number_column;
pub mod parquet;
mod preflib;
mod reader;
mod spss;
pub mod stata;
mod warm;
pub mod workbook;
pub mod write;

pub use archive::Fault as ArchiveFault;
pub use csv::CsvReader;
pub use document::{read_study, write_study};
pub use error::Error;
pub use idle::{Family, ReadOption};
pub use note::{Counted, ReadingNote};
pub use preflib::Fault;
pub use reader::FileReader;
pub use spss::Fault as SpssFault;
pub use warm::warm_up;

use befund_survey::dataset::Dataset;
use befund_survey::{FileRead, HowRead, Remark};

/// A file that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The answers with what could be inferred about them.
    pub dataset: Dataset,
    /// How the file was read, and what a reader must know about it.
    pub notes: Vec<ReadingNote>,
}

impl Reading {
    /// What was read with its notes in words.
    pub fn told(self) -> FileRead {
        let remarks = self.notes.iter().map(|note| Remark {
            text: note.text(),
            is_warning: note.is_warning(),
        });
        let remarks = remarks.collect();
        let mut how = HowRead::default();
        for note in self.notes {
            note.tell(&mut how);
        }
        FileRead {
            dataset: self.dataset,
            remarks,
            how,
        }
    }
}
