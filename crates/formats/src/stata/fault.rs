//! What can be wrong with a Stata file.

use serde::{Deserialize, Serialize};

/// Why a Stata file cannot be read, with the remedy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// A release that is not known.
    Release(String),
    /// The file ends too early.
    Truncated(Part),
    /// The file ends among the rows.
    Rows {
        /// How many the header announces.
        announced: u64,
        /// How many are there completely.
        found: u64,
    },
    /// Another tag is due.
    Tag(String),
    /// No order of bytes.
    ByteOrder,
    /// A type that no variable has.
    Type {
        /// Place of the variable, from 1.
        variable: usize,
        /// What stands there.
        code: u16,
    },
    /// There are no variables.
    NoVariables,
    /// An encoding that is not known.
    Encoding(String),
    /// Long texts that are much larger than the file.
    TooLarge,
}

/// A part of a Stata file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// Release, byte order, counts.
    Header,
    /// Types, names, formats, labels of the variables.
    Variables,
    /// Notes and settings.
    Characteristics,
    /// The rows.
    Data,
    /// Texts of any length (strL).
    LongTexts,
    /// Value labels.
    ValueLabels,
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Damage {
    /// Offset in the file, from 0.
    pub(super) offset: usize,
    pub(super) fault: Fault,
}

impl Part {
    pub(super) fn english(self) -> &'static str {
        match self {
            Self::Header => "the header",
            Self::Variables => "the descriptions of the variables",
            Self::Characteristics => "the characteristics",
            Self::Data => "the data",
            Self::LongTexts => "the long texts (strL)",
            Self::ValueLabels => "the value labels",
        }
    }

    /// After "in".
    pub(super) fn german(self) -> &'static str {
        match self {
            Self::Header => "im Kopf",
            Self::Variables => "in den Beschreibungen der Variablen",
            Self::Characteristics => "in den Merkmalen (characteristics)",
            Self::Data => "in den Daten",
            Self::LongTexts => "in den langen Texten (strL)",
            Self::ValueLabels => "in den Wertelabels",
        }
    }
}

impl Fault {
    pub(crate) fn english(&self) -> String {
        match self {
            Self::Release(found) => format!(
                "`{found}` is no release of the Stata format that can be read (102 to 105, 108, 110, 111, 113 to 115, 117 to 121): save it again in Stata with `saveold`"
            ),
            Self::Truncated(part) => format!(
                "the file is truncated: it ends in {}: copy or download it again",
                part.english()
            ),
            Self::Rows { announced, found } => format!(
                "the file is truncated: {found} rows are there, fewer than the {announced} announced: copy or download it again"
            ),
            Self::Tag(tag) => format!(
                "`{tag}` is missing here, the file is damaged: copy or download it again, or save it again in Stata"
            ),
            Self::ByteOrder => {
                "neither byte order (MSF, LSF) stands here, the file is damaged: copy or download it again"
                    .to_owned()
            }
            Self::Type { variable, code } => format!(
                "variable {variable} has type {code}, which there is not, the file is damaged: copy or download it again"
            ),
            Self::NoVariables => {
                "the file has no variables: save the data again in Stata".to_owned()
            }
            Self::Encoding(name) => format!(
                "the encoding `{name}` is not known: use a name such as utf-8, windows-1252 or macintosh"
            ),
            Self::TooLarge => {
                "the long texts (strL) are repeated so often that they do not fit into memory: drop these variables in Stata, or split the file"
                    .to_owned()
            }
        }
    }

    pub(crate) fn german(&self) -> String {
        match self {
            Self::Release(found) => format!(
                "„{found}“ ist keine Fassung des Stata-Formats, die gelesen werden kann (102 bis 105, 108, 110, 111, 113 bis 115, 117 bis 121). Bitte in Stata mit „saveold“ neu speichern"
            ),
            Self::Truncated(part) => format!(
                "Die Datei ist abgeschnitten, sie endet {}. Bitte noch einmal kopieren oder herunterladen",
                part.german()
            ),
            Self::Rows { announced, found } => format!(
                "Die Datei ist abgeschnitten: {found} Datenzeilen sind da, weniger als die {announced} angekündigten. Bitte noch einmal kopieren oder herunterladen"
            ),
            Self::Tag(tag) => format!(
                "Hier fehlt „{tag}“, die Datei ist beschädigt. Bitte noch einmal kopieren oder herunterladen, oder in Stata neu speichern"
            ),
            Self::ByteOrder => {
                "Hier steht keine Bytereihenfolge (MSF, LSF), die Datei ist beschädigt. Bitte noch einmal kopieren oder herunterladen"
                    .to_owned()
            }
            Self::Type { variable, code } => format!(
                "Variable {variable} hat den Typ {code}, den es nicht gibt, die Datei ist beschädigt. Bitte noch einmal kopieren oder herunterladen"
            ),
            Self::NoVariables => {
                "Die Datei hat keine Variablen. Bitte die Daten in Stata neu speichern".to_owned()
            }
            Self::Encoding(name) => format!(
                "Den Zeichensatz „{name}“ gibt es hier nicht; möglich sind zum Beispiel utf-8, windows-1252 und macintosh"
            ),
            Self::TooLarge => {
                "Die langen Texte (strL) wiederholen sich so oft, dass sie nicht in den Speicher passen. Bitte diese Variablen in Stata löschen oder die Datei teilen"
                    .to_owned()
            }
        }
    }
}
