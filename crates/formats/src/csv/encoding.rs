//! The encodings in which survey files come.
//!
//! `encoding_rs` has the tables of everything the web knows; the code pages of DOS, which old German programs write, stand here.
//! All of them are decoded without state, up to the last complete character, so that slices of a file can be cut anywhere.

use encoding_rs::{ISO_2022_JP, MACINTOSH, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// An encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Utf32Le,
    Utf32Be,
    /// A code page of DOS.
    Dos(&'static DosPage),
    /// One of the web's older encodings.
    Old(&'static encoding_rs::Encoding),
}

/// A code page of DOS: ASCII, and 128 characters above it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct DosPage {
    pub(crate) name: &'static str,
    pub(crate) upper: [char; 128],
}

/// How far a decoder came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decoded {
    /// Bytes that are now text. What follows is malformed, or the first bytes of a character.
    pub(super) read: usize,
    /// How many of the following bytes are no character and never become one.
    pub(super) malformed: Option<usize>,
}

/// So many bytes without one below 0x30 are no text; they are not kept to see what follows.
const LONGEST_WAIT: usize = 1 << 16;

/// DOS in Western Europe.
pub(crate) static CP850: DosPage = DosPage {
    name: "CP850",
    upper: upper(
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}",
    ),
};
/// DOS in the United States.
pub(crate) static CP437: DosPage = DosPage {
    name: "CP437",
    upper: upper(
        "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}",
    ),
};
/// DOS in Central Europe.
pub(crate) static CP852: DosPage = DosPage {
    name: "CP852",
    upper: upper(
        "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{ad}˝˛ˇ˘§÷¸°¨˙űŘř■\u{a0}",
    ),
};

/// The 128 characters of a text.
const fn upper(characters: &str) -> [char; 128] {
    let bytes = characters.as_bytes();
    let mut table = ['\u{fffd}'; 128];
    let (mut at, mut next) = (0, 0);
    while at < bytes.len() && next < 128 {
        let (length, first) = match bytes[at] {
            byte @ 0..=0x7F => (1, byte as u32),
            byte @ 0..=0xDF => (2, (byte & 0x1F) as u32),
            byte => (3, (byte & 0x0F) as u32),
        };
        let mut code = first;
        let mut follows = 1;
        while follows < length {
            code = code << 6 | (bytes[at + follows] & 0x3F) as u32;
            follows += 1;
        }
        if let Some(character) = char::from_u32(code) {
            table[next] = character;
        }
        at += length;
        next += 1;
    }
    table
}

/// Names that the web does not know, or knows for something else, and what we call them.
const MORE_NAMES: [(&str, Encoding); 24] = [
    ("cp850", Encoding::Dos(&CP850)),
    ("ibm850", Encoding::Dos(&CP850)),
    ("850", Encoding::Dos(&CP850)),
    ("dos", Encoding::Dos(&CP850)),
    ("oem", Encoding::Dos(&CP850)),
    ("cp437", Encoding::Dos(&CP437)),
    ("ibm437", Encoding::Dos(&CP437)),
    ("437", Encoding::Dos(&CP437)),
    ("cp852", Encoding::Dos(&CP852)),
    ("ibm852", Encoding::Dos(&CP852)),
    ("852", Encoding::Dos(&CP852)),
    ("utf8", Encoding::Utf8),
    ("utf-8-sig", Encoding::Utf8),
    ("utf-8-bom", Encoding::Utf8),
    ("cp65001", Encoding::Utf8),
    ("utf-16be", Encoding::Utf16Be),
    ("utf-32", Encoding::Utf32Le),
    ("utf-32le", Encoding::Utf32Le),
    ("utf-32be", Encoding::Utf32Be),
    ("ansi", Encoding::Old(WINDOWS_1252)),
    ("1252", Encoding::Old(WINDOWS_1252)),
    ("latin-1", Encoding::Old(WINDOWS_1252)),
    ("macroman", Encoding::Old(MACINTOSH)),
    ("mac-roman", Encoding::Old(MACINTOSH)),
];
/// Names to suggest for one that is unknown.
const SUGGESTED: [&str; 24] = [
    "utf-8",
    "utf-16le",
    "utf-16be",
    "utf-32le",
    "utf-32be",
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1254",
    "windows-1257",
    "iso-8859-1",
    "iso-8859-2",
    "iso-8859-5",
    "iso-8859-9",
    "iso-8859-15",
    "cp850",
    "cp437",
    "cp852",
    "macintosh",
    "koi8-r",
    "gb18030",
    "shift_jis",
    "euc-kr",
];

impl Encoding {
    pub(super) const WINDOWS_1252: Self = Self::Old(WINDOWS_1252);

    /// The encoding of that name ("utf-8", "latin1", "cp850").
    pub(crate) fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_ascii_lowercase().replace(['_', ' '], "-");
        let more = MORE_NAMES.iter().find(|(known, _)| *known == name);
        if let Some((_, encoding)) = more {
            return Some(*encoding);
        }
        let known = encoding_rs::Encoding::for_label(name.as_bytes())
            .or_else(|| encoding_rs::Encoding::for_label(name.replace('-', "_").as_bytes()))
            .or_else(|| encoding_rs::Encoding::for_label(name.replace("cp-", "cp").as_bytes()))?;
        match known {
            _ if known == UTF_8 => Some(Self::Utf8),
            _ if known == UTF_16LE => Some(Self::Utf16Le),
            _ if known == UTF_16BE => Some(Self::Utf16Be),
            // the one keeps state between characters, the other is none
            _ if known == ISO_2022_JP || known == REPLACEMENT => None,
            _ => Some(Self::Old(known)),
        }
    }

    /// A name that is known and like this one; the most common where none is like it.
    pub(super) fn nearest_name(name: &str) -> &'static str {
        let name = name.trim().to_ascii_lowercase();
        let mut best = ("windows-1252", 0.6);
        for known in SUGGESTED {
            let likeness = strsim::jaro_winkler(&name, known);
            if likeness > best.1 {
                best = (known, likeness);
            }
        }
        best.0
    }

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Utf32Le => "UTF-32LE",
            Self::Utf32Be => "UTF-32BE",
            Self::Dos(page) => page.name,
            Self::Old(encoding) if encoding == WINDOWS_1252 => "Windows-1252",
            Self::Old(encoding) => encoding.name(),
        }
    }

    /// Whether ASCII characters are single bytes, and no other characters have such bytes: text can be cut before it is decoded.
    pub(super) fn extends_ascii(self) -> bool {
        match self {
            Self::Utf8 | Self::Dos(_) => true,
            Self::Old(encoding) => encoding.is_single_byte() && encoding.is_ascii_compatible(),
            Self::Utf16Le | Self::Utf16Be | Self::Utf32Le | Self::Utf32Be => false,
        }
    }

    /// The bytes after the byte order mark, if they begin with one.
    pub(super) fn without_mark(self, bytes: &[u8]) -> &[u8] {
        let mark: &[u8] = match self {
            Self::Utf8 => b"\xEF\xBB\xBF",
            Self::Utf16Le => b"\xFF\xFE",
            Self::Utf16Be => b"\xFE\xFF",
            Self::Utf32Le => b"\xFF\xFE\0\0",
            Self::Utf32Be => b"\0\0\xFE\xFF",
            Self::Dos(_) | Self::Old(_) => b"",
        };
        bytes.strip_prefix(mark).unwrap_or(bytes)
    }

    /// Appends the text of the bytes, up to the first that are malformed or whose character is not complete. Malformed
    /// characters of the older encodings are U+FFFD.
    pub(super) fn decode(self, bytes: &[u8], last: bool, text: &mut String) -> Decoded {
        match self {
            Self::Utf8 => utf8(bytes, text),
            Self::Utf16Le => utf16(bytes, u16::from_le_bytes, text),
            Self::Utf16Be => utf16(bytes, u16::from_be_bytes, text),
            Self::Utf32Le => utf32(bytes, u32::from_le_bytes, text),
            Self::Utf32Be => utf32(bytes, u32::from_be_bytes, text),
            Self::Dos(page) => {
                text.extend(bytes.iter().map(|byte| match byte {
                    0x80.. => page.upper[usize::from(*byte) - 0x80],
                    _ => char::from(*byte),
                }));
                all(bytes)
            }
            Self::Old(encoding) if encoding.is_single_byte() || last => {
                text.push_str(&encoding.decode_without_bom_handling(bytes).0);
                all(bytes)
            }
            Self::Old(encoding) => {
                // no byte below 0x30 is the second of a character in any of them
                let complete = bytes.iter().rposition(|byte| *byte < 0x30).map(|at| at + 1);
                let long = (bytes.len() > LONGEST_WAIT).then_some(bytes.len());
                let complete = complete.or(long).unwrap_or(0);
                text.push_str(&encoding.decode_without_bom_handling(&bytes[..complete]).0);
                all(&bytes[..complete])
            }
        }
    }
}

fn all(bytes: &[u8]) -> Decoded {
    Decoded {
        read: bytes.len(),
        malformed: None,
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

fn utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32, text: &mut String) -> Decoded {
    let mut read = 0;
    for four in bytes.chunks_exact(4) {
        let Some(character) = char::from_u32(unit([four[0], four[1], four[2], four[3]])) else {
            return Decoded {
                read,
                malformed: Some(4),
            };
        };
        text.push(character);
        read += 4;
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
            let decoded = encoding.decode(bytes, true, &mut text);
            bytes = &bytes[decoded.read..];
            if bytes.is_empty() {
                return text;
            }
            text.push(char::REPLACEMENT_CHARACTER);
            bytes = &bytes[decoded.malformed.unwrap_or(bytes.len())..];
        }
    }

    #[test]
    fn the_code_pages_of_dos_are_those_of_python() {
        // python3: bytes([0x80, 0x81, 0x84, 0x9d, 0xe1, 0xd5, 0xff]).decode(page)
        let bytes = [0x80, 0x81, 0x84, 0x9D, 0xE1, 0xD5, 0xFF, b'a'];
        for (name, expected) in [
            ("cp850", "ÇüäØßı\u{a0}a"),
            ("cp437", "Çüä¥ß╒\u{a0}a"),
            ("cp852", "ÇüäŁßŇ\u{a0}a"),
        ] {
            assert_eq!(to_the_end(Encoding::named(name).unwrap(), &bytes), expected);
        }
        assert!(
            [&CP850, &CP437, &CP852]
                .iter()
                .all(|page| !page.upper.contains(&'\u{fffd}'))
        );
    }

    #[test]
    fn names_are_known_as_people_write_them() {
        for (name, expected) in [
            ("UTF8", "UTF-8"),
            ("utf-8", "UTF-8"),
            ("Latin1", "Windows-1252"),
            ("ISO-8859-1", "Windows-1252"),
            ("iso_8859-15", "ISO-8859-15"),
            ("cp1252", "Windows-1252"),
            ("windows-1250", "windows-1250"),
            ("Mac Roman", "macintosh"),
            ("IBM850", "CP850"),
            ("utf-16", "UTF-16LE"),
            ("UTF-16BE", "UTF-16BE"),
            ("GBK", "GBK"),
            ("shift_jis", "Shift_JIS"),
        ] {
            assert_eq!(
                Encoding::named(name).map(Encoding::name),
                Some(expected),
                "{name}"
            );
        }
        assert_eq!(Encoding::named("windows-9999"), None);
        assert_eq!(Encoding::nearest_name("windows-125"), "windows-1252");
        assert_eq!(Encoding::nearest_name("utf9"), "utf-8");
    }

    proptest! {
        #[test]
        fn whatever_the_bytes_they_read_as_the_standard_has_it(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            for (ours, standard) in [
                (Encoding::Utf8, encoding_rs::UTF_8),
                (Encoding::Utf16Le, encoding_rs::UTF_16LE),
                (Encoding::Utf16Be, encoding_rs::UTF_16BE),
                (Encoding::Old(encoding_rs::SHIFT_JIS), encoding_rs::SHIFT_JIS),
            ] {
                let theirs = standard.decode_without_bom_handling(&bytes).0;
                prop_assert_eq!(to_the_end(ours, &bytes), theirs);
            }
        }

        #[test]
        fn what_utf16_and_utf32_write_they_read(text in "[a-zäöü€🙂]{0,12}") {
            let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            prop_assert_eq!(to_the_end(Encoding::Utf16Le, &bytes), text.clone());
            let bytes: Vec<u8> = text.chars().flat_map(|character| u32::from(character).to_be_bytes()).collect();
            prop_assert_eq!(to_the_end(Encoding::Utf32Be, &bytes), text);
        }
    }
}
