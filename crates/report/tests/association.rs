//! Sentences and charts on correlation, reliability and agreement.

mod sample;

use befund_report::{chart, sentence};
use befund_survey::Language::{self, De, En};
use befund_survey::analysis::Display;
use befund_survey::finding::{Finding, Interval, Part, Results, Statistics};
use befund_survey::{Figure, Label, Matrix, Sheet, Text, Value};
use sample::{both, finding, item};

fn label(name: &str) -> Label {
    Label {
        value: Value::from(name),
        label: Text::from(name),
    }
}

fn interval(lower: f64, upper: f64) -> Interval {
    Interval {
        lower,
        upper,
        level: 0.95,
    }
}

fn of(figures: Sheet, kind: fn(Statistics) -> Results) -> Finding {
    let variables = ["Nähe", "Ferne", "Mitte"].map(|name| item(name, both(name, name)));
    let statistics = Statistics {
        by: None,
        parts: vec![Part {
            variables: variables.to_vec(),
            figures,
        }],
    };
    finding(
        "a",
        Text::default(),
        32,
        kind(statistics),
        Display::default(),
    )
}

fn said(finding: &Finding, language: Language) -> String {
    sentence(finding, language).unwrap()
}

fn pair(first: &str, second: &str, r: Figure, p: f64) -> Sheet {
    let mut sheet = Sheet::new();
    sheet
        .put("first", label(first))
        .put("second", label(second))
        .put("r", r);
    if sheet.number(&["r"]).is_some() {
        sheet
            .put("confidence_interval", interval(-0.93, -0.744))
            .put("adjusted_p_value", p);
    }
    sheet
}

fn correlations(pairs: Vec<Sheet>) -> Finding {
    let mut sheet = Sheet::new();
    let names = vec![label("Nähe"), label("Ferne"), label("Mitte")];
    sheet
        .put(
            "correlations",
            Matrix {
                rows: names.clone(),
                columns: names,
                values: vec![
                    vec![Some(1.0), Some(-0.868), None],
                    vec![Some(-0.868), Some(1.0), None],
                    vec![None, None, None],
                ],
            },
        )
        .put("adjustment", "holm")
        .put("pearson", pairs);
    of(sheet, Results::Correlation)
}

#[test]
fn the_strongest_correlation_leads() {
    let undefined = Figure::Undefined("variable 2 is constant: leave it out".to_owned());
    let finding = correlations(vec![
        pair("Nähe", "Ferne", Figure::Number(-0.868), 0.000_2),
        pair("Nähe", "Mitte", undefined, f64::NAN),
        pair("Ferne", "Mitte", Figure::Number(0.3), 0.21),
    ]);
    assert_eq!(
        said(&finding, De),
        "Am engsten hängen „Nähe“ und „Ferne“ zusammen (r = −0,87, 95-%-Konfidenzintervall −0,93 bis −0,74; p < 0,001). Von 2 Korrelationen unterscheidet sich nach der Korrektur (Holm) eine statistisch signifikant von 0."
    );
    assert!(
        said(&finding, En).ends_with(
            "Of 2 correlations, one differs significantly from 0 after correction (Holm)."
        )
    );
    let drawn = chart(&finding, De).unwrap();
    assert!(
        drawn.description.contains("Nähe: Nähe 1,00, Ferne −0,87"),
        "{}",
        drawn.description
    );
}

#[test]
fn one_pair_says_its_direction() {
    let finding = correlations(vec![pair("Nähe", "Ferne", Figure::Number(-0.868), 0.000_2)]);
    assert!(
        said(&finding, De).starts_with("„Nähe“ und „Ferne“ gehen gegensinnig zusammen (r = −0,87")
    );
    let finding = correlations(vec![pair("Nähe", "Ferne", Figure::Number(0.1), 0.6)]);
    assert!(
        said(&finding, En)
            .starts_with("“Nähe” and “Ferne” show no clear linear association (r = 0.10")
    );
}

#[test]
fn alpha_with_the_item_that_lowers_it() {
    let (mut cronbach, mut without, mut sheet) = (Sheet::new(), Sheet::new(), Sheet::new());
    cronbach
        .put("alpha", 0.8431)
        .put("confidence_interval", interval(0.739, 0.916));
    without
        .put("item", label("Ferne"))
        .put("alpha_if_deleted", 0.8639);
    sheet
        .put("number_of_items", 7_usize)
        .put("cronbach_alpha", cronbach)
        .put("item_analysis", vec![without]);
    assert_eq!(
        said(&of(sheet.clone(), Results::Reliability), De),
        "Die Skala aus 7 Items hat ein Cronbachs Alpha von 0,84 (95-%-Konfidenzintervall 0,74 bis 0,92). Ohne „Ferne“ läge Alpha bei 0,86."
    );
    assert!(
        said(&of(sheet, Results::Reliability), En)
            .ends_with("Without “Ferne”, alpha would be 0.86.")
    );
}

#[test]
fn agreement_beyond_chance() {
    let (mut kappa, mut sheet) = (Sheet::new(), Sheet::new());
    kappa
        .put("weights", "unweighted")
        .put("kappa", 0.4915)
        .put("confidence_interval", interval(0.35, 0.633))
        .put("observed_agreement", 0.7);
    sheet.put("cohen_kappa", kappa);
    assert_eq!(
        said(&of(sheet, Results::Agreement), De),
        "Die Urteile stimmen zu 70,0\u{202F}% überein; um den Zufall bereinigt ergibt das ein Cohens Kappa von 0,49 (95-%-Konfidenzintervall 0,35 bis 0,63)."
    );
    // no kappa: alpha; neither: nothing
    let (mut nominal, mut levels, mut sheet) = (Sheet::new(), Sheet::new(), Sheet::new());
    nominal.put("alpha", 0.7434).put("ratings", 40_usize);
    levels.put("nominal", nominal);
    sheet.put("krippendorff_alpha", levels);
    assert_eq!(
        said(&of(sheet, Results::Agreement), En),
        "The agreement of 40 ratings, Krippendorff’s alpha, is 0.74."
    );
    assert_eq!(sentence(&of(Sheet::new(), Results::Agreement), En), None);
}
