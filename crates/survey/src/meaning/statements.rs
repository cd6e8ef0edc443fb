//! What a codebook that came by itself says about variables, and how it is laid over a dataset.

use serde::{Deserialize, Serialize};

use crate::codebook::{
    DateOrder, Level, MissingRange, Origin, Role, RoleKind, Set, UserMissing, ValueLabel, Variable,
};
use crate::dataset::{Column, Dataset};
use crate::{Error, Language, Text, Value};

/// What a codebook says about one variable; what is absent or empty is not said.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Statement {
    /// Name of the variable.
    pub name: String,
    /// The question or a short description.
    pub label: Text,
    /// Level of measurement.
    pub level: Option<Level>,
    /// Labels of values in their order.
    pub values: Vec<ValueLabel>,
    /// In which order texts write year, month and day.
    pub dates: Option<DateOrder>,
    /// Values that are no valid answers; empty where it is said that there are none.
    pub missing: Option<Vec<UserMissing>>,
    /// Ranges of numbers that are no valid answers; empty where it is said that there are none.
    pub missing_ranges: Option<Vec<MissingRange>>,
    /// Decimal places to show.
    pub decimals: Option<u8>,
}

/// What a codebook says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Statements {
    /// About variables, in the order of the codebook; none twice.
    pub variables: Vec<Statement>,
    /// Variables that belong together.
    pub sets: Vec<Set>,
    /// What variables are for.
    pub roles: Vec<Role>,
}

/// How a codebook fitted a dataset.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Fit {
    /// Variables of the dataset the codebook speaks of.
    pub known: usize,
    /// Variables the codebook speaks of that the dataset does not have.
    pub absent: Vec<String>,
    /// Variables of the dataset the codebook says nothing about.
    pub silent: Vec<String>,
    /// Variables none of whose labelled values occur.
    pub foreign_values: Vec<String>,
    /// Sets and roles of which a variable is absent, so that they were left out.
    pub incomplete: Vec<String>,
    /// Texts that are not the days or numbers the codebook says they are; their variables keep their levels.
    pub unread: Vec<Error>,
}

impl Statements {
    /// The statement about a variable, made where there is none yet.
    pub fn about(&mut self, name: &str) -> &mut Statement {
        let at = self
            .variables
            .iter()
            .position(|known| known.name.eq_ignore_ascii_case(name));
        let at = at.unwrap_or_else(|| {
            self.variables.push(Statement {
                name: name.to_owned(),
                ..Statement::default()
            });
            self.variables.len() - 1
        });
        &mut self.variables[at]
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.variables.is_empty() && self.sets.is_empty() && self.roles.is_empty()
    }

    /// Gives a dataset the meaning stated here, then guesses anew what is not stated.
    ///
    /// Names are the same where they differ only in case, or in marks such as brackets and underscores ("G01Q02[SQ001]",
    /// "G01Q02_SQ001").
    pub fn apply(&self, data: &mut Dataset) -> Fit {
        let mut fit = Fit::default();
        let names = Names::of(data);
        let mut spoken = vec![false; data.codebook.variables.len()];
        let mut states_missing = spoken.clone();
        for statement in &self.variables {
            let Some(at) = names.place(&statement.name) else {
                fit.absent.push(statement.name.clone());
                continue;
            };
            if !std::mem::replace(&mut spoken[at], true) {
                fit.known += 1;
            }
            states_missing[at] |= statement.missing.is_some() || statement.missing_ranges.is_some();
            // what is missing is no text that would have to be a day or a number
            let mut variable = data.codebook.variables[at].clone();
            statement.lay_missing(&mut variable, &Stored::of(&data.columns()[at]));
            let name = variable.name.clone();
            data.codebook.variables[at] = variable;
            let read = statement.read_texts(&name, data);
            let is_read = read.is_ok();
            fit.unread.extend(read.err());
            let mut variable = data.codebook.variables[at].clone();
            let stored = Stored::of(&data.columns()[at]);
            statement.lay_missing(&mut variable, &stored);
            if !statement.lay_over(&mut variable, &stored) {
                fit.foreign_values.push(name);
            }
            if let Some(level) = statement.level.filter(|_| is_read) {
                variable.level = level;
            }
            if is_read && (statement.level.is_some() || statement.dates.is_some()) {
                variable.origin = Origin::Given;
            }
            data.codebook.variables[at] = variable;
        }
        let silent = data
            .codebook
            .variables
            .iter()
            .zip(&spoken)
            .filter(|(_, spoken)| !**spoken);
        fit.silent = silent.map(|(variable, _)| variable.name.clone()).collect();
        let own = |name: &String| {
            names
                .place(name)
                .map(|at| data.codebook.variables[at].name.clone())
        };
        let mut sets = Vec::new();
        for set in &self.sets {
            match set.items.iter().map(own).collect::<Option<Vec<_>>>() {
                Some(items) if !items.is_empty() => sets.push(Set {
                    items,
                    ..set.clone()
                }),
                _ => fit.incomplete.push(set.name.clone()),
            }
        }
        let mut roles = Vec::new();
        for role in &self.roles {
            match own(&role.variable) {
                Some(variable) => roles.push(Role {
                    variable,
                    ..role.clone()
                }),
                None => fit.incomplete.push(role.variable.clone()),
            }
        }
        let replaced = |name: &String| sets.iter().any(|set| set.name == *name);
        data.codebook.sets.retain(|set| !replaced(&set.name));
        data.codebook.sets.extend(sets);
        let filled = |kind: RoleKind| roles.iter().any(|role| role.kind == kind);
        data.codebook.roles.retain(|role| !filled(role.kind));
        data.codebook.roles.extend(roles);
        super::complete::complete_but(data, &states_missing);
        fit
    }
}

/// The names of a dataset in the forms that are compared.
struct Names {
    exact: Vec<String>,
    folded: Vec<String>,
    bare: Vec<String>,
}

impl Names {
    fn of(data: &Dataset) -> Self {
        let exact: Vec<String> = data
            .codebook
            .variables
            .iter()
            .map(|variable| variable.name.clone())
            .collect();
        Self {
            folded: exact.iter().map(|name| name.to_lowercase()).collect(),
            bare: exact.iter().map(|name| bare(name)).collect(),
            exact,
        }
    }

    fn place(&self, name: &str) -> Option<usize> {
        let only = |list: &[String], name: &str| {
            let mut places = list.iter().enumerate().filter(|(_, known)| *known == name);
            match (places.next(), places.next()) {
                (Some((at, _)), None) => Some(at),
                _ => None,
            }
        };
        let bare = bare(name);
        only(&self.exact, name)
            .or_else(|| only(&self.folded, &name.to_lowercase()))
            .or_else(|| only(&self.bare, &bare).filter(|_| !bare.is_empty()))
    }
}

fn bare(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The values a column stores, where they are few.
struct Stored<'a> {
    column: &'a Column,
    values: Vec<Value>,
}

impl<'a> Stored<'a> {
    fn of(column: &'a Column) -> Self {
        let values = match column {
            Column::Codes(codes) => codes.dictionary().to_vec(),
            Column::Numbers(_) | Column::Texts(_) => Vec::new(),
        };
        Self { column, values }
    }

    fn knows(&self, value: &Value) -> bool {
        // what is not coded is not looked through
        self.values.is_empty() || self.values.contains(&self.column.as_stored(value))
    }

    /// The stored text that is this label, where the file holds labels in place of codes.
    fn by_label(&self, label: &Text) -> Option<&Value> {
        let label = super::words::plain(label.get(Language::De));
        let same = |value: &&Value| matches!(value, Value::Text(text) if super::words::plain(text) == label);
        self.values.iter().find(same).filter(|_| !label.is_empty())
    }
}

impl Statement {
    /// Changes what is stated; whether any labelled value occurs, or none is labelled.
    fn lay_over(&self, variable: &mut Variable, stored: &Stored<'_>) -> bool {
        if !self.label.is_empty() {
            variable.label = self.label.clone();
        }
        if let Some(decimals) = self.decimals {
            variable.decimals = Some(decimals);
        }
        let mut fits = true;
        if !self.values.is_empty() {
            let codes = self
                .values
                .iter()
                .filter(|known| stored.knows(&known.value))
                .count();
            let labels = self
                .values
                .iter()
                .filter(|known| stored.by_label(&known.label).is_some())
                .count();
            fits = codes > 0 || labels > 0;
            let by_label = codes == 0 && labels > 0;
            let place = |known: &ValueLabel| ValueLabel {
                value: match stored.by_label(&known.label).filter(|_| by_label) {
                    Some(value) => value.clone(),
                    None if by_label => Value::from(known.label.get(Language::De)),
                    None => stored.column.as_stored(&known.value),
                },
                label: known.label.clone(),
            };
            variable.values = self.values.iter().map(place).collect();
            variable.values_origin = Origin::Given;
        }
        fits
    }

    /// Changes what is stated about missing answers.
    fn lay_missing(&self, variable: &mut Variable, stored: &Stored<'_>) {
        if let Some(missing) = &self.missing {
            let place = |missing: &UserMissing| UserMissing {
                value: stored.column.as_stored(&missing.value),
                label: missing.label.clone(),
            };
            variable.missing = missing.iter().map(place).collect();
        }
        if let Some(ranges) = &self.missing_ranges {
            variable.missing_ranges.clone_from(ranges);
        }
        if self.missing.is_some() || self.missing_ranges.is_some() {
            let is_none = variable.missing.is_empty() && variable.missing_ranges.is_empty();
            variable.missing_origin = match is_none {
                // a study that is written of it has to say so
                true => Origin::Overruled,
                false => Origin::Given,
            };
        }
    }

    /// Reads texts as the days or numbers they are stated to be.
    fn read_texts(&self, name: &str, data: &mut Dataset) -> Result<(), Error> {
        match (self.dates, self.level) {
            (Some(order), _) => data.read_dates(name, order),
            (None, Some(Level::Scale)) => data.read_numbers(name),
            _ => Ok(()),
        }
    }
}
