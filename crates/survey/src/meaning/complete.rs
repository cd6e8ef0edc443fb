//! The meaning of a whole dataset.

use super::answers::{Answers, Counts};
use super::level::{self, guess_numbers};
use super::scale::{Order, scale};
use super::{keys, missing, retold, roles, scale as scales, separated, sets, words};
use crate::codebook::{Codebook, Level, Origin, Reason, Role, RoleKind, UserMissing, Variable};
use crate::dataset::Dataset;
use crate::{Language, Text, Value};

/// Completes the codebook of a dataset: guesses what is not given. Guesses of an earlier run are made anew, so that it may be called
/// again when more is known. Returned is what probably stands for no answer although nobody says so.
pub fn complete(data: &mut Dataset) -> Vec<LikelyMissing> {
    let counts = complete_but(data, &[]);
    likely_missing(data, &counts)
}

/// Completes the codebook, apart from the missing answers of the variables at these places: they are stated. Returned is how often every
/// code occurs.
pub(super) fn complete_but(data: &mut Dataset, states_missing: &[bool]) -> Counts {
    forget(data);
    retold::find_dates(data);
    let missing_answers = MissingAnswers::of(&data.codebook);
    let mut variables = data.codebook.variables.clone();
    let counts = Counts::of(data.columns());
    let answers = counts.answers(data.columns());
    for (at, (variable, answers)) in variables.iter_mut().zip(answers).enumerate() {
        let missing_answers = match states_missing.get(at) {
            Some(true) => MissingAnswers::Declared,
            _ => missing_answers,
        };
        understand(variable, &answers, missing_answers);
    }
    data.codebook.variables = variables;
    find_keys(data);

    let answers = counts.answers(data.columns());
    let found = sets::sets(data, &answers);
    let separated: Vec<_> = data
        .codebook
        .variables
        .iter()
        .zip(&answers)
        .filter_map(|(variable, answers)| separated::set(variable, answers))
        .collect();
    drop(answers);
    for found in found {
        for variable in &mut data.codebook.variables[found.range] {
            // the items of a battery share its scale, also the answers that one of them never got
            if !found.shared_values.is_empty()
                && (variable.values_origin.is_guessed() || variable.values.is_empty())
            {
                variable.values.clone_from(&found.shared_values);
                if let Origin::Guessed(reason) = &found.set.origin {
                    variable.values_origin = Origin::Guessed(reason.clone());
                    if variable.origin.is_guessed() {
                        variable.level = Level::Ordinal;
                        variable.origin = Origin::Guessed(reason.clone());
                    }
                }
            }
        }
        data.codebook.sets.push(found.set);
    }
    for set in separated {
        let taken = data
            .codebook
            .sets
            .iter()
            .any(|known| known.items == set.items);
        if !taken {
            data.codebook.sets.push(set);
        }
    }

    let answers = counts.answers(data.columns());
    let roles = roles::roles(data, &answers);
    let places = data.codebook.variables.iter();
    let key = places.zip(0..).find(|(variable, at)| {
        let is_case = |role: &Role| role.kind == RoleKind::Case && role.variable == variable.name;
        let is_guess = variable.origin.is_guessed() && variable.values.is_empty();
        is_guess && roles.iter().any(is_case) && roles::all_different(data, &answers, *at)
    });
    let key = key.map(|(_, at)| at);
    drop(answers);
    // the number of a questionnaire is no amount
    if let Some(key) = key {
        let variable = &mut data.codebook.variables[key];
        let role = roles.iter().find(|role| role.variable == variable.name);
        if let Some(role) = role.filter(|_| variable.level != Level::Identifier) {
            variable.level = Level::Identifier;
            variable.origin = role.origin.clone();
        }
    }
    data.codebook.roles.extend(roles);
    counts
}

/// A number that stands for no answer in many files, in variables of which nobody has said so.
#[derive(Debug, Clone, PartialEq)]
pub struct LikelyMissing {
    /// The number.
    pub value: f64,
    /// The names of the variables in which it stands.
    pub variables: Vec<String>,
}

/// Numbers far from all amounts of a variable (-9, 999), and -9 beside several ratings of a file that states what is missing. They are not
/// taken for missing, because they may be amounts, or the file speaks for itself.
fn likely_missing(data: &Dataset, counts: &Counts) -> Vec<LikelyMissing> {
    let mut found: Vec<LikelyMissing> = Vec::new();
    let answers = counts.answers(data.columns());
    for (variable, answers) in data.codebook.variables.iter().zip(answers) {
        let is_open = variable.missing.is_empty() && variable.missing_ranges.is_empty();
        if !is_open || !variable.values.is_empty() || variable.temporal.is_some() {
            continue;
        }
        let Some(numbers) = answers.numbers(variable) else {
            continue;
        };
        let mut beyond = missing::beyond(&numbers);
        beyond.retain(|value| *value <= -7.0);
        beyond.extend(missing::beyond_amounts(&answers.counted(variable)));
        for value in beyond {
            match found.iter_mut().find(|known| known.value == value) {
                Some(known) => known.variables.push(variable.name.clone()),
                None => found.push(LikelyMissing {
                    value,
                    variables: vec![variable.name.clone()],
                }),
            }
        }
    }
    found.retain(|found| found.variables.len() >= 2);
    found
}

/// Whole numbers whose name says that they tell things apart are no amounts.
fn find_keys(data: &mut Dataset) {
    let names: Vec<String> = data
        .codebook
        .variables
        .iter()
        .map(|variable| variable.name.clone())
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut variables = data.codebook.variables.clone();
    for (variable, column) in variables.iter_mut().zip(data.columns()) {
        let many = matches!(variable.origin, Origin::Guessed(Reason::ManyNumbers { .. }));
        if !many || !variable.values.is_empty() {
            continue;
        }
        let least = keys::whole_numbers_from(variable, column);
        if let Some(word) = least.and_then(|least| keys::key_word(variable, least, &names)) {
            variable.level = Level::Identifier;
            variable.origin = Origin::Guessed(Reason::NameSays { word });
        }
    }
    data.codebook.variables = variables;
}

/// What a codebook says about missing answers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MissingAnswers {
    /// It states labels, levels or the like, and so also what is missing: the rest are answers.
    Declared,
    /// It states nothing: words and numbers that stand for no answer are recognised.
    Undeclared,
}

impl MissingAnswers {
    fn of(codebook: &Codebook) -> Self {
        let states = |variable: &Variable| {
            !variable.origin.is_guessed()
                || !variable.values.is_empty()
                || !variable.missing_ranges.is_empty()
                || variable.decimals.is_some()
        };
        if codebook.variables.iter().any(states) {
            Self::Declared
        } else {
            Self::Undeclared
        }
    }
}

/// Takes back earlier guesses about more than one variable, and what was guessed of values.
fn forget(data: &mut Dataset) {
    data.codebook.sets.retain(|set| !set.origin.is_guessed());
    data.codebook.roles.retain(|role| !role.origin.is_guessed());
    for variable in &mut data.codebook.variables {
        if variable.values_origin.is_guessed() {
            variable.values.clear();
            variable.values_origin = Origin::Given;
        }
        if variable.missing_origin.is_guessed() {
            variable.missing.clear();
            variable.missing_origin = Origin::Given;
        }
    }
}

/// What one variable means.
fn understand(variable: &mut Variable, answers: &Answers<'_>, missing_answers: MissingAnswers) {
    let guessed = variable.origin.is_guessed();
    if variable.temporal.is_some() || !answers.are_coded() {
        return;
    }
    if missing_answers == MissingAnswers::Undeclared && guessed {
        find_missing(variable, answers);
    }
    if !guessed && !calls_codes_metric(variable, answers) {
        return;
    }
    if !variable.values.is_empty() {
        labelled(variable, answers);
        return;
    }
    if let Some(numbers) = answers.numbers(variable) {
        if variable.missing_origin.is_guessed() {
            let (level, reason) = guess_numbers(&numbers, usize::MAX);
            variable.level = level;
            variable.origin = Origin::Guessed(reason);
        }
        return;
    }
    let Some(texts) = answers.texts(variable) else {
        return;
    };
    if let Some(found) = scale(&texts) {
        variable.level = match found.order {
            Order::Ranks => Level::Ordinal,
            Order::Numbers => Level::Nominal,
        };
        variable.values = found.values;
        variable.values_origin = Origin::Guessed(found.reason.clone());
        variable.origin = Origin::Guessed(found.reason);
    } else if let Some(words) = level::open_answers(&texts, answers.answered(variable)) {
        variable.level = Level::Text;
        variable.origin = Origin::Guessed(Reason::OpenAnswers { words });
    } else if texts.len() == 2 && variable.missing_origin.is_guessed() {
        variable.level = Level::Nominal;
        variable.origin = Origin::Guessed(Reason::TwoValues);
    }
}

/// Whether a file says metric of a variable whose every answer has a label in words: many programs say so of all numbers.
fn calls_codes_metric(variable: &mut Variable, answers: &Answers<'_>) -> bool {
    if variable.origin != Origin::Given || variable.level != Level::Scale {
        return false;
    }
    let label = |value: &Value| {
        let mut known = variable.values.iter().filter(|known| known.value == *value);
        known.next().map(|known| known.label.get(Language::De))
    };
    // words, or a range such as "18-34"
    let in_words = |value: &Value| {
        label(value).is_some_and(|label| {
            let label = label.trim();
            let inner = label.trim_start_matches(['-', '–']);
            label.contains(char::is_alphabetic) || inner.contains(['-', '–'])
        })
    };
    let valid = answers.valid(variable);
    let codes = valid.len() >= 2 && valid.iter().all(|counted| in_words(counted.value));
    if codes {
        variable.origin = Origin::Guessed(Reason::LabelledScale {
            labels: variable.values.len(),
        });
    }
    codes
}

/// A variable with labels whose level nobody has said.
fn labelled(variable: &mut Variable, answers: &Answers<'_>) {
    let labels: Vec<String> = variable
        .values
        .iter()
        .filter(|known| !variable.is_missing(&known.value))
        .map(|known| words::plain(known.label.get(Language::De)))
        .collect();
    let valid = answers.valid(variable);
    let has_label = |value: &Value| variable.values.iter().any(|known| known.value == *value);
    let all = !valid.is_empty() && valid.iter().all(|counted| has_label(counted.value));
    let against_file = matches!(
        variable.origin,
        Origin::Guessed(Reason::LabelledScale { .. })
    );
    let (level, reason) = if scales::places(&labels).is_some() {
        let end = |label: Option<&String>| label.cloned().unwrap_or_default();
        let reason = Reason::AnswerScale {
            least: end(labels.first()),
            most: end(labels.last()),
        };
        (Level::Ordinal, reason)
    } else if all && labels.len() >= 2 {
        let labels = labels.len();
        (Level::Nominal, Reason::LabelledCodes { labels })
    } else {
        return;
    };
    variable.level = level;
    if !against_file {
        variable.origin = Origin::Guessed(reason);
    }
}

fn find_missing(variable: &mut Variable, answers: &Answers<'_>) {
    if !variable.missing.is_empty()
        && variable.values.is_empty()
        && answers.texts(variable).is_none()
    {
        return;
    }
    let mut found: Vec<UserMissing> = Vec::new();
    let mut reason = Reason::NoAnswerWords;
    if let Some(texts) = answers.texts(variable) {
        let none: Vec<&str> = if texts.len() <= level::MAX_FEW_TEXTS {
            let texts = texts.iter().copied();
            texts.filter(|text| missing::says_none(text)).collect()
        } else {
            Vec::new()
        };
        // a column of nothing else has an answer after all
        if none.len() < texts.len() {
            found.extend(none.into_iter().map(|text| UserMissing {
                value: Value::from(text),
                label: Text::default(),
            }));
        }
    } else if variable.values.is_empty()
        && let Some(numbers) = answers.numbers(variable)
    {
        reason = Reason::BeyondScale;
        let beyond = missing::beyond(&numbers);
        found.extend(beyond.into_iter().map(|number| UserMissing {
            value: Value::Number(number),
            label: Text::default(),
        }));
    }
    if !found.is_empty() {
        // what the reader knows as missing are such words too
        variable.missing.extend(found);
        variable.missing_origin = Origin::Guessed(reason);
    }
}
