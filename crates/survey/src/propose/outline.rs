//! Every question once, by the analysis that fits it.

use super::{Proposed, Why};
use crate::analysis::{
    Agreement, Analysis, AnalysisSpec, Battery, Correlation, MAX_BARS, Multiple, Ranking,
    neighbours,
};
use crate::codebook::{Level, RoleKind, Set, SetKind, Variable};
use crate::coded::Coded;
use crate::dataset::{Column, Dataset};
use crate::meaning::keys::{key_word, says_year, whole_numbers_from};
use crate::{Text, Value};

/// A draft has at most so many cards before the comparisons.
const MAX_CARDS: usize = 40;
/// Amounts in a table of correlations.
const LEAST_AMOUNTS: usize = 3;
const MAX_AMOUNTS: usize = 12;
/// Amounts and keys have more different values than this.
const FEW_VALUES: usize = 11;

/// The outline of a report: sets where their first variable stands, then what belongs together by name, then what is left.
pub(super) fn outline(data: &Dataset) -> Vec<Proposed> {
    let sets = &data.codebook.sets;
    let within = |variable: &Variable| {
        let mut sets = sets.iter();
        sets.find(|set| set.items.contains(&variable.name))
    };
    // a file of orders is its ranking and nothing else
    if let (Some(_), [only]) = (&data.frequency, sets.as_slice()) {
        return of_set(data, only).into_iter().collect();
    }
    let mut cards = Vec::new();
    let mut free: Vec<String> = Vec::new();
    let mut shown: Vec<&str> = Vec::new();
    for (variable, column) in data.codebook.variables.iter().zip(data.columns()) {
        match within(variable) {
            None if !has_task(data, variable)
                && tells_something(variable, column)
                && !is_key(data, variable, column) =>
            {
                free.push(variable.name.clone())
            }
            Some(set) if !shown.contains(&set.name.as_str()) => {
                shown.push(&set.name);
                if let Some(card) = of_set(data, set) {
                    cards.extend(of_free(data, &std::mem::take(&mut free)));
                    cards.push(card);
                } else {
                    free.extend(set.items.iter().cloned());
                }
            }
            _ => {}
        }
    }
    cards.extend(of_free(data, &free));
    let compared = data.codings.iter().filter_map(Agreement::of_coders);
    cards.extend(compared.map(|agreement| {
        let analysis = spec(data, Analysis::Agreement(agreement));
        Proposed::new(data, analysis, Why::Coders)
    }));
    // too many: sets stay, the last of the others go
    while cards.len() > MAX_CARDS {
        let single = cards
            .iter()
            .rposition(|card| !matches!(card.why, Why::Set(_)));
        cards.remove(single.unwrap_or(MAX_CARDS));
    }
    cards.extend(of_amounts(data));
    cards
}

/// Whether the variable is there for something else than to be shown: a weight, a number of the case.
pub(super) fn has_task(data: &Dataset, variable: &Variable) -> bool {
    let mut roles = data.codebook.roles.iter();
    roles.any(|role| {
        role.variable == variable.name
            && !matches!(
                role.kind,
                RoleKind::Group | RoleKind::Wave | RoleKind::Strata
            )
    })
}

/// Whether a chart of the answers says anything: more than one, and not a list of names.
fn tells_something(variable: &Variable, column: &Column) -> bool {
    let valid = |value: &Value| !variable.is_missing(value);
    match column {
        Column::Codes(codes) => {
            let occurs = codes.dictionary().iter().zip(codes.counts());
            let given = occurs.filter(|(value, count)| *count > 0 && valid(value));
            let given = given.count();
            let names = variable.level == Level::Nominal && variable.values.is_empty();
            given > 1 && (!names || given <= MAX_BARS)
        }
        Column::Numbers(numbers) => {
            let values = numbers.values().iter();
            let mut values =
                values.filter(|number| !number.is_nan() && valid(&Value::Number(**number)));
            let first = values.next();
            first.is_some_and(|first| values.any(|number| number != first))
        }
        Column::Texts(_) => variable.level != Level::Nominal,
    }
}

/// Whether whole numbers or many texts are there to tell things apart, whatever level a file gives them.
pub(super) fn is_key(data: &Dataset, variable: &Variable, column: &Column) -> bool {
    if !variable.values.is_empty() {
        return false;
    }
    let least = match variable.level {
        Level::Scale => whole_numbers_from(variable, column),
        Level::Nominal if has_many_values(variable, column) => Some(0.0),
        _ => None,
    };
    let Some(least) = least else { return false };
    let names: Vec<&str> = data
        .codebook
        .variables
        .iter()
        .map(|variable| variable.name.as_str())
        .collect();
    key_word(variable, least, &names).is_some()
}

/// How amounts go together, where there are a few of them.
fn of_amounts(data: &Dataset) -> Option<Proposed> {
    let sets = &data.codebook.sets;
    let places = data.codebook.variables.iter().zip(data.columns());
    let amounts = places.filter(|(variable, column)| {
        variable.level == Level::Scale
            && !has_task(data, variable)
            && !sets.iter().any(|set| set.items.contains(&variable.name))
            && !says_year(variable)
            && !is_key(data, variable, column)
    });
    let amounts: Vec<_> = amounts.take(MAX_AMOUNTS + 1).collect();
    // a few of many would be chosen at random
    if amounts.len() > MAX_AMOUNTS {
        return None;
    }
    let amounts: Vec<String> = amounts
        .into_iter()
        .filter(|(variable, column)| has_many_values(variable, column))
        .map(|(variable, _)| variable.name.clone())
        .collect();
    (amounts.len() >= LEAST_AMOUNTS).then(|| {
        let analysis = spec(data, Analysis::Correlation(Correlation::of(&amounts)));
        Proposed::new(data, analysis, Why::GoTogether)
    })
}

/// Whether there are so many different answers that they are more than a few categories.
fn has_many_values(variable: &Variable, column: &Column) -> bool {
    match Coded::up_to(variable, column, MAX_BARS) {
        Ok(coded) => coded.categories.len() > FEW_VALUES,
        Err(_) => !matches!(column, Column::Texts(_)),
    }
}

fn of_free(data: &Dataset, names: &[String]) -> Vec<Proposed> {
    let found = neighbours(data, names).into_iter();
    found
        .map(|analysis| {
            let why = match (&analysis, analysis.variables().len()) {
                (_, 1) => Why::Single,
                (Analysis::Descriptives(_), _) => Why::Amounts,
                _ => Why::Together,
            };
            Proposed::new(data, spec(data, analysis), why)
        })
        .collect()
}

/// Whether all names begin with that of the set, and go on where a number or a word ends: `q7` and `q7_1`, not `QN` and `QN26`.
fn items_begin(set: &Set) -> bool {
    let last = set.name.chars().next_back();
    let mut items = set.items.iter();
    items.all(|item| {
        let rest = item.strip_prefix(&set.name);
        let next = rest.and_then(|rest| rest.chars().next());
        next.is_some_and(|next| {
            !next.is_alphanumeric()
                || last.is_some_and(|last| last.is_numeric() && next.is_alphabetic())
        })
    })
}

/// The analysis that shows a set; nothing where there is too little of it.
fn of_set(data: &Dataset, set: &Set) -> Option<Proposed> {
    let items = set.items.clone();
    // a cell may hold several answers, a battery of one item is none
    if items.len() < 2 && !matches!(set.kind, SetKind::Separated { .. }) {
        return None;
    }
    let analysis = match set.kind {
        SetKind::Battery => Analysis::Battery(Battery {
            items,
            top: Some(0),
            sort_by: None,
        }),
        SetKind::Multiple | SetKind::Categories | SetKind::Separated { .. } => {
            Analysis::Multiple(Multiple::of_set(set)?)
        }
        SetKind::Ranking => Analysis::Ranking(Ranking {
            k: Some(items.len().div_ceil(4).max(1)),
            ..Ranking::of(&items)
        }),
    };
    // a question without words goes by what the names of its variables have in common
    let is_stem = !set.name.is_empty() && items_begin(set);
    let title = match set.label.is_empty() && is_stem {
        true => Text::from(set.name.as_str()),
        false => set.label.clone(),
    };
    let analysis = AnalysisSpec {
        title,
        ..spec(data, analysis)
    };
    Some(Proposed::new(data, analysis, Why::Set(set.kind)))
}

pub(super) fn spec(data: &Dataset, analysis: Analysis) -> AnalysisSpec {
    AnalysisSpec {
        data: data.id.clone(),
        ..AnalysisSpec::from(analysis)
    }
}
