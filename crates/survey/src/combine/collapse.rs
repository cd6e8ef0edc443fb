//! Records below the case, put together by case.

use std::collections::HashMap;

use super::columns::{pick, store};
use super::key::keys;
use super::{CombineNote, Combined, made};
use crate::codebook::{
    Codebook, Level, Origin, Role, RoleKind, Set, SetKind, ValueLabel, Variable,
};
use crate::coded::Coded;
use crate::dataset::{Codes, Column, Dataset};
use crate::{Error, Text, Value};

/// A variable with more categories is not taken apart.
const MAX_CATEGORIES: usize = 50;

/// One row per case, in the order of the first records.
pub(super) fn collapse(id: &str, data: &Dataset, key: &[String]) -> Result<Combined, Error> {
    let keyed = keys(data, key)?;
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut cases: Vec<Vec<usize>> = Vec::new();
    for (row, key) in keyed.rows.iter().enumerate() {
        let Some(key) = key else { continue };
        let place = *places.entry(key).or_insert_with(|| {
            cases.push(Vec::new());
            cases.len() - 1
        });
        cases[place].push(row);
    }
    let first: Vec<Option<usize>> = cases.iter().map(|rows| rows.first().copied()).collect();
    let mut codebook = Codebook::default();
    let mut columns = Vec::new();
    let mut count = Variable::new("records", Level::Scale, Origin::Given);
    count.label = Text::both("Anzahl der Einträge", "Number of records");
    codebook.variables.push(count);
    let counts: Vec<f64> = cases.iter().map(|rows| rows.len() as f64).collect();
    columns.push(Column::Numbers(counts.into()));
    for (variable, column) in data.codebook.variables.iter().zip(data.columns()) {
        let is_key = keyed.variables.contains(&variable.name);
        if let Some(rows) = constant(variable, column, &cases) {
            codebook.variables.push(variable.clone());
            columns.push(pick(column, if is_key { &first } else { &rows }));
            continue;
        }
        match variable.level {
            Level::Nominal | Level::Ordinal => {
                if let Ok(coded) = Coded::up_to(variable, column, MAX_CATEGORIES) {
                    take_apart(variable, &coded, &cases, &mut codebook, &mut columns);
                }
            }
            Level::Scale => {
                codebook.variables.push(variable.clone());
                columns.push(Column::Numbers(means(variable, column, &cases).into()));
            }
            // what differs from record to record and cannot be counted says nothing about the case
            Level::Date | Level::Text | Level::Identifier => {}
        }
    }
    codebook.roles = keyed
        .variables
        .iter()
        .map(|name| Role {
            kind: RoleKind::Case,
            variable: name.clone(),
            origin: Origin::Given,
        })
        .collect();
    for set in &data.codebook.sets {
        let kept = set
            .items
            .iter()
            .all(|item| codebook.variable(item).is_some());
        if kept {
            codebook.sets.push(set.clone());
        }
    }
    let mut notes = Vec::new();
    if keyed.missing() > 0 {
        notes.push(CombineNote::WithoutKey {
            data: data.id.clone(),
            rows: keyed.missing(),
        });
    }
    let dataset = made(id, data.file.clone(), codebook, columns);
    Ok(Combined { dataset, notes })
}

/// A row with the answer of each case, where all its records that have one have the same.
fn constant(
    variable: &Variable,
    column: &Column,
    cases: &[Vec<usize>],
) -> Option<Vec<Option<usize>>> {
    let answer = |row: &usize| {
        column
            .value(*row)
            .filter(|value| !variable.is_missing(value))
    };
    let of_case = |rows: &Vec<usize>| {
        let first = rows.iter().copied().find(|row| answer(row).is_some());
        let value = first.and_then(|row| answer(&row));
        let same = rows
            .iter()
            .filter_map(answer)
            .all(|other| Some(&other) == value.as_ref());
        same.then_some(first)
    };
    cases.iter().map(of_case).collect()
}

/// Every category as a variable of its own: 1 where a record of the case has it. A variable of 0 and 1 stays one.
fn take_apart(
    variable: &Variable,
    coded: &Coded<'_>,
    cases: &[Vec<usize>],
    codebook: &mut Codebook,
    columns: &mut Vec<Column>,
) {
    let number = |slot: usize| coded.categories[slot].value.number();
    let yes_no = coded.categories.len() == 2 && [number(0), number(1)] == [Some(0.0), Some(1.0)];
    let has = |slot: usize| {
        let rows = cases.iter().map(|rows| {
            let slots = || rows.iter().map(|row| coded.slot(*row));
            if slots().any(|found| found == slot + 1) {
                2
            } else {
                usize::from(slots().any(|found| found > 0))
            }
        });
        let dictionary = vec![Value::Number(0.0), Value::Number(1.0)];
        Column::Codes(Codes::new(store(rows.collect(), 2), dictionary))
    };
    if yes_no {
        codebook.variables.push(variable.clone());
        columns.push(has(1));
        return;
    }
    let mut items = Vec::new();
    for (slot, category) in coded.categories.iter().enumerate() {
        let mut made = Variable::new(
            &format!("{}={}", variable.name, category.value),
            Level::Nominal,
            Origin::Given,
        );
        made.label = category.label.clone();
        made.values = labels();
        items.push(made.name.clone());
        codebook.variables.push(made);
        columns.push(has(slot));
    }
    codebook.sets.push(Set {
        name: variable.name.clone(),
        kind: SetKind::Multiple,
        label: variable.title(),
        items,
        counted: Some(Value::Number(1.0)),
        origin: Origin::Given,
    });
}

fn labels() -> Vec<ValueLabel> {
    let label = |value: f64, de: &str, en: &str| ValueLabel {
        value: Value::Number(value),
        label: Text::both(de, en),
    };
    vec![label(0.0, "nein", "no"), label(1.0, "ja", "yes")]
}

/// The mean of the records of each case that have a number.
fn means(variable: &Variable, column: &Column, cases: &[Vec<usize>]) -> Vec<f64> {
    let number = |row: &usize| {
        let value = column
            .value(*row)
            .filter(|value| !variable.is_missing(value))?;
        value.number()
    };
    let mean = |rows: &Vec<usize>| {
        let numbers: Vec<f64> = rows.iter().filter_map(number).collect();
        // 0 / 0 is no number, which is what a case without numbers has
        numbers.iter().sum::<f64>() / numbers.len() as f64
    };
    cases.iter().map(mean).collect()
}
