//! Comparisons: two sides become numbers, places in an order, or texts.

use std::borrow::Cow;

use super::evaluate::{evaluate, find, of_variable};
use super::fault::{Fault, Kind, Misplaced};
use super::literal::{is_text, literal, resolve};
use super::series::{Over, Series, Values, Words, spread, zip};
use super::tree::{Comparison, Expr, Node};
use super::truth::Truth;
use crate::Value;
use crate::codebook::{Level, Variable};
use crate::coded::Coded;
use crate::dataset::{Column, Dataset};

/// `a = b`, `a < b` and their like.
pub(super) fn compare<'a>(
    sign: Comparison,
    a: &Expr,
    b: &Expr,
    data: &'a Dataset,
) -> Result<Series<'a>, Misplaced> {
    let is_literal = |part: &Expr| matches!(part.node, Node::Number(_) | Node::Text(_));
    let (left, right) = if is_literal(b) && matches!(a.node, Node::Name(_)) {
        let mut sides = beside(a, &[b], sign.orders(), data)?;
        (sides.subject, sides.values.remove(0))
    } else if is_literal(a) && matches!(b.node, Node::Name(_)) {
        let mut sides = beside(b, &[a], sign.orders(), data)?;
        (sides.values.remove(0), sides.subject)
    } else {
        (side(a, b, data)?, side(b, a, data)?)
    };
    let span = a.span.to(b.span);
    let (first, second) = (left.kind(), right.kind());
    if first != second {
        return Err(Fault::Unlike { first, second }.at_span(span));
    }
    let over = left.over.meet(right.over);
    let (from, to) = (left.over, right.over);
    let truths = match (left.values, right.values) {
        (Values::Numbers(left, _), Values::Numbers(right, _)) => {
            let (left, right) = (spread(left, from, over), spread(right, to, over));
            zip(&left, &right, |a, b| {
                if a.is_nan() || b.is_nan() {
                    Truth::Unknown
                } else {
                    sign.holds(a, b).into()
                }
            })
        }
        (Values::Texts(left), Values::Texts(right)) if !sign.orders() => {
            let right_codes = common(&left, &right);
            let left = spread(Cow::Owned(left.codes), from, over);
            let right = spread(Cow::Owned(right_codes), to, over);
            zip(&left, &right, |a, b| {
                if a == 0 || b == 0 {
                    Truth::Unknown
                } else {
                    ((a == b) == (sign == Comparison::Equal)).into()
                }
            })
        }
        (Values::Texts(_), _) => {
            let part = super::print::text(if is_literal(a) { b } else { a });
            return Err(Fault::NoOrder { part }.at_span(span));
        }
        _ => {
            let fault = Fault::Kind {
                part: super::print::text(a),
                found: Kind::Condition,
                needed: Kind::Number,
            };
            return Err(fault.at_span(a.span));
        }
    };
    Ok(Series::truths(over, truths))
}

/// `a in (x, y)`.
pub(super) fn contained<'a>(
    inner: &Expr,
    elements: &[Expr],
    data: &'a Dataset,
) -> Result<Series<'a>, Misplaced> {
    let elements: Vec<&Expr> = elements.iter().collect();
    let Sides { subject, values } = match inner.node {
        Node::Name(_) => beside(inner, &elements, false, data)?,
        _ => Sides {
            subject: evaluate(inner, data)?,
            values: elements
                .iter()
                .filter_map(|part| literal(part))
                .map(constant)
                .collect(),
        },
    };
    let needed = subject.kind();
    for (value, part) in values.iter().zip(&elements) {
        if value.kind() != needed {
            let (first, second) = (needed, value.kind());
            return Err(Fault::Unlike { first, second }.at_span(part.span));
        }
    }
    let truths: Vec<Truth> = match &subject.values {
        Values::Numbers(numbers, _) => {
            let wanted: Vec<f64> = values.iter().filter_map(only_number).collect();
            let one = |number: &f64| match number.is_nan() {
                true => Truth::Unknown,
                false => wanted.contains(number).into(),
            };
            numbers.iter().map(one).collect()
        }
        Values::Texts(words) => {
            let wanted: Vec<&str> = values.iter().filter_map(only_text).collect();
            let known = words.dictionary.iter();
            let mut table = vec![Truth::Unknown];
            table.extend(known.map(|word| Truth::from(wanted.contains(&word.as_ref()))));
            let code = |code: &u32| table[*code as usize];
            words.codes.iter().map(code).collect()
        }
        Values::Truths(_) => {
            let fault = Fault::Kind {
                part: super::print::text(inner),
                found: Kind::Condition,
                needed: Kind::Number,
            };
            return Err(fault.at_span(inner.span));
        }
    };
    Ok(Series::truths(subject.over, truths))
}

/// `a between x and y`, both included.
pub(super) fn between<'a>(
    inner: &Expr,
    from: &Expr,
    to: &Expr,
    data: &'a Dataset,
) -> Result<Series<'a>, Misplaced> {
    let above = compare(Comparison::AtLeast, inner, from, data)?;
    let below = compare(Comparison::AtMost, inner, to, data)?;
    let over = above.over.meet(below.over);
    match (above.spread(over).values, below.spread(over).values) {
        (Values::Truths(above), Values::Truths(below)) => {
            Ok(Series::truths(over, zip(&above, &below, Truth::and)))
        }
        // a comparison gives conditions
        _ => Ok(Series::truths(Over::Constant, vec![Truth::Unknown])),
    }
}

/// A variable and the values it is compared with.
struct Sides<'a> {
    subject: Series<'a>,
    values: Vec<Series<'a>>,
}

/// A variable with literals beside it, which are its values by code or by label. For an order, the texts of an ordinal variable
/// become their places in the codebook.
fn beside<'a>(
    name: &Expr,
    literals: &[&Expr],
    ordered: bool,
    data: &'a Dataset,
) -> Result<Sides<'a>, Misplaced> {
    let Node::Name(word) = &name.node else {
        // the callers look
        return Err(Fault::TooDeep.at_span(name.span));
    };
    let (variable, column) = find(data, word, name)?;
    let text = is_text(variable, column);
    let mut values = Vec::with_capacity(literals.len());
    for part in literals {
        let value = match part.node {
            // between two codes there may be a bound that is none
            Node::Number(bound) if ordered && !text => Ok(Value::Number(bound)),
            // the callers give literals
            _ => resolve(
                variable,
                column,
                &literal(part).unwrap_or(Value::Text(String::new())),
            ),
        };
        values.push(value.map_err(|fault| fault.at_span(part.span))?);
    }
    if text && ordered {
        if let Some(sides) = places(variable, column, &values) {
            return Ok(sides);
        }
        let part = super::print::text(name);
        return Err(Fault::NoOrder { part }.at_span(name.span));
    }
    let values = values.into_iter().map(|value| match value {
        Value::Number(number) if text => Series::text(number.to_string()),
        value => constant(value),
    });
    Ok(Sides {
        subject: of_variable(variable, column),
        values: values.collect(),
    })
}

/// An ordinal variable of texts and values of it as places in its order.
fn places<'a>(variable: &Variable, column: &'a Column, values: &[Value]) -> Option<Sides<'a>> {
    let Column::Codes(codes) = column else {
        return None;
    };
    if variable.level != Level::Ordinal {
        return None;
    }
    let coded = Coded::unlimited(variable, column).ok()?;
    // places are far below 2^53
    #[allow(clippy::cast_precision_loss)]
    let place = |value: &Value| {
        let mut categories = coded.categories.iter();
        let found = categories.position(|category| category.value == *value);
        found.map_or(f64::NAN, |place| place as f64)
    };
    let of_codes = std::iter::once(f64::NAN).chain(codes.dictionary().iter().map(place));
    Some(Sides {
        subject: Series::numbers(Over::Codes(codes), of_codes.collect(), None),
        values: values
            .iter()
            .map(|value| Series::number(place(value)))
            .collect(),
    })
}

/// One side of a comparison. A name that is no variable may be a value that lacks its quotes.
fn side<'a>(part: &Expr, other: &Expr, data: &'a Dataset) -> Result<Series<'a>, Misplaced> {
    if let (Node::Name(name), Node::Name(subject)) = (&part.node, &other.node)
        && data.variable(name).is_none()
        && let Some((variable, column)) = data.variable(subject)
        && !matches!(column, Column::Texts(_))
        && !matches!(
            resolve(variable, column, &Value::Text(name.clone())),
            Err(Fault::UnknownValue { .. } | Fault::Kind { .. } | Fault::NotADay { .. })
        )
    {
        let fault = Fault::ValueWithoutQuotes {
            name: name.clone(),
            variable: subject.clone(),
        };
        return Err(fault.at_span(part.span));
    }
    evaluate(part, data)
}

fn constant<'a>(value: Value) -> Series<'a> {
    match value {
        Value::Number(number) => Series::number(number),
        Value::Text(text) => Series::text(text),
    }
}

fn only_number(series: &Series<'_>) -> Option<f64> {
    match &series.values {
        Values::Numbers(numbers, _) => numbers.first().copied(),
        Values::Truths(_) | Values::Texts(_) => None,
    }
}

fn only_text<'s>(series: &'s Series<'_>) -> Option<&'s str> {
    match &series.values {
        Values::Texts(words) => words.dictionary.first().map(AsRef::as_ref),
        Values::Truths(_) | Values::Numbers(..) => None,
    }
}

/// The codes of `right` in the dictionary of `left`; a text that is not there gets a code of its own.
fn common(left: &Words<'_>, right: &Words<'_>) -> Vec<u32> {
    let known: std::collections::HashMap<&str, u32> = left
        .dictionary
        .iter()
        .enumerate()
        .map(|(index, word)| (word.as_ref(), index as u32 + 1))
        .collect();
    let elsewhere = left.dictionary.len() as u32 + 1;
    let mut table = vec![0];
    let words = right.dictionary.iter();
    table.extend(words.map(|word| known.get(word.as_ref()).copied().unwrap_or(elsewhere)));
    right
        .codes
        .iter()
        .map(|code| table[*code as usize])
        .collect()
}
