//! Options of reading that mean nothing to the format of a file. They are ignored, and that is said.

use befund_survey::ReadOptions;
use serde::{Deserialize, Serialize};

use crate::ReadingNote;

/// Formats that know the same options.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Text with separators.
    Text,
    /// Workbooks.
    Workbook,
    /// Files of SPSS.
    Spss,
    /// Files of Stata.
    Stata,
    /// Parquet.
    Parquet,
    /// Orders as PrefLib has them.
    Orders,
}

/// An option of reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadOption {
    /// Sheet of a workbook.
    Sheet,
    /// File inside an archive.
    Member,
    /// Character encoding.
    Encoding,
    /// Character between cells.
    Separator,
    /// Character around cells.
    Quote,
    /// Character that begins comments.
    Comment,
    /// Decimal mark.
    Decimal,
    /// Mark between thousands.
    Thousands,
    /// Rows above the header.
    Skip,
    /// Rows of the header.
    HeaderRows,
}

impl Family {
    fn knows(self, option: ReadOption) -> bool {
        match option {
            // an archive takes it before what is in it is read
            ReadOption::Member => false,
            ReadOption::Sheet => self == Self::Workbook,
            ReadOption::Encoding => matches!(self, Self::Text | Self::Spss | Self::Stata),
            ReadOption::Separator
            | ReadOption::Quote
            | ReadOption::Comment
            | ReadOption::Decimal
            | ReadOption::Thousands => self == Self::Text,
            ReadOption::Skip | ReadOption::HeaderRows => {
                matches!(self, Self::Text | Self::Workbook)
            }
        }
    }

    /// A note about the options that mean nothing to these formats, where there are any.
    pub(crate) fn ignores(self, options: &ReadOptions) -> Option<ReadingNote> {
        let ReadOptions {
            sheet,
            member,
            encoding,
            separator,
            quote,
            comment,
            decimal,
            thousands,
            skip,
            header_rows,
        } = options;
        let given = [
            (sheet.is_some(), ReadOption::Sheet),
            (member.is_some(), ReadOption::Member),
            (encoding.is_some(), ReadOption::Encoding),
            (separator.is_some(), ReadOption::Separator),
            (quote.is_some(), ReadOption::Quote),
            (comment.is_some(), ReadOption::Comment),
            (decimal.is_some(), ReadOption::Decimal),
            (thousands.is_some(), ReadOption::Thousands),
            (skip.is_some(), ReadOption::Skip),
            (header_rows.is_some(), ReadOption::HeaderRows),
        ];
        let mut options = Vec::new();
        for (is_given, option) in given {
            if is_given && !self.knows(option) {
                options.push(option);
            }
        }
        (!options.is_empty()).then_some(ReadingNote::IgnoredOptions {
            options,
            format: self,
        })
    }

    /// Its files, in the plural.
    pub(crate) fn german(self) -> &'static str {
        match self {
            Self::Text => "Textdateien wie CSV",
            Self::Workbook => "Arbeitsmappen",
            Self::Spss => "SPSS-Dateien",
            Self::Stata => "Stata-Dateien",
            Self::Parquet => "Parquet-Dateien",
            Self::Orders => "PrefLib-Dateien",
        }
    }

    pub(crate) fn english(self) -> &'static str {
        match self {
            Self::Text => "text files such as CSV",
            Self::Workbook => "workbooks",
            Self::Spss => "SPSS files",
            Self::Stata => "Stata files",
            Self::Parquet => "Parquet files",
            Self::Orders => "PrefLib files",
        }
    }
}

impl ReadOption {
    pub(crate) fn german(self) -> &'static str {
        match self {
            Self::Sheet => "Tabellenblatt (sheet)",
            Self::Member => "Datei im Archiv (member)",
            Self::Encoding => "Zeichensatz (encoding)",
            Self::Separator => "Trennzeichen (separator)",
            Self::Quote => "Anführungszeichen (quote)",
            Self::Comment => "Kommentarzeichen (comment)",
            Self::Decimal => "Dezimalzeichen (decimal)",
            Self::Thousands => "Tausendertrennzeichen (thousands)",
            Self::Skip => "Zeilen vor der Kopfzeile (skip)",
            Self::HeaderRows => "Zeilen der Kopfzeile (header_rows)",
        }
    }

    pub(crate) fn english(self) -> &'static str {
        match self {
            Self::Sheet => "sheet",
            Self::Member => "file in the archive (member)",
            Self::Encoding => "encoding",
            Self::Separator => "separator",
            Self::Quote => "quote",
            Self::Comment => "comment",
            Self::Decimal => "decimal mark (decimal)",
            Self::Thousands => "mark between thousands (thousands)",
            Self::Skip => "rows above the header (skip)",
            Self::HeaderRows => "rows of the header (header_rows)",
        }
    }
}
