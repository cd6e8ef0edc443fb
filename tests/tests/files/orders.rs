//! Orders of preference as PrefLib has them.

use std::fs;

use befund_engine::Engine;
use befund_engine::message::{Reply, Request};
use befund_survey::Language;
use befund_survey::analysis::{Analysis, AnalysisSpec, Frequencies};
use befund_survey::finding::Results;

use super::{describe, entries};

/// How many files of orders there are, all of which read as their manifest says or are refused as they must be.
const ORDERS: usize = 9;

#[test]
fn real_orders_read_as_independent_readers_read_them() {
    let entries = entries(&["soc", "soi", "toc", "toi"]);
    for entry in &entries {
        let (name, expected, path) = (&entry.name, &entry.expected, &entry.path);
        let mut engine = Engine::new();
        let file = path.to_string_lossy().into_owned();
        let bytes = fs::read(path).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let opened = engine.handle(
            Request::Open {
                name: file,
                bytes,
                options: Default::default(),
            },
            &mut |_| {},
        );
        let overview = match (opened, expected["opens"].as_bool().unwrap()) {
            (Reply::Opened(overview), true) => overview,
            (Reply::Failed(problem), false) => {
                let message = problem.message.get(Language::En);
                assert!(
                    message.contains(name.as_str()) && message.contains("line"),
                    "{message}"
                );
                continue;
            }
            (reply, _) => panic!("{name}: {reply:?}"),
        };
        let contradictions = ["header_contradiction", "header_contradiction_orders"];
        let contradicted = contradictions.iter().any(|key| !expected[key].is_null());
        assert_eq!(!overview.warnings.is_empty(), contradicted, "{name}");
        assert_eq!(overview.datasets[0].rows, expected["order_lines"], "{name}");
        assert_eq!(overview.analyses[0].analysis.kind(), "ranking", "{name}");
        for (number, voters) in expected["voters_by_first_choice"].as_object().unwrap() {
            let key = format!("# ALTERNATIVE NAME {number}: ");
            let label = text.lines().find_map(|line| line.strip_prefix(&key));
            let spec = AnalysisSpec::from(Analysis::Frequencies(Frequencies::of(
                label.unwrap().trim(),
            )));
            let Reply::Found(finding) = engine.handle(Request::Analyse { spec }, &mut |_| {})
            else {
                panic!("{name}: no ranks of {label:?}")
            };
            assert_eq!(finding.base.rows, expected["sum_of_counts"], "{name}");
            let Results::Frequencies(ranks) = &finding.results else {
                panic!("{name}: {:?}", finding.results)
            };
            let first = &ranks.categories[0];
            assert_eq!(first.category.value, 1.into(), "{name}: {label:?}");
            // who ties several has no single first choice
            if expected["orders_with_ties"] == 0 {
                assert_eq!(
                    first.share.count,
                    voters.as_f64().unwrap(),
                    "{name}: {label:?}"
                );
            }
        }
        let described = describe(path, Default::default()).unwrap();
        let names: Vec<&str> = described
            .columns
            .iter()
            .map(|column| column.variable.name.as_str())
            .collect();
        let alternatives = &names[..names.len() - 1];
        let first = expected["alternative_names"]["first"].as_array().unwrap();
        assert!(
            first
                .iter()
                .zip(alternatives)
                .all(|(expected, found)| expected == found),
            "{name}"
        );
        assert_eq!(
            expected["alternative_names"]["last"],
            alternatives[alternatives.len() - 1],
            "{name}"
        );
    }
    assert!(entries.is_empty() || entries.len() == ORDERS);
}
