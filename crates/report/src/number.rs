//! Numbers in the reader's convention: `63,2 %` and `63.2%`, `1.169` and `1,169`, `p < 0,001`.
//!
//! Rounding is half up on the shortest decimal expansion that names the double, not on a product of doubles:
//! 0.145 is 14.5 % and rounds to 15 %, though 0.145 × 100 is 14.499999999999998 in binary.
//!
//! Very large and very small numbers are written with a power of ten: `1,2 × 10³⁰⁸`.

use befund_survey::Language;
use befund_survey::finding::{DescriptivesTable, Finding, ProfileItem, ProfileTable, Results};

/// Narrow no-break space: stands before the German per cent sign.
const NARROW_SPACE: char = '\u{202F}';
/// Minus sign.
const MINUS: char = '\u{2212}';
/// Stands where there is no number.
pub const NOTHING: &str = "–";

/// From here on numbers are written with a power of ten.
const LARGE: f64 = 1e15;
/// Below it numbers are written with a power of ten.
const SMALL: f64 = 1e-6;

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

/// A number with that many decimals: `2,80`, `2.80`, `−0,3`; never `−0,0`; a power of ten where it is huge.
pub fn decimal(value: f64, decimals: u8, language: Language) -> String {
    if value.is_finite() && value.abs() >= LARGE {
        return power_of_ten(value, language);
    }
    shifted(value, 0, decimals, language)
}

/// Three significant digits and a power of ten: `1,2 × 10³⁰⁸`.
fn power_of_ten(value: f64, language: Language) -> String {
    let text = format!("{value:.2e}");
    let (figures, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let figures: String = figures
        .trim_end_matches('0')
        .trim_end_matches('.')
        .chars()
        .map(|character| match character {
            '-' => MINUS,
            '.' => marks(language).0,
            digit => digit,
        })
        .collect();
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let exponent: String = exponent
        .chars()
        .map(|character| {
            let digit = character.to_digit(10).map(|digit| RAISED[digit as usize]);
            digit.unwrap_or('⁻')
        })
        .collect();
    format!("{figures}\u{A0}×\u{A0}10{exponent}")
}

/// Decimals that show two significant digits of a value.
fn two_digits(value: f64) -> u8 {
    // No finite double is below 1e-324: the cast is of a small whole number.
    (1.0 - value.abs().log10().floor()).clamp(0.0, 17.0) as u8
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

/// A sum of weights: whole where it is whole, otherwise with one decimal; more only where it would print as 0.
///
/// Sums of weights carry the noise of their additions: 103.55 may be stored as 103.54999999999998. What ten digits
/// cannot tell apart prints alike.
pub fn weighted_count(value: f64, language: Language) -> String {
    let value = befund_survey::decimal::number(&format!("{value:.9e}")).unwrap_or(value);
    if value.fract() == 0.0 {
        decimal(value, 0, language)
    } else if value.abs() < 0.05 {
        plain(value, 1, language)
    } else {
        decimal(value, 1, language)
    }
}

/// A number with as many decimals as it needs, at most `most`: `4`, `3,5`; what is not 0 does not print as 0.
pub fn plain(value: f64, most: u8, language: Language) -> String {
    let size = value.abs();
    if value.is_finite() && value != 0.0 && !(SMALL..LARGE).contains(&size) {
        return power_of_ten(value, language);
    }
    match Digits::of(value, 0) {
        Some(digits) => {
            let vanishes = value != 0.0 && size < 0.5 * 0.1_f64.powi(i32::from(most));
            let most = if vanishes { two_digits(value) } else { most };
            let mut digits = digits.round(usize::from(most));
            let kept = digits.fraction.trim_end_matches('0').len();
            digits.fraction.truncate(kept);
            digits.show(true, MINUS, language)
        }
        None => NOTHING.to_owned(),
    }
}

/// A figure of unknown size with four significant digits: `0,3456`, `12,35`, `1.234`, `∞`.
pub fn significant(value: f64, language: Language) -> String {
    if value.is_infinite() {
        return if value > 0.0 {
            "∞".to_owned()
        } else {
            format!("{MINUS}∞")
        };
    }
    let size = value.abs();
    let most = [1000.0, 100.0, 10.0, 1.0, 0.1, 0.01]
        .iter()
        .position(|least| size >= *least)
        .unwrap_or(6);
    // fewer than ten places: the cast is of a small whole number
    #[allow(clippy::cast_possible_truncation)]
    plain(value, most as u8, language)
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

/// Every digit the double has, moved `shift` places, for files: no separators, a plain minus, `1.2E308` where it is huge.
pub(crate) fn full(value: f64, shift: usize, language: Language) -> String {
    let size = value.abs();
    if value.is_finite() && value != 0.0 && shift == 0 && !(SMALL..LARGE).contains(&size) {
        let mark = marks(language).0.to_string();
        return format!("{value:E}").replace('.', &mark);
    }
    match Digits::of(value, shift) {
        Some(mut digits) => {
            let kept = digits.fraction.trim_end_matches('0').len();
            digits.fraction.truncate(kept);
            digits.show(false, '-', language)
        }
        None => String::new(),
    }
}

/// How means and what is measured like them are printed, where the study does not say.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Precision {
    /// With that many decimals.
    Decimals(u8),
    /// With a power of ten.
    PowerOfTen,
}

impl Precision {
    /// Two decimals, more where two significant digits of the spread need them.
    ///
    /// Means are judged by the spread of the answers: in answers from 1 to 4 a mean of 0.004 is 0.00, in answers from
    /// 0.001 to 0.009 it is not. Without a spread the values themselves tell.
    fn of(values: impl Iterator<Item = (Option<f64>, Option<f64>)>) -> Self {
        let (mut largest, mut spread) = (0.0_f64, 0.0_f64);
        for (mean, deviation) in values {
            let size = mean.map_or(0.0, f64::abs);
            largest = largest.max(size);
            // Below it a deviation is the noise of adding doubles.
            let noise = 1e-9 * size;
            spread = spread.max(
                deviation
                    .filter(|deviation| *deviation > noise)
                    .unwrap_or(0.0),
            );
        }
        let scale = if spread > 0.0 { spread } else { largest };
        let all = largest.max(spread);
        if all > 0.0 && all < SMALL {
            Self::PowerOfTen
        } else if scale > 0.0 && scale.is_finite() {
            Self::Decimals(two_digits(scale).max(2))
        } else {
            Self::Decimals(2)
        }
    }
}

/// The figures of one finding: language and decimals are settled once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Figures {
    pub(crate) language: Language,
    /// Decimals of percentages.
    pub(crate) percent_decimals: u8,
    /// Decimals of means and other statistics, where the study asks for some.
    asked: Option<u8>,
    /// How these are printed where it does not.
    precision: Precision,
}

impl Figures {
    /// One decimal for percentages and two or more for statistics, where the finding asks for nothing else.
    pub(crate) fn of(finding: &Finding, language: Language) -> Self {
        // No double has more than 17 significant digits.
        let asked = finding.display.decimals.map(|decimals| decimals.min(17));
        let figures = Self {
            language,
            percent_decimals: asked.unwrap_or(1),
            asked,
            precision: Precision::Decimals(2),
        };
        match &finding.results {
            Results::Battery(table) => figures.fitting(
                table
                    .items
                    .iter()
                    .map(|row| (row.mean, row.standard_deviation)),
            ),
            Results::Profile(table) => figures.fitting(
                table
                    .items
                    .iter()
                    .flat_map(|row| &row.means)
                    .map(|mean| (mean.mean, mean.standard_deviation)),
            ),
            // Others have no means, or those of several variables that differ in size: they fit the figures to each.
            _ => figures,
        }
    }

    /// The figures for these means with their standard deviations.
    pub(crate) fn fitting(self, values: impl Iterator<Item = (Option<f64>, Option<f64>)>) -> Self {
        Self {
            precision: Precision::of(values),
            ..self
        }
    }

    /// The figures for one variable of a table, in all its groups.
    pub(crate) fn of_variable(self, table: &DescriptivesTable, name: &str) -> Self {
        let rows = table.rows.iter().filter(|row| row.item.name == name);
        self.fitting(rows.map(|row| (row.mean, row.standard_deviation)))
    }

    /// The figures for one item of a profile: those of all items where these share a scale.
    pub(crate) fn of_item(self, table: &ProfileTable, item: &ProfileItem) -> Self {
        if table.scale.is_empty() {
            let means = item.means.iter();
            self.fitting(means.map(|mean| (mean.mean, mean.standard_deviation)))
        } else {
            self
        }
    }

    pub(crate) fn percent(self, share: f64) -> String {
        percent(share, self.percent_decimals, self.language)
    }

    pub(crate) fn mean(self, mean: f64) -> String {
        match (self.asked, self.precision) {
            (Some(decimals), _) | (None, Precision::Decimals(decimals)) => {
                decimal(mean, decimals, self.language)
            }
            (None, Precision::PowerOfTen) => plain(mean, 0, self.language),
        }
    }

    /// A value of the data, with the decimals it has.
    pub(crate) fn value(self, value: f64) -> String {
        let most = match self.precision {
            Precision::Decimals(decimals) => decimals,
            Precision::PowerOfTen => 2,
        };
        plain(value, most, self.language)
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

    #[test]
    fn huge_and_tiny_numbers_have_a_power_of_ten() {
        assert_eq!(decimal(1.2e308, 2, De), "1,2\u{A0}×\u{A0}10³⁰⁸");
        assert_eq!(decimal(-1.234e15, 2, En), "\u{2212}1.23\u{A0}×\u{A0}10¹⁵");
        assert_eq!(decimal(999_999_999_999_999.0, 0, En), "999,999,999,999,999");
        assert_eq!(plain(1e-320, 2, En), "1\u{A0}×\u{A0}10⁻³²⁰");
        assert_eq!(plain(1e16, 2, De), "1\u{A0}×\u{A0}10¹⁶");
        assert_eq!(plain(0.000_123, 2, En), "0.00012");
        assert_eq!(plain(0.006, 2, En), "0.01");
        assert_eq!(plain(0.0, 2, En), "0");
        assert_eq!(decimal(1e-320, 2, En), "0.00", "rounding is asked for");
        assert_eq!(full(1.25e300, 0, De), "1,25E300");
        assert_eq!(full(-1e-7, 0, En), "-1E-7");
    }

    #[test]
    fn sums_of_weights_forget_the_noise_of_adding() {
        assert_eq!(weighted_count(103.549_999_999_999_98, En), "103.6");
        assert_eq!(weighted_count(103.55, En), "103.6");
        assert_eq!(weighted_count(103.549, En), "103.5");
        assert_eq!(weighted_count(2.000_000_000_01, De), "2");
        assert_eq!(weighted_count(0.0, De), "0");
        assert_eq!(weighted_count(0.012, De), "0,012");
    }

    #[test]
    fn the_spread_decides_how_many_decimals_means_have() {
        let of =
            |mean: f64, deviation: f64| Precision::of([(Some(mean), Some(deviation))].into_iter());
        assert_eq!(of(3.2, 0.9), Precision::Decimals(2));
        assert_eq!(of(0.004, 0.9), Precision::Decimals(2));
        assert_eq!(of(0.0005, 0.0003), Precision::Decimals(5));
        assert_eq!(of(100.004, 0.003), Precision::Decimals(4));
        assert_eq!(of(0.1, 1e-17), Precision::Decimals(2), "noise");
        assert_eq!(of(0.000_12, 0.0), Precision::Decimals(5));
        assert_eq!(of(2e-8, 1e-8), Precision::PowerOfTen);
        assert_eq!(of(0.0, 0.0), Precision::Decimals(2));
        assert_eq!(of(1e308, f64::INFINITY), Precision::Decimals(2));
    }
}
