//! Study documents: JSON, or TOML that says the same.

use befund_survey::Error;
use befund_survey::study::Study;
use serde_json::Value;

use crate::codebook::decoded;

/// Reads a study document, as TOML where its name ends so, else as JSON.
///
/// # Errors
/// As [`Study::from_json`]; of what is no TOML line and column as well.
pub fn read_study(file: &str, bytes: &[u8]) -> Result<Study, Error> {
    let text = decoded(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let is_toml = file
        .get(file.len().saturating_sub(5)..)
        .is_some_and(|ending| ending.eq_ignore_ascii_case(".toml"));
    if !is_toml {
        return Study::from_json(text);
    }
    let value: toml::Table = text.parse().map_err(|error| misread(text, &error))?;
    let value = from_toml(toml::Value::Table(value)).map_err(|message| Error::Study {
        line: 1,
        column: 1,
        message,
    })?;
    // a value made of strings, numbers and lists always has a text
    Study::from_json(&serde_json::to_string(&value).unwrap_or_default())
}

/// A study as a document that people edit.
pub fn write_study(study: &Study) -> String {
    // names are texts, so that every study has a text
    serde_json::to_string_pretty(study).unwrap_or_default() + "\n"
}

/// What the parser of TOML says, with its place.
fn misread(text: &str, error: &toml::de::Error) -> Error {
    let end = error.span().map_or(0, |span| span.start.min(text.len()));
    let before = text.get(..end).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    Error::Study {
        line: before.matches('\n').count() + 1,
        column: line.chars().count() + 1,
        message: error.message().to_owned(),
    }
}

fn from_toml(value: toml::Value) -> Result<Value, String> {
    Ok(match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) if number.is_finite() => number.into(),
        toml::Value::Float(number) => return Err(format!("{number} is no number of a study")),
        toml::Value::Boolean(value) => value.into(),
        toml::Value::Datetime(day) => day.to_string().into(),
        toml::Value::Array(items) => items
            .into_iter()
            .map(from_toml)
            .collect::<Result<Vec<_>, _>>()?
            .into(),
        toml::Value::Table(fields) => {
            let read = |(name, value)| Ok((name, from_toml(value)?));
            let fields: serde_json::Map<String, Value> = fields
                .into_iter()
                .map(read)
                .collect::<Result<_, String>>()?;
            fields.into()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toml_says_the_same_as_json() {
        let toml = r#"
            befund = 1
            title = { de = "Umfrage", en = "Survey" }
            [[datasets]]
            id = "w"
            file = "w.csv"
            variables = [{ name = "q1", values = [{ value = 1, label = "yes" }, { value = 2.5, label = "no" }] }]
            [[analyses]]
            kind = "frequencies"
            variable = "q1"
        "#;
        let expected = serde_json::json!({
            "befund": 1, "title": {"de": "Umfrage", "en": "Survey"},
            "datasets": [{"id": "w", "file": "w.csv", "variables": [
                {"name": "q1", "values": [{"value": 1, "label": "yes"}, {"value": 2.5, "label": "no"}]}]}],
            "analyses": [{"kind": "frequencies", "variable": "q1"}],
        });
        let expected = Study::from_json(&expected.to_string()).unwrap();
        assert_eq!(
            read_study("study.TOML", toml.as_bytes()),
            Ok(expected.clone())
        );
        let written = format!("\u{feff}{}", write_study(&expected));
        assert_eq!(read_study("study.json", written.as_bytes()), Ok(expected));
    }

    #[test]
    fn what_is_no_toml_is_placed() {
        let message = |text: &str| {
            read_study("s.toml", text.as_bytes())
                .unwrap_err()
                .to_string()
        };
        let found = message("befund = 1\ntitle = \n");
        assert!(found.starts_with("line 2, column 9: "), "{found}");
        assert!(message("a = nan").contains("no number"));
        let found = message("befund = 1\ntitle = 't'\nanalyses = [{ kind = 'batery' }]");
        assert!(found.contains("did you mean `battery`"), "{found}");
    }
}
