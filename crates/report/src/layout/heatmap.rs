//! Shaded cells under column heads.

use super::canvas::{Canvas, LABEL, LINE, NOTE, SMALL_LINE, STRONG, Style};
use crate::chart::Heatmap;
use crate::scene::Anchor;
use crate::theme::Ink;

const CELL: f64 = 30.0;

pub(super) fn place(canvas: &mut Canvas, plot: &Heatmap) {
    let columns = plot.columns.len().max(1);
    // Where rows and columns are the same, the numbers stand beside the row labels and no key is needed.
    let same = plot.rows == plot.columns;
    let named = |index: usize, row: &str| format!("{row}\u{A0}\u{A0}{}", index + 1);
    let natural = plot
        .rows
        .iter()
        .enumerate()
        .map(|(index, row)| STRONG.width(&if same { named(index, row) } else { row.clone() }))
        .fold(0.0, f64::max);
    let above = canvas.width < super::NARROW && natural > 0.22 * canvas.width;
    let label = if above {
        0.0
    } else {
        natural.min(canvas.width * 0.34) + 12.0
    };
    let cell = ((canvas.width - label) / columns as f64).min(150.0);

    canvas.paragraph(&plot.measure, NOTE);
    canvas.y += 8.0;

    // Heads that would have to be broken inside a word become numbers with a key below.
    let fits = |word: &str| NOTE.width(word) <= cell - 8.0;
    let numbered = cell < 40.0
        || plot.columns.iter().any(|column| {
            NOTE.wrap(column, cell - 8.0).len() > 5
                || column
                    .split([' ', '-', '/'])
                    .any(|word| !fits(&format!("{word}-")))
        });
    let heads: Vec<Vec<String>> = plot
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            if numbered {
                vec![(index + 1).to_string()]
            } else {
                NOTE.wrap(column, cell - 8.0)
            }
        })
        .collect();
    let most = heads.iter().map(Vec::len).max().unwrap_or(1) as f64;
    for (index, head) in heads.iter().enumerate() {
        let x = label + (index as f64 + 0.5) * cell;
        let top = canvas.y + (most - head.len() as f64) * SMALL_LINE;
        canvas.lines(
            x,
            top,
            Anchor::Middle,
            head,
            Style {
                ink: Ink::Text,
                ..NOTE
            },
        );
    }
    canvas.y += most * SMALL_LINE + 4.0;

    for (index, (row, cells)) in plot.rows.iter().zip(&plot.cells).enumerate() {
        let total = plot.total && index + 1 == plot.rows.len();
        let label_style = if total { STRONG } else { LABEL };
        if total {
            canvas.y += 6.0;
        }
        let row = if same && numbered {
            named(index, row)
        } else {
            row.clone()
        };
        let lines = label_style.wrap(
            &row,
            if above {
                canvas.width
            } else {
                (label - 12.0).max(1.0)
            },
        );
        let text = lines.len() as f64 * LINE;
        let height = if above { CELL } else { CELL.max(text + 4.0) };
        if above {
            canvas.lines(0.0, canvas.y, Anchor::Start, &lines, label_style);
            canvas.y += text + 2.0;
        } else {
            let top = canvas.y + (height - text) / 2.0;
            canvas.lines(label - 12.0, top, Anchor::End, &lines, label_style);
        }
        for (index, value) in cells.iter().enumerate().take(columns) {
            let x = label + index as f64 * cell;
            let (fill, ink, figure) = match value {
                Some(value) => {
                    let (fill, ink) = shade(value.shade);
                    (fill, ink, value.figure.as_str())
                }
                None => (Ink::Surface, Ink::Muted, crate::number::NOTHING),
            };
            canvas.rect(x + 1.0, canvas.y + 1.0, cell - 2.0, height - 2.0, fill);
            let style = Style {
                size: 13.0,
                ink,
                ..LABEL
            };
            if style.width(figure) <= cell - 4.0 {
                canvas.text(
                    x + cell / 2.0,
                    canvas.y + height / 2.0,
                    Anchor::Middle,
                    figure,
                    style,
                );
            }
        }
        canvas.y += height + if above { 8.0 } else { 0.0 };
    }
    if numbered && !same {
        canvas.y += 8.0;
        for (index, column) in plot.columns.iter().enumerate() {
            let number = (index + 1).to_string();
            let lines = NOTE.wrap(column, canvas.width - label - 26.0);
            let top = canvas.y + SMALL_LINE / 2.0;
            canvas.text(
                label + 16.0,
                top,
                Anchor::End,
                &number,
                Style {
                    ink: Ink::Text,
                    ..NOTE
                },
            );
            canvas.lines(label + 24.0, canvas.y, Anchor::Start, &lines, NOTE);
            canvas.y += lines.len() as f64 * SMALL_LINE;
        }
    }
}

/// The fill and the text colour of a shade from −1 to 1.
fn shade(shade: f64) -> (Ink, Ink) {
    if shade < -0.125 {
        let step = ((-shade * 3.0).floor().clamp(0.0, 2.0)) as u8;
        (Ink::Grey(step), Ink::OnGrey(step))
    } else {
        let step = ((shade * 8.0).round().clamp(0.0, 8.0)) as u8;
        (Ink::Ramp(step), Ink::OnRamp(step))
    }
}
