//! A scene as SVG.

use crate::scene::Scene;
use crate::theme::Theme;

/// Draws a scene.
pub fn svg(scene: &Scene, theme: Theme) -> String {
    let _ = theme;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\"/>",
        scene.width, scene.height
    )
}
