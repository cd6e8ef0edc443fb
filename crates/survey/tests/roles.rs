//! What a dataset says of itself is used where an analysis does not say otherwise.

use befund_survey::analysis::{AnalysisSpec, analyse};
use befund_survey::codebook::{Codebook, Origin, Reason, Role, RoleKind};
use befund_survey::dataset::{CodeStore, Codes, Column, Dataset};
use befund_survey::finding::{Finding, Note, Results};
use befund_survey::study::{Misfit, Study};
use befund_survey::{Error, Value, infer};
use serde_json::json;

/// Eight people: sex 1 or 2, an answer, and a study that rakes to half and half.
fn data(roles: serde_json::Value) -> Dataset {
    let coded = |codes: [u8; 8], values: &[i32]| {
        let values = values.iter().map(|value| Value::from(*value)).collect();
        Column::Codes(Codes::new(CodeStore::U8(codes.to_vec()), values))
    };
    let columns = vec![
        coded([1, 1, 1, 1, 1, 1, 2, 2], &[1, 2]),
        coded([1, 1, 1, 2, 2, 2, 2, 2], &[0, 1]),
        coded([1, 1, 2, 2, 3, 3, 4, 4], &[1, 2, 3, 4]),
    ];
    let names = ["sex", "yes", "block"];
    let codebook = Codebook {
        variables: names
            .iter()
            .zip(&columns)
            .map(|(name, column)| infer(name, column))
            .collect(),
        ..Codebook::default()
    };
    let mut data = Dataset::new("d".into(), "d.csv".into(), codebook, columns).unwrap();
    let study = json!({
        "befund": 1, "title": "t",
        "datasets": [{
            "id": "d", "file": "d.csv",
            "roles": roles,
            "derived": [{"name": "w", "kind": "weight", "total": 8, "margins": [{"variable": "sex", "targets": {"1": 0.5, "2": 0.5}}]}],
        }],
    });
    let study = Study::from_json(&study.to_string()).unwrap();
    assert_eq!(study.datasets[0].apply(&study, &mut data), []);
    data
}

fn run(spec: serde_json::Value, data: &Dataset) -> Result<Finding, Error> {
    let spec: AnalysisSpec = serde_json::from_value(spec).unwrap();
    analyse(&spec, std::slice::from_ref(data))
}

/// The share of "yes".
fn share(spec: serde_json::Value, data: &Dataset) -> f64 {
    match run(spec, data).unwrap().results {
        Results::Frequencies(found) => found.categories[1].share.share.unwrap(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_raked_weight_is_used_unless_it_is_declined() {
    let weighted = data(json!([{"kind": "weight", "variable": "w"}]));
    // 3 of 6 and 2 of 2, each half of the population
    let share_of = |more: serde_json::Value, data: &Dataset| {
        let mut spec = json!({"kind": "frequencies", "variable": "yes"});
        spec.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        share(spec, data)
    };
    let near = |found: f64, expected: f64| {
        assert!(
            (found - expected).abs() < 1e-9,
            "{found} instead of {expected}"
        )
    };
    near(share_of(json!({}), &weighted), 0.75);
    near(share_of(json!({"weight": "none"}), &weighted), 0.625);
    near(share_of(json!({"weight": null}), &weighted), 0.625);
    near(share_of(json!({}), &data(json!([]))), 0.625);
    near(share_of(json!({"weight": "w"}), &data(json!([]))), 0.75);
    let finding = run(json!({"kind": "frequencies", "variable": "yes"}), &weighted).unwrap();
    assert_eq!(finding.base.weight.as_deref(), Some("w"));
}

#[test]
fn a_guessed_weight_is_not_used() {
    let mut guessed = data(json!([]));
    guessed.codebook.roles.push(Role {
        kind: RoleKind::Weight,
        variable: "w".into(),
        origin: Origin::Guessed(Reason::TwoValues),
    });
    let finding = run(json!({"kind": "frequencies", "variable": "yes"}), &guessed).unwrap();
    assert_eq!(finding.base.weight, None);
}

#[test]
fn what_cannot_be_weighted_says_so() {
    let weighted = data(json!([{"kind": "weight", "variable": "w"}]));
    let spec = json!({"kind": "compare_groups", "variables": ["block"], "by": "sex"});
    let finding = run(spec, &weighted).unwrap();
    assert_eq!(finding.base.weight, None);
    assert!(
        finding
            .notes
            .contains(&Note::Unweighted { weight: "w".into() })
    );
}

#[test]
fn strata_and_clusters_are_the_design() {
    let designed = data(json!([{"kind": "clusters", "variable": "block"}]));
    let spec = json!({"kind": "estimate", "variables": ["yes"], "figures": "means"});
    let by_role = run(spec.clone(), &designed).unwrap();
    let mut said = spec.clone();
    said["design"] = json!({"clusters": "block"});
    assert_eq!(
        by_role.results,
        run(said, &data(json!([]))).unwrap().results
    );
    let mut declined = spec.clone();
    declined["design"] = json!({});
    assert_eq!(
        run(declined, &designed).unwrap().results,
        run(spec, &data(json!([]))).unwrap().results
    );
}

#[test]
fn weights_that_cannot_meet_their_margins_are_not_made() {
    let study = json!({
        "befund": 1, "title": "t",
        "datasets": [{
            "id": "d", "file": "d.csv",
            "derived": [
                {"name": "narrow", "kind": "weight", "bounds": [0.99, 1.01], "margins": [{"variable": "sex", "targets": {"1": 0.5, "2": 0.5}}]},
                {"name": "third", "kind": "weight", "margins": [{"variable": "sex", "targets": {"1": 0.5, "3": 0.5}}]},
            ],
        }],
    });
    let study = Study::from_json(&study.to_string()).unwrap();
    let mut data = data(json!([]));
    let misfits = study.datasets[0].apply(&study, &mut data);
    let errors: Vec<String> = misfits
        .iter()
        .map(|misfit| match misfit {
            Misfit::Error(error) => error.to_string(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(
        errors[0].contains("`narrow`: no weights meet all margins"),
        "{errors:?}"
    );
    assert!(
        errors[1].contains("`third`: the margin `sex` has no target"),
        "{errors:?}"
    );
    assert!(data.variable("narrow").is_none());
}

#[test]
fn a_study_says_where_it_is_wrong() {
    for (study, message) in [
        (
            json!({"befund": 1, "title": "t", "analyses": [{"kind": "battery", "itmes": ["a"]}]}),
            "analyses[0].itmes: unknown field, did you mean `items`?",
        ),
        (
            json!({"befund": 1, "titel": "t"}),
            "titel: unknown field, did you mean `title`?",
        ),
        (
            json!({"befund": 1, "title": "t", "datasets": [{"id": "d", "file": "f", "variables": [{"name": "a", "level": "ordnal"}]}]}),
            "datasets[0].variables[0].level: unknown word `ordnal`, did you mean `ordinal`?",
        ),
        (
            json!({"befund": 1, "title": "t", "datasets": [{"id": "d", "file": "f", "derived": [{"name": "a", "kind": "bands", "of": "b", "cut": [1]}]}]}),
            "datasets[0].derived[0].cut: unknown field, did you mean `cuts`?",
        ),
        (
            json!({"befund": 1, "title": "t", "analyses": [{"kind": "crosstab", "rows": "a", "columns": 5}]}),
            "analyses[0].columns: expected a string, found the number 5",
        ),
        (
            json!({"befund": 1, "title": "t", "datasets": [{"id": "d"}]}),
            "datasets[0]: the field `file` is missing",
        ),
        (
            json!({"befund": 2, "new": true}),
            "the study is of format version 2",
        ),
        (
            json!([1]),
            "expected an object with named fields, found a list",
        ),
    ] {
        let error = Study::from_json(&study.to_string())
            .unwrap_err()
            .to_string();
        assert!(error.contains(message), "{error}");
    }
    let twice =
        Study::from_json("{\"befund\": 1, \"title\": \"a\",\n \"title\": \"b\"}").unwrap_err();
    assert!(
        twice.to_string().contains("line 2") && twice.to_string().contains("twice"),
        "{twice}"
    );
}
