//! The records of a system file before its data, taken apart; texts are still bytes.

use super::bytes::{Bytes, Order, Short, trimmed};
use super::format::Format;
use super::{Fault, Flaw};

/// A dictionary is refused beyond this.
const MAX_MEGABYTES: usize = 256;
/// No survey has more variables, and each takes room of its own.
const MAX_VARIABLES: usize = 50_000;
/// The header, which comes first.
pub(super) const HEADER: usize = 176;

/// Everything a system file says before its data.
#[derive(Debug, Clone)]
pub(super) struct Dictionary {
    pub(super) order: Order,
    pub(super) header: Header,
    pub(super) variables: Vec<RawVariable>,
    /// Pieces of eight bytes of one case.
    pub(super) slots: usize,
    pub(super) labels: Vec<RawLabels>,
    pub(super) documents: Vec<Vec<u8>>,
    pub(super) extensions: Vec<Extension>,
    /// Where the data begin.
    pub(super) end: usize,
}

/// What stands at the beginning of the file.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// Program that wrote it.
    pub(super) product: Vec<u8>,
    pub(super) compression: Compression,
    /// Slot of the weight from 1, 0 for none.
    pub(super) weight: i32,
    /// Number of cases, negative where unknown.
    pub(super) cases: i32,
    /// What is added to small numbers so that they fit into a byte.
    pub(super) bias: f64,
    /// Title of the file.
    pub(super) title: Vec<u8>,
}

/// How the data are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    Bytecode,
    Zlib,
}

/// A variable, or a segment of a very long string.
#[derive(Debug, Clone)]
pub(super) struct RawVariable {
    pub(super) name: Vec<u8>,
    /// Bytes of a string, 0 for a number.
    pub(super) width: usize,
    pub(super) label: Vec<u8>,
    pub(super) format: Format,
    /// Single missing values as they are stored.
    pub(super) missing: Vec<[u8; 8]>,
    /// First and last of the missing numbers.
    pub(super) range: Option<[f64; 2]>,
    /// Its first slot, from 0.
    pub(super) slot: usize,
}

/// Labels of values, and the slots (from 1) of the variables that have them.
#[derive(Debug, Clone)]
pub(super) struct RawLabels {
    pub(super) labels: Vec<RawLabel>,
    pub(super) slots: Vec<i32>,
}

#[derive(Debug, Clone)]
pub(super) struct RawLabel {
    pub(super) value: [u8; 8],
    pub(super) label: Vec<u8>,
}

/// A record of type 7.
#[derive(Debug, Clone)]
pub(super) struct Extension {
    /// Where it begins in the file.
    pub(super) offset: u64,
    pub(super) subtype: i32,
    pub(super) bytes: Vec<u8>,
}

/// What came of reading a dictionary that may not be there as a whole.
#[derive(Debug)]
pub(super) enum Progress {
    /// It needs more bytes.
    Unfinished,
    Read(Box<Dictionary>),
}

/// Reads the dictionary at the beginning of these bytes.
pub(super) fn read(all: &[u8]) -> Result<Progress, Flaw> {
    match Parser::read(all) {
        Ok(dictionary) => Ok(Progress::Read(Box::new(dictionary))),
        Err(Stop::Short) if all.len() > MAX_MEGABYTES << 20 => Err(Flaw {
            offset: all.len() as u64,
            fault: Fault::TooLarge {
                limit: MAX_MEGABYTES,
            },
        }),
        Err(Stop::Short) => Ok(Progress::Unfinished),
        Err(Stop::Flaw(flaw)) => Err(flaw),
    }
}

enum Stop {
    Short,
    Flaw(Flaw),
}

impl From<Short> for Stop {
    fn from(_: Short) -> Self {
        Self::Short
    }
}

fn flaw(offset: usize, fault: Fault) -> Stop {
    Stop::Flaw(Flaw {
        offset: offset as u64,
        fault,
    })
}

struct Parser<'a> {
    bytes: Bytes<'a>,
    variables: Vec<RawVariable>,
    slots: usize,
    labels: Vec<RawLabels>,
    documents: Vec<Vec<u8>>,
    extensions: Vec<Extension>,
}

impl<'a> Parser<'a> {
    fn read(all: &'a [u8]) -> Result<Dictionary, Stop> {
        let start = all.get(..HEADER).ok_or(Stop::Short)?;
        let order = match start[64..68] {
            [2 | 3, 0, 0, 0] => Order::Little,
            [0, 0, 0, 2 | 3] => Order::Big,
            _ => return Err(flaw(64, Fault::ByteOrder)),
        };
        let mut bytes = Bytes::new(all, order);
        let header = Header::read(&mut bytes, order)?;
        let mut parser = Self {
            bytes,
            variables: Vec::new(),
            slots: 0,
            labels: Vec::new(),
            documents: Vec::new(),
            extensions: Vec::new(),
        };
        loop {
            let at = parser.bytes.offset();
            match parser.bytes.int()? {
                2 => parser.variable(at)?,
                3 => parser.labels(at)?,
                6 => parser.documents(at)?,
                7 => parser.extension(at)?,
                999 => {
                    parser.bytes.int()?;
                    break;
                }
                other => return Err(flaw(at, Fault::Record(other))),
            }
        }
        if parser.variables.is_empty() {
            return Err(flaw(parser.bytes.offset(), Fault::NoVariables));
        }
        Ok(Dictionary {
            order,
            header,
            variables: parser.variables,
            slots: parser.slots,
            labels: parser.labels,
            documents: parser.documents,
            extensions: parser.extensions,
            end: parser.bytes.offset(),
        })
    }

    fn variable(&mut self, at: usize) -> Result<(), Stop> {
        let width = self.bytes.int()?;
        let labelled = self.bytes.int()?;
        let missing = self.bytes.int()?;
        let print = self.bytes.int()?;
        let _write = self.bytes.int()?;
        let name = trimmed(self.bytes.take(8)?).to_vec();
        let bad = |name: &[u8]| {
            flaw(
                at,
                Fault::Variable(String::from_utf8_lossy(name).into_owned()),
            )
        };
        let (Ok(width @ 0..=255), 0..=1, -3..=3) = (usize::try_from(width), labelled, missing)
        else {
            return Err(bad(&name));
        };
        let mut label = Vec::new();
        if labelled == 1 {
            let length = usize::try_from(self.bytes.int()?).map_err(|_| bad(&name))?;
            label = trimmed(self.bytes.take(length)?).to_vec();
            self.bytes.take(length.wrapping_neg() % 4)?;
        }
        let (mut values, mut range) = (Vec::new(), None);
        match missing {
            -3 | -2 if width == 0 => {
                range = Some([self.bytes.double()?, self.bytes.double()?]);
                if missing == -3 {
                    values.push(self.bytes.array()?);
                }
            }
            0..=3 => {
                for _ in 0..missing {
                    values.push(self.bytes.array()?);
                }
            }
            _ => return Err(bad(&name)),
        }
        if self.variables.len() == MAX_VARIABLES {
            return Err(flaw(
                at,
                Fault::TooManyVariables {
                    limit: MAX_VARIABLES,
                },
            ));
        }
        let slot = self.slots;
        self.slots += 1;
        // strings of more than eight bytes are continued by records of their own
        for _ in 1..width.div_ceil(8) {
            let (kind, width) = (self.bytes.int()?, self.bytes.int()?);
            if kind != 2 || width != -1 {
                return Err(bad(&name));
            }
            self.bytes.take(24)?;
            self.slots += 1;
        }
        self.variables.push(RawVariable {
            name,
            width,
            label,
            format: Format::packed(print),
            missing: values,
            range,
            slot,
        });
        Ok(())
    }

    fn labels(&mut self, at: usize) -> Result<(), Stop> {
        let bad = || flaw(at, Fault::Labels);
        let count = usize::try_from(self.bytes.int()?).map_err(|_| bad())?;
        let mut labels = Vec::new();
        for _ in 0..count {
            let value = self.bytes.array()?;
            let length = usize::from(self.bytes.byte()?);
            let label = trimmed(self.bytes.take(length)?).to_vec();
            self.bytes.take((length + 1).wrapping_neg() % 8)?;
            labels.push(RawLabel { value, label });
        }
        if self.bytes.int()? != 4 {
            return Err(bad());
        }
        let count = usize::try_from(self.bytes.int()?).map_err(|_| bad())?;
        let mut slots = Vec::new();
        for _ in 0..count {
            slots.push(self.bytes.int()?);
        }
        self.labels.push(RawLabels { labels, slots });
        Ok(())
    }

    fn documents(&mut self, at: usize) -> Result<(), Stop> {
        let lines = self.bytes.int()?;
        if lines < 0 {
            return Err(flaw(at, Fault::Record(6)));
        }
        for _ in 0..lines {
            self.documents.push(trimmed(self.bytes.take(80)?).to_vec());
        }
        Ok(())
    }

    fn extension(&mut self, at: usize) -> Result<(), Stop> {
        let subtype = self.bytes.int()?;
        let sizes = (
            usize::try_from(self.bytes.int()?),
            usize::try_from(self.bytes.int()?),
        );
        let length = match sizes {
            (Ok(size), Ok(count)) => size.checked_mul(count),
            _ => None,
        };
        let length = length.ok_or_else(|| flaw(at, Fault::Record(7)))?;
        self.extensions.push(Extension {
            offset: at as u64,
            subtype,
            bytes: self.bytes.take(length)?.to_vec(),
        });
        Ok(())
    }
}

impl Header {
    fn read(bytes: &mut Bytes<'_>, order: Order) -> Result<Self, Stop> {
        bytes.take(4)?;
        let product = trimmed(bytes.take(60)?).to_vec();
        let _layout = bytes.int()?;
        // programs disagree on what it counts
        let _size_of_case = bytes.int()?;
        let compression = match bytes.int()? {
            0 => Compression::None,
            1 => Compression::Bytecode,
            2 => Compression::Zlib,
            other => return Err(flaw(72, Fault::Compression(other))),
        };
        let weight = bytes.int()?;
        let cases = bytes.int()?;
        let bias: [u8; 8] = bytes.array()?;
        // 100 in the formats of IBM 370 and of VAX (D and G), whose halves are swapped
        let mut big = bias;
        if order == Order::Little {
            big.reverse();
        }
        let old = [
            [0x42, 0x64, 0, 0, 0, 0, 0, 0],
            [0xC8, 0x43, 0, 0, 0, 0, 0, 0],
            [0x79, 0x40, 0, 0, 0, 0, 0, 0],
        ];
        if old.contains(&bias) || old.contains(&big) {
            return Err(flaw(84, Fault::Floats));
        }
        bytes.take(9 + 8)?;
        let title = trimmed(bytes.take(64)?).to_vec();
        bytes.take(3)?;
        Ok(Self {
            product,
            compression,
            weight,
            cases,
            bias: order.double(bias),
            title,
        })
    }
}
