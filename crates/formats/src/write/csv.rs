//! A dataset as text with separators.

use befund_survey::dataset::Dataset;
use befund_survey::{Language, Value};

/// The dataset as CSV in UTF-8: a header of names, then the stored values; dates and times as ISO 8601 has them. German files have
/// semicolons and decimal commas, as programs with German settings expect; English ones commas and decimal points.
///
/// What the values mean is not in it: that is the study's.
pub fn csv(dataset: &Dataset, language: Language) -> String {
    let (separator, decimal) = match language {
        Language::De => (';', ','),
        Language::En => (',', '.'),
    };
    let variables = &dataset.codebook.variables;
    let mut text = String::new();
    let mut record = |cells: &mut dyn Iterator<Item = String>| {
        let mut record = String::new();
        for (place, cell) in cells.enumerate() {
            if place > 0 {
                record.push(separator);
            }
            push(&mut record, &cell, separator);
        }
        // an empty line is no row
        text += if record.is_empty() { "\"\"" } else { &record };
        text += "\r\n";
    };
    record(&mut variables.iter().map(|variable| variable.name.clone()));
    for row in 0..dataset.rows() {
        let cells = variables.iter().zip(dataset.columns());
        let written = |value: Value, variable: &befund_survey::codebook::Variable| match value {
            Value::Text(text) => text,
            Value::Number(number) => variable
                .temporal
                .and_then(|temporal| temporal.write(number))
                .unwrap_or_else(|| number.to_string().replace('.', &decimal.to_string())),
        };
        record(&mut cells.map(|(variable, column)| {
            column
                .value(row)
                .map_or(String::new(), |value| written(value, variable))
        }));
    }
    text
}

/// Appends a cell, in quotes where it needs them.
fn push(record: &mut String, cell: &str, separator: char) {
    let plain = !cell.contains([separator, '"', '\n', '\r']) && cell.trim() == cell;
    if plain {
        record.push_str(cell);
    } else {
        record.push('"');
        record.push_str(&cell.replace('"', "\"\""));
        record.push('"');
    }
}
