//! The cells of a sheet.

use super::super::Fault;
use super::super::moment::moment;
use super::super::sheet::{Area, CellError, Content, Sheet};
use super::Globals;
use super::container::short;
use super::records::{self, Record, Records, records};
use super::texts::{Pieces, decode};

/// Reads the sheet whose records begin at the offset.
pub(super) fn read(
    stream: &[u8],
    offset: usize,
    sheet: Sheet,
    globals: &Globals,
) -> Result<Sheet, Fault> {
    let mut cells = Cells {
        sheet,
        globals,
        formula: None,
    };
    let mut all = records(stream, offset);
    // charts inside a sheet have records of their own, from a beginning to an end
    let mut depth = 0_u32;
    while let Some(record) = all.next() {
        let record = record?;
        match record.kind {
            records::BOF => depth += 1,
            _ if depth == 0 => {
                return Err(Fault::Truncated {
                    offset: record.offset,
                });
            }
            records::EOF if depth == 1 => {
                cells.sheet.finish();
                return Ok(cells.sheet);
            }
            records::EOF => depth -= 1,
            _ if depth == 1 => cells.look(&record, &mut all)?,
            _ => {}
        }
    }
    Err(Fault::Truncated {
        offset: stream.len() as u64,
    })
}

struct Cells<'a> {
    sheet: Sheet,
    globals: &'a Globals,
    /// Where the formula stands whose text follows.
    formula: Option<(u32, u32)>,
}

impl Cells<'_> {
    fn look(&mut self, record: &Record, all: &mut Records) -> Result<(), Fault> {
        let data = record.data;
        if record.kind == records::MERGEDCELLS {
            self.merge(data);
            return Ok(());
        }
        if record.kind == records::STRING {
            let Some((row, column)) = self.formula.take() else {
                return Ok(());
            };
            let text = self.text(data, all);
            return self.sheet.push_text(row, column, &text);
        }
        // most cells: row, column, format, content
        let (Some(row), Some(column)) = (short(data, 0), short(data, 2)) else {
            return Ok(());
        };
        let (row, column) = (u32::from(row), u32::from(column));
        let rest = data.get(6..).unwrap_or_default();
        let format = short(data, 4).unwrap_or(0);
        match record.kind {
            records::NUMBER => match double(rest) {
                Some(number) => self.number(row, column, format, number),
                None => Ok(()),
            },
            records::RK => match rk(rest) {
                Some(number) => self.number(row, column, format, number),
                None => Ok(()),
            },
            records::MULRK => {
                // format and number of each column, and the last column
                let cells = data
                    .get(4..data.len().saturating_sub(2))
                    .unwrap_or_default();
                for (at, cell) in cells.chunks_exact(6).enumerate() {
                    let format = short(cell, 0).unwrap_or(0);
                    if let Some(number) = rk(&cell[2..]) {
                        // at most a thousand of them in a record
                        self.number(row, column + at as u32, format, number)?;
                    }
                }
                Ok(())
            }
            records::LABELSST => {
                let number = super::container::long(rest, 0);
                self.sheet.push_shared(row, column, number)
            }
            records::LABEL | records::RSTRING => {
                let text = self.text(rest, all);
                self.sheet.push_text(row, column, &text)
            }
            records::BOOLERR => match rest {
                [value, 0, ..] => self.sheet.push(row, column, Content::Boolean(*value != 0)),
                [code, _, ..] => self.sheet.push(row, column, Content::Error(error(*code))),
                _ => Ok(()),
            },
            records::FORMULA => self.formula(row, column, format, rest),
            _ => Ok(()),
        }
    }

    /// The result of a formula: a number, or two bytes that say what else.
    fn formula(&mut self, row: u32, column: u32, format: u16, rest: &[u8]) -> Result<(), Fault> {
        self.formula = None;
        match rest {
            [kind, _, value, _, _, _, 0xFF, 0xFF, ..] => match kind {
                0 => {
                    self.formula = Some((row, column));
                    Ok(())
                }
                1 => self.sheet.push(row, column, Content::Boolean(*value != 0)),
                2 => self.sheet.push(row, column, Content::Error(error(*value))),
                _ => Ok(()),
            },
            _ => match double(rest) {
                Some(number) => self.number(row, column, format, number),
                None => Ok(()),
            },
        }
    }

    fn number(&mut self, row: u32, column: u32, format: u16, number: f64) -> Result<(), Fault> {
        let shown = self.globals.formats.get(usize::from(format));
        let content = match shown.copied().flatten() {
            _ if !number.is_finite() => Content::Error(CellError::Number),
            None => Content::Number(number),
            Some(shown) => {
                let moment = moment(number, shown, self.globals.epoch);
                if moment.impossible {
                    self.sheet.impossible.add(row, column);
                }
                moment.content
            }
        };
        self.sheet.push(row, column, content)
    }

    /// A text that may go on in the next records.
    fn text(&self, data: &[u8], all: &mut Records) -> String {
        if self.globals.biff8 {
            let mut pieces = vec![data];
            pieces.extend(all.continuations());
            Pieces::new(pieces).text().unwrap_or_default()
        } else {
            let length = usize::from(short(data, 0).unwrap_or(0));
            let rest = data.get(2..).unwrap_or_default();
            decode(rest.get(..length).unwrap_or(rest), self.globals.codepage)
        }
    }

    fn merge(&mut self, data: &[u8]) {
        for area in data.get(2..).unwrap_or_default().chunks_exact(8) {
            let at = |index| short(area, index).map(u32::from);
            if let (Some(top), Some(bottom), Some(left), Some(right)) = (at(0), at(2), at(4), at(6))
                && top <= bottom
                && left <= right
            {
                self.sheet.merged.push(Area {
                    top,
                    left,
                    bottom,
                    right,
                });
            }
        }
    }
}

fn double(bytes: &[u8]) -> Option<f64> {
    Some(f64::from_le_bytes(*bytes.first_chunk()?))
}

/// A number in four bytes: a whole one or the upper half of a double, perhaps a hundredth of it.
fn rk(bytes: &[u8]) -> Option<f64> {
    let bits = u32::from_le_bytes(*bytes.first_chunk()?);
    let number = if bits & 2 != 0 {
        // the sign goes along
        f64::from((bits as i32) >> 2)
    } else {
        f64::from_bits(u64::from(bits & !3) << 32)
    };
    Some(if bits & 1 != 0 {
        number / 100.0
    } else {
        number
    })
}

fn error(code: u8) -> CellError {
    match code {
        0x00 => CellError::Null,
        0x07 => CellError::Division,
        0x0F => CellError::Value,
        0x17 => CellError::Reference,
        0x1D => CellError::Name,
        0x24 => CellError::Number,
        0x2A => CellError::NotAvailable,
        _ => CellError::Other,
    }
}
