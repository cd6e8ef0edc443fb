//! Numbers in the reader's convention: `63,2 %` and `63.2%`, `1.169` and `1,169`, `p < 0,001`.
//!
//! Rounding is half up on the shortest decimal expansion that names the double, not on a product of doubles:
//! 0.145 is 14.5 % and rounds to 15 %, though 0.145 × 100 is 14.499999999999998 in binary.

use befund_survey::Language;
use befund_survey::finding::Finding;

/// Narrow no-break space: stands before the German per cent sign.
const NARROW_SPACE: char = '\u{202F}';
/// Minus sign.
const MINUS: char = '\u{2212}';
/// Stands where there is no number.
pub const NOTHING: &str = "–";

/// A number as decimal digits.
struct Digits {
    negative: bool,
    whole: String,
    fraction: String,
}

impl Digits {
    /// The digits of a finite number with the decimal mark moved `shift` places to the right.
    fn of(value: f64, shift: usize) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let text = format!("{}", value.abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let mut fraction = fraction.to_owned();
        while fraction.len() < shift {
            fraction.push('0');
        }
        let (moved, fraction) = fraction.split_at(shift);
        let whole = format!("{whole}{moved}");
        let whole = whole.trim_start_matches('0');
        Some(Self {
            negative: value < 0.0,
            whole: if whole.is_empty() { "0" } else { whole }.to_owned(),
            fraction: fraction.to_owned(),
        })
    }

    /// Rounded half up (away from zero) to `decimals` places.
    fn round(mut self, decimals: usize) -> Self {
        while self.fraction.len() < decimals {
            self.fraction.push('0');
        }
        let up = self
            .fraction
            .as_bytes()
            .get(decimals)
            .is_some_and(|digit| *digit >= b'5');
        self.fraction.truncate(decimals);
        if up {
            let mut digits: Vec<u8> = format!("0{}{}", self.whole, self.fraction).into_bytes();
            for digit in digits.iter_mut().rev() {
                if *digit == b'9' {
                    *digit = b'0';
                } else {
                    *digit += 1;
                    break;
                }
            }
            let digits: String = digits.into_iter().map(char::from).collect();
            let (whole, fraction) = digits.split_at(digits.len() - decimals);
            self.whole = match whole.trim_start_matches('0') {
                "" => "0".to_owned(),
                whole => whole.to_owned(),
            };
            self.fraction = fraction.to_owned();
        }
        let zero = |text: &str| text.bytes().all(|digit| digit == b'0');
        self.negative &= !(zero(&self.whole) && zero(&self.fraction));
        self
    }

    fn show(&self, grouped: bool, minus: char, language: Language) -> String {
        let (mark, separator) = marks(language);
        let mut text = String::new();
        if self.negative {
            text.push(minus);
        }
        for (index, digit) in self.whole.chars().enumerate() {
            if grouped && index > 0 && (self.whole.len() - index).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        if !self.fraction.is_empty() {
            text.push(mark);
            text.push_str(&self.fraction);
        }
        text
    }
}

fn marks(language: Language) -> (char, char) {
    match language {
        Language::De => (',', '.'),
        Language::En => ('.', ','),
    }
}

/// A fraction of 1 in per cent: `63,2 %` with a narrow no-break space, `63.2%`.
pub fn percent(share: f64, decimals: u8, language: Language) -> String {
    if !share.is_finite() {
        return NOTHING.to_owned();
    }
    let figure = percent_figure(share, decimals, language);
    match language {
        Language::De => format!("{figure}{NARROW_SPACE}%"),
        Language::En => format!("{figure}%"),
    }
}

/// A fraction of 1 in per cent without the sign, for columns that are headed `%`.
pub fn percent_figure(share: f64, decimals: u8, language: Language) -> String {
    shifted(share, 2, decimals, language)
}

/// A number with that many decimals: `2,80`, `2.80`, `−0,3`; never `−0,0`.
pub fn decimal(value: f64, decimals: u8, language: Language) -> String {
    shifted(value, 0, decimals, language)
}

fn shifted(value: f64, shift: usize, decimals: u8, language: Language) -> String {
    match Digits::of(value, shift) {
        Some(digits) => digits
            .round(usize::from(decimals))
            .show(true, MINUS, language),
        None => NOTHING.to_owned(),
    }
}

/// A whole number with separators: `1.169`, `1,169`.
pub fn count(value: u64, language: Language) -> String {
    Digits {
        negative: false,
        whole: value.to_string(),
        fraction: String::new(),
    }
    .show(true, MINUS, language)
}

/// A sum of weights: whole where it is whole, otherwise with one decimal.
pub fn weighted_count(value: f64, language: Language) -> String {
    let whole = (value - value.round()).abs() < 1e-9;
    decimal(value, u8::from(!whole), language)
}

/// A number with as many decimals as it needs, at most `most`: `4`, `3,5`.
pub fn plain(value: f64, most: u8, language: Language) -> String {
    match Digits::of(value, 0) {
        Some(digits) => {
            let mut digits = digits.round(usize::from(most));
            let kept = digits.fraction.trim_end_matches('0').len();
            digits.fraction.truncate(kept);
            digits.show(true, MINUS, language)
        }
        None => NOTHING.to_owned(),
    }
}

/// A p-value with its letter: `p < 0,001`, `p = 0,034`.
pub fn p_value(p: f64, language: Language) -> String {
    if !p.is_finite() {
        return format!("p {NOTHING}");
    }
    if p < 0.001 {
        format!("p < {}", decimal(0.001, 3, language))
    } else if p > 0.999 {
        format!("p > {}", decimal(0.999, 3, language))
    } else {
        format!("p = {}", decimal(p, 3, language))
    }
}

/// Every digit the double has, moved `shift` places, for files: no separators, a plain minus.
pub(crate) fn full(value: f64, shift: usize, language: Language) -> String {
    match Digits::of(value, shift) {
        Some(mut digits) => {
            let kept = digits.fraction.trim_end_matches('0').len();
            digits.fraction.truncate(kept);
            digits.show(false, '-', language)
        }
        None => String::new(),
    }
}

/// The figures of one finding: language and decimals are settled once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figures {
    pub(crate) language: Language,
    /// Decimals of percentages.
    pub(crate) percent_decimals: u8,
    /// Decimals of means and other statistics.
    pub(crate) mean_decimals: u8,
}

impl Figures {
    /// One decimal for percentages and two for statistics, where the finding asks for nothing else.
    pub(crate) fn of(finding: &Finding, language: Language) -> Self {
        // No double has more than 17 significant digits.
        let asked = finding.display.decimals.map(|decimals| decimals.min(17));
        Self {
            language,
            percent_decimals: asked.unwrap_or(1),
            mean_decimals: asked.unwrap_or(2),
        }
    }

    pub(crate) fn percent(self, share: f64) -> String {
        percent(share, self.percent_decimals, self.language)
    }

    pub(crate) fn mean(self, mean: f64) -> String {
        decimal(mean, self.mean_decimals, self.language)
    }

    pub(crate) fn count(self, value: u64) -> String {
        count(value, self.language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{De, En};

    #[test]
    fn conventions_of_both_languages() {
        assert_eq!(percent(60.0 / 95.0, 1, De), "63,2\u{202F}%");
        assert_eq!(percent(60.0 / 95.0, 1, En), "63.2%");
        assert_eq!(count(1169, De), "1.169");
        assert_eq!(count(1_234_567, En), "1,234,567");
        assert_eq!(count(999, De), "999");
        assert_eq!(decimal(1234.5, 2, De), "1.234,50");
        assert_eq!(p_value(0.0343, De), "p = 0,034");
        assert_eq!(p_value(1e-9, En), "p < 0.001");
        assert_eq!(p_value(1.0, En), "p > 0.999");
        assert_eq!(plain(3.50, 2, De), "3,5");
        assert_eq!(plain(4.0, 2, De), "4");
        assert_eq!(full(0.631578947368421, 2, De), "63,1578947368421");
        assert_eq!(full(-1234.5, 0, En), "-1234.5");
    }

    #[test]
    fn rounds_once_and_half_up_on_the_decimal_expansion() {
        let rate = 185.0 / 951.0;
        assert_eq!(percent(rate, 3, En), "19.453%");
        assert_eq!(percent(rate, 1, En), "19.5%");
        assert_eq!(
            percent(rate, 0, En),
            "19%",
            "20 would need rounding 19.5 again"
        );
        assert_eq!(percent(0.145, 0, En), "15%");
        assert_eq!(percent(5.0 / 8.0, 0, En), "63%");
        assert_eq!(percent(0.9996, 1, En), "100.0%");
        assert_eq!(decimal(9.995, 2, En), "10.00");
        assert_eq!(decimal(2.5, 0, En), "3");
        assert_eq!(decimal(0.05, 1, En), "0.1");
    }

    #[test]
    fn every_share_of_a_small_base_rounds_as_whole_number_arithmetic_says() {
        for base in 1_u64..=240 {
            for part in 0..=base {
                let tenths = (2000 * part + base) / (2 * base);
                let expected = format!("{}.{}%", tenths / 10, tenths % 10);
                assert_eq!(
                    percent(part as f64 / base as f64, 1, En),
                    expected,
                    "{part}/{base}"
                );
            }
        }
    }

    #[test]
    fn minus_is_a_minus_sign_and_never_stands_before_zero() {
        assert_eq!(decimal(-0.04, 1, De), "0,0");
        assert_eq!(decimal(-0.05, 1, De), "\u{2212}0,1");
        assert_eq!(decimal(-0.0, 1, En), "0.0");
        assert_eq!(decimal(f64::NAN, 1, En), NOTHING);
        assert_eq!(percent(f64::INFINITY, 1, De), NOTHING);
    }
}
