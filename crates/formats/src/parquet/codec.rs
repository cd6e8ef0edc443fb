//! Packed bytes.

use std::io::Read;

use super::fault::{Fault, Structure};

const DAMAGED: Fault = Fault::Damaged(Structure::Compressed);

/// How the pages of a column are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codec {
    None,
    Snappy,
    Gzip,
    Brotli,
    /// Blocks of LZ4 as Hadoop frames them, or without a frame.
    Lz4,
    Zstd,
    Lz4Raw,
}

impl Codec {
    pub(super) fn of(code: i64) -> Result<Self, Fault> {
        Ok(match code {
            0 => Self::None,
            1 => Self::Snappy,
            2 => Self::Gzip,
            3 => return Err(Fault::Codec("LZO".to_owned())),
            4 => Self::Brotli,
            5 => Self::Lz4,
            6 => Self::Zstd,
            7 => Self::Lz4Raw,
            other => return Err(Fault::Codec(format!("codec {other}"))),
        })
    }

    /// The unpacked bytes, which are `length` as the page announces.
    pub(super) fn unpack(self, packed: &[u8], length: usize) -> Result<Vec<u8>, Fault> {
        if length == 0 {
            return Ok(Vec::new());
        }
        let unpacked = match self {
            Self::None => packed.to_vec(),
            Self::Snappy => {
                // three bytes stand for 64 at most
                if snap::raw::decompress_len(packed) != Ok(length) || length / 32 > packed.len() {
                    return Err(DAMAGED);
                }
                let unpacked = snap::raw::Decoder::new().decompress_vec(packed);
                unpacked.map_err(|_| DAMAGED)?
            }
            Self::Gzip => stream(flate2::read::MultiGzDecoder::new(packed), length)?,
            Self::Brotli => stream(brotli_decompressor::Decompressor::new(packed, 4096), length)?,
            Self::Zstd => {
                let decoder = ruzstd::decoding::StreamingDecoder::new(packed);
                stream(decoder.map_err(|_| DAMAGED)?, length)?
            }
            Self::Lz4 => hadoop(packed, length).map_or_else(|| block(packed, length), Ok)?,
            Self::Lz4Raw => block(packed, length)?,
        };
        if unpacked.len() == length {
            Ok(unpacked)
        } else {
            Err(DAMAGED)
        }
    }
}

/// Grows with what is really there.
fn stream(packed: impl Read, length: usize) -> Result<Vec<u8>, Fault> {
    let mut unpacked = Vec::new();
    let mut packed = packed.take(length as u64 + 1);
    packed.read_to_end(&mut unpacked).map_err(|_| DAMAGED)?;
    Ok(unpacked)
}

/// A block of LZ4, where a byte stands for 255 at most.
fn block(packed: &[u8], length: usize) -> Result<Vec<u8>, Fault> {
    if length / 256 > packed.len() {
        return Err(DAMAGED);
    }
    lz4_flex::block::decompress(packed, length).map_err(|_| DAMAGED)
}

/// Blocks that begin with their unpacked and packed lengths, the most significant byte first; nothing where that is not so.
fn hadoop(mut packed: &[u8], length: usize) -> Option<Vec<u8>> {
    let mut unpacked = Vec::new();
    while !packed.is_empty() && unpacked.len() < length {
        let (lengths, rest) = packed.split_first_chunk::<8>()?;
        let [a, b, c, d, e, f, g, h] = *lengths;
        let of_block = u32::from_be_bytes([a, b, c, d]) as usize;
        let (bytes, rest) = rest.split_at_checked(u32::from_be_bytes([e, f, g, h]) as usize)?;
        if of_block > length - unpacked.len() {
            return None;
        }
        unpacked.extend(block(bytes, of_block).ok()?);
        packed = rest;
    }
    (unpacked.len() == length).then_some(unpacked)
}
