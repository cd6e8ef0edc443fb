//! The bytes of a file, taken one after the other.

use super::fault::{Damage, Fault, Part};

/// Which byte of a number comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ByteOrder {
    /// The most significant one (MSF, HILO).
    Big,
    /// The least significant one (LSF, LOHI).
    Little,
}

impl ByteOrder {
    /// A whole number without sign of at most eight bytes.
    pub(super) fn unsigned(self, bytes: &[u8]) -> u64 {
        let add = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        match self {
            Self::Big => bytes.iter().fold(0, add),
            Self::Little => bytes.iter().rev().fold(0, add),
        }
    }

    /// A whole number of four bytes.
    pub(super) fn long(self, bytes: &[u8]) -> i32 {
        // four bytes
        self.unsigned(bytes) as u32 as i32
    }
}

/// A place in the bytes of a file. Whatever is taken is there: nothing announced is believed.
#[derive(Debug, Clone)]
pub(super) struct Source<'a> {
    bytes: &'a [u8],
    /// Where the next byte stands.
    pub(super) at: usize,
    pub(super) order: ByteOrder,
    /// What is being read, for the message where the file ends in it.
    pub(super) part: Part,
}

impl<'a> Source<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            order: ByteOrder::Little,
            part: Part::Header,
        }
    }

    /// The next bytes, so many.
    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8], Damage> {
        let rest = &self.bytes[self.at..];
        let taken = rest.get(..count).ok_or(Damage {
            offset: self.bytes.len(),
            fault: Fault::Truncated(self.part),
        })?;
        self.at += count;
        Ok(taken)
    }

    /// The next number without sign, of so many bytes.
    pub(super) fn number(&mut self, bytes: usize) -> Result<u64, Damage> {
        let order = self.order;
        self.take(bytes).map(|bytes| order.unsigned(bytes))
    }

    /// The next number without sign of four bytes or fewer, as a length.
    pub(super) fn length(&mut self, bytes: usize) -> Result<usize, Damage> {
        // at most four bytes, so it fits
        self.number(bytes).map(|number| number as usize)
    }

    /// The next bytes where they are these.
    pub(super) fn skip(&mut self, expected: &[u8]) -> bool {
        let found = self.bytes[self.at..].starts_with(expected);
        if found {
            self.at += expected.len();
        }
        found
    }

    /// The next bytes have to be this tag.
    pub(super) fn tag(&mut self, tag: &'static str) -> Result<(), Damage> {
        if self.skip(tag.as_bytes()) {
            return Ok(());
        }
        Err(if self.rest().len() < tag.len() {
            Damage {
                offset: self.bytes.len(),
                fault: Fault::Truncated(self.part),
            }
        } else {
            self.damage(Fault::Tag(tag.to_owned()))
        })
    }

    /// The bytes not taken yet.
    pub(super) fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    /// Something wrong here.
    pub(super) fn damage(&self, fault: Fault) -> Damage {
        Damage {
            offset: self.at,
            fault,
        }
    }
}

/// A field of fixed width up to its first zero.
pub(super) fn until_zero(field: &[u8]) -> &[u8] {
    let end = field.iter().position(|byte| *byte == 0);
    &field[..end.unwrap_or(field.len())]
}
