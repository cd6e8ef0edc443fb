//! Horizontal bars that each sum to 100 %.

use befund_survey::finding::{
    BatteryTable, Category, ContingencyTable, FrequencyTable, MultipleTable, Results,
};

use super::{Plot, View, emphasis, is_no_opinion, spoken};
use crate::messages::Message;
use crate::number::percent_figure;
use crate::theme::Ink;
use crate::words::{category_label, item_label};

/// Stacked bars with one legend.
#[derive(Debug, Clone, PartialEq)]
pub struct StackedPlot {
    /// The bars from top to bottom.
    pub rows: Vec<StackedRow>,
    /// What the segments stand for, in the order of drawing.
    pub keys: Vec<Key>,
    /// The order of the legend.
    pub legend: Vec<usize>,
    /// Whether every bar has a base of its own that must be shown.
    pub bases: bool,
    /// What the figures are.
    pub measure: String,
}

/// One stacked bar.
#[derive(Debug, Clone, PartialEq)]
pub struct StackedRow {
    /// What it stands for.
    pub label: String,
    /// Its base.
    pub n: String,
    /// The segments; a label that must be hidden is empty.
    pub segments: Vec<(f64, String)>,
    /// A total beside parts.
    pub total: bool,
}

/// One entry of a legend.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    /// What it stands for.
    pub label: String,
    /// Colour of the segment.
    pub fill: Ink,
    /// Colour of text on the segment.
    pub text: Ink,
}

type Drawn = Option<(Plot, String)>;

/// Colours along the scale: the deepest for the category a reader looks for first, grey for no opinion.
pub(super) fn keys(view: View<'_>, categories: &[Category]) -> Vec<Key> {
    let own: Vec<usize> = (0..categories.len())
        .filter(|index| !is_no_opinion(&categories[*index]))
        .collect();
    let descending = own.len() == 2 && emphasis(categories) == own.first().copied();
    categories
        .iter()
        .enumerate()
        .map(|(index, category)| {
            let label = category_label(category, view.language);
            match own.iter().position(|place| *place == index) {
                None => Key {
                    label,
                    fill: Ink::NoOpinion,
                    text: Ink::OnNoOpinion,
                },
                Some(place) => {
                    let place = if descending {
                        own.len() - 1 - place
                    } else {
                        place
                    };
                    let step = Ink::ramp_step(place, own.len());
                    Key {
                        label,
                        fill: Ink::Ramp(step),
                        text: Ink::OnRamp(step),
                    }
                }
            }
        })
        .collect()
}

fn drawn(view: View<'_>, rows: Vec<StackedRow>, keys: Vec<Key>) -> Drawn {
    if rows.iter().all(|row| row.segments.is_empty()) {
        return None;
    }
    let legend: Vec<usize> = if view.finding.display.reverse_legend {
        (0..keys.len()).rev().collect()
    } else {
        (0..keys.len()).collect()
    };
    let description = spoken(
        rows.iter().map(|row| {
            let parts: Vec<String> = keys
                .iter()
                .zip(&row.segments)
                .map(|(key, (share, _))| format!("{} {}", key.label, view.figures.percent(*share)))
                .collect();
            (
                row.label.clone(),
                format!("{} (n = {})", parts.join(", "), row.n),
            )
        }),
        view.language,
    );
    let bases = rows.windows(2).any(|pair| pair[0].n != pair[1].n);
    Some((
        Plot::Stacked(StackedPlot {
            rows,
            keys,
            legend,
            bases,
            measure: match view.finding.results {
                Results::Crosstab(_) => view.pick("Zeilenprozent", "Row percent"),
                _ => view.pick("Angaben in %", "Figures in %"),
            }
            .to_owned(),
        }),
        description,
    ))
}

fn row(view: View<'_>, label: String, n: String, shares: &[f64]) -> StackedRow {
    let hidden = view.finding.display.hide_below.unwrap_or(0.0) / 100.0;
    StackedRow {
        label,
        n,
        segments: shares
            .iter()
            .map(|share| {
                let label = if *share < hidden {
                    String::new()
                } else {
                    percent_figure(*share, view.figures.percent_decimals, view.language)
                };
                (*share, label)
            })
            .collect(),
        total: false,
    }
}

/// The items of a battery.
pub(super) fn battery(view: View<'_>, table: &BatteryTable) -> Drawn {
    let rows = table
        .items
        .iter()
        .take(view.limit(table.items.len()))
        .map(|item| {
            let label = item_label(&item.item, view.language).to_owned();
            row(view, label, view.figures.count(item.n), &item.shares)
        })
        .collect();
    drawn(view, rows, keys(view, &table.categories))
}

/// One bar for one variable.
pub(super) fn frequencies(view: View<'_>, table: &FrequencyTable) -> Drawn {
    let categories: Vec<Category> = table
        .categories
        .iter()
        .map(|row| row.category.clone())
        .collect();
    let shares: Option<Vec<f64>> = table.categories.iter().map(|row| row.share.share).collect();
    let label = item_label(&table.variable, view.language).to_owned();
    let rows = vec![row(
        view,
        label,
        view.figures.count(view.finding.base.n),
        &shares?,
    )];
    drawn(view, rows, keys(view, &categories))
}

/// Row shares of a crosstab, and those of all rows together.
pub(super) fn crosstab(view: View<'_>, table: &ContingencyTable) -> Drawn {
    let count = |value| crate::number::weighted_count(value, view.language);
    let mut rows: Vec<StackedRow> = table
        .rows
        .iter()
        .zip(&table.row_shares)
        .zip(&table.row_totals)
        .take(view.limit(table.rows.len()))
        .map(|((category, shares), total)| {
            row(
                view,
                category_label(category, view.language),
                count(*total),
                shares,
            )
        })
        .collect();
    if rows.len() > 1 {
        let label = Message::Total.text(view.language).to_owned();
        rows.push(StackedRow {
            total: true,
            ..row(view, label, count(table.total), &table.total_shares)
        });
    }
    drawn(view, rows, keys(view, &table.columns))
}

/// Exclusive classes of answers by group.
pub(super) fn multiple(view: View<'_>, table: &MultipleTable) -> Drawn {
    let mut rows: Vec<StackedRow> = table
        .groups
        .iter()
        .filter_map(|group| {
            let label = category_label(group.group.as_ref()?, view.language);
            Some(row(
                view,
                label,
                view.figures.count(group.n),
                &group.shares_of_cases,
            ))
        })
        .collect();
    let label = Message::Total.text(view.language).to_owned();
    rows.push(StackedRow {
        total: !rows.is_empty(),
        ..row(
            view,
            label,
            view.figures.count(table.total.n),
            &table.total.shares_of_cases,
        )
    });
    let keys = table
        .answers
        .iter()
        .enumerate()
        .map(|(index, answer)| {
            let step = Ink::ramp_step(index, table.answers.len());
            Key {
                label: answer.label.get(view.language).to_owned(),
                fill: Ink::Ramp(step),
                text: Ink::OnRamp(step),
            }
        })
        .collect();
    drawn(view, rows, keys)
}
