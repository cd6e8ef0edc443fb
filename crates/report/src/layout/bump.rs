//! Ranks in several columns: one line per object, its name at both ends.

use super::canvas::{Canvas, LABEL, LINE, NOTE, SMALL_LINE, STRONG, Style};
use super::legend::GroupMark;
use crate::chart::{BumpLine, BumpPlot};
use crate::scene::Anchor;
use crate::theme::Ink;

/// Labels take at most this share of the width, at the left and at the right.
const LEFT: f64 = 0.3;
const RIGHT: f64 = 0.23;
/// Between label and mark.
const GAP: f64 = 14.0;
/// Names stand on at most so many lines.
const LINES: usize = 2;

pub(super) fn place(canvas: &mut Canvas, plot: &BumpPlot) {
    canvas.paragraph(&plot.reading, NOTE);
    canvas.y += 8.0;
    let style = |line: &BumpLine| if line.emphasised { STRONG } else { LABEL };
    let number = |line: usize| (line + 1).to_string();
    let named = |line: usize| format!("{}\u{A0}\u{A0}{}", line + 1, plot.lines[line].label);
    // On a narrow canvas numbers stand at the ends, with a key below.
    let keyed = canvas.width < super::NARROW;
    let widest = (0..plot.lines.len())
        .map(|line| STRONG.width(&if keyed { number(line) } else { named(line) }))
        .fold(0.0, f64::max);
    let (left, right) = if keyed {
        (widest, widest)
    } else {
        (
            widest.min(canvas.width * LEFT),
            widest.min(canvas.width * RIGHT),
        )
    };
    let last = plot.columns.len().saturating_sub(1).max(1) as f64;
    let (from, to) = (left + GAP, canvas.width - right - GAP);
    let x = |column: usize| from + (to - from) * column as f64 / last;

    heads(canvas, plot, from, to);

    let label = |line: usize, width: f64| {
        let words = if keyed { number(line) } else { named(line) };
        shortened(&words, style(&plot.lines[line]), width)
    };
    let tallest = (0..plot.lines.len())
        .flat_map(|line| [label(line, left).len(), label(line, right).len()])
        .max()
        .unwrap_or(1);
    let step = tallest as f64 * LINE + 6.0;
    let top = canvas.y;
    let y = |rank: f64| top + (rank - 0.5) * step;

    for emphasised in [false, true] {
        let lines = plot.lines.iter();
        let lines = lines.filter(|line| line.emphasised == emphasised);
        for (shape, line) in lines.enumerate() {
            let points: Vec<(f64, f64)> = (0..)
                .zip(&line.ranks)
                .filter_map(|(column, rank)| Some((x(column), y((*rank)?))))
                .collect();
            let mark = GroupMark::of(shape);
            let (ink, width) = if emphasised {
                (mark.ink(), 2.5)
            } else {
                (Ink::Soft, 2.0)
            };
            canvas.path(points.clone(), ink, width);
            for (x, y) in points {
                if emphasised {
                    mark.place(canvas, x, y, 4.5);
                } else {
                    canvas.dot(x, y, 3.0, Ink::Axis);
                }
            }
        }
    }

    let bottom = y(plot.lines.len() as f64 + 0.5);
    let end = plot.columns.len().saturating_sub(1);
    for (column, width, anchor, at) in [
        (0, left, Anchor::End, left),
        (end, right, Anchor::Start, canvas.width - right),
    ] {
        let mut ends: Vec<(f64, usize)> = plot
            .lines
            .iter()
            .enumerate()
            .filter_map(|(index, line)| Some((y(line.ranks.get(column).copied()??), index)))
            .collect();
        befund_survey::order::sort(&mut ends, |a, b| a.0.total_cmp(&b.0));
        apart(&mut ends, tallest as f64 * LINE, bottom);
        for (middle, line) in ends {
            let words = label(line, width);
            let height = words.len() as f64 * LINE;
            canvas.lines(
                at,
                middle - height / 2.0,
                anchor,
                &words,
                style(&plot.lines[line]),
            );
        }
    }
    canvas.y = bottom + 4.0;
    if keyed {
        for line in 0..plot.lines.len() {
            key(canvas, &number(line), &plot.lines[line].label);
        }
    }
}

/// The names of the columns: beside each other where they fit, else every other one raised, else letters with a key.
fn heads(canvas: &mut Canvas, plot: &BumpPlot, from: f64, to: f64) {
    let last = plot.columns.len().saturating_sub(1).max(1) as f64;
    let distance = (to - from) / last;
    let fits = |room: f64| {
        plot.columns.iter().all(|column| {
            NOTE.wrap(column, room).len() <= 3
                && column
                    .split([' ', '-', '/'])
                    .all(|word| NOTE.width(&format!("{word}-")) <= room)
        })
    };
    // The names at the ends move inwards where the margin is too narrow for half of them.
    let margin = from.min(canvas.width - to);
    let room = |levels: f64| {
        let own = levels * distance - 8.0;
        own.min(own / 2.0 + margin)
    };
    let (room, levels) = [(room(1.0), 1), (room(2.0), 2)]
        .into_iter()
        .find(|(room, _)| fits(*room))
        .unwrap_or((distance, 0));
    let style = Style {
        ink: Ink::Text,
        ..NOTE
    };
    let letter = |column: usize| {
        ('A'..='Z')
            .nth(column % 26)
            .map_or_else(String::new, String::from)
    };
    if levels == 0 {
        for (column, words) in plot.columns.iter().enumerate() {
            key(canvas, &letter(column), words);
        }
        canvas.y += 8.0;
    }
    let heads: Vec<Vec<String>> = (0..)
        .zip(&plot.columns)
        .map(|(column, words)| {
            if levels == 0 {
                vec![letter(column)]
            } else {
                NOTE.wrap(words, room)
            }
        })
        .collect();
    let tallest = |level: usize| {
        let heads = heads.iter().skip(level).step_by(levels.max(1));
        heads.map(Vec::len).max().unwrap_or(0) as f64 * SMALL_LINE
    };
    // Raised heads stand above the others, with a line down to their column.
    let raised = if levels == 2 { tallest(1) + 2.0 } else { 0.0 };
    let low = raised + tallest(0);
    for (column, head) in heads.iter().enumerate() {
        let widest = head
            .iter()
            .map(|line| style.width(line))
            .fold(0.0, f64::max)
            / 2.0;
        let x = from + distance * column as f64;
        let up = levels == 2 && column % 2 == 1;
        let bottom = canvas.y + if up { raised - 2.0 } else { low };
        if up {
            canvas.line((x, bottom + 1.0), (x, canvas.y + low), Ink::Grid, 1.0);
        }
        let x = x.clamp(widest, (canvas.width - widest).max(widest));
        let top = bottom - head.len() as f64 * SMALL_LINE;
        canvas.lines(x, top, Anchor::Middle, head, style);
    }
    canvas.y += low + 4.0;
}

/// A line of a key: what stands in the picture, and what it stands for.
fn key(canvas: &mut Canvas, short: &str, words: &str) {
    let lines = NOTE.wrap(words, canvas.width - 26.0);
    let style = Style {
        ink: Ink::Text,
        ..NOTE
    };
    canvas.text(16.0, canvas.y + SMALL_LINE / 2.0, Anchor::End, short, style);
    canvas.lines(24.0, canvas.y, Anchor::Start, &lines, NOTE);
    canvas.y += lines.len() as f64 * SMALL_LINE;
}

/// Words on at most [`LINES`] lines; what does not fit ends in an ellipsis.
fn shortened(words: &str, style: Style, width: f64) -> Vec<String> {
    let mut lines = style.wrap(words, width);
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && style.width(&format!("{last}…")) > width {
                last.pop();
            }
            let kept = last.trim_end_matches([' ', '-', ',', '/']).len();
            last.truncate(kept);
            last.push('…');
        }
    }
    lines
}

/// Moves places that are sorted apart, as little as it takes, above `bottom`.
fn apart(ends: &mut [(f64, usize)], distance: f64, bottom: f64) {
    let mut least = f64::NEG_INFINITY;
    for (y, _) in ends.iter_mut() {
        *y = y.max(least);
        least = *y + distance;
    }
    let mut most = bottom - distance / 2.0;
    for (y, _) in ends.iter_mut().rev() {
        *y = y.min(most);
        most = *y - distance;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_move_apart_and_stay_above_the_bottom() {
        let mut ends = vec![(10.0, 0), (10.0, 1), (50.0, 2), (60.0, 3), (60.0, 4)];
        apart(&mut ends, 20.0, 80.0);
        let places: Vec<f64> = ends.iter().map(|(y, _)| *y).collect();
        assert!(
            places.windows(2).all(|pair| pair[1] - pair[0] >= 20.0),
            "{places:?}"
        );
        assert_eq!((places[4], ends[0].1), (70.0, 0));
    }

    #[test]
    fn long_names_end_in_an_ellipsis_that_fits() {
        let lines = shortened(
            "Mangelnder Austausch von Informationen zwischen den Ämtern",
            LABEL,
            150.0,
        );
        assert_eq!(lines.len(), 2);
        assert!(
            lines[1].ends_with('…') && LABEL.width(&lines[1]) <= 150.0,
            "{lines:?}"
        );
        assert_eq!(shortened("Kurz", LABEL, 150.0), ["Kurz"]);
    }
}
