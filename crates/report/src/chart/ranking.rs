//! The pictures of a consensus: how sure ranks are, who wins against whom, where methods and groups differ.

use befund_survey::Language;
use befund_survey::finding::RankingTable;

use super::{Axis, HeatCell, Heatmap, Plot, Shading, View, spoken};
use crate::consensus::{Column, Consensus};
use crate::number::{percent, percent_figure, plain, weighted_count};

/// The objects with their ranks, the first of the consensus first.
#[derive(Debug, Clone, PartialEq)]
pub struct RankPlot {
    /// The objects.
    pub rows: Vec<RankRow>,
    /// The axis of ranks.
    pub axis: Axis,
    /// Heading of the notes.
    pub note_heading: String,
    /// How to read a row.
    pub reading: String,
}

/// An object with its rank.
#[derive(Debug, Clone, PartialEq)]
pub struct RankRow {
    /// The object.
    pub label: String,
    /// Its rank.
    pub rank: f64,
    /// The lowest and the highest rank of the confidence interval.
    pub lower: f64,
    /// See `lower`.
    pub upper: f64,
    /// How often it has rank 1, 2, ..., as shares of 1.
    pub distribution: Vec<f64>,
    /// Probability of being among the first, as printed.
    pub note: String,
}

/// Ranks by several methods or in several groups: one line per object.
#[derive(Debug, Clone, PartialEq)]
pub struct BumpPlot {
    /// The methods or groups.
    pub columns: Vec<String>,
    /// The objects, the first of the first column first.
    pub lines: Vec<BumpLine>,
    /// How to read it.
    pub reading: String,
}

/// The ranks of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct BumpLine {
    /// The object.
    pub label: String,
    /// Its rank in every column.
    pub ranks: Vec<Option<f64>>,
    /// Whether the columns differ on it.
    pub emphasised: bool,
}

type Drawn = Option<(Plot, String)>;

/// More objects than this cannot be read.
const MOST: usize = 60;
/// So many lines are emphasised at most.
const EMPHASISED: usize = 8;
/// From so many places on ranks differ.
const DIFFERS: f64 = 2.0;

/// Every picture of the consensus under its heading.
pub(super) fn further(view: View<'_>, table: &RankingTable) -> Vec<(String, Drawn)> {
    let Some(consensus) = Consensus::of(table) else {
        return Vec::new();
    };
    let heading = |de, en| view.pick(de, en).to_owned();
    vec![
        (
            heading(
                "Gemeinsame Rangfolge und wie sicher die Ränge sind",
                "Consensus order and how sure the ranks are",
            ),
            intervals(view, &consensus),
        ),
        (
            heading(
                "Wer liegt vor wem? Alle Paare in der gemeinsamen Rangfolge",
                "Who is ahead of whom? All pairs in consensus order",
            ),
            pairs(view, &consensus),
        ),
        (
            heading("Ränge nach Verfahren", "Ranks by method"),
            bump(view, &consensus, consensus.methods()),
        ),
        (
            heading("Ränge nach Gruppen", "Ranks by group"),
            bump(view, &consensus, consensus.groups()),
        ),
    ]
}

/// The ranks of the consensus with their confidence intervals.
pub(super) fn intervals(view: View<'_>, consensus: &Consensus<'_>) -> Drawn {
    let (language, table) = (view.language, consensus.table);
    let share = |share| percent(share, 0, language);
    // No share of replicates makes a thing certain.
    let probability = |p: f64| match p {
        p if p < 0.005 => format!("< {}", share(0.01)),
        p if p > 0.995 => format!("> {}", share(0.99)),
        p => share(p),
    };
    let mut level = 0.95;
    let mut rows: Vec<RankRow> = Vec::new();
    for (place, item) in consensus.order.iter().enumerate().take(MOST) {
        let spread = consensus.spread(*item)?;
        level = spread.interval.level;
        rows.push(RankRow {
            label: consensus.label(*item, language).to_owned(),
            rank: (place + 1) as f64,
            lower: spread.interval.lower,
            upper: spread.interval.upper,
            distribution: spread.distribution.to_vec(),
            note: spread.top_k.map_or_else(String::new, probability),
        });
    }
    let rank = |rank| plain(rank, 1, language);
    let description = spoken(
        rows.iter().map(|row| {
            let (place, low, high) = (rank(row.rank), rank(row.lower), rank(row.upper));
            let figure = match language {
                Language::De => format!("Rang {place} (Intervall {low} bis {high})"),
                Language::En => format!("rank {place} (interval {low} to {high})"),
            };
            (row.label.clone(), figure)
        }),
        language,
    );
    let last = table.items.len();
    let every = [1, 5, 10, 20, 50]
        .into_iter()
        .find(|step| last / step <= 12)
        .unwrap_or(100);
    let ticks = (1..=last).filter(|tick| *tick == 1 || tick.is_multiple_of(every));
    let axis = Axis {
        minimum: 0.5,
        maximum: last as f64 + 0.5,
        ticks: ticks.map(|tick| (tick as f64, tick.to_string())).collect(),
        title: view.pick("Rang (1 = vorn)", "Rank (1 = first)").to_owned(),
        ends: None,
    };
    let level = share(level);
    let reading = match language {
        Language::De => format!(
            "Punkt: Rang; Strich: {level}-Konfidenzintervall (Bootstrap); Tönung: wie oft der Rang vorkommt."
        ),
        Language::En => format!(
            "Dot: rank; line: {level} confidence interval (bootstrap); shade: how often the rank occurs."
        ),
    };
    let note_heading = match (table.k, language) {
        (0 | 1, Language::De) => "Wahrscheinlichkeit für Rang 1".to_owned(),
        (0 | 1, Language::En) => "Probability of rank 1".to_owned(),
        (k, Language::De) => format!("Wahrscheinlichkeit für Rang 1 bis {k}"),
        (k, Language::En) => format!("Probability of rank 1 to {k}"),
    };
    let plot = RankPlot {
        rows,
        axis,
        note_heading,
        reading,
    };
    Some((Plot::Ranks(plot), description))
}

/// Shares of the ballots that put the object of the row before that of the column.
pub(super) fn pairs(view: View<'_>, consensus: &Consensus<'_>) -> Drawn {
    let language = view.language;
    let order = &consensus.order[..consensus.order.len().min(MOST)];
    let labels: Vec<String> = order
        .iter()
        .map(|item| consensus.label(*item, language).to_owned())
        .collect();
    let mut against = 0_u32;
    let mut cells: Vec<Vec<Option<HeatCell>>> = Vec::with_capacity(order.len());
    for (row, first) in order.iter().enumerate() {
        let cell = |(column, second): (usize, &usize)| {
            let share = consensus.preferred(*first, *second)?;
            let marked = if row < column {
                share < 0.5
            } else {
                share > 0.5
            };
            Some(HeatCell {
                figure: percent_figure(share, 0, language),
                shade: 2.0 * share - 1.0,
                marked,
            })
        };
        let cells_of: Vec<_> = order.iter().enumerate().map(cell).collect();
        let upper = cells_of.iter().skip(row).flatten();
        against += upper.map(|cell| u32::from(cell.marked)).sum::<u32>();
        cells.push(cells_of);
    }
    if cells.iter().flatten().all(Option::is_none) {
        return None;
    }
    let next = spoken(
        (1..order.len()).map(|place| {
            let cell = cells[place - 1][place].as_ref();
            let figure = cell.map_or(crate::number::NOTHING, |cell| &cell.figure);
            (labels[place - 1].clone(), figure.to_owned())
        }),
        language,
    );
    let (mut measure, description) = match language {
        Language::De => (
            "Anteil in %, der die Zeile vor die Spalte setzt".to_owned(),
            format!(
                "Anteil in %, der jedes vor das nächste setzt: {next}. Mehrheiten gegen die Reihenfolge: {against}."
            ),
        ),
        Language::En => (
            "Share in % that puts the row before the column".to_owned(),
            format!(
                "Share in % that puts each before the next: {next}. Majorities against the order: {against}."
            ),
        ),
    };
    if against > 0 {
        measure.push_str(view.pick(
            "; umrandet: Mehrheit gegen die Reihenfolge",
            "; outlined: majority against the order",
        ));
    }
    let map = Heatmap {
        rows: labels.clone(),
        columns: labels,
        cells,
        measure,
        total: false,
        shading: Shading::Majority,
    };
    Some((Plot::Heatmap(map), description))
}

/// What a column is called, a group with its number of ballots.
fn column_words(view: View<'_>, column: &Column<'_>) -> String {
    let words = column.words(view.language);
    match column.n {
        Some(n) => format!(
            "{words} (n\u{A0}=\u{A0}{})",
            weighted_count(n, view.language)
        ),
        None => words,
    }
}

/// The ranks of every object in every column.
fn bump(view: View<'_>, consensus: &Consensus<'_>, columns: Vec<Column<'_>>) -> Drawn {
    if columns.len() < 2 {
        return None;
    }
    let language = view.language;
    let mut lines: Vec<BumpLine> = Vec::new();
    let mut spreads: Vec<(f64, usize)> = Vec::new();
    for item in consensus.order.iter().take(MOST) {
        let name = consensus.name(*item);
        let ranks: Vec<Option<f64>> = columns
            .iter()
            .map(|column| column.ranks.number(&[name]))
            .collect();
        let known = || ranks.iter().flatten().copied();
        let spread =
            known().fold(f64::NEG_INFINITY, f64::max) - known().fold(f64::INFINITY, f64::min);
        if spread >= DIFFERS {
            spreads.push((spread, lines.len()));
        }
        lines.push(BumpLine {
            label: consensus.label(*item, language).to_owned(),
            ranks,
            emphasised: false,
        });
    }
    befund_survey::order::sort(&mut spreads, |a, b| b.0.total_cmp(&a.0));
    let more = spreads.len() > EMPHASISED;
    for (_, line) in spreads.iter().take(EMPHASISED) {
        lines[*line].emphasised = true;
    }
    let columns: Vec<String> = columns
        .iter()
        .map(|column| column_words(view, column))
        .collect();
    let reading = if spreads.is_empty() {
        view.pick(
            "Nirgends unterscheiden sich die Ränge um zwei oder mehr Plätze.",
            "Nowhere do the ranks differ by two places or more.",
        )
    } else if more {
        view.pick(
            "Hervorgehoben sind die acht, deren Ränge sich am stärksten unterscheiden.",
            "The eight whose ranks differ most are highlighted.",
        )
    } else {
        view.pick(
            "Hervorgehoben ist, was sich um zwei oder mehr Plätze unterscheidet.",
            "What differs by two places or more is highlighted.",
        )
    };
    let ranks = spoken(
        lines.iter().map(|line| {
            let ranks: Vec<String> = line
                .ranks
                .iter()
                .map(|rank| {
                    rank.map_or_else(
                        || crate::number::NOTHING.to_owned(),
                        |rank| plain(rank, 1, language),
                    )
                })
                .collect();
            (line.label.clone(), ranks.join(" – "))
        }),
        language,
    );
    let description = match language {
        Language::De => format!("Ränge ({}): {ranks}", columns.join(" – ")),
        Language::En => format!("Ranks ({}): {ranks}", columns.join(" – ")),
    };
    let plot = BumpPlot {
        columns,
        lines,
        reading: reading.to_owned(),
    };
    Some((Plot::Bump(plot), description))
}
