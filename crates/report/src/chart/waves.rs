//! What became of something from wave to wave: shares and means with their intervals.

use befund_survey::finding::{Category, Part, Statistics};
use befund_survey::{Figure, Label, Language, Sheet};

use super::{Axis, Plot, View, emphasis, spoken};
use crate::messages::Message;
use crate::number::{Figures, NOTHING, percent};
use crate::words::{category_label, item_label};

/// More than so many charts nobody looks through.
const MOST_CHARTS: usize = 12;
/// Means share an axis where their standard deviations differ by no more than this factor ...
const SPREAD: f64 = 3.0;
/// ... and the means by no more than so many of them.
const DISTANCE: f64 = 6.0;

/// Rows with a value for every wave.
#[derive(Debug, Clone, PartialEq)]
pub struct WavePlot {
    /// The waves in their order.
    pub waves: Vec<String>,
    /// Variables or categories.
    pub rows: Vec<WaveRow>,
    /// The axis.
    pub axis: Axis,
    /// How to read a row.
    pub reading: String,
}

/// What became of one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct WaveRow {
    /// The variable or the category.
    pub label: String,
    /// One value per wave, absent where nobody answered.
    pub values: Vec<Option<WaveValue>>,
}

/// The value of one wave.
#[derive(Debug, Clone, PartialEq)]
pub struct WaveValue {
    /// A share or a mean.
    pub value: f64,
    /// The ends of its confidence interval; the value itself where there is none.
    pub lower: f64,
    /// See `lower`.
    pub upper: f64,
    /// The value as printed.
    pub shown: String,
}

/// A chart with its heading and its alternative text.
pub(super) type Headed = (String, Option<(Plot, String)>);

/// What rows of one chart have in common.
struct Draft {
    heading: String,
    rows: Vec<WaveRow>,
    /// Standard deviation and mean of the first, where rows are means.
    scale: Option<(f64, f64)>,
}

/// The charts of a change: means of alike spread share one, so do yes-or-no variables; a variable with more categories has its own.
pub(super) fn change(view: View<'_>, statistics: &Statistics) -> Vec<Headed> {
    let mut waves: Vec<Label> = Vec::new();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut level = None;
    for part in statistics
        .parts
        .iter()
        .take(view.limit(statistics.parts.len()))
    {
        let records = table(&part.figures, "waves");
        for record in records {
            if let Some(Figure::Label(wave)) = record.get(&["wave"])
                && !waves.contains(wave)
            {
                waves.push(wave.clone());
            }
        }
        let shares = table(&part.figures, "shares");
        for record in records.iter().chain(shares) {
            level = level.or(interval(record).map(|found| found.level));
        }
        let drafted = if shares.is_empty() {
            means(view, part, records)
        } else {
            self::shares(view, part, shares)
        };
        let Some(drafted) = drafted else { continue };
        match drafts.iter_mut().find(|draft| draft.takes(&drafted)) {
            Some(draft) => draft.add(view, drafted),
            None => drafts.push(drafted),
        }
    }
    let waves: Vec<String> = waves.iter().map(|wave| words(view, wave)).collect();
    let alone = drafts.len() == 1;
    let drafts = drafts.into_iter().take(MOST_CHARTS);
    drafts
        .map(|draft| {
            let heading = match draft.heading.as_str() {
                _ if alone => String::new(),
                "" => view.pick("Anteile", "Shares").to_owned(),
                heading => heading.to_owned(),
            };
            (heading, drawn(view, draft, &waves, level.unwrap_or(0.95)))
        })
        .collect()
}

impl Draft {
    /// Whether the rows of another can stand on the same axis, and say by themselves what they are.
    fn takes(&self, other: &Self) -> bool {
        match (self.scale, other.scale) {
            (None, None) => self.heading.is_empty() && other.heading.is_empty(),
            (Some((own, mean)), Some((spread, value))) => {
                let larger = own.max(spread);
                larger <= SPREAD * own.min(spread) && (mean - value).abs() <= DISTANCE * larger
            }
            _ => false,
        }
    }

    fn add(&mut self, view: View<'_>, other: Self) {
        if self.scale.is_some() {
            self.heading = view.pick("Mittelwerte", "Means").to_owned();
        }
        self.rows.extend(other.rows);
    }
}

fn drawn(view: View<'_>, draft: Draft, waves: &[String], level: f64) -> Option<(Plot, String)> {
    let values = || {
        draft
            .rows
            .iter()
            .flat_map(|row| row.values.iter().flatten())
    };
    values().next()?;
    let axis = if draft.scale.is_some() {
        let ends: Vec<f64> = values()
            .flat_map(|value| [value.lower, value.upper])
            .collect();
        Axis::of_means(view, &[], &ends, Message::Mean.text(view.language))
    } else {
        let largest = values().map(|value| value.upper).fold(0.0, f64::max);
        Axis {
            title: view.pick("Anteil", "Share").to_owned(),
            ..Axis::of_shares(view, largest)
        }
    };
    let description = spoken(
        draft.rows.iter().map(|row| {
            let of_wave = |(wave, value): (&String, &Option<WaveValue>)| {
                let shown = value.as_ref().map_or(NOTHING, |value| value.shown.as_str());
                format!("{wave} {shown}")
            };
            let values: Vec<String> = waves.iter().zip(&row.values).map(of_wave).collect();
            (row.label.clone(), values.join(", "))
        }),
        view.language,
    );
    let level = percent(level, 0, view.language);
    let reading = match view.language {
        Language::De => format!("Strich: {level}-Konfidenzintervall der Welle."),
        Language::En => format!("Line: {level} confidence interval of the wave."),
    };
    let plot = WavePlot {
        waves: waves.to_vec(),
        rows: draft.rows,
        axis,
        reading,
    };
    Some((Plot::Waves(plot), description))
}

fn means(view: View<'_>, part: &Part, records: &[Sheet]) -> Option<Draft> {
    let mean = |record: &Sheet| record.number(&["mean"]);
    let deviation = |record: &Sheet| record.number(&["standard_deviation"]);
    let figures: Figures = view.figures.fitting(
        records
            .iter()
            .map(|record| (mean(record), deviation(record))),
    );
    let value = |record: &Sheet| value(record, mean(record)?, |mean| figures.mean(mean));
    let values: Vec<Option<WaveValue>> = records.iter().map(value).collect();
    let first = values.iter().flatten().next()?.value;
    let spread = records.iter().filter_map(deviation).fold(0.0, f64::max);
    let label = item_label(part.variables.first()?, view.language).to_owned();
    Some(Draft {
        heading: label.clone(),
        rows: vec![WaveRow { label, values }],
        scale: Some((spread, first)),
    })
}

fn shares(view: View<'_>, part: &Part, records: &[Sheet]) -> Option<Draft> {
    let mut categories: Vec<Category> = Vec::new();
    let mut rows: Vec<WaveRow> = Vec::new();
    for record in records {
        let Some(Figure::Label(category)) = record.get(&["category"]) else {
            continue;
        };
        let category = Category {
            value: category.value.clone(),
            label: category.label.clone(),
        };
        if categories.last() != Some(&category) {
            rows.push(WaveRow {
                label: category_label(&category, view.language),
                values: Vec::new(),
            });
            categories.push(category);
        }
        let share = record.number(&["share"]);
        let value =
            share.and_then(|share| value(record, share, |share| view.figures.percent(share)));
        if let Some(row) = rows.last_mut() {
            row.values.push(value);
        }
    }
    let item = item_label(part.variables.first()?, view.language);
    if categories.len() > 2 {
        return Some(Draft {
            heading: item.to_owned(),
            rows,
            scale: None,
        });
    }
    // of two categories one says it all
    let shown = emphasis(&categories)?;
    let mut row = rows.swap_remove(shown);
    // an unlabelled 1 says that the variable holds
    row.label = match (&categories[shown].value, categories[shown].label.is_empty()) {
        (befund_survey::Value::Number(1.0), true) => item.to_owned(),
        _ => format!("{item}: {}", row.label),
    };
    Some(Draft {
        heading: String::new(),
        rows: vec![row],
        scale: None,
    })
}

fn value(record: &Sheet, value: f64, shown: impl Fn(f64) -> String) -> Option<WaveValue> {
    let found = interval(record);
    value.is_finite().then(|| WaveValue {
        value,
        lower: found.map_or(value, |found| found.lower),
        upper: found.map_or(value, |found| found.upper),
        shown: shown(value),
    })
}

fn interval(record: &Sheet) -> Option<&befund_survey::finding::Interval> {
    match record.get(&["confidence_interval"]) {
        Some(Figure::Interval(interval)) => Some(interval),
        _ => None,
    }
}

fn table<'a>(figures: &'a Sheet, name: &str) -> &'a [Sheet] {
    match figures.get(&[name]) {
        Some(Figure::Table(records)) => records,
        _ => &[],
    }
}

fn words(view: View<'_>, label: &Label) -> String {
    match label.label.get(view.language).trim() {
        "" => label.value.to_string(),
        words => words.to_owned(),
    }
}
