//! Questions with several answers, however variables hold them.

use befund_survey::analysis::{AnalysisSpec, analyse, suggest};
use befund_survey::codebook::{
    Codebook, Level, Origin, Set, SetKind, UserMissing, ValueLabel, Variable,
};
use befund_survey::dataset::{CodeStore, Codes, Column, Dataset, Texts};
use befund_survey::finding::{Finding, MultipleTable, Note, Results};
use befund_survey::{Error, Language, Text, Value, infer};

/// Columns by name, answers separated by blanks, `.` for none.
fn data(id: &str, columns: &[(&str, &str)]) -> Dataset {
    let mut codebook = Codebook::default();
    let mut stored = Vec::new();
    for (name, answers) in columns {
        let mut dictionary: Vec<Value> = Vec::new();
        let codes = answers
            .split_whitespace()
            .map(|text| {
                if text == "." {
                    return 0;
                }
                let value = text
                    .parse()
                    .map_or_else(|_| Value::from(text), Value::Number);
                let at = dictionary
                    .iter()
                    .position(|known| *known == value)
                    .unwrap_or_else(|| {
                        dictionary.push(value);
                        dictionary.len() - 1
                    });
                at as u8 + 1
            })
            .collect();
        let column = Column::Codes(Codes::new(CodeStore::U8(codes), dictionary));
        codebook.variables.push(infer(name, &column));
        stored.push(column);
    }
    Dataset::new(id.to_owned(), format!("{id}.csv"), codebook, stored).unwrap()
}

fn run(data: &[Dataset], spec: &str) -> Result<Finding, Error> {
    let spec: AnalysisSpec = serde_json::from_str(spec).unwrap();
    analyse(&spec, data)
}

/// Up to three brands by code, 9 for none; two rows name one twice.
fn brands() -> Dataset {
    let mut brands = data(
        "brands",
        &[
            ("m1", "3 1 2 9 2 . 1 1"),
            ("m2", ". 2 2 . 3 . 1 3"),
            ("m3", ". 3 . . 1 . 3 ."),
            ("office", "a a b b b a b ."),
        ],
    );
    for variable in &mut brands.codebook.variables[..3] {
        variable.missing = vec![UserMissing {
            value: 9.into(),
            label: Text::default(),
        }];
        variable.values = vec![ValueLabel {
            value: 1.into(),
            label: "Alpha".into(),
        }];
    }
    brands
}

fn multiple(dataset: &[Dataset], spec: &str) -> MultipleTable {
    match run(dataset, spec).unwrap().results {
        Results::Multiple(table) => table,
        other => panic!("{other:?}"),
    }
}

#[test]
fn answers_by_order_of_mention_count_once_among_the_cases() {
    // with and without a word about the layout: the values tell
    for layout in [r#""layout": "categories", "#, ""] {
        let spec = format!(r#"{{"kind": "multiple", {layout}"items": ["m1", "m2", "m3"]}}"#);
        let finding = run(&[brands()], &spec).unwrap();
        let Results::Multiple(table) = &finding.results else {
            panic!("{finding:?}")
        };
        let labels: Vec<&str> = table
            .answers
            .iter()
            .map(|a| a.label.get(Language::En))
            .collect();
        assert_eq!(labels, ["Alpha", "2", "3"]);
        assert_eq!(table.answers[1].value, Some(2.into()));
        assert_eq!(table.total.n, 6);
        assert_eq!(table.total.counts, [4.0, 3.0, 5.0]);
        assert_eq!(table.total.mention_counts, [5.0, 4.0, 5.0]);
        assert_eq!(table.total.mentions, 14.0);
        assert_eq!(table.total.shares_of_mentions[0], 5.0 / 14.0);
        assert!(finding.notes.contains(&Note::RepeatedAnswers { rows: 2 }));
    }
    let by = multiple(
        &[brands()],
        r#"{"kind": "multiple", "items": ["m1", "m2", "m3"], "by": "office",
            "item_groups": [{"label": "others", "items": ["2", "3"]}]}"#,
    );
    assert_eq!(by.groups[0].counts, [1.0, 1.0, 2.0]);
    assert_eq!(by.groups[1].counts, [2.0, 2.0, 2.0]);
    assert_eq!(by.answer_groups[0].total.count, 5.0);
    // Alpha twice is one answer, not several
    let classes = multiple(
        &[brands()],
        r#"{"kind": "multiple", "items": ["m1", "m2"], "layout": "categories", "several": "several"}"#,
    );
    assert_eq!(classes.total.counts, [1.0, 1.0, 1.0, 3.0]);
}

#[test]
fn cells_with_several_answers_are_taken_apart() {
    let mut texts = Texts::default();
    for cell in ["bus; train", "bus", "", "train;bus;;walk", "2;bus", "k.A."] {
        texts.push(cell);
    }
    let mut why = Variable::new("why", Level::Nominal, Origin::Given);
    why.values = vec![ValueLabel {
        value: 2.into(),
        label: "By car".into(),
    }];
    why.missing = vec![UserMissing {
        value: "k.A.".into(),
        label: Text::default(),
    }];
    let mut codebook = Codebook {
        variables: vec![why],
        ..Codebook::default()
    };
    let columns = vec![Column::Texts(texts)];
    let made = |codebook: Codebook| {
        let file = "t.csv".to_owned();
        Dataset::new("t".to_owned(), file, codebook, columns.clone()).unwrap()
    };
    let spec = r#"{"kind": "multiple", "items": ["why"], "separator": ";"}"#;
    let table = multiple(&[made(codebook.clone())], spec);
    let labels: Vec<&str> = table
        .answers
        .iter()
        .map(|a| a.label.get(Language::En))
        .collect();
    assert_eq!(labels, ["By car", "bus", "train", "walk"]);
    assert_eq!(table.total.counts, [1.0, 4.0, 2.0, 1.0]);
    assert_eq!(table.total.answered, 4.0);
    assert_eq!(table.variables[0].name, "why");
    // the set of the codebook says the same
    codebook.sets.push(Set {
        name: "why".into(),
        kind: SetKind::Separated { separator: ';' },
        label: Text::default(),
        items: vec!["why".into()],
        counted: None,
        origin: Origin::Given,
    });
    let told = made(codebook);
    let again = multiple(
        std::slice::from_ref(&told),
        r#"{"kind": "multiple", "items": ["why"]}"#,
    );
    assert_eq!(again, table);
    let suggested = suggest(&told, &["why".to_owned()]).unwrap();
    assert_eq!(suggested[0].analysis.kind(), "multiple");
    assert_eq!(
        run(
            &[told],
            r#"{"kind": "multiple", "items": ["why"], "separator": ";", "mentioned": 1}"#
        )
        .unwrap_err(),
        Error::NotTogether {
            kind: "multiple".into(),
            first: "mentioned".into(),
            second: "separator".into()
        }
    );
}

#[test]
fn a_scale_with_labelled_ends_stands_in_order() {
    let mut scale = data("s", &[("q", "3 1 5 2 4")]);
    scale.codebook.variables[0].values = [(1, "low"), (5, "high")]
        .map(|(value, label)| ValueLabel {
            value: value.into(),
            label: label.into(),
        })
        .to_vec();
    let order = |scale: &Dataset| {
        let finding = run(
            std::slice::from_ref(scale),
            r#"{"kind": "frequencies", "variable": "q"}"#,
        );
        match finding.unwrap().results {
            Results::Frequencies(table) => table
                .categories
                .iter()
                .filter_map(|found| found.category.value.number())
                .collect::<Vec<f64>>(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(order(&scale), [1.0, 2.0, 3.0, 4.0, 5.0]);
    scale.codebook.variables[0].values.reverse();
    assert_eq!(order(&scale), [5.0, 4.0, 3.0, 2.0, 1.0]);
}
