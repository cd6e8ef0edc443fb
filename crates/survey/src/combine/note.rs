//! What a reader must know about a dataset made of others.

use serde::{Deserialize, Serialize};

use crate::Text;

/// Something worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum CombineNote {
    /// Rows without a key are left out.
    WithoutKey {
        /// The dataset.
        data: String,
        /// How many.
        rows: u64,
    },
    /// A variable is missing in some of the datasets; their rows have no answer to it.
    Absent {
        /// The variable.
        variable: String,
        /// Datasets without it.
        datasets: Vec<String>,
    },
    /// One value has different labels; those of the first dataset are used.
    OtherLabels {
        /// The variable.
        variable: String,
        /// The dataset with other labels than the first.
        data: String,
    },
}

impl CombineNote {
    /// The note in both languages.
    pub fn text(&self) -> Text {
        match self {
            Self::WithoutKey { data, rows } => Text::both(
                format!("{data}: {rows} Zeilen ohne Schlüssel wurden weggelassen."),
                format!("{data}: {rows} rows without a key were left out."),
            ),
            Self::Absent { variable, datasets } => {
                let datasets = datasets.join(", ");
                Text::both(
                    format!(
                        "{variable} gibt es nicht in {datasets}; dort zählt es als keine Angabe."
                    ),
                    format!("{variable} is not in {datasets}; there it counts as no answer."),
                )
            }
            Self::OtherLabels { variable, data } => Text::both(
                format!(
                    "{variable} hat in {data} andere Wertelabels als zuvor. Bitte prüfen, ob die Werte dasselbe bedeuten."
                ),
                format!(
                    "{variable} has other value labels in {data} than before. Please check that the values mean the same."
                ),
            ),
        }
    }
}
