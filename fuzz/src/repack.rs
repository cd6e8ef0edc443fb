//! Changed bytes inside of packed files.
//!
//! A changed byte of a ZIP or gzip file nearly always meets its checksum first. Here a part is unpacked, changed and put back
//! with the checksum that belongs to it, so that what reads the parts is reached.

use std::io::{Cursor, Read, Write};

use flate2::Compression;
use flate2::read::MultiGzDecoder;
use flate2::write::GzEncoder;
use libfuzzer_sys::fuzzer_mutate;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// More than this is not unpacked.
const LARGEST: u64 = 1 << 20;

/// Changes the first `size` bytes and says how many there are then: mostly inside of a packed file, sometimes the file itself.
pub fn repacked(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let changed = match seed % 8 {
        0 => None,
        _ if data[..size].starts_with(b"PK") => zip(&data[..size], max_size, seed / 8),
        _ if data[..size].starts_with(&[0x1F, 0x8B]) => gzip(&data[..size], max_size),
        _ => None,
    };
    match changed {
        Some(bytes) if bytes.len() <= max_size && bytes.len() <= data.len() => {
            data[..bytes.len()].copy_from_slice(&bytes);
            bytes.len()
        }
        _ => fuzzer_mutate(data, size, max_size),
    }
}

/// Changes one part and stores all of them.
fn zip(bytes: &[u8], max_size: usize, seed: u32) -> Option<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let chosen = seed as usize % archive.len().max(1);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for index in 0..archive.len().min(64) {
        let part = archive.by_index(index).ok()?;
        let name = part.name().to_owned();
        let mut content = Vec::new();
        part.take(LARGEST).read_to_end(&mut content).ok()?;
        if index == chosen {
            content = changed(content, max_size);
        }
        writer.start_file(name, stored).ok()?;
        writer.write_all(&content).ok()?;
    }
    Some(writer.finish().ok()?.into_inner())
}

fn gzip(bytes: &[u8], max_size: usize) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    let decoder = MultiGzDecoder::new(bytes);
    decoder.take(LARGEST).read_to_end(&mut content).ok()?;
    let mut writer = GzEncoder::new(Vec::new(), Compression::fast());
    writer.write_all(&changed(content, max_size)).ok()?;
    writer.finish().ok()
}

fn changed(mut content: Vec<u8>, max_size: usize) -> Vec<u8> {
    let size = content.len();
    // libFuzzer does not change nothing at all
    let room = (size + 256).clamp(1, max_size.max(size + 1));
    content.resize(room, 0);
    let size = fuzzer_mutate(&mut content, size.max(1), room);
    content.truncate(size);
    content
}
