//! Decimal numbers as texts write them, and what their nearest doubles leave over.

mod nearest;

use befund_stats::dd::Dd;

use crate::dataset::Written;

pub use nearest::number;

/// Whole numbers up to here, times a power of ten up to 10²², are recovered from the nearest double without doubt.
const RECOVERED: f64 = 1e15;
const MOST_PLACES: u32 = 22;
/// Beyond these magnitudes products of doubles are not exact.
const RANGE: std::ops::Range<f64> = 1e-270..1e270;

/// How the decimal numbers of a column are written, seen one by one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Decimals {
    places: u32,
    largest: f64,
}

impl Decimals {
    /// Looks at a number and its text in the notation of programs: `-12.5`, `3e-7`.
    pub fn look(&mut self, value: f64, text: &str) {
        // most numbers are digits alone
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            self.places = self.places.max(places(text));
        }
        self.largest = self.largest.max(value.abs());
    }

    /// How they are stored; nothing where doubles do not tell them apart, and the rest of each is needed.
    pub fn written(&self) -> Option<Written> {
        // at most 22, so it fits
        let power = (0..self.places.min(MOST_PLACES)).fold(1.0, |power, _| power * 10.0);
        let recovered = self.places <= MOST_PLACES && self.largest * power <= RECOVERED;
        recovered.then_some(Written::Decimals(self.places as u8))
    }
}

/// Places after the point of a number in its shortest decimal form; nothing where they are too many to recover it.
pub(crate) fn places_of(number: f64) -> Option<u8> {
    let places = places(&number.to_string());
    u8::try_from(places).ok().filter(|_| places <= MOST_PLACES)
}

/// Places after the point without zeros at the end.
fn places(text: &str) -> u32 {
    let (digits, exponent) = split_exponent(text);
    let fraction = digits.split_once('.').map_or("", |(_, fraction)| fraction);
    let fraction = fraction.trim_end_matches('0').len();
    (fraction as i64 - i64::from(exponent)).clamp(0, i64::from(u32::MAX)) as u32
}

fn split_exponent(text: &str) -> (&str, i32) {
    match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse().unwrap_or(0)),
        None => (text, 0),
    }
}

/// What the double leaves of the number that the text writes: text − value. 0 for the first 34 digits, beyond which nothing
/// is kept, and outside magnitudes of 10^±270.
pub fn rest(value: f64, text: &str) -> f64 {
    if !RANGE.contains(&value.abs()) {
        return 0.0;
    }
    let (digits, exponent) = split_exponent(text);
    let (mut number, mut scale, mut kept) = (0_u128, i64::from(exponent), 0);
    let mut after_point = false;
    for byte in digits.bytes() {
        match byte {
            b'.' => after_point = true,
            b'0'..=b'9' if kept < 34 => {
                number = number * 10 + u128::from(byte - b'0');
                kept += u32::from(number > 0);
                scale -= i64::from(after_point);
            }
            b'0'..=b'9' => scale += i64::from(!after_point),
            _ => {}
        }
    }
    if number == 0 || scale.abs() > 300 {
        return 0.0;
    }
    let high = number as f64;
    // the difference of two whole numbers below 2^127 of which the second is the first rounded
    let low = (number as i128 - high as i128) as f64;
    let whole = Dd::sum(high, low);
    // at most 300, so it fits
    let power = Dd::from(10.0).powi(scale.unsigned_abs() as u32);
    let exact = if scale < 0 {
        whole / power
    } else {
        whole * power
    };
    let exact = if digits.starts_with('-') {
        -exact
    } else {
        exact
    };
    (exact - value).value()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(texts: &[&str]) -> Option<Written> {
        let mut decimals = Decimals::default();
        for text in texts {
            decimals.look(text.parse().unwrap(), text);
        }
        decimals.written()
    }

    #[test]
    fn places_are_those_of_the_longest_number() {
        assert_eq!(
            written(&["1", "2.50", "-0.125"]),
            Some(Written::Decimals(3))
        );
        assert_eq!(written(&["1000000000000.4"]), Some(Written::Decimals(1)));
        assert_eq!(written(&["12e3", "1.5e-3"]), Some(Written::Decimals(4)));
        assert_eq!(written(&["12e3", "1.5e3"]), Some(Written::Decimals(0)));
        assert_eq!(written(&["1000000000000000.4"]), None);
        assert_eq!(written(&["1e-200"]), None);
    }

    #[test]
    fn rests_complete_the_double() {
        // fractions.Fraction("0.1") - Fraction(0.1) and so on, to 17 digits
        for (text, exact) in [
            ("0.1", -5.551_115_123_125_782_7e-18),
            ("-0.1", 5.551_115_123_125_782_7e-18),
            ("1000000000000000.4", 0.025),
            ("12345678901234567890.125", 722.125),
            ("1.7e-200", -1.436_205_772_700_141_6e-216),
            ("0.25", 0.0),
            ("1e300", 0.0),
        ] {
            let found = rest(text.parse().unwrap(), text);
            assert!(
                (found - exact).abs() <= 1e-14 * exact.abs(),
                "{text}: {found:e} instead of {exact:e}"
            );
        }
    }
}
