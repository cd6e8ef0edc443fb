//! From slices of a file to a dataset.

use std::collections::{HashMap, HashSet};

use befund_survey::codebook::Codebook;
use befund_survey::dataset::Dataset;
use befund_survey::{ReadOptions, Text, infer, order};

use super::cells::{Cells, Rows};
use super::charset::Charset;
use super::column::ColumnBuilder;
use super::decode::TextDecoder;
use super::encoding::Encoding;
use super::marks::Marks;
use super::number::{NumberStyle, Writing, styles};
use super::scan::{Cell, PIECE, Record, Scanner, Stop};
use super::{Separator, sniff};
use crate::error::Format;
use crate::{Error, Reading, ReadingNote};

/// The first bytes, from which format, encoding and separator are found out.
const HEAD: usize = 1 << 18;
/// No survey has more columns.
const MAX_COLUMNS: usize = 20_000;
/// One row in megabytes; more is a missing line break or quote.
const MAX_ROW_MB: usize = 16;
/// Rows are counted in four bytes.
const MAX_ROWS: u64 = u32::MAX as u64;

/// Reads text with separators slice by slice.
pub struct CsvReader {
    file: String,
    options: ReadOptions,
    bytes: u64,
    /// The first bytes until there are enough of them.
    head: Vec<u8>,
    body: Option<Body>,
}

/// Everything that is known once the head was looked at.
struct Body {
    separator: Separator,
    /// To text that can be cut, where bytes cannot.
    decoder: Option<TextDecoder>,
    charset: Charset,
    scanner: Scanner,
    table: Table,
    /// Bytes of text the scanner has got, a mark at the start of the file included.
    taken: u64,
}

/// Header and columns so far.
#[derive(Default)]
struct Table {
    header: Option<Vec<String>>,
    no_header: bool,
    columns: Vec<Cells>,
    rows: u64,
    short_rows: u64,
    first_short: (u64, u64),
    /// Line of the first record with a line break in a cell and an odd number of quotes.
    unclosed: Option<u64>,
    /// The first record only names the separator.
    skip_first: bool,
}

impl CsvReader {
    /// A reader for a file of that name.
    pub fn new(file: &str, options: ReadOptions) -> Self {
        Self {
            file: file.to_owned(),
            options,
            bytes: 0,
            head: Vec::new(),
            body: None,
        }
    }

    /// Reads the next bytes of the file.
    ///
    /// # Errors
    /// What makes the file unreadable; after an error the reader must not be fed again.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.bytes += bytes.len() as u64;
        if self.body.is_some() {
            return self.read(bytes, false);
        }
        self.head.extend_from_slice(bytes);
        if self.head.len() >= HEAD {
            self.start(false)
        } else {
            Ok(())
        }
    }

    /// The dataset, when the last byte was fed.
    ///
    /// # Errors
    /// What makes the file unreadable.
    pub fn finish(mut self) -> Result<Reading, Error> {
        if self.body.is_none() {
            self.start(true)?;
        }
        self.read(&[], true)?;
        let Some(body) = self.body else {
            return Err(Error::Empty { file: self.file });
        };
        body.finish(self.file, self.options)
    }

    /// Looks at the head, then reads it.
    fn start(&mut self, whole: bool) -> Result<(), Error> {
        let head = std::mem::take(&mut self.head);
        if head.iter().all(u8::is_ascii_whitespace) && whole {
            return Err(Error::Empty {
                file: self.file.clone(),
            });
        }
        if let Some(format) = Format::of(&head) {
            return Err(Error::OtherFormat {
                file: self.file.clone(),
                format,
            });
        }
        let mut text = String::new();
        TextDecoder::new(&head, whole).decode(&head, whole, &mut text);
        refuse_binary(&self.file, text.as_bytes(), 0)?;
        let named = sniff::named_separator(&text);
        let separator = self
            .options
            .separator
            .and_then(Separator::new)
            .or(named)
            .unwrap_or_else(|| sniff::separator(&text, whole));
        let decoder = TextDecoder::new(&head, whole);
        let encoding = decoder.encoding();
        let cut = encoding.extends_ascii();
        let rest = if cut {
            encoding.without_mark(&head)
        } else {
            &head
        };
        self.body = Some(Body {
            separator,
            decoder: (!cut).then_some(decoder),
            charset: Charset::new(if cut { encoding } else { Encoding::Utf8 }),
            scanner: Scanner::new(Marks::new(separator.byte(), Some(b'"')), 1),
            table: Table {
                skip_first: named.is_some(),
                ..Table::default()
            },
            taken: (head.len() - rest.len()) as u64,
        });
        self.read(rest, false)
    }

    fn read(&mut self, bytes: &[u8], last: bool) -> Result<(), Error> {
        let Some(body) = &mut self.body else {
            return Ok(());
        };
        if let Some(decoder) = &mut body.decoder {
            let mut text = String::new();
            decoder.decode(bytes, last, &mut text);
            body.read(&self.file, text.as_bytes(), last)
        } else {
            body.read(&self.file, bytes, last)
        }
    }
}

/// Text has no zeros and hardly any control characters.
fn refuse_binary(file: &str, text: &[u8], offset: u64) -> Result<(), Error> {
    let odd =
        |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A);
    let found = text.iter().filter(|byte| odd(byte)).count();
    let zero = text.iter().position(|byte| *byte == 0);
    if zero.is_none() && found * 100 <= text.len() {
        return Ok(());
    }
    let at = zero.or_else(|| text.iter().position(odd)).unwrap_or(0);
    Err(Error::Binary {
        file: file.to_owned(),
        offset: offset + at as u64,
    })
}

impl Body {
    fn read(&mut self, file: &str, text: &[u8], last: bool) -> Result<(), Error> {
        let mut pieces = text.chunks(PIECE).peekable();
        while let Some(piece) = pieces.next() {
            self.scanner.append(piece);
            self.taken += piece.len() as u64;
            if pieces.peek().is_some() || self.scanner.is_due() {
                self.scan(file, false)?;
            }
        }
        if last { self.scan(file, true) } else { Ok(()) }
    }

    fn scan(&mut self, file: &str, last: bool) -> Result<(), Error> {
        loop {
            let stop = self.scanner.scan(last);
            if let Some(text) = self.scanner.suspicious() {
                refuse_binary(file, text, self.taken - text.len() as u64)?;
            }
            self.table.take(file, &self.scanner, &mut self.charset)?;
            match stop {
                Stop::Full => {}
                Stop::Hungry if self.scanner.waiting() > MAX_ROW_MB << 20 => {
                    return Err(Error::EndlessRow {
                        file: file.to_owned(),
                        line: self.scanner.line(),
                        limit: MAX_ROW_MB,
                    });
                }
                Stop::Hungry => return Ok(()),
                Stop::Wide => {
                    return Err(Error::TooManyColumns {
                        file: file.to_owned(),
                        line: self.scanner.line(),
                        limit: MAX_COLUMNS,
                    });
                }
            }
        }
    }

    fn finish(self, file: String, options: ReadOptions) -> Result<Reading, Error> {
        let separator = self.separator;
        let table = self.table;
        let mut charset = self.charset;
        let read: Vec<ColumnBuilder> = table
            .columns
            .into_iter()
            .map(|cells| ColumnBuilder::new(cells, &mut charset))
            .collect();
        let encoding = match &self.decoder {
            Some(decoder) => decoder.encoding().name(),
            None => charset.name(),
        };
        let mut notes = vec![ReadingNote::Dialect {
            encoding: encoding.to_owned(),
            separator: separator.get(),
            sniffed: options.separator.is_none(),
        }];
        notes.extend(charset.mixed());
        if table.no_header {
            notes.push(ReadingNote::NoHeader);
        }
        if table.short_rows > 0 {
            let (first, line) = table.first_short;
            notes.push(ReadingNote::ShortRows {
                rows: table.short_rows,
                first,
                line,
            });
        }
        if let Some(line) = table.unclosed {
            notes.push(ReadingNote::UnclosedQuote { line });
        }
        let Some(header) = table.header else {
            return Err(Error::Empty { file });
        };
        if table.rows == 0 {
            return Err(Error::HeaderOnly {
                file,
                columns: header.len(),
            });
        }
        let names = names(&header, &mut notes);
        let writings: Vec<Writing> = read.iter().map(ColumnBuilder::writing).collect();
        let styles = styles(&writings, separator.get());
        if styles.contains(&Some(NumberStyle::Comma)) {
            notes.push(ReadingNote::DecimalComma);
        }
        for ((name, style), column) in names.iter().zip(&styles).zip(&read) {
            if style.is_some() {
                continue;
            }
            if let Some((word, row)) = column.stray_word() {
                notes.push(ReadingNote::StrayWord {
                    column: name.clone(),
                    word,
                    row,
                });
            }
            if column.has_loose_blanks() {
                notes.push(ReadingNote::LooseBlanks {
                    column: name.clone(),
                });
            }
        }
        for (mark, wanted) in [
            (',', NumberStyle::CommaThousands),
            ('.', NumberStyle::PointThousands),
        ] {
            let columns: Vec<String> = names
                .iter()
                .zip(&styles)
                .filter(|(_, style)| **style == Some(wanted))
                .map(|(name, _)| name.clone())
                .collect();
            if !columns.is_empty() {
                notes.push(ReadingNote::Thousands { mark, columns });
            }
        }

        let mut codebook = Codebook::default();
        let mut columns = Vec::with_capacity(names.len());
        let mut words: Vec<String> = Vec::new();
        for ((name, style), (builder, original)) in
            names.iter().zip(styles).zip(read.into_iter().zip(&header))
        {
            let finished = builder.finish(style);
            let mut variable = infer(name, &finished.column);
            let unquoted = name
                .strip_prefix('\'')
                .and_then(|name| name.strip_suffix('\''));
            if let Some(unquoted) = unquoted.filter(|name| !name.is_empty()) {
                variable.label = Text::from(unquoted);
            } else if original != name && !original.trim().is_empty() {
                variable.label = Text::Plain(original.clone());
            }
            words.extend(finished.words);
            words.extend(
                finished
                    .missing
                    .iter()
                    .map(|missing| missing.value.to_string()),
            );
            variable.missing = finished.missing;
            codebook.variables.push(variable);
            columns.push(finished.column);
        }
        order::sort(&mut words, String::cmp);
        words.dedup();
        if !words.is_empty() {
            notes.push(ReadingNote::MissingWords { words });
        }
        let id = stem(&file);
        let dataset =
            Dataset::new(id, file.clone(), codebook, columns).ok_or(Error::Empty { file })?;
        Ok(Reading { dataset, notes })
    }
}

impl Table {
    /// Takes the records the scanner has found.
    fn take(&mut self, file: &str, scanner: &Scanner, charset: &mut Charset) -> Result<(), Error> {
        let (buffer, mut records) = (scanner.buffer(), scanner.records());
        let unclosed = records.iter().find(|record| record.is_unclosed);
        self.unclosed = self.unclosed.or(unclosed.map(|record| record.line));
        let mut from = 0;
        while self.header.is_none() {
            let Some((first, rest)) = records.split_first() else {
                return Ok(());
            };
            if !std::mem::take(&mut self.skip_first) {
                let cells = &scanner.cells()[from..first.end];
                self.begin(
                    file,
                    cells.iter().map(|cell| cell.of(buffer)),
                    *first,
                    charset,
                )?;
                if self.no_header {
                    break;
                }
            }
            from = first.end;
            records = rest;
        }
        if records.is_empty() {
            return Ok(());
        }
        let columns = self.columns.len();
        let cells = &scanner.cells()[from..];
        let is_even = |(row, record): (usize, &Record)| record.end == from + (row + 1) * columns;
        if records.iter().enumerate().all(is_even) {
            return self.push(
                file,
                Rows {
                    buffer,
                    cells,
                    columns,
                    records,
                },
                charset,
            );
        }
        let evened = self.even(file, scanner, from, records, charset)?;
        let rows = Rows {
            buffer,
            cells: &evened,
            columns,
            records,
        };
        self.push(file, rows, charset)
    }

    /// Takes the first record.
    fn begin<'a>(
        &mut self,
        file: &str,
        cells: impl Iterator<Item = &'a [u8]>,
        record: Record,
        charset: &mut Charset,
    ) -> Result<(), Error> {
        let header: Vec<String> = cells
            .map(|cell| charset.text_at(cell, record.line).into_owned())
            .collect();
        if header.len() > MAX_COLUMNS {
            return Err(Error::TooManyColumns {
                file: file.to_owned(),
                line: record.line,
                limit: MAX_COLUMNS,
            });
        }
        self.columns.extend(header.iter().map(|_| Cells::new()));
        self.no_header = header.iter().all(|name| name.trim().parse::<f64>().is_ok())
            && !counts_columns(&header);
        self.header = Some(if self.no_header {
            vec![String::new(); header.len()]
        } else {
            header
        });
        Ok(())
    }

    /// The cells of records of which some are too short or end in empty cells too many.
    fn even(
        &mut self,
        file: &str,
        scanner: &Scanner,
        mut from: usize,
        records: &[Record],
        charset: &Charset,
    ) -> Result<Vec<Cell>, Error> {
        let expected = self.columns.len();
        let mut evened = Vec::with_capacity(records.len() * expected);
        for (row, record) in records.iter().enumerate() {
            let cells = &scanner.cells()[from..record.end];
            from = record.end;
            let row = self.rows + row as u64 + 1;
            let found = cells.len();
            if found < expected {
                self.short_rows += 1;
                if self.short_rows == 1 {
                    self.first_short = (row, record.line);
                }
                evened.extend_from_slice(cells);
                evened.resize(evened.len() + expected - found, Cell::default());
                continue;
            }
            evened.extend_from_slice(&cells[..expected]);
            let surplus = cells[expected..].iter();
            let lost = surplus
                .map(|cell| charset.text(cell.of(scanner.buffer())))
                .find(|text| !text.trim().is_empty());
            if let Some(text) = lost {
                return Err(if expected == 1 {
                    Error::LinesBeforeHeader {
                        file: file.to_owned(),
                        line: record.line,
                        found,
                    }
                } else {
                    Error::LongRow {
                        file: file.to_owned(),
                        row,
                        line: record.line,
                        expected,
                        found,
                        text: text.chars().take(40).collect(),
                    }
                });
            }
        }
        Ok(evened)
    }

    fn push(&mut self, file: &str, rows: Rows<'_>, charset: &mut Charset) -> Result<(), Error> {
        self.rows += rows.records.len() as u64;
        if self.rows > MAX_ROWS {
            return Err(Error::TooManyRows {
                file: file.to_owned(),
                limit: MAX_ROWS,
            });
        }
        for (column, cells) in self.columns.iter_mut().enumerate() {
            cells.push(rows, column, charset);
        }
        Ok(())
    }
}

/// Names that differ: without line breaks, made where there is none, numbered where one comes again.
pub(crate) fn names(header: &[String], notes: &mut Vec<ReadingNote>) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    let (mut nameless, mut repeated) = (Vec::new(), Vec::new());
    let wanted: Vec<String> = header
        .iter()
        .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let given: HashSet<&String> = wanted.iter().collect();
    let mut next: HashMap<String, usize> = HashMap::new();
    let mut names = Vec::with_capacity(header.len());
    for (index, wanted) in wanted.iter().enumerate() {
        let base = if wanted.is_empty() {
            format!("V{}", index + 1)
        } else {
            wanted.clone()
        };
        let mut name = base.clone();
        let number = next.entry(base.clone()).or_insert(2);
        while taken.contains(&name) || (name != *wanted && given.contains(&name)) {
            name = format!("{base}_{number}");
            *number += 1;
        }
        if wanted.is_empty() {
            nameless.push(name.clone());
        } else if name != *wanted {
            repeated.push((wanted.clone(), name.clone()));
        }
        taken.insert(name.clone());
        names.push(name);
    }
    let no_header = nameless.len() == header.len();
    if !nameless.is_empty() && !no_header {
        notes.push(ReadingNote::NamelessColumns { columns: nameless });
    }
    if !repeated.is_empty() {
        notes.push(ReadingNote::RepeatedNames { columns: repeated });
    }
    names
}

/// Whether names are 0, 1, 2, ...: what programs write above columns that have none.
fn counts_columns(header: &[String]) -> bool {
    let mut names = header.iter().enumerate();
    header.len() > 2 && names.all(|(index, name)| name.trim().parse() == Ok(index))
}

/// The file name without folder and extension.
pub(crate) fn stem(file: &str) -> String {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    name.rsplit_once('.')
        .map_or(name, |(stem, _)| stem)
        .to_owned()
}
