//! From ballots to a file, to the engine, to JSON.

use std::fmt::Write;

use befund_engine::Engine;
use befund_engine::message::{Reply, Request};
use befund_survey::Language;
use befund_survey::analysis::AnalysisSpec;
use serde_json::{Value as Json, json};

use crate::instance::Instance;

/// How a file holds ballots.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Layout {
    /// One column per item with its rank.
    ByItem,
    /// One column per rank with its item.
    ByRank,
}

/// The results of a ranking analysis of the ballots, with further fields.
pub fn ask(instance: &Instance, unranked: &str, layout: Layout, fields: &[(&str, Json)]) -> Json {
    let (csv, columns) = file(instance, layout);
    let mut spec = json!({"kind": "ranking", "unranked": unranked});
    let field = match layout {
        Layout::ByItem => "items",
        Layout::ByRank => "ranks",
    };
    spec[field] = json!(columns);
    if instance.weighted() {
        spec["weight"] = json!("weight");
    }
    for (name, value) in fields {
        spec[*name] = value.clone();
    }
    results(csv, spec)
}

/// The results of an analysis of a file.
pub fn results(csv: String, spec: Json) -> Json {
    let mut engine = Engine::new();
    let opened = engine.handle(
        Request::Open {
            name: "ballots.csv".to_owned(),
            bytes: csv.into_bytes(),
            options: Default::default(),
        },
        &mut |_| {},
    );
    assert!(matches!(opened, Reply::Opened(_)), "{opened:?}");
    let analysis: AnalysisSpec = serde_json::from_value(spec).unwrap();
    match engine.handle(Request::Analyse { spec: analysis }, &mut |_| {}) {
        Reply::Found(finding) => befund_report::json(&finding, Language::En)["results"].take(),
        reply => panic!("{reply:?}"),
    }
}

fn file(instance: &Instance, layout: Layout) -> (String, Vec<String>) {
    let names = instance.names();
    let longest = |ballot: &crate::instance::Ballot| ballot.buckets.len();
    let columns = match layout {
        Layout::ByItem => names.clone(),
        Layout::ByRank => (1..=instance.ballots.iter().map(longest).max().unwrap_or(0))
            .map(|rank| format!("rank{rank}"))
            .collect(),
    };
    let mut csv = format!("id,{},weight,group\n", columns.join(","));
    for (row, ballot) in instance.ballots.iter().enumerate() {
        let _ = write!(csv, "r{row}");
        match layout {
            Layout::ByItem => {
                for item in 0..instance.items {
                    let holds = |bucket: &Vec<usize>| bucket.contains(&item);
                    let _ = match ballot.buckets.iter().position(holds) {
                        // every third ballot counts its ranks with gaps
                        Some(place) if row % 3 == 2 => write!(csv, ",{}", 2 + 3 * place),
                        Some(place) => write!(csv, ",{}", 1 + place),
                        None => write!(csv, ","),
                    };
                }
            }
            Layout::ByRank => {
                for place in 0..columns.len() {
                    let _ = match ballot.buckets.get(place) {
                        Some(bucket) => write!(csv, ",{}", names[bucket[0]]),
                        None => write!(csv, ","),
                    };
                }
            }
        }
        let group = instance.groups.get(row).copied().unwrap_or_default();
        let _ = writeln!(csv, ",{},g{group}", ballot.weight);
    }
    (csv, columns)
}
