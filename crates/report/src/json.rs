//! A finding as JSON in one language.

use befund_survey::Language;
use befund_survey::finding::Finding;
use serde_json::{Map, Value, json};

use crate::title::title;
use crate::words::note;

/// The finding with every text in `language`, its title made where it has none, words for every note.
///
/// `{"id", "kind", "title", "section", "question", "base", "results", "notes", "display"}`, numbers in full precision.
pub fn json(finding: &Finding, language: Language) -> Value {
    let Ok(Value::Object(mut object)) = serde_json::to_value(finding) else {
        // A finding holds nothing that JSON cannot say: no map keys but strings. Non-finite numbers become null.
        return Value::Null;
    };
    if let Some(Value::Array(notes)) = object.get_mut("notes") {
        for (value, of) in notes.iter_mut().zip(&finding.notes) {
            if let Value::Object(fields) = value {
                fields.insert("text".to_owned(), json!(note(of, language)));
            }
        }
    }
    let mut value = Value::Object(object);
    resolve(&mut value, language);
    if let Value::Object(fields) = &mut value {
        fields.insert("title".to_owned(), json!(title(finding, language)));
    }
    value
}

/// Replaces every `{"de": ..., "en": ...}` by the wording of the language.
pub(crate) fn resolve(value: &mut Value, language: Language) {
    match value {
        Value::Array(values) => values.iter_mut().for_each(|value| resolve(value, language)),
        Value::Object(fields) => {
            if let Some(words) = wording(fields, language) {
                *value = Value::String(words);
            } else {
                fields
                    .values_mut()
                    .for_each(|value| resolve(value, language));
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn wording(fields: &Map<String, Value>, language: Language) -> Option<String> {
    if fields.len() != 2 {
        return None;
    }
    let de = fields.get("de")?.as_str()?;
    let en = fields.get("en")?.as_str()?;
    Some(match language {
        Language::De => de.to_owned(),
        Language::En => en.to_owned(),
    })
}
