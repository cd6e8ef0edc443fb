//! Bytes to text, slice by slice.

use super::encoding::Encoding;
use crate::ReadingNote;

/// Longest byte sequence of one character.
const LONGEST_SEQUENCE: usize = 4;

/// Turns the bytes of a file into text.
///
/// Without a mark at its start a file is Windows-1252 where its first bytes can hardly be UTF-8, and UTF-8 otherwise. Bytes
/// further on that are no UTF-8 are Windows-1252: a file that was glued together from both comes out right.
pub(crate) struct TextDecoder {
    encoding: Encoding,
    /// Whether the byte order mark, if there is one, is still to come.
    at_start: bool,
    /// The first bytes of a character whose other bytes are in the next slice.
    begun: Vec<u8>,
    /// Bytes read as Windows-1252 because they are no UTF-8.
    foreign_bytes: u64,
    /// How much text came before the first of them.
    foreign_lines: Option<u64>,
    /// Whether any character beyond ASCII was right UTF-8.
    has_utf8: bool,
    lines: u64,
}

impl TextDecoder {
    /// Chooses by the first bytes of the file, or all of them (`whole`): a byte order mark, or zeros where UTF-16 has them.
    pub(crate) fn new(head: &[u8], whole: bool) -> Self {
        let encoding = match head {
            [0xFF, 0xFE, ..] => Encoding::Utf16Le,
            [0xFE, 0xFF, ..] => Encoding::Utf16Be,
            _ => zeros(head).unwrap_or_else(|| eight_bit(head, whole)),
        };
        Self {
            encoding,
            at_start: true,
            begun: Vec::new(),
            foreign_bytes: 0,
            foreign_lines: None,
            has_utf8: false,
            lines: 0,
        }
    }

    /// The encoding that was chosen.
    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Name of the encoding as found so far.
    pub(crate) fn name(&self) -> &'static str {
        if self.foreign_bytes > 0 && !self.has_utf8 {
            Encoding::Windows1252.name()
        } else {
            self.encoding.name()
        }
    }

    /// Whether two encodings were mixed.
    fn is_mixed(&self) -> bool {
        self.foreign_bytes > 0 && self.has_utf8
    }

    /// What to tell the reader where two encodings were mixed.
    pub(crate) fn mixed(&self) -> Option<ReadingNote> {
        self.is_mixed().then(|| ReadingNote::MixedEncoding {
            bytes: self.foreign_bytes,
            line: self.foreign_lines.unwrap_or(0) + 1,
        })
    }

    /// Appends the text of the next bytes to `text`.
    pub(crate) fn decode(&mut self, slice: &[u8], last: bool, text: &mut String) {
        let start = text.len();
        let joined;
        let mut rest = if self.begun.is_empty() {
            slice
        } else {
            joined = [self.begun.as_slice(), slice].concat();
            joined.as_slice()
        };
        if self.at_start && (rest.len() >= LONGEST_SEQUENCE || last) {
            rest = self.encoding.without_mark(rest);
            self.at_start = false;
        }
        if self.at_start {
            // Too few bytes to know whether they are a mark.
            self.begun = rest.to_vec();
            return;
        }
        loop {
            let decoded = self.encoding.decode(rest, text);
            rest = &rest[decoded.read..];
            let wrong = match decoded.malformed {
                Some(length) => length,
                None if last => rest.len(),
                None => 0,
            };
            if wrong == 0 {
                break;
            }
            self.foreign_lines
                .get_or_insert(self.lines + count_lines(&text[start..]));
            self.foreign_bytes += wrong as u64;
            if self.encoding == Encoding::Utf8 {
                Encoding::Windows1252.decode(&rest[..wrong], text);
            } else {
                text.push(char::REPLACEMENT_CHARACTER);
            }
            rest = &rest[wrong..];
        }
        self.begun = rest.to_vec();
        self.lines += count_lines(&text[start..]);
        self.has_utf8 |=
            self.encoding == Encoding::Utf8 && self.foreign_bytes == 0 && !text[start..].is_ascii();
    }
}

/// UTF-8 where most characters beyond ASCII are right UTF-8, else Windows-1252.
fn eight_bit(head: &[u8], whole: bool) -> Encoding {
    let (mut right, mut wrong) = (0, 0);
    let mut read = 0;
    for chunk in head.utf8_chunks() {
        let (valid, invalid) = (chunk.valid(), chunk.invalid());
        read += valid.len() + invalid.len();
        right += valid
            .chars()
            .filter(|character| !character.is_ascii())
            .count();
        // the head of a longer file may end within a character
        let cut = !whole
            && read == head.len()
            && std::str::from_utf8(invalid).is_err_and(|error| error.error_len().is_none());
        if !cut {
            wrong += invalid.len();
        }
    }
    if wrong == 0 || right > 2 * wrong {
        Encoding::Utf8
    } else {
        Encoding::Windows1252
    }
}

fn count_lines(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

/// UTF-16 without a mark: mostly ASCII text has a zero in every other byte.
fn zeros(head: &[u8]) -> Option<Encoding> {
    let head = &head[..head.len().min(512) & !1];
    let pairs = head.len() / 2;
    let zero = |first: usize| {
        head.iter()
            .skip(first)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    if pairs < 4 {
        None
    } else if zero(1) > pairs * 9 / 10 && zero(0) == 0 {
        Some(Encoding::Utf16Le)
    } else if zero(0) > pairs * 9 / 10 && zero(1) == 0 {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::WINDOWS_1252;
    use proptest::prelude::*;

    use super::*;

    fn decode(bytes: &[u8], slice: usize) -> (String, &'static str) {
        let mut decoder = TextDecoder::new(bytes, true);
        let mut text = String::new();
        for part in bytes.chunks(slice.max(1)) {
            decoder.decode(part, false, &mut text);
        }
        decoder.decode(&[], true, &mut text);
        (text, decoder.name())
    }

    #[test]
    fn the_encodings_of_office_programs_come_out_right() {
        assert_eq!(
            decode("\u{feff}Ämter".as_bytes(), 64),
            ("Ämter".into(), "UTF-8")
        );
        assert_eq!(
            decode(b"\xC4mter; 5 \x80", 64),
            ("Ämter; 5 €".into(), "Windows-1252")
        );
        assert_eq!(decode(b"\xFF\xFE\xC4\0m\0", 64), ("Äm".into(), "UTF-16LE"));
        assert_eq!(
            decode(b"\0a\0,\0b\0,\0c\0\n", 64),
            ("a,b,c\n".into(), "UTF-16BE")
        );
    }

    proptest! {
        #[test]
        fn slices_do_not_matter(words in prop::collection::vec("[a-zäöüß€; \n]{0,12}", 0..20), latin: bool, slice in 1usize..9) {
            let text = words.concat();
            let bytes = if latin { WINDOWS_1252.encode(&text).0.into_owned() } else { text.clone().into_bytes() };
            prop_assume!(!latin || std::str::from_utf8(&bytes).is_err() || text.is_ascii());
            prop_assert_eq!(decode(&bytes, slice).0, decode(&bytes, usize::MAX).0.clone());
            prop_assert_eq!(decode(&bytes, slice).0, text);
        }
    }
}
