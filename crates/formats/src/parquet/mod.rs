//! Apache Parquet: tables that stand column by column in packed pages, described by a footer.
//!
//! Numbers, truth values, texts, decimals, days, moments and times of day are read in every encoding and from every codec but
//! LZO. Groups of fields become columns with dots in their names, lists become texts. See
//! <https://github.com/apache/parquet-format>.

mod cells;
mod codec;
mod delta;
mod fault;
mod metadata;
mod note;
mod pages;
mod runs;
mod schema;
mod thrift;
mod values;

pub use fault::{Fault, Structure};
pub use note::Note;

use befund_survey::codebook::Codebook;
use befund_survey::dataset::Dataset;

use crate::csv::{names, stem};
use crate::{Error, Reading, ReadingNote};
use cells::{Cells, Finished};
use codec::Codec;
use metadata::Footer;
use pages::Pages;
use schema::Leaf;

/// What stands at the start and at the end of a file.
const MAGIC: &[u8] = b"PAR1";
/// The same where the footer is encrypted.
const ENCRYPTED: &[u8] = b"PARE";

/// Whether a file begins as Parquet does.
pub(crate) fn is_parquet(head: &[u8]) -> bool {
    head.starts_with(MAGIC) || head.starts_with(ENCRYPTED)
}

/// Reads a whole file.
pub(crate) fn read(file: &str, bytes: &[u8]) -> Result<Reading, Error> {
    let error = |failed: Failed| Error::Parquet {
        file: file.to_owned(),
        column: failed.column,
        offset: failed.at as u64,
        fault: failed.fault,
    };
    let nowhere = |fault| Failed {
        column: String::new(),
        at: bytes.len(),
        fault,
    };
    let footer = footer(bytes).map_err(nowhere).map_err(error)?;
    let leaves = schema::leaves(&footer.schema)
        .map_err(nowhere)
        .map_err(error)?;
    let mut notes = Vec::new();
    let header: Vec<String> = leaves.iter().map(|leaf| leaf.name.clone()).collect();
    let names = names(&header, &mut notes);
    let mut file_reader = Columns::new(bytes, &footer);
    file_reader
        .budget
        .cells(leaves.len(), footer.rows)
        .map_err(nowhere)
        .map_err(error)?;
    let (mut variables, mut columns) = (Vec::new(), Vec::new());
    for (index, (leaf, name)) in leaves.iter().zip(&names).enumerate() {
        let finished = file_reader.column(index, leaf, name).map_err(error)?;
        variables.push(finished.variable);
        columns.push(finished.column);
    }
    let own = file_reader.notes();
    notes.extend(
        own.into_iter()
            .map(|detail| ReadingNote::Parquet { detail }),
    );
    let codebook = Codebook {
        variables,
        ..Codebook::default()
    };
    let dataset = Dataset::new(stem(file), file.to_owned(), codebook, columns);
    // all columns have the rows of the footer, and there is a column
    let dataset = dataset.ok_or_else(|| error(nowhere(Fault::NoColumns)))?;
    Ok(Reading { dataset, notes })
}

/// Something that cannot be read, and where.
struct Failed {
    column: String,
    at: usize,
    fault: Fault,
}

fn footer(bytes: &[u8]) -> Result<Footer<'_>, Fault> {
    let damaged = Fault::Damaged(Structure::Footer);
    let (rest, end) = bytes.split_last_chunk::<4>().ok_or(Fault::NoFooter)?;
    if end == ENCRYPTED || bytes.starts_with(ENCRYPTED) {
        return Err(Fault::Encrypted);
    }
    if end != MAGIC || rest.len() < 8 {
        return Err(Fault::NoFooter);
    }
    let (rest, length) = rest.split_last_chunk::<4>().ok_or(Fault::NoFooter)?;
    let start = rest.len().checked_sub(u32::from_le_bytes(*length) as usize);
    let start = start.ok_or_else(|| damaged.clone())?;
    Footer::read(&rest[start..]).map_err(|_| damaged)
}

/// What a file may unpack to, so that a small one cannot fill the memory.
pub(super) struct Budget {
    bytes: usize,
    cells: usize,
    unpacked: usize,
    pages: usize,
}

impl Budget {
    fn new(bytes: usize) -> Self {
        Self {
            bytes,
            cells: (16 << 20) + bytes.saturating_mul(128),
            unpacked: (256 << 20) + bytes.saturating_mul(256),
            pages: bytes,
        }
    }

    /// Takes off so many columns of so many rows.
    fn cells(&mut self, columns: usize, rows: i64) -> Result<(), Fault> {
        let rows = usize::try_from(rows).map_err(|_| Fault::Damaged(Structure::Footer))?;
        let left = self.cells.checked_sub(columns.saturating_mul(rows));
        self.cells = left.ok_or(Fault::TooLarge)?;
        Ok(())
    }

    /// Takes off a page that unpacks to so many bytes.
    fn page(&mut self, unpacked: usize) -> Result<(), Fault> {
        let left = self.unpacked.checked_sub(unpacked);
        let pages = self.pages.checked_sub(1);
        (self.unpacked, self.pages) = left.zip(pages).ok_or(Fault::TooLarge)?;
        Ok(())
    }

    /// Bytes that the texts of one page may have.
    fn texts(&self) -> usize {
        (64 << 20) + self.bytes.saturating_mul(16)
    }
}

/// Reads column by column, and notices what holds for several.
struct Columns<'a, 'b> {
    bytes: &'a [u8],
    footer: &'b Footer<'a>,
    budget: Budget,
    lists: Vec<String>,
    large: Vec<String>,
    spoiled: Vec<String>,
    spoiled_pages: u64,
    notes: Vec<Note>,
}

impl<'a, 'b> Columns<'a, 'b> {
    fn new(bytes: &'a [u8], footer: &'b Footer<'a>) -> Self {
        Self {
            bytes,
            footer,
            budget: Budget::new(bytes.len()),
            lists: Vec::new(),
            large: Vec::new(),
            spoiled: Vec::new(),
            spoiled_pages: 0,
            notes: Vec::new(),
        }
    }

    fn column(&mut self, index: usize, leaf: &Leaf, name: &str) -> Result<Finished, Failed> {
        let failed = |at, fault| Failed {
            column: name.to_owned(),
            at,
            fault,
        };
        let end = self.bytes.len();
        let mut cells = Cells::new(leaf.kind, leaf.repetition);
        let mut spoiled = 0;
        for group in &self.footer.groups {
            let damaged = || failed(end, Fault::Damaged(Structure::Footer));
            let chunk = group.chunks.get(index).ok_or_else(damaged)?;
            if chunk.encrypted {
                return Err(failed(end, Fault::Encrypted));
            }
            if !chunk.path.is_empty() {
                let path = String::from_utf8_lossy(chunk.path).into_owned();
                return Err(failed(end, Fault::Elsewhere(path)));
            }
            let codec = Codec::of(chunk.codec).map_err(|fault| failed(end, fault))?;
            // lists have more values than rows
            self.budget
                .cells(1, chunk.values.saturating_sub(group.rows).max(0))
                .map_err(|fault| failed(end, fault))?;
            let before = cells.len();
            let mut pages = Pages::new(leaf, codec, self.bytes, &mut self.budget);
            pages
                .read(chunk, &mut cells)
                .map_err(|error| failed(error.at, error.fault))?;
            spoiled += pages.spoiled;
            let (announced, found) = (
                group.rows.max(0).cast_unsigned(),
                (cells.len() - before) as u64,
            );
            if announced != found {
                return Err(failed(end, Fault::Rows { announced, found }));
            }
        }
        let (announced, found) = (self.footer.rows.max(0).cast_unsigned(), cells.len() as u64);
        if announced != found {
            return Err(failed(end, Fault::Rows { announced, found }));
        }
        if spoiled > 0 {
            self.spoiled.push(name.to_owned());
            self.spoiled_pages += spoiled;
        }
        if leaf.repetition > 0 {
            self.lists.push(name.to_owned());
        }
        if cells.too_large {
            self.large.push(name.to_owned());
        }
        if cells.binary.rows > 0 {
            self.notes.push(Note::Binary {
                column: name.to_owned(),
                rows: cells.binary.rows,
                bytes: cells.binary.bytes,
            });
        }
        cells.finish(name).map_err(|fault| failed(end, fault))
    }

    fn notes(mut self) -> Vec<Note> {
        if !self.lists.is_empty() {
            self.notes.push(Note::Lists(self.lists));
        }
        if !self.large.is_empty() {
            self.notes.push(Note::LargeNumbers(self.large));
        }
        if !self.spoiled.is_empty() {
            self.notes.push(Note::Checksum {
                columns: self.spoiled,
                pages: self.spoiled_pages,
            });
        }
        self.notes
    }
}
