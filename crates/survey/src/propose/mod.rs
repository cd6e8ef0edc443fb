//! The draft of a report: what to look at in a file before anyone has asked.
//!
//! First the [outline](outline): every set and every variable that is in none, each by the analysis that fits it. Then the
//! [screening](Screening): every outcome against every variable that makes groups. What differs clearly between groups gets a
//! card of its own, and the proposal says how many comparisons were made to find it.

mod background;
mod groups;
mod outline;
mod screening;
mod several;

use serde::{Deserialize, Serialize};

pub use screening::Screening;

use crate::Text;
use crate::analysis::AnalysisSpec;
use crate::codebook::SetKind;
use crate::dataset::Dataset;
use crate::finding::Item;

/// What to show of a file nobody has described: the outline alone.
pub fn default_report(data: &Dataset) -> Vec<AnalysisSpec> {
    let cards = outline::outline(data).into_iter();
    cards.map(|card| card.analysis).collect()
}

/// A draft of a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// Identifier of the dataset.
    pub data: String,
    /// The analyses in the order of the report, each with the reason why it is proposed.
    pub analyses: Vec<Proposed>,
    /// What was compared to find differences between groups.
    pub compared: Compared,
}

/// A proposed analysis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposed {
    /// The analysis.
    pub analysis: AnalysisSpec,
    /// Its variables with their labels.
    pub items: Vec<Item>,
    /// Why.
    pub why: Why,
}

impl Proposed {
    fn new(data: &Dataset, analysis: AnalysisSpec, why: Why) -> Self {
        let names = analysis.analysis.variables();
        let variables = names
            .into_iter()
            .filter_map(|name| data.codebook.variable(name));
        let items = variables.map(Item::of).collect();
        Self {
            analysis,
            items,
            why,
        }
    }
}

/// Why an analysis is proposed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It shows a set of variables.
    Set(SetKind),
    /// It shows neighbouring variables that belong together by name and answers.
    Together,
    /// It shows a variable that is in no set.
    Single,
    /// It shows neighbouring variables whose numbers are about equally large.
    Amounts,
    /// It shows how amounts go together.
    GoTogether,
    /// Several people have coded open answers.
    Coders,
    /// Groups differ in it: the outcomes that do, the clearest first.
    Differs(Vec<Effect>),
}

impl Why {
    /// The part of the report: what there is, or what was found.
    fn section(&self) -> Text {
        match self {
            Self::Differs(_) | Self::GoTogether => Text::both(
                "Unterschiede und Zusammenhänge",
                "Differences and associations",
            ),
            _ => Text::both("Überblick", "Overview"),
        }
    }
}

/// Heads the parts of a draft that has more than one.
fn head(cards: &mut [Proposed]) {
    let overview = Why::Single.section();
    if cards.iter().any(|card| card.why.section() != overview) {
        for card in cards {
            card.analysis.section = card.why.section();
        }
    }
}

/// How much an outcome differs between groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// What differs.
    pub outcome: Item,
    /// What makes the groups.
    pub by: Item,
    /// The measure.
    pub measure: EffectMeasure,
    /// Its value, between 0 and 1.
    pub estimate: f64,
    /// Lower end of its confidence interval of 95 %.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
    /// The p-value, corrected for all comparisons made (Holm).
    pub adjusted_p_value: f64,
    /// Cases with an answer to both.
    pub n: u64,
}

/// A measure of the difference between groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EffectMeasure {
    /// Cramér's V, of categories without an order.
    CramersV,
    /// ε² of Kruskal and Wallis's test, of ordered answers and numbers.
    RankEpsilonSquared,
}

/// What was compared.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Compared {
    /// Variables that made the groups.
    pub by: Vec<Item>,
    /// The variables that name the cases whose records the rows are: every case counts as one, whatever its records.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<Item>,
    /// Comparisons made; p-values are corrected for all of them.
    pub comparisons: u64,
    /// Comparisons not made because groups were too small.
    pub too_small: u64,
    /// Comparisons not made because one of the two variables says what the other one is.
    pub nested: u64,
    /// Differences that are clear: corrected p below 5 % and an interval above a small effect.
    pub clear: u64,
    /// Those of them that have a card.
    pub shown: u64,
}
