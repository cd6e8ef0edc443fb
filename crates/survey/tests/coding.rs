//! Open answers: code frames, search terms, coding by hand, agreement of coders.

use befund_survey::codebook::{Codebook, SetKind};
use befund_survey::coding::{
    Code, CodeFrame, CodedAnswer, Coding, FrameFault, coding_agreement, columns, fingerprint,
};
use befund_survey::dataset::{Column, Dataset, Texts};
use befund_survey::{Error, Value, infer};

const ANSWERS: [&str; 6] = [
    "Zu wenig Personal",
    "Kein Geld, keine Stellen",
    "",
    "Die Bürger kennen uns nicht.",
    "personalmangel und fehlende Haushaltsmittel",
    "nichts",
];

fn data() -> Dataset {
    let mut texts = Texts::default();
    for answer in ANSWERS {
        texts.push(answer);
    }
    let column = Column::Texts(texts);
    let codebook = Codebook {
        variables: vec![infer("why", &column)],
        ..Codebook::default()
    };
    Dataset::new(
        "offices".into(),
        "offices.csv".into(),
        codebook,
        vec![column],
    )
    .unwrap()
}

fn code(name: &str, terms: &[&str], codes: Vec<Code>) -> Code {
    Code {
        code: name.into(),
        label: format!("Label of {name}").into(),
        terms: terms.iter().map(|term| (*term).to_owned()).collect(),
        codes,
    }
}

fn frame() -> CodeFrame {
    let staff = code("staff", &["*personal*", "stelle*"], vec![]);
    let money = code("money", &["geld", "*mittel"], vec![]);
    CodeFrame {
        name: "obstacles".into(),
        variable: "why".into(),
        label: "".into(),
        codes: vec![
            code("means", &[], vec![staff, money]),
            code("unknown", &["kennen uns"], vec![]),
        ],
    }
}

fn answers(column: &Column) -> Vec<Option<f64>> {
    let values = (0..column.len()).map(|row| column.value(row));
    values
        .map(|value| value.as_ref().and_then(Value::number))
        .collect()
}

#[test]
fn terms_code_answers_on_both_levels() {
    let coded = columns(&frame(), None, &data()).unwrap();
    let of = |name: &str| {
        let found = coded
            .variables
            .iter()
            .find(|(variable, _)| variable.name == name);
        answers(&found.unwrap().1)
    };
    let (yes, no) = (Some(1.0), Some(0.0));
    assert_eq!(of("obstacles_staff"), [yes, yes, None, no, yes, no]);
    assert_eq!(of("obstacles_money"), [no, yes, None, no, yes, no]);
    assert_eq!(of("obstacles_means"), [yes, yes, None, no, yes, no]);
    assert_eq!(of("obstacles_unknown"), [no, no, None, yes, no, no]);
    let sets: Vec<(&str, SetKind, usize)> = coded
        .sets
        .iter()
        .map(|set| (set.name.as_str(), set.kind, set.items.len()))
        .collect();
    assert_eq!(
        sets,
        [
            ("obstacles", SetKind::Multiple, 2),
            ("obstacles_means", SetKind::Multiple, 2)
        ]
    );
}

fn by_hand(coder: &str, codes: &[(usize, &[&str])]) -> Coding {
    Coding {
        frame: "obstacles".into(),
        coder: coder.into(),
        answers: codes
            .iter()
            .map(|(row, codes)| CodedAnswer {
                row: *row as u64,
                answer: fingerprint(ANSWERS[row - 1]),
                codes: codes.iter().map(|code| (*code).to_owned()).collect(),
            })
            .collect(),
    }
}

#[test]
fn a_hand_overrules_the_terms() {
    let coding = by_hand("A", &[(2, &["money"]), (6, &["unknown", "staff"])]);
    let coded = columns(&frame(), Some(&coding), &data()).unwrap();
    let staff = coded
        .variables
        .iter()
        .find(|(variable, _)| variable.name == "obstacles_staff")
        .unwrap();
    let (yes, no) = (Some(1.0), Some(0.0));
    assert_eq!(answers(&staff.1), [yes, no, None, no, yes, yes]);
}

#[test]
fn a_coding_never_lies_over_another_file() {
    let fault = |coding: &Coding| match columns(&frame(), Some(coding), &data()) {
        Err(Error::CodeFrame { fault, .. }) => fault,
        other => panic!("{other:?}"),
    };
    let mut coding = by_hand("A", &[(2, &["money"])]);
    coding.answers[0].row = 4;
    assert_eq!(
        fault(&coding),
        FrameFault::OtherAnswer {
            coder: "A".into(),
            row: 4
        }
    );
    for row in [0, 3, 7, u64::MAX] {
        coding.answers[0].row = row;
        assert_eq!(
            fault(&coding),
            FrameFault::OtherAnswer {
                coder: "A".into(),
                row
            }
        );
    }
    let coding = by_hand("A", &[(2, &["mony"])]);
    assert_eq!(
        fault(&coding),
        FrameFault::Unknown {
            coder: "A".into(),
            row: 2
        }
    );
}

#[test]
fn faulty_frames_say_what_and_where() {
    let check = |change: &dyn Fn(&mut CodeFrame)| {
        let mut frame = frame();
        change(&mut frame);
        let error = frame.check().unwrap_err();
        let text = error.text();
        assert!(
            text.get(befund_survey::Language::De).contains("Codeplan"),
            "{text:?}"
        );
        error.to_string()
    };
    let repeated = check(&|frame| frame.codes[1].code = "staff".into());
    assert!(
        repeated.contains("`staff`") && repeated.contains("twice"),
        "{repeated}"
    );
    let deep = check(&|frame| frame.codes[0].codes[0].codes.push(code("x", &[], vec![])));
    assert!(deep.contains("two levels"), "{deep}");
    let term = check(&|frame| frame.codes[1].terms.push("a*b".into()));
    assert!(term.contains("`a*b`"), "{term}");
    assert!(check(&|frame| frame.codes[1].code = "a b".into()).contains("letters"));
    assert!(check(&|frame| frame.codes.clear()).contains("no codes"));
}

#[test]
fn a_preview_shows_the_places() {
    let frame = frame();
    let found = frame.search(ANSWERS[4]).unwrap();
    let words: Vec<(&str, &str)> = found
        .iter()
        .map(|(code, hits)| (code.code.as_str(), &ANSWERS[4][hits[0].start..hits[0].end]))
        .collect();
    assert_eq!(
        words,
        [("staff", "personalmangel"), ("money", "Haushaltsmittel")]
    );
}

#[test]
fn coders_agree_as_far_as_they_do() {
    // 20 both yes, 5 and 10 one only, 15 both no: kappa 0.4 by hand, alpha 1 - 0.3 / 0.5 by Krippendorff's formula
    let mut first = Vec::new();
    let mut second = Vec::new();
    for row in 1..=50u64 {
        let codes = |yes: bool| {
            if yes {
                vec!["unknown".to_owned()]
            } else {
                vec![]
            }
        };
        let answer = |yes| CodedAnswer {
            row,
            answer: String::new(),
            codes: codes(yes),
        };
        first.push(answer(row <= 25));
        second.push(answer(row <= 20 || (26..=35).contains(&row)));
    }
    // the order of rows in a document does not matter, and what one alone has coded does not count
    second.reverse();
    first.push(CodedAnswer {
        row: 99,
        answer: String::new(),
        codes: vec!["staff".into()],
    });
    let coding = |coder: &str, answers| Coding {
        frame: "obstacles".into(),
        coder: coder.into(),
        answers,
    };
    let found = coding_agreement(&frame(), &[coding("A", first), coding("B", second)]).unwrap();
    assert_eq!((found.answers, found.coders.len()), (50, 2));
    let unknown = found
        .codes
        .iter()
        .find(|code| code.code == "unknown")
        .unwrap();
    assert_eq!(unknown.given, [25, 30]);
    assert!((unknown.observed.unwrap() - 0.7).abs() < 1e-15);
    assert!((unknown.cohen_kappa.unwrap() - 0.4).abs() < 1e-14);
    assert!((unknown.krippendorff_alpha.unwrap() - 0.4).abs() < 1e-14);
    let staff = found
        .codes
        .iter()
        .find(|code| code.code == "staff")
        .unwrap();
    assert_eq!(
        (staff.given.as_slice(), staff.observed, staff.cohen_kappa),
        ([0, 0].as_slice(), Some(1.0), None)
    );
}
