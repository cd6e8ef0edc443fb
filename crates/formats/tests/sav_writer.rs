//! What is written as SAV comes back, and what SPSS cannot hold is said.

use befund_formats::write::{WritingNote, sav};
use befund_formats::{FileReader, Reading};
use befund_survey::codebook::{
    Codebook, Level, MissingRange, Origin, Role, RoleKind, Set, SetKind, Temporal, UserMissing,
    ValueLabel, Variable,
};
use befund_survey::dataset::{CodeStore, Codes, Column, Dataset, Numbers, Texts, Written};
use befund_survey::{Language, Text, Value};

fn read(bytes: &[u8]) -> Reading {
    let mut reader = FileReader::new("data.sav", Default::default());
    bytes
        .chunks(333)
        .for_each(|slice| reader.feed(slice).unwrap());
    reader.finish().unwrap()
}

fn variable(name: &str, level: Level) -> Variable {
    let mut variable = Variable::new(name, level, Origin::Given);
    variable.label = Text::Plain(format!("Frage zu {name}?"));
    variable
}

fn labels<V: Into<Value>>(labels: impl IntoIterator<Item = (V, &'static str)>) -> Vec<ValueLabel> {
    let label = |(value, label): (V, &str)| ValueLabel {
        value: value.into(),
        label: Text::from(label),
    };
    labels.into_iter().map(label).collect()
}

fn missing(value: impl Into<Value>, label: &str) -> UserMissing {
    UserMissing {
        value: value.into(),
        label: Text::from(label),
    }
}

fn coded(codes: Vec<u8>, dictionary: Vec<Value>) -> Column {
    let is_number = dictionary.iter().all(|value| value.number().is_some());
    let codes = Codes::new(CodeStore::U8(codes), dictionary);
    Column::Codes(if is_number {
        codes.with_written(Written::Decimals(0))
    } else {
        codes
    })
}

fn texts(texts: &[&str]) -> Column {
    let mut column = Texts::default();
    texts.iter().for_each(|text| column.push(text));
    Column::Texts(column)
}

/// Everything that a dataset can say and SPSS can hold.
fn dataset() -> Dataset {
    let mut variables = Vec::new();
    let mut columns = Vec::new();
    let mut add = |variable: Variable, column: Column| {
        variables.push(variable);
        columns.push(column);
    };
    let agree = labels([
        (1, "stimme zu"),
        (2, "teils, teils"),
        (3, "stimme nicht zu"),
        (-9, "weiß nicht"),
    ]);
    for name in ["q1", "q2_mit_langem_namen"] {
        let mut item = variable(name, Level::Ordinal);
        item.values = agree.clone();
        item.missing = vec![missing(-9, "weiß nicht")];
        item.missing_ranges = vec![MissingRange {
            from: Some(97.0),
            to: None,
        }];
        item.decimals = Some(0);
        add(
            item,
            coded(
                vec![1, 2, 0, 3, 4],
                [-9, 1, 2, 98].map(Value::from).to_vec(),
            ),
        );
    }
    for name in ["m1", "m2"] {
        let mut item = variable(name, Level::Nominal);
        item.values = labels([(0, "nicht genannt"), (1, "genannt")]);
        item.decimals = Some(0);
        add(
            item,
            coded(vec![1, 2, 0, 2, 1], [0, 1].map(Value::from).to_vec()),
        );
    }
    let mut weight = variable("gewicht", Level::Scale);
    weight.decimals = Some(3);
    add(weight, {
        // many different ones, so that they stay numbers
        let dictionary = [0.125, 0.5, 1.0, 1234567.5].map(Value::from).to_vec();
        Column::Codes(
            Codes::new(CodeStore::U8(vec![1, 2, 3, 4, 1]), dictionary)
                .with_written(Written::Decimals(3)),
        )
    });
    let mut day = variable("tag", Level::Date);
    day.temporal = Some(Temporal::Date);
    day.missing = vec![missing(-141_428, "")];
    add(
        day,
        coded(
            vec![1, 2, 3, 0, 2],
            [-141_428, 0, 20_779].map(Value::from).to_vec(),
        ),
    );
    let mut moment = variable("zeitpunkt", Level::Date);
    moment.temporal = Some(Temporal::DateTime);
    add(
        moment,
        coded(
            vec![1, 0, 0, 0, 2],
            [-1, 1_795_000_000].map(Value::from).to_vec(),
        ),
    );
    let mut time = variable("dauer", Level::Scale);
    time.temporal = Some(Temporal::Time);
    add(
        time,
        coded(vec![1, 0, 0, 0, 2], [59, 93_784].map(Value::from).to_vec()),
    );
    let mut sex = variable("geschlecht", Level::Nominal);
    sex.values = labels([("w", "weiblich"), ("m", "männlich")]);
    sex.missing = vec![missing("x", "")];
    add(
        sex,
        coded(
            vec![1, 2, 3, 0, 1],
            ["w", "m", "x"].map(Value::from).to_vec(),
        ),
    );
    let mut place = variable("ort", Level::Nominal);
    place.values = labels([("Bad Tölz-Wolfratshausen", "Oberbayern")]);
    place.missing = vec![missing("k. A.", "")];
    add(
        place,
        coded(
            vec![1, 2, 3, 0, 1],
            ["Bad Tölz-Wolfratshausen", "k. A.", "Köln"]
                .map(Value::from)
                .to_vec(),
        ),
    );
    let dataset = |sets, roles| Codebook {
        variables: variables.clone(),
        sets,
        roles,
    };
    let set = |name: &str, kind, label: &str, items: [&str; 2], counted| Set {
        name: name.to_owned(),
        kind,
        label: Text::from(label),
        items: items.map(str::to_owned).to_vec(),
        counted,
        origin: Origin::Given,
    };
    let codebook = dataset(
        vec![
            set(
                "Medien",
                SetKind::Multiple,
                "Welche Medien?",
                ["m1", "m2"],
                Some(1.into()),
            ),
            set(
                "Wahl",
                SetKind::Categories,
                "Erste und zweite Wahl",
                ["q1", "q2_mit_langem_namen"],
                None,
            ),
            set(
                "Haltung",
                SetKind::Battery,
                "Haltung",
                ["q1", "q2_mit_langem_namen"],
                None,
            ),
        ],
        vec![
            Role {
                kind: RoleKind::Weight,
                variable: "gewicht".into(),
                origin: Origin::Given,
            },
            Role {
                kind: RoleKind::Group,
                variable: "ort".into(),
                origin: Origin::Given,
            },
        ],
    );
    let mut data = Dataset::new("data".into(), "data.sav".into(), codebook, columns).unwrap();
    data.title = Text::from("Befragung der Ämter 2026");
    data
}

#[test]
fn what_is_written_is_read_again() {
    let data = dataset();
    let export = sav(&data, Language::De).unwrap();
    assert_eq!(export.notes, []);
    let reading = read(&export.bytes);
    let warnings: Vec<_> = reading
        .notes
        .iter()
        .filter(|note| note.is_warning())
        .collect();
    assert!(warnings.is_empty(), "{warnings:?}");
    for (found, expected) in reading
        .dataset
        .codebook
        .variables
        .iter()
        .zip(&data.codebook.variables)
    {
        assert_eq!(found, expected);
    }
    assert_eq!(reading.dataset.codebook, data.codebook);
    for ((found, expected), variable) in reading
        .dataset
        .columns()
        .iter()
        .zip(data.columns())
        .zip(&data.codebook.variables)
    {
        assert_eq!(found, expected, "{}", variable.name);
    }
    assert_eq!(reading.dataset, data);
    // the same data are the same bytes
    assert_eq!(sav(&reading.dataset, Language::De).unwrap(), export);
}

#[test]
fn long_texts_of_every_length_come_back() {
    let lengths = [
        1, 7, 8, 9, 252, 253, 254, 255, 256, 504, 510, 511, 2000, 32_766, 32_767,
    ];
    let mut codebook = Codebook::default();
    let mut columns = Vec::new();
    for length in lengths {
        codebook.variables.push(Variable::new(
            &format!("t{length}"),
            Level::Text,
            Origin::Given,
        ));
        let long: String = ('a'..='z').cycle().take(length).collect();
        columns.push(texts(&[&long, "", "kurz", &long[..length / 2]]));
    }
    let data = Dataset::new("data".into(), "data.sav".into(), codebook, columns).unwrap();
    let export = sav(&data, Language::En).unwrap();
    let reading = read(&export.bytes);
    assert_eq!(reading.dataset.columns().len(), lengths.len());
    for (length, (found, expected)) in lengths
        .iter()
        .zip(reading.dataset.columns().iter().zip(data.columns()))
    {
        for row in 0..4 {
            assert_eq!(found.value(row), expected.value(row), "{length}, row {row}");
        }
    }
}

#[test]
fn many_numbers_keep_every_bit() {
    let numbers: Vec<f64> = (0..3000).map(|row| f64::from(row - 1500) / 7.0).collect();
    let mut codebook = Codebook::default();
    codebook
        .variables
        .push(Variable::new("x", Level::Scale, Origin::Given));
    let columns = vec![Column::Numbers(Numbers::from(numbers.clone()))];
    let data = Dataset::new("data".into(), "data.sav".into(), codebook, columns).unwrap();
    let reading = read(&sav(&data, Language::En).unwrap().bytes);
    assert_eq!(reading.dataset.columns(), data.columns());
}

#[test]
fn what_spss_cannot_hold_is_said() {
    let mut codebook = Codebook::default();
    let mut columns = Vec::new();
    let values = || (1..=9).map(Value::from).collect::<Vec<_>>();
    // 5 to 9 can be a range; 1, 3, 5, 7 cannot
    for (name, all) in [("1. Frage", vec![5, 6, 7, 8, 9]), ("b", vec![1, 3, 5, 7])] {
        let mut item = Variable::new(name, Level::Nominal, Origin::Given);
        item.missing = all.into_iter().map(|value| missing(value, "")).collect();
        codebook.variables.push(item);
        columns.push(coded((1..=9).collect(), values()));
    }
    codebook.sets.push(Set {
        name: "rang".into(),
        kind: SetKind::Ranking,
        label: Text::default(),
        items: vec!["b".into()],
        counted: None,
        origin: Origin::Given,
    });
    let data = Dataset::new("data".into(), "data.sav".into(), codebook, columns).unwrap();
    let export = sav(&data, Language::De).unwrap();
    let expected = [
        WritingNote::Renamed {
            name: "1. Frage".into(),
            written: "@1._Frage".into(),
        },
        WritingNote::MissingAsRange {
            variable: "@1._Frage".into(),
        },
        WritingNote::MissingDropped {
            variable: "b".into(),
            values: vec!["7".into()],
        },
        WritingNote::SetDropped { set: "rang".into() },
    ];
    assert_eq!(export.notes, expected);
    let read = read(&export.bytes).dataset;
    let range = MissingRange {
        from: Some(5.0),
        to: Some(9.0),
    };
    assert_eq!(read.codebook.variables[0].missing_ranges, [range]);
    let valid = |at: usize| {
        let values = (0..9).filter_map(|row| read.columns()[at].value(row));
        values
            .filter(|value| !read.codebook.variables[at].is_missing(value))
            .count()
    };
    assert_eq!((valid(0), valid(1)), (4, 5));
}
