//! The study document laid out for readers: short values on one line, keys in the order of the format's documentation.

use serde_json::Value;

/// Longest line that is not broken.
const WIDTH: usize = 150;

/// The order of keys; others follow by name.
const KEYS: [&str; 26] = [
    "befund",
    "id",
    "name",
    "kind",
    "section",
    "title",
    "notice",
    "file",
    "unit",
    "data",
    "filter",
    "value",
    "label",
    "de",
    "en",
    "level",
    "scale",
    "values",
    "missing",
    "placeholder",
    "items",
    "variables",
    "sets",
    "datasets",
    "scales",
    "analyses",
];

/// The document, with a newline at its end.
pub fn document(value: &Value) -> String {
    let mut text = lay_out(value, 0);
    text.push('\n');
    text
}

fn lay_out(value: &Value, depth: usize) -> String {
    let (parts, [open, close]) = match value {
        Value::Object(map) => {
            let mut entries: Vec<(&String, &Value)> = map.iter().collect();
            // by name as well: whether a map keeps the order of insertion is up to a feature that any crate may set
            entries.sort_by_key(|(key, _)| {
                let place = KEYS.iter().position(|known| known == key);
                (place.unwrap_or(KEYS.len()), *key)
            });
            let parts = entries
                .into_iter()
                .map(|(key, value)| {
                    format!(
                        "{}: {}",
                        Value::from(key.as_str()),
                        lay_out(value, depth + 1)
                    )
                })
                .collect::<Vec<_>>();
            (parts, ["{", "}"])
        }
        Value::Array(items) => {
            let parts = items.iter().map(|item| lay_out(item, depth + 1)).collect();
            (parts, ["[", "]"])
        }
        scalar => return scalar.to_string(),
    };
    let line = format!("{open}{}{close}", parts.join(", "));
    if line.contains('\n') || depth + line.chars().count() > WIDTH {
        let indent = " ".repeat(depth + 1);
        let end = " ".repeat(depth);
        format!(
            "{open}\n{indent}{}\n{end}{close}",
            parts.join(&format!(",\n{indent}"))
        )
    } else {
        line
    }
}
