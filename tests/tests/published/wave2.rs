//! Slides 12 to 21.

use std::collections::BTreeMap;

use befund_survey::Language;
use serde_json::Value as Json;

use super::findings::{Findings, category, is_office, item, mean};
use super::ledger::{Ledger, decimals, number, percent};
use super::{Published, each, likert, response, text};

const OFFICES: [&str; 5] = ["ord", "plan", "soz", "jug", "int"];

/// Compares wave 2.
pub fn compare(ledger: &mut Ledger, published: &Published, findings: &Findings) {
    response(ledger, published, findings, 2);
    for (slide, id) in [("S13", "s13"), ("S14", "s14")] {
        themes(ledger, published.slide(slide), findings, id);
    }
    importance(ledger, published, findings);
    structures(ledger, published.slide("S17"), findings);
    culture(ledger, findings);
    responsibilities(ledger, published.slide("S19"), findings);
    change(ledger, published.slide("S20"), findings);
    funding(ledger, published.slide("S21"), findings);
}

/// Slides 13 and 14: only the coding scheme was published.
fn themes(ledger: &mut Ledger, slide: &Json, findings: &Findings, id: &str) {
    ledger.slide(text(&slide["id"]));
    let table = findings.multiple(id);
    let codes = each(&slide["codes"]);
    let names: Vec<&str> = codes.iter().map(|code| text(&code["de"])).collect();
    let computed: Vec<&str> = table
        .answer_groups
        .iter()
        .map(|group| group.label.get(Language::De))
        .collect();
    ledger.order("codes", &names, &computed);
    let labels: BTreeMap<&str, &str> = table
        .answers
        .iter()
        .filter_map(|answer| Some((answer.name.as_deref()?, answer.label.get(Language::De))))
        .collect();
    for (code, group) in codes.iter().zip(&table.answer_groups) {
        let subcodes: Vec<String> = each(&code["subcodes_de"])
            .iter()
            .map(|label| text(label).to_lowercase())
            .collect();
        let computed: Vec<String> = group
            .items
            .iter()
            .map(|item| labels[item.as_str()].to_lowercase())
            .collect();
        ledger.order(
            format!("sub-codes of {}", text(&code["de"])),
            &subcodes,
            &computed,
        );
    }
}

/// Slides 15 and 16: what the text says about figures that are lost.
fn importance(ledger: &mut Ledger, published: &Published, findings: &Findings) {
    ledger.slide("S15");
    let table = findings.profile("s15");
    let diversity = |office| mean(table, "imp_diversity", office).expect("a mean");
    let safety = |office| mean(table, "imp_safety", office).expect("a mean");
    let checks = [
        OFFICES
            .iter()
            .all(|office| diversity(office) <= diversity("int")),
        OFFICES.iter().all(|office| safety(office) <= safety("ord")),
        ["plan", "soz", "jug"]
            .iter()
            .all(|office| diversity(office) > safety(office)),
        ["soz", "jug"]
            .iter()
            .all(|office| diversity("int") - diversity(office) < 1.0)
            && diversity("int") - diversity("plan") > 1.0,
        ["soz", "jug"]
            .iter()
            .all(|office| (safety(office) - safety("int")).abs() < 0.5),
    ];
    let stated = each(&published.slide("S15")["checks"]);
    assert_eq!(
        stated.len(),
        checks.len(),
        "the checks of slide 15 have changed"
    );
    for (check, holds) in stated.iter().zip(checks) {
        ledger.statement(text(&check["expr"]), holds);
    }

    ledger.slide("S16");
    let rows = &findings.descriptives("s16").rows;
    let variance = |office: &str| {
        rows.iter()
            .find(|row| {
                row.item.name == "imp_safety"
                    && row
                        .group
                        .as_ref()
                        .is_some_and(|group| is_office(group, office))
            })
            .and_then(|row| row.variance)
            .unwrap_or_else(|| panic!("no variance of imp_safety in {office}"))
    };
    let stated = each(&published.slide("S16")["checks"]);
    assert_eq!(stated.len(), 1, "the checks of slide 16 have changed");
    ledger.statement(
        text(&stated[0]["expr"]),
        OFFICES
            .iter()
            .all(|office| variance(office) <= variance("int")),
    );
}

/// Slide 17: presence with “don't know” in the base, and a base of its own for each item.
fn structures(ledger: &mut Ledger, slide: &Json, findings: &Findings) {
    ledger.slide("S17");
    let table = findings.battery("s17");
    let mut present = BTreeMap::new();
    let mut rest_labels = Vec::new();
    let mut present_labels = Vec::new();
    for published in each(&slide["items"]) {
        let name = text(&published["id"]);
        let item = item(table, name);
        let base = item.n as f64;
        let count = |label: &str| item.counts[category(&table.categories, label)];
        let exists = count("vorhanden");
        let place = category(&table.categories, "vorhanden");
        ledger.share(
            format!("{name}, vorhanden"),
            &published["values"]["vorhanden"],
            Some(item.shares[place]),
            exists,
            base,
        );
        ledger.percent(
            format!("{name}, remainder"),
            &published["remainder_pct"],
            base - exists,
            base,
        );
        ledger.statement(
            format!("{name}: n and count are among the candidates"),
            each(&published["candidates_from_vorhanden_n_150_185"])
                .iter()
                .any(|candidate| {
                    number(&candidate["n"]) == base && number(&candidate["count"]) == exists
                }),
        );
        if let Some(second) = published.get("second_label_pct") {
            ledger.percent(
                format!("{name}, second label"),
                second,
                count("weiß nicht"),
                base,
            );
            rest_labels.push(percent(count("weiß nicht"), base, 1));
        }
        let inferred = &published["recommended"];
        ledger.count(format!("{name}, n"), &inferred["n"], base);
        ledger.count(
            format!("{name}, vorhanden, offices"),
            &inferred["counts"]["vorhanden"],
            exists,
        );
        present.insert(name, exists / base);
        present_labels.push(percent(exists, base, 1));
    }
    let printed: Vec<String> = each(&slide["raw_label_sequence"])
        .iter()
        .map(|label| decimals(label, 1))
        .collect();
    ledger.order(
        "labels in the order of the slide",
        &printed,
        &[rest_labels, present_labels].concat(),
    );

    ledger.statement(
        "working groups exist in almost all",
        present["st_working_groups"] > 0.95,
    );
    ledger.statement(
        "somewhat less so for neighbourhood management and district bodies",
        ["st_neighbourhood_mgmt", "st_district_bodies"]
            .iter()
            .all(|name| (0.75..present["st_working_groups"]).contains(&present[name])),
    );
    ledger.statement(
        "prevention councils and order partnerships in about half",
        ["st_prevention_council", "st_order_partnership"]
            .iter()
            .all(|name| (0.5..0.6).contains(&present[name])),
    );
}

/// Slide 18: what the text says about figures that are lost.
fn culture(ledger: &mut Ledger, findings: &Findings) {
    ledger.slide("S18");
    let table = findings.battery("s18");
    let top = |name| {
        item(table, name)
            .top
            .and_then(|top| top.share)
            .expect("a share")
    };
    ledger.statement("more than 90 %: great mutual trust", top("kc_trust") > 0.9);
    ledger.statement(
        "more than three quarters: binding decisions",
        top("kc_binding") > 0.75,
    );
    ledger.statement("mainly concrete measures", top("kc_concrete") > 0.5);
    ledger.statement(
        "more than a quarter: agreeing on goals is difficult, for most it is not",
        (0.25..0.5).contains(&top("kc_goals_difficult")),
    );
}

/// Slide 19.
fn responsibilities(ledger: &mut Ledger, slide: &Json, findings: &Findings) {
    ledger.slide("S19");
    likert::compare(ledger, slide, findings, "s19");
    let table = findings.battery("s19");
    let bases: Vec<u64> = table.items.iter().map(|item| item.n).collect();
    ledger.statement(
        "the lead item has a far smaller base than its sub-items",
        item(table, "zu_settled").n == 113 && bases.iter().filter(|&&n| n >= 163).count() == 4,
    );
    let top = |name| {
        item(table, name)
            .top
            .and_then(|top| top.share)
            .expect("a share")
    };
    ledger.statement(
        "almost four fifths: settled",
        (0.78..0.8).contains(&top("zu_settled")),
    );
    ledger.statement(
        "personal arrangements matter most",
        table
            .items
            .iter()
            .all(|other| top(&other.item.name) <= top("zu_personal")),
    );
    let personal = item(table, "zu_personal");
    let parts: Vec<String> = [2, 3]
        .map(|place| percent(personal.counts[place], personal.n as f64, 1))
        .to_vec();
    ledger.figure(
        "personal arrangements, sum of the printed parts",
        "89.5",
        &super::ledger::sum_of_printed(&parts),
    );
}

/// Slide 20.
fn change(ledger: &mut Ledger, slide: &Json, findings: &Findings) {
    ledger.slide("S20");
    likert::compare(ledger, slide, findings, "s20");
    let table = findings.battery("s20");
    let top = |name| {
        item(table, name)
            .top
            .and_then(|top| top.share)
            .expect("a share")
    };
    ledger.statement(
        "more than two thirds: existing structures should be adapted",
        top("ve_adapt") > 2.0 / 3.0,
    );
    ledger.statement(
        "more than 35 %: new structures are needed",
        top("ve_new") > 0.35,
    );

    let themes = findings.multiple("s20_themes");
    let published = each(&slide["open_answer_themes"]["de"]).len();
    ledger.count(
        "themes of the open answers",
        &Json::from(published),
        themes.answers.len() as f64,
    );
    let safety = themes
        .answers
        .iter()
        .position(|answer| {
            answer
                .label
                .get(Language::De)
                .contains("Netzwerke zum Thema Sicherheit")
        })
        .expect("the theme of safety networks");
    let highest = themes
        .groups
        .iter()
        .max_by(|a, b| a.shares_of_cases[safety].total_cmp(&b.shares_of_cases[safety]))
        .and_then(|row| row.group.as_ref());
    ledger.statement(
        "networks on safety are wanted above all by order offices",
        highest.is_some_and(|office| is_office(office, "ord")),
    );
}

/// Slide 21: only the order of the first two reasons was published.
fn funding(ledger: &mut Ledger, slide: &Json, findings: &Findings) {
    ledger.slide("S21");
    let table = findings.multiple("s21");
    let place = |name: &str| {
        table
            .answers
            .iter()
            .position(|answer| answer.name.as_deref() == Some(name))
            .unwrap_or_else(|| panic!("no reason {name}"))
    };
    let items = each(&slide["items"]);
    ledger.count(
        "reasons",
        &Json::from(items.len()),
        table.answers.len() as f64,
    );
    for published in items {
        if let Some(rank) = published["published_rank"].as_u64() {
            let name = text(&published["id"]);
            ledger.figure(
                format!("rank of {name}"),
                &rank.to_string(),
                &(place(name) + 1).to_string(),
            );
        }
    }
    let counts = &table.total.counts;
    ledger.statement(
        "the reasons are sorted by frequency, the first two without a tie",
        counts.is_sorted_by(|a, b| a >= b) && counts[0] > counts[1] && counts[1] > counts[2],
    );
    ledger.statement(
        "only a few name restructuring",
        counts[place("fu_restructuring")] / table.total.cases < 0.1,
    );
    ledger.statement(
        "only those who use no funding programmes were asked",
        findings.finding("s21").base.selected < findings.finding("s21").base.rows,
    );
}
