//! Where the reader is: the view, the language, light or dark, kept in the address after `#` and nowhere else.

use befund_survey::Language;

/// A view of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum View {
    /// Nothing is open, or another file is to be opened.
    #[default]
    Start,
    /// What the file holds and how it was read.
    Data,
    /// The report.
    Findings,
    /// A finding of one's own.
    Explore,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Appearance {
    /// As the system has it.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Appearance {
    /// The next one in the round.
    pub(crate) fn next(self) -> Self {
        match self {
            Self::Auto => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::Auto,
        }
    }

    /// Its word on the page and in the address.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// View, language and appearance as the address has them: `#findings/en/dark`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Place {
    /// The view.
    pub(crate) view: View,
    /// The language, where the address names one.
    pub(crate) language: Option<Language>,
    /// Light or dark.
    pub(crate) appearance: Appearance,
}

impl View {
    fn word(self) -> &'static str {
        match self {
            Self::Start => "",
            Self::Data => "data",
            Self::Findings => "findings",
            Self::Explore => "explore",
        }
    }
}

impl Place {
    /// Reads what stands after `#`; what it does not know it takes for the start page.
    pub(crate) fn parse(hash: &str) -> Self {
        let mut place = Self::default();
        for word in hash.trim_start_matches('#').split('/') {
            match word {
                "data" => place.view = View::Data,
                "findings" => place.view = View::Findings,
                "explore" => place.view = View::Explore,
                "de" => place.language = Some(Language::De),
                "en" => place.language = Some(Language::En),
                "light" => place.appearance = Appearance::Light,
                "dark" => place.appearance = Appearance::Dark,
                _ => {}
            }
        }
        place
    }

    /// What stands after `#`.
    pub(crate) fn hash(self) -> String {
        let language = match self.language {
            None => "",
            Some(Language::De) => "/de",
            Some(Language::En) => "/en",
        };
        let appearance = match self.appearance {
            Appearance::Auto => String::new(),
            chosen => format!("/{}", chosen.word()),
        };
        format!("#{}{language}{appearance}", self.view.word())
    }
}

/// The language for a browser that reports this one first.
pub(crate) fn language_of(browser: &str) -> Language {
    let primary = browser.split(['-', '_']).next().unwrap_or_default();
    if primary.eq_ignore_ascii_case("de") {
        Language::De
    } else {
        Language::En
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_keeps_view_language_and_appearance() {
        for view in [View::Start, View::Data, View::Findings, View::Explore] {
            for language in [None, Some(Language::De), Some(Language::En)] {
                for appearance in [Appearance::Auto, Appearance::Light, Appearance::Dark] {
                    let place = Place {
                        view,
                        language,
                        appearance,
                    };
                    assert_eq!(Place::parse(&place.hash()), place);
                }
            }
        }
    }

    #[test]
    fn an_unknown_address_is_the_start_page() {
        assert_eq!(
            Place::parse("#<script>/../nowhere/en"),
            Place {
                view: View::Start,
                language: Some(Language::En),
                appearance: Appearance::Auto,
            }
        );
    }

    #[test]
    fn german_browsers_read_german_and_all_others_english() {
        for german in ["de", "de-AT", "DE-ch", "de_DE"] {
            assert_eq!(language_of(german), Language::De, "{german}");
        }
        for other in ["en-GB", "fr", "", "den"] {
            assert_eq!(language_of(other), Language::En, "{other}");
        }
    }
}
