//! Rank aggregation: ballots in, consensus out.
//!
//! A [`Ballots`] holds what respondents sorted, under an explicit meaning of "not ranked" ([`Unranked`]). A [`Pairwise`] counts
//! who prefers what; most methods need nothing else.
//!
//! Invariants: no I/O, no clock, no hidden randomness, no user-interface text.

mod ballots;
mod descriptives;
mod kemeny;
mod pairwise;

pub use ballots::{Ballots, Error, MOST_ITEMS, UNRANKED, Unranked};
pub use descriptives::{ItemRanks, item_ranks};
pub use kemeny::{Kemeny, KemenySearch, kemeny};
pub use pairwise::Pairwise;
