//! Rank aggregation: ballots in, consensus out.
//!
//! A [`Ballots`] holds what respondents sorted, under an explicit meaning of "not ranked" ([`Unranked`]). A [`Pairwise`] counts
//! who prefers what; most methods need nothing else. [`Method`] asks any of them for the same thing: a rank for every item.
//! [`kendall_w`] says whether ballots agree, [`uncertainty`] how sure an order is.
//!
//! Invariants: no I/O, no clock, no hidden randomness, no user-interface text.

mod ballots;
mod concordance;
mod condorcet;
mod consensus;
mod descriptives;
mod distance;
mod error;
mod kemeny;
mod method;
mod models;
mod pairwise;
mod positions;
mod relation;
pub mod uncertainty;
mod weak;

pub use ballots::{Ballots, MOST_ITEMS, UNRANKED, UnitWeights, Unranked};

pub use concordance::{BallotAgreement, KendallW, ballot_agreement, kendall_w};
pub use condorcet::{Condorcet, condorcet};
pub use consensus::{
    BordaConvention, Copeland, Footrule, LinkStrength, MarkovChain, RankedPairs, Schulze, TELEPORT,
    borda, copeland, footrule, markov_chain, ranked_pairs, schulze,
};
pub use descriptives::{ItemRanks, item_ranks, mean_ranks, top_k};
pub use distance::{
    PairCounts, kendall_distance, pair_counts, spearman_distance, spearman_footrule, spearman_rho,
    tau_b, tau_x,
};
pub use error::Error;
pub use kemeny::{Kemeny, KemenySearch, kemeny, kemeny_order};
pub use method::{Method, MethodSettings, ranks_by_order, ranks_by_score};
pub use models::{
    BradleyTerry, ClassModel, ClassOptions, ClassSearch, GroupWorths, LikelihoodRatio,
    MOST_MODEL_ITEMS, Mallows, PlackettLuce, PlackettLuceClasses, PlackettLuceGroups,
    PlackettLuceOptions, PreferenceClass, QuasiVariances, TieOrder, Variance, bradley_terry,
    mallows, plackett_luce, plackett_luce_classes, plackett_luce_groups, quasi_variances,
};
pub use pairwise::Pairwise;
pub use weak::{WeakKemeny, WeakSearch, weak_kemeny};
