//! `befund code` as a user runs it: from open answers over tables of two coders to their agreement.

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

fn text(arguments: &[&str]) -> String {
    let output = befund(arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&text(arguments)).unwrap()
}

/// What is said of arguments that are refused.
fn refusal(arguments: &[&str]) -> String {
    let output = befund(arguments);
    assert!(!output.status.success());
    String::from_utf8(output.stderr).unwrap()
}

const ANSWERS: &str = "office;why\nord;Zu wenig Personal\nplan;Kein Geld, keine Stellen\nord;\nsoz;Die Bürger kennen uns nicht\nord;zu wenig personal\nplan;nichts\nsoz;Haushaltsmittel fehlen\n";

const STUDY: &str = r#"{"befund": 1, "title": "Offices", "datasets": [{"id": "offices", "file": "offices.csv", "derived": [
  {"name": "obstacles", "kind": "coding", "of": "why", "codes": [
    {"code": "means", "codes": [{"code": "staff", "label": "Staff", "terms": ["*personal*"]}, {"code": "money", "terms": ["geld"]}]},
    {"code": "unknown"}]}]}],
  "analyses": [{"kind": "multiple", "items": ["obstacles_means", "obstacles_unknown"], "by": "office"}]}"#;

/// A folder with the answers and the study.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("offices.csv"), ANSWERS).unwrap();
        fs::write(folder.join("study.json"), STUDY).unwrap();
        Self(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }
}

#[test]
fn a_term_is_tried_before_there_is_a_study() {
    let folder = Folder::new("term");
    let data = folder.path("offices.csv");
    let found = json(&[
        "code",
        "why",
        &data,
        "--term",
        "zu wenig*",
        "--term",
        "*mittel",
        "--format",
        "json",
    ]);
    assert_eq!(found["all"], serde_json::json!({"different": 5, "rows": 6}));
    assert_eq!(
        found["hits"],
        serde_json::json!({"different": 2, "rows": 3})
    );
    assert_eq!(found["answers"][0]["rows"], 2);
    assert_eq!(
        found["answers"][0]["hits"][0],
        serde_json::json!({"start": 0, "end": 8})
    );
    let listed = text(&["code", "why", &data, "--term", "*mittel"]);
    assert!(listed.contains("›Haushaltsmittel‹ fehlen"), "{listed}");
    let error = refusal(&["code", "why", &data, "--term", "a*b"]);
    assert!(error.contains("`a*b`"), "{error}");
    let error = refusal(&["code", "wy", &data]);
    assert!(error.contains("`wy`"), "{error}");
}

/// Fills a coding table that was written as CSV.
fn fill(path: &str, codes: &[(&str, &str)]) {
    let table = fs::read_to_string(path).unwrap();
    let lines = table.lines().map(|line| {
        let given = codes.iter().find(|(answer, _)| line.contains(answer));
        let empty = line.trim_end_matches(',');
        match given {
            Some((_, codes)) => format!("{empty},{codes}"),
            None => line.to_owned(),
        }
    });
    fs::write(path, lines.collect::<Vec<_>>().join("\r\n")).unwrap();
}

#[test]
fn two_coders_fill_in_tables_and_are_compared() {
    let folder = Folder::new("coders");
    let (data, mut study) = (folder.path("offices.csv"), folder.path("study.json"));
    let first: &[(&str, &str)] = &[
        ("Personal", "staff"),
        ("Kein Geld", "money,staff"),
        ("Bürger", "unknown"),
        ("nichts", "-"),
    ];
    let second: &[(&str, &str)] = &[
        ("Personal", "Staff"),
        ("Kein Geld", "money"),
        ("Bürger", "unknown"),
        ("nichts", "unknown"),
    ];
    for (coder, codes) in [("A", first), ("B", second)] {
        let table = folder.path(&format!("{coder}.csv"));
        text(&[
            "code",
            "obstacles",
            &data,
            "--study",
            &study,
            "--coder",
            coder,
            "--export",
            &table,
        ]);
        fill(&table, codes);
        let coded = text(&[
            "code",
            "obstacles",
            &data,
            "--study",
            &study,
            "--coder",
            coder,
            "--import",
            &table,
        ]);
        for word in ["Personal", "Geld,", "nichts"] {
            assert!(!coded.contains(word), "the study holds no answer: {coded}");
        }
        study = folder.path(&format!("coded_by_{coder}.json"));
        fs::write(&study, coded).unwrap();
    }
    let analysis = r#"{"kind": "agreement", "coding": "obstacles"}"#;
    let report = json(&[
        "analyse",
        &data,
        "--study",
        &study,
        "--analysis",
        analysis,
        "--format",
        "json",
    ]);
    let figures = &report["findings"][0]["results"]["parts"][0]["figures"];
    assert_eq!(figures["coded_by_two"], 4.0);
    assert_eq!(figures["identical_codes"], 0.5);
    assert_eq!(
        figures["given_by_coder"]["values"][1],
        serde_json::json!([2.0, 1.0])
    );
    // the first coder counts: staff twice by hand, and the office that nobody has coded by terms
    let report = json(&["analyse", &data, "--study", &study, "--format", "json"]);
    let total = &report["findings"][0]["results"]["total"];
    assert_eq!(total["counts"], serde_json::json!([3.0, 1.0]));
    let listed = text(&["code", "obstacles", &data, "--study", &study, "--open"]);
    assert!(
        listed.contains("Haushaltsmittel fehlen") && !listed.contains("nichts"),
        "{listed}"
    );
    // a workbook goes the same way
    let table = folder.path("A.xlsx");
    text(&[
        "code",
        "obstacles",
        &data,
        "--study",
        &study,
        "--coder",
        "A",
        "--export",
        &table,
    ]);
    let again = text(&[
        "code",
        "obstacles",
        &data,
        "--study",
        &study,
        "--coder",
        "A",
        "--import",
        &table,
    ]);
    let answers = |study: &str| {
        let study: Value = serde_json::from_str(study).unwrap();
        let coders = study["datasets"][0]["derived"][0]["coders"]
            .as_array()
            .unwrap()
            .clone();
        coders
            .into_iter()
            .find(|coder| coder["coder"] == "A")
            .unwrap()
    };
    assert_eq!(
        answers(&again),
        answers(&fs::read_to_string(&study).unwrap())
    );
}

#[test]
fn what_is_wrong_with_a_table_is_said() {
    let folder = Folder::new("tables");
    let (data, study, table) = (
        folder.path("offices.csv"),
        folder.path("study.json"),
        folder.path("t.csv"),
    );
    let import = |content: &str| {
        fs::write(&table, content).unwrap();
        befund(&[
            "code",
            "obstacles",
            &data,
            "--study",
            &study,
            "--coder",
            "A",
            "--import",
            &table,
        ])
    };
    let errors = |content: &str| String::from_utf8(import(content).stderr).unwrap();
    let unknown = errors("answer,code1\nnichts,unknwon\nGeld,money\n");
    assert!(
        unknown.contains("t.csv")
            && unknown.contains("row 1")
            && unknown.contains("did you mean `unknown`"),
        "{unknown}"
    );
    let columns = errors("what,else\n1,2\n3,4\n");
    assert!(columns.contains("`code1`"), "{columns}");
    let stray = import("answer,code1\nnichts,unknown\nanderswo,money\n");
    let said = String::from_utf8(stray.stderr).unwrap();
    assert!(
        stray.status.success() && said.contains("does not have 1 of the 2 answers"),
        "{said}"
    );
    let nobody = refusal(&[
        "code",
        "obstacles",
        &data,
        "--study",
        &study,
        "--import",
        &table,
    ]);
    assert!(nobody.contains("--coder"), "{nobody}");
    let ending = refusal(&[
        "code",
        "obstacles",
        &data,
        "--study",
        &study,
        "--export",
        &folder.path("t.pdf"),
    ]);
    assert!(ending.contains(".xlsx"), "{ending}");
}
