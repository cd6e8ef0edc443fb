//! A scene: shapes and texts at fixed places, ready to be drawn.

use crate::theme::Ink;

/// Everything that is drawn, in the order of drawing. The unit is the CSS pixel.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// Width of the canvas.
    pub width: f64,
    /// Height of the canvas.
    pub height: f64,
    /// Name of the picture.
    pub title: String,
    /// Alternative text with the main numbers.
    pub description: String,
    /// The shapes and texts.
    pub marks: Vec<Mark>,
}

/// One shape or text.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A filled rectangle.
    Rect {
        /// Left edge.
        x: f64,
        /// Upper edge.
        y: f64,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
        /// Fill.
        fill: Ink,
    },
    /// A line through points, closed or open, filled or not.
    Path {
        /// The corners.
        points: Vec<(f64, f64)>,
        /// Whether the last point is joined to the first.
        closed: bool,
        /// Fill with its opacity.
        fill: Option<(Ink, f64)>,
        /// Outline.
        stroke: Option<Stroke>,
    },
    /// A circle.
    Circle {
        /// Centre.
        x: f64,
        /// Centre.
        y: f64,
        /// Radius.
        radius: f64,
        /// Fill.
        fill: Ink,
        /// Outline.
        stroke: Option<Stroke>,
    },
    /// A slice of a disc, angles in turns clockwise from the top.
    Slice {
        /// Centre.
        x: f64,
        /// Centre.
        y: f64,
        /// Radius.
        radius: f64,
        /// Start in turns.
        from: f64,
        /// End in turns.
        to: f64,
        /// Fill.
        fill: Ink,
    },
    /// One line of text.
    Text(Label),
}

/// How an outline is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Colour.
    pub ink: Ink,
    /// Width.
    pub width: f64,
    /// Pattern.
    pub dash: Dash,
}

/// Pattern of an outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dash {
    /// Unbroken.
    Solid,
    /// Long strokes.
    Dashed,
    /// Dots.
    Dotted,
}

/// One line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// Anchor point.
    pub x: f64,
    /// Base line.
    pub y: f64,
    /// The words.
    pub text: String,
    /// Size of the type.
    pub size: f64,
    /// Weight of the type.
    pub weight: Weight,
    /// Which part of the text stands at `x`.
    pub anchor: Anchor,
    /// Colour.
    pub ink: Ink,
}

/// Weight of the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// 400.
    Regular,
    /// 600.
    Semibold,
}

/// Which part of a text stands at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}
