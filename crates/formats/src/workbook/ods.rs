//! ODS: workbooks of LibreOffice and others (OpenDocument 1.0 to 1.3).

use std::collections::HashSet;
use std::rc::Rc;

use befund_survey::dataset::Texts;
use quick_xml::events::{BytesStart, Event};

use super::moment::{duration, iso};
use super::sheet::{Area, CellError, Content, Sheet};
use super::xml::{Xml, append, attribute, number};
use super::{Fault, Tab};
use crate::archive::Zip;

const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";
/// Sheets of one workbook.
const MAX_SHEETS: usize = 10_000;

/// The sheets with their cells: they all stand in one part.
pub(super) fn read(zip: &Zip) -> Result<(Vec<Tab>, Vec<Sheet>), Fault> {
    if is_encrypted(zip) {
        return Err(Fault::Encrypted);
    }
    let mut xml = Xml::open(zip, CONTENT)?;
    let mut reader = Reader::default();
    loop {
        match xml.next()? {
            Event::Eof => break,
            event => reader.look(&event)?,
        }
    }
    Ok((reader.tabs, reader.sheets))
}

fn is_encrypted(zip: &Zip) -> bool {
    let Ok(mut xml) = Xml::open(zip, MANIFEST) else {
        return false;
    };
    loop {
        match xml.next() {
            Ok(Event::Start(tag)) if tag.local_name().into_inner() == "encryption-data" => {
                return true;
            }
            Ok(Event::Eof) | Err(_) => return false,
            Ok(_) => {}
        }
    }
}

#[derive(Default)]
struct Reader {
    tabs: Vec<Tab>,
    sheets: Vec<Sheet>,
    /// Styles of sheets that are not shown.
    hidden: HashSet<String>,
    style: Option<String>,
    /// The sheet under way; `None` between sheets.
    sheet: Option<Sheet>,
    row: u32,
    row_repeated: u32,
    /// Where the cells of the row under way begin.
    row_start: usize,
    column: u32,
    cell: Option<Open>,
    /// Depth in what stands in a cell or beside the cells and is none of them: comments, drawings, tables.
    beside: u32,
}

/// The cell under way.
struct Open {
    repeated: u32,
    kind: Kind,
    text: String,
    paragraphs: u32,
    /// Depth in paragraphs.
    inside: u32,
    /// What the cell says its text is.
    stated: Option<String>,
    merged: Option<Area>,
}

enum Kind {
    Ready(Content),
    Text,
    Error,
}

impl Reader {
    fn look(&mut self, event: &Event) -> Result<(), Fault> {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag.local_name().into_inner()),
            other => {
                if let Some(cell) = &mut self.cell
                    && cell.inside > 0
                    && self.beside == 0
                {
                    append_collapsed(other, &mut cell.text);
                }
                Ok(())
            }
        }
    }

    fn start(&mut self, tag: &BytesStart) -> Result<(), Fault> {
        let name = tag.local_name().into_inner();
        if self.beside > 0 {
            self.beside += 1;
            return Ok(());
        }
        if self.sheet.is_none() {
            match name {
                "table" if self.sheets.len() < MAX_SHEETS => self.open_sheet(tag),
                "style" => self.style = attribute(tag, "name").map(|name| name.into_owned()),
                "table-properties" => {
                    let hides = attribute(tag, "display").is_some_and(|value| value == "false");
                    self.hidden.extend(self.style.clone().filter(|_| hides));
                }
                "tracked-changes" => self.beside = 1,
                _ => {}
            }
            return Ok(());
        }
        let Some(cell) = &mut self.cell else {
            match name {
                "table-row" => {
                    self.row_repeated = number(tag, "number-rows-repeated").unwrap_or(1).max(1);
                    self.column = 0;
                    self.row_start = self.sheet.as_ref().map_or(0, |sheet| sheet.cells.len());
                }
                "table-cell" | "covered-table-cell" => self.open_cell(tag),
                "table" | "shapes" | "named-expressions" | "annotation" => self.beside = 1,
                _ => {}
            }
            return Ok(());
        };
        match name {
            "p" | "h" => {
                if cell.inside == 0 {
                    if cell.paragraphs > 0 {
                        cell.text.push('\n');
                    }
                    cell.paragraphs += 1;
                }
                cell.inside += 1;
            }
            "s" => {
                // blanks in a row are written as a number of them
                let count = number(tag, "c").unwrap_or(1).min(1 << 15);
                cell.text.extend((0..count).map(|_| ' '));
            }
            "tab" => cell.text.push('\t'),
            "line-break" => cell.text.push('\n'),
            "annotation" | "frame" | "table" | "note" | "custom-shape" | "g" | "control" => {
                self.beside = 1;
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Fault> {
        if self.beside > 0 {
            self.beside -= 1;
            return Ok(());
        }
        match name {
            "p" | "h" => {
                if let Some(cell) = &mut self.cell {
                    cell.inside = cell.inside.saturating_sub(1);
                }
            }
            "table-cell" | "covered-table-cell" => {
                if let Some(cell) = self.cell.take() {
                    self.close_cell(cell)?;
                }
            }
            "table-row" => self.close_row()?,
            "table" => {
                if let Some(mut sheet) = self.sheet.take() {
                    sheet.finish();
                    self.sheets.push(sheet);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn open_sheet(&mut self, tag: &BytesStart) {
        let name = attribute(tag, "name").unwrap_or_default();
        let style = attribute(tag, "style-name");
        self.tabs.push(Tab {
            name: name.clone().into_owned(),
            hidden: style.is_some_and(|style| self.hidden.contains(&*style)),
        });
        self.sheet = Some(Sheet::new(&name, Rc::new(Texts::default())));
        self.row = 0;
    }

    fn open_cell(&mut self, tag: &BytesStart) {
        let value = || attribute(tag, "value").and_then(|value| value.trim().parse::<f64>().ok());
        let is_error = tag
            .attributes()
            .with_checks(false)
            .flatten()
            .any(|attribute| {
                attribute.key.into_inner() == "calcext:value-type" && &*attribute.value == "error"
            });
        // office:value-type, and calcext:value-type beside it in some files
        let kind = match attribute(tag, "value-type").as_deref() {
            _ if is_error => Kind::Error,
            Some("float" | "percentage" | "currency") => match value() {
                Some(number) => Kind::Ready(Content::Number(number)),
                None => Kind::Text,
            },
            Some("date") => attribute(tag, "date-value")
                .and_then(|text| iso(&text))
                .map_or(Kind::Text, Kind::Ready),
            Some("time") => attribute(tag, "time-value")
                .and_then(|text| duration(&text))
                .map_or(Kind::Text, |seconds| Kind::Ready(Content::Time(seconds))),
            Some("boolean") => attribute(tag, "boolean-value").map_or(Kind::Text, |value| {
                Kind::Ready(Content::Boolean(value == "true"))
            }),
            _ => Kind::Text,
        };
        let spanned = |name| number(tag, name).unwrap_or(1).max(1);
        let (columns, rows) = (
            spanned("number-columns-spanned"),
            spanned("number-rows-spanned"),
        );
        self.cell = Some(Open {
            repeated: number(tag, "number-columns-repeated").unwrap_or(1).max(1),
            kind,
            text: String::new(),
            paragraphs: 0,
            inside: 0,
            stated: attribute(tag, "string-value").map(|text| text.into_owned()),
            merged: (columns > 1 || rows > 1).then(|| Area {
                top: self.row,
                left: self.column,
                bottom: self.row.saturating_add(rows - 1),
                right: self.column.saturating_add(columns - 1),
            }),
        });
    }

    fn close_cell(&mut self, cell: Open) -> Result<(), Fault> {
        let Some(sheet) = &mut self.sheet else {
            return Ok(());
        };
        let content = match cell.kind {
            Kind::Ready(content) => Some(content),
            Kind::Error => Some(Content::Error(CellError::of(&cell.text))),
            Kind::Text => sheet.keep(cell.stated.as_deref().unwrap_or(&cell.text))?,
        };
        sheet.merged.extend(cell.merged);
        if let Some(content) = content {
            sheet.push(self.row, self.column, content)?;
            for column in 1..cell.repeated {
                sheet.repeat(self.row, self.column.saturating_add(column), content)?;
            }
        }
        self.column = self.column.saturating_add(cell.repeated);
        Ok(())
    }

    fn close_row(&mut self) -> Result<(), Fault> {
        let Some(sheet) = &mut self.sheet else {
            return Ok(());
        };
        let row: Vec<_> = sheet
            .cells
            .get(self.row_start..)
            .unwrap_or_default()
            .to_vec();
        if !row.is_empty() {
            for more in 1..self.row_repeated {
                for cell in &row {
                    sheet.repeat(cell.row.saturating_add(more), cell.column, cell.content)?;
                }
            }
        }
        self.row = self.row.saturating_add(self.row_repeated);
        Ok(())
    }
}

/// Appends characters as OpenDocument reads them: blanks and line breaks of the file are one blank, none at the start.
fn append_collapsed(event: &Event, text: &mut String) {
    let mut written = String::new();
    append(event, &mut written);
    if matches!(event, Event::GeneralRef(_)) {
        text.push_str(&written);
        return;
    }
    for character in written.chars() {
        let blank = matches!(character, ' ' | '\t' | '\n' | '\r');
        if !blank {
            text.push(character);
        } else if !text.ends_with([' ', '\n', '\t']) && !text.is_empty() {
            text.push(' ');
        }
    }
}
