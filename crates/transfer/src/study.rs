//! A study as bytes: its document is read by the module that reads files, so that the page needs no reader of JSON.

use befund_survey::analysis::{
    Adjustment, Agreement, Analysis, AnalysisSpec, Attrition, Battery, BinomialInterval,
    BordaPoints, CategoryOrder, Change as WaveChange, ChartKind, Clusters, ColumnComparisons,
    CompareGroups, ComponentMatrix, Components, ConsensusTies, Correlation, Correspondence,
    Crosstab, Descriptives, Design, Display, Distance, Estimate, EstimatedFigures, Exact,
    FisherTest, Frequencies, ItemGroup, KappaWeights, Linkage, LonelyUnit, Margin, MissingAnswers,
    Multiple, MultipleLayout, Paired, Pairing, Partition, Permanova, Population, Profile,
    QuartileRule, Ranking, RankingMethod, Regression, Reliability, Replication, Response, Scaling,
    ShareInterval, Unranked, Weighting, Zeros,
};
use befund_survey::coding::{Coder, Coding};
use befund_survey::combine::{Combine, CombinedSpec};
use befund_survey::derive::{
    Bands, Change, ChangeOf, Closed, Derivation, DerivedSpec, Formula, Index, IndexStatistic,
    Interaction, Otherwise, Recode, Rule, Split, Top, Weight,
};
use befund_survey::filter::Filter;
use befund_survey::study::{DatasetSpec, Study, VariableSpec};

use crate::{plain_enum, plain_struct};

plain_struct!(Study {
    befund,
    title,
    notice,
    datasets,
    combined,
    scales,
    analyses
});
plain_struct!(DatasetSpec {
    id,
    file,
    read,
    codebook,
    title,
    unit,
    variables,
    sets,
    roles,
    derived
});
plain_struct!(VariableSpec {
    name,
    label,
    level,
    dates,
    scale,
    values,
    missing,
    missing_ranges,
    placeholder
});
plain_struct!(CombinedSpec {
    id,
    title,
    unit,
    combine,
    derived
});
plain_enum!(Combine {
    0 Link { waves, key }
    1 Stack { datasets, source }
    2 Collapse { records, key }
});

// Variables made from others.
plain_struct!(DerivedSpec {
    name,
    label,
    level,
    values,
    derivation
});
plain_enum!(Derivation {
    0 Expression(spec)
    1 Recode(spec)
    2 Bands(spec)
    3 Top(spec)
    4 Index(spec)
    5 Interaction(spec)
    6 Split(spec)
    7 Change(spec)
    8 Weight(spec)
    9 Coding(spec)
});
plain_struct!(Coding { of, codes, coders });
plain_struct!(Coder { coder, answers });
plain_struct!(Formula { formula });
plain_struct!(Recode {
    of,
    rules,
    otherwise
});
plain_struct!(Rule {
    values,
    from,
    to,
    becomes,
    label
});
plain_enum!(Otherwise { 0 Missing 1 Keep });
plain_struct!(Bands {
    of,
    cuts,
    closed,
    labels
});
plain_enum!(Closed { 0 Left 1 Right });
plain_struct!(Top {
    of,
    top,
    categories
});
plain_struct!(Index {
    items,
    statistic,
    minimum,
    reversed,
    range
});
plain_enum!(IndexStatistic { 0 Mean 1 Sum });
plain_struct!(Interaction { of });
plain_struct!(Split {
    of,
    separator,
    answers
});
plain_struct!(Change { from, to, kept });
plain_enum!(ChangeOf { 0 Difference 1 Direction });
plain_struct!(Weight {
    margins,
    total,
    bounds,
    base
});

// Analyses: what all have.
plain_struct!(AnalysisSpec {
    id,
    section,
    title,
    note,
    data,
    filter,
    weight,
    frequency,
    design,
    confidence,
    display,
    analysis
});
plain_enum!(Filter {
    0 Written(condition)
    1 Is { variable, is }
    2 All { all }
    3 Any { any }
    4 Not { not }
});
plain_struct!(Design {
    strata,
    clusters,
    population,
    lonely
});
plain_enum!(Population { 0 Size(size) 1 Variable(variable) });
plain_enum!(LonelyUnit { 0 Error 1 Certainty 2 Centred });
plain_struct!(Display {
    chart,
    decimals,
    hide_below,
    reverse_legend,
    axis,
    limit
});
plain_enum!(ChartKind {
    0 Bars
    1 Stacked
    2 Radar
    3 Dots
    4 Box
    5 Pie
    6 Heatmap
    7 Dendrogram
    8 None
});
plain_enum!(Analysis {
    0 Response(spec)
    1 Frequencies(spec)
    2 Battery(spec)
    3 Crosstab(spec)
    4 Profile(spec)
    5 Multiple(spec)
    6 Descriptives(spec)
    7 Ranking(spec)
    8 Clusters(spec)
    9 CompareGroups(spec)
    10 Paired(spec)
    11 Correlation(spec)
    12 Reliability(spec)
    13 Agreement(spec)
    14 Correspondence(spec)
    15 Components(spec)
    16 Scaling(spec)
    17 Permanova(spec)
    18 Attrition(spec)
    19 Regression(spec)
    20 Estimate(spec)
    21 Weighting(spec)
    22 Change(spec)
});

// Analyses: what a kind has.
plain_struct!(Response {
    disposition,
    returned,
    by,
    cluster
});
plain_struct!(Frequencies {
    variable,
    order,
    expected,
    expected_from,
    interval,
    cases
});
plain_enum!(BinomialInterval {
    0 Wilson
    1 WilsonCorrected
    2 ClopperPearson
    3 AgrestiCoull
    4 Jeffreys
    5 Wald
});
plain_enum!(CategoryOrder { 0 Codebook 1 Descending });
plain_struct!(Battery {
    items,
    top,
    sort_by
});
plain_struct!(Crosstab {
    rows,
    columns,
    row_order,
    column_order,
    exact,
    replicates,
    seed,
    adjust,
    compare_columns,
    strata,
    cases
});
plain_enum!(FisherTest {
    0 Auto
    1 Always
    2 Never
    3 MonteCarlo
});
plain_struct!(ColumnComparisons { alpha, adjust });
plain_struct!(Profile {
    items,
    by,
    item_groups
});
plain_struct!(ItemGroup { label, items });
plain_struct!(Multiple {
    items,
    layout,
    separator,
    mentioned,
    by,
    several,
    order,
    item_groups,
    cases
});
plain_enum!(MultipleLayout { 0 Dichotomies 1 Categories });
plain_struct!(Descriptives {
    variables,
    by,
    quartiles,
    quantiles,
    levels,
    bootstrap,
    seed
});
plain_enum!(QuartileRule {
    0 Type1
    1 Type2
    2 Type3
    3 Type4
    4 Type5
    5 Type6
    6 Type7
    7 Type8
    8 Type9
    9 Hinges
});
plain_struct!(Clusters {
    items,
    by,
    label,
    clusters,
    partition,
    method,
    distance,
    bootstrap,
    seed
});
plain_enum!(Partition { 0 Hierarchical 1 KMedoids 2 KMeans });
plain_enum!(Linkage {
    0 Average
    1 Complete
    2 Single
    3 Ward
    4 WardD
    5 Mcquitty
    6 Centroid
    7 Median
});
plain_struct!(Ranking {
    items,
    ranks,
    k,
    unranked,
    by,
    methods,
    borda,
    ties,
    tie_penalty,
    effort,
    bootstrap,
    permutations,
    seed,
    classes,
    leave_one_out
});
plain_enum!(RankingMethod {
    0 Kemeny
    1 Borda
    2 Copeland
    3 Schulze
    4 RankedPairs
    5 Mc4
    6 Footrule
    7 MeanRank
    8 TopK
    9 PlackettLuce
    10 BradleyTerry
});
plain_enum!(BordaPoints {
    0 Average
    1 Pessimistic
    2 Optimistic
    3 Modified
});
plain_enum!(ConsensusTies { 0 Broken 1 Allowed });
plain_enum!(Unranked { 0 Bottom 1 Ignored });
plain_struct!(CompareGroups {
    variables,
    by,
    pairs,
    adjust,
    exact
});
plain_struct!(Paired {
    variables,
    value,
    zeros,
    adjust,
    exact
});
plain_enum!(Zeros { 0 Wilcoxon 1 Pratt });
plain_struct!(Correlation {
    variables,
    controls,
    missing,
    polychoric,
    adjust,
    exact
});
plain_enum!(MissingAnswers { 0 Pairwise 1 Listwise });
plain_struct!(Reliability { items });
plain_struct!(Agreement {
    raters,
    coding,
    counts,
    weights
});
plain_enum!(KappaWeights { 0 None 1 Linear 2 Quadratic });
plain_struct!(Correspondence {
    variables,
    counts,
    dimensions
});
plain_struct!(Components {
    variables,
    matrix,
    components,
    scores
});
plain_enum!(ComponentMatrix { 0 Correlation 1 Covariance });
plain_struct!(Scaling {
    variables,
    by,
    label,
    distance,
    dimensions
});
plain_struct!(Attrition { waves, key, by });
plain_struct!(WaveChange {
    variables,
    waves,
    by,
    key,
    pairing,
    adjust
});
plain_enum!(Pairing { 0 Auto 1 Linked 2 Independent });
plain_struct!(Permanova {
    variables,
    by,
    distance,
    permutations,
    seed
});
plain_enum!(Distance {
    0 Euclidean
    1 Manhattan
    2 BrayCurtis
    3 Correlation
});
plain_struct!(Regression {
    outcome,
    predictors,
    intercept,
    degree
});
plain_struct!(Estimate {
    variables,
    by,
    denominator,
    figures,
    quantiles,
    interval,
    adjust,
    margins,
    replication
});
plain_enum!(EstimatedFigures { 0 Auto 1 Means 2 Shares });
plain_enum!(ShareInterval {
    0 Logit
    1 Beta
    2 Wilson
    3 Wald
});
plain_struct!(Margin { variable, targets });
plain_enum!(Replication {
    0 Jackknife
    1 Bootstrap { replicates, seed }
    2 Balanced { fay }
});
plain_struct!(Weighting {
    margins,
    total,
    bounds
});
plain_enum!(Adjustment {
    0 Holm
    1 Bonferroni
    2 Sidak
    3 Hochberg
    4 BenjaminiHochberg
    5 BenjaminiYekutieli
    6 None
});
plain_enum!(Exact { 0 Auto 1 Always 2 Never });

#[cfg(test)]
mod tests {
    use befund_survey::analysis::Analysis;
    use befund_survey::study::Study;

    /// The study with these analyses, after a journey.
    fn crosses(document: &str) -> Study {
        let study = Study::from_json(document).expect("it is a study");
        let bytes = crate::bytes(&study);
        assert_eq!(crate::value(&bytes).as_ref(), Some(&study));
        for end in 0..bytes.len().min(2000) {
            assert_eq!(crate::value::<Study>(&bytes[..end]), None, "cut at {end}");
        }
        study
    }

    #[test]
    fn the_demo_study_crosses() {
        crosses(include_str!("../../engine/demo/study.json"));
    }

    #[test]
    fn analyses_of_every_kind_cross() {
        let analyses: Vec<&str> = include_str!("../../../tests/transcript/src/kinds.jsonl")
            .lines()
            .filter(|line| line.starts_with('{'))
            .collect();
        let study = crosses(&format!(
            r#"{{"befund": 1, "title": "every kind", "analyses": [{}]}}"#,
            analyses.join(",")
        ));
        for kind in Analysis::KINDS {
            let mut kinds = study.analyses.iter().map(|spec| spec.analysis.kind());
            assert!(kinds.any(|known| known == kind), "{kind}");
        }
    }

    #[test]
    fn what_is_made_of_others_crosses() {
        crosses(
            r#"{"befund": 1, "title": {"de": "Wellen", "en": "waves"}, "notice": "n",
            "scales": {"agree": [{"value": 1, "label": "yes"}, {"value": "n", "label": {"de": "nein", "en": "no"}}]},
            "datasets": [{"id": "a", "file": "a.csv", "read": {"separator": ";"}, "title": "t", "unit": "offices",
              "variables": [{"name": "q", "label": "l", "level": "ordinal", "scale": "agree", "missing": [{"value": -9, "label": "none"}],
                "missing_ranges": [{"from": 90}], "placeholder": true}],
              "sets": [{"name": "s", "kind": "battery", "items": ["q"]}], "roles": [{"kind": "weight", "variable": "w"}],
              "derived": [
                {"name": "d1", "kind": "expression", "formula": "q + 1", "level": "scale", "values": [{"value": 1, "label": "one"}]},
                {"name": "d2", "kind": "recode", "of": "q", "rules": [{"values": [1, "n"], "becomes": 2, "label": "two"}, {"from": 3, "to": 4}], "otherwise": "keep"},
                {"name": "d3", "kind": "bands", "of": "q", "cuts": [1.5, 2], "closed": "right", "labels": ["low", "mid", "high"]},
                {"name": "d4", "kind": "top", "of": "q", "top": 1, "categories": ["n"]},
                {"name": "d5", "kind": "index", "items": ["q", "r"], "statistic": "sum", "minimum": 1, "reversed": ["r"], "range": [1, 4]},
                {"name": "d6", "kind": "interaction", "of": ["q", "r"]},
                {"name": "d7", "kind": "split", "of": "open", "separator": "/", "answers": ["x", "y"]},
                {"name": "d8", "kind": "change", "from": "q", "to": "r", "as": "direction"},
                {"name": "d9", "kind": "weight", "margins": [{"variable": "sex", "targets": {"1": 0.5, "2": 0.5}}], "total": 100, "bounds": [0.2, 5], "base": "w"}]}],
            "combined": [
              {"id": "c1", "combine": {"link": {"waves": ["a", "b"], "key": ["k"]}}, "derived": [{"name": "d", "kind": "change", "from": "q@a", "to": "q@b"}]},
              {"id": "c2", "title": "t", "unit": "u", "combine": {"stack": {"datasets": ["a", "b"], "source": "which"}}},
              {"id": "c3", "combine": {"collapse": {"records": "a"}}}],
            "analyses": [
              {"id": "x", "section": "s", "title": "t", "note": "n", "data": "a", "kind": "estimate", "variables": ["q"], "weight": "w",
                "filter": {"all": [{"not": {"variable": "q", "is": [1, "n"]}}, {"any": ["q > 1"]}]}, "frequency": "f", "confidence": 0.9,
                "design": {"strata": "h", "clusters": "c", "population": 1000, "lonely": "certainty"},
                "display": {"chart": "dots", "decimals": 2, "hide_below": 3.5, "reverse_legend": true, "axis": [0, 1], "limit": 5},
                "replication": {"method": "bootstrap", "replicates": 100, "seed": 3}},
              {"kind": "estimate", "variables": ["q"], "design": {"population": "n"}, "replication": {"method": "balanced", "fay": 0.3}}]}"#,
        );
    }
}
