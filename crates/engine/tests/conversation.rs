//! The conversation as a front end has it.

use std::fs;
use std::path::PathBuf;

use befund_engine::message::{CodedAnswers, CodingEdit, Outcome, Reply, Request};
use befund_engine::{Engine, Step};
use befund_formats::FileReader;
use befund_survey::analysis::AnalysisSpec;
use befund_survey::codebook::{DateOrder, Level, Origin};
use befund_survey::coding::{Asked, Code};
use befund_survey::dataset::{Codes, Column, Dataset};
use befund_survey::finding::Note;
use befund_survey::packed::{Last, Packed};
use befund_survey::study::{Study, VariableSpec};
use befund_survey::{FileRead, Language, ReadOptions};

fn ask(engine: &mut Engine, request: Request) -> Reply {
    engine.handle(request, &mut |_| {})
}

fn open(engine: &mut Engine, text: &str) -> Reply {
    ask(
        engine,
        Request::Open {
            name: "answers.csv".into(),
            bytes: text.into(),
            options: Default::default(),
        },
    )
}

const ANSWERS: &str = "office,q_1,q_2,q_3\nord,1,2,3\nplan,2,3,4\nord,4,4,1\n";

#[test]
fn the_demo_study_gives_a_finding_for_every_analysis() {
    let mut engine = Engine::new();
    let Reply::Opened(overview) = ask(&mut engine, Request::Demo) else {
        panic!("the demo opens")
    };
    assert!(overview.demo && overview.awaited.is_empty() && overview.warnings.is_empty());
    let (mut whole, mut last) = (0, 0);
    let reply = engine.handle(Request::Report, &mut |progress| {
        assert!(progress.done <= progress.total);
        assert!(last <= progress.done, "a bar that runs back");
        last = progress.done;
        whole += u64::from(progress.done == progress.total);
    });
    let Reply::Report(outcomes) = reply else {
        panic!("{reply:?}")
    };
    assert_eq!(outcomes.len(), overview.analyses.len());
    assert_eq!(whole, 1, "complete with the last step, not before");
    for outcome in &outcomes {
        if let Outcome::Failed { id, problem, .. } = outcome {
            panic!("{id}: {}", problem.message.get(Language::En));
        }
    }
}

#[test]
fn a_file_without_a_study_gets_a_report_of_its_own() {
    let mut engine = Engine::new();
    let Reply::Opened(overview) = open(&mut engine, ANSWERS) else {
        panic!("it opens")
    };
    assert_eq!(
        (overview.datasets[0].rows, overview.datasets[0].columns),
        (3, 4)
    );
    let Reply::Report(outcomes) = ask(&mut engine, Request::Report) else {
        panic!("it reports")
    };
    assert_eq!(
        outcomes.len(),
        2,
        "the office, and the three items together"
    );
}

#[test]
fn a_bad_file_leaves_what_is_open() {
    let mut engine = Engine::new();
    open(&mut engine, ANSWERS);
    let Reply::Failed(problem) = open(&mut engine, "") else {
        panic!("it is empty")
    };
    assert!(problem.message.get(Language::De).contains("leer"));
    assert!(matches!(
        ask(
            &mut engine,
            Request::Describe {
                data: "answers".into()
            }
        ),
        Reply::Described(_)
    ));
}

#[test]
fn a_guess_can_be_overruled() {
    let mut engine = Engine::new();
    open(&mut engine, ANSWERS);
    let variable = VariableSpec {
        name: "q_1".into(),
        level: Some(Level::Scale),
        label: "Question".into(),
        ..VariableSpec::default()
    };
    let Reply::Described(description) = ask(
        &mut engine,
        Request::Overrule {
            data: String::new(),
            variable,
        },
    ) else {
        panic!("it is described")
    };
    assert_eq!(description.columns[1].variable.level, Level::Scale);
    assert_eq!(description.columns[1].variable.origin, Origin::Overruled);
    let variable = VariableSpec {
        name: "q_9".into(),
        ..VariableSpec::default()
    };
    assert!(matches!(
        ask(
            &mut engine,
            Request::Overrule {
                data: String::new(),
                variable
            }
        ),
        Reply::Failed(_)
    ));
}

#[test]
fn the_order_of_days_that_was_chosen_stands_in_the_study() {
    let visits = "office,visit\nord,01/02/2026\nplan,03/04/2026\nord,09/06/2026\n";
    let latest = |reply: Reply| {
        let Reply::Described(description) = reply else {
            panic!("{reply:?}")
        };
        let visit = &description.columns[1];
        let latest = visit.maximum.as_ref().expect("it has answers");
        visit.variable.written(latest)
    };
    let choose = |engine: &mut Engine, order| {
        let variable = VariableSpec {
            name: "visit".into(),
            dates: Some(order),
            ..VariableSpec::default()
        };
        let data = String::new();
        latest(ask(engine, Request::Overrule { data, variable }))
    };
    let mut engine = Engine::new();
    open(&mut engine, visits);
    assert_eq!(engine.study().datasets[0].variables[1].dates, None);
    assert_eq!(choose(&mut engine, DateOrder::DayMonthYear), "2026-06-09");
    // a second thought counts, too
    assert_eq!(choose(&mut engine, DateOrder::MonthDayYear), "2026-09-06");
    let written = serde_json::to_string(&engine.study()).unwrap();
    assert!(written.contains(r#""dates":"month_day_year""#), "{written}");

    let mut again = Engine::new();
    let study = Study::from_json(&written).unwrap();
    ask(&mut again, Request::OpenStudy { study });
    let Reply::Opened(overview) = open(&mut again, visits) else {
        panic!("it opens")
    };
    assert_eq!(overview.warnings, []);
    let data = String::new();
    let described = ask(&mut again, Request::Describe { data });
    assert_eq!(latest(described), "2026-09-06");
    assert_eq!(serde_json::to_string(&again.study()).unwrap(), written);
}

#[test]
fn a_study_takes_the_files_it_names_and_says_which_are_missing() {
    let study = r#"{"befund": 1, "title": "two files",
        "datasets": [{"id": "a", "file": "answers.csv", "unit": "offices"}, {"id": "b", "file": "more.csv"}],
        "analyses": [{"kind": "frequencies", "variable": "office", "data": "a"}, {"kind": "frequencies", "variable": "x", "data": "b"}]}"#;
    let mut engine = Engine::new();
    let study = Study::from_json(study).expect("it is a study");
    ask(&mut engine, Request::OpenStudy { study });
    let other = Request::Open {
        name: "other.csv".into(),
        bytes: ANSWERS.into(),
        options: Default::default(),
    };
    let Reply::Failed(problem) = ask(&mut engine, other) else {
        panic!("nobody awaits it")
    };
    assert!(
        problem
            .message
            .get(Language::En)
            .contains("answers.csv, more.csv"),
        "{problem:?}"
    );
    let Reply::Opened(overview) = open(&mut engine, ANSWERS) else {
        panic!("it opens")
    };
    assert_eq!(overview.awaited, ["more.csv"]);
    let Reply::Report(outcomes) = ask(&mut engine, Request::Report) else {
        panic!("it reports")
    };
    assert!(
        matches!(&outcomes[0], Outcome::Found(finding) if finding.base.unit.get(Language::En) == "offices")
    );
    assert!(matches!(outcomes[1], Outcome::Failed { .. }));
}

#[test]
fn an_analysis_says_why_its_dataset_was_not_made() {
    let study = r#"{"befund": 1, "title": "t", "datasets": [
        {"id": "w1", "file": "one.csv", "roles": [{"kind": "case", "variable": "id"}]},
        {"id": "w2", "file": "two.csv", "roles": [{"kind": "case", "variable": "id"}]}],
        "combined": [{"id": "panel", "combine": {"link": {"waves": ["w1", "w2"]}}},
                     {"id": "both", "combine": {"stack": {"datasets": ["panel", "w1"]}}}],
        "analyses": [{"kind": "frequencies", "data": "w1", "variable": "q"},
                     {"kind": "frequencies", "data": "panel", "variable": "q@w1"},
                     {"kind": "frequencies", "data": "both", "variable": "q"},
                     {"kind": "frequencies", "data": "w2", "variable": "q"},
                     {"kind": "frequencies", "data": "w3", "variable": "q"}]}"#;
    let mut engine = Engine::new();
    let study = Study::from_json(study).unwrap();
    ask(&mut engine, Request::OpenStudy { study });
    let mut report = |name: &str, text: &str, language| {
        let (name, bytes, options) = (name.into(), text.into(), Default::default());
        let open = Request::Open {
            name,
            bytes,
            options,
        };
        assert!(matches!(ask(&mut engine, open), Reply::Opened(_)));
        let Reply::Report(outcomes) = ask(&mut engine, Request::Report) else {
            panic!("it reports")
        };
        let said = outcomes.into_iter().map(|outcome| match outcome {
            Outcome::Found(_) => String::new(),
            Outcome::Failed { problem, .. } => problem.message.get(language).to_owned(),
        });
        said.collect::<Vec<_>>()
    };
    let first = report("one.csv", "id;q\n1;1\n2;1\n3;2\n", Language::En);
    let awaited = "he file `two.csv` of the dataset `w2` is not open yet: open it.";
    assert_eq!(first[0], "");
    assert_eq!(
        first[1],
        format!("The dataset `panel` could not be made: t{awaited}")
    );
    assert_eq!(
        first[2],
        format!("The dataset `both` could not be made: t{awaited}")
    );
    assert_eq!(first[3], format!("T{awaited}"));
    assert_eq!(first[4], "There is no dataset `w3`; open are: w1.");
    let second = report("two.csv", "id;q\n1;1\n2;1\n1;2\n", Language::De);
    let reason = "Der Datensatz „panel“ ließ sich nicht bilden: „w2“: Die Zeilen 1 und 3";
    assert!(second[1].starts_with(reason), "{}", second[1]);
    let nested = format!("Der Datensatz „both“ ließ sich nicht bilden: {}", second[1]);
    assert_eq!(second[2], nested);
    assert_eq!(second[3], "");
}

#[test]
fn a_job_that_is_dropped_changes_nothing() {
    let mut engine = Engine::new();
    open(&mut engine, ANSWERS);
    let mut job = engine.start(Request::Demo);
    assert!(matches!(engine.step(&mut job), Step::Working(_)));
    drop(job);
    let Reply::Described(description) = ask(
        &mut engine,
        Request::Describe {
            data: String::new(),
        },
    ) else {
        panic!("still open")
    };
    assert_eq!(description.file, "answers.csv");
}

/// Orders of 90 items at random, which nobody proves in a second.
fn hard_ranking() -> String {
    let items = 90;
    let mut text = format!("# DATA TYPE: soc\n# NUMBER ALTERNATIVES: {items}\n");
    let mut state = 1_u64;
    for _ in 0..41 {
        let mut order: Vec<String> = (1..=items).map(|item: u64| item.to_string()).collect();
        for place in (1..order.len()).rev() {
            // Knuth's generator (MMIX), shuffled by its upper half
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            order.swap(place, (state >> 33) as usize % (place + 1));
        }
        text += &format!("1: {}\n", order.join(","));
    }
    text
}

#[test]
fn a_long_analysis_says_how_far_it_is_and_ends_with_what_it_knows() {
    let mut engine = Engine::new();
    let bytes = hard_ranking().into_bytes();
    let name = "random.soc".to_owned();
    let Reply::Opened(overview) = ask(
        &mut engine,
        Request::Open {
            name,
            bytes,
            options: Default::default(),
        },
    ) else {
        panic!("it opens")
    };
    let [spec] = overview.analyses.as_slice() else {
        panic!("its ranking and nothing else")
    };
    for request in [Request::Analyse { spec: spec.clone() }, Request::Report] {
        let whole_report = request == Request::Report;
        let mut job = engine.start(request);
        let mut shares = Vec::new();
        for _ in 0..3 {
            let Step::Working(progress) = engine.step(&mut job) else {
                panic!("done already")
            };
            assert!(progress.total > 0);
            shares.push(progress.done as f64 / progress.total as f64);
        }
        assert!(shares.is_sorted() && shares[2] < 1.0, "{shares:?}");
        job.settle();
        let mut last = engine.step(&mut job);
        if whole_report {
            assert!(matches!(&last, Step::Working(all) if all.done == all.total));
            last = engine.step(&mut job);
        }
        let finding = match last {
            Step::Done(Reply::Found(finding)) => finding,
            Step::Done(Reply::Report(mut outcomes)) => match outcomes.remove(0) {
                Outcome::Found(finding) => finding,
                failed => panic!("{failed:?}"),
            },
            other => panic!("{other:?}"),
        };
        let stopped = |note: &Note| matches!(note, Note::Stopped { done, total } if done < total);
        assert!(finding.notes.iter().any(stopped), "{:?}", finding.notes);
    }
}

#[test]
fn slices_give_what_the_whole_gives() {
    let mut whole = Engine::new();
    let Reply::Opened(expected) = open(&mut whole, ANSWERS) else {
        panic!("it opens")
    };
    let mut engine = Engine::new();
    let mut opening = engine.begin_open("answers.csv", ANSWERS.len() as u64, Default::default());
    for slice in ANSWERS.as_bytes().chunks(3) {
        opening.feed(slice).unwrap();
    }
    assert_eq!(opening.progress().done, ANSWERS.len() as u64);
    assert_eq!(engine.finish_open(opening), Reply::Opened(expected));
}

const OPEN: &str = "office,why\nord,no money\nplan,no time\nord,\nsoz,No money\nplan,no staff and no money\nord,time\nord,who knows\nplan,nothing at all\nsoz,we lack staff\n";

fn code(engine: &mut Engine, edits: Vec<CodingEdit>) -> CodedAnswers {
    let request = Request::Code {
        data: "answers".into(),
        coding: "why".into(),
        edits,
        asked: Asked {
            most: 10,
            ..Asked::default()
        },
    };
    match ask(engine, request) {
        Reply::Coded(coded) => *coded,
        reply => panic!("{reply:?}"),
    }
}

fn codes(names: &[(&str, &str)]) -> CodingEdit {
    let codes = names.iter().map(|(name, term)| Code {
        terms: vec![(*term).to_owned()],
        ..Code::new(name)
    });
    CodingEdit::Codes {
        codes: codes.collect(),
    }
}

#[test]
fn open_answers_are_coded_without_a_study_and_stand_in_one_then() {
    let mut engine = Engine::new();
    open(&mut engine, OPEN);
    let begun = code(&mut engine, Vec::new());
    assert_eq!(
        (begun.coding.name.as_str(), begun.page.all.rows),
        ("why_code", 8)
    );
    assert_eq!(engine.study().datasets[0].derived, []);
    let money = begun.page.answers[0].clone();
    assert_eq!((money.text.as_str(), money.rows), ("No money", 2));
    code(
        &mut engine,
        vec![codes(&[("money", "money"), ("staff", "staff")])],
    );
    let decide = |codes: Option<Vec<String>>| CodingEdit::Decide {
        coder: "A".into(),
        answer: money.fingerprint.clone(),
        codes,
    };
    let coded = code(&mut engine, vec![decide(Some(vec!["staff".into()]))]);
    assert_eq!((coded.page.by_hand.rows, coded.page.by_terms.rows), (2, 2));
    // what is wrong changes nothing
    let wrong = Request::Code {
        data: "answers".into(),
        coding: "why".into(),
        edits: vec![decide(Some(vec!["nothing".into()]))],
        asked: Asked::default(),
    };
    assert!(matches!(ask(&mut engine, wrong), Reply::Failed(_)));
    // the variables are there for whatever is asked next
    let counted = |engine: &mut Engine, name: &str| {
        let data = engine.dataset("answers").unwrap();
        let (_, column) = data.find(name).unwrap();
        let values = (0..data.rows()).filter_map(|row| column.value(row));
        values.filter(|value| value.number() == Some(1.0)).count()
    };
    assert_eq!(counted(&mut engine, "why_code_money"), 1);
    assert_eq!(counted(&mut engine, "why_code_staff"), 4);
    let Reply::Described(described) = ask(
        &mut engine,
        Request::Describe {
            data: "answers".into(),
        },
    ) else {
        panic!("it is described")
    };
    assert!(
        described
            .sets
            .iter()
            .any(|set| set.name == "why_code" && set.items.len() == 2)
    );
    // a code that is gone is taken from the answers that had it
    code(&mut engine, vec![codes(&[("money", "money")])]);
    assert_eq!(counted(&mut engine, "why_code_money"), 3);
    code(&mut engine, vec![decide(Some(vec![]))]);
    assert_eq!(counted(&mut engine, "why_code_money"), 1);
    // saved and applied again it is the same
    let study = serde_json::to_string(&engine.study()).unwrap();
    let study = Study::from_json(&study).unwrap();
    let mut again = Engine::new();
    ask(&mut again, Request::OpenStudy { study });
    open(&mut again, OPEN);
    assert_eq!(counted(&mut again, "why_code_money"), 1);
    let last = code(&mut again, vec![decide(None)]);
    assert_eq!(last.page.by_hand.rows, 0);
    assert_eq!(counted(&mut again, "why_code_money"), 3);
}

#[test]
fn a_study_shows_what_was_coded() {
    let study = r#"{"befund": 1, "title": "t", "datasets": [{"id": "answers", "file": "answers.csv", "roles": [{"kind": "group", "variable": "office"}]}], "analyses": [{"kind": "frequencies", "variable": "office"}]}"#;
    let study = Study::from_json(study).unwrap();
    let mut engine = Engine::new();
    ask(&mut engine, Request::OpenStudy { study });
    open(&mut engine, OPEN);
    code(&mut engine, vec![codes(&[("money", "money")])]);
    code(
        &mut engine,
        vec![codes(&[("money", "money"), ("staff", "staff")])],
    );
    let kinds = |engine: &Engine| -> Vec<(String, Vec<String>)> {
        let analyses = engine.analyses().iter();
        let variables = |spec: &AnalysisSpec| {
            spec.analysis
                .variables()
                .iter()
                .map(|name| (*name).to_owned())
                .collect()
        };
        analyses
            .map(|spec| (spec.analysis.kind().to_owned(), variables(spec)))
            .collect()
    };
    let shown = kinds(&engine);
    assert_eq!(shown.len(), 3, "for all, and by the group: {shown:?}");
    for (kind, variables) in &shown[1..] {
        assert_eq!(kind, "multiple");
        assert_eq!(*variables, ["why_code_money", "why_code_staff"]);
    }
    let Reply::Report(outcomes) = ask(&mut engine, Request::Report) else {
        panic!("a report")
    };
    assert!(
        outcomes
            .iter()
            .all(|outcome| matches!(outcome, Outcome::Found(_))),
        "{outcomes:?}"
    );
    assert_eq!(engine.study().analyses.len(), 3);
    code(&mut engine, vec![codes(&[])]);
    assert_eq!(kinds(&engine).len(), 1);
}

/// The same dataset, its codes packed as those of a large file are.
fn packed(read: &FileRead) -> FileRead {
    let column = |column: &Column| match column {
        Column::Codes(codes) => {
            let mut packed = Packed::default();
            let stored: Vec<u16> = (0..codes.len()).map(|row| codes.code(row) as u16).collect();
            packed.push(&stored, Last::Yes);
            let written = codes.written().clone();
            let codes = Codes::packed(packed, codes.dictionary().to_vec());
            Column::Codes(codes.with_written(written))
        }
        other => other.clone(),
    };
    let data = &read.dataset;
    let columns = data.columns().iter().map(column).collect();
    let (id, file) = (data.id.clone(), data.file.clone());
    FileRead {
        dataset: Dataset::new(id, file, data.codebook.clone(), columns).expect("the same columns"),
        ..read.clone()
    }
}

#[test]
fn packed_codes_give_the_same_report() {
    let demo = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("demo");
    let study = fs::read_to_string(demo.join("study.json")).expect("the demo study");
    let study = Study::from_json(&study).expect("it can be read");
    let mut files: Vec<FileRead> = Vec::new();
    for spec in &study.datasets {
        let path = demo.join(&spec.file);
        let Ok(bytes) = fs::read(&path) else { continue };
        let mut reader = FileReader::new(&spec.file, ReadOptions::default());
        reader.feed(&bytes).expect("it is sound");
        files.push(reader.finish().expect("it is sound").told());
    }
    let coded = |file: &FileRead| {
        let columns = file.dataset.columns().iter();
        let is_packed = |column: &&Column| matches!(column, Column::Codes(codes) if codes.as_packed().is_some());
        columns.filter(is_packed).count()
    };
    let report = |pack: bool| {
        let mut engine = Engine::new();
        let study = study.clone();
        ask(&mut engine, Request::OpenStudy { study });
        for file in &files {
            let file = if pack { packed(file) } else { file.clone() };
            assert_eq!(coded(&file) > 0, pack);
            let reply = engine.open(file);
            assert!(matches!(reply, Reply::Opened(_)), "{reply:?}");
        }
        let Reply::Report(outcomes) = ask(&mut engine, Request::Report) else {
            panic!("it reports")
        };
        outcomes
    };
    let plain = report(false);
    assert!(plain.len() > 20 && files.len() >= 3);
    for outcome in &plain {
        assert!(!matches!(outcome, Outcome::Failed { .. }), "{outcome:?}");
    }
    assert!(report(true) == plain);
    let draft = |file: FileRead| {
        let mut engine = Engine::new();
        let data = file.dataset.id.clone();
        engine.open(file);
        let proposed = ask(&mut engine, Request::Propose { data });
        assert!(matches!(&proposed, Reply::Proposed(_)), "{proposed:?}");
        (proposed, ask(&mut engine, Request::Report))
    };
    for file in files {
        assert!(draft(packed(&file)) == draft(file));
    }
}
