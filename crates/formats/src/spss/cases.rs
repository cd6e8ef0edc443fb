//! From the bytes of the data to columns, as they come.

use super::bytes::{Order, trimmed};
use super::columns::{NumberColumn, TextColumn};
use super::dictionary::{Compression, Dictionary};
use super::extension::Extensions;
use super::layout::Place;
use super::zlib::Zlib;
use super::{Fault, Flaw};

/// Cases are put into columns when about so many bytes of them are there: what the cache of a processor holds.
const BATCH: usize = 1 << 17;
/// Input is looked at in pieces, so that a whole file in one slice is not copied as a whole.
const PIECE: usize = 1 << 16;
/// What compressed data may expand to without being suspicious, and how many times their own size beyond.
const FREE_EXPANSION: u64 = 300 << 20;
const MAX_EXPANSION: u64 = 100;

/// A variable's answers.
#[derive(Debug)]
pub(super) enum Answers {
    Numbers(NumberColumn),
    Texts(TextColumn),
}

/// Reads the data slice by slice.
#[derive(Debug)]
pub(super) struct Cases {
    source: Source,
    table: Table,
    /// Bytes of the file that were fed.
    fed: u64,
}

#[derive(Debug)]
enum Source {
    Plain,
    Bytecode(Bytecode),
    Zlib { zlib: Box<Zlib>, bytecode: Bytecode },
}

/// Where cases become columns.
#[derive(Debug)]
struct Table {
    order: Order,
    system_missing: f64,
    places: Vec<Place>,
    columns: Vec<Answers>,
    /// Bytes of a case.
    width: usize,
    /// Bytes of cases that are not in the columns yet.
    bytes: Vec<u8>,
    rows: u64,
    /// Numbers that are none (NaN, infinite).
    not_finite: u64,
    room: Vec<u8>,
}

/// Commands of one byte, eight at a time, each followed by what did not fit into a byte.
#[derive(Debug)]
struct Bytecode {
    /// What each command stands for.
    meaning: Vec<[u8; 8]>,
    commands: [u8; 8],
    /// The next of them; 8 where new ones are due.
    next: usize,
    /// Input that was too short for the next step.
    rest: Vec<u8>,
    is_over: bool,
}

/// The data when everything was fed.
#[derive(Debug)]
pub(super) struct ReadCases {
    pub(super) columns: Vec<Answers>,
    pub(super) rows: u64,
    /// Whether the data end within a case, or before the end that the file announces.
    pub(super) is_cut: bool,
    pub(super) not_finite: u64,
}

impl Cases {
    pub(super) fn new(
        dictionary: &Dictionary,
        extensions: &Extensions,
        places: Vec<Place>,
    ) -> Self {
        let columns = places.iter().map(|place| match place.width {
            0 => Answers::Numbers(NumberColumn::new()),
            _ => Answers::Texts(TextColumn::new()),
        });
        let table = Table {
            order: dictionary.order,
            system_missing: extensions.system_missing,
            columns: columns.collect(),
            places,
            width: dictionary.slots * 8,
            bytes: Vec::new(),
            rows: 0,
            not_finite: 0,
            room: Vec::new(),
        };
        let bytecode = || Bytecode::new(dictionary, extensions);
        let source = match dictionary.header.compression {
            Compression::None => Source::Plain,
            Compression::Bytecode => Source::Bytecode(bytecode()),
            Compression::Zlib => Source::Zlib {
                zlib: Box::new(Zlib::new(dictionary.order, dictionary.end as u64)),
                bytecode: bytecode(),
            },
        };
        Self {
            source,
            table,
            fed: 0,
        }
    }

    pub(super) fn feed(&mut self, bytes: &[u8]) -> Result<(), Flaw> {
        let table = &mut self.table;
        for piece in bytes.chunks(PIECE) {
            self.fed += piece.len() as u64;
            match &mut self.source {
                Source::Plain => table.push(piece),
                Source::Bytecode(bytecode) => bytecode.feed(piece, table),
                Source::Zlib { zlib, bytecode } => {
                    let allowed = FREE_EXPANSION + MAX_EXPANSION * self.fed;
                    zlib.feed(piece, &mut |unpacked, total| {
                        bytecode.feed(unpacked, table);
                        if total > allowed {
                            Err(Fault::Expands)
                        } else {
                            Ok(())
                        }
                    })?;
                }
            }
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<ReadCases, Flaw> {
        self.table.flush();
        let is_whole = match &self.source {
            Source::Plain => true,
            Source::Bytecode(bytecode) => bytecode.is_over || bytecode.rest.is_empty(),
            Source::Zlib { zlib, bytecode } => {
                zlib.is_complete() && (bytecode.is_over || bytecode.rest.is_empty())
            }
        };
        let table = self.table;
        Ok(ReadCases {
            is_cut: !is_whole || !table.bytes.is_empty(),
            columns: table.columns,
            rows: table.rows,
            not_finite: table.not_finite,
        })
    }
}

impl Bytecode {
    fn new(dictionary: &Dictionary, extensions: &Extensions) -> Self {
        let order = dictionary.order;
        let mut meaning: Vec<[u8; 8]> = (0..252)
            .map(|command| order.of_double(f64::from(command) - dictionary.header.bias))
            .collect();
        // 252 and 253 have no meaning of their own
        meaning.extend([[0; 8]; 2]);
        meaning.push([b' '; 8]);
        meaning.push(order.of_double(extensions.system_missing));
        Self {
            meaning,
            commands: [0; 8],
            next: 8,
            rest: Vec::new(),
            is_over: false,
        }
    }

    fn feed(&mut self, bytes: &[u8], table: &mut Table) {
        if self.is_over {
            return;
        }
        if self.rest.is_empty() {
            let used = self.decode(bytes, table);
            self.rest.extend_from_slice(&bytes[used..]);
        } else {
            let mut input = std::mem::take(&mut self.rest);
            input.extend_from_slice(bytes);
            let used = self.decode(&input, table);
            input.drain(..used);
            self.rest = input;
        }
    }

    /// Decodes what it can, and says how many bytes it took.
    fn decode(&mut self, input: &[u8], table: &mut Table) -> usize {
        let mut pieces = input.chunks_exact(8);
        let mut used = 0;
        loop {
            while self.next < 8 {
                let command = self.commands[self.next];
                let piece: &[u8] = match command {
                    0 => &[],
                    252 => {
                        self.is_over = true;
                        return input.len();
                    }
                    253 => match pieces.next() {
                        Some(piece) => {
                            used += 8;
                            piece
                        }
                        None => return used,
                    },
                    _ => &self.meaning[usize::from(command)],
                };
                table.bytes.extend_from_slice(piece);
                self.next += 1;
            }
            table.flush_when_full();
            match pieces.next() {
                Some(commands) => {
                    self.commands.copy_from_slice(commands);
                    self.next = 0;
                    used += 8;
                }
                None => return used,
            }
        }
    }
}

impl Table {
    fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.flush_when_full();
    }

    fn flush_when_full(&mut self) {
        if self.bytes.len() >= BATCH.max(self.width) {
            self.flush();
        }
    }

    /// Puts the whole cases into the columns.
    fn flush(&mut self) {
        let whole = self.bytes.len() / self.width * self.width;
        let cases = &self.bytes[..whole];
        for (place, column) in self.places.iter().zip(&mut self.columns) {
            match column {
                Answers::Numbers(column) => {
                    for case in cases.chunks_exact(self.width) {
                        let mut bytes = [0; 8];
                        bytes.copy_from_slice(&case[place.offset..place.offset + 8]);
                        let number = self.order.double(bytes);
                        if number == self.system_missing {
                            column.push(f64::NAN);
                        } else if number.is_finite() {
                            column.push(number);
                        } else {
                            self.not_finite += 1;
                            column.push(f64::NAN);
                        }
                    }
                }
                Answers::Texts(column) => {
                    for case in cases.chunks_exact(self.width) {
                        column.push(trimmed(place.text(case, &mut self.room)));
                    }
                }
            }
        }
        self.rows += (whole / self.width) as u64;
        self.bytes.drain(..whole);
    }
}
