//! Cells that hold several answers: "bus; train; bicycle".

use std::collections::HashMap;

use super::answers::Answers;
use crate::codebook::{Level, Origin, Reason, Set, SetKind, Variable};
use crate::{Text, Value};

/// What may stand between answers, the surest first.
const SEPARATORS: [char; 4] = [';', '|', '\n', ','];
/// More different answers than a list to choose from has.
const MOST_ANSWERS: usize = 40;
/// Answers to choose from are at most so long.
const MOST_LETTERS: usize = 80;

/// The set that one column is, where its cells hold several answers; nothing where they do not.
pub(super) fn set(variable: &Variable, answers: &Answers<'_>) -> Option<Set> {
    if !matches!(variable.level, Level::Nominal | Level::Text)
        || !variable.origin.is_guessed()
        || !variable.values.is_empty()
    {
        return None;
    }
    answers.texts(variable)?;
    let cells: Vec<Cell<'_>> = answers
        .valid(variable)
        .into_iter()
        .filter_map(|counted| match counted.value {
            Value::Text(text) => Some(Cell {
                text,
                rows: counted.count,
            }),
            Value::Number(_) => None,
        })
        .collect();
    SEPARATORS.iter().find_map(|separator| {
        let number = answers_between(&cells, *separator)?;
        Some(Set {
            name: variable.name.clone(),
            kind: SetKind::Separated {
                separator: *separator,
            },
            label: Text::default(),
            items: vec![variable.name.clone()],
            counted: None,
            origin: Origin::Guessed(Reason::Separated {
                separator: *separator,
                answers: number,
            }),
        })
    })
}

struct Cell<'a> {
    text: &'a str,
    rows: u64,
}

/// How many different answers stand between separators, where that is what the separators are for: a tenth of the cells have several
/// answers, none of them twice; the answers are few, and almost all come again in other combinations.
fn answers_between(cells: &[Cell<'_>], separator: char) -> Option<usize> {
    let mut known: HashMap<&str, Seen> = HashMap::new();
    let (mut rows, mut several, mut parts) = (0u64, 0u64, 0u64);
    for cell in cells {
        rows += cell.rows;
        let pieces: Vec<&str> = cell
            .text
            .split(separator)
            .map(str::trim)
            .filter(|piece| !piece.is_empty())
            .collect();
        if pieces.len() > 1 {
            several += cell.rows;
        }
        for (at, piece) in pieces.iter().enumerate() {
            if pieces[..at].contains(piece) || piece.chars().count() > MOST_LETTERS {
                return None;
            }
            parts += cell.rows;
            let seen = known.entry(piece).or_default();
            seen.cells += 1;
            seen.rows += cell.rows;
        }
        if known.len() > 4 * MOST_ANSWERS {
            return None;
        }
    }
    // "other: ..." may be written by hand
    let common: Vec<&Seen> = known.values().filter(|seen| seen.cells >= 2).collect();
    let in_common: u64 = common.iter().map(|seen| seen.rows).sum();
    let numbers = known
        .keys()
        .filter(|piece| piece.bytes().all(|byte| byte.is_ascii_digit()))
        .count();
    // 1,5 and 2,5 are numbers with a decimal comma
    let decimals = separator == ','
        && numbers == known.len()
        && !cells.iter().any(|cell| cell.text.matches(',').count() > 1);
    let fits = several * 10 >= rows
        && rows >= 8
        && cells.len() >= 4
        && (3..=MOST_ANSWERS).contains(&common.len())
        && cells.len() * 2 > common.len()
        && in_common * 20 >= parts * 19
        && known.len() <= common.len() + cells.len() / 5
        && !decimals;
    fits.then_some(known.len())
}

#[derive(Default)]
struct Seen {
    /// Different cells that have it.
    cells: u64,
    rows: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(texts: &[&str], separator: char) -> Option<usize> {
        let cells: Vec<Cell<'_>> = texts.iter().map(|text| Cell { text, rows: 3 }).collect();
        answers_between(&cells, separator)
    }

    #[test]
    fn cells_with_several_answers_are_told_from_sentences_and_names() {
        assert_eq!(
            answers(
                &["bus; train", "bus", "train; bicycle", "bicycle; bus; train"],
                ';'
            ),
            Some(3)
        );
        assert_eq!(
            answers(
                &[
                    "Mail, Phone",
                    "Mail",
                    "Phone, Visit",
                    "Visit, Mail",
                    "Visit"
                ],
                ','
            ),
            Some(3)
        );
        assert_eq!(
            answers(
                &[
                    "Smith, John",
                    "Miller, Ann",
                    "Jones, Bob",
                    "Smith, Zoe",
                    "Meier, Al"
                ],
                ','
            ),
            None
        );
        assert_eq!(answers(&["1,5", "2,5", "1,2", "5,2"], ','), None);
        assert_eq!(
            answers(
                &[
                    "We need staff, time",
                    "More money, please",
                    "Nothing, really",
                    "Staff, staff"
                ],
                ','
            ),
            None
        );
        assert_eq!(answers(&["a", "b", "c", "d"], ';'), None);
    }
}
