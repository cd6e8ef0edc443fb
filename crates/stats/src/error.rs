//! What can be wrong with an input, with the data that explains it and the remedy.

use std::fmt;

use thiserror::Error;

/// A direction of a two-way table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// The rows.
    Row,
    /// The columns.
    Column,
}

impl fmt::Display for Axis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Row => "row",
            Self::Column => "column",
        })
    }
}

/// Why a statistic cannot be computed.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum Error {
    /// A table is smaller than two by two.
    #[error("the table is {rows} x {columns}: a test of independence needs at least 2 x 2")]
    TableTooSmall {
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        columns: usize,
    },
    /// A sampling weight is negative, infinite or no number.
    #[error("row {row} has the weight {weight}: sampling weights are finite and not negative")]
    InvalidWeight {
        /// Row, from 0.
        row: usize,
        /// The offending weight.
        weight: f64,
    },
    /// No row has a weight above 0.
    #[error("no row has a weight above 0: check the variable of the weights")]
    NoWeight,
    /// A stratum has a single sampling unit, from which no variance can be estimated.
    #[error(
        "stratum {stratum} has a single sampling unit: join it with another stratum, or say what it contributes"
    )]
    LonelyUnit {
        /// Number of the stratum in the input.
        stratum: usize,
    },
    /// The size of a population differs within a stratum, is smaller than the sample, or no size at all.
    #[error(
        "stratum {stratum} has {sampled} sampled units of {population}: the population is the same in all rows of a stratum and not smaller than its sample"
    )]
    InvalidPopulation {
        /// Number of the stratum in the input.
        stratum: usize,
        /// Sampled units.
        sampled: f64,
        /// The offending size, or fraction where fractions were given.
        population: f64,
    },
    /// One size of the population for several strata.
    #[error("one size of the population for {strata} strata: give the size of each")]
    OneSizeForStrata {
        /// How many strata.
        strata: usize,
    },
    /// A subpopulation has no row with a weight and a value.
    #[error("no row with a weight has a value here")]
    EmptyDomain,
    /// A ratio whose denominator adds up to 0.
    #[error("the denominator of the ratio adds up to 0")]
    ZeroDenominator,
    /// No degrees of freedom are left.
    #[error(
        "{df} degrees of freedom: there are too few sampling units for the number of strata and groups"
    )]
    TooFewUnits {
        /// Those left.
        df: f64,
    },
    /// A covariance matrix cannot be inverted.
    #[error(
        "the covariances are singular: groups or cells are empty, do not vary, or are more than the sampling units can tell apart"
    )]
    SingularCovariance,
    /// A table with more contrasts than a test can carry.
    #[error("(rows - 1)(columns - 1) is {contrasts}, more than {most}: merge categories")]
    TooManyContrasts {
        /// How many.
        contrasts: usize,
        /// How many are possible.
        most: usize,
    },
    /// Replicates of rows that stand for several sampling units.
    #[error("a row stands for several sampling units: replicates need a row of its own for each")]
    GroupedUnits,
    /// Balanced replicates of a stratum that is no pair.
    #[error(
        "stratum {stratum} is no pair of units from a large population: use the jackknife or the bootstrap"
    )]
    NotInPairs {
        /// Number of the stratum in the input.
        stratum: usize,
    },
    /// A category that must get cases has none in the sample.
    #[error(
        "category {category} of margin {margin} has a target and no case: join it with another"
    )]
    EmptyPostStratum {
        /// Which margin, from 0.
        margin: usize,
        /// Which category, from 0.
        category: usize,
    },
    /// A target that is negative, infinite, missing, or all targets are 0.
    #[error(
        "category {category} of margin {margin} has the target {target}: targets are finite, not negative, not all 0, and there is one for every category"
    )]
    InvalidTarget {
        /// Which margin, from 0.
        margin: usize,
        /// Which category, from 0.
        category: usize,
        /// The offending target.
        target: f64,
    },
    /// Bounds of weights that do not hold the mean weight between them.
    #[error(
        "weights between {least} and {most} times their mean: the least is below 1, the most above"
    )]
    InvalidBounds {
        /// Least.
        least: f64,
        /// Most.
        most: f64,
    },
    /// A count is negative, infinite or no number.
    #[error(
        "the count in row {row}, column {column} is {count}: counts are finite and not negative"
    )]
    InvalidCount {
        /// Row, from 0.
        row: usize,
        /// Column, from 0.
        column: usize,
        /// The offending count.
        count: f64,
    },
    /// A row or column has no observations.
    #[error("{axis} {index} has no observations: drop it or merge it with another")]
    EmptyMargin {
        /// Row or column.
        axis: Axis,
        /// Which, from 0.
        index: usize,
    },
    /// All cases have the same score.
    #[error("all cases have the same score: a trend needs at least two different scores")]
    ConstantScores,
    /// A table of paired answers is not square.
    #[error(
        "the table is {rows} x {columns}: paired answers need the same categories in rows and columns"
    )]
    NotSquare {
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        columns: usize,
    },
    /// A method for 2 x 2 tables on a larger one.
    #[error("the table is {rows} x {columns}: this method compares two rows in two columns")]
    NotFourfold {
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        columns: usize,
    },
    /// Nobody changed.
    #[error("all pairs agree: a test of change needs pairs that differ")]
    NoDiscordantPairs,
    /// Nobody changed between two groups of categories.
    #[error("nobody changed between two groups of the categories: test the groups one by one")]
    SeparateCategories,
    /// No stratum compares anything.
    #[error("every stratum has an empty row or column: choose coarser strata")]
    NoInformativeStratum,
    /// Expected shares do not fit the categories.
    #[error(
        "{shares} expected shares for {categories} categories: one positive finite number for each"
    )]
    ExpectedShares {
        /// Number of categories.
        categories: usize,
        /// Number of shares.
        shares: usize,
    },
    /// Nobody was counted.
    #[error("there are no cases")]
    NoCases,
    /// A count is not whole, or all together are above 2^53.
    #[error("exact tests count cases: whole numbers, 2^53 in all at most, no weights")]
    NotWhole,
    /// An exact distribution is too large.
    #[error(
        "the exact distribution takes more than {limit} steps: estimate it by random tables (Monte Carlo)"
    )]
    BeyondReach {
        /// The limit.
        limit: u64,
    },
    /// A population smaller than its sample.
    #[error("a population of {population} is smaller than its sample of {sample}")]
    PopulationTooSmall {
        /// Size of the population.
        population: f64,
        /// Size of the sample.
        sample: f64,
    },
    /// More successes than trials, or a count that is negative or no number.
    #[error(
        "{successes} successes in {trials} trials: both are finite, 0 <= successes <= trials and trials > 0"
    )]
    InvalidProportion {
        /// Number of successes.
        successes: f64,
        /// Number of trials.
        trials: f64,
    },
    /// A probability or confidence level outside its range.
    #[error("{value} is no probability strictly between 0 and 1")]
    InvalidProbability {
        /// The offending value.
        value: f64,
    },
    /// A value is infinite or no number, or a weight is not positive.
    #[error("value {value} with weight {weight}: values are finite, weights positive and finite")]
    InvalidObservation {
        /// The value.
        value: f64,
        /// Its weight.
        weight: f64,
    },
    /// All counts or weights are 0.
    #[error(
        "there is nothing to draw from: at least one count must be above 0, and their sum finite"
    )]
    NothingToDraw,
    /// More groups than a method can take.
    #[error("{groups} groups: at most {limit} here; merge groups or use another correction")]
    TooManyGroups {
        /// How many there are.
        groups: usize,
        /// The most there may be.
        limit: usize,
    },
    /// Two lists that belong together are not of one length.
    #[error("{first} and {second} values: both lists have one value for the same things")]
    LengthsDiffer {
        /// Length of the first.
        first: usize,
        /// Length of the second.
        second: usize,
    },
    /// Fewer cases than the statistic needs.
    #[error("too few cases: {n}, at least {needed} needed")]
    TooFewCases {
        /// Cases.
        n: u64,
        /// How many are needed.
        needed: u64,
    },
    /// All values of a variable are equal.
    #[error("variable {index} is constant: leave it out", index = .index + 1)]
    ConstantVariable {
        /// Which, from 0.
        index: usize,
    },
    /// Other variables determine a variable.
    #[error("variable {index} follows from others: leave one of them out", index = .index + 1)]
    Collinear {
        /// Which, from 0.
        index: usize,
    },
    /// The exact distribution is too large to enumerate.
    #[error("the exact distribution for {n} cases is out of reach: use the approximate p-value")]
    ExactOutOfReach {
        /// Cases.
        n: u64,
    },
    /// A likelihood has no maximum.
    #[error("the likelihood grows towards the limit {limit}: merge categories that hardly occur")]
    NoMaximum {
        /// The limit.
        limit: f64,
    },
    /// A table has more categories than an estimate can be found for.
    #[error("{categories} categories, at most {limit} are possible: merge some, or use numbers")]
    TooManyCategories {
        /// How many.
        categories: usize,
        /// How many are possible.
        limit: usize,
    },
    /// An iteration did not come to rest.
    #[error("the estimate does not settle: the model does not fit these data")]
    NoConvergence,
    /// Fewer items than the statistic needs.
    #[error("too few items: {items}, at least {needed} needed")]
    TooFewItems {
        /// Items.
        items: usize,
        /// How many are needed.
        needed: usize,
    },
    /// There is nothing to explain: all values, sums or ratings are equal.
    #[error("all values are equal: there is no variation to explain")]
    NoVariance,
    /// A factor explains more than all of an item.
    #[error(
        "one factor would explain more than the whole variance of item {index} (Heywood case): leave it out or add items",
        index = .index + 1
    )]
    Heywood {
        /// Which, from 0.
        index: usize,
    },
    /// Units have been rated by different numbers of raters.
    #[error(
        "units have from {least} to {most} ratings: Fleiss' kappa needs equally many, Krippendorff's alpha does not"
    )]
    UnequalRatings {
        /// Fewest ratings of a unit.
        least: u64,
        /// Most ratings of a unit.
        most: u64,
    },
    /// A ratio scale has no negative values.
    #[error("{value} is negative: a ratio scale begins at 0")]
    NegativeRatio {
        /// The value.
        value: f64,
    },
    /// Fewer groups or measurements than a comparison needs.
    #[error("{groups} groups or measurements with answers: a comparison needs at least {needed}")]
    TooFewGroups {
        /// How many there are.
        groups: usize,
        /// How many it takes.
        needed: usize,
    },
    /// A group is too small for its spread to be estimated.
    #[error(
        "group {group} has {n} answers, {needed} are needed: merge it with another or leave it out"
    )]
    GroupTooSmall {
        /// Which, from 0.
        group: usize,
        /// Its answers.
        n: f64,
        /// How many it takes.
        needed: f64,
    },
    /// All answers of a group are equal.
    #[error("all answers of group {group} are equal: without spread it has no weight in this test")]
    ConstantGroup {
        /// Which, from 0.
        group: usize,
    },
    /// Nothing varies, so there is nothing to compare it with.
    #[error("no spread: all values or differences within the groups are equal")]
    NoSpread,
    /// An exact distribution would take too long.
    #[error(
        "the exact distribution takes about {cost:e} steps, more than {limit:e}: use the approximation"
    )]
    ExactTooLarge {
        /// Estimated steps.
        cost: f64,
        /// The most that are made.
        limit: f64,
    },
    /// More than two values where a test takes yes and no.
    #[error("more than two values: this test takes measurements with two")]
    NotBinary,
    /// A statistic to be resampled is undefined for the data as they are.
    #[error("the statistic is undefined for these data: there is nothing to resample")]
    UndefinedStatistic,
    /// Two profiles have no distance.
    #[error(
        "the distance of profiles {first} and {second} is undefined: they have nothing in common, or one is constant, empty or below 0"
    )]
    UndefinedDistance {
        /// One profile, from 0.
        first: usize,
        /// The other, from 0.
        second: usize,
    },
    /// There are too few cases.
    #[error("{found} complete rows are too few: at least {needed} are needed")]
    TooFewRows {
        /// How many are needed.
        needed: usize,
        /// How many there are.
        found: f64,
    },
    /// Groups cannot be compared.
    #[error(
        "{groups} groups of {objects} objects: at least two groups are needed, and more objects than groups"
    )]
    TooFewObjects {
        /// How many groups have objects.
        groups: usize,
        /// How many objects there are.
        objects: usize,
    },
    /// A number of clusters that is impossible.
    #[error("{clusters} clusters of {objects} objects: from 1 to the number of different objects")]
    ImpossibleClusters {
        /// How many clusters were asked for.
        clusters: usize,
        /// How many objects there are.
        objects: usize,
    },
}
