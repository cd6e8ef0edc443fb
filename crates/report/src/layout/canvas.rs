//! The sheet a chart is placed on, from top to bottom, and the columns rows share.

use crate::metrics::{text_width, wrap};
use crate::scene::{Anchor, Dash, Label, Mark, Stroke, Weight};
use crate::theme::Ink;

/// Size of labels, figures and legends.
pub(super) const BODY: f64 = 14.0;
/// Size of axis labels, notes and headings of columns.
pub(super) const SMALL: f64 = 12.5;
/// Distance of base lines at [`BODY`].
pub(super) const LINE: f64 = 18.0;
/// Distance of base lines at [`SMALL`].
pub(super) const SMALL_LINE: f64 = 16.0;

/// How a text is set.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub(super) size: f64,
    pub(super) weight: Weight,
    pub(super) ink: Ink,
}

pub(super) const LABEL: Style = Style {
    size: BODY,
    weight: Weight::Regular,
    ink: Ink::Text,
};
pub(super) const STRONG: Style = Style {
    size: BODY,
    weight: Weight::Semibold,
    ink: Ink::Text,
};
pub(super) const NOTE: Style = Style {
    size: SMALL,
    weight: Weight::Regular,
    ink: Ink::Muted,
};

impl Style {
    pub(super) fn width(self, text: &str) -> f64 {
        text_width(text, self.size, self.weight)
    }

    pub(super) fn wrap(self, text: &str, width: f64) -> Vec<String> {
        wrap(text, self.size, self.weight, width)
    }

    pub(super) fn line(self) -> f64 {
        if self.size < BODY { SMALL_LINE } else { LINE }
    }
}

/// Marks so far and the height they have used.
pub(super) struct Canvas {
    pub(super) width: f64,
    /// The first free height.
    pub(super) y: f64,
    pub(super) marks: Vec<Mark>,
}

impl Canvas {
    pub(super) fn new(width: f64) -> Self {
        Self {
            width,
            y: 2.0,
            marks: Vec::new(),
        }
    }

    pub(super) fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, fill: Ink) {
        self.marks.push(Mark::Rect {
            x,
            y,
            width: width.max(0.0),
            height,
            fill,
        });
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), ink: Ink, width: f64) {
        self.path(vec![from, to], ink, width);
    }

    pub(super) fn path(&mut self, points: Vec<(f64, f64)>, ink: Ink, width: f64) {
        self.marks.push(Mark::Path {
            points,
            closed: false,
            fill: None,
            stroke: Some(Stroke {
                ink,
                width,
                dash: Dash::Solid,
            }),
        });
    }

    /// The outline of a rectangle.
    pub(super) fn frame(&mut self, x: f64, y: f64, width: f64, height: f64, ink: Ink, line: f64) {
        let (right, bottom) = (x + width, y + height);
        self.marks.push(Mark::Path {
            points: vec![(x, y), (right, y), (right, bottom), (x, bottom)],
            closed: true,
            fill: None,
            stroke: Some(Stroke {
                ink,
                width: line,
                dash: Dash::Solid,
            }),
        });
    }

    pub(super) fn dot(&mut self, x: f64, y: f64, radius: f64, fill: Ink) {
        self.marks.push(Mark::Circle {
            x,
            y,
            radius,
            fill,
            stroke: None,
        });
    }

    /// One line whose letters are centred on the height `y`.
    pub(super) fn text(&mut self, x: f64, y: f64, anchor: Anchor, text: &str, style: Style) {
        if text.trim().is_empty() {
            return;
        }
        self.marks.push(Mark::Text(Label {
            x,
            y: y + style.size * 0.34,
            text: text.to_owned(),
            size: style.size,
            weight: style.weight,
            anchor,
            ink: style.ink,
        }));
    }

    /// Lines below each other, the first in the line box that begins at `top`.
    pub(super) fn lines(
        &mut self,
        x: f64,
        top: f64,
        anchor: Anchor,
        lines: &[String],
        style: Style,
    ) {
        for (index, line) in lines.iter().enumerate() {
            let y = top + (index as f64 + 0.5) * style.line();
            self.text(x, y, anchor, line, style);
        }
    }

    /// A paragraph over the whole width at the first free height.
    pub(super) fn paragraph(&mut self, text: &str, style: Style) {
        if text.trim().is_empty() {
            return;
        }
        let lines = style.wrap(text, self.width);
        self.lines(0.0, self.y, Anchor::Start, &lines, style);
        self.y += lines.len() as f64 * style.line();
    }
}

/// Where the parts of a row stand: label, plot, note.
pub(super) struct Columns {
    /// Whether labels stand above their marks.
    pub(super) above: bool,
    /// Width of the labels.
    pub(super) label: f64,
    /// Left edge of the plot.
    pub(super) left: f64,
    /// Right edge of the plot.
    pub(super) right: f64,
    /// Right edge of the notes.
    pub(super) note: f64,
}

/// Labels take at most this share of a wide chart; the marks are what one looks at.
const LABEL_SHARE: f64 = 0.34;

impl Columns {
    /// Columns for these labels and notes, with `after` free to the right of the plot.
    pub(super) fn new<'a>(
        width: f64,
        labels: impl Iterator<Item = &'a str>,
        notes: impl Iterator<Item = &'a str>,
        after: f64,
    ) -> Self {
        let notes = notes.map(|note| NOTE.width(note)).fold(0.0, f64::max);
        let notes = if notes > 0.0 { notes + 12.0 } else { 0.0 };
        // the total is set in bold
        let natural = labels.map(|label| STRONG.width(label)).fold(0.0, f64::max);
        let above = width < super::NARROW && natural > 0.22 * width;
        let label = if above {
            width
        } else {
            natural.min(width * LABEL_SHARE)
        };
        Self {
            above,
            label,
            left: if above || label == 0.0 {
                0.0
            } else {
                label + 14.0
            },
            right: width - notes - after,
            note: width,
        }
    }

    /// A place of the plot, from 0 at the left to 1 at the right.
    pub(super) fn x(&self, place: f64) -> f64 {
        self.left + place * (self.right - self.left)
    }
}

/// A row: its label is drawn, its marks are to be drawn around `middle`.
pub(super) struct Row {
    pub(super) middle: f64,
}

impl Canvas {
    /// Places the label and the note of a row whose marks are `height` high, and moves on.
    pub(super) fn row(
        &mut self,
        columns: &Columns,
        label: &str,
        note: &str,
        height: f64,
        style: Style,
    ) -> Row {
        let lines = style.wrap(label, columns.label.max(1.0));
        let lines = if label.trim().is_empty() {
            Vec::new()
        } else {
            lines
        };
        let text = lines.len() as f64 * style.line();
        let middle = if columns.above {
            // Grid lines stop at the words.
            let widest = lines
                .iter()
                .map(|line| style.width(line))
                .fold(0.0, f64::max);
            self.rect(0.0, self.y, widest.min(self.width), text, Ink::Surface);
            self.lines(0.0, self.y, Anchor::Start, &lines, style);
            let middle = self.y + text + 2.0 + height / 2.0;
            self.y = middle + height / 2.0 + 12.0;
            middle
        } else {
            let full = text.max(height);
            let middle = self.y + full / 2.0;
            self.lines(
                columns.left - 14.0,
                middle - text / 2.0,
                Anchor::End,
                &lines,
                style,
            );
            self.y += full + if lines.len() > 1 { 12.0 } else { 9.0 };
            middle
        };
        self.text(columns.note, middle, Anchor::End, note, NOTE);
        Row { middle }
    }
}
