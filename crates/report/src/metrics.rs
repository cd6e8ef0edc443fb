//! How wide text is: advance widths of Source Sans 3, the typeface of app and reports.
//!
//! Read from the Latin subset of the variable font, instances 400 and 600. Other characters count as wide ones, and all
//! widths carry a safety margin for the fallback typefaces of exported files.

use crate::scene::Weight;

/// Advance widths of U+0020 to U+007E in thousandths of the type size, weight 400.
const REGULAR: [u16; 95] = [
    200, 289, 426, 497, 497, 824, 609, 249, 303, 303, 418, 497, 249, 311, 249, 350, 497, 497, 497,
    497, 497, 497, 497, 497, 497, 497, 249, 249, 497, 497, 497, 425, 847, 543, 588, 571, 615, 527,
    494, 617, 652, 263, 479, 579, 486, 727, 647, 664, 566, 664, 569, 534, 536, 645, 515, 786, 513,
    476, 539, 303, 350, 303, 497, 500, 542, 504, 553, 456, 555, 496, 292, 504, 544, 246, 247, 495,
    255, 829, 547, 542, 555, 555, 347, 419, 338, 544, 467, 719, 446, 467, 425, 303, 241, 303, 497,
];
/// The same for weight 600.
const SEMIBOLD: [u16; 95] = [
    200, 315, 482, 513, 513, 841, 639, 275, 324, 324, 438, 513, 275, 322, 275, 344, 513, 513, 513,
    513, 513, 513, 513, 513, 513, 513, 275, 275, 513, 513, 513, 444, 875, 558, 597, 576, 625, 538,
    510, 628, 663, 282, 494, 597, 502, 745, 657, 674, 582, 674, 592, 545, 546, 655, 536, 800, 541,
    501, 540, 324, 344, 324, 513, 500, 549, 516, 563, 462, 564, 507, 317, 520, 558, 262, 263, 522,
    271, 843, 560, 549, 564, 564, 373, 431, 361, 556, 495, 748, 481, 495, 443, 324, 255, 324, 513,
];
/// Advance widths of U+00A0 to U+00FF, weight 400.
const REGULAR_LATIN_1: [u16; 96] = [
    200, 289, 497, 497, 497, 497, 241, 497, 542, 744, 345, 429, 497, 311, 423, 542, 331, 497, 367,
    367, 542, 562, 560, 249, 542, 367, 365, 429, 781, 808, 796, 425, 544, 544, 544, 544, 544, 544,
    822, 571, 527, 527, 527, 527, 263, 263, 263, 263, 639, 647, 664, 664, 664, 664, 664, 497, 664,
    645, 645, 645, 645, 476, 583, 576, 504, 504, 504, 504, 504, 504, 778, 456, 496, 496, 496, 496,
    246, 246, 246, 246, 544, 547, 542, 542, 542, 542, 542, 497, 542, 544, 544, 544, 544, 467, 555,
    467,
];
/// The same for weight 600.
const SEMIBOLD_LATIN_1: [u16; 96] = [
    200, 315, 513, 513, 513, 513, 255, 513, 549, 747, 352, 455, 513, 322, 443, 549, 348, 513, 372,
    372, 549, 578, 599, 275, 549, 372, 369, 455, 795, 827, 807, 444, 558, 558, 558, 558, 558, 558,
    834, 576, 538, 538, 538, 538, 282, 282, 282, 282, 651, 656, 674, 674, 674, 674, 674, 513, 674,
    655, 655, 655, 655, 501, 600, 604, 516, 516, 516, 516, 516, 516, 780, 462, 507, 507, 507, 507,
    262, 262, 262, 262, 552, 560, 549, 549, 549, 549, 549, 513, 549, 556, 556, 556, 556, 495, 564,
    495,
];

/// Room for kerning, hinting and fallback typefaces.
const SAFETY: f64 = 1.1;

/// Width of one character in thousandths of the type size.
fn advance(character: char, weight: Weight) -> u16 {
    let (basic, latin_1) = match weight {
        Weight::Regular => (&REGULAR, &REGULAR_LATIN_1),
        Weight::Semibold => (&SEMIBOLD, &SEMIBOLD_LATIN_1),
    };
    let code = character as usize;
    match character {
        ' '..='~' => basic[code - 0x20],
        '\u{A0}'..='\u{FF}' => latin_1[code - 0xA0],
        '\u{0300}'..='\u{036F}' | '\u{200B}' | '\u{FEFF}' => 0,
        '\u{2009}' | '\u{202F}' => 200,
        '–' | '\u{2212}' => 513,
        '—' => 800,
        '‘' | '’' | '‚' | '‹' | '›' => 282,
        '“' | '”' | '„' => 482,
        '•' => 325,
        '…' => 964,
        '€' => 513,
        'Œ' | 'œ' => 859,
        '\u{0100}'..='\u{024F}' => 640,
        '\u{0370}'..='\u{04FF}' => 700,
        _ => 1000,
    }
}

/// Width of a line of text at that size.
pub fn text_width(text: &str, size: f64, weight: Weight) -> f64 {
    let thousandths: u64 = text
        .chars()
        .map(|character| u64::from(advance(character, weight)))
        .sum();
    thousandths as f64 / 1000.0 * size * SAFETY
}

/// Breaks a text into lines of at most `width`.
///
/// Lines end at spaces and after hyphens and slashes; a word that fits no line is broken where it must be, with a hyphen.
pub fn wrap(text: &str, size: f64, weight: Weight, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        let joined = format!("{line}{piece}");
        if text_width(joined.trim_end(), size, weight) <= width {
            line = joined;
            continue;
        }
        if !line.trim().is_empty() {
            lines.push(line.trim_end().to_owned());
        }
        line = String::new();
        if text_width(piece.trim_end(), size, weight) <= width {
            line.push_str(&piece);
            continue;
        }
        // No line holds this word: break it, but leave no stump behind.
        let letters: Vec<char> = piece.trim_end().chars().collect();
        let mut start = 0;
        while start < letters.len() {
            let rest: String = letters[start..].iter().collect();
            if text_width(&rest, size, weight) <= width {
                line = rest;
                break;
            }
            let fitting = (start + 1..letters.len())
                .take_while(|end| {
                    let head: String = letters[start..*end].iter().chain(&['-']).collect();
                    text_width(&head, size, weight) <= width
                })
                .last()
                .unwrap_or(start + 1);
            let stump = letters.len() - fitting < 4;
            let end = if stump && fitting > start + 6 {
                letters.len() - 4
            } else {
                fitting
            };
            let head: String = letters[start..end].iter().chain(&['-']).collect();
            lines.push(head);
            start = end;
        }
        if piece.ends_with(' ') {
            line.push(' ');
        }
    }
    if !line.trim().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The same with at most `most` lines; what does not fit ends in an ellipsis.
pub fn wrap_at_most(text: &str, size: f64, weight: Weight, width: f64, most: usize) -> Vec<String> {
    let mut lines = wrap(text, size, weight, width);
    if lines.len() > most.max(1) {
        lines.truncate(most.max(1));
        if let Some(last) = lines.last_mut() {
            while !last.is_empty() && text_width(&format!("{last}…"), size, weight) > width {
                last.pop();
            }
            *last = format!("{}…", last.trim_end_matches([' ', '-', ',', '/']));
        }
    }
    lines
}

/// The pieces between which a line may end.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let blank = character.is_whitespace() && !matches!(character, '\u{A0}' | '\u{202F}');
        if blank {
            if !piece.is_empty() {
                piece.push(' ');
                pieces.push(std::mem::take(&mut piece));
            }
            continue;
        }
        piece.push(character);
        let inside_word = piece.chars().count() > 2
            && characters
                .peek()
                .is_some_and(|next| next.is_alphabetic() && piece.chars().any(char::is_alphabetic));
        if matches!(character, '-' | '/' | '–') && inside_word {
            pieces.push(std::mem::take(&mut piece));
        }
    }
    if !piece.is_empty() {
        pieces.push(piece);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "Mangelnder Austausch von Informationen zwischen den Ämtern und Fachbereichen der \
                        Gleichstellungs-/Antidiskriminierungsstelle";

    #[test]
    fn lines_fit_and_lose_no_word() {
        for width in [40.0, 90.0, 160.0, 400.0] {
            let lines = wrap(LONG, 14.0, Weight::Regular, width);
            for line in &lines {
                assert!(
                    text_width(line, 14.0, Weight::Regular) <= width,
                    "{line} at {width}"
                );
            }
            let letters = |text: &str| -> String {
                text.chars()
                    .filter(|character| character.is_alphabetic())
                    .collect()
            };
            assert_eq!(letters(&lines.concat()), letters(LONG));
        }
    }

    #[test]
    fn breaks_after_the_hyphen_of_a_compound() {
        let lines = wrap("Grünflächen-/Tiefbauamt", 14.0, Weight::Regular, 90.0);
        assert_eq!(lines, ["Grünflächen-/", "Tiefbauamt"]);
    }

    #[test]
    fn keeps_to_the_number_of_lines() {
        let lines = wrap_at_most(LONG, 14.0, Weight::Regular, 160.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'));
        assert!(text_width(&lines[1], 14.0, Weight::Regular) <= 160.0);
    }

    #[test]
    fn empty_text_is_one_empty_line() {
        assert_eq!(wrap("", 14.0, Weight::Regular, 100.0), [""]);
    }
}
