//! The functions of the language.

use std::borrow::Cow;

use super::evaluate::{evaluate, finite, numbers, truths};
use super::fault::{Fault, Kind, Misplaced};
use super::series::{Over, Places, Series, Values, Words, spread, zip};
use super::tree::{Expr, Function, Node};
use super::truth::Truth;
use crate::dataset::Dataset;

/// Calls a function; the parser has counted the arguments.
pub(super) fn call<'a>(
    function: Function,
    arguments: &[Expr],
    minimum: Option<u32>,
    part: &Expr,
    data: &'a Dataset,
) -> Result<Series<'a>, Misplaced> {
    match function {
        Function::Mean | Function::Sum | Function::Min | Function::Max => {
            let minimum = minimum.unwrap_or(1);
            if minimum as usize > arguments.len() {
                return Err(Fault::arguments(function).at_span(part.span));
            }
            over_answers(function, arguments, minimum, data)
        }
        Function::Count => tally(arguments, data, |part, data| {
            let (over, truths) = truths(part, data)?;
            let holds = truths.into_iter().map(|truth| truth == Truth::True);
            Ok((over, holds.collect()))
        }),
        Function::Valid => tally(arguments, data, |part, data| {
            let series = evaluate(part, data)?;
            Ok((series.over, series.valid()))
        }),
        Function::Round => {
            let places = match arguments.get(1).map(|part| &part.node) {
                None => 0,
                Some(Node::Number(places)) if (0.0..=15.0).contains(places) => {
                    // between 0 and 15
                    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                    let places = *places as u8;
                    places
                }
                Some(_) => return Err(Fault::arguments(function).at_span(part.span)),
            };
            let (over, numbers, _) = numbers(&arguments[0], data)?;
            let power = (0..places).fold(1.0, |power, _| power * 10.0);
            let rounded = numbers.iter().map(|number| {
                let rounded = (number * power).round() / power;
                // beyond 2^52 there is nothing to round
                if number.abs() * power < 4.5e15 {
                    rounded
                } else {
                    *number
                }
            });
            Ok(Series::numbers(over, rounded.collect(), Some(places)))
        }
        Function::Abs => {
            let (over, numbers, places) = numbers(&arguments[0], data)?;
            let sizes = numbers.iter().map(|number| number.abs()).collect();
            Ok(Series::numbers(over, sizes, places))
        }
        Function::If => {
            let (over, truths) = truths(&arguments[0], data)?;
            let (a, b) = (
                evaluate(&arguments[1], data)?,
                evaluate(&arguments[2], data)?,
            );
            let which = truths.into_iter().map(Choice::from).collect();
            choose((over, which), a, b, part)
        }
        Function::Coalesce => {
            let mut arguments = arguments.iter();
            // the parser demands one
            let Some(first) = arguments.next() else {
                return Err(Fault::arguments(function).at_span(part.span));
            };
            let mut all = evaluate(first, data)?;
            for next in arguments {
                let next = evaluate(next, data)?;
                let which = all.valid().into_iter().map(|valid| match valid {
                    true => Choice::First,
                    false => Choice::Second,
                });
                let which = (all.over, which.collect());
                all = choose(which, all, next, part)?;
            }
            Ok(all)
        }
        Function::Contains => contains(arguments, part, data),
    }
}

/// Mean, sum, smallest and largest of the answers there are.
fn over_answers<'a>(
    function: Function,
    arguments: &[Expr],
    minimum: u32,
    data: &'a Dataset,
) -> Result<Series<'a>, Misplaced> {
    let mut all = Vec::with_capacity(arguments.len());
    let mut over = Over::Constant;
    let mut places: Places = Some(0);
    for part in arguments {
        let next = numbers(part, data)?;
        over = over.meet(next.0);
        places = places.zip(next.2).map(|(a, b)| a.max(b));
        all.push(next);
    }
    let length = over.len(data.rows());
    let start = match function {
        Function::Min => f64::INFINITY,
        Function::Max => f64::NEG_INFINITY,
        _ => 0.0,
    };
    let mut results = vec![start; length];
    let mut answers = vec![0_u32; length];
    for (from, numbers, _) in all {
        let numbers = spread(numbers, from, over);
        // a constant meets every result
        let only = (numbers.len() == 1).then(|| numbers[0]);
        let each = (0..length).map(|at| only.unwrap_or_else(|| numbers[at]));
        for ((result, answers), number) in results.iter_mut().zip(&mut answers).zip(each) {
            if number.is_nan() {
                continue;
            }
            *answers += 1;
            *result = match function {
                Function::Min => result.min(number),
                Function::Max => result.max(number),
                _ => *result + number,
            };
        }
    }
    for (result, answers) in results.iter_mut().zip(&answers) {
        *result = if *answers < minimum {
            f64::NAN
        } else {
            finite(*result)
        };
    }
    if function != Function::Mean {
        return Ok(Series::numbers(over, results, places));
    }
    // the sum is exact before it is divided
    let (sums, _) = super::series::decimal(results, places);
    let means = sums
        .iter()
        .zip(&answers)
        .map(|(sum, answers)| sum / f64::from(*answers));
    Ok(Series::numbers(over, means.collect(), None))
}

/// Counts the arguments that fit.
fn tally<'a>(
    arguments: &[Expr],
    data: &'a Dataset,
    fits: impl Fn(&Expr, &'a Dataset) -> Result<(Over<'a>, Vec<bool>), Misplaced>,
) -> Result<Series<'a>, Misplaced> {
    let mut all = Vec::with_capacity(arguments.len());
    let mut over = Over::Constant;
    for part in arguments {
        let next = fits(part, data)?;
        over = over.meet(next.0);
        all.push(next);
    }
    let mut counts = vec![0.0; over.len(data.rows())];
    for (from, fits) in all {
        let fits = spread(Cow::Owned(fits), from, over);
        counts = zip(&counts, &fits, |count, fits| {
            count + f64::from(u8::from(fits))
        });
    }
    Ok(Series::numbers(over, counts, Some(0)))
}

/// Which of two values is taken.
#[derive(Clone, Copy)]
enum Choice {
    First,
    Second,
    Neither,
}

impl From<Truth> for Choice {
    fn from(truth: Truth) -> Self {
        match truth {
            Truth::True => Self::First,
            Truth::False => Self::Second,
            Truth::Unknown => Self::Neither,
        }
    }
}

/// The first or the second value, both of the same kind.
fn choose<'a>(
    (which_over, which): (Over<'a>, Vec<Choice>),
    a: Series<'a>,
    b: Series<'a>,
    part: &Expr,
) -> Result<Series<'a>, Misplaced> {
    let (first, second) = (a.kind(), b.kind());
    let over = which_over.meet(a.over).meet(b.over);
    let which = spread(Cow::Owned(which), which_over, over);
    match (a.spread(over).values, b.spread(over).values) {
        (Values::Numbers(a, a_places), Values::Numbers(b, b_places)) => {
            let places = a_places.zip(b_places).map(|(a, b)| a.max(b));
            let numbers = pick(&which, &a, &b, f64::NAN);
            Ok(Series::numbers(over, numbers, places))
        }
        (Values::Truths(a), Values::Truths(b)) => {
            Ok(Series::truths(over, pick(&which, &a, &b, Truth::Unknown)))
        }
        (Values::Texts(a), Values::Texts(b)) => {
            let mut dictionary = a.dictionary;
            let mut table = vec![0];
            for word in b.dictionary {
                let known = dictionary.iter().position(|other| *other == word);
                let place = known.unwrap_or_else(|| {
                    dictionary.push(word);
                    dictionary.len() - 1
                });
                table.push(place as u32 + 1);
            }
            let b: Vec<u32> = b.codes.iter().map(|code| table[*code as usize]).collect();
            let codes = pick(&which, &a.codes, &b, 0);
            Ok(Series {
                over,
                values: Values::Texts(Words { codes, dictionary }),
            })
        }
        _ => Err(Fault::Unlike { first, second }.at_span(part.span)),
    }
}

fn pick<T: Copy>(which: &[Choice], a: &[T], b: &[T], neither: T) -> Vec<T> {
    let length = which.len().max(a.len()).max(b.len());
    let at = |index: usize, length: usize| if length == 1 { 0 } else { index };
    (0..length)
        .map(|index| match which[at(index, which.len())] {
            Choice::First => a[at(index, a.len())],
            Choice::Second => b[at(index, b.len())],
            Choice::Neither => neither,
        })
        .collect()
}

/// Whether a text holds other words, whatever their capitals.
fn contains<'a>(
    arguments: &[Expr],
    part: &Expr,
    data: &'a Dataset,
) -> Result<Series<'a>, Misplaced> {
    let Node::Text(wanted) = &arguments[1].node else {
        return Err(Fault::arguments(Function::Contains).at_span(part.span));
    };
    let series = evaluate(&arguments[0], data)?;
    series.expect_kind(Kind::Text, &arguments[0])?;
    let Values::Texts(words) = series.values else {
        return Err(Fault::arguments(Function::Contains).at_span(part.span));
    };
    let wanted = wanted.to_lowercase();
    let mut table = vec![Truth::Unknown];
    let known = words.dictionary.iter();
    table.extend(known.map(|word| Truth::from(word.to_lowercase().contains(&wanted))));
    let truths = words.codes.iter().map(|code| table[*code as usize]);
    Ok(Series::truths(series.over, truths.collect()))
}
