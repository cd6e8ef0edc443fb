//! What a person has decided about open answers.

use serde::{Deserialize, Serialize};

/// The codes that one person has given to the answers of one file. It holds no word of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Coding {
    /// The code frame.
    pub frame: String,
    /// Who has coded.
    pub coder: String,
    /// The coded answers. An answer that is not here has the codes of its terms.
    pub answers: Vec<CodedAnswer>,
}

/// The codes of one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CodedAnswer {
    /// Row of data, from 1.
    pub row: u64,
    /// [`fingerprint`] of the answer, so that a coding is never laid over another file.
    pub answer: String,
    /// The codes; none where the answer says nothing of the frame.
    pub codes: Vec<String>,
}

/// Eight hexadecimal digits that tell an answer from another one. FNV-1a, 32 bits.
pub fn fingerprint(answer: &str) -> String {
    let mut hash = 0x811c_9dc5_u32;
    for byte in answer.trim().bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    format!("{hash:08x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_are_those_of_the_algorithm() {
        // the test vectors of its authors
        assert_eq!(fingerprint(""), "811c9dc5");
        assert_eq!(fingerprint("a"), "e40c292c");
        assert_eq!(fingerprint(" foobar "), "bf9cf968");
    }
}
