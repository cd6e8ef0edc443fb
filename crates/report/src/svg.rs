//! A scene as SVG. Makes no decision and sees no data.

use std::fmt::Write as _;

use crate::scene::{Anchor, Dash, Mark, Scene, Stroke, Weight};
use crate::theme::{FONT, Ink, Theme};

/// Draws a scene. The result is well-formed XML without scripts, styles or references.
pub fn svg(scene: &Scene, theme: Theme) -> String {
    let mut out = String::new();
    let (width, height) = (coordinate(scene.width), coordinate(scene.height));
    let font = match theme {
        Theme::Screen => format!("var(--chart-font, {FONT})"),
        Theme::Print => FONT.to_owned(),
    };
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"{font}\"><title>{}</title><desc>{}</desc>",
        escape(&scene.title),
        escape(&scene.description),
    );
    if theme == Theme::Print {
        let _ = write!(
            out,
            "<rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>",
            Ink::Surface.paint(theme)
        );
    }
    for mark in &scene.marks {
        draw(&mut out, mark, theme);
    }
    out.push_str("</svg>");
    out
}

fn draw(out: &mut String, mark: &Mark, theme: Theme) {
    let _ = match mark {
        Mark::Rect {
            x,
            y,
            width,
            height,
            fill,
        } => write!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>",
            coordinate(*x),
            coordinate(*y),
            coordinate(*width),
            coordinate(*height),
            fill.paint(theme)
        ),
        Mark::Path {
            points,
            closed,
            fill,
            stroke,
        } => {
            let mut path = String::new();
            for (index, (x, y)) in points.iter().enumerate() {
                let command = if index == 0 { 'M' } else { 'L' };
                let _ = write!(path, "{command}{} {}", coordinate(*x), coordinate(*y));
            }
            if *closed {
                path.push('Z');
            }
            let fill = match fill {
                None => "fill=\"none\"".to_owned(),
                Some((ink, opacity)) if *opacity < 1.0 => {
                    format!(
                        "fill=\"{}\" fill-opacity=\"{}\"",
                        ink.paint(theme),
                        coordinate(*opacity)
                    )
                }
                Some((ink, _)) => format!("fill=\"{}\"", ink.paint(theme)),
            };
            write!(
                out,
                "<path d=\"{path}\" {fill}{}/>",
                outline(*stroke, theme)
            )
        }
        Mark::Circle {
            x,
            y,
            radius,
            fill,
            stroke,
        } => write!(
            out,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"{}/>",
            coordinate(*x),
            coordinate(*y),
            coordinate(*radius),
            fill.paint(theme),
            outline(*stroke, theme)
        ),
        Mark::Slice {
            x,
            y,
            radius,
            from,
            to,
            fill,
        } => {
            let fill = fill.paint(theme);
            let (cx, cy, r) = (coordinate(*x), coordinate(*y), coordinate(*radius));
            if to - from >= 0.999_999 {
                write!(
                    out,
                    "<circle cx=\"{cx}\" cy=\"{cy}\" r=\"{r}\" fill=\"{fill}\"/>"
                )
            } else {
                let ((x1, y1), (x2, y2)) = (
                    on_circle(*x, *y, *radius, *from),
                    on_circle(*x, *y, *radius, *to),
                );
                let large = u8::from(to - from > 0.5);
                write!(
                    out,
                    "<path d=\"M{cx} {cy}L{} {}A{r} {r} 0 {large} 1 {} {}Z\" fill=\"{fill}\"/>",
                    coordinate(x1),
                    coordinate(y1),
                    coordinate(x2),
                    coordinate(y2)
                )
            }
        }
        Mark::Text(label) => {
            let weight = match label.weight {
                Weight::Regular => "",
                Weight::Semibold => " font-weight=\"600\"",
            };
            let anchor = match label.anchor {
                Anchor::Start => "",
                Anchor::Middle => " text-anchor=\"middle\"",
                Anchor::End => " text-anchor=\"end\"",
            };
            write!(
                out,
                "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{anchor} fill=\"{}\">{}</text>",
                coordinate(label.x),
                coordinate(label.y),
                coordinate(label.size),
                label.ink.paint(theme),
                escape(&label.text)
            )
        }
    };
}

fn outline(stroke: Option<Stroke>, theme: Theme) -> String {
    let Some(stroke) = stroke else {
        return String::new();
    };
    let dash = match stroke.dash {
        Dash::Solid => "",
        Dash::Dashed => " stroke-dasharray=\"6 3\"",
        Dash::Dotted => " stroke-dasharray=\"1.5 3\"",
    };
    format!(
        " stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\"{dash}",
        stroke.ink.paint(theme),
        coordinate(stroke.width)
    )
}

/// The point of a circle at `turn` turns clockwise from the top.
pub(crate) fn on_circle(x: f64, y: f64, radius: f64, turn: f64) -> (f64, f64) {
    let angle = turn * core::f64::consts::TAU;
    (x + radius * libm::sin(angle), y - radius * libm::cos(angle))
}

/// A coordinate with two decimals, without trailing zeros; nothing that is no number ever reaches the drawing.
fn coordinate(value: f64) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// Text as XML and HTML content or attribute value. Characters that XML forbids are dropped.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_short_and_always_numbers() {
        assert_eq!(coordinate(12.0), "12");
        assert_eq!(coordinate(-0.001), "0");
        assert_eq!(coordinate(2.71999), "2.72");
        assert_eq!(coordinate(f64::NAN), "0");
    }

    #[test]
    fn text_is_escaped_and_control_characters_are_dropped() {
        assert_eq!(
            escape("<script>\"a\" & 'b'\u{0}\u{B}\n</script>"),
            "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39; &lt;/script&gt;"
        );
    }
}
