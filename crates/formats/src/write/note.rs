//! What a file could not take as it was.

use befund_survey::Text;
use serde::{Deserialize, Serialize};

/// Something of the dataset that the file does not hold, or not in the same way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum WritingNote {
    /// A name that the format does not allow.
    Renamed {
        /// The name in the dataset.
        name: String,
        /// The name in the file.
        written: String,
    },
    /// Labels and texts longer than the format allows were cut.
    CutTexts {
        /// Where: a variable, or nothing for the title.
        variable: Option<String>,
        /// Bytes that are allowed.
        limit: usize,
    },
    /// More missing values than the format allows: one range took their place, which holds no valid answer.
    MissingAsRange {
        /// The variable.
        variable: String,
    },
    /// More missing values than the format allows: answers with these are empty in the file.
    MissingDropped {
        /// The variable.
        variable: String,
        /// The values.
        values: Vec<String>,
    },
    /// Reasons for missing numbers (.a to .z) are not in the file; these cells are empty.
    ReasonsDropped {
        /// The variable.
        variable: String,
    },
    /// A set of a kind that the format does not have.
    SetDropped {
        /// The set.
        set: String,
    },
}

impl WritingNote {
    /// The note in both languages.
    pub fn text(&self) -> Text {
        let (de, en) = match self {
            Self::Renamed { name, written } => (
                format!("{name} heißt in der Datei {written}, weil SPSS den Namen nicht zulässt."),
                format!("{name} is called {written} in the file, as SPSS does not allow the name."),
            ),
            Self::CutTexts { variable, limit } => {
                let (de, en) = match variable {
                    Some(variable) => (variable.as_str(), variable.as_str()),
                    None => ("Titel", "Title"),
                };
                (
                    format!("{de}: Texte mit mehr als {limit} Bytes sind in der Datei gekürzt."),
                    format!("{en}: texts of more than {limit} bytes are cut in the file."),
                )
            }
            Self::MissingAsRange { variable } => (
                format!(
                    "{variable}: mehr fehlende Werte, als SPSS zulässt; in der Datei steht ein Bereich, in dem keine gültige Angabe liegt."
                ),
                format!(
                    "{variable}: more missing values than SPSS allows; the file has a range in which no valid answer lies."
                ),
            ),
            Self::MissingDropped { variable, values } => {
                let values = values.join(", ");
                (
                    format!(
                        "{variable}: mehr fehlende Werte, als SPSS zulässt; Zellen mit {values} sind in der Datei leer."
                    ),
                    format!(
                        "{variable}: more missing values than SPSS allows; cells with {values} are empty in the file."
                    ),
                )
            }
            Self::ReasonsDropped { variable } => (
                format!(
                    "{variable}: Fehlende Werte mit Buchstaben (.a bis .z) kennt SPSS nicht; diese Zellen sind in der Datei leer."
                ),
                format!(
                    "{variable}: SPSS has no lettered missing values (.a to .z); these cells are empty in the file."
                ),
            ),
            Self::SetDropped { set } => (
                format!(
                    "Die Variablengruppe {set} steht nicht in der Datei: SPSS kennt ihre Art nicht."
                ),
                format!("The set {set} is not in the file: SPSS has none of its kind."),
            ),
        };
        Text::both(de, en)
    }
}
