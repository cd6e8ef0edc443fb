//! What the reader of the app says about a variable, in place of what was found out. No browser here.

use befund_survey::codebook::{
    DateOrder, Origin, Role, RoleKind, Set, SetKind, UserMissing, ValueLabel, Variable,
};
use befund_survey::decimal;
use befund_survey::describe::VariableDescription;
use befund_survey::{Language, Text, Value};

/// A value of the form in which a variable is defined.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// The stored value.
    pub(crate) value: Value,
    /// What it stands for.
    pub(crate) label: String,
    /// Whether it is no valid answer.
    pub(crate) missing: bool,
    /// How many rows have it, where that is known.
    pub(crate) count: Option<f64>,
}

/// The values of a variable with what is known about them: those that occur and those that have a label, then the missing ones.
pub(crate) fn rows(described: &VariableDescription, language: Language) -> Vec<Row> {
    let variable = &described.variable;
    let label = |value: &Value| {
        let labelled = variable.values.iter().find(|known| known.value == *value);
        let missing = || variable.missing.iter().find(|known| known.value == *value);
        let label = labelled
            .map(|known| &known.label)
            .or_else(|| missing().map(|known| &known.label));
        label.map_or_else(String::new, |label| label.get(language).to_owned())
    };
    let counts = described
        .counts
        .iter()
        .map(|count| (&count.category.value, Some(count.count)));
    let labelled = variable.values.iter().map(|known| (&known.value, None));
    let missing = variable.missing.iter().map(|known| (&known.value, None));
    let mut rows: Vec<Row> = Vec::new();
    for (value, count) in counts.chain(labelled).chain(missing) {
        if !rows.iter().any(|row| row.value == *value) {
            rows.push(Row {
                value: value.clone(),
                label: label(value),
                missing: variable.missing.iter().any(|known| known.value == *value),
                count,
            });
        }
    }
    let (missing, mut rows): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.missing);
    rows.extend(missing);
    rows
}

/// The order in which the answers of a variable write their days, where they look like days in texts: the order that was found out, or
/// none where none shows. Nothing where they do not look like days.
pub(crate) fn date_order(described: &VariableDescription) -> Option<Option<DateOrder>> {
    let variable = &described.variable;
    if variable.dates.is_some() {
        return Some(variable.dates);
    }
    let looks = |text: &str| {
        let marks = text.matches(['.', '/', '-']).count();
        let starts = text.starts_with(|first: char| first.is_ascii_digit());
        starts && marks >= 2 && text.len() <= 24
    };
    let mut answers = described.counts.iter().take(20);
    let texts = !described.counts.is_empty()
        && answers.all(|count| matches!(&count.category.value, Value::Text(text) if looks(text)));
    (texts && variable.temporal.is_none()).then_some(None)
}

/// The sets when these variables belong together as well, in place of a set of the same variables.
pub(crate) fn with_set(sets: &[Set], kind: SetKind, items: &[String]) -> Vec<Set> {
    let same = |set: &Set| {
        set.items.len() == items.len() && set.items.iter().all(|item| items.contains(item))
    };
    let mut changed: Vec<Set> = sets.iter().filter(|set| !same(set)).cloned().collect();
    let taken = |name: &str| changed.iter().any(|set| set.name == name);
    let stem = stem(items);
    let mut number = 1;
    let mut name = stem.clone();
    while taken(&name) {
        number += 1;
        name = format!("{stem}_{number}");
    }
    changed.push(Set {
        name,
        kind,
        label: Text::default(),
        items: items.to_vec(),
        counted: None,
        origin: Origin::Overruled,
    });
    changed
}

/// What names begin with, without the number or mark that tells them apart.
fn stem(names: &[String]) -> String {
    let mut stem = names.first().map_or("", String::as_str);
    for name in names {
        let shared = stem
            .char_indices()
            .zip(name.chars())
            .find(|((_, a), b)| a != b);
        let length = shared.map_or(stem.len().min(name.len()), |((at, _), _)| at);
        stem = stem.get(..length).unwrap_or_default();
    }
    let letters = stem.trim_end_matches(|last: char| !last.is_alphabetic());
    match letters {
        "" => "set".to_owned(),
        letters => letters.to_owned(),
    }
}

/// The variable as the form has it.
pub(crate) fn defined(
    before: &Variable,
    label: &str,
    rows: &[Row],
    more_missing: &str,
    language: Language,
) -> Variable {
    let said = |value: &Value, label: &str| {
        let known = before.values.iter().find(|known| known.value == *value);
        let known = known.map(|known| &known.label);
        reworded(known.unwrap_or(&Text::default()), label, language)
    };
    let labelled = rows.iter().filter(|row| !row.label.trim().is_empty());
    let values = labelled
        .map(|row| ValueLabel {
            value: row.value.clone(),
            label: said(&row.value, &row.label),
        })
        .collect();
    let mut missing: Vec<UserMissing> = rows
        .iter()
        .filter(|row| row.missing)
        .map(|row| UserMissing {
            value: row.value.clone(),
            label: said(&row.value, &row.label),
        })
        .collect();
    for value in more_missing.split(';').filter_map(value) {
        if !missing.iter().any(|known| known.value == value) {
            missing.push(UserMissing {
                value,
                label: Text::default(),
            });
        }
    }
    Variable {
        label: reworded(&before.label, label, language),
        values,
        missing,
        origin: Origin::Overruled,
        values_origin: Origin::Overruled,
        missing_origin: Origin::Overruled,
        ..before.clone()
    }
}

/// A text with other words in one language; what it says in the other one stays.
pub(crate) fn reworded(before: &Text, words: &str, language: Language) -> Text {
    let words = words.trim();
    if before.get(language) == words {
        return before.clone();
    }
    match (before, language) {
        (Text::Both { en, .. }, Language::De) => Text::both(words, en.as_str()),
        (Text::Both { de, .. }, Language::En) => Text::both(de.as_str(), words),
        (Text::Plain(_), _) => Text::from(words),
    }
}

/// A value as it is written in the form: a number with point or comma, or a text.
fn value(text: &str) -> Option<Value> {
    let text = text.trim();
    match decimal::number(&text.replace(',', ".").replace('−', "-")) {
        Some(number) => Some(Value::Number(number)),
        None => (!text.is_empty()).then(|| text.into()),
    }
}

/// The roles when a variable is for this and nothing else. Only groups, strata and clusters may be several.
pub(crate) fn with_role(roles: &[Role], variable: &str, kind: Option<RoleKind>) -> Vec<Role> {
    let several = matches!(
        kind,
        Some(RoleKind::Group | RoleKind::Strata | RoleKind::Clusters)
    );
    let others = roles
        .iter()
        .filter(|role| role.variable != variable && (several || Some(role.kind) != kind));
    let own = kind.map(|kind| Role {
        kind,
        variable: variable.to_owned(),
        origin: Origin::Overruled,
    });
    others.cloned().chain(own).collect()
}

/// The sets when one of them is of another kind, or does not belong together.
pub(crate) fn with_kind(sets: &[Set], name: &str, kind: Option<SetKind>) -> Vec<Set> {
    let mut changed = sets.to_vec();
    match kind {
        Some(kind) => {
            for set in changed.iter_mut().filter(|set| set.name == name) {
                set.kind = kind;
                set.origin = Origin::Overruled;
            }
        }
        None => changed.retain(|set| set.name != name),
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;
    use befund_survey::codebook::Level;
    use befund_survey::finding::{Category, CategoryCount};

    fn described() -> VariableDescription {
        let mut variable = Variable::new("q1", Level::Ordinal, Origin::Given);
        variable.values = vec![ValueLabel {
            value: 1.into(),
            label: Text::both("ja", "yes"),
        }];
        variable.missing = vec![UserMissing {
            value: 9.into(),
            label: "refused".into(),
        }];
        let count = |value: i32, count| CategoryCount {
            category: Category {
                value: value.into(),
                label: Text::default(),
            },
            count,
        };
        VariableDescription {
            variable,
            valid: 5,
            system_missing: 0,
            user_missing: 1,
            distinct: 2,
            counts: vec![count(1, 3.0), count(2, 2.0)],
            minimum: None,
            maximum: None,
        }
    }

    #[test]
    fn a_form_left_as_it_is_changes_nothing_but_the_origin() {
        let described = described();
        let rows = rows(&described, Language::En);
        let values: Vec<String> = rows.iter().map(|row| row.value.to_string()).collect();
        assert_eq!(values, ["1", "2", "9"]);
        let mut variable = defined(&described.variable, "", &rows, "", Language::En);
        assert_eq!(variable.origin, Origin::Overruled);
        // the label of a missing value is that of a value, too
        assert_eq!(
            variable.values.pop().map(|known| known.value),
            Some(9.into())
        );
        variable.origin = Origin::Given;
        variable.values_origin = Origin::Given;
        variable.missing_origin = Origin::Given;
        assert_eq!(variable, described.variable);
    }

    #[test]
    fn labels_change_in_one_language_and_missing_answers_come_and_go() {
        let described = described();
        let mut rows = rows(&described, Language::De);
        rows[0].label = "Ja!".to_owned();
        rows[1].missing = true;
        rows[2].missing = false;
        let variable = defined(
            &described.variable,
            " Frage ",
            &rows,
            "-1,5; 2; weiß nicht;;",
            Language::De,
        );
        assert_eq!(variable.label, "Frage".into());
        assert_eq!(variable.values[0].label, Text::both("Ja!", "yes"));
        let missing: Vec<Value> = variable.missing.into_iter().map(|one| one.value).collect();
        assert_eq!(missing, [2.into(), (-1.5).into(), "weiß nicht".into()]);
    }

    #[test]
    fn variables_are_grouped_under_what_their_names_share() {
        let names = |names: &[&str]| {
            names
                .iter()
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
        };
        let items = names(&["q2_10", "q2_1"]);
        let sets = with_set(&[], SetKind::Battery, &items);
        assert_eq!((sets[0].name.as_str(), &sets[0].items), ("q", &items));
        let other = with_set(&sets, SetKind::Ranking, &names(&["q3", "q4"]));
        assert_eq!((other.len(), other[1].name.as_str()), (2, "q_2"));
        // the same variables belong together in one way
        let again = with_set(&other, SetKind::Multiple, &names(&["q2_1", "q2_10"]));
        let kinds: Vec<SetKind> = again.iter().map(|set| set.kind).collect();
        assert_eq!(kinds, [SetKind::Ranking, SetKind::Multiple]);
        assert_eq!(
            with_set(&[], SetKind::Battery, &names(&["a", "b"]))[0].name,
            "set"
        );
        assert_eq!(stem(&names(&["größe_a", "größe_b"])), "größe");
    }

    #[test]
    fn only_texts_that_look_like_days_are_asked_for_their_order() {
        let mut described = described();
        assert_eq!(date_order(&described), None);
        for count in &mut described.counts {
            count.category.value = "01/02/2026".into();
        }
        assert_eq!(date_order(&described), Some(None));
        let order = DateOrder::DayMonthYear;
        described.variable.dates = Some(order);
        assert_eq!(date_order(&described), Some(Some(order)));
    }

    #[test]
    fn there_is_one_weight_and_there_are_several_groups() {
        let weight = with_role(&[], "w", Some(RoleKind::Weight));
        let other = with_role(&weight, "v", Some(RoleKind::Weight));
        assert_eq!(other.len(), 1);
        assert_eq!(other[0].variable, "v");
        let groups = with_role(&other, "office", Some(RoleKind::Group));
        let groups = with_role(&groups, "state", Some(RoleKind::Group));
        assert_eq!(groups.len(), 3);
        assert_eq!(with_role(&groups, "office", None).len(), 2);
    }
}
