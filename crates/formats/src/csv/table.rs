//! The columns of a file while its rows come, and the dataset they become.

use befund_survey::codebook::Codebook;
use befund_survey::dataset::Dataset;
use befund_survey::{ReadOptions, order};

use super::cells::{Cells, Rows};
use super::charset::Charset;
use super::column::ColumnBuilder;
use super::dialect::{Dialect, Heading, short};
use super::footer::{MOST_FOOTNOTES, ThinRow, rows_of_table};
use super::names::stem;
use super::number::{Marks, NumberStyle, Writing, styles};
use super::scan::{Cell, Record, Scanner};
use super::share::each;
use crate::{Error, Reading, ReadingNote};

/// Rows are counted in four bytes.
const MAX_ROWS: u64 = u32::MAX as u64;

/// Rows after which columns are judged: whether their texts come again.
pub(super) const JUDGED: u64 = 1 << 12;

/// Answers beyond which codes are packed: in a browser, where a dataset crosses from thread to thread and is there twice on its way.
const PACKED_BEYOND: u64 = if cfg!(target_family = "wasm") {
    1 << 26
} else {
    u64::MAX
};

/// Header and columns so far.
pub(super) struct Table {
    headings: Vec<Heading>,
    columns: Vec<Cells>,
    separator: char,
    rows: u64,
    short_rows: u64,
    first_short: (u64, u64),
    empty_rows: u64,
    first_empty: (u64, u64),
    /// The last rows, where they may be notes below the table.
    thin: Vec<ThinRow>,
    /// Answers beyond which codes are packed.
    pub(super) packed_beyond: u64,
    /// Whether a row has more than its first cell.
    has_full_rows: bool,
    /// Rows after which columns are judged, until they are.
    judged_after: Option<u64>,
}

impl Table {
    /// A table without rows.
    pub(super) fn new(dialect: &Dialect, judged_after: u64) -> Self {
        Self {
            headings: dialect.columns.clone(),
            columns: dialect.columns.iter().map(|_| Cells::new()).collect(),
            separator: dialect.form.separator.get(),
            rows: 0,
            short_rows: 0,
            first_short: (0, 0),
            empty_rows: 0,
            first_empty: (0, 0),
            thin: Vec::new(),
            packed_beyond: PACKED_BEYOND,
            has_full_rows: false,
            judged_after: Some(judged_after),
        }
    }

    /// Whether it was seen in which columns texts come again.
    #[cfg(not(target_family = "wasm"))]
    pub(super) fn is_judged(&self) -> bool {
        self.judged_after.is_none()
    }

    /// Adds the rows the scanner has found.
    pub(super) fn take(
        &mut self,
        file: &str,
        scanner: &Scanner,
        charset: &mut Charset,
    ) -> Result<(), Error> {
        let buffer = scanner.buffer();
        // of the rows that are not added yet: the first, and its first cell
        let (mut first, mut from, mut start) = (0, 0, 0);
        for (at, record) in scanner.records().iter().enumerate() {
            let cells = &scanner.cells()[start..record.end];
            start = record.end;
            let is_blank = |cell: &Cell| charset.is_blank(cell.of(buffer));
            let is_thin = self.columns.len() > 1 && cells.iter().skip(1).all(is_blank);
            if !is_thin {
                self.has_full_rows = true;
                self.push_thin(file, charset)?;
                continue;
            }
            self.push_run(file, scanner, first..at, from, charset)?;
            (first, from) = (at + 1, record.end);
            let bytes = cells.first().map(|cell| cell.of(buffer));
            let bytes = bytes.unwrap_or_default();
            self.thin.push(ThinRow {
                text: charset.text(bytes).into_owned(),
                bytes: bytes.to_vec(),
                line: record.line,
                cells: cells.len(),
            });
            if self.thin.len() > MOST_FOOTNOTES {
                self.push_thin(file, charset)?;
            }
        }
        let rest = first..scanner.records().len();
        self.push_run(file, scanner, rest, from, charset)
    }

    /// Adds rows that stand one behind the other, from a cell on.
    fn push_run(
        &mut self,
        file: &str,
        scanner: &Scanner,
        run: std::ops::Range<usize>,
        from: usize,
        charset: &mut Charset,
    ) -> Result<(), Error> {
        let records = &scanner.records()[run];
        let columns = self.columns.len();
        let is_even = |(row, record): (usize, &Record)| record.end == from + (row + 1) * columns;
        let evened;
        let end = records.last().map_or(from, |record| record.end);
        let cells = if records.iter().enumerate().all(is_even) {
            &scanner.cells()[from..end]
        } else {
            evened = self.even(file, scanner, from, records, charset)?;
            evened.as_slice()
        };
        let rows = Rows {
            buffer: scanner.buffer(),
            cells,
            columns,
            records,
        };
        self.push(file, rows, charset)
    }

    /// The cells of rows of which some are too short or end in empty cells too many.
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
                self.shorten(row, record.line);
                evened.extend_from_slice(cells);
                evened.resize(evened.len() + expected - found, Cell::default());
                continue;
            }
            evened.extend_from_slice(&cells[..expected]);
            let surplus = cells[expected..].iter();
            let text = |cell: &Cell| charset.text(cell.of(scanner.buffer()));
            if let Some(text) = surplus.map(text).find(|text| !text.trim().is_empty()) {
                return Err(Error::LongRow {
                    file: file.to_owned(),
                    row,
                    line: record.line,
                    expected,
                    found,
                    text: text.chars().take(40).collect(),
                });
            }
        }
        Ok(evened)
    }

    fn shorten(&mut self, row: u64, line: u64) {
        self.short_rows += 1;
        if self.short_rows == 1 {
            self.first_short = (row, line);
        }
    }

    fn push(&mut self, file: &str, rows: Rows<'_>, charset: &mut Charset) -> Result<(), Error> {
        // after the same row, however the file is cut
        let missing = self.judged_after.map(|judged| judged - self.rows);
        let Some(missing) = missing.filter(|missing| *missing <= rows.records.len() as u64) else {
            return self.push_all(file, rows, charset);
        };
        let (first, rest) = rows.split_at(missing as usize);
        self.push_all(file, first, charset)?;
        for cells in &mut self.columns {
            cells.judge(charset);
        }
        self.judged_after = None;
        self.push_all(file, rest, charset)
    }

    fn push_all(&mut self, file: &str, rows: Rows<'_>, charset: &mut Charset) -> Result<(), Error> {
        self.rows += rows.records.len() as u64;
        if self.rows > MAX_ROWS {
            return Err(Error::TooManyRows {
                file: file.to_owned(),
                limit: MAX_ROWS,
            });
        }
        if rows.records.is_empty() {
            return Ok(());
        }
        let is_large = self.rows * self.columns.len() as u64 > self.packed_beyond;
        for (column, cells) in self.columns.iter_mut().enumerate() {
            cells.push(rows, column, charset);
            if is_large {
                cells.pack();
            }
        }
        Ok(())
    }

    /// Adds rows that turn out to be no notes below the table.
    fn push_thin(&mut self, file: &str, charset: &mut Charset) -> Result<(), Error> {
        for row in std::mem::take(&mut self.thin) {
            let number = self.rows + 1;
            if row.text.trim().is_empty() {
                self.empty_rows += 1;
                if self.empty_rows == 1 {
                    self.first_empty = (number, row.line);
                }
            }
            if row.cells < self.columns.len() {
                self.shorten(number, row.line);
            }
            let (buffer, first) = Cell::alone(&row.bytes);
            let mut cells = vec![Cell::default(); self.columns.len()];
            cells[0] = first;
            let rows = Rows {
                buffer: &buffer,
                cells: &cells,
                columns: cells.len(),
                records: &[Record::at(row.line)],
            };
            self.push(file, rows, charset)?;
        }
        Ok(())
    }

    /// No further rows will come: what is left of the last ones stands below the table.
    pub(super) fn close(&mut self, file: &str, charset: &mut Charset) -> Result<(), Error> {
        let below = rows_of_table(&self.thin, self.columns.len());
        let footnotes = self.thin.split_off(below);
        self.push_thin(file, charset)?;
        self.thin = footnotes;
        for cells in &self.columns {
            cells.count_foreign(charset);
        }
        Ok(())
    }

    /// The dataset, with what was found out about the file so far.
    pub(super) fn finish(
        self,
        file: String,
        options: &ReadOptions,
        mut notes: Vec<ReadingNote>,
        charset: &Charset,
    ) -> Result<Reading, Error> {
        let footnotes = &self.thin;
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
        let begun = each(self.columns, &|cells| Begun::new(cells, charset));
        let mut read = Vec::with_capacity(begun.len());
        let mut writings = Vec::with_capacity(begun.len());
        let mut amounts: Vec<(&'static str, Vec<String>)> = Vec::new();
        for (column, heading) in begun.into_iter().zip(&self.headings) {
            read.push(column.builder);
            writings.push(column.writing);
            let Some(unit) = column.unit else {
                continue;
            };
            let name = heading.name.clone();
            match amounts.iter_mut().find(|(known, _)| *known == unit) {
                Some((_, columns)) => columns.push(name),
                None => amounts.push((unit, vec![name])),
            }
        }
        let marks = Marks {
            decimal: options.decimal,
            thousands: options.thousands,
        };
        let styles = styles(&writings, self.separator, marks);
        notes.extend(number_notes(&self.headings, &read, &writings, &styles));
        notes.extend(amounts.into_iter().map(|(unit, columns)| {
            let unit = unit.to_owned();
            ReadingNote::Amounts { unit, columns }
        }));
        let mut codebook = Codebook::default();
        let mut columns = Vec::with_capacity(self.headings.len());
        let mut words: Vec<String> = Vec::new();
        let named: Vec<_> = self
            .headings
            .into_iter()
            .zip(read.into_iter().zip(styles))
            .collect();
        let finished = each(named, &|(heading, (builder, style))| {
            let finished = builder.finish(style);
            let mut variable = finished.infer(&heading.name);
            variable.label = heading.label;
            (variable, finished)
        });
        for (mut variable, finished) in finished {
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

/// A column of which it is known how its cells could be read as numbers.
struct Begun {
    builder: ColumnBuilder,
    writing: Writing,
    /// The sign that its amounts had.
    unit: Option<&'static str>,
}

impl Begun {
    fn new(cells: Cells, charset: &Charset) -> Self {
        let mut builder = ColumnBuilder::new(cells, charset);
        let mut writing = builder.writing();
        let unit = writing
            .is_text()
            .then(|| builder.leave_out_unit())
            .flatten();
        if unit.is_some() {
            writing = builder.writing();
        }
        Self {
            builder,
            writing,
            unit,
        }
    }
}

/// Tables that are read in several parts.
#[cfg(not(target_family = "wasm"))]
impl Table {
    /// The order of codes is decided, so that it is the same in every fork.
    pub(super) fn settle(&mut self) {
        self.columns.iter_mut().for_each(Cells::settle);
    }

    /// A table without rows that knows the texts of this one, for rows that are to be put behind its own.
    pub(super) fn fork(&self) -> Self {
        Self {
            headings: Vec::new(),
            columns: self.columns.iter().map(Cells::fork).collect(),
            separator: self.separator,
            rows: 0,
            short_rows: 0,
            first_short: (0, 0),
            empty_rows: 0,
            first_empty: (0, 0),
            thin: Vec::new(),
            packed_beyond: PACKED_BEYOND,
            has_full_rows: false,
            judged_after: None,
        }
    }

    /// The same of a fork whose rows are no longer needed.
    pub(super) fn fork_again(&mut self, of: &Self) {
        (self.rows, self.short_rows, self.empty_rows) = (0, 0, 0);
        self.thin.clear();
        self.has_full_rows = false;
        for (cells, of) in self.columns.iter_mut().zip(&of.columns) {
            cells.fork_again(of);
        }
    }

    /// Bytes that a fork copies.
    pub(super) fn weight(&self) -> usize {
        self.columns.iter().map(Cells::weight).sum()
    }

    /// Whether the rows of a fork can be put behind those of this table: where it has none but such that may be notes, only the rows
    /// before them tell.
    pub(super) fn fits(&self, fork: &Self) -> bool {
        let rows = self.rows + self.thin.len() as u64 + fork.rows;
        fork.has_full_rows && rows <= MAX_ROWS
    }

    /// Adds the rows of a fork that [fits](Self::fits), before whose first line there are so many.
    pub(super) fn append(
        &mut self,
        file: &str,
        fork: &mut Self,
        lines: u64,
        charset: &mut Charset,
    ) -> Result<(), Error> {
        self.push_thin(file, charset)?;
        self.has_full_rows |= fork.has_full_rows;
        let place = |(row, line): (u64, u64)| (self.rows + row, lines + line);
        if self.short_rows == 0 && fork.short_rows > 0 {
            self.first_short = place(fork.first_short);
        }
        if self.empty_rows == 0 && fork.empty_rows > 0 {
            self.first_empty = place(fork.first_empty);
        }
        self.short_rows += fork.short_rows;
        self.empty_rows += fork.empty_rows;
        self.rows += fork.rows;
        for (cells, more) in self.columns.iter_mut().zip(&mut fork.columns) {
            cells.append(more, charset);
        }
        self.thin.append(&mut fork.thin);
        self.thin.iter_mut().for_each(|row| row.line += lines);
        Ok(())
    }
}

/// How numbers are written, and what keeps columns from being numbers.
fn number_notes(
    headings: &[Heading],
    read: &[ColumnBuilder],
    writings: &[Writing],
    styles: &[Option<NumberStyle>],
) -> Vec<ReadingNote> {
    let mut notes = Vec::new();
    if styles.contains(&Some(NumberStyle::Comma)) {
        notes.push(ReadingNote::DecimalComma);
    }
    for ((heading, style), column) in headings.iter().zip(styles).zip(read) {
        if style.is_some() {
            continue;
        }
        if let Some((word, row)) = column.stray_word() {
            notes.push(ReadingNote::StrayWord {
                columns: vec![heading.name.clone()],
                word,
                row,
            });
        }
        if column.has_loose_blanks() {
            notes.push(ReadingNote::LooseBlanks {
                columns: vec![heading.name.clone()],
            });
        }
    }
    let mut thousands: Vec<(char, Vec<String>)> = Vec::new();
    for ((heading, style), writing) in headings.iter().zip(styles).zip(writings) {
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
