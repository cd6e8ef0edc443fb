//! Numbers that a file has as texts, with a unit such as "12 %" or with marks between thousands.

use crate::dataset::Written;

/// Blanks and apostrophes, which stand between thousands and nowhere else in a number.
const GROUP_MARKS: [char; 6] = [' ', '\'', '’', '\u{a0}', '\u{202f}', '\u{2009}'];
/// Powers of ten up to this one are doubles.
const MOST_PLACES: u8 = 22;
/// A double holds every decimal number with so many digits apart.
const MOST_DIGITS: usize = 15;

/// Texts that were read as numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Numerals {
    /// A number for each text.
    pub(crate) values: Vec<f64>,
    /// What they are exactly.
    pub(crate) written: Written,
}

/// Reads texts as numbers that share one unit, or have none.
///
/// # Errors
/// The place of a text that is none, has another unit than the others, or may be two numbers: "1.234" is one and a bit, or more than a
/// thousand.
pub(crate) fn numerals(texts: &[&str]) -> Result<Numerals, usize> {
    let mut unit: Option<[&str; 2]> = None;
    let mut parts = Vec::with_capacity(texts.len());
    for (at, text) in texts.iter().enumerate() {
        let part = Part::of(text).ok_or(at)?;
        if *unit.get_or_insert(part.unit) != part.unit {
            return Err(at);
        }
        parts.push(part);
    }
    let point = read(&parts, '.', ',');
    let comma = read(&parts, ',', '.');
    match (point, comma) {
        (Ok(point), Ok(comma)) if point == comma => Ok(point),
        (Ok(point), Ok(comma)) => {
            let differs = |at: &usize| point.values[*at].to_bits() != comma.values[*at].to_bits();
            Err((0..texts.len()).find(differs).unwrap_or(0))
        }
        (Ok(found), Err(_)) | (Err(_), Ok(found)) => Ok(found),
        (Err(point), Err(comma)) => Err(point.max(comma)),
    }
}

/// A number between what stands before and after it.
struct Part<'a> {
    negative: bool,
    digits: &'a str,
    unit: [&'a str; 2],
}

impl<'a> Part<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let first = text.find(|character: char| character.is_ascii_digit())?;
        let last = text.rfind(|character: char| character.is_ascii_digit())?;
        let mut before = text[..first].trim_end();
        let mut negative = false;
        for sign in ['-', '−', '+'] {
            if let Some(rest) = before.strip_suffix(sign) {
                (before, negative) = (rest.trim_end(), sign != '+');
                break;
            }
            // -€ 5
            if let Some(rest) = before.strip_prefix(sign) {
                (before, negative) = (rest.trim_start(), sign != '+');
                break;
            }
        }
        let after = text[last + 1..].trim_start();
        // what holds digits or marks of numbers itself is no unit
        let is_unit = |words: &str| {
            words.chars().count() <= 12 && !words.contains(['.', ',', ':', '-', '(', '<', '>', '~'])
        };
        (is_unit(before) && is_unit(after)).then_some(Self {
            negative,
            digits: &text[first..=last],
            unit: [before, after],
        })
    }
}

/// Reads numbers with these marks; the place of one that is none.
fn read(parts: &[Part<'_>], decimal: char, thousands: char) -> Result<Numerals, usize> {
    let mut values = Vec::with_capacity(parts.len());
    let mut places = 0;
    let mut is_decimal = true;
    let mut digits = String::new();
    for (at, part) in parts.iter().enumerate() {
        let (whole, fraction) = match part.digits.split_once(decimal) {
            Some((whole, fraction)) => (whole, fraction),
            None => (part.digits, ""),
        };
        digits.clear();
        if !ungrouped(whole, thousands, &mut digits)
            || !fraction.bytes().all(|byte| byte.is_ascii_digit())
        {
            return Err(at);
        }
        if !fraction.is_empty() {
            digits.push('.');
            digits.push_str(fraction);
        }
        let value: f64 = digits.parse().map_err(|_| at)?;
        places = places.max(fraction.len());
        is_decimal &= digits.len() <= MOST_DIGITS;
        values.push(if part.negative { -value } else { value });
    }
    let largest = values
        .iter()
        .fold(0.0_f64, |most, value| most.max(value.abs()));
    let written = match u8::try_from(places) {
        Ok(places)
            if is_decimal
                && places <= MOST_PLACES
                && largest * 10.0_f64.powi(i32::from(places)) <= 1e15 =>
        {
            Written::Decimals(places)
        }
        _ => Written::Binary,
    };
    Ok(Numerals { values, written })
}

/// The digits of a whole number; false where the marks in it do not stand between thousands.
fn ungrouped(whole: &str, thousands: char, digits: &mut String) -> bool {
    let mark = |character: char| character == thousands || GROUP_MARKS.contains(&character);
    let mut groups = whole.split(mark);
    let first = groups.next().unwrap_or_default();
    digits.push_str(first);
    let mut grouped = false;
    for group in groups {
        if group.len() != 3 {
            return false;
        }
        grouped = true;
        digits.push_str(group);
    }
    let fits = if grouped {
        (1..=3).contains(&first.len())
    } else {
        !first.is_empty()
    };
    fits && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_their_unit_and_their_marks() {
        for (texts, expected) in [
            (&["12 %", "7 %"][..], Ok(vec![12.0, 7.0])),
            (&["12,5%", "-7 %", "0 %"], Ok(vec![12.5, -7.0, 0.0])),
            (&["€ 1.234,50", "€ 7,00"], Ok(vec![1234.5, 7.0])),
            (&["-$1,234", "$12.5"], Ok(vec![-1234.0, 12.5])),
            (&["1 234 km", "12 km"], Ok(vec![1234.0, 12.0])),
            (&["1.234.567", "12"], Ok(vec![1_234_567.0, 12.0])),
            (&["3", "−4"], Ok(vec![3.0, -4.0])),
            // one and a bit, or more than a thousand?
            (&["12 €", "1.234 €"], Err(1)),
            (&["12 %", "7 km"], Err(1)),
            (&["12 %", "many"], Err(1)),
            (&["3-4", "5"], Err(0)),
            (&["(5)", "6"], Err(0)),
            (&["1,2,3"], Err(0)),
            (&["12:30"], Err(0)),
            (&["1e5"], Err(0)),
        ] {
            let found = numerals(texts).map(|found| found.values);
            assert_eq!(found, expected, "{texts:?}");
        }
        let exact = numerals(&["12,5 %", "0,25 %"]).map(|found| found.written);
        assert_eq!(exact, Ok(Written::Decimals(2)));
    }
}
