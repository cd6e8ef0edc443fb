//! Bytes to text, slice by slice.
//!
//! Own code for the encodings that office programs write, because a decoder of all encodings of the web brings tables that
//! would be a quarter of the app's download.

/// Longest byte sequence of one character.
const LONGEST_SEQUENCE: usize = 4;

/// The encodings a file may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

/// Turns the bytes of a file into text.
///
/// Without a mark at its start a file is Windows-1252 where its first bytes can hardly be UTF-8, and UTF-8 otherwise. Bytes
/// further on that are no UTF-8 are Windows-1252: a file that was glued together from both comes out right.
pub(super) struct TextDecoder {
    encoding: Encoding,
    /// The beginning of a character whose other bytes are in the next slice.
    begun: Vec<u8>,
    /// Whether any text came out, so that a byte order mark is not looked for any more.
    started: bool,
    /// Bytes that are wrong in the encoding of the file; in UTF-8 they are read as Windows-1252.
    pub(super) foreign_bytes: u64,
    /// How much text came before the first of them.
    pub(super) foreign_lines: Option<u64>,
    /// Whether any character beyond ASCII was right UTF-8.
    has_utf8: bool,
    lines: u64,
}

impl TextDecoder {
    /// Chooses by the first bytes of the file: a byte order mark, or zeros where UTF-16 has them.
    pub(super) fn new(head: &[u8]) -> Self {
        let encoding = match head {
            [0xFF, 0xFE, ..] => Encoding::Utf16Le,
            [0xFE, 0xFF, ..] => Encoding::Utf16Be,
            _ => zeros(head).unwrap_or_else(|| eight_bit(head)),
        };
        Self {
            encoding,
            begun: Vec::new(),
            started: false,
            foreign_bytes: 0,
            foreign_lines: None,
            has_utf8: false,
            lines: 0,
        }
    }

    /// Name of the encoding as found so far.
    pub(super) fn name(&self) -> &'static str {
        match self.encoding {
            Encoding::Utf8 if self.foreign_bytes > 0 && !self.has_utf8 => "Windows-1252",
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
            Encoding::Windows1252 => "Windows-1252",
        }
    }

    /// Whether two encodings were mixed.
    pub(super) fn is_mixed(&self) -> bool {
        self.foreign_bytes > 0 && self.has_utf8
    }

    /// Appends the text of the next bytes to `text`.
    pub(super) fn decode(&mut self, slice: &[u8], last: bool, text: &mut String) {
        let start = text.len();
        let joined;
        let bytes = if self.begun.is_empty() {
            slice
        } else {
            joined = [self.begun.as_slice(), slice].concat();
            self.begun.clear();
            &joined
        };
        text.reserve(bytes.len());
        match self.encoding {
            Encoding::Utf8 => self.utf8(bytes, last, text, start),
            Encoding::Utf16Le => self.utf16(bytes, u16::from_le_bytes, last, text, start),
            Encoding::Utf16Be => self.utf16(bytes, u16::from_be_bytes, last, text, start),
            Encoding::Windows1252 => text.extend(bytes.iter().copied().map(windows_1252)),
        }
        if !self.started && text.len() > start {
            self.started = true;
            if text[start..].starts_with('\u{feff}') {
                text.remove(start);
            }
        }
        self.lines += count_lines(&text[start..]);
    }

    fn utf8(&mut self, bytes: &[u8], last: bool, text: &mut String, start: usize) {
        let mut read = 0;
        for chunk in bytes.utf8_chunks() {
            let (valid, wrong) = (chunk.valid(), chunk.invalid());
            read += valid.len() + wrong.len();
            text.push_str(valid);
            // a byte order mark is no sign of an umlaut
            self.has_utf8 |= !valid.trim_start_matches('\u{feff}').is_ascii();
            let unfinished =
                std::str::from_utf8(wrong).is_err_and(|error| error.error_len().is_none());
            if unfinished && read == bytes.len() && !last {
                self.begun.extend_from_slice(wrong);
            } else if !wrong.is_empty() {
                self.foreign(wrong.len(), &text[start..]);
                text.extend(wrong.iter().copied().map(windows_1252));
            }
        }
    }

    fn utf16(
        &mut self,
        bytes: &[u8],
        unit: fn([u8; 2]) -> u16,
        last: bool,
        text: &mut String,
        start: usize,
    ) {
        let (pairs, odd) = bytes.as_chunks::<2>();
        let mut units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
        if !last {
            if units
                .last()
                .is_some_and(|unit| (0xD800..0xDC00).contains(unit))
            {
                units.pop();
                self.begun.extend_from_slice(&pairs[units.len()]);
            }
            self.begun.extend_from_slice(odd);
        }
        for character in char::decode_utf16(units) {
            text.push(character.unwrap_or_else(|_| {
                self.foreign(2, &text[start..]);
                char::REPLACEMENT_CHARACTER
            }));
        }
        if last && !odd.is_empty() {
            self.foreign(1, &text[start..]);
            text.push(char::REPLACEMENT_CHARACTER);
        }
    }

    /// Takes note of bytes that are wrong, after the text of this slice so far.
    fn foreign(&mut self, bytes: usize, so_far: &str) {
        self.foreign_lines
            .get_or_insert(self.lines + count_lines(so_far));
        self.foreign_bytes += bytes as u64;
    }
}

/// A character of Windows-1252; the five bytes without one are the control characters that browsers make of them.
fn windows_1252(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9F => FROM_80[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// UTF-8 where most characters beyond ASCII are right UTF-8, else Windows-1252.
fn eight_bit(head: &[u8]) -> Encoding {
    let (mut right, mut wrong) = (0, 0);
    // the head may end within a character
    let end = head.len()
        - head
            .iter()
            .rev()
            .take(LONGEST_SEQUENCE)
            .take_while(|byte| !byte.is_ascii())
            .count();
    let head = if end == 0 { head } else { &head[..end] };
    for chunk in head.utf8_chunks() {
        right += chunk
            .valid()
            .chars()
            .filter(|character| !character.is_ascii())
            .count();
        wrong += chunk.invalid().len();
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
    use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
    use proptest::prelude::*;

    use super::*;

    fn decode(bytes: &[u8], slice: usize) -> (String, &'static str) {
        let mut decoder = TextDecoder::new(bytes);
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

    #[test]
    fn every_byte_of_windows_1252_is_what_browsers_make_of_it() {
        for byte in 0..=u8::MAX {
            let bytes = [byte];
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
            assert_eq!(text, windows_1252(byte).to_string(), "{byte:#x}");
        }
    }

    #[test]
    fn half_a_pair_of_utf_16_is_replaced_and_counted() {
        let mut decoder = TextDecoder::new(b"\xFF\xFE");
        let mut text = String::new();
        decoder.decode(b"\xFF\xFEa\0\x3D\xD8", false, &mut text);
        decoder.decode(b"b\0c", true, &mut text);
        assert_eq!(text, "a\u{fffd}b\u{fffd}");
        assert_eq!(decoder.foreign_bytes, 3);
        assert_eq!(decoder.name(), "UTF-16LE");
    }

    proptest! {
        #[test]
        fn utf_16_is_what_another_decoder_makes_of_it(units in prop::collection::vec(prop_oneof![any::<u16>(), 0xD7F0u16..0xE010, 32u16..126], 0..40), big: bool, slice in 1usize..9) {
            let mut bytes = if big { vec![0xFE, 0xFF] } else { vec![0xFF, 0xFE] };
            bytes.extend(units.iter().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }));
            let other = if big { UTF_16BE } else { UTF_16LE };
            prop_assert_eq!(decode(&bytes, slice).0, other.decode_with_bom_removal(&bytes).0.into_owned());
        }

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
