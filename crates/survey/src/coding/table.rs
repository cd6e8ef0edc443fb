//! Coding in a spreadsheet: a table of answers for somebody to fill in, and such a table when it comes back.

use super::answers::{Answers, fingerprint, is_fingerprint};
use super::spec::{CodeFault, Coder, Coding};
use crate::codebook::{Codebook, Level, Origin, ValueLabel, Variable};
use crate::dataset::{Column, Dataset, Numbers, Texts};
use crate::error::nearest;
use crate::{Error, Language, Text, Value};

/// Columns for codes that a table has at least.
const LEAST: usize = 5;
/// What says that none of the codes fits.
const NONE: &str = "-";

/// A table of the different answers, `id`, `rows`, `answer`, `code1`, `code2`, ..., with what the coder has decided so far. An empty row of
/// codes is one that is not decided, `-` says that none of the codes fits.
///
/// # Errors
/// [`Error::Coding`] where the frame is faulty.
pub fn coding_table(
    coding: &Coding,
    answers: &Answers,
    coder: Option<&Coder>,
) -> Result<Dataset, Error> {
    coding.check()?;
    let decided = |fingerprint: &String| coder.and_then(|coder| coder.answers.get(fingerprint));
    let mut most = LEAST;
    for answer in &answers.different {
        most = most.max(decided(&answer.fingerprint).map_or(0, Vec::len));
    }
    let (mut ids, mut texts) = (Texts::default(), Texts::default());
    let mut rows = Vec::new();
    let mut codes = vec![Texts::default(); most];
    for answer in &answers.different {
        ids.push(&answer.fingerprint);
        rows.push(answer.rows as f64);
        texts.push(&answer.text);
        let given = decided(&answer.fingerprint);
        for (place, column) in codes.iter_mut().enumerate() {
            column.push(match given {
                Some(given) if given.is_empty() && place == 0 => NONE,
                Some(given) => given.get(place).map_or("", String::as_str),
                None => "",
            });
        }
    }
    let variable = |name: &str, level, label: Text| {
        let mut variable = Variable::new(name, level, Origin::Given);
        variable.label = label;
        variable
    };
    let mut variables = vec![
        variable(
            "id",
            Level::Identifier,
            Text::both("Kennung der Antwort", "identifier of the answer"),
        ),
        variable(
            "rows",
            Level::Scale,
            Text::both("so oft gegeben", "given so often"),
        ),
        variable("answer", Level::Text, Text::both("Antwort", "answer")),
    ];
    let mut columns = vec![
        Column::Texts(ids),
        Column::Numbers(Numbers::from(rows)),
        Column::Texts(texts),
    ];
    let known = coding.flat().into_iter().map(|(code, parent)| ValueLabel {
        value: Value::Text(code.code.clone()),
        label: match parent {
            None => code.title(),
            Some(parent) => {
                let words = |language| {
                    let (above, label) = (parent.title(), code.title());
                    format!("{}: {}", above.get(language), label.get(language))
                };
                Text::both(words(Language::De), words(Language::En))
            }
        },
    });
    let mut known: Vec<ValueLabel> = known.collect();
    known.push(ValueLabel {
        value: NONE.into(),
        label: Text::both("keiner der Codes", "none of the codes"),
    });
    for (place, column) in codes.into_iter().enumerate() {
        let name = format!("code{}", place + 1);
        let mut made = variable(&name, Level::Nominal, Text::default());
        made.values.clone_from(&known);
        variables.push(made);
        columns.push(Column::Texts(column));
    }
    let codebook = Codebook {
        variables,
        ..Codebook::default()
    };
    // all columns have a row for each different answer
    Dataset::new("coding".to_owned(), String::new(), codebook, columns)
        .ok_or_else(|| CodeFault::Empty.of(""))
}

/// What somebody has decided in a table: a column `id` or `answer`, and columns whose names begin with `code`. Codes may be written by
/// their names or by their labels.
///
/// # Errors
/// [`Error::Coding`] where columns are missing, a code is not in the frame, or two rows say different things of one answer.
pub fn read_coding_table(coding: &Coding, coder: &str, table: &Dataset) -> Result<Coder, Error> {
    coding.check()?;
    let variables = &table.codebook.variables;
    let named = |name: &str| {
        let mut all = variables.iter().zip(table.columns());
        let found = all.find(|(variable, _)| variable.name.trim().to_lowercase() == name);
        found.map(|(_, column)| column)
    };
    let (ids, texts) = (named("id"), named("answer").or_else(|| named("antwort")));
    let is_code = |variable: &Variable| variable.name.trim().to_lowercase().starts_with("code");
    let columns = variables.iter().zip(table.columns());
    let codes: Vec<&Column> = columns
        .filter(|(variable, _)| is_code(variable))
        .map(|(_, column)| column)
        .collect();
    if codes.is_empty() || ids.or(texts).is_none() {
        return Err(CodeFault::Columns.of(""));
    }
    let written = |column: Option<&Column>, row: usize| {
        let value = column.and_then(|column| column.value(row));
        value.map_or(String::new(), |value| value.to_string().trim().to_owned())
    };
    let mut read = Coder {
        coder: coder.to_owned(),
        ..Coder::default()
    };
    let mut first_row = std::collections::BTreeMap::new();
    for row in 0..table.rows() {
        let number = row as u64 + 1;
        let cells = codes.iter().map(|column| written(Some(column), row));
        let cells: Vec<String> = cells.filter(|cell| !cell.is_empty()).collect();
        if cells.is_empty() {
            continue;
        }
        let text = written(texts, row);
        let id = match written(ids, row) {
            id if id.is_empty() && text.is_empty() => {
                return Err(CodeFault::NoAnswer { row: number }.of(""));
            }
            // a table of one's own has identifiers of its own
            id if text.is_empty() || is_fingerprint(&id) => id,
            _ => fingerprint(&text),
        };
        let mut given = Vec::new();
        for cell in cells.iter().filter(|cell| *cell != NONE) {
            let code = code(coding, cell, number)?;
            if !given.contains(&code) {
                given.push(code);
            }
        }
        if !given.is_empty() && cells.iter().any(|cell| cell == NONE) {
            return Err(CodeFault::NoneAndSome { row: number }.of(""));
        }
        // the order of the frame, so that the same codes are the same decision
        let known = coding.flat();
        let place = |code: &String| known.iter().position(|(known, _)| known.code == *code);
        crate::order::sort(&mut given, |a, b| place(a).cmp(&place(b)));
        let first = *first_row.entry(id.clone()).or_insert(number);
        match read.answers.get(&id) {
            Some(before) if *before != given => {
                return Err(CodeFault::TwoDecisions {
                    first,
                    second: number,
                }
                .of(""));
            }
            Some(_) => {}
            None => {
                read.answers.insert(id, given);
            }
        }
    }
    Ok(read)
}

/// The code that a cell means.
fn code(coding: &Coding, cell: &str, row: u64) -> Result<String, Error> {
    let known = coding.flat();
    let mut codes = known.iter().map(|(code, _)| *code);
    let by_name = codes.clone().find(|code| code.code == cell);
    let found = by_name.or_else(|| {
        codes.find(|code| {
            let is = |language| code.label.get(language).trim().eq_ignore_ascii_case(cell);
            is(Language::De) || is(Language::En)
        })
    });
    match found {
        Some(code) => Ok(code.code.clone()),
        None => {
            let names = known.iter().map(|(code, _)| code.code.as_str());
            let nearest = nearest(cell, names);
            Err(CodeFault::UnknownInTable { row, nearest }.of(cell))
        }
    }
}
