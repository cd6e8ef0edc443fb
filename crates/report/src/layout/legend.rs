//! Legends and the marks of groups.

use super::canvas::{Canvas, LABEL, LINE};
use crate::scene::{Anchor, Dash, Mark, Stroke};
use crate::theme::Ink;

/// How a group is drawn: three colours, filled or hollow, four shapes, three line patterns.
#[derive(Clone, Copy)]
pub(super) struct GroupMark {
    index: usize,
}

impl GroupMark {
    pub(super) fn of(index: usize) -> Self {
        Self { index }
    }

    pub(super) fn ink(self) -> Ink {
        Ink::Series((self.index % 3) as u8)
    }

    fn hollow(self) -> bool {
        self.index / 3 % 2 == 1
    }

    pub(super) fn stroke(self) -> Stroke {
        let dash = match self.index % 3 {
            0 => Dash::Solid,
            1 => Dash::Dashed,
            _ => Dash::Dotted,
        };
        Stroke {
            ink: self.ink(),
            width: 2.0,
            dash,
        }
    }

    pub(super) fn place(self, canvas: &mut Canvas, x: f64, y: f64, radius: f64) {
        let stroke = Some(Stroke {
            ink: if self.hollow() {
                self.ink()
            } else {
                Ink::Surface
            },
            width: if self.hollow() { 2.0 } else { 1.0 },
            dash: Dash::Solid,
        });
        let fill = if self.hollow() {
            Ink::Surface
        } else {
            self.ink()
        };
        let shape = |points: &[(f64, f64)]| Mark::Path {
            points: points
                .iter()
                .map(|(dx, dy)| (x + dx * radius, y + dy * radius))
                .collect(),
            closed: true,
            fill: Some((fill, 1.0)),
            stroke,
        };
        canvas
            .marks
            .push(match (self.index % 3, self.index / 6 % 2) {
                (_, 1) => shape(&[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)]),
                (0, _) => Mark::Circle {
                    x,
                    y,
                    radius,
                    fill,
                    stroke,
                },
                (1, _) => shape(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
                _ => shape(&[(0.0, -1.15), (1.15, 0.9), (-1.15, 0.9)]),
            });
    }
}

/// What stands before the words of a legend entry.
#[derive(Clone, Copy)]
pub(super) enum Swatch {
    /// A filled square.
    Fill(Ink),
    /// The mark of a group.
    Group(GroupMark),
    /// The mark on its line.
    Line(GroupMark),
}

/// Sets a legend from `left` on, in as many lines as it needs, and moves on.
pub(super) fn place(canvas: &mut Canvas, entries: &[(Swatch, &str)], left: f64) {
    if entries.is_empty() {
        return;
    }
    let right = canvas.width;
    let mut x = left;
    let mut height = LINE;
    for (swatch, label) in entries {
        let lead = match swatch {
            Swatch::Fill(_) | Swatch::Group(_) => 20.0,
            Swatch::Line(_) => 36.0,
        };
        let natural = lead + LABEL.width(label);
        if x > left && x + natural > right {
            x = left;
            canvas.y += height + 4.0;
            height = LINE;
        }
        let lines = LABEL.wrap(label, (right - x - lead).max(40.0));
        let middle = canvas.y + LINE / 2.0;
        match swatch {
            Swatch::Fill(ink) => {
                canvas.rect(x, middle - 6.5, 13.0, 13.0, *ink);
                if *ink == Ink::Surface {
                    canvas.frame(x + 0.5, middle - 6.0, 12.0, 12.0, Ink::Axis, 1.0);
                }
            }
            Swatch::Group(mark) => mark.place(canvas, x + 7.0, middle, 5.0),
            Swatch::Line(mark) => {
                canvas.marks.push(Mark::Path {
                    points: vec![(x, middle), (x + 28.0, middle)],
                    closed: false,
                    fill: None,
                    stroke: Some(mark.stroke()),
                });
                mark.place(canvas, x + 14.0, middle, 4.0);
            }
        }
        canvas.lines(x + lead, canvas.y, Anchor::Start, &lines, LABEL);
        height = height.max(lines.len() as f64 * LINE);
        x += natural + 22.0;
    }
    canvas.y += height + 10.0;
}
