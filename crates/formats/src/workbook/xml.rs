//! The XML inside workbooks, tag by tag.

use std::borrow::Cow;
use std::io::BufReader;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::Fault;
use crate::archive::{self, PartReader, Zip};

/// A text or a tag is no longer than so many bytes; a cell holds 32,767 characters.
const LONGEST_PIECE: u64 = 16 << 20;

/// The XML of one part.
pub(super) struct Xml<'a> {
    part: String,
    reader: Reader<BufReader<PartReader<'a>>>,
    buffer: Vec<u8>,
}

impl<'a> Xml<'a> {
    /// The XML of a part of a container.
    pub(super) fn open(zip: &'a Zip, name: &str) -> Result<Self, Fault> {
        let part = zip.part(name).ok_or_else(|| Fault::NoPart {
            part: name.to_owned(),
        })?;
        let mut reader = Reader::from_reader(zip.stream(part)?.buffered());
        reader.config_mut().expand_empty_elements = true;
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        reader.config_mut().allow_dangling_amp = true;
        Ok(Self {
            part: name.to_owned(),
            reader,
            buffer: Vec::new(),
        })
    }

    /// The next tag or text; `Eof` at the end.
    pub(super) fn next(&mut self) -> Result<Event<'_>, Fault> {
        self.buffer.clear();
        self.reader.get_mut().get_mut().allow(LONGEST_PIECE);
        let at = self.reader.buffer_position();
        let Self {
            part,
            reader,
            buffer,
        } = self;
        // the borrow of a failed read would outlive it
        let failure = |reader: &Reader<BufReader<PartReader>>| {
            let stream = reader.get_ref().get_ref();
            if stream.has_failed() {
                Fault::Archive(stream.fault(part))
            } else {
                Fault::Xml {
                    part: part.clone(),
                    offset: at,
                }
            }
        };
        match reader.read_event_into(buffer) {
            Ok(event) => Ok(event),
            Err(_) => Err(failure(reader)),
        }
    }
}

/// The value of an attribute, whatever its prefix.
pub(super) fn attribute<'t>(tag: &'t BytesStart, name: &str) -> Option<Cow<'t, str>> {
    let found = tag
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().into_inner() == name)?;
    match found.normalized_value(XmlVersion::Explicit1_0) {
        Ok(value) => Some(value),
        Err(_) => Some(found.value),
    }
}

/// An attribute that is a whole number.
pub(super) fn number(tag: &BytesStart, name: &str) -> Option<u32> {
    attribute(tag, name)?.trim().parse().ok()
}

/// Appends the characters of an event, if it has some.
pub(super) fn append(event: &Event, text: &mut String) {
    match event {
        Event::Text(characters) => text.push_str(&characters.xml10_content()),
        Event::CData(characters) => text.push_str(&characters.xml10_content()),
        Event::GeneralRef(reference) => {
            if let Ok(Some(character)) = reference.resolve_char_ref() {
                text.push(character);
                return;
            }
            match &**reference {
                "lt" => text.push('<'),
                "gt" => text.push('>'),
                "amp" => text.push('&'),
                "apos" => text.push('\''),
                "quot" => text.push('"'),
                other => {
                    text.push('&');
                    text.push_str(other);
                    text.push(';');
                }
            }
        }
        _ => {}
    }
}

impl From<archive::Fault> for Fault {
    fn from(fault: archive::Fault) -> Self {
        Self::Archive(fault)
    }
}
