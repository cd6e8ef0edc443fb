//! Every view as a picture: light and dark, German and English, desk, phone and 200 % zoom. `cargo xtask screenshots`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use befund_tests::app::{App, test_id};
use serde_json::json;

/// A window with the wishes of its user.
struct Look {
    name: &'static str,
    width: u32,
    height: u32,
    scale: f64,
    dark: bool,
    language: &'static str,
}

const fn look(
    name: &'static str,
    width: u32,
    height: u32,
    scale: f64,
    dark: bool,
    language: &'static str,
) -> Look {
    Look {
        name,
        width,
        height,
        scale,
        dark,
        language,
    }
}

const LOOKS: [Look; 6] = [
    look("desk-light-de", 1280, 860, 1.0, false, "de"),
    look("desk-light-en", 1280, 860, 1.0, false, "en"),
    look("desk-dark-de", 1280, 860, 1.0, true, "de"),
    look("phone-light-de", 390, 844, 2.0, false, "de"),
    look("phone-dark-en", 390, 844, 2.0, true, "en"),
    // A window of 1280 at 200 % is one of 640 with twice the dots.
    look("zoom200-light-de", 640, 430, 2.0, false, "de"),
];

/// Pictures of one page at most; the report is long.
const SLICES: u32 = 16;

fn main() -> Result<()> {
    let out = env::args_os()
        .nth(1)
        .map(PathBuf::from)
        .context("usage: screenshots FOLDER")?;
    fs::create_dir_all(&out)?;
    for look in LOOKS {
        let folder = out.join(look.name);
        if folder.is_dir() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        photograph(&look, &folder)?;
        println!("{}: {} pictures", look.name, fs::read_dir(&folder)?.count());
    }
    Ok(())
}

fn photograph(look: &Look, folder: &Path) -> Result<()> {
    let app = App::open(look.language)?;
    let scheme = if look.dark { "dark" } else { "light" };
    let features = [
        json!({ "name": "prefers-color-scheme", "value": scheme }),
        json!({ "name": "prefers-reduced-motion", "value": "reduce" }),
    ];
    app.browser.devtools(
        "Emulation.setEmulatedMedia",
        &json!({ "features": features }),
    )?;
    app.pretend(look.width, look.height, look.scale)?;
    let take = |view: &str| slices(&app, look, folder, view);

    take("1-start")?;
    let bad = folder.join("bad.csv");
    fs::write(&bad, "")?;
    app.drop_file(&bad)?;
    app.settle()?;
    fs::remove_file(&bad)?;
    take("2-error")?;

    app.open_demo()?;
    take("3-findings")?;
    card(&app, look, folder, "s24", "3-ranking")?;
    app.click("nav-data")?;
    app.settle()?;
    for name in app.names()?.iter().skip(1).take(2) {
        app.unfold(name)?;
    }
    take("4-data")?;
    app.click("nav-explore")?;
    take("5-explore-empty")?;
    for place in [2, 6] {
        let picks = app
            .browser
            .find_all(&format!("{} input", test_id("pick")))?;
        if let Some(pick) = picks.get(place) {
            pick.click()?;
            app.settle()?;
        }
    }
    take("6-explore")
}

/// One finding of the report with all its pictures and its tables, cut like a page.
fn card(app: &App, look: &Look, folder: &Path, id: &str, view: &str) -> Result<()> {
    let find = format!(
        "const card = document.querySelector('[data-finding-id={id}]');
        card.querySelector('details').open = true;"
    );
    app.browser.execute(&find, &[])?;
    app.settle()?;
    let place = format!(
        "{find} const box = card.getBoundingClientRect(); return [box.top + scrollY, box.height]"
    );
    let place = app.browser.execute(&place, &[])?;
    let number = |index: usize| place[index].as_f64().unwrap_or(0.0) as u32;
    pieces(app, look, folder, view, number(0), number(0) + number(1))
}

/// The whole page, cut into pieces of about two windows.
fn slices(app: &App, look: &Look, folder: &Path, view: &str) -> Result<()> {
    app.settle()?;
    // Cards far from the window are not drawn until they are near; a picture wants them all.
    let body = "for (const card of document.querySelectorAll('.finding')) card.style.contentVisibility = 'visible';
        scrollTo(0, 0);
        return document.documentElement.scrollHeight";
    let height = app.browser.execute(body, &[])?;
    let height = u32::try_from(height.as_u64().unwrap_or(0))?.max(look.height);
    pieces(app, look, folder, view, 0, height)
}

/// What stands between two heights of the page.
fn pieces(app: &App, look: &Look, folder: &Path, view: &str, from: u32, to: u32) -> Result<()> {
    let step = look.height * 2;
    for (place, top) in (from..to)
        .step_by(step as usize)
        .take(SLICES as usize)
        .enumerate()
    {
        // Taking a picture may have changed the width for a moment, and with it the charts.
        app.settle()?;
        let png = app
            .browser
            .picture_of(look.width, top, step.min(to - top))?;
        fs::write(folder.join(format!("{view}-{place:02}.png")), png)?;
    }
    Ok(())
}
