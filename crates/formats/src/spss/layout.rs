//! Which bytes of a case belong to which variable.

use std::collections::HashMap;

use super::dictionary::Dictionary;
use super::extension::Extensions;
use super::{Fault, Flaw};

/// Bytes of a segment of a very long string that hold text; the next one is unused.
const SEGMENT: usize = 255;
/// Segments are counted as if each held so many bytes.
const COUNTED: usize = 252;

/// A variable and its place in every case.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    /// Its first (mostly only) variable record.
    pub(super) record: usize,
    /// Where it begins in the bytes of a case.
    pub(super) offset: usize,
    /// Bytes of a string, 0 for a number; more than 255 where it is a very long string.
    pub(super) width: usize,
}

impl Place {
    /// The text in the bytes of a case; `room` holds it where it is in pieces.
    pub(super) fn text<'a>(&self, case: &'a [u8], room: &'a mut Vec<u8>) -> &'a [u8] {
        if self.width <= SEGMENT {
            return &case[self.offset..self.offset + self.width];
        }
        room.clear();
        let segments = case[self.offset..].chunks(SEGMENT + 1);
        for segment in segments.take(self.width.div_ceil(SEGMENT)) {
            let missing = self.width - room.len();
            room.extend_from_slice(&segment[..SEGMENT.min(missing).min(segment.len())]);
        }
        room
    }
}

/// The places of the variables, very long strings put together.
pub(super) fn places(
    dictionary: &Dictionary,
    extensions: &mut Extensions,
) -> Result<Vec<Place>, Flaw> {
    let widths: HashMap<Vec<u8>, &[u8]> = extensions
        .very_long
        .iter()
        .map(|pair| (pair.key.to_ascii_uppercase(), pair.value.as_slice()))
        .collect();
    let mut damaged = false;
    let mut places = Vec::new();
    let records = &dictionary.variables;
    let mut record = 0;
    while record < records.len() {
        let variable = &records[record];
        let mut width = variable.width;
        let mut segments = 1;
        if let Some(digits) = widths.get(&variable.name.to_ascii_uppercase()) {
            let announced: Option<usize> = std::str::from_utf8(digits)
                .ok()
                .and_then(|digits| digits.parse().ok());
            match announced {
                Some(announced) if announced > SEGMENT => {
                    segments = announced.div_ceil(COUNTED);
                    let found = records.get(record..record + segments);
                    let fits = |found: &[super::dictionary::RawVariable]| {
                        found[..segments - 1]
                            .iter()
                            .all(|part| part.width == SEGMENT)
                            && found[segments - 1].width > 0
                    };
                    if !found.is_some_and(fits) {
                        return Err(Flaw {
                            offset: dictionary.end as u64,
                            fault: Fault::Variable(
                                String::from_utf8_lossy(&variable.name).into_owned(),
                            ),
                        });
                    }
                    width = announced;
                }
                Some(announced) if announced > 0 && announced == width => {}
                _ => damaged = true,
            }
        }
        places.push(Place {
            record,
            offset: variable.slot * 8,
            width,
        });
        record += segments;
    }
    if damaged {
        extensions.damaged.push(14);
    }
    Ok(places)
}
