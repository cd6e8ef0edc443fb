//! A table of answers in a quarter of its room: column by column, each answer as its place among the values of its column,
//! coded in few bits where the answer above it or beside it foretells it.
//!
//! A packed table is the length of its head in four bytes, the head, and the coded places. The head is a text: in its first
//! line the number of rows, then one line for each column with its name, how it is coded, and its values, between
//! semicolons. The build script packs; it also makes sure that what is unpacked is the file to the byte.

use super::coder::{Decoder, Seen};

/// How a column is coded, as its letter in the head says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    /// By what was seen so far in the column.
    Alone,
    /// By what followed the answer above.
    Above,
    /// By what went with the answer so many columns before it.
    Beside(usize),
    /// Not at all: it is the texts of two columns before it with a hyphen between them.
    Joined(usize, usize),
}

/// A column: its name, its values in the order of their first appearance, and how it is coded.
pub(crate) struct Column<'a> {
    pub(crate) name: &'a str,
    pub(crate) values: Vec<&'a str>,
    pub(crate) coding: Coding,
}

impl Column<'_> {
    /// Bits of a place among the values.
    pub(crate) fn bits(&self) -> u32 {
        usize::BITS - self.values.len().saturating_sub(1).leading_zeros()
    }
}

/// What a column is coded by: the place above, or that of another column in the same row.
pub(crate) fn foreteller(
    coding: Coding,
    places: &[Vec<usize>],
    row: usize,
    own: &[usize],
) -> usize {
    match coding {
        Coding::Above => row.checked_sub(1).map_or(0, |above| own[above]),
        Coding::Beside(before) => places[places.len() - before][row],
        Coding::Alone | Coding::Joined(..) => 0,
    }
}

/// The counts of a column: for each foretelling place, for each beginning of a place.
pub(crate) fn counts(bits: u32, foretelling: usize) -> Vec<Seen> {
    vec![Seen::default(); (foretelling.max(1)) << bits]
}

/// The text of a packed table; nothing where it is none.
pub(crate) fn unpack(packed: &[u8]) -> Option<String> {
    let (length, rest) = packed.split_first_chunk::<4>()?;
    let (head, code) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let mut lines = std::str::from_utf8(head).ok()?.lines();
    let rows: usize = lines.next()?.parse().ok()?;
    let columns: Vec<Column<'_>> = lines.map(column).collect::<Option<_>>()?;

    let mut decoder = Decoder::new(code);
    let mut places: Vec<Vec<usize>> = Vec::new();
    for column in &columns {
        let bits = column.bits();
        let foretelling = match column.coding {
            Coding::Above => column.values.len(),
            Coding::Beside(before) => columns[places.len().checked_sub(before)?].values.len(),
            Coding::Alone | Coding::Joined(..) => 1,
        };
        let mut counts = counts(bits, foretelling);
        let mut own = Vec::with_capacity(rows);
        for row in 0..rows {
            let context = foreteller(column.coding, &places, row, &own) << bits;
            let mut place = 1;
            for _ in 0..bits {
                let bit = decoder.bit(counts.get_mut(context + place)?);
                place = 2 * place + usize::from(bit);
            }
            own.push(place - (1 << bits));
        }
        places.push(own);
    }

    let mut text = String::new();
    let names = columns.iter().map(|column| column.name);
    text.push_str(&names.collect::<Vec<_>>().join(";"));
    text.push('\n');
    for row in 0..rows {
        let answer = |at: usize| columns[at].values.get(places[at][row]).copied();
        for (at, column) in columns.iter().enumerate() {
            if at > 0 {
                text.push(';');
            }
            if let Coding::Joined(one, other) = column.coding {
                text.push_str(answer(one)?);
                text.push('-');
                text.push_str(answer(other)?);
            } else {
                text.push_str(answer(at)?);
            }
        }
        text.push('\n');
    }
    Some(text)
}

fn column(line: &str) -> Option<Column<'_>> {
    let mut cells = line.split(';');
    let name = cells.next()?;
    let coding = cells.next()?;
    let number = |text: &str| text.parse::<usize>().ok();
    Some(Column {
        name,
        coding: match coding.split_at_checked(1)? {
            ("a", _) => Coding::Alone,
            ("u", _) => Coding::Above,
            ("l", before) => Coding::Beside(number(before)?),
            (_, two) => {
                let (one, other) = two.split_once(',')?;
                Coding::Joined(number(one)?, number(other)?)
            }
        },
        values: cells.collect(),
    })
}
