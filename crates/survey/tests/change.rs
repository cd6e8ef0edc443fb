//! What has changed from wave to wave.

use befund_survey::analysis::{AnalysisSpec, analyse};
use befund_survey::codebook::{Codebook, Level, Origin, Role, RoleKind, Variable};
use befund_survey::dataset::{CodeStore, Codes, Column, Dataset};
use befund_survey::{Error, Value};
use serde_json::{Value as Json, json};

/// A variable with its answers, separated by blanks.
fn column(answers: &str) -> Column {
    let mut dictionary: Vec<Value> = Vec::new();
    let mut codes = Vec::new();
    for text in answers.split_whitespace() {
        let number = text.parse().map(Value::Number);
        let value = number.unwrap_or_else(|_| Value::from(text));
        if !dictionary.contains(&value) {
            dictionary.push(value.clone());
        }
        let at = dictionary.iter().position(|known| *known == value);
        codes.push(at.map_or(0, |at| at as u8 + 1));
    }
    Column::Codes(Codes::new(CodeStore::U8(codes), dictionary))
}

fn data(id: &str, columns: &[(&str, Level, &str)]) -> Dataset {
    let mut codebook = Codebook::default();
    let mut stored = Vec::new();
    for (name, level, answers) in columns {
        let variable = Variable::new(name, *level, Origin::Given);
        codebook.variables.push(variable);
        stored.push(column(answers));
    }
    Dataset::new(id.to_owned(), format!("{id}.csv"), codebook, stored).unwrap()
}

const BEFORE: [&str; 4] = [
    "1 2 2 3 4 4 5 3 2 1",
    "10 12 9 14 11 13 8 15 12 10",
    "a a b b c a b c a b",
    "n n n y n y n n y n",
];
const AFTER: [&str; 4] = [
    "2 2 4 3 5 5 5 4 1 3",
    "12 13 9 17 12 13 11 15 14 12",
    "a b b b c b b a a c",
    "y n y y y y y n n y",
];

const LAST: [&str; 4] = [
    "3 2 4 4 5 5 4 5 2 3",
    "13 13 10 18 12 15 11 16 13 14",
    "a b b c c b a a b c",
    "y y y y n y y y n y",
];

fn wave(id: &str, cases: &str, answers: [&str; 4]) -> Dataset {
    data(
        id,
        &[
            ("id", Level::Identifier, cases),
            ("trust", Level::Ordinal, answers[0]),
            ("budget", Level::Scale, answers[1]),
            ("office", Level::Nominal, answers[2]),
            ("plan", Level::Nominal, answers[3]),
        ],
    )
}

fn waves() -> [Dataset; 2] {
    [
        wave("w1", "1 2 3 4 5 6 7 8 9 10", BEFORE),
        wave("w2", "1 2 3 4 5 6 7 8 9 10", AFTER),
    ]
}

fn parts(data: &[Dataset], spec: Json) -> Result<Vec<Json>, Error> {
    let spec: AnalysisSpec = serde_json::from_value(spec).unwrap();
    let finding = analyse(&spec, data)?;
    let statistics = finding.results.statistics().unwrap();
    Ok(statistics
        .parts
        .iter()
        .map(|part| part.figures.json())
        .collect())
}

fn near(found: &Json, expected: f64) {
    let found = found.as_f64().unwrap();
    assert!(
        ((found - expected) / expected).abs() < 1e-13,
        "{found} for {expected}"
    );
}

#[test]
fn the_same_cases_are_compared_with_themselves() {
    let spec = json!({
        "kind": "change", "waves": ["w1", "w2"], "key": ["id"],
        "variables": ["budget", "trust", "office"],
    });
    let found = parts(&waves(), spec).unwrap();
    let change = |part: usize| &found[part]["wave_changes"][0];
    assert_eq!(found[0]["waves_design"], "panel");
    assert_eq!(found[0]["comparisons"], 3.0);
    // R 4.2: t.test(y, x, paired = TRUE)
    near(&change(0)["statistic"], 3.771711342562273);
    near(&change(0)["p_value"], 0.004404838762275397);
    near(
        &change(0)["confidence_interval"]["lower"],
        0.5603227977234322,
    );
    // R 4.2: wilcox.test(a, b, paired = TRUE, exact = FALSE, correct = FALSE)
    near(&change(1)["p_value"], 0.0532055298115875);
    // R 4.2: Stuart and Maxwell's statistic from its definition
    near(&change(2)["statistic"], 0.4);
    near(&change(2)["p_value"], 0.8187307530779819);
    // R 4.2: p.adjust(p, "holm")
    near(&change(0)["adjusted_p_value"], 0.01321451628682619);
    near(&change(1)["adjusted_p_value"], 0.106411059623175);
    assert_eq!(found[2]["share_changes"][0]["difference"], -0.1);
    let shares = found[2]["shares"].as_array().unwrap();
    let of_a: Vec<&Json> = shares.iter().map(|record| &record["share"]).collect();
    assert_eq!(of_a, [0.4, 0.3, 0.4, 0.5, 0.2, 0.2]);
    // R 4.2: prop.test(4, 10, correct = FALSE)$conf.int
    near(
        &shares[0]["confidence_interval"]["lower"],
        0.1681803297062362,
    );
}

#[test]
fn two_answers_are_compared_by_mcnemars_test() {
    let spec =
        json!({"kind": "change", "waves": ["w1", "w2"], "key": ["id"], "variables": ["plan"]});
    let found = parts(&waves(), spec).unwrap();
    let change = &found[0]["wave_changes"][0];
    assert_eq!(change["test"], "mcnemar");
    // R 4.2: mcnemar.test(table(g, h), correct = FALSE)
    near(&change["statistic"], 2.666666666666667);
    near(&change["p_value"], 0.1024704348597493);
}

#[test]
fn independent_waves_are_compared_as_groups() {
    let [first, second] = waves();
    let joined = |at: usize| format!("{} {}", BEFORE[at], AFTER[at]);
    let stacked = data(
        "both",
        &[
            (
                "wave",
                Level::Nominal,
                &format!("{} {}", "1 ".repeat(10), "2 ".repeat(10)),
            ),
            ("trust", Level::Ordinal, &joined(0)),
            ("budget", Level::Scale, &joined(1)),
            ("office", Level::Nominal, &joined(2)),
        ],
    );
    let variables = ["budget", "trust", "office"];
    let two = json!({"kind": "change", "waves": ["w1", "w2"], "variables": variables});
    let one = json!({"kind": "change", "by": "wave", "variables": variables});
    for (data, spec) in [(vec![first, second], two), (vec![stacked], one)] {
        let found = parts(&data, spec).unwrap();
        let change = |part: usize| &found[part]["wave_changes"][0];
        assert_eq!(found[0]["waves_design"], "independent_waves");
        // R 4.2: t.test(y, x)
        near(&change(0)["statistic"], 1.415819711172809);
        near(&change(0)["p_value"], 0.173900864455502);
        near(
            &change(0)["confidence_interval"]["upper"],
            3.477459620889867,
        );
        // R 4.2: wilcox.test(a, b, exact = FALSE, correct = FALSE)
        near(&change(1)["p_value"], 0.2631188422491872);
        // R 4.2: chisq.test(rbind(table(g), table(h)), correct = FALSE)
        near(&change(2)["statistic"], 0.253968253968254);
        near(&change(2)["p_value"], 0.8807476526076741);
    }
}

#[test]
fn who_took_part_once_is_counted_and_a_case_twice_in_a_wave_refused() {
    let some = [
        wave("w1", "1 2 3 4 5 6 7 8 9 10", BEFORE),
        wave("w2", "1 2 3 4 5 6 7 8 11 12", AFTER),
    ];
    let spec =
        || json!({"kind": "change", "waves": ["w1", "w2"], "key": ["id"], "variables": ["budget"]});
    let found = parts(&some, spec()).unwrap();
    assert_eq!(found[0]["wave_changes"][0]["n"], 8.0);
    assert_eq!(found[0]["wave_changes"][0]["unmatched"], 4.0);
    let twice = [
        wave("w1", "1 1 3 4 5 6 7 8 9 10", BEFORE),
        wave("w2", "1 2 3 4 5 6 7 8 9 10", AFTER),
    ];
    let error = parts(&twice, spec()).unwrap_err();
    assert!(matches!(error, Error::RepeatedKey { .. }), "{error}");
    // a stated role does what a key does
    let mut told = waves();
    for wave in &mut told {
        wave.codebook.roles.push(Role {
            kind: RoleKind::Case,
            variable: "id".to_owned(),
            origin: Origin::Given,
        });
    }
    let spec = json!({"kind": "change", "waves": ["w1", "w2"], "variables": ["budget"]});
    let found = parts(&told, spec).unwrap();
    assert_eq!(found[0]["waves_design"], "panel");
}

#[test]
fn three_waves_are_compared_all_at_once_as_well() {
    let ids = "1 2 3 4 5 6 7 8 9 10";
    let mut waves: Vec<Dataset> = waves().into();
    waves.push(wave("w3", ids, LAST));
    let spec = |pairing: &str, variables: &[&str]| json!({"kind": "change", "waves": ["w1", "w2", "w3"], "key": ["id"], "pairing": pairing, "variables": variables});
    let variables = ["budget", "trust", "plan", "office"];
    let found = parts(&waves, spec("linked", &variables)).unwrap();
    let all = |part: usize, test: &str| found[part]["all_waves"][test].clone();
    // R 4.2: friedman.test(cbind(x, y, z))
    let budget = all(0, "friedman");
    near(&budget["statistic"], 15.235294117647058);
    near(&budget["p_value"], 0.0004916974061530677);
    near(&all(1, "friedman")["p_value"], 0.028675157083103031);
    // R 4.2: Cochran's Q from its definition
    near(&all(2, "cochran_q")["statistic"], 5.25);
    near(&all(2, "cochran_q")["p_value"], 0.072439757034251456);
    // R 4.2: p.adjust(p, "holm") over three tests
    near(&budget["adjusted_p_value"], 0.0014750922184592031);
    // more than two categories of the same cases: none, with the reason
    let why = &found[3]["all_waves"]["undefined"]["cochran_q"];
    assert!(why.to_string().contains("more than two values"), "{why}");

    let variables = ["budget", "trust", "office"];
    let found = parts(&waves, spec("independent", &variables)).unwrap();
    let all = |part: usize, test: &str| found[part]["all_waves"][test].clone();
    // R 4.2: oneway.test(y ~ wave)
    near(&all(0, "welch_anova")["f"], 2.1288919091453011);
    near(&all(0, "welch_anova")["df_within"], 17.9816413075666688);
    near(&all(0, "welch_anova")["p_value"], 0.1479786841836214);
    // R 4.2: kruskal.test(y, wave)
    near(&all(1, "kruskal_wallis")["statistic"], 2.84860074626867288);
    // R 4.2: chisq.test(table(y, wave))
    near(
        &all(2, "pearson_chi_square")["p_value"],
        0.95856778683185551,
    );
    near(
        &all(2, "pearson_chi_square")["cramers_v"],
        0.1032440829265322,
    );
    near(
        &all(0, "welch_anova")["adjusted_p_value"],
        0.44393605255086421,
    );

    // who missed a wave is not among all waves
    waves[2] = wave("w3", "1 2 3 4 5 6 7 8 11 12", LAST);
    let found = parts(&waves, spec("linked", &["plan"])).unwrap();
    assert_eq!(found[0]["all_waves"]["cochran_q"]["n"], 8.0);
}
