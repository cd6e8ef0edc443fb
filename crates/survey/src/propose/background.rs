//! Which variables describe who answered: sex, age, region, office ... Reports break questions down by them.

use crate::Language;
use crate::codebook::Variable;
use crate::meaning::roles::GROUP;
use crate::meaning::words::{name_words, plain, tokens};

/// Words of names and labels, as [`plain`] writes them.
const BACKGROUND: &[&str] = &[
    "geschlecht",
    "gender",
    "sex",
    "alter",
    "age",
    "altersgruppe",
    "agegroup",
    "altersklasse",
    "bildung",
    "education",
    "educ",
    "schulabschluss",
    "bildungsabschluss",
    "schulbildung",
    "beruf",
    "occupation",
    "erwerbsstatus",
    "erwerbstaetigkeit",
    "employment",
    "einkommen",
    "haushaltseinkommen",
    "income",
    "region",
    "bundesland",
    "land",
    "state",
    "country",
    "ort",
    "ortsgroesse",
    "gemeindegroesse",
    "stadt",
    "bezirk",
    "district",
    "location",
    "familienstand",
    "marital",
    "race",
    "ethnicity",
    "herkunft",
    "migrationshintergrund",
    "nationality",
    "nationalitaet",
    "staatsangehoerigkeit",
    "religion",
    "konfession",
    "partei",
    "party",
    "einwohner",
    "groessenklasse",
];

/// A label of more words is a question about something.
const MAX_WORDS: usize = 4;

/// Whether name or label say so; of a longer one only as its first or last word.
pub(super) fn is_background(variable: &Variable) -> bool {
    let says = |words: &[&str]| {
        let known = |word: Option<&&str>| {
            word.is_some_and(|word| BACKGROUND.contains(word) || GROUP.contains(word))
        };
        words.len() <= MAX_WORDS && (known(words.first()) || known(words.last()))
    };
    let name = name_words(&variable.name);
    let name: Vec<&str> = name.iter().map(String::as_str).collect();
    let label = |language| plain(variable.label.get(language));
    says(&name)
        || [Language::De, Language::En]
            .into_iter()
            .any(|language| says(&tokens(&label(language))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Text;
    use crate::codebook::{Level, Origin};

    #[test]
    fn is_told_from_names_and_short_labels() {
        let variable = |name: &str, label: &str| {
            let mut variable = Variable::new(name, Level::Nominal, Origin::Given);
            variable.label = Text::from(label);
            variable
        };
        let background = |name, label| is_background(&variable(name, label));
        assert!(background("Gender", ""));
        assert!(background("f31", "Geschlecht"));
        assert!(background("QNS3A", "S3a. GENDER:"));
        assert!(background("Household Income", ""));
        assert!(background("v7", "Höchster Bildungsabschluss"));
        assert!(!background(
            "q1",
            "Do you have any children of school age or older?"
        ));
        assert!(!background("q2", "Wie alt sind Sie?"));
        assert!(!background("language", ""));
    }
}
