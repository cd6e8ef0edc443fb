//! Models of how rankings come about: worths of items, errors and tests.
//!
//! | model | start at |
//! |---|---|
//! | every choice with chances proportional to worths, ties allowed | [`plackett_luce`] |
//! | comparisons of two | [`bradley_terry`] |
//! | errors for comparisons of any two items | [`quasi_variances`] |
//!
//! All estimates maximise a concave log-likelihood by Newton's method to the last digits.

mod bradley_terry;
mod choices;
mod components;
mod linear;
mod newton;
mod orders;
mod plackett_luce;
mod quasi_variance;
#[cfg(test)]
mod tests;
mod tied;

pub use bradley_terry::{BradleyTerry, bradley_terry};
pub use choices::MOST_MODEL_ITEMS;
pub use plackett_luce::{
    LikelihoodRatio, PlackettLuce, PlackettLuceOptions, TieOrder, Variance, plackett_luce,
};
pub use quasi_variance::{QuasiVariances, quasi_variances};
