//! A chart that stands alone in somebody's document: its title above it, its base below it. No browser here.

use befund_report::metrics::wrap;
use befund_report::scene::{Anchor, Label, Mark, Scene, Weight};
use befund_report::theme::Ink;
use befund_report::{Theme, base_line, charts, layout, svg};
use befund_survey::Language;
use befund_survey::finding::Finding;

/// Width of the chart, in CSS pixels.
const WIDTH: f64 = 760.0;
/// White around the picture.
const MARGIN: f64 = 20.0;
/// Between chart and words.
const GAP: f64 = 10.0;

/// A chart of a finding as SVG with its title and base; nothing where the finding does not have so many.
pub(crate) fn picture(finding: &Finding, chart: usize, language: Language) -> Option<String> {
    let chart = charts(finding, language).into_iter().nth(chart)?;
    let framed = frame(
        layout(&chart, WIDTH),
        &chart.title,
        &base_line(finding, language),
    );
    Some(svg(&framed, Theme::Print))
}

fn frame(mut scene: Scene, title: &str, base: &str) -> Scene {
    let lines = |text: &str, size, weight, ink, top: f64| -> (Vec<Mark>, f64) {
        let mut y = top;
        let marks = wrap(text, size, weight, scene.width)
            .into_iter()
            .map(|text| {
                y += size * 1.3;
                Mark::Text(Label {
                    x: MARGIN,
                    y: y - size * 0.3,
                    text,
                    size,
                    weight,
                    anchor: Anchor::Start,
                    ink,
                })
            });
        (marks.collect(), y)
    };
    let (head, top) = lines(title, 20.0, Weight::Semibold, Ink::Text, MARGIN);
    let top = top + GAP;
    let (foot, end) = lines(
        base,
        13.0,
        Weight::Regular,
        Ink::Muted,
        top + scene.height + GAP,
    );
    for mark in &mut scene.marks {
        shift(mark, MARGIN, top);
    }
    scene.marks.extend(head.into_iter().chain(foot));
    scene.width += 2.0 * MARGIN;
    scene.height = end + MARGIN;
    scene
}

fn shift(mark: &mut Mark, right: f64, down: f64) {
    match mark {
        Mark::Rect { x, y, .. } | Mark::Circle { x, y, .. } | Mark::Slice { x, y, .. } => {
            *x += right;
            *y += down;
        }
        Mark::Path { points, .. } => {
            for (x, y) in points {
                *x += right;
                *y += down;
            }
        }
        Mark::Text(label) => {
            label.x += right;
            label.y += down;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_chart_and_base_stand_below_each_other() {
        let bar = Mark::Rect {
            x: 5.0,
            y: 0.0,
            width: 10.0,
            height: 100.0,
            fill: Ink::Accent,
        };
        let scene = Scene {
            width: 200.0,
            height: 100.0,
            title: String::new(),
            description: String::new(),
            marks: vec![bar],
        };
        let long = "words ".repeat(30);
        let framed = frame(scene, &long, "n = 3");
        let (bar, texts) = framed.marks.split_first().expect("the bar and the words");
        let Mark::Rect { x, y, .. } = bar else {
            panic!("the first mark is the bar: {bar:?}");
        };
        assert_eq!(*x, MARGIN + 5.0);
        let texts: Vec<&Label> = texts
            .iter()
            .filter_map(|mark| match mark {
                Mark::Text(label) => Some(label),
                _ => None,
            })
            .collect();
        let (base, title) = texts.split_last().expect("words");
        assert!(title.len() > 2, "the title is wrapped");
        assert!(title.iter().all(|line| line.y < *y));
        assert_eq!(base.text, "n = 3");
        assert!(base.y > y + 100.0 && base.y < framed.height);
    }
}
