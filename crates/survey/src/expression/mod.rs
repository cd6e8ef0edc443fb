//! A small typed language for conditions on rows and for variables made from others.
//!
//! ```text
//! conflict = "increase" and office in (ord, plan)
//! mean(q1, q2, q3; min 2) >= 3.5
//! if(age < 30, 1, if(age < 60, 2, 3))
//! ```
//!
//! A text is read into a tree ([`parse`]), the tree is evaluated column by column ([`evaluate`]): over the few values of a coded
//! variable as long as no other variable takes part, over the rows after that. Everything it accepts stands in
//! `docs/expressions.md`.
//!
//! Invariants: a missing answer is never a value; every error knows the characters it is about; trees are at most
//! [`parse::MAX_DEPTH`] deep, so that nothing that walks them can run out of stack; printing a tree and reading it again gives the
//! same tree.

mod compare;
mod conditions;
mod evaluate;
mod fault;
mod functions;
mod literal;
#[cfg(test)]
mod oracle;
mod parse;
mod print;
mod series;
mod token;
mod tree;
mod truth;

pub use fault::{Fault, Kind};

pub(crate) use conditions::{Chosen, Conditions};
pub(crate) use evaluate::of_variable;
pub(crate) use literal::{is_text, resolve};
pub(crate) use print::{quoted, spelled};
pub(crate) use series::{Over, Places, Series, Values, Words, by_code, decimal};
pub(crate) use truth::Truth;

use crate::dataset::Dataset;
use crate::{Error, Language};
use fault::Misplaced;
use tree::Expr;

/// An expression that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    text: String,
    root: Expr,
}

impl Expression {
    /// Reads an expression.
    ///
    /// # Errors
    /// [`Error::Expression`] with the place of what is not understood.
    pub fn parse(text: &str) -> Result<Self, Error> {
        match parse::parse(text) {
            Ok(root) => Ok(Self {
                text: text.to_owned(),
                root,
            }),
            Err(misplaced) => Err(misplaced.within(text)),
        }
    }

    /// The names of the variables it speaks of, each once, in the order of the text.
    pub fn variables(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.root.names(&mut names);
        names
    }

    /// The condition on every row.
    ///
    /// # Errors
    /// [`Error::Expression`] where it does not fit the variables, or is no condition.
    pub(crate) fn conditions<'a>(&self, data: &'a Dataset) -> Result<Conditions<'a>, Error> {
        let found = evaluate::truths(&self.root, data);
        let (over, truths) = found.map_err(|misplaced| self.error(misplaced))?;
        Ok(Conditions::new(over, truths))
    }

    /// Its value on every row, or on every value of the only coded variable it speaks of.
    ///
    /// # Errors
    /// [`Error::Expression`] where it does not fit the variables.
    pub(crate) fn series<'a>(&self, data: &'a Dataset) -> Result<Series<'a>, Error> {
        evaluate::evaluate(&self.root, data).map_err(|misplaced| self.error(misplaced))
    }

    /// The expression with the labels of the codebook in place of names and codes.
    pub(crate) fn words(&self, data: &Dataset, language: Language) -> String {
        print::words(&self.root, data, language)
    }

    fn error(&self, misplaced: Misplaced) -> Error {
        misplaced.within(&self.text)
    }
}

/// In one spelling: keywords in small letters, one blank around operators, no parentheses that change nothing.
impl std::fmt::Display for Expression {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&print::text(&self.root))
    }
}
