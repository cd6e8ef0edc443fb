//! Tables as aligned text.

use super::{RowKind, Table};

/// Widest first column of a text table; longer labels are broken into lines.
const LABEL: usize = 44;
/// Widest column of words; longer ones are broken into lines.
const WORDS: usize = 52;
/// Widest head of a narrow column.
const HEAD: usize = 18;

impl Table {
    /// As aligned text for a terminal.
    pub fn text(&self) -> String {
        let columns = self.columns();
        let figures = self.figures();
        let names = self.column_names();
        let lowest: Vec<Vec<String>> = names
            .iter()
            .enumerate()
            .map(|(place, names)| {
                wrap(
                    names.last().unwrap_or(&""),
                    if place == 0 { LABEL } else { HEAD },
                )
            })
            .collect();
        let length = |text: &str| text.chars().count();
        let widths: Vec<usize> = (0..columns)
            .map(|place| {
                let head = lowest[place]
                    .iter()
                    .map(|line| length(line))
                    .max()
                    .unwrap_or(0);
                let cells = self
                    .rows
                    .iter()
                    .filter(|row| row.kind != RowKind::Group)
                    .filter_map(|row| row.cells.get(place))
                    .map(|cell| length(&clean(cell.shown())))
                    .max()
                    .unwrap_or(0);
                let widest = match (place, figures[place]) {
                    (0, _) => LABEL,
                    (_, true) => usize::MAX,
                    (_, false) => WORDS,
                };
                head.max(cells.min(widest))
            })
            .collect();

        let mut lines: Vec<String> = vec![clean(&self.caption)];
        let total: usize = widths.iter().sum::<usize>() + 2 * columns.saturating_sub(1);
        let rule = "─".repeat(total.max(1));
        lines.push(rule.clone());
        if !self.heads.is_empty() {
            lines.extend(spanning_heads(&names, &widths));
            let height = lowest.iter().map(Vec::len).max().unwrap_or(0);
            for line in 0..height {
                // Heads stand on the rule.
                let cells = lowest.iter().map(|head| {
                    let at = (line + head.len()).checked_sub(height);
                    at.and_then(|at| head.get(at)).cloned().unwrap_or_default()
                });
                lines.push(aligned(cells, &widths, &figures));
            }
            lines.push(rule.clone());
        }
        for row in &self.rows {
            if row.kind == RowKind::Total {
                lines.push(rule.clone());
            }
            let label = wrap(
                row.cells.first().map_or("", |cell| cell.shown()),
                LABEL.max(widths.first().copied().unwrap_or(0)),
            );
            if row.kind == RowKind::Group {
                lines.push(String::new());
                lines.extend(label);
                continue;
            }
            // Figures stand beside the last line of a long label, words of several lines beside the first.
            let last = label.len() - 1;
            let cells = row.cells.iter().zip(&widths).skip(1);
            let beside = cells.map(|(cell, width)| {
                let words = clean(cell.shown());
                let mut lines = match words.chars().count() <= *width {
                    true => vec![words],
                    false => wrap(&words, *width),
                };
                if lines.len() == 1 {
                    lines.splice(0..0, vec![String::new(); last]);
                }
                lines
            });
            let cells: Vec<Vec<String>> = std::iter::once(label).chain(beside).collect();
            let height = cells.iter().map(Vec::len).max().unwrap_or(0);
            for at in 0..height {
                let line = cells
                    .iter()
                    .map(|cell| cell.get(at).cloned().unwrap_or_default());
                lines.push(aligned(line, &widths, &figures));
            }
        }
        lines.push(rule);
        lines.extend(self.footers.iter().map(|footer| clean(footer)));
        let mut text = lines.join("\n");
        text.push('\n');
        for table in &self.more {
            text.push('\n');
            text.push_str(&table.text());
        }
        text
    }
}

/// The heads above several columns, each broken to the width of its columns.
fn spanning_heads(names: &[Vec<&str>], widths: &[usize]) -> Vec<String> {
    let upper: Vec<&[&str]> = names
        .iter()
        .map(|names| names.split_last().map_or(&[][..], |(_, upper)| upper))
        .collect();
    let mut heads: Vec<Vec<String>> = Vec::new();
    let mut spans: Vec<usize> = Vec::new();
    let mut place = 0;
    while place < upper.len() {
        let same = upper[place..]
            .iter()
            .take_while(|next| **next == upper[place]);
        // Columns without an upper head stand alone.
        let columns = if upper[place].is_empty() {
            1
        } else {
            same.count()
        };
        let width = widths[place..place + columns].iter().sum::<usize>() + 2 * (columns - 1);
        heads.push(
            upper[place]
                .iter()
                .flat_map(|head| wrap(head, width))
                .collect(),
        );
        spans.push(width);
        place += columns;
    }
    let height = heads.iter().map(Vec::len).max().unwrap_or(0);
    (0..height)
        .map(|line| {
            let cells = heads.iter().map(|head| {
                let at = (line + head.len()).checked_sub(height);
                at.and_then(|at| head.get(at)).cloned().unwrap_or_default()
            });
            aligned(cells, &spans, &[])
        })
        .collect()
}

/// Words without characters that could move the cursor.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .filter_map(|character| match character {
            '\t' | '\n' | '\r' => Some(' '),
            '\u{A0}' | '\u{202F}' => Some(' '),
            other if other.is_control() => None,
            other => Some(other),
        })
        .collect::<String>()
        .trim()
        .to_owned()
}

/// Lines of at most `width` characters, broken at spaces where possible.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in clean(text).split_whitespace() {
        let mut word = word.to_owned();
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::take(&mut line));
        }
        while word.chars().count() > width {
            let rest = word.chars().skip(width.saturating_sub(1)).collect();
            let head: String = word.chars().take(width.saturating_sub(1)).collect();
            lines.push(format!("{head}-"));
            word = rest;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// Cells side by side: figures at the right of their column, words and the first column at the left.
fn aligned(cells: impl Iterator<Item = String>, widths: &[usize], figures: &[bool]) -> String {
    let mut line = String::new();
    for (place, (cell, width)) in cells.zip(widths).enumerate() {
        let padding = " ".repeat(width.saturating_sub(cell.chars().count()));
        if place > 0 {
            line.push_str("  ");
        }
        if place == 0 || figures.get(place) == Some(&false) {
            line.push_str(&cell);
            line.push_str(&padding);
        } else {
            line.push_str(&padding);
            line.push_str(&cell);
        }
    }
    line.trim_end().to_owned()
}
