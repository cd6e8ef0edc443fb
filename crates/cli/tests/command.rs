//! The command as a user runs it: output, exit codes, one-line errors.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

fn befund(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_befund"))
        .args(arguments)
        .output()
        .unwrap()
}

fn json(arguments: &[&str]) -> Value {
    let output = befund(arguments);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A file of the test in a folder of its own.
fn file(test: &str, name: &str, content: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, content).unwrap();
    path
}

const ANSWERS: &str = "office;q1;q2\nord;1;4\nplan;2;3\nord;1;\nsoz;4;1\n";

#[test]
fn an_analysis_in_json_has_every_number() {
    let data = file("analyse", "answers.csv", ANSWERS);
    let analysis = r#"{"kind": "crosstab", "rows": "office", "columns": "q1"}"#;
    let report = json(&[
        "analyse",
        data.to_str().unwrap(),
        "--analysis",
        analysis,
        "--format",
        "json",
    ]);
    let finding = &report["findings"][0];
    assert_eq!(finding["kind"], "crosstab");
    assert_eq!(finding["base"]["n"], 4);
    assert_eq!(finding["results"]["counts"][0][0], 2.0);
    assert_eq!(finding["results"]["chi_square"]["df"], 4.0);
    assert!(finding["title"].is_string() && finding["notes"].is_array());
}

#[test]
fn a_file_of_orders_is_described_and_ranked_by_its_ballots() {
    let votes = "# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: ash\n# ALTERNATIVE NAME 2: beech\n# ALTERNATIVE NAME 3: oak\n5: 1,{2,3}\n2: {3,2},1\n";
    let data = file("orders", "votes.toc", votes);
    let path = data.to_str().unwrap();
    let analysis = r#"{"kind": "ranking", "items": ["ash", "beech", "oak"], "k": 1}"#;
    let report = json(&["analyse", path, "--analysis", analysis, "--format", "json"]);
    let finding = &report["findings"][0];
    assert_eq!(finding["base"]["weighted_n"], 7.0);
    assert_eq!(finding["results"]["items"][0]["name"], "ash");
    assert_eq!(finding["results"]["items"][0]["top_k"]["count"], 5.0);
    let described = json(&["describe", path, "--format", "json"]);
    let columns = described["columns"].as_array().unwrap();
    assert_eq!(columns.len(), 4);
    assert_eq!(columns[0]["name"], "ash");

    let bad = file("orders", "bad.soc", votes);
    let output = befund(&["describe", bad.to_str().unwrap()]);
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(message.contains("bad.soc, line 5"), "{message}");
    assert_eq!(message.lines().count(), 1);
}

#[test]
fn a_draft_can_be_cut_and_run() {
    let mut rows = String::from("office,mood\n");
    for row in 0..120 {
        rows += &format!(
            "{},{}\n",
            ["ord", "plan"][row % 2],
            1 + row % 2 + row / 7 % 3
        );
    }
    let data = file("draft", "offices.csv", &rows);
    let path = data.to_str().unwrap();
    let draft = json(&["propose", path, "--format", "json"]);
    let cards = draft["analyses"].as_array().unwrap();
    assert_eq!(cards.len(), 3);
    assert_eq!(draft["compared"]["comparisons"], 1);
    let effect = &cards[2]["why"]["differs"][0];
    assert_eq!(effect["by"]["name"], "office");
    assert!(effect["lower"].as_f64().unwrap() > 0.01);
    let report = json(&[
        "propose", path, "--drop", "1,2", "--run", "--format", "json",
    ]);
    assert_eq!(report["findings"].as_array().unwrap().len(), 1);
    assert_eq!(report["findings"][0]["kind"], "crosstab");
    for language in ["de", "en"] {
        let output = befund(&["propose", path, "--language", language]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(text.contains("ε²"), "{text}");
    }
    let output = befund(&["propose", path, "--drop", "4"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_demo_speaks_both_languages_in_every_format() {
    for format in ["text", "csv", "html"] {
        for (language, word) in [("de", "Personalknappheit"), ("en", "Shortage of staff")] {
            let output = befund(&["demo", "--format", format, "--language", language]);
            assert!(output.status.success());
            assert!(
                String::from_utf8(output.stdout).unwrap().contains(word),
                "{format} {language}"
            );
        }
    }
    let report = json(&["demo", "--format", "json"]);
    assert!(report["findings"].as_array().unwrap().len() >= 20);
}

#[test]
fn a_codebook_has_rows_and_columns() {
    let data = file("describe", "answers.csv", ANSWERS);
    let codebook = json(&["describe", data.to_str().unwrap(), "--format", "json"]);
    assert_eq!(codebook["rows"], 4);
    let column = &codebook["columns"][2];
    assert_eq!(
        (&column["name"], &column["level"], &column["missing"]),
        (&"q2".into(), &"ordinal".into(), &1.into())
    );
    assert_eq!(column["values"][0]["count"], 1.0);
}

#[test]
fn a_study_takes_its_files_from_its_own_folder() {
    file("study", "answers.csv", ANSWERS);
    let study = file(
        "study",
        "study.json",
        r#"{"befund": 1, "title": "Two items", "datasets": [{"id": "a", "file": "answers.csv",
            "variables": [{"name": "q1", "label": "Satisfied?", "missing": [{"value": 4, "label": "refused"}]}]}],
            "analyses": [{"kind": "frequencies", "variable": "q1", "data": "a"}]}"#,
    );
    let report = json(&[
        "analyse",
        "--study",
        study.to_str().unwrap(),
        "--format",
        "json",
    ]);
    assert_eq!(report["findings"][0]["base"]["n"], 3);
    assert_eq!(
        report["findings"][0]["results"]["user_missing"][0]["count"],
        1.0
    );
}

#[test]
fn bad_input_is_one_line_and_exit_code_1() {
    let empty = file("bad", "empty.csv", "");
    let ragged = file("bad", "ragged.csv", "a,b\n1,2\n1,2,3\n");
    let good = file("bad", "good.csv", ANSWERS);
    let unknown = r#"{"kind": "frequencies", "variable": "ofice"}"#;
    let runs: [(&[&str], &str); 4] = [
        (&["describe", empty.to_str().unwrap()], "empty"),
        (&["analyse", ragged.to_str().unwrap()], "row 2 (line 3)"),
        (&["describe", "no-such-file.csv"], "no-such-file.csv"),
        (
            &["analyse", good.to_str().unwrap(), "--analysis", unknown],
            "did you mean `office`?",
        ),
    ];
    for (arguments, expected) in runs {
        let output = befund(arguments);
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{message}");
        assert!(output.stdout.is_empty());
        assert_eq!(message.lines().count(), 1, "{message}");
        assert!(message.contains(expected), "{message}");
    }
}

#[test]
fn bad_usage_is_exit_code_2() {
    let good = file("usage", "good.csv", ANSWERS);
    for arguments in [
        &["analyse"][..],
        &["describe"],
        &["analyse", good.to_str().unwrap(), "--analysis", "{"],
        &[
            "analyse",
            good.to_str().unwrap(),
            "--analysis",
            r#"{"kind": "crosstab", "row": "office"}"#,
        ],
        &["demo", "--format", "pdf"],
        &[],
        &["analyse", good.to_str().unwrap(), good.to_str().unwrap()],
    ] {
        let output = befund(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(
            String::from_utf8_lossy(&output.stderr).lines().count(),
            1,
            "{arguments:?}"
        );
    }
}

#[test]
fn bad_usage_says_what_is_possible() {
    let good = file("possible", "good.csv", ANSWERS);
    let runs: [(&[&str], &str); 4] = [
        (&["propse", "x.csv"], "propose"),
        (&[good.to_str().unwrap()], "befund propose"),
        (
            &["describe", good.to_str().unwrap(), "--language", "fr"],
            "de, en",
        ),
        (&["calculate"], "<JSON>"),
    ];
    for (arguments, expected) in runs {
        let said = String::from_utf8(befund(arguments).stderr).unwrap();
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn open_answers_do_not_widen_the_codebook() {
    let answers: String = (0..40)
        .map(|row| format!("{row},we would need more staff and better rooms for number {row}\n"))
        .collect();
    let open = file("wide", "open.csv", &format!("id,why\n{answers}"));
    let output = befund(&["describe", open.to_str().unwrap()]);
    let text = String::from_utf8(output.stdout).unwrap();
    let widest = text.lines().map(|line| line.chars().count()).max();
    assert!(widest < Some(180), "{text}");
    assert!(text.contains("0 (1), we would need"), "{text}");
}

#[test]
fn what_needs_care_is_said_without_failing() {
    let short = file("care", "short.csv", "a,b\n1,2\n3\n");
    let output = befund(&["describe", short.to_str().unwrap()]);
    assert!(output.status.success());
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("row 2 (line 3)")
    );
}

#[test]
fn the_schema_and_the_help_name_every_kind_and_field() {
    let schema = json(&["schema"]);
    let committed = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/study.schema.json");
    let committed: Value = serde_json::from_str(&fs::read_to_string(committed).unwrap()).unwrap();
    assert_eq!(
        schema, committed,
        "write it anew: cargo run -p befund -- schema > docs/study.schema.json"
    );
    let help = befund(&["analyse", "--help"]);
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    for kind in schema["$defs"]["AnalysisSpec"]["oneOf"].as_array().unwrap() {
        let name = kind["properties"]["kind"]["const"].as_str().unwrap();
        let entry = help
            .split(&format!("\n  {name} "))
            .nth(1)
            .unwrap_or_else(|| panic!("the help does not name the kind {name}"));
        // up to the next kind, which begins at the margin
        let entry: Vec<&str> = entry
            .lines()
            .enumerate()
            .take_while(|(line, text)| *line == 0 || text.starts_with("      "))
            .map(|(_, text)| text)
            .collect();
        for field in kind["properties"].as_object().unwrap().keys() {
            assert!(
                field == "kind" || entry.iter().any(|line| line.contains(field.as_str())),
                "the help of {name} does not name the field {field}"
            );
        }
    }
}

fn results(test: &str, content: &str, analysis: &str) -> Value {
    let data = file(test, "answers.csv", content);
    let data = data.to_str().unwrap();
    let mut report = json(&["analyse", data, "--analysis", analysis, "--format", "json"]);
    report["findings"][0]["results"].take()
}

#[test]
fn corrected_p_values_go_on_below_the_range_of_doubles() {
    let found = results(
        "corrected",
        "row,column,n\n1,1,40000\n1,2,10000\n2,1,10000\n2,2,40000\n",
        r#"{"kind": "crosstab", "rows": "row", "columns": "column", "frequency": "n"}"#,
    );
    let cell = &found["statistics"]["cells"]["tests"][0];
    let (plain, corrected) = (
        &cell["p_value"]["log10"],
        &cell["adjusted_p_value"]["log10"],
    );
    // Holm: the first of four cells
    let difference = corrected.as_f64().unwrap() - plain.as_f64().unwrap();
    assert!((difference - 4.0_f64.log10()).abs() < 1e-9, "{difference}");
}

#[test]
fn decimals_far_from_zero_keep_their_correlation() {
    let content = "x,y\n1000000000.1,1000000000.3\n1000000000.4,1000000000.2\n\
        1000000000.2,1000000000.1\n1000000000.5,1000000000.7\n1000000000.9,1000000000.8\n";
    // exact rationals of the decimals, then mpmath with 40 digits
    let near = |found: &Value, expected: f64| {
        let found = found.as_f64().unwrap();
        assert!((found / expected - 1.0).abs() < 1e-13, "{found} {expected}");
    };
    let analysis = r#"{"kind": "correlation", "variables": ["x", "y"]}"#;
    let found = results("far_correlation", content, analysis);
    near(
        &found["parts"][0]["figures"]["pearson"][0]["r"],
        0.819_587_628_865_979_4,
    );
    let analysis = r#"{"kind": "reliability", "items": ["x", "y"]}"#;
    let found = &results("far_reliability", content, analysis)["parts"][0]["figures"];
    near(&found["cronbach_alpha"]["alpha"], 0.900_849_858_356_940_5);
    near(&found["item_analysis"][0]["mean"], 1_000_000_000.42);
    near(&found["scale"]["mean"], 2_000_000_000.84);
}

#[test]
fn a_study_is_written_edited_and_meets_the_next_file() {
    let answers = "office;q1;q2;age\nord;1;4;17\nplan;2;3;30\nord;1;;60\nsoz;4;1;45\n";
    let data = file("next_wave", "answers.csv", answers);
    let written = json(&["study", data.to_str().unwrap()]);
    assert_eq!(written["befund"], 1);
    let variables = written["datasets"][0]["variables"].as_array().unwrap();
    assert_eq!(variables.len(), 4);
    assert_eq!(variables[0]["name"], "office");
    assert!(
        variables
            .iter()
            .all(|variable| variable["level"].is_string())
    );
    let study = file("next_wave", "study.json", &written.to_string());
    // what it states is what was inferred: nothing changes
    let plain = json(&["analyse", data.to_str().unwrap(), "--format", "json"]);
    let stated = json(&[
        "analyse",
        "--study",
        study.to_str().unwrap(),
        "--format",
        "json",
    ]);
    assert_eq!(plain["findings"], stated["findings"]);
    let checked = json(&["check", study.to_str().unwrap(), "--format", "json"]);
    assert_eq!(checked["fits"], true, "{checked}");

    let toml = file(
        "next_wave",
        "edited.toml",
        r#"
befund = 1
title = "Edited"
[[datasets]]
id = "answers"
file = "answers.csv"
variables = [{ name = "office", values = [{ value = "ord", label = "Order" }, { value = "plan", label = "Planning" }, { value = "soz", label = "Social" }] }]
derived = [{ name = "adult", kind = "bands", of = "age", cuts = [18] }]
[[analyses]]
id = "first"
kind = "frequencies"
variable = "adult"
filter = "office in (Order, plan)"
[[analyses]]
id = "second"
kind = "frequencies"
variable = "q2"
"#,
    );
    let report = json(&[
        "analyse",
        "--study",
        toml.to_str().unwrap(),
        "--format",
        "json",
    ]);
    let finding = &report["findings"][0];
    assert_eq!(finding["base"]["selected"], 3);
    assert_eq!(finding["results"]["categories"][1]["count"], 2.0);

    // next year: q2 is gone, an office is new, and age is called differently
    let next = file(
        "next_wave",
        "next.csv",
        "office;q1;alter\nord;1;20\nbau;2;30\nplan;2;40\n",
    );
    let output = befund(&[
        "check",
        toml.to_str().unwrap(),
        next.to_str().unwrap(),
        "--format",
        "json",
    ]);
    assert_eq!(output.status.code(), Some(1));
    let checked: Value = serde_json::from_slice(&output.stdout).unwrap();
    let all = checked.to_string();
    for words in [
        "`office` holds values without a label: bau (rows: 1)",
        "No row of `office` has: Social",
        "derived variable `adult`: there is no variable `age` in `answers`",
        "there is no variable `q2`",
    ] {
        assert!(
            all.to_lowercase().contains(&words.to_lowercase()),
            "{words}: {all}"
        );
    }
    assert_eq!(checked["failed"].as_array().unwrap().len(), 2);

    let broken = file(
        "next_wave",
        "broken.json",
        r#"{"befund": 1, "title": "t", "analyses": [{"kind": "battery", "itmes": []}]}"#,
    );
    let output = befund(&["check", broken.to_str().unwrap(), data.to_str().unwrap()]);
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(
        message.contains("analyses[0].itmes: unknown field, did you mean `items`?"),
        "{message}"
    );
}

#[test]
fn several_files_become_one_study() {
    let first = file("several", "w1.csv", ANSWERS);
    let second = file("several", "w2.csv", ANSWERS);
    let study = json(&["study", first.to_str().unwrap(), second.to_str().unwrap()]);
    let ids: Vec<&str> = study["datasets"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|data| data["id"].as_str())
        .collect();
    assert_eq!(ids, ["w1", "w2"]);
    let analyses = study["analyses"].as_array().unwrap();
    assert!(analyses.iter().any(|analysis| analysis["data"] == "w2"));
    let path = file("several", "study.json", &study.to_string());
    let checked = json(&["check", path.to_str().unwrap(), "--format", "json"]);
    assert_eq!(checked["fits"], true, "{checked}");
}
