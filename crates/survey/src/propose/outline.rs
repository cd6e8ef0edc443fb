//! Every question once, by the analysis that fits it.

use super::{Proposed, Why};
use crate::Value;
use crate::analysis::{
    Agreement, Analysis, AnalysisSpec, Battery, Multiple, Ranking, neighbours, with_cases,
};
use crate::codebook::{RoleKind, Set, SetKind, Variable};
use crate::dataset::{Column, Dataset};

/// A draft has at most so many cards before the comparisons.
const MAX_CARDS: usize = 40;

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
            None if !has_task(data, variable) && has_answers(variable, column) => {
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
    cards.extend(compared.map(|agreement| Proposed {
        analysis: spec(data, Analysis::Agreement(agreement)),
        why: Why::Coders,
    }));
    // too many: sets stay, the last of the others go
    while cards.len() > MAX_CARDS {
        let single = cards
            .iter()
            .rposition(|card| !matches!(card.why, Why::Set(_)));
        cards.remove(single.unwrap_or(MAX_CARDS));
    }
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

/// Whether anyone gave a valid answer.
fn has_answers(variable: &Variable, column: &Column) -> bool {
    let valid = |value: &Value| !variable.is_missing(value);
    match column {
        Column::Codes(codes) => {
            let valid: Vec<bool> = codes.dictionary().iter().map(valid).collect();
            (0..codes.len()).any(|row| {
                let answer = codes.code(row).checked_sub(1);
                answer.is_some_and(|answer| valid[answer])
            })
        }
        Column::Numbers(numbers) => {
            let mut values = numbers.values().iter();
            values.any(|number| !number.is_nan() && valid(&Value::Number(*number)))
        }
        Column::Texts(texts) => (0..texts.len()).any(|row| texts.get(row).is_some()),
    }
}

fn of_free(data: &Dataset, names: &[String]) -> Vec<Proposed> {
    let found = neighbours(data, names).into_iter();
    found
        .map(|analysis| {
            let single = analysis.variables().len() == 1;
            Proposed {
                analysis: spec(data, analysis),
                why: if single { Why::Single } else { Why::Together },
            }
        })
        .collect()
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
    Some(Proposed {
        analysis: AnalysisSpec {
            title: set.label.clone(),
            ..spec(data, analysis)
        },
        why: Why::Set(set.kind),
    })
}

pub(super) fn spec(data: &Dataset, analysis: Analysis) -> AnalysisSpec {
    AnalysisSpec {
        data: data.id.clone(),
        ..AnalysisSpec::from(with_cases(&data.codebook, analysis))
    }
}
