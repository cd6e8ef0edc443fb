//! Changes of a coding.

use serde::{Deserialize, Serialize};

use super::spec::Code;

/// A change of a coding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
pub enum CodingEdit {
    /// Other codes in the place of those there are. Codes that are gone are taken from the answers that had them.
    Codes {
        /// All codes.
        codes: Vec<Code>,
    },
    /// Somebody has decided about an answer.
    Decide {
        /// Who.
        coder: String,
        /// Fingerprint of the answer.
        answer: String,
        /// Its codes; absent to take the decision back.
        codes: Option<Vec<String>>,
    },
}
