//! Texts of any length (strL), which stand behind the rows.

use std::collections::HashMap;

use super::fault::{Damage, Part};
use super::release::Release;
use super::source::{ByteOrder, Source, until_zero};

/// The texts by where they first occur.
#[derive(Default)]
pub(super) struct LongTexts<'a> {
    by_place: HashMap<Place, LongText<'a>>,
}

/// Variable and row of the first occurrence, both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Place {
    variable: u64,
    row: u64,
}

/// A text, or bytes that are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LongText<'a> {
    Text(&'a [u8]),
    Binary(&'a [u8]),
}

impl Place {
    /// What a cell refers to; nothing where the text is empty.
    pub(super) fn of(cell: &[u8], order: ByteOrder, release: Release) -> Option<Self> {
        let width = match release.number() {
            117 => 4,
            _ if release.is_wide() => 3,
            _ => 2,
        };
        // a cell has eight bytes
        let (variable, row) = cell.split_at_checked(width)?;
        let place = Self {
            variable: order.unsigned(variable),
            row: order.unsigned(row),
        };
        (place.variable > 0 || place.row > 0).then_some(place)
    }
}

impl<'a> LongTexts<'a> {
    /// Reads the part of the file between its tags.
    pub(super) fn read(source: &mut Source<'a>, release: Release) -> Result<Self, Damage> {
        source.part = Part::LongTexts;
        source.tag("<strls>")?;
        let mut texts = Self::default();
        while source.skip(b"GSO") {
            let variable = source.number(4)?;
            let row = source.number(if release.is_unicode() { 8 } else { 4 })?;
            let kind = source.number(1)?;
            let length = source.length(4)?;
            let bytes = source.take(length)?;
            let text = match kind {
                130 => LongText::Text(until_zero(bytes)),
                // a text that was put there as bytes
                _ if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) => {
                    LongText::Text(bytes)
                }
                _ => LongText::Binary(bytes),
            };
            texts.by_place.insert(Place { variable, row }, text);
        }
        source.tag("</strls>")?;
        Ok(texts)
    }

    pub(super) fn get(&self, place: Place) -> Option<LongText<'a>> {
        self.by_place.get(&place).copied()
    }

    /// All texts, in no order.
    pub(super) fn texts(&self) -> impl Iterator<Item = &'a [u8]> {
        self.by_place.values().filter_map(|text| match text {
            LongText::Text(text) => Some(*text),
            LongText::Binary(_) => None,
        })
    }
}
