//! The cells of one column as they come.

use befund_survey::dataset::Texts;
use befund_survey::packed::{Last, Packed};

use super::charset::Charset;
use super::dictionary::Dictionary;
use super::scan::{Cell, Record};

/// The cells of one column, one per row.
#[derive(Debug, Clone)]
pub(super) enum Cells {
    /// At most 255 different texts: a code per row, 0 for an empty cell.
    Few(Dictionary, Coded<u8>),
    /// At most 65,535 different texts.
    Several(Dictionary, Coded<u16>),
    /// Many different texts.
    Many(Texts),
}

/// Codes, the first of them packed where memory is scarce.
#[derive(Debug, Clone, Default)]
pub(super) struct Coded<C> {
    pub(super) packed: Packed,
    pub(super) rest: Vec<C>,
}

impl<C: Code> Coded<C> {
    /// Packs what fills blocks.
    fn pack(&mut self) {
        let packed = self.packed.push(&self.rest, Last::No);
        if packed > 0 {
            self.rest = self.rest.split_off(packed);
        }
    }

    fn each(&self, to: &mut dyn FnMut(usize)) {
        self.packed.each(to);
        self.rest.iter().for_each(|code| to(code.get()));
    }
}

/// Rows after which the order of codes is decided.
const DECIDED: usize = 1 << 9;

/// A column of texts most of which come once needs at least so many to be seen as one.
const LEAST_TEXTS: u64 = 1 << 10;

/// Rows of cells, one row after the other.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    /// Where the texts of the cells stand.
    pub(super) buffer: &'a [u8],
    /// As many cells per row as there are columns.
    pub(super) cells: &'a [Cell],
    pub(super) columns: usize,
    /// One for each row.
    pub(super) records: &'a [Record],
}

impl<'a> Rows<'a> {
    /// The cells of a column from a row on.
    #[inline]
    pub(super) fn column(self, column: usize, first: usize) -> impl Iterator<Item = Cell> + 'a {
        let cells = self.cells.get(first * self.columns + column..);
        cells
            .unwrap_or_default()
            .iter()
            .step_by(self.columns)
            .copied()
    }

    /// The first so many rows, and the others.
    pub(super) fn split_at(self, row: usize) -> (Self, Self) {
        let (cells, other_cells) = self.cells.split_at(row * self.columns);
        let (records, other_records) = self.records.split_at(row);
        let rows = |cells, records| Self {
            cells,
            records,
            ..self
        };
        (rows(cells, records), rows(other_cells, other_records))
    }

    fn line(self, row: usize) -> u64 {
        self.records[row].line
    }
}

/// A code of a text.
pub(super) trait Code: Copy + Default + Into<u16> {
    /// The greatest code.
    const MOST: u16;
    /// A code that is not greater.
    fn new(code: u16) -> Self;
    fn get(self) -> usize;
}

impl Code for u8 {
    const MOST: u16 = 255;

    #[inline]
    fn new(code: u16) -> Self {
        code as Self
    }

    #[inline]
    fn get(self) -> usize {
        usize::from(self)
    }
}

impl Code for u16 {
    const MOST: u16 = u16::MAX;

    #[inline]
    fn new(code: u16) -> Self {
        code
    }

    #[inline]
    fn get(self) -> usize {
        usize::from(self)
    }
}

impl Cells {
    pub(super) fn new() -> Self {
        Self::Few(Dictionary::new(), Coded::default())
    }

    /// Adds the cells of a column.
    #[inline(never)]
    pub(super) fn push(&mut self, rows: Rows<'_>, column: usize, charset: &mut Charset) {
        let mut done = 0;
        loop {
            done += match self {
                Self::Few(dictionary, codes) => {
                    let codes = &mut codes.rest;
                    if codes.len() >= DECIDED {
                        dictionary.decide_order(codes);
                    }
                    encode(rows, column, done, dictionary, codes, charset)
                }
                Self::Several(dictionary, codes) => {
                    encode(rows, column, done, dictionary, &mut codes.rest, charset)
                }
                Self::Many(texts) => {
                    let cells = || rows.column(column, done).map(|cell| cell.of(rows.buffer));
                    if charset.add_texts(cells(), texts) {
                        return;
                    }
                    for (row, bytes) in cells().enumerate() {
                        push_text(bytes, rows.line(done + row), texts, charset);
                    }
                    return;
                }
            };
            if done >= rows.records.len() {
                return;
            }
            self.widen(charset);
        }
    }

    /// Gives up codes where nine of ten texts so far are different: keys, open answers. They would soon be too many in any case.
    pub(super) fn judge(&mut self, charset: &mut Charset) {
        if let Self::Several(dictionary, codes) = self {
            let (mut texts, different) = (0, dictionary.len() as u64);
            codes.each(&mut |code| texts += u64::from(code > 0));
            if different >= LEAST_TEXTS && 10 * different > 9 * texts {
                self.widen(charset);
            }
        }
    }

    /// Takes less memory from now on.
    pub(super) fn pack(&mut self) {
        match self {
            Self::Few(dictionary, codes) => {
                // before the first codes are out of reach
                if codes.packed.is_empty() {
                    dictionary.decide_order(&mut codes.rest);
                }
                codes.pack();
            }
            Self::Several(_, codes) => codes.pack(),
            Self::Many(_) => {}
        }
    }

    /// Adds one cell.
    #[cfg(test)]
    pub(super) fn push_one(&mut self, text: &str, charset: &mut Charset) {
        let (buffer, cell) = Cell::alone(text.as_bytes());
        let rows = Rows {
            buffer: &buffer,
            cells: &[cell],
            columns: 1,
            records: &[Record::at(1)],
        };
        self.push(rows, 0, charset);
    }

    /// The bytes of a finished column that are no UTF-8 where they should be are counted.
    pub(super) fn count_foreign(&self, charset: &mut Charset) {
        match self {
            Self::Few(dictionary, codes) => count_foreign(dictionary, codes, charset),
            Self::Several(dictionary, codes) => count_foreign(dictionary, codes, charset),
            Self::Many(_) => {}
        }
    }

    /// Room for further texts.
    fn widen(&mut self, charset: &mut Charset) {
        *self = match std::mem::replace(self, Self::Many(Texts::default())) {
            Self::Few(dictionary, codes) => {
                let rest = codes.rest.into_iter().map(u16::from).collect();
                let packed = codes.packed;
                Self::Several(dictionary, Coded { packed, rest })
            }
            Self::Several(dictionary, codes) => {
                count_foreign(&dictionary, &codes, charset);
                let known: Vec<String> = dictionary
                    .texts()
                    .map(|text| charset.text(text).into_owned())
                    .collect();
                let mut texts = Texts::default();
                codes.each(&mut |code| {
                    let known = code.checked_sub(1).map(|at| known[at].as_str());
                    texts.push(known.filter(|text| !is_blank(text)).unwrap_or_default());
                });
                Self::Many(texts)
            }
            many => many,
        };
    }
}

/// Columns that are read in several parts.
#[cfg(not(target_family = "wasm"))]
impl Cells {
    /// A column without cells that knows the texts of this one, for cells that are to be put behind its own.
    pub(super) fn fork(&self) -> Self {
        match self {
            Self::Few(dictionary, _) => Self::Few(dictionary.fork(), Coded::default()),
            Self::Several(dictionary, _) => Self::Several(dictionary.fork(), Coded::default()),
            Self::Many(_) => Self::Many(Texts::default()),
        }
    }

    /// The same of a fork whose cells are no longer needed.
    pub(super) fn fork_again(&mut self, of: &Self) {
        match (&mut *self, of) {
            (Self::Few(dictionary, codes), Self::Few(of, _)) => {
                dictionary.fork_again(of);
                codes.rest.clear();
            }
            (Self::Several(dictionary, codes), Self::Several(of, _)) => {
                dictionary.fork_again(of);
                codes.rest.clear();
            }
            (Self::Many(texts), Self::Many(_)) => texts.clear(),
            _ => *self = of.fork(),
        }
    }

    /// The order of codes is decided, so that it is the same in every fork.
    pub(super) fn settle(&mut self) {
        if let Self::Few(dictionary, codes) = self {
            dictionary.decide_order(&mut codes.rest);
        }
    }

    /// Bytes that a fork copies.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Few(dictionary, _) | Self::Several(dictionary, _) => dictionary.weight(),
            Self::Many(_) => 0,
        }
    }

    /// Adds the cells of a fork.
    pub(super) fn append(&mut self, fork: &mut Self, charset: &mut Charset) {
        loop {
            let done = match (&mut *self, &mut *fork) {
                (Self::Many(texts), Self::Many(more)) => {
                    texts.append(more);
                    true
                }
                (Self::Many(_), coded) => {
                    coded.widen(charset);
                    continue;
                }
                (Self::Few(_, codes), Self::Few(found, more)) if found.has_nothing_new() => {
                    codes.rest.extend_from_slice(&more.rest);
                    true
                }
                (Self::Several(_, codes), Self::Several(found, more))
                    if found.has_nothing_new() =>
                {
                    codes.rest.extend_from_slice(&more.rest);
                    true
                }
                (Self::Few(known, codes), Self::Few(found, more)) => {
                    join(known, codes, found, more)
                }
                (Self::Several(known, codes), Self::Few(found, more)) => {
                    join(known, codes, found, more)
                }
                (Self::Several(known, codes), Self::Several(found, more)) => {
                    join(known, codes, found, more)
                }
                (Self::Few(..) | Self::Several(..), _) => false,
            };
            if done {
                return;
            }
            self.widen(charset);
        }
    }
}

/// Adds codes of cells from a row on, as long as they are narrow enough; how many were added.
#[inline]
fn encode<C: Code>(
    rows: Rows<'_>,
    column: usize,
    first: usize,
    dictionary: &mut Dictionary,
    codes: &mut Vec<C>,
    charset: &mut Charset,
) -> usize {
    let before = codes.len();
    codes.resize(before + rows.records.len() - first, C::default());
    let mut at = before;
    while at < codes.len() {
        let row = first + at - before;
        at += dictionary.encode(rows, column, row, &mut codes[at..]);
        let row = first + at - before;
        let Some(cell) = rows.column(column, row).next() else {
            break;
        };
        let is_full = dictionary.len() >= usize::from(C::MOST);
        let Some(code) = (!is_full)
            .then(|| dictionary.add(cell, rows.buffer))
            .flatten()
        else {
            codes.truncate(at);
            break;
        };
        charset.look(cell.of(rows.buffer), rows.line(row));
        codes[at] = C::new(code);
        at += 1;
    }
    at - before
}

/// Puts codes behind others, whose dictionary gets the texts it does not have yet; whether there are codes for all of them.
#[cfg(not(target_family = "wasm"))]
fn join<C: Code, D: Code>(
    known: &mut Dictionary,
    codes: &mut Coded<C>,
    found: &Dictionary,
    more: &Coded<D>,
) -> bool {
    let Some(recode) = known.adopt(found, C::MOST) else {
        return false;
    };
    // a fork is never packed
    let more = more.rest.iter().map(|code| C::new(recode[code.get()]));
    codes.rest.extend(more);
    true
}

fn count_foreign<C: Code>(dictionary: &Dictionary, codes: &Coded<C>, charset: &mut Charset) {
    for (at, text) in dictionary.texts().enumerate() {
        if charset.is_foreign(text) {
            let mut times = 0;
            codes.each(&mut |code| times += u64::from(code == at + 1));
            charset.count(text, times);
        }
    }
}

fn push_text(text: &[u8], line: u64, texts: &mut Texts, charset: &mut Charset) {
    if text.is_empty() {
        return texts.push("");
    }
    let text = charset.text_at(text, line);
    texts.push(if is_blank(&text) { "" } else { &text });
}

fn is_blank(text: &str) -> bool {
    text.as_bytes()
        .first()
        .is_none_or(|byte| *byte <= b' ' || *byte >= 0x80)
        && text.trim().is_empty()
}
