//! The values of a page as their physical type has them.

use super::delta;
use super::fault::{Fault, Structure};
use super::runs::hybrid;

const DAMAGED: Fault = Fault::Damaged(Structure::Values);

/// How values are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Physical {
    Truth,
    Int32,
    Int64,
    /// A moment of 96 bits.
    Int96,
    Float,
    Double,
    Bytes,
    /// Bytes of one length.
    Fixed(usize),
}

impl Physical {
    pub(super) fn of(code: i64, length: i64) -> Option<Self> {
        Some(match code {
            0 => Self::Truth,
            1 => Self::Int32,
            2 => Self::Int64,
            3 => Self::Int96,
            4 => Self::Float,
            5 => Self::Double,
            6 => Self::Bytes,
            7 => Self::Fixed(usize::try_from(length).ok().filter(|length| *length > 0)?),
            _ => return None,
        })
    }

    /// Bytes of a value, where all have as many.
    fn width(self) -> Option<usize> {
        match self {
            Self::Int32 | Self::Float => Some(4),
            Self::Int64 | Self::Double => Some(8),
            Self::Int96 => Some(12),
            Self::Fixed(length) => Some(length),
            Self::Truth | Self::Bytes => None,
        }
    }
}

/// Values one after the other, those that are missing left out.
#[derive(Debug)]
pub(super) enum Values {
    Whole(Vec<i64>),
    Numbers(Vec<f64>),
    Bytes(Blobs),
    /// Indices into the dictionary.
    Indices(Vec<u32>),
}

impl Values {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Whole(values) => values.len(),
            Self::Numbers(values) => values.len(),
            Self::Bytes(values) => values.len(),
            Self::Indices(values) => values.len(),
        }
    }
}

/// Texts or other bytes in one buffer.
#[derive(Debug, Default)]
pub(super) struct Blobs {
    buffer: Vec<u8>,
    ends: Vec<usize>,
}

impl Blobs {
    pub(super) fn push(&mut self, blob: &[u8]) {
        self.buffer.extend_from_slice(blob);
        self.ends.push(self.buffer.len());
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes of all together.
    pub(super) fn bytes(&self) -> usize {
        self.buffer.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let blob = &self.buffer[start..*end];
            start = *end;
            blob
        })
    }
}

/// The encodings of values.
const PLAIN: i64 = 0;
const PLAIN_DICTIONARY: i64 = 2;
const RUNS: i64 = 3;
const DELTA: i64 = 5;
const DELTA_LENGTH: i64 = 6;
const DELTA_BYTES: i64 = 7;
const DICTIONARY: i64 = 8;
const SPLIT: i64 = 9;

/// Reads at most `count` values; `most` bytes are as much as texts may become.
pub(super) fn values(
    physical: Physical,
    encoding: i64,
    mut bytes: &[u8],
    count: usize,
    most: usize,
) -> Result<Values, Fault> {
    Ok(match (encoding, physical) {
        (PLAIN, _) => plain(physical, bytes, count)?,
        (PLAIN_DICTIONARY | DICTIONARY, _) => {
            if count == 0 {
                return Ok(Values::Indices(Vec::new()));
            }
            let (width, rest) = bytes.split_first().ok_or(DAMAGED)?;
            let indices = hybrid(rest, u32::from(*width), count, Structure::Values)?;
            Values::Indices(indices)
        }
        (RUNS, Physical::Truth) => {
            let (length, rest) = bytes.split_first_chunk::<4>().ok_or(DAMAGED)?;
            let length = u32::from_le_bytes(*length) as usize;
            let rest = rest.get(..length).ok_or(DAMAGED)?;
            let truths = hybrid(rest, 1, count, Structure::Values)?;
            Values::Whole(truths.into_iter().map(i64::from).collect())
        }
        (DELTA, Physical::Int32) => {
            let wrapped = |number: i64| i64::from(number as i32);
            let numbers = delta::whole(&mut bytes, count)?;
            Values::Whole(numbers.into_iter().map(wrapped).collect())
        }
        (DELTA, Physical::Int64) => Values::Whole(delta::whole(&mut bytes, count)?),
        (DELTA_LENGTH, Physical::Bytes) => Values::Bytes(delta::lengths(bytes, count)?),
        (DELTA_BYTES, Physical::Bytes | Physical::Fixed(_)) => {
            Values::Bytes(delta::prefixes(bytes, count, most)?)
        }
        (SPLIT, _) => {
            let width = physical.width().ok_or(Fault::Encoding(encoding))?;
            let joined = joined(bytes, width, count);
            plain(physical, &joined, count)?
        }
        _ => return Err(Fault::Encoding(encoding)),
    })
}

/// Values one after the other as a processor has them.
fn plain(physical: Physical, mut bytes: &[u8], count: usize) -> Result<Values, Fault> {
    fn chunks<const N: usize>(bytes: &[u8], count: usize) -> impl Iterator<Item = [u8; N]> {
        let (chunks, _) = bytes.as_chunks::<N>();
        chunks.iter().copied().take(count)
    }
    let truth = |at: usize| i64::from(bytes[at / 8] >> (at % 8) & 1);
    Ok(match physical {
        Physical::Truth => Values::Whole((0..count.min(bytes.len() * 8)).map(truth).collect()),
        Physical::Int32 => Values::Whole(
            chunks(bytes, count)
                .map(|bytes| i32::from_le_bytes(bytes).into())
                .collect(),
        ),
        Physical::Int64 => Values::Whole(chunks(bytes, count).map(i64::from_le_bytes).collect()),
        Physical::Float => Values::Numbers(
            chunks(bytes, count)
                .map(|bytes| f32::from_le_bytes(bytes).into())
                .collect(),
        ),
        Physical::Double => Values::Numbers(chunks(bytes, count).map(f64::from_le_bytes).collect()),
        Physical::Int96 | Physical::Fixed(_) => {
            let width = physical.width().unwrap_or(1);
            let mut blobs = Blobs::default();
            bytes
                .chunks_exact(width)
                .take(count)
                .for_each(|blob| blobs.push(blob));
            Values::Bytes(blobs)
        }
        Physical::Bytes => {
            let mut blobs = Blobs::default();
            while blobs.len() < count {
                let Some((length, rest)) = bytes.split_first_chunk::<4>() else {
                    break;
                };
                let length = u32::from_le_bytes(*length) as usize;
                let (blob, rest) = rest.split_at_checked(length).ok_or(DAMAGED)?;
                blobs.push(blob);
                bytes = rest;
            }
            Values::Bytes(blobs)
        }
    })
}

/// The first bytes of all values stand together, then the second ones and so on (BYTE_STREAM_SPLIT).
fn joined(bytes: &[u8], width: usize, count: usize) -> Vec<u8> {
    let there = bytes.len() / width;
    let byte = |at: usize| bytes[at % width * there + at / width];
    (0..there.min(count) * width).map(byte).collect()
}
