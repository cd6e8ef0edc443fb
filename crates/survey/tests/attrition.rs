//! Who of a panel takes part in which wave.

use befund_survey::analysis::{Analysis, AnalysisSpec, Attrition, analyse};
use befund_survey::codebook::Codebook;
use befund_survey::dataset::{Column, Dataset, Texts};
use befund_survey::finding::Results;
use befund_survey::{Error, infer};

/// A wave with these cases; the size of a case is the number behind its name.
fn wave(id: &str, cases: &[&str]) -> Dataset {
    let mut names = Texts::default();
    cases.iter().for_each(|case| names.push(case));
    let sizes: Vec<f64> = cases
        .iter()
        .map(|case| {
            case.get(1..)
                .unwrap_or_default()
                .parse()
                .unwrap_or(f64::NAN)
        })
        .collect();
    let columns = vec![Column::Texts(names), Column::Numbers(sizes.into())];
    let codebook = Codebook {
        variables: vec![infer("office", &columns[0]), infer("size", &columns[1])],
        ..Codebook::default()
    };
    Dataset::new(id.into(), format!("{id}.csv"), codebook, columns).unwrap()
}

fn run(waves: &[Dataset], by: Option<&str>) -> Result<serde_json::Value, Error> {
    let spec = AnalysisSpec::from(Analysis::Attrition(Attrition {
        waves: waves.iter().map(|wave| wave.id.clone()).collect(),
        key: vec!["office".into()],
        by: by.map(str::to_owned),
    }));
    let finding = analyse(&spec, waves)?;
    let Results::Attrition(found) = finding.results else {
        panic!("attrition");
    };
    Ok(found.parts[0].figures.json())
}

#[test]
fn passages_and_patterns_are_counted() {
    let waves = [
        wave("w1", &["a1", "b1", "c2", "d2", ""]),
        wave("w2", &["b1", "c2", "e2"]),
        wave("w3", &["e2", "c2", "a1", "f1"]),
    ];
    let found = run(&waves, Some("size")).unwrap();
    assert_eq!(
        (&found["cases"], &found["in_all_waves"]),
        (&6.0.into(), &1.0.into())
    );
    let first_time: Vec<f64> = (0..3)
        .map(|wave| found["waves"][wave]["first_time"].as_f64().unwrap())
        .collect();
    assert_eq!(first_time, [4.0, 1.0, 1.0]);
    assert_eq!(found["waves"][0]["without_key"], 1.0);
    let passages: Vec<[f64; 4]> = (0..3)
        .map(|place| {
            ["n", "stayed", "dropped_out", "joined"]
                .map(|term| found["passages"][place][term].as_f64().unwrap())
        })
        .collect();
    // w1 to w2, w2 to w3, w1 to w3
    assert_eq!(
        passages,
        [
            [4.0, 2.0, 2.0, 1.0],
            [3.0, 2.0, 1.0, 2.0],
            [4.0, 2.0, 2.0, 2.0]
        ]
    );
    // Wilson's interval of 2 of 4 by hand: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)
    let z = 1.959_963_984_540_054_f64;
    let lower = (0.5 + z * z / 8.0 - z * (0.25 / 4.0 + z * z / 64.0).sqrt()) / (1.0 + z * z / 4.0);
    let interval = &found["passages"][0]["confidence_interval"];
    assert!(
        (interval["lower"].as_f64().unwrap() - lower).abs() < 1e-14,
        "{interval}"
    );
    let pattern = &found["patterns"][0];
    assert_eq!(pattern["n"], 1.0);
    assert_eq!(found["patterns"].as_array().unwrap().len(), 6);
    let small = found["by_group"]
        .as_array()
        .unwrap()
        .iter()
        .find(|record| record["group"]["value"] == 2.0)
        .unwrap();
    assert_eq!((&small["n"], &small["stayed"]), (&2.0.into(), &1.0.into()));
}

#[test]
fn a_case_twice_in_a_wave_is_an_error() {
    let waves = [wave("w1", &["a1", "a1"]), wave("w2", &["a1"])];
    assert!(matches!(run(&waves, None), Err(Error::RepeatedKey { .. })));
    assert!(matches!(run(&waves[..1], None), Err(Error::TooFew { .. })));
}

#[test]
fn nobody_is_no_rate() {
    let waves = [wave("w1", &[""]), wave("w2", &["a1"])];
    let found = run(&waves, None).unwrap();
    assert_eq!(found["passages"][0]["n"], 0.0);
    assert!(found["passages"][0]["retention_rate"].is_null());
}
