//! What can be wrong with a file, with the place and the remedy.

use befund_survey::Text;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::preflib::Fault;
use crate::{archive, workbook, write};

/// Why a file cannot be read. [`Display`](std::fmt::Display) is English, [`Error::text`] has both languages.
#[derive(Debug, Clone, PartialEq, Error, Serialize, Deserialize)]
pub enum Error {
    /// There are no bytes.
    #[error("{file}: the file is empty: export the data again")]
    Empty {
        /// The file.
        file: String,
    },
    /// There is a header but no row.
    #[error(
        "{file}: the file has a header with {columns} columns but no rows of data: export the data again"
    )]
    HeaderOnly {
        /// The file.
        file: String,
        /// Columns of the header.
        columns: usize,
    },
    /// The bytes are those of another format.
    #[error("{file}: this is {format}, not text with separators: save it as CSV and open that")]
    OtherFormat {
        /// The file.
        file: String,
        /// What it is.
        format: Format,
    },
    /// The bytes are no text.
    #[error("{file}: the bytes at {offset} are no text: this is no CSV file, or it is damaged")]
    Binary {
        /// The file.
        file: String,
        /// Where the first such byte stands.
        offset: u64,
    },
    /// A row has more cells than the header has names.
    #[error(
        "{file}, row {row} (line {line}): {found} cells instead of {expected}, the first beyond the header is `{text}`: put texts that contain the separator in double quotes"
    )]
    LongRow {
        /// The file.
        file: String,
        /// Row of data, from 1.
        row: u64,
        /// Line of the file, from 1.
        line: u64,
        /// Cells in the header.
        expected: usize,
        /// Cells in the row.
        found: usize,
        /// The first cell without a name.
        text: String,
    },
    /// The first line has one cell, later ones have many.
    #[error(
        "{file}, line {line}: {found} cells, but the first line has only one: remove the lines before the header"
    )]
    LinesBeforeHeader {
        /// The file.
        file: String,
        /// Line of the file, from 1.
        line: u64,
        /// Cells in it.
        found: usize,
    },
    /// More columns than any survey has.
    #[error(
        "{file}, line {line}: more than {limit} columns: check the separator, or whether rows and columns are swapped"
    )]
    TooManyColumns {
        /// The file.
        file: String,
        /// Line of the file, from 1.
        line: u64,
        /// How many are possible.
        limit: usize,
    },
    /// A record that does not end.
    #[error(
        "{file}, line {line}: one row is longer than {limit} MB: a line break or a closing double quote is missing"
    )]
    EndlessRow {
        /// The file.
        file: String,
        /// Line where the row begins, from 1.
        line: u64,
        /// Megabytes.
        limit: usize,
    },
    /// Something in a file of orders (soc, soi, toc, toi).
    #[error("{file}, line {line}: `{text}`: {}", fault.english())]
    Orders {
        /// The file.
        file: String,
        /// Line of the file, from 1.
        line: u64,
        /// What stands there.
        text: String,
        /// What is wrong with it.
        fault: Fault,
    },
    /// Something in a workbook (XLSX, XLS, ODS).
    #[error("{file}: {}", fault.english())]
    Workbook {
        /// The file.
        file: String,
        /// What is wrong with it.
        fault: workbook::Fault,
    },
    /// Something in an archive (gzip, ZIP).
    #[error("{file}: {}", fault.english())]
    Archive {
        /// The file.
        file: String,
        /// What is wrong with it.
        fault: archive::Fault,
    },
    /// Something that a file to be written cannot hold.
    #[error("{file}: {}", fault.english())]
    Write {
        /// The file the data came from.
        file: String,
        /// What does not fit.
        fault: write::Fault,
    },
    /// A row number no longer fits.
    #[error("{file}: more than {limit} rows: split the file")]
    TooManyRows {
        /// The file.
        file: String,
        /// How many are possible.
        limit: u64,
    },
}

/// A format that is recognised by its first bytes but not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Format {
    /// XLSX, ODS or any other ZIP container.
    Zip,
    /// The old binary Excel format.
    Xls,
    /// Compressed with gzip.
    Gzip,
    /// SPSS system file.
    Sav,
    /// SPSS portable file.
    Por,
    /// Stata.
    Dta,
    /// Apache Parquet.
    Parquet,
    /// PDF.
    Pdf,
    /// HTML page.
    Html,
}

impl Format {
    /// Recognises a format by the first bytes of a file.
    pub(crate) fn of(head: &[u8]) -> Option<Self> {
        let trimmed = head.trim_ascii_start();
        let page = |start: &[u8]| {
            trimmed.len() >= start.len() && trimmed[..start.len()].eq_ignore_ascii_case(start)
        };
        Some(match head {
            [b'P', b'K', 3 | 5, 4 | 6, ..] => Self::Zip,
            [0xD0, 0xCF, 0x11, 0xE0, ..] => Self::Xls,
            [0x1F, 0x8B, ..] => Self::Gzip,
            [b'$', b'F', b'L', b'2' | b'3', ..] => Self::Sav,
            [b'P', b'A', b'R', b'1', ..] => Self::Parquet,
            [b'%', b'P', b'D', b'F', ..] => Self::Pdf,
            _ if head.starts_with(b"<stata_dta>")
                || matches!(head, [0x69..=0x73, 1 | 2, 1, 0, ..]) =>
            {
                Self::Dta
            }
            _ if head.get(..200).is_some_and(|head| {
                head.windows(20).any(|part| part == b"ASCII SPSS PORT FILE")
            }) =>
            {
                Self::Por
            }
            _ if page(b"<!doctype html") || page(b"<html") => Self::Html,
            _ => return None,
        })
    }

    fn german(self) -> &'static str {
        match self {
            Self::Zip => "eine Arbeitsmappe oder ein ZIP-Archiv (XLSX, ODS, ...)",
            Self::Xls => "eine Excel-Arbeitsmappe (XLS)",
            Self::Gzip => "eine mit gzip gepackte Datei",
            Self::Sav => "eine SPSS-Datei (SAV)",
            Self::Por => "eine SPSS-Datei (POR)",
            Self::Dta => "eine Stata-Datei (DTA)",
            Self::Parquet => "eine Parquet-Datei",
            Self::Pdf => "ein PDF-Dokument",
            Self::Html => "eine HTML-Seite",
        }
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Zip => "a workbook or ZIP archive (XLSX, ODS, ...)",
            Self::Xls => "an Excel workbook (XLS)",
            Self::Gzip => "a file packed with gzip",
            Self::Sav => "an SPSS file (SAV)",
            Self::Por => "an SPSS file (POR)",
            Self::Dta => "a Stata file (DTA)",
            Self::Parquet => "a Parquet file",
            Self::Pdf => "a PDF document",
            Self::Html => "an HTML page",
        })
    }
}

impl Error {
    /// The message in both languages.
    pub fn text(&self) -> Text {
        let german = match self {
            Self::Empty { file } => {
                format!("{file}: Die Datei ist leer. Bitte die Daten noch einmal exportieren.")
            }
            Self::HeaderOnly { file, columns } => format!(
                "{file}: Die Datei hat eine Kopfzeile mit {columns} Spalten, aber keine Datenzeilen. Bitte die Daten noch einmal exportieren."
            ),
            Self::OtherFormat { file, format } => format!(
                "{file}: Das ist {}, kein Text mit Trennzeichen. Bitte als CSV speichern und diese Datei öffnen.",
                format.german()
            ),
            Self::Binary { file, offset } => format!(
                "{file}: Die Bytes an Stelle {offset} sind kein Text. Das ist keine CSV-Datei, oder sie ist beschädigt."
            ),
            Self::LongRow {
                file,
                row,
                line,
                expected,
                found,
                text,
            } => format!(
                "{file}, Datenzeile {row} (Zeile {line} der Datei): {found} Zellen statt {expected}, die erste überzählige ist „{text}“. Texte, die das Trennzeichen enthalten, gehören in doppelte Anführungszeichen."
            ),
            Self::LinesBeforeHeader { file, line, found } => format!(
                "{file}, Zeile {line}: {found} Zellen, aber die erste Zeile hat nur eine. Bitte die Zeilen vor der Kopfzeile entfernen."
            ),
            Self::TooManyColumns { file, line, limit } => format!(
                "{file}, Zeile {line}: mehr als {limit} Spalten. Bitte das Trennzeichen prüfen und ob Zeilen und Spalten vertauscht sind."
            ),
            Self::EndlessRow { file, line, limit } => format!(
                "{file}, Zeile {line}: Eine einzige Datenzeile ist länger als {limit} MB. Es fehlt ein Zeilenumbruch oder ein schließendes Anführungszeichen."
            ),
            Self::Orders {
                file,
                line,
                text,
                fault,
            } => format!("{file}, Zeile {line}, „{text}“: {}.", fault.german()),
            Self::Workbook { file, fault } => format!("{file}: {}.", fault.german()),
            Self::Write { file, fault } => format!("{file}: {}.", fault.german()),
            Self::Archive { file, fault } => format!("{file}: {}.", fault.german()),
            Self::TooManyRows { file, limit } => {
                format!("{file}: mehr als {limit} Datenzeilen. Bitte die Datei teilen.")
            }
        };
        Text::both(german, format!("{self}."))
    }
}
