//! The words for the terms of named figures: one list per family of statistics.

mod association;
mod contingency;
mod design;
mod general;
mod groups;
mod multivariate;
mod ranking;
mod univariate;

use befund_survey::Language;

/// A term, its words in German, its words in English.
type Word = (&'static str, &'static str, &'static str);

/// Every list.
#[rustfmt::skip]
const LISTS: &[&[Word]] = &[
    contingency::TERMS,
    association::TERMS,
    design::TERMS,
    general::TERMS,
    groups::TERMS,
    multivariate::TERMS,
    ranking::TERMS,
    univariate::TERMS,
];

/// The words for a term; the term itself with spaces where the lists do not have it.
pub(crate) fn term(term: &str, language: Language) -> String {
    match find(term) {
        Some((_, de, _)) if language == Language::De => (*de).to_owned(),
        Some((_, _, en)) => (*en).to_owned(),
        None => term.replace('_', " "),
    }
}

/// Whether there are words for a term.
pub fn has_words(term: &str) -> bool {
    find(term).is_some()
}

fn find(term: &str) -> Option<&'static Word> {
    LISTS
        .iter()
        .flat_map(|list| list.iter())
        .find(|(word, ..)| *word == term)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_term_stands_twice() {
        let mut terms: Vec<&str> = LISTS
            .iter()
            .flat_map(|list| list.iter())
            .map(|(term, ..)| *term)
            .collect();
        terms.sort_unstable();
        let before = terms.len();
        terms.dedup();
        assert_eq!(terms.len(), before);
    }
}
