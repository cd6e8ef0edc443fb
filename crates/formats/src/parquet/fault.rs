//! What can be wrong with a Parquet file.

use serde::{Deserialize, Serialize};

/// Why a Parquet file cannot be read, with the remedy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// The file does not end as it must.
    NoFooter,
    /// The footer or the contents of a column is encrypted.
    Encrypted,
    /// A structure of the file cannot be right.
    Damaged(Structure),
    /// Another number of rows than announced.
    Rows {
        /// What the file announces.
        announced: u64,
        /// What is there.
        found: u64,
    },
    /// A codec that is not read.
    Codec(String),
    /// An encoding that is not read.
    Encoding(i64),
    /// The data stand in another file.
    Elsewhere(String),
    /// There are no columns.
    NoColumns,
    /// More cells or more unpacked bytes than can be held.
    TooLarge,
}

/// A structure of a Parquet file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Structure {
    /// The description of the file at its end.
    Footer,
    /// The columns and their types.
    Schema,
    /// The header of a page.
    PageHeader,
    /// Packed bytes.
    Compressed,
    /// Which rows have a value.
    Levels,
    /// Values, or indices into a dictionary.
    Values,
}

impl Structure {
    fn english(self) -> &'static str {
        match self {
            Self::Footer => "its footer",
            Self::Schema => "its schema",
            Self::PageHeader => "the header of a page",
            Self::Compressed => "the packed bytes of a page",
            Self::Levels => "the levels of a page",
            Self::Values => "the values of a page",
        }
    }

    /// After "in".
    fn german(self) -> &'static str {
        match self {
            Self::Footer => "der Fußzeile",
            Self::Schema => "dem Schema",
            Self::PageHeader => "dem Kopf einer Seite",
            Self::Compressed => "den gepackten Bytes einer Seite",
            Self::Levels => "den Ebenen (levels) einer Seite",
            Self::Values => "den Werten einer Seite",
        }
    }
}

impl Fault {
    pub(crate) fn english(&self) -> String {
        match self {
            Self::NoFooter => {
                "the file is truncated: the Parquet footer is missing at its end: copy or download it again"
                    .to_owned()
            }
            Self::Encrypted => {
                "the Parquet file is encrypted: write it again without encryption".to_owned()
            }
            Self::Damaged(structure) => format!(
                "the Parquet file is damaged in {}: copy or download it again, or write it again",
                structure.english()
            ),
            Self::Rows { announced, found } => format!(
                "the Parquet file is damaged: {found} rows are there instead of the {announced} announced: copy or download it again"
            ),
            Self::Codec(name) => format!(
                "packed with {name}, which is not read: write the file again with snappy, gzip, lz4 or zstd"
            ),
            Self::Encoding(code) => format!(
                "values are encoded in a way that is not read ({code}): write the file again with usual settings"
            ),
            Self::Elsewhere(path) => format!(
                "the data stand in another file, `{path}`: open that file, or write one file"
            ),
            Self::NoColumns => {
                "the Parquet file has no columns: write the data again".to_owned()
            }
            Self::TooLarge => {
                "the Parquet file unpacks to far more than its size, more than fits into memory: write fewer rows or columns"
                    .to_owned()
            }
        }
    }

    pub(crate) fn german(&self) -> String {
        match self {
            Self::NoFooter => {
                "Die Datei ist abgeschnitten: Am Ende fehlt die Fußzeile von Parquet. Bitte noch einmal kopieren oder herunterladen"
                    .to_owned()
            }
            Self::Encrypted => {
                "Die Parquet-Datei ist verschlüsselt. Bitte ohne Verschlüsselung neu schreiben"
                    .to_owned()
            }
            Self::Damaged(structure) => format!(
                "Die Parquet-Datei ist in {} beschädigt. Bitte noch einmal kopieren oder herunterladen, oder neu schreiben",
                structure.german()
            ),
            Self::Rows { announced, found } => format!(
                "Die Parquet-Datei ist beschädigt: {found} Datenzeilen sind da statt der {announced} angekündigten. Bitte noch einmal kopieren oder herunterladen"
            ),
            Self::Codec(name) => format!(
                "Gepackt mit {name}, das nicht gelesen wird. Bitte mit snappy, gzip, lz4 oder zstd neu schreiben"
            ),
            Self::Encoding(code) => format!(
                "Die Werte sind auf eine Art kodiert, die nicht gelesen wird ({code}). Bitte mit üblichen Einstellungen neu schreiben"
            ),
            Self::Elsewhere(path) => format!(
                "Die Daten stehen in einer anderen Datei, „{path}“. Bitte diese öffnen oder eine einzige Datei schreiben"
            ),
            Self::NoColumns => {
                "Die Parquet-Datei hat keine Spalten. Bitte die Daten neu schreiben".to_owned()
            }
            Self::TooLarge => {
                "Die Parquet-Datei wird entpackt weit größer, als sie ist, und passt nicht in den Speicher. Bitte weniger Zeilen oder Spalten schreiben"
                    .to_owned()
            }
        }
    }
}
