//! Every combination of several groups.

use super::{DerivedSpec, Follows, Interaction, Made, labelled, wrong};
use crate::codebook::{Level, ValueLabel};
use crate::coded::Coded;
use crate::dataset::{CodeStore, Codes, Column, Dataset};
use crate::{Error, Language, Text, Value};

/// So many combinations can be told apart.
const MOST: usize = 65_535;

pub(super) fn interaction(
    spec: &DerivedSpec,
    interaction: &Interaction,
    data: &Dataset,
) -> Result<Made, Error> {
    if interaction.of.len() < 2 {
        return Err(wrong(
            "„of“ braucht mindestens zwei Variablen",
            "`of` needs at least two variables",
        ));
    }
    let mut groups = Vec::with_capacity(interaction.of.len());
    let mut titles = Vec::with_capacity(interaction.of.len());
    let mut combinations = 1_usize;
    for name in &interaction.of {
        let (variable, column) = data.find(name)?;
        let coded = Coded::new(variable, column)?;
        combinations = combinations.saturating_mul(coded.categories.len().max(1));
        if combinations > MOST {
            return Err(Error::TooManyCategories {
                variable: spec.name.clone(),
                categories: combinations,
                limit: MOST,
            });
        }
        titles.push(variable.title());
        groups.push(coded);
    }
    // the combination of each row from 1, 0 where one of the groups is missing
    let combination = |row: usize| {
        let mut place = 0;
        for group in &groups {
            match group.slot(row) {
                0 => return 0,
                slot => place = place * group.categories.len() + slot - 1,
            }
        }
        place + 1
    };
    let places: Vec<usize> = (0..data.rows()).map(combination).collect();
    let mut code = vec![0_u16; combinations + 1];
    for place in &places {
        code[*place] = 1;
    }
    code[0] = 0;
    let mut values: Vec<ValueLabel> = Vec::new();
    for (place, code) in code.iter_mut().enumerate().skip(1) {
        if *code > 0 {
            values.push(combined(&groups, place - 1));
            // at most 65,535
            *code = values.len() as u16;
        }
    }
    let codes = places.iter().map(|place| code[*place]);
    let store = if values.len() <= 255 {
        CodeStore::U8(codes.map(|code| code as u8).collect())
    } else {
        CodeStore::U16(codes.collect())
    };
    let dictionary = values.iter().map(|known| known.value.clone()).collect();
    let follows = Follows {
        label: joined(&titles),
        values,
        how: Text::Plain(interaction.of.join(" × ")),
    };
    Ok(spec.variable(
        Column::Codes(Codes::new(store, dictionary)),
        Level::Nominal,
        follows,
    ))
}

/// Value and label of a combination.
fn combined(groups: &[Coded<'_>], mut place: usize) -> ValueLabel {
    let mut parts = Vec::with_capacity(groups.len());
    for group in groups.iter().rev() {
        let categories = group.categories.len();
        parts.push(&group.categories[place % categories]);
        place /= categories;
    }
    parts.reverse();
    let values: Vec<String> = parts.iter().map(|part| part.value.to_string()).collect();
    let labels: Vec<Text> = parts.iter().map(|part| part.label.clone()).collect();
    labelled(Value::Text(values.join(" × ")), joined(&labels))
}

fn joined(texts: &[Text]) -> Text {
    let words = |language| {
        let words: Vec<&str> = texts.iter().map(|text| text.get(language)).collect();
        words.join(" × ")
    };
    Text::both(words(Language::De), words(Language::En))
}
