//! What the formats of cells show: only they tell dates from numbers.

use std::collections::HashMap;

use befund_survey::codebook::Temporal;
use quick_xml::events::Event;

use super::super::Fault;
use super::super::moment::{shown_by, shown_by_number};
use super::super::xml::{Xml, attribute, number};
use crate::archive::Zip;

/// What each cell format shows, by its number.
pub(super) fn formats(zip: &Zip, part: &str) -> Result<Vec<Option<Temporal>>, Fault> {
    let mut codes: HashMap<u32, Option<Temporal>> = HashMap::new();
    let mut formats = Vec::new();
    let mut in_cells = false;
    let mut xml = Xml::open(zip, part)?;
    loop {
        match xml.next()? {
            Event::Eof => {
                let shown = |id: u32| codes.get(&id).copied().unwrap_or(shown_by_number(id));
                return Ok(formats.into_iter().map(shown).collect());
            }
            Event::Start(tag) => match tag.local_name().into_inner() {
                "numFmt" => {
                    let code = attribute(&tag, "formatCode");
                    if let (Some(id), Some(code)) = (number(&tag, "numFmtId"), code) {
                        codes.insert(id, shown_by(&code));
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => formats.push(number(&tag, "numFmtId").unwrap_or(0)),
                _ => {}
            },
            Event::End(tag) if tag.local_name().into_inner() == "cellXfs" => in_cells = false,
            _ => {}
        }
    }
}
