//! One line per item, one dot per group.

use super::axis;
use super::canvas::{Canvas, Columns, LABEL, NOTE};
use super::legend::{self, GroupMark, Swatch};
use crate::chart::ProfilePlot;
use crate::scene::Anchor;
use crate::theme::Ink;

const ROW: f64 = 22.0;
const RADIUS: f64 = 5.5;

pub(super) fn place(canvas: &mut Canvas, plot: &ProfilePlot) {
    let labels = plot.items.iter().map(String::as_str);
    let columns = Columns::new(canvas.width, labels, std::iter::empty(), 8.0);
    // Room for half a dot at the lower end.
    let columns = Columns {
        left: columns.left + 8.0,
        ..columns
    };
    let entries: Vec<(Swatch, &str)> = plot
        .series
        .iter()
        .enumerate()
        .filter(|(_, series)| !series.label.is_empty())
        .map(|(index, series)| (Swatch::Group(GroupMark::of(index)), series.label.as_str()))
        .collect();
    legend::place(canvas, &entries, 0.0);

    let (top, first) = (canvas.y - 2.0, canvas.marks.len());
    for (index, item) in plot.items.iter().enumerate() {
        let shifted = Columns {
            left: columns.left - 8.0,
            ..columns
        };
        let row = canvas.row(&shifted, item, "", ROW, LABEL);
        let values: Vec<(usize, f64)> = plot
            .series
            .iter()
            .enumerate()
            .filter_map(|(series, values)| {
                Some((series, values.values.get(index).copied().flatten()?))
            })
            .collect();
        if values.is_empty() {
            canvas.text(
                columns.left,
                row.middle,
                Anchor::Start,
                crate::number::NOTHING,
                NOTE,
            );
            continue;
        }
        let x = |value: f64| columns.x(plot.axis.place(value));
        let low = values
            .iter()
            .map(|(_, value)| *value)
            .fold(f64::INFINITY, f64::min);
        let high = values
            .iter()
            .map(|(_, value)| *value)
            .fold(f64::NEG_INFINITY, f64::max);
        canvas.line(
            (columns.left, row.middle),
            (columns.right, row.middle),
            Ink::Grid,
            1.0,
        );
        canvas.line((x(low), row.middle), (x(high), row.middle), Ink::Soft, 3.0);
        // Dots at one place step aside so that each can be seen.
        let mut placed: Vec<(f64, f64)> = Vec::new();
        for (series, value) in &values {
            let at = x(*value);
            let free = |shift: f64| {
                placed.iter().all(|(other, moved)| {
                    (other - at).abs() >= 2.0 * RADIUS || (moved - shift).abs() >= 7.0
                })
            };
            let shift = [0.0, -7.0, 7.0]
                .into_iter()
                .find(|shift| free(*shift))
                .unwrap_or(0.0);
            placed.push((at, shift));
            GroupMark::of(*series).place(canvas, at, row.middle + shift, RADIUS);
        }
    }
    axis::place(canvas, &plot.axis, &columns, top, first);
}
