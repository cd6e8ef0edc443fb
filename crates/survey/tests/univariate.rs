//! Figures of single variables and regression through datasets: exact decimals, tables, weights, what is degenerate.

use befund_survey::analysis::{AnalysisSpec, analyse};
use befund_survey::codebook::Codebook;
use befund_survey::dataset::{CodeStore, Codes, Column, Dataset, Numbers, Written};
use befund_survey::finding::{DescriptivesRow, DescriptivesTable, Finding, Results};
use befund_survey::{Error, Figure, Value, infer};
use proptest::prelude::*;

fn dataset(columns: Vec<(&str, Column)>) -> Dataset {
    let mut codebook = Codebook::default();
    let mut stored = Vec::new();
    for (name, column) in columns {
        codebook.variables.push(infer(name, &column));
        stored.push(column);
    }
    Dataset::new("d".to_owned(), "d.csv".to_owned(), codebook, stored).unwrap()
}

fn decimals(values: &[f64], places: u8) -> Column {
    Column::Numbers(Numbers::new(values.to_vec(), Written::Decimals(places)))
}

fn run(data: Dataset, spec: &str) -> Result<Finding, Error> {
    let spec: AnalysisSpec = serde_json::from_str(spec).unwrap();
    analyse(&spec, &[data])
}

fn table(data: Dataset, spec: &str) -> DescriptivesTable {
    match run(data, spec).unwrap().results {
        Results::Descriptives(table) => table,
        other => panic!("{other:?}"),
    }
}

fn row(data: Dataset, spec: &str) -> DescriptivesRow {
    table(data, spec).rows.remove(0)
}

const X: &str = r#"{"kind": "descriptives", "variables": ["x"]}"#;

#[test]
fn decimals_far_from_zero_lose_nothing() {
    // NIST StRD SmLs07, first treatment: 1000000000000.4, then ten pairs 0.1 to either side: variance 20 * 0.01 / 20
    let mut values = vec![1e12 + 0.4];
    values.extend([1e12 + 0.3, 1e12 + 0.5].repeat(10));
    let found = row(dataset(vec![("x", decimals(&values, 1))]), X);
    assert_eq!(found.mean, Some(1e12 + 0.4));
    assert_eq!(found.variance, Some(0.01));
    assert_eq!(found.standard_deviation, Some(0.1));
    let number = |path: &[&str]| found.statistics.number(path);
    assert_eq!(number(&["spread", "range"]), Some(0.2));
    assert_eq!(number(&["spread", "median_absolute_deviation"]), Some(0.1));
    // as doubles they are other numbers
    let doubles = row(dataset(vec![("x", Column::Numbers(values.into()))]), X);
    assert!((doubles.variance.unwrap() - 0.01).abs() > 1e-8);
}

#[test]
fn rests_count() {
    let rests = Written::Rests(vec![0.025, -0.025, 0.0]);
    let values = vec![1e15, 1e15, 1e15];
    let found = row(
        dataset(vec![("x", Column::Numbers(Numbers::new(values, rests)))]),
        X,
    );
    assert_eq!(found.standard_deviation, Some(0.025));
    assert_eq!(found.statistics.number(&["spread", "range"]), Some(0.05));
}

#[test]
fn sampling_weights_do_not_pretend_to_be_cases() {
    let data = || {
        dataset(vec![
            ("x", decimals(&[1.0, 2.0, 4.0, 8.0, 16.0, 32.0], 0)),
            ("w", decimals(&[1.0, 2.0, 1.0, 2.0, 1.0, 5.0], 0)),
        ])
    };
    let plain = r#"{"kind": "descriptives", "variables": ["x"], "#;
    let weighted = row(data(), &format!(r#"{plain} "weight": "w"}}"#));
    let counted = row(data(), &format!(r#"{plain} "frequency": "w"}}"#));
    assert_eq!(weighted.mean, counted.mean);
    assert_eq!((weighted.n, counted.n), (6, 12));
    // by hand: linearised values w(x - 201/12), six rows: sqrt(6/5 sum) / 12
    let mean: f64 = 201.0 / 12.0;
    let x: [f64; 6] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0];
    let w = [1.0, 2.0, 1.0, 2.0, 1.0, 5.0];
    let squares: f64 = x.iter().zip(w).map(|(x, w)| (w * (x - mean)).powi(2)).sum();
    let expected: f64 = (6.0 / 5.0 * squares).sqrt() / 12.0;
    let error = weighted
        .statistics
        .number(&["mean", "standard_error"])
        .unwrap();
    assert!(
        (error - expected).abs() < 1e-13,
        "{error} instead of {expected}"
    );
    assert!(matches!(
        weighted.statistics.get(&["median", "confidence_interval"]),
        Some(Figure::Undefined(_))
    ));
    let error = counted
        .statistics
        .number(&["mean", "standard_error"])
        .unwrap();
    assert!((error - counted.standard_deviation.unwrap() / 12f64.sqrt()).abs() < 1e-14);
}

#[test]
fn missing_answers_are_told_apart() {
    let codes = Codes::new(
        CodeStore::U8(vec![1, 2, 0, 3, 3, 1]),
        vec![1.into(), 2.into(), 99.into()],
    );
    let mut data = dataset(vec![
        ("x", Column::Codes(codes)),
        ("y", decimals(&[1.0, f64::NAN, 2.0, 3.0, 4.0, 5.0], 0)),
    ]);
    data.codebook.variables[0]
        .missing
        .push(befund_survey::codebook::UserMissing {
            value: Value::Number(99.0),
            label: befund_survey::Text::default(),
        });
    let found = table(data, r#"{"kind": "descriptives", "variables": ["x", "y"]}"#);
    let first = &found.rows[0].statistics;
    assert_eq!(
        first.number(&["missing_answers", "user_missing"]),
        Some(2.0)
    );
    assert_eq!(
        first.number(&["missing_answers", "system_missing"]),
        Some(1.0)
    );
    assert_eq!(found.statistics.number(&["complete_cases"]), Some(2.0));
    let Some(Figure::Matrix(pairs)) = found.statistics.get(&["pairwise_cases"]) else {
        panic!("no matrix")
    };
    assert_eq!(
        pairs.values,
        [[Some(3.0), Some(2.0)], [Some(2.0), Some(5.0)]]
    );
}

#[test]
fn degenerate_answers_have_no_figures_but_reasons() {
    let one = row(dataset(vec![("x", decimals(&[7.7], 1))]), X);
    assert_eq!((one.mean, one.standard_deviation), (Some(7.7), None));
    assert!(
        matches!(one.statistics.get(&["mean", "standard_error"]), Some(Figure::Undefined(reason)) if !reason.is_empty())
    );
    let constant = row(dataset(vec![("x", decimals(&[0.1, 0.1, 0.1], 1))]), X);
    assert_eq!(constant.standard_deviation, Some(0.0));
    assert_eq!(
        constant.statistics.number(&["mean", "standard_error"]),
        Some(0.0)
    );
    assert!(matches!(
        constant.statistics.get(&["shape", "skewness"]),
        Some(Figure::Undefined(_))
    ));
    let nobody = run(dataset(vec![("x", decimals(&[f64::NAN, f64::NAN], 0))]), X);
    assert!(matches!(nobody, Err(Error::NoAnswers { .. })));
    let huge = row(
        dataset(vec![(
            "x",
            Column::Numbers(vec![1e300, -1e300, 3e300].into()),
        )]),
        X,
    );
    assert_eq!(huge.variance, None);
    assert!(huge.standard_deviation.unwrap().is_finite());
    for (field, wrong) in [("quantiles", "1.5"), ("levels", "1.0")] {
        let spec =
            format!(r#"{{"kind": "descriptives", "variables": ["x"], "{field}": [{wrong}]}}"#);
        let refused = run(dataset(vec![("x", decimals(&[1.0, 2.0], 0))]), &spec);
        assert!(
            matches!(refused, Err(Error::Statistics { .. })),
            "{refused:?}"
        );
    }
}

#[test]
fn a_collinear_predictor_is_named() {
    let data = dataset(vec![
        ("y", decimals(&[1.0, 3.0, 2.0, 5.0, 4.0], 0)),
        ("a", decimals(&[0.1, 0.2, 0.3, 0.4, 0.5], 1)),
        ("b", decimals(&[1.3, 1.6, 1.9, 2.2, 2.5], 1)),
    ]);
    let spec = r#"{"kind": "regression", "outcome": "y", "predictors": ["a", "b"]}"#;
    let found = run(data, spec);
    assert_eq!(
        found,
        Err(Error::Collinear {
            variable: "b".to_owned()
        })
    );
}

proptest! {
    #[test]
    fn codes_give_what_rows_give(answers in prop::collection::vec(0u8..6, 1..60)) {
        prop_assume!(answers.iter().any(|answer| *answer > 0));
        let tenths = |code: u8| f64::from(code) / 10.0;
        let rows: Vec<f64> = answers.iter().map(|&code| if code == 0 { f64::NAN } else { tenths(code) }).collect();
        let dictionary = (1..6).map(|code| Value::Number(tenths(code))).collect();
        let codes = Codes::new(CodeStore::U8(answers), dictionary).with_written(Written::Decimals(1));
        let from_codes = row(dataset(vec![("x", Column::Codes(codes))]), X);
        let from_rows = row(dataset(vec![("x", decimals(&rows, 1))]), X);
        prop_assert_eq!(from_codes, from_rows);
    }
}
