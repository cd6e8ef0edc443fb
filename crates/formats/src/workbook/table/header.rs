//! Which rows of a sheet are the header of its table.

use std::ops::Range;

use super::super::sheet::{Cell, Content};
use super::{Row, Rows, SAMPLE};

/// The header is among the first so many rows with content.
const HEADER_SEARCH: usize = 40;
/// A header has at least this share of the cells that the fullest row before the data has.
const HEADER_SHARE: f64 = 0.9;
/// Rows of a header that spans several.
const MOST_HEADER_ROWS: u32 = 10;

/// The rows of the header, the last one excluded.
pub(super) struct Header {
    pub(super) rows: Range<u32>,
    /// Where rows of questions begin, below the names.
    pub(super) labels: u32,
}

impl Rows<'_> {
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

    /// Whether a row has texts above columns of numbers, and at least as many of them as numbers above numbers.
    fn names_numbers(&self, at: usize) -> bool {
        let Some((row, below)) = self.rows.get(at..).and_then(<[Row]>::split_first) else {
            return false;
        };
        let below = &below[..below.len().min(SAMPLE)];
        let (mut names, mut numbers) = (0, 0);
        for cell in self.cells(row) {
            let in_column = |other: &&Cell| other.column == cell.column;
            let beneath = below
                .iter()
                .filter_map(|row| self.cells(row).find(in_column));
            let mut count = 0;
            let is_number = |cell: &Cell| matches!(cell.content, Content::Number(_));
            let all_numbers = beneath.inspect(|_| count += 1).all(is_number);
            if all_numbers && count > 1 {
                match cell.content {
                    Content::Text(_) => names += 1,
                    _ => numbers += 1,
                }
            }
        }
        names > 0 && names >= numbers
    }

    /// Finds the header: the first full row of texts before the first row with numbers. `at_top`: nothing stands above it.
    pub(super) fn header(&self, at_top: bool) -> Header {
        let head = &self.rows[..self.rows.len().min(HEADER_SEARCH)];
        let data = head
            .iter()
            .position(|row| !self.can_be_names(row))
            .unwrap_or(head.len());
        // no row of texts alone: names among which a number stands are names where most stand above numbers
        let narrow = head[..data].iter().all(|row| self.count(row) <= 1);
        let data = data + usize::from(narrow && !at_top && self.names_numbers(data));
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
    pub(super) fn labels_of(&self, top: u32, bottom: u32) -> u32 {
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
}
