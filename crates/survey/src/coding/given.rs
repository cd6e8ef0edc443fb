//! The codes that answers get.

use serde::{Deserialize, Serialize};

use super::answers::Answers;
use super::search::{Term, Words};
use super::spec::{CodeFault, Coder, Coding};
use crate::Error;
use crate::error::nearest;

/// The codes of one answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// For every code, in the order of [`Coding::flat`], whether the answer has it. A code that is given below another gives that
    /// one, too.
    pub codes: Vec<bool>,
    /// Where they come from.
    pub source: Source,
}

/// Where the codes of an answer come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Nobody has decided about it, and no term occurs in it.
    Open,
    /// Terms occur in it.
    Terms,
    /// Somebody has decided about it.
    Hand,
}

impl Coding {
    /// The codes of every different answer: as the first of these coders has decided, where one has, else by the terms of the frame.
    /// O(answers × terms).
    ///
    /// # Errors
    /// [`Error::Coding`] where the frame is faulty, or a coder has given a code that it does not have.
    pub fn given(&self, answers: &Answers, coders: &[&Coder]) -> Result<Vec<Given>, Error> {
        self.check()?;
        let codes = self.flat();
        let terms = codes.iter().map(|(code, _)| code.terms());
        let terms: Vec<Vec<Term>> = terms.collect::<Result<_, _>>()?;
        let by_terms = |text: &str| {
            let words = Words::of(text);
            let found = terms
                .iter()
                .map(|terms| terms.iter().any(|term| !term.hits(&words).is_empty()));
            let codes: Vec<bool> = found.collect();
            let source = if codes.contains(&true) {
                Source::Terms
            } else {
                Source::Open
            };
            Given { codes, source }
        };
        let different = answers.different.iter();
        let mut given: Vec<Given> = different.map(|answer| by_terms(&answer.text)).collect();
        // the first coder is laid over the others
        let by_fingerprint = answers.by_fingerprint();
        for coder in coders.iter().rev() {
            for (fingerprint, codes) in &coder.answers {
                let codes = self.decided(coder, codes)?;
                if let Some(place) = answers.place(&by_fingerprint, fingerprint) {
                    let source = Source::Hand;
                    given[place] = Given { codes, source };
                }
            }
        }
        for given in &mut given {
            self.let_parents_follow(&mut given.codes);
        }
        Ok(given)
    }

    /// What each coder has decided about each answer, with the codes above those that were given.
    ///
    /// # Errors
    /// [`Error::Coding`] where a coder has given a code that the frame does not have.
    pub(super) fn decisions(
        &self,
        answers: &Answers,
        coders: &[&Coder],
    ) -> Result<Vec<Vec<Option<Vec<bool>>>>, Error> {
        let by_fingerprint = answers.by_fingerprint();
        let mut decisions = vec![vec![None; coders.len()]; answers.different.len()];
        for (number, coder) in coders.iter().enumerate() {
            for (fingerprint, codes) in &coder.answers {
                let mut codes = self.decided(coder, codes)?;
                self.let_parents_follow(&mut codes);
                if let Some(place) = answers.place(&by_fingerprint, fingerprint) {
                    decisions[place][number] = Some(codes);
                }
            }
        }
        Ok(decisions)
    }

    /// Coders who have coded answers that are not among these, as faults.
    pub(crate) fn strays(&self, answers: &Answers) -> Vec<Error> {
        let mut faults = Vec::new();
        for coder in &self.coders {
            let strays = coder.answers.len() as u64 - answers.among(coder.answers.keys());
            if strays > 0 {
                let fault = CodeFault::OtherAnswers {
                    coder: coder.coder.clone(),
                    answers: strays,
                    of: coder.answers.len() as u64,
                };
                faults.push(fault.of(""));
            }
        }
        faults
    }

    /// The codes that somebody gave an answer, by their places in the frame.
    fn decided(&self, coder: &Coder, codes: &[String]) -> Result<Vec<bool>, Error> {
        let known = self.flat();
        let mut given = vec![false; known.len()];
        for code in codes {
            let place = known.iter().position(|(known, _)| known.code == *code);
            let place = place.ok_or_else(|| {
                let nearest = nearest(code, known.iter().map(|(known, _)| known.code.as_str()));
                let coder = coder.coder.clone();
                CodeFault::Unknown { coder, nearest }.of(code)
            })?;
            given[place] = true;
        }
        Ok(given)
    }

    /// An answer with a finer code has the code above it.
    fn let_parents_follow(&self, given: &mut [bool]) {
        let mut place = 0;
        for code in &self.codes {
            let children = place + 1..place + 1 + code.codes.len();
            let below = given[children.clone()].contains(&true);
            given[place] |= below;
            place = children.end;
        }
    }
}
