//! Horizontal box plots.

use super::axis;
use super::canvas::{Canvas, Columns, LABEL, LINE, NOTE, SMALL_LINE, STRONG};
use crate::chart::{Axis, BoxPlot, BoxRow};
use crate::scene::{Anchor, Dash, Mark, Stroke};
use crate::theme::Ink;

const BOX: f64 = 20.0;
/// Room for half a mark at the ends of the axis.
const MARGIN: f64 = 6.0;

pub(super) fn place(canvas: &mut Canvas, plot: &BoxPlot) {
    let labels = plot.rows.iter().map(|row| row.label.as_str());
    let notes = plot.rows.iter().map(|row| row.n.as_str());
    let columns = Columns::new(canvas.width, labels, notes, MARGIN);
    let columns = Columns {
        left: columns.left + MARGIN,
        ..columns
    };
    canvas.text(
        columns.note,
        canvas.y + SMALL_LINE / 2.0,
        Anchor::End,
        "n",
        NOTE,
    );
    if plot.rows.first().is_none_or(|row| row.heading.is_none()) {
        canvas.y += SMALL_LINE + 2.0;
    }
    let (mut top, mut first) = (canvas.y - 2.0, canvas.marks.len());
    let mut axis = 0;
    for (index, row) in plot.rows.iter().enumerate() {
        if row.axis != axis {
            axis::place(canvas, &plot.axes[axis], &columns, top, first);
            canvas.y += 8.0;
            (top, first) = (canvas.y - 2.0, canvas.marks.len());
            axis = row.axis;
        }
        if let Some(heading) = &row.heading {
            if index > 0 && plot.axes.len() == 1 {
                rule(canvas, &plot.axes[0], &columns, top, first);
                canvas.y += 10.0;
            }
            let lines = STRONG.wrap(heading, canvas.width - if index == 0 { 40.0 } else { 0.0 });
            canvas.lines(0.0, canvas.y, Anchor::Start, &lines, STRONG);
            canvas.y += lines.len() as f64 * LINE + 6.0;
            (top, first) = (canvas.y - 2.0, canvas.marks.len());
        }
        let shifted = Columns {
            left: columns.left - MARGIN,
            ..columns
        };
        let placed = canvas.row(&shifted, &row.label, &row.n, BOX, LABEL);
        draw(canvas, &plot.axes[axis], &columns, row, placed.middle);
    }
    axis::place(canvas, &plot.axes[axis], &columns, top, first);
    canvas.y += 6.0;
    canvas.paragraph(&plot.reading, NOTE);
}

/// Grid lines alone: the axis labels stand below the last variable.
fn rule(canvas: &mut Canvas, axis: &Axis, columns: &Columns, top: f64, first: usize) {
    let bottom = canvas.y - 3.0;
    let grid: Vec<Mark> = axis
        .ticks
        .iter()
        .map(|(value, _)| {
            let x = columns.x(axis.place(*value));
            Mark::Path {
                points: vec![(x, top), (x, bottom)],
                closed: false,
                fill: None,
                stroke: Some(Stroke {
                    ink: if *value == axis.minimum {
                        Ink::Axis
                    } else {
                        Ink::Grid
                    },
                    width: 1.0,
                    dash: Dash::Solid,
                }),
            }
        })
        .collect();
    canvas.marks.splice(first..first, grid);
}

fn draw(canvas: &mut Canvas, axis: &Axis, columns: &Columns, row: &BoxRow, y: f64) {
    let Some(five) = &row.five else {
        canvas.text(columns.left, y, Anchor::Start, crate::number::NOTHING, NOTE);
        return;
    };
    let x = |value: f64| columns.x(axis.place(value));
    let half = BOX / 2.0;
    let (low, high) = (x(five.lower_whisker), x(five.upper_whisker));
    let (left, right) = (x(five.lower_quartile), x(five.upper_quartile));
    canvas.line((low, y), (left, y), Ink::Text, 1.2);
    canvas.line((right, y), (high, y), Ink::Text, 1.2);
    for end in [low, high] {
        canvas.line((end, y - 5.0), (end, y + 5.0), Ink::Text, 1.2);
    }
    canvas.marks.push(Mark::Path {
        points: vec![
            (left, y - half),
            (right, y - half),
            (right, y + half),
            (left, y + half),
        ],
        closed: true,
        fill: Some((Ink::Soft, 1.0)),
        stroke: Some(Stroke {
            ink: Ink::Accent,
            width: 1.2,
            dash: Dash::Solid,
        }),
    });
    let median = x(five.median);
    canvas.line((median, y - half), (median, y + half), Ink::Text, 3.0);
    for outlier in &five.outliers {
        canvas.marks.push(Mark::Circle {
            x: x(outlier.value),
            y,
            radius: 3.5,
            fill: Ink::Surface,
            stroke: Some(Stroke {
                ink: Ink::Accent,
                width: 1.5,
                dash: Dash::Solid,
            }),
        });
    }
    if let Some(mean) = row.mean {
        let at = x(mean);
        canvas.marks.push(Mark::Path {
            points: vec![(at, y - 5.5), (at + 5.5, y), (at, y + 5.5), (at - 5.5, y)],
            closed: true,
            fill: Some((Ink::Surface, 1.0)),
            stroke: Some(Stroke {
                ink: Ink::Text,
                width: 1.5,
                dash: Dash::Solid,
            }),
        });
    }
}
