//! Values that become other values.

use super::column::column;
use super::{DerivedSpec, Follows, Made, Otherwise, Recode, Rule, labelled, stored, wrong};
use crate::codebook::{Level, ValueLabel, Variable};
use crate::dataset::{Column, Dataset};
use crate::expression::{Series, Values, Words, is_text, of_variable, spelled};
use crate::{Error, Text, Value};

/// A rule with its values as they are stored.
struct Known<'r> {
    rule: &'r Rule,
    values: Vec<Value>,
}

impl Known<'_> {
    fn fits(&self, value: &Value) -> bool {
        let range = self.rule.from.is_some() || self.rule.to.is_some();
        let within = |number: f64| {
            self.rule.from.is_none_or(|from| from <= number)
                && self.rule.to.is_none_or(|to| number <= to)
        };
        self.values.contains(value) || (range && value.number().is_some_and(within))
    }
}

pub(super) fn recode(spec: &DerivedSpec, recode: &Recode, data: &Dataset) -> Result<Made, Error> {
    let (variable, source) = data.find(&recode.of)?;
    let rules = rules(recode, variable, source)?;
    let keeps = recode.otherwise == Otherwise::Keep;
    let becomes = |value: Value| {
        let rule = rules.iter().find(|known| known.fits(&value));
        match rule {
            Some(known) => known.rule.becomes.clone(),
            None => keeps.then_some(value),
        }
    };
    let series = of_variable(variable, source);
    let over = series.over;
    let results: Vec<Option<Value>> = match &series.values {
        Values::Numbers(numbers, _) => {
            let number = |number: &f64| (!number.is_nan()).then_some(Value::Number(*number));
            numbers
                .iter()
                .map(|value| number(value).and_then(becomes))
                .collect()
        }
        Values::Texts(words) => {
            let texts = words
                .dictionary
                .iter()
                .map(|word| becomes(Value::Text(word.to_string())));
            let table: Vec<Option<Value>> = std::iter::once(None).chain(texts).collect();
            words
                .codes
                .iter()
                .map(|code| table[*code as usize].clone())
                .collect()
        }
        Values::Truths(_) => Vec::new(),
    };
    let places = match &series.values {
        Values::Numbers(_, places) if keeps => *places,
        _ => Some(0),
    };
    let made = column(collected(&results, places, over), data.rows());
    let follows = Follows {
        label: variable.title(),
        values: labels(&rules, variable, keeps),
        how: how(recode),
    };
    let level = match (variable.level, made.level) {
        (Level::Ordinal, Level::Nominal) if keeps => Level::Ordinal,
        (_, Level::Text) => Level::Nominal,
        (Level::Nominal, Level::Ordinal) => Level::Nominal,
        (_, made) => made,
    };
    Ok(spec.variable(made.column, level, follows))
}

fn rules<'r>(
    recode: &'r Recode,
    variable: &Variable,
    column: &Column,
) -> Result<Vec<Known<'r>>, Error> {
    if recode.rules.is_empty() {
        return Err(wrong("„rules“ nennt keine Regel", "`rules` names no rule"));
    }
    let text = is_text(variable, column);
    let mut known = Vec::with_capacity(recode.rules.len());
    for rule in &recode.rules {
        let range = rule.from.is_some() || rule.to.is_some();
        if !range && rule.values.is_empty() {
            return Err(wrong(
                "jede Regel braucht „values“ oder „from“ und „to“",
                "every rule needs `values`, or `from` and `to`",
            ));
        }
        if range && text {
            return Err(super::no_number(&recode.of));
        }
        let mut values = stored(variable, column, &rule.values)?;
        if text {
            for value in &mut values {
                *value = Value::Text(value.to_string());
            }
        }
        known.push(Known { rule, values });
    }
    Ok(known)
}

/// Numbers where all results are, else texts.
fn collected<'a>(
    results: &[Option<Value>],
    places: Option<u8>,
    over: crate::expression::Over<'a>,
) -> Series<'a> {
    let numbers: Option<Vec<f64>> = results
        .iter()
        .map(|result| result.as_ref().map_or(Some(f64::NAN), Value::number))
        .collect();
    if let Some(numbers) = numbers {
        let given = numbers.iter().filter(|number| !number.is_nan());
        let most = given.map(|number| crate::decimal::places_of(*number));
        let places = most.fold(places, |most, next| most.zip(next).map(|(a, b)| a.max(b)));
        let (numbers, places) = crate::expression::decimal(numbers, places);
        let values = Values::Numbers(numbers.into(), places);
        return Series { over, values };
    }
    let mut dictionary: Vec<String> = Vec::new();
    let mut known = std::collections::HashMap::new();
    let mut codes = Vec::with_capacity(results.len());
    for result in results {
        let code = result.as_ref().map_or(0, |value| {
            let word = value.to_string();
            *known.entry(word.clone()).or_insert_with(|| {
                dictionary.push(word);
                dictionary.len() as u32
            })
        });
        codes.push(code);
    }
    let dictionary = dictionary.into_iter().map(Into::into).collect();
    Series {
        over,
        values: Values::Texts(Words { codes, dictionary }),
    }
}

/// Labels of what the rules give, then those that are kept.
fn labels(rules: &[Known<'_>], variable: &Variable, keeps: bool) -> Vec<ValueLabel> {
    let mut values: Vec<ValueLabel> = Vec::new();
    for known in rules {
        let Some(value) = &known.rule.becomes else {
            continue;
        };
        let named = values.iter().any(|other| other.value == *value);
        if !named && !known.rule.label.is_empty() {
            values.push(labelled(value.clone(), known.rule.label.clone()));
        }
    }
    if keeps {
        for kept in &variable.values {
            let gone = rules.iter().any(|known| known.fits(&kept.value));
            let named = values.iter().any(|other| other.value == kept.value);
            if !gone && !named && !variable.is_missing(&kept.value) {
                values.push(kept.clone());
            }
        }
    }
    values
}

fn how(recode: &Recode) -> Text {
    let rule = |rule: &Rule| {
        let mut what: Vec<String> = rule.values.iter().map(ToString::to_string).collect();
        if rule.from.is_some() || rule.to.is_some() {
            let end = |end: Option<f64>| end.map_or("…".to_owned(), |end| end.to_string());
            what.push(format!("{} to {}", end(rule.from), end(rule.to)));
        }
        let to = rule
            .becomes
            .as_ref()
            .map_or("missing".to_owned(), ToString::to_string);
        format!("{} → {to}", what.join(", "))
    };
    let rules: Vec<String> = recode.rules.iter().map(rule).collect();
    Text::Plain(format!("{}: {}", spelled(&recode.of), rules.join("; ")))
}
