//! A sheet as its file has it: cells with their places.

use std::rc::Rc;

use befund_survey::dataset::Texts;

use super::Fault;

/// Rows and columns that a sheet can have.
pub(super) const MAX_ROWS: u32 = 1 << 20;
pub(super) const MAX_COLUMNS: u32 = 1 << 14;
/// Cells with content that a sheet can have.
const MAX_CELLS: usize = 1 << 26;
/// Cells that may come from repetition alone, in files that say "so many times" instead of writing them.
const MAX_REPEATED: usize = 1 << 22;

/// A sheet of a workbook.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Cells with content, row by row.
    pub cells: Vec<Cell>,
    /// Areas that are shown as one cell.
    pub merged: Vec<Area>,
    shared: Rc<Texts>,
    own: Texts,
    repeated: usize,
    /// Formulas whose result the file does not hold.
    pub(super) uncomputed: Places,
    /// Cells that show 29 February 1900, which was no day.
    pub(super) impossible: Places,
}

/// A cell with content.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub column: u32,
    /// What stands there.
    pub content: Content,
}

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Content {
    /// A number.
    Number(f64),
    /// A day, since 1970-01-01.
    Date(f64),
    /// A moment: seconds since 1970-01-01 00:00.
    DateTime(f64),
    /// A time of day, or a duration: seconds.
    Time(f64),
    /// A text; [`Sheet::text`] has it.
    Text(TextId),
    /// TRUE or FALSE.
    Boolean(bool),
    /// What Excel shows where a formula fails.
    Error(CellError),
}

/// Which of the texts of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextId(u32);

/// Why a formula has no result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellError {
    /// `#N/A`: said to be missing.
    NotAvailable,
    /// `#DIV/0!`
    Division,
    /// `#VALUE!`
    Value,
    /// `#REF!`
    Reference,
    /// `#NAME?`
    Name,
    /// `#NUM!`
    Number,
    /// `#NULL!`
    Null,
    /// Any other.
    Other,
}

/// Cells from one corner to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// First row, from 0.
    pub top: u32,
    /// First column, from 0.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

/// How many cells, and the first of them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Places {
    pub(super) cells: u64,
    pub(super) first: (u32, u32),
}

impl Places {
    pub(super) fn add(&mut self, row: u32, column: u32) {
        if self.cells == 0 {
            self.first = (row, column);
        }
        self.cells += 1;
    }

    pub(super) fn address(&self) -> String {
        address(self.first.0, self.first.1)
    }
}

impl Sheet {
    /// A sheet without cells whose texts may be those that all sheets share.
    pub(super) fn new(name: &str, shared: Rc<Texts>) -> Self {
        Self {
            name: name.to_owned(),
            shared,
            ..Self::default()
        }
    }

    /// The text of a cell.
    pub fn text(&self, id: TextId) -> &str {
        let at = id.0 as usize;
        let text = match at.checked_sub(self.shared.len()) {
            None => self.shared.get(at),
            Some(own) if own < self.own.len() => self.own.get(own),
            Some(_) => None,
        };
        text.unwrap_or_default()
    }

    /// Adds a cell.
    pub(super) fn push(&mut self, row: u32, column: u32, content: Content) -> Result<(), Fault> {
        if row >= MAX_ROWS || column >= MAX_COLUMNS || self.cells.len() >= MAX_CELLS {
            return Err(self.too_large());
        }
        self.cells.push(Cell {
            row,
            column,
            content,
        });
        Ok(())
    }

    /// Adds a cell that is only there because another is repeated.
    pub(super) fn repeat(&mut self, row: u32, column: u32, content: Content) -> Result<(), Fault> {
        self.repeated += 1;
        if self.repeated > MAX_REPEATED {
            return Err(self.too_large());
        }
        self.push(row, column, content)
    }

    /// Adds a cell with a text; an empty one is no content.
    pub(super) fn push_text(&mut self, row: u32, column: u32, text: &str) -> Result<(), Fault> {
        match self.keep(text)? {
            Some(content) => self.push(row, column, content),
            None => Ok(()),
        }
    }

    /// The content of a text; nothing for an empty one.
    pub(super) fn keep(&mut self, text: &str) -> Result<Option<Content>, Fault> {
        if text.is_empty() {
            return Ok(None);
        }
        let id = u32::try_from(self.shared.len() + self.own.len()).map_err(|_| self.too_large())?;
        self.own.push(text);
        Ok(Some(Content::Text(TextId(id))))
    }

    /// Adds a cell with a text that sheets share, by its number; an empty one is no content.
    pub(super) fn push_shared(
        &mut self,
        row: u32,
        column: u32,
        number: Option<u32>,
    ) -> Result<(), Fault> {
        match number.filter(|number| (*number as usize) < self.shared.len()) {
            Some(number) if self.shared.get(number as usize).is_some() => {
                self.push(row, column, Content::Text(TextId(number)))
            }
            Some(_) => Ok(()),
            None => Err(Fault::NoText {
                sheet: self.name.clone(),
                cell: address(row, column),
            }),
        }
    }

    /// Puts the cells into the order of rows; of two in one place the later one counts.
    pub(super) fn finish(&mut self) {
        let place = |cell: &Cell| (cell.row, cell.column);
        if self
            .cells
            .windows(2)
            .all(|pair| place(&pair[0]) < place(&pair[1]))
        {
            return;
        }
        self.cells.reverse();
        befund_survey::order::sort(&mut self.cells, |a, b| place(a).cmp(&place(b)));
        self.cells
            .dedup_by(|later, kept| place(later) == place(kept));
    }

    pub(super) fn too_large(&self) -> Fault {
        Fault::TooLarge {
            sheet: self.name.clone(),
        }
    }
}

impl CellError {
    /// The error that programs write like this.
    pub(super) fn of(text: &str) -> Self {
        match text.trim() {
            "#N/A" | "#NV" => Self::NotAvailable,
            "#DIV/0!" => Self::Division,
            "#VALUE!" | "#WERT!" => Self::Value,
            "#REF!" | "#BEZUG!" => Self::Reference,
            "#NAME?" => Self::Name,
            "#NUM!" | "#ZAHL!" => Self::Number,
            "#NULL!" => Self::Null,
            _ => Self::Other,
        }
    }

    /// As Excel shows it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAvailable => "#N/A",
            Self::Division => "#DIV/0!",
            Self::Value => "#VALUE!",
            Self::Reference => "#REF!",
            Self::Name => "#NAME?",
            Self::Number => "#NUM!",
            Self::Null => "#NULL!",
            Self::Other => "#ERROR!",
        }
    }
}

/// `B3` for row 2, column 1.
pub fn address(row: u32, column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        // below 26
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.reverse();
    let letters = String::from_utf8_lossy(&letters);
    format!("{letters}{}", u64::from(row) + 1)
}

/// Row and column of an address, each from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) row: u32,
    pub(super) column: u32,
}

/// Where `B3` is: row 2, column 1. Dollar signs do not matter.
pub(super) fn place(address: &str) -> Option<Place> {
    let mut column = 0_u32;
    let mut row = 0_u32;
    for byte in address.bytes() {
        match byte.to_ascii_uppercase() {
            b'$' => {}
            letter @ b'A'..=b'Z' if row == 0 => {
                column = column
                    .checked_mul(26)?
                    .checked_add(u32::from(letter - b'A') + 1)?;
            }
            digit @ b'0'..=b'9' => {
                row = row.checked_mul(10)?.checked_add(u32::from(digit - b'0'))?;
            }
            _ => return None,
        }
    }
    Some(Place {
        row: row.checked_sub(1)?,
        column: column.checked_sub(1)?,
    })
}

/// The area `A1:C2`, or a single cell.
pub(super) fn area(text: &str) -> Option<Area> {
    let (from, to) = text.split_once(':').unwrap_or((text, text));
    let (from, to) = (place(from)?, place(to)?);
    (from.row <= to.row && from.column <= to.column).then_some(Area {
        top: from.row,
        left: from.column,
        bottom: to.row,
        right: to.column,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_excel() {
        for (row, column, text) in [
            (0, 0, "A1"),
            (2, 25, "Z3"),
            (0, 26, "AA1"),
            (1_048_575, 16_383, "XFD1048576"),
        ] {
            assert_eq!(address(row, column), text);
            assert_eq!(place(text), Some(Place { row, column }));
        }
        for wrong in ["", "A", "1", "1A", "A0", "A99999999999", "Ä1"] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
        assert!(area("A1:B").is_none());
    }

    #[test]
    fn of_two_cells_in_one_place_the_later_counts() {
        let mut sheet = Sheet::default();
        for (row, column, number) in [(1, 0, 1.0), (0, 1, 2.0), (1, 0, 3.0), (0, 0, 4.0)] {
            sheet.push(row, column, Content::Number(number)).unwrap();
        }
        sheet.finish();
        let found: Vec<Content> = sheet.cells.iter().map(|cell| cell.content).collect();
        assert_eq!(found, [4.0, 2.0, 3.0].map(Content::Number));
    }
}
