//! Slides 23 to 27.

use befund_survey::Language;
use serde_json::Value as Json;

use super::findings::{Findings, category, is_office, item};
use super::ledger::{Ledger, decimals, number, percent, sum_of_printed};
use super::{Published, each, likert, response, text};

/// Compares wave 3.
pub fn compare(ledger: &mut Ledger, published: &Published, findings: &Findings) {
    response(ledger, published, findings, 3);
    obstacles(ledger, published.slide("S24"), findings);
    conflicts(ledger, published.slide("S25"), findings);
    reasons(ledger, published.slide("S26"), findings);
    future(ledger, published.slide("S27"), findings);

    ledger.slide("S23-S27");
    let returned = findings.response("s23").total.returned;
    let bases = [
        findings.ranking("s24").n,
        findings.battery("s27").items[0].n,
        findings.frequencies("s25").valid as u64,
    ];
    ledger.order("bases", &[95, 96, 98], &bases);
    ledger.statement(
        "every base exceeds the counted return",
        bases.iter().all(|base| *base > returned),
    );
}

/// Slide 24: the share of offices that rank an obstacle 1 to 5.
fn obstacles(ledger: &mut Ledger, slide: &Json, findings: &Findings) {
    ledger.slide("S24");
    let table = findings.ranking("s24");
    let base = table.n as f64;
    let items = each(&slide["items"]);
    ledger.count("base", &slide["recommended_n"], base);
    ledger.count(
        "complete rankings",
        &slide["recommended_n"],
        table.complete as f64,
    );
    ledger.count(
        "obstacles",
        &slide["n_objects_ranked"],
        table.items.len() as f64,
    );
    let limit = findings.finding("s24").display.limit.unwrap_or(0);
    ledger.count(
        "obstacles shown",
        &slide["n_objects_published"],
        limit as f64,
    );

    let first: Vec<&str> = table
        .items
        .iter()
        .take(limit)
        .map(|item| item.item.name.as_str())
        .collect();
    let names: Vec<&str> = items.iter().map(|item| text(&item["id"])).collect();
    ledger.order("the first five", &names, &first);
    let mut printed = Vec::new();
    for (published, item) in items.iter().zip(&table.items) {
        let name = &item.item.name;
        let share = &published["share_ranked_1_to_5_pct"];
        ledger.share(name, share, item.top_k.share, item.top_k.count, base);
        ledger.count(
            format!("{name}, offices"),
            &published["count_n95"],
            item.top_k.count,
        );
        printed.push(percent(item.top_k.count, base, 1));
    }
    let upwards: Vec<String> = printed.iter().rev().cloned().collect();
    let sequence: Vec<String> = each(&slide["raw_label_sequence"])
        .iter()
        .map(|label| decimals(label, 1))
        .collect();
    ledger.order("labels from the bottom up", &sequence, &upwards);
    // the text of the slide says "63 % bzw. 62,1 %"
    ledger.figure(
        "the first in the text",
        "63",
        &percent(table.items[0].top_k.count, base, 0),
    );

    let arithmetic = &slide["arithmetic"];
    let counts: Vec<f64> = table.items.iter().map(|item| item.top_k.count).collect();
    ledger.figure(
        "sum of the printed",
        &decimals(&arithmetic["sum_published_pct"], 1),
        &sum_of_printed(&printed),
    );
    ledger.count(
        "sum of the first five",
        &arithmetic["sum_published_counts"],
        counts[..5].iter().sum::<f64>(),
    );
    let complete = &arithmetic["if_all_95_give_five_top_ranks"];
    ledger.count(
        "top ranks in all",
        &complete["total_top5_mentions"],
        counts.iter().sum::<f64>(),
    );
    ledger.count(
        "top ranks of the others",
        &complete["left_for_17_unpublished"],
        counts[5..].iter().sum::<f64>(),
    );
    ledger.statement(
        "no other obstacle has more than 30",
        counts[5..]
            .iter()
            .all(|count| *count <= number(&complete["max_each"])),
    );
    ledger.statement("sorted, descending", counts.is_sorted_by(|a, b| a >= b));
    ledger.statement(
        "nearly two thirds put the first two into their TOP 5",
        counts[..2]
            .iter()
            .all(|count| (0.6..2.0 / 3.0).contains(&(count / base))),
    );
}

/// Slide 25.
fn conflicts(ledger: &mut Ledger, slide: &Json, findings: &Findings) {
    ledger.slide("S25");
    let table = findings.frequencies("s25");
    let inferred = &slide["recommended"];
    ledger.count("n", &inferred["n"], table.valid);
    for (label, share) in slide["values"].as_object().expect("values by label") {
        let answer = table
            .categories
            .iter()
            .find(|answer| answer.category.label.get(Language::De) == label)
            .unwrap_or_else(|| panic!("no answer is called {label}"));
        ledger.share(
            label,
            share,
            answer.share.share,
            answer.share.count,
            table.valid,
        );
        ledger.count(
            format!("{label}, offices"),
            &inferred["counts"][label],
            answer.share.count,
        );
    }
    ledger.statement(
        "n is among the candidates",
        each(&slide["candidates"])
            .iter()
            .any(|candidate| number(&candidate["n"]) == table.valid),
    );

    let cross = findings.crosstab("s25_office");
    let increase = category(&cross.columns, "zunehmen");
    let share = |office: &str| {
        let row = cross.rows.iter().position(|row| is_office(row, office));
        cross.row_shares[row.unwrap_or_else(|| panic!("no row {office}"))][increase]
    };
    for office in ["ord", "plan"] {
        ledger.statement(
            format!("{office}: slightly more than three quarters"),
            (0.75..0.8).contains(&share(office)),
        );
    }
    for office in ["jug", "soz"] {
        ledger.statement(
            format!("{office}: slightly more than half"),
            (0.5..0.6).contains(&share(office)),
        );
    }
    ledger.statement("int: most expect a similar level", share("int") < 0.5);
}

/// Slide 26: asked only where conflicts are expected to increase.
fn reasons(ledger: &mut Ledger, slide: &Json, findings: &Findings) {
    ledger.slide("S26");
    let base = &findings.finding("s26").base;
    ledger.count(
        "filtered",
        &slide["filter"]["filter_n"],
        base.selected as f64,
    );
    ledger.count("answered", &slide["filter"]["answered"], base.n as f64);
    likert::compare(ledger, slide, findings, "s26");
    let table = findings.battery("s26");
    let top = |name| {
        item(table, name)
            .top
            .and_then(|top| top.share)
            .expect("a share")
    };
    ledger.statement(
        "pressure of use is somewhat less relevant than the others",
        top("ko_pressure") < top("ko_interests") && top("ko_pressure") < top("ko_polarisation"),
    );
}

/// Slide 27: one base for all fields, sorted, every label printed, the legend against the drawing order.
fn future(ledger: &mut Ledger, slide: &Json, findings: &Findings) {
    ledger.slide("S27");
    let table = findings.battery("s27");
    let items = each(&slide["items"]);
    let names: Vec<&str> = items.iter().map(|item| text(&item["id"])).collect();
    let computed: Vec<&str> = table
        .items
        .iter()
        .map(|item| item.item.name.as_str())
        .collect();
    ledger.order("fields, sorted by increase", &names, &computed);
    for published in items {
        let name = text(&published["id"]);
        let item = item(table, name);
        let base = item.n as f64;
        ledger.count(format!("{name}, common n"), &slide["recommended_n"], base);
        ledger.count(format!("{name}, n"), &published["recommended"]["n"], base);
        let mut printed = Vec::new();
        for (label, share) in published["values"].as_object().expect("values by label") {
            let place = category(&table.categories, label);
            ledger.share(
                format!("{name}, {label}"),
                share,
                Some(item.shares[place]),
                item.counts[place],
                base,
            );
            printed.push(percent(item.counts[place], base, 1));
        }
        for (place, count) in each(&published["recommended"]["counts"]).iter().enumerate() {
            ledger.count(
                format!("{name}, count of code {}", place + 1),
                count,
                item.counts[place],
            );
        }
        ledger.figure(
            format!("{name}, sum of the printed"),
            &decimals(&published["sum_of_printed"], 1),
            &sum_of_printed(&printed),
        );
    }

    let sequence: Vec<String> = (0..table.categories.len())
        .flat_map(|place| table.items.iter().rev().map(move |item| (place, item)))
        .map(|(place, item)| percent(item.counts[place], item.n as f64, 1))
        .collect();
    let labels: Vec<String> = each(&slide["raw_label_sequence"])
        .iter()
        .map(|label| decimals(label, 1))
        .collect();
    ledger.order("labels from the bottom up", &labels, &sequence);

    let display = &findings.finding("s27").display;
    ledger.statement("no label is hidden", display.hide_below.is_none());
    let mut legend: Vec<&str> = table
        .categories
        .iter()
        .map(|category| category.label.get(Language::De))
        .collect();
    if display.reverse_legend {
        legend.reverse();
    }
    let printed: Vec<&str> = each(&slide["legend_order_de"]).iter().map(text).collect();
    ledger.order("legend", &printed, &legend);
}
