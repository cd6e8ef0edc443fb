//! What the variables of a file probably mean, where nobody has said so.
//!
//! [`infer`] guesses the level of one column from its answers; a reader calls it for every column. [`complete`] then looks at the whole
//! dataset, once: answer scales and their order, missing answers, dates, sets of variables that belong to one question, and what
//! variables are for. What was given is never changed, every guess carries its [`Reason`](crate::codebook::Reason), and a wrong guess is
//! worse than none.

mod answers;
mod bands;
mod complete;
mod dates;
mod degrees;
pub(crate) mod keys;
mod ladders;
mod level;
mod missing;
mod names;
mod numerals;
mod ranks;
mod retold;
pub(crate) mod roles;
mod scale;
mod separated;
mod sets;
mod shape;
mod statements;
pub(crate) mod words;

pub use complete::{LikelyMissing, complete};
pub use level::{infer, infer_numbers};
pub(crate) use shape::is_not_ticked;
pub use statements::{Fit, Statement, Statements};
