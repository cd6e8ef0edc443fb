//! Notes that say the same of several columns become one that names them all.

use std::collections::BTreeMap;

use crate::ReadingNote;

/// Joins what differs in its column alone; each note stands where the first of its kind stood. O(notes × log notes).
pub(crate) fn joined(notes: Vec<ReadingNote>) -> Vec<ReadingNote> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut joined: Vec<ReadingNote> = Vec::with_capacity(notes.len());
    for mut note in notes {
        if let Some(subject) = subject(&note) {
            if let Some(place) = places.get(&subject) {
                take_in(&mut joined[*place], &mut note);
                continue;
            }
            places.insert(subject, joined.len());
        }
        joined.push(note);
    }
    joined
}

/// What a note says besides its columns; nothing where it is not about columns one by one.
fn subject(note: &ReadingNote) -> Option<String> {
    Some(match note {
        ReadingNote::StrayWord { word, .. } => format!("number {word}"),
        ReadingNote::StrayAmongDates { word, .. } => format!("date {word}"),
        ReadingNote::UndecodedTexts { encoding, .. } => format!("encoding {encoding}"),
        ReadingNote::LooseBlanks { .. } => "blanks".to_owned(),
        ReadingNote::MixedCells { .. } => "mixed".to_owned(),
        _ => return None,
    })
}

/// Adds the columns of a note on the same subject. The row is the first in any of the columns.
fn take_in(known: &mut ReadingNote, note: &mut ReadingNote) {
    let (columns, more) = match (known, note) {
        (
            ReadingNote::StrayWord { columns, row, .. },
            ReadingNote::StrayWord {
                columns: more,
                row: other,
                ..
            },
        )
        | (
            ReadingNote::StrayAmongDates { columns, row, .. },
            ReadingNote::StrayAmongDates {
                columns: more,
                row: other,
                ..
            },
        ) => {
            *row = (*row).min(*other);
            (columns, more)
        }
        (
            ReadingNote::UndecodedTexts { columns, texts, .. },
            ReadingNote::UndecodedTexts {
                columns: more,
                texts: others,
                ..
            },
        ) => {
            *texts += *others;
            (columns, more)
        }
        (ReadingNote::LooseBlanks { columns }, ReadingNote::LooseBlanks { columns: more })
        | (ReadingNote::MixedCells { columns }, ReadingNote::MixedCells { columns: more }) => {
            (columns, more)
        }
        _ => return,
    };
    columns.append(more);
}
