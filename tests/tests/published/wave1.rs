//! Slides 4 to 10.

use befund_survey::finding::{MultipleRow, ProfileTable};
use serde_json::Value as Json;

use super::findings::{Findings, group, is_office, mean};
use super::ledger::{Ledger, decimals, number, percent, sum_of_printed};
use super::{Published, each, response, text};

/// Compares wave 1.
pub fn compare(ledger: &mut Ledger, published: &Published, findings: &Findings) {
    response(ledger, published, findings, 1);
    networks(ledger, published, findings);
    constellations(ledger, findings);
    attitudes(ledger, published.slide("S09"), findings);
    measures(ledger, published.slide("S10"), findings);
}

/// Slides 5 to 7: the sizes of the groups, and what the text says about the radars.
fn networks(ledger: &mut Ledger, published: &Published, findings: &Findings) {
    let mut together = 0;
    for (slide, id) in [("S05", "s05"), ("S06", "s06"), ("S07", "s07")] {
        ledger.slide(slide);
        let table = findings.profile(id);
        for office in each(&published.slide(slide)["groups"]) {
            let code = text(&office["office"]);
            let n = table.groups[group(table, code)].n;
            ledger.count(format!("n of {code}"), &office["n_published"], n as f64);
            together += n;
        }
        let display = &findings.finding(id).display;
        ledger.statement(
            "the axis runs from 1 to 4",
            display.axis == Some([1.0, 4.0]),
        );
    }
    ledger.slide("S05-S07");
    ledger.count(
        "offices in all",
        &published.wave(1)["returned"],
        together as f64,
    );

    let table = findings.profile("s05");
    let of = |field, office| field_mean(table, field, office);
    for (field, actor) in [
        ("safety", "ac_police"),
        ("built environment", "ac_building"),
    ] {
        ledger.statement(
            format!("ord: better connected with {field} than with diversity"),
            of(actor, "ord") > of("ac_migrant_orgs", "ord") + 0.5,
        );
    }
    for actor in ["ac_building", "ac_neighbourhood"] {
        ledger.statement(
            format!("plan: better connected in the field of {actor} than with diversity"),
            of(actor, "plan") > of("ac_migrant_orgs", "plan") + 0.5,
        );
    }
    ledger.statement(
        "ord and plan: strong with the built environment",
        of("ac_building", "ord") > 3.0 && of("ac_building", "plan") > 3.0,
    );
    ledger.statement(
        "the own office is no actor",
        mean(table, "ac_order", "ord").is_none() && mean(table, "ac_planning", "plan").is_none(),
    );

    let table = findings.profile("s06");
    let of = |field, office| field_mean(table, field, office);
    ledger.statement(
        "jug: cooperates with youth and safety actors",
        of("ac_schools", "jug") > 3.5 && mean(table, "ac_police", "jug") > Some(3.0),
    );
    ledger.statement(
        "int: well connected with diversity actors, hardly with others",
        of("ac_migrant_orgs", "int") > 3.5 && of("ac_building", "int") < 2.0,
    );

    let table = findings.profile("s07");
    let of = |field, office| field_mean(table, field, office);
    let fields = ["ac_housing", "ac_social", "ac_schools", "ac_migrant_orgs"];
    ledger.statement(
        "soz: widely connected, less where ord and plan cooperate",
        fields.iter().all(|field| {
            of(field, "soz") > of("ac_building", "soz") && of(field, "soz") > of("ac_police", "soz")
        }),
    );
    ledger.statement(
        "wohn: lower levels than soz",
        fields
            .iter()
            .all(|field| of(field, "wohn") < of(field, "soz")),
    );
}

/// The average of the field an actor belongs to.
fn field_mean(table: &ProfileTable, actor: &str, office: &str) -> f64 {
    table
        .item_groups
        .iter()
        .find(|field| field.items.iter().any(|item| item == actor))
        .and_then(|field| field.means[group(table, office)])
        .unwrap_or_else(|| panic!("no mean of the field of {actor} in {office}"))
}

/// Slide 8: order; planning; social, youth and integration.
fn constellations(ledger: &mut Ledger, findings: &Findings) {
    ledger.slide("S08");
    let tree = findings.clusters("s08");
    let of = |office: &str| {
        let place = tree
            .groups
            .iter()
            .position(|group| is_office(group, office));
        tree.clusters[place.unwrap_or_else(|| panic!("no group {office}"))]
    };
    ledger.statement(
        "there are three clusters",
        tree.clusters.iter().max() == Some(&3),
    );
    ledger.statement("order and planning are apart", of("ord") != of("plan"));
    ledger.statement(
        "social, youth and integration are together and apart from the others",
        of("soz") == of("jug")
            && of("jug") == of("int")
            && of("soz") != of("ord")
            && of("soz") != of("plan"),
    );
}

/// Slide 9: means in the order of the questionnaire.
fn attitudes(ledger: &mut Ledger, slide: &Json, findings: &Findings) {
    ledger.slide("S09");
    let table = findings.profile("s09");
    let items = each(&slide["items"]);
    let names: Vec<&str> = items.iter().map(|item| text(&item["id"])).collect();
    let computed: Vec<&str> = table
        .items
        .iter()
        .map(|item| item.item.name.as_str())
        .collect();
    ledger.order("items", &names, &computed);
    for (published, item) in items.iter().zip(&table.items) {
        let mean = item.means[0].mean.expect("a mean");
        ledger.figure(
            &item.item.name,
            &decimals(&published["mean_published"], 1),
            &format!("{mean:.1}"),
        );
    }
    let axis = findings.finding("s09").display.axis;
    ledger.statement(
        "the axis is that of the slide",
        axis == Some([number(&slide["axis"]["min"]), number(&slide["axis"]["max"])]),
    );
}

/// Slide 10: measures by office and field of action.
fn measures(ledger: &mut Ledger, slide: &Json, findings: &Findings) {
    ledger.slide("S10");
    let table = findings.multiple("s10");
    ledger.statement("every measure is in one class", table.exclusive);
    let columns: Vec<Option<&str>> = each(&slide["columns"])
        .iter()
        .map(|column| Some(text(&column["id"])).filter(|id| *id != "f_multiple"))
        .collect();
    let answers: Vec<Option<&str>> = table
        .answers
        .iter()
        .map(|answer| answer.name.as_deref())
        .collect();
    ledger.order("columns", &columns, &answers);

    let derived = &slide["derived"];
    for published in each(&slide["rows"]) {
        let office = text(&published["office"]);
        let row = row(&table.groups, office).unwrap_or(&table.total);
        let mut printed = Vec::new();
        for (column, count) in row.counts.iter().enumerate() {
            let what = format!("{office}, column {}", column + 1);
            ledger.count(&what, &published["counts"][column], *count);
            let share = &published["row_percent_published"][column];
            ledger.share(
                &what,
                share,
                Some(row.shares_of_cases[column]),
                *count,
                row.cases,
            );
            printed.push(percent(*count, row.cases, 1));
        }
        ledger.count(
            format!("{office}, total"),
            &published["row_total"],
            row.cases,
        );
        ledger.figure(
            format!("{office}, total as printed"),
            "100.0",
            &percent(row.counts.iter().sum(), row.cases, 1),
        );
        ledger.figure(
            format!("{office}, sum of the printed"),
            &decimals(&published["sum_of_rounded_percent"], 1),
            &sum_of_printed(&printed),
        );
        let per_office = row
            .per_unit
            .and_then(|units| units.mean)
            .expect("measures per office");
        ledger.figure(
            format!("{office}, measures per office"),
            &decimals(&derived["measures_per_participating_office"][office], 3),
            &format!("{per_office:.3}"),
        );
    }
    for column in 0..table.answers.len() {
        let sum: f64 = table.groups.iter().map(|row| row.counts[column]).sum();
        ledger.statement(
            format!("column {} adds up", column + 1),
            sum == table.total.counts[column],
        );
    }
    let several = table.total.counts[table.answers.len() - 1];
    ledger.percent(
        "several fields",
        &derived["share_of_multi_field_measures_pct"],
        several,
        table.total.cases,
    );
}

fn row<'a>(rows: &'a [MultipleRow], office: &str) -> Option<&'a MultipleRow> {
    rows.iter().find(|row| {
        row.group
            .as_ref()
            .is_some_and(|group| is_office(group, office))
    })
}
