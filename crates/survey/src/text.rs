//! Words that people read: labels, titles, questions. They come from the study or the file and are data, never markup.

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
