//! Bars that each sum to 100 %, with figures inside where they fit.

use super::canvas::{Canvas, Columns, LABEL, NOTE, SMALL_LINE, STRONG, Style};
use super::legend::{self, Swatch};
use crate::chart::StackedPlot;
use crate::scene::Anchor;
use crate::theme::Ink;

const BAR: f64 = 26.0;

pub(super) fn place(canvas: &mut Canvas, plot: &StackedPlot) {
    let none: &str = "";
    let labels = plot.rows.iter().map(|row| row.label.as_str());
    let notes = plot
        .rows
        .iter()
        .map(|row| if plot.bases { row.n.as_str() } else { none });
    let columns = Columns::new(canvas.width, labels, notes, 0.0);

    let entries: Vec<(Swatch, &str)> = plot
        .legend
        .iter()
        .filter_map(|index| plot.keys.get(*index))
        .map(|key| (Swatch::Fill(key.fill), key.label.as_str()))
        .collect();
    legend::place(canvas, &entries, 0.0);
    let head = canvas.y + SMALL_LINE / 2.0;
    canvas.text(columns.left, head, Anchor::Start, &plot.measure, NOTE);
    if plot.bases {
        canvas.text(columns.note, head, Anchor::End, "n", NOTE);
    }
    canvas.y += SMALL_LINE + 3.0;

    for row in &plot.rows {
        if row.total {
            canvas.line(
                (0.0, canvas.y - 2.0),
                (canvas.width, canvas.y - 2.0),
                Ink::Grid,
                1.0,
            );
            canvas.y += 6.0;
        }
        let style = if row.total { STRONG } else { LABEL };
        let note = if plot.bases { row.n.as_str() } else { none };
        let place = canvas.row(&columns, &row.label, note, BAR, style);
        let top = place.middle - BAR / 2.0;
        if row.segments.is_empty() {
            canvas.text(
                columns.left,
                place.middle,
                Anchor::Start,
                crate::number::NOTHING,
                NOTE,
            );
            continue;
        }
        let total: f64 = row.segments.iter().map(|(share, _)| share.max(0.0)).sum();
        let mut before = 0.0;
        let mut joints = Vec::new();
        for ((share, figure), key) in row.segments.iter().zip(&plot.keys) {
            let share = if total > 0.0 {
                share.max(0.0) / total
            } else {
                0.0
            };
            let (left, right) = (columns.x(before), columns.x(before + share));
            before += share;
            if right <= left {
                continue;
            }
            canvas.rect(left, top, right - left, BAR, key.fill);
            if left > columns.left {
                joints.push(left);
            }
            let style = Style {
                ink: key.text,
                size: 13.0,
                ..LABEL
            };
            if style.width(figure) + 2.0 <= right - left {
                canvas.text(
                    (left + right) / 2.0,
                    place.middle,
                    Anchor::Middle,
                    figure,
                    style,
                );
            }
        }
        for x in joints {
            canvas.line((x, top), (x, top + BAR), Ink::Surface, 1.0);
        }
    }
    canvas.y -= 6.0;
}
