//! Seeded chance: the same numbers for the same seed on every target, in streams that can be split.
//!
//! [`Random`] is the generator; [`Multinomial`] draws whole tables of counts at once. Every function that needs chance takes
//! a seed or a generator; nothing here asks a clock or the system.

mod binomial;
mod generator;
mod multinomial;

pub use generator::Random;
pub use multinomial::Multinomial;
