//! The demo study gives the same report from copies of its data in other formats, bit for bit.

use std::fs;
use std::path::PathBuf;

use befund_engine::Engine;
use befund_engine::message::{Outcome, Reply, Request};
use befund_formats::{FileReader, write};
use befund_survey::dataset::Dataset;
use befund_survey::study::Study;
use befund_survey::{Language, ReadOptions};

const FILES: [&str; 5] = [
    "frame.csv",
    "wave1.csv",
    "wave2.csv",
    "wave3.csv",
    "measures.csv",
];

fn demo(file: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../crates/engine/demo");
    fs::read(folder.join(file)).unwrap()
}

/// The report of the demo study over its files as they are, or as `copy` writes what was read from them.
fn report(copy: impl Fn(&Dataset) -> Vec<u8>) -> Vec<String> {
    let mut engine = Engine::new();
    let json = String::from_utf8(demo("study.json")).unwrap();
    let study = Study::from_json(&json).unwrap();
    let opened = engine.handle(Request::OpenStudy { study }, &mut |_| {});
    assert!(matches!(opened, Reply::Opened(_)), "{opened:?}");
    for file in FILES {
        let mut reader = FileReader::new(file, ReadOptions::default());
        reader.feed(&demo(file)).unwrap();
        let bytes = copy(&reader.finish().unwrap().dataset);
        // formats are recognised by their first bytes, so that a copy may keep the name the study knows
        let request = Request::Open {
            name: file.to_owned(),
            bytes,
            options: ReadOptions::default(),
        };
        let opened = engine.handle(request, &mut |_| {});
        assert!(matches!(opened, Reply::Opened(_)), "{file}: {opened:?}");
    }
    let Reply::Report(outcomes) = engine.handle(Request::Report, &mut |_| {}) else {
        panic!("no report");
    };
    let finding = |outcome| match outcome {
        Outcome::Found(finding) => befund_report::json(&finding, Language::En).to_string(),
        Outcome::Failed { problem, .. } => panic!("{problem:?}"),
    };
    outcomes.into_iter().map(finding).collect()
}

fn same(copy: impl Fn(&Dataset) -> Vec<u8>) {
    let original = report(|data| demo(&data.file));
    let copied = report(copy);
    assert_eq!(original.len(), copied.len());
    assert!(original.len() > 20, "{}", original.len());
    for (original, copied) in original.iter().zip(&copied) {
        assert_eq!(original, copied);
    }
}

#[test]
fn from_csv() {
    same(|data| write::csv(data, Language::De).into_bytes());
}

#[test]
fn from_xlsx() {
    same(|data| write::xlsx(data, Language::De).unwrap());
}

#[test]
fn from_sav() {
    same(|data| write::sav(data, Language::De).unwrap().bytes);
}

/// Written by pyarrow, with another codec for every file (`copies/make.py`).
#[test]
fn from_parquet() {
    same(|data| {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/copies");
        let name = data.file.replace(".csv", ".parquet");
        fs::read(folder.join(name)).unwrap()
    });
}
