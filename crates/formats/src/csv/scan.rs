//! Bytes to records: where every cell begins and ends.
//!
//! A record ends at `\n`, `\r\n` or `\r`; empty lines are none. A quote at the start of a cell opens a quoted cell, in which a
//! doubled quote is one; what stands between the closing quote and the next separator belongs to the cell as it is. Any other
//! quote is a character like others.

use super::marks::{BLOCK, Found, Marks};

/// Bytes behind the text, so that a look beyond its end finds nothing.
const PADDING: [u8; BLOCK] = [b'a'; BLOCK];
/// Cells that are handed over together; their places stay in the cache of the processor.
const BATCH: usize = 1 << 12;
/// A record with more cells is none.
const MAX_CELLS: usize = 1 << 16;
/// Text that is taken in at a time; it stays in the cache of the processor.
pub(super) const PIECE: usize = 1 << 17;

/// Where the text of a cell stands in the buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cell {
    start: u32,
    end: u32,
}

/// A record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    /// Where its cells end among all cells.
    pub(super) end: usize,
    /// Line where it begins.
    pub(super) line: u64,
    /// It has an odd number of quotes and a line break in a cell: a quote may be missing.
    pub(super) is_unclosed: bool,
}

impl Record {
    /// A record of one row that begins at this line.
    pub(super) fn at(line: u64) -> Self {
        Self {
            end: 0,
            line,
            is_unclosed: false,
        }
    }
}

/// What stopped the scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// Enough records to hand over; there may be more.
    Full,
    /// The text has no further complete record.
    Hungry,
    /// The record under way has more cells than any table.
    Wide,
}

/// Cuts text into records.
pub(super) struct Scanner {
    marks: Marks,
    /// Text that is not read yet, then [`PADDING`], then cells without their quotes, then a little padding.
    buffer: Vec<u8>,
    /// End of the text in the buffer.
    end: usize,
    /// Where the next record begins.
    next: usize,
    /// Bytes added since the last scan.
    fresh: usize,
    /// Line of the next record.
    line: u64,
    /// Whether the text in the buffer has control characters that are no blanks.
    controls: Controls,
    /// The cells of complete records, so many, and whatever behind them.
    cells: Vec<Cell>,
    complete: usize,
    records: Vec<Record>,
}

/// Control characters in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Controls {
    None,
    Seen,
    Reported,
}

impl Cell {
    fn new(start: usize, end: usize) -> Self {
        // a buffer is far smaller than four gigabytes
        Self {
            start: start as u32,
            end: end as u32,
        }
    }

    /// A cell with a buffer of its own.
    pub(super) fn alone(text: &[u8]) -> (Vec<u8>, Self) {
        ([text, &PADDING].concat(), Self::new(0, text.len()))
    }

    /// The text in its buffer.
    #[inline]
    pub(super) fn of(self, buffer: &[u8]) -> &[u8] {
        &buffer[self.start as usize..self.end as usize]
    }

    #[inline]
    pub(super) fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// The text of a cell with less than eight bytes, zeros behind its end.
    #[inline]
    pub(super) fn word(self, buffer: &[u8]) -> u64 {
        word(buffer, self.start as usize) & ((1 << (8 * self.len())) - 1)
    }

    /// The first and the last eight bytes of a cell with at least eight, and its length.
    #[inline]
    pub(super) fn ends(self, buffer: &[u8]) -> (u64, u64, u32) {
        let (start, end) = (self.start as usize, self.end as usize);
        (
            word(buffer, start),
            word(buffer, end - 8),
            self.end - self.start,
        )
    }
}

/// Eight bytes; the buffer is padded, so there are eight behind every place of a cell.
#[inline]
fn word(buffer: &[u8], at: usize) -> u64 {
    let bytes = buffer.get(at..at + 8).and_then(|bytes| bytes.first_chunk());
    bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

impl Scanner {
    /// A scanner of text that begins at a line of its file.
    pub(super) fn new(marks: Marks, line: u64) -> Self {
        Self {
            marks,
            buffer: PADDING.to_vec(),
            end: 0,
            next: 0,
            fresh: 0,
            line,
            controls: Controls::None,
            cells: Vec::new(),
            complete: 0,
            records: Vec::new(),
        }
    }

    /// Begins with another text, on line 0.
    #[cfg(not(target_family = "wasm"))]
    pub(super) fn restart(&mut self) {
        self.buffer.clear();
        self.buffer.extend_from_slice(&PADDING);
        (self.end, self.next, self.fresh, self.line) = (0, 0, 0, 0);
        self.controls = Controls::None;
        self.complete = 0;
        self.records.clear();
    }

    /// The records found last.
    pub(super) fn records(&self) -> &[Record] {
        &self.records
    }

    /// Line of the first of them that may lack a quote.
    pub(super) fn unclosed(&self) -> Option<u64> {
        let mut records = self.records.iter();
        let unclosed = records.find(|record| record.is_unclosed);
        unclosed.map(|record| record.line)
    }

    /// Their cells, one record after the other.
    pub(super) fn cells(&self) -> &[Cell] {
        &self.cells[..self.complete]
    }

    /// Where the cells of the last records stand.
    pub(super) fn buffer(&self) -> &[u8] {
        &self.buffer
    }

    /// Line of the next record.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Line on which the text ends so far.
    pub(super) fn last_line(&self) -> u64 {
        let waiting = &self.buffer[self.next..self.end];
        self.line + waiting.iter().filter(|byte| **byte == b'\n').count() as u64
    }

    /// Passes over complete records of so many lines that somebody else has read; nothing is [waiting](Self::waiting).
    #[cfg(not(target_family = "wasm"))]
    pub(super) fn pass(&mut self, lines: u64) {
        self.line += lines;
    }

    /// Quotes in the record under way, once the scanner is [hungry](Stop::Hungry).
    #[cfg(not(target_family = "wasm"))]
    pub(super) fn waiting_quotes(&self) -> usize {
        count_quotes(&self.buffer[self.next..self.end], self.marks)
    }

    /// What the scanner looks for.
    #[cfg(not(target_family = "wasm"))]
    pub(super) fn marks(&self) -> Marks {
        self.marks
    }

    /// Bytes of the record under way, once the scanner is [hungry](Stop::Hungry).
    pub(super) fn waiting(&self) -> usize {
        self.end - self.next
    }

    /// The text in the buffer, once, where it has control characters that are no blanks.
    pub(super) fn suspicious(&mut self) -> Option<&[u8]> {
        if self.controls != Controls::Seen {
            return None;
        }
        self.controls = Controls::Reported;
        Some(&self.buffer[..self.end])
    }

    /// Adds text behind what is still to be read; the records found so far are given up.
    pub(super) fn append(&mut self, text: &[u8]) {
        self.buffer.truncate(self.end);
        self.buffer.drain(..self.next);
        self.next = 0;
        self.controls = Controls::None;
        self.fresh += text.len();
        self.buffer.extend_from_slice(text);
        self.end = self.buffer.len();
        self.buffer.extend_from_slice(&PADDING);
    }

    /// Whether there is so much new text that another look is worth it: a long record is not looked at again and again.
    pub(super) fn is_due(&self) -> bool {
        self.fresh >= (PIECE / 2).max(self.waiting() - self.fresh)
    }

    /// Cuts the next records out of the text; with the `last` text, what it ends with is a record.
    pub(super) fn scan(&mut self, last: bool) -> Stop {
        self.fresh = 0;
        self.complete = 0;
        self.records.clear();
        self.buffer.truncate(self.end + PADDING.len());
        let mut unquoted = Unquoted {
            start: self.buffer.len(),
            text: Vec::new(),
        };
        let stop = self.cut(last, &mut unquoted);
        self.buffer.append(&mut unquoted.text);
        self.buffer.extend_from_slice(&PADDING[..8]);
        stop
    }

    // alone, as the other loops over cells: a browser compiles it in full sooner than a function that holds them all
    #[inline(never)]
    fn cut(&mut self, last: bool, unquoted: &mut Unquoted) -> Stop {
        let bytes = self.buffer.as_slice();
        let (marks, end) = (self.marks, self.end);
        let cells = &mut self.cells;
        // of the record under way: where it begins, where its cell begins, and line breaks in it
        let (mut start, mut cell, mut breaks) = (self.next, self.next, 0);
        let (mut count, mut complete) = (0, 0);
        let mut at = start;
        'blocks: while at < end && complete < BATCH {
            let Some(block) = bytes[at..].first_chunk::<BLOCK>() else {
                break;
            };
            let mut found = marks.find(block).before(end - at);
            if cells.len() < count + BLOCK {
                cells.resize(2 * (count + BLOCK), Cell::default());
            }
            while found != Found::default() {
                let run = found
                    .before(found.others.trailing_zeros() as usize)
                    .separators;
                let mut rest = run;
                while rest != 0 {
                    let place = at + rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    cells[count] = Cell::new(cell, place);
                    count += 1;
                    cell = place + 1;
                }
                found.separators &= !run;
                if found.others == 0 {
                    break;
                }
                let place = at + found.others.trailing_zeros() as usize;
                found.others &= found.others - 1;
                let byte = bytes[place];
                let (text, ends) = match byte {
                    b'\n' | b'\r' => (Cell::new(cell, place), place),
                    _ if Some(byte) == marks.quote => {
                        if place != cell {
                            continue;
                        }
                        let Some(quoted) =
                            Quoted::open(&bytes[..end], place, marks, last, unquoted)
                        else {
                            break 'blocks;
                        };
                        breaks += quoted.breaks;
                        self.controls = self.controls.and(quoted.controls);
                        (quoted.text, quoted.ends)
                    }
                    _ => {
                        self.controls = self.controls.and(Controls::of(byte));
                        continue;
                    }
                };
                if ends < end && bytes[ends] == marks.separator {
                    cells[count] = text;
                    count += 1;
                    cell = ends + 1;
                } else {
                    let Some(next) = behind_line(&bytes[..end], ends, last) else {
                        break 'blocks;
                    };
                    if count > complete || ends > start {
                        cells[count] = text;
                        count += 1;
                        self.records.push(Record {
                            end: count,
                            line: self.line,
                            is_unclosed: breaks > 0
                                && count_quotes(&bytes[start..ends], marks) % 2 == 1,
                        });
                        complete = count;
                    }
                    self.line += 1 + breaks;
                    (start, cell, breaks) = (next, next, 0);
                    if complete >= BATCH {
                        break 'blocks;
                    }
                }
                if cell >= at + BLOCK {
                    at = cell;
                    continue 'blocks;
                }
                found = found.from(cell - at);
            }
            if count - complete > MAX_CELLS {
                self.records.clear();
                return Stop::Wide;
            }
            at += BLOCK;
        }
        if complete < BATCH && last && (cell < end || count > complete) {
            cells.truncate(count);
            cells.push(Cell::new(cell, end));
            count += 1;
            self.records.push(Record {
                end: count,
                line: self.line,
                is_unclosed: breaks > 0 && count_quotes(&bytes[start..end], marks) % 2 == 1,
            });
            complete = count;
            start = end;
        }
        self.complete = complete;
        self.next = start;
        if complete < BATCH {
            Stop::Hungry
        } else {
            Stop::Full
        }
    }
}

impl Controls {
    fn of(byte: u8) -> Self {
        if byte >= 0x20 || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A) {
            Self::None
        } else {
            Self::Seen
        }
    }

    fn and(self, other: Self) -> Self {
        if self == Self::None { other } else { self }
    }
}

/// Cells whose text is not what stands between two places of the buffer: they get a place behind it.
struct Unquoted {
    start: usize,
    text: Vec<u8>,
}

/// A quoted cell.
struct Quoted {
    text: Cell,
    /// Where the separator or the line break behind it stands; the end of the text where there is none.
    ends: usize,
    /// Line breaks in it.
    breaks: u64,
    controls: Controls,
}

impl Quoted {
    /// The cell whose first quote stands at `open`; nothing where its end is not there yet.
    fn open(
        bytes: &[u8],
        open: usize,
        marks: Marks,
        last: bool,
        unquoted: &mut Unquoted,
    ) -> Option<Self> {
        let (mut breaks, mut controls) = (0, Controls::None);
        let mut at = open + 1;
        // what is not yet taken over into `unquoted`
        let mut piece = at;
        let begun = unquoted.text.len();
        let is_mark = |byte: &u8| Some(*byte) == marks.quote || *byte < 0x20;
        let close = loop {
            let Some(found) = bytes[at..].iter().position(is_mark) else {
                break bytes.len();
            };
            at += found;
            let byte = bytes[at];
            if Some(byte) != marks.quote {
                breaks += u64::from(is_break(bytes, at));
                controls = controls.and(Controls::of(byte));
                at += 1;
            } else if bytes.get(at + 1) == Some(&byte) {
                unquoted.text.extend_from_slice(&bytes[piece..=at]);
                at += 2;
                piece = at;
            } else {
                break at;
            }
        };
        let behind = (close + 1).min(bytes.len());
        let ends_cell = |byte: &u8| matches!(*byte, b'\n' | b'\r') || *byte == marks.separator;
        let junk = bytes[behind..].iter().position(ends_cell);
        if junk.is_none() && !last {
            unquoted.text.truncate(begun);
            return None;
        }
        let ends = junk.map_or(bytes.len(), |junk| behind + junk);
        for byte in &bytes[behind..ends] {
            controls = controls.and(Controls::of(*byte));
        }
        let text = if begun == unquoted.text.len() && ends == behind {
            Cell::new(piece, close)
        } else {
            unquoted.text.extend_from_slice(&bytes[piece..close]);
            unquoted.text.extend_from_slice(&bytes[behind..ends]);
            let start = unquoted.start;
            Cell::new(start + begun, start + unquoted.text.len())
        };
        Some(Self {
            text,
            ends,
            breaks,
            controls,
        })
    }
}

/// Whether a line ends with this byte: `\r\n` ends one line, not two.
fn is_break(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    }
}

/// Where the next line begins behind the line break at `ends`; nothing where that is not known yet.
fn behind_line(bytes: &[u8], ends: usize, last: bool) -> Option<usize> {
    match (bytes.get(ends), bytes.get(ends + 1)) {
        (None, _) => Some(ends),
        (Some(b'\r'), Some(b'\n')) => Some(ends + 2),
        (Some(b'\r'), None) if !last => None,
        _ => Some(ends + 1),
    }
}

/// Quotes in a text.
pub(super) fn count_quotes(bytes: &[u8], marks: Marks) -> usize {
    let Some(quote) = marks.quote else {
        return 0;
    };
    // counts of so many bytes fit into one, so that many are counted at a time
    let counts = bytes.chunks(usize::from(u8::MAX)).map(|chunk| {
        let quotes = chunk.iter().map(|byte| u8::from(*byte == quote));
        usize::from(quotes.sum::<u8>())
    });
    counts.sum()
}

#[cfg(test)]
mod tests {
    use csv_core::{ReadRecordResult, ReaderBuilder};
    use proptest::prelude::*;

    use super::*;

    type Records = Vec<Vec<Vec<u8>>>;

    /// In pieces of the given length, with the line of each record.
    fn scanned(text: &[u8], piece: usize) -> (Records, Vec<u64>) {
        let mut scanner = Scanner::new(Marks::new(b',', Some(b'"')), 1);
        let (mut records, mut lines) = (Vec::new(), Vec::new());
        let mut scan = |scanner: &mut Scanner, last| {
            loop {
                let stop = scanner.scan(last);
                let mut from = 0;
                for record in scanner.records() {
                    let cells = scanner.cells()[from..record.end].iter();
                    records.push(
                        cells
                            .map(|cell| cell.of(scanner.buffer()).to_vec())
                            .collect(),
                    );
                    lines.push(record.line);
                    from = record.end;
                }
                if stop != Stop::Full {
                    return;
                }
            }
        };
        for part in text.chunks(piece) {
            scanner.append(part);
            scan(&mut scanner, false);
        }
        scan(&mut scanner, true);
        (records, lines)
    }

    fn oracle(text: &[u8]) -> Records {
        let mut reader = ReaderBuilder::new().build();
        let (mut output, mut ends) = (vec![0; 1 << 16], vec![0; 1 << 12]);
        let mut records = Vec::new();
        let (mut rest, mut written, mut ended) = (text, 0, 0);
        loop {
            let (result, read, wrote, ends_read) =
                reader.read_record(rest, &mut output[written..], &mut ends[ended..]);
            rest = &rest[read..];
            (written, ended) = (written + wrote, ended + ends_read);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record => {
                    let starts = std::iter::once(0).chain(ends.iter().copied());
                    let cells = starts.zip(&ends[..ended]);
                    records.push(
                        cells
                            .map(|(start, end)| output[start..*end].to_vec())
                            .collect(),
                    );
                    (written, ended) = (0, 0);
                }
                _ => return records,
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(600))]
        #[test]
        fn records_are_those_of_a_slower_parser(
            text in "([a-c,\"\n\r é]|,,|\"\"|\r\n|\",\"|1,2,3,4,5,6,7,8,9,10\n){0,120}",
            piece in prop_oneof![1usize..9, Just(usize::MAX)],
        ) {
            let (records, lines) = scanned(text.as_bytes(), piece);
            prop_assert_eq!(&records, &oracle(text.as_bytes()));
            prop_assert!(lines.is_sorted());
        }
    }

    #[test]
    fn lines_are_those_of_an_editor() {
        let text = b"a,b\r\n\r\n\"x\r\ny\",1\n\nc,d\re,f";
        let expected = [1, 3, 6, 7];
        for piece in [1, 2, 3, 100] {
            assert_eq!(scanned(text, piece).1, expected);
        }
    }

    #[test]
    fn many_records_come_in_batches() {
        let text: String = (0..20_000)
            .map(|row| format!("{row},\"q{row}\"\n"))
            .collect();
        for piece in [1000, 1 << 16, usize::MAX] {
            let (records, lines) = scanned(text.as_bytes(), piece);
            assert_eq!(records.len(), 20_000);
            assert_eq!(records[19_999], [b"19999".to_vec(), b"q19999".to_vec()]);
            assert_eq!(lines[19_999], 20_000);
        }
    }
}
