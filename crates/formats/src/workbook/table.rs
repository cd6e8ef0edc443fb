//! Where the table is on a sheet: its header, its rows, and what stands around it.

mod header;

use std::ops::Range;

use befund_survey::ReadOptions;

use super::Fault;
use super::sheet::{Cell, Content, Sheet};
use header::Header;

/// A sheet with at least two columns and a row, or one column of numbers.
pub(super) const A_TABLE: u8 = 3;
/// Rows that are looked at to know the columns.
const SAMPLE: usize = 300;
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
    /// Whether no row of names was found where one was looked for.
    pub(super) found_no_names: bool,
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
        if header.rows.is_empty() {
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
            found_no_names: header.rows.is_empty() && options.header_rows.is_none(),
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
