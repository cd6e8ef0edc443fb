//! What is guessed about variables that a file describes only in part.

use befund_survey::codebook::{Codebook, Level, Origin, Reason, SetKind, ValueLabel, Variable};
use befund_survey::dataset::{CodeStore, Codes, Column, Dataset};
use befund_survey::meaning::complete;
use befund_survey::{Text, Value};

const WORDS: [&str; 5] = ["White", "Black", "Asian", "Hispanic", "Other"];

/// Columns of the codes 1 to 5 (0: no answer), called metric by the file as many programs do.
fn dataset(label: &str, labels: &[&str], columns: &[Vec<u8>]) -> Dataset {
    let values: Vec<Value> = (1..=5).map(Value::from).collect();
    let variable = |at: usize| {
        let mut variable = Variable::new(&format!("race_{at}"), Level::Scale, Origin::Given);
        variable.label = Text::from(label);
        variable.values = labels
            .iter()
            .zip(1..)
            .map(|(label, value)| ValueLabel {
                value: Value::from(value),
                label: Text::from(*label),
            })
            .collect();
        variable
    };
    let codebook = Codebook {
        variables: (1..=columns.len()).map(variable).collect(),
        ..Codebook::default()
    };
    let columns = columns
        .iter()
        .map(|codes| Column::Codes(Codes::new(CodeStore::U8(codes.clone()), values.clone())))
        .collect();
    let mut data = Dataset::new("d".into(), "d.sav".into(), codebook, columns).unwrap();
    complete(&mut data);
    data
}

#[test]
fn labelled_codes_are_no_measurements_whatever_the_file_calls_them() {
    let column = [1, 2, 3, 4, 5].repeat(4);
    let labelled = dataset("", &WORDS, std::slice::from_ref(&column));
    let variable = &labelled.codebook.variables[0];
    assert_eq!(variable.level, Level::Nominal);
    assert_eq!(
        variable.origin,
        Origin::Guessed(Reason::LabelledScale { labels: 5 })
    );
    // labels of some codes, or labels that are numbers, leave a measurement what it is
    for labels in [&WORDS[..1], &["1", "2", "3", "4", "5"]] {
        let data = dataset("", labels, std::slice::from_ref(&column));
        let variable = &data.codebook.variables[0];
        assert_eq!(
            (variable.level, &variable.origin),
            (Level::Scale, &Origin::Given)
        );
    }
    // it stays so when more is known
    let mut again = labelled.clone();
    complete(&mut again);
    assert_eq!(again.codebook, labelled.codebook);
}

/// First and second answers of 40 people; some repeat an answer, which nobody checked.
fn mentions(label: &str) -> Dataset {
    let first: Vec<u8> = (0..40).map(|row| row % 5 + 1).collect();
    let second = (0..40u8).map(|row| match row {
        0..4 => row % 5 + 1,
        4..30 => (row + 1) % 5 + 1,
        _ => 0,
    });
    dataset(label, &WORDS, &[first.clone(), second.collect()])
}

#[test]
fn items_of_one_question_are_its_answers_even_where_some_repeat() {
    let asked = mentions("What is your race?");
    let kinds: Vec<SetKind> = asked.codebook.sets.iter().map(|set| set.kind).collect();
    assert_eq!(kinds, [SetKind::Categories]);
    let silent = mentions("");
    assert!(
        silent
            .codebook
            .sets
            .iter()
            .all(|set| set.kind != SetKind::Categories)
    );
}

#[test]
fn items_are_worded_without_the_question_they_share() {
    let mut data = mentions("x");
    let mut set = data.codebook.sets.remove(0);
    let mut worded = |label: &str| {
        data.codebook.variables[0].label = Text::from(label);
        set.wording(&data.codebook.variables[0])
    };
    assert_eq!(worded("y: z"), Text::from("y: z"));
    set.label = Text::from("Whom do you trust?");
    let mut worded = |label: &str| {
        data.codebook.variables[0].label = Text::from(label);
        set.wording(&data.codebook.variables[0])
    };
    for label in [
        "Whom do you trust?: Courts",
        "Whom do you trust? - Courts",
        "Whom do you trust? [Courts]",
        "[Courts] Whom do you trust?",
    ] {
        assert_eq!(worded(label), Text::from("Courts"), "{label}");
    }
    assert_eq!(
        worded("Whom do you trust?"),
        Text::from("Whom do you trust?")
    );
}

#[test]
fn a_number_that_may_be_no_answer_is_named_where_the_file_states_nothing_of_it() {
    let numbers = |values: &[f64]| Column::Numbers(values.to_vec().into());
    let coded = |values: [f64; 3]| {
        let dictionary = values.into_iter().map(Value::Number).collect();
        let codes = (0..30).map(|row| row % 3 + 1).collect();
        Column::Codes(Codes::new(CodeStore::U8(codes), dictionary))
    };
    let columns = [
        ("a", coded([-9.0, 0.0, 1.0])),
        ("b", coded([-9.0, 1.0, 2.0])),
        ("c", coded([-1.0, 0.0, 1.0])),
        ("d", numbers(&[1.5; 30])),
    ];
    let mut codebook = Codebook::default();
    let mut data = Vec::new();
    for (name, column) in columns {
        let variable = Variable::new(name, Level::Ordinal, Origin::Given);
        codebook.variables.push(variable);
        data.push(column);
    }
    let mut data = Dataset::new("f".into(), "f.sav".into(), codebook, data).unwrap();
    let found = complete(&mut data);
    // it counts, and it is said
    assert!(
        data.codebook
            .variables
            .iter()
            .all(|variable| variable.missing.is_empty())
    );
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].value, &found[0].variables[..]),
        (-9.0, &["a".to_owned(), "b".to_owned()][..])
    );
}
