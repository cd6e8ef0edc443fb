//! What can be asked of the statistical analyses: comparisons, associations, agreement, structure, estimation.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::derive::{Derivation, DerivedSpec};

/// Numbers compared between groups: one outcome after the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CompareGroups {
    /// The outcomes.
    pub variables: Vec<String>,
    /// The variable that makes the groups.
    pub by: String,
    /// Whether every two of three groups or more are compared as well.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub pairs: bool,
    /// Correction of the comparisons of every two groups.
    #[serde(default, skip_serializing_if = "is_default")]
    pub adjust: Adjustment,
    /// Whether p-values of rank tests are exact.
    #[serde(default, skip_serializing_if = "is_default")]
    pub exact: Exact,
}

impl CompareGroups {
    /// With the usual choices.
    pub fn of(variables: &[String], by: &str) -> Self {
        Self {
            variables: variables.to_vec(),
            by: by.to_owned(),
            pairs: true,
            adjust: Adjustment::default(),
            exact: Exact::default(),
        }
    }
}

/// What has changed from wave to wave: every wave and the next, the first and the last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The variables. Categories are compared by shares, ordered answers by ranks, numbers by means.
    pub variables: Vec<String>,
    /// The datasets of the waves, in their order; where it is absent, the waves are rows of one dataset.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waves: Vec<String>,
    /// The variable of the waves in one dataset; that whose role is "wave" where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Variables that together name a case of a panel; those whose role is "case" where it is absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key: Vec<String>,
    /// Whether cases are compared with themselves.
    #[serde(default, skip_serializing_if = "is_default")]
    pub pairing: Pairing,
    /// Correction of the tests for their number, over all variables and waves.
    #[serde(default, skip_serializing_if = "is_default")]
    pub adjust: Adjustment,
}

/// Whether the cases of two waves are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Pairing {
    /// They are where a key names them and two waves share at least two.
    #[default]
    Auto,
    /// A panel: only cases of both waves are compared, each with itself.
    Linked,
    /// Independent samples of the same population.
    Independent,
}

/// The same rows measured twice or more, or once against a fixed value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Paired {
    /// The measurements; differences are the first minus the second. One variable is compared with `value`.
    pub variables: Vec<String>,
    /// What a single variable is compared with.
    #[serde(default, skip_serializing_if = "is_default")]
    pub value: f64,
    /// What happens to differences of zero in the signed rank test.
    #[serde(default, skip_serializing_if = "is_default")]
    pub zeros: Zeros,
    /// Correction of the comparisons of every two measurements.
    #[serde(default, skip_serializing_if = "is_default")]
    pub adjust: Adjustment,
    /// Whether p-values of rank tests are exact.
    #[serde(default, skip_serializing_if = "is_default")]
    pub exact: Exact,
}

impl Paired {
    /// With the usual choices.
    pub fn of(variables: &[String]) -> Self {
        Self {
            variables: variables.to_vec(),
            value: 0.0,
            zeros: Zeros::default(),
            adjust: Adjustment::default(),
            exact: Exact::default(),
        }
    }
}

/// What happens to differences of zero in the signed rank test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Zeros {
    /// They are dropped before ranking (Wilcoxon 1945; SPSS, R).
    #[default]
    Wilcoxon,
    /// They are ranked, then dropped (Pratt 1959).
    Pratt,
}

/// Correlation of every two variables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Correlation {
    /// The variables.
    pub variables: Vec<String>,
    /// Also partial correlations given these (over rows with all answers).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub controls: Vec<String>,
    /// Which rows count where answers are missing.
    #[serde(default, skip_serializing_if = "is_default")]
    pub missing: MissingAnswers,
    /// Polychoric correlations as well (ordinal answers).
    #[serde(default, skip_serializing_if = "is_default")]
    pub polychoric: bool,
    /// Correction of the p-values over all pairs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub adjust: Adjustment,
    /// Whether p-values of rank correlations are exact.
    #[serde(default, skip_serializing_if = "is_default")]
    pub exact: Exact,
}

impl Correlation {
    /// With the usual choices.
    pub fn of(variables: &[String]) -> Self {
        Self {
            variables: variables.to_vec(),
            controls: Vec::new(),
            missing: MissingAnswers::default(),
            polychoric: false,
            adjust: Adjustment::default(),
            exact: Exact::default(),
        }
    }
}

/// Which rows count where answers are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MissingAnswers {
    /// Those with answers to both variables of a pair.
    #[default]
    Pairwise,
    /// Those with answers to all variables.
    Listwise,
}

/// Whether items measure one thing: internal consistency of a scale, over rows with answers to all items.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reliability {
    /// The items of the scale.
    pub items: Vec<String>,
}

/// Whether raters agree: one row per rated unit, one variable per rater; or whether coders of open answers do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// The raters; with `counts`, the categories; with `coding`, the coders to compare, all of them where there are none.
    #[serde(default, skip_serializing_if = "is_default")]
    pub raters: Vec<String>,
    /// The coding of open answers whose coders are compared: the name of a derived variable of the kind `coding`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coding: Option<String>,
    /// The variables hold how many raters chose each category.
    #[serde(default, skip_serializing_if = "is_default")]
    pub counts: bool,
    /// Weights of disagreements in Cohen's kappa.
    #[serde(default, skip_serializing_if = "is_default")]
    pub weights: KappaWeights,
}

impl Agreement {
    /// How far the coders of a coding agree; nothing where fewer than two have decided about anything.
    pub fn of_coders(spec: &DerivedSpec) -> Option<Self> {
        let Derivation::Coding(coding) = &spec.derivation else {
            return None;
        };
        let busy = coding
            .coders
            .iter()
            .filter(|coder| !coder.answers.is_empty());
        (busy.count() >= 2).then(|| Self {
            raters: Vec::new(),
            coding: Some(spec.name.clone()),
            counts: false,
            weights: KappaWeights::default(),
        })
    }
}

/// Weights of disagreements between ordered categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum KappaWeights {
    /// Every disagreement counts alike.
    #[default]
    None,
    /// By the distance of the categories.
    Linear,
    /// By the squared distance of the categories.
    Quadratic,
}

/// Rows and columns of a table in a common plane: simple correspondence analysis of two variables or of counts,
/// multiple correspondence analysis of more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Correspondence {
    /// Two variables, or more for the multiple analysis; with `counts`, the one that names the rows.
    pub variables: Vec<String>,
    /// Variables that hold the counts of the columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counts: Vec<String>,
    /// How many dimensions to report.
    #[serde(default = "two")]
    pub dimensions: usize,
}

/// Principal components.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Components {
    /// The variables.
    pub variables: Vec<String>,
    /// What is decomposed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub matrix: ComponentMatrix,
    /// How many components to report; all where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub components: Option<usize>,
    /// For how many rows to report their scores, from the first on.
    #[serde(default, skip_serializing_if = "is_default")]
    pub scores: usize,
}

/// What principal components decompose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ComponentMatrix {
    /// The correlation matrix: every variable counts alike.
    #[default]
    Correlation,
    /// The covariance matrix.
    Covariance,
}

/// Rows, or groups by their means, as points whose distances fit the data: classical multidimensional scaling.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scaling {
    /// The variables.
    pub variables: Vec<String>,
    /// The variable that makes the groups; every row is a point where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The variable that names the rows, where they are the points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// How distances are measured.
    #[serde(default, skip_serializing_if = "is_default")]
    pub distance: Distance,
    /// How many dimensions.
    #[serde(default = "two")]
    pub dimensions: usize,
}

fn two() -> usize {
    2
}

/// Who of a panel takes part in which wave: passages from wave to wave with retention rates (Wilson's interval), and patterns of
/// taking part.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Attrition {
    /// The datasets of the waves, in their order.
    pub waves: Vec<String>,
    /// Variables that together name a case, such as municipality and office; those whose role is "case" where it is absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key: Vec<String>,
    /// Also by this variable, as it was answered in the earlier wave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// Differences between groups in several variables at once (Anderson 2001): pseudo-F on distances with permutations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Permanova {
    /// The variables.
    pub variables: Vec<String>,
    /// The variable that makes the groups.
    pub by: String,
    /// How distances are measured.
    #[serde(default, skip_serializing_if = "is_default")]
    pub distance: Distance,
    /// How many permutations; 9,999 where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permutations: Option<usize>,
    /// Seed of the permutations.
    #[serde(default, skip_serializing_if = "is_default")]
    pub seed: u64,
}

/// How the distance of two rows or profiles is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Distance {
    /// √Σ(x − y)².
    #[default]
    Euclidean,
    /// Σ|x − y|.
    Manhattan,
    /// Σ|x − y| / Σ(x + y).
    BrayCurtis,
    /// 1 − r, by the shape of the profiles.
    Correlation,
}

/// Linear regression by least squares.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Regression {
    /// The outcome.
    pub outcome: String,
    /// The predictors, all numeric.
    pub predictors: Vec<String>,
    /// Whether there is a constant term.
    #[serde(default = "yes")]
    pub intercept: bool,
    /// Powers of the single predictor up to this one.
    #[serde(default = "one_degree")]
    pub degree: usize,
}

fn yes() -> bool {
    true
}

// the signature is serde's
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_yes(value: &bool) -> bool {
    *value
}

fn one_degree() -> usize {
    1
}

/// Means, shares, totals and ratios with their standard errors under the sampling design.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Estimate {
    /// The variables: numbers give means and totals, categories give shares.
    pub variables: Vec<String>,
    /// Also in each category of this variable (domains of the whole design).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Also the ratio of each variable to this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<String>,
    /// What is estimated of each variable.
    #[serde(default, skip_serializing_if = "is_default")]
    pub figures: EstimatedFigures,
    /// Also these quantiles, such as 0.25; the median where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantiles: Option<Vec<f64>>,
    /// How the intervals of shares are made.
    #[serde(default, skip_serializing_if = "is_default")]
    pub interval: ShareInterval,
    /// Correction of the comparisons of every two groups.
    #[serde(default, skip_serializing_if = "is_default")]
    pub adjust: Adjustment,
    /// Known margins of the population: the weights are raked to them first, and the errors made smaller by what they
    /// explain.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub margins: Vec<Margin>,
    /// Also standard errors by replication.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replication: Option<Replication>,
}

/// What is estimated of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EstimatedFigures {
    /// Means and totals of numbers on a scale, shares of categories, both of ordered numbers.
    #[default]
    Auto,
    /// Means and totals.
    Means,
    /// Shares of the categories.
    Shares,
}

/// How the interval of a share is made under a sampling design.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ShareInterval {
    /// On the scale of the logarithm of the odds; that of the beta distribution where the share is 0 or 1.
    #[default]
    Logit,
    /// Clopper-Pearson with the effective sample size (Korn and Graubard 1998).
    Beta,
    /// Wilson's with the effective sample size.
    Wilson,
    /// Share ± t · standard error.
    Wald,
}

/// A variable whose distribution in the population is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Margin {
    /// The variable.
    pub variable: String,
    /// Cases or shares of each of its values in the population, such as `{"1": 0.48, "2": 0.52}`.
    pub targets: BTreeMap<String, f64>,
}

/// How replicates of a sample are made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum Replication {
    /// One sampling unit after the other is left out.
    Jackknife,
    /// Rescaled bootstrap (Rao and Wu 1988).
    Bootstrap {
        /// How many replicates.
        #[serde(default = "five_hundred")]
        replicates: usize,
        /// Seed.
        #[serde(default)]
        seed: u64,
    },
    /// Balanced halves, for two units in every stratum.
    Balanced {
        /// Fay's coefficient.
        #[serde(default)]
        fay: f64,
    },
}

impl<'de> Deserialize<'de> for Replication {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Fields {
            method: String,
            replicates: Option<usize>,
            seed: Option<u64>,
            fay: Option<f64>,
        }

        let fields = Fields::deserialize(deserializer)?;
        let alien = |name: &str| {
            let method = &fields.method;
            D::Error::custom(format!("unknown field `{name}` of the method `{method}`"))
        };
        let (replicates, seed, fay) = (fields.replicates, fields.seed, fields.fay);
        match fields.method.as_str() {
            "bootstrap" if fay.is_some() => Err(alien("fay")),
            "bootstrap" => Ok(Self::Bootstrap {
                replicates: replicates.unwrap_or_else(five_hundred),
                seed: seed.unwrap_or_default(),
            }),
            _ if replicates.is_some() => Err(alien("replicates")),
            _ if seed.is_some() => Err(alien("seed")),
            "balanced" => Ok(Self::Balanced {
                fay: fay.unwrap_or_default(),
            }),
            "jackknife" if fay.is_some() => Err(alien("fay")),
            "jackknife" => Ok(Self::Jackknife),
            method => Err(D::Error::unknown_variant(
                method,
                &["jackknife", "bootstrap", "balanced"],
            )),
        }
    }
}

fn five_hundred() -> usize {
    500
}

/// Weights that reproduce known margins of the population: post-stratification with one, raking with several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Weighting {
    /// The margins.
    pub margins: Vec<Margin>,
    /// What the weights add up to; the sum of the weights before where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<f64>,
    /// Least and largest weight relative to the mean weight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounds: Option<[f64; 2]>,
}

/// Correction of several p-values for their number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Adjustment {
    /// Holm (1979): familywise, no assumption.
    #[default]
    Holm,
    /// Bonferroni: familywise.
    Bonferroni,
    /// Šidák (1967): familywise, independent tests.
    Sidak,
    /// Hochberg (1988): familywise, positive dependence.
    Hochberg,
    /// Benjamini and Hochberg (1995): false discovery rate.
    BenjaminiHochberg,
    /// Benjamini and Yekutieli (2001): false discovery rate under any dependence.
    BenjaminiYekutieli,
    /// None.
    None,
}

/// Whether a p-value comes from the exact distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Exact {
    /// Where counts are small and it takes no noticeable time.
    #[default]
    Auto,
    /// Whatever it takes, within documented limits.
    Always,
    /// Never.
    Never,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl From<Adjustment> for befund_stats::multiplicity::Adjustment {
    fn from(adjustment: Adjustment) -> Self {
        match adjustment {
            Adjustment::Holm => Self::Holm,
            Adjustment::Bonferroni => Self::Bonferroni,
            Adjustment::Sidak => Self::Sidak,
            Adjustment::Hochberg => Self::Hochberg,
            Adjustment::BenjaminiHochberg => Self::BenjaminiHochberg,
            Adjustment::BenjaminiYekutieli => Self::BenjaminiYekutieli,
            Adjustment::None => Self::None,
        }
    }
}

impl Exact {
    /// How many steps an exact distribution may take; none where there shall be none.
    pub(crate) fn steps(self) -> f64 {
        match self {
            Self::Auto => befund_stats::ranks::USUAL_STEPS,
            Self::Always => befund_stats::ranks::MOST_STEPS,
            Self::Never => 0.0,
        }
    }
}
