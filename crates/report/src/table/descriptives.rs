//! Further figures of single variables, one record per variable and group.

use befund_survey::finding::{DescriptivesRow, DescriptivesTable};
use befund_survey::{Figure, Label, Sheet};

/// A term of the table, and where the figure stands.
const FIGURES: [(&str, [&str; 2]); 6] = [
    ("mean_standard_error", ["mean", "standard_error"]),
    ("mean_interval", ["mean", "confidence_interval"]),
    ("skewness", ["shape", "skewness"]),
    ("kurtosis", ["shape", "kurtosis"]),
    ("trimmed_mean", ["robust", "trimmed_mean"]),
    (
        "median_absolute_deviation",
        ["spread", "median_absolute_deviation"],
    ),
];

/// The figures that go on where mean and quartiles end, and the quantiles that were asked for.
pub(super) fn further(table: &DescriptivesTable) -> Sheet {
    let rows = || table.rows.iter().filter(|row| !row.statistics.is_empty());
    let figures = rows().map(|row| {
        let mut record = named(table, row);
        for (term, path) in FIGURES {
            let figure = row.statistics.get(&path).cloned();
            record.put(term, figure.unwrap_or(Figure::Undefined(String::new())));
        }
        record
    });
    let mut sheet = Sheet::new();
    let figures: Vec<Sheet> = figures.collect();
    if !figures.is_empty() {
        sheet.put("further_figures", figures);
    }
    let quantiles = rows().flat_map(|row| {
        let found = match row.statistics.get(&["quantiles"]) {
            Some(Figure::Table(records)) => records.as_slice(),
            _ => &[],
        };
        found.iter().map(|quantile| {
            let mut record = named(table, row);
            for term in ["probability", "quantile"] {
                record.put(
                    term,
                    quantile.get(&[term]).cloned().unwrap_or(f64::NAN.into()),
                );
            }
            record
        })
    });
    let quantiles: Vec<Sheet> = quantiles.collect();
    if !quantiles.is_empty() {
        sheet.put("quantiles", quantiles);
    }
    sheet
}

/// A record with what tells its row from the others.
fn named(table: &DescriptivesTable, row: &DescriptivesRow) -> Sheet {
    let mut record = Sheet::new();
    if table.rows.iter().any(|other| other.item != row.item) || row.group.is_none() {
        record.put("variable", Label::from(&row.item));
    }
    if let Some(group) = &row.group {
        record.put("group", Label::from(group));
    }
    record
}
