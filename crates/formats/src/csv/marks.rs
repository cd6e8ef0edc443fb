//! The bytes at which a reader of separated text has to look: found 64 at a time with ordinary arithmetic.

/// Bytes that are looked at in one go.
pub(super) const BLOCK: usize = 64;

const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
const HIGH: u64 = 0x8080_8080_8080_8080;
/// Added to seven bits, it carries into the eighth from a blank on.
const BLANK: u64 = 0x6060_6060_6060_6060;
/// Gathers the lowest bits of eight bytes in the highest byte.
const GATHER: u64 = 0x0102_0408_1020_4080;

/// What to look for: the separator, the quote, and control characters, line breaks among them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks {
    pub(super) separator: u8,
    pub(super) quote: Option<u8>,
    separators: u64,
    quotes: u64,
}

impl Marks {
    pub(super) fn new(separator: u8, quote: Option<u8>) -> Self {
        let repeated = |byte: u8| u64::from_le_bytes([byte; 8]);
        Self {
            separator,
            quote,
            separators: repeated(separator),
            quotes: repeated(quote.unwrap_or(separator)),
        }
    }

    /// Finds both kinds of marks in a block.
    #[inline]
    pub(super) fn find(&self, block: &[u8; BLOCK]) -> Found {
        let (words, _) = block.as_chunks::<8>();
        let mut found = Found::default();
        for (at, word) in words.iter().enumerate() {
            let word = u64::from_le_bytes(*word);
            // the highest bit of a byte is 0 where it is looked for
            let separators = differ(word, self.separators);
            let others = differ(word, self.quotes) & not_control(word);
            found.separators |= gather(!separators) << (8 * at);
            found.others |= gather(!others) << (8 * at);
        }
        found.others &= !found.separators;
        found
    }
}

/// A bit for every byte of a block, the first byte in the lowest bit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Separators.
    pub(super) separators: u64,
    /// Quotes, line breaks and other control characters that are no separators.
    pub(super) others: u64,
}

impl Found {
    /// What stands before a place of the block.
    pub(super) fn before(self, place: usize) -> Self {
        if place >= BLOCK {
            return self;
        }
        let before = (1 << place) - 1;
        Self {
            separators: self.separators & before,
            others: self.others & before,
        }
    }

    /// What stands at a place of the block or behind it.
    pub(super) fn from(self, place: usize) -> Self {
        if place >= BLOCK {
            return Self::default();
        }
        Self {
            separators: self.separators & (u64::MAX << place),
            others: self.others & (u64::MAX << place),
        }
    }
}

/// The highest bits of eight bytes side by side.
#[inline]
fn gather(word: u64) -> u64 {
    ((word & HIGH) >> 7).wrapping_mul(GATHER) >> 56
}

/// The highest bit of each byte that differs.
#[inline]
fn differ(word: u64, repeated: u64) -> u64 {
    let difference = word ^ repeated;
    ((difference & LOW) + LOW) | difference
}

/// The highest bit of each byte that is a blank or above.
#[inline]
fn not_control(word: u64) -> u64 {
    ((word & LOW) + BLANK) | word
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_what_a_look_at_every_byte_finds(
            block in prop::array::uniform32(prop_oneof![any::<u8>(), Just(b','), Just(b'"'), 0u8..0x22, 0x7Eu8..0x84]),
            separator in prop_oneof![Just(b','), Just(b'\t'), Just(b'|')],
            quote in prop_oneof![Just(None), Just(Some(b'"'))],
        ) {
            let mut whole = [b'a'; BLOCK];
            whole[16..48].copy_from_slice(&block);
            let mut obvious = Found::default();
            for (at, byte) in whole.iter().enumerate() {
                let other = Some(*byte) == quote || *byte < 0x20;
                obvious.separators |= u64::from(*byte == separator) << at;
                obvious.others |= u64::from(*byte != separator && other) << at;
            }
            prop_assert_eq!(Marks::new(separator, quote).find(&whole), obvious);
        }
    }
}
