//! Records counted by record and by case: base line, table, sentence, chart and notes.

mod sample;

use befund_report::{base_line, chart, note, sentence, table};
use befund_survey::Language::{De, En};
use befund_survey::finding::*;
use befund_survey::{Sheet, Text};

fn cases() -> RecordsOfCases {
    RecordsOfCases {
        variables: vec![sample::item("id", sample::both("Amt", "office"))],
        n: 70,
        weighted_n: 70.0,
        records: 98,
        most_records: 4,
        without_case: 0,
    }
}

fn dependent() -> Note {
    Note::DependentRecords {
        records: 98,
        cases: 70,
        most: 4,
    }
}

/// 98 records of 70 cases: 62 and 36 records, of 50 and 30 cases.
fn frequencies() -> Finding {
    let mut finding = sample::frequencies(None);
    finding.base.cases = Some(70);
    finding.base.unit = Text::default();
    if let Results::Frequencies(table) = &mut finding.results {
        let share = |count: f64| Share {
            count,
            share: Some(count / 70.0),
        };
        table.cases = Some(FrequenciesByCase {
            records: cases(),
            shares: vec![share(50.0), share(30.0)],
        });
    }
    finding
}

fn crosstab(p: Option<f64>) -> Finding {
    let mut finding = sample::crosstab(None);
    finding.base.cases = Some(70);
    finding.notes = vec![dependent()];
    if let Results::Crosstab(table) = &mut finding.results {
        let rows = table.rows.len();
        let mut counts = vec![vec![10.0, 5.0]; rows];
        counts[0] = vec![12.0, 0.0];
        table.cases = Some(CrosstabByCase {
            records: cases(),
            row_totals: counts.iter().map(|row| row[0]).collect(),
            row_shares: counts
                .iter()
                .map(|row| vec![1.0, row[1] / row[0]])
                .collect(),
            column_totals: vec![52.0, 20.0],
            column_shares: counts
                .iter()
                .map(|row| vec![row[0] / 52.0, row[1] / 20.0])
                .collect(),
            total_shares: vec![52.0 / 70.0, 20.0 / 70.0],
            counts,
        });
        if let Some(p) = p {
            let mut test = Sheet::new();
            test.put("statistic", 5.5)
                .put("df1", 3.6)
                .put("df2", 180.25)
                .put("p_value", p);
            table.statistics.put("rao_scott", test);
        }
    }
    finding
}

#[test]
fn the_base_line_counts_records_and_cases() {
    let finding = frequencies();
    let line = base_line(&finding, De);
    assert!(line.starts_with("Basis: 98"), "{line}");
    assert!(
        line.contains(" Einträge") && !line.contains("Basis: 98 Fälle"),
        "{line}"
    );
    assert!(
        line.contains("Fälle mit mindestens einem gültigen Eintrag: 70"),
        "{line}"
    );
    assert!(base_line(&finding, En).contains("cases with at least one valid record: 70"));
}

#[test]
fn the_table_has_both_counts_and_both_bases() {
    let text = table(&frequencies(), De).text();
    for head in ["Einträge", "% der Einträge", "Fälle", "% der Fälle"] {
        assert!(text.contains(head), "{head}: {text}");
    }
    let line = |begins: &str| -> Vec<String> {
        let line = text.lines().find(|line| line.starts_with(begins)).unwrap();
        line.split_whitespace().map(str::to_owned).collect()
    };
    let first = line("zunehmen");
    assert_eq!(first[1..3], ["62", "63,3"]);
    assert_eq!(first[first.len() - 2..], ["50", "71,4"]);
    let total = line("Gültige");
    assert_eq!(total[2..], ["98", "100,0", "70", "100,0"]);
}

#[test]
fn the_sentence_says_how_many_cases_have_one() {
    let finding = frequencies();
    let text = sentence(&finding, De).unwrap();
    assert_eq!(
        text,
        "Auf „zunehmen“ entfallen 63,3\u{202f}% der 98 Einträge; mindestens einen solchen Eintrag haben 71,4\u{202f}% der 70 Fälle."
    );
    assert!(
        sentence(&finding, En)
            .unwrap()
            .contains("71.4% of the 70 cases have at least one such record")
    );
    let drawn = format!("{:?}", chart(&finding, De).unwrap().plot);
    assert!(
        drawn.contains("Anteil der Fälle") && drawn.contains("71,4"),
        "{drawn}"
    );
}

#[test]
fn the_test_of_dependent_records_is_that_of_their_cases() {
    let finding = crosstab(Some(0.2));
    let text = sentence(&finding, De).unwrap();
    assert!(
        text.contains(
            "kein statistisch signifikanter Zusammenhang (F(3,6; 180,25) = 5,50; p = 0,200"
        ),
        "{text}"
    );
    assert!(text.contains("mit den Fällen als Klumpen"), "{text}");
    let table = table(&finding, De);
    assert!(
        table
            .footers
            .join(" ")
            .contains("Verlässlich ist hier der Test von Rao und Scott")
    );
    let by_case = &table.more[0];
    assert_eq!(by_case.caption, "Nach Fällen gezählt");
    assert!(by_case.text().contains("ein Fall") || by_case.footers[0].contains("Ein Fall kann"));
    assert!(
        sentence(&crosstab(Some(0.01)), En)
            .unwrap()
            .contains("with cases as clusters")
    );
    // without such a test none may be claimed
    let none = sentence(&crosstab(None), De).unwrap();
    assert!(
        none.contains("nicht verlässlich, weil mehrere Einträge zu einem Fall gehören"),
        "{none}"
    );
}

#[test]
fn notes_say_how_many_records_a_case_has() {
    let text = note(&dependent(), De);
    assert!(
        text.contains("im Mittel 1,4 je Fall, höchstens 4"),
        "{text}"
    );
    let text = note(&Note::WithoutCase { records: 3 }, En);
    assert!(
        text.contains("3. They count as records, but for no case"),
        "{text}"
    );
    let uneven = Note::UnevenCaseWeights {
        cases: 2,
        weight: "w".to_owned(),
    };
    assert!(note(&uneven, De).contains("„w“"));
}
