//! What a variable probably is, from its answers alone. Every guess carries its reason and can be overruled.

use std::collections::HashMap;

use crate::codebook::{Level, Origin, Reason, Variable};
use crate::dataset::Column;
use crate::{Value, order};

/// A whole-number rating has at most this many different values and spans at most as much, or twice as much as it has values.
const MAX_RATING: usize = 11;
/// Whole numbers that are all different and at least this large are keys, not measurements.
const LEAST_KEY: f64 = 1e6;
/// Texts with at most this many different values are categories.
pub(super) const MAX_FEW_TEXTS: usize = 50;
/// Longer texts on average are open answers, not names.
const LONG_TEXT: usize = 30;

/// A column of very many texts is judged by its first answers.
const SAMPLE: usize = 10_000;

/// Guesses level of measurement and reason from the answers of a column.
pub fn infer(name: &str, column: &Column) -> Variable {
    let (level, reason) = guess(column);
    Variable::new(name, level, Origin::Guessed(reason))
}

/// The same for a column of numbers of which it is known that it has these `different` ones, in ascending order, and so many answers.
pub fn infer_numbers(name: &str, different: &[f64], answers: usize) -> Variable {
    let (level, reason) = guess_numbers(different, answers);
    Variable::new(name, level, Origin::Guessed(reason))
}

fn guess(column: &Column) -> (Level, Reason) {
    match column {
        Column::Numbers(numbers) => {
            let mut different: Vec<f64> = numbers
                .values()
                .iter()
                .copied()
                .filter(|number| !number.is_nan())
                .collect();
            let answers = different.len();
            order::sort_numbers(&mut different);
            different.dedup();
            guess_numbers(&different, answers)
        }
        Column::Texts(texts) => {
            let sample = (0..texts.len())
                .filter_map(|row| texts.get(row))
                .take(SAMPLE);
            // The map of the coded texts, and no other type: only its size matters, never its order.
            let different: HashMap<&str, u32> = sample.clone().map(|text| (text, 0)).collect();
            guess_texts(different.len(), sample)
        }
        Column::Codes(codes) => {
            let values = codes.dictionary();
            // no more than it takes to see that there are more answers than values
            let answers = (0..codes.len()).filter(|row| codes.code(*row) > 0);
            let answers = answers.take(values.len() + 1).count();
            let numbers: Option<Vec<f64>> = values.iter().map(Value::number).collect();
            match (values, numbers) {
                ([], _) => (Level::Nominal, Reason::Empty),
                (_, Some(numbers)) => guess_numbers(&numbers, answers),
                _ => {
                    let texts: Vec<String> = values.iter().map(ToString::to_string).collect();
                    if answers == texts.len() && answers > 2 {
                        return guess_texts(texts.len(), texts.iter().map(String::as_str));
                    }
                    if texts.iter().all(|text| is_date(text)) {
                        return (Level::Date, Reason::Dates);
                    }
                    match texts.len() {
                        2 => (Level::Nominal, Reason::TwoValues),
                        few if few <= MAX_FEW_TEXTS => {
                            (Level::Nominal, Reason::FewTexts { distinct: few })
                        }
                        many if mean_length(texts.iter().map(String::as_str)) > LONG_TEXT => {
                            (Level::Text, Reason::ManyTexts { distinct: many })
                        }
                        many => (Level::Nominal, Reason::ManyTexts { distinct: many }),
                    }
                }
            }
        }
    }
}

/// `numbers` are the different values.
pub(super) fn guess_numbers(numbers: &[f64], answers: usize) -> (Level, Reason) {
    let distinct = numbers.len();
    let whole = numbers.iter().all(|number| number.fract() == 0.0);
    let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let most = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if distinct == 2 && whole {
        (Level::Nominal, Reason::TwoValues)
    } else if whole
        && distinct == answers
        && answers >= 20
        && (most - least + 1.0 == distinct as f64 || least >= LEAST_KEY)
    {
        (Level::Identifier, Reason::AllDifferent)
    } else if whole && is_dense(distinct, most - least) {
        (Level::Ordinal, Reason::FewWholeNumbers { distinct })
    } else {
        (Level::Scale, Reason::ManyNumbers { distinct })
    }
}

/// Few numbers that lie close together, as on a scale from 0 to 10; 0, 1, 4 and 20 are amounts.
fn is_dense(distinct: usize, span: f64) -> bool {
    let gaps = 2 * distinct;
    distinct > 0 && distinct <= MAX_RATING && (span < MAX_RATING as f64 || span < gaps as f64)
}

/// For texts that are all different, or too many to be categories.
fn guess_texts<'a>(
    distinct: usize,
    mut texts: impl Iterator<Item = &'a str> + Clone,
) -> (Level, Reason) {
    let answers = texts.clone().count();
    if texts.clone().all(is_date) && answers > 0 {
        (Level::Date, Reason::Dates)
    } else if distinct == answers && !texts.any(|text| text.contains(' ')) {
        (Level::Identifier, Reason::AllDifferent)
    } else {
        (Level::Text, Reason::ManyTexts { distinct })
    }
}

/// Words of an answer on average, where texts are sentences of their own: hardly any comes again, and they have three words or more.
pub(super) fn open_answers(texts: &[&str], answers: u64) -> Option<usize> {
    let distinct = texts.len() as u64;
    let words: usize = texts
        .iter()
        .map(|text| text.split_whitespace().count())
        .sum();
    let mean = (words as f64 / texts.len().max(1) as f64).round();
    // the mean of a count of words
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let mean = mean as usize;
    (distinct >= 3 && distinct * 10 >= answers * 8 && mean >= 3).then_some(mean)
}

fn mean_length<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    let (count, length) = texts.fold((0, 0), |(count, length), text| {
        (count + 1, length + text.chars().count())
    });
    length / count.max(1)
}

/// A day as `2026-11-22`, `2026/11/22`, `22.11.2026`, `22/11/26` or `22-11-26`, with or without a time after it.
fn is_date(text: &str) -> bool {
    let day = text.trim().split([' ', 'T']).next().unwrap_or_default();
    let parts = |mark: char| -> Option<Vec<u32>> {
        let parts: Option<Vec<u32>> = day
            .split(mark)
            .map(|part| {
                part.bytes()
                    .all(|byte| byte.is_ascii_digit())
                    .then(|| part.parse().ok())
                    .flatten()
            })
            .collect();
        parts.filter(|parts| parts.len() == 3)
    };
    let plausible = |year: u32, month: u32, day: u32| {
        (year <= 99 || (1000..=2999).contains(&year))
            && (1..=12).contains(&month)
            && (1..=31).contains(&day)
    };
    let day_first = |p: &[u32]| plausible(p[2], p[1], p[0]);
    let year_first = |p: &[u32]| plausible(p[0], p[1], p[2]);
    parts('-').is_some_and(|p| year_first(&p) || day_first(&p))
        || parts('.').is_some_and(|p| day_first(&p))
        || parts('/')
            .is_some_and(|p| day_first(&p) || plausible(p[2], p[0], p[1]) || year_first(&p))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{CodeStore, Codes};

    fn level(values: &[&str]) -> Level {
        let mut dictionary: Vec<Value> = Vec::new();
        let codes = values
            .iter()
            .map(|text| {
                let value = text
                    .parse()
                    .map_or_else(|_| Value::from(*text), Value::Number);
                dictionary
                    .iter()
                    .position(|known| *known == value)
                    .map_or_else(
                        || {
                            dictionary.push(value.clone());
                            dictionary.len() as u8
                        },
                        |at| at as u8 + 1,
                    )
            })
            .collect();
        infer(
            "x",
            &Column::Codes(Codes::new(CodeStore::U8(codes), dictionary)),
        )
        .level
    }

    #[test]
    fn large_numbers_that_never_repeat_are_keys() {
        let keys: Vec<f64> = (0..30)
            .map(|row| 3_436_000_000.0 + f64::from(row) * 17.0)
            .collect();
        assert_eq!(
            infer("id", &Column::Numbers(keys.into())).level,
            Level::Identifier
        );
        let incomes: Vec<f64> = (0..30)
            .map(|row| 1_000.0 + f64::from(row) * 170.0)
            .collect();
        assert_eq!(
            infer("income", &Column::Numbers(incomes.into())).level,
            Level::Scale
        );
    }

    #[test]
    fn guesses_what_a_person_would() {
        assert_eq!(level(&["1", "2", "4", "3", "2", "1"]), Level::Ordinal);
        assert_eq!(level(&["0", "1", "1"]), Level::Nominal);
        // amounts with gaps, a scale of 0 to 10 of which few points were used
        assert_eq!(level(&["0", "1", "2", "3", "12", "20", "0"]), Level::Scale);
        assert_eq!(level(&["0", "7", "10", "0"]), Level::Ordinal);
        assert_eq!(level(&["ord", "plan", "ord"]), Level::Nominal);
        assert_eq!(level(&["1.5", "2.5", "3.25", "1.5"]), Level::Scale);
        assert_eq!(
            level(&["2019-01-02", "2019-01-03", "2019-01-03"]),
            Level::Date
        );
        assert_eq!(level(&["01-01-13", "15-02-13", "15-02-13"]), Level::Date);
        // as form services write it
        assert_eq!(
            level(&["2026/11/22 1:00:05 PM GMT+1", "2026/07/22 1:00:05 AM MESZ"]),
            Level::Date
        );
        assert_eq!(level(&["A1", "A2", "A3", "A4"]), Level::Identifier);
        assert_eq!(
            level(&["we need more staff", "nothing", "a place to meet"]),
            Level::Text
        );
        assert_eq!(level(&[]), Level::Nominal);
    }
}
