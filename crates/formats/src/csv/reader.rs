//! From slices of a file to a dataset.

use befund_survey::ReadOptions;

use super::charset::Charset;
use super::decode::{TextDecoder, Zeros};
use super::dialect::{Dialect, MAX_COLUMNS};
use super::encoding::Encoding;
use super::marks::Marks;
#[cfg(not(target_family = "wasm"))]
use super::parts::{Part, Sharing};
use super::rewrite::Rewriter;
use super::scan::{PIECE, Scanner, Stop};
use super::table::{JUDGED, Table};
use crate::format::Format;
use crate::{Error, Reading, ReadingNote};

/// The first bytes, from which format, encoding and dialect are found out; more where the header is longer.
const HEAD: usize = 1 << 18;
/// One row in megabytes; more is a missing line break or quote.
const MAX_ROW_MB: usize = 16;
/// The same in bytes.
pub(super) const MAX_ROW: usize = MAX_ROW_MB << 20;

/// Reads text with separators slice by slice.
pub struct CsvReader {
    file: String,
    options: ReadOptions,
    /// The first bytes until there are enough of them.
    head: Vec<u8>,
    pub(super) enough: usize,
    /// Rows after which columns are judged.
    pub(super) judged_after: u64,
    pub(super) body: Option<Body>,
    #[cfg(not(target_family = "wasm"))]
    pub(super) sharing: Sharing,
}

/// Everything that is known once the head was looked at.
pub(super) struct Body {
    dialect: Dialect,
    /// For encodings and forms that the scanner does not read.
    plain: Option<Plain>,
    pub(super) charset: Charset,
    pub(super) scanner: Scanner,
    /// Bytes of the file or of its text that the scanner has got, and those above the rows.
    pub(super) taken: u64,
    /// Of a file that is not decoded first.
    zeros: Zeros,
    pub(super) table: Table,
    /// Line of the first record with a line break in a cell and an odd number of quotes.
    pub(super) unclosed: Option<u64>,
    #[cfg(not(target_family = "wasm"))]
    pub(super) sharing: Sharing,
    #[cfg(not(target_family = "wasm"))]
    pub(super) parts: Vec<Part>,
}

/// Text as the scanner reads it.
struct Plain {
    decoder: TextDecoder,
    /// Bytes of text that still come before the first row.
    above: usize,
    rewriter: Option<Rewriter>,
}

impl CsvReader {
    /// A reader for a file of that name.
    pub fn new(file: &str, options: ReadOptions) -> Self {
        Self {
            file: file.to_owned(),
            options,
            head: Vec::new(),
            enough: HEAD,
            judged_after: JUDGED,
            body: None,
            #[cfg(not(target_family = "wasm"))]
            sharing: Sharing::of_machine(),
        }
    }

    /// Reads the next bytes of the file.
    ///
    /// # Errors
    /// What makes the file unreadable; after an error the reader must not be fed again.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let mut rest = bytes;
        while self.body.is_none() && !rest.is_empty() {
            let missing = self.enough - self.head.len();
            let (head, behind) = rest.split_at(missing.min(rest.len()));
            self.head.extend_from_slice(head);
            rest = behind;
            if self.head.len() >= self.enough {
                self.start(false)?;
            }
        }
        if rest.is_empty() {
            return Ok(());
        }
        self.read(rest, false)
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
            if head.len() > MAX_ROW {
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
        let mut text = String::new();
        let mut decoder = TextDecoder::with(dialect.encoding);
        decoder.decode(&head, whole, &mut text);
        refuse_zeros(&self.file, decoder.zeros())?;
        refuse_binary(&self.file, text.as_bytes(), 0)?;
        let form = dialect.form;
        let target = if form.is_plain() {
            form
        } else {
            Rewriter::target(form)
        };
        let marks = Marks::new(target.separator.byte(), target.quote);
        let rows = rows_in_bytes(&dialect, &head, &text);
        let mut body = Body {
            plain: rows.is_none().then(|| Plain {
                decoder: TextDecoder::with(dialect.encoding),
                above: dialect.rows_at,
                rewriter: (!form.is_plain()).then(|| Rewriter::new(form, dialect.line)),
            }),
            charset: Charset::new(match rows {
                Some(_) => dialect.encoding,
                None => Encoding::Utf8,
            }),
            scanner: Scanner::new(marks, dialect.line),
            taken: rows.unwrap_or(0) as u64,
            zeros: Zeros::default(),
            table: Table::new(&dialect, self.judged_after),
            unclosed: None,
            #[cfg(not(target_family = "wasm"))]
            sharing: self.sharing,
            #[cfg(not(target_family = "wasm"))]
            parts: Vec::new(),
            dialect,
        };
        let above = rows.unwrap_or(0);
        for (line, bytes) in head[..above].split(|byte| *byte == b'\n').enumerate() {
            body.charset.text_at(bytes, line as u64 + 1);
            body.zeros.drop(bytes, |_| line as u64 + 1);
        }
        self.body = Some(body);
        self.read(&head[above..], false)
    }

    fn read(&mut self, bytes: &[u8], last: bool) -> Result<(), Error> {
        let Some(body) = &mut self.body else {
            return Ok(());
        };
        let Some(plain) = &mut body.plain else {
            let scanner = &body.scanner;
            let is_end = |byte: &&u8| **byte == b'\n';
            let line = |at| scanner.last_line() + bytes[..at].iter().filter(is_end).count() as u64;
            let kept = body.zeros.drop(bytes, line);
            refuse_zeros(&self.file, &body.zeros)?;
            return body.read(&self.file, kept.as_deref().unwrap_or(bytes), last);
        };
        let text = plain.text(bytes, last);
        refuse_zeros(&self.file, plain.decoder.zeros())?;
        body.read(&self.file, text.as_bytes(), last)
    }
}

/// Where the rows begin in the head of a file that can be cut before it is decoded.
fn rows_in_bytes(dialect: &Dialect, head: &[u8], text: &str) -> Option<usize> {
    if !dialect.form.is_plain() || !dialect.encoding.extends_ascii() {
        return None;
    }
    let mark = head.len() - dialect.encoding.without_mark(head).len();
    let above = text.as_bytes().get(..dialect.rows_at)?;
    let is_end = |byte: &u8| *byte == b'\n';
    match above.iter().filter(|byte| is_end(byte)).count() {
        0 => above.is_empty().then_some(mark),
        lines if above.ends_with(b"\n") => {
            let mut ends = head.iter().enumerate().filter(|(_, byte)| is_end(byte));
            ends.nth(lines - 1).map(|(at, _)| at + 1)
        }
        _ => None,
    }
}

/// Text has hardly any zeros.
fn refuse_zeros(file: &str, zeros: &Zeros) -> Result<(), Error> {
    zeros.too_many().map_or(Ok(()), |offset| {
        Err(Error::Binary {
            file: file.to_owned(),
            offset,
        })
    })
}

/// Text has hardly any control characters.
fn refuse_binary(file: &str, text: &[u8], offset: u64) -> Result<(), Error> {
    let odd =
        |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A);
    let found = text.iter().filter(|byte| odd(byte)).count();
    if found * 100 <= text.len() {
        return Ok(());
    }
    let at = text.iter().position(odd).unwrap_or(0);
    Err(Error::Binary {
        file: file.to_owned(),
        offset: offset + at as u64,
    })
}

impl Plain {
    /// The text of the next bytes, without what stands above the rows.
    fn text(&mut self, bytes: &[u8], last: bool) -> String {
        let mut text = String::new();
        self.decoder.decode(bytes, last, &mut text);
        let above = self.above.min(text.len());
        self.above -= above;
        text.drain(..above);
        let Some(rewriter) = &mut self.rewriter else {
            return text;
        };
        let mut plain = String::new();
        rewriter.rewrite(&text, last, &mut plain);
        plain
    }
}

impl Body {
    fn read(&mut self, file: &str, text: &[u8], last: bool) -> Result<(), Error> {
        #[cfg(not(target_family = "wasm"))]
        let text = &text[self.read_shared(file, text)?..];
        for piece in text.chunks(PIECE) {
            self.read_piece(file, piece)?;
        }
        if last { self.scan(file, true) } else { Ok(()) }
    }

    pub(super) fn read_piece(&mut self, file: &str, piece: &[u8]) -> Result<(), Error> {
        self.scanner.append(piece);
        self.taken += piece.len() as u64;
        if self.scanner.is_due() {
            self.scan(file, false)?;
        }
        Ok(())
    }

    pub(super) fn scan(&mut self, file: &str, last: bool) -> Result<(), Error> {
        loop {
            let stop = self.scanner.scan(last);
            if let Some(text) = self.scanner.suspicious() {
                refuse_binary(file, text, self.taken - text.len() as u64)?;
            }
            self.unclosed = self.unclosed.or(self.scanner.unclosed());
            self.table.take(file, &self.scanner, &mut self.charset)?;
            match stop {
                Stop::Full => {}
                Stop::Hungry if self.scanner.waiting() > MAX_ROW => {
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

    fn finish(mut self, file: String, options: &ReadOptions) -> Result<Reading, Error> {
        self.table.close(&file, &mut self.charset)?;
        let (name, mixed, zeros) = match &self.plain {
            Some(Plain { decoder, .. }) => (decoder.name(), decoder.mixed(), decoder.zeros()),
            None => (self.charset.name(), self.charset.mixed(), &self.zeros),
        };
        let mut notes = self.dialect.notes;
        for note in &mut notes {
            if let ReadingNote::Dialect { encoding, .. } = note {
                name.clone_into(encoding);
            }
        }
        notes.extend(mixed);
        notes.extend(zeros.note());
        let rewriter = self.plain.and_then(|plain| plain.rewriter);
        notes.extend(rewriter.and_then(|rewriter| rewriter.comments()));
        if let Some(line) = self.unclosed {
            notes.push(ReadingNote::UnclosedQuote { line });
        }
        self.table.finish(file, options, notes, &self.charset)
    }
}
