//! What an open answer can be about.

use serde::{Deserialize, Serialize};

use super::search::{Hit, Term, TermFault};
use crate::{Error, Text};

/// A code frame: codes and their sub-codes for the open answers to one variable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CodeFrame {
    /// Name; the variables of its codes begin with it.
    pub name: String,
    /// The variable with the open answers.
    pub variable: String,
    /// What the frame is about; the question where it is empty.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub label: Text,
    /// The codes in their order.
    pub codes: Vec<Code>,
}

/// A code of a frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// Its short name, unique in the frame: letters, digits, `_`, `.` and `-`.
    pub code: String,
    /// What it stands for.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub label: Text,
    /// Answers with one of these terms get the code: a word, `begin*`, `*end`, or several words in a row. Upper and lower case,
    /// umlauts and accents make no difference.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<String>,
    /// Finer codes below it. An answer with one of them has this code, too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Code>,
}

/// What is wrong with a code frame.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FrameFault {
    /// There are no codes.
    #[error("it has no codes: add at least one under `codes`")]
    Empty,
    /// Two codes have one name.
    #[error("this code stands there twice: give one of them another name")]
    Repeated,
    /// A name with other characters, or without any.
    #[error("a code is made of letters, digits, `_`, `.` and `-`")]
    BadName,
    /// Codes below codes below codes.
    #[error("a frame has two levels: this one has codes on a third")]
    TooDeep,
    /// A term that cannot be searched for.
    #[error("the term `{term}` {fault}")]
    BadTerm {
        /// The term.
        term: String,
        /// What is wrong with it.
        fault: TermFault,
    },
    /// Somebody gave an answer a code that the frame does not have.
    #[error(
        "the coding by `{coder}` gives row {row} this code, which the frame does not have: add it, or correct the coding"
    )]
    Unknown {
        /// Who.
        coder: String,
        /// Row of data, from 1.
        row: u64,
    },
    /// A coding was made for other answers than those of the file.
    #[error(
        "the coding by `{coder}` was made for another answer in row {row} than the file has: is this the file it was made for?"
    )]
    OtherAnswer {
        /// Who.
        coder: String,
        /// Row of data, from 1.
        row: u64,
    },
}

impl FrameFault {
    pub(crate) fn german(&self) -> String {
        match self {
            Self::Empty => {
                "Er hat keine Codes. Bitte mindestens einen unter „codes“ eintragen.".to_owned()
            }
            Self::Repeated => {
                "Diesen Code gibt es zweimal. Bitte einen davon umbenennen.".to_owned()
            }
            Self::BadName => {
                "Ein Code besteht aus Buchstaben, Ziffern, „_“, „.“ und „-“.".to_owned()
            }
            Self::TooDeep => {
                "Ein Codeplan hat zwei Ebenen; dieser hat Codes auf einer dritten.".to_owned()
            }
            Self::BadTerm { term, fault } => {
                format!("Der Suchbegriff „{term}“ {}.", fault.german())
            }
            Self::Unknown { coder, row } => format!(
                "Die Codierung von „{coder}“ gibt Zeile {row} diesen Code, den der Codeplan nicht hat. Bitte ergänzen oder die Codierung berichtigen."
            ),
            Self::OtherAnswer { coder, row } => format!(
                "Die Codierung von „{coder}“ gehört in Zeile {row} zu einer anderen Antwort, als die Datei hat. Ist es die Datei, für die sie gemacht wurde?"
            ),
        }
    }
}

impl CodeFrame {
    /// Every code with its parent, parents before their children.
    pub fn flat(&self) -> Vec<(&Code, Option<&Code>)> {
        let mut all = Vec::new();
        for code in &self.codes {
            all.push((code, None));
            all.extend(code.codes.iter().map(|child| (child, Some(code))));
        }
        all
    }

    /// Checks names, levels and terms.
    ///
    /// # Errors
    /// [`Error::CodeFrame`] with the code.
    pub fn check(&self) -> Result<(), Error> {
        if self.codes.is_empty() {
            return Err(self.fault("", FrameFault::Empty));
        }
        let all = self.flat();
        for (place, (code, parent)) in all.iter().enumerate() {
            let name = code.code.as_str();
            let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
            if name.is_empty() || !name.chars().all(plain) {
                return Err(self.fault(name, FrameFault::BadName));
            }
            if all[..place].iter().any(|(known, _)| known.code == name) {
                return Err(self.fault(name, FrameFault::Repeated));
            }
            if parent.is_some() && !code.codes.is_empty() {
                return Err(self.fault(name, FrameFault::TooDeep));
            }
            self.terms_of(code)?;
        }
        Ok(())
    }

    /// The terms of a code, ready to search with.
    pub(super) fn terms_of(&self, code: &Code) -> Result<Vec<Term>, Error> {
        let terms = code.terms.iter().map(|text| {
            Term::new(text).map_err(|fault| {
                let term = text.clone();
                self.fault(&code.code, FrameFault::BadTerm { term, fault })
            })
        });
        terms.collect()
    }

    /// The codes whose terms occur in an answer, each with the places where they do, for a preview.
    ///
    /// # Errors
    /// [`Error::CodeFrame`] where a term is none.
    pub fn search(&self, answer: &str) -> Result<Vec<(&Code, Vec<Hit>)>, Error> {
        let mut found = Vec::new();
        for (code, _) in self.flat() {
            let terms = self.terms_of(code)?;
            let hits: Vec<Hit> = terms.iter().flat_map(|term| term.hits(answer)).collect();
            if !hits.is_empty() {
                found.push((code, hits));
            }
        }
        Ok(found)
    }

    pub(super) fn fault(&self, code: &str, fault: FrameFault) -> Error {
        Error::CodeFrame {
            frame: self.name.clone(),
            code: code.to_owned(),
            fault,
        }
    }
}
