//! The variables a study makes from others, as they stand in it.

use serde::{Deserialize, Serialize};

use crate::analysis::Margin;
use crate::codebook::{Level, ValueLabel};
use crate::coding::Coding;
use crate::{Text, Value};

/// A variable made from others.
///
/// In JSON the fields of [`Derivation`] stand beside the common ones:
/// `{"name": "age3", "kind": "bands", "of": "age", "cuts": [30, 60]}`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("unevaluatedProperties" = false)))]
pub struct DerivedSpec {
    /// Name, unlike that of any other variable.
    pub name: String,
    /// What it is; made from the labels of its sources where it is empty.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub label: Text,
    /// Level of measurement; follows from the kind where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// Value labels; they go before those that follow from the kind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<ValueLabel>,
    /// How it is made.
    #[serde(flatten)]
    pub derivation: Derivation,
}

/// How a variable is made from others.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Derivation {
    /// By a formula; a condition becomes 0 and 1.
    Expression(Formula),
    /// Values become other values.
    Recode(Recode),
    /// Numbers become bands.
    Bands(Bands),
    /// 1 for the highest categories, 0 for all others.
    Top(Top),
    /// Mean or sum of a battery.
    Index(Index),
    /// Every combination of several groups.
    Interaction(Interaction),
    /// Answers in one text become a 0/1 variable each.
    Split(Split),
    /// What became of a number.
    Change(Change),
    /// Weights that reproduce known margins, by raking.
    Weight(Weight),
    /// Open answers become a 0/1 variable for each code.
    Coding(Coding),
}

/// By a formula in the language of `docs/expressions.md`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Formula {
    /// The formula, such as `"mean(q1, q2; min 2)"`.
    pub formula: String,
}

/// Values become other values; the first rule that fits counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Recode {
    /// The variable.
    pub of: String,
    /// What becomes of its values.
    pub rules: Vec<Rule>,
    /// What becomes of all other values.
    #[serde(default, skip_serializing_if = "Otherwise::is_default")]
    pub otherwise: Otherwise,
}

/// What becomes of some values.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Values of the variable, by code or by label.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    /// Numbers from here on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<f64>,
    /// Numbers up to here, it included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<f64>,
    /// What they become; missing where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub becomes: Option<Value>,
    /// The label of what they become.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub label: Text,
}

/// What becomes of values without a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Otherwise {
    /// They are missing.
    #[default]
    Missing,
    /// They stay as they are, with their labels.
    Keep,
}

impl Otherwise {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Numbers become bands 1, 2, 3, ...
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Bands {
    /// The variable.
    pub of: String,
    /// Where one band ends and the next begins, ascending.
    pub cuts: Vec<f64>,
    /// The band a cut itself belongs to.
    #[serde(default, skip_serializing_if = "Closed::is_default")]
    pub closed: Closed,
    /// Labels of the bands, one more than there are cuts; made from the cuts where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Text>,
}

/// The band a cut belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Closed {
    /// The band that begins with it: 30 is "30 and over".
    #[default]
    Left,
    /// The band that ends with it: 30 is "up to 30".
    Right,
}

impl Closed {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// 1 for the highest categories, 0 for all others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Top {
    /// The variable.
    pub of: String,
    /// How many of the highest categories; 2 where it is absent (top-two box).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top: Option<usize>,
    /// These categories instead, by code or by label.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<Value>,
}

/// Mean or sum of a battery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Index {
    /// The items.
    pub items: Vec<String>,
    /// What is made of the answers.
    #[serde(default, skip_serializing_if = "IndexStatistic::is_default")]
    pub statistic: IndexStatistic,
    /// How many items need a valid answer; all where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<u32>,
    /// Items that are turned round first: the highest answer becomes the lowest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reversed: Vec<String>,
    /// Lowest and highest answer of the scale, to turn items round; the extremes of the labelled values, or of the answers to all
    /// items, where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<[f64; 2]>,
}

/// What is made of the answers to a battery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum IndexStatistic {
    /// The mean of the valid answers.
    #[default]
    Mean,
    /// Their mean times the number of items: the sum where all are valid, and comparable with it where some are not.
    Sum,
}

impl IndexStatistic {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Every combination of several groups that occurs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Interaction {
    /// The variables of the groups, two or more.
    pub of: Vec<String>,
}

/// Answers in one text become a 0/1 variable each, `name_1`, `name_2`, ..., and a set of several answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// The variable with the texts.
    pub of: String,
    /// What stands between two answers; a semicolon where it is absent.
    #[serde(default = "semicolon", skip_serializing_if = "is_semicolon")]
    pub separator: String,
    /// The answers in their order; all that occur, in alphabetical order, where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<String>,
}

fn semicolon() -> String {
    ";".to_owned()
}

fn is_semicolon(separator: &String) -> bool {
    separator == ";"
}

/// What became of a number between two questions or waves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The variable of the earlier answer.
    pub from: String,
    /// The variable of the later answer.
    pub to: String,
    /// What is kept of it.
    #[serde(default, skip_serializing_if = "ChangeOf::is_default", rename = "as")]
    pub kept: ChangeOf,
}

/// What is kept of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChangeOf {
    /// Later minus earlier.
    #[default]
    Difference,
    /// −1 lower, 0 the same, 1 higher.
    Direction,
}

impl ChangeOf {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Weights that reproduce known margins of the population, by raking. Every finding that uses them reports convergence, trimmed weights
/// and effective sample size; the analysis of the kind `weighting` with the same margins adds the shares before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Weight {
    /// The margins.
    pub margins: Vec<Margin>,
    /// What the weights add up to; the sum of the weights before where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<f64>,
    /// Least and largest weight relative to the mean weight, to trim them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounds: Option<[f64; 2]>,
    /// Variable of the weights before, such as design weights; all 1 where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
}

impl Derivation {
    /// Every kind there is.
    pub const KINDS: [&'static str; 10] = [
        "expression",
        "recode",
        "bands",
        "top",
        "index",
        "interaction",
        "split",
        "change",
        "weight",
        "coding",
    ];
}
