//! Bytes to text, slice by slice.

use encoding_rs::{Decoder, DecoderResult, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Longest byte sequence of one character.
const LONGEST_SEQUENCE: usize = 4;

/// Turns the bytes of a file into text.
///
/// Without a mark at its start a file is Windows-1252 where its first bytes can hardly be UTF-8, and UTF-8 otherwise. Bytes
/// further on that are no UTF-8 are Windows-1252: a file that was glued together from both comes out right.
pub(super) struct TextDecoder {
    decoder: Decoder,
    /// Bytes read as Windows-1252 because they are no UTF-8.
    pub(super) foreign_bytes: u64,
    /// How much text came before the first of them.
    pub(super) foreign_lines: Option<u64>,
    /// Whether any character beyond ASCII was right UTF-8.
    has_utf8: bool,
    lines: u64,
    /// The last bytes of the slice before, where a sequence may have begun.
    before: Vec<u8>,
}

impl TextDecoder {
    /// Chooses by the first bytes of the file: a byte order mark, or zeros where UTF-16 has them.
    pub(super) fn new(head: &[u8]) -> Self {
        let encoding = match head {
            [0xFF, 0xFE, ..] => UTF_16LE,
            [0xFE, 0xFF, ..] => UTF_16BE,
            _ => zeros(head).unwrap_or_else(|| eight_bit(head)),
        };
        Self {
            decoder: encoding.new_decoder_with_bom_removal(),
            foreign_bytes: 0,
            foreign_lines: None,
            has_utf8: false,
            lines: 0,
            before: Vec::new(),
        }
    }

    /// Name of the encoding as found so far.
    pub(super) fn name(&self) -> &'static str {
        if self.decoder.encoding() == WINDOWS_1252 || (self.foreign_bytes > 0 && !self.has_utf8) {
            "Windows-1252"
        } else {
            self.decoder.encoding().name()
        }
    }

    /// Whether two encodings were mixed.
    pub(super) fn is_mixed(&self) -> bool {
        self.foreign_bytes > 0 && self.has_utf8
    }

    /// Appends the text of the next bytes to `text`.
    pub(super) fn decode(&mut self, slice: &[u8], last: bool, text: &mut String) {
        let start = text.len();
        let mut at = 0;
        loop {
            let rest = &slice[at..];
            if let Some(most) = self
                .decoder
                .max_utf8_buffer_length_without_replacement(rest.len())
            {
                text.reserve(most);
            }
            let (result, read) = self
                .decoder
                .decode_to_string_without_replacement(rest, text, last);
            at += read;
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(length, after) => {
                    self.foreign_lines
                        .get_or_insert(self.lines + count_lines(&text[start..]));
                    self.foreign_bytes += u64::from(length);
                    let wrong = self.wrong_bytes(
                        &slice[..at.saturating_sub(usize::from(after))],
                        usize::from(length),
                    );
                    if self.decoder.encoding() == UTF_8 {
                        text.push_str(&WINDOWS_1252.decode_without_bom_handling(&wrong).0);
                    } else {
                        text.push(char::REPLACEMENT_CHARACTER);
                    }
                }
            }
        }
        self.before
            .extend_from_slice(&slice[slice.len().saturating_sub(LONGEST_SEQUENCE)..]);
        let surplus = self.before.len().saturating_sub(LONGEST_SEQUENCE);
        self.before.drain(..surplus);
        self.lines += count_lines(&text[start..]);
        self.has_utf8 |= self.decoder.encoding() == UTF_8
            && self.foreign_bytes == 0
            && !text[start..].is_ascii();
    }

    /// The last `length` bytes read, which may have begun in the slice before.
    fn wrong_bytes(&self, read: &[u8], length: usize) -> Vec<u8> {
        let earlier = length.saturating_sub(read.len()).min(self.before.len());
        let mut wrong = self.before[self.before.len() - earlier..].to_vec();
        wrong.extend_from_slice(&read[read.len().saturating_sub(length)..]);
        wrong
    }
}

/// UTF-8 where most characters beyond ASCII are right UTF-8, else Windows-1252.
fn eight_bit(head: &[u8]) -> &'static encoding_rs::Encoding {
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
        UTF_8
    } else {
        WINDOWS_1252
    }
}

fn count_lines(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

/// UTF-16 without a mark: mostly ASCII text has a zero in every other byte.
fn zeros(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
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
        Some(UTF_16LE)
    } else if zero(0) > pairs * 9 / 10 && zero(1) == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
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
