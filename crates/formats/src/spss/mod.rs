//! Files of SPSS: system files (SAV, ZSAV) and portable files (POR).
//!
//! A system file is a dictionary followed by cases. [`dictionary`] takes its records apart, [`extension`] reads the newer ones,
//! [`layout`] says which bytes of a case belong to which variable, [`cases`] turns the bytes of the data into columns as they
//! come, and [`codebook`] puts the words in place once the character encoding is certain. [`portable`] reads the older text
//! format.
//!
//! After the description of both formats in the developer documentation of GNU PSPP.

mod bytes;
mod cases;
mod charset;
mod codebook;
mod columns;
mod dictionary;
mod extension;
mod fault;
mod format;
mod layout;
mod meaning;
mod portable;
mod sets;
mod system;
mod zlib;

pub use fault::Fault;

pub(crate) use format::{SECONDS_OF_DAY, SECONDS_TO_1970};
pub(crate) use portable::{is_portable, read as read_portable};
pub(crate) use system::SystemReader;

/// Labels of all variables together; a file that gives every label to every variable could ask for any number.
const MAX_LABELS: usize = 2_000_000;

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq)]
struct Flaw {
    /// Byte of the file.
    offset: u64,
    fault: Fault,
}

impl Flaw {
    fn in_file(self, file: &str) -> crate::Error {
        crate::Error::Spss {
            file: file.to_owned(),
            offset: self.offset,
            fault: self.fault,
        }
    }
}
