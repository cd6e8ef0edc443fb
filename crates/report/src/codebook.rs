//! A codebook as a table and as JSON.

use befund_survey::codebook::{Level, MissingRange, Origin, Role, Set, Variable};
use befund_survey::describe::{Description, VariableDescription};
use befund_survey::finding::Category;
use befund_survey::{Language, Text, Value};
use serde_json::{Value as Json, json};

use crate::json::resolve;
use crate::messages::Message;
use crate::number::{count, plain};
use crate::table::{Cell, Head, Row, RowKind, Table};
use crate::words::{derived, level_name, reason, role_name, set_kind_name};

/// At most so many values of a variable stand in the table; JSON has them all.
const LISTED: usize = 12;
/// The same of open answers and keys.
const EXAMPLES: usize = 3;

/// At most so many items of a set are named; JSON has them all.
const NAMED: usize = 4;

/// The variables of a dataset, one row each: name, label, level with its reason, values with their counts, missing; then the sets
/// and the roles.
pub fn codebook_table(description: &Description, language: Language) -> Table {
    let heads = [
        Message::Variable,
        Message::Label,
        Message::Level,
        Message::Values,
        Message::Valid,
        Message::Missing,
        Message::MissingValues,
    ];
    Table {
        caption: codebook_title(description).get(language).to_owned(),
        heads: self::heads(&heads, language),
        rows: description
            .columns
            .iter()
            .map(|variable| row(variable, language))
            .collect(),
        more: [sets(description, language), roles(description, language)]
            .into_iter()
            .flatten()
            .collect(),
        ..Table::default()
    }
}

fn heads(messages: &[Message], language: Language) -> Vec<Vec<Head>> {
    let head = |message: &Message| Head::one(message.text(language));
    vec![messages.iter().map(head).collect()]
}

/// A table of texts; nothing where it would have no rows.
fn texts(
    caption: Message,
    heads: &[Message],
    rows: Vec<Vec<String>>,
    language: Language,
) -> Option<Table> {
    let row = |cells: Vec<String>| Row {
        kind: RowKind::Body,
        cells: cells.into_iter().map(Cell::Text).collect(),
    };
    (!rows.is_empty()).then(|| Table {
        caption: caption.text(language).to_owned(),
        heads: self::heads(heads, language),
        rows: rows.into_iter().map(row).collect(),
        ..Table::default()
    })
}

fn sets(description: &Description, language: Language) -> Option<Table> {
    let heads = [
        Message::Sets,
        Message::Label,
        Message::Kind,
        Message::Variables,
        Message::Because,
    ];
    let row = |set: &Set| {
        let mut items = set.items[..set.items.len().min(NAMED)].join(", ");
        if let (true, Some(last)) = (set.items.len() > NAMED, set.items.last()) {
            items = format!(
                "{items}, …, {last} ({})",
                count(set.items.len() as u64, language)
            );
        }
        vec![
            set.name.clone(),
            set.label.get(language).to_owned(),
            set_kind_name(set.kind, language).to_owned(),
            items,
            because(&set.origin, language),
        ]
    };
    texts(
        Message::Sets,
        &heads,
        description.sets.iter().map(row).collect(),
        language,
    )
}

fn roles(description: &Description, language: Language) -> Option<Table> {
    let heads = [Message::Variable, Message::Kind, Message::Because];
    let row = |role: &Role| {
        vec![
            role.variable.clone(),
            role_name(role.kind, language).to_owned(),
            because(&role.origin, language),
        ]
    };
    texts(
        Message::Roles,
        &heads,
        description.roles.iter().map(row).collect(),
        language,
    )
}

/// Why something was guessed; empty where it was not.
fn because(origin: &Origin, language: Language) -> String {
    match origin {
        Origin::Guessed(why) => reason(why, language),
        Origin::Derived(how) => derived(how, language),
        Origin::Given | Origin::Overruled => String::new(),
    }
}

/// A stored value as people write it: days as dates, without the number that stands for them, and numbers without marks between
/// thousands, because codes and years are names and not amounts.
pub fn value_words(variable: &Variable, value: &Value, language: Language) -> String {
    let written = variable.written(value);
    match (value, variable.temporal, language) {
        (Value::Number(_), None, Language::De) => written.replace('.', ","),
        _ => written,
    }
}

/// What a value stands for; empty where that is only the value once more.
pub fn label_words<'a>(variable: &Variable, category: &'a Category, language: Language) -> &'a str {
    match category.label.get(language) {
        label if label == variable.written(&category.value) => "",
        label => label,
    }
}

/// Everything that counts as missing, one by one: `-9 refused`, `90 … 99`.
pub fn missing_words(variable: &Variable, language: Language) -> Vec<String> {
    let written = |value: &Value| value_words(variable, value, language);
    let single = variable.missing.iter().map(|missing| {
        let label = match missing.label.get(language) {
            "" => variable
                .value_label(&missing.value)
                .get(language)
                .to_owned(),
            label => label.to_owned(),
        };
        let value = written(&missing.value);
        if label.is_empty() || label == variable.written(&missing.value) {
            value
        } else {
            format!("{value} {label}")
        }
    });
    let end = |number: Option<f64>| number.map_or(String::new(), |number| written(&number.into()));
    let range = |range: &MissingRange| {
        format!("{} … {}", end(range.from), end(range.to))
            .trim()
            .to_owned()
    };
    single
        .chain(variable.missing_ranges.iter().map(range))
        .collect()
}

/// The same in one line, with the reason where they were guessed.
fn missing_values(variable: &Variable, language: Language) -> String {
    let all = missing_words(variable, language);
    match because(&variable.missing_origin, language) {
        why if why.is_empty() || all.is_empty() => all.join(", "),
        why => format!("{} ({why})", all.join(", ")),
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
            Cell::Text(missing_values(known, language)),
        ],
    }
}

/// `1 never (12), 2 rarely (30), ...`, or the range of numbers with many values.
fn values(variable: &VariableDescription, language: Language) -> String {
    if let (Some(least), Some(most)) = (&variable.minimum, &variable.maximum)
        && variable.counts.len() > LISTED
        && let (Some(first), Some(last)) = (least.number(), most.number())
    {
        let known = &variable.variable;
        // keys and years are names, amounts have marks between thousands
        let is_name = known.level == Level::Identifier
            || (known.temporal.is_none() && [first, last].iter().all(|end| is_like_a_year(*end)));
        return match known.temporal {
            None if !is_name => format!(
                "{} … {}",
                plain(first, 6, language),
                plain(last, 6, language)
            ),
            _ => format!(
                "{} … {}",
                value_words(known, least, language),
                value_words(known, most, language)
            ),
        };
    }
    let one = |listed: &befund_survey::finding::CategoryCount| {
        let known = &variable.variable;
        let mut name = value_words(known, &listed.category.value, language);
        let label = label_words(known, &listed.category, language);
        if !label.is_empty() {
            name = format!("{name} {label}");
        }
        format!("{name} ({})", plain(listed.count, 2, language))
    };
    // sentences and keys are examples, not categories
    let listed = match variable.variable.level {
        Level::Text | Level::Identifier => EXAMPLES,
        _ => LISTED,
    };
    let mut words = variable
        .counts
        .iter()
        .take(listed)
        .map(one)
        .collect::<Vec<_>>()
        .join(", ");
    if variable.counts.len() > listed {
        words.push_str(", …");
    }
    words
}

/// A whole number of four digits, which is written without a mark between thousands.
fn is_like_a_year(number: f64) -> bool {
    number.fract() == 0.0 && (1000.0..10_000.0).contains(&number)
}

/// The codebook with every text in `language`: `{"id", "file", "title", "unit", "rows", "columns", "sets", "roles"}`.
///
/// A column has `name`, `label`, `level`, `origin` (with `reason` in words where it was guessed), `temporal`, `decimals`, `values`
/// (`value`, `label`, `count`: those that occur or are labelled, at most 50 of the most frequent), `user_missing` (`value` and
/// `label`, or `from` and `to`, null for an open end), how many rows are `valid`, `missing` (without a valid answer),
/// `system_missing` (those of them without any stored answer) and `user_missing_n`, and `minimum` and `maximum`, dates as ISO 8601
/// has them. `values_origin` and `missing_origin` stand where labels or missing values were guessed.
pub fn codebook_json(description: &Description, language: Language) -> Json {
    let columns: Vec<Json> = description
        .columns
        .iter()
        .map(|variable| column_json(variable, language))
        .collect();
    let sets: Vec<Json> = description
        .sets
        .iter()
        .map(|set| {
            let mut json = json!(set);
            explain(&mut json, "reason", &set.origin, language);
            json
        })
        .collect();
    let roles: Vec<Json> = description
        .roles
        .iter()
        .map(|role| {
            let mut json = json!(role);
            explain(&mut json, "reason", &role.origin, language);
            json
        })
        .collect();
    let mut value = json!({
        "id": description.id,
        "file": description.file,
        "title": description.title,
        "unit": description.unit,
        "rows": description.rows,
        "columns": columns,
        "sets": sets,
        "roles": roles,
    });
    resolve(&mut value, language);
    value
}

fn column_json(variable: &VariableDescription, language: Language) -> Json {
    let known = &variable.variable;
    let end = |value: &Option<Value>| match (value, known.temporal) {
        (Some(value), Some(_)) => json!(known.written(value)),
        (value, _) => json!(value),
    };
    let single = known.missing.iter().map(|missing| {
        let label = if missing.label.is_empty() {
            known
                .values
                .iter()
                .find(|labelled| labelled.value == missing.value)
                .map(|labelled| &labelled.label)
        } else {
            Some(&missing.label)
        };
        json!({ "value": missing.value, "label": label })
    });
    let ranges = known.missing_ranges.iter();
    let ranges = ranges.map(|range| json!({ "from": range.from, "to": range.to }));
    let mut json = json!({
        "name": known.name,
        "label": known.label,
        "level": known.level,
        "origin": known.origin,
        "temporal": known.temporal,
        "decimals": known.decimals,
        "placeholder": known.placeholder,
        "values": variable.counts,
        "distinct": variable.distinct,
        "valid": variable.valid,
        "missing": variable.system_missing + variable.user_missing,
        "system_missing": variable.system_missing,
        "user_missing_n": variable.user_missing,
        "user_missing": single.chain(ranges).collect::<Vec<Json>>(),
        "minimum": end(&variable.minimum),
        "maximum": end(&variable.maximum),
    });
    explain(&mut json, "reason", &known.origin, language);
    for (field, reason, origin) in [
        ("values_origin", "values_reason", &known.values_origin),
        ("missing_origin", "missing_reason", &known.missing_origin),
    ] {
        if let (false, Json::Object(fields)) = (origin.is_given(), &mut json) {
            fields.insert(field.to_owned(), json!(origin));
        }
        explain(&mut json, reason, origin, language);
    }
    json
}

/// Adds the reason of a guess in words.
fn explain(json: &mut Json, field: &str, origin: &Origin, language: Language) {
    if let (Origin::Guessed(why), Json::Object(fields)) = (origin, json) {
        fields.insert(field.to_owned(), json!(reason(why, language)));
    }
}
