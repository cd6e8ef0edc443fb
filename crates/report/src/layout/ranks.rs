//! Ranks with their confidence intervals over their distribution.

use super::axis;
use super::canvas::{Canvas, Columns, LABEL, NOTE, SMALL_LINE};
use crate::chart::RankPlot;
use crate::scene::{Anchor, Dash, Mark, Stroke};
use crate::theme::Ink;

const ROW: f64 = 20.0;
const RADIUS: f64 = 5.0;
/// Half the height of the ends of an interval.
const END: f64 = 4.5;

pub(super) fn place(canvas: &mut Canvas, plot: &RankPlot) {
    canvas.paragraph(&plot.reading, NOTE);
    canvas.y += 6.0;
    let labels = plot.rows.iter().map(|row| row.label.as_str());
    let notes = plot.rows.iter().map(|row| row.note.as_str());
    let columns = Columns::new(canvas.width, labels, notes, 6.0);
    if plot.rows.iter().any(|row| !row.note.is_empty()) {
        let lines = NOTE.wrap(&plot.note_heading, canvas.width);
        canvas.lines(columns.note, canvas.y, Anchor::End, &lines, NOTE);
        canvas.y += lines.len() as f64 * SMALL_LINE + 4.0;
    }
    let (top, first) = (canvas.y - 2.0, canvas.marks.len());
    for row in &plot.rows {
        let middle = canvas
            .row(&columns, &row.label, &row.note, ROW, LABEL)
            .middle;
        let x = |rank: f64| columns.x(plot.axis.place(rank));
        for (place, share) in row.distribution.iter().enumerate() {
            let rank = place as f64 + 1.0;
            if *share < 0.005 || *share > 1.0 {
                continue;
            }
            let (left, right) = (x(rank - 0.5), x(rank + 0.5));
            let (above, below) = (middle - ROW / 2.0, middle + ROW / 2.0);
            canvas.marks.push(Mark::Path {
                points: vec![(left, above), (right, above), (right, below), (left, below)],
                closed: true,
                fill: Some((Ink::Accent, 0.5 * share.sqrt())),
                stroke: None,
            });
        }
        let (low, high) = (x(row.lower), x(row.upper));
        if low < high {
            canvas.line((low, middle), (high, middle), Ink::Text, 1.5);
            for end in [low, high] {
                canvas.line((end, middle - END), (end, middle + END), Ink::Text, 1.5);
            }
        }
        canvas.marks.push(Mark::Circle {
            x: x(row.rank),
            y: middle,
            radius: RADIUS,
            fill: Ink::Accent,
            stroke: Some(Stroke {
                ink: Ink::Surface,
                width: 1.5,
                dash: Dash::Solid,
            }),
        });
    }
    axis::place(canvas, &plot.axis, &columns, top, first);
}
