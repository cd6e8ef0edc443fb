//! Sentences on estimates, weights and tests under a sampling design.

mod sample;

use befund_report::{sentence, table};
use befund_survey::Language::{De, En};
use befund_survey::analysis::Display;
use befund_survey::finding::*;
use befund_survey::{Figure, Label, Sheet, Text, Value};

fn sheet<const N: usize>(figures: [(&'static str, Figure); N]) -> Sheet {
    let mut sheet = Sheet::new();
    for (term, figure) in figures {
        sheet.put(term, figure);
    }
    sheet
}

fn interval(lower: f64, upper: f64) -> Figure {
    Interval {
        lower,
        upper,
        level: 0.9,
    }
    .into()
}

fn label(name: &str) -> Figure {
    Label {
        value: Value::from(name),
        label: Text::default(),
    }
    .into()
}

fn found(results: fn(Statistics) -> Results, figures: Sheet) -> Finding {
    let part = Part {
        variables: vec![sample::item("hours", sample::both("Stunden", "hours"))],
        figures,
    };
    let statistics = Statistics {
        by: None,
        parts: vec![part],
    };
    sample::finding(
        "e",
        Text::default(),
        268,
        results(statistics),
        Display::default(),
    )
}

#[test]
fn a_mean_with_its_interval_and_the_clearest_difference() {
    let mean = sheet([
        ("estimate", 12.25.into()),
        ("confidence_interval", interval(11.5, 13.0)),
    ]);
    let differences = vec![
        sheet([
            ("first", label("B")),
            ("second", label("A")),
            ("difference", 0.5.into()),
            ("adjusted_p_value", 0.2.into()),
        ]),
        sheet([
            ("first", label("C")),
            ("second", label("A")),
            ("difference", (-2.5).into()),
            ("adjusted_p_value", 0.01.into()),
        ]),
    ];
    let finding = found(
        Results::Estimate,
        sheet([("mean", mean.into()), ("differences", differences.into())]),
    );
    assert_eq!(
        sentence(&finding, De).unwrap(),
        "Der Mittelwert von „Stunden“ liegt in der Grundgesamtheit bei 12,25 (90-%-Konfidenzintervall 11,5 bis 13). Am \
         deutlichsten unterscheiden sich „C“ und „A“: „C“ liegt um 2,5 niedriger."
    );
    assert_eq!(
        sentence(&finding, En).unwrap(),
        "The population mean of “hours” is estimated at 12.25 (90% confidence interval 11.5 to 13). The clearest difference \
         is that between “C” and “A”: “C” is lower by 2.5."
    );
}

#[test]
fn the_largest_share() {
    let share = |name: &str, share: f64| {
        sheet([
            ("category", label(name)),
            ("estimate", share.into()),
            ("confidence_interval", interval(share - 0.1, share + 0.1)),
        ])
    };
    let shares = vec![share("ja", 0.25), share("nein", 0.75)];
    let finding = found(Results::Estimate, sheet([("shares", shares.into())]));
    let text = sentence(&finding, De).unwrap();
    assert!(
        text.contains("auf „nein“ (90-%-Konfidenzintervall 65"),
        "{text}"
    );
}

#[test]
fn weights_and_what_they_cost() {
    let figures = |converged: &'static str| {
        sheet([
            ("n", 268_u64.into()),
            ("converged", converged.into()),
            ("mean", 2.0.into()),
            ("minimum", 1.0.into()),
            ("maximum", 5.0.into()),
            ("effective_sample_size", 201.4.into()),
            ("weights", vec![1.0; 268].into()),
        ])
    };
    let met = found(Results::Weighting, figures("yes"));
    assert_eq!(
        sentence(&met, De).unwrap(),
        "Die Gewichte treffen die vorgegebenen Randverteilungen und reichen vom 0,5- bis zum 2,5-Fachen ihres Mittels; \
         268 Fälle zählen so viel wie 201 ungewichtete."
    );
    let missed = found(Results::Weighting, figures("no"));
    assert!(sentence(&missed, De).unwrap().contains("nicht ganz"));
    // the weights of all rows stand in JSON, not in the table
    let longest = table(&met, De)
        .rows
        .iter()
        .flat_map(|row| row.cells.iter().map(|cell| cell.shown().chars().count()))
        .max();
    assert!(longest.unwrap() < 100);
}

#[test]
fn a_weighted_table_with_rao_and_scotts_test_may_claim_significance() {
    let mut finding = sample::crosstab(None);
    finding.base.weight = Some("w".to_owned());
    if let Results::Crosstab(table) = &mut finding.results {
        let test = sheet([
            ("statistic", 5.5.into()),
            ("df1", 3.6.into()),
            ("df2", 180.25.into()),
            ("p_value", 0.0012.into()),
        ]);
        table.statistics.put("rao_scott", test);
    }
    let text = sentence(&finding, De).unwrap();
    assert!(
        text.contains("statistisch signifikanter Zusammenhang (F(3,6; 180,25) = 5,50; p = 0,001"),
        "{text}"
    );
}
