//! A study document from a file: JSON, or TOML that says the same.

use std::path::Path;

use serde_json::Value;

/// The study of a file as JSON.
///
/// # Errors
/// In one line, why the text is no TOML.
pub(crate) fn json(path: &Path, text: String) -> Result<String, String> {
    let is_toml = path
        .extension()
        .is_some_and(|name| name.eq_ignore_ascii_case("toml"));
    if !is_toml {
        return Ok(text);
    }
    let value: toml::Table = text.parse().map_err(|error| place(&text, &error))?;
    let value = from_toml(toml::Value::Table(value))
        .map_err(|what| format!("{}: {what}", path.display()))?;
    // names are texts, so that the value has a text
    Ok(serde_json::to_string(&value).unwrap_or_default())
}

fn place(text: &str, error: &toml::de::Error) -> String {
    let before = &text[..error.span().map_or(0, |span| span.start.min(text.len()))];
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    format!("line {line}, column {column}: {}", error.message())
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
        let read = json(Path::new("study.toml"), toml.to_owned());
        let read: Value = serde_json::from_str(&read.unwrap()).unwrap();
        let expected = serde_json::json!({
            "befund": 1, "title": {"de": "Umfrage", "en": "Survey"},
            "datasets": [{"id": "w", "file": "w.csv", "variables": [
                {"name": "q1", "values": [{"value": 1, "label": "yes"}, {"value": 2.5, "label": "no"}]}]}],
            "analyses": [{"kind": "frequencies", "variable": "q1"}],
        });
        assert_eq!(read, expected);
    }

    #[test]
    fn what_is_no_toml_is_placed() {
        let message = json(Path::new("s.TOML"), "befund = 1\ntitle = \n".to_owned()).unwrap_err();
        assert!(message.starts_with("line 2, column 9: "), "{message}");
        let message = json(Path::new("s.toml"), "a = nan".to_owned()).unwrap_err();
        assert!(message.contains("no number"), "{message}");
    }
}
