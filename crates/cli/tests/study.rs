//! Studies end to end, as a user runs them: what is taken back, codebooks beside the data, raked weights, contact frames, waves, panels
//! and records.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

/// A folder with the files of a test.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str, files: &[(&str, &str)]) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join("study")
            .join(test);
        fs::create_dir_all(&folder).unwrap();
        let folder = Self(folder);
        for (name, content) in files {
            folder.write(name, content);
        }
        folder
    }

    fn write(&self, name: &str, content: &str) {
        fs::write(self.0.join(name), content).unwrap();
    }

    /// Runs the command somewhere else: names are relative to the study, not to where one is.
    fn run(&self, arguments: &[&str]) -> Output {
        let arguments = arguments.iter().map(|argument| {
            let path = self.0.join(argument);
            match Path::new(argument).extension().is_some() && path.exists() {
                true => path.to_string_lossy().into_owned(),
                false => (*argument).to_owned(),
            }
        });
        Command::new(env!("CARGO_BIN_EXE_befund"))
            .args(arguments)
            .output()
            .unwrap()
    }

    /// What it prints as JSON, whatever its exit code.
    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[arguments, &["--format", "json"]].concat());
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            let said = String::from_utf8_lossy(&output.stderr);
            panic!("{error}: {said}")
        })
    }

    /// The column of a codebook.
    fn column(&self, arguments: &[&str], name: &str) -> Value {
        let described = self.json(&[&["describe"], arguments].concat());
        let columns = described["columns"].as_array().unwrap();
        let column = columns.iter().find(|column| column["name"] == name);
        column.cloned().unwrap_or_else(|| panic!("{described:#}"))
    }

    /// The finding of that name.
    fn finding(&self, study: &str, id: &str) -> Value {
        let report = self.json(&["analyse", "--study", study]);
        let findings = report["findings"].as_array().unwrap();
        let found = findings.iter().find(|finding| finding["id"] == id);
        found.cloned().unwrap_or_else(|| panic!("{report:#}"))
    }
}

fn near(found: &Value, expected: f64) {
    let found = found.as_f64().unwrap_or(f64::NAN);
    let distance = (found - expected).abs();
    assert!(
        distance <= 1e-12 * expected.abs().max(1e-300),
        "{found} is not {expected}"
    );
}

const GUESSED: &str = "q1;when;share;answer\n1;01/02/2026;12 min;yes\n2;03/04/2026;7,5 min;no\n3;05/06/2026;100 min;don't know\n\
                       4;01/02/2026;n/a;yes\n5;11/12/2026;7,5 min;no\n99;01/02/2026;33 min;yes\n";

#[test]
fn guesses_are_taken_back_and_texts_are_read_as_stated() {
    let folder = Folder::new(
        "guesses",
        &[
            ("answers.csv", GUESSED),
            (
                "study.json",
                r#"{"befund": 1, "title": "t", "datasets": [{"id": "a", "file": "answers.csv", "variables": [
                    {"name": "q1", "missing": []},
                    {"name": "when", "dates": "month_day_year"},
                    {"name": "share", "level": "scale", "missing": [{"value": "n/a"}]},
                    {"name": "answer", "missing": [{"value": "no", "label": "not meant"}]}]}]}"#,
            ),
        ],
    );
    let before = |name| folder.column(&["answers.csv"], name);
    let after = |name| folder.column(&["answers.csv", "--study", "study.json"], name);
    assert_eq!(before("q1")["user_missing"][0]["value"], 99.0);
    assert_eq!(
        before("q1")["missing_origin"]["guessed"]["because"],
        "beyond_scale"
    );
    let q1 = after("q1");
    assert_eq!((&q1["user_missing"], &q1["valid"]), (&json!([]), &json!(6)));
    assert_eq!(q1["missing_origin"], Value::Null, "stated, no guess: {q1}");

    assert_eq!(before("when")["temporal"], Value::Null);
    let when = after("when");
    assert_eq!(
        (&when["temporal"], &when["level"]),
        (&json!("date"), &json!("date"))
    );
    assert_eq!(when["minimum"], "2026-01-02");
    assert_eq!(when["maximum"], "2026-11-12");

    assert_ne!(before("share")["level"], "scale");
    let share = after("share");
    assert_eq!(
        (&share["level"], &share["origin"]),
        (&json!("scale"), &json!("given"))
    );
    assert_eq!(
        (&share["minimum"], &share["maximum"]),
        (&json!(7.5), &json!(100.0))
    );
    assert_eq!((&share["valid"], &share["missing"]), (&json!(5), &json!(1)));

    assert_eq!(
        before("answer")["missing_origin"]["guessed"]["because"],
        "no_answer_words"
    );
    let answer = after("answer");
    assert_eq!(
        answer["user_missing"],
        json!([{"value": "no", "label": "not meant"}])
    );
    assert_eq!(answer["missing_origin"], Value::Null);

    // what is not so is said, and stays what it was
    folder.write(
        "wrong.json",
        r#"{"befund": 1, "title": "t", "datasets": [{"id": "a", "file": "answers.csv", "variables": [
            {"name": "when", "dates": "year_month_day"}, {"name": "answer", "level": "scale", "label": "Answer"}]}]}"#,
    );
    let checked = folder.json(&["check", "wrong.json"]);
    let said = checked["warnings"].to_string();
    assert!(
        said.contains("`when` should hold days as year, month, day, and here is `01/02/2026`"),
        "{said}"
    );
    assert!(
        said.contains("`answer` should hold numbers, and here is `yes`"),
        "{said}"
    );
    let answer = folder.column(&["answers.csv", "--study", "wrong.json"], "answer");
    assert_eq!(
        (&answer["level"], &answer["label"]),
        (&json!("nominal"), &json!("Answer"))
    );
}

#[test]
fn what_was_taken_back_stays_so_in_the_study_that_is_written() {
    let folder = Folder::new(
        "taken_back",
        &[
            ("answers.csv", GUESSED),
            ("dated.csv", "when;x\n13/02/2026;1\n02/03/2026;2\n"),
            ("next.csv", "when;x\n01/02/2026;1\n02/03/2026;2\n"),
            (
                "study.json",
                r#"{"befund": 1, "title": "t", "datasets": [{"id": "a", "file": "answers.csv", "variables": [{"name": "q1", "missing": []}]}]}"#,
            ),
        ],
    );
    let written = folder.run(&["study", "--study", "study.json"]);
    let written: Value = serde_json::from_slice(&written.stdout).unwrap();
    let variables = &written["datasets"][0]["variables"];
    assert_eq!(variables[0]["missing"], json!([]), "{variables}");
    assert_eq!(variables[1].get("missing"), None, "{variables}");
    // the order that showed this year holds next year, where it does not show
    let written = folder.run(&["study", "dated.csv"]);
    let written = String::from_utf8(written.stdout).unwrap();
    assert!(
        written.contains(r#""dates": "day_month_year""#),
        "{written}"
    );
    folder.write("dated.json", &written);
    let when = folder.column(&["next.csv", "--study", "dated.json"], "when");
    assert_eq!(when["minimum"], "2026-02-01");
}

#[test]
fn a_codebook_that_is_a_study_says_everything_a_study_says_of_variables() {
    let folder = Folder::new(
        "codebook_study",
        &[
            ("answers.csv", GUESSED),
            (
                "meaning.json",
                r#"{"befund": 1, "title": "t", "datasets": [{"id": "a", "file": "any.csv",
                    "roles": [{"kind": "case", "variable": "share"}, {"kind": "weight", "variable": "w"}],
                    "derived": [{"name": "w", "kind": "expression", "formula": "q1"}],
                    "variables": [
                    {"name": "q1", "missing": []},
                    {"name": "when", "dates": "month_day_year"},
                    {"name": "share", "level": "scale", "missing": [{"value": "n/a"}]},
                    {"name": "answer", "missing": [{"value": "no", "label": "not meant"}]}]}]}"#,
            ),
            (
                "study.json",
                r#"{"befund": 1, "title": "t", "datasets": [{"id": "d", "file": "answers.csv", "codebook": "meaning.json"}]}"#,
            ),
            (
                "wrong.json",
                r#"{"befund": 1, "title": "t", "datasets": [{"id": "a", "file": "any.csv", "variables": [
                    {"name": "when", "dates": "year_month_day"}, {"name": "answer", "level": "scale"}]}]}"#,
            ),
        ],
    );
    let expect = |with: &[&str]| {
        let column = |name| folder.column(with, name);
        let q1 = column("q1");
        assert_eq!((&q1["user_missing"], &q1["valid"]), (&json!([]), &json!(6)));
        let when = column("when");
        assert_eq!(
            (&when["level"], &when["minimum"], &when["maximum"]),
            (&json!("date"), &json!("2026-01-02"), &json!("2026-11-12"))
        );
        let share = column("share");
        assert_eq!(
            (&share["level"], &share["maximum"], &share["valid"]),
            (&json!("scale"), &json!(100.0), &json!(5))
        );
        let answer = column("answer");
        let not_meant = json!([{"value": "no", "label": "not meant"}]);
        assert_eq!(answer["user_missing"], not_meant);
    };
    expect(&["answers.csv", "--codebook", "meaning.json"]);
    expect(&["answers.csv", "--study", "study.json"]);
    let roles = folder.json(&["describe", "answers.csv", "--codebook", "meaning.json"]);
    assert_eq!(
        roles["roles"],
        json!([{"kind": "case", "variable": "share"}])
    );

    // the study that is written says it without the codebook
    let written = folder.run(&["study", "--study", "study.json"]);
    folder.write("alone.json", &String::from_utf8(written.stdout).unwrap());
    expect(&["answers.csv", "--study", "alone.json"]);

    // what is not so is said, and the level stays
    let wrong = folder.run(&["describe", "answers.csv", "--codebook", "wrong.json"]);
    let said = String::from_utf8(wrong.stderr).unwrap();
    assert!(
        said.contains("`when` should hold days as year, month, day, and here is `01/02/2026`"),
        "{said}"
    );
    assert!(
        said.contains("`answer` should hold numbers, and here is `yes`"),
        "{said}"
    );
    let answer = folder.column(&["answers.csv", "--codebook", "wrong.json"], "answer");
    assert_eq!(answer["level"], "nominal");
}

#[test]
fn a_study_names_the_codebook_beside_its_data() {
    let folder = Folder::new(
        "codebook",
        &[
            ("data.csv", "sex;q1\n1;1\n2;9\n1;2\n"),
            (
                "labels.sps",
                "VARIABLE LABELS sex 'Geschlecht' q1 'Frage 1'.\nVALUE LABELS sex 1 'Frau' 2 'Mann'.\nMISSING VALUES q1 (9).\n",
            ),
            (
                "study.json",
                r#"{"befund": 1, "title": "t", "datasets": [{"id": "d", "file": "data.csv", "codebook": "labels.sps",
                    "variables": [{"name": "sex", "label": "Sex"}]}],
                    "analyses": [{"kind": "frequencies", "variable": "sex"}, {"kind": "frequencies", "variable": "q1"}]}"#,
            ),
        ],
    );
    let report = folder.json(&["analyse", "--study", "study.json"]);
    let labels = &report["findings"][0]["results"]["categories"];
    assert_eq!(
        (&labels[0]["label"], &labels[1]["label"]),
        (&json!("Frau"), &json!("Mann"))
    );
    assert_eq!(
        report["findings"][1]["results"]["user_missing"][0]["count"],
        1.0
    );
    let checked = folder.json(&["check", "study.json"]);
    assert_eq!(checked["fits"], true, "{checked}");
    assert!(
        checked["notes"].to_string().contains("labels.sps"),
        "{checked}"
    );
    // the study goes before its codebook; what is written needs no codebook any more
    let written = folder.run(&["study", "--study", "study.json"]);
    let written: Value = serde_json::from_slice(&written.stdout).unwrap();
    let data = &written["datasets"][0];
    assert_eq!(data.get("codebook"), None);
    assert_eq!(data["variables"][0]["label"], "Sex");
    assert_eq!(data["variables"][1]["label"], "Frage 1");
    assert_eq!(data["variables"][1]["missing"][0]["value"], 9.0);

    folder.write(
        "lost.json",
        r#"{"befund": 1, "title": "t", "datasets": [{"id": "d", "file": "data.csv", "codebook": "lost.sps"}]}"#,
    );
    let output = folder.run(&["check", "lost.json"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.code() == Some(1) && said.contains("lost.sps: the file cannot be read"),
        "{said}"
    );
}

#[test]
fn a_raked_weight_tells_how_it_came_about() {
    let data =
        "sex;age\nf;young\nf;young\nf;old\nf;old\nf;old\nm;young\nm;young\nm;young\nm;old\n;old\n";
    let study = |bounds: &str| {
        format!(
            r#"{{"befund": 1, "title": "t", "datasets": [{{"id": "d", "file": "data.csv",
                "roles": [{{"kind": "weight", "variable": "w"}}],
                "derived": [{{"name": "w", "kind": "weight"{bounds}, "margins": [
                    {{"variable": "sex", "targets": {{"f": 0.45, "m": 0.55}}}},
                    {{"variable": "age", "targets": {{"young": 0.4, "old": 0.6}}}}]}}]}}],
                "analyses": [{{"id": "a", "kind": "frequencies", "variable": "age"}},
                    {{"id": "unweighted", "kind": "frequencies", "variable": "age", "weight": "none"}},
                    {{"id": "w", "kind": "weighting", "weight": "none"{bounds}, "margins": [
                    {{"variable": "sex", "targets": {{"f": 0.45, "m": 0.55}}}},
                    {{"variable": "age", "targets": {{"young": 0.4, "old": 0.6}}}}]}}]}}"#
        )
    };
    let folder = Folder::new("raked", &[("data.csv", data), ("study.json", &study(""))]);
    let finding = folder.finding("study.json", "a");
    let notes = finding["notes"].as_array().unwrap();
    let note = notes.iter().find(|note| note["note"] == "raked_weight");
    let raked = &note.unwrap_or_else(|| panic!("{finding:#}"))["raked"];
    assert_eq!((&raked["weight"], &raked["n"]), (&json!("w"), &json!(9)));
    assert_eq!(raked["margins"], json!(["sex", "age"]));
    assert!(raked["deviation"].as_f64().unwrap() < 1e-12);
    // the same as the analysis of its own says
    let analysis = folder.finding("study.json", "w");
    let figures = &analysis["results"]["parts"][0]["figures"];
    for (field, figure) in [
        ("rounds", "rounds"),
        ("design_effect", "kish_design_effect"),
        ("effective_n", "effective_sample_size"),
        ("minimum", "minimum"),
        ("maximum", "maximum"),
    ] {
        near(&raked[field], figures[figure].as_f64().unwrap());
    }
    let unweighted = folder.finding("study.json", "unweighted");
    assert!(!unweighted["notes"].to_string().contains("raked_weight"));

    let described = folder.run(&["describe", "data.csv", "--study", "study.json"]);
    let described = String::from_utf8(described.stdout).unwrap();
    for words in [
        "Weight “w”: raked to the margins of sex, age (",
        "effective sample size ",
        " of 9.",
    ] {
        assert!(described.contains(words), "{words}: {described}");
    }
    let checked = folder.json(&["check", "study.json"]);
    assert!(
        checked["notes"]
            .to_string()
            .contains("design effect of the weights"),
        "{checked}"
    );

    folder.write("study.json", &study(r#", "bounds": [0.66, 2.7]"#));
    let german = folder.run(&[
        "describe",
        "data.csv",
        "--study",
        "study.json",
        "--language",
        "de",
    ]);
    let german = String::from_utf8(german.stdout).unwrap();
    assert!(
        german.contains("an eine Grenze gestutzt; Designeffekt der Gewichtung 1,"),
        "{german}"
    );
}

/// Three waves of a panel: offices in municipalities, of which one leaves after the first wave and one comes with the second.
const WAVES: [(&str, &str); 3] = [
    (
        "w1.csv",
        "municipality;office;staff;view\nA;ord;10;1\nA;plan;5;2\nB;ord;7;3\nB;plan;4;1\n",
    ),
    (
        "w2.csv",
        "municipality;office;staff;view\nB;plan;4;2\nA;ord;12;3\nB;ord;7;3\nC;ord;9;2\n",
    ),
    (
        "w3.csv",
        "municipality;office;staff;view\nA;ord;13;3\nC;ord;8;1\nB;ord;7;2\n",
    ),
];
const PANEL: &str = r#"
befund = 1
title = "Panel"
datasets = [
  { id = "w1", file = "w1.csv", title = "2024", roles = [{ kind = "case", variable = "municipality" }, { kind = "case", variable = "office" }] },
  { id = "w2", file = "w2.csv", title = "2025", roles = [{ kind = "case", variable = "municipality" }, { kind = "case", variable = "office" }] },
  { id = "w3", file = "w3.csv", title = "2026", roles = [{ kind = "case", variable = "municipality" }, { kind = "case", variable = "office" }] },
]

[[combined]]
id = "panel"
unit = "offices"
combine = { link = { waves = ["w1", "w2", "w3"] } }
derived = [
  { name = "growth", kind = "change", from = "staff@w1", to = "staff@w3" },
  { name = "turn", kind = "change", from = "view@w1", to = "view@w2", as = "direction" },
]

[[combined]]
id = "all"
combine = { stack = { datasets = ["w1", "w2", "w3"], source = "year" } }

[[analyses]]
id = "attrition"
kind = "attrition"
waves = ["w1", "w2", "w3"]

[[analyses]]
id = "growth"
data = "panel"
kind = "descriptives"
variables = ["growth"]

[[analyses]]
id = "turn"
data = "panel"
kind = "frequencies"
variable = "turn"

[[analyses]]
id = "paired"
data = "panel"
kind = "paired"
variables = ["staff@w1", "staff@w2"]

[[analyses]]
id = "trend"
data = "all"
kind = "descriptives"
variables = ["staff"]
by = "year"
"#;

#[test]
fn waves_are_linked_stacked_and_followed() {
    let folder = Folder::new("waves", &WAVES);
    folder.write("panel.toml", PANEL);
    let checked = folder.json(&["check", "panel.toml"]);
    assert_eq!(checked["fits"], true, "{checked:#}");

    let attrition = folder.finding("panel.toml", "attrition");
    let figures = &attrition["results"]["parts"][0]["figures"];
    assert_eq!(
        (&figures["cases"], &figures["in_all_waves"]),
        (&json!(5.0), &json!(2.0))
    );
    let passages = figures["passages"].as_array().unwrap();
    let passages: Vec<_> = passages
        .iter()
        .map(|passage| ["n", "stayed", "joined"].map(|field| passage[field].as_f64().unwrap()))
        .collect();
    // 2024 to 2025, 2025 to 2026, 2024 to 2026
    assert_eq!(
        passages,
        [[4.0, 3.0, 1.0], [4.0, 3.0, 0.0], [4.0, 2.0, 1.0]]
    );

    // A/ord 10 → 13, B/ord 7 → 7; the others are not in both waves
    let growth = folder.finding("panel.toml", "growth");
    assert_eq!(
        (&growth["base"]["rows"], &growth["base"]["n"]),
        (&json!(5), &json!(2))
    );
    near(&growth["results"]["rows"][0]["mean"], 1.5);

    // A/ord 1 → 3 higher, B/ord 3 → 3 the same, B/plan 1 → 2 higher
    let turn = folder.finding("panel.toml", "turn");
    let counts: Vec<(f64, f64)> = turn["results"]["categories"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|category| Some((category["value"].as_f64()?, category["count"].as_f64()?)))
        .filter(|(_, count)| *count > 0.0)
        .collect();
    assert_eq!(counts, [(0.0, 1.0), (1.0, 2.0)]);

    // R: t.test(c(12, 7, 4), c(10, 7, 4), paired = TRUE): t = 1, df = 2
    let paired = folder.finding("panel.toml", "paired");
    assert_eq!(paired["base"]["n"], 3, "{paired:#}");
    let text = paired["results"].to_string();
    assert!(text.contains(r#""df":2"#), "{text}");

    let trend = folder.finding("panel.toml", "trend");
    let groups = trend["results"].to_string();
    assert_eq!(trend["base"]["rows"], 11);
    assert!(
        groups.contains("2024") && groups.contains("2026"),
        "{groups}"
    );
}

#[test]
fn next_years_wave_reports_what_does_not_fit() {
    let folder = Folder::new("next_wave", &WAVES);
    folder.write("panel.toml", PANEL);
    folder.write(
        "w3.csv",
        "municipality;office;employees\nA;ord;13\nA;ord;14\nC;ord;8\n",
    );
    let output = folder.run(&["check", "panel.toml", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    let checked: Value = serde_json::from_slice(&output.stdout).unwrap();
    let all = checked.to_string();
    for words in [
        "rows 1 and 2 are the same case",
        "staff is not in w3",
        "employees is not in w1, w2",
        "dataset `panel` could not be made",
    ] {
        assert!(all.contains(words), "{words}: {checked:#}");
    }
    let failed: Vec<&str> = checked["failed"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|failed| failed["id"].as_str())
        .collect();
    assert!(
        !failed.contains(&"trend"),
        "the stack needs no key: {checked:#}"
    );
    assert!(
        failed.contains(&"growth") && failed.contains(&"attrition"),
        "{checked:#}"
    );
}

#[test]
fn records_are_counted_by_case() {
    let folder = Folder::new(
        "records",
        &[
            (
                "measures.csv",
                "office;measure;cost;online\n1;advice;10;1\n1;training;30;0\n1;advice;20;1\n2;advice;5;0\n3;training;7;0\n",
            ),
            (
                "study.json",
                r#"{"befund": 1, "title": "t",
                    "datasets": [{"id": "measures", "file": "measures.csv", "unit": "measures", "roles": [{"kind": "case", "variable": "office"}]}],
                    "combined": [{"id": "offices", "unit": "offices", "combine": {"collapse": {"records": "measures"}}}],
                    "analyses": [
                        {"id": "records", "data": "measures", "kind": "frequencies", "variable": "measure"},
                        {"id": "cases", "data": "offices", "kind": "multiple", "items": ["measure=advice", "measure=training"]},
                        {"id": "costs", "data": "offices", "kind": "descriptives", "variables": ["cost", "records"]}]}"#,
            ),
        ],
    );
    let records = folder.finding("study.json", "records");
    let categories = &records["results"]["categories"];
    assert_eq!(
        (&categories[0]["count"], &categories[1]["count"]),
        (&json!(3.0), &json!(2.0))
    );
    let cases = folder.finding("study.json", "cases");
    let total = &cases["results"]["total"];
    assert_eq!(
        (&total["counts"], &total["cases"]),
        (&json!([2.0, 2.0]), &json!(3.0))
    );
    let costs = folder.finding("study.json", "costs");
    assert_eq!(costs["base"]["unit"], "offices");
    // the mean of each office first: 20, 5, 7
    near(&costs["results"]["rows"][0]["mean"], 32.0 / 3.0);
    near(&costs["results"]["rows"][1]["mean"], 5.0 / 3.0);
}
