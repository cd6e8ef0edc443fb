//! A long text read by several threads.
//!
//! It is cut at ends of lines that are presumably ends of records. Every part is read by itself, into a fork of the table, which knows
//! all texts so far; then the parts are put behind one another. A part that ends with a record proves that the next one begins with
//! one. From the first part on that does not, and wherever something is wrong or unclear, the text is read once more in the usual way:
//! the result is the same for any number of threads.

use super::charset::Charset;
use super::marks::Marks;
use super::reader::{Body, MAX_ROW};
use super::scan::{PIECE, Scanner, Stop, count_quotes};
use super::table::Table;
use crate::Error;

/// How far a line is looked for that ends between records.
const NEAR: usize = 1 << 20;

/// How a text is shared out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sharing {
    /// So many parts at most.
    pub(super) threads: usize,
    /// Bytes of a part at least.
    pub(super) least: usize,
    /// Bytes that a fork may copy for each byte of its part.
    pub(super) dear: usize,
    /// Parts that may turn out to be of no use before all is read in the usual way.
    pub(super) patience: usize,
}

/// A part of a text, read by itself; its lines are counted from 0. Its memory is used for the parts of the next text again: what
/// threads give back and take anew costs more than reading.
pub(super) struct Part {
    scanner: Scanner,
    table: Table,
    charset: Charset,
    unclosed: Option<u64>,
    /// Whether nothing was wrong with it.
    is_good: bool,
}

impl Sharing {
    /// As many threads as the machine has processors.
    pub(super) fn of_machine() -> Self {
        Self {
            threads: std::thread::available_parallelism().map_or(1, usize::from),
            least: 1 << 19,
            dear: 2,
            patience: 3,
        }
    }
}

impl Body {
    /// Reads the beginning of a text, with several threads once it is known of what kind the columns are; how many bytes were read.
    pub(super) fn read_shared(&mut self, file: &str, text: &[u8]) -> Result<usize, Error> {
        let mut read = 0;
        for piece in text.chunks(PIECE) {
            if self.table.is_judged() {
                break;
            }
            self.read_piece(file, piece)?;
            read += piece.len();
        }
        Ok(read + self.read_parts(file, &text[read..])?)
    }

    /// Reads the beginning of a text with several threads, if that is worth it; how many bytes were read. There are no records
    /// among the bytes read before that were not handed over.
    fn read_parts(&mut self, file: &str, text: &[u8]) -> Result<usize, Error> {
        let Sharing {
            threads,
            least,
            dear,
            patience,
        } = self.sharing;
        let count = threads.min(text.len() / least.max(1));
        if count < 2
            || patience == 0
            || self.table.weight() > dear.saturating_mul(text.len() / count)
        {
            return Ok(0);
        }
        let marks = self.scanner.marks();
        // the record under way first, with a piece as large as any in which control characters are counted
        let near = PIECE.min(least);
        let quotes = self.scanner.waiting_quotes() + count_quotes(&text[..near], marks);
        let Some(start) = border(text, near, quotes, marks) else {
            return Ok(0);
        };
        self.scanner.append(&text[..start]);
        self.taken += start as u64;
        self.scan(file, false)?;
        if self.scanner.waiting() > 0 {
            self.sharing.patience -= 1;
            return Ok(start);
        }
        let mut parts = Vec::with_capacity(count);
        let mut from = start;
        for part in 1..count {
            let near = (start + part * (text.len() - start) / count).max(from);
            let quotes = count_quotes(&text[from..near], marks);
            let Some(end) = border(text, near, quotes, marks) else {
                break;
            };
            parts.push(&text[from..end]);
            from = end;
        }
        parts.push(&text[from..]);
        self.table.settle();
        let (table, charset) = (&self.table, &self.charset);
        let mut read = std::mem::take(&mut self.parts);
        while read.len() < parts.len() {
            read.push(Part::new(marks, table, charset));
        }
        std::thread::scope(|scope| {
            let mut waiting = read.iter_mut().zip(&parts);
            // one of them is read here
            let here = waiting.next();
            for (part, text) in waiting {
                scope.spawn(move || part.read(file, text, table, charset));
            }
            here.map(|(part, text)| part.read(file, text, table, charset))
        });
        let read_to = self.take_in(file, start, &parts, &mut read);
        self.parts = read;
        read_to
    }

    /// Puts what was read of these texts, the first of which begins at `done`, behind one another; how many bytes were read.
    fn take_in(
        &mut self,
        file: &str,
        mut done: usize,
        texts: &[&[u8]],
        read: &mut [Part],
    ) -> Result<usize, Error> {
        for (at, (part, text)) in read.iter_mut().zip(texts).enumerate() {
            let waiting = part.scanner.waiting();
            let ends = waiting == 0 || at + 1 == texts.len();
            if !part.is_good || !ends || !self.table.fits(&part.table) {
                self.sharing.patience -= 1;
                return Ok(done);
            }
            let lines = self.scanner.line();
            self.charset.append(&part.charset, lines);
            self.table
                .append(file, &mut part.table, lines, &mut self.charset)?;
            let unclosed = part.unclosed.map(|line| line + lines);
            self.unclosed = self.unclosed.or(unclosed);
            self.scanner.pass(part.scanner.line());
            let read = text.len() - waiting;
            self.taken += read as u64;
            done += read;
        }
        Ok(done)
    }
}

impl Part {
    fn new(marks: Marks, table: &Table, charset: &Charset) -> Self {
        Self {
            scanner: Scanner::new(marks, 0),
            table: table.fork(),
            charset: charset.fork(),
            unclosed: None,
            is_good: false,
        }
    }

    /// Reads a text that begins with a record.
    fn read(&mut self, file: &str, text: &[u8], table: &Table, charset: &Charset) {
        self.scanner.restart();
        self.table.fork_again(table);
        self.charset = charset.fork();
        self.unclosed = None;
        self.is_good = self.read_pieces(file, text).is_some();
    }

    /// Nothing where something is wrong with the text.
    fn read_pieces(&mut self, file: &str, text: &[u8]) -> Option<()> {
        for piece in text.chunks(PIECE) {
            self.scanner.append(piece);
            if self.scanner.is_due() {
                self.scan(file)?;
            }
        }
        self.scan(file)
    }

    fn scan(&mut self, file: &str) -> Option<()> {
        loop {
            let stop = self.scanner.scan(false);
            if stop == Stop::Wide || self.scanner.suspicious().is_some() {
                return None;
            }
            self.unclosed = self.unclosed.or(self.scanner.unclosed());
            let taken = self.table.take(file, &self.scanner, &mut self.charset);
            taken.ok()?;
            if stop == Stop::Hungry {
                return (self.scanner.waiting() <= MAX_ROW).then_some(());
            }
        }
    }
}

/// Where a line begins behind `from`, with an even number of quotes before it where there is such a line nearby; `quotes` are before
/// `from`.
fn border(text: &[u8], from: usize, quotes: usize, marks: Marks) -> Option<usize> {
    let near = &text[from..text.len().min(from + NEAR)];
    let (mut first, mut quotes) = (None, quotes);
    let mut end = from;
    for line in near.split_inclusive(|byte| *byte == b'\n') {
        if !line.ends_with(b"\n") {
            break;
        }
        end += line.len();
        first = first.or(Some(end));
        quotes += count_quotes(line, marks);
        if quotes.is_multiple_of(2) {
            return Some(end);
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use befund_survey::ReadOptions;
    use befund_survey::dataset::Column;
    use proptest::prelude::*;

    use super::super::CsvReader;
    use super::super::table::JUDGED;
    use super::*;

    /// What a file comes to, in words: the dataset with its notes, or what is wrong.
    fn read(text: &[u8], slice: usize, threads: usize) -> String {
        read_judged_after(5, text, slice, threads)
    }

    fn read_judged_after(rows: u64, text: &[u8], slice: usize, threads: usize) -> String {
        let mut reader = CsvReader::new("t.csv", ReadOptions::default());
        reader.judged_after = rows;
        reader.sharing = Sharing {
            threads,
            least: 40,
            dear: usize::MAX,
            patience: usize::MAX,
        };
        let fed = text.chunks(slice).try_for_each(|part| reader.feed(part));
        format!("{:#?}", fed.and_then(|()| reader.finish()))
    }

    /// Cells of every kind: codes, numbers, words, blanks, quotes with whatever is in them, bytes of two encodings.
    fn cell() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            8 => "[1-5]".prop_map(String::into_bytes),
            4 => "[0-9]{1,3}(\\.[0-9])?".prop_map(String::into_bytes),
            2 => "(ja|nein|weiß nicht|keine Angabe| )".prop_map(String::into_bytes),
            2 => "[a-z]{1,12}".prop_map(String::into_bytes),
            2 => Just(Vec::new()),
            1 => "\"([a-c ,]|\n|\r\n|\"\"){0,20}\"".prop_map(String::into_bytes),
            1 => Just(b"gr\xFCn".to_vec()),
        ]
    }

    /// Rows as they are met: most with all cells, some too short, some with the first cell only, empty lines, once in a while a row too
    /// long or a stray quote.
    fn row() -> impl Strategy<Value = Vec<u8>> {
        let cells =
            |count| prop::collection::vec(cell(), count).prop_map(|cells| cells.join(&b','));
        prop_oneof![
            300 => cells(4),
            6 => cells(2),
            6 => cells(1),
            4 => Just(Vec::new()),
            2 => Just(b"1,5\" tall,2,3".to_vec()),
            1 => Just(b"1,\"open,2,3".to_vec()),
            1 => cells(5),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn any_number_of_threads_reads_the_same(
            rows in prop::collection::vec(row(), 12..80),
            repeated in prop_oneof![Just(1usize), 2usize..20],
            end in prop_oneof![Just("\n"), Just("\r\n"), Just("")],
            slice in prop_oneof![50usize..2000, Just(usize::MAX)],
            threads in 2usize..6,
        ) {
            let line_end = if end.is_empty() { &b"\n"[..] } else { end.as_bytes() };
            let body = vec![rows.join(line_end); repeated].join(line_end);
            let text = [b"a,b,c,d", line_end, &body, end.as_bytes()].concat();
            prop_assert_eq!(read(&text, slice, threads), read(&text, slice, 1));
        }
    }

    #[test]
    fn columns_of_many_texts_grow_alike() {
        // 300 texts that come again, 70,000 that do not, and a few that come late
        let rows = (0..70_000).map(|row| format!("{},t{row},{}\n", row % 300, row / 69_999));
        let text = format!("few,many,late\n{}", rows.collect::<String>());
        let single = read(text.as_bytes(), 1 << 16, 1);
        for threads in [2, 3, 7] {
            assert!(read(text.as_bytes(), 1 << 16, threads) == single);
        }
    }

    #[test]
    fn a_column_whose_texts_hardly_come_again_is_one_of_texts() {
        // keys and answers, many of them empty; keys of which each stands in two rows
        let row = |row: u32| {
            let answer = if row.is_multiple_of(3) {
                row.to_string()
            } else {
                String::new()
            };
            format!("k{row},{answer},p{}\n", row / 2)
        };
        let text = format!(
            "key,answer,pair\n{}",
            (0..6000).map(row).collect::<String>()
        );
        let mut reader = CsvReader::new("t.csv", ReadOptions::default());
        for part in text.as_bytes().chunks(1000) {
            reader.feed(part).unwrap();
        }
        let columns = reader.finish().unwrap().dataset.columns().to_vec();
        assert!(matches!(
            columns[..],
            [Column::Texts(_), Column::Numbers(_), Column::Codes(_)]
        ));
        assert_eq!(columns[0].value(5999), Some("k5999".into()));
        assert_eq!(columns[1].value(5997), Some(5997.into()));
        assert_eq!(columns[1].value(5998), None);
        // neither the slices nor the threads matter
        let read = |slice, threads| read_judged_after(JUDGED, text.as_bytes(), slice, threads);
        for (slice, threads) in [(999, 1), (usize::MAX, 2), (5000, 3)] {
            assert!(read(slice, threads) == read(usize::MAX, 1));
        }
    }

    #[test]
    fn parts_are_read() {
        let text = "1,ja\n".repeat(1000) + "2,\"nein\nnie\"\n" + &"3,ja\n".repeat(1000) + "4,";
        let mut reader = CsvReader::new("t.csv", ReadOptions::default());
        reader.sharing.threads = 1;
        reader.enough = 1000;
        reader.feed("a,b\n".as_bytes()).unwrap();
        reader.feed("1,nein\n".repeat(200).as_bytes()).unwrap();
        let body = reader.body.as_mut().unwrap();
        body.sharing = Sharing {
            threads: 4,
            least: 40,
            dear: usize::MAX,
            patience: 1,
        };
        // all but the record under way
        let read = body.read_parts("t.csv", text.as_bytes()).unwrap();
        assert_eq!((read, body.sharing.patience), (text.len() - 2, 1));
        assert_eq!(
            (body.taken as usize, body.scanner.line()),
            (read + 1404, 2204)
        );
    }
}
