//! Groups and paired measurements as analyses: who is counted, what is undefined and why, which test is the main one.

use befund_survey::analysis::{AnalysisSpec, analyse};
use befund_survey::codebook::{Codebook, Level, ValueLabel};
use befund_survey::dataset::{CodeStore, Codes, Column, Dataset};
use befund_survey::finding::{Finding, Results};
use befund_survey::{Error, Figure, Sheet, Value, infer};

/// Columns by name, answers separated by blanks, `.` for none.
fn data(columns: &[(&str, &str)]) -> Dataset {
    let mut codebook = Codebook::default();
    let mut stored = Vec::new();
    for (name, answers) in columns {
        let mut dictionary: Vec<Value> = Vec::new();
        let mut codes = Vec::new();
        for text in answers.split_whitespace() {
            if text == "." {
                codes.push(0);
                continue;
            }
            let number = text.parse().map(Value::Number);
            let value = number.unwrap_or_else(|_| Value::from(text));
            let known = dictionary.iter().position(|known| *known == value);
            let at = known.unwrap_or(dictionary.len());
            if known.is_none() {
                dictionary.push(value);
            }
            codes.push(at as u8 + 1);
        }
        let column = Column::Codes(Codes::new(CodeStore::U8(codes), dictionary));
        codebook.variables.push(infer(name, &column));
        stored.push(column);
    }
    Dataset::new(
        "schools".to_owned(),
        "schools.csv".to_owned(),
        codebook,
        stored,
    )
    .unwrap()
}

fn run(data: &Dataset, spec: &str) -> Result<Finding, Error> {
    let spec: AnalysisSpec = serde_json::from_str(spec).unwrap();
    analyse(&spec, std::slice::from_ref(data))
}

fn figures(data: &Dataset, spec: &str) -> Sheet {
    let finding = run(data, spec).unwrap();
    finding.results.statistics().unwrap().parts[0]
        .figures
        .clone()
}

fn word<'a>(sheet: &'a Sheet, term: &str) -> &'a str {
    match sheet.get(&[term]) {
        Some(Figure::Word(word)) => word,
        other => panic!("{term}: {other:?}"),
    }
}

/// Whether answers to `x` and `y` are compared as two answers to one question.
fn is_paired(data: &Dataset) -> bool {
    let spec = r#"{"kind": "crosstab", "rows": "x", "columns": "y"}"#;
    let Results::Crosstab(table) = run(data, spec).unwrap().results else {
        panic!("a crosstab")
    };
    table.statistics.get(&["paired"]).is_some()
}

#[test]
fn answers_are_paired_where_both_questions_have_the_same_answers_only() {
    let waves = [("x", "1 1 2 2 3 3 1 2 3 1"), ("y", "1 2 2 3 3 1 1 2 2 2")];
    assert!(is_paired(&data(&waves)));
    // a party of seven is no answer to who was voted for
    let vote = ("x", "0 0 1 1 0 1 0 1 0 1");
    assert!(!is_paired(&data(&[vote, ("y", "0 1 2 3 4 5 6 6 0 5")])));
    assert!(is_paired(&data(&[vote, ("y", "0 1 0 1 9 1 0 0 0 1")])));
    // 1 and 2 of sex are not those of yes and no
    let labelled = |labels: [[&str; 2]; 2]| {
        let mut both = data(&[("x", "1 1 2 2 1 2 1 2"), ("y", "1 2 2 1 1 2 2 2")]);
        for (variable, labels) in both.codebook.variables.iter_mut().zip(labels) {
            variable.values = (1..)
                .zip(labels)
                .map(|(value, label)| ValueLabel {
                    value: value.into(),
                    label: label.into(),
                })
                .collect();
        }
        is_paired(&both)
    };
    assert!(labelled([["yes", "no"], ["yes", "no"]]));
    assert!(!labelled([["male", "female"], ["yes", "no"]]));
}

const BY_G: &str = r#"{"kind": "compare_groups", "variables": ["y"], "by": "g"}"#;

#[test]
fn a_table_of_counts_gives_what_its_rows_give() {
    let rows = data(&[
        ("g", "a a a a a b b b b c c c c"),
        ("y", "1 1 1 2 3 2 2 3 5 4 4 5 ."),
    ]);
    let counted = data(&[
        ("g", "a a a b b b c c c"),
        ("y", "1 2 3 2 3 5 4 5 ."),
        ("cases", "3 1 1 2 1 1 2 1 1"),
    ]);
    let with_counts =
        r#"{"kind": "compare_groups", "variables": ["y"], "by": "g", "frequency": "cases"}"#;
    assert_eq!(figures(&rows, BY_G), figures(&counted, with_counts));
    let finding = run(&counted, with_counts).unwrap();
    assert_eq!((finding.base.n, finding.base.smallest_n), (12, 12));

    let rows = data(&[("x", "1 1 1 2 5 3"), ("y", "2 2 2 2 1 .")]);
    let counted = data(&[("x", "1 2 5 3"), ("y", "2 2 1 ."), ("cases", "3 1 1 1")]);
    assert_eq!(
        figures(&rows, r#"{"kind": "paired", "variables": ["x", "y"]}"#),
        figures(
            &counted,
            r#"{"kind": "paired", "variables": ["x", "y"], "frequency": "cases"}"#
        )
    );
}

#[test]
fn stored_numbers_and_codes_are_the_same_answers() {
    let coded = data(&[("g", "a a a b b b b"), ("y", "1.5 2 . 4 3.25 3.25 8")]);
    let mut codebook = coded.codebook.clone();
    let numbers = Column::Numbers(vec![1.5, 2.0, f64::NAN, 4.0, 3.25, 3.25, 8.0].into());
    codebook.variables[1].level = coded.codebook.variables[1].level;
    let groups = Codes::new(
        CodeStore::U8(vec![1, 1, 1, 2, 2, 2, 2]),
        vec![Value::from("a"), Value::from("b")],
    );
    let stored = Dataset::new(
        "d".to_owned(),
        "d.csv".to_owned(),
        codebook,
        vec![Column::Codes(groups), numbers],
    )
    .unwrap();
    assert_eq!(figures(&coded, BY_G), figures(&stored, BY_G));
}

#[test]
fn ordered_answers_are_compared_by_ranks() {
    let mut table = data(&[
        ("g", "a a a a b b b b"),
        ("y", "1 2 2 3 3 4 5 5"),
        ("words", "low low high low high high high low"),
    ]);
    table.codebook.variables[1].level = Level::Scale;
    assert_eq!(word(&figures(&table, BY_G), "main_test"), "welch");
    table.codebook.variables[1].level = Level::Ordinal;
    let sheet = figures(&table, BY_G);
    assert_eq!(word(&sheet, "main_test"), "mann_whitney");
    assert!(sheet.number(&["mann_whitney", "exact_p_value"]).is_some());
    assert!(sheet.number(&["welch", "t"]).is_some());
    // words have ranks where they have an order, and nothing else
    let words = r#"{"kind": "compare_groups", "variables": ["words"], "by": "g"}"#;
    table.codebook.variables[2].level = Level::Nominal;
    assert!(matches!(run(&table, words), Err(Error::NotNumeric { .. })));
    table.codebook.variables[2].level = Level::Ordinal;
    let sheet = figures(&table, words);
    assert!(sheet.number(&["kruskal_wallis", "statistic"]).is_some());
    assert_eq!(sheet.get(&["anova"]), None);
}

#[test]
fn what_cannot_be_tested_says_why_and_the_rest_stands() {
    // a constant group, a single answer, a group without answers
    let table = data(&[("g", "a a a b c c c d"), ("y", "2 2 2 5 1 3 4 .")]);
    let sheet = figures(&table, BY_G);
    assert_eq!(word(&sheet, "main_test"), "kruskal_wallis");
    let Some(Figure::Undefined(reason)) = sheet.get(&["welch_anova"]) else {
        panic!("{sheet:?}");
    };
    assert!(reason.contains("group 1 has 1 answers"), "{reason}");
    assert!(sheet.number(&["anova", "f"]).is_some());
    let Some(Figure::Table(groups)) = sheet.get(&["groups"]) else {
        panic!("{sheet:?}");
    };
    assert_eq!(
        (
            groups.len(),
            groups[3].number(&["n"]),
            groups[3].number(&["missing"])
        ),
        (4, Some(0.0), Some(1.0))
    );
    // one group, all the same, nobody
    for (g, y) in [("a a a", "1 2 3"), ("a a b", "1 1 1"), ("a b .", "1 . 2")] {
        let sheet = figures(&data(&[("g", g), ("y", y)]), BY_G);
        let json = serde_json::to_string(&sheet).unwrap();
        assert!(!json.contains("NaN"), "{json}");
    }
    assert!(run(&data(&[("g", "a b"), ("y", ". .")]), BY_G).is_err());
    let same = figures(
        &data(&[("x", "1 2"), ("y", "1 2")]),
        r#"{"kind": "paired", "variables": ["x", "y"]}"#,
    );
    assert!(matches!(
        same.get(&["paired_t"]),
        Some(Figure::Undefined(_))
    ));
}

#[test]
fn sampling_weights_belong_to_another_kind() {
    let table = data(&[("g", "a a b b"), ("y", "1 2 3 4"), ("w", "1 2 1 2")]);
    let weighted = r#"{"kind": "compare_groups", "variables": ["y"], "by": "g", "weight": "w"}"#;
    let error = run(&table, weighted).unwrap_err();
    assert!(matches!(error, Error::NeedsEstimate { .. }) && error.to_string().contains("estimate"));
}

#[test]
fn comparisons_of_pairs_can_be_left_out() {
    let table = data(&[("g", "a a a b b b c c c"), ("y", "1 2 3 3 4 4 5 7 8")]);
    let sheet = figures(&table, BY_G);
    assert!(sheet.get(&["games_howell"]).is_some());
    let Some(Figure::Table(letters)) = sheet.get(&["larger_groups"]) else {
        panic!("{sheet:?}");
    };
    let larger = letters[2].get(&["larger_than"]);
    assert!(
        matches!(larger, Some(Figure::Label(label)) if label.value == Value::from("A B")),
        "{larger:?}"
    );
    let short = figures(
        &table,
        r#"{"kind": "compare_groups", "variables": ["y"], "by": "g", "pairs": false}"#,
    );
    assert_eq!(short.get(&["games_howell"]), None);
    assert_eq!(short.get(&["welch_anova"]), sheet.get(&["welch_anova"]));
}

#[test]
fn one_measurement_stands_against_a_value_and_three_against_each_other() {
    let table = data(&[("x", "3 4 5 6 ."), ("y", "1 2 3 4 5"), ("z", "2 2 4 5 6")]);
    let sheet = figures(
        &table,
        r#"{"kind": "paired", "variables": ["x"], "value": 2.5}"#,
    );
    assert_eq!(sheet.number(&["paired_t", "difference"]), Some(2.0));
    assert_eq!(sheet.number(&["n"]), Some(4.0));
    let sheet = figures(
        &table,
        r#"{"kind": "paired", "variables": ["x", "y", "z"]}"#,
    );
    assert_eq!(
        (sheet.number(&["n"]), sheet.number(&["incomplete"])),
        (Some(4.0), Some(1.0))
    );
    // by hand: ranks 3, 1, 2 in three rows and 3, 1.5, 1.5 in one: sums 12, 4.5, 7.5
    let statistic = sheet.number(&["friedman", "statistic"]).unwrap();
    assert!((statistic - 2.0 * 28.5 / 7.5).abs() < 1e-14, "{statistic}");
}

#[test]
fn answers_of_few_values_also_change_categories() {
    let table = data(&[("x", "1 1 1 1 2 2 2 1"), ("y", "2 2 2 1 2 1 2 2")]);
    let sheet = figures(&table, r#"{"kind": "paired", "variables": ["x", "y"]}"#);
    // 4 from 1 to 2, 1 back: (4 − 1)² / 5, and 2 (1 + 5) / 2⁵
    let found = |term| sheet.number(&["changes", "mcnemar", term]).unwrap();
    assert!((found("statistic") - 1.8).abs() < 1e-14);
    assert!((found("exact_p_value") - 0.375).abs() < 1e-14);
    let apart = data(&[("x", "1 1 2"), ("y", "7 8 9")]);
    let sheet = figures(&apart, r#"{"kind": "paired", "variables": ["x", "y"]}"#);
    assert_eq!(sheet.get(&["changes"]), None);
}
