//! The records of a text in any form: for the head of a file, and for the forms that are rewritten.

use super::dialect::{Escape, Form};

/// One record and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) cells: Vec<String>,
    /// Bytes of text before it, and up to the end of its line.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The lines where it begins and where the next one does.
    pub(super) line: u64,
    pub(super) next_line: u64,
    /// Whether its line is a comment; then it has one cell, the whole line.
    pub(super) is_comment: bool,
    /// Cells that were in quotes.
    pub(super) quoted: usize,
    /// A quoted cell was still open where the text ended.
    pub(super) unclosed: bool,
}

impl Record {
    /// The cells that are not blank, with their numbers from 0.
    pub(super) fn filled(&self) -> impl Iterator<Item = (usize, &str)> {
        let cells = self.cells.iter().map(|cell| cell.trim()).enumerate();
        cells.filter(|(_, cell)| !cell.is_empty())
    }

    /// A cell without blanks at its ends; empty where the record is too short.
    pub(super) fn cell(&self, at: usize) -> &str {
        self.cells.get(at).map_or("", |cell| cell.trim())
    }
}

/// Cuts a text into records; empty lines are none.
pub(super) struct Records<'a> {
    text: &'a str,
    form: Form,
    at: usize,
    line: u64,
    /// Whether nothing follows the text: its last record is complete.
    whole: bool,
}

impl<'a> Records<'a> {
    /// The records from a place in the text on, which is the beginning of a line.
    pub(super) fn new(text: &'a str, at: usize, line: u64, form: Form, whole: bool) -> Self {
        Self {
            text,
            form,
            at,
            line,
            whole,
        }
    }

    /// Passes over empty lines.
    fn skip_empty_lines(&mut self) {
        while let Some(length) = line_end(&self.text.as_bytes()[self.at..], self.whole) {
            self.at += length;
            self.line += 1;
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    /// The next record; nothing where it is not complete.
    fn next(&mut self) -> Option<Record> {
        self.skip_empty_lines();
        let bytes = self.text.as_bytes();
        let mut record = Record {
            cells: Vec::new(),
            start: self.at,
            end: self.at,
            line: self.line,
            next_line: self.line,
            is_comment: bytes.get(self.at).is_some()
                && bytes.get(self.at) == self.form.comment.as_ref(),
            quoted: 0,
            unclosed: false,
        };
        let separator = self.form.separator.byte();
        let aligned = separator == b' ';
        let backslash = self.form.escape == Escape::Backslash;
        let is_blank = |byte: u8| aligned && matches!(byte, b' ' | b'\t');
        let mut cell: Vec<u8> = Vec::new();
        let mut at = self.at;
        let mut at_start = true;
        let mut in_quotes = false;
        let text = |cell: &mut Vec<u8>| {
            // cut at ASCII characters only, so it is text
            String::from_utf8(std::mem::take(cell)).unwrap_or_default()
        };
        loop {
            let Some(&byte) = bytes.get(at) else {
                if !self.whole || record.start == bytes.len() {
                    return None;
                }
                record.unclosed = in_quotes;
                break;
            };
            if in_quotes {
                let next = bytes.get(at + 1);
                if backslash && byte == b'\\' && next.is_some_and(|next| self.form.protects(*next))
                {
                    cell.extend(next);
                    at += 2;
                    continue;
                }
                if Some(byte) == self.form.quote {
                    if next == Some(&byte) {
                        cell.push(byte);
                        at += 2;
                        continue;
                    }
                    in_quotes = false;
                    at += 1;
                    continue;
                }
                record.next_line +=
                    u64::from(byte == b'\n' || (byte == b'\r' && next != Some(&b'\n')));
                cell.push(byte);
                at += 1;
                continue;
            }
            if matches!(byte, b'\n' | b'\r') {
                at += line_end(&bytes[at..], self.whole)?;
                record.next_line += 1;
                break;
            }
            if record.is_comment {
                cell.push(byte);
                at += 1;
                continue;
            }
            if is_blank(byte) {
                while bytes.get(at).is_some_and(|byte| is_blank(*byte)) {
                    at += 1;
                }
                let ends = matches!(bytes.get(at), None | Some(b'\n' | b'\r'));
                // blanks before the first cell and after the last separate nothing
                let begins = at_start && record.cells.is_empty();
                if !begins && !ends {
                    record.cells.push(text(&mut cell));
                    at_start = true;
                }
                continue;
            }
            if byte == separator {
                record.cells.push(text(&mut cell));
                at_start = true;
                at += 1;
                continue;
            }
            if at_start && Some(byte) == self.form.quote {
                in_quotes = true;
                record.quoted += 1;
            } else if let (true, b'\\', Some(next)) = (backslash, byte, bytes.get(at + 1))
                && self.form.protects(*next)
            {
                cell.push(*next);
                at += 1;
            } else {
                cell.push(byte);
            }
            at_start = false;
            at += 1;
        }
        record.cells.push(text(&mut cell));
        record.end = at;
        self.at = at;
        self.line = record.next_line;
        Some(record)
    }
}

/// How long a line end at the start of these bytes is; nothing where there is none, or more bytes must show.
fn line_end(bytes: &[u8], whole: bool) -> Option<usize> {
    match bytes {
        [b'\n', ..] => Some(1),
        [b'\r', b'\n', ..] => Some(2),
        [b'\r', _, ..] => Some(1),
        [b'\r'] if whole => Some(1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Separator;
    use super::*;

    fn cells(text: &str, form: Form) -> Vec<Vec<String>> {
        Records::new(text, 0, 1, form, true)
            .map(|record| record.cells)
            .collect()
    }

    fn form(separator: char) -> Form {
        Form::of(Separator::new(separator).unwrap())
    }

    #[test]
    fn quotes_backslashes_and_blanks() {
        assert_eq!(
            cells("a,\"b,\"\"c\"\"\r\nd\",\r\n\n x ", form(',')),
            [vec!["a", "b,\"c\"\r\nd", ""], vec![" x "]]
        );
        let backslash = Form {
            escape: Escape::Backslash,
            ..form(';')
        };
        assert_eq!(
            cells("\"\\\"H\\\" J\";C:\\new\nDr\\; X;\\\\", backslash),
            [["\"H\" J", "C:\\new"], ["Dr; X", "\\"]]
        );
        assert_eq!(
            cells("  a   b\t c \n1 \"x y\"  3\n", form(' ')),
            [["a", "b", "c"], ["1", "x y", "3"]]
        );
        let comment = Form {
            comment: Some(b'#'),
            ..form(',')
        };
        let records: Vec<Record> =
            Records::new("# \"a, b\n1,2\r3,4", 0, 1, comment, true).collect();
        assert!(records[0].is_comment && records[0].cells.len() == 1);
        assert_eq!((records[2].line, &records[2].cells[1][..]), (3, "4"));
    }

    #[test]
    fn what_is_not_complete_waits_for_more() {
        for text in ["a,b", "a,b\r", "a,\"b\n", "a,\"b\""] {
            assert_eq!(
                Records::new(text, 0, 1, form(','), false).next(),
                None,
                "{text:?}"
            );
        }
    }
}
