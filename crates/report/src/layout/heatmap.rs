//! Shaded cells under column heads.

use super::canvas::{Canvas, LABEL, LINE, NOTE, SMALL_LINE, STRONG, Style};
use super::legend::{self, Swatch};
use crate::chart::{Heatmap, Shading};
use crate::scene::Anchor;
use crate::theme::Ink;

const CELL: f64 = 30.0;
/// From so many columns on rows that are the same as columns are named in a key below, where the canvas is narrow.
const MANY: usize = 8;

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
    let narrow = canvas.width < super::NARROW && natural > 0.22 * canvas.width;
    let keyed = narrow && same && columns >= MANY;
    let above = narrow && !keyed;
    let label = if keyed {
        STRONG.width("00") + 8.0
    } else if above {
        0.0
    } else {
        natural.min(canvas.width * 0.34) + 12.0
    };
    let cell = ((canvas.width - label) / columns as f64).min(150.0);

    canvas.paragraph(&plot.measure, NOTE);
    canvas.y += 8.0;
    if plot.shading == Shading::Majority {
        let keys = MAJORITY.map(|(fill, words)| (Swatch::Fill(fill), words));
        legend::place(canvas, &keys, 0.0);
    }

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
    // Numbers that would touch are left out, as on an axis.
    let every = if numbered {
        ((NOTE.width("00") + 4.0) / cell).ceil().max(1.0) as usize
    } else {
        1
    };
    let most = heads.iter().map(Vec::len).max().unwrap_or(1) as f64;
    for (index, head) in heads.iter().enumerate().step_by(every) {
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
        let row = if keyed {
            (index + 1).to_string()
        } else if same && numbered {
            named(index, row)
        } else {
            row.clone()
        };
        let lines = label_style.wrap(
            &row,
            if above {
                canvas.width
            } else {
                (label - if keyed { 0.0 } else { 12.0 }).max(1.0)
            },
        );
        let text = lines.len() as f64 * LINE;
        let height = match (above, keyed || plot.shading == Shading::Majority) {
            (true, _) => CELL,
            // Cells that want to be squares.
            (false, true) => cell.clamp(LINE + 2.0, CELL).max(text + 2.0),
            (false, false) => CELL.max(text + 4.0),
        };
        if above {
            canvas.lines(0.0, canvas.y, Anchor::Start, &lines, label_style);
            canvas.y += text + 2.0;
        } else {
            let top = canvas.y + (height - text) / 2.0;
            let gap = if keyed { 8.0 } else { 12.0 };
            canvas.lines(label - gap, top, Anchor::End, &lines, label_style);
        }
        for (index, value) in cells.iter().enumerate().take(columns) {
            let x = label + index as f64 * cell;
            let (fill, ink, figure) = match value {
                Some(value) => {
                    let (fill, ink) = match plot.shading {
                        Shading::Signed => shade(value.shade),
                        Shading::Majority => majority(value.shade),
                    };
                    (fill, ink, value.figure.as_str())
                }
                None => (Ink::Surface, Ink::Muted, crate::number::NOTHING),
            };
            let gap = if cell < 20.0 { 0.5 } else { 1.0 };
            let (width, tall) = (cell - 2.0 * gap, height - 2.0 * gap);
            canvas.rect(x + gap, canvas.y + gap, width, tall, fill);
            if value.as_ref().is_some_and(|value| value.marked) {
                let (left, top) = (x + gap + 1.0, canvas.y + gap + 1.0);
                canvas.frame(left, top, width - 2.0, tall - 2.0, Ink::Text, 2.0);
            }
            let style = Style {
                size: if cell < CELL { 12.0 } else { 13.0 },
                ink,
                ..LABEL
            };
            // Where most figures do not fit, the few that would only disturb.
            let shown = plot.shading == Shading::Signed || style.width("00") <= width - 4.0;
            if shown && style.width(figure) <= cell - 2.0 * gap {
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
    if (numbered && !same) || keyed {
        canvas.y += 8.0;
        for (index, column) in plot.columns.iter().enumerate() {
            let number = (index + 1).to_string();
            let label = if keyed { 0.0 } else { label };
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

/// The classes of shares around one half: paler than the ground of the text for the losing side, deep for the winning one.
const MAJORITY: [(Ink, &str); 5] = [
    (Ink::Surface, "< 35"),
    (Ink::Grey(0), "35–50"),
    (Ink::Ramp(3), "50–65"),
    (Ink::Ramp(5), "65–80"),
    (Ink::Ramp(8), "> 80"),
];

/// The fill and the text colour of a share, −1 for none of one side and 1 for all.
fn majority(shade: f64) -> (Ink, Ink) {
    let class = [-0.3, 0.0, 0.3, 0.6]
        .iter()
        .filter(|least| shade > **least)
        .count();
    let (fill, _) = MAJORITY[class];
    let on = match fill {
        Ink::Ramp(step) => Ink::OnRamp(step),
        Ink::Grey(step) => Ink::OnGrey(step),
        _ => Ink::Muted,
    };
    (fill, on)
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
