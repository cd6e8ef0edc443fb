//! What ballots, methods and models refuse, with what explains it.

use thiserror::Error;

/// Why something cannot be used or computed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum Error {
    /// The ballot is about another number of items.
    #[error("a ballot ranks {found} items instead of {expected}")]
    WrongLength {
        /// Items of the ballots before.
        expected: usize,
        /// Items of this one.
        found: usize,
    },
    /// The weight is negative or not finite.
    #[error("a ballot has weight {weight}: weights are finite and not negative")]
    InvalidWeight {
        /// The offending weight.
        weight: f64,
    },
    /// No ballot has a weight above 0.
    #[error("there are no ballots with a weight above 0")]
    NoBallots,
    /// Fewer ballots than the statistic needs.
    #[error("{ballots} ballots are too few: at least {needed} are needed")]
    TooFewBallots {
        /// Ballots.
        ballots: usize,
        /// How many are needed.
        needed: usize,
    },
    /// Fewer items than the statistic needs.
    #[error("{items} items are too few: at least {needed} are needed")]
    TooFewItems {
        /// Items.
        items: usize,
        /// How many are needed.
        needed: usize,
    },
    /// More items than a model can have.
    #[error("{items} items are too many for a model of worths: at most {most}")]
    TooManyItems {
        /// Items.
        items: usize,
        /// The most there can be.
        most: usize,
    },
    /// Ties of so many items that their likelihood takes too long.
    #[error(
        "up to {largest} items are tied on a ballot, too many for a model of ties: let ballots rank items singly, or use another method"
    )]
    TiesTooLarge {
        /// The most items that are tied.
        largest: usize,
    },
    /// A number of wins against a ghost item that keeps no estimate finite.
    #[error("{pseudo_wins} wins against a ghost item: a number above 0 is needed")]
    PseudoWins {
        /// The offending number.
        pseudo_wins: f64,
    },
    /// The penalty for a pair that only one of ballot and consensus ties is no share.
    #[error("a penalty for ties of {p}: it is above 0 and at most 1, ½ by default")]
    InvalidPenalty {
        /// The offending penalty.
        p: f64,
    },
    /// No ballot tells items apart.
    #[error("every ballot ties all items: there is no order to agree on")]
    AllTied,
    /// A ballot that does not rank every item, where unranked items have no position.
    #[error(
        "ballot {number} does not rank every item, and unranked items are ignored: let them count as below all ranked ones, or leave the ballot out",
        number = .ballot + 1
    )]
    PartialBallot {
        /// Which, from 0.
        ballot: usize,
    },
    /// Weights that are no numbers of ballots.
    #[error(
        "weights are no whole numbers, so the number of ballots behind a test is unknown: take them as sampling weights of a resampling method"
    )]
    FractionalWeights,
    /// Groups that cannot be compared.
    #[error(
        "{groups} groups of {ballots} ballots: at least two groups are needed, and more ballots than groups"
    )]
    GroupsTooSmall {
        /// Groups with ballots.
        groups: usize,
        /// Ballots.
        ballots: usize,
    },
    /// All ballots are equal.
    #[error("all ballots are equal: there is nothing in which groups could differ")]
    AllAlike,
    /// More ballots than are compared.
    #[error(
        "{ballots} ballots: at most {most} of so many items are compared by this distance; Spearman's takes more"
    )]
    TooManyBallots {
        /// Those there are.
        ballots: f64,
        /// The most there can be.
        most: usize,
    },
    /// A statistic of one item that cannot be computed.
    #[error(transparent)]
    Statistic(#[from] befund_stats::Error),
    /// More replicates than are kept.
    #[error("{replicates} replicates: at most {most} of so many items and methods are kept")]
    TooManyReplicates {
        /// Those asked for.
        replicates: usize,
        /// The most there can be.
        most: usize,
    },
    /// Ballots that agree with the reverse of a consensus.
    #[error("every ballot contradicts the consensus wherever it can: reverse it")]
    AgainstConsensus,
    /// Fewer groups than a comparison needs.
    #[error("{groups} groups have ballots: at least 2 are needed")]
    TooFewGroups {
        /// Groups with ballots.
        groups: usize,
    },
    /// A group of ballots without finite worths.
    #[error(
        "the worths of group {group} have no finite maximum, because some items always win: compare larger groups or fewer items"
    )]
    GroupWithoutMaximum {
        /// Its number.
        group: usize,
    },
}
