//! Datasets below each other.

use super::columns::{below, store};
use super::link::files;
use super::{CombineNote, Combined, made};
use crate::codebook::{Codebook, Level, Origin, Role, RoleKind, ValueLabel, Variable};
use crate::dataset::{Codes, Column, Dataset};
use crate::{Text, Value};

/// All rows of all datasets, in their order; variables of one name are one.
pub(super) fn stack(id: &str, sources: &[&Dataset], source: &str) -> Combined {
    let mut names: Vec<&str> = Vec::new();
    for variable in sources.iter().flat_map(|data| &data.codebook.variables) {
        if !names.contains(&variable.name.as_str()) && variable.name != source {
            names.push(&variable.name);
        }
    }
    let mut codebook = Codebook::default();
    let mut notes = Vec::new();
    let mut columns = vec![which(sources)];
    codebook.variables.push(says_which(source, sources));
    for name in names {
        let found: Vec<Option<(&Variable, &Column)>> =
            sources.iter().map(|data| data.variable(name)).collect();
        let mut given = found
            .iter()
            .zip(sources)
            .filter_map(|(found, data)| found.map(|(variable, _)| (variable, data)));
        let Some((first, _)) = given.next() else {
            continue;
        };
        let mut variable = first.clone();
        for (other, data) in given {
            if add_labels(&mut variable, other) {
                notes.push(CombineNote::OtherLabels {
                    variable: name.to_owned(),
                    data: data.id.clone(),
                });
            }
        }
        let without = found
            .iter()
            .zip(sources)
            .filter(|(found, _)| found.is_none());
        let without: Vec<String> = without.map(|(_, data)| data.id.clone()).collect();
        if !without.is_empty() {
            notes.push(CombineNote::Absent {
                variable: name.to_owned(),
                datasets: without,
            });
        }
        let parts: Vec<(Option<&Column>, usize)> = found
            .iter()
            .zip(sources)
            .map(|(found, data)| (found.map(|(_, column)| column), data.rows()))
            .collect();
        codebook.variables.push(variable);
        columns.push(below(&parts));
    }
    for set in sources.iter().flat_map(|data| &data.codebook.sets) {
        if !codebook.sets.iter().any(|known| known.name == set.name) {
            codebook.sets.push(set.clone());
        }
    }
    for role in sources.iter().flat_map(|data| &data.codebook.roles) {
        if !codebook.roles.iter().any(|known| known.kind == role.kind) {
            codebook.roles.push(role.clone());
        }
    }
    codebook.roles.retain(|role| role.kind != RoleKind::Wave);
    codebook.roles.push(Role {
        kind: RoleKind::Wave,
        variable: source.to_owned(),
        origin: Origin::Given,
    });
    let mut dataset = made(id, files(sources), codebook, columns);
    dataset.unit = sources[0].unit.clone();
    Combined { dataset, notes }
}

/// Labels of another dataset that are new; whether one contradicts what was known.
fn add_labels(variable: &mut Variable, other: &Variable) -> bool {
    let mut contradicts = false;
    for label in &other.values {
        match variable
            .values
            .iter()
            .find(|known| known.value == label.value)
        {
            Some(known) => contradicts |= known.label != label.label,
            None => variable.values.push(label.clone()),
        }
    }
    for missing in &other.missing {
        if !variable.is_missing(&missing.value) {
            variable.missing.push(missing.clone());
        }
    }
    contradicts
}

fn which(sources: &[&Dataset]) -> Column {
    let rows = sources
        .iter()
        .enumerate()
        .flat_map(|(place, data)| std::iter::repeat_n(place + 1, data.rows()));
    let dictionary = sources
        .iter()
        .map(|data| Value::Text(data.id.clone()))
        .collect();
    Column::Codes(Codes::new(store(rows.collect(), sources.len()), dictionary))
}

fn says_which(name: &str, sources: &[&Dataset]) -> Variable {
    let mut variable = Variable::new(name, Level::Ordinal, Origin::Given);
    variable.label = Text::both("Welle", "Wave");
    variable.values = sources
        .iter()
        .map(|data| ValueLabel {
            value: Value::Text(data.id.clone()),
            label: if data.title.is_empty() {
                data.id.as_str().into()
            } else {
                data.title.clone()
            },
        })
        .collect();
    variable
}
