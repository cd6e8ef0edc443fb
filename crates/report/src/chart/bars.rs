//! Horizontal bars.

use befund_survey::Language;
use befund_survey::finding::{
    BatteryTable, Category, DescriptivesTable, FrequencyTable, MultipleTable, ProfileTable,
    RankingTable, ResponseRate, ResponseRates,
};

use super::{Axis, Plot, View, spoken};
use crate::messages::Message;
use crate::number::Figures;
use crate::words::{category_label, item_label};

/// Bars on a common axis.
#[derive(Debug, Clone, PartialEq)]
pub struct BarPlot {
    /// The bars from top to bottom.
    pub bars: Vec<Bar>,
    /// The axis.
    pub axis: Axis,
    /// Heading of the notes beside the bars; empty where there are none.
    pub note_heading: String,
}

/// One bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// Its length; absent without valid answers.
    pub value: Option<f64>,
    /// The figure as printed.
    pub figure: String,
    /// The note beside it, such as its base.
    pub note: String,
    /// A total beside parts.
    pub total: bool,
}

type Drawn = Option<(Plot, String)>;

fn drawn(view: View<'_>, bars: Vec<Bar>, axis: Axis, note_heading: &str) -> Drawn {
    if bars.iter().all(|bar| bar.value.is_none()) {
        return None;
    }
    let description = spoken(
        bars.iter()
            .map(|bar| (bar.label.clone(), bar.figure.clone())),
        view.language,
    );
    // A base that every bar shares stands in the base line already.
    let same = bars.windows(2).all(|pair| pair[0].note == pair[1].note);
    let (bars, note_heading) = if same {
        let bars = bars
            .into_iter()
            .map(|bar| Bar {
                note: String::new(),
                ..bar
            })
            .collect();
        (bars, String::new())
    } else {
        (bars, note_heading.to_owned())
    };
    Some((
        Plot::Bars(BarPlot {
            bars,
            axis,
            note_heading,
        }),
        description,
    ))
}

fn largest(values: impl Iterator<Item = Option<f64>>) -> f64 {
    values.flatten().fold(0.0, f64::max)
}

fn share_bar(view: View<'_>, label: String, share: Option<f64>, note: String) -> Bar {
    Bar {
        label,
        value: share,
        figure: share.map_or_else(
            || crate::number::NOTHING.to_owned(),
            |share| view.figures.percent(share),
        ),
        note,
        total: false,
    }
}

fn mean_bar(figures: Figures, label: &str, mean: Option<f64>, n: u64) -> Bar {
    Bar {
        label: label.to_owned(),
        value: mean,
        figure: mean.map_or_else(
            || crate::number::NOTHING.to_owned(),
            |mean| figures.mean(mean),
        ),
        note: figures.count(n),
        total: false,
    }
}

/// Response rates by group and in all.
pub(super) fn response(view: View<'_>, rates: &ResponseRates) -> Drawn {
    let note = |rate: &ResponseRate| {
        format!(
            "{} / {}",
            view.figures.count(rate.returned),
            view.figures.count(rate.contacted)
        )
    };
    let mut bars: Vec<Bar> = rates
        .groups
        .iter()
        .take(view.limit(rates.groups.len()))
        .map(|group| {
            let label = category_label(&group.group, view.language);
            share_bar(view, label, group.rate.rate, note(&group.rate))
        })
        .collect();
    let total = share_bar(
        view,
        Message::Total.text(view.language).to_owned(),
        rates.total.rate,
        note(&rates.total),
    );
    bars.push(Bar {
        total: !rates.groups.is_empty(),
        ..total
    });
    let axis = Axis::of_shares(view, largest(bars.iter().map(|bar| bar.value)));
    drawn(
        view,
        bars,
        axis,
        view.pick("Rücklauf / kontaktiert", "returned / contacted"),
    )
}

/// Shares of the valid answers; of the cases beside them, where cases are named.
pub(super) fn frequencies(view: View<'_>, table: &FrequencyTable) -> Drawn {
    let bars: Vec<Bar> = table
        .categories
        .iter()
        .take(view.limit(table.categories.len()))
        .enumerate()
        .map(|(index, row)| {
            let label = category_label(&row.category, view.language);
            let cases = table.cases.as_ref();
            let share = cases.and_then(|cases| cases.shares.get(index)?.share);
            let note = share.map(|share| view.figures.percent(share));
            share_bar(view, label, row.share.share, note.unwrap_or_default())
        })
        .collect();
    let axis = Axis::of_shares(view, largest(bars.iter().map(|bar| bar.value)));
    let heading = view.pick("Anteil der Fälle", "share of cases");
    drawn(view, bars, axis, heading)
}

/// Means of the items of a battery.
pub(super) fn battery(view: View<'_>, table: &BatteryTable) -> Drawn {
    let bars: Vec<Bar> = table
        .items
        .iter()
        .take(view.limit(table.items.len()))
        .map(|row| {
            mean_bar(
                view.figures,
                item_label(&row.item, view.language),
                row.mean,
                row.n,
            )
        })
        .collect();
    means(
        view,
        bars,
        &table.categories,
        Message::Mean.text(view.language),
    )
}

/// Means of the items of an overall profile.
pub(super) fn profile(view: View<'_>, table: &ProfileTable) -> Drawn {
    let bars: Vec<Bar> = table
        .items
        .iter()
        .take(view.limit(table.items.len()))
        .map(|row| {
            let mean = row.means.first();
            let label = item_label(&row.item, view.language);
            mean_bar(
                view.figures.of_item(table, row),
                label,
                mean.and_then(|mean| mean.mean),
                mean.map_or(0, |mean| mean.n),
            )
        })
        .collect();
    means(view, bars, &table.scale, Message::Mean.text(view.language))
}

/// Means of variables, by group where there are groups.
pub(super) fn descriptives(view: View<'_>, table: &DescriptivesTable) -> Drawn {
    let one_variable = table
        .rows
        .windows(2)
        .all(|pair| pair[0].item.name == pair[1].item.name);
    let bars: Vec<Bar> = table
        .rows
        .iter()
        .take(view.limit(table.rows.len()))
        .map(|row| {
            let item = item_label(&row.item, view.language);
            let label = match &row.group {
                None => item.to_owned(),
                Some(group) if one_variable => category_label(group, view.language),
                Some(group) => format!("{item}: {}", category_label(group, view.language)),
            };
            let figures = view.figures.of_variable(table, &row.item.name);
            mean_bar(figures, &label, row.mean, row.n)
        })
        .collect();
    means(view, bars, &[], Message::Mean.text(view.language))
}

fn means(view: View<'_>, bars: Vec<Bar>, scale: &[Category], title: &str) -> Drawn {
    // A bar is read by its length: without a scale to begin at it begins at 0.
    let values: Vec<f64> = bars
        .iter()
        .filter_map(|bar| bar.value)
        .chain([0.0])
        .collect();
    let axis = Axis::of_means(view, scale, &values, title);
    drawn(view, bars, axis, "n")
}

/// Shares of the cases over all groups.
pub(super) fn multiple(view: View<'_>, table: &MultipleTable) -> Drawn {
    let bars: Vec<Bar> = table
        .answers
        .iter()
        .zip(&table.total.shares_of_cases)
        .take(view.limit(table.answers.len()))
        .map(|(answer, share)| {
            let label = answer.label.get(view.language).to_owned();
            share_bar(view, label, Some(*share), String::new())
        })
        .collect();
    let axis = Axis::of_shares(view, largest(bars.iter().map(|bar| bar.value)));
    drawn(view, bars, axis, "")
}

/// Shares of the respondents who put the object among the first; mean ranks where these are all objects there are.
pub(super) fn ranking(view: View<'_>, table: &RankingTable) -> Drawn {
    if table.k >= table.items.len() && view.finding.display.axis.is_none() {
        let bars: Vec<Bar> = table
            .items
            .iter()
            .take(view.limit(table.items.len()))
            .map(|row| {
                let label = item_label(&row.item, view.language);
                mean_bar(view.figures, label, row.mean_rank, row.n)
            })
            .collect();
        let title = view.pick("Mittlerer Rang (1 = bester)", "Mean rank (1 = best)");
        return means(view, bars, &[], title);
    }
    let bars: Vec<Bar> = table
        .items
        .iter()
        .take(view.limit(table.items.len()))
        .map(|row| {
            let label = item_label(&row.item, view.language).to_owned();
            share_bar(view, label, row.top_k.share, String::new())
        })
        .collect();
    let mut axis = Axis::of_shares(view, largest(bars.iter().map(|bar| bar.value)));
    axis.title = match (table.k, view.language) {
        (0 | 1, Language::De) => "Anteil mit Rang 1".to_owned(),
        (0 | 1, Language::En) => "Share ranking it first".to_owned(),
        (k, Language::De) => format!("Anteil mit Rang 1 bis {k}"),
        (k, Language::En) => format!("Share ranking it 1 to {k}"),
    };
    drawn(view, bars, axis, "")
}
