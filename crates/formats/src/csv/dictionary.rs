//! The different texts of a column, each with its code.

use befund_survey::order;

use super::cells::{Code, Rows};
use super::number::{NumberStyle, parse};
use super::scan::Cell;

/// Codes are two bytes wide at most.
pub(super) const MAX_CODES: usize = u16::MAX as usize;
/// A longer text is no word of eight bytes with a zero behind it.
pub(super) const LONGEST_SHORT: usize = 7;
/// Slots of a table at first; a power of two, as are all its lengths.
const FIRST_SLOTS: usize = 16;
/// Tables of up to so many keys are arranged so that every key has the slot it is looked for in first, if possible: there are
/// at most so many slots for each key, and so many arrangements are tried for every number of slots.
const MAX_ARRANGED: usize = 64;
const ROOM: usize = 8;
const ARRANGEMENTS: u64 = 16;
/// Spreads keys over the highest bits (2^64 over the golden ratio).
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// The different texts of a column, as bytes of the file. The empty text has the code 0, the others are counted from 1: as they
/// came, or by size where they are numbers.
#[derive(Debug, Clone)]
pub(super) struct Dictionary {
    /// Texts of up to seven bytes.
    short: Table<u64>,
    /// Longer ones: their first and last eight bytes, and their length.
    long: Table<(u64, u64, u32)>,
    texts: Vec<u8>,
    ends: Vec<u32>,
    /// Codes in the order in which their texts came, as far as it is another one; nothing until that is decided.
    came: Option<Vec<u16>>,
    /// Of a fork: how many texts it had from the beginning.
    #[cfg_attr(target_family = "wasm", expect(dead_code))]
    shared: usize,
}

/// Open addressing with at most every other slot taken.
///
/// The first slot is never taken, so that the key 0 is always found at once, with the code 0.
#[derive(Debug, Clone)]
struct Table<K> {
    slots: Vec<Slot<K>>,
    taken: usize,
    /// By which keys are multiplied, and how far their highest bits are shifted then.
    factor: u64,
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
    /// A number that is as different, and 0 for 0.
    fn number(self) -> u64;
}

impl Key for u64 {
    #[inline]
    fn number(self) -> u64 {
        self
    }
}

impl Key for (u64, u64, u32) {
    #[inline]
    fn number(self) -> u64 {
        let (first, last, length) = self;
        let first = first.wrapping_mul(SPREAD);
        first ^ (first >> 32) ^ last.rotate_left(23) ^ u64::from(length)
    }
}

impl<K: Key> Table<K> {
    fn new() -> Self {
        Self {
            slots: vec![Slot::default(); FIRST_SLOTS],
            taken: 0,
            factor: SPREAD,
            shift: 64 - FIRST_SLOTS.trailing_zeros(),
        }
    }

    #[cfg(not(target_family = "wasm"))]
    fn copy(&mut self, of: &Self) {
        self.slots.clone_from(&of.slots);
        (self.taken, self.factor, self.shift) = (of.taken, of.factor, of.shift);
    }

    #[cfg(not(target_family = "wasm"))]
    fn weight(&self) -> usize {
        self.slots.len() * size_of::<Slot<K>>()
    }

    /// The slot in which a key is looked for first.
    #[inline]
    fn home(&self, key: K) -> usize {
        (key.number().wrapping_mul(self.factor) >> self.shift) as usize
    }

    /// The code of a key whose text `is_same`, nothing where it is new.
    #[inline(never)]
    fn find(&self, key: K, is_same: impl Fn(u16) -> bool) -> Option<u16> {
        let mut at = self.home(key).max(1);
        loop {
            let slot = self.slots[at];
            if slot.code == 0 {
                return None;
            }
            if slot.key == key && is_same(slot.code) {
                return Some(slot.code);
            }
            at = self.behind(at);
        }
    }

    fn behind(&self, at: usize) -> usize {
        if at + 1 < self.slots.len() { at + 1 } else { 1 }
    }

    /// Adds a key that is new.
    fn insert(&mut self, key: K, code: u16) {
        self.taken += 1;
        let is_home = self.place(Slot { key, code });
        if 2 * self.taken >= self.slots.len() || (!is_home && self.taken <= MAX_ARRANGED) {
            self.arrange();
        }
    }

    /// Puts a slot into the first free place for it; whether that is its home.
    fn place(&mut self, slot: Slot<K>) -> bool {
        let home = self.home(slot.key);
        let mut at = home.max(1);
        while self.slots[at].code > 0 {
            at = self.behind(at);
        }
        self.slots[at] = slot;
        at == home
    }

    /// Finds room for all keys, in a small table each in its home if possible.
    fn arrange(&mut self) {
        let taken = |slot: &&Slot<K>| slot.code > 0;
        let keys: Vec<Slot<K>> = self.slots.iter().filter(taken).copied().collect();
        let mut length = self.slots.len();
        if 2 * keys.len() >= length {
            length *= 2;
        }
        let most = if keys.len() <= MAX_ARRANGED {
            (ROOM * keys.len()).next_power_of_two()
        } else {
            length
        };
        loop {
            self.shift = 64 - length.trailing_zeros();
            for arrangement in 0..ARRANGEMENTS {
                self.factor = SPREAD.wrapping_mul(2 * arrangement + 1);
                self.slots.clear();
                self.slots.resize(length, Slot::default());
                let homeless = keys.iter().filter(|slot| !self.place(**slot)).count();
                if homeless == 0 || keys.len() > MAX_ARRANGED {
                    return;
                }
            }
            if length >= most {
                return;
            }
            length *= 2;
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
            came: None,
            shared: 0,
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

    /// Writes the codes of the cells of a column from a row on, up to the first new text; how many were written.
    #[inline(never)]
    pub(super) fn encode<C: Code>(
        &self,
        rows: Rows<'_>,
        column: usize,
        first: usize,
        codes: &mut [C],
    ) -> usize {
        let Table {
            slots,
            factor,
            shift,
            ..
        } = &self.short;
        let mut written = 0;
        for (cell, code) in rows.column(column, first).zip(codes) {
            let found = if cell.len() <= LONGEST_SHORT {
                let word = cell.word(rows.buffer);
                // a shifted number is below the number of slots
                let home = (word.wrapping_mul(*factor) >> shift) as usize;
                match slots.get(home) {
                    Some(slot) if slot.key == word => Some(slot.code),
                    _ => self.short.find(word, |_| true),
                }
            } else {
                self.long(cell, rows.buffer)
            };
            let Some(found) = found else {
                break;
            };
            *code = C::new(found);
            written += 1;
        }
        written
    }

    /// The code of a text of at least eight bytes, nothing where it is new.
    fn long(&self, cell: Cell, buffer: &[u8]) -> Option<u16> {
        let is_same = |code| cell.len() <= 16 || self.text(usize::from(code)) == cell.of(buffer);
        self.long.find(cell.ends(buffer), is_same)
    }

    /// Once: where all texts so far are numbers, codes follow their size, in the column as well.
    ///
    /// The codes of a column of numbers do so in the end, and need not be exchanged if they do so early.
    pub(super) fn decide_order(&mut self, codes: &mut [u8]) {
        if self.came.is_some() {
            return;
        }
        self.came = Some(Vec::new());
        let numbers: Option<Vec<f64>> = self.texts().map(number).collect();
        let Some(numbers) = numbers else {
            return;
        };
        let mut order: Vec<usize> = (0..numbers.len()).collect();
        order::sort(&mut order, |a, b| numbers[*a].total_cmp(&numbers[*b]));
        let mut sorted = Self::new();
        let mut came = vec![0; order.len()];
        let mut recode = [0; 256];
        for (new, old) in order.iter().enumerate() {
            let (buffer, cell) = Cell::alone(self.text(old + 1));
            sorted.add(cell, &buffer);
            // codes of a column of few texts
            recode[old + 1] = new as u8 + 1;
            came[*old] = new as u16 + 1;
        }
        for code in codes {
            *code = recode[usize::from(*code)];
        }
        sorted.came = Some(came);
        *self = sorted;
    }

    /// The codes in the order in which their texts came.
    pub(super) fn came(&self) -> Vec<usize> {
        let came = self.came.as_deref().unwrap_or_default();
        let rest = came.len() + 1..=self.len();
        came.iter()
            .map(|code| usize::from(*code))
            .chain(rest)
            .collect()
    }

    /// The code of a text that is new; nothing where all codes are given.
    pub(super) fn add(&mut self, cell: Cell, buffer: &[u8]) -> Option<u16> {
        if self.len() >= MAX_CODES {
            return None;
        }
        self.texts.extend_from_slice(cell.of(buffer));
        // nothing once the texts are longer than four gigabytes
        self.ends.push(u32::try_from(self.texts.len()).ok()?);
        // at most `MAX_CODES`, so it fits
        let code = self.len() as u16;
        if cell.len() <= LONGEST_SHORT {
            self.short.insert(cell.word(buffer), code);
        } else {
            self.long.insert(cell.ends(buffer), code);
        }
        Some(code)
    }
}

/// Columns that are read in several parts.
#[cfg(not(target_family = "wasm"))]
impl Dictionary {
    /// The same, for cells that are to be put behind those of this dictionary.
    pub(super) fn fork(&self) -> Self {
        Self {
            shared: self.len(),
            ..self.clone()
        }
    }

    /// Whether a fork has no other texts than it had from the beginning, so that its codes are those of what it was forked from.
    pub(super) fn has_nothing_new(&self) -> bool {
        self.len() == self.shared
    }

    /// The same of a fork that is no longer needed, with its memory; nothing is copied where neither has got new texts since.
    pub(super) fn fork_again(&mut self, of: &Self) {
        if self.has_nothing_new() && self.shared == of.len() {
            return;
        }
        self.short.copy(&of.short);
        self.long.copy(&of.long);
        self.texts.clone_from(&of.texts);
        self.ends.clone_from(&of.ends);
        self.came.clone_from(&of.came);
        self.shared = of.len();
    }

    /// Bytes that a fork copies.
    pub(super) fn weight(&self) -> usize {
        self.short.weight() + self.long.weight() + self.texts.len() + 4 * self.ends.len()
    }

    /// Adds the texts of a fork that are not there yet, in its order; the codes here of all of its codes. Nothing where a text gets
    /// no code up to `most`.
    pub(super) fn adopt(&mut self, fork: &Self, most: u16) -> Option<Vec<u16>> {
        let mut recode: Vec<u16> = (0..=fork.shared as u16).collect();
        for code in fork.shared + 1..=fork.len() {
            let (buffer, cell) = Cell::alone(fork.text(code));
            let found = match self.find(cell, &buffer) {
                Some(found) => found,
                None if self.len() >= usize::from(most) => return None,
                None => self.add(cell, &buffer)?,
            };
            recode.push(found);
        }
        Some(recode)
    }

    /// The code of a text, nothing where it is new.
    fn find(&self, cell: Cell, buffer: &[u8]) -> Option<u16> {
        if cell.len() <= LONGEST_SHORT {
            self.short.find(cell.word(buffer), |_| true)
        } else {
            self.long(cell, buffer)
        }
    }
}

/// The number a text is, however its decimals are written.
fn number(text: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(text).ok()?.trim();
    parse(text, NumberStyle::Point).or_else(|| parse(text, NumberStyle::Comma))
}
