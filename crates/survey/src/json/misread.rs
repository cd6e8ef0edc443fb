//! What is wrong with a document, and where in it.

use std::fmt::{self, Display};

use serde::de::{Expected, Unexpected};

use crate::{Error, Text};

/// What is wrong with a value, and where in the document it stands.
///
/// Where one reader calls another, errors pass through their text: [`Display`] writes the place between backticks in front, and
/// [`custom`](serde::de::Error::custom) takes it off again.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Misread {
    /// Such as `analyses[3].rows`; empty for the whole.
    path: String,
    what: What,
}

#[derive(Debug, Clone, PartialEq)]
enum What {
    /// The last name of the path is no field; these are.
    UnknownField(Vec<&'static str>),
    /// Anything else, in words.
    Other(String),
}

impl Misread {
    /// The same, seen from outside a field or element.
    #[inline(never)]
    pub(crate) fn inside(mut self, outer: &str) -> Self {
        let dot = if self.path.is_empty() || self.path.starts_with('[') {
            ""
        } else {
            "."
        };
        self.path = format!("{outer}{dot}{}", self.path);
        self
    }

    /// The same, where an unknown field may be meant for one of others, too.
    pub(crate) fn or_one_of(mut self, others: &[&'static str]) -> Self {
        if let What::UnknownField(known) = &mut self.what
            && !self.path.contains(['.', '['])
        {
            known.extend(others);
        }
        self
    }

    fn message(&self) -> String {
        match &self.what {
            What::UnknownField(known) => {
                let name = self.path.rsplit('.').next().unwrap_or_default();
                match crate::error::nearest(name, known.iter().copied()) {
                    Some(nearest) => format!("unknown field, did you mean `{nearest}`?"),
                    None => format!("unknown field: possible here are {}", known.join(", ")),
                }
            }
            What::Other(message) => message.clone(),
        }
    }
}

impl Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "`{}`: ", self.path)?;
        }
        f.write_str(&self.message())
    }
}

impl std::error::Error for Misread {}

impl serde::de::Error for Misread {
    fn custom<T: Display>(message: T) -> Self {
        let message = message.to_string();
        let placed = message
            .strip_prefix('`')
            .and_then(|rest| rest.split_once("`: "));
        let (path, message) = placed.unwrap_or(("", &message));
        Self {
            path: path.to_owned(),
            what: What::Other(message.to_owned()),
        }
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        Self {
            path: field.to_owned(),
            what: What::UnknownField(expected.to_vec()),
        }
    }

    fn missing_field(field: &'static str) -> Self {
        Self::custom(format_args!("the field `{field}` is missing"))
    }

    fn unknown_variant(word: &str, expected: &'static [&'static str]) -> Self {
        let what = match crate::error::nearest(word, expected.iter().copied()) {
            Some(nearest) => format!("unknown word `{word}`, did you mean `{nearest}`?"),
            None => format!(
                "unknown word `{word}`: possible here are {}",
                expected.join(", ")
            ),
        };
        Self::custom(what)
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("expected {expected}, found {}", named(found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("expected {expected}, found {}", named(found)))
    }
}

/// A value in words that need no knowledge of programs.
fn named(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(value) => value.to_string(),
        Unexpected::Unsigned(number) => format!("the number {number}"),
        Unexpected::Signed(number) => format!("the number {number}"),
        Unexpected::Float(number) => format!("the number {number}"),
        Unexpected::Str(text) => format!("the text \"{text}\""),
        Unexpected::Unit => "null".to_owned(),
        Unexpected::Seq => "a list".to_owned(),
        Unexpected::Map => "an object".to_owned(),
        other => other.to_string(),
    }
}

/// Beginnings of messages, and pieces within them, in English and German.
const GERMAN: [(&str, &str); 10] = [
    (
        "unknown field, did you mean ",
        "unbekanntes Feld, gemeint ist wohl ",
    ),
    (
        "unknown field: possible here are ",
        "unbekanntes Feld: möglich sind hier ",
    ),
    ("unknown word ", "unbekanntes Wort "),
    (", did you mean ", ", gemeint ist wohl "),
    (": possible here are ", ": möglich sind hier "),
    ("the field ", "das Feld "),
    (" is missing", " fehlt"),
    ("expected ", "erwartet wird "),
    (", found the number ", ", gefunden die Zahl "),
    (", found ", ", gefunden "),
];

/// What is expected or found, in English and German.
const GERMAN_WORDS: [(&str, &str); 10] = [
    ("erwartet wird a string", "erwartet wird ein Text"),
    (
        "erwartet wird a number or a text",
        "erwartet wird eine Zahl oder ein Text",
    ),
    ("erwartet wird a sequence", "erwartet wird eine Liste"),
    ("erwartet wird a boolean", "erwartet wird true oder false"),
    ("erwartet wird a word", "erwartet wird ein Wort"),
    (
        "erwartet wird an object with named fields",
        "erwartet wird ein Objekt mit benannten Feldern",
    ),
    ("erwartet wird a text", "erwartet wird ein Text"),
    ("gefunden the text", "gefunden der Text"),
    ("gefunden a list", "gefunden eine Liste"),
    ("gefunden an object", "gefunden ein Objekt"),
];

/// The message in German. Serde gives English words, so that these are put in their place; what has none stays English.
fn german(message: &str) -> String {
    let replaced =
        |text: String, (english, german): &(&str, &str)| text.replacen(english, german, 1);
    let text = GERMAN.iter().fold(message.to_owned(), replaced);
    GERMAN_WORDS.iter().fold(text, replaced)
}

impl From<Misread> for Error {
    fn from(misread: Misread) -> Self {
        let message = misread.message();
        Self::StudyField {
            message: Text::both(german(&message), message),
            path: misread.path,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::de::Error as _;

    use super::*;
    use crate::Language;

    #[test]
    fn places_survive_being_quoted() {
        let inner = Misread::unknown_field("itmes", &["items", "top"])
            .inside("[3]")
            .inside("analyses");
        let outer = Misread::custom(&inner).inside("study");
        assert_eq!(
            outer.to_string(),
            "`study.analyses[3].itmes`: unknown field, did you mean `items`?"
        );
        let text = Error::from(outer).text();
        assert_eq!(
            text.get(Language::De),
            "study.analyses[3].itmes: unbekanntes Feld, gemeint ist wohl `items`?"
        );
    }

    #[test]
    fn messages_are_german_too() {
        for (english, expected) in [
            (
                "expected a string, found the number 5",
                "erwartet wird ein Text, gefunden die Zahl 5",
            ),
            ("the field `columns` is missing", "das Feld `columns` fehlt"),
            (
                "unknown word `up`: possible here are a, b",
                "unbekanntes Wort `up`: möglich sind hier a, b",
            ),
            (
                "expected a sequence, found the text \"a\"",
                "erwartet wird eine Liste, gefunden der Text \"a\"",
            ),
        ] {
            assert_eq!(german(english), expected);
        }
    }
}
