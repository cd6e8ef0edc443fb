//! The records of which the old formats consist.

use super::super::Fault;
use super::container::short;

pub(super) const BOF: u16 = 0x0809;
pub(super) const EOF: u16 = 0x000A;
pub(super) const FILEPASS: u16 = 0x002F;
pub(super) const CODEPAGE: u16 = 0x0042;
pub(super) const DATEMODE: u16 = 0x0022;
pub(super) const BOUNDSHEET: u16 = 0x0085;
pub(super) const FORMAT: u16 = 0x041E;
pub(super) const XF: u16 = 0x00E0;
pub(super) const SST: u16 = 0x00FC;
pub(super) const CONTINUE: u16 = 0x003C;
pub(super) const NUMBER: u16 = 0x0203;
pub(super) const RK: u16 = 0x027E;
pub(super) const MULRK: u16 = 0x00BD;
pub(super) const LABELSST: u16 = 0x00FD;
pub(super) const LABEL: u16 = 0x0204;
pub(super) const RSTRING: u16 = 0x00D6;
pub(super) const FORMULA: u16 = 0x0006;
pub(super) const STRING: u16 = 0x0207;
pub(super) const BOOLERR: u16 = 0x0205;
pub(super) const MERGEDCELLS: u16 = 0x00E5;

/// One record.
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) data: &'a [u8],
    pub(super) offset: u64,
}

/// The records of a stream from an offset on.
pub(super) struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

pub(super) fn records(stream: &[u8], at: usize) -> Records<'_> {
    Records { stream, at }
}

impl<'a> Records<'a> {
    /// The records that continue the last one.
    pub(super) fn continuations(&mut self) -> Vec<&'a [u8]> {
        let mut found = Vec::new();
        while short(self.stream, self.at) == Some(CONTINUE) {
            let Some(Ok(record)) = self.next() else {
                break;
            };
            found.push(record.data);
        }
        found
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<Record<'a>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.stream.get(self.at..).filter(|rest| !rest.is_empty())?;
        let offset = self.at as u64;
        let found = || {
            let length = usize::from(short(rest, 2)?);
            Some(Record {
                kind: short(rest, 0)?,
                data: rest.get(4..4 + length)?,
                offset,
            })
        };
        let Some(record) = found() else {
            self.at = self.stream.len();
            return Some(Err(Fault::Truncated { offset }));
        };
        self.at += 4 + record.data.len();
        Some(Ok(record))
    }
}
