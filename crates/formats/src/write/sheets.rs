//! Sheets as XML (ECMA-376).

use std::fmt::Write;

use crate::workbook::address;

/// How a cell looks; the numbers are those of the formats in the part of styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Style {
    Plain,
    Date,
    DateTime,
    Time,
    Header,
}

/// A sheet under way.
pub(super) struct SheetWriter {
    xml: String,
    row: u32,
    column: u32,
}

impl SheetWriter {
    /// A sheet whose first row is a header that stays in view, with columns as wide as so many characters.
    pub(super) fn new(widths: &[u32]) -> Self {
        let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
            <worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
            <sheetViews><sheetView workbookViewId=\"0\">\
            <pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>\
            </sheetView></sheetViews>"
            .to_owned();
        if !widths.is_empty() {
            xml += "<cols>";
            for (at, width) in (1..).zip(widths) {
                // a String takes every character
                let _ = write!(
                    xml,
                    "<col min=\"{at}\" max=\"{at}\" width=\"{width}\" customWidth=\"1\"/>"
                );
            }
            xml += "</cols>";
        }
        xml += "<sheetData>";
        Self {
            xml,
            row: 0,
            column: 0,
        }
    }

    /// The header.
    pub(super) fn header<'n>(&mut self, names: impl IntoIterator<Item = &'n str>) {
        self.begin();
        for name in names {
            self.styled(name, Style::Header);
        }
        self.end();
    }

    /// A row begins.
    pub(super) fn begin(&mut self) {
        let _ = write!(self.xml, "<row r=\"{}\">", self.row + 1);
        self.column = 0;
    }

    /// The row ends.
    pub(super) fn end(&mut self) {
        self.xml += "</row>";
        self.row += 1;
    }

    /// An empty cell.
    pub(super) fn skip(&mut self) {
        self.column += 1;
    }

    /// A cell with a text; none where it is empty.
    pub(super) fn text(&mut self, text: &str) {
        self.styled(text, Style::Plain);
    }

    fn styled(&mut self, text: &str, style: Style) {
        if !text.is_empty() {
            self.open(style, " t=\"inlineStr\"");
            self.xml += "<is><t xml:space=\"preserve\">";
            escape(text, &mut self.xml);
            self.xml += "</t></is></c>";
        }
        self.column += 1;
    }

    /// A cell with a number.
    pub(super) fn number(&mut self, number: f64, style: Style) {
        self.open(style, "");
        let size = number.abs();
        // programs read no more than some hundred digits
        let _ = if number == 0.0 || (1e-5..1e16).contains(&size) {
            write!(self.xml, "<v>{number}</v></c>")
        } else {
            write!(self.xml, "<v>{number:E}</v></c>")
        };
        self.column += 1;
    }

    fn open(&mut self, style: Style, kind: &str) {
        let address = address(self.row, self.column);
        let _ = match style {
            Style::Plain => write!(self.xml, "<c r=\"{address}\"{kind}>"),
            style => write!(self.xml, "<c r=\"{address}\" s=\"{}\"{kind}>", style as u8),
        };
    }

    /// The part.
    pub(super) fn finish(mut self) -> String {
        self.xml += "</sheetData></worksheet>";
        self.xml
    }
}

/// Appends a text as XML has it; what XML cannot have as Excel does.
pub(super) fn escape(text: &str, xml: &mut String) {
    for (at, character) in text.char_indices() {
        match character {
            '&' => *xml += "&amp;",
            '<' => *xml += "&lt;",
            '>' => *xml += "&gt;",
            '"' => *xml += "&quot;",
            '_' if is_escaped(&text[at..]) => *xml += "_x005F_",
            '\t' | '\n' => xml.push(character),
            '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {
                let _ = write!(xml, "_x{:04X}_", u32::from(character));
            }
            other => xml.push(other),
        }
    }
}

/// Whether a text begins like an escaped character: `_x000D_`.
fn is_escaped(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 7
        && bytes[1] == b'x'
        && bytes[6] == b'_'
        && bytes[2..6].iter().all(u8::is_ascii_hexdigit)
}
