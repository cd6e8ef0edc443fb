//! Rank aggregation: ballots in, consensus out.
//!
//! A [`Ballots`] holds what respondents sorted; [`Ballots::positions`] turns it into positions under an explicit meaning of
//! "not ranked", and the descriptives follow from those.
//!
//! Invariants: no I/O, no clock, no hidden randomness, no user-interface text.

mod ballots;
mod descriptives;

pub use ballots::{Ballots, Error, Unranked};
pub use descriptives::{ItemRanks, item_ranks};
