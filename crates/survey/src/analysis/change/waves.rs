//! The waves: which rows belong to which, and which of them are the same case.

use std::collections::HashMap;

use super::super::run::{Run, find};
use super::super::{Change, Pairing};
use crate::codebook::RoleKind;
use crate::combine::{Keys, keys, shown};
use crate::dataset::Dataset;
use crate::finding::Item;
use crate::{Error, Label};

/// Waves that can be compared.
const MOST_WAVES: usize = 12;

/// A wave with its rows.
pub(super) struct Wave<'a> {
    pub(super) data: &'a Dataset,
    pub(super) label: Label,
    pub(super) rows: Vec<usize>,
    /// By case: its row. Empty where nothing names the cases.
    pub(super) row_of_case: Vec<Option<usize>>,
}

/// The waves in their order.
pub(super) struct Waves<'a> {
    pub(super) all: Vec<Wave<'a>>,
}

/// Every wave and the next, then the first and the last.
pub(super) fn pairs(waves: usize) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = (1..waves).map(|to| (to - 1, to)).collect();
    if waves > 2 {
        pairs.push((0, waves - 1));
    }
    pairs
}

impl<'a> Waves<'a> {
    pub(super) fn of(spec: &Change, run: &Run<'a>) -> Result<Self, Error> {
        let mut all = if spec.waves.is_empty() {
            of_rows(spec, run)?
        } else {
            let datasets = spec.waves.iter().map(|id| find(run.datasets, id));
            let datasets = datasets.collect::<Result<Vec<_>, _>>()?;
            datasets.into_iter().map(of_dataset).collect()
        };
        let found = all.len();
        if spec.waves.is_empty() {
            run.need("by", found, 2)?;
        } else {
            run.need("waves", found, 2)?;
        }
        super::super::points::between("waves", found, 2, MOST_WAVES)?;
        let stated = |wave: &Wave<'_>| {
            let mut roles = wave.data.codebook.roles.iter();
            roles.any(|role| role.kind == RoleKind::Case && !role.origin.is_guessed())
        };
        let named = match spec.pairing {
            Pairing::Linked => true,
            Pairing::Auto => !spec.key.is_empty() || all.iter().all(stated),
            Pairing::Independent => false,
        };
        if named {
            link(&mut all, &spec.key)?;
        }
        Ok(Self { all })
    }

    /// Whether the cases are compared with themselves.
    pub(super) fn are_panel(&self, pairing: Pairing) -> bool {
        match pairing {
            Pairing::Linked => true,
            Pairing::Independent => false,
            Pairing::Auto => pairs(self.all.len()).iter().any(|(from, to)| {
                let (from, to) = (&self.all[*from].row_of_case, &self.all[*to].row_of_case);
                let both = from.iter().zip(to);
                both.filter(|(from, to)| from.is_some() && to.is_some())
                    .count()
                    >= 2
            }),
        }
    }

    /// How findings name a variable.
    pub(super) fn item(&self, name: &str) -> Result<Item, Error> {
        let (variable, _) = self.all[0].data.find(name)?;
        Ok(Item::of(variable))
    }
}

fn of_dataset(data: &Dataset) -> Wave<'_> {
    Wave {
        data,
        label: Label {
            value: data.id.as_str().into(),
            label: if data.title.is_empty() {
                data.id.as_str().into()
            } else {
                data.title.clone()
            },
        },
        rows: (0..data.rows()).collect(),
        row_of_case: Vec::new(),
    }
}

/// The rows of one dataset by the variable of the waves.
fn of_rows<'a>(spec: &Change, run: &Run<'a>) -> Result<Vec<Wave<'a>>, Error> {
    let role = || run.data.codebook.role(RoleKind::Wave);
    let Some(by) = spec.by.as_deref().or_else(role) else {
        return Err(Error::TooFew {
            kind: "change".to_owned(),
            field: "waves".to_owned(),
            needed: 2,
        });
    };
    let coded = run.coded(by)?;
    let mut rows = vec![Vec::new(); coded.categories.len() + 1];
    for (row, _) in run.rows.iter() {
        rows[coded.slot(row)].push(row);
    }
    let waves = coded.categories.iter().zip(rows.into_iter().skip(1));
    Ok(waves
        .filter(|(_, rows)| !rows.is_empty())
        .map(|(category, rows)| Wave {
            data: run.data,
            label: Label::from(category),
            rows,
            row_of_case: Vec::new(),
        })
        .collect())
}

/// Recognises the cases by their keys.
fn link(waves: &mut [Wave<'_>], key: &[String]) -> Result<(), Error> {
    let keyed: Vec<Keys> = waves
        .iter()
        .map(|wave| keys(wave.data, key))
        .collect::<Result<_, _>>()?;
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (wave, keys) in waves.iter().zip(&keyed) {
        for key in wave
            .rows
            .iter()
            .filter_map(|row| keys.rows[*row].as_deref())
        {
            let next = places.len();
            places.entry(key).or_insert(next);
        }
    }
    for (wave, keys) in waves.iter_mut().zip(&keyed) {
        wave.row_of_case = vec![None; places.len()];
        for row in &wave.rows {
            let Some(key) = keys.rows[*row].as_deref() else {
                continue;
            };
            if let Some(first) = wave.row_of_case[places[key]].replace(*row) {
                return Err(Error::RepeatedKey {
                    data: wave.data.id.clone(),
                    key: shown(key),
                    first: first as u64 + 1,
                    second: *row as u64 + 1,
                });
            }
        }
    }
    Ok(())
}
