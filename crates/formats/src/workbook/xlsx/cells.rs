//! The cells of a sheet.

use befund_survey::codebook::Temporal;
use quick_xml::events::{BytesStart, Event};

use super::super::Fault;
use super::super::moment::{Epoch, iso, moment};
use super::super::sheet::{CellError, Content, MAX_ROWS, Place, Sheet, area, place};
use super::super::xml::{Xml, append, attribute, number};
use super::strings::{Rich, unescaped};
use crate::archive::Zip;

/// Reads the cells of the sheet in that part.
pub(super) fn read(
    zip: &Zip,
    part: &str,
    sheet: Sheet,
    formats: &[Option<Temporal>],
    epoch: Epoch,
) -> Result<Sheet, Fault> {
    let mut xml = Xml::open(zip, part)?;
    let mut reader = Cells {
        sheet,
        formats,
        epoch,
        next: Place { row: 0, column: 0 },
        cell: None,
        row_begun: false,
    };
    loop {
        match xml.next()? {
            Event::Eof => break,
            event => reader.look(&event)?,
        }
    }
    reader.sheet.finish();
    Ok(reader.sheet)
}

struct Cells<'a> {
    sheet: Sheet,
    formats: &'a [Option<Temporal>],
    epoch: Epoch,
    /// Where a cell is that does not say so.
    next: Place,
    /// Whether a row came before, which one without a number follows.
    row_begun: bool,
    cell: Option<Open>,
}

/// The cell under way.
struct Open {
    at: Place,
    kind: Kind,
    shown: Option<Temporal>,
    value: String,
    in_value: bool,
    inline: Rich,
    has_inline: bool,
    has_formula: bool,
}

/// How its value is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Text,
    Inline,
    Boolean,
    Error,
    Iso,
}

impl Cells<'_> {
    fn look(&mut self, event: &Event) -> Result<(), Fault> {
        match event {
            Event::Start(tag) => {
                self.start(tag);
                // nothing that could be read comes behind it
                if self.next.row >= MAX_ROWS {
                    return Err(self.sheet.too_large());
                }
            }
            Event::End(tag) => {
                let name = tag.local_name().into_inner();
                if name == "c" {
                    if let Some(cell) = self.cell.take() {
                        self.close(cell)?;
                    }
                } else if let Some(cell) = &mut self.cell {
                    if name == "v" {
                        cell.in_value = false;
                    } else if cell.has_inline {
                        cell.inline.look(event);
                    }
                }
            }
            other => {
                if let Some(cell) = &mut self.cell {
                    if cell.in_value {
                        append(other, &mut cell.value);
                    } else if cell.has_inline {
                        cell.inline.look(other);
                    }
                }
            }
        }
        Ok(())
    }

    fn start(&mut self, tag: &BytesStart) {
        match tag.local_name().into_inner() {
            "row" => {
                let row = number(tag, "r").and_then(|row| row.checked_sub(1));
                self.next.row =
                    row.unwrap_or(self.next.row.saturating_add(u32::from(self.row_begun)));
                self.next.column = 0;
                self.row_begun = true;
            }
            "c" => {
                let at = attribute(tag, "r").and_then(|address| place(&address));
                let at = at.unwrap_or(self.next);
                self.next = Place {
                    column: at.column.saturating_add(1),
                    row: at.row,
                };
                let kind = match attribute(tag, "t").as_deref() {
                    Some("s") => Kind::Shared,
                    Some("str") => Kind::Text,
                    Some("inlineStr") => Kind::Inline,
                    Some("b") => Kind::Boolean,
                    Some("e") => Kind::Error,
                    Some("d") => Kind::Iso,
                    _ => Kind::Number,
                };
                let format = number(tag, "s").unwrap_or(0) as usize;
                self.cell = Some(Open {
                    at,
                    kind,
                    shown: self.formats.get(format).copied().flatten(),
                    value: String::new(),
                    in_value: false,
                    inline: Rich::default(),
                    has_inline: false,
                    has_formula: false,
                });
            }
            "mergeCell" => {
                let merged = attribute(tag, "ref").and_then(|text| area(&text));
                self.sheet.merged.extend(merged);
            }
            name => {
                let Some(cell) = &mut self.cell else { return };
                match name {
                    "v" => cell.in_value = true,
                    "f" => cell.has_formula = true,
                    "is" => cell.has_inline = true,
                    _ if cell.has_inline => cell.inline.look(&Event::Start(tag.borrow())),
                    _ => {}
                }
            }
        }
    }

    fn close(&mut self, mut cell: Open) -> Result<(), Fault> {
        let Place { row, column } = cell.at;
        if cell.has_inline && (cell.kind == Kind::Inline || cell.value.is_empty()) {
            let text = cell.inline.take();
            return self.sheet.push_text(row, column, &text);
        }
        let value = cell.value.trim();
        if value.is_empty() && cell.kind != Kind::Text {
            if cell.has_formula {
                self.sheet.uncomputed.add(row, column);
            }
            return Ok(());
        }
        let content = match cell.kind {
            Kind::Shared => return self.sheet.push_shared(row, column, value.parse().ok()),
            Kind::Text | Kind::Inline => {
                return self.sheet.push_text(row, column, &unescaped(cell.value));
            }
            Kind::Boolean => Content::Boolean(matches!(value, "1" | "true" | "TRUE")),
            Kind::Error => Content::Error(CellError::of(value)),
            Kind::Iso => match iso(value) {
                Some(content) => content,
                None => return self.sheet.push_text(row, column, value),
            },
            Kind::Number => match (value.parse::<f64>(), cell.shown) {
                (Ok(number), _) if !number.is_finite() => Content::Error(CellError::Number),
                (Ok(number), None) => Content::Number(number),
                (Ok(number), Some(shown)) => {
                    let moment = moment(number, shown, self.epoch);
                    if moment.impossible {
                        self.sheet.impossible.add(row, column);
                    }
                    moment.content
                }
                (Err(_), _) => return self.sheet.push_text(row, column, value),
            },
        };
        self.sheet.push(row, column, content)
    }
}
