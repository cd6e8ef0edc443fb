//! The tree of a clustering, leaves on the left, distance to the right.

use super::axis;
use super::canvas::{Canvas, Columns, LABEL, LINE};
use crate::chart::Dendrogram;
use crate::scene::Anchor;
use crate::theme::Ink;

const LEAF: f64 = 30.0;
/// Extra room between two clusters.
const GAP: f64 = 14.0;

pub(super) fn place(canvas: &mut Canvas, plot: &Dendrogram) {
    let natural = plot
        .leaves
        .iter()
        .map(|(leaf, _)| LABEL.width(leaf))
        .fold(0.0, f64::max);
    let most = if canvas.width < super::NARROW {
        0.5
    } else {
        0.42
    };
    let label = natural.min(canvas.width * most);
    let columns = Columns {
        above: false,
        label,
        left: label + 22.0,
        right: canvas.width - 14.0,
        note: canvas.width,
    };
    let first = canvas.marks.len();
    let top = canvas.y;
    let mut middles = Vec::new();
    let mut last = None;
    let mut bands: Vec<(f64, f64)> = Vec::new();
    for (leaf, cluster) in &plot.leaves {
        if last != Some(*cluster) {
            if last.is_some() {
                canvas.y += GAP;
            }
            bands.push((canvas.y, canvas.y));
        }
        last = Some(*cluster);
        let lines = LABEL.wrap(leaf, label.max(1.0));
        let text = lines.len() as f64 * LINE;
        let height = LEAF.max(text + 6.0);
        let middle = canvas.y + height / 2.0;
        canvas.lines(label, middle - text / 2.0, Anchor::End, &lines, LABEL);
        middles.push(middle);
        canvas.y += height;
        if let Some(band) = bands.last_mut() {
            band.1 = canvas.y;
        }
    }
    // A bracket beside the leaves holds each cluster together.
    for (from, to) in bands {
        let x = label + 8.0;
        canvas.line((x, from + 5.0), (x, to - 5.0), Ink::Accent, 3.0);
    }
    let height_of = |place: f64| -> f64 {
        let below = place.floor().max(0.0) as usize;
        let a = middles.get(below).copied().unwrap_or(top);
        let b = middles.get(below + 1).copied().unwrap_or(a);
        a + (b - a) * (place - place.floor())
    };
    for joint in &plot.joints {
        let (ink, width) = if joint.within {
            (Ink::Accent, 2.5)
        } else {
            (Ink::Axis, 1.5)
        };
        let x = |value: f64| columns.x(plot.axis.place(value));
        let (a, b) = (height_of(joint.first), height_of(joint.second));
        canvas.path(
            vec![
                (x(joint.first_from), a),
                (x(joint.height), a),
                (x(joint.height), b),
                (x(joint.second_from), b),
            ],
            ink,
            width,
        );
    }
    // Single leaves reach their joint on lines that belong to no cluster.
    canvas.y += 6.0;
    axis::place(canvas, &plot.axis, &columns, top, first);
}
