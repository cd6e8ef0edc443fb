//! One order from many: a method in every file.

mod borda;
mod copeland;
mod footrule;
mod markov_chain;
mod ranked_pairs;
mod schulze;
#[cfg(test)]
pub(crate) mod tests;

pub use borda::{BordaConvention, borda};
pub use copeland::{Copeland, copeland};
pub use footrule::{Footrule, footrule};
pub use markov_chain::{MarkovChain, TELEPORT, markov_chain};
pub use ranked_pairs::{RankedPairs, ranked_pairs};
pub use schulze::{LinkStrength, Schulze, schulze};
