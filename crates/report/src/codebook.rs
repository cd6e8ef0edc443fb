//! A codebook as a table and as JSON.

use befund_survey::codebook::Origin;
use befund_survey::describe::{Description, VariableDescription};
use befund_survey::{Language, Text};
use serde_json::{Value as Json, json};

use crate::json::resolve;
use crate::messages::Message;
use crate::number::{count, plain};
use crate::table::{Cell, Head, Row, RowKind, Table};
use crate::words::{derived, level_name, reason};

/// At most so many values of a variable stand in the table; JSON has them all.
const LISTED: usize = 12;

/// The variables of a dataset, one row each: name, label, level with its reason, values with their counts, missing.
pub fn codebook_table(description: &Description, language: Language) -> Table {
    let heads = [
        Message::Variable,
        Message::Label,
        Message::Level,
        Message::Values,
        Message::Valid,
        Message::Missing,
    ];
    Table {
        caption: codebook_title(description).get(language).to_owned(),
        heads: vec![
            heads
                .iter()
                .map(|head| Head::one(head.text(language)))
                .collect(),
        ],
        rows: description
            .columns
            .iter()
            .map(|variable| row(variable, language))
            .collect(),
        ..Table::default()
    }
}

/// What the dataset is, and how large.
pub fn codebook_title(description: &Description) -> Text {
    let words = |language| {
        let name = match description.title.get(language).trim() {
            "" => description.file.clone(),
            title => format!("{title} ({})", description.file),
        };
        let noun = |number: u64, one: Message, many: Message| {
            (if number == 1 { one } else { many }).text(language)
        };
        let (rows, columns) = (description.rows, description.columns.len() as u64);
        format!(
            "{name}: {} {}, {} {}",
            count(rows, language),
            noun(rows, Message::OneRow, Message::Rows),
            count(columns, language),
            noun(columns, Message::OneVariable, Message::Variables),
        )
    };
    Text::both(words(Language::De), words(Language::En))
}

fn row(variable: &VariableDescription, language: Language) -> Row {
    let known = &variable.variable;
    let level = match &known.origin {
        Origin::Guessed(why) => format!(
            "{} ({})",
            level_name(known.level, language),
            reason(why, language)
        ),
        Origin::Derived(how) => format!(
            "{} ({})",
            level_name(known.level, language),
            derived(how, language)
        ),
        Origin::Given | Origin::Overruled => level_name(known.level, language).to_owned(),
    };
    let number = |value: u64| Cell::Number {
        shown: count(value, language),
        value: value as f64,
        percent: false,
    };
    Row {
        kind: RowKind::Body,
        cells: vec![
            Cell::Text(known.name.clone()),
            Cell::Text(known.label.get(language).to_owned()),
            Cell::Text(level),
            Cell::Text(values(variable, language)),
            number(variable.valid),
            number(variable.system_missing + variable.user_missing),
        ],
    }
}

/// `1 never (12), 2 rarely (30), ...`, or the range of numbers with many values.
fn values(variable: &VariableDescription, language: Language) -> String {
    if let (Some(least), Some(most)) = (&variable.minimum, &variable.maximum)
        && variable.counts.len() > LISTED
        && let (Some(least), Some(most)) = (least.number(), most.number())
    {
        return format!(
            "{} … {}",
            plain(least, 6, language),
            plain(most, 6, language)
        );
    }
    let one = |listed: &befund_survey::finding::CategoryCount| {
        // codes and years are names, not amounts: no marks between thousands
        let mut value = listed.category.value.to_string();
        if language == Language::De && listed.category.value.number().is_some() {
            value = value.replace('.', ",");
        }
        let label = listed.category.label.get(language);
        let name = if label == listed.category.value.to_string() {
            value
        } else {
            format!("{value} {label}")
        };
        format!("{name} ({})", plain(listed.count, 2, language))
    };
    let mut words = variable
        .counts
        .iter()
        .take(LISTED)
        .map(one)
        .collect::<Vec<_>>()
        .join(", ");
    if variable.counts.len() > LISTED {
        words.push_str(", …");
    }
    words
}

/// The codebook with every text in `language`: `{"id", "file", "title", "rows", "columns": [{"name", "label", "level",
/// "origin", "values": [{"value", "label", "count"}], "valid", "missing", "system_missing", "user_missing": [...], ...}], "sets"}`.
///
/// `values` lists the values that occur or are labelled, at most 50 of the most frequent; `missing` counts the rows
/// without a valid answer, `system_missing` those of them without any stored answer.
pub fn codebook_json(description: &Description, language: Language) -> Json {
    let columns: Vec<Json> = description
        .columns
        .iter()
        .map(|variable| {
            let known = &variable.variable;
            json!({
                "name": known.name,
                "label": known.label,
                "level": known.level,
                "origin": known.origin,
                "placeholder": known.placeholder,
                "values": variable.counts,
                "distinct": variable.distinct,
                "valid": variable.valid,
                "missing": variable.system_missing + variable.user_missing,
                "system_missing": variable.system_missing,
                "user_missing_n": variable.user_missing,
                "user_missing": known.missing,
                "minimum": variable.minimum,
                "maximum": variable.maximum,
            })
        })
        .collect();
    let mut value = json!({
        "id": description.id,
        "file": description.file,
        "title": description.title,
        "unit": description.unit,
        "rows": description.rows,
        "columns": columns,
        "sets": description.sets,
    });
    resolve(&mut value, language);
    value
}
