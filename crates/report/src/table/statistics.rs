//! Named figures as tables: single figures in one table of terms, records and matrices in tables of their own.

use std::borrow::Cow;

use befund_survey::finding::Statistics;
use befund_survey::{Figure, Label, Matrix, Sheet};

use super::ranking::{Objects, places};
use super::{Cell, Head, Row, RowKind, Table, number};
use crate::chart::View;
use crate::number::{NOTHING, p_value, significant};
use crate::terms::term;
use crate::words::{capitalised, item_label};

/// Of longer lists, such as the weights of all rows, a table shows the beginning; JSON has them whole.
const LONGEST_LIST: usize = 24;

/// The tables of every part under one another.
pub(super) fn parts(view: View<'_>, statistics: &Statistics) -> Table {
    let mut tables: Vec<Table> = Vec::new();
    for part in &statistics.parts {
        let names: Vec<&str> = part
            .variables
            .iter()
            .map(|item| item_label(item, view.language))
            .collect();
        let mut found = self::tables(view, &part.figures);
        if statistics.parts.len() > 1
            && let Some(first) = found.first_mut()
        {
            first.caption = names.join(", ");
        }
        tables.append(&mut found);
    }
    let mut tables = tables.into_iter();
    let first = tables.next().unwrap_or_default();
    Table {
        more: tables.collect(),
        ..first
    }
}

/// The tables of a sheet: first its single figures by section, then its records and matrices.
pub(super) fn tables(view: View<'_>, sheet: &Sheet) -> Vec<Table> {
    tables_of(view, None, &[("", sheet, &[])])
}

/// The same for several sheets under their headings, where figures may stand under the names of objects; without some terms
/// of each that are shown elsewhere.
pub(super) fn tables_of(
    view: View<'_>,
    objects: Option<&Objects<'_>>,
    sheets: &[(&str, &Sheet, &[&str])],
) -> Vec<Table> {
    let mut reading = Reading {
        view,
        objects,
        tests: Vec::new(),
        rows: Vec::new(),
        more: Vec::new(),
    };
    for (heading, sheet, shown) in sheets {
        reading.sheet(sheet, heading, shown);
    }
    let mut tables = Vec::new();
    if !reading.tests.is_empty() {
        let heads = ["test", "statistic", "df", "p_value"];
        tables.push(Table {
            caption: term("tests", view.language),
            heads: vec![
                heads
                    .map(|name| Head::one(term(name, view.language)))
                    .into(),
            ],
            rows: reading.tests,
            ..Table::default()
        });
    }
    if !reading.rows.is_empty() {
        let heads = [
            term("statistic_name", view.language),
            term("value", view.language),
        ];
        let caption = if tables.is_empty() {
            String::new()
        } else {
            term("further_figures", view.language)
        };
        tables.push(Table {
            caption: capitalised(&caption),
            heads: vec![heads.into_iter().map(Head::one).collect()],
            rows: reading.rows,
            ..Table::default()
        });
    }
    tables.append(&mut reading.more);
    tables
}

/// Of rankings, what stands in JSON alone: long tables that explain no more.
const LEFT_OUT: [&str; 2] = ["margins", "path_strength"];
/// How the statistic of a test is called.
const STATISTICS: [&str; 4] = ["statistic", "f", "t", "z"];
/// How its degrees of freedom are called, one or two of them.
const DEGREES: [&str; 5] = ["df", "df_between", "df_within", "df1", "df2"];

struct Reading<'a> {
    view: View<'a>,
    objects: Option<&'a Objects<'a>>,
    tests: Vec<Row>,
    rows: Vec<Row>,
    more: Vec<Table>,
}

impl Reading<'_> {
    /// Single figures become rows, under a heading where the sheet has one; tests become rows of a table of their own.
    fn sheet(&mut self, sheet: &Sheet, heading: &str, shown: &[&str]) {
        let language = self.view.language;
        let mut headed = heading.is_empty();
        // Figures of every object are columns of one table.
        let mut columns: Vec<(String, Cow<'_, Sheet>)> = Vec::new();
        for (name, figure) in sheet.iter().filter(|(name, _)| !shown.contains(name)) {
            let words = term(name, language);
            let caption = if heading.is_empty() {
                words.clone()
            } else if heading == words {
                heading.to_owned()
            } else {
                format!("{heading}: {words}")
            };
            let objects = self.objects;
            match figure {
                Figure::Sheet(_) if objects.is_some() && LEFT_OUT.contains(&name) => {}
                Figure::Sheet(inner) if objects.is_some_and(|objects| objects.hold(inner)) => {
                    let own =
                        objects.map(|objects| objects.tables_of(self.view, &caption, name, inner));
                    match own {
                        Some(tables) if !tables.is_empty() => self.more.extend(tables),
                        _ => columns.push((
                            objects.map_or(words, |objects| objects.group(self.view, name)),
                            Cow::Borrowed(inner),
                        )),
                    }
                }
                Figure::Sheet(inner) => {
                    let shown = self.test(inner, &caption);
                    self.sheet(inner, &caption, &shown);
                }
                Figure::Table(records) => {
                    self.more
                        .push(records_table(self.view, caption.clone(), records));
                    if let Some(objects) = objects {
                        self.more
                            .extend(objects.of_records(self.view, &caption, records));
                    }
                }
                Figure::Matrix(matrix) => self.more.push(matrix_table(self.view, caption, matrix)),
                // The whole order is that of the rows, or one of the methods.
                Figure::Names(_) if name == "order" && objects.is_some() => {}
                Figure::Classes(classes)
                    if objects.is_some_and(|objects| objects.parted(classes)) =>
                {
                    columns.push((words, Cow::Owned(places(classes))));
                }
                single => {
                    if !headed {
                        headed = true;
                        self.rows.push(Row {
                            kind: RowKind::Group,
                            cells: vec![Cell::Text(capitalised(heading))],
                        });
                    }
                    let value = objects
                        .and_then(|objects| objects.named(self.view, single))
                        .map_or_else(|| cell(self.view, single), Cell::Text);
                    self.rows.push(Row::body(vec![Cell::Text(words), value]));
                }
            }
        }
        if let (Some(objects), false) = (self.objects, columns.is_empty()) {
            let caption = match heading {
                "" => term("scores_by_method", self.view.language),
                heading => heading.to_owned(),
            };
            self.more
                .push(objects.columns(self.view, &caption, &columns));
        }
    }
}

impl Reading<'_> {
    /// Adds a sheet that is a test to the table of tests; gives the terms that stand there now.
    fn test(&mut self, sheet: &Sheet, caption: &str) -> Vec<&'static str> {
        let statistic = STATISTICS
            .iter()
            .find_map(|name| Some((*name, sheet.get(&[*name])?)));
        let (Some((name, statistic)), Some(p)) = (statistic, sheet.get(&["p_value"])) else {
            return Vec::new();
        };
        let mut shown = vec![name, "p_value"];
        let mut degrees = Vec::new();
        for name in DEGREES {
            if let Some(df) = sheet.get(&[name]) {
                shown.push(name);
                degrees.push(cell(self.view, df));
            }
        }
        let df = match degrees.len() {
            0 => Cell::Empty,
            1 => degrees.remove(0),
            _ => {
                let degrees: Vec<&str> = degrees.iter().map(Cell::shown).collect();
                Cell::Text(degrees.join("; "))
            }
        };
        self.tests.push(Row::body(vec![
            Cell::Text(capitalised(caption)),
            cell(self.view, statistic),
            df,
            cell(self.view, p),
        ]));
        shown
    }
}

/// One row per record, one column per term.
fn records_table(view: View<'_>, caption: String, records: &[Sheet]) -> Table {
    let mut terms: Vec<&str> = Vec::new();
    for record in records {
        for (name, figure) in record.iter() {
            // the waves of a pattern are short, the order of a ranking is a table of its own
            let is_long = matches!(figure, Figure::Names(_)) && name != "took_part";
            if !terms.contains(&name) && !is_long && !matches!(figure, Figure::Sheet(_)) {
                terms.push(name);
            }
        }
    }
    let heads = terms
        .iter()
        .map(|name| Head::one(term(name, view.language)));
    let rows = records.iter().map(|record| {
        let cells = terms.iter().map(|name| {
            record
                .get(&[*name])
                .map_or(Cell::Empty, |figure| cell(view, figure))
        });
        Row::body(cells.collect())
    });
    Table {
        caption: capitalised(&caption),
        heads: vec![heads.collect()],
        rows: rows.collect(),
        ..Table::default()
    }
}

fn matrix_table(view: View<'_>, caption: String, matrix: &Matrix) -> Table {
    let mut heads = vec![Head::one("")];
    heads.extend(
        matrix
            .columns
            .iter()
            .map(|label| Head::one(words(view, label))),
    );
    let rows = matrix
        .rows
        .iter()
        .zip(&matrix.values)
        .map(|(label, values)| {
            let mut cells = vec![Cell::Text(words(view, label))];
            cells.extend(values.iter().map(|value| {
                value.map_or(Cell::Empty, |value| {
                    number(significant(value, view.language), value)
                })
            }));
            Row::body(cells)
        });
    Table {
        caption: capitalised(&caption),
        heads: vec![heads],
        rows: rows.collect(),
        ..Table::default()
    }
}

fn words(view: View<'_>, label: &Label) -> String {
    match label.label.get(view.language).trim() {
        "" => label.to_string(),
        words => words.to_owned(),
    }
}

pub(super) fn cell(view: View<'_>, figure: &Figure) -> Cell {
    let language = view.language;
    match figure {
        Figure::Number(value) => number(significant(*value, language), *value),
        Figure::Probability { value, .. } => {
            let shown = p_value(*value, language);
            // "p = 0,034" in a column headed p
            let shown = shown
                .strip_prefix("p = ")
                .or(shown.strip_prefix("p "))
                .unwrap_or(&shown);
            number(shown.to_owned(), *value)
        }
        Figure::Interval(interval) => Cell::Text(format!(
            "[{}; {}]",
            significant(interval.lower, language),
            significant(interval.upper, language)
        )),
        Figure::Word(word) => Cell::Text(term(word, language)),
        Figure::Truth(true) => Cell::Text(view.pick("ja", "yes").to_owned()),
        Figure::Truth(false) => Cell::Text(view.pick("nein", "no").to_owned()),
        Figure::Names(names) => Cell::Text(names.join(", ")),
        Figure::Classes(classes) => {
            let classes: Vec<String> = classes.iter().map(|class| class.join(", ")).collect();
            Cell::Text(classes.join("; "))
        }
        Figure::Label(label) => Cell::Text(words(view, label)),
        Figure::Undefined(_) => Cell::Text(NOTHING.to_owned()),
        Figure::List(values) if values.is_empty() => Cell::Text(NOTHING.to_owned()),
        Figure::List(values) => {
            let shown: Vec<String> = values
                .iter()
                .take(LONGEST_LIST)
                .map(|value| significant(*value, language))
                .collect();
            let more = if values.len() > LONGEST_LIST {
                "; …"
            } else {
                ""
            };
            Cell::Text(shown.join("; ") + more)
        }
        Figure::Matrix(_) | Figure::Table(_) | Figure::Sheet(_) => Cell::Empty,
    }
}
