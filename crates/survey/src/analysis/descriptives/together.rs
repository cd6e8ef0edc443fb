//! What several variables have in common: the rows with answers to all of them, and to every two.

use super::super::run::Run;
use crate::coded::Coded;
use crate::finding::Item;
use crate::rows::Answers;
use crate::{Error, Label, Matrix, Sheet};

/// More variables have too many pairs to read.
const MOST_PAIRED: usize = 30;

/// Complete rows over all variables, and over every two of them; nothing for one variable.
pub(super) fn together(
    run: &Run<'_>,
    variables: &[String],
    by: Option<&Coded<'_>>,
) -> Result<Sheet, Error> {
    let mut sheet = Sheet::new();
    let k = variables.len();
    if k < 2 {
        return Ok(sheet);
    }
    let answers = variables.iter().map(|name| Answers::new(run.data, name));
    let answers = answers.collect::<Result<Vec<_>, _>>()?;
    let paired = if k <= MOST_PAIRED { k } else { 0 };
    let mut pairs = vec![vec![0; paired]; paired];
    let mut complete = 0;
    let mut given = vec![false; k];
    for (row, _) in run.rows.iter() {
        if by.is_some_and(|by| by.slot(row) == 0) {
            continue;
        }
        let cases = run.rows.cases(row);
        for (given, answers) in given.iter_mut().zip(&answers) {
            *given = answers.get(row).is_some();
        }
        if given.iter().all(|given| *given) {
            complete += cases;
            continue;
        }
        for (one, counts) in pairs.iter_mut().enumerate().filter(|(one, _)| given[*one]) {
            for other in (0..=one).filter(|other| given[*other]) {
                counts[other] += cases;
            }
        }
    }
    sheet.put("complete_cases", complete);
    if paired > 0 {
        let items = variables.iter().map(|name| run.item(name));
        let items: Vec<Item> = items.collect::<Result<_, _>>()?;
        let names: Vec<Label> = items.iter().map(Label::from).collect();
        let count = |one: usize, other: usize| pairs[one.max(other)][one.min(other)] + complete;
        let cells = |one| (0..k).map(|other| Some(count(one, other) as f64)).collect();
        sheet.put(
            "pairwise_cases",
            Matrix {
                rows: names.clone(),
                columns: names,
                values: (0..k).map(cells).collect(),
            },
        );
    }
    Ok(sheet)
}
