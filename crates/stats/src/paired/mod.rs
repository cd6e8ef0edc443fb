//! The same cases measured twice or more, or once against a fixed value.

mod cochran_q;
mod differences;
mod friedman;
mod paired_t;
mod sign;
mod signed_rank;
#[cfg(test)]
mod tests;

pub use cochran_q::{CochranQ, cochran_q};
pub use differences::Differences;
pub use friedman::{Blocks, Conover, Friedman, conover, friedman};
pub use paired_t::{PairedDifference, paired_difference, paired_t};
pub use sign::{SignTest, sign_test};
pub use signed_rank::{SignedRank, Zeros, signed_rank, signed_rank_exact};
