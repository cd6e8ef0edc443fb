//! What a reader must know about how a Parquet file was read.

use befund_survey::Text;
use serde::{Deserialize, Serialize};

use crate::note::short;

/// Something about a Parquet file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// Lists became texts.
    Lists(Vec<String>),
    /// Bytes that are no text cannot be shown.
    Binary {
        /// The column.
        column: String,
        /// Rows with such bytes.
        rows: u64,
        /// Bytes of the first.
        bytes: u64,
    },
    /// Whole numbers that are larger than a double holds became texts.
    LargeNumbers(Vec<String>),
    /// Pages whose bytes are not those that were written.
    Checksum {
        /// Columns with such pages.
        columns: Vec<String>,
        /// How many.
        pages: u64,
    },
}

impl Note {
    pub(crate) fn is_warning(&self) -> bool {
        match self {
            Self::LargeNumbers(_) => false,
            Self::Lists(_) | Self::Binary { .. } | Self::Checksum { .. } => true,
        }
    }

    pub(crate) fn text(&self) -> Text {
        match self {
            Self::Lists(columns) => Text::both(
                format!(
                    "Hier stehen in einer Zelle mehrere Werte, die als ein Text mit Semikolons gelesen sind: {}",
                    short(columns)
                ),
                format!(
                    "Cells hold several values, read as one text with semicolons: {}",
                    short(columns)
                ),
            ),
            Self::Binary {
                column,
                rows,
                bytes,
            } => Text::both(
                format!(
                    "{column}, Datenzeilen mit anderen Daten als Text: {rows} (die erste mit {bytes} Bytes). Sie zählen als keine Angabe."
                ),
                format!(
                    "{column}, rows that hold no text but other data: {rows} (the first with {bytes} bytes). They count as no answer."
                ),
            ),
            Self::LargeNumbers(columns) => Text::both(
                format!(
                    "Als Text gelesen, weil die Zahlen zu groß sind, um genau mit ihnen zu rechnen: {}",
                    short(columns)
                ),
                format!(
                    "Read as text, because the numbers are too large to calculate with exactly: {}",
                    short(columns)
                ),
            ),
            Self::Checksum { columns, pages } => Text::both(
                format!(
                    "Die Prüfsumme von {pages} Seiten stimmt nicht, die Datei ist wahrscheinlich beschädigt: {}. Bitte noch einmal kopieren oder herunterladen.",
                    short(columns)
                ),
                format!(
                    "The checksum of {pages} pages is wrong, the file is probably damaged: {}. Copy or download it again.",
                    short(columns)
                ),
            ),
        }
    }
}
