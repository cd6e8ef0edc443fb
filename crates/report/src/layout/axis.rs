//! Horizontal value axes.

use super::canvas::{Canvas, Columns, NOTE, SMALL_LINE};
use crate::chart::Axis;
use crate::scene::{Anchor, Mark};
use crate::theme::Ink;

/// Draws grid lines behind the marks placed since `first` and tick labels, ends and title below them.
pub(super) fn place(canvas: &mut Canvas, axis: &Axis, columns: &Columns, top: f64, first: usize) {
    let bottom = canvas.y - 3.0;
    let grid: Vec<Mark> = axis
        .ticks
        .iter()
        .map(|(value, _)| {
            let x = columns.x(axis.place(*value));
            let ink = if *value == axis.minimum {
                Ink::Axis
            } else {
                Ink::Grid
            };
            Mark::Path {
                points: vec![(x, top), (x, bottom)],
                closed: false,
                fill: None,
                stroke: Some(crate::scene::Stroke {
                    ink,
                    width: 1.0,
                    dash: crate::scene::Dash::Solid,
                }),
            }
        })
        .collect();
    canvas.marks.splice(first..first, grid);

    // Every second, third ... label where all of them would touch.
    let widest = axis
        .ticks
        .iter()
        .map(|(_, label)| NOTE.width(label))
        .fold(0.0, f64::max);
    let distance = match axis.ticks.as_slice() {
        [(a, _), (b, _), ..] => (columns.x(axis.place(*b)) - columns.x(axis.place(*a))).max(1.0),
        _ => canvas.width,
    };
    let every = ((widest + 12.0) / distance).ceil().max(1.0) as usize;
    canvas.y += 1.0;
    for (value, label) in axis.ticks.iter().step_by(every) {
        let x = columns.x(axis.place(*value));
        let half = NOTE.width(label) / 2.0;
        let x = x.clamp(half, (canvas.width - half).max(half));
        canvas.text(x, canvas.y + SMALL_LINE / 2.0, Anchor::Middle, label, NOTE);
    }
    canvas.y += SMALL_LINE;

    let span = columns.right - columns.left;
    if let Some((low, high)) = &axis.ends {
        let room = span / 2.0 - 8.0;
        let (low, high) = (NOTE.wrap(low, room), NOTE.wrap(high, room));
        canvas.lines(columns.left, canvas.y, Anchor::Start, &low, NOTE);
        canvas.lines(columns.right, canvas.y, Anchor::End, &high, NOTE);
        canvas.y += low.len().max(high.len()) as f64 * SMALL_LINE;
    }
    if !axis.title.is_empty() {
        let lines = NOTE.wrap(&axis.title, span);
        canvas.lines(
            (columns.left + columns.right) / 2.0,
            canvas.y + 1.0,
            Anchor::Middle,
            &lines,
            NOTE,
        );
        canvas.y += lines.len() as f64 * SMALL_LINE + 1.0;
    }
}
