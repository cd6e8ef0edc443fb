//! The encodings of texts in Stata files.
//!
//! From release 118 on all texts are UTF-8. Before, they are in the code page of the computer that wrote them, which the file
//! does not name: Windows-1252, or Mac Roman on a Mac.

use std::borrow::Cow;
use std::cell::Cell;

use encoding_rs::{Encoding, MACINTOSH, UTF_8, WINDOWS_1252};

/// An encoding: UTF-8, or one of those that computers had before it.
pub(super) type Codepage = &'static Encoding;

/// Texts seen one by one, to find out their encoding.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// Texts beyond ASCII that are UTF-8.
    utf8: u64,
    /// Texts that are not.
    other: u64,
    /// Bytes beside letters that are letters on a Mac, and those that are letters in Windows.
    mac: u64,
    windows: u64,
}

impl Evidence {
    /// Looks at a text.
    pub(super) fn look(&mut self, text: &[u8]) {
        if text.is_ascii() {
            return;
        }
        if utf8(text).is_some() {
            self.utf8 += 1;
            return;
        }
        self.other += 1;
        for (at, byte) in text.iter().enumerate() {
            let before = at == 0 || text[at - 1].is_ascii_alphabetic();
            let after = text.get(at + 1).is_none_or(u8::is_ascii_alphabetic);
            match byte {
                // quotes, dashes and the ellipsis of Windows stand beside letters too
                0x85 | 0x91..=0x94 | 0x96 | 0x97 => {}
                0x80..=0x9F if before && after => self.mac += 1,
                0xC0..=0xFF if before || after => self.windows += 1,
                _ => {}
            }
        }
    }

    /// What the texts are in.
    pub(super) fn codepage(&self, unicode: bool) -> Codepage {
        if unicode || self.other == 0 && self.utf8 > 0 {
            UTF_8
        } else if self.mac > self.windows {
            MACINTOSH
        } else {
            WINDOWS_1252
        }
    }
}

/// A text of UTF-8 without the character that the width of its field may have cut; nothing where it is none.
fn utf8(bytes: &[u8]) -> Option<&str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).ok()
        }
        Err(_) => None,
    }
}

/// Makes texts of bytes.
pub(super) struct Decoder {
    pub(super) codepage: Codepage,
    /// Texts that are no UTF-8 though they should be, read as Windows-1252.
    strays: Cell<u64>,
}

impl Decoder {
    pub(super) fn new(codepage: Codepage) -> Self {
        Self {
            codepage,
            strays: Cell::new(0),
        }
    }

    /// The text without blanks at its end.
    pub(super) fn text<'a>(&self, bytes: &'a [u8]) -> Cow<'a, str> {
        let end = bytes.iter().rposition(|byte| *byte != b' ');
        let bytes = &bytes[..end.map_or(0, |end| end + 1)];
        // in no code page here do ASCII bytes mean anything else
        let known = if bytes.is_ascii() || self.codepage == UTF_8 {
            utf8(bytes)
        } else {
            None
        };
        if let Some(text) = known {
            return Cow::Borrowed(text);
        }
        if self.codepage == UTF_8 {
            self.strays.set(self.strays.get() + 1);
        }
        let codepage = if self.codepage == UTF_8 {
            WINDOWS_1252
        } else {
            self.codepage
        };
        codepage.decode_without_bom_handling(bytes).0
    }

    pub(super) fn strays(&self) -> u64 {
        self.strays.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codepage(texts: &[&[u8]]) -> Codepage {
        let mut evidence = Evidence::default();
        texts.iter().for_each(|text| evidence.look(text));
        evidence.codepage(false)
    }

    #[test]
    fn are_told_apart_by_their_letters() {
        // python: "Köln, Gießen".encode("cp1252" / "mac_roman" / "utf-8")
        assert_eq!(
            codepage(&[b"K\xF6ln, Gie\xDFen \x96 \x93x\x94"]),
            WINDOWS_1252
        );
        assert_eq!(codepage(&[b"K\x9Aln, Gie\xA7en"]), MACINTOSH);
        assert_eq!(codepage(&["Köln, Gießen".as_bytes()]), UTF_8);
        assert_eq!(codepage(&[b"plain"]), WINDOWS_1252);
        assert_eq!(codepage(&[b"don\x92t"]), WINDOWS_1252);
    }

    #[test]
    fn bytes_become_characters() {
        let mac = Decoder::new(MACINTOSH);
        assert_eq!(mac.text(b"K\x9Aln \xA7\xDB\xFF  "), "Köln ß€ˇ");
        let windows = Decoder::new(WINDOWS_1252);
        assert_eq!(windows.text(b"\x80\xE4\x84"), "€ä„");
        let utf8 = Decoder::new(UTF_8);
        assert_eq!(utf8.text(b"a\xC3\xA4\xC3"), "aä");
        assert_eq!(utf8.strays(), 0);
        assert_eq!(utf8.text(b"K\xF6ln"), "Köln");
        assert_eq!(utf8.strays(), 1);
    }
}
