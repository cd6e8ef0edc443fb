//! Writing a ZIP container.

use std::io::Write;

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};

/// 1980-01-01, the first day of the format: files of the same content are the same bytes.
const NO_DATE: [u8; 4] = [0, 0, 0x21, 0];
/// Version 2.0, names in UTF-8, packed by deflate.
const START: [u8; 6] = [20, 0, 0, 8, 8, 0];

/// A container under way.
#[derive(Default)]
pub(super) struct ZipWriter {
    bytes: Vec<u8>,
    list: Vec<u8>,
    parts: u16,
}

impl ZipWriter {
    /// Adds a part.
    pub(super) fn add(&mut self, name: &str, content: &[u8]) {
        let mut crc = Crc::new();
        crc.update(content);
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        // a vector takes every byte
        let packed = encoder
            .write_all(content)
            .and_then(|()| encoder.finish())
            .unwrap_or_default();
        let mut header = START.to_vec();
        header.extend(NO_DATE);
        for number in [crc.sum(), small(packed.len()), small(content.len())] {
            header.extend(number.to_le_bytes());
        }
        header.extend((name.len() as u16).to_le_bytes());
        header.extend([0, 0]);
        let offset = small(self.bytes.len());
        self.bytes.extend(b"PK\x03\x04");
        self.bytes.extend(&header);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(packed);
        self.list.extend(b"PK\x01\x02\x14\0");
        self.list.extend(&header);
        self.list.extend([0; 10]);
        self.list.extend(offset.to_le_bytes());
        self.list.extend(name.as_bytes());
        self.parts += 1;
    }

    /// The whole container.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let offset = small(self.bytes.len());
        let size = small(self.list.len());
        self.bytes.append(&mut self.list);
        self.bytes.extend(b"PK\x05\x06\0\0\0\0");
        self.bytes.extend(self.parts.to_le_bytes());
        self.bytes.extend(self.parts.to_le_bytes());
        self.bytes.extend(size.to_le_bytes());
        self.bytes.extend(offset.to_le_bytes());
        self.bytes.extend([0, 0]);
        self.bytes
    }
}

/// A size in four bytes: what we write is held in memory, and a sheet of a million rows is far below four gigabytes.
fn small(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}
