//! Workbooks: XLSX, XLS and ODS to a dataset.
//!
//! Three readers turn bytes into [`Sheet`]s, each with cells at their places; [`table`] finds the table on a sheet, and
//! [`columns`] makes it a dataset.

mod codebook;
mod columns;
mod fault;
mod kinds;
mod moment;
mod ods;
mod sheet;
mod table;
mod xls;
mod xlsx;
mod xml;

pub use fault::{Fault, Kind};
pub(crate) use moment::serial;
pub use sheet::{Area, Cell, CellError, Content, Sheet, TextId, address};

use befund_survey::ReadOptions;

use crate::archive::Zip;
use crate::{Error, Reading};
use codebook::Written;
use ods::read as read_ods;
use table::Table;
use xls::Xls;
pub(crate) use xls::is_xls;
use xlsx::Xlsx;

/// A workbook whose sheets can be read one by one.
pub struct Workbook {
    file: String,
    book: Book,
}

enum Book {
    Xlsx(Xlsx),
    Xls(Xls),
    Ods { tabs: Vec<Tab>, sheets: Vec<Sheet> },
}

/// What a workbook says about a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Its name.
    pub name: String,
    /// Whether it is not shown.
    pub hidden: bool,
}

/// Whether a ZIP container is a workbook, or another document of an office.
pub(crate) fn is_workbook(zip: &Zip) -> bool {
    let office = ["[Content_Types].xml", "xl/workbook.xml", "content.xml"];
    office.iter().any(|name| zip.part(name).is_some())
}

/// Reads a workbook in a ZIP container.
pub(crate) fn read_zip(file: &str, zip: Zip, options: &ReadOptions) -> Result<Reading, Error> {
    Workbook::open_zip(file, zip)?.read(options)
}

/// Reads a workbook of the old formats.
pub(crate) fn read_xls(
    file: &str,
    bytes: Vec<u8>,
    options: &ReadOptions,
) -> Result<Reading, Error> {
    Workbook::open(file, bytes)?.read(options)
}

impl Workbook {
    /// Opens a workbook; its sheets are read when they are asked for.
    ///
    /// # Errors
    /// What makes it unreadable.
    pub fn open(file: &str, bytes: Vec<u8>) -> Result<Self, Error> {
        if is_xls(&bytes) {
            let book = Xls::open(bytes).map_err(|fault| broken(file, fault))?;
            return Ok(Self {
                file: file.to_owned(),
                book: Book::Xls(book),
            });
        }
        let zip = Zip::open(bytes).map_err(|fault| broken(file, Fault::Archive(fault)))?;
        Self::open_zip(file, zip)
    }

    fn open_zip(file: &str, zip: Zip) -> Result<Self, Error> {
        let open = || {
            if let Some(kind) = other_document(&zip) {
                return Err(Fault::OtherDocument { kind });
            }
            if zip.part("content.xml").is_some() {
                let (tabs, sheets) = read_ods(&zip)?;
                return Ok(Book::Ods { tabs, sheets });
            }
            Ok(Book::Xlsx(Xlsx::open(zip)?))
        };
        Ok(Self {
            file: file.to_owned(),
            book: open().map_err(|fault| broken(file, fault))?,
        })
    }

    /// The sheets in their order; charts are none.
    pub fn tabs(&self) -> &[Tab] {
        match &self.book {
            Book::Xlsx(book) => book.tabs(),
            Book::Xls(book) => book.tabs(),
            Book::Ods { tabs, .. } => tabs,
        }
    }

    /// The cells of a sheet, by its number from 0; none beyond the last.
    ///
    /// # Errors
    /// What makes it unreadable.
    pub fn sheet(&self, index: usize) -> Result<Sheet, Error> {
        let sheet = match &self.book {
            Book::Xlsx(book) => book.sheet(index),
            Book::Xls(book) => book.sheet(index),
            Book::Ods { sheets, .. } => Ok(sheets.get(index).cloned().unwrap_or_default()),
        };
        sheet.map_err(|fault| broken(&self.file, fault))
    }

    /// The dataset on the sheet that is asked for, or else on the first that has a table.
    fn read(self, options: &ReadOptions) -> Result<Reading, Error> {
        let (index, sheet) = match &options.sheet {
            Some(wanted) => {
                let index = self.named(wanted)?;
                (index, self.sheet(index)?)
            }
            None => self.first_table(options)?,
        };
        let table = Table::find(&sheet, options).map_err(|fault| broken(&self.file, fault))?;
        let others = self.tabs().iter().enumerate();
        let others = others
            .filter(|(other, _)| *other != index)
            .map(|(_, tab)| tab.name.clone())
            .collect();
        let codebook = Written::beside(&self, &sheet.name)?;
        columns::reading(&self.file, &sheet, table, others, codebook)
    }

    /// The sheet of that name or number.
    fn named(&self, wanted: &str) -> Result<usize, Error> {
        let tabs = self.tabs();
        let same = |tab: &Tab| tab.name.trim().to_lowercase() == wanted.trim().to_lowercase();
        let number = || {
            let number = wanted.trim().parse::<usize>().ok()?.checked_sub(1)?;
            (number < tabs.len()).then_some(number)
        };
        tabs.iter()
            .position(|tab| tab.name == wanted)
            .or_else(|| tabs.iter().position(same))
            .or_else(number)
            .ok_or_else(|| {
                broken(
                    &self.file,
                    Fault::NoSheet {
                        wanted: wanted.to_owned(),
                        sheets: self.names(),
                    },
                )
            })
    }

    /// The first sheet with a table; a cover page with text is none. Where there is none, the first with most columns.
    fn first_table(&self, options: &ReadOptions) -> Result<(usize, Sheet), Error> {
        let tabs = self.tabs().iter().enumerate();
        let shown = tabs.clone().filter(|(_, tab)| !tab.hidden);
        let hidden = tabs.filter(|(_, tab)| tab.hidden);
        let mut best: Option<(usize, Sheet, u8)> = None;
        // why a sheet that has cells gives no table
        let mut fault: Option<Fault> = None;
        for (index, tab) in shown.chain(hidden) {
            let sheet = self.sheet(index)?;
            let found = match Table::find(&sheet, options) {
                Ok(table) => table.rank(&sheet),
                Err(Fault::NoRows { rows: 0, .. }) => 0,
                Err(other) => {
                    fault.get_or_insert(other);
                    0
                }
            };
            // a sheet that is not shown is taken only where no other has anything
            let rank = if tab.hidden { found.min(1) } else { found };
            if best.as_ref().map_or(0, |(_, _, best)| *best) < rank {
                let is_table = rank >= table::A_TABLE;
                best = Some((index, sheet, rank));
                if is_table {
                    break;
                }
            }
        }
        best.map(|(index, sheet, _)| (index, sheet)).ok_or_else(|| {
            let no_cells = || Fault::NoCells {
                sheets: self.names(),
            };
            broken(&self.file, fault.unwrap_or_else(no_cells))
        })
    }

    fn names(&self) -> Vec<String> {
        self.tabs().iter().map(|tab| tab.name.clone()).collect()
    }
}

/// Texts and presentations come in the same containers.
fn other_document(zip: &Zip) -> Option<Kind> {
    let mimetype = zip.part("mimetype").and_then(|part| zip.read(part).ok());
    let mimetype = mimetype.unwrap_or_default();
    let is = |kind: &[u8]| mimetype.windows(kind.len()).any(|part| part == kind);
    if zip.part("word/document.xml").is_some() || is(b"opendocument.text") {
        Some(Kind::Text)
    } else if zip.part("ppt/presentation.xml").is_some() || is(b"opendocument.presentation") {
        Some(Kind::Slides)
    } else if zip.part("xl/workbook.bin").is_some() {
        Some(Kind::Xlsb)
    } else {
        None
    }
}

fn broken(file: &str, fault: Fault) -> Error {
    Error::Workbook {
        file: file.to_owned(),
        fault,
    }
}
