//! Data packed block by block with ZLIB, each block with a checksum.

use flate2::{Decompress, FlushDecompress, Status};

use super::bytes::{Bytes, Order};
use super::{Fault, Flaw};

const HEADER: usize = 24;
/// Bytes that are unpacked at a time.
const ROOM: usize = 1 << 16;

/// Takes unpacked bytes with how many there are in all, and says when they are too many.
pub(super) type Sink<'a> = dyn FnMut(&[u8], u64) -> Result<(), Fault> + 'a;

/// Unpacks the blocks between their header and their trailer.
#[derive(Debug)]
pub(super) struct Zlib {
    order: Order,
    /// Where in the file the next byte stands.
    at: u64,
    header: Vec<u8>,
    /// Where the trailer begins, once the header is read.
    trailer: u64,
    inflate: Decompress,
    /// The block under way or due, from 1.
    block: usize,
    /// Whether the block under way has begun.
    has_begun: bool,
    /// Bytes unpacked in all.
    unpacked: u64,
    room: Vec<u8>,
}

impl Zlib {
    /// For data that begin at this byte of the file.
    pub(super) fn new(order: Order, at: u64) -> Self {
        Self {
            order,
            at,
            header: Vec::new(),
            trailer: 0,
            inflate: Decompress::new(true),
            block: 1,
            has_begun: false,
            unpacked: 0,
            room: vec![0; ROOM],
        }
    }

    /// Whether every block was there.
    pub(super) fn is_complete(&self) -> bool {
        self.header.len() == HEADER && self.at >= self.trailer && !self.has_begun
    }

    /// Unpacks what is there; `sink` gets it with how much it is in all, and says when it is too much.
    pub(super) fn feed(&mut self, mut bytes: &[u8], sink: &mut Sink<'_>) -> Result<(), Flaw> {
        if self.header.len() < HEADER {
            let count = bytes.len().min(HEADER - self.header.len());
            let (header, rest) = bytes.split_at(count);
            self.header.extend_from_slice(header);
            self.at += count as u64;
            bytes = rest;
            if self.header.len() < HEADER {
                return Ok(());
            }
            self.trailer = self.find_trailer()?;
        }
        // what was unpacked may need more room than there is, with or without more input
        let mut is_full = false;
        loop {
            // no more than there are bytes
            let within = self.trailer.saturating_sub(self.at).min(bytes.len() as u64) as usize;
            if within == 0 && !is_full {
                break;
            }
            let (read, written) = (self.inflate.total_in(), self.inflate.total_out());
            let unpacked =
                self.inflate
                    .decompress(&bytes[..within], &mut self.room, FlushDecompress::None);
            let status = unpacked.map_err(|_| self.damaged())?;
            // at most `within` and the length of the room
            let read = (self.inflate.total_in() - read) as usize;
            let written = (self.inflate.total_out() - written) as usize;
            bytes = &bytes[read..];
            self.at += read as u64;
            self.unpacked += written as u64;
            self.has_begun = true;
            is_full = written == ROOM;
            if written > 0 {
                sink(&self.room[..written], self.unpacked).map_err(|fault| Flaw {
                    offset: self.at,
                    fault,
                })?;
            }
            match status {
                Status::StreamEnd => {
                    self.inflate.reset(true);
                    self.block += 1;
                    (self.has_begun, is_full) = (false, false);
                }
                Status::Ok | Status::BufError if within > 0 && read == 0 && written == 0 => {
                    return Err(self.damaged());
                }
                Status::Ok | Status::BufError => {}
            }
        }
        if self.at >= self.trailer && self.has_begun {
            return Err(self.damaged());
        }
        self.at += bytes.len() as u64;
        Ok(())
    }

    /// The header says where it stands itself, and where the trailer does.
    fn find_trailer(&self) -> Result<u64, Flaw> {
        let mut header = Bytes::new(&self.header, self.order);
        let (own, trailer) = (header.long(), header.long());
        let own_place = self.at - HEADER as u64;
        match (own, trailer) {
            (Ok(own), Ok(trailer)) if own >= 0 && trailer - own >= HEADER as i64 => {
                // files that were put behind something else keep the distance
                Ok(own_place.saturating_add(trailer.abs_diff(own)))
            }
            _ => Err(self.damaged()),
        }
    }

    fn damaged(&self) -> Flaw {
        Flaw {
            offset: self.at,
            fault: Fault::Block { number: self.block },
        }
    }
}
