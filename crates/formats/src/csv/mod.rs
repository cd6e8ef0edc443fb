//! Text with separators.

mod cells;
mod charset;
mod column;
mod decode;
#[allow(dead_code)]
mod dialect;
mod dictionary;
mod encoding;
mod marks;
mod number;
mod reader;
mod scan;
mod sniff;

pub(crate) use decode::TextDecoder;
pub use reader::CsvReader;
pub(crate) use reader::{names, stem};

/// A character between cells: one ASCII character that is neither a quote nor a line break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Separator(u8);

impl Separator {
    /// A separator; `None` where the character cannot be one.
    pub fn new(character: char) -> Option<Self> {
        let byte = u8::try_from(character).ok().filter(u8::is_ascii)?;
        (!matches!(byte, b'"' | b'\n' | b'\r')).then_some(Self(byte))
    }

    /// The character.
    pub fn get(self) -> char {
        char::from(self.0)
    }

    pub(crate) fn byte(self) -> u8 {
        self.0
    }
}
