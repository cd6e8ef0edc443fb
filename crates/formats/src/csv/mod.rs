//! Text with separators.

mod cells;
mod charset;
mod column;
mod decode;
mod dialect;
mod dictionary;
mod encoding;
mod footer;
mod guess;
mod header;
mod marks;
mod missing;
mod names;
mod number;
#[cfg(not(target_family = "wasm"))]
mod parts;
mod reader;
mod records;
mod rewrite;
mod scan;
mod share;
mod sniff;
mod table;
mod unit;

pub(crate) use decode::TextDecoder;
pub(crate) use encoding::{CP437, CP850, CP852, DosPage};
pub(crate) use missing::{is_missing_word, missing_texts};
pub(crate) use names::{names, stem};
pub(crate) use number::{Marks, NumberStyle, Writing, parse, styles};
pub use reader::CsvReader;

/// A character between cells: one ASCII character that is no quote, letter, digit or line break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Separator(u8);

impl Separator {
    /// A character that does not occur in texts, for files of one column whose texts contain all that could be separators.
    pub(crate) const NONE: Self = Self(0x1F);

    /// A separator; `None` where the character cannot be one.
    pub fn new(character: char) -> Option<Self> {
        let byte = u8::try_from(character).ok().filter(u8::is_ascii)?;
        (!matches!(byte, b'"' | b'\n' | b'\r' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z'))
            .then_some(Self(byte))
    }

    /// The character.
    pub fn get(self) -> char {
        char::from(self.0)
    }

    pub(crate) fn byte(self) -> u8 {
        self.0
    }
}
