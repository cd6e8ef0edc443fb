//! Titles of findings: the study's own, or made from the labels of the variables.
//!
//! A made title names what was asked, not what came out: it is the same in whatever order the results stand.

use std::cmp::Ordering;

use befund_survey::finding::{Finding, Item, Results};
use befund_survey::{Language, order};

use crate::messages::Message;
use crate::words::{item_label, kind_name};

/// The title of a finding, made from the labels of its variables where the study gives none.
pub fn title(finding: &Finding, language: Language) -> String {
    let own = finding.title.get(language).trim();
    if !own.is_empty() {
        return own.to_owned();
    }
    let label = |item: &Item| item_label(item, language).to_owned();
    let named = |item: &Item| (item.name.clone(), label(item));
    let grouped = |text: String, by: Option<&Item>| match (by, language) {
        (None, _) => text,
        (Some(by), Language::De) => format!("{text} nach {}", label(by)),
        (Some(by), Language::En) => format!("{text} by {}", label(by)),
    };
    let several = |mut variables: Vec<Named>, noun| {
        // q2 stands before q10
        order::sort(&mut variables, |(a, _), (b, _)| by_number(a, b));
        in_order(finding, variables, noun, language)
    };
    let in_order = |variables, noun| in_order(finding, variables, noun, language);
    match &finding.results {
        Results::Response(rates) => {
            let word = kind_name(finding.results.kind(), language);
            grouped(word, rates.by.as_ref())
        }
        Results::Frequencies(table) => label(&table.variable),
        Results::Battery(table) => {
            let items = table.items.iter().map(|row| named(&row.item));
            several(items.collect(), Message::ItemsNoun)
        }
        Results::Crosstab(table) => {
            grouped(label(&table.column_variable), Some(&table.row_variable))
        }
        Results::Profile(table) => {
            let items = table.items.iter().map(|row| named(&row.item));
            let text = several(items.collect(), Message::ItemsNoun);
            grouped(text, table.by.as_ref())
        }
        Results::Multiple(table) if !table.variables.is_empty() => {
            let variables = table.variables.iter().map(named).collect();
            let text = several(variables, Message::Variables);
            grouped(text, table.by.as_ref())
        }
        Results::Multiple(table) => {
            // The class of several answers has no name: it is no answer one can give.
            let answers = table.answers.iter().filter_map(|answer| {
                let name = answer.name.clone()?;
                let label = match answer.label.get(language).trim() {
                    "" => name.clone(),
                    label => label.to_owned(),
                };
                Some((name, label))
            });
            let text = several(answers.collect(), Message::AnswersNoun);
            grouped(text, table.by.as_ref())
        }
        Results::Descriptives(table) => {
            let mut variables: Vec<_> = table.rows.iter().map(|row| named(&row.item)).collect();
            variables.dedup();
            let text = in_order(variables, Message::Variables);
            grouped(text, table.by.as_ref())
        }
        Results::Ranking(table) => match (finding.question.get(language).trim(), language) {
            ("", Language::De) => format!("Rangordnung von {} Objekten", table.items.len()),
            ("", Language::En) => format!("Ranking of {} objects", table.items.len()),
            (question, _) => question.to_owned(),
        },
        Results::Clusters(tree) => match (&tree.by, language) {
            (Some(by), Language::De) => format!("Ähnlichkeit der Gruppen: {}", label(by)),
            (Some(by), Language::En) => format!("Similarity of the groups: {}", label(by)),
            (None, Language::De) => "Ähnlichkeit der Zeilen".to_owned(),
            (None, Language::En) => "Similarity of the rows".to_owned(),
        },
        other => {
            let Some(statistics) = other.statistics() else {
                return kind_name(other.kind(), language);
            };
            let variables = statistics.parts.iter().flat_map(|part| &part.variables);
            if variables.clone().next().is_none() {
                return kind_name(other.kind(), language);
            }
            let text = in_order(variables.map(named).collect(), Message::Variables);
            let text = format!("{}: {text}", kind_name(other.kind(), language));
            grouped(text, statistics.by.as_ref())
        }
    }
}

/// Name and label of a variable.
type Named = (String, String);

/// The question, else up to two labels, else what all labels begin with, else how many there are with the names of the
/// first and the last.
fn in_order(finding: &Finding, variables: Vec<Named>, noun: Message, language: Language) -> String {
    let question = finding.question.get(language).trim();
    if !question.is_empty() {
        return question.to_owned();
    }
    let lead = lead(&variables);
    match (variables.as_slice(), lead, language) {
        ([], _, _) => kind_name(finding.results.kind(), language),
        ([(_, only)], _, _) => only.clone(),
        (_, Some(lead), _) => lead,
        ([(_, first), (_, second)], None, Language::De) => format!("{first} und {second}"),
        ([(_, first), (_, second)], None, Language::En) => format!("{first} and {second}"),
        ([(first, _), .., (last, _)], None, _) => {
            let (n, noun) = (variables.len(), noun.text(language));
            // some programs write quotes around names
            let (first, last) = (first.trim_matches('\''), last.trim_matches('\''));
            format!("{n} {noun} ({first} … {last})")
        }
    }
}

/// By letters, and by number where both have digits.
fn by_number(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let digits = |text: &str| {
            let rest = text.trim_start_matches(|character: char| character.is_ascii_digit());
            text.len() - rest.len()
        };
        let (i, j) = (digits(left), digits(right));
        if i > 0 && j > 0 {
            let number =
                |text: &str, digits: usize| text[..digits].trim_start_matches('0').to_owned();
            let (m, n) = (number(left, i), number(right, j));
            match (m.len(), &m).cmp(&(n.len(), &n)) {
                Ordering::Equal => (left, right) = (&left[i..], &right[j..]),
                other => return other,
            }
            continue;
        }
        let (mut first, mut second) = (left.chars(), right.chars());
        match (first.next(), second.next()) {
            (Some(m), Some(n)) if m == n => (left, right) = (first.as_str(), second.as_str()),
            // the same but for noughts before a number
            (None, None) => return a.cmp(b),
            (m, n) => return m.cmp(&n),
        }
    }
}

/// The words before a colon, a dash or a question mark that all labels begin with: "How important are ...? - Parks".
fn lead(variables: &[Named]) -> Option<String> {
    let (_, first) = variables.first()?;
    [": ", "? ", " – ", " - ", " — "]
        .into_iter()
        .filter_map(|mark| {
            let end = first.find(mark)?;
            let stem = &first[..end + mark.len()];
            let shared = variables.iter().all(|(_, label)| label.starts_with(stem));
            let words = stem.trim_end_matches([' ', ':', '–', '-', '—']).trim();
            (shared && words.contains(char::is_alphabetic)).then_some(words)
        })
        .max_by_key(|words| words.len())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_by_number_and_by_letter() {
        let mut names = ["q10", "tool_web", "q2", "tool_mail", "q02_b", "q2_a", "q"];
        names.sort_by(|a, b| by_number(a, b));
        assert_eq!(
            names,
            ["q", "q2", "q2_a", "q02_b", "q10", "tool_mail", "tool_web"]
        );
    }
}
