//! How a file of text is written: everything that its head decides, and `ReadOptions` may overrule.
//!
//! The loop over the records needs four things of it: from where in the decoded text the rows begin ([`Dialect::rows_at`],
//! [`Dialect::line`]), the columns, of which a row has one cell each ([`Dialect::columns`]), and the [`Form`] of the text. A form that is not
//! [plain](Form::is_plain) is rewritten into a plain one before the loop sees it first, so that the loop knows one
//! separator byte, at most one quote byte that is doubled inside quoted cells, and line ends.

use befund_survey::{ReadOptions, Text};

use super::Separator;
use super::decode::TextDecoder;
use super::encoding::Encoding;
use super::header::{Titles, header};
use super::records::{Record, Records};
use super::sniff::{self, Comment, Quote, Told};
use crate::{Error, ReadingNote};

/// Records that are looked at.
const SAMPLE: usize = 300;
/// With fewer records more of the file is looked at, if there is more.
const LEAST_RECORDS: usize = 12;
/// No survey has more columns.
pub(super) const MAX_COLUMNS: usize = 20_000;

/// Everything the head of a file decides.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Dialect {
    /// Bytes to text.
    pub(super) encoding: Encoding,
    /// Text to cells.
    pub(super) form: Form,
    /// Bytes of decoded text, from the start of the file and without a byte order mark, before the first row of data.
    pub(super) rows_at: usize,
    /// Line of the file at which the rows begin, from 1.
    pub(super) line: u64,
    /// The columns; a row has as many cells.
    pub(super) columns: Vec<Heading>,
    /// What to tell about all of this.
    pub(super) notes: Vec<ReadingNote>,
}

/// What stands above a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Heading {
    /// Name of the variable, different from all others.
    pub(super) name: String,
    /// Its label, where the header says more than the name.
    pub(super) label: Text,
}

/// How cells are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    /// Between cells; a blank stands for any number of blanks and tabulators.
    pub(super) separator: Separator,
    /// Around cells that contain what would end them.
    pub(super) quote: Option<u8>,
    /// How a quote stands for itself.
    pub(super) escape: Escape,
    /// Lines that begin with it are no rows.
    pub(super) comment: Option<u8>,
    /// What ends a line.
    pub(super) line_ends: LineEnds,
}

/// What ends a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnds {
    /// LF or CRLF.
    Usual,
    /// Here and there, or everywhere, CR alone, as old Macs write it.
    Cr,
}

/// How a quote inside a quoted cell is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escape {
    /// Twice.
    Doubled,
    /// Twice, or after a backslash; a backslash also protects separators and itself.
    Backslash,
}

impl Form {
    /// The form most files have.
    pub(super) fn of(separator: Separator) -> Self {
        Self {
            separator,
            quote: Some(b'"'),
            escape: Escape::Doubled,
            comment: None,
            line_ends: LineEnds::Usual,
        }
    }

    /// Whether a backslash before this byte takes away what it means.
    pub(super) fn protects(&self, byte: u8) -> bool {
        byte == self.separator.byte()
            || Some(byte) == self.quote
            || matches!(byte, b'\\' | b'\n' | b'\r')
    }

    /// Whether the loop over the records can read it as it is.
    pub(super) fn is_plain(&self) -> bool {
        self.escape == Escape::Doubled
            && self.line_ends == LineEnds::Usual
            && self.comment.is_none()
            && self.separator.byte() != b' '
    }
}

impl Dialect {
    /// What the first bytes of a file say, or all of them (`whole`), and what the reader was told; nothing where more bytes are
    /// needed.
    pub(super) fn of(
        file: &str,
        head: &[u8],
        whole: bool,
        options: &ReadOptions,
    ) -> Result<Option<Self>, Error> {
        let encoding = encoding(file, head, whole, options)?;
        let mut text = String::new();
        TextDecoder::with(encoding).decode(head, whole, &mut text);
        let lines = text.bytes().filter(|byte| matches!(byte, b'\n' | b'\r'));
        if !whole && lines.take(LEAST_RECORDS).count() < LEAST_RECORDS {
            return Ok(None);
        }
        let mut told = told(file, options)?;
        let named = sniff::named_separator(&text);
        let sniffed = told.separator.is_none();
        told.separator = told.separator.or(named.map(|named| named.separator));
        let (start, line) = match (options.skip, named) {
            (Some(lines), _) if lines > 0 => match after_lines(&text, u64::from(lines)) {
                Some(start) => (start, u64::from(lines) + 1),
                None if !whole => return Ok(None),
                None => {
                    return Err(Error::SkipsAll {
                        file: file.to_owned(),
                        lines,
                    });
                }
            },
            (_, Some(named)) => (named.length, 2),
            _ => (0, 1),
        };
        let form = sniff::form(&text[start..], whole, &told);
        let records: Vec<Record> = Records::new(&text, start, line, form, whole)
            .take(SAMPLE)
            .collect();
        if !whole && records.len() < LEAST_RECORDS {
            return Ok(None);
        }
        let wide = records
            .iter()
            .find(|record| record.cells.len() > MAX_COLUMNS);
        if let Some(record) = wide {
            return Err(Error::TooManyColumns {
                file: file.to_owned(),
                line: record.line,
                limit: MAX_COLUMNS,
            });
        }
        if records.is_empty() {
            return Err(Error::Empty {
                file: file.to_owned(),
            });
        }
        let (comments, records): (Vec<Record>, Vec<Record>) =
            records.into_iter().partition(|record| record.is_comment);
        let titles = match options.skip {
            Some(_) => Titles::None,
            None => Titles::Any,
        };
        let rows = options.header_rows.map(|rows| rows as usize);
        let found = header(&records, titles, rows);
        let last = (found.titles + found.rows)
            .checked_sub(1)
            .and_then(|at| records.get(at).or(records.last()));
        let (rows_at, line) = last.map_or((start, line), |last| (last.end, last.next_line));
        let mut notes = vec![ReadingNote::Dialect {
            encoding: encoding.name().to_owned(),
            separator: form.separator.get(),
            sniffed,
        }];
        notes.extend(form.notes());
        let titles = records[..found.titles].iter();
        let titles: Vec<&str> = titles
            .map(|record| record.cell(0))
            .filter(|title| !title.is_empty())
            .collect();
        if !titles.is_empty() {
            notes.push(ReadingNote::Titles {
                lines: found.titles as u64,
                text: short(&titles.join(" / ")),
            });
        }
        let above = comments.iter().filter(|record| record.start < rows_at);
        if let Some(first) = above.clone().next() {
            notes.push(ReadingNote::Comments {
                lines: above.count() as u64,
                line: first.line,
                text: short(&first.cells[0]),
            });
        }
        notes.extend(found.notes);
        Ok(Some(Self {
            encoding,
            form,
            rows_at,
            line,
            columns: found.columns,
            notes,
        }))
    }
}

impl Form {
    /// What is unusual about it.
    fn notes(&self) -> Vec<ReadingNote> {
        let mut notes = Vec::new();
        if self.quote != Some(b'"') {
            notes.push(ReadingNote::Quote {
                quote: self.quote.map(char::from),
            });
        }
        if self.escape == Escape::Backslash {
            notes.push(ReadingNote::Backslashes);
        }
        notes
    }
}

/// The beginning of a text.
pub(super) fn short(text: &str) -> String {
    const SHOWN: usize = 200;
    let text = text.trim();
    let mut short: String = text.chars().take(SHOWN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// The encoding the reader was told, or the one the bytes show; a byte order mark says which UTF-16 it is.
fn encoding(
    file: &str,
    head: &[u8],
    whole: bool,
    options: &ReadOptions,
) -> Result<Encoding, Error> {
    let found = || Encoding::of(head, whole);
    let Some(name) = &options.encoding else {
        return Ok(found());
    };
    let Some(named) = Encoding::named(name) else {
        return Err(Error::UnknownEncoding {
            file: file.to_owned(),
            given: name.clone(),
            nearest: Encoding::nearest_name(name).to_owned(),
        });
    };
    let two_bytes = |encoding| matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be);
    let four_bytes = |encoding| matches!(encoding, Encoding::Utf32Le | Encoding::Utf32Be);
    let kind = |encoding| (two_bytes(encoding), four_bytes(encoding));
    Ok(match found() {
        marked if kind(marked) != (false, false) && kind(marked) == kind(named) => marked,
        _ => named,
    })
}

/// What the reader was told about the form, if it is possible.
fn told(file: &str, options: &ReadOptions) -> Result<Told, Error> {
    let refused = |option: &str, given: char| Error::ImpossibleCharacter {
        file: file.to_owned(),
        option: option.to_owned(),
        given,
    };
    let sign = |option: &str, given: char| match u8::try_from(given) {
        Ok(b' ') => Ok(None),
        Ok(byte) if byte.is_ascii_graphic() && !byte.is_ascii_alphanumeric() => Ok(Some(byte)),
        _ => Err(refused(option, given)),
    };
    let separator = options
        .separator
        .map(|given| Separator::new(given).ok_or(refused("separator", given)));
    let quote = options.quote.map(|given| sign("quote", given).map(Quote));
    let comment = options
        .comment
        .map(|given| sign("comment", given).map(Comment));
    let (separator, quote, comment) = (
        separator.transpose()?,
        quote.transpose()?,
        comment.transpose()?,
    );
    if let (Some(separator), Some(Quote(Some(quote)))) = (separator, quote)
        && separator.byte() == quote
    {
        return Err(refused("quote", char::from(quote)));
    }
    for (option, mark, marks) in [
        (
            "decimal",
            options.decimal,
            &super::number::DECIMAL_MARKS[..],
        ),
        (
            "thousands",
            options.thousands,
            &super::number::THOUSANDS_MARKS[..],
        ),
    ] {
        if let Some(mark) = mark.filter(|mark| !marks.contains(mark)) {
            return Err(refused(option, mark));
        }
    }
    if let (Some(decimal), Some(thousands)) = (options.decimal, options.thousands)
        && decimal == thousands
    {
        return Err(refused("thousands", thousands));
    }
    Ok(Told {
        separator,
        quote,
        comment,
    })
}

/// Where the text goes on after so many lines.
fn after_lines(text: &str, lines: u64) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    for _ in 0..lines {
        let end = at + text[at..].find(['\n', '\r'])?;
        at = end
            + if bytes[end..].starts_with(b"\r\n") {
                2
            } else {
                1
            };
    }
    (at < text.len()).then_some(at)
}
