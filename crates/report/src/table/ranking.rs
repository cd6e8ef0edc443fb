//! What stands under the names of objects: one row per object, in the order of the consensus.

use std::borrow::Cow;

use befund_survey::finding::RankingTable;
use befund_survey::{Figure, Sheet};

use super::statistics::{cell, tables_of};
use super::{Cell, Head, Row, Table, number};
use crate::chart::View;
use crate::consensus::Consensus;
use crate::messages::Message;
use crate::number::{NOTHING, percent_figure, plain, significant};
use crate::sentence::certificate;
use crate::terms::term;
use crate::words::{capitalised, item_label};

/// Terms that the first table shows, or the one of the consensus.
const SHOWN: [&str; 5] = [
    "top_k",
    "mean_rank",
    "median_rank",
    "bootstrap",
    "leave_one_out",
];

/// So many objects are listed in a cell.
const LISTED: usize = 5;

/// The number of its class under the name of each object.
pub(super) fn places(classes: &[Vec<String>]) -> Sheet {
    let numbered = (1_usize..).zip(classes);
    let (mut names, mut numbers) = (Vec::new(), Vec::new());
    for (number, class) in numbered {
        names.extend(class.iter().cloned());
        numbers.extend(class.iter().map(|_| number));
    }
    Sheet::by_name(&names, numbers)
}

/// The tables of the consensus; none where there is none.
pub(super) fn further(view: View<'_>, table: &RankingTable) -> Vec<Table> {
    if table.statistics.is_empty() {
        return Vec::new();
    }
    let consensus = Consensus::of(table);
    let order = match &consensus {
        Some(consensus) => consensus.order.clone(),
        None => (0..table.items.len()).collect(),
    };
    let objects = Objects { table, order };
    let mut tables = Vec::new();
    if let Some(consensus) = &consensus {
        tables.push(order_table(view, consensus));
        tables.extend(objects.intervals(view, consensus));
    }
    let mut sheets: Vec<(&str, &Sheet, &[&str])> = vec![("", &table.statistics, &SHOWN)];
    let heading = term("leave_one_out", view.language);
    if let Some(Figure::Sheet(stability)) = table.statistics.get(&["leave_one_out", "kemeny"]) {
        sheets.push((&heading, stability, &[]));
    }
    let mut figures = tables_of(view, Some(&objects), &sheets);
    if let Some(first) = figures.first_mut().filter(|first| first.caption.is_empty()) {
        first.caption = capitalised(&term("further_figures", view.language));
    }
    tables.extend(figures);
    tables
}

/// The consensus: ranks, how sure they are, worths; below it how good it is.
fn order_table(view: View<'_>, consensus: &Consensus<'_>) -> Table {
    let language = view.language;
    let column = |path: &'static [&'static str]| {
        let known = consensus.get(path).is_some();
        known.then_some(move |item: usize| {
            let path: Vec<&str> = path.iter().copied().chain([consensus.name(item)]).collect();
            consensus.number(&path)
        })
    };
    let sure = consensus
        .order
        .iter()
        .any(|item| consensus.spread(*item).is_some());
    let (first, last) = (
        column(&["kemeny", "first_rank"]),
        column(&["kemeny", "last_rank"]),
    );
    let worth = column(&["plackett_luce", "log_worth"]);
    let variance = column(&["plackett_luce", "quasi_variance"]);
    let mut heads = vec![
        Message::Item.text(language).to_owned(),
        view.pick("Rang", "Rank").to_owned(),
    ];
    if first.is_some() {
        let words = view.pick("Rang in gleich guten Rangfolgen", "Rank in orders as good");
        heads.push(words.to_owned());
    }
    if sure {
        heads.push(
            view.pick("Intervall des Rangs", "Interval of the rank")
                .to_owned(),
        );
        heads.push(match view.pick("de", "en") {
            "de" => format!(
                "Wahrscheinlichkeit für Rang 1 bis {} in %",
                consensus.table.k
            ),
            _ => format!("Probability of rank 1 to {} in %", consensus.table.k),
        });
    }
    if worth.is_some() {
        heads.push(capitalised(&term("log_worth", language)));
    }
    if variance.is_some() {
        heads.push(capitalised(&term("quasi_standard_error", language)));
    }
    let rank = |rank| plain(rank, 1, language);
    let range = |low: f64, high: f64| {
        if low == high {
            return number(rank(low), low);
        }
        Cell::Text(format!("{} – {}", rank(low), rank(high)))
    };
    let figure = |value: Option<f64>| match value {
        Some(value) => number(significant(value, language), value),
        None => Cell::Text(NOTHING.to_owned()),
    };
    let rows = (1_u64..).zip(&consensus.order).map(|(place, item)| {
        let mut cells = vec![
            Cell::Text(consensus.label(*item, language).to_owned()),
            view.whole(place),
        ];
        if let (Some(first), Some(last)) = (&first, &last) {
            cells.push(match (first(*item), last(*item)) {
                (Some(first), Some(last)) => range(first, last),
                _ => Cell::Empty,
            });
        }
        if sure {
            let spread = consensus.spread(*item);
            let interval = spread.as_ref().map(|spread| spread.interval);
            cells.push(interval.map_or(Cell::Empty, |interval| {
                range(interval.lower, interval.upper)
            }));
            cells.push(view.share(spread.and_then(|spread| spread.top_k)));
        }
        cells.extend(worth.iter().map(|worth| figure(worth(*item))));
        cells.extend(variance.iter().map(|variance| {
            let variance = variance(*item).filter(|variance| *variance >= 0.0);
            figure(variance.map(f64::sqrt))
        }));
        Row::body(cells)
    });
    Table {
        caption: view
            .pick("Gemeinsame Rangfolge (Kemeny)", "Consensus order (Kemeny)")
            .to_owned(),
        heads: vec![heads.into_iter().map(Head::one).collect()],
        rows: rows.collect(),
        footers: certificate(consensus, language).into_iter().collect(),
        ..Table::default()
    }
}

/// The objects of a ranking in the order of the rows.
pub(super) struct Objects<'a> {
    table: &'a RankingTable,
    order: Vec<usize>,
}

impl Objects<'_> {
    /// Whether a sheet holds figures of the objects.
    pub(super) fn hold(&self, sheet: &Sheet) -> bool {
        !sheet.is_empty() && sheet.iter().all(|(name, _)| self.find(name).is_some())
    }

    fn find(&self, name: &str) -> Option<usize> {
        let mut items = self.table.items.iter();
        items.position(|row| row.item.name == name)
    }

    /// Whether every object stands in one of these classes.
    pub(super) fn parted(&self, classes: &[Vec<String>]) -> bool {
        let members: usize = classes.iter().map(Vec::len).sum();
        let known = |class: &Vec<String>| class.iter().all(|name| self.find(name).is_some());
        members == self.table.items.len() && classes.iter().all(known)
    }

    /// The labels of objects, or of the first of many; how many classes there are. Nothing for other figures.
    pub(super) fn named(&self, view: View<'_>, figure: &Figure) -> Option<String> {
        match figure {
            Figure::Names(names) => {
                let label = |name: &String| match self.find(name) {
                    Some(item) => {
                        item_label(&self.table.items[item].item, view.language).to_owned()
                    }
                    None => name.clone(),
                };
                let mut labels: Vec<String> = names.iter().take(LISTED).map(label).collect();
                if names.len() > LISTED {
                    labels.push(format!("… ({})", view.figures.count(names.len() as u64)));
                }
                Some(labels.join("; "))
            }
            Figure::Classes(classes) => Some(view.figures.count(classes.len() as u64)),
            _ => None,
        }
    }

    fn rows<'r>(
        &'r self,
        view: View<'r>,
        cells: impl Fn(&str) -> Vec<Cell> + 'r,
    ) -> impl Iterator<Item = Row> + 'r {
        self.order.iter().map(move |item| {
            let item = &self.table.items[*item].item;
            let mut row = vec![Cell::Text(item_label(item, view.language).to_owned())];
            row.extend(cells(&item.name));
            Row::body(row)
        })
    }

    fn table<'r>(
        &'r self,
        view: View<'r>,
        caption: &str,
        heads: impl IntoIterator<Item = String>,
        cells: impl Fn(&str) -> Vec<Cell> + 'r,
    ) -> Table {
        let first = Message::Item.text(view.language).to_owned();
        let heads = std::iter::once(first).chain(heads);
        Table {
            caption: capitalised(caption),
            heads: vec![heads.map(Head::one).collect()],
            rows: self.rows(view, cells).collect(),
            ..Table::default()
        }
    }

    /// One row per object, one column per figure.
    pub(super) fn columns(
        &self,
        view: View<'_>,
        caption: &str,
        columns: &[(String, Cow<'_, Sheet>)],
    ) -> Table {
        let heads = columns.iter().map(|(words, _)| words.clone());
        self.table(view, caption, heads, |name| {
            let cells = columns.iter().map(|(_, sheet)| {
                sheet
                    .get(&[name])
                    .map_or(Cell::Empty, |figure| cell(view, figure))
            });
            cells.collect()
        })
    }

    /// Tables of their own where every object has several figures; none where it has one.
    pub(super) fn tables_of(
        &self,
        view: View<'_>,
        caption: &str,
        term_of: &str,
        sheet: &Sheet,
    ) -> Vec<Table> {
        let Some((_, first)) = sheet.iter().next() else {
            return Vec::new();
        };
        match first {
            Figure::List(values) => {
                let heads = (1..=values.len()).map(|place| place.to_string());
                let table = self.table(view, caption, heads, |name| match sheet.get(&[name]) {
                    Some(Figure::List(values)) => {
                        let cell = |value: &f64| match term_of {
                            "top_shares" => Cell::Number {
                                shown: percent_figure(*value, 0, view.language),
                                value: *value,
                                percent: true,
                            },
                            _ => number(significant(*value, view.language), *value),
                        };
                        values.iter().map(cell).collect()
                    }
                    _ => Vec::new(),
                });
                vec![table]
            }
            // Every object against every other.
            Figure::Sheet(inner) if self.hold(inner) => {
                let others: Vec<&str> = self
                    .order
                    .iter()
                    .map(|item| self.table.items[*item].item.name.as_str())
                    .collect();
                let heads = (1..=others.len()).map(|place| place.to_string());
                let mut table = self.table(view, caption, heads, |name| {
                    let cell = |other: &&str| match sheet.get(&[name, other]) {
                        Some(figure) if *other != name => cell(view, figure),
                        _ => Cell::Empty,
                    };
                    others.iter().map(cell).collect()
                });
                for (place, row) in table.rows.iter_mut().enumerate() {
                    if let Some(Cell::Text(words)) = row.cells.first_mut() {
                        *words = format!("{}\u{A0}\u{A0}{words}", place + 1);
                    }
                }
                vec![table]
            }
            Figure::Sheet(inner) => {
                let mut tables = Vec::new();
                tables.extend(self.fields(view, caption, sheet, &[], inner));
                for (name, figure) in inner.iter() {
                    // What the groups say of each object stands with the groups.
                    let said = ["mean_rank", "top_k"].contains(&name);
                    if let (Figure::Sheet(fields), false) = (figure, said) {
                        let caption = format!("{caption}: {}", term(name, view.language));
                        tables.extend(self.fields(view, &caption, sheet, &[name], fields));
                    }
                }
                tables
            }
            _ => Vec::new(),
        }
    }

    /// The single figures that every object has below a path, one column per term.
    fn fields(
        &self,
        view: View<'_>,
        caption: &str,
        sheet: &Sheet,
        path: &[&str],
        fields: &Sheet,
    ) -> Option<Table> {
        let single = |figure: &Figure| !matches!(figure, Figure::List(_) | Figure::Sheet(_));
        let terms: Vec<&str> = fields
            .iter()
            .filter(|(_, figure)| single(figure))
            .map(|(name, _)| name)
            .collect();
        if terms.is_empty() {
            return None;
        }
        let heads = terms.iter().map(|name| self.group(view, name));
        Some(self.table(view, caption, heads, |name| {
            let cell = |term: &&str| {
                let path: Vec<&str> = [name].iter().chain(path).chain([term]).copied().collect();
                sheet
                    .get(&path)
                    .map_or(Cell::Empty, |figure| cell(view, figure))
            };
            terms.iter().map(cell).collect()
        }))
    }

    /// The label of the group of that name, or the word for a term.
    pub(super) fn group(&self, view: View<'_>, name: &str) -> String {
        let groups = match self.table.statistics.get(&["groups", "consensus"]) {
            Some(Figure::Table(groups)) => groups.as_slice(),
            _ => &[],
        };
        let of_name = groups.iter().find_map(|group| match group.get(&["group"]) {
            Some(Figure::Label(label)) if label.value.to_string() == name => {
                Some(label.label.get(view.language).trim().to_owned())
            }
            _ => None,
        });
        of_name
            .filter(|words| !words.is_empty())
            .unwrap_or_else(|| term(name, view.language))
    }

    /// What records, such as groups, hold on every object: one table per term, one column per record.
    pub(super) fn of_records(
        &self,
        view: View<'_>,
        caption: &str,
        records: &[Sheet],
    ) -> Vec<Table> {
        let Some(first) = records.first() else {
            return Vec::new();
        };
        let terms = first.iter().filter_map(|(name, figure)| match figure {
            Figure::Sheet(inner) if self.hold(inner) => Some(name),
            _ => None,
        });
        let tables = terms.map(|name| {
            let heads = records.iter().map(|record| {
                let label = record.iter().next();
                label.map_or_else(String::new, |(_, figure)| {
                    cell(view, figure).shown().to_owned()
                })
            });
            let caption = format!("{caption}: {}", term(name, view.language));
            self.table(view, &caption, heads, |object| {
                let cell = |record: &Sheet| {
                    record
                        .get(&[name, object])
                        .map_or(Cell::Empty, |figure| cell(view, figure))
                };
                records.iter().map(cell).collect()
            })
        });
        tables.collect()
    }

    /// Confidence intervals of the ranks by every method.
    fn intervals(&self, view: View<'_>, consensus: &Consensus<'_>) -> Option<Table> {
        let methods = consensus.resampled();
        if methods.len() < 2 {
            return None;
        }
        let heads = methods.iter().map(|method| term(method, view.language));
        let caption = view.pick(
            "Intervalle der Ränge nach Verfahren",
            "Intervals of the ranks by method",
        );
        let rank = |rank| plain(rank, 1, view.language);
        Some(self.table(view, caption, heads, |name| {
            let cell = |method: &&str| {
                let spread = consensus.spread_by(method, name);
                spread.map_or(Cell::Empty, |spread| {
                    let (low, high) = (spread.interval.lower, spread.interval.upper);
                    Cell::Text(format!("{} – {}", rank(low), rank(high)))
                })
            };
            methods.iter().map(cell).collect()
        }))
    }
}
