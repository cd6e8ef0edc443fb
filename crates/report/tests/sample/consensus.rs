//! A ranking with everything that a consensus brings, made by rule: strengths fall evenly, pairs follow a logistic curve.

use befund_survey::analysis::{Display, Unranked};
use befund_survey::finding::*;
use befund_survey::{Label, Sheet};
use serde_json::{Value as Json, json};

use super::{both, finding, item, offices};

const OBSTACLES: [(&str, &str); 22] = [
    ("Personalknappheit", "Shortage of staff"),
    ("Knappheit zeitlicher Ressourcen", "Shortage of time"),
    (
        "Fehlen einer gesamtstädtischen Strategie zur Zusammenarbeit",
        "Lack of a city-wide strategy for cooperation",
    ),
    (
        "Mangelnder Austausch von Informationen zwischen den Ämtern und Fachbereichen",
        "Insufficient exchange of information between offices and departments",
    ),
    (
        "Unterschiedliche Verständnisse zwischen den Ämtern und Fachbereichen",
        "Different understandings between offices and departments",
    ),
    (
        "Fehlende zentrale Ansprechpersonen bzw. Koordinierungsstelle",
        "No central contact person or coordination unit",
    ),
    ("Unklare Zuständigkeiten", "Unclear responsibilities"),
    (
        "Knappheit finanzieller Ressourcen",
        "Shortage of financial resources",
    ),
    (
        "Ressortdenken / Abschottung der Ämter und Fachbereiche",
        "Departmental thinking / sealing off of offices",
    ),
    (
        "Unterschiedliche Ziele und Interessen der Ämter und Fachbereiche",
        "Different goals and interests of offices",
    ),
    ("Datenschutzrechtliche Vorgaben", "Data protection rules"),
    (
        "Fehlende Unterstützung durch die Politik",
        "Lack of political support",
    ),
    (
        "Fehlende Unterstützung durch die Verwaltungsspitze",
        "Lack of support from the head of administration",
    ),
    (
        "Fehlende Strukturen und Gremien der Zusammenarbeit",
        "Lack of structures and bodies for cooperation",
    ),
    ("Personelle Fluktuation", "Staff turnover"),
    (
        "Hierarchische Entscheidungswege",
        "Hierarchical decision making",
    ),
    (
        "Fehlende interkulturelle Kompetenz",
        "Lack of intercultural competence",
    ),
    ("Rechtliche Rahmenbedingungen", "Legal framework"),
    (
        "Mangelnde Kenntnis der Aufgaben anderer Ämter und Fachbereiche",
        "Little knowledge of the tasks of other offices",
    ),
    (
        "Fehlendes Vertrauen zwischen den Beteiligten",
        "Lack of trust between those involved",
    ),
    (
        "Schwierige Einbindung externer Akteur*innen",
        "Difficult involvement of external actors",
    ),
    (
        "Räumliche Distanz zwischen den Ämtern und Fachbereichen",
        "Spatial distance between offices",
    ),
];
const OFFICES: f64 = 95.0;

fn name(index: usize) -> String {
    format!("hm{index}")
}

/// Every object with its figure.
fn by_name(n: usize, figure: impl Fn(usize) -> Json) -> Json {
    Json::Object((0..n).map(|index| (name(index), figure(index))).collect())
}

/// The places of the objects after their strengths were shaken a little.
fn shaken(n: usize, by: f64, seed: usize) -> Vec<f64> {
    let strength =
        |index: usize| index as f64 + by * (((index * 7 + seed * 5) % 11) as f64 / 5.0 - 1.0);
    (0..n)
        .map(|index| {
            1.0 + (0..n)
                .filter(|other| strength(*other) < strength(index))
                .count() as f64
        })
        .collect()
}

/// What the analysis finds on these many of the obstacles, in the shape of its JSON.
fn figures(n: usize, groups: usize) -> Sheet {
    // The sixth to the eighth beat each other in a circle.
    let wins = |a: usize, b: usize| {
        let circle = matches!((a, b), (7, 5)) || matches!((a, b), (5, 7));
        let gap = if circle {
            a as f64 - b as f64
        } else {
            b as f64 - a as f64
        };
        (OFFICES / (1.0 + (-0.17 * gap).exp())).round()
    };
    let order: Vec<String> = (0..n).map(name).collect();
    let ranks = |places: Vec<f64>| by_name(n, |index| json!(places[index]));
    let spread = |index: usize| {
        let place = index as f64 + 1.0;
        let width = 0.4 + 2.2 * (place / n as f64) * (1.0 - place / (n as f64 + 1.0)) * 4.0 / 2.0;
        let weight = |rank: usize| (-0.5 * ((rank as f64 + 1.0 - place) / width).powi(2)).exp();
        let total: f64 = (0..n).map(weight).sum();
        let shares: Vec<f64> = (0..n).map(|rank| weight(rank) / total).collect();
        json!({
            "lower": (place - 1.9 * width).round().max(1.0),
            "upper": (place + 1.9 * width).round().min(n as f64),
            "p_top_k": shares.iter().take(5).sum::<f64>().min(1.0),
            "distribution": shares,
        })
    };
    let log_worth = |index: usize| 0.17 * ((n as f64 - 1.0) / 2.0 - index as f64);
    let mut figures = json!({
        "pairwise": by_name(n, |a| by_name(n, |b| json!(if a == b { 0.0 } else { wins(a, b) }))),
        "condorcet": { "winner": ["hm0"], "loser": [name(n - 1)], "smith_set": ["hm0"] },
        "kemeny": {
            "score": 7889.0, "lower_bound": 7889.0, "proven": true, "unique": false, "n_optimal": 4.0,
            "order": order,
            "components": [],
        },
        "kendall_w": { "w": 0.312, "chi_square": 622.4, "df": n as f64 - 1.0, "p_value": 1e-90 },
        "plackett_luce": {
            "exists": true,
            "log_worth": by_name(n, |index| json!(log_worth(index))),
            "std_error": by_name(n, |_| json!(0.11)),
            "quasi_variance": by_name(n, |_| json!(0.0117)),
        },
        "methods": {
            "kemeny": ranks(shaken(n, 0.0, 0)),
            "borda": ranks(shaken(n, 1.4, 1)),
            "copeland": ranks(shaken(n, 0.8, 2)),
            "schulze": ranks(shaken(n, 0.6, 3)),
            "ranked_pairs": ranks(shaken(n, 0.6, 3)),
            "mc4": ranks(shaken(n, 1.2, 4)),
            "mean_rank": ranks(shaken(n, 1.4, 1)),
            "plackett_luce": ranks(shaken(n, 1.8, 5)),
        },
        "bootstrap": { "replicates": 1000.0, "seed": 1.0, "level": 0.95, "kemeny": by_name(n, spread) },
    });
    if groups > 0 {
        let consensus: Vec<Json> = offices()
            .iter()
            .take(groups)
            .enumerate()
            .map(|(index, office)| {
                json!({
                    "group": Label { value: office.value.clone(), label: office.label.clone() },
                    "n": 12.0 + 5.0 * index as f64,
                    "ranks": ranks(shaken(n, 3.0, index + 2)),
                })
            })
            .collect();
        figures["groups"] = json!({
            "consensus": consensus,
            "permutation_test": { "statistic": 0.153, "p_value": 0.0132 },
        });
    }
    serde_json::from_value(figures).unwrap()
}

/// So many obstacles with their consensus, in so many groups.
pub(crate) fn consensus(n: usize, groups: usize) -> Finding {
    let items = (0..n)
        .map(|index| {
            let (de, en) = OBSTACLES[index];
            let count = 62.0 - 2.5 * index as f64;
            RankedItem {
                item: item(&name(index), both(de, en)),
                n: 95,
                top_k: Share {
                    count,
                    share: Some(count / OFFICES),
                },
                confidence_interval: None,
                mean_rank: Some(5.0 + index as f64 * 0.6),
                median_rank: Some(4.0 + index as f64 * 0.5),
                rank_counts: vec![count / 5.0; 5],
            }
        })
        .collect();
    finding(
        &format!("consensus_{n}_{groups}"),
        both("Hemmnisse der Zusammenarbeit", "Obstacles to cooperation"),
        95,
        Results::Ranking(RankingTable {
            k: 5.min(n),
            unranked: Unranked::Bottom,
            n: 95,
            complete: 81,
            items,
            statistics: figures(n, groups),
        }),
        Display::default(),
    )
}

/// The figures of a ranking as JSON, to be changed.
pub(crate) fn with_figures(finding: &Finding, change: impl Fn(&mut Json)) -> Finding {
    let mut finding = finding.clone();
    let Results::Ranking(table) = &mut finding.results else {
        unreachable!()
    };
    let mut figures = serde_json::to_value(&table.statistics).unwrap();
    change(&mut figures);
    table.statistics = serde_json::from_value(figures).unwrap();
    finding
}
