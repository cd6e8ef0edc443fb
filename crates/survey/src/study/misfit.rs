//! What of a study does not fit a file: last year's study meets this year's data.

use serde::{Deserialize, Serialize};

use super::DatasetSpec;
use crate::codebook::{Level, Variable};
use crate::coded::Coded;
use crate::dataset::{Column, Dataset};
use crate::{Error, Language, Text};

/// At most so many names or values are listed.
const LISTED: usize = 10;
/// A variable with more different values is no list of categories.
const MOST_CATEGORIES: usize = 100;

/// Something a study says that does not fit its file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Misfit {
    /// The study speaks of a variable that the file does not have.
    NoVariable {
        /// The variable.
        variable: String,
        /// A similar name in the file that the study does not speak of.
        nearest: Option<String>,
    },
    /// The file has variables that the study does not speak of.
    NewVariables {
        /// Their names.
        variables: Vec<String>,
    },
    /// Items of a set are not in the file.
    Set {
        /// The set.
        set: String,
        /// The items.
        variables: Vec<String>,
    },
    /// Values without a label, in a variable that has labels.
    NoLabel {
        /// The variable.
        variable: String,
        /// The values.
        values: Vec<String>,
        /// Rows that hold them.
        rows: u64,
    },
    /// Labelled values that no row has.
    NeverOccurs {
        /// The variable.
        variable: String,
        /// The labels.
        labels: Vec<Text>,
    },
    /// A role is that of a variable that is not there.
    Role {
        /// The variable.
        variable: String,
    },
    /// A part of the study cannot be used.
    Error(Error),
}

/// What can be said before the study is applied: names.
pub(super) fn variables(spec: &DatasetSpec, data: &Dataset) -> Vec<Misfit> {
    let mut misfits = Vec::new();
    let stated = |name: &str| spec.variables.iter().any(|stated| stated.name == name);
    let unstated: Vec<&str> = data
        .codebook
        .variables
        .iter()
        .map(|variable| variable.name.as_str())
        .filter(|name| !stated(name))
        .collect();
    for stated in &spec.variables {
        if data.variable(&stated.name).is_none() {
            misfits.push(Misfit::NoVariable {
                variable: stated.name.clone(),
                nearest: crate::error::nearest(&stated.name, unstated.iter().copied()),
            });
        }
    }
    // a study that speaks of a few variables leaves the others alone on purpose
    let most = spec.variables.len() * 2 >= data.codebook.variables.len();
    if most && !unstated.is_empty() && !spec.variables.is_empty() {
        misfits.push(Misfit::NewVariables {
            variables: unstated.into_iter().map(str::to_owned).collect(),
        });
    }
    misfits
}

/// What can be said after it: roles, values and levels.
pub(super) fn values(spec: &DatasetSpec, data: &Dataset) -> Vec<Misfit> {
    let mut misfits = Vec::new();
    for role in &spec.roles {
        if data.variable(&role.variable).is_none() && !role.is_elsewhere() {
            misfits.push(Misfit::Role {
                variable: role.variable.clone(),
            });
        }
    }
    for stated in &spec.variables {
        let Some((variable, column)) = data.variable(&stated.name) else {
            continue;
        };
        if stated.scale.is_some() || !stated.values.is_empty() {
            labels(variable, column, &mut misfits);
        }
    }
    misfits
}

/// Values without a label, and labels without a value.
fn labels(variable: &Variable, column: &Column, misfits: &mut Vec<Misfit>) {
    // numbers may have labels for their ends alone
    if !matches!(variable.level, Level::Nominal | Level::Ordinal) {
        return;
    }
    let Ok(coded) = Coded::up_to(variable, column, MOST_CATEGORIES) else {
        return;
    };
    let mut rows = vec![0_u64; coded.categories.len() + 1];
    for row in 0..column.len() {
        rows[coded.slot(row)] += 1;
    }
    let labelled = |slot: &usize| {
        let value = &coded.categories[slot - 1].value;
        variable.values.iter().any(|known| known.value == *value)
    };
    let slots = 1..rows.len();
    let (known, bare): (Vec<usize>, Vec<usize>) = slots.partition(labelled);
    let numbers = known
        .iter()
        .filter_map(|slot| coded.categories[slot - 1].value.number());
    let low = numbers.clone().fold(f64::INFINITY, f64::min);
    let high = numbers.fold(f64::NEG_INFINITY, f64::max);
    // a rating often has labels at its ends alone
    let within = |slot: &usize| {
        let number = coded.categories[slot - 1].value.number();
        variable.level == Level::Ordinal
            && number.is_some_and(|number| low < number && number < high)
    };
    let stray = |slot: &usize| rows[*slot] > 0 && !within(slot);
    let bare: Vec<usize> = bare.into_iter().filter(stray).collect();
    if !bare.is_empty() {
        let value = |slot: &usize| coded.categories[slot - 1].value.to_string();
        misfits.push(Misfit::NoLabel {
            variable: variable.name.clone(),
            values: bare.iter().map(value).collect(),
            rows: bare.iter().map(|slot| rows[*slot]).sum(),
        });
    }
    let label = |slot: usize| (rows[slot] == 0).then(|| coded.categories[slot - 1].label.clone());
    let never: Vec<Text> = known.into_iter().filter_map(label).collect();
    if !never.is_empty() {
        misfits.push(Misfit::NeverOccurs {
            variable: variable.name.clone(),
            labels: never,
        });
    }
}

impl Misfit {
    /// Whether figures may be wrong or missing for it; the others are good to know.
    pub fn is_warning(&self) -> bool {
        !matches!(self, Self::NewVariables { .. } | Self::NeverOccurs { .. })
    }

    /// What does not fit and what to do, in words.
    pub fn text(&self) -> Text {
        match self {
            Self::NoVariable { variable, nearest } => Text::both(
                format!(
                    "Die Variable „{variable}“ der Studie fehlt in der Datei{}",
                    nearest.as_ref().map_or(
                        ": aus der Studie nehmen oder die Spalte umbenennen.".to_owned(),
                        |nearest| format!(
                            "; heißt sie jetzt „{nearest}“? Dann in der Studie umbenennen."
                        )
                    )
                ),
                format!(
                    "The file has no variable `{variable}` of the study{}",
                    nearest.as_ref().map_or(
                        ": take it out of the study, or rename the column.".to_owned(),
                        |nearest| format!("; is it now `{nearest}`? Then rename it in the study.")
                    )
                ),
            ),
            Self::NewVariables { variables } => Text::both(
                format!(
                    "Neu in der Datei und in der Studie nicht beschrieben: {}.",
                    listed(variables)
                ),
                format!(
                    "New in the file and not described in the study: {}.",
                    listed(variables)
                ),
            ),
            Self::Set { set, variables } => Text::both(
                format!(
                    "Der Fragengruppe „{set}“ fehlen in der Datei: {}; ausgewertet werden die übrigen.",
                    listed(variables)
                ),
                format!(
                    "The set `{set}` misses in the file: {}; the other items are used.",
                    listed(variables)
                ),
            ),
            Self::NoLabel {
                variable,
                values,
                rows,
            } => Text::both(
                format!(
                    "„{variable}“ enthält Werte ohne Beschriftung: {} (Zeilen: {rows}); in der Studie beschriften oder als fehlend erklären.",
                    listed(values)
                ),
                format!(
                    "`{variable}` holds values without a label: {} (rows: {rows}); label them in the study, or declare them missing.",
                    listed(values)
                ),
            ),
            Self::NeverOccurs { variable, labels } => {
                let words = |language| {
                    let labels: Vec<String> = labels
                        .iter()
                        .map(|label| label.get(language).to_owned())
                        .collect();
                    listed(&labels)
                };
                Text::both(
                    format!("In „{variable}“ kommen nicht vor: {}.", words(Language::De)),
                    format!("No row of `{variable}` has: {}.", words(Language::En)),
                )
            }
            Self::Role { variable } => Text::both(
                format!(
                    "Unter „roles“ steht „{variable}“, das die Datei nicht hat: Auswertungen, die es brauchen, entfallen."
                ),
                format!(
                    "`roles` names `{variable}`, which the file does not have: analyses that need it cannot be run."
                ),
            ),
            Self::Error(error) => error.text(),
        }
    }
}

fn listed(names: &[String]) -> String {
    let mut text = names
        .iter()
        .take(LISTED)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > LISTED {
        text += &format!(", … ({})", names.len());
    }
    text
}
