//! Texts: the shared ones, and how texts are written.

use befund_survey::dataset::Texts;
use quick_xml::events::Event;

use super::super::Fault;
use super::super::xml::{Xml, append, attribute};
use crate::archive::Zip;

/// What XML has as blanks.
const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

/// The texts that sheets share.
pub(super) fn strings(zip: &Zip, part: &str) -> Result<Texts, Fault> {
    let mut texts = Texts::default();
    let mut xml = Xml::open(zip, part)?;
    let mut rich = Rich::default();
    loop {
        let event = xml.next()?;
        if matches!(event, Event::Eof) {
            return Ok(texts);
        }
        if let Event::End(tag) = &event
            && tag.local_name().into_inner() == "si"
        {
            texts.push(&rich.take());
        } else {
            rich.look(&event);
        }
    }
}

/// A text in runs, each with a look of its own; how it is pronounced does not belong to it.
#[derive(Default)]
pub(super) struct Rich {
    text: String,
    inside: bool,
    phonetic: bool,
    /// Where the piece under way begins whose outer blanks do not count, as Excel has it.
    trimmed: Option<usize>,
}

impl Rich {
    pub(super) fn look(&mut self, event: &Event) {
        match event {
            Event::Start(tag) => match tag.local_name().into_inner() {
                "t" => {
                    self.inside = !self.phonetic;
                    let preserves =
                        attribute(tag, "space").is_some_and(|space| space == "preserve");
                    self.trimmed = (!preserves).then_some(self.text.len());
                }
                "rPh" => self.phonetic = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().into_inner() {
                "t" => {
                    self.inside = false;
                    if let Some(from) = self.trimmed.take() {
                        let piece = self.text.split_off(from);
                        let trimmed = piece.trim_matches(BLANKS);
                        // nothing but blanks stays what it is: a cell with content
                        self.text
                            .push_str(if trimmed.is_empty() { &piece } else { trimmed });
                    }
                }
                "rPh" => self.phonetic = false,
                _ => {}
            },
            other if self.inside => append(other, &mut self.text),
            _ => {}
        }
    }

    /// The text, and a new one begins.
    pub(super) fn take(&mut self) -> String {
        (self.inside, self.phonetic, self.trimmed) = (false, false, None);
        unescaped(std::mem::take(&mut self.text))
    }
}

/// `_x000D_` is the character of that number: what XML cannot write.
pub(super) fn unescaped(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut written = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).filter(|code| {
            code.bytes().all(|byte| byte.is_ascii_hexdigit()) && rest[at + 6..].starts_with('_')
        });
        let character = code
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        written.push_str(&rest[..at]);
        if let Some(character) = character {
            written.push(character);
            rest = &rest[at + 7..];
        } else {
            written.push_str("_x");
            rest = &rest[at + 2..];
        }
    }
    written.push_str(rest);
    written
}

#[cfg(test)]
mod tests {
    #[test]
    fn escaped_characters_are_themselves() {
        for (text, read) in [
            ("ABC_x000D_\nDEF", "ABC\r\nDEF"),
            ("_x005F_x000D_", "_x000D_"),
            ("a_x12_b_xZZZZ__x", "a_x12_b_xZZZZ__x"),
            ("_x00e4_", "ä"),
            ("_xä00D_", "_xä00D_"),
        ] {
            assert_eq!(super::unescaped(text.to_owned()), read);
        }
    }
}
