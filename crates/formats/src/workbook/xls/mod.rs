//! XLS: workbooks of Excel 5 to 2003 (BIFF5 and BIFF8, MS-XLS).

mod cells;
mod container;
mod records;
mod texts;

use std::rc::Rc;

use befund_survey::codebook::Temporal;
use befund_survey::dataset::Texts;

use super::moment::{Epoch, shown_by, shown_by_number};
use super::sheet::Sheet;
use super::{Fault, Kind, Tab};
use container::{Container, long, short};
use records::{Record, records};
use texts::{Pieces, decode};

/// An open workbook.
pub(super) struct Xls {
    stream: Vec<u8>,
    tabs: Vec<Tab>,
    /// Where the records of each sheet begin.
    offsets: Vec<usize>,
    globals: Globals,
}

/// What holds for all sheets.
#[derive(Default)]
struct Globals {
    biff8: bool,
    codepage: u16,
    epoch: Epoch,
    texts: Rc<Texts>,
    /// What each cell format shows.
    formats: Vec<Option<Temporal>>,
}

/// Whether a file begins like one: the container of the old Office, or a bare stream of records.
pub(crate) fn is_xls(head: &[u8]) -> bool {
    head.starts_with(&container::MAGIC) || matches!(head, [9, 0 | 2 | 4 | 8, 4 | 6 | 8 | 16, 0, ..])
}

impl Xls {
    /// Reads everything but the sheets.
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, Fault> {
        let stream = if bytes.starts_with(&container::MAGIC) {
            let container = Container::open(&bytes)?;
            let book = container
                .stream("Workbook")
                .or_else(|| container.stream("Book"));
            book.ok_or_else(|| container::without_workbook(&container))??
        } else {
            bytes
        };
        let mut book = Self {
            stream: Vec::new(),
            tabs: Vec::new(),
            offsets: Vec::new(),
            globals: Globals::default(),
        };
        book.read_globals(&stream)?;
        book.stream = stream;
        Ok(book)
    }

    /// The sheets.
    pub(super) fn tabs(&self) -> &[Tab] {
        &self.tabs
    }

    /// The cells of a sheet.
    pub(super) fn sheet(&self, index: usize) -> Result<Sheet, Fault> {
        let (Some(tab), Some(offset)) = (self.tabs.get(index), self.offsets.get(index)) else {
            return Ok(Sheet::default());
        };
        let sheet = Sheet::new(&tab.name, Rc::clone(&self.globals.texts));
        cells::read(&self.stream, *offset, sheet, &self.globals)
    }

    fn read_globals(&mut self, stream: &[u8]) -> Result<(), Fault> {
        let mut codes: Vec<(u32, Option<Temporal>)> = Vec::new();
        let mut formats: Vec<u32> = Vec::new();
        let mut begun = false;
        let mut all = records(stream, 0);
        while let Some(record) = all.next() {
            let Record { kind, data, offset } = record?;
            match kind {
                records::BOF | 0x0009 | 0x0209 | 0x0409 if !begun => {
                    begun = true;
                    if kind != records::BOF {
                        return Err(Fault::OtherDocument {
                            kind: Kind::OldExcel,
                        });
                    }
                    self.globals.biff8 = short(data, 0) == Some(0x0600);
                }
                _ if !begun => return Err(Fault::Truncated { offset }),
                records::FILEPASS => return Err(Fault::Encrypted),
                records::CODEPAGE => self.globals.codepage = short(data, 0).unwrap_or(1252),
                records::DATEMODE if short(data, 0) == Some(1) => {
                    self.globals.epoch = Epoch::Y1904;
                }
                records::BOUNDSHEET => self.add_sheet(data),
                records::FORMAT => {
                    if let Some(number) = short(data, 0) {
                        let code = self.text(data.get(2..).unwrap_or_default());
                        codes.push((u32::from(number), shown_by(&code)));
                    }
                }
                records::XF => formats.push(u32::from(short(data, 2).unwrap_or(0))),
                records::SST => {
                    let mut pieces = vec![data];
                    pieces.extend(all.continuations());
                    self.globals.texts =
                        Rc::new(shared(pieces).ok_or(Fault::Truncated { offset })?);
                }
                records::EOF => break,
                _ => {}
            }
        }
        if !begun {
            return Err(Fault::Truncated { offset: 0 });
        }
        let shown = |number: u32| {
            let known = codes.iter().rev().find(|(known, _)| *known == number);
            known.map_or_else(|| shown_by_number(number), |(_, shown)| *shown)
        };
        self.globals.formats = formats.into_iter().map(shown).collect();
        Ok(())
    }

    fn add_sheet(&mut self, data: &[u8]) {
        let (Some(offset), Some(flags)) = (long(data, 0), short(data, 4)) else {
            return;
        };
        // the second byte is the kind: 0 for a sheet, others for charts and macros
        if flags >> 8 != 0 {
            return;
        }
        self.tabs.push(Tab {
            name: self.name(data.get(6..).unwrap_or_default()),
            hidden: flags & 3 != 0,
        });
        self.offsets.push(offset as usize);
    }

    /// A text whose length is one byte.
    fn name(&self, data: &[u8]) -> String {
        let Some((length, rest)) = data.split_first() else {
            return String::new();
        };
        if self.globals.biff8 {
            Pieces::new(vec![rest])
                .text_of(usize::from(*length))
                .unwrap_or_default()
        } else {
            let bytes = rest.get(..usize::from(*length)).unwrap_or(rest);
            decode(bytes, self.globals.codepage)
        }
    }

    /// The code of a number format.
    fn text(&self, data: &[u8]) -> String {
        if self.globals.biff8 {
            Pieces::new(vec![data]).text().unwrap_or_default()
        } else {
            self.name(data)
        }
    }
}

/// The texts that sheets share; nothing where they are cut.
fn shared(pieces: Vec<&[u8]>) -> Option<Texts> {
    let mut pieces = Pieces::new(pieces);
    let _uses = pieces.long()?;
    let count = pieces.long()?;
    let mut texts = Texts::default();
    for _ in 0..count {
        match pieces.text() {
            Some(text) => texts.push(&text),
            // the count of some writers is too large
            None if pieces.is_over() => break,
            None => return None,
        }
    }
    Some(texts)
}
