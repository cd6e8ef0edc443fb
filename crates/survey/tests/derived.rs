//! Variables made from others, as a study states them, and what of a study does not fit a file.

use befund_survey::codebook::{Codebook, Level, Origin, SetKind};
use befund_survey::dataset::{CodeStore, Codes, Column, Dataset, Numbers, Texts, Written};
use befund_survey::study::{Misfit, Study};
use befund_survey::{Language, Value, infer};
use serde_json::json;

const ROWS: usize = 6;

/// Two ratings, offices, ages and amounts in cents, and a list of tools.
fn data() -> Dataset {
    let coded = |codes: [u8; ROWS], values: Vec<Value>| {
        Column::Codes(Codes::new(CodeStore::U8(codes.to_vec()), values))
    };
    let ratings = || (1..=4).map(Value::from).collect();
    let mut tools = Texts::default();
    for text in [
        "mail; phone",
        "phone",
        "",
        "mail",
        "phone;mail ;fax",
        "none",
    ] {
        tools.push(text);
    }
    let columns = vec![
        coded([1, 2, 3, 4, 0, 4], ratings()),
        coded([4, 4, 0, 1, 0, 3], ratings()),
        coded([1, 2, 1, 2, 1, 0], vec!["ord".into(), "plan".into()]),
        Column::Numbers(Numbers::new(
            vec![17.5, 30.0, 59.9, 60.0, f64::NAN, 99.0],
            Written::Decimals(1),
        )),
        Column::Numbers(Numbers::new(
            vec![0.1, 0.2, 0.3, 0.7, 1.1, 2.2],
            Written::Decimals(1),
        )),
        Column::Texts(tools),
    ];
    let names = ["q1", "q2", "office", "age", "cost", "tools"];
    let codebook = Codebook {
        variables: names
            .iter()
            .zip(&columns)
            .map(|(name, column)| infer(name, column))
            .collect(),
        ..Codebook::default()
    };
    Dataset::new("d".into(), "d.csv".into(), codebook, columns).unwrap()
}

/// The data with the derived variables, and what went wrong.
fn derived(specs: serde_json::Value) -> (Dataset, Vec<String>) {
    let study = json!({
        "befund": 1, "title": "t",
        "datasets": [{
            "id": "d", "file": "d.csv",
            "variables": [
                {"name": "q1", "values": [{"value": 1, "label": "never"}, {"value": 4, "label": "always"}]},
                {"name": "office", "values": [{"value": "ord", "label": "Order"}, {"value": "plan", "label": "Planning"}]},
                {"name": "age", "missing_ranges": [{"from": 98, "to": 99}]},
            ],
            "derived": specs,
        }],
    });
    let study = Study::from_json(&study.to_string()).unwrap();
    let mut data = data();
    let misfits = study.datasets[0].apply(&study, &mut data);
    let errors = misfits
        .iter()
        .filter(|misfit| matches!(misfit, Misfit::Error(_)));
    let errors = errors
        .map(|misfit| misfit.text().get(Language::En).to_owned())
        .collect();
    (data, errors)
}

/// The values of a variable with one blank between them, `.` for missing.
fn values(data: &Dataset, name: &str) -> String {
    let (_, column) = data.variable(name).unwrap_or_else(|| panic!("no {name}"));
    let value = |row| {
        column
            .value(row)
            .map_or(".".to_owned(), |value: Value| value.to_string())
    };
    (0..ROWS).map(value).collect::<Vec<_>>().join(" ")
}

fn labels(data: &Dataset, name: &str) -> Vec<String> {
    let (variable, _) = data.variable(name).unwrap();
    variable
        .values
        .iter()
        .map(|known| known.label.get(Language::En).to_owned())
        .collect()
}

fn made(spec: serde_json::Value) -> Dataset {
    let (data, errors) = derived(json!([spec]));
    assert_eq!(errors, [""; 0]);
    data
}

#[test]
fn formulas_become_columns() {
    let (data, errors) = derived(json!([
        {"name": "both", "kind": "expression", "formula": "sum(q1, q2; min 2)"},
        {"name": "high", "kind": "expression", "formula": "q1 >= 3 or q2 >= 3", "label": "High"},
        {"name": "cents", "kind": "expression", "formula": "cost + 0.2"},
        {"name": "word", "kind": "expression", "formula": "if(office = \"Order\", \"A\", \"B\")"},
    ]));
    assert_eq!(errors, [""; 0]);
    assert_eq!(values(&data, "both"), "5 6 . 5 . 7");
    assert_eq!(values(&data, "high"), "1 1 1 1 . 1");
    assert_eq!(labels(&data, "high"), ["no", "yes"]);
    // 0.1 + 0.2 is 0.3, not 0.30000000000000004
    assert_eq!(values(&data, "cents"), "0.3 0.4 0.5 0.9 1.3 2.4");
    assert_eq!(values(&data, "word"), "A B A B A .");
    let (variable, _) = data.variable("high").unwrap();
    assert_eq!(
        variable.origin,
        Origin::Derived("q1 >= 3 or q2 >= 3".into())
    );
    assert_eq!(variable.label, "High".into());
    assert!(data.is_derived("high") && !data.is_derived("q1"));
}

#[test]
fn bands_are_closed_on_one_side() {
    let left = made(json!({"name": "age3", "kind": "bands", "of": "age", "cuts": [30, 60]}));
    assert_eq!(values(&left, "age3"), "1 2 2 3 . .");
    assert_eq!(
        labels(&left, "age3"),
        ["under 30", "30 to under 60", "60 and over"]
    );
    let right = made(
        json!({"name": "age3", "kind": "bands", "of": "age", "cuts": [30, 60], "closed": "right"}),
    );
    assert_eq!(values(&right, "age3"), "1 1 2 2 . .");
    assert_eq!(
        labels(&right, "age3"),
        ["up to 30", "over 30 up to 60", "over 60"]
    );
    let (variable, _) = right.variable("age3").unwrap();
    assert_eq!(variable.level, Level::Ordinal);
    assert_eq!(
        variable.origin,
        Origin::Derived(befund_survey::Text::both(
            "Bänder von age mit Schnitten bei 30, 60",
            "bands of age cut at 30, 60"
        ))
    );
}

#[test]
fn recodes_go_by_code_label_and_range() {
    let data = made(
        json!({"name": "o", "kind": "recode", "of": "office", "rules": [
            {"values": ["Order"], "becomes": 1, "label": "first"},
            {"values": ["plan"], "becomes": 2, "label": "second"},
        ]}),
    );
    assert_eq!(values(&data, "o"), "1 2 1 2 1 .");
    assert_eq!(labels(&data, "o"), ["first", "second"]);
    let data = made(
        json!({"name": "q", "kind": "recode", "of": "q1", "otherwise": "keep", "rules": [
            {"from": 2, "to": 3, "becomes": 2, "label": "some"}, {"values": ["always"]},
        ]}),
    );
    assert_eq!(values(&data, "q"), "1 2 2 . . .");
    assert_eq!(labels(&data, "q"), ["some", "never"]);
}

#[test]
fn top_categories_against_all_others() {
    let data = made(json!({"name": "top", "kind": "top", "of": "q1", "top": 1}));
    assert_eq!(values(&data, "top"), "0 0 0 1 . 1");
    let data = made(json!({"name": "top", "kind": "top", "of": "q1", "categories": ["always", 3]}));
    assert_eq!(values(&data, "top"), "0 0 1 1 . 1");
    assert_eq!(labels(&data, "top"), ["all others", "always / 3"]);
}

#[test]
fn an_index_needs_its_answers_and_turns_items_round() {
    let mean = made(
        json!({"name": "i", "kind": "index", "items": ["q1", "q2"], "minimum": 1, "reversed": ["q2"]}),
    );
    assert_eq!(values(&mean, "i"), "1 1.5 3 4 . 3");
    let sum = made(
        json!({"name": "i", "kind": "index", "items": ["q1", "q2"], "statistic": "sum", "minimum": 1}),
    );
    assert_eq!(values(&sum, "i"), "5 6 6 5 . 7");
    let all =
        made(json!({"name": "i", "kind": "index", "items": ["q1", "q2"], "statistic": "sum"}));
    assert_eq!(values(&all, "i"), "5 6 . 5 . 7");
}

#[test]
fn groups_interact_and_numbers_change() {
    let data = made(json!({"name": "g", "kind": "interaction", "of": ["office", "q1"]}));
    assert_eq!(values(&data, "g"), "ord × 1 plan × 2 ord × 3 plan × 4 . .");
    assert_eq!(
        labels(&data, "g"),
        [
            "Order × never",
            "Order × 3",
            "Planning × 2",
            "Planning × always"
        ]
    );
    let data = made(json!({"name": "c", "kind": "change", "from": "q1", "to": "q2"}));
    assert_eq!(values(&data, "c"), "3 2 . -3 . -1");
    let data =
        made(json!({"name": "c", "kind": "change", "from": "q1", "to": "q2", "as": "direction"}));
    assert_eq!(values(&data, "c"), "1 1 . -1 . -1");
    assert_eq!(labels(&data, "c"), ["lower", "the same", "higher"]);
}

#[test]
fn a_list_in_one_text_becomes_a_set() {
    let data = made(json!({"name": "tool", "kind": "split", "of": "tools", "label": "Tools"}));
    let (variable, _) = data.variable("tool_2").unwrap();
    assert_eq!(variable.label, "mail".into());
    assert_eq!(values(&data, "tool_1"), "0 0 . 0 1 0");
    assert_eq!(values(&data, "tool_2"), "1 0 . 1 1 0");
    assert_eq!(values(&data, "tool_4"), "1 1 . 0 1 0");
    let set = &data.codebook.sets[0];
    assert_eq!(
        (set.kind, set.items.len(), set.label.clone()),
        (SetKind::Multiple, 4, "Tools".into())
    );
    let (_, errors) = derived(
        json!([{"name": "tool", "kind": "split", "of": "tools", "answers": ["mail", "phone", "fax"]}]),
    );
    assert!(
        errors[0].contains("`tool`") && errors[0].contains("`none`"),
        "{errors:?}"
    );
}

#[test]
fn the_order_of_the_list_does_not_matter() {
    let (data, errors) = derived(json!([
        {"name": "c", "kind": "expression", "formula": "b + tool_4"},
        {"name": "b", "kind": "expression", "formula": "a * 2"},
        {"name": "tool", "kind": "split", "of": "tools"},
        {"name": "a", "kind": "index", "items": ["q1"]},
    ]));
    assert_eq!(errors, [""; 0]);
    assert_eq!(values(&data, "c"), "3 5 . 8 . 8");
}

#[test]
fn what_cannot_be_made_is_named_and_the_rest_is_made() {
    let (data, errors) = derived(json!([
        {"name": "a", "kind": "expression", "formula": "b + 1"},
        {"name": "b", "kind": "expression", "formula": "c + 1"},
        {"name": "c", "kind": "expression", "formula": "a + d"},
        {"name": "d", "kind": "expression", "formula": "q1 + 1"},
        {"name": "q1", "kind": "expression", "formula": "q2"},
        {"name": "e", "kind": "expression", "formula": "q1 + qq"},
        {"name": "f", "kind": "expression", "formula": "e + 1"},
        {"name": "g", "kind": "bands", "of": "office", "cuts": [1]},
        {"name": "h", "kind": "bands", "of": "age", "cuts": [2, 1]},
        {"name": "i", "kind": "top", "of": "q1", "categories": ["allways"]},
        {"name": "j", "kind": "index", "items": ["q1"], "reversed": ["q2"]},
        {"name": "d", "kind": "expression", "formula": "q1"},
    ]));
    assert_eq!(values(&data, "d"), "2 3 4 5 . 5");
    for (name, words) in [
        ("a", "by way of a, b, c"),
        ("b", "by way of a, b, c"),
        ("q1", "already a variable `q1`"),
        ("e", "column 6 of `q1 + qq`: there is no variable `qq`"),
        ("f", "needs `e`, which could not be made"),
        ("g", "is a text where a number"),
        ("h", "`cuts`"),
        ("i", "`always`"),
        ("j", "`q2` is not among the items"),
        ("d", "already a variable `d`"),
    ] {
        let about = format!("the derived variable `{name}`: ");
        let error = errors
            .iter()
            .find(|error| error.to_lowercase().starts_with(&about));
        let error = error.unwrap_or_else(|| panic!("nothing about {name}: {errors:?}"));
        assert!(error.contains(words), "{error}");
    }
    assert_eq!(errors.len(), 11);
}
