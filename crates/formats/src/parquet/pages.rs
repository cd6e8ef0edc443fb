//! The pages of a column.

use super::Budget;
use super::cells::{Cells, Dictionary, Scalar, scalars};
use super::codec::Codec;
use super::fault::{Fault, Structure};
use super::metadata::{Chunk, Page, RUNS};
use super::runs::hybrid;
use super::schema::Leaf;
use super::thrift::Thrift;
use super::values::{Values, values};

/// The values of lists are one text, with this between them.
const BETWEEN: &str = "; ";

const DATA: i64 = 0;
const DICTIONARY: i64 = 2;
const DATA_2: i64 = 3;

/// Where each value of a page belongs.
struct Levels {
    /// How much of a value there is; absent where all are there.
    definition: Option<Vec<u32>>,
    /// 0 where a row begins; absent where every value is a row.
    repetition: Option<Vec<u32>>,
}

/// Reads a column in one group of rows.
pub(super) struct Pages<'a, 'b> {
    pub(super) leaf: &'b Leaf,
    pub(super) codec: Codec,
    pub(super) bytes: &'a [u8],
    pub(super) budget: &'b mut Budget,
    /// Pages whose checksum is another.
    pub(super) spoiled: u64,
    dictionary: Option<Dictionary>,
    /// The list of the row that is being read.
    list: Option<String>,
}

/// A page that cannot be read, and where it begins.
pub(super) struct Failed {
    pub(super) at: usize,
    pub(super) fault: Fault,
}

impl<'a, 'b> Pages<'a, 'b> {
    pub(super) fn new(
        leaf: &'b Leaf,
        codec: Codec,
        bytes: &'a [u8],
        budget: &'b mut Budget,
    ) -> Self {
        Self {
            leaf,
            codec,
            bytes,
            budget,
            spoiled: 0,
            dictionary: None,
            list: None,
        }
    }

    /// Adds all cells of the chunk.
    pub(super) fn read(&mut self, chunk: &Chunk<'_>, cells: &mut Cells) -> Result<(), Failed> {
        let start = chunk
            .dictionary
            .filter(|dictionary| (1..chunk.data).contains(dictionary))
            .unwrap_or(chunk.data);
        let mut at = usize::try_from(start).unwrap_or(usize::MAX);
        let mut due = usize::try_from(chunk.values).map_err(|_| Failed {
            at,
            fault: Fault::Damaged(Structure::Footer),
        })?;
        while due > 0 {
            let failed = |fault| Failed { at, fault };
            let damaged = || failed(Fault::Damaged(Structure::PageHeader));
            let rest = self.bytes.get(at..).ok_or_else(damaged)?;
            let mut header = Thrift::new(rest);
            let page = Page::read(&mut header).map_err(|_| damaged())?;
            let length = usize::try_from(page.packed).map_err(|_| damaged())?;
            let packed = rest[header.position()..]
                .get(..length)
                .ok_or_else(damaged)?;
            let count = usize::try_from(page.values).map_err(|_| damaged())?;
            let unpacked = usize::try_from(page.unpacked).map_err(|_| damaged())?;
            self.budget.page(unpacked).map_err(failed)?;
            self.check(&page, packed);
            match page.kind {
                DATA | DATA_2 if count > due => return Err(damaged()),
                DATA => self.data(&page, packed, count, cells).map_err(failed)?,
                DATA_2 => self.data_2(&page, packed, count, cells).map_err(failed)?,
                DICTIONARY => {
                    let unpacked = self.codec.unpack(packed, unpacked).map_err(failed)?;
                    let most = self.budget.texts();
                    let values = values(self.leaf.physical, 0, &unpacked, count, most);
                    let dictionary = Dictionary::of(self.leaf.kind, &values.map_err(failed)?);
                    self.dictionary = Some(dictionary);
                }
                _ => {}
            }
            if matches!(page.kind, DATA | DATA_2) {
                due -= count;
            }
            at += header.position() + length;
        }
        if let Some(list) = self.list.take() {
            push_list(cells, &list);
        }
        Ok(())
    }

    fn check(&mut self, page: &Page, packed: &[u8]) {
        if let Some(checksum) = page.checksum {
            let mut crc = flate2::Crc::new();
            crc.update(packed);
            self.spoiled += u64::from(crc.sum() != checksum as u32);
        }
    }

    /// A page of version 1: levels and values are packed together.
    fn data(
        &mut self,
        page: &Page,
        packed: &[u8],
        count: usize,
        cells: &mut Cells,
    ) -> Result<(), Fault> {
        // checked by the caller
        let unpacked = self.codec.unpack(packed, page.unpacked as usize)?;
        let mut rest = unpacked.as_slice();
        let mut levels = |most: u32, encoding: i64| {
            if most == 0 {
                return Ok(None);
            }
            if encoding != RUNS {
                return Err(Fault::Encoding(encoding));
            }
            let damaged = || Fault::Damaged(Structure::Levels);
            let (length, after) = rest.split_first_chunk::<4>().ok_or_else(damaged)?;
            let length = u32::from_le_bytes(*length) as usize;
            let (bytes, after) = after.split_at_checked(length).ok_or_else(damaged)?;
            rest = after;
            levels(bytes, most, count).map(Some)
        };
        let encodings = page.level_encodings;
        let repetition = levels(self.leaf.repetition, encodings.repetition)?;
        let definition = levels(self.leaf.definition, encodings.definition)?;
        let levels = Levels {
            definition,
            repetition,
        };
        self.cells(page, &levels, rest, count, cells)
    }

    /// A page of version 2: levels stand in front, not packed.
    fn data_2(
        &mut self,
        page: &Page,
        packed: &[u8],
        count: usize,
        cells: &mut Cells,
    ) -> Result<(), Fault> {
        let damaged = || Fault::Damaged(Structure::Levels);
        let length = |length: i64| usize::try_from(length).map_err(|_| damaged());
        let (repetition, definition) = (
            length(page.repetition_length)?,
            length(page.definition_length)?,
        );
        let (repetitions, rest) = packed.split_at_checked(repetition).ok_or_else(damaged)?;
        let (definitions, rest) = rest.split_at_checked(definition).ok_or_else(damaged)?;
        let some = |bytes, most: u32| (most > 0).then(|| levels(bytes, most, count)).transpose();
        let levels = Levels {
            repetition: some(repetitions, self.leaf.repetition)?,
            definition: some(definitions, self.leaf.definition)?,
        };
        // checked by the caller
        let unpacked = (page.unpacked as usize).checked_sub(repetition + definition);
        let unpacked = unpacked.ok_or_else(damaged)?;
        if page.is_packed {
            let rest = self.codec.unpack(rest, unpacked)?;
            self.cells(page, &levels, &rest, count, cells)
        } else {
            self.cells(page, &levels, rest, count, cells)
        }
    }

    fn cells(
        &mut self,
        page: &Page,
        levels: &Levels,
        bytes: &[u8],
        count: usize,
        cells: &mut Cells,
    ) -> Result<(), Fault> {
        let full = self.leaf.definition;
        let present = levels.definition.as_ref().map_or(count, |levels| {
            levels.iter().filter(|level| **level == full).count()
        });
        let values = values(
            self.leaf.physical,
            page.encoding,
            bytes,
            present,
            self.budget.texts(),
        )?;
        if values.len() != present {
            return Err(Fault::Damaged(Structure::Values));
        }
        let is_there = |at: usize| {
            let level = levels.definition.as_ref().map(|levels| levels[at]);
            level.is_none_or(|level| level == full)
        };
        if let Some(repetition) = &levels.repetition {
            return self.lists(repetition, is_there, &values, cells);
        }
        let mut at = 0;
        if let Values::Indices(indices) = &values {
            let dictionary = self.dictionary.get_or_insert_default();
            for index in indices {
                while !is_there(at) {
                    cells.push_missing();
                    at += 1;
                }
                let pushed = cells.push_entry(dictionary, *index);
                pushed.ok_or(Fault::Damaged(Structure::Values))?;
                at += 1;
            }
        } else {
            scalars(self.leaf.kind, &values, |scalar| {
                while !is_there(at) {
                    cells.push_missing();
                    at += 1;
                }
                cells.push(&scalar);
                at += 1;
            });
        }
        (at..count).for_each(|_| cells.push_missing());
        Ok(())
    }

    /// Values of lists: those of a row become one text.
    fn lists(
        &mut self,
        repetition: &[u32],
        is_there: impl Fn(usize) -> bool,
        values: &Values,
        cells: &mut Cells,
    ) -> Result<(), Fault> {
        let mut found = Vec::new();
        if let Values::Indices(indices) = values {
            let dictionary = self.dictionary.get_or_insert_default();
            for index in indices {
                let entry = dictionary.get(*index);
                found.push(entry.ok_or(Fault::Damaged(Structure::Values))?.clone());
            }
        } else {
            scalars(self.leaf.kind, values, |scalar| found.push(scalar));
        }
        let mut found = found.into_iter();
        for (at, level) in repetition.iter().enumerate() {
            if *level == 0
                && let Some(list) = self.list.replace(String::new())
            {
                push_list(cells, &list);
            }
            // a list may go on from the page before
            let list = self.list.get_or_insert_default();
            if is_there(at) {
                let text = match found.next() {
                    Some(Scalar::Number(number)) => cells.written(number),
                    Some(Scalar::Text(text)) => text,
                    _ => continue,
                };
                if !list.is_empty() {
                    list.push_str(BETWEEN);
                }
                list.push_str(&text);
            }
        }
        Ok(())
    }
}

fn push_list(cells: &mut Cells, list: &str) {
    if list.is_empty() {
        cells.push_missing();
    } else {
        cells.push(&Scalar::Text(list.to_owned()));
    }
}

/// Levels up to `most`.
fn levels(bytes: &[u8], most: u32, count: usize) -> Result<Vec<u32>, Fault> {
    let width = u32::BITS - most.leading_zeros();
    let levels = hybrid(bytes, width, count, Structure::Levels)?;
    if levels.iter().all(|level| *level <= most) {
        Ok(levels)
    } else {
        Err(Fault::Damaged(Structure::Levels))
    }
}
