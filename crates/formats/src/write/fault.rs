//! What a file cannot hold.

use serde::{Deserialize, Serialize};

/// Why a dataset cannot be written, with the remedy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// More rows than a sheet has.
    Rows {
        /// Rows there are.
        rows: usize,
        /// Rows there can be.
        limit: usize,
    },
    /// More variables than a sheet has columns.
    Columns {
        /// Variables there are.
        columns: usize,
        /// Columns there can be.
        limit: usize,
    },
    /// A text is longer than a cell can be.
    LongText {
        /// The variable.
        variable: String,
        /// Row of data, from 1; 0 for the codebook.
        row: usize,
        /// Characters a cell can hold.
        limit: usize,
    },
}

impl Fault {
    pub(crate) fn english(&self) -> String {
        match self {
            Self::Rows { rows, limit } => format!(
                "{rows} rows are more than the {limit} of a sheet: write the data as CSV or SAV"
            ),
            Self::Columns { columns, limit } => format!(
                "{columns} variables are more than the {limit} columns of a sheet: write the data as CSV or SAV"
            ),
            Self::LongText {
                variable,
                row,
                limit,
            } => format!(
                "a text of `{variable}` (row {row}) is longer than the {limit} characters that a cell can hold: write the data as CSV"
            ),
        }
    }

    pub(crate) fn german(&self) -> String {
        match self {
            Self::Rows { rows, limit } => format!(
                "{rows} Datenzeilen sind mehr als die {limit} eines Tabellenblatts. Bitte als CSV oder SAV schreiben"
            ),
            Self::Columns { columns, limit } => format!(
                "{columns} Variablen sind mehr als die {limit} Spalten eines Tabellenblatts. Bitte als CSV oder SAV schreiben"
            ),
            Self::LongText {
                variable,
                row,
                limit,
            } => format!(
                "Ein Text von „{variable}“ (Datenzeile {row}) ist länger als die {limit} Zeichen, die eine Zelle fasst. Bitte als CSV schreiben"
            ),
        }
    }
}
