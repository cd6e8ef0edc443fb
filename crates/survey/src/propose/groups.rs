//! Which variables make the groups that are compared.

use super::background::is_background;
use super::outline::has_task;
use super::screening::{Place, coded, variable};
use crate::codebook::{Level, RoleKind};
use crate::coded::Coded;
use crate::dataset::Dataset;
use crate::{Language, order};

/// Groups are made by at most so many variables, each with at most so many categories.
const MAX_BY: usize = 6;
pub(super) const MAX_GROUPS: usize = 8;
/// The name and the label of what may divide: letters at least, words at most.
const LEAST_NAME: usize = 3;
const MAX_WORDS: usize = 4;

/// The variables that make groups.
pub(super) struct Groups {
    /// The variables, the preferred first.
    pub(super) by: Vec<Place>,
    /// How many were left out because another one says the same already.
    pub(super) said_twice: u64,
}

impl Groups {
    pub(super) fn of(data: &Dataset, places: &[Place]) -> Self {
        let places = places.iter().copied();
        let mut found: Vec<Place> = places.filter(|place| makes_groups(data, *place)).collect();
        order::sort(&mut found, |a, b| {
            preference(data, *a)
                .cmp(&preference(data, *b))
                .then(a.variable.cmp(&b.variable))
        });
        // questions are broken down by who answered; only where nothing says so, by whatever divides
        if found.iter().any(|place| describes(data, *place)) {
            found.retain(|place| describes(data, *place) || may_divide(data, *place));
        }
        let mut kept: Vec<(Place, Coded<'_>)> = Vec::new();
        let mut said_twice = 0;
        for place in found {
            if kept.len() == MAX_BY {
                break;
            }
            let Some(groups) = coded(data, place, MAX_GROUPS) else {
                continue;
            };
            if kept
                .iter()
                .any(|(_, known)| is_nested(data, known, &groups))
            {
                said_twice += 1;
            } else {
                kept.push((place, groups));
            }
        }
        let by = kept.into_iter().map(|(place, _)| place).collect();
        Self { by, said_twice }
    }
}

/// Whether a variable has the task to divide, or says who answered.
pub(super) fn describes(data: &Dataset, place: Place) -> bool {
    preference(data, place) <= BACKGROUND
}

/// Few categories, in no set, and no task but to divide.
fn makes_groups(data: &Dataset, place: Place) -> bool {
    let (variable, column) = variable(data, place);
    let divides = matches!(variable.level, Level::Nominal | Level::Ordinal);
    divides
        && place.set.is_none()
        && data.frequency.is_none()
        && !has_task(data, variable)
        && Coded::up_to(variable, column, MAX_GROUPS).is_ok_and(|coded| coded.categories.len() >= 2)
}

/// The least preferred of what describes who answered.
const BACKGROUND: u8 = 2;

/// Variables whose task it is to divide come first, then what describes who answered, then those without an order.
fn preference(data: &Dataset, place: Place) -> u8 {
    let (variable, _) = variable(data, place);
    let mut roles = data
        .codebook
        .roles
        .iter()
        .filter(|role| role.variable == variable.name);
    match roles.next().map(|role| role.kind) {
        Some(RoleKind::Group) => 0,
        Some(_) => 1,
        None if is_background(variable) => BACKGROUND,
        None if variable.level == Level::Nominal => 3,
        None => 4,
    }
}

/// Whether a variable that does not describe who answered may divide them all the same: its name is a word and no number of a question.
fn may_divide(data: &Dataset, place: Place) -> bool {
    let (variable, _) = variable(data, place);
    let name = variable.name.trim_matches(['\'', '"']);
    let is_word = name.chars().all(char::is_alphabetic) && name.chars().count() >= LEAST_NAME;
    let label = variable.title();
    let short = [Language::De, Language::En].into_iter().all(|language| {
        let label = label.get(language);
        label.split_whitespace().count() <= MAX_WORDS && !label.contains('?')
    });
    variable.level == Level::Nominal && is_word && short
}

/// Whether every category of one occurs with one category of the other only.
fn is_nested(data: &Dataset, one: &Coded<'_>, other: &Coded<'_>) -> bool {
    let (rows, columns) = (one.categories.len() + 1, other.categories.len() + 1);
    let mut occur = vec![false; rows * columns];
    for row in 0..data.rows() {
        occur[one.slot(row) * columns + other.slot(row)] = true;
    }
    let of_one = |row: usize| {
        (1..columns)
            .filter(|column| occur[row * columns + column])
            .count()
    };
    let of_other = |column: usize| {
        (1..rows)
            .filter(|row| occur[row * columns + column])
            .count()
    };
    (1..rows).all(|row| of_one(row) <= 1) || (1..columns).all(|column| of_other(column) <= 1)
}
