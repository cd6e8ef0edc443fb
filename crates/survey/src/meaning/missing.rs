//! Answers that are none: "keine Angabe", "don't know", and numbers beyond the end of a scale, such as 99 and -9.

use super::answers::Often;
use super::words::plain;

/// Words for no answer, plain.
const WORDS: &[&str] = &[
    "keine angabe",
    "k.a",
    "k. a",
    "ka",
    "k/a",
    "keine antwort",
    "weiss nicht",
    "weiss ich nicht",
    "w.n",
    "weiss nicht/keine angabe",
    "weiss nicht / keine angabe",
    "keine angabe/weiss nicht",
    "kann ich nicht beurteilen",
    "kann ich nicht sagen",
    "kann ich nicht einschaetzen",
    "nicht beurteilbar",
    "verweigert",
    "verweigerung",
    "antwort verweigert",
    "moechte ich nicht sagen",
    "moechte ich nicht beantworten",
    "keine angaben",
    "unbeantwortet",
    "nicht beantwortet",
    "fehlend",
    "fehlender wert",
    "weiss es nicht",
    "don't know",
    "dont know",
    "do not know",
    "don't know/no answer",
    "don't know / no answer",
    "don't know/refused",
    "no answer",
    "not answered",
    "refused",
    "refusal",
    "declined",
    "prefer not to say",
    "prefer not to answer",
    "i don't know",
    "rather not say",
    "decline to answer",
    "missing",
    "no response",
    "not applicable",
    "nicht anwendbar",
    "nicht erhoben",
    "not asked",
    "n/a",
    "na",
    "n.a",
    "can't say",
    "cannot say",
    "no answer/don't know",
    "trifft nicht zu (filter)",
    "dk/na",
    "dk",
    "keine auskunft",
];

/// Whether a text says that there is no answer.
pub(super) fn says_none(text: &str) -> bool {
    // longer texts are answers
    text.len() <= 40 && {
        let text = plain(text);
        WORDS.contains(&text.as_str()) || text.ends_with("(n/a)")
    }
}

/// Values that are set apart for no answer. Not 7, 8 and 9: they may as well be a rank or a number of something.
const CODES: &[f64] = &[
    -9999.0, -999.0, -99.0, -98.0, -97.0, -96.0, -95.0, -90.0, -88.0, -77.0, -66.0, -10.0, -9.0,
    -8.0, -7.0, -6.0, -5.0, -4.0, -3.0, -2.0, -1.0, 77.0, 88.0, 96.0, 97.0, 98.0, 99.0, 777.0,
    888.0, 996.0, 997.0, 998.0, 999.0, 7777.0, 8888.0, 9996.0, 9997.0, 9998.0, 9999.0, 99_999.0,
    999_999.0,
];

/// A rating has at most so many points.
const MAX_POINTS: f64 = 11.0;

/// The numbers among the different answers of a rating that are set apart for no answer: a code of the list beyond a gap, while what is
/// left is a rating without gaps. `numbers` ascend.
pub(super) fn beyond(numbers: &[f64]) -> Vec<f64> {
    let is_code = |number: &f64| CODES.contains(number);
    if numbers.iter().any(|number| number.fract() != 0.0) {
        return Vec::new();
    }
    let negative = numbers.iter().take_while(|number| **number < 0.0).count();
    let mut from = 0;
    // all negative numbers, or none: -3 to 3 is a scale
    if negative > 0 && negative < numbers.len() && numbers[..negative].iter().all(is_code) {
        let gap = numbers[negative] - numbers[negative - 1];
        if gap >= 2.0 {
            from = negative;
        }
    }
    // from the top down as long as the codes stand in a row; the gap is below them
    let mut to = numbers.len();
    for at in (from + 1..numbers.len()).rev() {
        if !is_code(&numbers[at]) {
            break;
        }
        let (below, code) = (numbers[at - 1], numbers[at]);
        let in_a_row = at > from + 1 && code - below <= 2.0 && is_code(&below) && below > 0.0;
        // 1 to 7 and 99: far from the scale
        let far = code - below >= 10.0 && code >= 2.0 * below;
        if far {
            to = at;
            break;
        }
        if !in_a_row {
            break;
        }
    }
    let scale = &numbers[from..to];
    let (Some(least), Some(most)) = (scale.first(), scale.last()) else {
        return Vec::new();
    };
    let complete = most - least + 1.0 == scale.len() as f64;
    if scale.len() < 2 || most - least >= MAX_POINTS || !complete || *least < 0.0 || *least > 1.0 {
        return Vec::new();
    }
    [&numbers[..from], &numbers[to..]].concat()
}

/// Amounts have more different values than this.
const MAX_RATING: usize = 11;
/// A code for no answer is at least so many times the largest amount.
const FAR: f64 = 5.0;
/// One row alone may be an amount after all.
const LEAST_ROWS: u64 = 2;

/// The same of amounts: negative codes from -7 on where all other numbers are positive (income, hours), and 998, 999 and the like
/// far above the largest of them. `numbers` ascend.
pub(super) fn beyond_amounts(numbers: &[Often]) -> Vec<f64> {
    let is_code = |often: &Often| CODES.contains(&often.number) && often.count >= LEAST_ROWS;
    let negative = numbers
        .iter()
        .take_while(|often| often.number < 0.0)
        .count();
    let below = &numbers[..negative];
    let from = match below.first() {
        // -1 alone may be a loss
        Some(least) if least.number <= -7.0 && below.iter().all(is_code) => negative,
        _ => 0,
    };
    let above = |often: &&Often| is_code(often) && often.number >= 998.0;
    let high = numbers[from..].iter().rev().take_while(above).count();
    let mut to = numbers.len() - high;
    if to > from && high > 0 && numbers[to].number < FAR * numbers[to - 1].number {
        to = numbers.len();
    }
    let amounts = &numbers[from..to];
    let positive = amounts.first().is_some_and(|least| least.number >= 0.0);
    if amounts.len() <= MAX_RATING || !positive {
        return Vec::new();
    }
    let codes = numbers[..from].iter().chain(&numbers[to..]);
    codes.map(|often| often.number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_beyond_amounts_are_no_amounts() {
        let often = |codes: &[(f64, u64)], amounts: std::ops::Range<u32>| {
            let amounts = amounts.map(|number| (f64::from(number) * 1.5, 1));
            let mut numbers: Vec<Often> = codes
                .iter()
                .copied()
                .chain(amounts)
                .map(|(number, count)| Often { number, count })
                .collect();
            numbers.sort_by(|a, b| a.number.total_cmp(&b.number));
            numbers
        };
        let beyond = |codes: &[(f64, u64)], amounts| beyond_amounts(&often(codes, amounts));
        assert_eq!(beyond(&[(-9.0, 30)], 10..50), [-9.0]);
        assert_eq!(beyond(&[(-9.0, 3), (-1.0, 2)], 10..50), [-9.0, -1.0]);
        assert_eq!(beyond(&[(998.0, 3), (999.0, 2)], 10..50), [998.0, 999.0]);
        assert_eq!(beyond(&[(-99.0, 3), (9999.0, 2)], 10..50), [-99.0, 9999.0]);
        // a loss, a single row, an amount that is not far, numbers on both sides of nought, a rating
        assert!(beyond(&[(-1.0, 30)], 10..50).is_empty());
        assert!(beyond(&[(-9.0, 1)], 10..50).is_empty());
        assert!(beyond(&[(999.0, 5)], 10..200).is_empty());
        assert!(beyond(&[(-9.0, 3), (-4.5, 3)], 10..50).is_empty());
        assert!(beyond(&[(-9.0, 3)], 10..15).is_empty());
        assert!(beyond(&[], 10..50).is_empty());
    }

    #[test]
    fn words_for_no_answer_in_both_languages() {
        for text in [
            "keine Angabe",
            "k. A.",
            "weiß nicht",
            "Don’t know",
            "Refused",
            "Prefer not to say",
            "N/A",
        ] {
            assert!(says_none(text), "{text}");
        }
        for text in [
            "trifft nicht zu",
            "nie",
            "Neither",
            "other",
            "Neither (n/a) with it",
            "no",
        ] {
            assert!(!says_none(text), "{text}");
        }
    }

    #[test]
    fn numbers_beyond_a_gap_are_no_ratings() {
        for (numbers, expected) in [
            (&[1.0, 2.0, 3.0, 4.0, 98.0, 99.0][..], &[98.0, 99.0][..]),
            // a rank, a number of children
            (&[1.0, 2.0, 3.0, 4.0, 5.0, 9.0], &[]),
            (&[1.0, 2.0, 3.0, 4.0, 5.0, 8.0, 9.0], &[]),
            (&[-9.0, -7.0, 1.0, 2.0, 3.0, 4.0], &[-9.0, -7.0]),
            (&[-9.0, 0.0, 1.0], &[-9.0]),
            (&[-1.0, 1.0, 2.0], &[-1.0]),
            (&[0.0, 1.0, 999.0], &[999.0]),
            (
                &[
                    -99.0, 0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0,
                ],
                &[-99.0],
            ),
            // scales and amounts
            (&[-1.0, 0.0, 1.0], &[]),
            (&[-3.0, -2.0, -1.0, 0.0, 1.0, 2.0, 3.0], &[]),
            (&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0], &[]),
            (&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 9.0], &[]),
            (&[0.0, 1.0, 4.0, 9.0], &[]),
            (&[18.0, 25.0, 99.0], &[]),
            (&[1.5, 2.0, 9.0], &[]),
            (&[99.0], &[]),
        ] {
            assert_eq!(beyond(numbers), expected, "{numbers:?}");
        }
    }
}
