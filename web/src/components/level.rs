//! Levels of measurement: their signs and their words in the address of a form.

use befund_survey::codebook::Level;
use leptos::prelude::*;

use super::icon::{Icon, icon};

/// Every level, in the order of the choice.
pub(crate) const LEVELS: [Level; 6] = [
    Level::Nominal,
    Level::Ordinal,
    Level::Scale,
    Level::Date,
    Level::Text,
    Level::Identifier,
];

/// The word of a level in a form.
pub(crate) fn level_word(level: Level) -> &'static str {
    match level {
        Level::Nominal => "nominal",
        Level::Ordinal => "ordinal",
        Level::Scale => "scale",
        Level::Date => "date",
        Level::Text => "text",
        Level::Identifier => "identifier",
    }
}

/// The level of a word.
pub(crate) fn level_from(word: &str) -> Option<Level> {
    LEVELS.into_iter().find(|level| level_word(*level) == word)
}

/// The sign of a level.
#[component]
pub(crate) fn LevelIcon(
    /// The level.
    level: Level,
) -> impl IntoView {
    icon(match level {
        Level::Nominal => Icon::Nominal,
        Level::Ordinal => Icon::Ordinal,
        Level::Scale => Icon::Scale,
        Level::Date => Icon::Date,
        Level::Text => Icon::Text,
        Level::Identifier => Icon::Identifier,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_is_found_by_its_word() {
        for level in LEVELS {
            assert_eq!(level_from(level_word(level)), Some(level));
        }
        assert_eq!(level_from("interval"), None);
    }
}
