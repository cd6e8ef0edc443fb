//! What a variable can be in a set: a box that was ticked or not, a rating, an answer on a labelled scale, a name.

use super::answers::Answers;
use super::words::plain;
use crate::codebook::{Level, Reason, Variable};
use crate::{Language, Value};

/// A variable as a member of a set.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// Mentioned or not; the value that says "mentioned".
    Mention(Value),
    /// A box that holds its own label where it was ticked.
    OwnLabel(String),
    /// Whole numbers of a rating, from one to another.
    Rating(Span),
    /// Answers of a scale in words, as they are stored.
    Scale(Vec<String>),
    /// Codes with these labels.
    Labelled(Vec<Label>),
    /// Names without an order; listed where they are few.
    Names(Vec<String>),
    /// No answer in any row.
    Empty,
    /// None of these.
    Other,
}

/// From the smallest to the largest number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Span {
    pub(super) least: f64,
    pub(super) most: f64,
}

/// A code with its label.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Label {
    pub(super) code: f64,
    pub(super) words: String,
}

/// So many names are still an answer list that items can share.
const MAX_LISTED: usize = 12;
/// A rating spans at most so much.
const MAX_SPAN: f64 = 10.0;

/// Words for a box that was ticked, plain.
const TICKED: &[&str] = &[
    "yes",
    "ja",
    "selected",
    "checked",
    "ticked",
    "quoted",
    "x",
    "true",
    "wahr",
    "genannt",
    "ausgewaehlt",
    "gewaehlt",
    "angekreuzt",
    "mentioned",
    "chosen",
    "on",
    "y",
    "j",
    "oui",
];
/// Words for a box that was not.
const NOT_TICKED: &[&str] = &[
    "no",
    "nein",
    "not selected",
    "unselected",
    "unchecked",
    "not checked",
    "not quoted",
    "false",
    "falsch",
    "nicht genannt",
    "nicht ausgewaehlt",
    "nicht gewaehlt",
    "nicht angekreuzt",
    "not mentioned",
    "not chosen",
    "off",
    "n",
    "0",
    "unticked",
    "non",
];

/// Whether a text says of a box, and of nothing else, that it was not ticked: "no" may answer anything.
pub(crate) fn is_not_ticked(text: &str) -> bool {
    text.len() <= 40 && {
        let text = plain(text);
        text.contains(' ') && NOT_TICKED.contains(&text.as_str()) || text == "unchecked"
    }
}

impl Shape {
    pub(super) fn of(variable: &Variable, answers: &Answers<'_>) -> Self {
        if matches!(
            variable.level,
            Level::Date | Level::Text | Level::Identifier
        ) {
            return Self::Other;
        }
        if !answers.are_coded() {
            return Self::Other;
        }
        if let Some(numbers) = answers.numbers(variable) {
            return of_numbers(variable, &numbers);
        }
        let Some(texts) = answers.texts(variable) else {
            return if answers.valid(variable).is_empty() {
                Self::Empty
            } else {
                Self::Other
            };
        };
        match texts.as_slice() {
            [only] if TICKED.contains(&plain(only).as_str()) => Self::Mention(Value::from(*only)),
            [only] => Self::OwnLabel((*only).to_owned()),
            [a, b] => {
                let (first, second) = (plain(a), plain(b));
                let is = |list: &[&str], word: &String| list.contains(&word.as_str());
                if is(TICKED, &first) && is(NOT_TICKED, &second) {
                    Self::Mention(Value::from(*a))
                } else if is(TICKED, &second) && is(NOT_TICKED, &first) {
                    Self::Mention(Value::from(*b))
                } else if is_not_ticked(a) {
                    Self::OwnLabel((*b).to_owned())
                } else if is_not_ticked(b) {
                    Self::OwnLabel((*a).to_owned())
                } else {
                    of_texts(variable, &texts)
                }
            }
            _ => of_texts(variable, &texts),
        }
    }
}

fn of_texts(variable: &Variable, texts: &[&str]) -> Shape {
    let in_order = variable.level == Level::Ordinal && !variable.values.is_empty();
    if in_order || texts.len() == 2 {
        Shape::Scale(texts.iter().map(|text| (*text).to_owned()).collect())
    } else {
        let few = if texts.len() <= MAX_LISTED {
            texts
        } else {
            &[]
        };
        Shape::Names(few.iter().map(|text| (*text).to_owned()).collect())
    }
}

fn of_numbers(variable: &Variable, numbers: &[f64]) -> Shape {
    let (Some(&least), Some(&most)) = (numbers.first(), numbers.last()) else {
        return Shape::Empty;
    };
    let labels: Vec<Label> = variable
        .values
        .iter()
        .filter(|known| !variable.is_missing(&known.value))
        .filter_map(|known| {
            Some(Label {
                code: known.value.number()?,
                words: plain(known.label.get(Language::De)),
            })
        })
        .collect();
    if least >= 0.0 && most <= 1.0 && numbers.iter().all(|number| number.fract() == 0.0) {
        return Shape::Mention(Value::Number(1.0));
    }
    if let [a, b] = labels.as_slice() {
        let is = |list: &[&str], label: &Label| list.contains(&label.words.as_str());
        for (ticked, other) in [(a, b), (b, a)] {
            if is(TICKED, ticked) && is(NOT_TICKED, other) {
                return Shape::Mention(Value::Number(ticked.code));
            }
        }
    }
    if labels.len() >= 2 {
        return Shape::Labelled(labels);
    }
    let whole = numbers.iter().all(|number| number.fract() == 0.0);
    let named = variable.level == Level::Nominal && !variable.origin.is_guessed();
    if whole && !named && most - least <= MAX_SPAN && least >= -5.0 && numbers.len() >= 2 {
        Shape::Rating(Span { least, most })
    } else {
        Shape::Other
    }
}

/// Whether the order of a variable was found in its words.
pub(super) fn is_word_scale(variable: &Variable) -> bool {
    use crate::codebook::Origin;
    matches!(
        variable.values_origin,
        Origin::Guessed(Reason::AnswerScale { .. })
    )
}
