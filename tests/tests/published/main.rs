//! Every published figure must come out of the engine run on the demo microdata, as printed.
//!
//! The figures to compare with stand in `../shared/survey/published.json` beside the project. They are only compared with:
//! the way from the rows to the figure is the engine's alone.

mod findings;
mod ledger;
mod likert;
mod wave1;
mod wave2;
mod wave3;

use std::fs;
use std::io::Write as _;
use std::path::Path;

use findings::Findings;
use ledger::{Ledger, decimals, percent, whole};
use serde_json::Value as Json;

/// What is compared where the published figures are at hand; losing some of it must not pass unnoticed.
const FIGURES: usize = 432;
const STATEMENTS: usize = 165;

/// The published figures by slide.
pub struct Published(Json);

impl Published {
    /// The slide of that name.
    pub fn slide(&self, id: &str) -> &Json {
        find(&self.0["slides"], "id", id)
    }

    /// What is known of a wave.
    pub fn wave(&self, number: usize) -> &Json {
        &self.0["waves"][number - 1]
    }
}

/// The entry of a list that has this value under this key.
pub fn find<'a>(list: &'a Json, key: &str, value: &str) -> &'a Json {
    each(list)
        .iter()
        .find(|entry| entry[key] == value)
        .unwrap_or_else(|| panic!("published.json has no {key} {value}"))
}

/// The entries of a list.
pub fn each(list: &Json) -> &[Json] {
    list.as_array()
        .unwrap_or_else(|| panic!("a list was expected in published.json, not {list}"))
}

/// A text.
pub fn text(json: &Json) -> &str {
    json.as_str()
        .unwrap_or_else(|| panic!("a text was expected in published.json, not {json}"))
}

#[test]
fn every_published_figure_comes_out_as_printed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/survey/published.json");
    let Ok(json) = fs::read_to_string(&path) else {
        tell(&format!(
            "skipped: {FIGURES} published figures and {STATEMENTS} statements, because there is no ../shared/survey/published.json \
             beside the project"
        ));
        return;
    };
    let published = Published(serde_json::from_str(&json).expect("published.json is JSON"));
    let findings = Findings::of_the_demo();

    let ledger = &mut Ledger::default();
    wave1::compare(ledger, &published, &findings);
    wave2::compare(ledger, &published, &findings);
    wave3::compare(ledger, &published, &findings);

    tell(&format!(
        "compared {} published figures and {} statements",
        ledger.figures, ledger.statements
    ));
    assert!(
        ledger.mismatches.is_empty(),
        "{} of {} do not come out as printed:\n{}",
        ledger.mismatches.len(),
        ledger.figures + ledger.statements,
        ledger.mismatches.join("\n")
    );
    assert!(
        ledger.figures >= FIGURES && ledger.statements >= STATEMENTS,
        "fewer than the {FIGURES} figures and {STATEMENTS} statements this test announces"
    );
}

/// Says it even where the output of passing tests is captured: a skipped comparison must not look like a passed one.
fn tell(line: &str) {
    writeln!(std::io::stderr(), "{line}").expect("standard error can be written");
}

/// Key data of a wave (slides 4, 12 and 23).
pub fn response(ledger: &mut Ledger, published: &Published, findings: &Findings, number: usize) {
    let (slide, id) = [("S04", "s04"), ("S12", "s12"), ("S23", "s23")][number - 1];
    ledger.slide(slide);
    let wave = published.wave(number);
    let slide = published.slide(slide);
    let rates = findings.response(id);
    let (contacted, returned) = (rates.total.contacted as f64, rates.total.returned as f64);
    let rate = rates.total.rate.expect("a rate");

    ledger.count("contacted", &slide["values"]["contacted"], contacted);
    ledger.count("returned", &slide["values"]["returned"], returned);
    let exact = percent(returned, contacted, 3);
    ledger.figure(
        "exact rate",
        &decimals(&slide["values"]["rate_exact_pct"], 3),
        &exact,
    );
    ledger.statement(
        "the engine gives that rate",
        format!("{:.3}", rate * 100.0) == exact,
    );
    let once = percent(returned, contacted, 0);
    ledger.count(
        "whole percent",
        &wave["rate_0_decimal"],
        f64::from(once.parse::<u32>().expect("a number")),
    );
    ledger.percent("rate", &wave["rate_1_decimal"], returned, contacted);

    // the 20 % of wave 2 come from rounding twice: 19.453, 19.5, 20
    let tenths: u64 = percent(returned, contacted, 1)
        .replace('.', "")
        .parse()
        .expect("a number");
    let twice = ((tenths + 5) / 10).to_string();
    let agrees = once == whole(&wave["published_rate_pct"]);
    ledger.statement(
        "the printed rate is rounded once",
        agrees == wave["agrees_with_published"],
    );
    let as_printed = if agrees { once } else { twice };
    ledger.figure(
        "rate as printed",
        &whole(&slide["values"]["rate_published_pct"]),
        &as_printed,
    );
    ledger.figure(
        "the line on the slide",
        text(&slide["figures_text_de"]),
        &format!(
            "{} kontaktiert; Gesamtrücklauf: {as_printed}% (N = {returned})",
            thousands(rates.total.contacted)
        ),
    );

    let offices: Vec<&Json> = each(&slide["office_types"]).iter().collect();
    let asked: Vec<Json> = rates
        .groups
        .iter()
        .filter(|group| group.rate.contacted > 0)
        .map(|group| serde_json::to_value(&group.group.value).expect("a value is JSON"))
        .collect();
    ledger.order(
        "types of office",
        &offices,
        &asked.iter().collect::<Vec<_>>(),
    );
    let municipalities = rates.clusters.and_then(|clusters| clusters.rate);
    ledger.statement(
        "about two thirds of the municipalities took part",
        municipalities.is_some_and(|share| (share - 2.0 / 3.0).abs() < 0.01),
    );
}

fn thousands(number: u64) -> String {
    match number {
        0..1000 => number.to_string(),
        _ => format!("{}.{:03}", number / 1000, number % 1000),
    }
}
