//! Codes in as few bits as they need: for large datasets where memory is scarce. What is counted over and over is unpacked for
//! as long as that takes.

use befund_columns::{pack, per_word, unpack};

use crate::dataset::CodeStore;

/// Rows of a block; a power of two.
const ROWS: usize = 1 << 13;
/// Codes are two bytes wide at most.
const MOST_BITS: u32 = 16;

/// Codes, one per row, in blocks that are as narrow as their greatest code allows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Packed {
    blocks: Vec<Block>,
    rows: usize,
}

/// Some codes side by side in words, the first in the lowest bits; no code stands in two words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Block {
    /// Bits of a code, 1 to 16.
    bits: u8,
    words: Box<[u64]>,
}

impl Block {
    fn new(codes: &[u16]) -> Self {
        let most = befund_columns::greatest_wide(codes);
        let bits = (u16::BITS - most.leading_zeros()).max(1);
        Self {
            // at most 16
            bits: bits as u8,
            words: pack(codes, bits),
        }
    }
}

impl Packed {
    /// Adds codes of further rows as far as they fill blocks, or all of them where no more will come; how many were added.
    pub fn push<C: Copy + Into<u16>>(&mut self, codes: &[C], last: Last) -> usize {
        let whole = codes.len() / ROWS * ROWS;
        let length = if last == Last::Yes {
            codes.len()
        } else {
            whole
        };
        for block in codes[..length].chunks(ROWS) {
            let codes: Vec<u16> = block.iter().map(|code| (*code).into()).collect();
            self.blocks.push(Block::new(&codes));
        }
        self.rows += length;
        length
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The code of a row.
    pub(crate) fn code(&self, row: usize) -> usize {
        let block = &self.blocks[row / ROWS];
        // a row of a block: 32 bits are divided faster
        let (at, bits) = ((row % ROWS) as u32, u32::from(block.bits));
        let per_word = u64::BITS / bits;
        let word = block.words[(at / per_word) as usize];
        ((word >> (at % per_word * bits)) & ((1 << bits) - 1)) as usize
    }

    /// Hands over all codes in their order, block by block.
    pub fn each_block(&self, to: &mut dyn FnMut(&[u16])) {
        let mut codes = vec![0; ROWS.min(self.rows)];
        let mut left = self.rows;
        for block in &self.blocks {
            let codes = &mut codes[..left.min(ROWS)];
            unpack(&block.words, u32::from(block.bits), codes);
            to(codes);
            left -= codes.len();
        }
    }

    /// Writes the codes from a row on as single bytes; none is above 255.
    pub(crate) fn write_bytes(&self, from: usize, bytes: &mut [u8]) {
        let mut codes = vec![0; ROWS.min(self.rows)];
        let mut written = 0;
        while written < bytes.len() {
            let (block, start) = ((from + written) / ROWS, (from + written) % ROWS);
            let codes = &mut codes[..ROWS.min(self.rows - block * ROWS)];
            let Block { bits, words } = &self.blocks[block];
            unpack(words, u32::from(*bits), codes);
            for (byte, code) in bytes[written..].iter_mut().zip(&codes[start..]) {
                *byte = *code as u8;
            }
            written += codes.len() - start;
        }
    }

    /// Hands over all codes in their order.
    pub fn each(&self, to: &mut dyn FnMut(usize)) {
        self.each_block(&mut |codes| codes.iter().for_each(|code| to(usize::from(*code))));
    }

    /// The greatest code, 0 where there are none.
    pub(crate) fn greatest(&self) -> u16 {
        let mut greatest = 0;
        self.each_block(&mut |codes| greatest = greatest.max(befund_columns::greatest_wide(codes)));
        greatest
    }

    /// How often each code below so many occurs.
    pub(crate) fn counts(&self, codes: usize) -> Vec<u64> {
        let mut counts = vec![0; codes];
        self.each_block(&mut |codes| befund_columns::count_wide(codes, &mut counts));
        counts
    }

    /// Puts another code in the place of every one; `recode` has one of two bytes for each.
    pub fn recode(&mut self, recode: &[usize]) {
        let mut left = self.rows;
        for block in &mut self.blocks {
            let mut codes = vec![0; left.min(ROWS)];
            unpack(&block.words, u32::from(block.bits), &mut codes);
            for code in &mut codes {
                *code = recode[usize::from(*code)] as u16;
            }
            *block = Block::new(&codes);
            left -= codes.len();
        }
    }

    /// The codes as they are counted: as wide as so many values need.
    pub fn unpacked(&self, values: usize) -> CodeStore {
        if values <= usize::from(u8::MAX) {
            let mut codes = Vec::with_capacity(self.rows);
            // no code is above the number of values
            self.each_block(&mut |block| codes.extend(block.iter().map(|code| *code as u8)));
            CodeStore::U8(codes)
        } else {
            let mut codes = Vec::with_capacity(self.rows);
            self.each_block(&mut |block| codes.extend_from_slice(block));
            CodeStore::U16(codes)
        }
    }

    /// As bytes: the number of rows, then every block with its bits.
    pub fn to_bytes(&self) -> Vec<u8> {
        let words: usize = self.blocks.iter().map(|block| block.words.len()).sum();
        let mut bytes = Vec::with_capacity(8 + self.blocks.len() + 8 * words);
        bytes.extend((self.rows as u64).to_le_bytes());
        for block in &self.blocks {
            bytes.push(block.bits);
            for word in &block.words {
                bytes.extend(word.to_le_bytes());
            }
        }
        bytes
    }

    /// From [its bytes](Self::to_bytes); nothing where they are others.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (rows, mut rest) = bytes.split_first_chunk()?;
        let rows = usize::try_from(u64::from_le_bytes(*rows)).ok()?;
        let mut packed = Self::default();
        while packed.rows < rows {
            let (bits, behind) = rest.split_first()?;
            if !(1..=MOST_BITS).contains(&u32::from(*bits)) {
                return None;
            }
            let length = ROWS.min(rows - packed.rows);
            let words = length.div_ceil(per_word(u32::from(*bits)));
            let (words, behind) = behind.split_at_checked(8 * words)?;
            let (words, _) = words.as_chunks();
            packed.blocks.push(Block {
                bits: *bits,
                words: words.iter().map(|word| u64::from_le_bytes(*word)).collect(),
            });
            packed.rows += length;
            rest = behind;
        }
        rest.is_empty().then_some(packed)
    }
}

/// Whether more rows will come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Last {
    /// These are the last ones.
    Yes,
    /// More may come.
    No,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn codes(packed: &Packed) -> Vec<usize> {
        let mut codes = Vec::new();
        packed.each(&mut |code| codes.push(code));
        codes
    }

    proptest! {
        #[test]
        fn packed_codes_are_the_codes(
            few in prop::collection::vec(0u16..5, 0..50),
            most in 0u16..u16::MAX,
            repeated in 0usize..1000,
        ) {
            let given = [few.repeat(repeated), few.clone(), vec![most; few.len()]].concat();
            let mut packed = Packed::default();
            let first = packed.push(&given, Last::No);
            packed.push(&given[first..], Last::Yes);
            let expected: Vec<usize> = given.iter().map(|code| usize::from(*code)).collect();
            prop_assert_eq!(&codes(&packed), &expected);
            prop_assert_eq!(packed.len(), given.len());
            for row in (0..given.len()).step_by(7) {
                prop_assert_eq!(packed.code(row), expected[row]);
            }
            let from = given.len() / 3;
            let mut bytes = vec![0; given.len() - 2 * from];
            packed.write_bytes(from, &mut bytes);
            let as_bytes = expected[from..].iter().map(|code| *code as u8);
            prop_assert!(as_bytes.take(bytes.len()).eq(bytes));
            let bytes = packed.to_bytes();
            prop_assert_eq!(Packed::from_bytes(&bytes), Some(packed.clone()));
            if !given.is_empty() {
                prop_assert_eq!(Packed::from_bytes(&bytes[..bytes.len() - 1]), None);
            }
            let wide = CodeStore::U16(given.clone());
            prop_assert_eq!(packed.unpacked(usize::from(most).max(256)), wide);
            let recode: Vec<usize> = (0..=usize::from(most.max(5))).map(|code| code * 9 % 65_536).collect();
            packed.recode(&recode);
            let recoded: Vec<usize> = expected.iter().map(|code| recode[*code]).collect();
            prop_assert_eq!(codes(&packed), recoded);
        }

        #[test]
        fn no_bytes_take_much_more_memory(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Some(packed) = Packed::from_bytes(&bytes) {
                prop_assert!(packed.len() <= 64 * bytes.len());
            }
        }
    }

    #[test]
    fn few_codes_take_few_bits() {
        let codes: Vec<u8> = (0..100_000u32).map(|row| (row % 6) as u8).collect();
        let mut packed = Packed::default();
        packed.push(&codes, Last::Yes);
        // three bits
        assert!(packed.to_bytes().len() < 100_000 * 3 / 8 + 1000);
    }
}
