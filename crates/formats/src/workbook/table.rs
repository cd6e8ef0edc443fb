//! Where the table is on a sheet: its header, its rows, and what stands around it.

use std::ops::Range;

use befund_survey::ReadOptions;

use super::Fault;
use super::sheet::{Cell, Content, Sheet};

/// A sheet with at least two columns and a row, or one column of numbers.
pub(super) const A_TABLE: u8 = 3;
/// The header is among the first so many rows with content.
const HEADER_SEARCH: usize = 40;
/// Rows that are looked at to know the columns.
const SAMPLE: usize = 300;
/// A header has at least this share of the cells that the fullest row before the data has.
const HEADER_SHARE: f64 = 0.9;
/// Rows of a header that spans several.
const MOST_HEADER_ROWS: u32 = 10;
/// What follows so many empty rows does not belong to the table.
const LARGEST_GAP: u32 = 1000;
/// Rows times columns of a table that is nearly empty.
const FREE_AREA: u64 = 1 << 26;
const MOST_EMPTINESS: u64 = 400;

/// The table on a sheet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Table {
    /// Names of the columns as they stand there, empty where there is none.
    pub(super) names: Vec<String>,
    /// Questions in a row of their own below the names, empty where there is none.
    pub(super) labels: Vec<String>,
    /// Whether the names stand there at all.
    pub(super) has_header: bool,
    /// Its columns on the sheet.
    pub(super) columns: Range<u32>,
    /// Its rows on the sheet, without the header.
    pub(super) rows: Range<u32>,
    /// Rows with content above.
    pub(super) above: Aside,
    /// Rows with content below.
    pub(super) below: Aside,
    /// Empty rows within.
    pub(super) empty: u64,
    /// The first of them on the sheet.
    pub(super) first_empty: Option<u32>,
}

/// Rows that do not belong to the table.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Aside {
    pub(super) rows: u64,
    /// What stands there first.
    pub(super) text: String,
}

/// A row with content.
struct Row {
    row: u32,
    cells: Range<usize>,
}

/// The rows of a sheet that have content.
struct Rows<'a> {
    sheet: &'a Sheet,
    rows: Vec<Row>,
}

/// The rows of the header, the last one excluded.
struct Header {
    rows: Range<u32>,
    /// Where rows of questions begin, below the names.
    labels: u32,
}

impl Table {
    /// Finds the table, or takes the rows that the options say.
    pub(super) fn find(sheet: &Sheet, options: &ReadOptions) -> Result<Self, Fault> {
        let mut rows = Rows::new(sheet);
        let all = rows.rows.len();
        let skipped = match options.skip {
            Some(skip) => rows.rows.iter().take_while(|row| row.row < skip).count(),
            None => 0,
        };
        let above: Vec<Row> = rows.rows.drain(..skipped).collect();
        let (Some(first), Some(last)) = (rows.rows.first(), rows.rows.last()) else {
            return Err(Fault::NoRows {
                sheet: sheet.name.clone(),
                rows: all as u32,
            });
        };
        let (first, mut end) = (first.row, last.row + 1);
        let header = match options.header_rows {
            Some(count) => {
                let bottom = first.saturating_add(count).min(end);
                Header {
                    rows: first..bottom,
                    labels: rows.labels_of(first, bottom),
                }
            }
            None => rows.header(options.skip.is_some()),
        };
        let start = header.rows.end;
        let body = rows.rows.partition_point(|row| row.row < start);
        let kept = body + rows.kept(body, start, options);
        if let Some(cut) = rows.rows.get(kept) {
            end = rows.rows[..kept]
                .last()
                .map_or(start, |row| row.row + 1)
                .max(start)
                .min(cut.row);
        }
        let begun = rows.rows.partition_point(|row| row.row < header.rows.start);
        let columns = rows.columns(begun..kept);
        let (mut names, labels) = rows.names(&header, &columns);
        let has_header = !header.rows.is_empty();
        if !has_header {
            names = vec![String::new(); columns.len()];
        }
        let end = end.max(start);
        let filled = (kept - body) as u64;
        let area = u64::from(end - start) * columns.len() as u64;
        let cells = sheet.cells.len() as u64;
        if area > FREE_AREA.max(cells.saturating_mul(MOST_EMPTINESS)) {
            return Err(Fault::TooLarge {
                sheet: sheet.name.clone(),
            });
        }
        let title = above.iter().chain(&rows.rows[..begun]);
        let foot = rows.rows[kept..].iter();
        Ok(Self {
            names,
            labels,
            has_header,
            columns,
            rows: start..end,
            above: rows.aside(title),
            below: rows.aside(foot),
            empty: u64::from(end - start) - filled.min(u64::from(end - start)),
            first_empty: (start..end)
                .zip(rows.rows[body..kept].iter().map(|row| row.row).chain([end]))
                .find(|(row, there)| row != there)
                .map(|(row, _)| row),
        })
    }

    /// How much of a table it is: [`A_TABLE`] for one, less for texts and single cells, 0 for nothing.
    pub(super) fn rank(&self, sheet: &Sheet) -> u8 {
        let numbers = sheet
            .cells
            .iter()
            .take(SAMPLE)
            .any(|cell| !matches!(cell.content, Content::Text(_)));
        match (self.columns.len(), self.rows.len()) {
            (0, _) => 0,
            (_, 0) => 1,
            (1, _) if !numbers => 2,
            _ => A_TABLE,
        }
    }
}

impl<'a> Rows<'a> {
    fn new(sheet: &'a Sheet) -> Self {
        let mut rows: Vec<Row> = Vec::new();
        for (at, cell) in sheet.cells.iter().enumerate() {
            match rows.last_mut() {
                Some(row) if row.row == cell.row => row.cells.end = at + 1,
                _ => rows.push(Row {
                    row: cell.row,
                    cells: at..at + 1,
                }),
            }
        }
        Self { sheet, rows }
    }

    /// The cells of a row that are not just blanks.
    fn cells(&self, row: &Row) -> impl Iterator<Item = &'a Cell> {
        let sheet = self.sheet;
        sheet.cells[row.cells.clone()]
            .iter()
            .filter(|cell| match cell.content {
                Content::Text(id) => !sheet.text(id).trim().is_empty(),
                _ => true,
            })
    }

    fn count(&self, row: &Row) -> usize {
        self.cells(row).count()
    }

    fn is_text(&self, row: &Row) -> bool {
        self.cells(row)
            .all(|cell| matches!(cell.content, Content::Text(_)))
    }

    /// Whether a row can be names: texts, and beside them at most years or numbers that count on.
    fn can_be_names(&self, row: &Row) -> bool {
        let mut texts = 0;
        let mut numbers: Vec<f64> = Vec::new();
        for cell in self.cells(row) {
            match cell.content {
                Content::Text(_) => texts += 1,
                Content::Number(number) => numbers.push(number),
                _ => return false,
            }
        }
        let years = numbers
            .iter()
            .all(|year| year.fract() == 0.0 && (1800.0..2200.0).contains(year));
        let counts = numbers.windows(2).all(|pair| pair[1] == pair[0] + 1.0);
        // blanks alone are neither names nor data
        (texts > 0 || numbers.is_empty()) && (years || (counts && numbers.len() > 2))
    }

    /// Finds the header: the first full row of texts before the first row with numbers. `at_top`: nothing stands above it.
    fn header(&self, at_top: bool) -> Header {
        let head = &self.rows[..self.rows.len().min(HEADER_SEARCH)];
        let data = head
            .iter()
            .position(|row| !self.can_be_names(row))
            .unwrap_or(head.len());
        let none = |row: u32| Header {
            rows: row..row,
            labels: row,
        };
        let candidates = &head[..data];
        let fullest = candidates.iter().map(|row| self.count(row)).max();
        let Some(fullest) = fullest.filter(|fullest| *fullest > 0) else {
            return none(head.first().map_or(0, |row| row.row));
        };
        let full = |row: &&Row| self.count(row) as f64 >= HEADER_SHARE * fullest as f64;
        let at = if at_top {
            0
        } else {
            candidates.iter().position(|row| full(&row)).unwrap_or(0)
        };
        let row = head[at].row;
        // names far narrower than the rows below are a title above rows without names
        let body = head[data..].iter().map(|row| self.count(row)).max();
        if body.is_some_and(|body| fullest == 1 && body > 2) && !at_top {
            return none(head[data].row);
        }
        if let Some(rows) = self.merged_header(row) {
            let labels = rows.end;
            return Header { rows, labels };
        }
        let top = if !at_top && self.is_group(at) {
            head[at - 1].row
        } else {
            row
        };
        let labels = row + 1;
        let mut bottom = labels;
        while self.is_label_row(bottom) && bottom - row < MOST_HEADER_ROWS {
            bottom += 1;
        }
        Header {
            rows: top..bottom,
            labels,
        }
    }

    /// The rows of a header some of whose cells are merged across rows.
    fn merged_header(&self, row: u32) -> Option<Range<u32>> {
        let upright = || {
            let merged = self.sheet.merged.iter();
            merged.filter(|area| {
                area.bottom > area.top
                    && area.top <= row
                    && area.bottom - area.top < MOST_HEADER_ROWS
            })
        };
        let top = upright().map(|area| area.top).min()?;
        let bottom = upright()
            .filter(|area| area.top == top)
            .map(|area| area.bottom)
            .max()?;
        let at = self
            .rows
            .binary_search_by(|known| known.row.cmp(&top))
            .ok()?;
        let below = self.rows.last().is_some_and(|last| last.row > bottom);
        (self.count(&self.rows[at]) > 1 && below && bottom >= row.min(top + 1))
            .then_some(top..bottom + 1)
    }

    /// Whether the row above this one names groups of its columns.
    fn is_group(&self, at: usize) -> bool {
        let Some(above) = at.checked_sub(1).map(|above| &self.rows[above]) else {
            return false;
        };
        // a title is one cell; sentences fill several rows
        let next_above = at.checked_sub(2).map(|above| &self.rows[above]);
        let lonely = next_above.is_none_or(|row| row.row + 1 < above.row || self.count(row) <= 1);
        let count = self.count(above);
        above.row + 1 == self.rows[at].row
            && lonely
            && self.is_text(above)
            && (count > 1 || (count == 1 && self.merges_part(above, self.count(&self.rows[at]))))
    }

    /// Whether a row has a cell merged across some columns, but not all.
    fn merges_part(&self, row: &Row, width: usize) -> bool {
        self.sheet.merged.iter().any(|area| {
            area.top == row.row
                && area.bottom == row.row
                && area.right > area.left
                && ((area.right - area.left + 1) as usize) < width
        })
    }

    /// Whether a row is questions below names: texts where the rows below have numbers.
    fn is_label_row(&self, row: u32) -> bool {
        let Ok(at) = self.rows.binary_search_by(|known| known.row.cmp(&row)) else {
            return false;
        };
        if !self.is_text(&self.rows[at]) {
            return false;
        }
        let columns: Vec<u32> = self.cells(&self.rows[at]).map(|cell| cell.column).collect();
        if columns.len() < 2 {
            return false;
        }
        let (mut numbers, mut texts) = (vec![0_usize; columns.len()], vec![0_usize; columns.len()]);
        let mut below = 0;
        for next in self.rows[at + 1..].iter().take(SAMPLE) {
            below += 1;
            for cell in self.cells(next) {
                if let Ok(place) = columns.binary_search(&cell.column) {
                    match cell.content {
                        Content::Text(_) => texts[place] += 1,
                        _ => numbers[place] += 1,
                    }
                }
            }
        }
        // the rows below may begin with more questions, and hold words for missing answers
        let numeric = |place: usize| numbers[place] > 2 && numbers[place] > 9 * texts[place] / 2;
        let numeric = (0..columns.len()).filter(|place| numeric(*place)).count();
        below > 2 && numeric > 0 && 3 * numeric >= columns.len()
    }

    /// Where questions begin in a header of given rows: below names that are all there and differ.
    fn labels_of(&self, top: u32, bottom: u32) -> u32 {
        let row = |row: u32| {
            let at = self
                .rows
                .binary_search_by(|known| known.row.cmp(&row))
                .ok()?;
            Some(&self.rows[at])
        };
        let (Some(first), Some(second)) = (row(top), row(top + 1).filter(|_| top + 1 < bottom))
        else {
            return bottom;
        };
        let mut names: Vec<&str> = self.texts(first).collect();
        let count = names.len();
        befund_survey::order::sort(&mut names, |a, b| a.cmp(b));
        names.dedup();
        let merged = self.sheet.merged.iter().any(|area| area.top == top);
        if names.len() == count && count >= self.count(second) && !merged {
            top + 1
        } else {
            bottom
        }
    }

    fn texts(&self, row: &Row) -> impl Iterator<Item = &'a str> {
        let sheet = self.sheet;
        self.cells(row).filter_map(|cell| match cell.content {
            Content::Text(id) => Some(sheet.text(id).trim()),
            _ => None,
        })
    }

    /// How many of the rows from `body` on belong to the table: not those after a large gap, nor text below it.
    fn kept(&self, body: usize, start: u32, options: &ReadOptions) -> usize {
        let rows = &self.rows[body..];
        let mut previous = start;
        let mut kept = rows.len();
        for (at, row) in rows.iter().enumerate() {
            if row.row.saturating_sub(previous) > LARGEST_GAP {
                kept = at;
                break;
            }
            previous = row.row;
        }
        // who says where the header is gets all rows below it
        if options.header_rows.is_some() {
            return kept;
        }
        let rows = &rows[..kept];
        let width = rows
            .iter()
            .take(SAMPLE)
            .map(|row| self.count(row))
            .max()
            .unwrap_or(0);
        let sparse = |row: &Row| {
            let count = self.count(row);
            count > 0 && self.is_text(row) && (3 * count <= width || (count == 1 && width == 2))
        };
        let foot = rows.iter().rev().take_while(|row| sparse(row)).count();
        let table = kept - foot;
        let Some(first) = rows.get(table).filter(|_| table > 0) else {
            return kept;
        };
        let detached = first.row > rows[table - 1].row + 1;
        let belongs = !detached && (width < 3 || !self.is_foreign(&rows[..table], &rows[table..]));
        if belongs { kept } else { table }
    }

    /// Whether texts stand where the rows above have something else.
    fn is_foreign(&self, rows: &[Row], foot: &[Row]) -> bool {
        let columns = foot.iter().take(SAMPLE).flat_map(|row| self.cells(row));
        columns.map(|cell| cell.column).any(|column| {
            let above = rows
                .iter()
                .rev()
                .take(SAMPLE)
                .flat_map(|row| self.cells(row));
            let above = above.filter(|cell| cell.column == column);
            let (mut texts, mut others) = (0, 0);
            for cell in above {
                match cell.content {
                    Content::Text(_) => texts += 1,
                    _ => others += 1,
                }
            }
            others > 2 && 9 * texts < others
        })
    }

    /// The columns of these rows.
    fn columns(&self, rows: Range<usize>) -> Range<u32> {
        let rows = &self.rows[rows];
        let places = || {
            rows.iter()
                .flat_map(|row| &self.sheet.cells[row.cells.clone()])
        };
        let left = places().map(|cell| cell.column).min();
        let right = places().map(|cell| cell.column).max();
        left.zip(right)
            .map_or(0..0, |(left, right)| left..right + 1)
    }

    /// Names and questions of the columns.
    fn names(&self, header: &Header, columns: &Range<u32>) -> (Vec<String>, Vec<String>) {
        let mut names = vec![Vec::<String>::new(); columns.len()];
        let mut labels = vec![String::new(); columns.len()];
        let last = header.labels.min(header.rows.end).saturating_sub(1);
        for row in header.rows.clone() {
            let texts = self.spread(row, columns, row < last);
            for (place, text) in texts.into_iter().enumerate() {
                if text.is_empty() {
                    continue;
                }
                if row < header.labels {
                    if names[place].last() != Some(&text) {
                        names[place].push(text);
                    }
                } else if labels[place].is_empty() && !text.contains("\"ImportId\"") {
                    labels[place] = text;
                }
            }
        }
        let names = names.into_iter().map(|parts| parts.join(": ")).collect();
        (names, labels)
    }

    /// The texts of a row of the header, those of merged cells in all their columns. Groups without merged cells go on to the
    /// next.
    fn spread(&self, row: u32, columns: &Range<u32>, group: bool) -> Vec<String> {
        let mut texts = vec![String::new(); columns.len()];
        let mut put = |column: u32, text: &str| {
            if let Some(place) = column.checked_sub(columns.start)
                && let Some(slot) = texts.get_mut(place as usize)
                && slot.is_empty()
            {
                *slot = text.to_owned();
            }
        };
        let found = self.rows.binary_search_by(|known| known.row.cmp(&row));
        if let Ok(at) = found {
            for cell in self.cells(&self.rows[at]) {
                put(cell.column, &self.written(cell));
            }
        }
        let merged = self.sheet.merged.iter();
        let mut covered = false;
        for area in merged.filter(|area| area.top <= row && row <= area.bottom) {
            let corner = |cell: &Cell| (cell.row, cell.column).cmp(&(area.top, area.left));
            if let Ok(at) = self.sheet.cells.binary_search_by(corner) {
                covered |= area.right > area.left;
                let text = self.written(&self.sheet.cells[at]);
                for column in area.left.max(columns.start)..=area.right.min(columns.end) {
                    put(column, &text);
                }
            }
        }
        if group && !covered {
            let mut last = String::new();
            for text in &mut texts {
                if text.is_empty() {
                    text.clone_from(&last);
                } else {
                    last.clone_from(text);
                }
            }
        }
        texts
    }

    fn written(&self, cell: &Cell) -> String {
        super::kinds::written(self.sheet, cell.content)
            .trim()
            .to_owned()
    }

    fn aside<'r>(&self, rows: impl Iterator<Item = &'r Row>) -> Aside {
        const LONGEST: usize = 80;
        let mut aside = Aside::default();
        for row in rows.filter(|row| self.count(row) > 0) {
            aside.rows += 1;
            if aside.text.is_empty()
                && let Some(cell) = self.cells(row).next()
            {
                let text = self.written(cell);
                aside.text = text.chars().take(LONGEST).collect();
                if text.chars().nth(LONGEST).is_some() {
                    aside.text.push('…');
                }
            }
        }
        aside
    }
}
