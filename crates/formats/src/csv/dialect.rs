//! How a file of text is written: everything that its head decides, and `ReadOptions` may overrule.
//!
//! The loop over the records needs four things of it: from where in the decoded text the rows begin ([`Dialect::rows_at`],
//! [`Dialect::line`]), how many cells a row has ([`Dialect::width`]), and the [`Form`] of the text. A form that is not
//! [plain](Form::is_plain) is rewritten into a plain one before the loop sees it first, so that the loop knows one
//! separator byte, at most one quote byte that is doubled inside quoted cells, and line ends.

use befund_survey::Text;

use super::Separator;
use super::encoding::Encoding;
use crate::ReadingNote;

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
        }
    }

    /// Whether the loop over the records can read it as it is.
    pub(super) fn is_plain(&self) -> bool {
        self.escape == Escape::Doubled && self.comment.is_none() && self.separator.byte() != b' '
    }
}

impl Dialect {
    /// Cells of a row.
    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }
}
