//! How a file is to be read, where its reader should not find that out alone, and what came of reading it.

use crate::Text;
use crate::dataset::Dataset;

use serde::{Deserialize, Serialize};

/// What to take for granted about a file; what is absent is found out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReadOptions {
    /// Sheet of a workbook: its name, or its number from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// File inside an archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    /// Character encoding, by its name on the web ("utf-8", "windows-1252").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Character between the cells of a text file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub separator: Option<char>,
    /// Character around cells of a text file; a blank where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<char>,
    /// Lines of a text file that begin with this character are no data; a blank where all are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<char>,
    /// Decimal mark of numbers written as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<char>,
    /// Mark between thousands of numbers written as text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thousands: Option<char>,
    /// Lines or rows above the header that are no data, such as a title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skip: Option<u32>,
    /// Rows of the header: 0 where the first row is data, 2 where a second row of the header refines the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header_rows: Option<u32>,
}

impl ReadOptions {
    /// Whether everything is left to the reader.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct FileRead {
    /// The answers with what is known about them.
    pub dataset: Dataset,
    /// How the file was read, and what a reader must know about it.
    pub remarks: Vec<Remark>,
    /// How it was read, as far as that can be overruled.
    pub how: HowRead,
}

/// How a file was read, as far as that can be overruled.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct HowRead {
    /// What was found out or told; absent is what a file of its format does not have.
    pub options: ReadOptions,
    /// Sheets of the workbook, of which one was read; empty for other files.
    pub sheets: Vec<String>,
    /// Files of the archive, of which one was read; empty for other files.
    pub members: Vec<String>,
}

/// Something to know about how a file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// In words.
    pub text: Text,
    /// Whether it should be checked before the answers are relied on, rather than just known.
    pub is_warning: bool,
}
