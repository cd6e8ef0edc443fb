//! Tables that set groups against each other.

use befund_survey::finding::{
    AnswerGroup, ClusterTree, ContingencyTable, MultipleRow, MultipleTable, ProfileTable,
};
use befund_survey::{Figure, Language};

use super::{Cell, Head, Row, RowKind, Table, number};
use crate::chart::View;
use crate::messages::Message;
use crate::number::{decimal, p_value, plain};
use crate::reliability::{Doubt, exact_test, rao_scott, strength, test_doubt};
use crate::terms::term;
use crate::words::{category_label, item_label};

pub(super) fn crosstab(view: View<'_>, table: &ContingencyTable) -> Table {
    let word = |message: Message| message.text(view.language);
    let counts = match view.finding.base.cases {
        Some(_) => Message::Records,
        None => Message::Count,
    };
    let mut heads = vec![
        vec![Head::tall(
            item_label(&table.row_variable, view.language),
            2,
        )],
        Vec::new(),
    ];
    let totals = [word(Message::Total).to_owned()];
    let labels = table
        .columns
        .iter()
        .map(|column| category_label(column, view.language))
        .chain(totals);
    for label in labels {
        heads[0].push(Head::spanning(label, 2));
        heads[1].extend([Head::one(word(counts)), Head::one("%")]);
    }
    let cells = |label: String, counts: &[f64], shares: &[f64], total: f64| {
        let mut cells = vec![Cell::Text(label)];
        for index in 0..table.columns.len() {
            cells.push(
                counts
                    .get(index)
                    .map_or(Cell::Empty, |count| view.count(*count)),
            );
            cells.push(view.share(shares.get(index).copied()));
        }
        cells.push(view.count(total));
        cells.push(view.share((total > 0.0).then_some(1.0)));
        cells
    };
    let none: &[f64] = &[];
    let mut rows: Vec<Row> = table
        .rows
        .iter()
        .enumerate()
        .map(|(index, category)| {
            Row::body(cells(
                category_label(category, view.language),
                table.counts.get(index).map_or(none, Vec::as_slice),
                table.row_shares.get(index).map_or(none, Vec::as_slice),
                table.row_totals.get(index).copied().unwrap_or_default(),
            ))
        })
        .collect();
    rows.push(Row::total(cells(
        word(Message::Total).to_owned(),
        &table.column_totals,
        &table.total_shares,
        table.total,
    )));
    let mut footers = vec![
        view.pick(
            "Anteile in Prozent der Zeilensumme.",
            "Shares in per cent of the row total.",
        )
        .to_owned(),
    ];
    if let Some(test) = &table.chi_square {
        let language = view.language;
        let (statistic, df) = (
            decimal(test.statistic, 2, language),
            plain(test.df, 1, language),
        );
        let (p, v) = (
            p_value(test.p_value, language),
            strength(table, test.cramers_v, language),
        );
        let doubt = test_doubt(view.finding, table);
        let mut result = match language {
            Language::De => {
                format!(
                    "Chi-Quadrat-Test nach Pearson: χ²({df}) = {statistic}; {p}; Cramérs V = {v}."
                )
            }
            Language::En => {
                format!("Pearson’s chi-square test: χ²({df}) = {statistic}; {p}; Cramér’s V = {v}.")
            }
        };
        if let Some(doubt) = doubt {
            let because = doubt.because(language);
            let exact = exact_test(table).filter(|_| doubt.is_of_small_counts());
            let of_clusters = (doubt == Doubt::Dependent)
                .then(|| rao_scott(table, language))
                .flatten();
            result.push_str(&match (language, exact) {
                (Language::De, _) if let Some(test) = &of_clusters => format!(
                    " Verlässlich ist hier der Test von Rao und Scott mit den Fällen als Klumpen, {because}: {test}."
                ),
                (Language::En, _) if let Some(test) = &of_clusters => format!(
                    " Rao and Scott’s test, with cases as clusters, is the reliable one here {because}: {test}."
                ),
                (Language::De, None) => {
                    format!(" Der Test ist hier nicht verlässlich, {because}.")
                }
                (Language::En, None) => format!(" The test is not reliable here {because}."),
                (Language::De, Some((p, _))) => format!(
                    " Verlässlich ist hier der exakte Test nach Fisher, {because}: {}.",
                    p_value(p, language)
                ),
                (Language::En, Some((p, _))) => format!(
                    " Fisher’s exact test is the reliable one here {because}: {}.",
                    p_value(p, language)
                ),
            });
        }
        footers.push(result);
    }
    Table {
        heads,
        rows,
        footers,
        ..Table::default()
    }
}

pub(super) fn profile(view: View<'_>, table: &ProfileTable) -> Table {
    let word = |message: Message| message.text(view.language);
    let mut heads = vec![vec![Head::tall(word(Message::Item), 2)], Vec::new()];
    for group in &table.groups {
        let n = view.figures.count(group.n);
        let label = group.group.as_ref().map_or_else(
            || word(Message::AllGroups).to_owned(),
            |group| category_label(group, view.language),
        );
        heads[0].push(Head::spanning(format!("{label} (n\u{A0}=\u{A0}{n})"), 3));
        heads[1].extend([
            Head::one(word(Message::Mean)),
            Head::one(word(Message::StandardDeviationShort)),
            Head::one("n"),
        ]);
    }
    let mut rows: Vec<Row> = table
        .items
        .iter()
        .map(|row| {
            let mut cells = vec![Cell::Text(item_label(&row.item, view.language).to_owned())];
            let view = view.with(view.figures.of_item(table, row));
            for mean in &row.means {
                cells.extend([
                    view.mean(mean.mean),
                    view.mean(mean.standard_deviation),
                    view.whole(mean.n),
                ]);
            }
            Row::body(cells)
        })
        .collect();
    let mut groups = table
        .item_groups
        .iter()
        .filter(|group| !group.items.is_empty())
        .peekable();
    if groups.peek().is_some() {
        let heading = word(Message::Average).to_owned();
        rows.push(Row {
            kind: RowKind::Group,
            cells: vec![Cell::Text(heading)],
        });
        rows.extend(groups.map(|group| {
            let mut cells = vec![Cell::Text(group.label.get(view.language).to_owned())];
            for mean in &group.means {
                cells.extend([view.mean(*mean), Cell::Empty, Cell::Empty]);
            }
            Row::body(cells)
        }));
    }
    Table {
        heads,
        rows,
        ..Table::default()
    }
}

/// Exclusive classes are read along the groups; answers that can go together stand below each other.
pub(super) fn multiple(view: View<'_>, table: &MultipleTable) -> Table {
    match (table.groups.is_empty(), table.exclusive) {
        (true, _) => answers(view, table),
        (false, true) => classes_by_group(view, table),
        (false, false) => answers_by_group(view, table),
    }
}

/// The answers under a common heading, where there are any.
fn answer_groups(table: &MultipleTable) -> impl Iterator<Item = &AnswerGroup> {
    table
        .answer_groups
        .iter()
        .filter(|group| !group.items.is_empty())
}

/// One row per answer, two columns per group.
fn answers_by_group(view: View<'_>, table: &MultipleTable) -> Table {
    let word = |message: Message| message.text(view.language);
    let columns = || table.groups.iter().chain([&table.total]);
    let mut heads = vec![vec![Head::tall(word(Message::Answer), 2)], Vec::new()];
    for column in columns() {
        let n = view.figures.count(column.n);
        let label = column.group.as_ref().map_or_else(
            || word(Message::Total).to_owned(),
            |group| category_label(group, view.language),
        );
        heads[0].push(Head::spanning(format!("{label} (n\u{A0}=\u{A0}{n})"), 2));
        heads[1].extend([Head::one(word(Message::Count)), Head::one("%")]);
    }
    let mut rows: Vec<Row> = table
        .answers
        .iter()
        .enumerate()
        .map(|(index, answer)| {
            let mut cells = vec![Cell::Text(answer.label.get(view.language).to_owned())];
            for column in columns() {
                cells.push(
                    column
                        .counts
                        .get(index)
                        .map_or(Cell::Empty, |count| view.count(*count)),
                );
                cells.push(view.share(column.shares_of_cases.get(index).copied()));
            }
            Row::body(cells)
        })
        .collect();
    let mut mentions = vec![Cell::Text(word(Message::Mentions).to_owned())];
    for column in columns() {
        mentions.push(view.count(column.mentions));
        mentions
            .push(view.share((column.cases > 0.0).then(|| column.shares_of_cases.iter().sum())));
    }
    rows.push(Row::total(mentions));
    for group in answer_groups(table) {
        let mut cells = vec![Cell::Text(group.label.get(view.language).to_owned())];
        for share in group.groups.iter().chain([&group.total]) {
            cells.push(view.count(share.count));
            cells.push(view.share(share.share));
        }
        rows.push(Row::body(cells));
    }
    let mut footers = vec![
        view.pick(
            "Anteile in Prozent der Fälle in der Spalte; mehrere Antworten je Fall sind möglich.",
            "Shares in per cent of the cases in the column; a case may have several answers.",
        )
        .to_owned(),
    ];
    footers.extend(per_unit(view, table));
    Table {
        heads,
        rows,
        footers,
        ..Table::default()
    }
}

/// One row per answer. Mentions have a column of their own where cases gave the same answer twice.
fn answers(view: View<'_>, table: &MultipleTable) -> Table {
    let word = |message: Message| message.text(view.language);
    let total = &table.total;
    let repeated = !table.exclusive && total.mention_counts != total.counts;
    let mut heads = vec![
        Head::one(word(Message::Answer)),
        Head::one(word(Message::Count)),
        Head::one(word(if table.exclusive {
            Message::SharePercent
        } else {
            Message::CasesPercent
        })),
    ];
    if repeated {
        heads.push(Head::one(word(Message::Mentions)));
    }
    if !table.exclusive {
        heads.push(Head::one(word(Message::MentionsPercent)));
    }
    let width = heads.len();
    let count = |counts: &[f64], index: usize| {
        let count = counts.get(index);
        count.map_or(Cell::Empty, |count| view.count(*count))
    };
    let mut rows: Vec<Row> = table
        .answers
        .iter()
        .enumerate()
        .map(|(index, answer)| {
            let mut cells = vec![
                Cell::Text(answer.label.get(view.language).to_owned()),
                count(&total.counts, index),
                view.share(total.shares_of_cases.get(index).copied()),
            ];
            if repeated {
                cells.push(count(&total.mention_counts, index));
            }
            if !table.exclusive {
                cells.push(view.share(total.shares_of_mentions.get(index).copied()));
            }
            Row::body(cells)
        })
        .collect();
    let name = match (table.exclusive, repeated) {
        (false, false) => Message::Mentions,
        (true, _) | (_, true) => Message::Total,
    };
    let all: f64 = total.counts.iter().sum();
    let mut cells = vec![
        Cell::Text(word(name).to_owned()),
        view.count(all),
        view.share((total.cases > 0.0).then(|| total.shares_of_cases.iter().sum())),
    ];
    if repeated {
        cells.push(view.count(total.mentions));
    }
    if !table.exclusive {
        cells.push(view.share((total.mentions > 0.0).then_some(1.0)));
    }
    rows.push(Row::total(cells));
    for group in answer_groups(table) {
        let mut cells = vec![
            Cell::Text(group.label.get(view.language).to_owned()),
            view.count(group.total.count),
            view.share(group.total.share),
        ];
        cells.resize(width, Cell::Empty);
        rows.push(Row::body(cells));
    }
    Table {
        heads: vec![heads],
        rows,
        footers: per_unit(view, table),
        ..Table::default()
    }
}

/// One row per group, two columns per class.
fn classes_by_group(view: View<'_>, table: &MultipleTable) -> Table {
    let word = |message: Message| message.text(view.language);
    let by = table
        .by
        .as_ref()
        .map_or(word(Message::Group), |by| item_label(by, view.language));
    let with_units = table
        .groups
        .iter()
        .chain([&table.total])
        .any(|row| row.per_unit.is_some());
    let mut heads = vec![vec![Head::tall(by, 2)], Vec::new()];
    let answers = table.answers.iter().map(|answer| &answer.label);
    for label in answers.chain(answer_groups(table).map(|group| &group.label)) {
        heads[0].push(Head::spanning(label.get(view.language), 2));
        heads[1].extend([Head::one(word(Message::Count)), Head::one("%")]);
    }
    heads[0].push(Head::tall(word(Message::Total), 2));
    if with_units {
        heads[0].push(Head::spanning(word(Message::PerUnit), 2));
        heads[1].extend([
            Head::one(word(Message::Units)),
            Head::one(word(Message::Mean)),
        ]);
    }
    let cells = |label: String, row: &MultipleRow, place: Option<usize>| {
        let mut cells = vec![Cell::Text(label)];
        for index in 0..table.answers.len() {
            cells.push(
                row.counts
                    .get(index)
                    .map_or(Cell::Empty, |count| view.count(*count)),
            );
            cells.push(view.share(row.shares_of_cases.get(index).copied()));
        }
        for group in answer_groups(table) {
            let share = match place {
                Some(place) => group.groups.get(place).copied(),
                None => Some(group.total),
            };
            cells.push(share.map_or(Cell::Empty, |share| view.count(share.count)));
            cells.push(view.share(share.and_then(|share| share.share)));
        }
        cells.push(view.count(row.cases));
        if with_units {
            let units = row.per_unit;
            cells.push(units.map_or(Cell::Empty, |units| view.whole(units.units)));
            cells.push(view.mean(units.and_then(|units| units.mean)));
        }
        cells
    };
    let mut rows: Vec<Row> = table
        .groups
        .iter()
        .enumerate()
        .map(|(index, row)| {
            let label = row
                .group
                .as_ref()
                .map_or_else(String::new, |group| category_label(group, view.language));
            Row::body(cells(label, row, Some(index)))
        })
        .collect();
    rows.push(Row::total(cells(
        word(Message::Total).to_owned(),
        &table.total,
        None,
    )));
    let footer = view.pick(
        "Anteile in Prozent der Fälle in der Zeile.",
        "Shares in per cent of the cases in the row.",
    );
    Table {
        heads,
        rows,
        footers: vec![footer.to_owned()],
        ..Table::default()
    }
}

fn per_unit(view: View<'_>, table: &MultipleTable) -> Vec<String> {
    let Some((units, mean)) = table
        .total
        .per_unit
        .and_then(|units| Some((units.units, units.mean?)))
    else {
        return Vec::new();
    };
    let (units, mean) = (view.figures.count(units), view.figures.mean(mean));
    vec![match view.language {
        Language::De => format!("Zeilen je Einheit: {mean} (Einheiten: {units})."),
        Language::En => format!("Rows per unit: {mean} (units: {units})."),
    }]
}

pub(super) fn clusters(view: View<'_>, tree: &ClusterTree) -> Table {
    let word = |message: Message| message.text(view.language);
    let objects = match &tree.by {
        Some(by) => item_label(by, view.language).to_owned(),
        None => term("object", view.language),
    };
    let heads = if tree.correlations.is_empty() {
        vec![vec![Head::one(objects), Head::one(word(Message::Cluster))]]
    } else {
        vec![
            vec![
                Head::tall(objects, 2),
                Head::tall(word(Message::Cluster), 2),
                Head::spanning(word(Message::Correlation), tree.groups.len()),
            ],
            tree.groups
                .iter()
                .map(|group| Head::one(category_label(group, view.language)))
                .collect(),
        ]
    };
    let rows = tree
        .groups
        .iter()
        .enumerate()
        .map(|(index, group)| {
            let mut cells = vec![
                Cell::Text(category_label(group, view.language)),
                tree.clusters
                    .get(index)
                    .map_or(Cell::Empty, |cluster| view.whole(*cluster as u64)),
            ];
            for column in 0..tree.correlations.len() {
                let r = tree
                    .correlations
                    .get(index)
                    .and_then(|row| row.get(column))
                    .copied()
                    .flatten();
                cells.push(r.map_or(Cell::Empty, |r| number(decimal(r, 2, view.language), r)));
            }
            Row::body(cells)
        })
        .collect();
    let footers = merges(view, tree).into_iter().collect();
    Table {
        heads,
        rows,
        footers,
        ..Table::default()
    }
}

/// Footnotes list no more merges than these.
const MOST_MERGES: usize = 30;

/// How a tree of merges came about and where they happened; nothing where there is no tree.
fn merges(view: View<'_>, tree: &ClusterTree) -> Option<String> {
    if tree.merges.is_empty() {
        return None;
    }
    let heights: Vec<String> = tree
        .merges
        .iter()
        .take(MOST_MERGES)
        .map(|merge| decimal(merge.height, 2, view.language))
        .collect();
    let mut heights = heights.join("; ");
    if tree.merges.len() > MOST_MERGES {
        heights.push_str("; …");
    }
    let word = |path: &str, usual: &str| match tree.statistics.get(&[path]) {
        Some(Figure::Word(word)) => term(word, view.language),
        _ => term(usual, view.language),
    };
    let method = word("method", "average_linkage");
    let distance = word("distance", "correlation_distance");
    Some(match view.language {
        Language::De => format!(
            "Hierarchische Clusteranalyse; Verfahren: {method}; Distanzen: {distance}; Verschmelzungen bei {heights}."
        ),
        Language::En => format!(
            "Hierarchical clustering; method: {method}; distances: {distance}; merges at {heights}."
        ),
    })
}
