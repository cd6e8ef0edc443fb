//! Datasets to files.

mod csv;
mod fault;
mod note;
mod sav;
mod sheets;
mod xlsx;
mod zip;

pub use csv::csv;
pub use fault::Fault;
pub use note::WritingNote;
pub use sav::sav;
pub use xlsx::xlsx;

/// A file that was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What is in the dataset but not, or not in the same way, in the file.
    pub notes: Vec<WritingNote>,
}
