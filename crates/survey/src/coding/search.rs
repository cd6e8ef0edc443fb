//! Search terms in open answers, as people write them: in any case, with or without umlauts and accents.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A term: words in a row, each with an open beginning or end where a `*` stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    words: Vec<Pattern>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Pattern {
    /// Folded.
    text: String,
    open_start: bool,
    open_end: bool,
}

/// Where a term occurs in an answer: bytes from `start` to before `end`, whole words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// First byte.
    pub start: usize,
    /// After the last byte.
    pub end: usize,
}

/// Why a text is no term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermFault {
    /// It has no letter or digit.
    Empty,
    /// A `*` stands within a word.
    InnerStar,
}

impl TermFault {
    pub(super) fn german(self) -> &'static str {
        match self {
            Self::Empty => "enthält weder Buchstaben noch Ziffern",
            Self::InnerStar => {
                "hat ein Sternchen mitten im Wort; es darf nur am Anfang oder am Ende stehen"
            }
        }
    }
}

impl fmt::Display for TermFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "has neither letters nor digits",
            Self::InnerStar => "has a `*` within a word: it can only begin or end one",
        })
    }
}

impl Term {
    /// Reads a term.
    ///
    /// # Errors
    /// [`TermFault`].
    pub fn new(text: &str) -> Result<Self, TermFault> {
        let mut words = Vec::new();
        for part in text.split(|c: char| !(c.is_alphanumeric() || c == '*')) {
            let inner = part.trim_matches('*');
            if inner.is_empty() {
                continue;
            }
            if inner.contains('*') {
                return Err(TermFault::InnerStar);
            }
            words.push(Pattern {
                text: folded(inner),
                open_start: part.starts_with('*'),
                open_end: part.ends_with('*'),
            });
        }
        if words.is_empty() {
            return Err(TermFault::Empty);
        }
        Ok(Self { words })
    }

    /// Where the term occurs, from left to right, O(words of the answer × words of the term).
    pub fn hits(&self, answer: &Words) -> Vec<Hit> {
        let starts = answer.words.windows(self.words.len());
        let matching = starts.filter(|found| {
            let mut pairs = found.iter().zip(&self.words);
            pairs.all(|(word, pattern)| pattern.fits(&answer.folded[word.folded.clone()]))
        });
        let hit = |found: &[Word]| {
            Some(Hit {
                start: found.first()?.start,
                end: found.last()?.end,
            })
        };
        matching.filter_map(hit).collect()
    }
}

impl Pattern {
    fn fits(&self, word: &str) -> bool {
        match (self.open_start, self.open_end) {
            (false, false) => word == self.text,
            (false, true) => word.starts_with(&self.text),
            (true, false) => word.ends_with(&self.text),
            (true, true) => word.contains(&self.text),
        }
    }
}

/// The words of an answer, ready to be searched for many terms.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// Runs of letters and digits.
    words: Vec<Word>,
    /// All words, folded.
    folded: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    /// Where it stands among the folded words.
    folded: Range<usize>,
    start: usize,
    end: usize,
}

impl Words {
    /// The words of an answer, O(length).
    pub fn of(answer: &str) -> Self {
        let mut found = Self::default();
        let mut open = false;
        for (start, character) in answer.char_indices() {
            if !is_of_word(character) {
                open = false;
                continue;
            }
            if !open {
                let begin = found.folded.len();
                found.words.push(Word {
                    folded: begin..begin,
                    start,
                    end: start,
                });
                open = true;
            }
            if let Some(word) = found.words.last_mut() {
                fold(character, &mut found.folded, word.folded.start);
                word.folded.end = found.folded.len();
                word.end = start + character.len_utf8();
            }
        }
        found
    }
}

/// A letter, a digit, or an accent that stands behind its letter.
fn is_of_word(character: char) -> bool {
    character.is_alphanumeric() || is_accent(character)
}

fn is_accent(character: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&character)
}

pub(super) fn folded(text: &str) -> String {
    let mut folded = String::new();
    for character in text.chars() {
        fold(character, &mut folded, 0);
    }
    folded
}

/// Adds a character in lower case without umlaut and accent to the word that begins at `word`: "ä" and "ae" become the same, and so do
/// "é" and "e".
fn fold(character: char, to: &mut String, word: usize) {
    for lower in character.to_lowercase() {
        match lower {
            'ä' => to.push_str("ae"),
            'ö' => to.push_str("oe"),
            'ü' => to.push_str("ue"),
            'ß' => to.push_str("ss"),
            'à' | 'á' | 'â' | 'ã' | 'å' => to.push('a'),
            'ç' | 'ć' | 'č' => to.push('c'),
            'è' | 'é' | 'ê' | 'ë' | 'ę' => to.push('e'),
            'ì' | 'í' | 'î' | 'ï' | 'ı' => to.push('i'),
            'ğ' => to.push('g'),
            'ł' => to.push('l'),
            'ñ' | 'ń' => to.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ø' => to.push('o'),
            'ś' | 'š' | 'ş' => to.push('s'),
            'ù' | 'ú' | 'û' => to.push('u'),
            'ź' | 'ž' | 'ż' => to.push('z'),
            // the two dots of a decomposed umlaut
            '\u{308}' if to[word..].ends_with(['a', 'o', 'u']) => to.push('e'),
            accent if is_accent(accent) => {}
            other => to.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(term: &str, answer: &'a str) -> Vec<&'a str> {
        let hits = Term::new(term).expect("a term").hits(&Words::of(answer));
        hits.into_iter()
            .map(|hit| &answer[hit.start..hit.end])
            .collect()
    }

    #[test]
    fn words_are_found_as_people_write_them() {
        assert_eq!(
            found("bürger", "Die Buerger, BÜRGER und Bu\u{308}rger."),
            ["Buerger", "BÜRGER", "Bu\u{308}rger"]
        );
        assert_eq!(found("strasse", "auf der Straße, die Straßen"), ["Straße"]);
        assert_eq!(
            found("straße*", "auf der Straße, die Straßen"),
            ["Straße", "Straßen"]
        );
        assert_eq!(
            found("*mangel", "Personalmangel und Mangel an Zeit"),
            ["Personalmangel", "Mangel"]
        );
        assert_eq!(
            found("*zeit*", "Zeit, Arbeitszeiten, Zeh"),
            ["Zeit", "Arbeitszeiten"]
        );
        assert_eq!(found("cafe", "im Café"), ["Café"]);
    }

    #[test]
    fn several_words_stand_in_a_row() {
        assert_eq!(
            found("soziale medien", "Soziale, Medien; soziale neue Medien"),
            ["Soziale, Medien"]
        );
        assert_eq!(
            found("zu wenig*", "zu wenige Leute, wenig Zeit"),
            ["zu wenige"]
        );
        assert!(found("geld", "Geldmangel").is_empty());
    }

    #[test]
    fn what_is_no_term_says_why() {
        assert_eq!(Term::new(" *- "), Err(TermFault::Empty));
        assert_eq!(Term::new("a*b"), Err(TermFault::InnerStar));
    }
}
