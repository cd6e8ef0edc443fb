//! Ranges of numbers in words: "18-24", "unter 25", "65 und älter", "$25,000 - $49,999", "3 stars".

use std::cmp::Ordering;

/// Numbers from one to another; open ends are infinite.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Band {
    from: f64,
    to: f64,
}

const BELOW: &[&str] = &[
    "unter",
    "under",
    "less than",
    "below",
    "bis",
    "bis zu",
    "bis unter",
    "up to",
    "weniger als",
    "hoechstens",
    "at most",
    "<",
    "<=",
    "≤",
    "juenger als",
    "younger than",
    "fewer than",
    "kleiner als",
];
const ABOVE: &[&str] = &[
    "ueber",
    "over",
    "more than",
    "above",
    "mehr als",
    "ab",
    "mindestens",
    "at least",
    ">",
    ">=",
    "≥",
    "aelter als",
    "older than",
    "groesser als",
    "+",
    "und aelter",
    "and older",
    "or older",
    "and over",
    "and above",
    "und mehr",
    "oder mehr",
    "or more",
    "and more",
    "und darueber",
    "und hoeher",
    "und daruber",
    "oder aelter",
    "and up",
    "plus",
];
const BETWEEN: &[&str] = &[
    "-",
    "bis",
    "to",
    "bis unter",
    "and",
    "und",
    "to under",
    "bis zu",
    "..",
    "...",
];
const NOTHING: &[&str] = &[
    "keine",
    "keiner",
    "keines",
    "kein",
    "none",
    "nichts",
    "no income",
    "kein einkommen",
];

/// The order of plain texts by the numbers they name, as places in the list; nothing where they are no ranges in order, or numbers
/// of different things.
pub(super) fn order(texts: &[String]) -> Option<Vec<usize>> {
    if texts.len() < 3 {
        return None;
    }
    let read: Vec<Read> = texts.iter().map(|text| read(text)).collect::<Option<_>>()?;
    let unit = |read: &Read| read.unit.clone();
    let mut units: Vec<String> = read
        .iter()
        .map(unit)
        .filter(|unit| !unit.is_empty())
        .collect();
    crate::order::sort(&mut units, String::cmp);
    units.dedup();
    let ranges = read
        .iter()
        .filter(|read| read.band.from < read.band.to)
        .count();
    let every = read.iter().all(|read| !read.unit.is_empty());
    // "1 child", "2 children": the same thing in one and in many
    let alike = match units.as_slice() {
        [] | [_] => true,
        several => several.iter().all(|unit| {
            let first = &several[0];
            unit.starts_with(first.as_str())
                || unit.chars().next() == first.chars().next() && ranges >= 2
        }),
    };
    if !alike || ranges < 2 && !(every && units.len() == 1) {
        return None;
    }
    let mut places: Vec<usize> = (0..texts.len()).collect();
    crate::order::sort_by(&mut places, |a, b| compare(&read[*a].band, &read[*b].band));
    let apart = places.windows(2).all(|pair| {
        let (before, after) = (read[pair[0]].band, read[pair[1]].band);
        before.to <= after.from && compare(&before, &after) == Ordering::Less
    });
    apart.then_some(places)
}

fn compare(a: &Band, b: &Band) -> Ordering {
    a.from.total_cmp(&b.from).then(a.to.total_cmp(&b.to))
}

struct Read {
    band: Band,
    /// The words that are neither numbers nor words of range.
    unit: String,
}

fn read(text: &str) -> Option<Read> {
    if NOTHING.contains(&text) {
        let band = Band {
            from: f64::NEG_INFINITY,
            to: f64::NEG_INFINITY,
        };
        return Some(Read {
            band,
            unit: String::new(),
        });
    }
    let pieces = pieces(text)?;
    let places: Vec<usize> = (0..pieces.len())
        .filter(|at| matches!(pieces[*at], Piece::Number(_)))
        .collect();
    let words = |range: std::ops::Range<usize>| -> Vec<&str> {
        pieces[range]
            .iter()
            .filter_map(|piece| match piece {
                Piece::Word(word) => Some(word.as_str()),
                Piece::Number(_) => None,
            })
            .collect()
    };
    let number = |at: usize| match pieces[at] {
        Piece::Number(number) => number,
        Piece::Word(_) => f64::NAN,
    };
    let (band, unit) = match places.as_slice() {
        [only] => {
            let (before, after) = (words(0..*only), words(*only + 1..pieces.len()));
            let number = number(*only);
            let (before_range, before_unit) = split(&before);
            let (after_range, after_unit) = split(&after);
            let range = [before_range, after_range].concat().join(" ");
            let band = if range.is_empty() {
                Band {
                    from: number,
                    to: number,
                }
            } else if ABOVE.contains(&range.as_str()) {
                Band {
                    from: number,
                    to: f64::INFINITY,
                }
            } else if BELOW.contains(&range.as_str())
                || matches!(
                    range.as_str(),
                    "or less"
                        | "or under"
                        | "und weniger"
                        | "und juenger"
                        | "or younger"
                        | "oder weniger"
                        | "and under"
                        | "and younger"
                )
            {
                Band {
                    from: f64::NEG_INFINITY,
                    to: number,
                }
            } else {
                return None;
            };
            // a number that follows its word is a name: "group 1"
            let is_name = before_unit
                .iter()
                .any(|unit| unit.chars().any(char::is_alphabetic) && !is_currency(unit));
            if is_name {
                return None;
            }
            (band, [before_unit, after_unit].concat())
        }
        [first, second] => {
            let (before, middle, after) = (
                words(0..*first),
                words(*first + 1..*second),
                words(*second + 1..pieces.len()),
            );
            let (range, unit) = split(&middle);
            let (lead, lead_unit) = split(&before);
            let (tail, tail_unit) = split(&after);
            let lead = lead.join(" ");
            let (from, to) = (number(*first), number(*second));
            let fits = BETWEEN.contains(&range.join(" ").as_str())
                && matches!(
                    lead.as_str(),
                    "" | "von"
                        | "from"
                        | "zwischen"
                        | "between"
                        | "ueber"
                        | "over"
                        | "ab"
                        | "mehr als"
                        | "more than"
                )
                && tail.is_empty()
                && from < to;
            if !fits || lead_unit.iter().any(|unit| !is_currency(unit)) {
                return None;
            }
            // the unit stands at either number or at both
            let unit = if tail_unit.is_empty() {
                [lead_unit, unit].concat()
            } else {
                tail_unit
            };
            (Band { from, to }, unit)
        }
        _ => return None,
    };
    let unit: Vec<&str> = unit.into_iter().filter(|unit| !is_currency(unit)).collect();
    Some(Read {
        band,
        unit: unit.join(" "),
    })
}

fn is_currency(word: &str) -> bool {
    matches!(
        word,
        "$" | "€" | "eur" | "euro" | "usd" | "£" | "chf" | "tsd" | "k" | "%"
    )
}

/// Words of range, and the others.
fn split<'a>(words: &[&'a str]) -> (Vec<&'a str>, Vec<&'a str>) {
    let known = |word: &str| {
        [
            BELOW,
            ABOVE,
            BETWEEN,
            &[
                "von",
                "from",
                "zwischen",
                "between",
                "or less",
                "or under",
                "or younger",
                "und weniger",
                "und juenger",
                "oder weniger",
                "and under",
                "and younger",
            ],
        ]
        .iter()
        .any(|list| {
            list.iter()
                .any(|phrase| phrase.split(' ').any(|part| part == word))
        })
    };
    let range = words.iter().copied().filter(|word| known(word)).collect();
    let unit = words.iter().copied().filter(|word| !known(word)).collect();
    (range, unit)
}

enum Piece {
    Number(f64),
    Word(String),
}

/// Numbers with marks between thousands, words, and signs.
fn pieces(text: &str) -> Option<Vec<Piece>> {
    let characters: Vec<char> = text.chars().collect();
    let digit = |at: usize| characters.get(at).is_some_and(char::is_ascii_digit);
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(&character) = characters.get(at) {
        let start = at;
        if character.is_ascii_digit() {
            let mut digits = String::new();
            let mut grouped = false;
            while digit(at) {
                digits.push(characters[at]);
                at += 1;
                let mark = characters.get(at).copied().unwrap_or(' ');
                let group = matches!(mark, '.' | ',' | '\'' | ' ' | '\u{a0}')
                    && (1..=3).all(|ahead| digit(at + ahead))
                    && !digit(at + 4)
                    && digits.len() <= if grouped { 12 } else { 3 };
                if group {
                    grouped = true;
                    at += 1;
                } else if matches!(mark, '.' | ',') && digit(at + 1) && !grouped {
                    digits.push('.');
                    at += 1;
                }
            }
            // 0301... is a name
            if digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.") {
                return None;
            }
            pieces.push(Piece::Number(digits.parse().ok()?));
        } else if character.is_alphabetic() {
            while characters.get(at).is_some_and(|c| c.is_alphabetic()) {
                at += 1;
            }
            pieces.push(Piece::Word(characters[start..at].iter().collect()));
        } else if character.is_whitespace() || character == '(' || character == ')' {
            at += 1;
        } else {
            // one at least: a sign may count as a number, such as ² or ½
            at += 1;
            while characters
                .get(at)
                .is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace())
            {
                at += 1;
            }
            let sign: String = characters[start..at].iter().collect();
            // a currency may touch a sign: "-$"
            match sign.strip_prefix('-').filter(|rest| !rest.is_empty()) {
                Some(rest) => {
                    pieces.push(Piece::Word("-".to_owned()));
                    pieces.push(Piece::Word(rest.to_owned()));
                }
                None => pieces.push(Piece::Word(sign)),
            }
        }
    }
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_is_passed() {
        // line breaks, wide blanks and digits that are none are in real answers
        for text in ["10\n20", "up to\u{a0}5", "5 m²", "½", "\t", "٣"] {
            assert!(
                pieces(text).is_some_and(|pieces| pieces.len() < 6),
                "{text:?}"
            );
        }
    }
}
