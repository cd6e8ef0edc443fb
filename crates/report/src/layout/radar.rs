//! One axis per item around a centre, one polygon per group.

use super::canvas::{Canvas, LABEL, LINE, NOTE, Style};
use super::dots;
use super::legend::{self, GroupMark, Swatch};
use crate::chart::ProfilePlot;
use crate::scene::{Anchor, Dash, Mark, Stroke};
use crate::svg::on_circle;
use crate::theme::Ink;

/// Distance of the labels from the rim.
const GAP: f64 = 14.0;
/// Distance of neighbouring labels.
const APART: f64 = 3.0;

/// A label with its place beside the rim.
struct Spoke {
    turn: f64,
    lines: Vec<String>,
    /// Upper edge of the block of lines.
    top: f64,
}

impl Spoke {
    fn height(&self) -> f64 {
        self.lines.len() as f64 * LINE
    }

    fn width(&self) -> f64 {
        self.lines
            .iter()
            .map(|line| LABEL.width(line))
            .fold(0.0, f64::max)
    }
}

pub(super) fn place(canvas: &mut Canvas, plot: &ProfilePlot) {
    let axes = plot.items.len();
    if axes < 3 {
        return dots::place(canvas, plot);
    }
    let entries: Vec<(Swatch, &str)> = plot
        .series
        .iter()
        .enumerate()
        .filter(|(_, series)| !series.label.is_empty())
        .map(|(index, series)| (Swatch::Line(GroupMark::of(index)), series.label.as_str()))
        .collect();
    legend::place(canvas, &entries, 0.0);

    let cx = canvas.width / 2.0;
    let side = (canvas.width * 0.23).clamp(120.0, 220.0);
    let radius = (cx - side - GAP).clamp(90.0, 260.0);

    // The circle stands at height 0 until the labels say how much room they need.
    let rim = radius + GAP;
    let mut head: Option<Spoke> = None;
    let mut foot: Option<Spoke> = None;
    let (mut right, mut left): (Vec<Spoke>, Vec<Spoke>) = (Vec::new(), Vec::new());
    for (index, item) in plot.items.iter().enumerate() {
        let turn = index as f64 / axes as f64;
        let (x, y) = on_circle(cx, 0.0, rim, turn);
        if 2 * index == axes || index == 0 {
            let lines = LABEL.wrap(item, side * 1.2);
            let height = lines.len() as f64 * LINE;
            let top = if index == 0 {
                y + GAP - 5.0 - height
            } else {
                y - GAP + 5.0
            };
            let spoke = Spoke { turn, lines, top };
            if index == 0 {
                head = Some(spoke)
            } else {
                foot = Some(spoke)
            }
            continue;
        }
        let room = if x > cx { canvas.width - x } else { x };
        let lines = LABEL.wrap(item, room.clamp(side * 0.9, side * 1.15));
        let top = y - lines.len() as f64 * LINE / 2.0;
        let spoke = Spoke { turn, lines, top };
        if x > cx {
            right.push(spoke)
        } else {
            left.push(spoke)
        }
    }
    left.reverse();
    // The labels at head and foot are in the way only where they reach over the next axes.
    let next = libm::sin(core::f64::consts::TAU / axes as f64) * radius - 4.0;
    let in_the_way = |spoke: &&Spoke| spoke.width() / 2.0 > next;
    let ceiling = head
        .as_ref()
        .filter(in_the_way)
        .map_or(f64::NEG_INFINITY, |spoke| spoke.top + spoke.height());
    for column in [&mut right, &mut left] {
        spread(column, ceiling);
    }
    if foot.as_ref().filter(in_the_way).is_some()
        && let Some(foot) = &mut foot
    {
        foot.top = right
            .iter()
            .chain(&left)
            .map(|spoke| spoke.top + spoke.height())
            .fold(foot.top, f64::max);
    }
    let all = || right.iter().chain(&left).chain(&head).chain(&foot);
    let top = all().map(|spoke| spoke.top).fold(-radius - 6.0, f64::min);
    let bottom = all()
        .map(|spoke| spoke.top + spoke.height())
        .fold(radius + 6.0, f64::max);
    let cy = canvas.y - top;

    grid(canvas, plot, (cx, cy), radius);
    for spoke in all() {
        let centre = spoke.top + spoke.height() / 2.0;
        let (tip_x, tip_y) = on_circle(cx, cy, radius, spoke.turn);
        let straight = spoke.turn == 0.0 || spoke.turn == 0.5;
        let (x, anchor) = if straight {
            (cx, Anchor::Middle)
        } else {
            // The nearest line of the block to the middle of the circle decides how far out it must stand.
            let near = if spoke.top > 0.0 {
                spoke.top
            } else {
                (spoke.top + spoke.height()).min(0.0)
            };
            let out = (rim * rim - near * near)
                .max(0.0)
                .sqrt()
                .max(libm::fabs(tip_x - cx) + 4.0);
            let out = out.min(cx - spoke.width());
            if tip_x > cx {
                (cx + out, Anchor::Start)
            } else {
                (cx - out, Anchor::End)
            }
        };
        let moved = !straight && libm::fabs(cy + centre - tip_y) > LINE * 1.1;
        if moved {
            let end = if tip_x > cx { x - 3.0 } else { x + 3.0 };
            canvas.line((tip_x, tip_y), (end, cy + centre), Ink::Axis, 0.75);
        }
        canvas.lines(x, cy + spoke.top, anchor, &spoke.lines, LABEL);
    }
    polygons(canvas, plot, (cx, cy), radius);
    canvas.y = cy + bottom + 4.0;
    if !plot.scale.is_empty() {
        canvas.y += 4.0;
        canvas.paragraph(&plot.scale, NOTE);
    }
}

/// Moves the blocks of one side apart, as little as possible, so that none overlaps the next.
///
/// Blocks that touch form a cluster, which stands at the mean of the places its blocks would like.
fn spread(column: &mut [Spoke], ceiling: f64) {
    struct Cluster {
        first: usize,
        wishes: f64,
        blocks: f64,
        height: f64,
    }
    let top = |cluster: &Cluster| (cluster.wishes / cluster.blocks).max(ceiling);
    let mut clusters: Vec<Cluster> = Vec::new();
    for (index, spoke) in column.iter().enumerate() {
        let mut next = Cluster {
            first: index,
            wishes: spoke.top,
            blocks: 1.0,
            height: spoke.height() + APART,
        };
        while let Some(last) = clusters.last() {
            if top(last) + last.height <= top(&next) {
                break;
            }
            next = Cluster {
                first: last.first,
                wishes: last.wishes + next.wishes - next.blocks * last.height,
                blocks: last.blocks + next.blocks,
                height: last.height + next.height,
            };
            clusters.pop();
        }
        clusters.push(next);
    }
    for (number, cluster) in clusters.iter().enumerate() {
        let end = clusters
            .get(number + 1)
            .map_or(column.len(), |next| next.first);
        let mut free = top(cluster);
        for spoke in &mut column[cluster.first..end] {
            spoke.top = free;
            free += spoke.height() + APART;
        }
    }
}

fn grid(canvas: &mut Canvas, plot: &ProfilePlot, (cx, cy): (f64, f64), radius: f64) {
    let axes = plot.items.len();
    let at =
        |index: usize, place: f64| on_circle(cx, cy, radius * place, index as f64 / axes as f64);
    for (value, _) in &plot.axis.ticks {
        let place = plot.axis.place(*value);
        if place <= 0.0 {
            continue;
        }
        canvas.marks.push(Mark::Path {
            points: (0..axes).map(|index| at(index, place)).collect(),
            closed: true,
            fill: None,
            stroke: Some(Stroke {
                ink: Ink::Grid,
                width: 1.0,
                dash: Dash::Solid,
            }),
        });
    }
    for index in 0..axes {
        canvas.line((cx, cy), at(index, 1.0), Ink::Grid, 1.0);
    }
}

/// What to fill: the whole polygon, or from the centre the parts between the axes without a value.
fn areas(present: &[(usize, (f64, f64))], axes: usize, centre: (f64, f64)) -> Vec<Vec<(f64, f64)>> {
    let point = |axis: usize| {
        present
            .iter()
            .find(|(index, _)| *index == axis % axes)
            .map(|(_, point)| *point)
    };
    let Some(gap) = (0..axes).find(|axis| point(*axis).is_none()) else {
        return vec![present.iter().map(|(_, point)| *point).collect()];
    };
    let mut areas = vec![vec![centre]];
    for axis in gap + 1..=gap + axes {
        match (point(axis), areas.last_mut()) {
            (Some(point), Some(area)) => area.push(point),
            _ => areas.push(vec![centre]),
        }
    }
    areas.retain(|area| area.len() > 2);
    areas
}

fn polygons(canvas: &mut Canvas, plot: &ProfilePlot, (cx, cy): (f64, f64), radius: f64) {
    let axes = plot.items.len();
    let at = |index: usize, value: f64| {
        on_circle(
            cx,
            cy,
            radius * plot.axis.place(value),
            index as f64 / axes as f64,
        )
    };
    for (number, series) in plot.series.iter().enumerate() {
        let mark = GroupMark::of(number);
        let present: Vec<(usize, (f64, f64))> = series
            .values
            .iter()
            .take(axes)
            .enumerate()
            .filter_map(|(index, value)| Some((index, at(index, (*value)?))))
            .collect();
        if plot.series.len() <= 2 {
            for points in areas(&present, axes, (cx, cy)) {
                canvas.marks.push(Mark::Path {
                    points,
                    closed: true,
                    fill: Some((mark.ink(), 0.09)),
                    stroke: None,
                });
            }
        }
        // The line breaks where a group has no value.
        for (index, point) in &present {
            let next = (index + 1) % axes;
            if let Some((_, end)) = present.iter().find(|(other, _)| *other == next) {
                canvas.marks.push(Mark::Path {
                    points: vec![*point, *end],
                    closed: false,
                    fill: None,
                    stroke: Some(mark.stroke()),
                });
            }
        }
    }
    for (number, series) in plot.series.iter().enumerate() {
        for (index, value) in series.values.iter().take(axes).enumerate() {
            if let Some(value) = value {
                let (x, y) = at(index, *value);
                GroupMark::of(number).place(canvas, x, y, 3.8);
            }
        }
    }
    // Figures of the rings stand on the first axis, above everything.
    for (value, label) in &plot.axis.ticks {
        let y = cy - radius * plot.axis.place(*value);
        let width = NOTE.width(label) + 4.0;
        canvas.marks.push(Mark::Path {
            points: vec![
                (cx - 5.0 - width, y - 7.0),
                (cx - 5.0, y - 7.0),
                (cx - 5.0, y + 7.0),
                (cx - 5.0 - width, y + 7.0),
            ],
            closed: true,
            fill: Some((Ink::Surface, 0.8)),
            stroke: None,
        });
        canvas.text(
            cx - 7.0,
            y,
            Anchor::End,
            label,
            Style { size: 11.5, ..NOTE },
        );
    }
}
