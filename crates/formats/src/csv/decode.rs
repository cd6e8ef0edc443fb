//! Bytes to text, slice by slice.

use super::encoding::Encoding;
use crate::ReadingNote;

/// Longest byte sequence of one character.
const LONGEST_SEQUENCE: usize = 4;

/// With more than one zero in so many characters a file is no text.
const ZEROS_IN_TEXT: u64 = 100;

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
    zeros: Zeros,
}

/// Zeros, which damaged and padded files have: they are left out.
#[derive(Debug, Default)]
pub(super) struct Zeros {
    dropped: u64,
    /// Line of the first, and how many characters came before it.
    first: Option<(u64, u64)>,
    characters: u64,
}

impl Zeros {
    /// Takes note of text, with so many zeros to leave out; the first stands at `first` in it, in that line.
    fn count(&mut self, length: usize, zeros: usize, first: (u64, usize)) {
        if zeros > 0 {
            let (line, at) = first;
            self.first
                .get_or_insert((line, self.characters + at as u64));
        }
        self.dropped += zeros as u64;
        self.characters += length as u64;
    }

    /// The next bytes of a file without zeros, where they have any; `lines` is the line of each place in them.
    pub(super) fn drop(&mut self, bytes: &[u8], line: impl Fn(usize) -> u64) -> Option<Vec<u8>> {
        if !has_zero(bytes) {
            self.count(bytes.len(), 0, (0, 0));
            return None;
        }
        let at = bytes.iter().position(|byte| *byte == 0).unwrap_or(0);
        let kept: Vec<u8> = bytes.iter().copied().filter(|byte| *byte > 0).collect();
        self.count(bytes.len(), bytes.len() - kept.len(), (line(at), at));
        Some(kept)
    }

    /// Where the first zero stands, if zeros are more than damage or padding in a text: then it is none.
    pub(super) fn too_many(&self) -> Option<u64> {
        let (_, before) = self.first?;
        // up to one in a hundred may be damage; zeros at the end fill up a block
        let padding = before + self.dropped == self.characters && before > 2 * ZEROS_IN_TEXT;
        (!padding && self.dropped * ZEROS_IN_TEXT > self.characters).then_some(before)
    }

    /// What to tell the reader about zeros.
    pub(super) fn note(&self) -> Option<ReadingNote> {
        self.first.map(|(line, _)| ReadingNote::Zeros {
            bytes: self.dropped,
            line,
        })
    }
}

/// Whether there is a zero: eight bytes are looked at in one go, because there is hardly ever one.
fn has_zero(bytes: &[u8]) -> bool {
    const LOWEST: u64 = u64::from_le_bytes([1; 8]);
    const HIGHEST: u64 = LOWEST << 7;
    let (words, rest) = bytes.as_chunks::<8>();
    // one less than each byte: only a zero, or a byte behind one, gets a highest bit that it did not have
    let found = words.iter().fold(0, |found, word| {
        let word = u64::from_le_bytes(*word);
        found | (word.wrapping_sub(LOWEST) & !word)
    });
    found & HIGHEST != 0 || rest.contains(&0)
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
            zeros: Zeros::default(),
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

    /// The zeros that were left out.
    pub(super) fn zeros(&self) -> &Zeros {
        &self.zeros
    }

    /// Leaves out zeros.
    fn drop_zeros(&mut self, start: usize, text: &mut String) {
        let new = &text[start..];
        let Some(at) = new.bytes().position(|byte| byte == 0) else {
            self.zeros.count(new.len(), 0, (0, 0));
            return;
        };
        let line = self.lines + count_lines(&new[..at]) + 1;
        let kept: String = new.chars().filter(|character| *character != '\0').collect();
        self.zeros
            .count(new.len(), new.len() - kept.len(), (line, at));
        text.truncate(start);
        text.push_str(&kept);
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
        self.drop_zeros(start, text);
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
