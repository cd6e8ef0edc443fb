//! What can be wrong with an expression, and where.

use serde::{Deserialize, Serialize};

use super::tree::{Function, Span};
use crate::{Error, Text};

/// What is wrong with an expression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Fault {
    /// A character that means nothing here.
    Stray {
        /// The character.
        character: char,
    },
    /// A quoted text or name without an end.
    OpenQuote {
        /// The quote that opens it.
        quote: char,
    },
    /// Begins like a number and is none.
    NotANumber {
        /// What stands there.
        text: String,
    },
    /// The text ends where more is needed.
    End {
        /// What is missing.
        expected: Expected,
    },
    /// Something else is needed here.
    Unexpected {
        /// What stands there.
        found: String,
        /// What is needed.
        expected: Expected,
    },
    /// `a < b < c`.
    TwoComparisons,
    /// Too many parts inside one another.
    TooDeep,
    /// Too many words and signs.
    TooLong,
    /// A function that is not there.
    UnknownFunction {
        /// Its name.
        name: String,
        /// A similar one.
        nearest: Option<String>,
    },
    /// A function with too few, too many or wrong arguments.
    Arguments {
        /// How it is called.
        usage: String,
    },
    /// A variable that is not there.
    UnknownVariable {
        /// Its name.
        name: String,
        /// A similar one.
        nearest: Option<String>,
    },
    /// A name that is no variable but a value of the variable on the other side.
    ValueWithoutQuotes {
        /// The name.
        name: String,
        /// The variable.
        variable: String,
    },
    /// A variable has neither this value nor this label.
    UnknownValue {
        /// The variable.
        variable: String,
        /// The value or label.
        value: String,
        /// A similar one, or some there are.
        nearest: Vec<String>,
    },
    /// Several values have this label.
    AmbiguousLabel {
        /// The variable.
        variable: String,
        /// The label.
        label: String,
        /// The values.
        values: Vec<String>,
    },
    /// The value counts as missing.
    MissingValue {
        /// The variable.
        variable: String,
        /// The value.
        value: String,
    },
    /// A number, a text or a condition where another is needed.
    Kind {
        /// What stands there, as it is written.
        part: String,
        /// What it is.
        found: Kind,
        /// What is needed.
        needed: Kind,
    },
    /// Something is compared with, or may become, what it can never be.
    Unlike {
        /// What the one is.
        first: Kind,
        /// What the other is.
        second: Kind,
    },
    /// Texts are compared by size.
    NoOrder {
        /// What stands there, as it is written.
        part: String,
    },
    /// A variable that is used as numbers holds a text.
    NotNumeric {
        /// The variable.
        variable: String,
        /// The text.
        value: String,
    },
    /// A text that should be a day and is none.
    NotADay {
        /// The variable it is compared with.
        variable: String,
        /// The text.
        value: String,
    },
}

/// What a part of an expression gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Numbers.
    Number,
    /// Texts.
    Text,
    /// True, false or unknown.
    Condition,
}

/// What is needed at a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Expected {
    /// One of these signs.
    Sign(String),
    /// A name, a number, a text, a function.
    Operand,
    /// A number, a text, or the word of a value.
    Value,
    /// An operator, or the end.
    Operator,
    /// The word `missing`.
    Missing,
    /// The word `and` of `between`.
    And,
}

/// What is wrong and where.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Misplaced {
    pub(super) span: Span,
    pub(super) fault: Fault,
}

impl Misplaced {
    /// As an error about a text.
    pub(super) fn within(self, text: &str) -> Error {
        let Span { start, end } = self.span;
        Error::Expression {
            text: text.to_owned(),
            column: text[..start].chars().count() + 1,
            length: text[start..end].chars().count(),
            fault: self.fault,
        }
    }
}

impl Fault {
    pub(super) fn at_span(self, span: Span) -> Misplaced {
        Misplaced { span, fault: self }
    }

    pub(super) fn at(self, start: usize, end: usize) -> Misplaced {
        self.at_span(Span { start, end })
    }

    pub(super) fn arguments(function: Function) -> Self {
        Self::Arguments {
            usage: function.usage().to_owned(),
        }
    }

    /// What is wrong and what to do, in words.
    pub fn text(&self) -> Text {
        match self {
            Self::Stray { character } => Text::both(
                format!(
                    "Das Zeichen „{character}“ bedeutet hier nichts: Texte stehen in Anführungszeichen, Namen mit Sonderzeichen zwischen `…`"
                ),
                format!(
                    "the character `{character}` means nothing here: put texts in quotes, and names with special characters between backticks"
                ),
            ),
            Self::OpenQuote { quote } => Text::both(
                format!(
                    "Was hier mit {quote} beginnt, hört nicht auf: das schließende Zeichen fehlt"
                ),
                format!("what begins here with {quote} does not end: add the closing quote"),
            ),
            Self::NotANumber { text } => Text::both(
                format!(
                    "„{text}“ ist keine Zahl: Zahlen haben einen Punkt (0.5); Namen, die mit einer Ziffer beginnen, stehen zwischen `…`"
                ),
                format!(
                    "`{text}` is no number: numbers have a point (0.5), and names that begin with a digit stand between backticks"
                ),
            ),
            Self::End { expected } => Text::both(
                format!(
                    "Der Ausdruck hört zu früh auf: es fehlt {}",
                    expected.german()
                ),
                format!(
                    "the expression ends too early: {} is missing",
                    expected.english()
                ),
            ),
            Self::Unexpected { found, expected } => Text::both(
                format!("Hier steht {found}, möglich ist {}", expected.german()),
                format!("{found} stands where {} is needed", expected.english()),
            ),
            Self::TwoComparisons => Text::both(
                "Zwei Vergleiche in einem: „a between 1 and 3“ oder „a > 1 and a < 3“ schreiben",
                "two comparisons in one: write `a between 1 and 3`, or `a > 1 and a < 3`",
            ),
            Self::TooDeep => Text::both(
                "Der Ausdruck ist zu tief geschachtelt: bitte auf mehrere abgeleitete Variablen verteilen",
                "the expression is nested too deeply: divide it into several derived variables",
            ),
            Self::TooLong => Text::both(
                "Der Ausdruck ist zu lang: bitte auf mehrere abgeleitete Variablen verteilen oder sum(...) verwenden",
                "the expression is too long: divide it into several derived variables, or use sum(...)",
            ),
            Self::UnknownFunction { name, nearest } => Text::both(
                format!(
                    "Die Funktion „{name}“ gibt es nicht{}",
                    or_functions(nearest, "; gemeint ist wohl", "; es gibt")
                ),
                format!(
                    "there is no function `{name}`{}",
                    or_functions(nearest, "; did you mean", "; there are")
                ),
            ),
            Self::Arguments { usage } => Text::both(
                format!("So wird diese Funktion geschrieben: {usage}"),
                format!("this function is written {usage}"),
            ),
            Self::UnknownVariable { name, nearest } => Text::both(
                format!(
                    "Die Variable „{name}“ gibt es nicht{}",
                    nearest.as_ref().map_or(
                        ": „befund describe“ zeigt die Namen; Texte stehen in Anführungszeichen"
                            .to_owned(),
                        |nearest| format!("; gemeint ist wohl „{nearest}“")
                    )
                ),
                format!(
                    "there is no variable `{name}`{}",
                    nearest.as_ref().map_or(
                        ": see `befund describe` for the names, and put texts in quotes".to_owned(),
                        |nearest| format!("; did you mean `{nearest}`?")
                    )
                ),
            ),
            Self::ValueWithoutQuotes { name, variable } => Text::both(
                format!(
                    "Die Variable „{name}“ gibt es nicht; der Wert von „{variable}“ steht in Anführungszeichen: \"{name}\""
                ),
                format!(
                    "there is no variable `{name}`; put the value of `{variable}` in quotes: \"{name}\""
                ),
            ),
            Self::UnknownValue {
                variable,
                value,
                nearest,
            } => Text::both(
                format!(
                    "„{variable}“ hat weder den Wert noch die Beschriftung „{value}“; möglich: {}",
                    quoted(nearest, '„', '“')
                ),
                format!(
                    "`{variable}` has neither a value nor a label `{value}`; there are: {}",
                    quoted(nearest, '`', '`')
                ),
            ),
            Self::AmbiguousLabel {
                variable,
                label,
                values,
            } => Text::both(
                format!(
                    "Mehrere Werte von „{variable}“ heißen „{label}“: bitte den Wert selbst nennen, {}",
                    values.join(", ")
                ),
                format!(
                    "several values of `{variable}` have the label `{label}`: name the value itself, {}",
                    values.join(", ")
                ),
            ),
            Self::MissingValue { variable, value } => Text::both(
                format!(
                    "„{value}“ gilt in „{variable}“ als fehlende Angabe: „{variable} is missing“ schreiben oder den Wert aus „missing“ nehmen"
                ),
                format!(
                    "`{value}` counts as missing in `{variable}`: write `{variable} is missing`, or take it out of its missing values"
                ),
            ),
            Self::Kind {
                part,
                found,
                needed,
            } => Text::both(
                format!(
                    "„{part}“ ist {}, gebraucht wird {}{}",
                    found.german(),
                    needed.german(),
                    remedy(*found, *needed).0
                ),
                format!(
                    "`{part}` is {} where {} is needed{}",
                    found.english(),
                    needed.english(),
                    remedy(*found, *needed).1
                ),
            ),
            Self::Unlike { first, second } => Text::both(
                format!(
                    "{} und {} lassen sich nicht vergleichen: auf beiden Seiten muss dasselbe stehen",
                    capital(first.german()),
                    second.german()
                ),
                format!(
                    "{} and {} cannot meet: both sides have to be of the same kind",
                    first.english(),
                    second.english()
                ),
            ),
            Self::NoOrder { part } => Text::both(
                format!(
                    "„{part}“ ist ein Text und hat keine Reihenfolge: = oder in verwenden, oder die Variable als ordinal erklären"
                ),
                format!(
                    "`{part}` is a text and has no order: use = or in, or declare the variable ordinal"
                ),
            ),
            Self::NotNumeric { variable, value } => Text::both(
                format!(
                    "„{variable}“ enthält „{value}“, das ist keine Zahl: den Wert als fehlend erklären oder mit = und in vergleichen"
                ),
                format!(
                    "`{variable}` holds `{value}`, which is no number: declare the value missing, or compare by = and in"
                ),
            ),
            Self::NotADay { variable, value } => Text::both(
                format!(
                    "„{variable}“ ist ein Datum, „{value}“ ist keines: \"2026-11-22\" oder \"2026-11-22 08:30\" schreiben"
                ),
                format!(
                    "`{variable}` is a date and `{value}` is none: write \"2026-11-22\" or \"2026-11-22 08:30\""
                ),
            ),
        }
    }
}

fn or_functions(nearest: &Option<String>, one: &str, all: &str) -> String {
    match nearest {
        Some(nearest) => format!("{one} {nearest}"),
        None => format!("{all} {}", Function::ALL.map(Function::name).join(", ")),
    }
}

fn quoted(words: &[String], open: char, close: char) -> String {
    let words = words.iter().map(|word| format!("{open}{word}{close}"));
    words.collect::<Vec<_>>().join(", ")
}

fn capital(words: &str) -> String {
    let mut characters = words.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters).collect()
}

/// What helps where one kind stands in place of another.
fn remedy(found: Kind, needed: Kind) -> (&'static str, &'static str) {
    match (found, needed) {
        (_, Kind::Condition) => (
            ": mit =, <, in ... einen Vergleich daraus machen",
            ": make a comparison of it by =, <, in ...",
        ),
        (Kind::Condition, _) => (
            ": mit if(Bedingung, 1, 0) einen Wert daraus machen",
            ": make a value of it by if(condition, 1, 0)",
        ),
        _ => ("", ""),
    }
}

impl Kind {
    fn german(self) -> &'static str {
        match self {
            Self::Number => "eine Zahl",
            Self::Text => "ein Text",
            Self::Condition => "eine Bedingung",
        }
    }

    fn english(self) -> &'static str {
        match self {
            Self::Number => "a number",
            Self::Text => "a text",
            Self::Condition => "a condition",
        }
    }
}

impl Expected {
    fn german(&self) -> String {
        match self {
            Self::Sign(signs) => signs.split(' ').collect::<Vec<_>>().join(" oder "),
            Self::Operand => {
                "eine Variable, eine Zahl oder ein Text in Anführungszeichen".to_owned()
            }
            Self::Value => "ein Wert: eine Zahl, ein Text oder ein Wort".to_owned(),
            Self::Operator => "and, or, ein Vergleich oder das Ende".to_owned(),
            Self::Missing => "„missing“ nach „is“".to_owned(),
            Self::And => "„and“ zwischen den Grenzen von „between“".to_owned(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Sign(signs) => signs.split(' ').collect::<Vec<_>>().join(" or "),
            Self::Operand => "a variable, a number or a text in quotes".to_owned(),
            Self::Value => "a value (a number, a text or a word)".to_owned(),
            Self::Operator => "and, or, a comparison or the end".to_owned(),
            Self::Missing => "`missing` after `is`".to_owned(),
            Self::And => "`and` between the bounds of `between`".to_owned(),
        }
    }
}
