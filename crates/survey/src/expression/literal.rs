//! Which stored value is meant by a number or a word beside a variable: a code first, then a label.

use super::fault::{Fault, Kind};
use super::tree::{Expr, Node};
use crate::calendar;
use crate::codebook::{Level, Temporal, Variable};
use crate::dataset::Column;
use crate::{Language, Text, Value};

/// At most so many values are named where one is unknown.
const NAMED: usize = 8;

/// The value a literal spells.
pub(super) fn literal(part: &Expr) -> Option<Value> {
    match &part.node {
        Node::Number(number) => Some(Value::Number(*number)),
        Node::Text(text) | Node::Name(text) => Some(Value::Text(text.clone())),
        _ => None,
    }
}

/// Whether a variable is read as texts: one of its valid values is no number.
pub(crate) fn is_text(variable: &Variable, column: &Column) -> bool {
    match column {
        Column::Texts(_) => true,
        Column::Numbers(_) => false,
        Column::Codes(codes) => codes
            .dictionary()
            .iter()
            .any(|value| value.number().is_none() && !variable.is_missing(value)),
    }
}

/// The stored value that is meant beside a variable.
///
/// # Errors
/// [`Fault::UnknownValue`], [`Fault::AmbiguousLabel`], [`Fault::MissingValue`], [`Fault::NotADay`], [`Fault::Kind`].
pub(crate) fn resolve(variable: &Variable, column: &Column, given: &Value) -> Result<Value, Fault> {
    if let (Some(temporal), Value::Text(text)) = (variable.temporal, given) {
        return moment(temporal, text).ok_or_else(|| Fault::NotADay {
            variable: variable.name.clone(),
            value: text.clone(),
        });
    }
    let dictionary = match column {
        Column::Codes(codes) => codes.dictionary(),
        Column::Numbers(_) | Column::Texts(_) => &[],
    };
    let labelled = || variable.values.iter().map(|known| &known.value);
    let stored = || labelled().chain(dictionary);
    let code = stored()
        .find(|value| *value == given)
        .or_else(|| stored().find(|value| value.same(given)));
    let missing = |value: &Value| Fault::MissingValue {
        variable: variable.name.clone(),
        value: value.to_string(),
    };
    match code {
        Some(code) if variable.is_missing(code) => return Err(missing(given)),
        Some(code) => return Ok(code.clone()),
        None if variable.is_missing(given) => return Err(missing(given)),
        None => {}
    }
    if let Value::Text(text) = given
        && let Some(value) = by_label(variable, text)?
    {
        return Ok(value);
    }
    let text = is_text(variable, column);
    let categorical =
        !variable.values.is_empty() && matches!(variable.level, Level::Nominal | Level::Ordinal);
    let nothing_known = variable.values.is_empty() && dictionary.is_empty();
    match (given, text) {
        (Value::Number(_), false) if !categorical => Ok(given.clone()),
        (Value::Text(_), true) if matches!(column, Column::Texts(_)) => Ok(given.clone()),
        _ if nothing_known && matches!(column, Column::Codes(_)) => Ok(given.clone()),
        (Value::Text(text), false) if variable.values.is_empty() => Err(Fault::Kind {
            part: format!("\"{text}\""),
            found: Kind::Text,
            needed: Kind::Number,
        }),
        _ => Err(unknown(variable, stored(), given)),
    }
}

/// The value with that label: the very words first, then without regard to capitals.
fn by_label(variable: &Variable, words: &str) -> Result<Option<Value>, Fault> {
    let lower = words.to_lowercase();
    let exactly = |label: &Text| wordings(label).contains(&words);
    let nearly = |label: &Text| {
        wordings(label)
            .iter()
            .any(|wording| wording.to_lowercase() == lower)
    };
    for fits in [&exactly as &dyn Fn(&Text) -> bool, &nearly] {
        let mut found: Vec<&Value> = Vec::new();
        for known in &variable.values {
            if fits(&known.label) && !found.contains(&&known.value) {
                found.push(&known.value);
            }
        }
        match found.as_slice() {
            [] => {}
            [only] if variable.is_missing(only) => {
                return Err(Fault::MissingValue {
                    variable: variable.name.clone(),
                    value: words.to_owned(),
                });
            }
            [only] => return Ok(Some((*only).clone())),
            several => {
                return Err(Fault::AmbiguousLabel {
                    variable: variable.name.clone(),
                    label: words.to_owned(),
                    values: several.iter().map(ToString::to_string).collect(),
                });
            }
        }
        if variable.missing.iter().any(|missing| fits(&missing.label)) {
            return Err(Fault::MissingValue {
                variable: variable.name.clone(),
                value: words.to_owned(),
            });
        }
    }
    Ok(None)
}

fn wordings(label: &Text) -> [&str; 2] {
    [label.get(Language::De), label.get(Language::En)]
}

fn unknown<'v>(
    variable: &Variable,
    stored: impl Iterator<Item = &'v Value>,
    given: &Value,
) -> Fault {
    let labels = variable
        .values
        .iter()
        .flat_map(|known| wordings(&known.label));
    let mut names: Vec<String> = labels
        .filter(|label| !label.is_empty())
        .map(str::to_owned)
        .collect();
    let stored = stored.filter(|value| !variable.is_missing(value));
    names.extend(stored.map(ToString::to_string));
    let mut listed: Vec<String> = Vec::new();
    for name in &names {
        if listed.len() < NAMED && !listed.contains(name) {
            listed.push(name.clone());
        }
    }
    let nearest = crate::error::nearest(&given.to_string(), names.iter().map(String::as_str));
    Fault::UnknownValue {
        variable: variable.name.clone(),
        value: given.to_string(),
        nearest: nearest.map_or(listed, |nearest| vec![nearest]),
    }
}

/// A day or moment as ISO 8601 writes it, in the numbers of the variable.
fn moment(temporal: Temporal, text: &str) -> Option<Value> {
    let text = text.trim();
    let (day, time) = match temporal {
        Temporal::Time => ("1970-01-01", text),
        Temporal::Date | Temporal::DateTime => {
            text.split_once([' ', 'T']).unwrap_or((text, "00:00"))
        }
    };
    let parts: Vec<u32> = numbers(day, '-')?;
    let times: Vec<u32> = numbers(time, ':')?;
    let (&[year, month, day], &[hour, minute] | &[hour, minute, _]) =
        (parts.as_slice(), times.as_slice())
    else {
        return None;
    };
    let second = times.get(2).copied().unwrap_or(0);
    let days = calendar::day(i32::try_from(year).ok()?, month, day)?;
    let seconds = f64::from(hour) * 3600.0 + f64::from(minute) * 60.0 + f64::from(second);
    // days since 1970 are far below 2^53
    #[allow(clippy::cast_precision_loss)]
    let days = days as f64;
    match temporal {
        Temporal::Date if seconds > 0.0 => None,
        Temporal::Date => Some(Value::Number(days)),
        Temporal::DateTime | Temporal::Time => Some(Value::Number(days * 86_400.0 + seconds)),
    }
}

fn numbers(text: &str, mark: char) -> Option<Vec<u32>> {
    let parts = text.split(mark);
    parts
        .map(|part| {
            let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| part.parse().ok()).flatten()
        })
        .collect()
}
