//! Bytes to text, slice by slice.

use super::encoding::Encoding;
use crate::ReadingNote;

/// Longest byte sequence of one character.
const LONGEST_SEQUENCE: usize = 4;

/// Turns the bytes of a file into text.
///
/// Bytes of a UTF-8 file that are no UTF-8 are Windows-1252: a file that was glued together from both comes out right.
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
    /// Chooses the encoding by the first bytes of the file, or all of them (`whole`).
    pub(crate) fn new(head: &[u8], whole: bool) -> Self {
        Self::with(Encoding::of(head, whole))
    }

    /// For an encoding that is known.
    pub(super) fn with(encoding: Encoding) -> Self {
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

    /// Name of the encoding as found so far.
    pub(crate) fn name(&self) -> &'static str {
        if self.foreign_bytes > 0 && !self.has_utf8 {
            Encoding::WINDOWS_1252.name()
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
            let decoded = self.encoding.decode(rest, last, text);
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
                Encoding::WINDOWS_1252.decode(&rest[..wrong], true, text);
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

fn count_lines(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use encoding_rs::WINDOWS_1252;
    use proptest::prelude::*;

    use super::*;

    fn decode(bytes: &[u8], slice: usize) -> (String, &'static str) {
        decode_as(Encoding::of(bytes, true), bytes, slice)
    }

    fn decode_as(encoding: Encoding, bytes: &[u8], slice: usize) -> (String, &'static str) {
        let mut decoder = TextDecoder::with(encoding);
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
            let name = if latin { "windows-1252" } else { "utf-8" };
            let (bytes, encoding) = (if latin { WINDOWS_1252.encode(&text).0.into_owned() } else { text.clone().into_bytes() }, Encoding::named(name).unwrap());
            prop_assert_eq!(decode_as(encoding, &bytes, slice).0, text);
        }
    }
}
