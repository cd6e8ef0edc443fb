//! Coded answers as variables.

use super::frame::{CodeFrame, FrameFault};
use super::hand::{CodedAnswer, Coding, fingerprint};
use super::search::Term;
use crate::codebook::{Level, Origin, Set, SetKind, ValueLabel, Variable};
use crate::dataset::{CodeStore, Codes, Column, Dataset};
use crate::{Error, Text, Value};

/// The variables a code frame makes.
#[derive(Debug, Clone, PartialEq)]
pub struct CodedColumns {
    /// One 0/1 variable per code with its answers; missing where the open question was not answered.
    pub variables: Vec<(Variable, Column)>,
    /// The codes of the first level as several answers to one question, and below it those of the second level.
    pub sets: Vec<Set>,
}

/// The codes of one answer, by the place of each code in the frame.
type Given = Vec<bool>;

/// Codes the answers of a dataset: by hand where the coding has the row, by the terms of the frame elsewhere. A code that is
/// given below another gives that one, too. O(rows × terms).
///
/// # Errors
/// [`Error::UnknownVariable`], and [`Error::CodeFrame`] where the frame is faulty or the coding does not fit frame and file.
pub fn columns(
    frame: &CodeFrame,
    by_hand: Option<&Coding>,
    data: &Dataset,
) -> Result<CodedColumns, Error> {
    frame.check()?;
    let (variable, column) = data.find(&frame.variable)?;
    let codes = frame.flat();
    let terms: Vec<Vec<Term>> = codes
        .iter()
        .map(|(code, _)| frame.terms_of(code))
        .collect::<Result<_, _>>()?;
    let text = |row: usize| {
        column
            .value(row)
            .filter(|value| !variable.is_missing(value))
    };
    let mut rows: Vec<Option<Given>> = (0..data.rows())
        .map(|row| {
            let answer = text(row)?.to_string();
            let found = terms
                .iter()
                .map(|terms| terms.iter().any(|term| !term.hits(&answer).is_empty()));
            Some(found.collect())
        })
        .collect();
    for coded in by_hand.iter().flat_map(|coding| &coding.answers) {
        let coder = by_hand
            .map(|coding| coding.coder.clone())
            .unwrap_or_default();
        let row = usize::try_from(coded.row)
            .ok()
            .and_then(|row| row.checked_sub(1));
        let same = row.filter(|row| *row < data.rows()).and_then(text);
        match (row, same) {
            (Some(row), Some(answer)) if fingerprint(&answer.to_string()) == coded.answer => {
                rows[row] = Some(given(frame, &coder, coded)?);
            }
            _ => {
                let row = coded.row;
                return Err(frame.fault("", FrameFault::OtherAnswer { coder, row }));
            }
        }
    }
    for given in rows.iter_mut().flatten() {
        let_parents_follow(frame, given);
    }
    let question = if frame.label.is_empty() {
        variable.title()
    } else {
        frame.label.clone()
    };
    let made = codes.iter().enumerate().map(|(place, (code, _))| {
        let store = rows.iter().map(|given| match given {
            None => 0,
            Some(given) => 1 + u8::from(given[place]),
        });
        let dictionary = vec![Value::Number(0.0), Value::Number(1.0)];
        let mut variable = Variable::new(&name(frame, &code.code), Level::Nominal, Origin::Given);
        variable.label = if code.label.is_empty() {
            code.code.as_str().into()
        } else {
            code.label.clone()
        };
        variable.values = labels();
        (
            variable,
            Column::Codes(Codes::new(CodeStore::U8(store.collect()), dictionary)),
        )
    });
    let set = |suffix: &str, label: Text, codes: &[super::Code]| Set {
        name: format!("{}{suffix}", frame.name),
        kind: SetKind::Multiple,
        label,
        items: codes.iter().map(|code| name(frame, &code.code)).collect(),
        counted: Some(Value::Number(1.0)),
        origin: Origin::Given,
    };
    let mut sets = vec![set("", question, &frame.codes)];
    for code in frame.codes.iter().filter(|code| !code.codes.is_empty()) {
        sets.push(set(
            &format!("_{}", code.code),
            code.label.clone(),
            &code.codes,
        ));
    }
    Ok(CodedColumns {
        variables: made.collect(),
        sets,
    })
}

/// The name of the variable of a code.
fn name(frame: &CodeFrame, code: &str) -> String {
    format!("{}_{code}", frame.name)
}

fn labels() -> Vec<ValueLabel> {
    let label = |value: f64, de: &str, en: &str| ValueLabel {
        value: Value::Number(value),
        label: Text::both(de, en),
    };
    vec![
        label(0.0, "nicht genannt", "not mentioned"),
        label(1.0, "genannt", "mentioned"),
    ]
}

/// The codes of an answer by hand, by the places in the frame.
pub(super) fn given(frame: &CodeFrame, coder: &str, answer: &CodedAnswer) -> Result<Given, Error> {
    let codes = frame.flat();
    let mut given = vec![false; codes.len()];
    for code in &answer.codes {
        let place = codes
            .iter()
            .position(|(known, _)| known.code == *code)
            .ok_or_else(|| {
                let fault = FrameFault::Unknown {
                    coder: coder.to_owned(),
                    row: answer.row,
                };
                frame.fault(code, fault)
            })?;
        given[place] = true;
    }
    Ok(given)
}

/// An answer with a finer code has the code above it.
pub(super) fn let_parents_follow(frame: &CodeFrame, given: &mut Given) {
    let mut place = 0;
    for code in &frame.codes {
        let children = place + 1..place + 1 + code.codes.len();
        let below = given[children.clone()].contains(&true);
        given[place] |= below;
        place = children.end;
    }
}
