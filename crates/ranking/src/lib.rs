//! Rank aggregation: ballots in, consensus out.
//!
//! A [`Ballots`] holds what respondents sorted, under an explicit meaning of "not ranked" ([`Unranked`]). A [`Pairwise`] counts
//! who prefers what; most methods need nothing else.
//!
//! Invariants: no I/O, no clock, no hidden randomness, no user-interface text.

mod ballots;
mod descriptives;
mod models;
mod pairwise;

pub use ballots::{Ballots, Error, MOST_ITEMS, UNRANKED, Unranked};
pub use descriptives::{ItemRanks, item_ranks};
pub use models::{
    BradleyTerry, ClassModel, ClassOptions, ClassSearch, GroupWorths, LikelihoodRatio,
    MOST_MODEL_ITEMS, Mallows, PlackettLuce, PlackettLuceClasses, PlackettLuceGroups,
    PlackettLuceOptions, PreferenceClass, QuasiVariances, TieOrder, Variance, bradley_terry,
    mallows, plackett_luce, plackett_luce_classes, plackett_luce_groups, quasi_variances,
};
pub use pairwise::Pairwise;
