//! Several answers in one text, as a 0/1 variable each.

use super::{DerivedSpec, Made, MadeVariable, Split, mentioned_or_not, no_number, wrong};
use crate::codebook::{Level, Origin, Set, SetKind, Variable};
use crate::dataset::{CodeStore, Codes, Column, Dataset};
use crate::expression::{Over, Values, by_code, of_variable};
use crate::{Error, Text, Value, order};

/// More different answers than these are open answers.
const MOST: usize = 200;

pub(super) fn split(spec: &DerivedSpec, split: &Split, data: &Dataset) -> Result<Made, Error> {
    if split.separator.is_empty() {
        return Err(wrong("„separator“ ist leer", "`separator` is empty"));
    }
    let (variable, column) = data.find(&split.of)?;
    let series = of_variable(variable, column);
    let Values::Texts(words) = &series.values else {
        return Err(no_number(&split.of));
    };
    let mentioned: Vec<Vec<&str>> = words
        .dictionary
        .iter()
        .map(|word| {
            let answers = word.split(split.separator.as_str()).map(str::trim);
            answers.filter(|answer| !answer.is_empty()).collect()
        })
        .collect();
    let answers = if split.answers.is_empty() {
        found(&mentioned, variable)?
    } else {
        split.answers.clone()
    };
    if let Some(stray) = stray(&mentioned, &answers) {
        return Err(wrong(
            &format!(
                "„{}“ enthält „{stray}“, das unter „answers“ fehlt: dort ergänzen oder die Liste weglassen",
                split.of
            ),
            &format!(
                "`{}` holds `{stray}`, which is not among `answers`: add it there, or leave the list out",
                split.of
            ),
        ));
    }
    let title = if spec.label.is_empty() {
        variable.title()
    } else {
        spec.label.clone()
    };
    let how = Text::both(
        format!(
            "Antwort in {}, getrennt durch „{}“",
            split.of, split.separator
        ),
        format!("answer in {}, separated by `{}`", split.of, split.separator),
    );
    let mut variables = Vec::with_capacity(answers.len());
    for (index, answer) in answers.iter().enumerate() {
        // 0 missing, 1 not mentioned, 2 mentioned
        let mut table = vec![0_u8];
        table.extend(
            mentioned
                .iter()
                .map(|all| 1 + u8::from(all.contains(&answer.as_str()))),
        );
        let codes: Vec<u8> = words
            .codes
            .iter()
            .map(|code| table[*code as usize])
            .collect();
        let codes = match series.over {
            Over::Codes(stored) => by_code(&codes, stored),
            Over::Rows | Over::Constant => codes,
        };
        let dictionary = vec![Value::Number(0.0), Value::Number(1.0)];
        let mut made = Variable::new(
            &format!("{}_{}", spec.name, index + 1),
            spec.level.unwrap_or(Level::Nominal),
            Origin::Derived(how.clone()),
        );
        made.label = Text::Plain(answer.clone());
        made.values = mentioned_or_not();
        variables.push(MadeVariable {
            variable: made,
            column: Column::Codes(Codes::new(CodeStore::U8(codes), dictionary)),
        });
    }
    let set = Set {
        name: spec.name.clone(),
        kind: SetKind::Multiple,
        label: title,
        items: variables
            .iter()
            .map(|made| made.variable.name.clone())
            .collect(),
        counted: None,
        origin: Origin::Derived(how),
    };
    Ok(Made {
        variables,
        sets: vec![set],
        raked: None,
        faults: Vec::new(),
    })
}

/// The different answers in their natural order.
fn found(mentioned: &[Vec<&str>], variable: &Variable) -> Result<Vec<String>, Error> {
    let mut known = std::collections::BTreeSet::new();
    for answer in mentioned.iter().flatten() {
        known.insert(*answer);
    }
    if known.len() > MOST {
        return Err(Error::TooManyCategories {
            variable: variable.name.clone(),
            categories: known.len(),
            limit: MOST,
        });
    }
    if known.is_empty() {
        return Err(Error::NoAnswers {
            variables: vec![variable.name.clone()],
        });
    }
    let mut answers: Vec<Value> = known.into_iter().map(Value::from).collect();
    order::sort(&mut answers, |a, b| a.order(b));
    Ok(answers.iter().map(ToString::to_string).collect())
}

fn stray<'m>(mentioned: &[Vec<&'m str>], answers: &[String]) -> Option<&'m str> {
    let mut all = mentioned.iter().flatten();
    all.find(|answer| !answers.iter().any(|known| known == **answer))
        .copied()
}
