//! Datasets made of others: waves side by side, waves below each other, records by their cases.

use befund_survey::codebook::{Codebook, Level, Origin, Set, SetKind, ValueLabel};
use befund_survey::combine::{Combine, CombineNote, Combined, CombinedSpec};
use befund_survey::dataset::{CodeStore, Codes, Column, Dataset, Numbers, Texts, Written};
use befund_survey::{Error, Value, infer};

fn texts(answers: &[&str]) -> Column {
    let mut texts = Texts::default();
    answers.iter().for_each(|answer| texts.push(answer));
    Column::Texts(texts)
}

fn numbers(values: &[f64]) -> Column {
    Column::Numbers(values.to_vec().into())
}

fn codes(codes: &[u8], dictionary: &[&str]) -> Column {
    let dictionary = dictionary.iter().map(|text| Value::from(*text)).collect();
    Column::Codes(Codes::new(CodeStore::U8(codes.to_vec()), dictionary))
}

fn dataset(id: &str, columns: Vec<(&str, Level, Column)>) -> Dataset {
    let mut codebook = Codebook::default();
    let mut data = Vec::new();
    for (name, level, column) in columns {
        let mut variable = infer(name, &column);
        variable.level = level;
        codebook.variables.push(variable);
        data.push(column);
    }
    Dataset::new(id.into(), format!("{id}.csv"), codebook, data).unwrap()
}

fn make(combine: Combine, datasets: &[Dataset]) -> Result<Combined, Error> {
    let spec = CombinedSpec {
        id: "made".into(),
        title: "".into(),
        unit: "".into(),
        combine,
    };
    spec.make(datasets)
}

fn shown(data: &Dataset, name: &str) -> Vec<String> {
    let (_, column) = data
        .variable(name)
        .unwrap_or_else(|| panic!("{name} in {:?}", names(data)));
    let value = |row| {
        column
            .value(row)
            .map_or("-".into(), |value: Value| value.to_string())
    };
    (0..data.rows()).map(value).collect()
}

fn names(data: &Dataset) -> Vec<&str> {
    data.codebook
        .variables
        .iter()
        .map(|variable| variable.name.as_str())
        .collect()
}

fn list(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// Municipality and office name a case: neither does alone.
fn waves() -> Vec<Dataset> {
    let first = dataset(
        "w1",
        vec![
            ("city", Level::Nominal, texts(&["Ulm", "Ulm", "Jena", ""])),
            ("office", Level::Nominal, numbers(&[1.0, 2.0, 1.0, 1.0])),
            ("q", Level::Ordinal, numbers(&[4.0, 3.0, 2.0, 1.0])),
        ],
    );
    let mut second = dataset(
        "w2",
        vec![
            ("q", Level::Ordinal, numbers(&[2.0, f64::NAN, 5.0])),
            ("office", Level::Nominal, numbers(&[1.0, 2.0, 1.0])),
            ("city", Level::Nominal, texts(&["Jena", "Ulm", "Bonn"])),
        ],
    );
    second.codebook.sets.push(Set {
        name: "b".into(),
        kind: SetKind::Battery,
        label: "".into(),
        items: vec!["q".into()],
        counted: None,
        origin: Origin::Given,
    });
    vec![first, second]
}

#[test]
fn waves_stand_side_by_side() {
    let key = list(&["city", "office"]);
    let made = make(
        Combine::Link {
            waves: list(&["w1", "w2"]),
            key,
        },
        &waves(),
    )
    .unwrap();
    let data = &made.dataset;
    assert_eq!(
        names(data),
        ["city", "office", "in_w1", "in_w2", "q@w1", "q@w2"]
    );
    assert_eq!(shown(data, "city"), ["Ulm", "Ulm", "Jena", "Bonn"]);
    assert_eq!(shown(data, "office"), ["1", "2", "1", "1"]);
    assert_eq!(shown(data, "in_w1"), ["1", "1", "1", "0"]);
    assert_eq!(shown(data, "in_w2"), ["0", "1", "1", "1"]);
    assert_eq!(shown(data, "q@w1"), ["4", "3", "2", "-"]);
    assert_eq!(shown(data, "q@w2"), ["-", "-", "2", "5"]);
    assert_eq!(data.codebook.sets[0].items, ["q@w2"]);
    let without = CombineNote::WithoutKey {
        data: "w1".into(),
        rows: 1,
    };
    assert_eq!(made.notes, [without]);
}

#[test]
fn a_key_that_is_none_says_so() {
    let link = |key| {
        make(
            Combine::Link {
                waves: list(&["w1", "w2"]),
                key,
            },
            &waves(),
        )
    };
    match link(list(&["office"])) {
        Err(Error::RepeatedKey {
            data,
            key,
            first,
            second,
        }) => {
            assert_eq!(
                (data.as_str(), key.as_str(), first, second),
                ("w1", "1", 1, 3)
            );
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(link(vec![]), Err(Error::NoKey { .. })));
    assert!(matches!(
        link(list(&["town"])),
        Err(Error::UnknownVariable { .. })
    ));
    let alone = make(
        Combine::Link {
            waves: list(&["w1"]),
            key: list(&["q"]),
        },
        &waves(),
    );
    assert!(matches!(alone, Err(Error::TooFew { .. })));
    let none = make(
        Combine::Stack {
            datasets: list(&["w1", "w9"]),
            source: "wave".into(),
        },
        &waves(),
    );
    assert!(matches!(none, Err(Error::UnknownDataset { .. })));
}

#[test]
fn waves_stand_below_each_other() {
    let mut first = dataset(
        "w1",
        vec![
            ("a", Level::Nominal, codes(&[1, 2, 0], &["yes", "no"])),
            (
                "x",
                Level::Scale,
                Column::Numbers(Numbers::new(vec![0.1, 0.2, 0.3], Written::Decimals(1))),
            ),
        ],
    );
    let label = |value: &str, label: &str| ValueLabel {
        value: value.into(),
        label: label.into(),
    };
    first.codebook.variables[0].values = vec![label("yes", "Yes!")];
    let mut second = dataset(
        "w2",
        vec![
            (
                "x",
                Level::Scale,
                Column::Numbers(Numbers::new(vec![0.25], Written::Decimals(2))),
            ),
            ("a", Level::Nominal, codes(&[1], &["perhaps"])),
            ("new", Level::Text, texts(&["words"])),
        ],
    );
    second.codebook.variables[1].values = vec![label("yes", "Oh yes"), label("perhaps", "Perhaps")];
    let made = make(
        Combine::Stack {
            datasets: list(&["w1", "w2"]),
            source: "wave".into(),
        },
        &[first, second],
    )
    .unwrap();
    let data = &made.dataset;
    assert_eq!(names(data), ["wave", "a", "x", "new"]);
    assert_eq!(shown(data, "wave"), ["w1", "w1", "w1", "w2"]);
    assert_eq!(shown(data, "a"), ["yes", "no", "-", "perhaps"]);
    assert_eq!(shown(data, "x"), ["0.1", "0.2", "0.3", "0.25"]);
    assert_eq!(shown(data, "new"), ["-", "-", "-", "words"]);
    let Some((_, Column::Numbers(x))) = data.variable("x") else {
        panic!("numbers")
    };
    assert_eq!(*x.written(), Written::Decimals(2));
    assert_eq!(data.variable("a").unwrap().0.values.len(), 2);
    assert_eq!(
        made.notes,
        [
            CombineNote::OtherLabels {
                variable: "a".into(),
                data: "w2".into()
            },
            CombineNote::Absent {
                variable: "new".into(),
                datasets: vec!["w1".into()]
            },
        ]
    );
}

#[test]
fn records_become_cases() {
    let measures = dataset(
        "measures",
        vec![
            (
                "office",
                Level::Identifier,
                texts(&["A", "B", "A", "A", "B", ""]),
            ),
            (
                "kind",
                Level::Nominal,
                codes(&[1, 2, 2, 0, 2, 1], &["talk", "walk"]),
            ),
            (
                "state",
                Level::Nominal,
                codes(&[1, 2, 0, 1, 2, 2], &["HE", "BY"]),
            ),
            (
                "open",
                Level::Nominal,
                numbers(&[0.0, 0.0, 1.0, 0.0, 0.0, 1.0]),
            ),
            (
                "cost",
                Level::Scale,
                numbers(&[1.0, 7.0, 2.0, f64::NAN, 8.0, 9.0]),
            ),
        ],
    );
    let made = make(
        Combine::Collapse {
            records: "measures".into(),
            key: list(&["office"]),
        },
        &[measures],
    )
    .unwrap();
    let data = &made.dataset;
    assert_eq!(
        names(data),
        [
            "records",
            "office",
            "kind=talk",
            "kind=walk",
            "state",
            "open",
            "cost"
        ]
    );
    assert_eq!(shown(data, "records"), ["3", "2"]);
    assert_eq!(shown(data, "office"), ["A", "B"]);
    assert_eq!(shown(data, "kind=talk"), ["1", "0"]);
    assert_eq!(shown(data, "kind=walk"), ["1", "1"]);
    assert_eq!(shown(data, "state"), ["HE", "BY"]);
    assert_eq!(shown(data, "open"), ["1", "0"]);
    assert_eq!(shown(data, "cost"), ["1.5", "7.5"]);
    let sets: Vec<(&str, usize)> = data
        .codebook
        .sets
        .iter()
        .map(|set| (set.name.as_str(), set.items.len()))
        .collect();
    assert_eq!(sets, [("kind", 2)]);
    assert_eq!(
        made.notes,
        [CombineNote::WithoutKey {
            data: "measures".into(),
            rows: 1
        }]
    );
}
