//! The waves of a panel side by side.

use std::collections::HashMap;

use super::columns::{pick, store};
use super::key::keys;
use super::{CombineNote, Combined, made};
use crate::codebook::{Codebook, Level, Origin, Role, RoleKind, Set, ValueLabel, Variable};
use crate::dataset::{Codes, Column, Dataset};
use crate::decimal;
use crate::{Error, Language, Text, Value};

/// One row per case of any wave, in the order in which the waves first have it.
pub(super) fn link(id: &str, waves: &[&Dataset], key: &[String]) -> Result<Combined, Error> {
    let keyed = waves
        .iter()
        .map(|data| keys(data, key))
        .collect::<Result<Vec<_>, _>>()?;
    let mut cases: Vec<&str> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut rows_of = Vec::with_capacity(waves.len());
    let mut notes = Vec::new();
    for (data, keys) in waves.iter().zip(&keyed) {
        let rows = keys.unique(data)?;
        // in the order of the file, not of the map
        for key in keys.rows.iter().flatten() {
            known.entry(key).or_insert_with(|| {
                cases.push(key);
                cases.len() - 1
            });
        }
        if keys.missing() > 0 {
            notes.push(CombineNote::WithoutKey {
                data: data.id.clone(),
                rows: keys.missing(),
            });
        }
        rows_of.push(rows);
    }
    let rows_of: Vec<Vec<Option<usize>>> = rows_of
        .iter()
        .map(|rows| cases.iter().map(|case| rows.get(case).copied()).collect())
        .collect();

    let mut codebook = Codebook::default();
    let mut columns = Vec::new();
    for (part, name) in keyed[0].variables.iter().enumerate() {
        // of the first wave that has the case
        let texts = cases
            .iter()
            .map(|case| case.split('\u{1f}').nth(part).unwrap_or_default());
        let (known, column) = waves[0].find(name)?;
        codebook.variables.push(known.clone());
        columns.push(key_column(column, texts));
        codebook.roles.push(Role {
            kind: RoleKind::Case,
            variable: name.clone(),
            origin: Origin::Given,
        });
    }
    for (data, rows) in waves.iter().zip(&rows_of) {
        let present = rows.iter().map(|row| 1 + usize::from(row.is_some()));
        codebook.variables.push(presence(data));
        let dictionary = vec![Value::Number(0.0), Value::Number(1.0)];
        columns.push(Column::Codes(Codes::new(
            store(present.collect(), 2),
            dictionary,
        )));
    }
    for ((data, rows), keys) in waves.iter().zip(&rows_of).zip(&keyed) {
        let at = |name: &str| format!("{name}@{}", data.id);
        for (variable, column) in data.codebook.variables.iter().zip(data.columns()) {
            if keys.variables.contains(&variable.name) {
                continue;
            }
            codebook.variables.push(Variable {
                name: at(&variable.name),
                label: of_wave(&variable.title(), data),
                ..variable.clone()
            });
            columns.push(pick(column, rows));
        }
        codebook
            .sets
            .extend(data.codebook.sets.iter().map(|set| Set {
                name: at(&set.name),
                label: of_wave(&set.label, data),
                items: set.items.iter().map(|item| at(item)).collect(),
                ..set.clone()
            }));
    }
    let unit = waves[0].unit.clone();
    let mut dataset = made(id, files(waves), codebook, columns);
    dataset.unit = unit;
    Ok(Combined {
        dataset,
        notes,
        unmade: Vec::new(),
    })
}

/// The files of the sources.
pub(super) fn files(sources: &[&Dataset]) -> String {
    let files: Vec<&str> = sources.iter().map(|data| data.file.as_str()).collect();
    files.join(" + ")
}

/// The name of a wave as people read it.
fn title(data: &Dataset, language: Language) -> &str {
    match data.title.get(language) {
        "" => &data.id,
        title => title,
    }
}

fn of_wave(label: &Text, data: &Dataset) -> Text {
    let words = |language| {
        let label = label.get(language);
        if label.is_empty() {
            String::new()
        } else {
            format!("{label} ({})", title(data, language))
        }
    };
    Text::both(words(Language::De), words(Language::En))
}

fn presence(data: &Dataset) -> Variable {
    let (de, en) = (title(data, Language::De), title(data, Language::En));
    let mut variable = Variable::new(&format!("in_{}", data.id), Level::Nominal, Origin::Given);
    variable.label = Text::both(format!("Teilnahme: {de}"), format!("Took part: {en}"));
    let label = |value: f64, de: &str, en: &str| ValueLabel {
        value: Value::Number(value),
        label: Text::both(de, en),
    };
    variable.values = vec![label(0.0, "nein", "no"), label(1.0, "ja", "yes")];
    variable
}

/// Parts of keys as the column has them: numbers where it has numbers.
fn key_column<'a>(like: &Column, texts: impl Iterator<Item = &'a str>) -> Column {
    let numeric = match like {
        Column::Numbers(_) => true,
        Column::Codes(codes) => codes
            .dictionary()
            .iter()
            .all(|value| value.number().is_some()),
        Column::Texts(_) => false,
    };
    if numeric {
        let number = |text| decimal::number(text).unwrap_or(f64::NAN);
        let values: Vec<f64> = texts.map(number).collect();
        return Column::Numbers(values.into());
    }
    let mut column = crate::dataset::Texts::default();
    for text in texts {
        column.push(text);
    }
    Column::Texts(column)
}
