//! Datasets to files of other programs.

mod note;
mod sav;

pub use note::WritingNote;
pub use sav::sav;

/// A file that was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What is in the dataset but not, or not in the same way, in the file.
    pub notes: Vec<WritingNote>,
}
