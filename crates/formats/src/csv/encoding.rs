//! The encodings in which survey files come.
//!
//! Four encodings in a hundred lines in place of a crate for all of them, because its tables for East Asian encodings
//! would be a fifth of what the browser loads. That crate is the oracle of the tests.

/// An encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

/// How far a decoder came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decoded {
    /// Bytes that are now text. What follows is malformed, or the first bytes of a character.
    pub(super) read: usize,
    /// How many of the following bytes are no character and never become one.
    pub(super) malformed: Option<usize>,
}

/// What 0x80 to 0x9F mean in Windows-1252; the others are the first 256 characters of Unicode.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

impl Encoding {
    /// Its name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1252 => "Windows-1252",
        }
    }

    /// Whether ASCII characters are single bytes, and no other characters have such bytes: text can be cut before it is decoded.
    pub(super) fn extends_ascii(self) -> bool {
        matches!(self, Self::Utf8 | Self::Windows1252)
    }

    /// The bytes after the byte order mark, if they begin with one.
    pub(super) fn without_mark(self, bytes: &[u8]) -> &[u8] {
        let mark: &[u8] = match self {
            Self::Utf8 => b"\xEF\xBB\xBF",
            Self::Utf16Le => b"\xFF\xFE",
            Self::Utf16Be => b"\xFE\xFF",
            Self::Windows1252 => b"",
        };
        bytes.strip_prefix(mark).unwrap_or(bytes)
    }

    /// Appends the text of the bytes, up to the first that are malformed or whose character is not complete.
    pub(super) fn decode(self, bytes: &[u8], text: &mut String) -> Decoded {
        match self {
            Self::Utf8 => utf8(bytes, text),
            Self::Utf16Le => utf16(bytes, u16::from_le_bytes, text),
            Self::Utf16Be => utf16(bytes, u16::from_be_bytes, text),
            Self::Windows1252 => {
                text.extend(bytes.iter().map(|byte| match byte {
                    0x80..=0x9F => WINDOWS_1252[usize::from(*byte) - 0x80],
                    _ => char::from(*byte),
                }));
                Decoded {
                    read: bytes.len(),
                    malformed: None,
                }
            }
        }
    }
}

fn utf8(bytes: &[u8], text: &mut String) -> Decoded {
    match std::str::from_utf8(bytes) {
        Ok(right) => {
            text.push_str(right);
            Decoded {
                read: bytes.len(),
                malformed: None,
            }
        }
        Err(error) => {
            let read = error.valid_up_to();
            text.push_str(&String::from_utf8_lossy(&bytes[..read]));
            Decoded {
                read,
                malformed: error.error_len(),
            }
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, text: &mut String) -> Decoded {
    let mut read = 0;
    while let [first, second, rest @ ..] = &bytes[read..] {
        let unit_1 = unit([*first, *second]);
        let (character, length) = match (unit_1, rest) {
            // The first half of a pair: the other half decides.
            (0xD800..=0xDBFF, [third, fourth, ..]) => {
                let unit_2 = unit([*third, *fourth]);
                (char::decode_utf16([unit_1, unit_2]).next(), 4)
            }
            (0xD800..=0xDBFF, _) => break,
            _ => (char::decode_utf16([unit_1]).next(), 2),
        };
        match character {
            Some(Ok(character)) => {
                text.push(character);
                read += length;
            }
            _ => {
                return Decoded {
                    read,
                    malformed: Some(2),
                };
            }
        }
    }
    Decoded {
        read,
        malformed: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Decodes to the end with U+FFFD for whatever is malformed, as the Encoding Standard has it.
    fn to_the_end(encoding: Encoding, mut bytes: &[u8]) -> String {
        let mut text = String::new();
        loop {
            let decoded = encoding.decode(bytes, &mut text);
            bytes = &bytes[decoded.read..];
            if bytes.is_empty() {
                return text;
            }
            text.push(char::REPLACEMENT_CHARACTER);
            bytes = &bytes[decoded.malformed.unwrap_or(bytes.len())..];
        }
    }

    #[test]
    fn every_byte_of_windows_1252_is_the_standards() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(
            to_the_end(Encoding::Windows1252, &bytes),
            encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(&bytes)
                .0
        );
    }

    proptest! {
        #[test]
        fn whatever_the_bytes_they_read_as_the_standard_has_it(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            for (ours, standard) in [
                (Encoding::Utf8, encoding_rs::UTF_8),
                (Encoding::Utf16Le, encoding_rs::UTF_16LE),
                (Encoding::Utf16Be, encoding_rs::UTF_16BE),
                (Encoding::Windows1252, encoding_rs::WINDOWS_1252),
            ] {
                let theirs = standard.decode_without_bom_handling(&bytes).0;
                prop_assert_eq!(to_the_end(ours, &bytes), theirs);
            }
        }

        #[test]
        fn what_utf16_writes_it_reads(text in "[a-zäöü€🙂]{0,12}") {
            let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            prop_assert_eq!(to_the_end(Encoding::Utf16Le, &bytes), text);
        }
    }
}
