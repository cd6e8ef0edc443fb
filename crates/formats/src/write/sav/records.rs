//! The dictionary of a system file, record by record.

use super::variable::{Stored, StoredValue};

const PROGRAM: &str = concat!("@(#) SPSS DATA FILE Befund ", env!("CARGO_PKG_VERSION"));
/// Bytes of a value in the records that are as old as the format.
const VALUE: usize = 8;

/// Bytes of a dictionary.
#[derive(Debug, Default)]
pub(super) struct Records {
    bytes: Vec<u8>,
}

impl Records {
    /// The header of a file with so many slots in a case, the slot of its weight (0 for none) and so many rows.
    pub(super) fn header(slots: usize, weight: usize, rows: i32, title: &str) -> Self {
        let mut records = Self::default();
        records.bytes.extend(b"$FL2");
        records.padded(PROGRAM, 60);
        records.ints([2]);
        records.count(slots);
        records.ints([1]);
        records.count(weight);
        records.ints([rows]);
        records.bytes.extend(100_f64.to_le_bytes());
        // no clock: the same data are the same file
        records.bytes.extend(b"01 Jan 7000:00:00");
        records.padded(title, 64);
        records.bytes.extend([0; 3]);
        records
    }

    fn ints<const N: usize>(&mut self, numbers: [i32; N]) {
        for number in numbers {
            self.bytes.extend(number.to_le_bytes());
        }
    }

    /// A count or a length, which are far below what four bytes hold.
    fn count(&mut self, count: usize) {
        self.ints([i32::try_from(count).unwrap_or(i32::MAX)]);
    }

    fn padded(&mut self, text: &str, width: usize) {
        self.bytes.extend(text.as_bytes());
        self.bytes
            .extend(vec![b' '; width.saturating_sub(text.len())]);
    }

    fn value(&mut self, value: &StoredValue) {
        match value {
            StoredValue::Number(number) => self.bytes.extend(number.to_le_bytes()),
            StoredValue::Text(text) => self.padded(text, VALUE),
        }
    }

    pub(super) fn variable(&mut self, stored: &Stored<'_>, shorts: &[String]) {
        for (at, short) in shorts.iter().enumerate() {
            let width = stored.segment(at);
            let is_first = at == 0;
            let label = if is_first { stored.label.as_str() } else { "" };
            // of longer texts they stand in a record of their own
            let has_missing = is_first && stored.width <= VALUE;
            // at most three
            let single = if has_missing {
                stored.missing.single.len() as i32
            } else {
                0
            };
            let missing = match stored.missing.range {
                Some(_) => -2 - single,
                None => single,
            };
            let [kind, columns, decimals] = stored.format;
            let columns = if kind == 1 {
                u8::try_from(width).unwrap_or(u8::MAX)
            } else {
                columns
            };
            let format = i32::from_be_bytes([0, kind, columns, decimals]);
            self.ints([2]);
            self.count(width);
            self.ints([i32::from(!label.is_empty()), missing, format, format]);
            self.padded(short, 8);
            if !label.is_empty() {
                self.count(label.len());
                self.padded(label, label.len().next_multiple_of(4));
            }
            for end in stored.missing.range.into_iter().flatten() {
                self.bytes.extend(end.to_le_bytes());
            }
            if has_missing {
                stored
                    .missing
                    .single
                    .iter()
                    .for_each(|value| self.value(value));
            }
            for _ in 1..width.div_ceil(8) {
                self.ints([2, -1, 0, 0, 0, 0]);
                self.padded("", 8);
            }
        }
    }

    /// Labels of the values of a variable that begins in this slot, where they are short.
    pub(super) fn labels(&mut self, stored: &Stored<'_>, slot: usize) {
        if stored.labels.is_empty() || stored.width > VALUE {
            return;
        }
        self.ints([3]);
        self.count(stored.labels.len());
        for known in &stored.labels {
            self.value(&known.value);
            // at most 120 bytes
            self.bytes.push(known.label.len() as u8);
            self.padded(
                &known.label,
                (known.label.len() + 1).next_multiple_of(8) - 1,
            );
        }
        self.ints([4, 1]);
        self.count(slot);
    }

    /// What numbers and characters are.
    pub(super) fn machine(&mut self) {
        // a version that knows all of these records; IEEE 754, little-endian, UTF-8
        self.ints([7, 3, 4, 8, 24, 0, 0, -1, 1, 1, 2, 65_001]);
        self.ints([7, 4, 8, 3]);
        for number in [-f64::MAX, f64::MAX, (-f64::MAX).next_up()] {
            self.bytes.extend(number.to_le_bytes());
        }
    }

    /// A record of type 7 that is a text, where there is any.
    pub(super) fn text(&mut self, subtype: i32, text: &str) {
        self.extension(subtype, text.as_bytes());
    }

    fn extension(&mut self, subtype: i32, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.ints([7, subtype, 1]);
            self.count(bytes.len());
            self.bytes.extend(bytes);
        }
    }

    /// Level, width and alignment of every variable record.
    pub(super) fn display(&mut self, levels: impl Iterator<Item = [i32; 3]>) {
        let levels: Vec<[i32; 3]> = levels.collect();
        self.ints([7, 11, 4]);
        self.count(levels.len() * 3);
        levels.into_iter().for_each(|level| self.ints(level));
    }

    /// Labels of texts of more than eight bytes.
    pub(super) fn long_labels(&mut self, all: &[Stored<'_>]) {
        let mut record = Self::default();
        let long = all
            .iter()
            .filter(|stored| stored.width > VALUE && !stored.labels.is_empty());
        for stored in long {
            record.counted(&stored.name, stored.name.len());
            record.count(stored.width);
            record.count(stored.labels.len());
            for known in &stored.labels {
                if let StoredValue::Text(text) = &known.value {
                    record.counted(text, stored.width);
                }
                record.counted(&known.label, known.label.len());
            }
        }
        self.extension(21, &record.bytes);
    }

    /// Missing values of texts of more than eight bytes.
    pub(super) fn long_missing(&mut self, all: &[Stored<'_>]) {
        let mut record = Self::default();
        let long = all
            .iter()
            .filter(|stored| stored.width > VALUE && !stored.missing.single.is_empty());
        for stored in long {
            record.counted(&stored.name, stored.name.len());
            // at most three
            record.bytes.push(stored.missing.single.len() as u8);
            record.count(VALUE);
            stored
                .missing
                .single
                .iter()
                .for_each(|value| record.value(value));
        }
        self.extension(22, &record.bytes);
    }

    /// A text of this width after its length.
    fn counted(&mut self, text: &str, width: usize) {
        self.count(width);
        self.padded(text, width);
    }

    /// All of them.
    pub(super) fn end(mut self) -> Vec<u8> {
        self.ints([999, 0]);
        self.bytes
    }
}
