//! Studies in the browser: opened from TOML with several files and a codebook, and saved with everything the reader has said.

use std::path::Path;

use anyhow::{Result, ensure};
use befund_tests::app::{App, PATIENCE, test_id};
use serde_json::{Value, json};

use super::temporary;

/// Titles of the cards.
fn cards(app: &App) -> Result<Vec<String>> {
    app.click("nav-findings")?;
    app.settle()?;
    app.texts(&format!("{} h3", test_id("finding")))
}

/// Ticks a variable of the picker.
fn pick(app: &App, name: &str) -> Result<()> {
    app.browser
        .find(&format!("{}[data-name=\"{name}\"] input", test_id("pick")))?
        .click()
}

/// What the next download holds, instead of the download.
fn saved(app: &App, button: &str) -> Result<Vec<u8>> {
    let keep = "window.saved = null; const create = URL.createObjectURL;
        URL.createObjectURL = blob => { window.saved = blob; return create.call(URL, blob); };";
    app.browser.execute(keep, &[])?;
    app.click(button)?;
    let read =
        "return window.saved?.arrayBuffer().then(bytes => [...new Uint8Array(bytes)]) ?? null";
    let bytes = app.browser.wait(button, PATIENCE, || {
        let bytes = app.browser.execute(read, &[])?;
        Ok(bytes.is_array().then_some(bytes))
    })?;
    Ok(serde_json::from_value(bytes)?)
}

#[test]
fn what_is_open_is_saved_as_a_study_and_comes_back_with_it() -> Result<()> {
    let app = App::open("en")?;
    let rows: String = (0..60)
        .map(|n| {
            let (a, b) = (1 + n % 4, 1 + n / 2 % 4);
            let office = ["ord", "plan", "soz"][n % 3];
            format!(
                "{office};{a};{b};0{}/0{}/2026;{} %\n",
                1 + n % 9,
                1 + n % 7,
                n % 10
            )
        })
        .collect();
    let content = format!("office;view_a;view_b;visit;share\n{rows}");
    let data = temporary("kept.csv", content.as_bytes())?;
    app.drop_file(&data)?;
    app.wait_for_file("kept.csv")?;

    // the order of days, which nobody can tell, and a percentage as a number
    app.unfold("visit")?;
    app.click("define-open")?;
    app.choose("date-order", "mdy")?;
    app.click("apply-definition")?;
    let shown = |name: &str, words: &str| {
        let row = format!("{}[data-name={name}]", test_id("variable-row"));
        app.browser.wait(words, PATIENCE, || {
            Ok(app.texts(&row)?.concat().contains(words).then_some(()))
        })
    };
    shown("visit", "2026-09-06")?;
    // the day alone, without the number behind it; R: as.integer(as.Date("2026-01-01")) is 20454
    let day = app.texts(&format!(
        "{}[data-name=visit] tr[data-value='20454'] :is(th, .value-label)",
        test_id("variable-row")
    ))?;
    ensure!(day == ["2026-01-01", ""], "{day:?}");
    let place = app.names()?.iter().position(|name| name == "share");
    let choose = "const choice = document.getElementById(arguments[0]);
        choice.value = 'scale'; choice.dispatchEvent(new Event('change', { bubbles: true }));";
    let id = format!("level-{}", place.unwrap_or_default());
    app.browser.execute(choose, &[json!(id)])?;
    shown("share", "set by you")?;

    // two variables of one question, a finding of one's own, and one card less
    app.click("nav-explore")?;
    pick(&app, "view_a")?;
    pick(&app, "view_b")?;
    app.choose("group", "ranking")?;
    app.settle()?;
    app.browser.execute(
        "document.querySelectorAll('.picked button').forEach(button => button.click())",
        &[],
    )?;
    pick(&app, "office")?;
    app.wait_for(&format!("{} svg", test_id("draft")))?;
    app.click("add-to-report")?;
    let before = cards(&app)?;
    app.click("remove-finding")?;
    let kept = cards(&app)?;
    ensure!(kept.len() + 1 == before.len(), "{before:?} {kept:?}");

    let document = saved(&app, "save-study")?;
    let study: Value = serde_json::from_slice(&document)?;
    let dataset = &study["datasets"][0];
    let variable = |name: &str| {
        let variables = dataset["variables"].as_array();
        let mut variables = variables.into_iter().flatten();
        variables.find(|variable| variable["name"] == name)
    };
    ensure!(
        variable("visit")
            .is_some_and(|visit| visit["level"] == "date" && visit["dates"] == "month_day_year"),
        "{study:#}"
    );
    ensure!(
        variable("share").is_some_and(|share| share["level"] == "scale"),
        "{study:#}"
    );
    let sets = dataset["sets"].as_array().into_iter().flatten();
    let items: Vec<_> = sets
        .filter(|set| set["kind"] == "ranking")
        .map(|set| &set["items"])
        .collect();
    ensure!(items == [&json!(["view_a", "view_b"])], "{study:#}");
    ensure!(
        study["analyses"].as_array().map(Vec::len) == Some(kept.len()),
        "{study:#}"
    );

    let study = temporary("kept.json", &document)?;
    let other = temporary("other.csv", b"x\n1\n2\n")?;
    // nothing is asked before what was saved goes
    app.browser.execute("window.confirm = () => true", &[])?;
    app.drop_file(&other)?;
    app.wait_for_file("other.csv")?;
    app.drop_files(&[&data, &study])?;
    app.wait_for_file("kept.csv")
        .or_else(|_| app.wait_for(&test_id("variable-row")))?;
    app.settle()?;
    let again = cards(&app)?;
    ensure!(again == kept, "{again:?} {kept:?}");
    app.click("nav-data")?;
    app.unfold("visit")?;
    shown("visit", "2026-09-06")
}

#[test]
fn waves_come_with_their_study_in_toml_and_the_codebook_it_names() -> Result<()> {
    let study = r#"
befund = 1
title = "Panel"
datasets = [
  { id = "w1", file = "panel1.csv", codebook = "names.csv" },
  { id = "w2", file = "panel2.csv", codebook = "values.sps" },
  { id = "w3", file = "panel3.csv" },
]
combined = [{ id = "all", combine = { stack = { datasets = ["w1", "w2", "w3"] } } }]
analyses = [
  { kind = "frequencies", data = "w1", variable = "view" },
  { kind = "crosstab", data = "all", rows = "view", columns = "wave", title = "All waves" },
]
"#;
    let data = |n: usize| format!("view\n{}", "1\n2\n1\n".repeat(n)).into_bytes();
    let files = [
        temporary("panel3.csv", &data(3))?,
        temporary("panel1.csv", &data(1))?,
        temporary("panel2.csv", &data(2))?,
        temporary("panel.toml", study.as_bytes())?,
        temporary("values.sps", b"VALUE LABELS view 1 'well' 2 'badly'.\n")?,
        temporary("names.csv", b"variable,label\nview,How did it go?\n")?,
    ];
    let all: Vec<&Path> = files.iter().map(std::path::PathBuf::as_path).collect();
    let app = App::open("en")?;
    app.drop_files(&all)?;
    app.browser.wait("the whole panel", PATIENCE, || {
        let tabs = app.texts(&test_id("dataset-tab"))?;
        if tabs.is_empty() && !app.browser.find_all(&test_id("findings"))?.is_empty() {
            app.click("nav-data")?;
        }
        Ok((tabs.len() == 3).then_some(()))
    })?;
    app.settle()?;
    let warnings = app.texts(".warnings li")?;
    ensure!(warnings.is_empty(), "{warnings:?}");
    let titles = cards(&app)?;
    ensure!(titles.len() == 2 && titles[1] == "All waves", "{titles:?}");
    ensure!(titles[0].contains("How did it go?"), "{titles:?}");

    // a codebook that comes later is waited for
    let app = App::open("en")?;
    app.drop_files(&all[..5])?;
    app.browser.wait("names.csv awaited", PATIENCE, || {
        if !app.browser.find_all(&test_id("findings"))?.is_empty() {
            app.click("nav-data")?;
        }
        let said = app.texts(".warnings li")?.concat();
        Ok(said.contains("names.csv").then_some(()))
    })?;
    app.browser.execute("window.confirm = () => true", &[])?;
    app.drop_file(all[5])?;
    app.browser.wait("the whole panel", PATIENCE, || {
        let tabs = app.texts(&test_id("dataset-tab"))?;
        Ok((tabs.len() == 3 || app.texts(".warnings li")?.is_empty()).then_some(()))
    })?;
    ensure!(cards(&app)?.len() == 2);
    Ok(())
}
