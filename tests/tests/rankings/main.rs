//! Rankings with proven answers: every field that the instances give is compared with what the library computes.
//!
//! The instances stand in `../shared/rankings` beside the project: their answers were found by other programs (HiGHS, R, brute
//! force) under the conventions of the file CONVENTIONS.md there. A field that nothing here looks at is a failure too.

mod agreement;
mod bench;
mod counts;
mod instance;
mod judge;
mod kemeny;
mod larger_rules;
mod models;
mod rules;

use befund_tests::shared;
use serde_json::Value as Json;

use instance::Instance;
use judge::Judge;

/// How many values of the instances are compared, at least.
const CHECKS: usize = 24_714;
#[test]
fn every_field_of_every_instance() {
    let Some(path) = shared::path("rankings/instances.json") else {
        eprintln!("skipped: {CHECKS} values, because ../shared/rankings is not there");
        return;
    };
    let file: Json = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let (mut checks, mut failures) = (0, Vec::new());
    for truth in file["instances"].as_array().unwrap() {
        let instance = Instance::new(truth);
        let mut judge = Judge::new(truth);
        counts::compare(&instance, &mut judge);
        rules::compare(&instance, &mut judge);
        kemeny::compare(&instance, &mut judge);
        agreement::compare(&instance, &mut judge);
        models::compare(&instance, &mut judge);
        let verdict = judge.verdict();
        checks += verdict.checks;
        failures.extend(verdict.failures);
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(checks >= CHECKS, "only {checks} values were compared");
}
