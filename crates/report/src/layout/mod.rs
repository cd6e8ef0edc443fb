//! Where everything stands.

use crate::chart::Chart;
use crate::scene::Scene;

/// Places a chart on a canvas `width` CSS pixels wide; the height follows from what it shows.
pub fn layout(chart: &Chart, width: f64) -> Scene {
    Scene {
        width,
        height: 0.0,
        title: chart.title.clone(),
        description: chart.description.clone(),
        marks: Vec::new(),
    }
}
