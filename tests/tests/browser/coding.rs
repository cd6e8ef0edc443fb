//! Coding of open answers, with mouse and keyboard, up to the findings that follow.

use std::fs;

use anyhow::{Result, ensure};
use befund_tests::app::{App, PATIENCE, test_id};
use befund_tests::webdriver::key;
use serde_json::json;

const ANSWERS: [&str; 6] = [
    "Zu wenig Personal",
    "Kein Geld, keine Stellen",
    "Die Bürger kennen uns nicht",
    "zu wenig personal",
    "Personalmangel, <b>kein</b> Geld",
    "nichts & niemand",
];

/// Forty rows: each answer several times, some rows without one.
fn file() -> Result<std::path::PathBuf> {
    let mut text = "office;why\n".to_owned();
    for row in 0..40_usize {
        let office = ["ord", "plan", "soz"][row % 3];
        let answer = ANSWERS.get(row % 8).unwrap_or(&"");
        text += &format!("{office};{answer}\n");
    }
    let folder = std::env::temp_dir().join(format!("befund-coding-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let path = folder.join("offices.csv");
    fs::write(&path, text)?;
    Ok(path)
}

/// Texts of the answers on the page with their codes.
fn shown(app: &App) -> Result<Vec<String>> {
    app.texts(&test_id("coding-answer"))
}

fn wait(app: &App, what: &str, holds: impl Fn() -> Result<bool>) -> Result<()> {
    app.browser
        .wait(what, PATIENCE, || Ok(holds()?.then_some(())))
}

fn add_code(app: &App, label: &str, parent: &str) -> Result<()> {
    let before = app.texts(&test_id("code"))?.len();
    app.choose("new-code-parent", parent)?;
    let input = app.browser.find(&test_id("new-code"))?;
    input.type_text(label)?;
    app.click("add-code")?;
    wait(app, label, || {
        Ok(app.texts(&test_id("code"))?.len() == before + 1)
    })
}

#[test]
fn open_answers_are_coded_with_terms_and_keys_and_become_findings() -> Result<()> {
    let file = file()?;
    let app = App::open("en")?;
    app.drop_file(&file)?;
    app.wait_for_file("offices.csv")?;
    app.choose_level("why", "text")?;
    app.unfold("why")?;
    app.wait_for(&test_id("code-open"))?;
    app.click("code-open")?;
    wait(&app, "the answers", || Ok(shown(&app)?.len() == 5))?;
    let answers = shown(&app)?;
    ensure!(
        answers[0].contains("Zu wenig Personal") && answers[0].contains("10 ×"),
        "{answers:?}"
    );
    ensure!(
        answers.iter().any(|answer| answer.contains("<b>kein</b>")),
        "{answers:?}"
    );

    add_code(&app, "Means", "")?;
    add_code(&app, "Staff", "0")?;
    add_code(&app, "Money", "0")?;
    add_code(&app, "Nobody knows us", "")?;

    // terms with a preview of what they find, then given to all of it
    let search = app.browser.find(&test_id("coding-search"))?;
    search.type_text("*personal*")?;
    wait(&app, "the hits", || {
        let marks = app.texts(&format!("{} mark", test_id("coding-answer")))?;
        Ok(marks == ["Personal", "Personalmangel"])
    })?;
    let hits = app.text("coding-hits")?;
    ensure!(hits.contains("2 answers, 15 rows"), "{hits}");
    app.choose("give-hits", "1")?;
    wait(&app, "the code of the hits", || {
        let answers = shown(&app)?;
        Ok(answers.len() == 5 && answers[0].contains("MeansStaff"))
    })?;
    let summary = app.text("coding-summary")?;
    ensure!(summary.contains("2 by terms, 3 open"), "{summary}");

    // by hand: arrows, digits, beginnings of labels, none, undo
    app.browser.execute(
        "document.querySelector(arguments[0]).focus()",
        &[json!(test_id("coding-list"))],
    )?;
    let second = |app: &App| -> Result<String> { Ok(shown(app)?[1].clone()) };
    app.browser.press(key::DOWN)?;
    app.browser.press("3")?;
    wait(&app, "a digit", || Ok(second(&app)?.contains("MeansMoney")))?;
    app.browser.press("nob")?;
    wait(&app, "the beginning of a label", || {
        Ok(second(&app)?.contains("MoneyNobody knows us"))
    })?;
    app.browser.press(key::BACKSPACE)?;
    wait(&app, "what was taken back", || {
        let second = second(&app)?;
        Ok(second.contains("Money") && !second.contains("Nobody"))
    })?;
    app.browser.press(key::ENTER)?;
    app.browser.press("0")?;
    wait(&app, "none of the codes", || {
        Ok(shown(&app)?[2].contains("None fits"))
    })?;
    let summary = app.text("coding-summary")?;
    ensure!(summary.contains("2 coded by hand"), "{summary}");

    // a second coder: how far both agree is there, code by code, for who asks for it
    let compared = app.texts(&test_id("coders-agree"))?;
    ensure!(compared.is_empty(), "one alone agrees with nobody");
    app.choose("coding-coder", "B")?;
    wait(&app, "the answers as the second coder sees them", || {
        Ok(!shown(&app)?[1].contains("Money"))
    })?;
    // what follows from the change may be shown anew, and a list that is takes no keys
    app.settle()?;
    app.browser.execute(
        "document.querySelector(arguments[0]).focus()",
        &[json!(test_id("coding-list"))],
    )?;
    app.browser.press(key::DOWN)?;
    app.browser.press("3")?;
    app.wait_for(&test_id("coders-agree"))?;
    app.fold_out("coders-agree")?;
    wait(&app, "the agreement of both", || {
        let text = app.text("coders-agree")?;
        Ok(text.contains("Agreement by code") && text.contains('κ'))
    })?;
    app.browser.press(key::BACKSPACE)?;
    wait(&app, "what is no longer true is gone", || {
        Ok(app.texts(&test_id("coders-agree"))?.is_empty())
    })?;

    // what was coded is there for findings
    app.click("coding-back")?;
    app.settle()?;
    let names = app.names()?;
    ensure!(
        ["why_code_means", "why_code_staff", "why_code_money"]
            .iter()
            .all(|name| names.iter().any(|known| known == name)),
        "{names:?}"
    );
    app.click("nav-findings")?;
    app.settle()?;
    let findings = app.texts(&test_id("finding"))?;
    ensure!(
        findings
            .iter()
            .any(|text| text.contains("Nobody knows us") && text.contains("Means")),
        "{findings:?}"
    );
    Ok(())
}
