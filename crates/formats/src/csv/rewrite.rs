//! Rare forms of text into the one that the loop over the records reads.

use super::Separator;
use super::dialect::{Escape, Form, LineEnds};
use super::records::{Record, Records};
use crate::ReadingNote;

/// Rewrites text slice by slice: the same cells and lines, but separators are single bytes, quotes are doubled, line ends are
/// `\n`, and comments are empty lines.
pub(super) struct Rewriter {
    form: Form,
    /// Text whose last record is not complete.
    rest: String,
    /// How long the rest must be before it is worth another look, so that a long record is not looked at again and again.
    wait: usize,
    line: u64,
    comments: u64,
    first_comment: Option<(u64, String)>,
}

impl Rewriter {
    /// For the text from this line on.
    pub(super) fn new(form: Form, line: u64) -> Self {
        Self {
            form,
            rest: String::new(),
            wait: 0,
            line,
            comments: 0,
            first_comment: None,
        }
    }

    /// The form in which it writes.
    pub(super) fn target(form: Form) -> Form {
        Form {
            separator: match form.separator.byte() {
                b' ' => Separator(b'\t'),
                _ => form.separator,
            },
            quote: Some(b'"'),
            escape: Escape::Doubled,
            comment: None,
            line_ends: LineEnds::Usual,
        }
    }

    /// Appends the next text, rewritten; what is not a complete record yet waits unless this is the `last` text.
    pub(super) fn rewrite(&mut self, text: &str, last: bool, plain: &mut String) {
        self.rest.push_str(text);
        if self.rest.len() < self.wait && !last {
            return;
        }
        let rest = std::mem::take(&mut self.rest);
        let mut end = 0;
        for record in Records::new(&rest, 0, self.line, self.form, last) {
            for _ in self.line..record.line {
                plain.push('\n');
            }
            end = record.end;
            self.line = record.next_line;
            self.write(record, plain);
        }
        self.rest = rest[end..].to_owned();
        self.wait = 2 * self.rest.len();
    }

    fn write(&mut self, record: Record, plain: &mut String) {
        if record.is_comment {
            self.comments += 1;
            let text = record.cells.into_iter().next().unwrap_or_default();
            self.first_comment.get_or_insert((record.line, text));
            plain.push('\n');
            return;
        }
        let separator = Self::target(self.form).separator.get();
        let last = record.cells.len() - 1;
        for (at, cell) in record.cells.iter().enumerate() {
            if cell.contains([separator, '"', '\n', '\r']) {
                plain.push('"');
                plain.push_str(&cell.replace('"', "\"\""));
                // a quote that was never closed shall be seen as such
                if !(record.unclosed && at == last) {
                    plain.push('"');
                }
            } else {
                plain.push_str(cell);
            }
            if at < last {
                plain.push(separator);
            }
        }
        if last == 0 && record.cells[0].is_empty() {
            // an empty line would be no record
            plain.push_str("\"\"");
        }
        plain.push('\n');
    }

    /// What to tell about comments.
    pub(super) fn comments(&self) -> Option<ReadingNote> {
        let (line, text) = self.first_comment.clone()?;
        Some(ReadingNote::Comments {
            lines: self.comments,
            line,
            text,
        })
    }
}
