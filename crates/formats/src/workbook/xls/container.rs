//! The container of the old Office (compound file binary, MS-CFB): a small file system in sectors.

use super::super::{Fault, Kind};

pub(super) const MAGIC: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
const HEADER: usize = 512;
/// Sector numbers from here on are no sectors: end of a chain, free, part of the table.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
const ENTRY: usize = 128;
/// Entries of the sector table that stand in the header.
const IN_HEADER: usize = 109;

/// An open container.
pub(super) struct Container<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// The sector that follows each sector.
    next: Vec<u32>,
    small_sector: usize,
    small_limit: u64,
    small_next: Vec<u32>,
    /// Small streams, one behind the other.
    small: Vec<u8>,
    entries: Vec<Entry>,
}

/// A stream, or a folder.
struct Entry {
    name: String,
    start: u32,
    size: u64,
}

impl<'a> Container<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        let cut = |offset: usize| Fault::Truncated {
            offset: offset as u64,
        };
        let word = |at: usize| long(bytes, at).ok_or_else(|| cut(at));
        // sectors of 512 bytes, or of 4096 in the newer version; small ones of 64
        let sector = match short(bytes, 30) {
            Some(12) => 4096,
            Some(_) => 512,
            None => return Err(cut(30)),
        };
        let mut container = Self {
            bytes,
            sector,
            next: Vec::new(),
            small_sector: 64,
            small_limit: u64::from(word(56)?),
            small_next: Vec::new(),
            small: Vec::new(),
            entries: Vec::new(),
        };
        container.next = container.table()?;
        let directory = container.chain(word(48)?, None)?;
        container.entries = directory.chunks_exact(ENTRY).filter_map(entry).collect();
        if let Some(root) = container.entries.first() {
            let (start, size) = (root.start, root.size);
            let small = word(60)?;
            if small < LAST_SECTOR && start < LAST_SECTOR {
                container.small_next = longs(&container.chain(small, None)?);
                container.small = container.chain(start, Some(size))?;
            }
        }
        Ok(container)
    }

    /// Whether there is a stream of that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    /// The bytes of a stream.
    pub(super) fn stream(&self, name: &str) -> Option<Result<Vec<u8>, Fault>> {
        let entry = self.entry(name)?;
        if entry.size >= self.small_limit {
            return Some(self.chain(entry.start, Some(entry.size)));
        }
        let mut stream = Vec::new();
        let mut at = entry.start;
        while at < LAST_SECTOR && (stream.len() as u64) < entry.size {
            let from = at as usize * self.small_sector;
            let Some(sector) = self
                .small
                .get(from..(from + self.small_sector).min(self.small.len()))
            else {
                return Some(Err(Fault::Truncated {
                    offset: from as u64,
                }));
            };
            // every round but the last of a chain that ends well adds a sector, and there are not more of them
            if sector.is_empty() || stream.len() > self.small.len() {
                break;
            }
            stream.extend_from_slice(sector);
            at = self
                .small_next
                .get(at as usize)
                .copied()
                .unwrap_or(u32::MAX);
        }
        stream.truncate(usize::try_from(entry.size).unwrap_or(usize::MAX));
        Some(Ok(stream))
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries
            .iter()
            .find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    fn sector(&self, number: u32) -> Result<&'a [u8], Fault> {
        let from = HEADER.max(self.sector) as u64 + u64::from(number) * self.sector as u64;
        let start = usize::try_from(from).unwrap_or(usize::MAX);
        let end = start.saturating_add(self.sector);
        match self.bytes.get(start..end.min(self.bytes.len())) {
            // the last sector may be short
            Some(sector) if !sector.is_empty() => Ok(sector),
            _ => Err(Fault::Truncated { offset: from }),
        }
    }

    /// The table of sectors: which follows which.
    fn table(&self) -> Result<Vec<u32>, Fault> {
        let mut sectors: Vec<u32> = (0..IN_HEADER)
            .filter_map(|at| long(self.bytes, 76 + 4 * at))
            .collect();
        let mut more = long(self.bytes, 68).unwrap_or(u32::MAX);
        let most = self.bytes.len() / self.sector + 1;
        let mut seen = 0;
        while more < LAST_SECTOR && seen <= most {
            let mut numbers = longs(self.sector(more)?);
            more = if numbers.len() * 4 == self.sector {
                numbers.pop().unwrap_or(u32::MAX)
            } else {
                u32::MAX
            };
            sectors.extend(numbers);
            seen += 1;
        }
        let mut table = Vec::new();
        for number in sectors.into_iter().filter(|number| *number < LAST_SECTOR) {
            // more sectors of table than there are sectors: a loop
            if table.len() > most * (self.sector / 4 + 1) {
                break;
            }
            table.extend(longs(self.sector(number)?));
        }
        Ok(table)
    }

    /// The bytes of a chain of sectors.
    fn chain(&self, start: u32, size: Option<u64>) -> Result<Vec<u8>, Fault> {
        let mut bytes = Vec::new();
        let mut at = start;
        while at < LAST_SECTOR && size.is_none_or(|size| (bytes.len() as u64) < size) {
            bytes.extend_from_slice(self.sector(at)?);
            if bytes.len() > self.bytes.len() {
                // a loop: no chain is longer than the file
                return Err(Fault::Truncated {
                    offset: u64::from(at) * self.sector as u64,
                });
            }
            at = self.next.get(at as usize).copied().unwrap_or(u32::MAX);
        }
        if let Some(size) = size {
            if (bytes.len() as u64) < size {
                return Err(Fault::Truncated {
                    offset: self.bytes.len() as u64,
                });
            }
            bytes.truncate(usize::try_from(size).unwrap_or(usize::MAX));
        }
        Ok(bytes)
    }
}

/// What a container without a workbook is.
pub(super) fn without_workbook(container: &Container) -> Fault {
    let encrypted = ["EncryptedPackage", "EncryptionInfo"];
    if encrypted.iter().any(|name| container.has(name)) {
        return Fault::Encrypted;
    }
    let kind = if container.has("WordDocument") {
        Kind::Text
    } else if container.has("PowerPoint Document") {
        Kind::Slides
    } else {
        Kind::OldOffice
    };
    Fault::OtherDocument { kind }
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let length = usize::from(short(bytes, 64)?).min(64);
    let units: Vec<u16> = bytes[..length]
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .take_while(|unit| *unit != 0)
        .collect();
    // sizes are four bytes in files with sectors of 512 bytes, where the other four may be anything
    let size = u64::from(long(bytes, 120)?);
    Some(Entry {
        name: String::from_utf16_lossy(&units),
        start: long(bytes, 116)?,
        size,
    })
}

pub(super) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

pub(super) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn longs(bytes: &[u8]) -> Vec<u32> {
    bytes
        .chunks_exact(4)
        .map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
        .collect()
}
