//! A table of variables: `variable, label`, or in long form `variable, value, label`, with headings in German or English.

use befund_survey::codebook::{Level, UserMissing, ValueLabel};
use befund_survey::dataset::Dataset;
use befund_survey::meaning::Statements;
use befund_survey::{Text, Value};

use super::{Fault, Place};
use crate::Error;

const NAME: &[&str] = &[
    "variable",
    "name",
    "var",
    "variablenname",
    "variable name",
    "variablename",
    "item",
    "spalte",
    "column",
    "feld",
    "field",
    "code",
];
const LABEL: &[&str] = &[
    "label",
    "variablenlabel",
    "variable label",
    "beschriftung",
    "frage",
    "question",
    "beschreibung",
    "description",
    "fragetext",
    "bezeichnung",
    "text",
    "wortlaut",
    "variable_label",
    "variablelabel",
];
const VALUE: &[&str] = &[
    "value",
    "wert",
    "code",
    "auspraegung",
    "ausprägung",
    "kodierung",
    "values",
    "werte",
    "codes",
];
const VALUE_LABEL: &[&str] = &[
    "value label",
    "wertelabel",
    "wertlabel",
    "value_label",
    "valuelabel",
    "bedeutung",
    "meaning",
    "antwort",
    "answer",
    "wertebeschriftung",
    "wertbeschriftung",
];
const LEVEL: &[&str] = &[
    "level",
    "messniveau",
    "skalenniveau",
    "measure",
    "measurement",
    "niveau",
    "skala",
    "type",
    "typ",
];
const MISSING: &[&str] = &[
    "missing",
    "fehlend",
    "missing values",
    "fehlende werte",
    "user missing",
    "missings",
];

pub(super) fn read(file: &str, data: &Dataset) -> Result<Statements, Error> {
    let heads: Vec<String> = data
        .codebook
        .variables
        .iter()
        .map(|variable| variable.name.trim().to_lowercase())
        .collect();
    let column = |words: &[&str], taken: &[Option<usize>]| {
        words.iter().find_map(|word| {
            let at = heads.iter().position(|head| head == word)?;
            (!taken.contains(&Some(at))).then_some(at)
        })
    };
    let fault = |row: usize, text: &str, fault: Fault| {
        Place {
            file,
            line: row as u64 + 2,
            text,
        }
        .fault(fault)
    };
    let Some(name) = column(NAME, &[]) else {
        return Err(Place {
            file,
            line: 1,
            text: &heads.join(", "),
        }
        .fault(Fault::Columns));
    };
    let value = column(VALUE, &[Some(name)]);
    let value_label = column(VALUE_LABEL, &[Some(name), value]);
    let label = column(LABEL, &[Some(name), value, value_label]);
    let level = column(LEVEL, &[Some(name), value, value_label, label]);
    let missing = column(MISSING, &[Some(name), value, value_label, label, level]);
    if label.is_none() && value_label.is_none() && level.is_none() {
        return Err(Place {
            file,
            line: 1,
            text: &heads.join(", "),
        }
        .fault(Fault::Columns));
    }
    let cell = |row: usize, at: Option<usize>| -> Option<Value> {
        let value = data.columns().get(at?)?.value(row)?;
        match &value {
            Value::Text(text) if text.trim().is_empty() => None,
            Value::Text(text) => Some(Value::Text(text.trim().to_owned())),
            Value::Number(_) => Some(value),
        }
    };
    let mut statements = Statements::default();
    let mut current: Option<String> = None;
    for row in 0..data.rows() {
        if let Some(named) = cell(row, Some(name)) {
            current = Some(named.to_string());
        }
        let words = cell(row, label).map(|label| label.to_string());
        let of_value = cell(row, value);
        let Some(current) = &current else {
            let text = of_value
                .map(|value| value.to_string())
                .or(words)
                .unwrap_or_default();
            if text.is_empty() {
                continue;
            }
            return Err(fault(row, &text, Fault::Orphan));
        };
        let statement = statements.about(current);
        if let Some(known) = cell(row, level).and_then(|level| level_of(&level.to_string())) {
            statement.level = Some(known);
        }
        match of_value {
            Some(value) => {
                let words = cell(row, value_label)
                    .map(|label| label.to_string())
                    .or_else(|| {
                        // one column of labels for both
                        words.clone().filter(|_| value_label.is_none())
                    });
                let is_missing = cell(row, missing).is_some_and(|mark| is_yes(&mark.to_string()));
                // the question may stand in the rows of its values
                if let Some(question) = cell(row, label).filter(|_| value_label.is_some()) {
                    statement.label = Text::Plain(question.to_string());
                }
                let label = Text::Plain(words.unwrap_or_default());
                if is_missing {
                    statement
                        .missing
                        .get_or_insert_default()
                        .push(UserMissing { value, label });
                } else if !label.is_empty() {
                    statement.values.push(ValueLabel { value, label });
                }
            }
            None => {
                if let Some(words) = words {
                    statement.label = Text::Plain(words);
                }
                for code in cell(row, missing)
                    .map(|codes| numbers(&codes.to_string()))
                    .unwrap_or_default()
                {
                    statement.missing.get_or_insert_default().push(UserMissing {
                        value: Value::Number(code),
                        label: Text::default(),
                    });
                }
            }
        }
    }
    Ok(statements)
}

fn is_yes(mark: &str) -> bool {
    matches!(
        mark.to_lowercase().as_str(),
        "1" | "x" | "y" | "yes" | "ja" | "j" | "true" | "missing" | "wahr"
    )
}

/// "-9, -8": the numbers in a cell.
fn numbers(text: &str) -> Vec<f64> {
    text.split([',', ';', ' '])
        .filter_map(|part| part.trim().parse().ok())
        .filter(|number: &f64| number.is_finite())
        .collect()
}

pub(super) fn level_of(word: &str) -> Option<Level> {
    Some(match word.trim().to_lowercase().as_str() {
        "nominal" | "kategorial" | "categorical" => Level::Nominal,
        "ordinal" => Level::Ordinal,
        "scale" | "metrisch" | "metric" | "interval" | "intervall" | "ratio" | "verhältnis"
        | "skala" | "continuous" => Level::Scale,
        "date" | "datum" => Level::Date,
        "text" | "string" | "freitext" | "open text" | "zeichenkette" => Level::Text,
        "identifier" | "kennung" | "id" => Level::Identifier,
        _ => return None,
    })
}
