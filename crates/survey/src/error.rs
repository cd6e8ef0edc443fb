//! What can be wrong with a request, with the data that explains it and the remedy.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why an analysis or a study cannot be used.
#[derive(Debug, Clone, PartialEq, Error, Serialize, Deserialize)]
pub enum Error {
    /// The text is no study.
    #[error("line {line}, column {column}: {message}")]
    Study {
        /// Line of the text, from 1.
        line: usize,
        /// Column of the text, from 1.
        column: usize,
        /// What the parser says.
        message: String,
    },
    /// The study is of another version.
    #[error(
        "the study is of format version {found}, this program reads version 1: open it with a newer Befund"
    )]
    StudyVersion {
        /// The version of the study.
        found: u32,
    },
    /// A variable names a scale that is not there.
    #[error(
        "variable `{variable}` names the scale `{scale}`, which the study does not define: add it under `scales`"
    )]
    UnknownScale {
        /// The variable.
        variable: String,
        /// The missing scale.
        scale: String,
    },
}
