//! Shaded cells.

use befund_survey::finding::{
    BatteryTable, ClusterTree, ContingencyTable, MultipleTable, ProfileTable, Statistics,
};
use befund_survey::{Figure, Language};

use super::{Axis, Plot, View, spoken};
use crate::messages::Message;
use crate::number::{decimal, percent_figure};
use crate::words::{category_label, item_label};

/// Cells shaded by their value.
#[derive(Debug, Clone, PartialEq)]
pub struct Heatmap {
    /// The rows.
    pub rows: Vec<String>,
    /// The columns.
    pub columns: Vec<String>,
    /// The cells, one list per row; absent where there is no value.
    pub cells: Vec<Vec<Option<HeatCell>>>,
    /// What the figures are.
    pub measure: String,
    /// Whether the last row sums up the others.
    pub total: bool,
    /// What shades stand for.
    pub shading: Shading,
}

/// What the shades of cells stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shading {
    /// Sizes with their sign.
    Signed,
    /// Shares of two sides: 0 where both are equal.
    Majority,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatCell {
    /// The figure as printed.
    pub figure: String,
    /// From −1 (deepest grey) over 0 (no shade) to 1 (deepest accent).
    pub shade: f64,
    /// Whether it is outlined.
    pub marked: bool,
}

type Drawn = Option<(Plot, String)>;

fn drawn(view: View<'_>, map: Heatmap) -> Drawn {
    if map.cells.iter().flatten().all(Option::is_none) {
        return None;
    }
    let rows: Vec<(String, String)> = map
        .rows
        .iter()
        .zip(&map.cells)
        .map(|(row, cells)| {
            let figures: Vec<String> = map
                .columns
                .iter()
                .zip(cells)
                .filter_map(|(column, cell)| Some(format!("{column} {}", cell.as_ref()?.figure)))
                .collect();
            (row.clone(), figures.join(", "))
        })
        .collect();
    let description = format!(
        "{}. {}",
        map.measure,
        spoken(rows.into_iter(), view.language)
    );
    Some((Plot::Heatmap(map), description))
}

fn share_cell(view: View<'_>, share: f64, largest: f64) -> Option<HeatCell> {
    Some(HeatCell {
        figure: percent_figure(share, view.figures.percent_decimals, view.language),
        shade: if largest > 0.0 { share / largest } else { 0.0 },
        marked: false,
    })
}

fn largest(rows: &[Vec<f64>]) -> f64 {
    rows.iter().flatten().copied().fold(0.0, f64::max)
}

/// Adjusted residuals where there is a test, otherwise row shares.
pub(super) fn crosstab(view: View<'_>, table: &ContingencyTable) -> Drawn {
    let rows = table
        .rows
        .iter()
        .map(|row| category_label(row, view.language))
        .collect();
    let columns = table
        .columns
        .iter()
        .map(|column| category_label(column, view.language))
        .collect();
    let residuals = table
        .chi_square
        .as_ref()
        .map(|test| &test.adjusted_residuals)
        .filter(|residuals| {
            residuals.len() == table.rows.len()
                && residuals.iter().all(|row| row.len() == table.columns.len())
        });
    let (cells, measure) = match residuals {
        Some(residuals) => (
            residuals
                .iter()
                .map(|row| {
                    row.iter()
                        .map(|residual| {
                            residual.is_finite().then(|| HeatCell {
                                figure: decimal(*residual, 1, view.language),
                                shade: (residual / 4.0).clamp(-1.0, 1.0),
                                marked: false,
                            })
                        })
                        .collect()
                })
                .collect(),
            Message::AdjustedResidual.text(view.language),
        ),
        None => (
            table
                .row_shares
                .iter()
                .map(|row| {
                    row.iter()
                        .map(|share| share_cell(view, *share, 1.0))
                        .collect()
                })
                .collect(),
            Message::RowPercent.text(view.language),
        ),
    };
    drawn(
        view,
        Heatmap {
            rows,
            columns,
            cells,
            measure: measure.to_owned(),
            total: false,
            shading: Shading::Signed,
        },
    )
}

/// Shares of each item's answers.
pub(super) fn battery(view: View<'_>, table: &BatteryTable) -> Drawn {
    let items = table.items.iter().take(view.limit(table.items.len()));
    let rows = items
        .clone()
        .map(|row| item_label(&row.item, view.language).to_owned())
        .collect();
    let columns = table
        .categories
        .iter()
        .map(|category| category_label(category, view.language))
        .collect();
    let cells = items
        .map(|row| {
            row.shares
                .iter()
                .map(|share| share_cell(view, *share, 1.0))
                .collect()
        })
        .collect();
    let measure = Message::SharePercent.text(view.language).to_owned();
    drawn(
        view,
        Heatmap {
            rows,
            columns,
            cells,
            measure,
            total: false,
            shading: Shading::Signed,
        },
    )
}

/// Shares of the cases by group.
pub(super) fn multiple(view: View<'_>, table: &MultipleTable) -> Drawn {
    let mut rows: Vec<String> = Vec::new();
    let mut shares: Vec<Vec<f64>> = Vec::new();
    for group in &table.groups {
        let Some(category) = &group.group else {
            continue;
        };
        let n = view.figures.count(group.n);
        rows.push(format!(
            "{} (n\u{A0}=\u{A0}{n})",
            category_label(category, view.language)
        ));
        shares.push(group.shares_of_cases.clone());
    }
    let n = view.figures.count(table.total.n);
    rows.push(format!(
        "{} (n\u{A0}=\u{A0}{n})",
        Message::Total.text(view.language)
    ));
    shares.push(table.total.shares_of_cases.clone());
    let deepest = largest(&shares);
    let columns = table
        .answers
        .iter()
        .map(|answer| answer.label.get(view.language).to_owned())
        .collect();
    let cells = shares
        .iter()
        .map(|row| {
            row.iter()
                .map(|share| share_cell(view, *share, deepest))
                .collect()
        })
        .collect();
    let measure = match table.exclusive {
        true => view.pick("Anteile in % der Zeile", "Shares in % of the row"),
        false => Message::CasesPercent.text(view.language),
    }
    .to_owned();
    drawn(
        view,
        Heatmap {
            rows,
            columns,
            cells,
            measure,
            total: true,
            shading: Shading::Signed,
        },
    )
}

/// Means by item and group.
pub(super) fn profile(view: View<'_>, table: &ProfileTable) -> Drawn {
    let items = table.items.iter().take(view.limit(table.items.len()));
    let values: Vec<f64> = items
        .clone()
        .flat_map(|item| item.means.iter().filter_map(|mean| mean.mean))
        .collect();
    let axis = Axis::of_means(view, &table.scale, &values, "");
    let rows = items
        .clone()
        .map(|item| item_label(&item.item, view.language).to_owned())
        .collect();
    let columns = table
        .groups
        .iter()
        .map(|group| {
            group.group.as_ref().map_or_else(
                || Message::AllGroups.text(view.language).to_owned(),
                |group| category_label(group, view.language),
            )
        })
        .collect();
    let cells = items
        .map(|item| {
            let figures = view.figures.of_item(table, item);
            item.means
                .iter()
                .map(|mean| {
                    let mean = mean.mean?;
                    Some(HeatCell {
                        figure: figures.mean(mean),
                        shade: axis.place(mean),
                        marked: false,
                    })
                })
                .collect()
        })
        .collect();
    let measure = match axis.scale_line(view.language) {
        Some(scale) => format!("{}. {scale}", Message::Mean.text(view.language)),
        None => Message::Mean.text(view.language).to_owned(),
    };
    drawn(
        view,
        Heatmap {
            rows,
            columns,
            cells,
            measure,
            total: false,
            shading: Shading::Signed,
        },
    )
}

/// Correlations of every two variables.
pub(super) fn correlation(view: View<'_>, statistics: &Statistics) -> Drawn {
    let part = statistics.parts.first()?;
    let Figure::Matrix(matrix) = part.figures.get(&["correlations"])? else {
        return None;
    };
    let names: Vec<String> = part
        .variables
        .iter()
        .map(|item| item_label(item, view.language).to_owned())
        .collect();
    let cell = |r: &Option<f64>| r.map(|r| correlation_cell(view, r));
    let map = Heatmap {
        rows: names.clone(),
        columns: names,
        cells: matrix
            .values
            .iter()
            .map(|row| row.iter().map(cell).collect())
            .collect(),
        measure: view.pick("Korrelation (r)", "Correlation (r)").to_owned(),
        total: false,
        shading: Shading::Signed,
    };
    drawn(view, map)
}

fn correlation_cell(view: View<'_>, r: f64) -> HeatCell {
    HeatCell {
        figure: decimal(r, 2, view.language),
        shade: r.clamp(-1.0, 1.0),
        marked: false,
    }
}

/// Correlations of the profiles; nothing where there are none, because rows are the objects.
pub(super) fn clusters(view: View<'_>, tree: &ClusterTree) -> Drawn {
    if tree.correlations.is_empty() {
        return None;
    }
    let names: Vec<String> = tree
        .groups
        .iter()
        .map(|group| category_label(group, view.language))
        .collect();
    let cells = tree
        .correlations
        .iter()
        .map(|row| {
            row.iter()
                .map(|r| {
                    let r = (*r)?;
                    r.is_finite().then(|| correlation_cell(view, r))
                })
                .collect()
        })
        .collect();
    let measure = match view.language {
        Language::De => "Korrelation der Profile (r)",
        Language::En => "Correlation of the profiles (r)",
    };
    let map = Heatmap {
        rows: names.clone(),
        columns: names,
        cells,
        measure: measure.to_owned(),
        total: false,
        shading: Shading::Signed,
    };
    drawn(view, map)
}
