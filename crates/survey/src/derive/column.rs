//! From values to a column: coded where the values are few.

use std::collections::HashMap;

use crate::Value;
use crate::codebook::Level;
use crate::dataset::{CodeStore, Codes, Column, Numbers, Texts, Written};
use crate::expression::{Over, Places, Series, Truth, Values, Words, by_code, decimal};
use crate::order;

/// A column has at most so many codes; with more values it keeps the values.
const MOST_CODES: usize = 255;

/// A column with the level that its values suggest.
pub(super) struct MadeColumn {
    pub(super) column: Column,
    pub(super) level: Level,
}

/// The column of a series.
pub(super) fn column(series: Series<'_>, rows: usize) -> MadeColumn {
    let over = series.over;
    match series.values {
        Values::Truths(truths) => {
            let code = |truth: &Truth| match truth {
                Truth::Unknown => 0,
                Truth::False => 1,
                Truth::True => 2,
            };
            let codes = truths.iter().map(code).collect();
            let dictionary = vec![Value::Number(0.0), Value::Number(1.0)];
            let codes = Codes::new(store(codes, over, rows), dictionary);
            MadeColumn {
                column: Column::Codes(codes.with_written(Written::Decimals(0))),
                level: Level::Nominal,
            }
        }
        Values::Numbers(numbers, places) => {
            let column = match encode(&numbers) {
                Some((codes, values)) => {
                    let dictionary = values.into_iter().map(Value::Number).collect();
                    let codes = Codes::new(store(codes, over, rows), dictionary);
                    Column::Codes(codes.with_written(written(places)))
                }
                None => {
                    let numbers = match over {
                        Over::Codes(codes) => by_code(&numbers, codes),
                        Over::Rows | Over::Constant => numbers.into_owned(),
                    };
                    Column::Numbers(Numbers::new(numbers, written(places)))
                }
            };
            let level = crate::infer("", &column).level;
            // an index of few cases is no identifier
            let level = if level == Level::Identifier {
                Level::Scale
            } else {
                level
            };
            MadeColumn { column, level }
        }
        Values::Texts(words) => texts(words, over, rows),
    }
}

/// The column of numbers that stand for the rows or codes of `over`.
pub(super) fn numbers(numbers: Vec<f64>, places: Places, over: Over<'_>, rows: usize) -> Column {
    let (numbers, places) = decimal(numbers, places);
    let values = Values::Numbers(numbers.into(), places);
    column(Series { over, values }, rows).column
}

fn written(places: Places) -> Written {
    places.map_or(Written::Binary, Written::Decimals)
}

fn store(codes: Vec<u8>, over: Over<'_>, rows: usize) -> CodeStore {
    CodeStore::U8(match over {
        Over::Constant => vec![codes.first().copied().unwrap_or(0); rows],
        Over::Codes(stored) => by_code(&codes, stored),
        Over::Rows => codes,
    })
}

/// Codes of the numbers and the different ones, ascending; nothing where they are too many.
fn encode(numbers: &[f64]) -> Option<(Vec<u8>, Vec<f64>)> {
    let mut known: HashMap<u64, u32> = HashMap::new();
    let mut values: Vec<f64> = Vec::new();
    let mut first = Vec::with_capacity(numbers.len());
    let mut last = (f64::NAN.to_bits(), 0);
    for number in numbers {
        // -0 is 0
        let number = *number + 0.0;
        if number.is_nan() {
            first.push(0);
            continue;
        }
        if number.to_bits() != last.0 {
            let code = *known.entry(number.to_bits()).or_insert_with(|| {
                values.push(number);
                values.len() as u32
            });
            last = (number.to_bits(), code);
        }
        if values.len() > MOST_CODES {
            return None;
        }
        // at most 255
        first.push(last.1 as u8);
    }
    let mut sorted: Vec<usize> = (0..values.len()).collect();
    order::sort(&mut sorted, |a, b| values[*a].total_cmp(&values[*b]));
    let mut place = vec![0_u8; values.len() + 1];
    for (rank, index) in sorted.iter().enumerate() {
        place[index + 1] = rank as u8 + 1;
    }
    let codes = first.iter().map(|code| place[usize::from(*code)]).collect();
    Some((codes, sorted.iter().map(|index| values[*index]).collect()))
}

fn texts(words: Words<'_>, over: Over<'_>, rows: usize) -> MadeColumn {
    let mut used = vec![false; words.dictionary.len() + 1];
    for code in &words.codes {
        used[*code as usize] = true;
    }
    let mut table = vec![0_u8; used.len()];
    let mut dictionary = Vec::new();
    for (index, word) in words.dictionary.iter().enumerate() {
        if used[index + 1] && dictionary.len() < MOST_CODES && !word.is_empty() {
            dictionary.push(Value::Text(word.to_string()));
            table[index + 1] = dictionary.len() as u8;
        }
    }
    let few = used.iter().skip(1).filter(|used| **used).count() <= MOST_CODES;
    if few {
        let codes = words
            .codes
            .iter()
            .map(|code| table[*code as usize])
            .collect();
        let codes = Codes::new(store(codes, over, rows), dictionary);
        return MadeColumn {
            column: Column::Codes(codes),
            level: Level::Nominal,
        };
    }
    let codes = match over {
        Over::Codes(codes) => by_code(&words.codes, codes),
        Over::Rows | Over::Constant => words.codes,
    };
    let mut texts = Texts::default();
    for code in codes {
        let word = (code as usize)
            .checked_sub(1)
            .map(|index| &words.dictionary[index]);
        texts.push(word.map_or("", AsRef::as_ref));
    }
    MadeColumn {
        column: Column::Texts(texts),
        level: Level::Text,
    }
}
