//! The analyses one can ask for, as they stand in a study or on the command line.

mod ranking;
mod read;
mod statistics;

use serde::{Deserialize, Deserializer, Serialize};

use crate::codebook::{Set, SetKind};
use crate::filter::Filter;
use crate::{Text, Value};

pub use ranking::*;
pub use statistics::*;

/// One analysis of a study: what to compute, on whom, and how to show it.
///
/// In JSON the fields of [`Analysis`] stand beside the common ones:
/// `{"kind": "crosstab", "rows": "office", "columns": "q1", "weight": "w", "filter": {"variable": "wave", "is": [3]}}`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("unevaluatedProperties" = false)))]
pub struct AnalysisSpec {
    /// Name, unique in the study; empty for an analysis made on the spot.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// Heading of the part of the report this analysis belongs to.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub section: Text,
    /// Title of the finding; made from the variables where it is empty.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub title: Text,
    /// What the author of the study adds to the finding.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub note: Text,
    /// Identifier of the dataset; empty for the only one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub data: String,
    /// Which rows count; all where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// Variable that holds the sampling weight of each row; that of the role "weight" where it is absent, and none where it is
    /// "none" or null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    /// Variable that says how many cases each row stands for (a table of counts instead of rows).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<String>,
    /// How the sample was drawn; by the roles "strata", "clusters" and "population" of the dataset where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub design: Option<Design>,
    /// Level of the confidence intervals; 0.95 where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// How to show the finding.
    #[serde(default, skip_serializing_if = "Display::is_default")]
    pub display: Display,
    /// What to compute.
    #[serde(flatten)]
    pub analysis: Analysis,
}

/// How the sample was drawn: strata, clusters, finite population.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// Variable of the strata.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strata: Option<String>,
    /// Variable of the clusters (primary sampling units).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clusters: Option<String>,
    /// Size of the population the units of the first stage come from: a number, the variable that holds it for the
    /// stratum of each row, or a dataset that has the population: `inhabitants@frame` is the sum of that variable over the rows of the
    /// stratum there, `@frame` counts its rows. Up to 1 it is the part that was drawn. A number without strata and clusters is the size of the
    /// population that the rows the filter keeps were drawn from; otherwise the filter makes a subpopulation of the sample.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<Population>,
    /// What a stratum with a single sampled unit contributes to the variance.
    #[serde(default, skip_serializing_if = "LonelyUnit::is_default")]
    pub lonely: LonelyUnit,
}

/// What a stratum with a single sampled unit contributes to the variance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum LonelyUnit {
    /// Nothing can be said: an error that names the stratum.
    #[default]
    Error,
    /// Nothing, as if it had been certain to be drawn.
    Certainty,
    /// The squared distance of its total from the mean of all units.
    Centred,
}

impl LonelyUnit {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Size of a finite population.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Population {
    /// Of the whole.
    Size(f64),
    /// Variable that holds the size for each row.
    Variable(String),
}

impl<'de> Deserialize<'de> for Population {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(deserializer)? {
            Value::Number(size) => Self::Size(size),
            Value::Text(variable) => Self::Variable(variable),
        })
    }
}

/// What to compute.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Analysis {
    /// Response rate from a contact frame.
    Response(Response),
    /// Frequencies of one variable.
    Frequencies(Frequencies),
    /// Items on the same scale: shares, top categories, means.
    Battery(Battery),
    /// Two variables against each other.
    Crosstab(Crosstab),
    /// Means of several items by group.
    Profile(Profile),
    /// Several answers per row, by group.
    Multiple(Multiple),
    /// Mean, spread, quartiles and box plot.
    Descriptives(Descriptives),
    /// Objects sorted by each respondent.
    Ranking(Ranking),
    /// Groups of similar groups, from their profiles.
    Clusters(Clusters),
    /// Numbers compared between groups.
    CompareGroups(CompareGroups),
    /// The same rows measured twice or more.
    Paired(Paired),
    /// Correlation of every two variables.
    Correlation(Correlation),
    /// Internal consistency of a scale.
    Reliability(Reliability),
    /// Agreement of raters.
    Agreement(Agreement),
    /// Rows and columns of a table in a common plane.
    Correspondence(Correspondence),
    /// Principal components.
    Components(Components),
    /// Classical multidimensional scaling.
    Scaling(Scaling),
    /// Differences between groups in several variables at once.
    Permanova(Permanova),
    /// Who of a panel takes part in which wave.
    Attrition(Attrition),
    /// What has changed from wave to wave.
    Change(Change),
    /// Linear regression.
    Regression(Regression),
    /// Estimates with standard errors under the sampling design.
    Estimate(Estimate),
    /// Weights that reproduce known margins.
    Weighting(Weighting),
}

impl Analysis {
    /// The word that stands for the kind in JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Response(_) => "response",
            Self::Frequencies(_) => "frequencies",
            Self::Battery(_) => "battery",
            Self::Crosstab(_) => "crosstab",
            Self::Profile(_) => "profile",
            Self::Multiple(_) => "multiple",
            Self::Descriptives(_) => "descriptives",
            Self::Ranking(_) => "ranking",
            Self::Clusters(_) => "clusters",
            Self::CompareGroups(_) => "compare_groups",
            Self::Paired(_) => "paired",
            Self::Correlation(_) => "correlation",
            Self::Reliability(_) => "reliability",
            Self::Agreement(_) => "agreement",
            Self::Correspondence(_) => "correspondence",
            Self::Components(_) => "components",
            Self::Scaling(_) => "scaling",
            Self::Permanova(_) => "permanova",
            Self::Attrition(_) => "attrition",
            Self::Change(_) => "change",
            Self::Regression(_) => "regression",
            Self::Estimate(_) => "estimate",
            Self::Weighting(_) => "weighting",
        }
    }

    /// The variables the analysis is about; not the one that makes the groups.
    pub fn variables(&self) -> Vec<&str> {
        let several = match self {
            Self::Weighting(spec) => {
                let margins = spec.margins.iter();
                return margins.map(|margin| margin.variable.as_str()).collect();
            }
            Self::Attrition(spec) => return spec.key.iter().map(String::as_str).collect(),
            Self::Response(spec) => return vec![&spec.disposition],
            Self::Frequencies(spec) => return vec![&spec.variable],
            Self::Crosstab(spec) => return vec![&spec.rows, &spec.columns],
            Self::Regression(spec) => {
                let outcome = std::iter::once(&spec.outcome);
                return outcome
                    .chain(&spec.predictors)
                    .map(String::as_str)
                    .collect();
            }
            Self::Battery(spec) => &spec.items,
            Self::Profile(spec) => &spec.items,
            Self::Multiple(spec) => &spec.items,
            Self::Ranking(spec) => return spec.variables().iter().map(String::as_str).collect(),
            Self::Clusters(spec) => &spec.items,
            Self::Reliability(spec) => &spec.items,
            // coders are no variables
            Self::Agreement(spec) if spec.coding.is_some() => return Vec::new(),
            Self::Agreement(spec) => &spec.raters,
            Self::Descriptives(spec) => &spec.variables,
            Self::CompareGroups(spec) => &spec.variables,
            Self::Paired(spec) => &spec.variables,
            Self::Change(spec) => &spec.variables,
            Self::Correlation(spec) => &spec.variables,
            Self::Correspondence(spec) => &spec.variables,
            Self::Components(spec) => &spec.variables,
            Self::Scaling(spec) => &spec.variables,
            Self::Permanova(spec) => &spec.variables,
            Self::Estimate(spec) => &spec.variables,
        };
        several.iter().map(String::as_str).collect()
    }

    /// Every kind there is, in the order of the documentation.
    pub const KINDS: [&'static str; 23] = [
        "response",
        "frequencies",
        "battery",
        "crosstab",
        "profile",
        "multiple",
        "descriptives",
        "ranking",
        "clusters",
        "compare_groups",
        "paired",
        "correlation",
        "reliability",
        "agreement",
        "correspondence",
        "components",
        "scaling",
        "permanova",
        "regression",
        "estimate",
        "weighting",
        "attrition",
        "change",
    ];
}

/// Share of the contacted that answered, over the rows of a contact frame (one row per contacted unit).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// Variable with the outcome of each contact.
    pub disposition: String,
    /// Its values that count as returned.
    pub returned: Vec<Value>,
    /// Also by this variable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Also the share of these (municipalities) with at least one returned row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
}

/// Frequencies of one variable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Frequencies {
    /// The variable.
    pub variable: String,
    /// The order of the categories.
    #[serde(default, skip_serializing_if = "CategoryOrder::is_default")]
    pub order: CategoryOrder,
    /// Expected shares, one for each category in the order of the codebook; brought to the sum 1. They are tested for goodness
    /// of fit, two categories also by the exact binomial test.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expected: Vec<f64>,
    /// Variable that holds the expected share of the category of each row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_from: Option<String>,
    /// How the confidence intervals of the shares are made.
    #[serde(default, skip_serializing_if = "BinomialInterval::is_default")]
    pub interval: BinomialInterval,
    /// The variable that names the case each row is a record of, or several that name it together: counts by case beside those by
    /// record. Where it is absent, the role "case", if a case has several rows; "none" declines it.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "one_or_several"
    )]
    #[cfg_attr(feature = "schema", schemars(with = "OneOrSeveral"))]
    pub cases: Vec<String>,
}

impl Frequencies {
    /// The frequencies of a variable, with nothing else asked for.
    pub fn of(variable: impl Into<String>) -> Self {
        Self {
            variable: variable.into(),
            order: CategoryOrder::default(),
            expected: Vec::new(),
            expected_from: None,
            interval: BinomialInterval::default(),
            cases: Vec::new(),
        }
    }
}

/// Reads a name or a list of names.
fn one_or_several<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(name) => Ok(vec![name]),
        several => serde_json::from_value(several).map_err(serde::de::Error::custom),
    }
}

/// What [`one_or_several`] reads, for the schema.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "it only describes")]
enum OneOrSeveral {
    /// The name of a variable.
    One(String),
    /// The names of several.
    Several(Vec<String>),
}

/// How the confidence interval of a share is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BinomialInterval {
    /// Wilson's score interval.
    #[default]
    Wilson,
    /// Wilson's score interval with continuity correction.
    WilsonCorrected,
    /// Clopper and Pearson's exact interval.
    ClopperPearson,
    /// Agresti and Coull's interval.
    AgrestiCoull,
    /// Jeffreys' interval.
    Jeffreys,
    /// Wald's interval.
    Wald,
}

impl BinomialInterval {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// The method of the statistics core.
    pub(crate) fn method(self) -> befund_stats::proportion::IntervalMethod {
        use befund_stats::proportion::IntervalMethod as Method;
        match self {
            Self::Wilson => Method::Wilson,
            Self::WilsonCorrected => Method::WilsonCorrected,
            Self::ClopperPearson => Method::ClopperPearson,
            Self::AgrestiCoull => Method::AgrestiCoull,
            Self::Jeffreys => Method::Jeffreys,
            Self::Wald => Method::Wald,
        }
    }
}

/// The order in which categories are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CategoryOrder {
    /// As in the codebook; values without a label among labelled numbers by size, else after them.
    #[default]
    Codebook,
    /// The most frequent first.
    Descending,
}

impl CategoryOrder {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Items on the same scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Battery {
    /// The items in the order of the questionnaire.
    pub items: Vec<String>,
    /// How many of the highest categories make the top share; 0 for none. Where it is absent, two of an ordered scale (top-two
    /// box) and none of categories without an order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top: Option<usize>,
    /// Sort the items by the share of this category, descending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort_by: Option<Value>,
}

/// Two variables against each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Crosstab {
    /// Variable of the rows.
    pub rows: String,
    /// Variable of the columns.
    pub columns: String,
    /// Values of the rows in their order, where the codebook has none; it makes the variable an ordered one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub row_order: Vec<Value>,
    /// Values of the columns in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub column_order: Vec<Value>,
    /// Whether Fisher's exact test is made.
    #[serde(default, skip_serializing_if = "FisherTest::is_default")]
    pub exact: FisherTest,
    /// How many random tables estimate Fisher's test where it is not computed; 100,000 where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replicates: Option<u64>,
    /// Seed of the random tables.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub seed: u64,
    /// Correction of the tests of single cells for their number.
    #[serde(default, skip_serializing_if = "is_holm")]
    pub adjust: Adjustment,
    /// Comparison of the shares of every row between every two columns.
    #[serde(default, skip_serializing_if = "ColumnComparisons::is_default")]
    pub compare_columns: ColumnComparisons,
    /// Variable of the strata of several 2 x 2 tables (Mantel-Haenszel).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strata: Option<String>,
    /// The variable that names the case each row is a record of, or several that name it together: counts by case beside those by
    /// record, and a test that takes cases for clusters (Rao and Scott). Where it is absent, the role "case", if a case has several
    /// rows; "none" declines it.
    #[serde(
        default,
        skip_serializing_if = "Vec::is_empty",
        deserialize_with = "one_or_several"
    )]
    #[cfg_attr(feature = "schema", schemars(with = "OneOrSeveral"))]
    pub cases: Vec<String>,
}

impl Crosstab {
    /// The table of two variables, with nothing else asked for.
    pub fn of(rows: impl Into<String>, columns: impl Into<String>) -> Self {
        Self {
            rows: rows.into(),
            columns: columns.into(),
            row_order: Vec::new(),
            column_order: Vec::new(),
            exact: FisherTest::default(),
            replicates: None,
            seed: 0,
            adjust: Adjustment::default(),
            compare_columns: ColumnComparisons::default(),
            strata: None,
            cases: Vec::new(),
        }
    }
}

fn is_holm(adjust: &Adjustment) -> bool {
    *adjust == Adjustment::Holm
}

/// Whether Fisher's exact test is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FisherTest {
    /// Where it takes no noticeable time; where expected counts are small and it would take longer, it is estimated from random
    /// tables.
    #[default]
    Auto,
    /// Exactly, as long as it takes within documented limits.
    Always,
    /// Not at all.
    Never,
    /// Estimated from random tables.
    MonteCarlo,
}

impl FisherTest {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Comparison of the shares of every row between every two columns, as letters.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ColumnComparisons {
    /// Significance level of the letters.
    #[serde(default = "five_per_cent")]
    pub alpha: f64,
    /// Correction for the number of comparisons in a row.
    #[serde(default)]
    pub adjust: Adjustment,
}

fn five_per_cent() -> f64 {
    0.05
}

impl Default for ColumnComparisons {
    fn default() -> Self {
        Self {
            alpha: five_per_cent(),
            adjust: Adjustment::default(),
        }
    }
}

impl ColumnComparisons {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Means of several items, by group or overall.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// The items.
    pub items: Vec<String>,
    /// The variable that makes the groups.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Items whose means are averaged as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub item_groups: Vec<ItemGroup>,
}

/// Items under a common heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ItemGroup {
    /// The heading.
    pub label: Text,
    /// The items.
    pub items: Vec<String>,
}

/// Several answers per row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Multiple {
    /// The variables that hold the answers.
    pub items: Vec<String>,
    /// How they hold them. Where it is absent, as a set of the codebook has it; without such a set they are categories where they
    /// have more than two different values, else dichotomies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout: Option<MultipleLayout>,
    /// What stands between the answers of a cell, where a cell may hold several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub separator: Option<String>,
    /// The value that means "mentioned", of dichotomies; that of the set where it is absent, else 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mentioned: Option<Value>,
    /// Also by this variable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Put rows with more than one answer into a class of their own with this label, so that the classes exclude each other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub several: Option<Text>,
    /// The order of the answers.
    #[serde(default, skip_serializing_if = "CategoryOrder::is_default")]
    pub order: CategoryOrder,
    /// Answers that belong together: rows with at least one of them are counted. Its items are the variables of the answers,
    /// or the answers themselves where variables do not stand for single ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub item_groups: Vec<ItemGroup>,
    /// Dataset of the cases the rows belong to: gives rows per case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cases: Option<String>,
}

/// How variables hold several answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MultipleLayout {
    /// One variable for each possible answer, which says whether it was mentioned (SPSS: `MDGROUP`).
    Dichotomies,
    /// One variable for each answer given (first, second, ...), which says what was mentioned (SPSS: `MCGROUP`).
    Categories,
}

impl Multiple {
    /// Several answers per row in these variables, the most frequent first.
    pub fn of(items: &[String]) -> Self {
        Self {
            items: items.to_vec(),
            layout: None,
            separator: None,
            mentioned: None,
            by: None,
            several: None,
            order: CategoryOrder::Descending,
            item_groups: Vec::new(),
            cases: None,
        }
    }

    /// The answers of a set, as it says how its variables hold them; nothing where it holds no answers of which several are
    /// allowed.
    pub fn of_set(set: &Set) -> Option<Self> {
        let multiple = Self::of(&set.items);
        Some(match set.kind {
            SetKind::Multiple => Self {
                mentioned: set.counted.clone(),
                ..multiple
            },
            SetKind::Categories => Self {
                layout: Some(MultipleLayout::Categories),
                ..multiple
            },
            SetKind::Separated { separator } => Self {
                separator: Some(separator.to_string()),
                ..multiple
            },
            SetKind::Battery | SetKind::Ranking => return None,
        })
    }
}

/// Mean, spread, quartiles and box plot of numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Descriptives {
    /// The variables.
    pub variables: Vec<String>,
    /// Also by this variable.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// How quartiles are defined.
    #[serde(default, skip_serializing_if = "QuartileRule::is_default")]
    pub quartiles: QuartileRule,
    /// Also these quantiles, such as 0.9, by the rule of the quartiles (by type 7 where those are hinges).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quantiles: Vec<f64>,
    /// Also intervals of the mean and the median at these levels, such as 0.99.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<f64>,
    /// Also bootstrap intervals of mean, median and standard deviation, from so many resamples such as 9,999.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bootstrap: Option<usize>,
    /// Seed of the resamples.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub seed: u64,
}

/// How quartiles are defined: the nine types of Hyndman and Fan (1996) and Tukey's hinges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum QuartileRule {
    /// Inverse of the empirical distribution (SAS 3).
    Type1,
    /// As type 1 with averaging at jumps (SAS 5).
    Type2,
    /// Nearest even order statistic (SAS 2).
    Type3,
    /// Linear interpolation of the empirical distribution (SAS 1).
    Type4,
    /// Hydrologists' rule.
    Type5,
    /// Weibull; SPSS and Minitab, `QUARTILE.EXC` in Excel.
    Type6,
    /// R's default, `QUARTILE.INC` in Excel.
    #[default]
    Type7,
    /// Approximately median-unbiased.
    Type8,
    /// Approximately unbiased for normal data.
    Type9,
    /// Tukey's hinges: medians of the halves, the median in both (R `fivenum`).
    Hinges,
}

impl QuartileRule {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Groups of similar groups, by the profiles of their item means; or groups of similar rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Clusters {
    /// The items of the profile.
    pub items: Vec<String>,
    /// The variable that makes the groups; every row is an object where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The variable that names the rows, where they are the objects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// How many clusters to cut.
    pub clusters: usize,
    /// How the clusters are made.
    #[serde(default, skip_serializing_if = "Partition::is_default")]
    pub partition: Partition,
    /// How the distance of two clusters follows from those of their members; average linkage where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Linkage>,
    /// How the distance of two objects is measured; where it is absent, by the shape of their profiles (1 − r), or Euclidean
    /// for k-means and the methods of Ward, of centroids and of medians.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance: Option<Distance>,
    /// How many resamples tell how stable the clusters are, and how many references the gap statistic has; 0 for neither.
    /// Where it is absent 100, or 0 where rows times items are above 500,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bootstrap: Option<usize>,
    /// Seed of the resamples and of the starts of k-means.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub seed: u64,
}

fn is_zero(seed: &u64) -> bool {
    *seed == 0
}

/// How clusters are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Partition {
    /// By merging the nearest again and again.
    #[default]
    Hierarchical,
    /// Around objects, so that the sum of distances to them is smallest.
    KMedoids,
    /// Around means, so that the sum of squares is smallest.
    KMeans,
}

impl Partition {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// How the distance of two clusters follows from those of their members, with the heights of R's `hclust`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Linkage {
    /// The mean distance of members (UPGMA).
    #[default]
    Average,
    /// The largest distance of two members.
    Complete,
    /// The smallest distance of two members.
    Single,
    /// Ward's method on Euclidean distances (R: `ward.D2`).
    Ward,
    /// Ward's recurrence on the distances as they are (R: `ward.D`).
    WardD,
    /// The mean of the distances of the two parts (WPGMA).
    Mcquitty,
    /// The distance of centroids, where distances are squared.
    Centroid,
    /// The distance of medians, where distances are squared.
    Median,
}

/// How to show a finding; never changes a number.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Display {
    /// Kind of chart; the fitting one where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chart: Option<ChartKind>,
    /// Digits after the decimal mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimals: Option<u8>,
    /// Hide value labels in the chart below this share in per cent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hide_below: Option<f64>,
    /// List the legend in the reverse of the drawing order.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reverse_legend: bool,
    /// Fixed range of the value axis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub axis: Option<[f64; 2]>,
    /// Show only the first rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
}

impl Display {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Kind of chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    /// Horizontal bars.
    Bars,
    /// Horizontal bars that each sum to 100 %.
    Stacked,
    /// Radar (spider) chart, one polygon per group.
    Radar,
    /// One line of dots per item, one dot per group.
    Dots,
    /// Box plots.
    Box,
    /// Pie.
    Pie,
    /// Shaded cells.
    Heatmap,
    /// Tree of merges.
    Dendrogram,
    /// No chart.
    None,
}

impl From<Analysis> for AnalysisSpec {
    fn from(analysis: Analysis) -> Self {
        Self {
            id: String::new(),
            section: Text::default(),
            title: Text::default(),
            note: Text::default(),
            data: String::new(),
            filter: None,
            weight: None,
            frequency: None,
            design: None,
            confidence: None,
            display: Display::default(),
            analysis,
        }
    }
}
