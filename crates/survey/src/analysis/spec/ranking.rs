//! What can be asked of rankings.

use serde::{Deserialize, Serialize};

/// Objects sorted by each respondent: one variable per object with its rank, or one variable per rank with its object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Ranking {
    /// One variable per object, holding its rank: 1 is the best, equal numbers tie, no answer is not ranked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// Instead of `items`: one variable per rank from the first to the last, holding the object; the categories of these
    /// variables are the objects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ranks: Vec<String>,
    /// The top share counts ranks 1 to k; 5 where it is absent, or all where there are fewer objects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub k: Option<usize>,
    /// What it means when an object was not ranked.
    #[serde(default, skip_serializing_if = "is_default")]
    pub unranked: Unranked,
    /// Also by this variable: the consensus of every group, and whether the groups differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The methods that are compared and resampled; all where it is absent, or the quick ones where there are hundreds of objects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<RankingMethod>,
    /// What Borda's method makes of objects that were not ranked.
    #[serde(default, skip_serializing_if = "is_default")]
    pub borda: BordaPoints,
    /// Whether the nearest order may itself tie objects; then it is given beside the one without ties.
    #[serde(default, skip_serializing_if = "is_default")]
    pub ties: ConsensusTies,
    /// What two objects cost that only one of ballot and consensus ties, where the consensus may tie: above 0, at most 1.
    #[serde(default = "half", skip_serializing_if = "is_half")]
    pub tie_penalty: f64,
    /// How many million elementary steps the search for the nearest order may take, some hundred of them a second; 2,000 where it
    /// is absent. A search that ends before says how far the order may be from the best.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effort: Option<u64>,
    /// How many resamples of the ballots say how sure each rank is, 0 for none; 1,000 where it is absent, or fewer where there
    /// is much to count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bootstrap: Option<usize>,
    /// How many random divisions into groups the tests of `by` make, 0 for none; 999 where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permutations: Option<usize>,
    /// Seed of the resamples, of the divisions and of the starts of latent classes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub seed: u64,
    /// Also latent classes of respondents with priorities of their own (a mixture of Plackett-Luce models), up to so many of
    /// them; the number is chosen by BIC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classes: Option<usize>,
    /// Whether every ballot is left out once, to see how stable the orders are; where it is absent, as long as that is quick.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leave_one_out: Option<bool>,
}

impl Default for Ranking {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            ranks: Vec::new(),
            k: None,
            unranked: Unranked::default(),
            by: None,
            methods: Vec::new(),
            borda: BordaPoints::default(),
            ties: ConsensusTies::default(),
            tie_penalty: half(),
            effort: None,
            bootstrap: None,
            permutations: None,
            seed: 0,
            classes: None,
            leave_one_out: None,
        }
    }
}

impl Ranking {
    /// Of objects with a variable each, with the usual choices.
    pub fn of(items: &[String]) -> Self {
        Self {
            items: items.to_vec(),
            ..Self::default()
        }
    }

    /// The variables that hold the answers, whichever layout they have.
    pub fn variables(&self) -> &[String] {
        if self.items.is_empty() {
            &self.ranks
        } else {
            &self.items
        }
    }
}

fn half() -> f64 {
    0.5
}

// serde asks by reference
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_half(penalty: &f64) -> bool {
    *penalty == half()
}

/// A way from many orders to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RankingMethod {
    /// The order of least disagreement (Kemeny), with proof.
    Kemeny,
    /// Points for every object ranked below.
    Borda,
    /// Duels won.
    Copeland,
    /// Schulze's strongest paths.
    Schulze,
    /// Tideman's ranked pairs.
    RankedPairs,
    /// A random walk to preferred objects.
    Mc4,
    /// The order at the smallest sum of rank differences.
    Footrule,
    /// Mean rank.
    MeanRank,
    /// Share of the ballots that rank it among the first k.
    TopK,
    /// Worths of the Plackett-Luce model.
    PlackettLuce,
    /// Worths of the Bradley-Terry model.
    BradleyTerry,
}

impl RankingMethod {
    /// All of them, in the order of results.
    pub const ALL: [Self; 11] = [
        Self::Kemeny,
        Self::Borda,
        Self::Copeland,
        Self::Schulze,
        Self::RankedPairs,
        Self::Mc4,
        Self::Footrule,
        Self::MeanRank,
        Self::TopK,
        Self::PlackettLuce,
        Self::BradleyTerry,
    ];

    /// Whether its time grows with the square of the number of objects at most, or is bounded.
    pub(crate) fn is_quick(self) -> bool {
        matches!(
            self,
            Self::Kemeny | Self::Borda | Self::Copeland | Self::MeanRank | Self::TopK
        )
    }
}

/// What Borda's method gives to n objects of which a ballot ranks r.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BordaPoints {
    /// A point for every object below and half a point for every one beside it; who is not ranked shares the places left, or
    /// counts nothing where no opinion is no place.
    #[default]
    Average,
    /// Nothing to those not ranked; the others have points as on a full ballot.
    Pessimistic,
    /// The points of the first place left to each of those not ranked.
    Optimistic,
    /// One point to the last of those ranked, so that short ballots weigh less.
    Modified,
}

/// Whether a consensus may tie objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConsensusTies {
    /// Every object has a rank of its own.
    #[default]
    Broken,
    /// Objects may share a rank.
    Allowed,
}

/// What it means when an object was not ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unranked {
    /// It comes below all that were ranked.
    #[default]
    Bottom,
    /// The respondent has no opinion on it.
    Ignored,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
