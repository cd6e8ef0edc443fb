//! What is shown: marks, channels, alternative text. No positions and no colours yet, only roles.

mod axis;
mod bars;
mod box_plot;
mod dendrogram;
mod heatmap;
mod pie;
mod profile;
mod ranking;
mod stacked;
mod waves;

use befund_survey::Language;
use befund_survey::analysis::ChartKind;
use befund_survey::finding::{Category, Finding, Results};

pub use axis::Axis;
pub use bars::{Bar, BarPlot};
pub use box_plot::{BoxPlot, BoxRow};
pub use dendrogram::{Dendrogram, Joint};
pub use heatmap::{HeatCell, Heatmap, Shading};
pub use pie::{PiePlot, Slice};
pub use profile::{ProfilePlot, Series};
pub use ranking::{BumpLine, BumpPlot, RankPlot, RankRow};
pub use stacked::{Key, StackedPlot, StackedRow};
pub use waves::{WavePlot, WaveRow, WaveValue};

use crate::consensus::Consensus;
use crate::number::Figures;
use crate::title::title;

/// What a chart shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Name of the picture.
    pub title: String,
    /// What stands above it where it is not the only one of its finding, or not the main one; empty otherwise.
    pub heading: String,
    /// Alternative text with the main numbers.
    pub description: String,
    /// The data with their channels.
    pub plot: Plot,
}

/// The kinds of chart.
#[derive(Debug, Clone, PartialEq)]
pub enum Plot {
    /// Horizontal bars.
    Bars(BarPlot),
    /// Horizontal bars that each sum to 100 %.
    Stacked(StackedPlot),
    /// One axis per item, one polygon per group.
    Radar(ProfilePlot),
    /// One line per item, one dot per group.
    Dots(ProfilePlot),
    /// Box plots.
    Boxes(BoxPlot),
    /// A disc of slices.
    Pie(PiePlot),
    /// Shaded cells.
    Heatmap(Heatmap),
    /// A tree of merges.
    Dendrogram(Dendrogram),
    /// Ranks with their uncertainty.
    Ranks(RankPlot),
    /// Ranks in several columns.
    Bump(BumpPlot),
    /// Shares or means by wave.
    Waves(WavePlot),
}

/// A finding seen by a reader.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) finding: &'a Finding,
    pub(crate) language: Language,
    pub(crate) figures: Figures,
}

impl<'a> View<'a> {
    pub(crate) fn new(finding: &'a Finding, language: Language) -> Self {
        Self {
            finding,
            language,
            figures: Figures::of(finding, language),
        }
    }

    /// As many rows as shall be shown.
    fn limit(&self, rows: usize) -> usize {
        self.finding
            .display
            .limit
            .map_or(rows, |limit| limit.min(rows))
    }

    /// The words of the reader's language.
    pub(crate) fn pick(&self, de: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::De => de,
            Language::En => en,
        }
    }
}

/// The main chart of a finding: the first of its [`charts`].
pub fn chart(finding: &Finding, language: Language) -> Option<Chart> {
    charts(finding, language).into_iter().next()
}

/// The charts of a finding, the main one first: the kind its study asks for where that fits the results, otherwise the
/// usual one and those that belong to it.
///
/// Nothing where the finding shows no chart or has nothing to draw.
pub fn charts(finding: &Finding, language: Language) -> Vec<Chart> {
    let view = View::new(finding, language);
    let asked = finding.display.chart;
    if asked == Some(ChartKind::None) {
        return Vec::new();
    }
    let mut drawn = match &finding.results {
        Results::Change(statistics) => waves::change(view, statistics),
        _ => vec![(String::new(), main(view, asked))],
    };
    if let (Results::Ranking(table), None) = (&finding.results, asked) {
        drawn.extend(ranking::further(view, table));
    }
    let title = title(finding, language);
    let charts = drawn.into_iter().filter_map(|(heading, drawn)| {
        let (plot, description) = drawn?;
        Some(Chart {
            title: if heading.is_empty() {
                title.clone()
            } else {
                format!("{title}: {heading}")
            },
            heading,
            description,
            plot,
        })
    });
    charts.collect()
}

/// The main chart with its alternative text.
fn main(view: View<'_>, asked: Option<ChartKind>) -> Option<(Plot, String)> {
    let finding = view.finding;
    match &finding.results {
        Results::Response(rates) => bars::response(view, rates),
        Results::Frequencies(table) => match asked {
            Some(ChartKind::Pie) if (2..=6).contains(&table.categories.len()) => {
                pie::frequencies(view, table)
            }
            Some(ChartKind::Stacked) => stacked::frequencies(view, table),
            _ => bars::frequencies(view, table),
        },
        Results::Battery(table) => match asked {
            Some(ChartKind::Bars) => bars::battery(view, table),
            Some(ChartKind::Radar) => profile::battery(view, table, Plot::Radar),
            Some(ChartKind::Dots) => profile::battery(view, table, Plot::Dots),
            Some(ChartKind::Heatmap) => heatmap::battery(view, table),
            Some(ChartKind::Stacked) => stacked::battery(view, table),
            _ if table.categories.len() > 7 => {
                bars::battery(view, table).or_else(|| stacked::battery(view, table))
            }
            _ => stacked::battery(view, table),
        },
        Results::Crosstab(table) => match asked {
            Some(ChartKind::Heatmap) => heatmap::crosstab(view, table),
            Some(ChartKind::Stacked) => stacked::crosstab(view, table),
            _ if table.columns.len() > 7 => heatmap::crosstab(view, table),
            _ => stacked::crosstab(view, table),
        },
        Results::Profile(table) => match asked {
            Some(ChartKind::Heatmap) => heatmap::profile(view, table),
            Some(ChartKind::Radar) if table.items.len() >= 3 => {
                profile::profile(view, table, Plot::Radar)
            }
            Some(ChartKind::Dots) => profile::profile(view, table, Plot::Dots),
            _ if table.groups.len() == 1 => bars::profile(view, table),
            _ => profile::profile(view, table, Plot::Dots),
        },
        Results::Multiple(table) => match asked {
            Some(ChartKind::Bars) => bars::multiple(view, table),
            Some(ChartKind::Heatmap) if !table.groups.is_empty() => heatmap::multiple(view, table),
            Some(ChartKind::Stacked) if table.exclusive => stacked::multiple(view, table),
            Some(ChartKind::Dots) if !table.groups.is_empty() => profile::multiple(view, table),
            _ if table.groups.is_empty() => bars::multiple(view, table),
            _ if table.exclusive && table.answers.len() <= 5 => stacked::multiple(view, table),
            _ if table.exclusive || table.groups.len() > 6 => heatmap::multiple(view, table),
            _ => profile::multiple(view, table),
        },
        Results::Descriptives(table) => match asked {
            Some(ChartKind::Dots) if table.by.is_some() => profile::descriptives(view, table),
            Some(ChartKind::Bars) => bars::descriptives(view, table),
            _ => box_plot::descriptives(view, table),
        },
        Results::Ranking(table) => {
            let consensus = || Consensus::of(table);
            match asked {
                Some(ChartKind::Heatmap) => {
                    consensus().and_then(|consensus| ranking::pairs(view, &consensus))
                }
                Some(ChartKind::Dots) => {
                    consensus().and_then(|consensus| ranking::intervals(view, &consensus))
                }
                _ => None,
            }
            .or_else(|| bars::ranking(view, table))
        }
        Results::Clusters(tree) => match asked {
            Some(ChartKind::Heatmap) => heatmap::clusters(view, tree),
            _ => dendrogram::clusters(view, tree),
        },
        Results::Correlation(statistics) => heatmap::correlation(view, statistics),
        // other named figures stand in tables
        _ => None,
    }
}

/// Whether an answer is none on the matter itself: such categories are greyed.
///
/// Nothing in a finding says so, so the usual wordings are recognised.
pub(crate) fn is_no_opinion(category: &Category) -> bool {
    const WORDINGS: [&str; 14] = [
        "weiß nicht",
        "weiss nicht",
        "weiß ich nicht",
        "keine angabe",
        "k. a.",
        "k.a.",
        "keine meinung",
        "kann ich nicht",
        "don't know",
        "don’t know",
        "do not know",
        "no answer",
        "no opinion",
        "not sure",
    ];
    [Language::De, Language::En].iter().any(|language| {
        let label = category.label.get(*language).trim().to_lowercase();
        WORDINGS.iter().any(|wording| label.starts_with(wording))
    })
}

/// Whether a label denies ("nicht vorhanden", "no").
fn denies(category: &Category) -> bool {
    let label = category.label.get(Language::De).trim().to_lowercase();
    ["nicht", "nein", "kein", "no", "not"].iter().any(|word| {
        label.strip_prefix(word).is_some_and(|rest| {
            !rest.starts_with(|next: char| next.is_alphabetic() && *word != "kein")
        })
    })
}

/// The category that a reader looks for first: the affirmative one of two, otherwise the last on the matter itself.
pub(crate) fn emphasis(categories: &[Category]) -> Option<usize> {
    let own: Vec<usize> = (0..categories.len())
        .filter(|index| !is_no_opinion(&categories[*index]))
        .collect();
    match own.as_slice() {
        [first, second] if denies(&categories[*second]) || !denies(&categories[*first]) => {
            Some(*first)
        }
        [.., last] => Some(*last),
        [] => None,
    }
}

/// "label: figure" for each row, joined for the alternative text; long charts name the first twelve.
fn spoken(rows: impl ExactSizeIterator<Item = (String, String)>, language: Language) -> String {
    let more = rows.len().saturating_sub(12);
    let mut text = rows
        .take(12)
        .map(|(label, figure)| format!("{}: {figure}", label.trim()))
        .collect::<Vec<_>>()
        .join("; ");
    if more > 0 {
        text.push_str(&match language {
            Language::De => format!("; und noch {more}"),
            Language::En => format!("; and {more} more"),
        });
    }
    text
}
