//! The different answers to an open question.

use std::cmp::Ordering;

use super::search::folded;
use crate::codebook::Variable;
use crate::dataset::Column;
use crate::order;

/// Every different answer once, where upper and lower case and blanks make no difference: the most frequent first, equally frequent ones in alphabetical order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answers {
    /// The answers.
    pub different: Vec<Answer>,
    /// For each row the number of its answer from 1; 0 where there is none.
    of_row: Vec<u32>,
}

/// One answer, by however many people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its words, without blanks around them, as one of the rows has them.
    pub text: String,
    /// [`fingerprint`] of the words.
    pub fingerprint: String,
    /// Rows with it.
    pub rows: u64,
}

impl Answers {
    /// The answers of a variable that are not missing. O(n log n).
    pub fn new(variable: &Variable, column: &Column) -> Self {
        let text = |row: usize| {
            let value = column.value(row);
            let value = value.filter(|value| !variable.is_missing(value))?;
            let text = variable.written(&value).trim().to_owned();
            (!text.is_empty()).then_some(text)
        };
        let texts: Vec<Option<(String, String)>> = (0..column.len())
            .map(|row| text(row).map(|text| (normal(&text), text)))
            .collect();
        let sorted = order::indices(texts.len(), &|a, b| texts[a].cmp(&texts[b]));
        let mut found: Vec<(&str, Answer)> = Vec::new();
        let mut of_row = vec![0; texts.len()];
        for row in sorted {
            let Some((normal, text)) = &texts[row] else {
                continue;
            };
            match found.last_mut() {
                Some((last, answer)) if last == normal => answer.rows += 1,
                _ => found.push((normal, Answer::new(text))),
            }
            of_row[row] = found.len();
        }
        let folded: Vec<String> = found.iter().map(|(normal, _)| folded(normal)).collect();
        let frequent_first = |a: usize, b: usize| -> Ordering {
            let by_rows = found[b].1.rows.cmp(&found[a].1.rows);
            by_rows.then_with(|| folded[a].cmp(&folded[b]))
        };
        let listed = order::indices(found.len(), &frequent_first);
        let mut place = vec![0; found.len() + 1];
        for (at, index) in listed.iter().enumerate() {
            place[index + 1] = u32::try_from(at + 1).unwrap_or(0);
        }
        let mut found: Vec<Option<Answer>> =
            found.into_iter().map(|(_, answer)| Some(answer)).collect();
        Self {
            different: listed
                .into_iter()
                .filter_map(|index| found[index].take())
                .collect(),
            of_row: of_row.into_iter().map(|found| place[found]).collect(),
        }
    }

    /// The place of the answer of a row among the different ones.
    pub fn of_row(&self, row: usize) -> Option<usize> {
        let number = self.of_row.get(row).copied().unwrap_or(0);
        (number as usize).checked_sub(1)
    }

    /// Rows with an answer.
    pub fn rows(&self) -> u64 {
        self.different.iter().map(|answer| answer.rows).sum()
    }

    /// How many of these fingerprints are those of an answer.
    pub(super) fn among<'f>(&self, fingerprints: impl Iterator<Item = &'f String>) -> u64 {
        let by_fingerprint = self.by_fingerprint();
        let known = fingerprints.filter(|print| self.place(&by_fingerprint, print).is_some());
        known.count() as u64
    }

    /// The place of the answer with a fingerprint; `by_fingerprint` is [`Self::by_fingerprint`].
    pub(super) fn place(&self, by_fingerprint: &[usize], fingerprint: &str) -> Option<usize> {
        let of = |place: &usize| self.different[*place].fingerprint.as_str();
        let found = by_fingerprint.binary_search_by(|place| of(place).cmp(fingerprint));
        found.ok().map(|found| by_fingerprint[found])
    }

    /// The places of the answers in the order of their fingerprints, to look many of them up.
    pub(crate) fn by_fingerprint(&self) -> Vec<usize> {
        let of = |place: usize| &self.different[place].fingerprint;
        order::indices(self.different.len(), &|a, b| of(a).cmp(of(b)))
    }
}

impl Answer {
    fn new(text: &str) -> Self {
        Self {
            fingerprint: fingerprint(text),
            text: text.to_owned(),
            rows: 1,
        }
    }
}

/// An answer in lower case with single blanks: answers that differ in nothing else are one.
fn normal(answer: &str) -> String {
    let mut normal = String::new();
    for word in answer.split_whitespace() {
        if !normal.is_empty() {
            normal.push(' ');
        }
        normal.push_str(&word.to_lowercase());
    }
    normal
}

/// An `x` and sixteen hexadecimal digits that tell an answer from others: FNV-1a, 64 bits, of its words in lower case. It is no
/// encryption: who can guess an answer word by word can see that somebody gave it. The `x` keeps spreadsheets from taking it
/// for a number.
pub fn fingerprint(answer: &str) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in normal(answer).bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("x{hash:016x}")
}

/// Whether a text looks like a [`fingerprint`].
pub(super) fn is_fingerprint(text: &str) -> bool {
    let digits = text.strip_prefix('x').unwrap_or_default();
    digits.len() == 16 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::{Level, Origin, UserMissing};
    use crate::dataset::Texts;

    #[test]
    fn fingerprints_are_those_of_the_algorithm() {
        // the test vectors of its authors (Fowler, Noll, Vo): "", "a", "foobar"
        assert_eq!(fingerprint(""), "xcbf29ce484222325");
        assert_eq!(fingerprint("a"), "xaf63dc4c8601ec8c");
        assert_eq!(fingerprint(" FooBar "), "x85944171f73967e8");
        assert_eq!(fingerprint("a\n b"), fingerprint("A b"));
    }

    #[test]
    fn answers_are_listed_once_and_the_frequent_first() {
        let mut texts = Texts::default();
        for text in ["zeit", "", "ärger", " Zeit ", "Bus", "k. A.", "Bus"] {
            texts.push(text);
        }
        let column = Column::Texts(texts);
        let mut variable = Variable::new("why", Level::Text, Origin::Given);
        variable.missing.push(UserMissing {
            value: "k. A.".into(),
            label: crate::Text::default(),
        });
        let answers = Answers::new(&variable, &column);
        let listed: Vec<(&str, u64)> = answers
            .different
            .iter()
            .map(|answer| (answer.text.as_str(), answer.rows))
            .collect();
        assert_eq!(listed, [("Bus", 2), ("Zeit", 2), ("ärger", 1)]);
        let rows: Vec<Option<usize>> = (0..8).map(|row| answers.of_row(row)).collect();
        let (bus, time, anger) = (Some(0), Some(1), Some(2));
        assert_eq!(rows, [time, None, anger, time, bus, None, bus, None]);
        assert_eq!(answers.rows(), 5);
    }
}
