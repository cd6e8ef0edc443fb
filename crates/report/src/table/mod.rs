//! Findings as tables: a neutral value first, then HTML, text or CSV.

mod builders;
mod crosstab;
mod csv;
mod descriptives;
mod groups;
mod html;
mod ranking;
mod statistics;
mod text;

pub(crate) use text::{clean, wrap};

use befund_survey::Language;
use befund_survey::finding::{Finding, Results};

use crate::chart::View;
use crate::number::{Figures, full};
use crate::title::title;

/// A table before it is written as HTML, text or CSV.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Its heading.
    pub caption: String,
    /// Rows of column heads; a head may span columns and rows.
    pub heads: Vec<Vec<Head>>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Lines below the table, such as the result of a test.
    pub footers: Vec<String>,
    /// Further tables of the same finding with other columns, each under its own heading.
    pub more: Vec<Table>,
}

/// A column head.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// Its words.
    pub text: String,
    /// How many columns it spans.
    pub columns: usize,
    /// How many rows of heads it spans.
    pub rows: usize,
}

/// A row; its first cell is its head.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its part in the table.
    pub kind: RowKind,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// The part of a row in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// One of many.
    Body,
    /// A sum.
    Total,
    /// The heading of the rows below, one cell.
    Group,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A figure as printed, and its value for files.
    Number {
        /// As printed.
        shown: String,
        /// In full precision.
        value: f64,
        /// Whether the figure is the value in per cent.
        percent: bool,
    },
    /// Nothing.
    Empty,
}

impl Cell {
    /// The words or the figure as printed.
    pub fn shown(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Number { shown, .. } => shown,
            Self::Empty => "",
        }
    }

    /// The figure in full precision for a file.
    fn exact(&self, language: Language) -> Option<String> {
        match self {
            Self::Number { value, percent, .. } => {
                Some(full(*value, if *percent { 2 } else { 0 }, language))
            }
            Self::Text(_) | Self::Empty => None,
        }
    }
}

impl Head {
    pub(crate) fn one(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            columns: 1,
            rows: 1,
        }
    }

    fn spanning(text: impl Into<String>, columns: usize) -> Self {
        Self {
            text: text.into(),
            columns,
            rows: 1,
        }
    }

    fn tall(text: impl Into<String>, rows: usize) -> Self {
        Self {
            text: text.into(),
            columns: 1,
            rows,
        }
    }
}

impl Row {
    fn body(cells: Vec<Cell>) -> Self {
        Self {
            kind: RowKind::Body,
            cells,
        }
    }

    fn total(cells: Vec<Cell>) -> Self {
        Self {
            kind: RowKind::Total,
            cells,
        }
    }
}

impl Table {
    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.rows
            .iter()
            .map(|row| row.cells.len())
            .max()
            .unwrap_or_else(|| {
                self.heads
                    .first()
                    .map_or(0, |heads| heads.iter().map(|head| head.columns).sum())
            })
    }

    /// Whether each column holds figures: they stand at the right, words at the left.
    fn figures(&self) -> Vec<bool> {
        // letters, or a sign after the beginning: "25-34", "65+"
        let wordy = |cell: &Cell| match cell {
            Cell::Text(text) => {
                text.contains(char::is_alphabetic)
                    || text
                        .char_indices()
                        .any(|(at, sign)| at > 0 && "-+".contains(sign))
            }
            _ => false,
        };
        (0..self.columns())
            .map(|place| {
                place > 0
                    && !self
                        .rows
                        .iter()
                        .filter(|row| row.kind != RowKind::Group)
                        .filter_map(|row| row.cells.get(place))
                        .any(wordy)
            })
            .collect()
    }

    /// The words over each column, from the top head to the lowest.
    fn column_names(&self) -> Vec<Vec<&str>> {
        let columns = self.columns();
        let mut names: Vec<Vec<&str>> = vec![Vec::new(); columns];
        let mut covered = vec![0_usize; columns];
        for heads in &self.heads {
            let mut column = 0;
            let mut open: Vec<bool> = covered.iter().map(|rows| *rows == 0).collect();
            for rows in &mut covered {
                *rows = rows.saturating_sub(1);
            }
            for head in heads {
                while open.get(column) == Some(&false) {
                    column += 1;
                }
                for place in column..(column + head.columns).min(columns) {
                    names[place].push(&head.text);
                    covered[place] = head.rows - 1;
                    open[place] = false;
                }
                column += head.columns;
            }
        }
        names
    }
}

/// The table of a finding.
pub fn table(finding: &Finding, language: Language) -> Table {
    let view = View::new(finding, language);
    let table = match &finding.results {
        Results::Response(rates) => builders::response(view, rates),
        Results::Frequencies(table) => builders::frequencies(view, table),
        Results::Battery(table) => builders::battery(view, table),
        Results::Crosstab(table) => groups::crosstab(view, table),
        Results::Profile(table) => groups::profile(view, table),
        Results::Multiple(table) => groups::multiple(view, table),
        Results::Descriptives(table) => builders::descriptives(view, table),
        Results::Ranking(table) => builders::ranking(view, table),
        Results::Clusters(tree) => groups::clusters(view, tree),
        other => other
            .statistics()
            .map_or_else(Table::default, |found| statistics::parts(view, found)),
    };
    let descriptives;
    let further = match &finding.results {
        Results::Descriptives(table) => {
            descriptives = self::descriptives::further(table);
            Some(&descriptives)
        }
        Results::Frequencies(table) => Some(&table.statistics),
        Results::Clusters(tree) => Some(&tree.statistics),
        Results::Response(rates) => Some(&rates.statistics),
        _ => None,
    };
    let mut table = Table {
        caption: title(finding, language),
        ..table
    };
    if let Some(sheet) = further.filter(|sheet| !sheet.is_empty()) {
        table.more.extend(statistics::tables(view, sheet));
    }
    if let Results::Ranking(found) = &finding.results {
        table.more.extend(ranking::further(view, found));
    }
    if let Results::Crosstab(counts) = &finding.results {
        table.more.extend(crosstab::further(view, counts));
    }
    table
}

/// How cells of one finding are made.
impl View<'_> {
    fn count(self, value: f64) -> Cell {
        number(crate::number::weighted_count(value, self.language), value)
    }

    fn whole(self, value: u64) -> Cell {
        number(self.figures.count(value), value as f64)
    }

    fn share(self, share: Option<f64>) -> Cell {
        share.map_or(Cell::Empty, |share| Cell::Number {
            shown: crate::number::percent_figure(
                share,
                self.figures.percent_decimals,
                self.language,
            ),
            value: share,
            percent: true,
        })
    }

    /// The same view with the figures of one variable.
    fn with(self, figures: Figures) -> Self {
        Self { figures, ..self }
    }

    fn mean(self, value: Option<f64>) -> Cell {
        value.map_or(Cell::Empty, |value| number(self.figures.mean(value), value))
    }

    /// A value of the data, with the decimals it has.
    fn plain(self, value: Option<f64>) -> Cell {
        value.map_or(Cell::Empty, |value| {
            number(self.figures.value(value), value)
        })
    }
}

fn number(shown: String, value: f64) -> Cell {
    Cell::Number {
        shown,
        value,
        percent: false,
    }
}
