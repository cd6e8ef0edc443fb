//! What can be asked of rankings.

use serde::{Deserialize, Serialize};

/// Objects sorted by each respondent: one variable per object with its rank, or one variable per rank with its object.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
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
