//! Where everything stands: charts to scenes. All text is measured, so nothing is cut and nothing overlaps.

mod axis;
mod bars;
mod box_plot;
mod bump;
mod canvas;
mod dendrogram;
mod dots;
mod heatmap;
mod legend;
mod pie;
mod radar;
mod ranks;
mod stacked;
mod waves;

use crate::chart::{Chart, Plot};
use crate::scene::Scene;
use canvas::Canvas;

/// The narrowest canvas; below it labels would break into syllables.
const NARROWEST: f64 = 280.0;
/// Below this width labels stand above their bars and a radar becomes a dot plot.
const NARROW: f64 = 560.0;

/// Places a chart on a canvas `width` CSS pixels wide (at least 280); the height follows from what it shows.
pub fn layout(chart: &Chart, width: f64) -> Scene {
    let width = if width.is_finite() {
        width.clamp(NARROWEST, 4000.0)
    } else {
        720.0
    };
    let mut canvas = Canvas::new(width);
    match &chart.plot {
        Plot::Bars(plot) => bars::place(&mut canvas, plot),
        Plot::Stacked(plot) => stacked::place(&mut canvas, plot),
        Plot::Radar(plot) if width >= NARROW => radar::place(&mut canvas, plot),
        Plot::Radar(plot) | Plot::Dots(plot) => dots::place(&mut canvas, plot),
        Plot::Boxes(plot) => box_plot::place(&mut canvas, plot),
        Plot::Pie(plot) => pie::place(&mut canvas, plot),
        Plot::Heatmap(plot) => heatmap::place(&mut canvas, plot),
        Plot::Dendrogram(plot) => dendrogram::place(&mut canvas, plot),
        Plot::Ranks(plot) => ranks::place(&mut canvas, plot),
        Plot::Bump(plot) => bump::place(&mut canvas, plot),
        Plot::Waves(plot) => waves::place(&mut canvas, plot),
    }
    Scene {
        width,
        height: (canvas.y + 2.0).ceil(),
        title: chart.title.clone(),
        description: chart.description.clone(),
        marks: canvas.marks,
    }
}
