//! Tables of one variable or one list of items.

use befund_survey::finding::{
    BatteryTable, DescriptivesTable, FrequencyTable, Interval, RankingTable, ResponseRate,
    ResponseRates,
};

use super::{Cell, Head, Row, RowKind, Table};
use crate::chart::{View, is_no_opinion};
use crate::messages::Message;
use crate::number::percent_figure;
use crate::words::{category_label, item_label, top_heading};

pub(super) fn response(view: View<'_>, rates: &ResponseRates) -> Table {
    let word = |message: Message| message.text(view.language);
    let first = rates
        .by
        .as_ref()
        .map_or("", |by| item_label(by, view.language));
    let heads = vec![vec![
        Head::one(first),
        Head::one(word(Message::Contacted)),
        Head::one(word(Message::Returned)),
        Head::one(word(Message::ResponseRate)),
    ]];
    let cells = |label: String, rate: &ResponseRate| {
        vec![
            Cell::Text(label),
            view.whole(rate.contacted),
            view.whole(rate.returned),
            view.share(rate.rate),
        ]
    };
    let mut rows: Vec<Row> = rates
        .groups
        .iter()
        .map(|group| {
            Row::body(cells(
                category_label(&group.group, view.language),
                &group.rate,
            ))
        })
        .collect();
    rows.push(Row::total(cells(
        word(Message::Total).to_owned(),
        &rates.total,
    )));
    if let (Some(cluster), Some(rate)) = (&rates.cluster, &rates.clusters) {
        rows.push(Row::body(cells(
            item_label(cluster, view.language).to_owned(),
            rate,
        )));
    }
    if !rates.dispositions.is_empty() {
        rows.push(Row {
            kind: RowKind::Group,
            cells: vec![Cell::Text(word(Message::Outcome).to_owned())],
        });
        rows.extend(rates.dispositions.iter().map(|row| {
            Row::body(vec![
                Cell::Text(category_label(&row.category, view.language)),
                view.count(row.share.count),
                Cell::Empty,
                view.share(row.share.share),
            ])
        }));
    }
    Table {
        heads,
        rows,
        ..Table::default()
    }
}

/// "53,1 – 72,2".
fn interval(view: View<'_>, interval: Option<Interval>) -> Cell {
    interval.map_or(Cell::Empty, |interval| {
        let end = |share| percent_figure(share, view.figures.percent_decimals, view.language);
        Cell::Text(format!(
            "{}\u{A0}–\u{A0}{}",
            end(interval.lower),
            end(interval.upper)
        ))
    })
}

/// The heading of intervals with the level they have.
fn interval_heading(
    view: View<'_>,
    intervals: impl Iterator<Item = Option<Interval>>,
) -> Option<String> {
    let level = intervals.flatten().next()?.level;
    let level = crate::number::plain(level * 100.0, 1, view.language);
    Some(match view.language {
        befund_survey::Language::De => format!("{level}-%-Konfidenzintervall"),
        befund_survey::Language::En => format!("{level}% confidence interval"),
    })
}

pub(super) fn frequencies(view: View<'_>, table: &FrequencyTable) -> Table {
    let word = |message: Message| message.text(view.language);
    let cumulative = table.cumulative_shares.as_ref();
    let cases = table.cases.as_ref();
    let (counts, shares) = match cases {
        Some(_) => (Message::Records, Message::RecordsPercent),
        None => (Message::Count, Message::SharePercent),
    };
    let intervals = interval_heading(
        view,
        table.categories.iter().map(|row| row.confidence_interval),
    );
    let mut heads = vec![
        Head::one(word(Message::Answer)),
        Head::one(word(counts)),
        Head::one(word(shares)),
    ];
    heads.extend(cumulative.map(|_| Head::one(word(Message::CumulativePercent))));
    heads.extend(intervals.clone().map(Head::one));
    if cases.is_some() {
        heads.extend([Message::Cases, Message::CasesPercent].map(|head| Head::one(word(head))));
    }
    let width = heads.len();
    let mut rows: Vec<Row> = table
        .categories
        .iter()
        .enumerate()
        .map(|(index, row)| {
            let mut cells = vec![
                Cell::Text(category_label(&row.category, view.language)),
                view.count(row.share.count),
                view.share(row.share.share),
            ];
            if let Some(shares) = cumulative {
                cells.push(view.share(shares.get(index).copied()));
            }
            if intervals.is_some() {
                cells.push(interval(view, row.confidence_interval));
            }
            if let Some(cases) = cases {
                let share = cases.shares.get(index);
                cells.push(share.map_or(Cell::Empty, |share| view.count(share.count)));
                cells.push(view.share(share.and_then(|share| share.share)));
            }
            Row::body(cells)
        })
        .collect();
    let padded = |mut cells: Vec<Cell>| {
        cells.resize(width, Cell::Empty);
        cells
    };
    let whole = (table.valid > 0.0).then_some(1.0);
    let mut total = padded(vec![
        Cell::Text(word(Message::ValidTotal).to_owned()),
        view.count(table.valid),
        view.share(whole),
    ]);
    if let Some(cases) = cases {
        let base = cases.records.weighted_n;
        total.truncate(width - 2);
        total.extend([view.count(base), view.share((base > 0.0).then_some(1.0))]);
    }
    rows.push(Row::total(total));
    for missing in &table.user_missing {
        let label = format!(
            "{}: {}",
            word(Message::Missing),
            category_label(&missing.category, view.language)
        );
        rows.push(Row::body(padded(vec![
            Cell::Text(label),
            view.count(missing.count),
        ])));
    }
    if table.system_missing > 0.0 {
        let label = format!("{}: {}", word(Message::Missing), word(Message::NoAnswer));
        rows.push(Row::body(padded(vec![
            Cell::Text(label),
            view.count(table.system_missing),
        ])));
    }
    Table {
        heads: vec![heads],
        rows,
        ..Table::default()
    }
}

pub(super) fn battery(view: View<'_>, table: &BatteryTable) -> Table {
    let word = |message: Message| message.text(view.language);
    // The share of the last category alone stands in its own column.
    let top = table.top_categories > 1 && table.items.iter().any(|row| row.top.is_some());
    // A code for "don't know" is no point of a scale: means would count it.
    let means = table.items.iter().any(|row| row.mean.is_some())
        && !table.categories.iter().any(is_no_opinion);
    let mut heads = vec![
        vec![Head::tall(word(Message::Item), 2), Head::tall("n", 2)],
        Vec::new(),
    ];
    for category in &table.categories {
        heads[0].push(Head::spanning(category_label(category, view.language), 2));
        heads[1].extend([Head::one(word(Message::Count)), Head::one("%")]);
    }
    if top {
        let from = table.categories.len().saturating_sub(table.top_categories);
        let labels: Vec<String> = table.categories[from..]
            .iter()
            .map(|category| category_label(category, view.language))
            .collect();
        heads[0].push(Head::spanning(labels.join(" + "), 2));
        heads[1].extend([Head::one(word(Message::Count)), Head::one("%")]);
    }
    if means {
        heads[0].push(Head::tall(word(Message::Mean), 2));
        heads[0].push(Head::tall(word(Message::StandardDeviationShort), 2));
        heads[0].push(Head::tall(word(Message::Median), 2));
    }
    let rows = table
        .items
        .iter()
        .map(|row| {
            let mut cells = vec![
                Cell::Text(item_label(&row.item, view.language).to_owned()),
                view.whole(row.n),
            ];
            for index in 0..table.categories.len() {
                cells.push(
                    row.counts
                        .get(index)
                        .map_or(Cell::Empty, |count| view.count(*count)),
                );
                cells.push(view.share(row.shares.get(index).copied()));
            }
            if top {
                cells.push(row.top.map_or(Cell::Empty, |top| view.count(top.count)));
                cells.push(view.share(row.top.and_then(|top| top.share)));
            }
            if means {
                cells.push(view.mean(row.mean));
                cells.push(view.mean(row.standard_deviation));
                cells.push(view.plain(row.median));
            }
            Row::body(cells)
        })
        .collect();
    Table {
        heads,
        rows,
        ..Table::default()
    }
}

pub(super) fn descriptives(view: View<'_>, table: &DescriptivesTable) -> Table {
    let word = |message: Message| message.text(view.language);
    let first = table
        .by
        .as_ref()
        .map_or(word(Message::Variable), |by| item_label(by, view.language));
    let heads = vec![vec![
        Head::one(first),
        Head::one("n"),
        Head::one(word(Message::Missing)),
        Head::one(word(Message::Mean)),
        Head::one(word(Message::StandardDeviationShort)),
        Head::one(word(Message::Variance)),
        Head::one(word(Message::Minimum)),
        Head::one(word(Message::LowerQuartile)),
        Head::one(word(Message::Median)),
        Head::one(word(Message::UpperQuartile)),
        Head::one(word(Message::Maximum)),
    ]];
    let mut rows = Vec::new();
    let mut last = None;
    for row in &table.rows {
        let item = item_label(&row.item, view.language).to_owned();
        let label = match &row.group {
            None => item,
            Some(group) => {
                if last != Some(&row.item.name) {
                    rows.push(Row {
                        kind: RowKind::Group,
                        cells: vec![Cell::Text(item)],
                    });
                }
                category_label(group, view.language)
            }
        };
        last = Some(&row.item.name);
        let five = row.five_numbers.as_ref();
        let view = view.with(view.figures.of_variable(table, &row.item.name));
        let variances = table
            .rows
            .iter()
            .filter(|other| other.item.name == row.item.name);
        let squared = view.with(
            view.figures
                .fitting(variances.map(|row| (row.variance, None))),
        );
        rows.push(Row::body(vec![
            Cell::Text(label),
            view.whole(row.n),
            view.whole(row.missing),
            view.mean(row.mean),
            view.mean(row.standard_deviation),
            squared.mean(row.variance),
            view.plain(five.map(|five| five.minimum)),
            view.plain(five.map(|five| five.lower_quartile)),
            view.plain(five.map(|five| five.median)),
            view.plain(five.map(|five| five.upper_quartile)),
            view.plain(five.map(|five| five.maximum)),
        ]));
    }
    Table {
        heads,
        rows,
        ..Table::default()
    }
}

pub(super) fn ranking(view: View<'_>, table: &RankingTable) -> Table {
    let word = |message: Message| message.text(view.language);
    let intervals = interval_heading(view, table.items.iter().map(|row| row.confidence_interval));
    let mut heads = vec![
        Head::one(word(Message::Item)),
        Head::one(word(Message::Count)),
        Head::one(top_heading(table.k, view.language)),
    ];
    heads.extend(intervals.clone().map(Head::one));
    heads.extend([
        Head::one(word(Message::MeanRank)),
        Head::one(word(Message::MedianRank)),
        Head::one(view.pick("Eingestuft von (n)", "Ranked by (n)")),
    ]);
    let rows = table
        .items
        .iter()
        .map(|row| {
            let mut cells = vec![
                Cell::Text(item_label(&row.item, view.language).to_owned()),
                view.count(row.top_k.count),
                view.share(row.top_k.share),
            ];
            if intervals.is_some() {
                cells.push(interval(view, row.confidence_interval));
            }
            cells.extend([
                view.mean(row.mean_rank),
                view.plain(row.median_rank),
                view.whole(row.n),
            ]);
            Row::body(cells)
        })
        .collect();
    Table {
        heads: vec![heads],
        rows,
        ..Table::default()
    }
}
