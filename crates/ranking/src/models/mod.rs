//! Models of how rankings come about: worths of items, errors and tests.
//!
//! | model | start at |
//! |---|---|
//! | every choice with chances proportional to worths, ties allowed | [`plackett_luce`] |
//! | comparisons of two | [`bradley_terry`] |
//! | rankings scattered around a consensus | [`mallows`] |
//! | respondents of several kinds | [`plackett_luce_classes`], [`ClassSearch`] in steps |
//! | groups that may differ | [`plackett_luce_groups`] |
//! | errors for comparisons of any two items | [`quasi_variances`] |
//!
//! All but the classes maximise a concave log-likelihood by Newton's method to the last digits.

mod bradley_terry;
mod choices;
mod classes;
mod components;
mod groups;
mod linear;
mod mallows;
mod newton;
mod orders;
mod plackett_luce;
mod quasi_variance;
#[cfg(test)]
mod tests;
mod tied;

pub use bradley_terry::{BradleyTerry, bradley_terry};
pub use choices::MOST_MODEL_ITEMS;
pub use classes::{
    ClassModel, ClassOptions, ClassSearch, PlackettLuceClasses, PreferenceClass,
    plackett_luce_classes,
};
pub use groups::{GroupWorths, PlackettLuceGroups, plackett_luce_groups};
pub use mallows::{Mallows, mallows};
pub use plackett_luce::{
    LikelihoodRatio, PlackettLuce, PlackettLuceOptions, TieOrder, Variance, plackett_luce,
};
pub use quasi_variance::{QuasiVariances, quasi_variances};
