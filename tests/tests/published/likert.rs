//! Stacked bars of items on one scale (slides 19, 20 and 26).

use serde_json::Value as Json;

use super::findings::{Findings, category, item};
use super::ledger::{Ledger, decimals, number, percent, sum_of_printed};
use super::{each, text};

/// Compares every printed and inferred figure of the slide with the battery of the analysis.
pub fn compare(ledger: &mut Ledger, slide: &Json, findings: &Findings, id: &str) {
    let table = findings.battery(id);
    let hidden = findings.finding(id).display.hide_below;
    ledger.statement("labels below 5 % are hidden", hidden == Some(5.0));
    let threshold = hidden.unwrap_or(0.0) / 100.0;

    for published in each(&slide["items"]) {
        let name = text(&published["id"]);
        let item = item(table, name);
        let base = item.n as f64;
        let mut labels = Vec::new();
        let mut suppressed = Vec::new();
        for (label, value) in published["values"].as_object().expect("values by label") {
            let place = category(&table.categories, label);
            if value.is_null() {
                suppressed.push(Json::from(label.as_str()));
                ledger.statement(
                    format!("{name}: the label of “{label}” is hidden"),
                    item.shares[place] < threshold,
                );
            } else {
                ledger.share(
                    format!("{name}, {label}"),
                    value,
                    Some(item.shares[place]),
                    item.counts[place],
                    base,
                );
                ledger.statement(
                    format!("{name}: the label of “{label}” is shown"),
                    item.shares[place] >= threshold,
                );
                labels.push(percent(item.counts[place], base, 1));
            }
        }
        ledger.order(
            format!("{name}, labels not printed"),
            each(&published["not_printed"]),
            &suppressed,
        );
        ledger.figure(
            format!("{name}, sum of the printed"),
            &decimals(&published["sum_of_printed"], 1),
            &sum_of_printed(&labels),
        );
        let remainder: f64 = suppressed
            .iter()
            .map(|label| item.counts[category(&table.categories, text(label))])
            .sum();
        ledger.percent(
            format!("{name}, remainder"),
            &published["implied_remainder_pct"],
            remainder,
            base,
        );

        let inferred = &published["recommended"];
        ledger.count(format!("{name}, n"), &inferred["n"], base);
        for (place, count) in each(&inferred["counts_1_to_4"]).iter().enumerate() {
            ledger.count(
                format!("{name}, count of code {}", place + 1),
                count,
                item.counts[place],
            );
        }
        let top = item.top.expect("the top two categories");
        ledger.percent(
            format!("{name}, top two"),
            &inferred["top2_from_counts_pct"],
            top.count,
            base,
        );
        ledger.statement(
            format!("{name}: the base is among the candidates"),
            each(&published["candidates"])
                .iter()
                .any(|candidate| number(&candidate["n"]) == base),
        );
    }
    label_sequence(ledger, slide, findings, id);
}

/// The labels in the order of the text layer: series by series, items in the order of the slide, hidden ones left out.
fn label_sequence(ledger: &mut Ledger, slide: &Json, findings: &Findings, id: &str) {
    let table = findings.battery(id);
    let threshold = findings.finding(id).display.hide_below.unwrap_or(0.0) / 100.0;
    let mut sequence = Vec::new();
    for place in 0..table.categories.len() {
        for published in each(&slide["items"]) {
            let item = item(table, text(&published["id"]));
            if item.shares[place] >= threshold {
                sequence.push(percent(item.counts[place], item.n as f64, 1));
            }
        }
    }
    let printed: Vec<String> = each(&slide["raw_label_sequence"])
        .iter()
        .map(|label| decimals(label, 1))
        .collect();
    ledger.order("labels in the order of the slide", &printed, &sequence);
}
