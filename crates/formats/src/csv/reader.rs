//! From slices of a file to a dataset.

use befund_survey::ReadOptions;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::decode::TextDecoder;
use super::dialect::{Dialect, MAX_COLUMNS};
use super::rewrite::Rewriter;
use super::table::Table;
use crate::error::Format;
use crate::{Error, Reading, ReadingNote};

/// The first bytes, from which format, encoding and dialect are found out; more where the header is longer.
const HEAD: usize = 1 << 18;
/// One row in megabytes; more is a missing line break or quote.
const MAX_ROW_MB: usize = 16;

/// Reads text with separators slice by slice.
pub struct CsvReader {
    file: String,
    options: ReadOptions,
    bytes: u64,
    /// The first bytes until there are enough of them.
    head: Vec<u8>,
    enough: usize,
    body: Option<Body>,
}

/// Everything that is known once the head was looked at.
struct Body {
    dialect: Dialect,
    decoder: TextDecoder,
    /// Bytes of text that still come before the first row.
    above: usize,
    /// For forms that the parser does not read.
    rewriter: Option<Rewriter>,
    csv: Reader,
    text: String,
    plain: String,
    record: Record,
    table: Table,
    /// Line of the first record with a line break in a cell and an odd number of quotes.
    unclosed: Option<u64>,
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

impl CsvReader {
    /// A reader for a file of that name.
    pub fn new(file: &str, options: ReadOptions) -> Self {
        Self {
            file: file.to_owned(),
            options,
            bytes: 0,
            head: Vec::new(),
            enough: HEAD,
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
        if self.head.len() >= self.enough {
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
        body.finish(self.file, &self.options)
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
        let found = Dialect::of(&self.file, &head, whole, &self.options)?;
        let Some(dialect) = found else {
            if head.len() > MAX_ROW_MB << 20 {
                return Err(Error::EndlessRow {
                    file: self.file.clone(),
                    line: 1,
                    limit: MAX_ROW_MB,
                });
            }
            self.enough = 2 * head.len();
            self.head = head;
            return Ok(());
        };
        let plain = match dialect.form.is_plain() {
            true => dialect.form,
            false => Rewriter::target(dialect.form),
        };
        let mut csv = ReaderBuilder::new()
            .delimiter(plain.separator.byte())
            .quote(plain.quote.unwrap_or(0))
            .quoting(plain.quote.is_some())
            .build();
        csv.set_line(dialect.line);
        self.body = Some(Body {
            decoder: TextDecoder::with(dialect.encoding),
            above: dialect.rows_at,
            rewriter: (!dialect.form.is_plain()).then(|| Rewriter::new(dialect.form, dialect.line)),
            csv,
            text: String::new(),
            plain: String::new(),
            record: Record {
                output: vec![0; 1 << 14],
                written: 0,
                ends: vec![0; 256],
                ended: 0,
                quotes: 0,
                line: dialect.line,
            },
            table: Table::new(&dialect),
            unclosed: None,
            dialect,
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
        self.refuse_binary(&text, offset, &body.decoder)?;
        let above = body.above.min(text.len());
        body.above -= above;
        match &mut body.rewriter {
            None => body.parse(&self.file, &text.as_bytes()[above..])?,
            Some(rewriter) => {
                let mut plain = std::mem::take(&mut body.plain);
                plain.clear();
                rewriter.rewrite(&text[above..], last, &mut plain);
                body.parse(&self.file, plain.as_bytes())?;
                body.plain = plain;
            }
        }
        if last {
            // an empty input tells the parser that the file has ended
            body.parse(&self.file, &[])?;
        }
        body.text = text;
        self.body = Some(body);
        Ok(())
    }

    /// Text has hardly any zeros and control characters.
    fn refuse_binary(&self, text: &str, offset: u64, decoder: &TextDecoder) -> Result<(), Error> {
        let odd =
            |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A);
        let found = text.bytes().filter(|byte| odd(*byte)).count();
        let control = (found * 100 > text.len())
            .then(|| text.bytes().position(odd))
            .flatten();
        let at = decoder.too_many_zeros();
        match at.or(control.map(|at| offset + at as u64)) {
            None => Ok(()),
            Some(offset) => Err(Error::Binary {
                file: self.file.clone(),
                offset,
            }),
        }
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
            let ended_by_lf = rest[..read].last() == Some(&b'\n');
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
                    // the parser has passed over empty lines before it, and stands behind it
                    let within = match record.quotes {
                        0 => 0,
                        _ => {
                            let output = &record.output[..record.written];
                            output.iter().filter(|byte| **byte == b'\n').count() as u64
                        }
                    };
                    record.line = self.csv.line() - within - u64::from(ended_by_lf);
                    self.push(file)?;
                    let record = &mut self.record;
                    record.written = 0;
                    record.ended = 0;
                    record.quotes = 0;
                    record.line = self.csv.line();
                }
            }
        }
    }

    /// Adds the record that has just ended.
    fn push(&mut self, file: &str) -> Result<(), Error> {
        let record = &self.record;
        let ends = &record.ends[..record.ended];
        let cells = ends.iter().enumerate().map(|(index, end)| {
            let start = if index == 0 { 0 } else { ends[index - 1] };
            // the parser got valid UTF-8 and cuts it at ASCII characters only
            std::str::from_utf8(&record.output[start..*end]).unwrap_or_default()
        });
        if record.quotes % 2 == 1 && cells.clone().any(|cell| cell.contains(['\n', '\r'])) {
            self.unclosed.get_or_insert(record.line);
        }
        self.table.push(file, record.line, cells)
    }

    fn finish(self, file: String, options: &ReadOptions) -> Result<Reading, Error> {
        let mut notes = self.dialect.notes;
        for note in &mut notes {
            if let ReadingNote::Dialect { encoding, .. } = note {
                self.decoder.name().clone_into(encoding);
            }
        }
        notes.extend(self.decoder.mixed());
        notes.extend(self.decoder.zeros());
        notes.extend(self.rewriter.and_then(|rewriter| rewriter.comments()));
        if let Some(line) = self.unclosed {
            notes.push(ReadingNote::UnclosedQuote { line });
        }
        self.table.finish(file, options, notes)
    }
}
