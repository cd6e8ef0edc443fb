//! A ZIP container: its list of parts, and their bytes.
//!
//! Two hundred lines rather than the crate `zip`: they name what is wrong in the user's words, trust no announced size, and add
//! little to what the browser loads. Inflating is `flate2`'s.

use std::io::{self, BufReader, Read};

use flate2::{Crc, bufread::DeflateDecoder};

use super::Fault;

const END: &[u8] = b"PK\x05\x06";
const END_64: &[u8] = b"PK\x06\x06";
const LOCATOR_64: &[u8] = b"PK\x06\x07";
const ENTRY: &[u8] = b"PK\x01\x02";
const LOCAL: &[u8] = b"PK\x03\x04";
/// The end record and the longest comment behind it.
const END_SEARCH: usize = 22 + u16::MAX as usize;
/// What a part may be unpacked: so many bytes, and so many for each packed one.
const FREE_BYTES: u64 = 64 << 20;
const MOST_EXPANSION: u64 = 500;

/// A ZIP container with all its bytes.
pub(crate) struct Zip {
    bytes: Vec<u8>,
    parts: Vec<Part>,
}

/// What the list says about one part.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// Name with its folders.
    pub(crate) name: String,
    /// Bytes it announces to have when unpacked.
    pub(crate) size: u64,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    offset: u64,
}

impl Zip {
    /// Reads the list of parts.
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Self, Fault> {
        let parts = parts(&bytes).ok_or(Fault::Truncated)?;
        Ok(Self { bytes, parts })
    }

    /// The parts in the order of the list.
    pub(crate) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// The part of that name; programs do not agree on case and slashes.
    pub(crate) fn part(&self, name: &str) -> Option<&Part> {
        let same = |part: &&Part| {
            part.name.len() == name.len()
                && part
                    .name
                    .bytes()
                    .zip(name.bytes())
                    .all(|(a, b)| a.eq_ignore_ascii_case(&b) || (a == b'\\' && b == b'/'))
        };
        let exact = self.parts.iter().find(|part| part.name == name);
        exact.or_else(|| self.parts.iter().find(same))
    }

    /// The bytes of a part as a stream.
    pub(crate) fn stream(&self, part: &Part) -> Result<PartReader<'_>, Fault> {
        let damaged = || Fault::Damaged {
            part: part.name.clone(),
        };
        if part.flags & 1 != 0 {
            return Err(Fault::Encrypted {
                part: part.name.clone(),
            });
        }
        let header = usize::try_from(part.offset)
            .ok()
            .and_then(|at| self.bytes.get(at..))
            .ok_or_else(damaged)?;
        if !header.starts_with(LOCAL) {
            return Err(damaged());
        }
        let skip = |at| short(header, at).map(usize::from);
        let start = 30 + skip(26).ok_or_else(damaged)? + skip(28).ok_or_else(damaged)?;
        let packed = usize::try_from(part.packed)
            .ok()
            .and_then(|packed| header.get(start..)?.get(..packed))
            .ok_or_else(damaged)?;
        let bytes: Box<dyn Read + '_> = match part.method {
            0 => Box::new(packed),
            8 => Box::new(DeflateDecoder::new(packed)),
            method => {
                return Err(Fault::Method {
                    part: part.name.clone(),
                    method,
                });
            }
        };
        Ok(PartReader {
            bytes,
            crc: Crc::new(),
            expected: part.crc,
            left: FREE_BYTES.saturating_add(part.packed.saturating_mul(MOST_EXPANSION)),
            piece: u64::MAX,
            outcome: None,
        })
    }

    /// The bytes of a part at once.
    pub(crate) fn read(&self, part: &Part) -> Result<Vec<u8>, Fault> {
        let mut stream = self.stream(part)?;
        let mut bytes = Vec::new();
        match stream.read_to_end(&mut bytes) {
            Ok(_) => Ok(bytes),
            Err(_) => Err(stream.fault(&part.name)),
        }
    }
}

/// The bytes of a part, checked when they end.
pub(crate) struct PartReader<'a> {
    bytes: Box<dyn Read + 'a>,
    crc: Crc,
    expected: u32,
    left: u64,
    piece: u64,
    outcome: Option<Outcome>,
}

#[derive(Debug, Clone, Copy)]
enum Outcome {
    TooMuch,
    Damaged,
}

impl PartReader<'_> {
    /// Why reading failed.
    pub(crate) fn fault(&self, part: &str) -> Fault {
        let part = part.to_owned();
        match self.outcome {
            Some(Outcome::TooMuch) => Fault::Bomb { part },
            Some(Outcome::Damaged) | None => Fault::Damaged { part },
        }
    }

    /// Whether reading failed.
    pub(crate) fn has_failed(&self) -> bool {
        self.outcome.is_some()
    }

    /// No more than so many bytes may follow until this is said again.
    pub(crate) fn allow(&mut self, bytes: u64) {
        self.piece = bytes;
    }

    /// The same in larger pieces.
    pub(crate) fn buffered(self) -> BufReader<Self> {
        BufReader::with_capacity(1 << 16, self)
    }
}

impl Read for PartReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let broken = || io::Error::from(io::ErrorKind::InvalidData);
        if self.outcome.is_some() {
            return Err(broken());
        }
        let read = self.bytes.read(buffer);
        let Ok(read) = read else {
            self.outcome = Some(Outcome::Damaged);
            return Err(broken());
        };
        if read == 0 && !buffer.is_empty() && self.crc.sum() != self.expected {
            self.outcome = Some(Outcome::Damaged);
            return Err(broken());
        }
        if read as u64 > self.left.min(self.piece) {
            self.outcome = Some(Outcome::TooMuch);
            return Err(broken());
        }
        self.left -= read as u64;
        self.piece -= read as u64;
        self.crc.update(&buffer[..read]);
        Ok(read)
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    Some(u16::from_le_bytes(*bytes))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    Some(u32::from_le_bytes(*bytes))
}

fn huge(bytes: &[u8], at: usize) -> Option<u64> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    Some(u64::from_le_bytes(*bytes))
}

/// The list at the end; nothing where there is none, or it is cut.
fn parts(bytes: &[u8]) -> Option<Vec<Part>> {
    let from = bytes.len().saturating_sub(END_SEARCH);
    let end = bytes[from..]
        .windows(4)
        .rposition(|window| window == END)
        .map(|at| at + from)?;
    let (mut size, mut offset) = (
        u64::from(long(bytes, end + 12)?),
        u64::from(long(bytes, end + 16)?),
    );
    // where the list ends; bytes put before the archive shift what it says about itself
    let mut list_end = end as u64;
    let locator = end.checked_sub(20);
    if let Some(locator) = locator.filter(|at| bytes[*at..].starts_with(LOCATOR_64)) {
        let at = usize::try_from(huge(bytes, locator + 8)?).ok()?;
        let record = bytes.get(at..)?;
        if record.starts_with(END_64) {
            size = huge(record, 40)?;
            offset = huge(record, 48)?;
            list_end = at as u64;
        }
    }
    let start = list_end.checked_sub(size)?;
    let shift = start.checked_sub(offset)?;
    let mut rest = bytes.get(usize::try_from(start).ok()?..usize::try_from(list_end).ok()?)?;
    let mut parts = Vec::new();
    while rest.starts_with(ENTRY) {
        let (name, extra, comment) = (
            usize::from(short(rest, 28)?),
            usize::from(short(rest, 30)?),
            usize::from(short(rest, 32)?),
        );
        let mut part = Part {
            name: String::from_utf8_lossy(rest.get(46..46 + name)?).into_owned(),
            flags: short(rest, 8)?,
            method: short(rest, 10)?,
            crc: long(rest, 16)?,
            packed: u64::from(long(rest, 20)?),
            size: u64::from(long(rest, 24)?),
            offset: u64::from(long(rest, 42)?),
        };
        large_sizes(&mut part, rest.get(46 + name..46 + name + extra)?);
        part.offset = part.offset.saturating_add(shift);
        parts.push(part);
        rest = rest.get(46 + name + extra + comment..)?;
    }
    Some(parts)
}

/// Sizes beyond four bytes stand in an extra field, those only that need it.
fn large_sizes(part: &mut Part, mut extra: &[u8]) {
    while let (Some(id), Some(length)) = (short(extra, 0), short(extra, 2)) {
        let Some(mut field) = extra.get(4..4 + usize::from(length)) else {
            return;
        };
        if id == 1 {
            for place in [&mut part.size, &mut part.packed, &mut part.offset] {
                if *place == u64::from(u32::MAX) {
                    let Some(value) = huge(field, 0) else { return };
                    *place = value;
                    field = &field[8..];
                }
            }
        }
        extra = &extra[4 + usize::from(length)..];
    }
}
