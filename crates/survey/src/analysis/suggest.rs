//! Which analyses fit which variables.

use super::{
    Analysis, AnalysisSpec, Battery, CategoryOrder, CompareGroups, Correlation, Crosstab,
    Descriptives, Frequencies, Multiple, Paired, Profile, QuartileRule, Ranking, Reliability,
};
use crate::codebook::{Level, Set, SetKind, ValueLabel, Variable};
use crate::coded::Coded;
use crate::dataset::Dataset;
use crate::meaning::keys::says_year;
use crate::rows::numbers;
use crate::{Error, Value};

/// More categories than a bar chart shows well.
pub(crate) const MAX_BARS: usize = 25;

/// Numbers with at most this many different values are shown one by one.
const MAX_FEW: usize = 11;

/// Items on one rating scale differ by at most this much (0 to 10).
const MAX_RATING_SPAN: f64 = 10.0;

/// What a variable can be used for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Use {
    /// Not mentioned (0) or mentioned (1).
    Mention,
    /// A few categories, ordered or not.
    Categories,
    /// A rating: a few ordered numbers.
    Rating,
    /// Numbers.
    Numbers,
    /// Names or open answers: nothing to count.
    Other,
}

/// The analyses that fit the variables, the best first; empty where none does.
///
/// # Errors
/// [`Error::UnknownVariable`].
pub fn suggest(data: &Dataset, variables: &[String]) -> Result<Vec<AnalysisSpec>, Error> {
    let mut uses = Vec::with_capacity(variables.len());
    for name in variables {
        let (variable, _) = data.find(name)?;
        uses.push(use_of(data, variable));
    }
    let mut found: Vec<Analysis> = of_sets(data, variables, &uses);
    found.extend(match (variables, uses.as_slice()) {
        ([], _) => Vec::new(),
        ([only], [usage]) => one(data, only, *usage),
        _ => several(data, variables, &uses),
    });
    Ok(found
        .into_iter()
        .map(|analysis| AnalysisSpec {
            data: data.id.clone(),
            ..AnalysisSpec::from(analysis)
        })
        .collect())
}

/// Answers of which several are allowed, as a set of the codebook has them; also by the one variable that is not of the set.
fn of_sets(data: &Dataset, variables: &[String], uses: &[Use]) -> Vec<Analysis> {
    // ticked boxes are known by their answers as well
    let sets = data.codebook.sets.iter();
    let mut sets =
        sets.filter(|set| matches!(set.kind, SetKind::Categories | SetKind::Separated { .. }));
    let found = sets.find_map(|set| {
        let within = |name: &&String| set.items.contains(*name);
        let items: Vec<String> = variables.iter().filter(within).cloned().collect();
        let groups = (0..variables.len()).filter(|at| !set.items.contains(&variables[*at]));
        let by = match groups.collect::<Vec<_>>().as_slice() {
            [] => None,
            [at] if uses[*at] != Use::Other && uses[*at] != Use::Numbers => {
                Some(variables[*at].clone())
            }
            _ => return None,
        };
        let enough = items.len() > 1 || items.len() == set.items.len();
        let multiple = Multiple::of_set(set).filter(|_| enough)?;
        Some(Analysis::Multiple(Multiple {
            items,
            by,
            ..multiple
        }))
    });
    found.into_iter().collect()
}

pub(super) fn one(data: &Dataset, name: &str, usage: Use) -> Vec<Analysis> {
    let values = valid_values(data, name);
    let frequencies = Analysis::Frequencies(Frequencies {
        order: order_of(data, name, &values),
        ..Frequencies::of(name)
    });
    let descriptives = descriptives(&[name.to_owned()], None);
    match usage {
        Use::Mention | Use::Categories => vec![frequencies],
        Use::Rating => vec![frequencies, descriptives],
        // so few numbers are seen at a glance: how often each occurs says more than a box
        Use::Numbers if are_few(&values) || is_year(data, name, &values) => {
            vec![frequencies, descriptives]
        }
        Use::Numbers if (1..=MAX_BARS).contains(&values.len()) => {
            vec![descriptives, frequencies]
        }
        Use::Numbers => vec![descriptives],
        Use::Other => Vec::new(),
    }
}

/// Names without an order stand by how often they occur, and so does what nobody can survey; what the codebook or numbers put in order stays there.
fn order_of(data: &Dataset, name: &str, values: &[Value]) -> CategoryOrder {
    let variable = data.codebook.variable(name);
    let names = values.len() > 2 && values.iter().all(|value| value.number().is_none());
    match variable {
        Some(variable) if variable.level == Level::Nominal && values.len() > MAX_BARS => {
            CategoryOrder::Descending
        }
        Some(variable)
            if names && variable.level == Level::Nominal && variable.values.is_empty() =>
        {
            CategoryOrder::Descending
        }
        _ => CategoryOrder::Codebook,
    }
}

fn are_few(values: &[Value]) -> bool {
    let whole = |value: &Value| value.number().is_some_and(|number| number.fract() == 0.0);
    (1..=MAX_FEW).contains(&values.len()) && values.iter().all(whole)
}

/// Years by name and by size: their mean says nothing.
fn is_year(data: &Dataset, name: &str, values: &[Value]) -> bool {
    let plausible = |value: &Value| {
        value
            .number()
            .is_some_and(|number| number.fract() == 0.0 && (1800.0..=2200.0).contains(&number))
    };
    let variable = data.codebook.variable(name);
    (1..=MAX_BARS).contains(&values.len())
        && values.iter().all(plausible)
        && variable.is_some_and(says_year)
}

pub(super) fn several(data: &Dataset, variables: &[String], uses: &[Use]) -> Vec<Analysis> {
    let mut found = Vec::new();
    let known = data
        .codebook
        .sets
        .iter()
        .any(|set| is_ranking(set) && variables.iter().all(|name| set.items.contains(name)));
    if known || variables.len() >= 3 && are_ranks(data, variables) {
        found.push(ranking(variables));
    }
    if are_objects_by_rank(data, variables) {
        found.push(Analysis::Ranking(Ranking {
            ranks: variables.to_vec(),
            ..Ranking::default()
        }));
    }
    if uses.iter().all(|usage| *usage == Use::Mention) {
        found.push(multiple(variables, None));
    }
    if same_scale(data, variables)
        && uses
            .iter()
            .all(|usage| matches!(usage, Use::Rating | Use::Categories | Use::Mention))
    {
        found.push(Analysis::Battery(Battery {
            items: variables.to_vec(),
            top: Some(0),
            sort_by: None,
        }));
    }
    if uses
        .iter()
        .all(|usage| matches!(usage, Use::Rating | Use::Numbers))
    {
        // amounts have no scale in common whose means make a profile
        let amounts = uses.iter().all(|usage| *usage == Use::Numbers);
        let (first, second) = (profile(variables, None), descriptives(variables, None));
        found.extend(if amounts {
            [second, first]
        } else {
            [first, second]
        });
        found.push(Analysis::Correlation(Correlation::of(variables)));
        if same_scale(data, variables) && uses.iter().all(|usage| *usage == Use::Rating) {
            if variables.len() >= 3 {
                found.push(Analysis::Reliability(Reliability {
                    items: variables.to_vec(),
                }));
            }
            found.push(Analysis::Paired(Paired::of(variables)));
        }
    }
    // one variable makes the groups, the others are what differs between them
    let groups = (0..variables.len())
        .find(|index| uses[*index] == Use::Categories)
        .or_else(|| {
            (variables.len() == 2)
                .then(|| {
                    uses.iter()
                        .position(|usage| matches!(usage, Use::Mention | Use::Rating))
                })
                .flatten()
        });
    if let Some(by) = groups {
        let rest: Vec<String> = variables
            .iter()
            .enumerate()
            .filter(|(index, _)| *index != by)
            .map(|(_, name)| name.clone())
            .collect();
        let rest_uses: Vec<Use> = uses
            .iter()
            .enumerate()
            .filter(|(index, _)| *index != by)
            .map(|(_, usage)| *usage)
            .collect();
        let group = Some(variables[by].clone());
        if rest.len() >= 3 && are_ranks(data, &rest) {
            found.push(Analysis::Ranking(Ranking {
                by: group.clone(),
                ..Ranking::of(&rest)
            }));
        }
        if rest.len() >= 2 && rest_uses.iter().all(|usage| *usage == Use::Mention) {
            found.push(multiple(&rest, group.clone()));
        }
        if let [other] = rest.as_slice()
            && matches!(rest_uses[0], Use::Categories | Use::Rating | Use::Mention)
        {
            found.push(Analysis::Crosstab(Crosstab::of(
                variables[by].clone(),
                other.clone(),
            )));
            found.push(Analysis::Crosstab(Crosstab::of(
                other.clone(),
                variables[by].clone(),
            )));
        }
        if rest_uses
            .iter()
            .all(|usage| matches!(usage, Use::Rating | Use::Numbers))
        {
            let only_numbers = rest_uses.iter().all(|usage| *usage == Use::Numbers);
            let compared = CompareGroups::of(&rest, &variables[by]);
            let (first, second) = (descriptives(&rest, group.clone()), profile(&rest, group));
            found.extend(if only_numbers {
                [first, second]
            } else {
                [second, first]
            });
            found.push(Analysis::CompareGroups(compared));
        }
    }
    if found.is_empty() {
        for (name, usage) in variables.iter().zip(uses) {
            found.extend(one(data, name, *usage).into_iter().take(1));
        }
    }
    found
}

fn ranking(items: &[String]) -> Analysis {
    Analysis::Ranking(Ranking {
        k: Some(items.len().div_ceil(4).max(1)),
        ..Ranking::of(items)
    })
}

fn is_ranking(set: &Set) -> bool {
    set.kind == SetKind::Ranking
}

fn descriptives(variables: &[String], by: Option<String>) -> Analysis {
    Analysis::Descriptives(Descriptives {
        variables: variables.to_vec(),
        by,
        quartiles: QuartileRule::default(),
        quantiles: Vec::new(),
        levels: Vec::new(),
        bootstrap: None,
        seed: 0,
    })
}

fn profile(items: &[String], by: Option<String>) -> Analysis {
    Analysis::Profile(Profile {
        items: items.to_vec(),
        by,
        item_groups: Vec::new(),
    })
}

fn multiple(items: &[String], by: Option<String>) -> Analysis {
    Analysis::Multiple(Multiple {
        by,
        ..Multiple::of(items)
    })
}

pub(super) fn use_of(data: &Dataset, variable: &Variable) -> Use {
    let values = valid_values(data, &variable.name);
    match variable.level {
        Level::Date | Level::Text | Level::Identifier => Use::Other,
        Level::Scale if has_numbers(data, &variable.name) => Use::Numbers,
        Level::Ordinal if are_numbers(&values) => Use::Rating,
        Level::Nominal | Level::Ordinal if is_mention(&values) => Use::Mention,
        Level::Nominal | Level::Ordinal if !values.is_empty() => Use::Categories,
        Level::Scale | Level::Nominal | Level::Ordinal => Use::Other,
    }
}

fn has_numbers(data: &Dataset, name: &str) -> bool {
    numbers(data, name).is_ok_and(|numbers| numbers.iter().any(Option::is_some))
}

fn are_numbers(values: &[Value]) -> bool {
    !values.is_empty() && values.iter().all(|value| value.number().is_some())
}

/// 0 and 1, or a single text: a ticked box that was exported as its own label.
fn is_mention(values: &[Value]) -> bool {
    matches!(values, [Value::Text(_)])
        || values.contains(&Value::Number(1.0))
            && values
                .iter()
                .all(|value| matches!(value.number(), Some(0.0 | 1.0)))
}

/// The categories of a variable; none where there are more than anyone can read.
fn valid_values(data: &Dataset, name: &str) -> Vec<Value> {
    let coded = data
        .variable(name)
        .and_then(|(variable, column)| Coded::new(variable, column).ok());
    coded.map_or_else(Vec::new, |coded| {
        coded
            .categories
            .into_iter()
            .map(|category| category.value)
            .collect()
    })
}

/// Whole numbers within one short range, or texts that are mostly the same.
pub(super) fn same_scale(data: &Dataset, names: &[String]) -> bool {
    if !same_labels(data, names) {
        return false;
    }
    let scales: Vec<Vec<Value>> = names.iter().map(|name| valid_values(data, name)).collect();
    let numbers: Option<Vec<f64>> = scales.iter().flatten().map(Value::number).collect();
    if let Some(numbers) = numbers {
        let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let most = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        return most - least <= MAX_RATING_SPAN
            && numbers.iter().all(|number| number.fract() == 0.0);
    }
    let Some(widest) = scales.iter().max_by_key(|scale| scale.len()) else {
        return false;
    };
    let shared = |scale: &Vec<Value>| scale.iter().filter(|value| widest.contains(value)).count();
    widest.len() <= MAX_BARS
        && scales
            .iter()
            .all(|scale| !scale.is_empty() && 2 * shared(scale) > scale.len())
}

/// Whether no value stands for one thing here and for another there.
fn same_labels(data: &Dataset, names: &[String]) -> bool {
    let mut known: Vec<&ValueLabel> = Vec::new();
    for name in names {
        let Some(variable) = data.codebook.variable(name) else {
            continue;
        };
        for label in &variable.values {
            match known.iter().find(|known| known.value == label.value) {
                Some(other) if other.label != label.label => return false,
                Some(_) => {}
                None => known.push(label),
            }
        }
    }
    true
}

/// Whole numbers from 1 to at most the number of variables, none twice in a row.
fn are_ranks(data: &Dataset, names: &[String]) -> bool {
    let Ok(answers) = names
        .iter()
        .map(|name| numbers(data, name))
        .collect::<Result<Vec<_>, _>>()
    else {
        return false;
    };
    let mut ranked_rows = 0;
    for row in 0..data.rows() {
        let mut seen = vec![false; names.len() + 1];
        for rank in answers.iter().filter_map(|item| item[row]) {
            if rank.fract() != 0.0 || rank < 1.0 || rank > names.len() as f64 || seen[rank as usize]
            {
                return false;
            }
            seen[rank as usize] = true;
        }
        ranked_rows += usize::from(seen.iter().filter(|seen| **seen).count() >= 2);
    }
    ranked_rows > 0
}

/// Rows that must name different objects before columns of the same texts pass for the first, second, ... of a ranking.
const RANKED_ROWS: usize = 8;

/// Categories that all columns share, none twice in a row.
fn are_objects_by_rank(data: &Dataset, names: &[String]) -> bool {
    let coded = names.iter().map(|name| {
        let (variable, column) = data.variable(name)?;
        let labelled = !variable.values.is_empty();
        let coded = Coded::new(variable, column).ok()?;
        let texts = coded
            .categories
            .iter()
            .all(|category| category.value.number().is_none());
        (labelled || texts).then_some(coded)
    });
    let Some(coded) = coded.collect::<Option<Vec<_>>>() else {
        return false;
    };
    let Some(widest) = coded.iter().max_by_key(|coded| coded.categories.len()) else {
        return false;
    };
    let known = |value: &Value| widest.categories.iter().any(|known| known.value == *value);
    let shared = coded.iter().all(|coded| {
        let own = coded.categories.iter();
        let shared = own.filter(|category| known(&category.value)).count();
        2 * shared > coded.categories.len()
    });
    if names.len() < 2 || widest.categories.len() < 3 || !shared {
        return false;
    }
    let mut ranked_rows = 0;
    for row in 0..data.rows() {
        let mut named: Vec<&Value> = Vec::new();
        for coded in &coded {
            let Some(slot) = coded.slot(row).checked_sub(1) else {
                continue;
            };
            let value = &coded.categories[slot].value;
            if named.contains(&value) {
                return false;
            }
            named.push(value);
        }
        ranked_rows += usize::from(named.len() >= 2);
    }
    ranked_rows >= RANKED_ROWS
}
