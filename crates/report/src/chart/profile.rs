//! Several values per item, one for each group: radar and dot plot.

use befund_survey::Language;
use befund_survey::finding::{BatteryTable, DescriptivesTable, MultipleTable, ProfileTable};

use super::{Axis, Plot, View, spoken};
use crate::messages::Message;
use crate::number::NOTHING;
use crate::words::{category_label, item_label};

/// Items with one value per group.
#[derive(Debug, Clone, PartialEq)]
pub struct ProfilePlot {
    /// The items.
    pub items: Vec<String>,
    /// The groups.
    pub series: Vec<Series>,
    /// The axis.
    pub axis: Axis,
    /// What the ends of the scale stand for, as a line of text; empty where there is no scale.
    pub scale: String,
}

/// One group.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name with its size.
    pub label: String,
    /// One value per item, absent where there is none.
    pub values: Vec<Option<f64>>,
}

type Drawn = Option<(Plot, String)>;

fn drawn(
    view: View<'_>,
    kind: fn(ProfilePlot) -> Plot,
    plot: ProfilePlot,
    figure: impl Fn(usize, f64) -> String,
) -> Drawn {
    if plot
        .series
        .iter()
        .all(|series| series.values.iter().all(Option::is_none))
    {
        return None;
    }
    let description = spoken(
        plot.items.iter().enumerate().map(|(index, item)| {
            let figures: Vec<String> = plot
                .series
                .iter()
                .map(|series| {
                    let value = series.values.get(index).copied().flatten();
                    let figure =
                        value.map_or_else(|| NOTHING.to_owned(), |value| figure(index, value));
                    if series.label.is_empty() {
                        figure
                    } else {
                        format!("{} {figure}", series.label)
                    }
                })
                .collect();
            (item.clone(), figures.join(", "))
        }),
        view.language,
    );
    Some((kind(plot), description))
}

fn with_n(label: &str, n: &str) -> String {
    format!("{label} (n\u{A0}=\u{A0}{n})")
}

fn values_of(series: &[Series]) -> Vec<f64> {
    series
        .iter()
        .flat_map(|series| series.values.iter().copied().flatten())
        .collect()
}

/// Means by item and group.
pub(super) fn profile(
    view: View<'_>,
    table: &ProfileTable,
    kind: fn(ProfilePlot) -> Plot,
) -> Drawn {
    let shown = view.limit(table.items.len());
    let series: Vec<Series> = table
        .groups
        .iter()
        .enumerate()
        .map(|(index, group)| Series {
            label: group.group.as_ref().map_or_else(String::new, |category| {
                with_n(
                    &category_label(category, view.language),
                    &view.figures.count(group.n),
                )
            }),
            values: table
                .items
                .iter()
                .take(shown)
                .map(|item| item.means.get(index).and_then(|mean| mean.mean))
                .collect(),
        })
        .collect();
    let items = table
        .items
        .iter()
        .take(shown)
        .map(|item| item_label(&item.item, view.language).to_owned())
        .collect();
    let axis = Axis::of_means(
        view,
        &table.scale,
        &values_of(&series),
        Message::Mean.text(view.language),
    );
    let scale = axis.scale_line(view.language).unwrap_or_default();
    drawn(
        view,
        kind,
        ProfilePlot {
            items,
            series,
            axis,
            scale,
        },
        |index, mean| view.figures.of_item(table, &table.items[index]).mean(mean),
    )
}

/// Means of the items of a battery, as one group.
pub(super) fn battery(
    view: View<'_>,
    table: &BatteryTable,
    kind: fn(ProfilePlot) -> Plot,
) -> Drawn {
    let shown = view.limit(table.items.len());
    let items = table.items.iter().take(shown);
    let series = vec![Series {
        label: String::new(),
        values: items.clone().map(|row| row.mean).collect(),
    }];
    let items = items
        .map(|row| item_label(&row.item, view.language).to_owned())
        .collect();
    let axis = Axis::of_means(
        view,
        &table.categories,
        &values_of(&series),
        Message::Mean.text(view.language),
    );
    let scale = axis.scale_line(view.language).unwrap_or_default();
    drawn(
        view,
        kind,
        ProfilePlot {
            items,
            series,
            axis,
            scale,
        },
        |_, mean| view.figures.mean(mean),
    )
}

/// Shares of the cases by answer and group.
pub(super) fn multiple(view: View<'_>, table: &MultipleTable) -> Drawn {
    let shown = view.limit(table.answers.len());
    let series: Vec<Series> = table
        .groups
        .iter()
        .filter_map(|group| {
            let label = category_label(group.group.as_ref()?, view.language);
            Some(Series {
                label: with_n(&label, &view.figures.count(group.n)),
                values: group
                    .shares_of_cases
                    .iter()
                    .take(shown)
                    .map(|share| Some(*share))
                    .collect(),
            })
        })
        .collect();
    let items = table
        .answers
        .iter()
        .take(shown)
        .map(|answer| answer.label.get(view.language).to_owned())
        .collect();
    let largest = values_of(&series).into_iter().fold(0.0, f64::max);
    let axis = Axis {
        title: match view.language {
            Language::De => "Anteil der Fälle",
            Language::En => "Share of cases",
        }
        .to_owned(),
        ..Axis::of_shares(view, largest)
    };
    let plot = ProfilePlot {
        items,
        series,
        axis,
        scale: String::new(),
    };
    drawn(view, Plot::Dots, plot, |_, share| {
        view.figures.percent(share)
    })
}

/// Means of variables by group.
pub(super) fn descriptives(view: View<'_>, table: &DescriptivesTable) -> Drawn {
    let mut items: Vec<String> = Vec::new();
    let mut series: Vec<Series> = Vec::new();
    let mut figures = Vec::new();
    for rows in table.rows.chunk_by(|a, b| a.item.name == b.item.name) {
        if let Some(first) = rows.first() {
            items.push(item_label(&first.item, view.language).to_owned());
            figures.push(view.figures.of_variable(table, &first.item.name));
        }
        for row in rows {
            let label = category_label(row.group.as_ref()?, view.language);
            let place = match series.iter().position(|series| series.label == label) {
                Some(place) => place,
                None => {
                    series.push(Series {
                        label,
                        values: Vec::new(),
                    });
                    series.len() - 1
                }
            };
            series[place].values.resize(items.len() - 1, None);
            series[place].values.push(row.mean);
        }
    }
    for series in &mut series {
        series.values.resize(items.len(), None);
    }
    let axis = Axis::of_means(
        view,
        &[],
        &values_of(&series),
        Message::Mean.text(view.language),
    );
    let plot = ProfilePlot {
        items,
        series,
        axis,
        scale: String::new(),
    };
    drawn(view, Plot::Dots, plot, |index, mean| {
        figures[index].mean(mean)
    })
}
