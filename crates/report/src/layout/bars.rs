//! Bars with their figures at the end.

use super::axis;
use super::canvas::{Canvas, Columns, LABEL, NOTE, SMALL_LINE, STRONG};
use crate::chart::BarPlot;
use crate::scene::Anchor;
use crate::theme::Ink;

const BAR: f64 = 20.0;

pub(super) fn place(canvas: &mut Canvas, plot: &BarPlot) {
    let figures = plot
        .bars
        .iter()
        .map(|bar| STRONG.width(&bar.figure))
        .fold(0.0, f64::max);
    let labels = plot.bars.iter().map(|bar| bar.label.as_str());
    let notes = plot.bars.iter().map(|bar| bar.note.as_str());
    let columns = Columns::new(canvas.width, labels, notes, figures + 10.0);
    if !plot.note_heading.is_empty() {
        let lines = NOTE.wrap(&plot.note_heading, canvas.width);
        canvas.lines(columns.note, canvas.y, Anchor::End, &lines, NOTE);
        canvas.y += lines.len() as f64 * SMALL_LINE + 4.0;
    }
    let (top, first) = (canvas.y - 2.0, canvas.marks.len());
    let mut rule = None;
    for bar in &plot.bars {
        let style = if bar.total { STRONG } else { LABEL };
        if bar.total {
            rule = Some(canvas.y - 3.0);
            canvas.y += 4.0;
        }
        let row = canvas.row(&columns, &bar.label, &bar.note, BAR, style);
        let Some(value) = bar.value else {
            canvas.text(
                columns.left + 8.0,
                row.middle,
                Anchor::Start,
                &bar.figure,
                NOTE,
            );
            continue;
        };
        let end = columns.x(plot.axis.place(value));
        let start = columns.x(plot.axis.place(0.0));
        let ink = if bar.total { Ink::Total } else { Ink::Accent };
        let (left, right) = (start.min(end), start.max(end));
        canvas.rect(left, row.middle - BAR / 2.0, right - left, BAR, ink);
        canvas.text(right + 8.0, row.middle, Anchor::Start, &bar.figure, STRONG);
    }
    if let Some(y) = rule {
        let left = if columns.above { 0.0 } else { columns.left };
        canvas.line((left, y), (canvas.width, y), Ink::Grid, 1.0);
    }
    axis::place(canvas, &plot.axis, &columns, top, first);
}
