//! Names that belong together: l01 to l22, q5_1 to q5_9, "G01Q02[SQ001]", "How often ...? [By bus]".

use std::ops::Range;

use crate::Language;
use crate::codebook::Variable;

/// Questions in front of an item are at least so long.
const LEAST_QUESTION: usize = 8;

/// Neighbours whose names belong together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Family {
    /// Their places in the dataset.
    pub(super) range: Range<usize>,
    /// What their names have in common.
    pub(super) stem: String,
    /// The question they share, where their labels say it.
    pub(super) question: String,
}

/// How names belong together, the closest kinship first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kinship {
    /// They share the letters at their beginning and differ in numbers: `ch1_1`, `ch2_3`.
    Letters,
    /// They differ in one number that grows, or in the letter at the end.
    Numbered,
    /// Their labels share a question and differ in the item after it.
    Question,
    /// They share a word before a separator: `trust_police`, `trust_courts`.
    Prefix,
}

/// A name in pieces: letters and numbers by turns.
#[derive(Debug, PartialEq)]
enum Piece {
    Letters(String),
    Number(u64),
}

/// The runs of at least two neighbours of one kinship.
pub(super) fn families(variables: &[Variable], kinship: Kinship) -> Vec<Family> {
    let mut families: Vec<Family> = Vec::new();
    let mut start = 0;
    while start < variables.len() {
        let mut end = start + 1;
        let mut common: Option<Stem> = None;
        while end < variables.len() {
            let link = link(&variables[end - 1], &variables[end], kinship);
            match (&common, link) {
                (None, Some(link)) => common = Some(link),
                (Some(known), Some(link)) if *known == link => {}
                _ => break,
            }
            end += 1;
        }
        if let Some(stem) = common {
            families.push(Family {
                range: start..end,
                stem: stem.name,
                question: stem.question,
            });
        }
        // the last of a run may be the first of the next: q1, q1_1, q1_2
        start = if end > start + 1 && end < variables.len() && kinship == Kinship::Numbered {
            let next = link(&variables[end - 1], &variables[end], kinship).is_some();
            if next { end - 1 } else { end }
        } else {
            end
        };
    }
    families
}

/// What two names have in common.
#[derive(Debug, Clone, PartialEq)]
struct Stem {
    name: String,
    question: String,
    /// Which of the pieces differs.
    piece: usize,
}

fn link(first: &Variable, next: &Variable, kinship: Kinship) -> Option<Stem> {
    let stem = |name: &str, question: &str, piece| {
        let name = name
            .trim_end_matches(|c: char| !c.is_alphanumeric())
            .to_owned();
        Stem {
            name,
            question: question.to_owned(),
            piece,
        }
    };
    // numbers that only count columns say nothing where labels do
    let counted = |variable: &Variable| is_counted(&variable.name) && question(variable).is_some();
    if kinship != Kinship::Question && counted(first) && counted(next) {
        return None;
    }
    match kinship {
        Kinship::Letters => {
            let (a, b) = (letters(&first.name), letters(&next.name));
            (!a.is_empty() && a == b && a.len() < first.name.len() && b.len() < next.name.len())
                .then(|| stem(a, "", 0))
        }
        Kinship::Numbered => {
            let (a, b) = (pieces(&first.name), pieces(&next.name));
            if a.len() != b.len() {
                return None;
            }
            let mut differing = (0..a.len()).filter(|at| a[*at] != b[*at]);
            let (Some(at), None) = (differing.next(), differing.next()) else {
                return None;
            };
            match (&a[at], &b[at]) {
                (Piece::Number(a), Piece::Number(b)) if a < b && b - a <= 10 => {}
                _ => return None,
            }
            let name = shared_beginning(&first.name, &next.name);
            Some(stem(name, "", at))
        }
        Kinship::Question => {
            let (a, b) = (question(first)?, question(next)?);
            (a.0 == b.0 && a.1 != b.1).then(|| stem("", a.0, 0))
        }
        Kinship::Prefix => {
            let (a, b) = (prefix_of(&first.name)?, prefix_of(&next.name)?);
            (a == b).then(|| stem(a, "", 0))
        }
    }
}

/// Whether it is a name that readers give to a column without one: V5.
fn is_counted(name: &str) -> bool {
    let number = name.strip_prefix('V');
    number.is_some_and(|number| number.parse::<u32>().is_ok())
}

/// The word before the first separator, where there is something behind it.
fn prefix_of(name: &str) -> Option<&str> {
    let at = name.find(['_', '.', '-', '[', ':'])?;
    (at > 0 && at + 1 < name.len() && !name.contains(' ')).then(|| &name[..at])
}

fn letters(name: &str) -> &str {
    let end = name
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(name.len());
    if name[end..].starts_with(|c: char| c.is_ascii_digit()) {
        &name[..end]
    } else {
        ""
    }
}

/// A label, or a name that is a whole question, as question and item.
fn question(variable: &Variable) -> Option<(&str, &str)> {
    let label = variable.label.get(Language::De);
    let text = if label.is_empty() {
        variable.name.as_str()
    } else {
        label
    };
    let (question, item) = split_question(text)?;
    let (question, item) = (question.trim(), item.trim());
    (question.chars().count() >= LEAST_QUESTION && !item.is_empty()).then_some((question, item))
}

/// "Question [Item]", "Question - Item", "[Item] Question".
pub(super) fn split_question(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    if let Some((question, item)) = text
        .strip_suffix(']')
        .and_then(|text| text.rsplit_once('['))
    {
        return Some((question, item));
    }
    if let Some((item, question)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) {
        return Some((question, item));
    }
    // a question of two header rows ends with its own mark: "Which films have you seen?: Star Wars: Episode I"
    let ends = ["?: ", ".: ", "!: "];
    if let Some(at) = ends.iter().find_map(|mark| text.find(mark)) {
        return Some((&text[..at + 1], &text[at + 3..]));
    }
    [" - ", " – ", " — ", " | ", ": ", "? ", "... ", "… "]
        .iter()
        .find_map(|mark| {
            let at = text.rfind(mark)?;
            // the mark of a sentence belongs to the question
            let kept = mark
                .trim_end()
                .trim_start_matches([' ', '-', '–', '—', '|'])
                .len();
            Some((&text[..at + kept], &text[at + mark.len()..]))
        })
}

fn pieces(name: &str) -> Vec<Piece> {
    let name = name.to_lowercase();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = name.as_str();
    while let Some(first) = rest.chars().next() {
        let is_digit = first.is_ascii_digit();
        let end = rest
            .find(|c: char| c.is_ascii_digit() != is_digit)
            .unwrap_or(rest.len());
        let piece = &rest[..end];
        match piece.parse() {
            Ok(number) if is_digit => pieces.push(Piece::Number(number)),
            _ => pieces.push(Piece::Letters(piece.to_owned())),
        }
        rest = &rest[end..];
    }
    // "q1a", "q1_b": a letter at the end counts as a number does
    let single = match pieces.as_slice() {
        [.., Piece::Number(_), Piece::Letters(last)] => Some(last.as_str()),
        [Piece::Letters(last)] => last.rsplit_once('_').map(|(_, letter)| letter),
        _ => None,
    };
    let letter = single.and_then(|last| {
        let letter = last.trim_start_matches(['_', '.', '-']);
        let mut characters = letter.chars();
        let only = characters.next().filter(char::is_ascii_lowercase)?;
        characters.next().is_none().then_some(only)
    });
    if let (Some(letter), Some(Piece::Letters(last))) = (letter, pieces.last_mut()) {
        last.truncate(last.len() - 1);
        if last.is_empty() {
            pieces.pop();
        }
        pieces.push(Piece::Number(u64::from(u32::from(letter))));
    }
    pieces
}

/// What two names begin with, without the digits of the number in which they differ.
fn shared_beginning<'a>(first: &'a str, next: &str) -> &'a str {
    let differs = first
        .char_indices()
        .zip(next.chars())
        .find(|((_, a), b)| a != b)
        .map_or(first.len(), |((at, _), _)| at);
    let shared = &first[..differs];
    let in_number =
        |name: &str| name[differs.min(name.len())..].starts_with(|c: char| c.is_ascii_digit());
    let shared = if in_number(first)
        || next
            .get(differs..)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    {
        shared.trim_end_matches(|c: char| c.is_ascii_digit())
    } else {
        shared
    };
    // the name that survey programs give to parts of a question
    ["[SQ", "_SQ", "[sq", "_sq"]
        .iter()
        .find_map(|part| shared.strip_suffix(part))
        .unwrap_or(shared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::{Level, Origin};

    fn runs(names: &[&str], kinship: Kinship) -> Vec<(Range<usize>, String)> {
        let variables: Vec<Variable> = names
            .iter()
            .map(|name| Variable::new(name, Level::Nominal, Origin::Given))
            .collect();
        families(&variables, kinship)
            .into_iter()
            .map(|family| {
                (
                    family.range,
                    if family.question.is_empty() {
                        family.stem
                    } else {
                        family.question
                    },
                )
            })
            .collect()
    }

    #[test]
    fn neighbours_with_a_number_that_grows_belong_together() {
        for (names, expected) in [
            (&["id", "l01", "l02", "l03", "age"][..], vec![(1..4, "l")]),
            (
                &["q5_1", "q5_2", "q6_1", "q6_2"],
                vec![(0..2, "q5"), (2..4, "q6")],
            ),
            (
                &["Q1a", "Q1b", "Q1c", "Q2a", "Q2b"],
                vec![(0..3, "Q1"), (3..5, "Q2")],
            ),
            (
                &["G01Q02[SQ001]", "G01Q02[SQ002]", "G01Q03"],
                vec![(0..2, "G01Q02")],
            ),
            (&["q1_imp", "q2_imp", "q2_sat"], vec![(0..2, "q")]),
            (&["item_a", "item_b", "item_c"], vec![(0..3, "item")]),
            (&["age", "sex", "q1"], vec![]),
        ] {
            let expected: Vec<(Range<usize>, String)> = expected
                .into_iter()
                .map(|(range, stem)| (range, stem.to_owned()))
                .collect();
            assert_eq!(runs(names, Kinship::Numbered), expected, "{names:?}");
        }
    }

    #[test]
    fn counted_columns_belong_together_by_what_was_asked() {
        let labelled = |name: &str, label: &str| {
            let mut variable = Variable::new(name, Level::Nominal, Origin::Given);
            variable.label = crate::Text::from(label);
            variable
        };
        let variables = [
            labelled("Rank these films.", "Rank these films.: One"),
            labelled("V2", "Rank these films.: Two"),
            labelled("V3", "Rank these films.: Three"),
            labelled("V4", "Do you know them?: Han"),
            labelled("V5", "Do you know them?: Luke"),
        ];
        assert_eq!(families(&variables, Kinship::Numbered), []);
        let ranges: Vec<Range<usize>> = families(&variables, Kinship::Question)
            .into_iter()
            .map(|family| family.range)
            .collect();
        assert_eq!(ranges, [0..3, 3..5]);
    }

    #[test]
    fn labels_share_a_question() {
        let names = [
            "How much do you trust? [Police]",
            "How much do you trust? [Courts]",
            "Your age",
        ];
        assert_eq!(
            runs(&names, Kinship::Question),
            [(0..2, "How much do you trust?".to_owned())]
        );
        let names = ["How often do you use - Bus", "How often do you use - Train"];
        assert_eq!(
            runs(&names, Kinship::Question),
            [(0..2, "How often do you use".to_owned())]
        );
        let names = [
            "Seen? All that apply.: Film: One",
            "Seen? All that apply.: Film: Two",
        ];
        assert_eq!(
            runs(&names, Kinship::Question),
            [(0..2, "Seen? All that apply.".to_owned())]
        );
        assert_eq!(
            runs(&["st_a1", "st_b", "x"], Kinship::Prefix),
            [(0..2, "st".to_owned())]
        );
    }
}
