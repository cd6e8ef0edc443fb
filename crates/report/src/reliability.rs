//! When the p-value of a finding must not be read as one.

use befund_survey::Language;
use befund_survey::finding::{ContingencyTable, Finding, Note};

/// Why a test says nothing about significance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// The test is one for unweighted data.
    Weighted,
    /// Too few cases in all.
    FewCases,
    /// Too many small expected counts.
    SmallExpected,
}

/// Cochran's rule: with fewer than 20 cases, or where more than a fifth of the cells expect fewer than 5, Pearson's
/// statistic does not follow its distribution; under weights it never does.
pub(crate) fn test_doubt(finding: &Finding, table: &ContingencyTable) -> Option<Doubt> {
    let noted = |doubtful: fn(&Note) -> bool| finding.notes.iter().any(doubtful);
    if finding.base.weight.is_some() || noted(|note| matches!(note, Note::WeightedTest)) {
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

impl Doubt {
    /// The reason as a subordinate clause.
    pub(crate) fn because(self, language: Language) -> &'static str {
        let (de, en) = match self {
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
