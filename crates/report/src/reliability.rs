//! When the p-value of a finding must not be read as one.

use befund_survey::finding::{ContingencyTable, Finding, Note};
use befund_survey::{Figure, Language};

use crate::number::{decimal, p_value, plain};

/// Why a test says nothing about significance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// The test is one for independent rows, and several are records of one case.
    Dependent,
    /// The test is one for unweighted data.
    Weighted,
    /// Too few cases in all.
    FewCases,
    /// Too many small expected counts.
    SmallExpected,
}

/// Cochran's rule: with fewer than 20 cases, or where more than a fifth of the cells expect fewer than 5, Pearson's
/// statistic does not follow its distribution; under weights, and for records of the same cases, it never does.
pub(crate) fn test_doubt(finding: &Finding, table: &ContingencyTable) -> Option<Doubt> {
    let noted = |doubtful: fn(&Note) -> bool| finding.notes.iter().any(doubtful);
    if noted(|note| matches!(note, Note::DependentRecords { .. })) {
        Some(Doubt::Dependent)
    } else if finding.base.weight.is_some() || noted(|note| matches!(note, Note::WeightedTest)) {
        Some(Doubt::Weighted)
    } else if table.total < 20.0 {
        Some(Doubt::FewCases)
    } else if noted(
        |note| matches!(note, Note::SmallExpected { cells, of } if cells.saturating_mul(5) > *of),
    ) {
        Some(Doubt::SmallExpected)
    } else {
        None
    }
}

/// The p-value of Fisher's test, which holds where expected counts are small, with the word for how it was found.
pub(crate) fn exact_test(table: &ContingencyTable) -> Option<(f64, bool)> {
    let p = table.statistics.number(&["fisher_exact", "p_value"])?;
    let method = table.statistics.get(&["fisher_exact", "method"])?;
    Some((
        p,
        matches!(method, Figure::Word(word) if word == "monte_carlo"),
    ))
}

/// The figures of Rao and Scott's test, where it could be made: "F(1,98; 25,71) = 3,82; p = 0,036".
pub(crate) fn rao_scott(table: &ContingencyTable, language: Language) -> Option<String> {
    let number = |term: &str| table.statistics.number(&["rao_scott", term]);
    Some(format!(
        "F({}; {}) = {}; {}",
        plain(number("df1")?, 2, language),
        plain(number("df2")?, 2, language),
        decimal(number("statistic")?, 2, language),
        p_value(number("p_value")?, language),
    ))
}

/// Cramér's V with its confidence interval, where it has one: "0,32 [0,21; 0,43]".
pub(crate) fn strength(table: &ContingencyTable, cramers_v: f64, language: Language) -> String {
    let v = decimal(cramers_v, 2, language);
    match table
        .statistics
        .get(&["association", "confidence_interval"])
    {
        Some(Figure::Interval(interval)) => format!(
            "{v} [{}; {}]",
            decimal(interval.lower, 2, language),
            decimal(interval.upper, 2, language)
        ),
        _ => v,
    }
}

impl Doubt {
    /// Whether an exact test does without the approximation.
    pub(crate) fn is_of_small_counts(self) -> bool {
        matches!(self, Self::FewCases | Self::SmallExpected)
    }

    /// The reason as a subordinate clause.
    pub(crate) fn because(self, language: Language) -> &'static str {
        let (de, en) = match self {
            Self::Dependent => (
                "weil mehrere Einträge zu einem Fall gehören",
                "because several records belong to one case",
            ),
            Self::Weighted => (
                "weil die Daten gewichtet sind",
                "because the data are weighted",
            ),
            Self::FewCases => (
                "weil es weniger als 20 Fälle sind",
                "because there are fewer than 20 cases",
            ),
            Self::SmallExpected => (
                "weil zu viele erwartete Häufigkeiten kleiner als 5 sind",
                "because too many expected counts are below 5",
            ),
        };
        match language {
            Language::De => de,
            Language::En => en,
        }
    }
}
