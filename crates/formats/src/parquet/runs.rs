//! Small whole numbers in runs and in packs of bits, as levels, indices and truth values are written.

use super::fault::{Fault, Structure};

/// Reads so many numbers of a width in bits from runs of equal numbers and packs of eight.
///
/// A run begins with a number in groups of seven bits: its lowest bit says whether packs follow (their count) or one number
/// (how often it comes).
pub(super) fn hybrid(
    bytes: &[u8],
    width: u32,
    count: usize,
    structure: Structure,
) -> Result<Vec<u32>, Fault> {
    let damaged = Fault::Damaged(structure);
    if width > 32 {
        return Err(damaged);
    }
    let mut numbers = Vec::new();
    let mut rest = bytes;
    while numbers.len() < count {
        let due = count - numbers.len();
        let header = varint(&mut rest).ok_or_else(|| damaged.clone())?;
        let length = usize::try_from(header >> 1).unwrap_or(usize::MAX);
        if header & 1 == 0 {
            let bytes = width.div_ceil(8) as usize;
            let (number, after) = rest
                .split_at_checked(bytes)
                .ok_or_else(|| damaged.clone())?;
            rest = after;
            if length == 0 {
                return Err(damaged);
            }
            let number = number
                .iter()
                .rev()
                .fold(0, |number, byte| number << 8 | u32::from(*byte));
            numbers.resize(numbers.len() + length.min(due), number);
        } else {
            // a pack of eight numbers has as many bytes as a number has bits; the last may be cut
            let wanted = length.min(due.div_ceil(8)).saturating_mul(width as usize);
            let announced = length.saturating_mul(width as usize);
            let here = wanted.min(rest.len());
            let packed = &rest[..here];
            rest = &rest[announced.min(rest.len())..];
            let there = (here * 8).checked_div(width as usize);
            let there = there.unwrap_or(due).min(due).min(length.saturating_mul(8));
            if there == 0 {
                return Err(damaged);
            }
            unpack(packed, width, there, |number| numbers.push(number as u32));
        }
    }
    Ok(numbers)
}

/// A number in groups of seven bits, the least first.
pub(super) fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7F) << shift;
        if *byte < 0x80 {
            return Some(number);
        }
    }
    None
}

/// Numbers of a width of at most 64 bits, the lowest bits first; bytes that are not there are 0.
pub(super) fn unpack(bytes: &[u8], width: u32, count: usize, mut push: impl FnMut(u64)) {
    let (mut held, mut bits) = (0_u128, 0);
    let mut bytes = bytes.iter();
    let mask = (1_u128 << width) - 1;
    for _ in 0..count {
        while bits < width {
            held |= u128::from(bytes.next().copied().unwrap_or(0)) << bits;
            bits += 8;
        }
        // at most 64 bits
        push((held & mask) as u64);
        held >>= width;
        bits -= width;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_and_packs_are_those_of_the_format() {
        // parquet-format, Encodings.md: 0 to 7 in three bits each
        let packed = [0b0000_0011, 0b1000_1000, 0b1100_0110, 0b1111_1010];
        let numbers = hybrid(&packed, 3, 8, Structure::Values).unwrap();
        assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 6, 7]);
        // five times 300
        let run = [10, 0x2C, 0x01];
        assert_eq!(hybrid(&run, 9, 5, Structure::Values).unwrap(), [300; 5]);
        let none = hybrid(&[9], 0, 4, Structure::Levels).unwrap();
        assert_eq!(none, [0; 4]);
        assert!(hybrid(&run, 9, 6, Structure::Values).is_err());
        assert!(hybrid(&[0, 0, 0], 1, 1, Structure::Values).is_err());
    }
}
