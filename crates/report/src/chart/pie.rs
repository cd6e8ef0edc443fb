//! A pie, for very few categories.

use befund_survey::finding::{Category, FrequencyTable};

use super::{Plot, View, spoken, stacked};
use crate::theme::Ink;

/// A disc of slices.
#[derive(Debug, Clone, PartialEq)]
pub struct PiePlot {
    /// The slices clockwise from the top.
    pub slices: Vec<Slice>,
}

/// One slice.
#[derive(Debug, Clone, PartialEq)]
pub struct Slice {
    /// What it stands for.
    pub label: String,
    /// Its share of the disc.
    pub share: f64,
    /// The figure as printed.
    pub figure: String,
    /// Colour.
    pub fill: Ink,
}

/// Shares of the valid answers.
pub(super) fn frequencies(view: View<'_>, table: &FrequencyTable) -> Option<(Plot, String)> {
    let categories: Vec<Category> = table
        .categories
        .iter()
        .map(|row| row.category.clone())
        .collect();
    let slices: Option<Vec<Slice>> = table
        .categories
        .iter()
        .zip(stacked::keys(view, &categories))
        .map(|(row, key)| {
            let share = row.share.share?;
            Some(Slice {
                label: key.label,
                share,
                figure: view.figures.percent(share),
                fill: key.fill,
            })
        })
        .collect();
    let slices = slices?;
    let description = spoken(
        slices
            .iter()
            .map(|slice| (slice.label.clone(), slice.figure.clone())),
        view.language,
    );
    Some((Plot::Pie(PiePlot { slices }), description))
}
