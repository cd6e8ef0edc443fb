//! Columns made of parts of others.

use std::collections::HashMap;

use crate::Value;
use crate::dataset::{CodeStore, Codes, Column, Numbers, Texts, Written};

/// The answers of these rows, in this order; no answer where there is no row.
pub(super) fn pick(column: &Column, rows: &[Option<usize>]) -> Column {
    match column {
        Column::Codes(codes) => {
            let picked = rows.iter().map(|row| row.map_or(0, |row| codes.code(row)));
            let dictionary = codes.dictionary().to_vec();
            let picked = Codes::new(store(picked.collect(), dictionary.len()), dictionary);
            Column::Codes(picked.with_written(codes.written().clone()))
        }
        Column::Numbers(numbers) => {
            let of = |values: &[f64], none: f64| -> Vec<f64> {
                rows.iter()
                    .map(|row| row.map_or(none, |row| values[row]))
                    .collect()
            };
            let written = match numbers.written() {
                Written::Rests(rests) => Written::Rests(of(rests, 0.0)),
                other => other.clone(),
            };
            let reasons = numbers.reasons();
            let picked = rows
                .iter()
                .map(|row| row.and_then(|row| reasons.get(row)).copied().unwrap_or(0));
            let numbers = Numbers::new(of(numbers.values(), f64::NAN), written);
            Column::Numbers(if reasons.is_empty() {
                numbers
            } else {
                numbers.with_reasons(picked.collect())
            })
        }
        Column::Texts(texts) => {
            let mut picked = Texts::default();
            for row in rows {
                picked.push(row.and_then(|row| texts.get(row)).unwrap_or_default());
            }
            Column::Texts(picked)
        }
    }
}

/// Columns below each other; nothing stands for rows without answers.
pub(super) fn below(parts: &[(Option<&Column>, usize)]) -> Column {
    let given = || parts.iter().filter_map(|(column, _)| *column);
    if given().all(|column| matches!(column, Column::Codes(_))) {
        return codes_below(parts);
    }
    let all_numbers = given().all(|column| match column {
        Column::Numbers(_) => true,
        Column::Codes(codes) => codes
            .dictionary()
            .iter()
            .all(|value| value.number().is_some()),
        Column::Texts(_) => false,
    });
    let each = parts.iter().flat_map(|(column, rows)| {
        (0..*rows).map(move |row| column.and_then(|column| column.value(row)))
    });
    if all_numbers {
        let values = each.map(|value| value.as_ref().and_then(Value::number).unwrap_or(f64::NAN));
        return Column::Numbers(Numbers::new(values.collect(), places(given())));
    }
    let mut texts = Texts::default();
    for value in each {
        texts.push(&value.map(|value| value.to_string()).unwrap_or_default());
    }
    Column::Texts(texts)
}

/// The most decimal places of several columns; the doubles themselves where one of them is not decimal.
fn places<'a>(columns: impl Iterator<Item = &'a Column>) -> Written {
    let mut most = 0;
    for column in columns {
        let written = match column {
            Column::Numbers(numbers) => numbers.written(),
            Column::Codes(codes) => codes.written(),
            Column::Texts(_) => &Written::Binary,
        };
        match written {
            Written::Decimals(places) => most = most.max(*places),
            Written::Binary | Written::Rests(_) => return Written::Binary,
        }
    }
    Written::Decimals(most)
}

fn codes_below(parts: &[(Option<&Column>, usize)]) -> Column {
    let mut dictionary: Vec<Value> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut all = Vec::new();
    let columns = parts.iter().filter_map(|(column, _)| *column);
    let written = places(columns);
    for (column, rows) in parts {
        let Some(Column::Codes(codes)) = column else {
            all.extend(std::iter::repeat_n(0, *rows));
            continue;
        };
        // a number and the text that looks like it are two values
        let places: Vec<usize> = std::iter::once(0)
            .chain(codes.dictionary().iter().map(|value| {
                let key = format!("{}{value}", u8::from(value.number().is_some()));
                *known.entry(key).or_insert_with(|| {
                    dictionary.push(value.clone());
                    dictionary.len()
                })
            }))
            .collect();
        all.extend((0..*rows).map(|row| places[codes.code(row)]));
    }
    if dictionary.len() > usize::from(u16::MAX) {
        let value = |code: &usize| code.checked_sub(1).map(|place| &dictionary[place]);
        let mut texts = Texts::default();
        for code in &all {
            texts.push(&value(code).map(ToString::to_string).unwrap_or_default());
        }
        return Column::Texts(texts);
    }
    Column::Codes(Codes::new(store(all, dictionary.len()), dictionary).with_written(written))
}

/// Codes as wide as they need to be; at most 65,535 different.
pub(super) fn store(codes: Vec<usize>, different: usize) -> CodeStore {
    // codes are at most `different`
    #[allow(clippy::cast_possible_truncation)]
    if different <= usize::from(u8::MAX) {
        CodeStore::U8(codes.into_iter().map(|code| code as u8).collect())
    } else {
        CodeStore::U16(codes.into_iter().map(|code| code as u16).collect())
    }
}
