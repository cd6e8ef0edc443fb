//! Open answers: code frames, search terms, coding by hand, agreement of coders, all of it out of a study.

use befund_survey::analysis::AnalysisSpec;
use befund_survey::codebook::{Codebook, SetKind};
use befund_survey::coding::{
    AnswerLine, AnswerPage, Answers, Asked, Code, CodeFault, Coder, Coding, Listed, Source, Term,
    Words, coding_agreement, coding_table, fingerprint, read_coding_table,
};
use befund_survey::dataset::{Column, Dataset, Texts};
use befund_survey::finding::Results;
use befund_survey::study::Study;
use befund_survey::{Error, Language, Value, infer};
use serde_json::json;

const ANSWERS: [&str; 6] = [
    "Zu wenig Personal",
    "Kein Geld, keine Stellen",
    "",
    "Die Bürger kennen uns nicht.",
    "personalmangel und fehlende Haushaltsmittel",
    "nichts",
];

fn data_of(answers: &[&str]) -> Dataset {
    let mut texts = Texts::default();
    for answer in answers {
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

fn frame() -> Coding {
    let staff = code("staff", &["*personal*", "stelle*"], vec![]);
    let money = code("money", &["geld", "*mittel"], vec![]);
    Coding {
        of: "why".into(),
        codes: vec![
            code("means", &[], vec![staff, money]),
            code("unknown", &["kennen uns"], vec![]),
        ],
        coders: vec![],
    }
}

fn coder(name: &str, codes: &[(&str, &[&str])]) -> Coder {
    let codes = codes.iter().map(|(answer, codes)| {
        let codes = codes.iter().map(|code| (*code).to_owned());
        (fingerprint(answer), codes.collect())
    });
    Coder {
        coder: name.into(),
        answers: codes.collect(),
    }
}

/// The data as a study with this coding sees it, and what does not fit.
fn applied(coding: &Coding, data: &Dataset) -> (Dataset, Vec<String>) {
    let mut derived = serde_json::to_value(coding).unwrap();
    derived["name"] = json!("obstacles");
    derived["kind"] = json!("coding");
    let study = json!({"befund": 1, "title": "", "datasets": [{"id": "offices", "file": "offices.csv", "derived": [derived]}]});
    let study = Study::from_json(&study.to_string()).unwrap();
    let mut data = data.clone();
    let misfits = study.datasets[0].apply(&study, &mut data);
    let misfits = misfits
        .iter()
        .map(|misfit| misfit.text().get(Language::En).to_owned());
    (data, misfits.collect())
}

fn answers(data: &Dataset, name: &str) -> Vec<Option<f64>> {
    let (_, column) = data.variable(name).unwrap();
    let values = (0..column.len()).map(|row| column.value(row));
    values
        .map(|value| value.as_ref().and_then(Value::number))
        .collect()
}

const YES: Option<f64> = Some(1.0);
const NO: Option<f64> = Some(0.0);

#[test]
fn terms_code_answers_on_both_levels() {
    let (data, misfits) = applied(&frame(), &data_of(&ANSWERS));
    assert_eq!(misfits, [""; 0]);
    let of = |name: &str| answers(&data, name);
    assert_eq!(of("obstacles_staff"), [YES, YES, None, NO, YES, NO]);
    assert_eq!(of("obstacles_money"), [NO, YES, None, NO, YES, NO]);
    assert_eq!(of("obstacles_means"), [YES, YES, None, NO, YES, NO]);
    assert_eq!(of("obstacles_unknown"), [NO, NO, None, YES, NO, NO]);
    let sets: Vec<(&str, SetKind, usize)> = data
        .codebook
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

#[test]
fn a_hand_overrules_the_terms_and_the_first_coder_the_others() {
    let mut coding = frame();
    coding.coders = vec![
        coder("A", &[(ANSWERS[1], &["money"])]),
        coder(
            "B",
            &[
                (ANSWERS[1], &["unknown"]),
                (ANSWERS[5], &["unknown", "staff"]),
                (ANSWERS[0], &[]),
            ],
        ),
    ];
    let (data, misfits) = applied(&coding, &data_of(&ANSWERS));
    assert_eq!(misfits, [""; 0]);
    assert_eq!(
        answers(&data, "obstacles_staff"),
        [NO, NO, None, NO, YES, YES]
    );
    assert_eq!(
        answers(&data, "obstacles_money"),
        [NO, YES, None, NO, YES, NO]
    );
    assert_eq!(
        answers(&data, "obstacles_unknown"),
        [NO, NO, None, YES, NO, YES]
    );
}

#[test]
fn an_answer_is_decided_about_once_wherever_it_stands() {
    let mut coding = frame();
    coding.coders = vec![coder("A", &[("nichts", &["money"])])];
    let rows = ["nichts ", "", "viel", "nichts"];
    let (data, _) = applied(&coding, &data_of(&rows));
    assert_eq!(answers(&data, "obstacles_money"), [YES, None, NO, YES]);
    let (data, _) = applied(&coding, &data_of(&["nichts", "viel", "neu"]));
    assert_eq!(answers(&data, "obstacles_money"), [YES, NO, NO]);
}

#[test]
fn a_coding_of_another_file_says_so() {
    let mut coding = frame();
    coding.coders = vec![coder(
        "A",
        &[
            (ANSWERS[1], &["money"]),
            ("anderswo", &["money"]),
            ("", &["money"]),
        ],
    )];
    let (data, misfits) = applied(&coding, &data_of(&ANSWERS));
    assert_eq!(misfits.len(), 1, "{misfits:?}");
    assert!(
        misfits[0].contains("A has coded 3 answers, and the file does not have 2 of them"),
        "{misfits:?}"
    );
    assert_eq!(
        answers(&data, "obstacles_money"),
        [NO, YES, None, NO, YES, NO]
    );
}

#[test]
fn a_study_holds_no_word_of_an_answer() {
    let mut coding = frame();
    coding.coders = vec![coder("A", &[(ANSWERS[3], &["unknown"])])];
    let written = serde_json::to_string(&coding).unwrap();
    assert!(written.contains(r#""answers":{"x"#), "{written}");
    for word in ["Bürger", "nicht."] {
        assert!(!written.contains(word), "{written}");
    }
    assert_eq!(serde_json::from_str::<Coding>(&written).unwrap(), coding);
}

#[test]
fn what_is_open_is_known() {
    let data = data_of(&ANSWERS);
    let (variable, column) = data.variable("why").unwrap();
    let answers = Answers::new(variable, column);
    let coding = frame();
    let hand = coder("A", &[("nichts", &[])]);
    let given = coding.given(&answers, &[&hand]).unwrap();
    let source = |text: &str| {
        let mut different = answers.different.iter().zip(&given);
        different
            .find(|(answer, _)| answer.text == text)
            .unwrap()
            .1
            .source
    };
    assert_eq!(source("nichts"), Source::Hand);
    assert_eq!(source(ANSWERS[0]), Source::Terms);
    assert!(given.iter().all(|given| given.source != Source::Open));
    let open = coding.given(&answers, &[]).unwrap();
    assert_eq!(
        open.iter()
            .filter(|given| given.source == Source::Open)
            .count(),
        1
    );
}

#[test]
fn faulty_frames_say_what_and_where() {
    let check = |change: &dyn Fn(&mut Coding)| {
        let mut coding = frame();
        change(&mut coding);
        let (_, misfits) = applied(&coding, &data_of(&ANSWERS));
        let error = coding.check().err();
        if let Some(error) = &error {
            assert!(misfits[0].contains(&error.to_string()), "{misfits:?}");
            assert!(!error.text().get(Language::De).contains('`'), "{error:?}");
        }
        misfits.join("\n")
    };
    let repeated = check(&|coding| coding.codes[1].code = "staff".into());
    assert!(
        repeated.contains("`staff`") && repeated.contains("twice"),
        "{repeated}"
    );
    let deep = check(&|coding| coding.codes[0].codes[0].codes.push(code("x", &[], vec![])));
    assert!(deep.contains("two levels"), "{deep}");
    let term = check(&|coding| coding.codes[1].terms.push("a*b".into()));
    assert!(term.contains("`a*b`"), "{term}");
    assert!(check(&|coding| coding.codes[1].code = "a b".into()).contains("letters"));
    assert!(check(&|coding| coding.codes.clear()).contains("no codes"));
    let unknown = check(&|coding| coding.coders = vec![coder("A", &[("nichts", &["mony"])])]);
    assert!(unknown.contains("code `mony`: A has given this code, which the frame does not have; did you mean `money`?"), "{unknown}");
    let twice = check(&|coding| coding.coders = vec![coder("A", &[]), coder("A", &[])]);
    assert!(twice.contains("two coders called `A`"), "{twice}");
    let gone = check(&|coding| coding.of = "wy".into());
    assert!(
        gone.contains("`wy`") && gone.contains("no variable"),
        "{gone}"
    );
}

#[test]
fn a_preview_shows_the_places() {
    let words = Words::of(ANSWERS[4]);
    let found = |term: &str| {
        let hits = Term::new(term).unwrap().hits(&words);
        hits.iter()
            .map(|hit| &ANSWERS[4][hit.start..hit.end])
            .collect::<Vec<_>>()
    };
    assert_eq!(found("*mittel"), ["Haushaltsmittel"]);
    assert_eq!(found("personal*"), ["personalmangel"]);
    assert_eq!(found("personal"), [""; 0]);
}

/// 20 both yes, 5 and 10 one only, 15 both no.
fn fifty() -> (Dataset, Coding) {
    let texts: Vec<String> = (1..=50).map(|number| format!("Antwort {number}")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let codes = |yes: bool| if yes { ["unknown"].as_slice() } else { &[] };
    let decided = |yes: &dyn Fn(usize) -> bool| -> Vec<(&str, &[&str])> {
        let rows = texts.iter().enumerate();
        rows.map(|(row, text)| (*text, codes(yes(row + 1))))
            .collect()
    };
    let mut coding = frame();
    coding.coders = vec![
        coder("A", &decided(&|row| row <= 25)),
        coder("B", &decided(&|row| row <= 20 || (26..=35).contains(&row))),
    ];
    // what one alone has coded does not count
    let mut rows = texts.clone();
    rows.push("nur A");
    coding.coders[0]
        .answers
        .insert(fingerprint("nur A"), vec!["staff".into()]);
    (data_of(&rows), coding)
}

#[test]
fn coders_agree_as_far_as_they_do() {
    // kappa 0.4 by hand, alpha 1 - 0.3 / 0.5 by Krippendorff's formula with a small-sample correction
    let (data, coding) = fifty();
    let (variable, column) = data.variable("why").unwrap();
    let answers = Answers::new(variable, column);
    let coders: Vec<&Coder> = coding.coders.iter().collect();
    let level = befund_stats::Level::P95;
    let found = coding_agreement(&coding, &coders, &answers, &|_| true, level).unwrap();
    let by_coder: Vec<(&str, u64)> = found
        .coders
        .iter()
        .map(|coder| (coder.coder.as_str(), coder.answers))
        .collect();
    assert_eq!(by_coder, [("A", 51), ("B", 50)]);
    assert_eq!(found.answers.len(), 50);
    let of = |name: &str| found.codes.iter().find(|code| code.code == name).unwrap();
    let unknown = of("unknown");
    assert_eq!(unknown.given, [25, 30]);
    assert!((unknown.observed.unwrap() - 0.7).abs() < 1e-15);
    let kappa = unknown
        .cohen_kappa
        .as_ref()
        .unwrap()
        .as_ref()
        .unwrap()
        .kappa;
    assert!((kappa - 0.4).abs() < 1e-14);
    // 55 times yes and 45 times no: De = 2 * 55 * 45 / (100 * 99) = 0.5, Do = 0.3
    let alpha = unknown.krippendorff_alpha.as_ref().unwrap().alpha;
    assert!((alpha - 0.4).abs() < 1e-14);
    let staff = of("staff");
    assert_eq!(
        (staff.given.as_slice(), staff.observed),
        ([0, 0].as_slice(), Some(1.0))
    );
    assert!(staff.cohen_kappa.as_ref().unwrap().is_err() && staff.krippendorff_alpha.is_err());
    // with a single code, sets agree as far as the code does
    assert_eq!(found.identical, Some(0.7));
    for alpha in [&found.masi, &found.jaccard, &found.nominal] {
        assert!((alpha.as_ref().unwrap().alpha - 0.4).abs() < 1e-14);
    }
}

fn agreement(data: Dataset, spec: serde_json::Value) -> Result<befund_survey::Sheet, Error> {
    let spec: AnalysisSpec = serde_json::from_value(spec).unwrap();
    let finding = befund_survey::analysis::analyse(&spec, &[data])?;
    match finding.results {
        Results::Agreement(statistics) => Ok(statistics.parts[0].figures.clone()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_analysis_compares_the_coders_of_a_study() {
    let (data, coding) = fifty();
    let (data, misfits) = applied(&coding, &data);
    assert_eq!(misfits, [""; 0]);
    let all = json!({"kind": "agreement", "coding": "obstacles"});
    let sheet = agreement(data.clone(), all).unwrap();
    assert_eq!(sheet.number(&["coded_by_two"]), Some(50.0));
    assert_eq!(sheet.number(&["identical_codes"]), Some(0.7));
    let alpha = sheet
        .number(&["krippendorff_alpha", "masi", "alpha"])
        .unwrap();
    assert!((alpha - 0.4).abs() < 1e-14);
    let some = json!({"kind": "agreement", "coding": "obstacles", "raters": ["B", "A"], "filter": {"variable": "obstacles_unknown", "is": [0]}});
    let sheet = agreement(data.clone(), some).unwrap();
    assert_eq!(sheet.number(&["identical_codes"]), Some(0.6));
    for (spec, words) in [
        (
            json!({"kind": "agreement", "coding": "obstacle"}),
            "did you mean `obstacles`?",
        ),
        (
            json!({"kind": "agreement", "coding": "obstacles", "raters": ["A", "C"]}),
            "no coder called `C`",
        ),
        (
            json!({"kind": "agreement", "coding": "obstacles", "raters": ["A"]}),
            "raters",
        ),
        (
            json!({"kind": "agreement", "coding": "obstacles", "counts": true}),
            "counts",
        ),
        (
            json!({"kind": "agreement", "coding": "obstacles", "weight": "obstacles_unknown"}),
            "weight",
        ),
    ] {
        let error = agreement(data.clone(), spec).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
    assert!(matches!(
        coding.coder("b"),
        Err(Error::Coding {
            fault: CodeFault::UnknownCoder { .. },
            ..
        })
    ));
}

fn page_of(coding: &Coding, asked: &Asked) -> AnswerPage {
    let data = data_of(&ANSWERS);
    let (variable, column) = data.variable("why").unwrap();
    coding.page(&Answers::new(variable, column), asked).unwrap()
}

#[test]
fn answers_come_a_few_at_a_time() {
    let mut coding = frame();
    coding.coders = vec![
        coder("A", &[("nichts", &["money"])]),
        coder("B", &[("nichts", &[]), (ANSWERS[0], &["staff"])]),
    ];
    let asked = |listed, from, terms: &[&str], coder: &str| Asked {
        coder: coder.into(),
        terms: terms.iter().map(|term| (*term).to_owned()).collect(),
        listed,
        from,
        most: 2,
    };
    let page = page_of(&coding, &asked(Listed::All, 3, &[], ""));
    assert_eq!((page.all.different, page.all.rows), (5, 5));
    assert_eq!((page.by_hand.different, page.by_terms.different), (2, 3));
    assert_eq!((page.listed, page.from, page.answers.len()), (5, 3, 2));
    let by_coder: Vec<u64> = page.coders.iter().map(|coder| coder.answers).collect();
    assert_eq!(by_coder, [1, 2]);
    let codes: Vec<u64> = page.codes.iter().map(|count| count.rows).collect();
    assert_eq!(codes, [4, 3, 3, 1], "means, staff, money, unknown");
    // a second coder does not see what the first has decided
    let page = page_of(&coding, &asked(Listed::Open, 0, &[], "C"));
    assert_eq!((page.listed, page.answers[0].text.as_str()), (1, "nichts"));
    let page = page_of(
        &coding,
        &asked(Listed::Hits, 0, &["*mittel", "haushalt*", "geld"], "A"),
    );
    assert_eq!((page.hits.different, page.answers.len()), (2, 2));
    let places = |line: &AnswerLine| {
        let hits = line.hits.iter();
        hits.map(|hit| line.text[hit.start..hit.end].to_owned())
            .collect::<Vec<_>>()
    };
    let mut found: Vec<Vec<String>> = page.answers.iter().map(places).collect();
    found.sort();
    assert_eq!(
        found,
        [["Geld"], ["Haushaltsmittel"]],
        "overlapping hits are one place"
    );
    assert_eq!(
        page_of(&coding, &asked(Listed::All, 99, &[], "")).answers,
        []
    );
}

/// A coding table with other words in its code columns.
fn filled(table: &Dataset, codes: &[(&str, &[&str])]) -> Dataset {
    let names = ["id", "answer", "code1", "code2"];
    let columns = names.iter().enumerate().map(|(place, name)| {
        let mut texts = Texts::default();
        for row in 0..table.rows() {
            let text = |name: &str| {
                let value = table
                    .variable(name)
                    .and_then(|(_, column)| column.value(row));
                value.map_or(String::new(), |value| value.to_string())
            };
            let answer = text("answer");
            let given = codes.iter().find(|(known, _)| *known == answer);
            let code = || given.and_then(|(_, codes)| codes.get(place - 2));
            let cell = if place < 2 {
                text(name)
            } else {
                code().map_or(String::new(), |code| (*code).to_owned())
            };
            texts.push(&cell);
        }
        Column::Texts(texts)
    });
    let columns: Vec<Column> = columns.collect();
    let variables = names
        .iter()
        .zip(&columns)
        .map(|(name, column)| infer(name, column));
    let codebook = Codebook {
        variables: variables.collect(),
        ..Codebook::default()
    };
    Dataset::new("t".into(), "t.csv".into(), codebook, columns).unwrap()
}

#[test]
fn a_coding_table_goes_out_and_comes_back() {
    let mut coding = frame();
    let by_a: &[(&str, &[&str])] = &[(ANSWERS[1], &["staff", "money"]), ("nichts", &[])];
    coding.coders = vec![coder("A", by_a)];
    let data = data_of(&ANSWERS);
    let (variable, column) = data.variable("why").unwrap();
    let answers = Answers::new(variable, column);
    let table = coding_table(&coding, &answers, Some(&coding.coders[0])).unwrap();
    assert_eq!((table.rows(), table.columns().len()), (5, 8));
    let read = read_coding_table(&coding, "A", &table).unwrap();
    assert_eq!(read, coding.coders[0], "what went out comes back");
    let empty = coding_table(&coding, &answers, None).unwrap();
    assert!(
        read_coding_table(&coding, "B", &empty)
            .unwrap()
            .answers
            .is_empty()
    );
    // labels count as codes, and the order of the frame is that of a decision
    let table = filled(
        &empty,
        &[
            (ANSWERS[0], &["Label of money", "staff"]),
            ("nichts", &["-"]),
        ],
    );
    let read = read_coding_table(&coding, "B", &table).unwrap();
    let expected = coder("B", &[(ANSWERS[0], &["staff", "money"]), ("nichts", &[])]);
    assert_eq!(read, expected);
    for (codes, words) in [
        (
            &["mony"][..],
            "`mony`: row 1 has this code, which the frame does not have; did you mean `money`?",
        ),
        (&["-", "money"], "row 1 has `-`"),
    ] {
        let first = empty
            .variable("answer")
            .unwrap()
            .1
            .value(0)
            .unwrap()
            .to_string();
        let table = filled(&empty, &[(&first, codes)]);
        let error = read_coding_table(&coding, "B", &table)
            .unwrap_err()
            .to_string();
        assert!(error.contains(words), "{error}");
    }
    // a table of one's own with a row for every person: answers are known by their words
    let own = |codes: [&str; 3]| {
        let column = |cells: [&str; 3]| {
            let mut texts = Texts::default();
            cells.iter().for_each(|cell| texts.push(cell));
            Column::Texts(texts)
        };
        let columns = vec![
            column(["1", "2", "3"]),
            column(["nichts", "Geld", "Nichts "]),
            column(codes),
        ];
        let names = ["ID", "Antwort", "Code"];
        let variables = names
            .iter()
            .zip(&columns)
            .map(|(name, column)| infer(name, column));
        let codebook = Codebook {
            variables: variables.collect(),
            ..Codebook::default()
        };
        let table = Dataset::new("t".into(), "t.csv".into(), codebook, columns).unwrap();
        read_coding_table(&coding, "B", &table)
    };
    assert_eq!(
        own(["staff", "money", "staff"]).unwrap(),
        coder("B", &[("nichts", &["staff"]), ("Geld", &["money"])])
    );
    let error = own(["staff", "money", "money"]).unwrap_err().to_string();
    assert!(error.contains("rows 1 and 3"), "{error}");
    let error = read_coding_table(&coding, "B", &data)
        .unwrap_err()
        .to_string();
    assert!(error.contains("`code1`"), "{error}");
}
