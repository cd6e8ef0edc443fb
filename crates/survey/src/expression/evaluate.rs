//! From a tree to values.

use std::borrow::Cow;
use std::collections::HashMap;

use super::compare::{between, compare, contained};
use super::conditions::Conditions;
use super::fault::{Fault, Kind, Misplaced};
use super::functions::call;
use super::literal::is_text;
use super::series::{Over, Places, Series, Values, Words, spread, zip};
use super::tree::{Expr, Node, Operator};
use super::truth::Truth;
use crate::codebook::Variable;
use crate::dataset::{Column, Dataset, Written};

/// The values of an expression, O(rows × parts) at most.
pub(super) fn evaluate<'a>(part: &Expr, data: &'a Dataset) -> Result<Series<'a>, Misplaced> {
    match &part.node {
        Node::Number(number) => Ok(Series::number(*number)),
        Node::Text(text) => Ok(Series::text(text.clone())),
        Node::Name(name) => {
            let (variable, column) = find(data, name, part)?;
            Ok(of_variable(variable, column))
        }
        Node::Negate(inner) => {
            let (over, numbers, places) = numbers(inner, data)?;
            let negated = numbers.iter().map(|number| -number).collect();
            Ok(Series::numbers(over, negated, places))
        }
        Node::Not(inner) => {
            let (over, truths) = truths(inner, data)?;
            let opposite = truths.into_iter().map(Truth::not).collect();
            Ok(Series::truths(over, opposite))
        }
        Node::And(parts) => chain(parts, data, Truth::and),
        Node::Or(parts) => chain(parts, data, Truth::or),
        Node::Arithmetic(operator, a, b) => arithmetic(*operator, a, b, data),
        Node::Compare(sign, a, b) => compare(*sign, a, b, data),
        Node::In(inner, elements) => contained(inner, elements, data),
        Node::Between(inner, from, to) => between(inner, from, to, data),
        Node::IsMissing(inner) => {
            let series = evaluate(inner, data)?;
            let valid = series.valid();
            let missing = valid.into_iter().map(|valid| Truth::from(!valid));
            Ok(Series::truths(series.over, missing.collect()))
        }
        Node::Call {
            function,
            arguments,
            minimum,
        } => call(*function, arguments, *minimum, part, data),
    }
}

/// A variable that is there.
pub(super) fn find<'a>(
    data: &'a Dataset,
    name: &str,
    part: &Expr,
) -> Result<(&'a Variable, &'a Column), Misplaced> {
    data.variable(name).ok_or_else(|| {
        let known = data.codebook.variables.iter();
        let fault = Fault::UnknownVariable {
            name: name.to_owned(),
            nearest: crate::error::nearest(name, known.map(|variable| variable.name.as_str())),
        };
        fault.at_span(part.span)
    })
}

/// The valid answers of a variable.
pub(crate) fn of_variable<'a>(variable: &'a Variable, column: &'a Column) -> Series<'a> {
    match column {
        Column::Codes(codes) => {
            let dictionary = codes.dictionary();
            let over = Over::Codes(codes);
            if is_text(variable, column) {
                let code = |(index, value)| {
                    let valid = !variable.is_missing(value);
                    // at most 65,535 codes
                    u32::from(valid) * (index as u32 + 1)
                };
                let coded = dictionary.iter().enumerate().map(code);
                let words = Words {
                    codes: std::iter::once(0).chain(coded).collect(),
                    dictionary: dictionary
                        .iter()
                        .map(|value| Cow::Owned(value.to_string()))
                        .collect(),
                };
                return Series {
                    over,
                    values: Values::Texts(words),
                };
            }
            let number = |value| {
                let missing = variable.is_missing(value);
                value.number().filter(|_| !missing).unwrap_or(f64::NAN)
            };
            let numbers = std::iter::once(f64::NAN).chain(dictionary.iter().map(number));
            let numbers: Vec<f64> = numbers.collect();
            let places = places(codes.written(), numbers.iter().copied());
            let values = Values::Numbers(numbers.into(), places);
            Series { over, values }
        }
        Column::Numbers(numbers) => {
            let missing = variable.missing_numbers();
            let values = if missing.is_empty() {
                Cow::Borrowed(numbers.values())
            } else {
                let valid = |number: &f64| {
                    if missing.iter().any(|range| range.contains(*number)) {
                        f64::NAN
                    } else {
                        *number
                    }
                };
                numbers.values().iter().map(valid).collect()
            };
            let places = places(numbers.written(), values.iter().copied());
            Series {
                over: Over::Rows,
                values: Values::Numbers(values, places),
            }
        }
        Column::Texts(texts) => {
            let mut dictionary: Vec<Cow<'a, str>> = Vec::new();
            let mut known: HashMap<&str, u32> = HashMap::new();
            let mut codes = Vec::with_capacity(texts.len());
            for row in 0..texts.len() {
                let code = texts.get(row).map_or(0, |text| {
                    *known.entry(text).or_insert_with(|| {
                        dictionary.push(Cow::Borrowed(text));
                        dictionary.len() as u32
                    })
                });
                codes.push(code);
            }
            let missing: Vec<bool> = dictionary
                .iter()
                .map(|text| {
                    let is = |value: &crate::Value| matches!(value, crate::Value::Text(other) if other == text);
                    variable.missing.iter().any(|missing| is(&missing.value))
                })
                .collect();
            if missing.contains(&true) {
                for code in &mut codes {
                    if *code > 0 && missing[*code as usize - 1] {
                        *code = 0;
                    }
                }
            }
            Series {
                over: Over::Rows,
                values: Values::Texts(Words { codes, dictionary }),
            }
        }
    }
}

/// Doubles are decimals where all of them are whole.
fn places(written: &Written, mut numbers: impl Iterator<Item = f64>) -> Places {
    match written {
        Written::Decimals(places) => Some(*places),
        Written::Binary => numbers
            .all(|number| number.is_nan() || number.fract() == 0.0)
            .then_some(0),
        Written::Rests(_) => None,
    }
}

/// The numbers of a part, or an error that says that it is something else.
#[allow(clippy::type_complexity)]
pub(super) fn numbers<'a>(
    part: &Expr,
    data: &'a Dataset,
) -> Result<(Over<'a>, Cow<'a, [f64]>, Places), Misplaced> {
    let series = evaluate(part, data)?;
    let found = series.kind();
    match series.values {
        Values::Numbers(numbers, places) => Ok((series.over, numbers, places)),
        _ => Err(mismatch(part, found, Kind::Number, data)),
    }
}

/// The conditions of a part, or an error that says that it is something else.
pub(super) fn truths<'a>(
    part: &Expr,
    data: &'a Dataset,
) -> Result<(Over<'a>, Vec<Truth>), Misplaced> {
    let series = evaluate(part, data)?;
    let found = series.kind();
    match series.values {
        Values::Truths(truths) => Ok((series.over, truths)),
        _ => Err(mismatch(part, found, Kind::Condition, data)),
    }
}

/// A variable that should be numbers names the text it holds.
fn mismatch(part: &Expr, found: Kind, needed: Kind, data: &Dataset) -> Misplaced {
    if let (Node::Name(name), Kind::Text, Kind::Number) = (&part.node, found, needed)
        && let Some((variable, column @ Column::Codes(codes))) = data.variable(name)
        && is_text(variable, column)
        && codes
            .dictionary()
            .iter()
            .any(|value| value.number().is_some())
        && let Some(value) = codes
            .dictionary()
            .iter()
            .find(|value| value.number().is_none() && !variable.is_missing(value))
    {
        let fault = Fault::NotNumeric {
            variable: name.clone(),
            value: value.to_string(),
        };
        return fault.at_span(part.span);
    }
    let fault = Fault::Kind {
        part: super::print::text(part),
        found,
        needed,
    };
    fault.at_span(part.span)
}

fn chain<'a>(
    parts: &[Expr],
    data: &'a Dataset,
    join: fn(Truth, Truth) -> Truth,
) -> Result<Series<'a>, Misplaced> {
    let mut all: Option<Conditions<'a>> = None;
    for part in parts {
        let (over, truths) = truths(part, data)?;
        let next = Conditions::new(over, truths);
        all = Some(match all {
            None => next,
            Some(all) => all.join(next, join),
        });
    }
    let all = all.unwrap_or(Conditions::constant(Truth::Unknown));
    Ok(all.into())
}

fn arithmetic<'a>(
    operator: Operator,
    a: &Expr,
    b: &Expr,
    data: &'a Dataset,
) -> Result<Series<'a>, Misplaced> {
    let (a_over, a, a_places) = numbers(a, data)?;
    let (b_over, b, b_places) = numbers(b, data)?;
    let over = a_over.meet(b_over);
    let (a, b) = (spread(a, a_over, over), spread(b, b_over, over));
    let result = match operator {
        Operator::Add => zip(&a, &b, |a, b| finite(a + b)),
        Operator::Subtract => zip(&a, &b, |a, b| finite(a - b)),
        Operator::Multiply => zip(&a, &b, |a, b| finite(a * b)),
        Operator::Divide => zip(&a, &b, |a, b| finite(a / b)),
    };
    let both = a_places.zip(b_places);
    let places = match operator {
        Operator::Add | Operator::Subtract => both.map(|(a, b)| a.max(b)),
        Operator::Multiply => both.map(|(a, b)| a.saturating_add(b)),
        Operator::Divide => None,
    };
    Ok(Series::numbers(over, result, places))
}

/// What no number is, such as a division by zero, is missing.
pub(super) fn finite(number: f64) -> f64 {
    if number.is_finite() { number } else { f64::NAN }
}
