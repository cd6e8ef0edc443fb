//! What the tables and sentences of a consensus say, and what they do not claim.

mod sample;

use befund_report::{Table, sentence, table};
use befund_survey::Language::{De, En};
use befund_survey::finding::{Finding, Results};
use serde_json::{Value, json};

/// The sample with another certificate.
fn certified(kemeny: &Value) -> Finding {
    sample::with_figures(&sample::consensus(6, 0), |figures| {
        for (name, value) in kemeny.as_object().unwrap() {
            figures["kemeny"][name] = value.clone();
        }
    })
}

fn said(finding: &Finding) -> [String; 2] {
    [De, En].map(|language| sentence(finding, language).unwrap())
}

#[track_caller]
fn says(finding: &Finding, de: &str, en: &str) {
    let [german, english] = said(finding);
    assert!(german.contains(de), "{german}");
    assert!(english.contains(en), "{english}");
}

#[test]
fn the_leader_and_how_sure_it_is() {
    let finding = sample::consensus(22, 0);
    says(
        &finding,
        "In der gemeinsamen Rangfolge liegt „Personalknappheit“ vor „Knappheit zeitlicher Ressourcen“ und „Fehlen einer gesamtstädtischen Strategie zur Zusammenarbeit“ und gewinnt auch jeden einzelnen Vergleich.",
        "In the consensus order, “Shortage of staff” comes before “Shortage of time” and “Lack of a city-wide strategy for cooperation” and also wins every single comparison.",
    );
    says(
        &finding,
        "mit 95\u{202F}% Sicherheit auf Rang 1 bis 2 und gehört mit einer Wahrscheinlichkeit von über 99\u{202F}% zu den ersten fünf.",
        "has rank 1 to 2 with 95% confidence and is among the first five with a probability of more than 99%.",
    );
    says(
        &finding,
        "Die Rangfolgen der 95 Ämter stimmen mäßig überein (Kendalls W = 0,31; p < 0,001).",
        "The rankings of the 95 offices agree moderately (Kendall’s W = 0.31; p < 0.001).",
    );
    let without = sample::with_figures(&finding, |figures| {
        figures["condorcet"]["winner"] = Value::Null;
        figures["condorcet"]["transitive"] = json!(false);
        figures["condorcet"]["smith_set"] = json!(["hm0", "hm1", "hm2"]);
        figures["kendall_w"]["p_value"] = json!(0.3);
    });
    says(
        &without,
        "Einen klaren Sieger gibt es nicht: Unter drei",
        "There is no clear winner: among three",
    );
    assert!(!said(&without)[0].contains("gewinnt"));
    says(
        &without,
        "ist nicht gesichert (Kendalls W",
        "is not certain (Kendall’s W",
    );
}

#[test]
fn only_what_is_proven_is_called_proven() {
    let unique = certified(&json!({ "unique": true, "n_optimal": 1.0 }));
    says(
        &unique,
        "das ist bewiesen, und keine andere ist ebenso gut.",
        "this is proven, and no other order is as good.",
    );
    let several = certified(&json!({}));
    says(
        &several,
        "das ist bewiesen, aber insgesamt 4 Rangfolgen sind gleich gut.",
        "this is proven, but 4 orders are equally good.",
    );
    let many = certified(&json!({ "n_optimal": null }));
    says(
        &many,
        "das ist bewiesen, aber sie ist nicht die einzige.",
        "this is proven, but it is not the only one.",
    );
    let open = certified(&json!({ "unique": null, "n_optimal": null }));
    says(
        &open,
        "; ob eine andere ebenso gut ist, ist offen.",
        "; whether another order is as good is open.",
    );
    let unproven = certified(
        &json!({ "proven": false, "unique": null, "n_optimal": null, "score": 1020.0, "lower_bound": 1000.0 }),
    );
    says(
        &unproven,
        "dass es keine bessere gibt, ist nicht bewiesen. Weniger als 1.000 Widersprüche sind unmöglich; der Abstand zum Optimum beträgt höchstens 2,0\u{202F}%.",
        "that there is no better one is not proven. Fewer than 1,000 disagreements are impossible, so the gap to the optimum is at most 2.0%.",
    );
    for (finding, proven) in [(&unproven, false), (&several, true)] {
        let footers: Vec<String> = tables(finding)
            .into_iter()
            .flat_map(|table| table.footers)
            .collect();
        assert_eq!(
            footers
                .iter()
                .any(|footer| footer.contains("das ist bewiesen")),
            proven,
            "{footers:?}"
        );
    }
}

/// Where optimal orders disagree on the first place, nobody is called the first, in words or by a bootstrap.
#[test]
fn a_shared_first_place_is_nobodys() {
    let finding = sample::with_figures(&sample::consensus(22, 4), |figures| {
        let last = figures["kemeny"]["order"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| (name.as_str().unwrap().to_owned(), json!(22.0)))
            .collect();
        figures["kemeny"]["last_rank"] = Value::Object(last);
        figures["kemeny"]["unique"] = json!(false);
    });
    let [words, _] = said(&finding);
    assert!(!words.contains("liegt „"), "{words}");
    assert!(!words.contains("Bootstrap"), "{words}");
    assert!(words.contains("das ist bewiesen, aber"), "{words}");
}

#[test]
fn methods_and_groups_that_differ_are_named() {
    let finding = sample::consensus(22, 4);
    says(
        &finding,
        "Die Gruppen sortieren verschieden (p = 0,013), am stärksten bei „",
        "The groups rank differently (p = 0.013), most of all on “",
    );
    let alike = sample::with_figures(&finding, |figures| {
        figures["groups"]["permutation_test"]["p_value"] = json!(0.4);
        let kemeny = figures["methods"]["kemeny"].clone();
        figures["methods"] = json!({ "kemeny": kemeny, "borda": kemeny });
    });
    says(
        &alike,
        "Dass die Gruppen verschieden sortieren, ist nicht gesichert (p = 0,400).",
        "That the groups rank differently is not certain (p = 0.400).",
    );
    says(
        &alike,
        "Andere Verfahren kommen fast zur selben Rangfolge.",
        "Other methods come to nearly the same order.",
    );
}

fn tables(finding: &Finding) -> Vec<Table> {
    let mut first = table(finding, De);
    let more = std::mem::take(&mut first.more);
    std::iter::once(first).chain(more).collect()
}

#[test]
fn every_object_has_its_row_in_consensus_order() {
    let finding = sample::consensus(6, 2);
    let tables = tables(&finding);
    let shown = |caption: &str| -> Vec<Vec<String>> {
        let table = tables.iter().find(|table| table.caption == caption);
        let table = table.unwrap_or_else(|| {
            panic!(
                "{caption}: {:?}",
                tables
                    .iter()
                    .map(|table| &table.caption)
                    .collect::<Vec<_>>()
            )
        });
        table
            .rows
            .iter()
            .map(|row| {
                row.cells
                    .iter()
                    .map(|cell| cell.shown().to_owned())
                    .collect()
            })
            .collect()
    };
    let order = shown("Gemeinsame Rangfolge (Kemeny)");
    assert_eq!(order.len(), 6);
    assert_eq!(order[0][..3], ["Personalknappheit", "1", "1 – 3"]);
    let Results::Ranking(results) = &finding.results else {
        unreachable!()
    };
    let wins = results
        .statistics
        .number(&["pairwise", "hm0", "hm1"])
        .unwrap();
    let pairs = shown("So viele setzen die Zeile vor die Spalte");
    assert_eq!(
        pairs[0][..3],
        ["1\u{A0}\u{A0}Personalknappheit", "", &wins.to_string()]
    );
    let methods = shown("Ränge nach Verfahren");
    assert_eq!((methods.len(), methods[0].len()), (6, 9));
    let groups = shown("Gruppen: Rangfolge der Gruppe: Ränge");
    assert_eq!((groups.len(), groups[0].len()), (6, 3));
    // no order of names, no name of a variable, no list of lists
    for table in &tables {
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            assert!(
                !cell.shown().contains("hm1"),
                "{}: {}",
                table.caption,
                cell.shown()
            );
        }
    }
}
