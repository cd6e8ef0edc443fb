//! Findings made by hand, one or more of every kind, with labels as long as real ones.

#![allow(dead_code)] // every user of this module needs only a part of it

mod consensus;
mod groups;
mod items;
mod waves;

use befund_survey::analysis::{ChartKind, Display};
use befund_survey::finding::*;
use befund_survey::{Text, Value};

pub(crate) use consensus::*;
pub(crate) use groups::*;
pub(crate) use items::*;
pub(crate) use waves::*;

pub(crate) fn both(de: &str, en: &str) -> Text {
    Text::both(de, en)
}

pub(crate) fn item(name: &str, label: Text) -> Item {
    Item {
        name: name.to_owned(),
        label,
        placeholder: false,
    }
}

pub(crate) fn category(value: i32, de: &str, en: &str) -> Category {
    Category {
        value: Value::from(value),
        label: both(de, en),
    }
}

pub(crate) fn finding(
    id: &str,
    title: Text,
    n: u64,
    results: Results,
    display: Display,
) -> Finding {
    Finding {
        id: id.to_owned(),
        section: Text::default(),
        title,
        question: Text::default(),
        base: Base {
            data: "wave".to_owned(),
            unit: both("Ämter", "offices"),
            rows: n,
            selected: n,
            filter: None,
            n,
            smallest_n: n,
            largest_n: n,
            cases: None,
            weight: None,
            weighted_n: n as f64,
        },
        results,
        notes: Vec::new(),
        display,
    }
}

pub(crate) fn agree4() -> Vec<Category> {
    vec![
        category(1, "trifft gar nicht zu", "does not apply at all"),
        category(2, "trifft eher nicht zu", "rather does not apply"),
        category(3, "trifft eher zu", "rather applies"),
        category(4, "trifft voll zu", "fully applies"),
    ]
}

pub(crate) fn offices() -> Vec<Category> {
    vec![
        category(1, "Ordnungsämter", "Public order offices"),
        category(2, "Stadtplanungsämter", "Urban planning offices"),
        category(3, "Wohnungsämter", "Housing offices"),
        category(4, "Sozialämter", "Social services"),
        category(5, "Jugendämter", "Youth welfare offices"),
        category(6, "Integrationsbeauftragte", "Integration commissioners"),
    ]
}

pub(crate) fn office() -> Item {
    item("office", both("Amtstyp", "Office type"))
}

fn shares(counts: &[f64]) -> Vec<f64> {
    let total: f64 = counts.iter().sum();
    counts.iter().map(|count| count / total).collect()
}

/// One finding for every kind of results and every kind of chart.
pub(crate) fn all() -> Vec<Finding> {
    vec![
        response(),
        profile(Some(ChartKind::Radar), &[0, 1]),
        profile(None, &[0, 1, 2, 3, 4, 5]),
        clusters(None),
        clusters(Some(ChartKind::Heatmap)),
        means(),
        measures(None),
        measures(Some(ChartKind::Stacked)),
        box_plot(),
        presence(),
        likert(),
        reasons(),
        reasons_by_office(),
        ranking(),
        consensus(22, 4),
        consensus(4, 0),
        frequencies(Some(ChartKind::Pie)),
        frequencies(None),
        crosstab(None),
        crosstab(Some(ChartKind::Heatmap)),
        trend(),
        change(),
    ]
}

/// The same analyses where nobody was counted.
pub(crate) fn all_empty() -> Vec<Finding> {
    let mut findings = all();
    for finding in &mut findings {
        finding.base.n = 0;
        match &mut finding.results {
            Results::Response(rates) => {
                rates.groups.clear();
                rates.dispositions.clear();
                rates.clusters = None;
                rates.total = ResponseRate {
                    contacted: 0,
                    returned: 0,
                    rate: None,
                };
            }
            Results::Frequencies(table) => {
                table.categories.clear();
                table.valid = 0.0;
            }
            Results::Battery(table) => {
                for item in &mut table.items {
                    item.n = 0;
                    item.shares.clear();
                    (item.top, item.mean) = (None, None);
                }
            }
            Results::Crosstab(table) => {
                table.rows.clear();
                table.columns.clear();
                table.row_shares.clear();
                table.chi_square = None;
            }
            Results::Profile(table) => {
                for mean in table.items.iter_mut().flat_map(|item| &mut item.means) {
                    mean.mean = None;
                }
            }
            Results::Multiple(table) => {
                table.answers.clear();
                table.total.shares_of_cases.clear();
                for group in &mut table.groups {
                    group.shares_of_cases.clear();
                }
            }
            Results::Descriptives(table) => {
                for row in &mut table.rows {
                    (row.mean, row.five_numbers) = (None, None);
                }
            }
            Results::Ranking(table) => table.items.clear(),
            Results::Clusters(tree) => {
                tree.groups.clear();
                tree.clusters.clear();
                tree.merges.clear();
                tree.correlations.clear();
            }
            Results::Change(statistics) => statistics.parts.clear(),
            _ => {}
        }
    }
    findings
}
