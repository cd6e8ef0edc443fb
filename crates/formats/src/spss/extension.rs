//! The newer parts of the dictionary (records of type 7), which older programs skip.

use super::bytes::{Bytes, Order, Short, trimmed};
use super::dictionary::Extension;
use super::{Fault, Flaw};

/// What the records of type 7 say.
#[derive(Debug, Clone)]
pub(super) struct Extensions {
    /// Number of the code page.
    pub(super) page: Option<i32>,
    /// 1 for IEEE 754, 2 for IBM 370, 3 for VAX.
    pub(super) floats: Option<i32>,
    /// The number that stands for "no answer".
    pub(super) system_missing: f64,
    /// The number that stands for the largest.
    pub(super) highest: f64,
    /// The number that stands for the smallest.
    pub(super) lowest: f64,
    /// Level, and perhaps width, and alignment of every variable.
    pub(super) display: Vec<i32>,
    pub(super) encoding: Option<String>,
    pub(super) cases: Option<i64>,
    /// Short names and the names they stand for.
    pub(super) long_names: Vec<Pair>,
    /// Short names of very long strings and their widths in digits.
    pub(super) very_long: Vec<Pair>,
    pub(super) long_labels: Vec<LongLabels>,
    pub(super) long_missing: Vec<LongMissing>,
    /// Definitions of multiple response sets.
    pub(super) response_sets: Vec<Vec<u8>>,
    /// Definitions of variable sets.
    pub(super) variable_sets: Vec<Vec<u8>>,
    /// Attributes of variables.
    pub(super) attributes: Vec<Vec<u8>>,
    /// Subtypes of records that could not be read.
    pub(super) damaged: Vec<i32>,
}

/// Two texts on either side of `=`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pair {
    pub(super) key: Vec<u8>,
    pub(super) value: Vec<u8>,
}

/// Labels of a string of more than eight bytes.
#[derive(Debug, Clone)]
pub(super) struct LongLabels {
    pub(super) name: Vec<u8>,
    pub(super) labels: Vec<Pair>,
}

/// Missing values of a string of more than eight bytes.
#[derive(Debug, Clone)]
pub(super) struct LongMissing {
    pub(super) name: Vec<u8>,
    pub(super) values: Vec<Vec<u8>>,
}

impl Default for Extensions {
    fn default() -> Self {
        Self {
            page: None,
            floats: None,
            system_missing: -f64::MAX,
            highest: f64::MAX,
            lowest: (-f64::MAX).next_up(),
            display: Vec::new(),
            encoding: None,
            cases: None,
            long_names: Vec::new(),
            very_long: Vec::new(),
            long_labels: Vec::new(),
            long_missing: Vec::new(),
            response_sets: Vec::new(),
            variable_sets: Vec::new(),
            attributes: Vec::new(),
            damaged: Vec::new(),
        }
    }
}

impl Extensions {
    /// Records whose lengths contradict each other are a sign of damage; those that are merely too short are left out.
    pub(super) fn read(records: &[Extension], order: Order) -> Result<Self, Flaw> {
        let mut all = Self::default();
        for record in records {
            let bytes = Bytes::new(&record.bytes, order);
            match all.record(record, bytes) {
                Ok(()) => {}
                Err(Short) if matches!(record.subtype, 21 | 22) => {
                    return Err(Flaw {
                        offset: record.offset,
                        fault: Fault::Extension(record.subtype),
                    });
                }
                Err(Short) => all.damaged.push(record.subtype),
            }
        }
        all.damaged.sort_unstable();
        all.damaged.dedup();
        Ok(all)
    }

    fn record(&mut self, record: &Extension, mut bytes: Bytes<'_>) -> Result<(), Short> {
        let text = || record.bytes.clone();
        match record.subtype {
            3 => {
                bytes.take(4 * 4)?;
                self.floats = Some(bytes.int()?);
                bytes.take(2 * 4)?;
                self.page = Some(bytes.int()?);
            }
            4 => {
                self.system_missing = bytes.double()?;
                self.highest = bytes.double()?;
                self.lowest = bytes.double()?;
            }
            5 => self.variable_sets.push(text()),
            7 | 19 => self.response_sets.push(text()),
            11 => {
                while !bytes.is_at_end() {
                    self.display.push(bytes.int()?);
                }
            }
            13 => self.long_names.extend(pairs(&record.bytes)),
            14 => self.very_long.extend(pairs(&record.bytes)),
            16 => {
                bytes.long()?;
                self.cases = Some(bytes.long()?);
            }
            18 => self.attributes.push(text()),
            20 => self.encoding = Some(String::from_utf8_lossy(&record.bytes).into_owned()),
            21 => self.long_labels(bytes)?,
            22 => self.long_missing(bytes)?,
            _ => {}
        }
        Ok(())
    }

    fn long_labels(&mut self, mut bytes: Bytes<'_>) -> Result<(), Short> {
        while !bytes.is_at_end() {
            let name = bytes.counted()?.to_vec();
            let _width = bytes.int()?;
            let count = bytes.int()?;
            let mut labels = Vec::new();
            for _ in 0..count {
                labels.push(Pair {
                    key: trimmed(bytes.counted()?).to_vec(),
                    value: trimmed(bytes.counted()?).to_vec(),
                });
            }
            self.long_labels.push(LongLabels { name, labels });
        }
        Ok(())
    }

    fn long_missing(&mut self, mut bytes: Bytes<'_>) -> Result<(), Short> {
        while !bytes.is_at_end() {
            let name = bytes.counted()?.to_vec();
            let count = bytes.byte()?;
            let length = bytes.int()?;
            let size = usize::try_from(length).map_err(|_| Short)?;
            let mut values = Vec::new();
            for index in 0..count {
                // some programs repeat the length before every value
                let mut ahead = bytes.clone();
                if index > 0 && ahead.int() == Ok(length) {
                    bytes = ahead;
                }
                values.push(trimmed(bytes.take(size)?).to_vec());
            }
            self.long_missing.push(LongMissing { name, values });
        }
        Ok(())
    }
}

/// `KEY=value` between tabs, with zero bytes where a value has been padded.
fn pairs(text: &[u8]) -> Vec<Pair> {
    let entries = text.split(|byte| *byte == b'\t');
    let pair = |entry: &[u8]| {
        let entry = trimmed(entry);
        let at = entry.iter().position(|byte| *byte == b'=')?;
        Some(Pair {
            key: entry[..at].to_vec(),
            value: entry[at + 1..].to_vec(),
        })
    };
    entries.filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(subtype: i32, bytes: &[u8]) -> Result<Extensions, Flaw> {
        let record = Extension {
            offset: 200,
            subtype,
            bytes: bytes.to_vec(),
        };
        Extensions::read(&[record], Order::Little)
    }

    #[test]
    fn names_and_widths() {
        let read = read(14, b"STR600=00600\0\tS\xC9Q256=00256\0\t").unwrap();
        assert_eq!(read.very_long.len(), 2);
        assert_eq!(read.very_long[1].key, b"S\xC9Q256");
        assert_eq!(read.very_long[1].value, b"00256");
    }

    #[test]
    fn missing_values_of_long_strings_in_both_layouts() {
        let once = [&[1, 0, 0, 0, b'x', 2, 8, 0, 0, 0][..], b"a       b       "].concat();
        let each = [
            &[1, 0, 0, 0, b'x', 2, 8, 0, 0, 0][..],
            b"a       ",
            &[8, 0, 0, 0],
            b"b       ",
        ]
        .concat();
        for bytes in [once, each] {
            let read = read(22, &bytes).unwrap();
            assert_eq!(read.long_missing[0].values, [b"a", b"b"]);
            assert!(read.damaged.is_empty());
        }
    }

    #[test]
    fn a_damaged_record_is_named() {
        let flaw = read(21, &[255, 255, 255, 127, b'x']).unwrap_err();
        assert_eq!((flaw.offset, flaw.fault), (200, Fault::Extension(21)));
        assert_eq!(read(4, &[1, 2, 3]).unwrap().damaged, [4]);
    }
}
