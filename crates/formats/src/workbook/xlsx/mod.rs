//! XLSX: workbooks of Excel since 2007 (ECMA-376), transitional and strict.

mod cells;
mod parts;
mod strings;
mod styles;

use std::rc::Rc;

use befund_survey::codebook::Temporal;
use befund_survey::dataset::Texts;

use super::moment::Epoch;
use super::sheet::Sheet;
use super::{Fault, Tab};
use crate::archive::Zip;

/// An open workbook.
pub(super) struct Xlsx {
    zip: Zip,
    tabs: Vec<Tab>,
    /// The part of each tab.
    parts: Vec<String>,
    texts: Rc<Texts>,
    /// What each cell format shows.
    formats: Vec<Option<Temporal>>,
    epoch: Epoch,
}

impl Xlsx {
    /// Reads everything but the sheets.
    pub(super) fn open(zip: Zip) -> Result<Self, Fault> {
        let found = parts::parts(&zip)?;
        let texts = match &found.strings {
            Some(part) => strings::strings(&zip, part)?,
            None => Texts::default(),
        };
        let formats = match &found.styles {
            Some(part) => styles::formats(&zip, part)?,
            None => Vec::new(),
        };
        Ok(Self {
            zip,
            tabs: found.tabs,
            parts: found.sheets,
            texts: Rc::new(texts),
            formats,
            epoch: found.epoch,
        })
    }

    /// The sheets.
    pub(super) fn tabs(&self) -> &[Tab] {
        &self.tabs
    }

    /// The cells of a sheet.
    pub(super) fn sheet(&self, index: usize) -> Result<Sheet, Fault> {
        let (Some(tab), Some(part)) = (self.tabs.get(index), self.parts.get(index)) else {
            return Ok(Sheet::default());
        };
        let sheet = Sheet::new(&tab.name, Rc::clone(&self.texts));
        cells::read(&self.zip, part, sheet, &self.formats, self.epoch)
    }
}
