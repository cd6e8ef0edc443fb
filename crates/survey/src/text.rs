//! Words that people read: labels, titles, questions. They come from the study or the file and are data, never markup.

use std::fmt;

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

/// A language of the reader.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// German, the first language of the studies Befund was made for.
    #[default]
    De,
    /// English.
    En,
}

/// A text in one wording for every reader, or in German and English.
///
/// In JSON a plain string or `{"de": "...", "en": "..."}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Text {
    /// The same words in every language, as a data file has them.
    Plain(String),
    /// One wording for each language.
    Both {
        /// The German wording.
        de: String,
        /// The English wording.
        en: String,
    },
}

impl<'de> Deserialize<'de> for Text {
    /// By hand: serde would read any value whole and then try one form after the other.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;

        impl<'de> Visitor<'de> for Words {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or {\"de\": ..., \"en\": ...}")
            }

            fn visit_str<E: Error>(self, words: &str) -> Result<Text, E> {
                Ok(Text::Plain(words.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
                let (mut de, mut en) = (None, None);
                while let Some(name) = map.next_key::<String>()? {
                    let (words, name) = match name.as_str() {
                        "de" => (&mut de, "de"),
                        "en" => (&mut en, "en"),
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                            continue;
                        }
                    };
                    if words.replace(map.next_value::<String>()?).is_some() {
                        return Err(A::Error::duplicate_field(name));
                    }
                }
                match (de, en) {
                    (Some(de), Some(en)) => Ok(Text::Both { de, en }),
                    (None, _) => Err(A::Error::missing_field("de")),
                    (_, None) => Err(A::Error::missing_field("en")),
                }
            }
        }

        deserializer.deserialize_any(Words)
    }
}

impl Text {
    /// A text in German and English.
    pub fn both(de: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Both {
            de: de.into(),
            en: en.into(),
        }
    }

    /// The wording for `language`.
    pub fn get(&self, language: Language) -> &str {
        match (self, language) {
            (Self::Plain(text), _) => text,
            (Self::Both { de, .. }, Language::De) => de,
            (Self::Both { en, .. }, Language::En) => en,
        }
    }

    /// Whether there is nothing to read in any language.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Plain(text) => text.trim().is_empty(),
            Self::Both { de, en } => de.trim().is_empty() && en.trim().is_empty(),
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::Plain(String::new())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::Plain(text.to_owned())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::Plain(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Text;

    fn read(json: &str) -> Result<Text, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn is_read_in_one_wording_or_in_two() {
        assert_eq!(read(r#""a\u0041""#), Ok("aA".into()));
        let both = Ok(Text::both("nie", "never"));
        assert_eq!(read(r#"{"en": "never", "de": "nie", "fr": 1}"#), both);
    }

    #[test]
    fn says_what_is_wrong() {
        for (json, word) in [
            ("1", "expected a text"),
            (r#"["a", "b"]"#, "expected a text"),
            (r#"{"de": "nie"}"#, "missing field `en`"),
            (r#"{"en": "never"}"#, "missing field `de`"),
            (r#"{"de": "nie", "de": "nie"}"#, "duplicate field `de`"),
            (r#"{"de": 1, "en": "never"}"#, "expected a string"),
        ] {
            let message = read(json).expect_err(json);
            assert!(message.contains(word), "{json}: {message}");
        }
    }
}
