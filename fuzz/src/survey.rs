//! A small survey with a variable of every kind, over which codebooks, expressions and studies are laid.

use std::sync::OnceLock;

use befund_formats::FileReader;
use befund_survey::analysis::{AnalysisSpec, begin};
use befund_survey::dataset::Dataset;
use befund_survey::study::{DatasetSpec, Study};
use befund_survey::{Error, ReadOptions, Text};
use serde_json::json;

/// The survey, read once.
pub(crate) fn small() -> Dataset {
    static SURVEY: OnceLock<Dataset> = OnceLock::new();
    SURVEY.get_or_init(read).clone()
}

fn read() -> Dataset {
    let mut csv = "id;sex;office;q1;q2;q3;m_1;m_2;m_3;age;w;day;note\n".to_owned();
    for row in 0..24 {
        let item = |shift: usize| ["1", "2", "3", "4", "9", "", "2"][(row * shift + shift) % 7];
        let mention = |shift: usize| (row / shift) % 2;
        csv += &format!(
            "{};{};{};{};{};{};{};{};{};{};{},{};2026-0{}-1{};{}\n",
            100 + row,
            1 + row % 2,
            ["ord", "plan", "bau", ""][row % 4],
            item(1),
            item(2),
            item(3),
            mention(1),
            mention(2),
            mention(3),
            18 + row * 3,
            row % 3,
            row,
            1 + row % 9,
            row % 10,
            ["", "good, but \"late\"", "Bürgeramt", "no"][row % 4],
        );
    }
    let mut reader = FileReader::new("survey.csv", ReadOptions::default());
    reader.feed(csv.as_bytes()).expect("text");
    let mut data = reader.finish().expect("a table").dataset;
    let labels = json!({
        "id": "survey", "file": "survey.csv",
        "variables": [
            {"name": "sex", "values": [{"value": 1, "label": "male"}, {"value": 2, "label": {"de": "weiblich", "en": "female"}}]},
            {"name": "q1", "level": "ordinal", "missing": [{"value": 9, "label": "refused"}],
             "values": [{"value": 1, "label": "never"}, {"value": 4, "label": "always"}]}
        ]
    });
    let spec: DatasetSpec = serde_json::from_value(labels).expect("a dataset of a study");
    let misfits = spec.apply(&Study::new(Text::default()), &mut data);
    assert_eq!(misfits, []);
    data
}

/// Counts the rows for which an expression is true.
pub(crate) fn filtered(text: &str, data: &Dataset) -> Result<(), Error> {
    let spec = json!({"kind": "frequencies", "variable": "sex", "filter": text});
    let spec: AnalysisSpec = serde_json::from_value(spec).expect("an analysis");
    begin(&spec, std::slice::from_ref(data)).map(drop)
}

/// Makes the expression a variable, and says why not.
pub(crate) fn derived(text: &str, data: &mut Dataset) -> Vec<Text> {
    let spec = json!({
        "id": "survey", "file": "survey.csv",
        "derived": [{"name": "derived", "kind": "expression", "formula": text}]
    });
    let spec: DatasetSpec = serde_json::from_value(spec).expect("a dataset of a study");
    let misfits = spec.apply(&Study::new(Text::default()), data);
    misfits.iter().map(|misfit| misfit.text()).collect()
}
