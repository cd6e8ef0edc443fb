//! What the variables of a dataset mean: level, labels, missing answers, sets.

use serde::{Deserialize, Serialize};

use crate::{Text, Value};

/// Level of measurement (Stevens 1946), and the three kinds of column that carry no measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Categories without an order.
    Nominal,
    /// Categories with an order.
    Ordinal,
    /// Numbers with meaningful distances.
    Scale,
    /// Calendar days.
    Date,
    /// Open answers.
    Text,
    /// Names the case, like a questionnaire number.
    Identifier,
}

/// A value with the words it stands for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ValueLabel {
    /// The stored value.
    pub value: Value,
    /// What it stands for.
    pub label: Text,
}

/// A value that was stored but is no valid answer ("refused", "not applicable").
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UserMissing {
    /// The stored value.
    pub value: Value,
    /// Why there is no answer.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub label: Text,
}

/// Where a statement of the codebook comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The study or the file says so.
    Given,
    /// Inferred from the values, for this reason.
    Guessed(Reason),
    /// The reader overruled what was given or guessed.
    Overruled,
}

/// Why a level was guessed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "because")]
pub enum Reason {
    /// Every answer is one of a few texts.
    FewTexts {
        /// How many different texts.
        distinct: usize,
    },
    /// Every answer is one of a few whole numbers in a row, like a rating.
    FewWholeNumbers {
        /// How many different numbers.
        distinct: usize,
    },
    /// Only two different answers.
    TwoValues,
    /// Numbers with many different values.
    ManyNumbers {
        /// How many different numbers, counted up to a limit.
        distinct: usize,
    },
    /// Texts with many different values.
    ManyTexts {
        /// How many different texts, counted up to a limit.
        distinct: usize,
    },
    /// Every row has a value of its own.
    AllDifferent,
    /// Every answer reads as a calendar day.
    Dates,
    /// No row has an answer.
    Empty,
}

/// One variable of a dataset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Variable {
    /// Name, unique in the dataset.
    pub name: String,
    /// The question or a short description.
    pub label: Text,
    /// Level of measurement.
    pub level: Level,
    /// Labelled values in their order; values without a label are not listed.
    pub values: Vec<ValueLabel>,
    /// Stored values that count as missing.
    pub missing: Vec<UserMissing>,
    /// Whether level and labels were given or guessed.
    pub origin: Origin,
    /// The wording is invented because the original is lost; every finding says so.
    pub placeholder: bool,
}

impl Variable {
    /// The label, or the name where there is none.
    pub fn title(&self) -> Text {
        if self.label.is_empty() {
            Text::Plain(self.name.clone())
        } else {
            self.label.clone()
        }
    }

    /// The label of a value, or the value itself.
    pub fn value_label(&self, value: &Value) -> Text {
        self.values
            .iter()
            .find(|known| known.value == *value)
            .map_or_else(
                || Text::Plain(value.to_string()),
                |known| known.label.clone(),
            )
    }

    /// Whether a stored value counts as missing.
    pub fn is_missing(&self, value: &Value) -> bool {
        self.missing.iter().any(|missing| missing.value == *value)
    }
}

/// Several variables that belong to one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Set {
    /// Name, unique among the sets of a dataset.
    pub name: String,
    /// How the variables belong together.
    pub kind: SetKind,
    /// The question they share.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub label: Text,
    /// Names of the variables in the order of the questionnaire.
    pub items: Vec<String>,
}

/// How the variables of a set belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SetKind {
    /// Items answered on the same scale.
    Battery,
    /// One question, several answers allowed, one 0/1 variable each.
    Multiple,
    /// One variable per object, holding its rank.
    Ranking,
}

/// The meaning of a whole dataset.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Codebook {
    /// The variables in the order of the columns.
    pub variables: Vec<Variable>,
    /// The sets.
    pub sets: Vec<Set>,
}

impl Codebook {
    /// The variable of that name.
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.variables.iter().find(|variable| variable.name == name)
    }
}
