//! A question of the survey with its planted answers.

use super::offices::Words;

/// A variable: its words and how often each code 1, 2, ... was answered.
pub struct Item {
    /// Name of the variable.
    pub id: &'static str,
    /// Wording.
    pub label: Words,
    /// Answers by code; for 0/1 variables the number of mentions alone.
    pub counts: &'static [usize],
    /// The wording is invented because the original is lost.
    pub placeholder: bool,
}

/// A published item.
pub const fn item(
    id: &'static str,
    de: &'static str,
    en: &'static str,
    counts: &'static [usize],
) -> Item {
    Item {
        id,
        label: Words { de, en },
        counts,
        placeholder: false,
    }
}

impl Item {
    /// The same item with an invented wording.
    pub const fn placeholder(self) -> Self {
        Self {
            placeholder: true,
            ..self
        }
    }
}
