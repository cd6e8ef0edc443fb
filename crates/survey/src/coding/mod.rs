//! Open answers: a code frame of two levels, and the codes that answers get by search terms or by hand.
//!
//! A [`CodeFrame`] is meaning and stands in the study. A [`Coding`] is what one person has decided about the answers of one
//! file; it names rows and codes, never words of an answer, and stands in a document of its own. [`columns`] makes both into
//! one 0/1 variable per code, so that every analysis of several answers works on them.

mod agreement;
mod columns;
mod frame;
mod hand;
mod search;

pub use agreement::{CodeAgreement, CodingAgreement, coding_agreement};
pub use columns::{CodedColumns, columns};
pub use frame::{Code, CodeFrame, FrameFault};
pub use hand::{CodedAnswer, Coding, fingerprint};
pub use search::{Hit, Term, TermFault};
