//! Codebooks that come in a file of their own: bytes to what they say about variables.
//!
//! Which kind a file is shows in its content: a study of Befund, a DDI-Codebook, a LimeSurvey questionnaire, SPSS syntax, or a table
//! of variables and labels in any format that data can have. [`read_codebook`] gives
//! [`Statements`], whose `apply` lays them over a dataset and says what did not fit.

mod ddi;
mod fault;
mod limesurvey;
mod sheet;
mod spss;
mod study;
pub(crate) mod words;
mod xml;

pub use fault::Fault;

use befund_survey::ReadOptions;
use befund_survey::meaning::Statements;

use crate::{Error, FileReader};

/// Larger files are no codebooks.
const MAX_BYTES: usize = 64 << 20;

/// Reads a codebook, whatever its kind.
///
/// # Errors
/// What makes the file unreadable, with the line and the text in question; [`Fault::Nothing`] where it says nothing about variables.
pub fn read_codebook(file: &str, bytes: &[u8]) -> Result<Statements, Error> {
    if bytes.len() > MAX_BYTES {
        return Err(Place {
            file,
            line: 1,
            text: "",
        }
        .fault(Fault::TooLarge));
    }
    let head = &bytes[..bytes.len().min(1 << 12)];
    let is_binary =
        !head.starts_with(&[0xFF, 0xFE]) && !head.starts_with(&[0xFE, 0xFF]) && head.contains(&0)
            || head.starts_with(b"PK")
            || head.starts_with(&[0x1F, 0x8B]);
    let statements = if is_binary {
        table(file, bytes)?
    } else {
        let text = decoded(bytes);
        let start = text.trim_start();
        if start.starts_with('<') {
            xml::read(file, &text)?
        } else if start.starts_with('{') {
            study::read(file, &text)?
        } else if spss::is_syntax(&text) {
            spss::read(file, &text)?
        } else {
            table(file, bytes)?
        }
    };
    if statements.is_empty() {
        return Err(Place {
            file,
            line: 1,
            text: "",
        }
        .fault(Fault::Nothing));
    }
    Ok(statements)
}

fn table(file: &str, bytes: &[u8]) -> Result<Statements, Error> {
    let mut reader = FileReader::new(file, ReadOptions::default());
    reader.feed(bytes)?;
    sheet::read(file, &reader.finish()?.dataset)
}

/// UTF-8 or UTF-16 where it is that, else Windows-1252.
pub(crate) fn decoded(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding
            .decode_without_bom_handling(&bytes[mark..])
            .0
            .into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            // an XML declaration names the encoding in ASCII
            let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
            let named = head.split_once("encoding=").and_then(|(_, rest)| {
                let quote = rest.chars().next().filter(|sign| "\"'".contains(*sign))?;
                rest[1..].split(quote).next()
            });
            let encoding = named.and_then(|name| encoding_rs::Encoding::for_label(name.as_bytes()));
            encoding
                .unwrap_or(encoding_rs::WINDOWS_1252)
                .decode(bytes)
                .0
                .into_owned()
        }
    }
}

/// A place in a codebook.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(crate) file: &'a str,
    pub(crate) line: u64,
    pub(crate) text: &'a str,
}

impl Place<'_> {
    pub(crate) fn fault(self, fault: Fault) -> Error {
        Error::Codebook {
            file: self.file.to_owned(),
            line: self.line,
            text: self.text.chars().take(60).collect(),
            fault,
        }
    }
}
