//! What has changed over three waves.

use befund_survey::analysis::Display;
use befund_survey::finding::*;
use befund_survey::{Figure, Label, Sheet, Text, Value};

use super::{agree4, both, finding, item};

const WAVES: [&str; 3] = ["2019", "2022", "2025"];

fn wave(at: usize) -> Label {
    Label {
        value: Value::from(WAVES[at]),
        label: Text::from(WAVES[at]),
    }
}

fn interval(middle: f64, half: f64) -> Interval {
    Interval {
        lower: middle - half,
        upper: middle + half,
        level: 0.95,
    }
}

fn means(name: &str, label: Text, means: [f64; 3], deviation: f64) -> Part {
    let record = |at: usize| {
        let mut record = Sheet::new();
        record
            .put("wave", wave(at))
            .put("n", 212.0)
            .put("mean", means[at])
            .put("confidence_interval", interval(means[at], deviation / 7.0))
            .put("standard_deviation", deviation);
        record
    };
    let mut figures = Sheet::new();
    let mut change = Sheet::new();
    change
        .put("from_wave", wave(0))
        .put("to_wave", wave(2))
        .put("difference", means[2] - means[0])
        .put("adjusted_p_value", 0.2 / means[0]);
    figures
        .put("waves", (0..3).map(record).collect::<Vec<Sheet>>())
        .put("wave_changes", vec![change])
        .put("comparisons", 3.0);
    Part {
        variables: vec![item(name, label)],
        figures,
    }
}

fn shares(name: &str, label: Text, categories: &[Category], shares: &[[f64; 3]]) -> Part {
    let of_wave = |at: usize| {
        let mut record = Sheet::new();
        record.put("wave", wave(at)).put("n", 212.0);
        record
    };
    let mut records = Vec::new();
    for (category, shares) in categories.iter().zip(shares) {
        for (at, share) in shares.iter().enumerate() {
            let mut record = Sheet::new();
            record
                .put("category", Label::from(category))
                .put("wave", wave(at))
                .put("share", *share)
                .put("confidence_interval", interval(*share, 0.045));
            records.push(record);
        }
    }
    let mut figures = Sheet::new();
    figures
        .put("waves", (0..3).map(of_wave).collect::<Vec<Sheet>>())
        .put("shares", Figure::Table(records));
    Part {
        variables: vec![item(name, label)],
        figures,
    }
}

/// Ratings, an amount, yes-or-no variables and one of four categories.
pub(crate) fn change() -> Finding {
    let yes = [
        super::category(1, "ja", "yes"),
        super::category(0, "nein", "no"),
    ];
    let parts = vec![
        means(
            "conflict",
            both(
                "Zahl der Konflikte im öffentlichen Raum",
                "Number of conflicts in public space",
            ),
            [2.61, 2.84, 3.12],
            0.9,
        ),
        means(
            "burden",
            both("Belastung der Beschäftigten", "Burden on the staff"),
            [3.35, 3.31, 3.6],
            1.1,
        ),
        shares(
            "concept",
            both(
                "Ein Sicherheitskonzept liegt vor",
                "There is a safety concept",
            ),
            &yes,
            &[[0.31, 0.38, 0.52], [0.69, 0.62, 0.48]],
        ),
        means(
            "posts",
            both(
                "Stellen im Ordnungsdienst",
                "Posts in the public order service",
            ),
            [12.4, 14.1, 18.6],
            21.0,
        ),
        shares(
            "council",
            both("Präventionsrat vorhanden", "There is a prevention council"),
            &yes,
            &[[0.44, 0.41, 0.45], [0.56, 0.59, 0.55]],
        ),
        shares(
            "view",
            both("Die Zusammenarbeit gelingt", "Working together succeeds"),
            &agree4(),
            &[
                [0.08, 0.07, 0.05],
                [0.22, 0.2, 0.16],
                [0.45, 0.46, 0.47],
                [0.25, 0.27, 0.32],
            ],
        ),
    ];
    finding(
        "change",
        Text::default(),
        636,
        Results::Change(Statistics { by: None, parts }),
        Display::default(),
    )
}
