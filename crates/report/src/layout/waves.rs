//! A row per variable or category, and in it a line per wave: value, interval, and the way from wave to wave.

use super::axis;
use super::canvas::{Canvas, Columns, LABEL, NOTE, SMALL_LINE};
use super::legend::{self, GroupMark, Swatch};
use crate::chart::WavePlot;
use crate::number::NOTHING;
use crate::scene::{Anchor, Dash, Mark, Stroke};
use crate::theme::Ink;

/// Height of one wave, so that its figure has a line of its own.
const WAVE: f64 = SMALL_LINE;
const RADIUS: f64 = 4.5;
/// Half the height of the ends of an interval.
const END: f64 = 3.0;
/// Room for half a mark at the ends of the axis.
const MARGIN: f64 = 6.0;

pub(super) fn place(canvas: &mut Canvas, plot: &WavePlot) {
    let entries: Vec<(Swatch, &str)> = plot
        .waves
        .iter()
        .enumerate()
        .map(|(wave, label)| (Swatch::Group(GroupMark::of(wave)), label.as_str()))
        .collect();
    legend::place(canvas, &entries, 0.0);
    let labels = plot.rows.iter().map(|row| row.label.as_str());
    let values = plot.rows.iter().flat_map(|row| row.values.iter().flatten());
    let figures = values.map(|value| value.shown.as_str()).chain([NOTHING]);
    let columns = Columns::new(canvas.width, labels, figures, MARGIN);
    let columns = Columns {
        left: columns.left + MARGIN,
        ..columns
    };
    let (top, first) = (canvas.y - 2.0, canvas.marks.len());
    for row in &plot.rows {
        let shifted = Columns {
            left: columns.left - MARGIN,
            ..columns
        };
        let height = WAVE * row.values.len() as f64;
        let middle = canvas.row(&shifted, &row.label, "", height, LABEL).middle;
        let x = |value: f64| columns.x(plot.axis.place(value));
        let y = |wave: usize| middle - height / 2.0 + WAVE * (wave as f64 + 0.5);
        let known = || {
            let values = row.values.iter().enumerate();
            values.filter_map(|(wave, value)| Some((wave, value.as_ref()?)))
        };
        let way: Vec<(f64, f64)> = known()
            .map(|(wave, value)| (x(value.value), y(wave)))
            .collect();
        if way.len() > 1 {
            canvas.path(way, Ink::Soft, 2.0);
        }
        for (wave, value) in known() {
            let (mark, y) = (GroupMark::of(wave), y(wave));
            let (low, high) = (x(value.lower), x(value.upper));
            if low < high {
                let mut line = |points| {
                    canvas.marks.push(Mark::Path {
                        points,
                        closed: false,
                        fill: None,
                        stroke: Some(Stroke {
                            ink: mark.ink(),
                            width: 1.5,
                            dash: Dash::Solid,
                        }),
                    });
                };
                line(vec![(low, y), (high, y)]);
                for end in [low, high] {
                    line(vec![(end, y - END), (end, y + END)]);
                }
            }
            mark.place(canvas, x(value.value), y, RADIUS);
        }
        for (wave, value) in row.values.iter().enumerate() {
            let shown = value.as_ref().map_or(NOTHING, |value| value.shown.as_str());
            canvas.text(columns.note, y(wave), Anchor::End, shown, NOTE);
        }
    }
    axis::place(canvas, &plot.axis, &columns, top, first);
    canvas.y += 4.0;
    canvas.paragraph(&plot.reading, NOTE);
}
