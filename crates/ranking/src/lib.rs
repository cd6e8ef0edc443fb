//! Rank aggregation: ballots in, consensus out.
//!
//! A [`Ballots`] holds what respondents sorted, under an explicit meaning of "not ranked" ([`Unranked`]). A [`Pairwise`] counts
//! who prefers what; most methods need nothing else.
//!
//! Invariants: no I/O, no clock, no hidden randomness, no user-interface text.

mod ballots;
mod concordance;
mod descriptives;
mod distance;
mod doubled;
mod pairwise;
pub mod uncertainty;

pub use ballots::{Ballots, Error, MOST_ITEMS, UNRANKED, Unranked};
pub use concordance::{BallotAgreement, KendallW, ballot_agreement, kendall_w};
pub use descriptives::{ItemRanks, item_ranks};
pub use distance::{
    PairCounts, kendall_distance, pair_counts, spearman_distance, spearman_footrule, spearman_rho,
    tau_b, tau_x,
};
pub use pairwise::Pairwise;
