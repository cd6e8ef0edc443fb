//! The population of the strata from another dataset of the study: the stratified sample of Californian schools (`apistrat`), whose
//! estimates R's survey package gives.

use std::fs;

use befund_engine::Engine;
use befund_engine::message::{Outcome, Reply, Request};
use befund_survey::ReadOptions;
use befund_survey::study::Study;
use befund_tests::shared;
use serde_json::{Value, json};

/// The figures of the only analysis of a study about the sample and its frame.
fn estimate(roles: Value, frame: &str, analysis: Value) -> Result<Value, String> {
    let path = shared::path("reference/cases/svy-apistrat/data.csv");
    let sample = fs::read(path.expect("the folder of published figures")).unwrap();
    let study = json!({
        "befund": 1, "title": "Schools",
        "datasets": [
            {"id": "schools", "file": "schools.csv", "roles": roles},
            {"id": "frame", "file": "frame.csv"},
        ],
        "analyses": [analysis],
    });
    let mut engine = Engine::new();
    let study = Study::from_json(&study.to_string()).unwrap();
    let files = [
        ("schools.csv", sample),
        ("frame.csv", frame.as_bytes().to_vec()),
    ];
    let requests = files.into_iter().map(|(name, bytes)| Request::Open {
        name: name.to_owned(),
        bytes,
        options: ReadOptions::default(),
    });
    for request in std::iter::once(Request::OpenStudy { study }).chain(requests) {
        let Reply::Opened(overview) = engine.handle(request, &mut |_| {}) else {
            panic!("not opened");
        };
        assert_eq!(overview.warnings, []);
    }
    match engine.handle(Request::Report, &mut |_| {}) {
        Reply::Report(mut outcomes) => match outcomes.pop() {
            Some(Outcome::Found(finding)) => Ok(json!(finding)["results"].clone()),
            Some(Outcome::Failed { problem, .. }) => {
                Err(problem.message.get(befund_survey::Language::En).to_owned())
            }
            None => panic!("no analysis"),
        },
        reply => panic!("{reply:?}"),
    }
}

fn roles(population: &str) -> Value {
    json!([
        {"kind": "weight", "variable": "pw"},
        {"kind": "strata", "variable": "stype"},
        {"kind": "population", "variable": population},
    ])
}

fn api00() -> Value {
    json!({"data": "schools", "kind": "estimate", "variables": ["api00"], "figures": "means"})
}

/// Every stratum counted in one row or in several.
const COUNTS: &str = "stype;county;schools\nE;a;4000\nH;a;755\nE;b;421\nM;a;1018\n";

#[test]
fn a_contact_frame_gives_the_population_of_each_stratum() {
    // R 4.2, survey 4.1-1: svymean(~api00, svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat))
    let (mean, error) = (662.287_363_159_320_7, 9.408_940_802_784_583);
    let own = estimate(roles("fpc"), COUNTS, api00()).unwrap();
    let mut schools = "stype;name\n".to_owned();
    for (stratum, count) in [("E", 4421), ("H", 755), ("M", 1018)] {
        for number in 0..count {
            schools += &format!("{stratum};{number}\n");
        }
    }
    for (population, frame) in [("schools@frame", COUNTS), ("@frame", &schools)] {
        let found = estimate(roles(population), frame, api00()).unwrap();
        let figures = &found["parts"][0]["figures"]["mean"];
        for (field, expected) in [("estimate", mean), ("standard_error", error)] {
            let value: f64 = figures[field].as_f64().unwrap();
            assert!(
                (value / expected - 1.0).abs() < 1e-12,
                "{population}: {field} {value}"
            );
        }
        assert_eq!(
            found, own,
            "{population}: as the variable of the sample itself"
        );
    }
    let infinite = json!({"strata": "stype"});
    let mut asked = api00();
    asked["design"] = infinite;
    let without = estimate(roles("@frame"), COUNTS, asked).unwrap();
    let wider = without["parts"][0]["figures"]["mean"]["standard_error"]
        .as_f64()
        .unwrap();
    assert!(wider > error * 1.01, "{wider}");
}

#[test]
fn a_frame_without_strata_is_the_size_of_the_population() {
    let analysis = |population: Value| json!({"data": "schools", "kind": "response", "disposition": "awards", "returned": ["Yes"], "design": {"population": population}});
    let named = estimate(json!([]), COUNTS, analysis(json!("schools@frame"))).unwrap();
    let number = estimate(json!([]), COUNTS, analysis(json!(6194))).unwrap();
    let unknown = estimate(json!([]), COUNTS, json!({"data": "schools", "kind": "response", "disposition": "awards", "returned": ["Yes"]})).unwrap();
    assert_eq!(named, number);
    assert_ne!(named, unknown, "a finite population narrows the interval");
}

#[test]
fn a_frame_that_lacks_a_stratum_says_which() {
    let without = "stype;schools\nE;4421\nH;755\n";
    let problem = estimate(roles("schools@frame"), without, api00()).unwrap_err();
    assert!(
        problem.contains("`frame` has no population for the stratum M of `stype`"),
        "{problem}"
    );
    let too_small = "stype;schools\nE;4421\nH;755\nM;9\n";
    let problem = estimate(roles("schools@frame"), too_small, api00()).unwrap_err();
    assert!(
        problem.contains("50 sampled units of a population of 9"),
        "{problem}"
    );
    let problem = estimate(roles("schools@frames"), COUNTS, api00()).unwrap_err();
    assert!(problem.contains("frames"), "{problem}");
}
