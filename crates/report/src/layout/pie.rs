//! A disc with labels beside it.

use super::canvas::{Canvas, LABEL, LINE, STRONG};
use super::legend::{self, Swatch};
use befund_survey::order;

use crate::chart::PiePlot;
use crate::scene::{Anchor, Mark};
use crate::svg::on_circle;
use crate::theme::Ink;

pub(super) fn place(canvas: &mut Canvas, plot: &PiePlot) {
    let narrow = canvas.width < 480.0;
    let radius = if narrow { canvas.width * 0.3 } else { 112.0 };
    let cx = canvas.width / 2.0;
    let top = canvas.y;
    let cy = top + radius + 4.0;
    let mut turns = Vec::new();
    let mut from = 0.0;
    for slice in &plot.slices {
        let to = (from + slice.share.max(0.0)).min(1.0);
        turns.push((from, to));
        if to > from {
            canvas.marks.push(Mark::Slice {
                x: cx,
                y: cy,
                radius,
                from,
                to,
                fill: slice.fill,
            });
        }
        from = to;
    }
    if turns.iter().filter(|(from, to)| to > from).count() > 1 {
        for (from, to) in &turns {
            if to > from {
                canvas.line(
                    (cx, cy),
                    on_circle(cx, cy, radius, *from),
                    Ink::Surface,
                    2.0,
                );
            }
        }
    }
    canvas.y = cy + radius + 12.0;
    if narrow {
        for slice in &plot.slices {
            let text = format!("{}  {}", slice.figure, slice.label);
            legend::place(canvas, &[(Swatch::Fill(slice.fill), &text)], 0.0);
            canvas.y -= 4.0;
        }
        return;
    }

    // Labels beside the disc, figure above words, moved apart where slices are thin.
    let room = cx - radius - 34.0;
    let mut blocks: Vec<(bool, f64, usize, Vec<String>)> = plot
        .slices
        .iter()
        .zip(&turns)
        .enumerate()
        .map(|(index, (slice, (from, to)))| {
            let middle = from.midpoint(*to);
            let lines = LABEL.wrap(&slice.label, room);
            let (_, y) = on_circle(cx, cy, radius, middle);
            let height = (lines.len() + 1) as f64 * LINE;
            (middle <= 0.5, y - height / 2.0, index, lines)
        })
        .collect();
    order::sort(&mut blocks, |a, b| a.1.total_cmp(&b.1));
    let mut free = [top; 2];
    for (right, y, index, lines) in &blocks {
        let side = usize::from(*right);
        let height = (lines.len() + 1) as f64 * LINE;
        let y = y.max(free[side]);
        free[side] = y + height + 6.0;
        let (from, to) = turns[*index];
        let (tip_x, tip_y) = on_circle(cx, cy, radius + 3.0, from.midpoint(to));
        let (x, anchor, end) = if *right {
            (cx + radius + 34.0, Anchor::Start, cx + radius + 28.0)
        } else {
            (cx - radius - 34.0, Anchor::End, cx - radius - 28.0)
        };
        let at = y + LINE / 2.0;
        let elbow = if *right { end - 8.0 } else { end + 8.0 };
        canvas.path(vec![(tip_x, tip_y), (elbow, at), (end, at)], Ink::Axis, 1.0);
        canvas.text(x, at, anchor, &plot.slices[*index].figure, STRONG);
        canvas.lines(x, y + LINE, anchor, lines, LABEL);
        canvas.y = canvas.y.max(y + height);
    }
}
