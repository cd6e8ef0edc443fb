//! Open answers: a frame of codes in two levels, and the codes that answers get by search terms or by hand.
//!
//! A [`Coding`] stands in the study, as a derived variable of the kind `coding`. What coders decide by hand they decide about an answer,
//! not about a row: it is kept under the [`fingerprint`] of the answer, without a word of it and without saying who gave it.
//! [`Coding::given`] makes frame, terms and decisions into the codes of each different answer; [`crate::derive`] makes these one 0/1
//! variable per code, so that every analysis of several answers works on them.

mod agreement;
mod answers;
mod edit;
mod given;
mod page;
mod search;
mod spec;
mod table;

pub use agreement::{CodeAgreement, CoderAnswers, CodingAgreement, coding_agreement};
pub use answers::{Answer, Answers, fingerprint};
pub use edit::CodingEdit;
pub use given::{Given, Source};
pub use page::{AnswerLine, AnswerPage, Asked, Count, Listed};
pub use search::{Hit, Term, TermFault, Words};
pub use spec::{Code, CodeFault, Coder, Coding};
pub use table::{coding_table, read_coding_table};
