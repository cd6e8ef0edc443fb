//! Colours: which there are, and how each theme paints them.

/// How a scene is painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// For a page: colours are CSS custom properties (see [`SCREEN_CSS`]) with the light palette as fallback.
    Screen,
    /// For export and paper: fixed colours on white.
    Print,
}

/// The CSS custom properties of [`Theme::Screen`].
pub const SCREEN_CSS: &str = "";

/// A colour by its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Text.
    Text,
}
