//! Numbers that only tell things apart: post codes, keys of districts, numbers of contracts. Their mean says nothing.

use super::words::{name_words, plain, tokens};
use crate::codebook::Variable;
use crate::dataset::Column;
use crate::{Language, Value};

/// Words that say so by themselves, at the end of a name.
const KEYS: &[&str] = &[
    "id",
    "zip",
    "zipcode",
    "postcode",
    "postalcode",
    "plz",
    "postleitzahl",
    "fips",
    "ags",
    "uuid",
    "gemeindeschluessel",
    "kreisschluessel",
    "regionalschluessel",
];
/// Words that may as well be of an amount ("number of children", "risk code"): only behind another word, and of large numbers.
const NUMBERS: &[&str] = &["code", "nr", "number", "nummer", "schluessel", "kennziffer"];
/// Compounds of German that end so.
const ENDINGS: &[&str] = &["nummer", "schluessel", "kennziffer", "leitzahl"];
/// What a second variable is called that says in words what the first one says in numbers.
const WORDS_FOR: &[&str] = &["name", "label", "bezeichnung", "description"];

/// A label of more words is a question about something.
const MAX_WORDS: usize = 4;
/// Amounts begin below this, numbers of contracts and districts above.
const LEAST: f64 = 100.0;

/// The word that says that the whole numbers of a variable, the smallest of which is `least`, are keys; `names` are those of the file.
pub(crate) fn key_word(variable: &Variable, least: f64, names: &[&str]) -> Option<String> {
    let own = name_words(&variable.name);
    if let Some(name) = words_for(&own, names) {
        return Some(name.to_owned());
    }
    let label = |language| {
        let label = plain(variable.label.get(language));
        let words: Vec<String> = tokens(&label).into_iter().map(str::to_owned).collect();
        words
    };
    let says = [own, label(Language::De), label(Language::En)];
    says.into_iter().find_map(|words| {
        let last = words.last()?;
        let large = least >= LEAST;
        let says = KEYS.contains(&last.as_str())
            || large && words.len() >= 2 && NUMBERS.contains(&last.as_str())
            || large
                && ENDINGS
                    .iter()
                    .any(|ending| last.ends_with(ending) && last.len() > ending.len());
        (words.len() <= MAX_WORDS && says).then(|| last.clone())
    })
}

/// The name of the file that stands for the same in words: `class_name` beside `class`.
fn words_for<'a>(own: &[String], names: &[&'a str]) -> Option<&'a str> {
    let mut names = names.iter().copied();
    names.find(|name| {
        let words = name_words(name);
        words.split_last().is_some_and(|(last, rest)| {
            !own.is_empty() && rest == own && WORDS_FOR.contains(&last.as_str())
        })
    })
}

/// The smallest valid number of a column where all are whole.
pub(crate) fn whole_numbers_from(variable: &Variable, column: &Column) -> Option<f64> {
    let mut least: Option<f64> = None;
    let mut take = |number: f64| {
        least = Some(least.map_or(number, |least| least.min(number)));
        number.fract() == 0.0
    };
    let valid = |value: &Value| !variable.is_missing(value);
    let whole = match column {
        Column::Codes(codes) => {
            let mut values = codes.dictionary().iter().filter(|value| valid(value));
            values.all(|value| value.number().is_some_and(&mut take))
        }
        Column::Numbers(numbers) => {
            let values = numbers.values().iter().filter(|number| !number.is_nan());
            let mut values = values.filter(|number| valid(&Value::Number(**number)));
            values.all(|number| take(*number))
        }
        Column::Texts(_) => false,
    };
    least.filter(|_| whole)
}

/// Whether name or label speak of a year.
pub(crate) fn says_year(variable: &Variable) -> bool {
    let year = |word: &str| word == "year" || word == "année" || word.ends_with("jahr");
    let label = |language| plain(variable.label.get(language));
    name_words(&variable.name).iter().any(|word| year(word))
        || [Language::De, Language::En]
            .into_iter()
            .any(|language| tokens(&label(language)).into_iter().any(year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Text;
    use crate::codebook::{Level, Origin};

    fn variable(name: &str, label: &str) -> Variable {
        let mut variable = Variable::new(name, Level::Scale, Origin::Given);
        variable.label = Text::from(label);
        variable
    }

    #[test]
    fn are_told_from_names_labels_and_neighbours() {
        let key =
            |name, label, least| key_word(&variable(name, label), least, &["class", "class_name"]);
        assert_eq!(key("ARR_ZIP", "", 90_001.0).as_deref(), Some("zip"));
        assert_eq!(key("fips", "", 20_001.0).as_deref(), Some("fips"));
        assert_eq!(
            key("Gemeindenummer", "", 1_001.0).as_deref(),
            Some("gemeindenummer")
        );
        assert_eq!(
            key("Gemeindeschlüssel", "", 1_001.0).as_deref(),
            Some("gemeindeschluessel")
        );
        assert_eq!(
            key("v3", "COUNTY DISTRICT NUMBER", 57_905.0).as_deref(),
            Some("number")
        );
        assert_eq!(key("class", "", 10.0).as_deref(), Some("class_name"));
        assert_eq!(key("number", "Number of children", 0.0), None);
        assert_eq!(key("children_number", "", 0.0), None);
        assert_eq!(key("code", "", 1_000.0), None);
        assert_eq!(key("income", "", 1_000.0), None);
        assert_eq!(key("paid", "", 1_000.0), None);
    }

    #[test]
    fn years_are_told_from_years_of_something() {
        assert!(says_year(&variable("Année", "")));
        assert!(says_year(&variable("Baujahr", "")));
        assert!(says_year(&variable("v1", "YEAR OF ADMINISTRATION")));
        assert!(!says_year(&variable("educ", "YEARS OF EDUCATION")));
    }
}
