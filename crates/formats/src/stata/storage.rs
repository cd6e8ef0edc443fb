//! How the cells of a variable are stored, and which numbers mean that there is none.

use super::release::Release;
use super::source::ByteOrder;

/// The type of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Storage {
    /// Texts of at most so many bytes (str#).
    Text(usize),
    /// Where texts of any length stand (strL).
    LongText,
    Byte,
    Int,
    Long,
    Float,
    Double,
    /// A variable of another frame; nothing is stored.
    Alias,
}

/// The cell of a numeric variable.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Cell {
    Number(f64),
    /// No number: a letter for a missing value `.a` to `.z`, 0 for `.`.
    Missing(u8),
}

impl Storage {
    /// From the byte of a file without tags.
    pub(super) fn fixed(byte: u8, release: Release) -> Option<Self> {
        if release.has_numbered_types() {
            return Some(match byte {
                1..=244 => Self::Text(byte.into()),
                251 => Self::Byte,
                252 => Self::Int,
                253 => Self::Long,
                254 => Self::Float,
                255 => Self::Double,
                _ => return None,
            });
        }
        Some(match byte {
            b'b' => Self::Byte,
            b'i' => Self::Int,
            b'l' => Self::Long,
            b'f' => Self::Float,
            b'd' => Self::Double,
            128.. => Self::Text(usize::from(byte) - 127),
            _ => return None,
        })
    }

    /// From the code of a file with tags.
    pub(super) fn tagged(code: u16) -> Option<Self> {
        Some(match code {
            1..=2045 => Self::Text(code.into()),
            32768 => Self::LongText,
            65525 => Self::Alias,
            65526 => Self::Double,
            65527 => Self::Float,
            65528 => Self::Long,
            65529 => Self::Int,
            65530 => Self::Byte,
            _ => return None,
        })
    }

    /// Bytes of a cell.
    pub(super) fn width(self) -> usize {
        match self {
            Self::Text(width) => width,
            Self::LongText | Self::Double => 8,
            Self::Byte => 1,
            Self::Int => 2,
            Self::Long | Self::Float => 4,
            Self::Alias => 0,
        }
    }

    /// The number in the bytes of a cell; texts have none.
    pub(super) fn cell(self, bytes: &[u8], order: ByteOrder, release: Release) -> Cell {
        let lettered = release.has_lettered_missing();
        let raw = order.unsigned(bytes);
        // as many bytes as the type has
        #[allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap)]
        match self {
            Self::Byte => whole(i32::from(raw as u8 as i8), if lettered { 101 } else { 127 }),
            Self::Int => whole(
                i32::from(raw as u16 as i16),
                if lettered { 32_741 } else { 32_767 },
            ),
            Self::Long => long_cell(raw as u32 as i32, release),
            Self::Float => float(f32::from_bits(raw as u32), lettered),
            Self::Double => {
                let small = release.has_small_missing_double() && raw == OLD_MISSING_DOUBLE;
                if small {
                    Cell::Missing(0)
                } else {
                    double(f64::from_bits(raw), lettered)
                }
            }
            Self::Text(_) | Self::LongText | Self::Alias => Cell::Missing(0),
        }
    }
}

/// 2^333.
const OLD_MISSING_DOUBLE: u64 = 0x54C0_0000_0000_0000;
/// 2^127 and 2^1023: the first floating-point numbers that mean "none"; letters follow in steps.
const MISSING_FLOAT: u32 = 0x7F00_0000;
const FLOAT_STEP: u32 = 0x800;
const MISSING_DOUBLE: u64 = 0x7FE0_0000_0000_0000;
const DOUBLE_STEP: u64 = 0x100_0000_0000;

/// A number of four bytes, as cells and value labels have it.
pub(super) fn long_cell(number: i32, release: Release) -> Cell {
    let lettered = release.has_lettered_missing();
    whole(
        number,
        if lettered {
            2_147_483_621
        } else {
            2_147_483_647
        },
    )
}

/// From `missing` on, numbers are `.`, `.a`, `.b` and so on.
fn whole(number: i32, missing: i32) -> Cell {
    match number.checked_sub(missing) {
        Some(place @ 0..) => Cell::Missing(letter(u64::from(place.unsigned_abs()))),
        _ => Cell::Number(number.into()),
    }
}

fn float(number: f32, lettered: bool) -> Cell {
    if number.abs() < f32::from_bits(MISSING_FLOAT) {
        return Cell::Number(number.into());
    }
    let place = number.to_bits().wrapping_sub(MISSING_FLOAT);
    let exact = lettered && place.is_multiple_of(FLOAT_STEP);
    Cell::Missing(if exact {
        letter((place / FLOAT_STEP).into())
    } else {
        0
    })
}

fn double(number: f64, lettered: bool) -> Cell {
    if number.abs() < f64::from_bits(MISSING_DOUBLE) {
        return Cell::Number(number);
    }
    let place = number.to_bits().wrapping_sub(MISSING_DOUBLE);
    let exact = lettered && place.is_multiple_of(DOUBLE_STEP);
    Cell::Missing(if exact {
        letter(place / DOUBLE_STEP)
    } else {
        0
    })
}

/// The letter at a place, 0 for none.
fn letter(place: u64) -> u8 {
    match place {
        1..=26 => b'a' + (place as u8 - 1),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(storage: Storage, bytes: &[u8], release: u8) -> Cell {
        let release = Release::fixed(release).unwrap();
        storage.cell(bytes, ByteOrder::Big, release)
    }

    #[test]
    fn missing_values_are_those_of_the_release() {
        // Stata: help dta_115 and dta_105, tables of missing values
        use Storage::{Byte, Double, Float, Int, Long};
        for (storage, bytes, release, expected) in [
            (Byte, &[100][..], 115, Cell::Number(100.0)),
            (Byte, &[101], 115, Cell::Missing(0)),
            (Byte, &[127], 115, Cell::Missing(b'z')),
            (Byte, &[126], 105, Cell::Number(126.0)),
            (Byte, &[127], 105, Cell::Missing(0)),
            (Byte, &[0x81], 115, Cell::Number(-127.0)),
            (Int, &[0x7F, 0xE4], 115, Cell::Number(32_740.0)),
            (Int, &[0x7F, 0xE6], 115, Cell::Missing(b'a')),
            (Int, &[0x7F, 0xFF], 110, Cell::Missing(0)),
            (Long, &[0x7F, 0xFF, 0xFF, 0xE5], 115, Cell::Missing(0)),
            (Long, &[0x7F, 0xFF, 0xFF, 0xFF], 115, Cell::Missing(b'z')),
            (
                Long,
                &[0x7F, 0xFF, 0xFF, 0xFE],
                108,
                Cell::Number(2_147_483_646.0),
            ),
            (Float, &[0x7F, 0, 0, 0], 115, Cell::Missing(0)),
            (Float, &[0x7F, 0, 8, 0], 115, Cell::Missing(b'a')),
            (Float, &[0x7F, 0, 0xD0, 0], 115, Cell::Missing(b'z')),
            (Float, &[0x7F, 0, 8, 0], 111, Cell::Missing(0)),
            (Float, &[0x3F, 0x80, 0, 0], 115, Cell::Number(1.0)),
            (
                Double,
                &[0x7F, 0xE0, 0, 0, 0, 0, 0, 0],
                115,
                Cell::Missing(0),
            ),
            (
                Double,
                &[0x7F, 0xE0, 0x1A, 0, 0, 0, 0, 0],
                115,
                Cell::Missing(b'z'),
            ),
            (
                Double,
                &[0x54, 0xC0, 0, 0, 0, 0, 0, 0],
                105,
                Cell::Missing(0),
            ),
            (
                Double,
                &[0x54, 0xC0, 0, 0, 0, 0, 0, 0],
                108,
                Cell::Number(2f64.powi(333)),
            ),
        ] {
            assert_eq!(
                cell(storage, bytes, release),
                expected,
                "{storage:?} {bytes:?}"
            );
        }
        let nan = cell(Double, &f64::NAN.to_be_bytes(), 115);
        assert_eq!(nan, Cell::Missing(0));
        let least = cell(Double, &f64::NEG_INFINITY.to_be_bytes(), 115);
        assert_eq!(least, Cell::Missing(0));
    }
}
