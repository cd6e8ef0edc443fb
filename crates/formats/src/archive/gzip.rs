//! gzip: one file, packed, read as it comes.

use befund_survey::ReadOptions;
use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::Fault;
use crate::reader::Reader;
use crate::{Error, FileReader, Reading, ReadingNote};

/// What may be unpacked: so many bytes, and so many for each packed one.
const FREE_BYTES: u64 = 64 << 20;
const MOST_EXPANSION: u64 = 500;
/// A header with a longer name or comment is none.
const LONGEST_HEADER: usize = 1 << 16;
const OUTPUT: usize = 1 << 16;

/// Unpacks slice by slice into the reader of what is inside.
pub(crate) struct GzipReader {
    file: String,
    inner: Box<FileReader>,
    stage: Stage,
    /// Bytes of a header or trailer that is not complete yet.
    begun: Vec<u8>,
    inflate: Decompress,
    output: Vec<u8>,
    crc: Crc,
    packed: u64,
    unpacked: u64,
    /// Whether a member is complete.
    complete: bool,
    damaged: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Header,
    Body,
    Trailer,
    /// What follows is no gzip: padding, or damage.
    Over,
}

impl GzipReader {
    pub(crate) fn new(file: &str, options: ReadOptions, depth: u8) -> Self {
        Self {
            file: file.to_owned(),
            inner: Box::new(FileReader::nested(&inside(file), options, depth)),
            stage: Stage::Header,
            begun: Vec::new(),
            inflate: Decompress::new(false),
            output: vec![0; OUTPUT],
            crc: Crc::new(),
            packed: 0,
            unpacked: 0,
            complete: false,
            damaged: false,
        }
    }

    /// Unpacks the bytes of a body; gives back what follows it.
    fn unpack<'a>(&mut self, mut bytes: &'a [u8]) -> Result<&'a [u8], Error> {
        loop {
            let (before_in, before_out) = (self.inflate.total_in(), self.inflate.total_out());
            let status = self
                .inflate
                .decompress(bytes, &mut self.output, FlushDecompress::None);
            let Ok(status) = status else {
                self.damaged = true;
                self.stage = Stage::Over;
                return Ok(&[]);
            };
            // both at most the lengths of the slices
            let read = (self.inflate.total_in() - before_in) as usize;
            let written = (self.inflate.total_out() - before_out) as usize;
            bytes = &bytes[read..];
            self.unpacked += written as u64;
            let most = FREE_BYTES.saturating_add(self.packed.saturating_mul(MOST_EXPANSION));
            if self.unpacked > most {
                return Err(Error::Archive {
                    file: self.file.clone(),
                    fault: Fault::Bomb {
                        part: inside(&self.file),
                    },
                });
            }
            self.crc.update(&self.output[..written]);
            self.inner.feed(&self.output[..written])?;
            match status {
                Status::StreamEnd => {
                    self.stage = Stage::Trailer;
                    return Ok(bytes);
                }
                Status::Ok | Status::BufError if read == 0 && written == 0 => return Ok(bytes),
                Status::Ok | Status::BufError => {}
            }
        }
    }
}

impl Reader for GzipReader {
    fn feed(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.packed += bytes.len() as u64;
        let mut joined;
        let mut rest = if self.begun.is_empty() {
            bytes
        } else {
            joined = std::mem::take(&mut self.begun);
            joined.extend_from_slice(bytes);
            &joined[..]
        };
        while !rest.is_empty() {
            match self.stage {
                Stage::Header => match header(rest) {
                    Header::Ends(at) => {
                        rest = &rest[at..];
                        self.inflate.reset(false);
                        self.crc.reset();
                        self.complete = false;
                        self.stage = Stage::Body;
                    }
                    Header::Begun if rest.len() < LONGEST_HEADER => {
                        self.begun = rest.to_vec();
                        return Ok(());
                    }
                    // zeros behind the last member are padding
                    Header::Begun | Header::Other => {
                        self.damaged |= !self.complete || rest.iter().any(|byte| *byte != 0);
                        self.stage = Stage::Over;
                    }
                },
                Stage::Body => rest = self.unpack(rest)?,
                Stage::Trailer => {
                    let Some((trailer, after)) = rest.split_first_chunk::<8>() else {
                        self.begun = rest.to_vec();
                        return Ok(());
                    };
                    let [a, b, c, d, ..] = *trailer;
                    self.damaged |= u32::from_le_bytes([a, b, c, d]) != self.crc.sum();
                    self.complete = true;
                    self.stage = Stage::Header;
                    rest = after;
                }
                Stage::Over => return Ok(()),
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Reading, Error> {
        let damaged = self.damaged || !self.complete || !self.begun.is_empty();
        let packed = |fault| Error::Archive {
            file: self.file.clone(),
            fault,
        };
        if self.unpacked == 0 && damaged {
            return Err(packed(Fault::Damaged {
                part: inside(&self.file),
            }));
        }
        let mut reading = self.inner.finish()?;
        if damaged {
            reading.notes.push(ReadingNote::DamagedArchive {
                unpacked: self.unpacked,
            });
        }
        Ok(reading)
    }
}

enum Header {
    Ends(usize),
    Begun,
    Other,
}

/// Where the header of a member ends: ten bytes, then an extra field, a name, a comment and a checksum where flags say so.
fn header(bytes: &[u8]) -> Header {
    let magic = [0x1F, 0x8B, 8];
    if !bytes.iter().zip(magic).all(|(byte, magic)| *byte == magic) {
        return Header::Other;
    }
    let end = || {
        let flags = *bytes.get(3)?;
        let mut at = 10;
        if flags & 4 != 0 {
            let length = bytes.get(at..)?.first_chunk()?;
            at += 2 + usize::from(u16::from_le_bytes(*length));
        }
        for flag in [8, 16] {
            if flags & flag != 0 {
                at += bytes.get(at..)?.iter().position(|byte| *byte == 0)? + 1;
            }
        }
        at += if flags & 2 != 0 { 2 } else { 0 };
        (bytes.len() >= at).then_some(at)
    };
    end().map_or(Header::Begun, Header::Ends)
}

/// The name of what is inside.
fn inside(file: &str) -> String {
    let ends = |ending: &str| {
        let at = file.len().checked_sub(ending.len())?;
        let (name, end) = file.split_at_checked(at)?;
        end.eq_ignore_ascii_case(ending).then(|| name.to_owned())
    };
    ends(".tgz")
        .map(|name| name + ".tar")
        .or_else(|| ends(".gz"))
        .or_else(|| ends(".gzip"))
        .unwrap_or_else(|| file.to_owned())
}
