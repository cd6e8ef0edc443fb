//! A finding: everything an analysis found, as one value. Rendering never recomputes.

use serde::{Deserialize, Serialize};

use crate::analysis::{Display, QuartileRule, Unranked};
use crate::codebook::Variable;
pub use crate::raked::RakedWeight;
use crate::{Sheet, Text, Value};

/// What an analysis found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Name of the analysis in its study; empty for one made on the spot.
    pub id: String,
    /// Heading of the part of the report.
    pub section: Text,
    /// Title.
    pub title: Text,
    /// The question that was asked, where all items share one.
    pub question: Text,
    /// Who was counted and who was left out.
    pub base: Base,
    /// The numbers.
    #[serde(flatten)]
    pub results: Results,
    /// What a reader must know before relying on the numbers.
    pub notes: Vec<Note>,
    /// How to show it.
    pub display: Display,
}

/// Who was counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Base {
    /// Identifier of the dataset.
    pub data: String,
    /// What one row is, in the plural; empty where unknown.
    pub unit: Text,
    /// Rows of the dataset.
    pub rows: u64,
    /// Rows that fulfil the filter.
    pub selected: u64,
    /// The filter in words.
    pub filter: Option<Text>,
    /// Rows with at least one valid answer.
    pub n: u64,
    /// Smallest base of a single item.
    pub smallest_n: u64,
    /// Largest base of a single item.
    pub largest_n: u64,
    /// Cases with at least one valid record, where rows are records of cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cases: Option<u64>,
    /// Name of the weight variable.
    pub weight: Option<String>,
    /// Sum of the weights of the `n` rows; equals `n` without weights.
    pub weighted_n: f64,
}

/// The numbers, by kind of analysis. All shares are fractions of 1; counts are sums of weights.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "results", rename_all = "snake_case")]
pub enum Results {
    /// Of [`crate::analysis::Response`].
    Response(ResponseRates),
    /// Of [`crate::analysis::Frequencies`].
    Frequencies(FrequencyTable),
    /// Of [`crate::analysis::Battery`].
    Battery(BatteryTable),
    /// Of [`crate::analysis::Crosstab`].
    Crosstab(ContingencyTable),
    /// Of [`crate::analysis::Profile`].
    Profile(ProfileTable),
    /// Of [`crate::analysis::Multiple`].
    Multiple(MultipleTable),
    /// Of [`crate::analysis::Descriptives`].
    Descriptives(DescriptivesTable),
    /// Of [`crate::analysis::Ranking`].
    Ranking(RankingTable),
    /// Of [`crate::analysis::Clusters`].
    Clusters(ClusterTree),
    /// Of [`crate::analysis::CompareGroups`].
    CompareGroups(Statistics),
    /// Of [`crate::analysis::Paired`].
    Paired(Statistics),
    /// Of [`crate::analysis::Correlation`].
    Correlation(Statistics),
    /// Of [`crate::analysis::Reliability`].
    Reliability(Statistics),
    /// Of [`crate::analysis::Agreement`].
    Agreement(Statistics),
    /// Of [`crate::analysis::Correspondence`].
    Correspondence(Statistics),
    /// Of [`crate::analysis::Components`].
    Components(Statistics),
    /// Of [`crate::analysis::Scaling`].
    Scaling(Statistics),
    /// Of [`crate::analysis::Attrition`].
    Attrition(Statistics),
    /// Of [`crate::analysis::Change`].
    Change(Statistics),
    /// Of [`crate::analysis::Permanova`].
    Permanova(Statistics),
    /// Of [`crate::analysis::Regression`].
    Regression(Statistics),
    /// Of [`crate::analysis::Estimate`].
    Estimate(Statistics),
    /// Of [`crate::analysis::Weighting`].
    Weighting(Statistics),
}

impl Results {
    /// The word that stands for the kind in JSON, as [`crate::analysis::Analysis::kind`].
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

    /// The named figures, where the kind has nothing else.
    pub fn statistics(&self) -> Option<&Statistics> {
        match self {
            Self::CompareGroups(statistics)
            | Self::Paired(statistics)
            | Self::Correlation(statistics)
            | Self::Reliability(statistics)
            | Self::Agreement(statistics)
            | Self::Correspondence(statistics)
            | Self::Components(statistics)
            | Self::Scaling(statistics)
            | Self::Permanova(statistics)
            | Self::Attrition(statistics)
            | Self::Change(statistics)
            | Self::Regression(statistics)
            | Self::Estimate(statistics)
            | Self::Weighting(statistics) => Some(statistics),
            _ => None,
        }
    }
}

/// Named figures of a statistical analysis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Statistics {
    /// The variable of the groups, where there are groups.
    pub by: Option<Item>,
    /// One part per outcome, or one for all variables together.
    pub parts: Vec<Part>,
}

/// The figures of one outcome, or of several variables together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The variables.
    pub variables: Vec<Item>,
    /// Their figures by textbook term.
    pub figures: Sheet,
}

/// A variable as findings name it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Name of the variable.
    pub name: String,
    /// Its label.
    pub label: Text,
    /// The wording is invented because the original is lost.
    pub placeholder: bool,
}

impl Item {
    /// A variable as its codebook has it.
    pub fn of(variable: &Variable) -> Self {
        Self {
            name: variable.name.clone(),
            label: variable.title(),
            placeholder: variable.placeholder,
        }
    }
}

/// A category as findings name it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Category {
    /// The stored value.
    pub value: Value,
    /// Its label.
    pub label: Text,
}

/// A confidence interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
    /// Confidence level, such as 0.95.
    pub level: f64,
}

/// A count and its share of the base.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Sum of weights.
    pub count: f64,
    /// Fraction of the base; absent where the base is empty.
    pub share: Option<f64>,
}

/// Response rates of a contact frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResponseRates {
    /// Over the whole frame.
    pub total: ResponseRate,
    /// The variable of the groups.
    pub by: Option<Item>,
    /// By group.
    pub groups: Vec<GroupResponseRate>,
    /// The variable of the clusters.
    pub cluster: Option<Item>,
    /// Clusters with at least one returned row, of all contacted clusters.
    pub clusters: Option<ResponseRate>,
    /// Every outcome of a contact with its count.
    pub dispositions: Vec<CategoryShare>,
    /// Intervals and differences between groups.
    #[serde(default, skip_serializing_if = "Sheet::is_empty")]
    pub statistics: Sheet,
}

/// Returned of contacted.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ResponseRate {
    /// How many were contacted.
    pub contacted: u64,
    /// How many returned an answer.
    pub returned: u64,
    /// Returned divided by contacted; absent where nobody was contacted.
    pub rate: Option<f64>,
}

/// The response rate of one group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupResponseRate {
    /// The group.
    pub group: Category,
    /// Its rate.
    #[serde(flatten)]
    pub rate: ResponseRate,
}

/// A category with its count and share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CategoryShare {
    /// The category.
    #[serde(flatten)]
    pub category: Category,
    /// Count and share.
    #[serde(flatten)]
    pub share: Share,
    /// Wilson score interval of the share; absent under weights and where the base is empty.
    pub confidence_interval: Option<Interval>,
}

/// Frequencies of one variable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrequencyTable {
    /// The variable.
    pub variable: Item,
    /// Valid answers with their share of all valid answers.
    pub categories: Vec<CategoryShare>,
    /// Cumulative shares in the order of `categories`; absent for nominal variables.
    pub cumulative_shares: Option<Vec<f64>>,
    /// Sum of weights of the valid answers.
    pub valid: f64,
    /// Stored values that count as missing, with their counts.
    pub user_missing: Vec<CategoryCount>,
    /// Sum of weights without any stored answer.
    pub system_missing: f64,
    /// The same by case, where rows are records of cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cases: Option<FrequenciesByCase>,
    /// Goodness of fit and exact tests, where expected shares are given.
    #[serde(default, skip_serializing_if = "Sheet::is_empty")]
    pub statistics: Sheet,
}

/// Which cases the records of a table belong to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordsOfCases {
    /// The variables that name a case.
    pub variables: Vec<Item>,
    /// Cases with at least one valid record.
    pub n: u64,
    /// Sum of their weights: the base of shares of cases.
    pub weighted_n: f64,
    /// Valid records of these cases.
    pub records: u64,
    /// Valid records of the case that has most.
    pub most_records: u64,
    /// Valid records that belong to no known case.
    pub without_case: u64,
}

/// Categories counted by case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrequenciesByCase {
    /// The cases.
    #[serde(flatten)]
    pub records: RecordsOfCases,
    /// In the order of the categories: cases with at least one such record, and their share of the cases with a valid record. The
    /// shares may add up to more than 1.
    pub shares: Vec<Share>,
}

/// A table of two variables counted by case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CrosstabByCase {
    /// The cases.
    #[serde(flatten)]
    pub records: RecordsOfCases,
    /// Cases with at least one record in the cell, one list per row.
    pub counts: Vec<Vec<f64>>,
    /// Cases with at least one record in the row: no sums of it.
    pub row_totals: Vec<f64>,
    /// Cases with at least one record in the column.
    pub column_totals: Vec<f64>,
    /// Shares of the cases of the row.
    pub row_shares: Vec<Vec<f64>>,
    /// Shares of the cases of the column.
    pub column_shares: Vec<Vec<f64>>,
    /// Shares of the column totals in all cases.
    pub total_shares: Vec<f64>,
}

/// A category with its count alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CategoryCount {
    /// The category.
    #[serde(flatten)]
    pub category: Category,
    /// Sum of weights.
    pub count: f64,
}

/// Items on the same scale.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BatteryTable {
    /// The scale, from its first category to its last.
    pub categories: Vec<Category>,
    /// How many of the last categories make the top share.
    pub top_categories: usize,
    /// The items, sorted as asked.
    pub items: Vec<BatteryItem>,
}

/// One item of a battery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BatteryItem {
    /// The item.
    #[serde(flatten)]
    pub item: Item,
    /// Rows with a valid answer.
    pub n: u64,
    /// Selected rows without one.
    pub missing: u64,
    /// Sum of weights by category.
    pub counts: Vec<f64>,
    /// Share of the valid answers by category; empty where there are none.
    pub shares: Vec<f64>,
    /// The top categories together; absent where none were asked for.
    pub top: Option<Share>,
    /// Mean of the codes; absent where the codes are no numbers or have no order (nominal items).
    pub mean: Option<f64>,
    /// Standard deviation of the codes, denominator n − 1.
    pub standard_deviation: Option<f64>,
    /// Median of the codes.
    pub median: Option<f64>,
}

/// Two variables against each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContingencyTable {
    /// Variable of the rows.
    pub row_variable: Item,
    /// Variable of the columns.
    pub column_variable: Item,
    /// Categories of the rows.
    pub rows: Vec<Category>,
    /// Categories of the columns.
    pub columns: Vec<Category>,
    /// Sums of weights, one list per row.
    pub counts: Vec<Vec<f64>>,
    /// Sums of the rows.
    pub row_totals: Vec<f64>,
    /// Sums of the columns.
    pub column_totals: Vec<f64>,
    /// Sum of all.
    pub total: f64,
    /// Shares of the row sums.
    pub row_shares: Vec<Vec<f64>>,
    /// Shares of the column sums.
    pub column_shares: Vec<Vec<f64>>,
    /// Shares of the column totals in all rows together.
    pub total_shares: Vec<f64>,
    /// The same by case, where rows are records of cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cases: Option<CrosstabByCase>,
    /// Pearson's test of independence; absent where a variable has fewer than two categories.
    pub chi_square: Option<TestOfIndependence>,
    /// Further tests, measures of association and comparisons of columns.
    #[serde(default, skip_serializing_if = "Sheet::is_empty")]
    pub statistics: Sheet,
}

/// Pearson's test of independence with its effect size.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TestOfIndependence {
    /// Pearson's X².
    pub statistic: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// Upper tail of the chi-square distribution.
    pub p_value: f64,
    /// Cramér's V.
    pub cramers_v: f64,
    /// Expected counts under independence.
    pub expected: Vec<Vec<f64>>,
    /// Adjusted standardised residuals.
    pub adjusted_residuals: Vec<Vec<f64>>,
}

/// Means by item and group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfileTable {
    /// The variable of the groups; absent for the overall profile.
    pub by: Option<Item>,
    /// The groups; one nameless group for the overall profile.
    pub groups: Vec<ProfileGroup>,
    /// The items with one mean per group.
    pub items: Vec<ProfileItem>,
    /// Averages of item means under a common heading.
    pub item_groups: Vec<ProfileItemGroup>,
    /// Labels of the scale the items share, where they share one.
    pub scale: Vec<Category>,
}

/// A group of a profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfileGroup {
    /// The group; absent for the overall profile.
    pub group: Option<Category>,
    /// Rows of the group.
    pub n: u64,
}

/// One item of a profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfileItem {
    /// The item.
    #[serde(flatten)]
    pub item: Item,
    /// One mean per group.
    pub means: Vec<Mean>,
}

/// A mean with its spread and precision.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Mean {
    /// Rows with a valid answer.
    pub n: u64,
    /// Mean; absent without valid answers.
    pub mean: Option<f64>,
    /// Standard deviation, denominator n − 1; absent below two answers.
    pub standard_deviation: Option<f64>,
}

/// Items under a common heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProfileItemGroup {
    /// The heading.
    pub label: Text,
    /// Names of the items.
    pub items: Vec<String>,
    /// Unweighted average of the item means by group, over the items that have one.
    pub means: Vec<Option<f64>>,
}

/// Several answers per row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MultipleTable {
    /// The variables whose cells hold the answers; empty where every answer has a variable of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<Item>,
    /// The possible answers, sorted as asked; the class of several answers comes last.
    pub answers: Vec<Answer>,
    /// Whether each row was put into exactly one class.
    pub exclusive: bool,
    /// The variable of the groups.
    pub by: Option<Item>,
    /// The groups.
    pub groups: Vec<MultipleRow>,
    /// All groups together.
    pub total: MultipleRow,
    /// Answers under a common heading.
    pub answer_groups: Vec<AnswerGroup>,
}

/// One possible answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Name of the variable; absent where the answer is a value, and for the class of several answers.
    pub name: Option<String>,
    /// The value that is the answer; absent where the answer has a variable of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Its label.
    pub label: Text,
    /// The wording is invented because the original is lost.
    pub placeholder: bool,
}

/// Counts of the answers in one group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MultipleRow {
    /// The group; absent for the total.
    pub group: Option<Category>,
    /// Rows with at least one answer.
    pub n: u64,
    /// Sum of their weights: the base of the shares of cases.
    pub cases: f64,
    /// Sum of all mentions: the base of the shares of mentions.
    pub mentions: f64,
    /// Sum of weights of the rows that gave each answer.
    pub counts: Vec<f64>,
    /// How often each answer was given: more than its count where rows gave it twice.
    pub mention_counts: Vec<f64>,
    /// Shares of the cases; their sum may exceed 1.
    pub shares_of_cases: Vec<f64>,
    /// Shares of the mentions by `mention_counts`; their sum is 1.
    pub shares_of_mentions: Vec<f64>,
    /// Sum of weights of the rows that answered any item at all, be it that none was mentioned.
    #[serde(default)]
    pub answered: f64,
    /// Shares of those.
    #[serde(default)]
    pub shares_of_answered: Vec<f64>,
    /// Rows per unit of the dataset named under `cases`.
    pub per_unit: Option<RowsPerUnit>,
}

/// How many rows a unit has on average.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RowsPerUnit {
    /// Units in the other dataset.
    pub units: u64,
    /// Rows divided by units.
    pub mean: Option<f64>,
}

/// Answers under a common heading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnswerGroup {
    /// The heading.
    pub label: Text,
    /// Names of the answers.
    pub items: Vec<String>,
    /// Rows with at least one of them, in all groups together, as a share of the cases.
    pub total: Share,
    /// The same by group.
    pub groups: Vec<Share>,
}

/// Mean, spread, quartiles and box plot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DescriptivesTable {
    /// How quartiles are defined.
    pub quartiles: QuartileRule,
    /// The variable of the groups.
    pub by: Option<Item>,
    /// One entry per variable and group, variable by variable.
    pub rows: Vec<DescriptivesRow>,
    /// What concerns several variables together: rows with answers to all of them.
    #[serde(default, skip_serializing_if = "Sheet::is_empty")]
    pub statistics: Sheet,
}

/// Figures of one variable in one group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DescriptivesRow {
    /// The variable.
    #[serde(flatten)]
    pub item: Item,
    /// The group; absent for all rows together.
    pub group: Option<Category>,
    /// Rows with a valid answer.
    pub n: u64,
    /// Selected rows of the group without one.
    pub missing: u64,
    /// Mean.
    pub mean: Option<f64>,
    /// Standard deviation, denominator n − 1.
    pub standard_deviation: Option<f64>,
    /// Variance, denominator n − 1.
    pub variance: Option<f64>,
    /// Smallest, quartiles, largest, whiskers and outliers; absent without valid answers.
    pub five_numbers: Option<FiveNumbers>,
    /// Further figures: intervals, shape, robust measures, quantiles.
    #[serde(default, skip_serializing_if = "Sheet::is_empty")]
    pub statistics: Sheet,
}

/// The figures of a box plot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FiveNumbers {
    /// Smallest value.
    pub minimum: f64,
    /// First quartile.
    pub lower_quartile: f64,
    /// Median.
    pub median: f64,
    /// Third quartile.
    pub upper_quartile: f64,
    /// Largest value.
    pub maximum: f64,
    /// Smallest value within 1.5 interquartile ranges of the box.
    pub lower_whisker: f64,
    /// Largest value within 1.5 interquartile ranges of the box.
    pub upper_whisker: f64,
    /// Values beyond the whiskers, each different one once, with how many rows have it.
    pub outliers: Vec<Outlier>,
}

/// A value beyond the whiskers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Outlier {
    /// The value.
    pub value: f64,
    /// How many rows have it.
    pub n: u64,
}

/// Objects sorted by each respondent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RankingTable {
    /// The top share counts ranks 1 to k.
    pub k: usize,
    /// What it means when an object was not ranked.
    pub unranked: Unranked,
    /// Respondents with a usable ranking.
    pub n: u64,
    /// Those of them who ranked every object.
    pub complete: u64,
    /// The objects, the highest top share first; equal shares by mean rank.
    pub items: Vec<RankedItem>,
    /// Consensus, models, uncertainty: named figures, those of the objects under their variables' names. They stand beside the other fields.
    #[serde(flatten)]
    pub statistics: Sheet,
}

/// One object of a ranking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RankedItem {
    /// The object.
    #[serde(flatten)]
    pub item: Item,
    /// Respondents who ranked it.
    pub n: u64,
    /// Respondents who put it at rank 1 to k, as a share of all usable rankings.
    pub top_k: Share,
    /// Wilson score interval of the top share; absent under weights.
    pub confidence_interval: Option<Interval>,
    /// Mean rank; an unranked object counts as asked.
    pub mean_rank: Option<f64>,
    /// Median rank; an unranked object counts as asked.
    pub median_rank: Option<f64>,
    /// Sum of weights at rank 1, 2, ...
    pub rank_counts: Vec<f64>,
}

/// Agglomerative clustering of group profiles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClusterTree {
    /// The variable of the groups; absent where rows are the objects.
    pub by: Option<Item>,
    /// The groups, or the rows.
    pub groups: Vec<Category>,
    /// Pearson correlation of every two profiles over the items both have; empty
    /// where rows are the objects.
    pub correlations: Vec<Vec<Option<f64>>>,
    /// Merges from the most similar on; indices below the number of groups are groups, those above earlier merges.
    pub merges: Vec<Merge>,
    /// Cluster of each group, numbered from 1 in the order of the groups.
    pub clusters: Vec<usize>,
    /// Quality of the solution: cophenetic correlation, silhouettes, stability.
    #[serde(default, skip_serializing_if = "Sheet::is_empty")]
    pub statistics: Sheet,
}

/// One merge of two clusters.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Merge {
    /// First cluster.
    pub first: usize,
    /// Second cluster.
    pub second: usize,
    /// Distance at which they merge.
    pub height: f64,
}

/// What a reader must know before relying on the numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum Note {
    /// Expected counts below 5 make the chi-square approximation doubtful.
    SmallExpected {
        /// How many cells.
        cells: u64,
        /// Of how many.
        of: u64,
    },
    /// A category or margin is empty and was left out of the test.
    EmptyMargin {
        /// How many rows or columns.
        dropped: u64,
    },
    /// Rows left out because the weight is missing, zero or negative.
    UnusableWeight {
        /// How many.
        rows: u64,
    },
    /// The dataset has a weight, which this kind of analysis cannot use.
    Unweighted {
        /// The variable that holds it.
        weight: String,
    },
    /// The weight was raked to known margins.
    RakedWeight {
        /// How that went.
        raked: RakedWeight,
    },
    /// Rows left out because the filter could not be decided: an answer it needs is missing.
    UndecidedFilter {
        /// How many.
        rows: u64,
    },
    /// Answers with values outside a labelled scale were left out: they are no step of it.
    OffScale {
        /// How many answers.
        answers: u64,
        /// The values.
        values: Vec<Value>,
    },
    /// Shares that make a whole do not add up to 100 % as they are printed, because each is rounded by itself.
    RoundedSum,
    /// Rows that gave the same answer more than once: it counts once among the cases and every time among the mentions.
    RepeatedAnswers {
        /// How many rows.
        rows: u64,
    },
    /// Shares of cases: a case counts wherever it has at least one record.
    SharesOfCases {
        /// Cases with at least one valid record: the base.
        cases: u64,
    },
    /// Several records belong to one case: they are not independent, as most tests take them to be.
    DependentRecords {
        /// Valid records that belong to a case.
        records: u64,
        /// Cases with at least one of them.
        cases: u64,
        /// Records of the case that has most.
        most: u64,
    },
    /// Records whose case is not known: they count by record and not by case.
    WithoutCase {
        /// How many.
        records: u64,
    },
    /// Records of one case have different weights, so that the case has none: nothing was counted by case.
    UnevenCaseWeights {
        /// How many cases.
        cases: u64,
        /// The variable that holds the weights.
        weight: String,
    },
    /// What the author of the study adds.
    Author {
        /// The author's words.
        text: Text,
    },
    /// Wordings or figures are invented because the originals are lost.
    Placeholder {
        /// How many of the variables used.
        variables: u64,
        /// Of how many.
        of: u64,
    },
    /// The test was computed with weights scaled to the number of rows; it ignores how the weights came about.
    WeightedTest,
    /// The reader stopped the analysis: what is not known yet is missing.
    Stopped {
        /// Work that was done.
        done: u64,
        /// Work there was, as far as it was known.
        total: u64,
    },
}
