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
    use befund_survey::analysis::Analysis;

    use super::*;

    /// The study of a document, which is that of the document made of it.
    fn rewritten(document: &str) -> Study {
        let study = Study::from_json(document).expect("it is a study");
        let again = read_study("study.json", write_study(&study).as_bytes());
        assert_eq!(again.as_ref(), Ok(&study));
        study
    }

    #[test]
    fn the_demo_study_is_read_as_it_was_written() {
        rewritten(include_str!("../../engine/demo/study.json"));
    }

    #[test]
    fn analyses_of_every_kind_are_read_as_they_were_written() {
        let analyses: Vec<&str> = include_str!("../../../tests/transcript/src/kinds.jsonl")
            .lines()
            .filter(|line| line.starts_with('{'))
            .collect();
        let study = rewritten(&format!(
            r#"{{"befund": 1, "title": "every kind", "analyses": [{}]}}"#,
            analyses.join(",")
        ));
        for kind in Analysis::KINDS {
            let mut kinds = study.analyses.iter().map(|spec| spec.analysis.kind());
            assert!(kinds.any(|known| known == kind), "{kind}");
        }
    }

    #[test]
    fn what_is_made_of_others_is_read_as_it_was_written() {
        rewritten(
            r#"{"befund": 1, "title": {"de": "Wellen", "en": "waves"}, "notice": "n",
            "scales": {"agree": [{"value": 1, "label": "yes"}, {"value": "n", "label": {"de": "nein", "en": "no"}}]},
            "datasets": [{"id": "a", "file": "a.csv", "read": {"separator": ";"}, "title": "t", "unit": "offices",
              "variables": [{"name": "q", "label": "l", "level": "ordinal", "scale": "agree", "missing": [{"value": -9, "label": "none"}],
                "missing_ranges": [{"from": 90}], "placeholder": true}],
              "sets": [{"name": "s", "kind": "battery", "items": ["q"]}], "roles": [{"kind": "weight", "variable": "w"}],
              "derived": [
                {"name": "d1", "kind": "expression", "formula": "q + 1", "level": "scale", "values": [{"value": 1, "label": "one"}]},
                {"name": "d2", "kind": "recode", "of": "q", "rules": [{"values": [1, "n"], "becomes": 2, "label": "two"}, {"from": 3, "to": 4}], "otherwise": "keep"},
                {"name": "d3", "kind": "bands", "of": "q", "cuts": [1.5, 2], "closed": "right", "labels": ["low", "mid", "high"]},
                {"name": "d4", "kind": "top", "of": "q", "top": 1, "categories": ["n"]},
                {"name": "d5", "kind": "index", "items": ["q", "r"], "statistic": "sum", "minimum": 1, "reversed": ["r"], "range": [1, 4]},
                {"name": "d6", "kind": "interaction", "of": ["q", "r"]},
                {"name": "d7", "kind": "split", "of": "open", "separator": "/", "answers": ["x", "y"]},
                {"name": "d8", "kind": "change", "from": "q", "to": "r", "as": "direction"},
                {"name": "d9", "kind": "weight", "margins": [{"variable": "sex", "targets": {"1": 0.5, "2": 0.5}}], "total": 100, "bounds": [0.2, 5], "base": "w"}]}],
            "combined": [
              {"id": "c1", "combine": {"link": {"waves": ["a", "b"], "key": ["k"]}}, "derived": [{"name": "d", "kind": "change", "from": "q@a", "to": "q@b"}]},
              {"id": "c2", "title": "t", "unit": "u", "combine": {"stack": {"datasets": ["a", "b"], "source": "which"}}},
              {"id": "c3", "combine": {"collapse": {"records": "a"}}}],
            "analyses": [
              {"id": "x", "section": "s", "title": "t", "note": "n", "data": "a", "kind": "estimate", "variables": ["q"], "weight": "w",
                "filter": {"all": [{"not": {"variable": "q", "is": [1, "n"]}}, {"any": ["q > 1"]}]}, "frequency": "f", "confidence": 0.9,
                "design": {"strata": "h", "clusters": "c", "population": 1000, "lonely": "certainty"},
                "display": {"chart": "dots", "decimals": 2, "hide_below": 3.5, "reverse_legend": true, "axis": [0, 1], "limit": 5},
                "replication": {"method": "bootstrap", "replicates": 100, "seed": 3}},
              {"kind": "estimate", "variables": ["q"], "design": {"population": "n"}, "replication": {"method": "balanced", "fay": 0.3}}]}"#,
        );
    }

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
