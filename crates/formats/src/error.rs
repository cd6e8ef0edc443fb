//! What can be wrong with a file, with the place and the remedy.

use befund_survey::Text;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::codebook;
use crate::format::Format;
use crate::preflib::Fault;
use crate::spss;
use crate::{archive, parquet, stata, workbook, write};

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
    /// An encoding was named that there is not.
    #[error("{file}: there is no encoding `{given}`; did you mean `{nearest}`?")]
    UnknownEncoding {
        /// The file.
        file: String,
        /// The name that was given.
        given: String,
        /// A name that is known and like it.
        nearest: String,
    },
    /// A character was told that cannot be what it was told to be.
    #[error(
        "{file}: `{given}` cannot be the character for `{option}`: {}",
        possible_characters(option).english
    )]
    ImpossibleCharacter {
        /// The file.
        file: String,
        /// Name of the option.
        option: String,
        /// The character.
        given: char,
    },
    /// So many lines were to be skipped that no table is left.
    #[error("{file}: there is no table below the {lines} lines to skip: skip fewer")]
    SkipsAll {
        /// The file.
        file: String,
        /// How many.
        lines: u32,
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
    /// Something in a file of SPSS.
    #[error("{file}, byte {offset}: {}", fault.english())]
    Spss {
        /// The file.
        file: String,
        /// Byte of the file, from 0.
        offset: u64,
        /// What is wrong with it.
        fault: spss::Fault,
    },
    /// Something in a Parquet file.
    #[error("{file}{}, byte {offset}: {}", column_english(column), fault.english())]
    Parquet {
        /// The file.
        file: String,
        /// The column; empty where it is about the whole file.
        column: String,
        /// Where it stands, from 0.
        offset: u64,
        /// What is wrong.
        fault: parquet::Fault,
    },
    /// Something in a Stata file.
    #[error("{file}, byte {offset}: {}", fault.english())]
    Stata {
        /// The file.
        file: String,
        /// Where it stands, from 0.
        offset: u64,
        /// What is wrong.
        fault: stata::Fault,
    },
    /// Something in a codebook.
    #[error("{file}, line {line}, `{text}`: {}", fault.english())]
    Codebook {
        /// The file.
        file: String,
        /// Line of the file, from 1.
        line: u64,
        /// What stands there.
        text: String,
        /// What is wrong with it.
        fault: codebook::Fault,
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

/// What an option for a character takes.
struct Possible {
    german: &'static str,
    english: &'static str,
}

fn possible_characters(option: &str) -> Possible {
    let (german, english) = match option {
        "separator" => (
            "Trennzeichen sind etwa Komma, Semikolon, Tabulator, |, : oder ein Leerzeichen",
            "separators are for example comma, semicolon, tab, |, : or a blank",
        ),
        "decimal" => (
            "Dezimalzeichen sind Punkt und Komma",
            "decimal marks are point and comma",
        ),
        "thousands" => (
            "Tausendertrennzeichen sind Punkt, Komma, Leerzeichen und Apostroph, und nicht das Dezimalzeichen",
            "marks between thousands are point, comma, blank and apostrophe, and not the decimal mark",
        ),
        _ => (
            "möglich ist ein ASCII-Zeichen, das weder Buchstabe noch Ziffer noch Trennzeichen ist, oder ein Leerzeichen für keines",
            "possible is an ASCII character that is no letter, digit or separator, or a blank for none",
        ),
    };
    Possible { german, english }
}

/// The column of an English message, where there is one.
fn column_english(column: &str) -> String {
    if column.is_empty() {
        String::new()
    } else {
        format!(", column `{column}`")
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
            Self::UnknownEncoding {
                file,
                given,
                nearest,
            } => {
                format!("{file}: Den Zeichensatz „{given}“ gibt es nicht. Ist „{nearest}“ gemeint?")
            }
            Self::ImpossibleCharacter {
                file,
                option,
                given,
            } => format!(
                "{file}: „{given}“ ist als Zeichen für „{option}“ nicht möglich: {}.",
                possible_characters(option).german
            ),
            Self::SkipsAll { file, lines } => format!(
                "{file}: Unter den {lines} zu überspringenden Zeilen steht keine Tabelle. Bitte weniger überspringen."
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
            Self::Spss {
                file,
                offset,
                fault,
            } => format!("{file}, Byte {offset}: {}.", fault.german()),
            Self::Parquet {
                file,
                column,
                offset,
                fault,
            } => {
                let column = match column.as_str() {
                    "" => String::new(),
                    column => format!(", Spalte „{column}“"),
                };
                format!("{file}{column}, Byte {offset}: {}.", fault.german())
            }
            Self::Stata {
                file,
                offset,
                fault,
            } => format!("{file}, Byte {offset}: {}.", fault.german()),
            Self::Codebook {
                file,
                line,
                text,
                fault,
            } => format!("{file}, Zeile {line}, „{text}“: {}.", fault.german()),
            Self::TooManyRows { file, limit } => {
                format!("{file}: mehr als {limit} Datenzeilen. Bitte die Datei teilen.")
            }
        };
        let mut english = self.to_string();
        if !english.ends_with(['.', '?']) {
            english.push('.');
        }
        Text::both(german, english)
    }
}
