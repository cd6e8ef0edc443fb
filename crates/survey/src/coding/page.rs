//! Answers with their codes, a few at a time, for people who code them.

use serde::{Deserialize, Serialize};

use super::agreement::CoderAnswers;
use super::answers::Answers;
use super::given::{Given, Source};
use super::search::{Hit, Term, Words};
use super::spec::{CodeFault, Coder, Coding};
use crate::Error;

/// Which answers to list, and how.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Asked {
    /// Whose decisions are shown; those of all coders as they count where it is empty. Who has not decided yet has decided nothing.
    #[serde(default)]
    pub coder: String,
    /// Terms to search for.
    #[serde(default)]
    pub terms: Vec<String>,
    /// Which answers are listed.
    #[serde(default)]
    pub listed: Listed,
    /// The first to be listed, from 0.
    #[serde(default)]
    pub from: u64,
    /// How many at most.
    pub most: u64,
}

/// Which answers are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Listed {
    /// All of them.
    #[default]
    All,
    /// Those without a code, about which nobody has decided.
    Open,
    /// Those with one of the terms.
    Hits,
}

/// Some of the answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerPage {
    /// All answers.
    pub all: Count,
    /// Those decided about by hand.
    pub by_hand: Count,
    /// Those coded by terms alone.
    pub by_terms: Count,
    /// Those with one of the terms that are searched for.
    pub hits: Count,
    /// How many of the answers have each code, in the order of [`Coding::flat`].
    pub codes: Vec<Count>,
    /// Who has coded how many of the answers.
    pub coders: Vec<CoderAnswers>,
    /// How many answers could be listed.
    pub listed: u64,
    /// Number of the first one here, from 0.
    pub from: u64,
    /// The answers.
    pub answers: Vec<AnswerLine>,
}

/// How many answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Count {
    /// Different answers.
    pub different: u64,
    /// Rows with them.
    pub rows: u64,
}

/// An answer with its codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerLine {
    /// Its fingerprint.
    pub fingerprint: String,
    /// Its words.
    pub text: String,
    /// Rows with it.
    pub rows: u64,
    /// Its codes.
    pub given: Given,
    /// Where the terms that are searched for occur, from left to right, no two over one another.
    pub hits: Vec<Hit>,
}

impl Count {
    fn add(&mut self, rows: u64) {
        self.different += 1;
        self.rows += rows;
    }
}

impl Coding {
    /// Lists answers. O(answers × terms).
    ///
    /// # Errors
    /// [`Error::Coding`] where the frame is faulty, a coder has given a code that it does not have, or a term is none.
    pub fn page(&self, answers: &Answers, asked: &Asked) -> Result<AnswerPage, Error> {
        let terms = asked.terms.iter().map(|text| {
            Term::new(text).map_err(|fault| {
                let term = text.clone();
                CodeFault::BadTerm { term, fault }.of("")
            })
        });
        let terms: Vec<Term> = terms.collect::<Result<_, _>>()?;
        let is_asked = |coder: &&Coder| asked.coder.is_empty() || coder.coder == asked.coder;
        let coders: Vec<&Coder> = self.coders.iter().filter(is_asked).collect();
        let given = self.given(answers, &coders)?;
        let none = Count::default();
        let mut page = AnswerPage {
            all: none,
            by_hand: none,
            by_terms: none,
            hits: none,
            codes: vec![none; self.flat().len()],
            coders: self.coded_by(answers),
            listed: 0,
            from: asked.from,
            answers: Vec::new(),
        };
        for (answer, given) in answers.different.iter().zip(given) {
            page.all.add(answer.rows);
            match given.source {
                Source::Hand => page.by_hand.add(answer.rows),
                Source::Terms => page.by_terms.add(answer.rows),
                Source::Open => {}
            }
            for (count, is_given) in page.codes.iter_mut().zip(&given.codes) {
                if *is_given {
                    count.add(answer.rows);
                }
            }
            let hits = if terms.is_empty() {
                Vec::new()
            } else {
                hits(&terms, &answer.text)
            };
            if !hits.is_empty() {
                page.hits.add(answer.rows);
            }
            let is_listed = match asked.listed {
                Listed::All => true,
                Listed::Open => given.source == Source::Open,
                Listed::Hits => !hits.is_empty(),
            };
            if !is_listed {
                continue;
            }
            if page.listed >= asked.from && (page.answers.len() as u64) < asked.most {
                page.answers.push(AnswerLine {
                    fingerprint: answer.fingerprint.clone(),
                    text: answer.text.clone(),
                    rows: answer.rows,
                    given,
                    hits,
                });
            }
            page.listed += 1;
        }
        Ok(page)
    }
}

/// Where terms occur, from left to right; what overlaps is one place.
fn hits(terms: &[Term], answer: &str) -> Vec<Hit> {
    let words = Words::of(answer);
    let mut found: Vec<Hit> = terms.iter().flat_map(|term| term.hits(&words)).collect();
    crate::order::sort_by(&mut found, |a, b| a.start.cmp(&b.start));
    let mut hits: Vec<Hit> = Vec::new();
    for hit in found {
        match hits.last_mut() {
            Some(last) if hit.start < last.end => last.end = last.end.max(hit.end),
            _ => hits.push(hit),
        }
    }
    hits
}
