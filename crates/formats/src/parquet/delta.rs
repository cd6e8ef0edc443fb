//! Values written as differences to the ones before.

use super::fault::{Fault, Structure};
use super::runs::{unpack, varint};
use super::values::Blobs;

const DAMAGED: Fault = Fault::Damaged(Structure::Values);

/// Whole numbers in blocks of differences (DELTA_BINARY_PACKED): at most `count` of them. The bytes after them stay in `bytes`.
pub(super) fn whole(bytes: &mut &[u8], count: usize) -> Result<Vec<i64>, Fault> {
    read(bytes, count).ok_or(DAMAGED)
}

fn read(bytes: &mut &[u8], count: usize) -> Option<Vec<i64>> {
    let block = usize::try_from(varint(bytes)?).ok()?;
    let minis = usize::try_from(varint(bytes)?).ok()?;
    let total = usize::try_from(varint(bytes)?).ok()?;
    let mut last = zigzag(varint(bytes)?);
    // nothing else is written, and larger blocks are none
    if minis == 0 || minis > 512 || block > 1 << 20 || !block.is_multiple_of(minis) || total > count
    {
        return None;
    }
    let of_mini = block / minis;
    if of_mini == 0 || !of_mini.is_multiple_of(8) {
        return None;
    }
    let mut numbers = Vec::new();
    if total > 0 {
        numbers.push(last);
    }
    while numbers.len() < total {
        let least = zigzag(varint(bytes)?);
        let (widths, rest) = bytes.split_at_checked(minis)?;
        *bytes = rest;
        for width in widths {
            if numbers.len() == total {
                break;
            }
            let width = u32::from(*width);
            if width > 64 {
                return None;
            }
            let length = of_mini / 8 * width as usize;
            // the last block may be cut where nothing more is due
            let due = of_mini.min(total - numbers.len());
            let needed = (due * width as usize).div_ceil(8);
            let packed = bytes.get(..length.min(bytes.len()))?;
            if packed.len() < needed {
                return None;
            }
            *bytes = &bytes[packed.len()..];
            unpack(packed, width, due, |difference| {
                last = last
                    .wrapping_add(least)
                    .wrapping_add(difference.cast_signed());
                numbers.push(last);
            });
        }
    }
    Some(numbers)
}

fn zigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

/// Lengths, then all bytes (DELTA_LENGTH_BYTE_ARRAY).
pub(super) fn lengths(mut bytes: &[u8], count: usize) -> Result<Blobs, Fault> {
    let lengths = whole(&mut bytes, count)?;
    let mut blobs = Blobs::default();
    for length in lengths {
        let length = usize::try_from(length).map_err(|_| DAMAGED)?;
        let (blob, rest) = bytes.split_at_checked(length).ok_or(DAMAGED)?;
        bytes = rest;
        blobs.push(blob);
    }
    Ok(blobs)
}

/// Lengths of what is the same as in the value before, then the rests (DELTA_BYTE_ARRAY); all values together have at most `most` bytes.
pub(super) fn prefixes(mut bytes: &[u8], count: usize, most: usize) -> Result<Blobs, Fault> {
    let same = whole(&mut bytes, count)?;
    let rests = lengths(bytes, count)?;
    if same.len() != rests.len() {
        return Err(DAMAGED);
    }
    let mut blobs = Blobs::default();
    let mut last: Vec<u8> = Vec::new();
    for (same, rest) in same.into_iter().zip(rests.iter()) {
        let same = usize::try_from(same).map_err(|_| DAMAGED)?;
        if same > last.len() {
            return Err(DAMAGED);
        }
        last.truncate(same);
        last.extend_from_slice(rest);
        blobs.push(&last);
        if blobs.bytes() > most {
            return Err(Fault::TooLarge);
        }
    }
    Ok(blobs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_add_up() {
        // parquet-format, Encodings.md: 7, 5, 3, 1, 2, 3, 4, 5 in one block of eight (one mini block): least -2, differences + 2
        let bytes = [8, 1, 8, 14, 3, 2, 0b1100_0000, 0b0011_1111, 9];
        let mut rest = &bytes[..];
        assert_eq!(whole(&mut rest, 8).unwrap(), [7, 5, 3, 1, 2, 3, 4, 5]);
        assert_eq!(rest, [9]);
        assert!(whole(&mut &bytes[..], 7).is_err());
        assert!(whole(&mut &bytes[..7], 8).is_err());
    }
}
