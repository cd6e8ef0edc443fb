//! How open answers are coded, as it stands in a study.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::search::{Term, TermFault};
use crate::error::nearest;
use crate::{Error, Text};

/// Codes and their sub-codes for the open answers to one question. Every code becomes a 0/1 variable `name_code`, the codes of the first
/// level become a set of several answers, and so do those below each of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Coding {
    /// The variable with the open answers.
    pub of: String,
    /// The codes in their order.
    pub codes: Vec<Code>,
    /// What people have decided by hand. Where several have decided about an answer, the first of them counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub coders: Vec<Coder>,
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

/// What one person has decided by hand. It holds no word of an answer, and says of no row what it answered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Coder {
    /// Name or initials.
    pub coder: String,
    /// The codes of an answer by its fingerprint; an empty list where none of the codes fits. An answer that is not here has the codes
    /// of its terms.
    #[serde(default)]
    pub answers: BTreeMap<String, Vec<String>>,
}

/// What is wrong with a code frame, or with what was coded by it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeFault {
    /// There are no codes.
    #[error("there are no codes: add at least one under `codes`")]
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
    #[error("{coder} has given this code, which the frame does not have{}", or_nearest(.nearest))]
    Unknown {
        /// Who.
        coder: String,
        /// The code that may be meant.
        nearest: Option<String>,
    },
    /// Two coders have one name.
    #[error("there are two coders called `{coder}`: give one of them another name")]
    RepeatedCoder {
        /// The name.
        coder: String,
    },
    /// Somebody is asked for who has coded nothing.
    #[error("there is no coder called `{coder}`{}", or_nearest(.nearest))]
    UnknownCoder {
        /// The name.
        coder: String,
        /// The coder who may be meant.
        nearest: Option<String>,
    },
    /// A coding table without the columns it needs.
    #[error(
        "a coding table has a column `id` or `answer`, and columns `code1`, `code2`, ...: rename the columns of this one"
    )]
    Columns,
    /// A row with codes for no answer.
    #[error(
        "row {row} has codes and neither `id` nor `answer`: fill one of them in, or empty the row"
    )]
    NoAnswer {
        /// Row of data, from 1.
        row: u64,
    },
    /// A row of a coding table with codes, and the mark that there are none.
    #[error("row {row} has `-` for \"none of the codes\" beside codes: take one of them out")]
    NoneAndSome {
        /// Row of data, from 1.
        row: u64,
    },
    /// Two rows of a coding table with the same answer and other codes.
    #[error(
        "rows {first} and {second} have the same answer and different codes: an answer is coded once, make both rows alike"
    )]
    TwoDecisions {
        /// Row of data, from 1.
        first: u64,
        /// Row of data, from 1.
        second: u64,
    },
    /// A code in a coding table that the frame does not have.
    #[error("row {row} has this code, which the frame does not have{}", or_nearest(.nearest))]
    UnknownInTable {
        /// Row of data, from 1.
        row: u64,
        /// The code that may be meant.
        nearest: Option<String>,
    },
    /// Answers were coded that the file does not have.
    #[error(
        "{coder} has coded {of} answers, and the file does not have {answers} of them: is it the file they come from? They are left out"
    )]
    OtherAnswers {
        /// Who.
        coder: String,
        /// How many of the answers are not in the file.
        answers: u64,
        /// How many were coded.
        of: u64,
    },
}

fn or_nearest(nearest: &Option<String>) -> String {
    match nearest {
        Some(nearest) => format!("; did you mean `{nearest}`?"),
        None => String::new(),
    }
}

impl CodeFault {
    pub(crate) fn german(&self) -> String {
        let or_nearest = |nearest: &Option<String>| match nearest {
            Some(nearest) => format!("; ist „{nearest}“ gemeint?"),
            None => ".".to_owned(),
        };
        match self {
            Self::Empty => {
                "Es gibt keine Codes. Bitte mindestens einen unter „codes“ eintragen.".to_owned()
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
            Self::Unknown { coder, nearest } => format!(
                "{coder} hat diesen Code vergeben, den der Codeplan nicht hat{}",
                or_nearest(nearest)
            ),
            Self::RepeatedCoder { coder } => {
                format!("Zwei Codierende heißen „{coder}“. Bitte einen davon umbenennen.")
            }
            Self::UnknownCoder { coder, nearest } => format!(
                "Niemand unter den Codierenden heißt „{coder}“{}",
                or_nearest(nearest)
            ),
            Self::Columns => "Eine Codiertabelle hat eine Spalte „id“ oder „answer“ und Spalten „code1“, „code2“, ... Bitte die Spalten so nennen.".to_owned(),
            Self::NoAnswer { row } => format!(
                "Zeile {row} hat Codes, aber weder „id“ noch „answer“. Bitte eines davon ausfüllen oder die Zeile leeren."
            ),
            Self::NoneAndSome { row } => format!(
                "In Zeile {row} steht „-“ für „keiner der Codes“ neben Codes. Bitte eines davon streichen."
            ),
            Self::TwoDecisions { first, second } => format!(
                "Die Zeilen {first} und {second} haben dieselbe Antwort und verschiedene Codes. Eine Antwort wird einmal codiert; bitte beide Zeilen angleichen."
            ),
            Self::UnknownInTable { row, nearest } => format!(
                "Zeile {row} hat diesen Code, den der Codeplan nicht hat{}",
                or_nearest(nearest)
            ),
            Self::OtherAnswers { coder, answers, of } => format!(
                "{coder} hat {of} Antworten codiert; {answers} davon hat diese Datei nicht. Ist es die Datei, aus der sie stammen? Sie bleiben außer Betracht."
            ),
        }
    }

    /// As an error about a code, or about the whole.
    pub(crate) fn of(self, code: &str) -> Error {
        Error::Coding {
            code: code.to_owned(),
            fault: self,
        }
    }
}

impl Coding {
    /// Every code with its parent, parents before their children.
    pub fn flat(&self) -> Vec<(&Code, Option<&Code>)> {
        let mut all = Vec::new();
        for code in &self.codes {
            all.push((code, None));
            all.extend(code.codes.iter().map(|child| (child, Some(code))));
        }
        all
    }

    /// Checks names, levels and terms. A frame without codes is one that was just begun.
    ///
    /// # Errors
    /// [`Error::Coding`] with the code.
    pub fn check(&self) -> Result<(), Error> {
        let all = self.flat();
        for (place, (code, parent)) in all.iter().enumerate() {
            let name = code.code.as_str();
            let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
            if name.is_empty() || !name.chars().all(plain) {
                return Err(CodeFault::BadName.of(name));
            }
            if all[..place].iter().any(|(known, _)| known.code == name) {
                return Err(CodeFault::Repeated.of(name));
            }
            if parent.is_some() && !code.codes.is_empty() {
                return Err(CodeFault::TooDeep.of(name));
            }
            code.terms()?;
        }
        for (place, coder) in self.coders.iter().enumerate() {
            let name = &coder.coder;
            if self.coders[..place]
                .iter()
                .any(|known| known.coder == *name)
            {
                let coder = name.clone();
                return Err(CodeFault::RepeatedCoder { coder }.of(""));
            }
        }
        Ok(())
    }

    /// What somebody has decided by hand.
    ///
    /// # Errors
    /// [`Error::Coding`] where nobody of that name has.
    pub fn coder(&self, name: &str) -> Result<&Coder, Error> {
        let found = self.coders.iter().find(|coder| coder.coder == name);
        found.ok_or_else(|| {
            let known = self.coders.iter().map(|coder| coder.coder.as_str());
            let nearest = nearest(name, known);
            let coder = name.to_owned();
            CodeFault::UnknownCoder { coder, nearest }.of("")
        })
    }
}

impl Code {
    /// A code of that name without terms.
    pub fn new(code: &str) -> Self {
        Self {
            code: code.to_owned(),
            label: Text::default(),
            terms: Vec::new(),
            codes: Vec::new(),
        }
    }

    /// What it stands for, or its name.
    pub fn title(&self) -> Text {
        if self.label.is_empty() {
            Text::Plain(self.code.clone())
        } else {
            self.label.clone()
        }
    }

    /// Its terms, ready to search with.
    ///
    /// # Errors
    /// [`Error::Coding`] where a term is none.
    pub fn terms(&self) -> Result<Vec<Term>, Error> {
        let terms = self.terms.iter().map(|text| {
            Term::new(text).map_err(|fault| {
                let term = text.clone();
                CodeFault::BadTerm { term, fault }.of(&self.code)
            })
        });
        terms.collect()
    }
}
