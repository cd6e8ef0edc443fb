//! The different texts of a column, each with its code.

use super::scan::Cell;

/// Codes are two bytes wide at most.
pub(super) const MAX_CODES: usize = u16::MAX as usize;
/// Slots of a table at first; a power of two, as are all its lengths.
const FIRST_SLOTS: usize = 16;
/// Spreads keys over the highest bits (2^64 over the golden ratio).
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// The different texts of a column, as bytes of the file, in the order in which they came. The empty text has the code 0, the
/// others are counted from 1.
#[derive(Debug, Clone)]
pub(super) struct Dictionary {
    /// Texts of up to eight bytes.
    short: Table<u64>,
    /// Longer ones: their first and last eight bytes, and their length.
    long: Table<(u64, u64, u32)>,
    texts: Vec<u8>,
    ends: Vec<u32>,
}

/// Open addressing with at most every other slot taken.
#[derive(Debug, Clone)]
struct Table<K> {
    slots: Vec<Slot<K>>,
    taken: usize,
    shift: u32,
}

/// A key with its code; code 0 is a free slot.
#[derive(Debug, Clone, Copy, Default)]
struct Slot<K> {
    key: K,
    code: u16,
}

/// What texts are told apart by.
trait Key: Copy + PartialEq + Default {
    fn spread(self) -> u64;
}

impl Key for u64 {
    #[inline]
    fn spread(self) -> u64 {
        self.wrapping_mul(SPREAD)
    }
}

impl Key for (u64, u64, u32) {
    #[inline]
    fn spread(self) -> u64 {
        let (first, last, length) = self;
        (first.wrapping_mul(SPREAD) ^ last.rotate_left(23) ^ u64::from(length)).wrapping_mul(SPREAD)
    }
}

impl<K: Key> Table<K> {
    fn new() -> Self {
        Self {
            slots: vec![Slot::default(); FIRST_SLOTS],
            taken: 0,
            shift: 64 - FIRST_SLOTS.trailing_zeros(),
        }
    }

    /// The code of a key that `is_same`, or 0 and the free slot where it belongs.
    #[inline]
    fn find(&self, key: K, is_same: impl Fn(u16) -> bool) -> (u16, usize) {
        let mask = self.slots.len() - 1;
        let mut at = (key.spread() >> self.shift) as usize;
        loop {
            at &= mask;
            let slot = self.slots[at];
            if slot.code == 0 || (slot.key == key && is_same(slot.code)) {
                return (slot.code, at);
            }
            at += 1;
        }
    }

    fn insert(&mut self, key: K, code: u16, at: usize) {
        self.slots[at] = Slot { key, code };
        self.taken += 1;
        if 2 * self.taken < self.slots.len() {
            return;
        }
        let twice = vec![Slot::default(); 2 * self.slots.len()];
        self.shift -= 1;
        for slot in std::mem::replace(&mut self.slots, twice) {
            if slot.code > 0 {
                // every key is another one
                let (_, at) = self.find(slot.key, |_| false);
                self.slots[at] = slot;
            }
        }
    }
}

impl Dictionary {
    pub(super) fn new() -> Self {
        Self {
            short: Table::new(),
            long: Table::new(),
            texts: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// How many texts there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The texts in the order of their codes.
    pub(super) fn texts(&self) -> impl Iterator<Item = &[u8]> {
        (1..=self.len()).map(|code| self.text(code))
    }

    fn text(&self, code: usize) -> &[u8] {
        let start = if code > 1 {
            self.ends[code - 2] as usize
        } else {
            0
        };
        &self.texts[start..self.ends[code - 1] as usize]
    }

    /// The code of a text of up to eight bytes, nothing where it is new.
    #[inline]
    pub(super) fn short(&self, word: u64) -> Option<u16> {
        let (code, _) = self.short.find(word, |_| true);
        (code > 0 || word == 0).then_some(code)
    }

    /// The code of a longer text, nothing where it is new.
    #[inline]
    pub(super) fn long(&self, cell: Cell, buffer: &[u8]) -> Option<u16> {
        let (code, _) = self.find_long(cell.ends(buffer), cell.of(buffer));
        (code > 0).then_some(code)
    }

    #[inline]
    fn find_long(&self, key: (u64, u64, u32), text: &[u8]) -> (u16, usize) {
        self.long.find(key, |code| {
            text.len() <= 16 || self.text(usize::from(code)) == text
        })
    }

    /// The code of a text that is new; nothing where all codes are given.
    pub(super) fn add(&mut self, cell: Cell, buffer: &[u8]) -> Option<u16> {
        if self.len() >= MAX_CODES {
            return None;
        }
        let text = cell.of(buffer);
        self.texts.extend_from_slice(text);
        // 65,535 texts of which each is shorter than a record may be
        self.ends.push(u32::try_from(self.texts.len()).ok()?);
        // at most `MAX_CODES`, so it fits
        let code = self.len() as u16;
        if text.len() <= 8 {
            let word = cell.word(buffer);
            let (_, at) = self.short.find(word, |_| true);
            self.short.insert(word, code, at);
        } else {
            let key = cell.ends(buffer);
            let (_, at) = self.find_long(key, text);
            self.long.insert(key, code, at);
        }
        Some(code)
    }
}
