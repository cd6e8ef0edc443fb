//! The character encoding of the texts of a file.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::csv::{CP437, CP850, CP852, DosPage};

/// How bytes become text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Charset {
    /// One that the web knows.
    Web(&'static Encoding),
    /// A code page of DOS.
    Dos(&'static DosPage),
}

/// A text, and whether all of its bytes could be read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) is_whole: bool,
}

impl Charset {
    /// By the name that a file or a reader gives it.
    pub(super) fn named(label: &str) -> Option<Self> {
        let label = label.trim_matches(|c: char| c.is_whitespace() || c == '\0');
        let small = label.to_ascii_lowercase().replace('_', "-");
        let number = ["windows-", "ibm", "cp", "ms"]
            .iter()
            .find_map(|start| small.strip_prefix(start))
            .and_then(|rest| rest.trim_start_matches(['-', ' ']).parse().ok());
        Encoding::for_label(label.as_bytes())
            .or_else(|| Encoding::for_label(small.as_bytes()))
            .map(Self::Web)
            .or_else(|| number.and_then(Self::of_page))
    }

    /// By the number of a code page; nothing for those that only say "some text".
    pub(super) fn of_page(page: i32) -> Option<Self> {
        let label = match page {
            437 => return Some(Self::Dos(&CP437)),
            850 | 858 => return Some(Self::Dos(&CP850)),
            852 => return Some(Self::Dos(&CP852)),
            65001 => "utf-8",
            932 => "shift_jis",
            936 => "gbk",
            949 | 51949 => "euc-kr",
            950 => "big5",
            951 => "big5-hkscs",
            866 => "ibm866",
            874 | 9066 => "windows-874",
            819 => "iso-8859-1",
            20866 => "koi8-r",
            54936 => "gb18030",
            28591..=28606 => {
                return Encoding::for_label(format!("iso-8859-{}", page - 28590).as_bytes())
                    .map(Self::Web);
            }
            1250..=1258 => {
                return Encoding::for_label(format!("windows-{page}").as_bytes()).map(Self::Web);
            }
            _ => return None,
        };
        Encoding::for_label(label.as_bytes()).map(Self::Web)
    }

    /// UTF-8 where these texts hold more than ASCII and all of them are, else Windows-1252, which most older files have.
    pub(super) fn guess<'a>(mut texts: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut is_ascii = true;
        let is_utf8 = texts.all(|text| {
            is_ascii &= text.is_ascii();
            std::str::from_utf8(text).is_ok()
        });
        Self::Web(if is_utf8 && !is_ascii {
            UTF_8
        } else {
            WINDOWS_1252
        })
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Web(encoding) => encoding.name(),
            Self::Dos(page) => page.name,
        }
    }

    pub(super) fn decode(self, bytes: &[u8]) -> Decoded<'_> {
        if let Some(text) = bytes
            .is_ascii()
            .then(|| std::str::from_utf8(bytes).ok())
            .flatten()
        {
            // Escape sequences are the only ASCII bytes that any of the encodings reads otherwise.
            if !bytes.contains(&0x1B) {
                return Decoded {
                    text: Cow::Borrowed(text),
                    is_whole: true,
                };
            }
        }
        match self {
            Self::Web(encoding) => {
                let (text, broken) = encoding.decode_without_bom_handling(bytes);
                Decoded {
                    text,
                    is_whole: !broken,
                }
            }
            Self::Dos(page) => {
                let character = |byte: &u8| match byte.checked_sub(128) {
                    Some(at) => page.upper[usize::from(at)],
                    None => char::from(*byte),
                };
                Decoded {
                    text: bytes.iter().map(character).collect(),
                    is_whole: true,
                }
            }
        }
    }

    /// A text of the dictionary without blanks at its end.
    pub(super) fn words(self, bytes: &[u8]) -> String {
        let text = self.decode(bytes).text;
        text.trim_end_matches([' ', '\0']).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_and_readers_are_understood() {
        for (label, name) in [
            ("UTF-8\0", "UTF-8"),
            ("windows-1252", "windows-1252"),
            ("WINDOWS-1252", "windows-1252"),
            ("CP1250", "windows-1250"),
            ("cp932", "Shift_JIS"),
            ("windows-31j", "Shift_JIS"),
            ("ISO_8859-1", "windows-1252"),
            ("ibm-850", "CP850"),
            ("CP28605", "ISO-8859-15"),
            ("EUC-KR", "EUC-KR"),
            ("cp950", "Big5"),
        ] {
            assert_eq!(
                Charset::named(label).map(Charset::name),
                Some(name),
                "{label}"
            );
        }
        assert_eq!(Charset::named("klingon"), None);
        assert_eq!(Charset::of_page(2), None);
    }

    #[test]
    fn code_pages_of_dos() {
        for page in [437, 850, 852] {
            let charset = Charset::of_page(page).unwrap();
            // bytes([0x84, 0x94, 0x81, 0xE1]).decode("CP850") in Python: äöüß, the same in all three
            assert_eq!(charset.words(&[0x84, 0x94, 0x81, 0xE1, b' ']), "äöüß");
            assert!(
                !charset
                    .decode(&(128..=255).collect::<Vec<u8>>())
                    .text
                    .contains('\u{FFFD}')
            );
        }
    }
}
