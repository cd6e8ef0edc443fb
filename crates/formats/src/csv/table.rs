//! The columns of a file while its rows come, and the dataset they become.

use befund_survey::codebook::Codebook;
use befund_survey::dataset::Dataset;
use befund_survey::{ReadOptions, infer, order};

use super::column::ColumnBuilder;
use super::dialect::{Dialect, Heading, short};
use super::footer::{MOST_FOOTNOTES, ThinRow, rows_of_table};
use super::names::stem;
use super::number::{Marks, NumberStyle, Writing, styles};
use crate::{Error, Reading, ReadingNote};

/// Rows are counted in four bytes.
const MAX_ROWS: u64 = u32::MAX as u64;

/// Header and columns so far.
pub(super) struct Table {
    headings: Vec<Heading>,
    columns: Vec<ColumnBuilder>,
    separator: char,
    rows: u64,
    short_rows: u64,
    first_short: (u64, u64),
    empty_rows: u64,
    first_empty: (u64, u64),
    /// The last rows, where they may be notes below the table.
    thin: Vec<ThinRow>,
}

impl Table {
    /// A table without rows.
    pub(super) fn new(dialect: &Dialect) -> Self {
        Self {
            headings: dialect.columns.clone(),
            columns: dialect
                .columns
                .iter()
                .map(|_| ColumnBuilder::new())
                .collect(),
            separator: dialect.form.separator.get(),
            rows: 0,
            short_rows: 0,
            first_short: (0, 0),
            empty_rows: 0,
            first_empty: (0, 0),
            thin: Vec::new(),
        }
    }

    /// Adds the next row, which begins at this line.
    pub(super) fn push<'a>(
        &mut self,
        file: &str,
        line: u64,
        mut cells: impl Iterator<Item = &'a str> + Clone,
    ) -> Result<(), Error> {
        let found = cells.clone().count();
        let expected = self.columns.len();
        if expected > 1 && cells.clone().skip(1).all(|cell| cell.trim().is_empty()) {
            let row = ThinRow {
                text: cells.next().unwrap_or_default().to_owned(),
                line,
                cells: found,
            };
            self.thin.push(row);
            if self.thin.len() > MOST_FOOTNOTES {
                self.push_thin(file)?;
            }
            return Ok(());
        }
        self.push_thin(file)?;
        if let Some(text) = cells
            .clone()
            .skip(expected)
            .find(|cell| !cell.trim().is_empty())
        {
            return Err(Error::LongRow {
                file: file.to_owned(),
                row: self.rows + 1,
                line,
                expected,
                found,
                text: text.chars().take(40).collect(),
            });
        }
        self.push_row(file, line, found, cells)
    }

    /// Adds rows that turn out to be no notes below the table.
    fn push_thin(&mut self, file: &str) -> Result<(), Error> {
        for row in std::mem::take(&mut self.thin) {
            if row.text.trim().is_empty() {
                self.empty_rows += 1;
                if self.empty_rows == 1 {
                    self.first_empty = (self.rows + 1, row.line);
                }
            }
            self.push_row(
                file,
                row.line,
                row.cells,
                std::iter::once(row.text.as_str()),
            )?;
        }
        Ok(())
    }

    fn push_row<'a>(
        &mut self,
        file: &str,
        line: u64,
        found: usize,
        mut cells: impl Iterator<Item = &'a str>,
    ) -> Result<(), Error> {
        if self.rows >= MAX_ROWS {
            return Err(Error::TooManyRows {
                file: file.to_owned(),
                limit: MAX_ROWS,
            });
        }
        for column in &mut self.columns {
            column.push(cells.next().unwrap_or_default());
        }
        self.rows += 1;
        if found < self.columns.len() {
            self.short_rows += 1;
            if self.short_rows == 1 {
                self.first_short = (self.rows, line);
            }
        }
        Ok(())
    }

    /// The dataset, with what was found out about the file so far.
    pub(super) fn finish(
        mut self,
        file: String,
        options: &ReadOptions,
        mut notes: Vec<ReadingNote>,
    ) -> Result<Reading, Error> {
        let below = rows_of_table(&self.thin, self.columns.len());
        let footnotes = self.thin.split_off(below);
        self.push_thin(&file)?;
        if let Some(first) = footnotes.iter().find(|row| !row.text.trim().is_empty()) {
            notes.push(ReadingNote::Footnotes {
                lines: footnotes.len() as u64,
                line: first.line,
                text: short(&first.text),
            });
        }
        if self.rows == 0 {
            return Err(Error::HeaderOnly {
                file,
                columns: self.columns.len(),
            });
        }
        if self.short_rows > 0 {
            let (first, line) = self.first_short;
            notes.push(ReadingNote::ShortRows {
                rows: self.short_rows,
                first,
                line,
            });
        }
        if self.empty_rows > 0 {
            let (first, line) = self.first_empty;
            notes.push(ReadingNote::EmptyRows {
                rows: self.empty_rows,
                first,
                line,
            });
        }
        let writings: Vec<Writing> = self.columns.iter().map(ColumnBuilder::writing).collect();
        let marks = Marks {
            decimal: options.decimal,
            thousands: options.thousands,
        };
        let styles = styles(&writings, self.separator, marks);
        notes.extend(self.number_notes(&writings, &styles));
        let mut codebook = Codebook::default();
        let mut columns = Vec::with_capacity(self.headings.len());
        let mut words: Vec<String> = Vec::new();
        let builders = self.columns.into_iter().zip(styles);
        for (heading, (builder, style)) in self.headings.into_iter().zip(builders) {
            let finished = builder.finish(style);
            let mut variable = infer(&heading.name, &finished.column);
            variable.label = heading.label;
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

    /// How numbers are written, and what keeps columns from being numbers.
    fn number_notes(
        &self,
        writings: &[Writing],
        styles: &[Option<NumberStyle>],
    ) -> Vec<ReadingNote> {
        let mut notes = Vec::new();
        if styles.contains(&Some(NumberStyle::Comma)) {
            notes.push(ReadingNote::DecimalComma);
        }
        for ((heading, style), column) in self.headings.iter().zip(styles).zip(&self.columns) {
            if style.is_some() {
                continue;
            }
            if let Some((word, row)) = column.stray_word() {
                notes.push(ReadingNote::StrayWord {
                    column: heading.name.clone(),
                    word,
                    row,
                });
            }
            if column.has_loose_blanks() {
                notes.push(ReadingNote::LooseBlanks {
                    column: heading.name.clone(),
                });
            }
        }
        let mut thousands: Vec<(char, Vec<String>)> = Vec::new();
        for ((heading, style), writing) in self.headings.iter().zip(styles).zip(writings) {
            let mark = match style {
                Some(NumberStyle::CommaThousands) => Some(','),
                Some(NumberStyle::PointThousands) => Some('.'),
                Some(_) => writing.group_mark,
                None => None,
            };
            let Some(mark) = mark else {
                continue;
            };
            match thousands.iter_mut().find(|(known, _)| *known == mark) {
                Some((_, columns)) => columns.push(heading.name.clone()),
                None => thousands.push((mark, vec![heading.name.clone()])),
            }
        }
        let thousands = thousands.into_iter();
        notes.extend(thousands.map(|(mark, columns)| ReadingNote::Thousands { mark, columns }));
        notes
    }
}
