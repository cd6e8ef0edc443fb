//! The tests and measures of a crosstab in three short tables; every other figure stands in its file.

use befund_survey::finding::ContingencyTable;
use befund_survey::{Figure, Language, Sheet};

use super::{Cell, Head, Row, Table, statistics};
use crate::chart::View;
use crate::messages::Message;
use crate::number::{Figures, decimal, percent_figure};
use crate::terms::term;
use crate::words::{category_label, item_label};

/// Where the tests stand in the sheet, in the order of the table, with the term that names them.
const TESTS: [(&[&str], &str); 14] = [
    (&["pearson_chi_square"], "pearson_chi_square"),
    (&["yates"], "yates"),
    (&["likelihood_ratio"], "likelihood_ratio"),
    (&["fisher_exact"], "fisher_exact"),
    (&["ordinal", "linear_by_linear"], "linear_by_linear"),
    (&["paired", "mcnemar"], "mcnemar"),
    (&["paired", "bowker"], "bowker"),
    (&["paired", "stuart_maxwell"], "stuart_maxwell"),
    (&["paired", "bhapkar"], "bhapkar"),
    (&["mantel_haenszel"], "mantel_haenszel"),
    (&["mantel_haenszel", "breslow_day"], "breslow_day"),
    (&["rao_scott"], "rao_scott"),
    (&["rao_scott", "first_order"], "first_order"),
    (&["paired", "mcnemar", "corrected"], "mcnemar_corrected"),
];

/// Where the measures stand that are shown.
const MEASURES: [(&[&str], &str); 10] = [
    (&["association"], "cramers_v"),
    (&["risk", "odds_ratio"], "odds_ratio"),
    (&["fisher_exact", "odds_ratio"], "conditional_odds_ratio"),
    (&["mantel_haenszel", "odds_ratio"], "common_odds_ratio"),
    (&["risk", "risk_ratio"], "risk_ratio"),
    (&["risk", "risk_difference"], "risk_difference"),
    (&["ordinal", "gamma"], "gamma"),
    (&["ordinal", "kendalls_tau_b"], "kendalls_tau_b"),
    (&["ordinal", "somers_d_column"], "somers_d_column"),
    (&["ordinal", "somers_d_row"], "somers_d_row"),
];

/// The tables below a crosstab.
pub(super) fn further(view: View<'_>, table: &ContingencyTable) -> Vec<Table> {
    let mut shown = Sheet::new();
    let tests = records(&table.statistics, &TESTS, "test", |figures, record| {
        for name in ["statistic", "df"] {
            if let Some(figure) = figures.get(&[name]) {
                record.push((name, figure.clone()));
            }
        }
        let p = ["p_value", "exact_p_value"].map(|name| figures.get(&[name]));
        let found = p[0].cloned();
        if let Some(p) = &found {
            record.push(("p_value", p.clone()));
        }
        found.is_some()
    });
    if !tests.is_empty() {
        shown.put("tests", tests);
    }
    let measures = records(
        &table.statistics,
        &MEASURES,
        "measure",
        |figures, record| {
            let value = figures.get(&["estimate"]).or(figures.get(&["cramers_v"]));
            let Some(value) = value else {
                return false;
            };
            record.push(("estimate", value.clone()));
            if let Some(interval) = figures.get(&["confidence_interval"]) {
                record.push(("confidence_interval", interval.clone()));
            }
            true
        },
    );
    if !measures.is_empty() {
        shown.put("measures", measures);
    }
    let mut tables: Vec<Table> = by_case(view, table).into_iter().collect();
    tables.extend(statistics::tables(view, &shown));
    tables.extend(letters(view, table));
    tables
}

/// Cases with at least one record in each cell, where cases were counted.
fn by_case(view: View<'_>, table: &ContingencyTable) -> Option<Table> {
    let cases = table.cases.as_ref()?;
    let word = |message: Message| message.text(view.language);
    let label = |category| category_label(category, view.language);
    let mut heads = vec![
        vec![Head::tall(
            item_label(&table.row_variable, view.language),
            2,
        )],
        Vec::new(),
    ];
    let columns = table.columns.iter().map(label);
    for label in columns.chain([word(Message::Total).to_owned()]) {
        heads[0].push(Head::spanning(label, 2));
        heads[1].extend([Head::one(word(Message::Cases)), Head::one("%")]);
    }
    let cells = |label: String, counts: &[f64], shares: &[f64], total: f64| {
        let mut cells = vec![Cell::Text(label)];
        for (index, count) in counts.iter().enumerate() {
            cells.extend([view.count(*count), view.share(shares.get(index).copied())]);
        }
        let whole = (total > 0.0).then_some(1.0);
        cells.extend([view.count(total), view.share(whole)]);
        cells
    };
    let rows = cases.counts.iter().zip(&cases.row_shares);
    let rows = rows.zip(&cases.row_totals).zip(&table.rows);
    let mut rows: Vec<Row> = rows
        .map(|(((counts, shares), total), category)| {
            Row::body(cells(label(category), counts, shares, *total))
        })
        .collect();
    rows.push(Row::total(cells(
        word(Message::Total).to_owned(),
        &cases.column_totals,
        &cases.total_shares,
        cases.records.weighted_n,
    )));
    let footer = view.pick(
        "Fälle mit mindestens einem solchen Eintrag, in Prozent der Fälle mit einem Eintrag in der Zeile. Ein Fall kann in mehreren Zeilen und Spalten stehen.",
        "Cases with at least one such record, in per cent of the cases with a record in the row. A case may stand in several rows and columns.",
    );
    Some(Table {
        caption: word(Message::ByCase).to_owned(),
        heads,
        rows,
        footers: vec![footer.to_owned()],
        ..Table::default()
    })
}

/// One record for each place in the sheet that has figures.
fn records(
    sheet: &Sheet,
    places: &[(&[&str], &'static str)],
    head: &'static str,
    fill: impl Fn(&Sheet, &mut Vec<(&'static str, Figure)>) -> bool,
) -> Vec<Sheet> {
    let mut records = Vec::new();
    for (path, name) in places {
        let Some(Figure::Sheet(figures)) = sheet.get(path) else {
            continue;
        };
        let mut found = Vec::new();
        if fill(figures, &mut found) {
            let mut record = Sheet::new();
            record.put(head, *name);
            for (term, figure) in found {
                record.put(term, figure);
            }
            records.push(record);
        }
    }
    records
}

/// Shares of the columns with the letters of the columns whose share is significantly smaller; none where no column differs.
fn letters(view: View<'_>, table: &ContingencyTable) -> Option<Table> {
    let found = &table.statistics;
    let Some(Figure::Table(cells)) = found.get(&["column_proportions", "letters"]) else {
        return None;
    };
    let text = |cell: &Sheet, name: &str| match cell.get(&[name]) {
        Some(Figure::Label(label)) => label.value.clone(),
        _ => befund_survey::Value::Text(String::new()),
    };
    let place = |of: &[befund_survey::finding::Category], value: &befund_survey::Value| {
        of.iter().position(|category| category.value == *value)
    };
    let mut names = vec![String::new(); table.columns.len()];
    let mut above = vec![vec![String::new(); table.columns.len()]; table.rows.len()];
    for cell in cells {
        let (Some(row), Some(column)) = (
            place(&table.rows, &text(cell, "row")),
            place(&table.columns, &text(cell, "column")),
        ) else {
            continue;
        };
        names[column] = text(cell, "letter").to_string();
        above[row][column] = text(cell, "above").to_string();
    }
    if above.iter().flatten().all(String::is_empty) {
        return None;
    }
    let language = view.language;
    let mut heads = vec![Head::one("")];
    heads.extend(table.columns.iter().zip(&names).map(|(category, letter)| {
        let label = category_label(category, language);
        Head::one(if letter.is_empty() {
            label
        } else {
            format!("{label} ({letter})")
        })
    }));
    let rows = table.rows.iter().enumerate().map(|(row, category)| {
        let mut cells = vec![Cell::Text(category_label(category, language))];
        for column in 0..table.columns.len() {
            let share = table
                .column_shares
                .get(row)
                .and_then(|shares| shares.get(column));
            cells.push(match share {
                Some(share) => cell(view, *share, &above[row][column]),
                None => Cell::Empty,
            });
        }
        Row::body(cells)
    });
    let level = found
        .number(&["column_proportions", "significance_level"])
        .unwrap_or(0.05);
    let level = decimal(level, 2, language);
    let method = match found.get(&["column_proportions", "adjustment"]) {
        Some(Figure::Word(word)) => term(word, language),
        _ => String::new(),
    };
    Some(Table {
        caption: view
            .pick("Vergleich der Spalten", "Comparison of columns")
            .to_owned(),
        heads: vec![heads],
        rows: rows.collect(),
        footers: vec![match language {
            Language::De => format!(
                "Anteile in Prozent der Spaltensumme. Buchstaben nennen die Spalten, deren Anteil in derselben Zeile signifikant kleiner ist (z-Test, Niveau {level}, Korrektur: {method})."
            ),
            Language::En => format!(
                "Shares in per cent of the column total. Letters name the columns whose share in the same row is significantly smaller (z test, level {level}, correction: {method})."
            ),
        }],
        ..Table::default()
    })
}

fn cell(view: View<'_>, share: f64, letters: &str) -> Cell {
    let Figures {
        percent_decimals, ..
    } = view.figures;
    let shown = percent_figure(share, percent_decimals, view.language);
    Cell::Number {
        shown: if letters.is_empty() {
            shown
        } else {
            format!("{shown} {letters}")
        },
        value: share,
        percent: true,
    }
}
