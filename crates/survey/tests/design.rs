//! Samples with strata, clusters, weights and finite populations, checked by hand.

use befund_survey::analysis::{AnalysisSpec, analyse};
use befund_survey::codebook::Codebook;
use befund_survey::dataset::{CodeStore, Codes, Column, Dataset};
use befund_survey::finding::{Finding, Note, Results};
use befund_survey::{Error, Figure, Sheet, Value, infer};

/// Columns by name, answers separated by blanks, `.` for none.
fn data(columns: &[(&str, &str)]) -> Dataset {
    let mut codebook = Codebook::default();
    let mut stored = Vec::new();
    for (name, answers) in columns {
        let mut dictionary: Vec<Value> = Vec::new();
        let mut codes = Vec::new();
        for text in answers.split_whitespace() {
            if text == "." {
                codes.push(0);
                continue;
            }
            let number = text.parse().map(Value::Number);
            let value = number.unwrap_or_else(|_| Value::from(text));
            let known = dictionary.iter().position(|known| *known == value);
            let at = known.unwrap_or(dictionary.len());
            if known.is_none() {
                dictionary.push(value);
            }
            codes.push(at as u8 + 1);
        }
        let column = Column::Codes(Codes::new(CodeStore::U8(codes), dictionary));
        codebook.variables.push(infer(name, &column));
        stored.push(column);
    }
    Dataset::new(
        "schools".to_owned(),
        "schools.csv".to_owned(),
        codebook,
        stored,
    )
    .unwrap()
}

fn schools() -> Dataset {
    data(&[
        ("stratum", "a a a a b b b b"),
        ("alone", "a a a a b b b c"),
        ("school", "1 1 2 2 1 1 2 2"),
        ("size", "10 10 10 10 20 20 20 20"),
        ("w", "1 1 1 1 2 2 2 2"),
        ("score", "1.5 2.5 4.5 6.5 3.5 5.5 8.5 10.5"),
        ("passed", "no yes yes yes no no yes ."),
        ("sex", "f m f m f f f m"),
        ("kind", "x x y y x y x y"),
        ("cases", "2 1 3 1 1 2 1 1"),
    ])
}

fn run(data: &Dataset, spec: &str) -> Result<Finding, Error> {
    let spec: AnalysisSpec = serde_json::from_str(spec).unwrap();
    analyse(&spec, std::slice::from_ref(data))
}

fn figures(spec: &str) -> Sheet {
    let finding = run(&schools(), spec).unwrap();
    finding.results.statistics().unwrap().parts[0]
        .figures
        .clone()
}

fn near(found: Option<f64>, truth: f64) {
    let found = found.unwrap();
    assert!(
        (found - truth).abs() < 1e-13 * truth.abs(),
        "{found} {truth}"
    );
}

#[test]
fn a_total_of_two_clusters_in_each_of_two_strata() {
    let figures = figures(
        r#"{"kind": "estimate", "variables": ["score"], "weight": "w",
            "design": {"strata": "stratum", "clusters": "school", "population": "size"}}"#,
    );
    // totals of the clusters 4, 11 | 18, 38: variance 2 (7/2)² 2 (1 − 2/10) + 2 (10)² 2 (1 − 2/20)
    near(figures.number(&["population_total", "estimate"]), 71.0);
    near(
        figures.number(&["population_total", "standard_error"]),
        (49.0 * 0.8 + 400.0 * 0.9_f64).sqrt(),
    );
    assert_eq!(figures.number(&["df"]), Some(2.0));
    assert_eq!(figures.number(&["sampling_units"]), Some(4.0));
    assert_eq!(figures.number(&["estimated_population"]), Some(12.0));
    near(figures.number(&["mean", "estimate"]), 71.0 / 12.0);
}

#[test]
fn what_a_filter_drops_stays_in_the_sample() {
    let figures = figures(
        r#"{"kind": "estimate", "variables": ["score"], "weight": "w", "design": {"strata": "stratum", "clusters": "school"},
            "filter": {"variable": "sex", "is": ["f"]}}"#,
    );
    // totals of the clusters 1.5, 4.5 | 18, 17
    near(figures.number(&["population_total", "estimate"]), 41.0);
    near(
        figures.number(&["population_total", "standard_error"]),
        (9.0 + 1.0_f64).sqrt(),
    );
}

#[test]
fn designs_that_cannot_be_are_named() {
    let schools = schools();
    let asked = |design: &str| {
        run(
            &schools,
            &format!(r#"{{"kind": "estimate", "variables": ["score"], "design": {design}}}"#),
        )
    };
    assert_eq!(
        asked(r#"{"strata": "alone"}"#).unwrap_err(),
        Error::LonelyStratum {
            variable: "alone".to_owned(),
            stratum: Value::from("c"),
        }
    );
    assert!(asked(r#"{"strata": "alone", "lonely": "centred"}"#).is_ok());
    assert_eq!(
        asked(r#"{"strata": "stratum", "population": "score"}"#).unwrap_err(),
        Error::StratumPopulation {
            stratum: Value::from("a"),
            sampled: 4.0,
            population: 1.5,
        }
    );
    assert_eq!(
        asked(r#"{"population": 7}"#).unwrap_err(),
        Error::StratumPopulation {
            stratum: Value::from("schools"),
            sampled: 8.0,
            population: 7.0,
        }
    );
    assert_eq!(
        asked(r#"{"strata": "passed"}"#).unwrap_err(),
        Error::DesignMissing {
            variable: "passed".to_owned(),
            row: 8,
        }
    );
    assert!(matches!(
        asked(r#"{"strata": "stratum", "population": 100}"#).unwrap_err(),
        Error::Statistics { .. }
    ));
    let battery = run(
        &schools,
        r#"{"kind": "battery", "items": ["passed"], "design": {"strata": "stratum"}}"#,
    );
    assert_eq!(
        battery.unwrap_err(),
        Error::Unsupported {
            kind: "battery".to_owned(),
            field: "design".to_owned(),
        }
    );
}

#[test]
fn a_row_of_many_cases_is_many_sampling_units() {
    let short = figures(r#"{"kind": "estimate", "variables": ["score"], "frequency": "cases"}"#);
    // 1.5 1.5 2.5 4.5 4.5 4.5 6.5 3.5 5.5 5.5 8.5 10.5
    let scores = [1.5, 1.5, 2.5, 4.5, 4.5, 4.5, 6.5, 3.5, 5.5, 5.5, 8.5, 10.5];
    let mean = scores.iter().sum::<f64>() / 12.0;
    let s2 = scores
        .iter()
        .map(|score| (score - mean).powi(2))
        .sum::<f64>()
        / 11.0;
    near(short.number(&["mean", "estimate"]), mean);
    near(
        short.number(&["mean", "standard_error"]),
        (s2 / 12.0).sqrt(),
    );
    assert_eq!(short.number(&["df"]), Some(11.0));
}

#[test]
fn shares_and_their_differences() {
    let figures =
        figures(r#"{"kind": "estimate", "variables": ["passed"], "by": "stratum", "weight": "w"}"#);
    let Some(Figure::Table(shares)) = figures.get(&["shares"]) else {
        panic!("{figures:?}");
    };
    // yes: 3 of weight 1, one of weight 2; no: one of weight 1, two of weight 2
    near(shares[1].number(&["estimate"]), 0.5);
    assert_eq!(shares[1].number(&["count"]), Some(4.0));
    let Some(Figure::Table(differences)) = figures.get(&["share_differences"]) else {
        panic!("{figures:?}");
    };
    assert_eq!(differences.len(), 1);
    near(differences[0].number(&["difference"]), 1.0 / 3.0 - 0.75);
}

#[test]
fn a_finite_population_narrows_wilsons_interval() {
    let asked = |design: &str| {
        let spec = format!(r#"{{"kind": "frequencies", "variable": "sex"{design}}}"#);
        let Results::Frequencies(table) = run(&schools(), &spec).unwrap().results else {
            panic!("frequencies");
        };
        table.categories[1].confidence_interval
    };
    // mpmath: Wilson's interval of 3 of 8 with n = 8 · 19/12
    let interval = asked(r#", "design": {"population": 20}"#).unwrap();
    assert!(
        (interval.lower - 0.168_746_588_324_875_47).abs() < 1e-14,
        "{}",
        interval.lower
    );
    assert!(
        (interval.upper - 0.639_428_684_567_786).abs() < 1e-14,
        "{}",
        interval.upper
    );
    let census = asked(r#", "design": {"population": 8}"#).unwrap();
    assert_eq!((census.lower, census.upper), (0.375, 0.375));
    let clustered = asked(r#", "design": {"strata": "stratum", "clusters": "school"}"#);
    assert!(clustered.is_some());
    assert_eq!(asked(r#", "weight": "w""#), None);
}

#[test]
fn a_table_under_a_design_is_tested_by_rao_and_scott() {
    let asked = |more: &str| {
        let spec = format!(r#"{{"kind": "crosstab", "rows": "passed", "columns": "sex"{more}}}"#);
        let Results::Crosstab(table) = run(&schools(), &spec).unwrap().results else {
            panic!("crosstab");
        };
        (table.statistics, table.chi_square.unwrap().statistic)
    };
    let (plain, _) = asked("");
    assert_eq!(plain.get(&["rao_scott"]), None);
    let (weighted, pearson) = asked(r#", "weight": "w""#);
    near(
        weighted.number(&["rao_scott", "pearson_chi_square"]),
        pearson,
    );
    assert_eq!(weighted.number(&["rao_scott", "df1"]), Some(1.0));
    let p = weighted.number(&["rao_scott", "p_value"]).unwrap();
    assert!((0.0..=1.0).contains(&p));
}

#[test]
fn weights_meet_their_margins() {
    let finding = run(
        &schools(),
        r#"{"kind": "weighting", "total": 100, "margins": [
            {"variable": "sex", "targets": {"f": 0.5, "m": 0.5}}, {"variable": "passed", "targets": {"yes": 3, "no": 1}}]}"#,
    )
    .unwrap();
    assert!(finding.notes.contains(&Note::UnusableWeight { rows: 1 }));
    let figures = &finding.results.statistics().unwrap().parts[0].figures;
    assert_eq!(figures.get(&["converged"]), Some(&Figure::from("yes")));
    near(figures.number(&["sum_of_weights"]), 100.0);
    let Some(Figure::Table(margins)) = figures.get(&["margins"]) else {
        panic!("{figures:?}");
    };
    for record in margins {
        near(
            record.number(&["share_after"]),
            record.number(&["target_share"]).unwrap(),
        );
    }
    let Some(Figure::List(weights)) = figures.get(&["weights"]) else {
        panic!("{figures:?}");
    };
    assert!(weights[7].is_nan() && weights[..7].iter().all(|weight| *weight > 0.0));
    assert_eq!(
        run(
            &schools(),
            r#"{"kind": "weighting", "margins": [{"variable": "sex", "targets": {"f": 1}}]}"#
        )
        .unwrap_err(),
        Error::MarginValue {
            variable: "sex".to_owned(),
            value: "m".to_owned(),
        }
    );
}

#[test]
fn raked_estimates_know_what_the_margins_explain() {
    let figures = figures(
        r#"{"kind": "estimate", "variables": ["sex"], "margins": [{"variable": "sex", "targets": {"f": 40, "m": 60}}],
            "replication": {"method": "jackknife"}}"#,
    );
    let Some(Figure::Table(shares)) = figures.get(&["shares"]) else {
        panic!("{figures:?}");
    };
    near(shares[0].number(&["estimate"]), 0.4);
    assert!(shares[0].number(&["standard_error"]).unwrap() < 1e-14);
    assert!(shares[0].number(&["replicate_standard_error"]).unwrap() < 1e-14);
}
