//! The bytes of single cells to text.

use std::borrow::Cow;

use befund_survey::dataset::Texts;

use super::encoding::Encoding;
use crate::ReadingNote;

/// How the bytes of cells become text, and what was found out about it.
///
/// Bytes that are no UTF-8 where it should be are Windows-1252: a file that was glued together from both comes out right.
#[derive(Debug, Clone)]
pub(super) struct Charset {
    /// One in which ASCII characters are single bytes, and no other characters have such bytes.
    encoding: Encoding,
    /// Bytes read as Windows-1252 because they are no UTF-8.
    foreign_bytes: u64,
    /// Line of the first record with one.
    foreign_line: u64,
    /// Whether any character beyond ASCII was right UTF-8.
    has_utf8: bool,
    room: Room,
}

/// Memory for texts on their way.
#[derive(Debug, Clone, Default)]
struct Room {
    bytes: Vec<u8>,
    /// Where each text ends.
    ends: Vec<usize>,
    text: String,
}

impl Charset {
    pub(super) fn new(encoding: Encoding) -> Self {
        Self {
            encoding,
            foreign_bytes: 0,
            foreign_line: u64::MAX,
            has_utf8: false,
            room: Room::default(),
        }
    }

    /// The text of a cell.
    pub(super) fn text<'a>(&self, bytes: &'a [u8]) -> Cow<'a, str> {
        match std::str::from_utf8(bytes) {
            Ok(text) if self.encoding == Encoding::Utf8 || bytes.is_ascii() => Cow::Borrowed(text),
            _ => {
                let mut text = String::with_capacity(bytes.len() + 8);
                if self.encoding == Encoding::Utf8 {
                    for chunk in bytes.utf8_chunks() {
                        text.push_str(chunk.valid());
                        Encoding::WINDOWS_1252.decode(chunk.invalid(), true, &mut text);
                    }
                } else {
                    self.encoding.decode(bytes, true, &mut text);
                }
                Cow::Owned(text)
            }
        }
    }

    /// Whether a cell has nothing but blanks.
    pub(super) fn is_blank(&self, bytes: &[u8]) -> bool {
        let is_ink = |byte: &u8| *byte > b' ' && byte.is_ascii();
        !bytes.first().is_some_and(is_ink) && self.text(bytes).trim().is_empty()
    }

    /// The text of a cell that is kept as text, counted.
    pub(super) fn text_at<'a>(&mut self, bytes: &'a [u8], line: u64) -> Cow<'a, str> {
        let text = self.text(bytes);
        if matches!(text, Cow::Borrowed(_)) {
            self.has_utf8 |= self.encoding == Encoding::Utf8 && !bytes.is_ascii();
        } else {
            self.look(bytes, line);
            self.count(bytes, 1);
        }
        text
    }

    /// Adds the texts of cells that are kept as texts, all at once, blank ones empty. False where they must be looked at one by one,
    /// because some are not what they should be in this encoding; nothing is added then.
    pub(super) fn add_texts<'a>(
        &mut self,
        cells: impl Iterator<Item = &'a [u8]>,
        to: &mut Texts,
    ) -> bool {
        let is_utf8 = self.encoding == Encoding::Utf8;
        let mut room = std::mem::take(&mut self.room);
        let Room { bytes, ends, text } = &mut room;
        bytes.clear();
        ends.clear();
        text.clear();
        let mut is_clear = true;
        for cell in cells {
            if !self.is_blank(cell) {
                bytes.extend_from_slice(cell);
            } else if is_utf8 {
                is_clear &= cell.is_ascii();
            }
            if !is_utf8 {
                bytes.push(0);
            }
            ends.push(bytes.len());
        }
        let are_added = if !is_utf8 {
            // a zero is one in every encoding of single bytes, and cells have none
            self.encoding.decode(bytes, true, text);
            without_zeros(text, ends) && to.extend(text, ends)
        } else {
            // every text ends where a character does, so that each is right if all are
            let text = std::str::from_utf8(bytes).ok().filter(|_| is_clear);
            text.is_some_and(|text| to.extend(text, ends))
        };
        self.has_utf8 |= are_added && is_utf8 && !bytes.is_ascii();
        self.room = room;
        are_added
    }

    /// Looks at a text that stands in a record of this line.
    pub(super) fn look(&mut self, bytes: &[u8], line: u64) {
        if self.encoding != Encoding::Utf8 || bytes.is_ascii() {
            return;
        }
        self.has_utf8 |= bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
        if foreign(bytes) > 0 {
            self.foreign_line = self.foreign_line.min(line);
        }
    }

    /// Counts a text that occurs so many times.
    pub(super) fn count(&mut self, bytes: &[u8], times: u64) {
        if self.encoding == Encoding::Utf8 {
            self.foreign_bytes += foreign(bytes) * times;
        }
    }

    /// Whether a text is no UTF-8 where it should be.
    pub(super) fn is_foreign(&self, bytes: &[u8]) -> bool {
        self.encoding == Encoding::Utf8 && foreign(bytes) > 0
    }

    /// Name of the encoding as found so far.
    pub(super) fn name(&self) -> &'static str {
        if self.foreign_bytes > 0 && !self.has_utf8 {
            Encoding::WINDOWS_1252.name()
        } else {
            self.encoding.name()
        }
    }

    /// What to tell the reader where two encodings were mixed.
    pub(super) fn mixed(&self) -> Option<ReadingNote> {
        (self.foreign_bytes > 0 && self.has_utf8).then_some(ReadingNote::MixedEncoding {
            bytes: self.foreign_bytes,
            line: self.foreign_line,
        })
    }
}

/// Files that are read in several parts.
#[cfg(not(target_family = "wasm"))]
impl Charset {
    /// The same, for a part of the file about which nothing is known yet.
    pub(super) fn fork(&self) -> Self {
        Self::new(self.encoding)
    }

    /// Adds what was found out about a part of the file before which there are so many lines.
    pub(super) fn append(&mut self, part: &Self, lines: u64) {
        self.foreign_bytes += part.foreign_bytes;
        self.foreign_line = self
            .foreign_line
            .min(part.foreign_line.saturating_add(lines));
        self.has_utf8 |= part.has_utf8;
    }
}

/// Takes out the zero behind each of so many texts and writes where they end then; false where there are more or fewer.
fn without_zeros(text: &mut String, ends: &mut [usize]) -> bool {
    let zeros = text.bytes().enumerate().filter(|(_, byte)| *byte == 0);
    let mut found = 0;
    for (zeros, (at, _)) in zeros.enumerate() {
        if let Some(end) = ends.get_mut(zeros) {
            *end = at - zeros;
        }
        found += 1;
    }
    text.retain(|character| character != '\0');
    found == ends.len()
}

/// Bytes that are no UTF-8.
fn foreign(bytes: &[u8]) -> u64 {
    let wrong = |chunk: std::str::Utf8Chunk<'_>| chunk.invalid().len() as u64;
    bytes.utf8_chunks().map(wrong).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn texts_at_once_are_texts_one_by_one(
            cells in prop::collection::vec(
                prop_oneof![
                    3 => "[a-z 0-9]{0,6}".prop_map(String::into_bytes),
                    2 => "( |\u{a0}|größer|Ünal|日本|é){0,3}".prop_map(String::into_bytes),
                    1 => prop::collection::vec(1..=u8::MAX, 0..4),
                ],
                0..12,
            ),
            label in prop_oneof!["utf-8", "windows-1252", "iso-8859-2", "macintosh", "cp850"],
        ) {
            let encoding = Encoding::named(&label).unwrap();
            let (mut at_once, mut one_by_one) = (Charset::new(encoding), Charset::new(encoding));
            let (mut texts, mut expected) = (Texts::default(), Texts::default());
            for cell in &cells {
                let text = one_by_one.text_at(cell, 1);
                expected.push(if text.trim().is_empty() { "" } else { &text });
            }
            let are_added = at_once.add_texts(cells.iter().map(Vec::as_slice), &mut texts);
            if are_added {
                prop_assert_eq!(texts, expected);
                prop_assert_eq!(at_once.has_utf8, one_by_one.has_utf8);
                prop_assert_eq!(one_by_one.foreign_bytes, 0);
            } else {
                prop_assert_eq!(texts, Texts::default());
                prop_assert!(cells.iter().any(|cell| !cell.is_ascii()));
            }
        }
    }
}
