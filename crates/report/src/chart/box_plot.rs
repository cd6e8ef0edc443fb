//! Box plots after Tukey: quartiles, median, whiskers, outliers, and the mean.

use befund_survey::Language;
use befund_survey::finding::{DescriptivesTable, FiveNumbers};

use super::{Axis, Plot, View, spoken};
use crate::words::{category_label, item_label};

/// Boxes on a common axis, or on one for each variable where the numbers of one would be a point on the axis of another.
#[derive(Debug, Clone, PartialEq)]
pub struct BoxPlot {
    /// The boxes from top to bottom.
    pub rows: Vec<BoxRow>,
    /// The axes; one alone is common to all rows.
    pub axes: Vec<Axis>,
    /// How to read a box.
    pub reading: String,
}

/// One box.
#[derive(Debug, Clone, PartialEq)]
pub struct BoxRow {
    /// The variable, on its first row where there are several or groups.
    pub heading: Option<String>,
    /// What the box stands for.
    pub label: String,
    /// Its base.
    pub n: String,
    /// Its axis.
    pub axis: usize,
    /// The figures; absent without valid answers.
    pub five: Option<FiveNumbers>,
    /// The mean.
    pub mean: Option<f64>,
}

/// One box per variable and group.
pub(super) fn descriptives(view: View<'_>, table: &DescriptivesTable) -> Option<(Plot, String)> {
    let mut rows: Vec<BoxRow> = Vec::new();
    let mut last = None;
    let mut variable = 0;
    for row in table.rows.iter().take(view.limit(table.rows.len())) {
        let item = item_label(&row.item, view.language).to_owned();
        let (heading, label) = match &row.group {
            None => (None, item),
            Some(group) => (
                (last != Some(&row.item.name)).then_some(item),
                category_label(group, view.language),
            ),
        };
        if last.is_some_and(|last| *last != row.item.name) {
            variable += 1;
        }
        last = Some(&row.item.name);
        rows.push(BoxRow {
            heading,
            label,
            n: view.figures.count(row.n),
            axis: variable,
            five: row.five_numbers.clone(),
            mean: row.mean,
        });
    }
    let values = |of: &dyn Fn(&BoxRow) -> bool| -> Vec<f64> {
        let figures = rows.iter().filter(|row| of(row));
        let figures = figures.filter_map(|row| row.five.as_ref());
        figures
            .flat_map(|five| [five.minimum, five.maximum])
            .collect()
    };
    let all = values(&|_| true);
    if all.is_empty() {
        return None;
    }
    let each: Vec<Vec<f64>> = (0..=variable)
        .map(|variable| values(&|row| row.axis == variable))
        .filter(|values| !values.is_empty())
        .collect();
    let apart = each.len() == variable + 1 && each.iter().any(|one| is_point(one, &all));
    let axis = |values: &Vec<f64>| Axis::of_means(view, &[], values, "");
    let axes: Vec<Axis> = match apart {
        true => each.iter().map(axis).collect(),
        false => vec![axis(&all)],
    };
    if !apart {
        for row in &mut rows {
            row.axis = 0;
        }
    }
    let description = spoken(
        rows.iter().zip(&table.rows).map(|(row, of)| {
            let figures = view.figures.of_variable(table, &of.item.name);
            let number = |value| figures.value(value);
            let figure = row.five.as_ref().map_or_else(
                || crate::number::NOTHING.to_owned(),
                |five| {
                    let (low, middle, high) = (
                        number(five.lower_quartile),
                        number(five.median),
                        number(five.upper_quartile),
                    );
                    match view.language {
                        Language::De => {
                            format!("Median {middle}, Quartile {low} und {high} (n = {})", row.n)
                        }
                        Language::En => format!(
                            "median {middle}, quartiles {low} and {high} (n = {})",
                            row.n
                        ),
                    }
                },
            );
            let label = match &row.heading {
                Some(heading) => format!("{heading}, {}", row.label),
                None => row.label.clone(),
            };
            (label, figure)
        }),
        view.language,
    );
    let reading = view
        .pick(
            "Kasten: mittlere Hälfte der Antworten; Strich: Median; Raute: Mittelwert; Linien: bis zum 1,5-fachen Quartilsabstand; Kreise: Ausreißer.",
            "Box: middle half of the answers; bar: median; diamond: mean; lines: up to 1.5 interquartile ranges; circles: outliers.",
        )
        .to_owned();
    Some((
        Plot::Boxes(BoxPlot {
            rows,
            axes,
            reading,
        }),
        description,
    ))
}

/// Whether these numbers would be hardly more than a point on an axis of all.
fn is_point(one: &[f64], all: &[f64]) -> bool {
    let span = |values: &[f64]| {
        let least = values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        most - least.min(0.0)
    };
    10.0 * span(one) < span(all)
}
