//! From slices of a file to a dataset.

use std::collections::{HashMap, HashSet};

use befund_survey::codebook::Codebook;
use befund_survey::dataset::Dataset;
use befund_survey::{ReadOptions, Text, infer, order};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::column::ColumnBuilder;
use super::decode::TextDecoder;
use super::number::{NumberStyle, Writing, styles};
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
    decoder: TextDecoder,
    separator: Separator,
    csv: Reader,
    text: String,
    record: Record,
    table: Table,
}

/// The cells of the record under way.
struct Record {
    output: Vec<u8>,
    written: usize,
    ends: Vec<usize>,
    ended: usize,
    /// Double quotes in its bytes.
    quotes: usize,
    /// Line where it begins.
    line: u64,
}

/// Header and columns so far.
#[derive(Default)]
struct Table {
    header: Option<Vec<String>>,
    no_header: bool,
    columns: Vec<ColumnBuilder>,
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
        self.refuse_binary(&text, 0)?;
        let named = sniff::named_separator(&text);
        let separator = self
            .options
            .separator
            .and_then(Separator::new)
            .or(named)
            .unwrap_or_else(|| sniff::separator(&text, whole));
        self.body = Some(Body {
            decoder: TextDecoder::new(&head, whole),
            separator,
            csv: ReaderBuilder::new().delimiter(separator.byte()).build(),
            text: String::new(),
            record: Record {
                output: vec![0; 1 << 14],
                written: 0,
                ends: vec![0; 256],
                ended: 0,
                quotes: 0,
                line: 1,
            },
            table: Table {
                skip_first: named.is_some(),
                ..Table::default()
            },
        });
        self.read(&head, false)
    }

    fn read(&mut self, bytes: &[u8], last: bool) -> Result<(), Error> {
        let offset = self.bytes.saturating_sub(bytes.len() as u64);
        let Some(mut body) = self.body.take() else {
            return Ok(());
        };
        body.text.clear();
        let mut text = std::mem::take(&mut body.text);
        body.decoder.decode(bytes, last, &mut text);
        self.refuse_binary(&text, offset)?;
        body.parse(&self.file, text.as_bytes())?;
        if last {
            // an empty input tells the parser that the file has ended
            body.parse(&self.file, &[])?;
        }
        body.text = text;
        self.body = Some(body);
        Ok(())
    }

    /// Text has no zeros and hardly any control characters.
    fn refuse_binary(&self, text: &str, offset: u64) -> Result<(), Error> {
        let odd =
            |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A);
        let found = text.bytes().filter(|byte| odd(*byte)).count();
        let zero = text.bytes().position(|byte| byte == 0);
        if zero.is_none() && found * 100 <= text.len() {
            return Ok(());
        }
        let at = zero.or_else(|| text.bytes().position(odd)).unwrap_or(0);
        Err(Error::Binary {
            file: self.file.clone(),
            offset: offset + at as u64,
        })
    }
}

impl Body {
    fn parse(&mut self, file: &str, input: &[u8]) -> Result<(), Error> {
        let mut rest = input;
        loop {
            let record = &mut self.record;
            let (result, read, written, ended) = self.csv.read_record(
                rest,
                &mut record.output[record.written..],
                &mut record.ends[record.ended..],
            );
            record.quotes += rest[..read].iter().filter(|byte| **byte == b'"').count();
            rest = &rest[read..];
            record.written += written;
            record.ended += ended;
            match result {
                ReadRecordResult::InputEmpty => return Ok(()),
                ReadRecordResult::End => return Ok(()),
                ReadRecordResult::OutputFull => {
                    if record.output.len() >= MAX_ROW_MB << 20 {
                        return Err(Error::EndlessRow {
                            file: file.to_owned(),
                            line: record.line,
                            limit: MAX_ROW_MB,
                        });
                    }
                    record.output.resize(record.output.len() * 2, 0);
                }
                ReadRecordResult::OutputEndsFull => {
                    if record.ends.len() > MAX_COLUMNS {
                        return Err(Error::TooManyColumns {
                            file: file.to_owned(),
                            line: record.line,
                            limit: MAX_COLUMNS,
                        });
                    }
                    record.ends.resize(record.ends.len() * 2, 0);
                }
                ReadRecordResult::Record => {
                    self.table.push(file, record)?;
                    record.written = 0;
                    record.ended = 0;
                    record.quotes = 0;
                    record.line = self.csv.line();
                }
            }
        }
    }

    fn finish(self, file: String, options: ReadOptions) -> Result<Reading, Error> {
        let separator = self.separator;
        let mut notes = vec![ReadingNote::Dialect {
            encoding: self.decoder.name().to_owned(),
            separator: separator.get(),
            sniffed: options.separator.is_none(),
        }];
        let table = self.table;
        notes.extend(self.decoder.mixed());
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
        let writings: Vec<Writing> = table.columns.iter().map(ColumnBuilder::writing).collect();
        let styles = styles(&writings, separator.get());
        if styles.contains(&Some(NumberStyle::Comma)) {
            notes.push(ReadingNote::DecimalComma);
        }
        for ((name, style), column) in names.iter().zip(&styles).zip(&table.columns) {
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
        for ((name, style), (builder, original)) in names
            .iter()
            .zip(styles)
            .zip(table.columns.into_iter().zip(&header))
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
    fn push(&mut self, file: &str, record: &Record) -> Result<(), Error> {
        if self.rows >= MAX_ROWS {
            return Err(Error::TooManyRows {
                file: file.to_owned(),
                limit: MAX_ROWS,
            });
        }
        let ends = &record.ends[..record.ended];
        let cells = ends.iter().enumerate().map(|(index, end)| {
            let start = if index == 0 { 0 } else { ends[index - 1] };
            // the parser got valid UTF-8 and cuts it at ASCII characters only
            std::str::from_utf8(&record.output[start..*end]).unwrap_or_default()
        });
        if record.quotes % 2 == 1 && cells.clone().any(|cell| cell.contains(['\n', '\r'])) {
            self.unclosed.get_or_insert(record.line);
        }
        if std::mem::take(&mut self.skip_first) {
            return Ok(());
        }
        let Some(header) = &self.header else {
            let header: Vec<String> = cells.map(str::to_owned).collect();
            if header.len() > MAX_COLUMNS {
                return Err(Error::TooManyColumns {
                    file: file.to_owned(),
                    line: record.line,
                    limit: MAX_COLUMNS,
                });
            }
            self.columns
                .extend(header.iter().map(|_| ColumnBuilder::new()));
            self.no_header = header.iter().all(|name| name.trim().parse::<f64>().is_ok())
                && !counts_columns(&header);
            if self.no_header {
                self.header = Some(vec![String::new(); header.len()]);
                self.push_row(header.iter().map(String::as_str));
            } else {
                self.header = Some(header);
            }
            return Ok(());
        };
        let expected = header.len();
        if let Some(text) = cells
            .clone()
            .skip(expected)
            .find(|cell| !cell.trim().is_empty())
        {
            if expected == 1 {
                return Err(Error::LinesBeforeHeader {
                    file: file.to_owned(),
                    line: record.line,
                    found: record.ended,
                });
            }
            return Err(Error::LongRow {
                file: file.to_owned(),
                row: self.rows + 1,
                line: record.line,
                expected,
                found: record.ended,
                text: text.chars().take(40).collect(),
            });
        }
        if record.ended < expected {
            self.short_rows += 1;
            if self.short_rows == 1 {
                self.first_short = (self.rows + 1, record.line);
            }
        }
        self.push_row(cells.take(expected));
        Ok(())
    }

    fn push_row<'a>(&mut self, mut cells: impl Iterator<Item = &'a str>) {
        for column in &mut self.columns {
            column.push(cells.next().unwrap_or_default());
        }
        self.rows += 1;
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
