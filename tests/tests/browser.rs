//! The app in a real browser: what a user sees, what the network sees, what bad files do.
//!
//! Runs only when named, because it needs the built app and a browser: `cargo xtask test` brings both.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

#[path = "browser/studies.rs"]
mod studies;

use anyhow::{Context, Result, ensure};
use befund_formats::FileReader;
use befund_survey::{Language, ReadOptions};
use befund_tests::app::{App, PATIENCE, test_id};
use befund_tests::webdriver::key;
use befund_tests::{network, shared};
use serde_json::{Value, json};
use xtask::workspace::dist;

#[path = "browser/coding.rs"]
mod coding;

/// What the page fetches and unpacks.
const PROGRAM: &str = "befund-web_bg.wasm.lzma";
/// What it fetches after that: what its workers run.
const WORKER: &str = "befund-worker_bg.wasm.lzma";

/// Figures of the publication and where they stand in the report of the demo study: the wave, the finding, the figure as
/// printed in German, and whether it stands in the chart.
const PUBLISHED: [(u8, &str, &str, Where); 16] = [
    (1, "s04", "268", Where::Text),
    (1, "s04", "1.169", Where::Text),
    (1, "s04", "22,9\u{202f}%", Where::Text),
    (1, "s09", "3,6", Where::Chart),
    (1, "s09", "1,8", Where::Chart),
    (1, "s10", "437", Where::Text),
    (2, "s12", "951", Where::Text),
    (2, "s17", "87,4", Where::Chart),
    (2, "s19", "61,9", Where::Chart),
    (2, "s19", "46,6", Where::Chart),
    (3, "s23", "286", Where::Text),
    (3, "s23", "32,9\u{202f}%", Where::Text),
    (3, "s24", "63,2", Where::Chart),
    (3, "s25", "63,3", Where::Chart),
    (3, "s27", "88,5", Where::Chart),
    (3, "s27", "58,3", Where::Chart),
];

#[derive(Clone, Copy, PartialEq)]
enum Where {
    Text,
    Chart,
}

#[test]
fn the_demo_study_shows_published_figures_of_every_wave() -> Result<()> {
    let app = App::open("de")?;
    app.open_demo()?;
    for (wave, finding, figure, place) in PUBLISHED {
        let card = format!("[data-finding-id=\"{finding}\"]");
        let selector = match place {
            Where::Text => card,
            Where::Chart => format!("{card} svg text"),
        };
        let found = app.texts(&selector)?;
        ensure!(
            found.iter().any(|text| text.contains(figure)),
            "wave {wave}: {figure} is not in {finding}, only {found:?}"
        );
    }
    println!("read {} published figures from the page", PUBLISHED.len());
    Ok(())
}

#[test]
fn dropped_files_have_the_rows_columns_and_categories_of_the_manifest() -> Result<()> {
    let files = [
        // comma, quoted; codes 1 to 7
        ("surveymv--survey_data.csv", "Q1"),
        // semicolon, decimal comma, Windows-1252 with an accent in the name of the column
        ("frictionless--table-with-accents.csv", "Année"),
    ];
    let Some(manifest) = shared::path("files/manifest.json") else {
        println!(
            "skipped: {} files, ../shared/files is not there",
            files.len()
        );
        return Ok(());
    };
    let manifest: Value = serde_json::from_str(&fs::read_to_string(manifest)?)?;
    let entries = manifest.as_array().context("a list of files")?;
    let app = App::open("en")?;
    for (name, variable) in files {
        let entry = entries.iter().find(|entry| entry["file"] == name);
        let expect = &entry.with_context(|| format!("{name} is not in the manifest"))?["expect"];
        app.drop_file(&shared::path(&format!("files/{name}")).context(name)?)?;
        app.wait_for_file(name)?;
        ensure!(
            app.number("dataset-rows")? == expect["rows"],
            "{name}: rows"
        );
        ensure!(
            app.number("dataset-columns")? == expect["columns"],
            "{name}: columns"
        );

        let counts = app.category_counts(variable)?;
        let (key, sums) = expect["sums"]
            .as_object()
            .and_then(|sums| sums.iter().find(|(key, _)| key.starts_with(variable)))
            .with_context(|| format!("{name}: no sum of {variable}"))?;
        let valid: f64 = counts.iter().map(|(_, count)| count).sum();
        let sum: f64 = counts.iter().map(|(value, count)| value * count).sum();
        ensure!(
            json!(valid) == json!(sums["valid_n"].as_f64()),
            "{name}: {valid} valid answers in {key}"
        );
        ensure!(
            json!(sum) == sums["sum"],
            "{name}: the categories of {key} add up to {sum}"
        );
        println!(
            "{name}: rows, columns and {} categories of {variable} as in the manifest",
            counts.len()
        );
    }
    Ok(())
}

#[test]
fn nothing_is_asked_of_the_network_after_the_page_has_loaded() -> Result<()> {
    let app = App::open("de")?;
    app.wait_until_loaded()?;
    let loaded = network::requests(&app.browser)?;
    let own = app.address();
    ensure!(
        loaded.iter().all(|url| url.starts_with(own)),
        "the page loads from elsewhere: {loaded:?}"
    );
    ensure!(!app.served().is_empty(), "the log of the server is empty");

    app.open_demo()?;
    for view in [
        "nav-data",
        "nav-explore",
        "nav-findings",
        "language-en",
        "language-de",
        "appearance",
    ] {
        app.click(view)?;
    }
    app.drop_file(&temporary("small.csv", b"office,answer\na,1\nb,2\n")?)?;
    app.wait_for_file("small.csv")?;
    app.settle()?;
    let later = network::requests(&app.browser)?;
    ensure!(
        later.is_empty(),
        "requests after the page had loaded: {later:?}"
    );
    let later = app.served();
    ensure!(
        later.is_empty(),
        "the server was asked after the page had loaded: {later:?}"
    );

    // The watch is awake: it sees a request when there is one.
    app.browser.execute(
        "return fetch('icon.svg?late').then(answer => answer.status)",
        &[],
    )?;
    ensure!(
        app.served() == ["GET /icon.svg?late"],
        "the server's log does not see a late request"
    );
    ensure!(
        !app.browser.is_chromium() || network::requests(&app.browser)?.len() == 1,
        "the browser's log does not see a late request"
    );
    Ok(())
}

#[test]
fn a_loaded_page_reads_files_without_its_server() -> Result<()> {
    let app = App::open("en")?;
    app.wait_until_loaded()?;
    app.stop_serving();
    // the demo study, a file, one that is refused, and a file once more
    app.open_demo()?;
    app.drop_file(&temporary("first.csv", b"office,answer\na,1\nb,2\n")?)?;
    app.wait_for_file("first.csv")?;
    app.drop_file(&temporary("nothing.csv", b"")?)?;
    app.message_about("nothing.csv")?;
    app.drop_file(&temporary("second.xlsx", &workbook()?)?)?;
    app.wait_for_file("second.xlsx")?;
    ensure!(app.number("dataset-rows")? == 3, "the second file");
    Ok(())
}

/// A workbook of three rows.
fn workbook() -> Result<Vec<u8>> {
    let mut reader = FileReader::new("small.csv", ReadOptions::default());
    reader.feed(b"office,answer\na,1\nb,2\nc,3\n")?;
    let data = reader.finish()?.dataset;
    Ok(befund_formats::write::xlsx(&data, Language::En)?)
}

#[test]
fn a_file_can_be_read_otherwise() -> Result<()> {
    let app = App::open("en")?;
    let file = temporary("odd.csv", b"a;b,c\n1;2,3\n4;5,6\n7;8,9\n")?;
    app.drop_file(&file)?;
    app.wait_for_file("odd.csv")?;
    app.fold_out("read-otherwise")?;
    for (separator, names) in [(";", ["a", "b,c"]), (",", ["a;b", "c"])] {
        app.choose("read-separator", separator)?;
        app.browser.wait(separator, PATIENCE, || {
            Ok((app.names()? == names).then_some(()))
        })?;
        app.settle()?;
        let held = "return document.activeElement.dataset.testid";
        ensure!(
            app.browser.execute(held, &[])? == "read-separator",
            "the keyboard has left the choice"
        );
    }

    // one that cannot be read as it looks can be tried otherwise, and what is open stays open meanwhile
    let file = temporary("ragged.csv", b"a,b,c\n1,2,3\n4,5\n6,7,8,9\n")?;
    app.drop_file(&file)?;
    app.message_about("ragged.csv")?;
    ensure!(app.names()? == ["a;b", "c"], "what was open is gone");
    app.fold_out("read-otherwise")?;
    app.choose("read-separator", ";")?;
    app.wait_for_file("ragged.csv")
}

#[test]
fn what_a_variable_means_can_be_stated() -> Result<()> {
    let app = App::open("en")?;
    let rows: String = (0..30)
        .map(|n| format!("{},{}\n", n % 3, [1, 2, 9][n % 3]))
        .collect();
    let file = temporary("codes.csv", format!("office,answer\n{rows}").as_bytes())?;
    app.drop_file(&file)?;
    app.wait_for_file("codes.csv")?;
    app.unfold("answer")?;
    app.click("define-open")?;
    let fill = "const form = document.querySelector(arguments[0]);
        form.elements.label.value = 'How often?';
        const row = [...form.querySelectorAll('tbody tr')].find(row => row.cells[0].textContent === '9');
        row.querySelector('input[type=text]').value = 'refused';
        row.querySelector('input[type=checkbox]').checked = true;
        form.querySelector('select').value = 'group';";
    app.browser.execute(fill, &[json!(test_id("define"))])?;
    app.click("apply-definition")?;
    app.browser.wait("the definition", PATIENCE, || {
        let shown = app.texts(&format!("{}[data-name=answer]", test_id("variable-row")))?;
        let shown = shown.concat();
        let words = ["How often?", "refused", "set by you", "group"];
        Ok(words.iter().all(|word| shown.contains(word)).then_some(()))
    })?;
    let counts = app.category_counts("answer")?;
    ensure!(counts == [(1.0, 10.0), (2.0, 10.0)], "{counts:?}");
    Ok(())
}

#[test]
fn a_codebook_in_a_file_of_its_own_is_laid_over_the_data() -> Result<()> {
    let app = App::open("en")?;
    let syntax = temporary(
        "labels.sps",
        b"VARIABLE LABELS answer 'How often?'.\nVALUE LABELS answer 1 'never' 2 'often'.\n",
    )?;
    app.drop_file(&syntax)?;
    ensure!(
        app.message_about("labels.sps")?.contains("holds no data"),
        "nothing is said about a codebook without data"
    );
    let rows: String = (0..20)
        .map(|n| format!("{},{}\n", n % 3, 1 + n % 2))
        .collect();
    let file = temporary("bare.csv", format!("office,answer\n{rows}").as_bytes())?;
    app.drop_file(&file)?;
    app.wait_for_file("bare.csv")?;
    app.drop_file(&syntax)?;
    app.unfold("answer")?;
    app.browser.wait("the labels", PATIENCE, || {
        let row = format!("{}[data-name=answer]", test_id("variable-row"));
        let shown = app.texts(&row)?.concat();
        Ok(["How often?", "never"]
            .iter()
            .all(|word| shown.contains(word))
            .then_some(()))
    })
}

#[test]
fn data_are_saved_as_files_of_other_programs() -> Result<()> {
    let app = App::open("en")?;
    app.wait_until_loaded()?;
    app.drop_file(&temporary("saved.csv", b"office,answer\na,1\nb,2\nc,3\n")?)?;
    app.wait_for_file("saved.csv")?;
    // what would be downloaded is kept instead
    let keep = "window.saved = []; const create = URL.createObjectURL;
        URL.createObjectURL = blob => { window.saved.push(blob); return create.call(URL, blob); };";
    app.browser.execute(keep, &[])?;
    for (place, (format, begins)) in [("csv", "\u{feff}office"), ("xlsx", "PK"), ("sav", "$FL2")]
        .into_iter()
        .enumerate()
    {
        app.click(&format!("save-{format}"))?;
        let begin = "const blob = window.saved[arguments[0]];
            return blob ? blob.slice(0, 16).arrayBuffer().then(bytes => [...new Uint8Array(bytes)]) : null";
        let bytes = app.browser.wait(format, PATIENCE, || {
            let bytes = app.browser.execute(begin, &[json!(place)])?;
            Ok(bytes.is_array().then_some(bytes))
        })?;
        let bytes: Vec<u8> = serde_json::from_value(bytes)?;
        ensure!(
            bytes.starts_with(begins.as_bytes()),
            "{format} begins with {bytes:?}"
        );
        app.settle()?;
    }
    Ok(())
}

#[test]
fn what_is_opened_before_the_engine_has_come_waits_for_it() -> Result<()> {
    let app = App::open_slowly(WORKER, Duration::from_secs(6), "en")?;
    // what is stopped meanwhile is stopped at once
    app.click("open-demo")?;
    app.browser
        .wait("cancel", PATIENCE, || Ok(app.click("cancel").ok()))?;
    app.browser.wait("the end of waiting", PATIENCE, || {
        Ok(app
            .browser
            .find_all(&test_id("cancel"))?
            .is_empty()
            .then_some(()))
    })?;
    app.drop_file(&temporary("early.csv", b"office,answer\na,1\nb,2\n")?)?;
    app.wait_for(&test_id("cancel"))?;
    ensure!(
        app.browser.find_all("body[data-loaded]")?.is_empty(),
        "the engine was there at once: nothing was tried"
    );
    app.wait_for_file("early.csv")?;
    ensure!(app.number("dataset-rows")? == 2, "rows");
    Ok(())
}

#[test]
fn the_policy_of_the_page_forbids_foreign_addresses() -> Result<()> {
    let app = App::open("en")?;
    let body = "return fetch('http://127.0.0.1:9/').then(() => 'allowed', () => 'refused')";
    let reported = "window.reported = new Promise(resolve =>
        addEventListener('securitypolicyviolation', event => resolve(event.effectiveDirective)))";
    app.browser.execute(reported, &[])?;
    ensure!(
        app.browser.execute(body, &[])? == "refused",
        "fetched from a foreign address"
    );
    ensure!(
        app.browser.execute("return window.reported", &[])? == "connect-src",
        "no policy was violated"
    );
    // Later, because a driver's own script may use `eval` while it runs.
    let eval = "return new Promise(resolve => setTimeout(() => {
        try { resolve(eval('1')) } catch (error) { resolve(error.name) }
    }))";
    ensure!(
        app.browser.execute(eval, &[])? == "EvalError",
        "eval is allowed"
    );
    Ok(())
}

#[test]
fn bad_files_get_a_clear_message_and_the_page_stays_usable() -> Result<()> {
    let mut wide = "a,".repeat(999_999);
    wide.push_str("a\n");
    wide.push_str(&"1,".repeat(999_999));
    wide.push_str("1\n");
    let files: [(&str, Vec<u8>, &str); 7] = [
        ("empty.csv", Vec::new(), "empty"),
        ("header.csv", b"office,answer\n".to_vec(), "header"),
        (
            "ragged.csv",
            b"a,b,c\n1,2,3\n4,5\n6,7,8,9\n".to_vec(),
            "row",
        ),
        (
            "binary.csv",
            (0..=255).cycle().take(10_000).collect(),
            "text",
        ),
        (
            "twice.csv",
            b"answer,answer,office\n1,2,3\n".to_vec(),
            "answer",
        ),
        ("wide.csv", wide.into_bytes(), "columns"),
        ("garbage.csv", Vec::new(), "text"),
    ];
    let app = App::open("en")?;
    let good = temporary("good.csv", b"office,answer\na,1\nb,2\nc,1\n")?;
    for (name, bytes, word) in files {
        let file = if name == "garbage.csv" {
            garbage(name, 300_000_000)?
        } else {
            temporary(name, &bytes)?
        };
        app.drop_file(&file)?;
        let message = app.message_about(name)?;
        println!("{name}: {message}");
        ensure!(
            message.to_lowercase().contains(word),
            "{name}: no word of {word:?} in {message:?}"
        );
        app.drop_file(&good)?;
        // a file of the same name may have been open before
        app.settle()?;
        app.wait_for_file("good.csv")?;
        ensure!(
            app.number("dataset-rows")? == 3,
            "the good file after {name}"
        );
        fs::remove_file(file)?;
    }
    Ok(())
}

#[test]
fn a_study_is_opened_with_its_data_and_says_where_it_is_wrong() -> Result<()> {
    let app = App::open("en")?;
    for (document, place) in [
        ("{\"befund\": 1,\n\"title\": }", "Line 2, column 10"),
        (
            r#"{"befund": 1, "title": "t", "analyses": [{"kind": "crosstab", "rows": "a", "colums": "b"}]}"#,
            "analyses[0].colums",
        ),
        (r#"{"befund": 2}"#, "version 2"),
    ] {
        let wrong = temporary("wrong.json", document.as_bytes())?;
        app.drop_file(&wrong)?;
        let what = format!("{place} in what the page says");
        app.browser.wait(&what, PATIENCE, || {
            let said = app.texts(&test_id("error"))?;
            Ok(said.iter().any(|said| said.contains(place)).then_some(()))
        })?;
    }
    let study = r#"{"befund": 1, "title": "Neighbours", "datasets": [{"id": "wave", "file": "answers.csv", "unit": "offices",
        "variables": [{"name": "q1", "values": [{"value": 1, "label": "never"}, {"value": 2, "label": "often"}]}],
        "derived": [{"name": "q1high", "kind": "expression", "formula": "q1 = 2"}]}],
        "analyses": [{"kind": "frequencies", "variable": "q1", "title": "How often they met"}]}"#;
    app.drop_file(&temporary("study.json", study.as_bytes())?)?;
    app.drop_file(&temporary("answers.csv", b"q1\n1\n2\n2\n")?)?;
    app.wait_for_file("answers.csv")?;
    app.settle()?;
    let variables = app.texts(&format!("{} .variable-code", test_id("variable-row")))?;
    ensure!(variables == ["q1", "q1high"], "{variables:?}");
    app.click("nav-findings")?;
    app.wait_for(&test_id("finding"))?;
    let findings = app.texts(&format!("{} h3", test_id("finding")))?;
    ensure!(findings == ["How often they met"], "{findings:?}");
    Ok(())
}

#[test]
fn markup_in_a_file_is_text() -> Result<()> {
    let markup = "<img src=x onerror=\"window.hacked=1\">";
    let script = "<script>window.hacked=1</script>";
    let quoted = markup.replace('"', "\"\"");
    let row = |number: u32| {
        format!(
            "{},\"{script}\",{number}\n",
            if number.is_multiple_of(2) {
                "\"<b>x</b>\""
            } else {
                "<svg/onload=window.hacked=1>"
            }
        )
    };
    let rows: String = (0..20).map(row).collect();
    let file = temporary(
        "markup.csv",
        format!("\"{quoted}\",{script},n\n{rows}").as_bytes(),
    )?;
    let app = App::open("en")?;
    app.drop_file(&file)?;
    app.wait_for_file("markup.csv")?;
    app.unfold(markup)?;
    let shown = app.texts(&test_id("variable-row"))?.concat();
    ensure!(
        shown.contains(markup) && shown.contains(script),
        "the markup is not shown: {shown}"
    );
    for view in ["nav-findings", "nav-explore"] {
        app.click(view)?;
        app.settle()?;
        let made = "return document.querySelectorAll('main img, main script, main b, main [onload], main [onerror]').length";
        ensure!(
            app.browser.execute(made, &[])? == 0,
            "the markup became elements in {view}"
        );
    }
    ensure!(
        app.browser.execute("return window.hacked ?? 0", &[])? == 0,
        "code of the file was run"
    );
    Ok(())
}

#[test]
fn the_demo_study_is_there_in_a_moment() -> Result<()> {
    let app = App::open("de")?;
    app.wait_until_loaded()?;
    let watch = "window.start = performance.now(); window.last = 0; window.charts = 0;
        new MutationObserver(() => {
            const charts = document.querySelectorAll('[data-testid=\"chart\"] svg').length;
            if (charts !== window.charts) { window.charts = charts; window.last = performance.now(); }
        }).observe(document.body, { childList: true, subtree: true });
        document.querySelector(arguments[0]).click();";
    app.browser.execute(watch, &[json!(test_id("open-demo"))])?;
    app.wait_for(&test_id("finding"))?;
    app.settle()?;
    let measured = app
        .browser
        .execute("return [window.last - window.start, window.charts]", &[])?;
    let milliseconds = measured[0].as_f64().context("a duration")?;
    println!(
        "from the click on the demo study to the last of {} charts: {milliseconds:.0} ms",
        measured[1]
    );
    ensure!(
        measured[1].as_u64() > Some(5),
        "hardly any charts: {measured}"
    );
    ensure!(milliseconds < 10_000.0, "{milliseconds} ms are too long");
    Ok(())
}

#[test]
fn the_program_is_unpacked_in_a_moment_and_fetched_once() -> Result<()> {
    let app = App::open("de")?;
    app.wait_until_loaded()?;
    let asked = app.served();
    let programs: Vec<&String> = asked
        .iter()
        .filter(|request| request.contains(".wasm"))
        .collect();
    ensure!(
        programs == [&format!("GET /{PROGRAM}"), &format!("GET /{WORKER}")],
        "not the two packed programs once: {asked:?}"
    );
    let question = "return performance.getEntriesByName('unpacked').map(entry => entry.duration)";
    let measured = app.browser.execute(question, &[])?;
    let milliseconds = measured[0].as_f64().context("a duration")?;
    println!("unpacking the program: {milliseconds:.0} ms");
    ensure!(milliseconds < 5000.0, "{milliseconds} ms are too long");
    Ok(())
}

#[test]
fn a_damaged_program_says_that_it_cannot_start() -> Result<()> {
    let whole = fs::read(dist().join(PROGRAM))?;
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 0x10;
    let mut longer = whole.clone();
    longer.push(0);
    let kinds: [(&str, &[u8], &str); 4] = [
        ("one bit wrong", &flipped, "damaged"),
        ("half of it", &whole[..whole.len() / 2], "damaged"),
        ("a byte too many", &longer, "damaged"),
        (
            "a page instead",
            b"<!doctype html><title>404</title>",
            "no LZMA",
        ),
    ];
    let folder = copy_of_the_app("damaged")?;
    for (kind, bytes, word) in kinds {
        fs::write(folder.join(PROGRAM), bytes)?;
        let app = App::open_folder(folder.clone(), "en")?;
        app.wait_for("#boot[role=\"alert\"]")?;
        let said = app.texts("#boot")?.concat();
        println!("{kind}: {said}");
        ensure!(
            said.contains("could not start") && said.contains(word),
            "{kind}: {said}"
        );
    }
    fs::remove_dir_all(folder)?;
    Ok(())
}

#[test]
fn a_damaged_engine_says_so_and_says_it_again() -> Result<()> {
    let folder = copy_of_the_app("no-engine")?;
    let whole = fs::read(dist().join(WORKER))?;
    fs::write(folder.join(WORKER), &whole[..whole.len() / 2])?;
    let app = App::open_folder(folder.clone(), "en")?;
    app.wait_for(&test_id("open-demo"))?;
    let said = app.message_about("has not arrived")?;
    ensure!(said.contains("damaged"), "{said}");
    app.browser.execute(
        "document.querySelector(arguments[0]).querySelector('button').click()",
        &[json!(test_id("error"))],
    )?;
    app.browser.wait("no message", PATIENCE, || {
        Ok(app.texts(&test_id("error"))?.is_empty().then_some(()))
    })?;
    app.drop_file(&temporary("good.csv", b"office,answer\na,1\nb,2\n")?)?;
    app.message_about("has not arrived")?;
    fs::remove_dir_all(folder)?;
    Ok(())
}

/// A folder of this test run with the files of the app.
fn copy_of_the_app(name: &str) -> Result<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder)?;
    for entry in fs::read_dir(dist())? {
        let path = entry?.path();
        if path.is_file() {
            fs::copy(&path, folder.join(path.file_name().context("a name")?))?;
        }
    }
    Ok(folder)
}

#[test]
fn the_keyboard_is_enough() -> Result<()> {
    let app = App::open("en")?;
    let mut reached = false;
    for _ in 0..20 {
        app.browser.press(key::TAB)?;
        if app.browser.focused()?.attribute("data-testid")?.as_deref() == Some("open-demo") {
            reached = true;
            break;
        }
    }
    ensure!(reached, "the tabulator does not reach the demo study");
    app.browser.press(key::ENTER)?;
    app.wait_for(&test_id("finding"))
}

#[test]
fn the_language_can_be_switched_and_numbers_follow() -> Result<()> {
    let app = App::open("de")?;
    app.open_demo()?;
    let decimals = |mark: &str| -> Result<bool> {
        Ok(app
            .texts(&format!("{} svg text", test_id("finding")))?
            .iter()
            .any(|text| text.contains(mark)))
    };
    ensure!(
        app.language()? == "de" && decimals("63,2")? && !decimals("63.2")?,
        "German"
    );
    let german = app.text("nav-findings")?;
    app.click("language-en")?;
    app.browser.wait("English", PATIENCE, || {
        Ok((app.language()? == "en").then_some(()))
    })?;
    app.settle()?;
    ensure!(decimals("63.2")? && !decimals("63,2")?, "English figures");
    ensure!(app.text("nav-findings")? != german, "English words");
    Ok(())
}

#[test]
fn a_finding_of_ones_own_is_built_and_kept() -> Result<()> {
    let app = App::open("en")?;
    let rows: String = (0..60)
        .map(|n| format!("{},{}\n", ["ord", "plan", "soz"][n % 3], 1 + n % 4))
        .collect();
    app.drop_file(&temporary(
        "own.csv",
        format!("office,answer\n{rows}").as_bytes(),
    )?)?;
    app.wait_for_file("own.csv")?;
    app.click("nav-explore")?;
    for name in ["office", "answer"] {
        app.browser
            .find(&format!("{}[data-name=\"{name}\"] input", test_id("pick")))?
            .click()?;
    }
    app.wait_for(&format!("{} svg", test_id("draft")))?;
    app.click("add-to-report")?;
    app.click("nav-findings")?;
    app.wait_for(&test_id("remove-finding"))
}

#[test]
fn the_reader_keeps_the_place() -> Result<()> {
    let app = App::open("de")?;
    let ask = |question: &str| app.browser.execute(question, &[]);
    app.open_demo()?;
    ensure!(
        ask("return document.activeElement.tagName")? == "H1",
        "the focus is not on the heading of what was opened"
    );
    ensure!(
        ask("return document.title.endsWith(' – Befunde – Befund')")? == true,
        "the window has no name"
    );
    ask("window.scrollTo(0, 3000)")?;
    app.settle()?;
    let place = "return [...document.querySelectorAll('[data-testid=\"finding\"]')]
        .find(card => card.getBoundingClientRect().bottom > 80).dataset.findingId";
    let left = ask(place)?;
    for view in ["nav-data", "nav-findings"] {
        app.click(view)?;
        app.settle()?;
    }
    ensure!(ask(place)? == left, "the report does not return to {left}");

    ask("location.reload()")?;
    app.wait_for(&test_id("open-demo"))?;
    ensure!(
        ask("return location.hash")? == "",
        "the address speaks of a view that nothing is open for"
    );
    Ok(())
}

#[test]
fn a_phone_shows_every_view_without_scrolling_sideways() -> Result<()> {
    let app = App::open("de")?;
    if !app.browser.is_chromium() {
        println!("skipped: only Chromium can pretend to be a phone");
        return Ok(());
    }
    app.pretend(390, 844, 2.0)?;
    let check = |view: &str| -> Result<()> {
        app.settle()?;
        let width = app
            .browser
            .execute("return document.documentElement.scrollWidth", &[])?;
        // A scroll bar beside the page takes its share of the 390.
        ensure!(
            width.as_f64().is_some_and(|width| width <= 390.0),
            "{view} is {width} wide on a phone of 390"
        );
        Ok(())
    };
    check("start")?;
    app.open_demo()?;
    for view in ["nav-findings", "nav-data", "nav-explore"] {
        app.click(view)?;
        check(view)?;
    }
    Ok(())
}

#[test]
fn a_long_analysis_shows_how_far_it_is_and_can_be_stopped() -> Result<()> {
    let app = App::open("de")?;
    app.drop_file(&temporary("random.soc", random_orders(90, 41).as_bytes())?)?;
    app.wait_for_file("random.soc")?;
    app.browser.wait("progress in per cent", PATIENCE, || {
        let shown = app.texts(&test_id("per-cent"))?;
        Ok(shown.iter().any(|text| text.ends_with('%')).then_some(()))
    })?;
    let bar = "const bar = document.querySelector('.busy progress'); return bar && bar.position";
    let before = app.browser.execute(bar, &[])?;
    ensure!(
        before
            .as_f64()
            .is_some_and(|share| share > 0.0 && share < 1.0),
        "the bar is at {before}"
    );
    let said = app.texts(".busy [role=status]")?;
    ensure!(said.len() == 1 && said[0].contains('…'), "{said:?}");
    app.click("cancel")?;
    app.settle()?;
    ensure!(
        app.texts(".status")?
            .iter()
            .any(|said| said.contains("Abgebrochen")),
        "nothing says that it was cancelled"
    );
    app.click("nav-findings")?;
    ensure!(
        app.texts(&test_id("finding"))?.is_empty(),
        "it was computed"
    );
    app.click("compute")?;
    // It is shown after a moment only.
    app.browser.wait(&test_id("settle"), PATIENCE, || {
        Ok(app.click("settle").ok())
    })?;
    app.wait_for(&test_id("finding"))?;
    app.settle()?;
    let found = app.text("finding")?;
    ensure!(found.contains("angehalten"), "{found}");
    Ok(())
}

/// A PrefLib file of orders at random: nobody proves the best order of 90 in a moment.
fn random_orders(items: usize, orders: usize) -> String {
    let mut text = format!("# DATA TYPE: soc\n# NUMBER ALTERNATIVES: {items}\n");
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for _ in 0..orders {
        let mut order: Vec<String> = (1..=items).map(|item| item.to_string()).collect();
        for place in (1..items).rev() {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            order.swap(place, (state >> 33) as usize % (place + 1));
        }
        text += &format!("1: {}\n", order.join(","));
    }
    text
}

/// A file with these bytes in a folder of this test run.
fn temporary(name: &str, bytes: &[u8]) -> Result<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let path = folder.join(name);
    fs::write(&path, bytes)?;
    Ok(path)
}

/// A file of noise, written in pieces.
fn garbage(name: &str, bytes: usize) -> Result<PathBuf> {
    use std::io::Write;
    let path = temporary(name, b"")?;
    let mut file = fs::File::create(&path)?;
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut piece = Vec::with_capacity(1 << 20);
    let mut written = 0;
    while written < bytes {
        piece.clear();
        while piece.len() < 1 << 20 {
            // xorshift64 (Marsaglia 2003)
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            piece.extend_from_slice(&state.to_le_bytes());
        }
        let take = piece.len().min(bytes - written);
        file.write_all(&piece[..take])?;
        written += take;
    }
    Ok(path)
}
