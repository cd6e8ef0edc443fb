//! Which rows count.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value as Json;

use crate::coded::Coded;
use crate::dataset::{Column, Dataset};
use crate::expression::{Chosen, Conditions, Expression, Truth};
use crate::json::{self, Misread, text_or_fields};
use crate::{Error, Language, Text, Value};

/// A condition on a row.
///
/// A missing answer makes a condition unknown, not false: `not` of an unknown condition is unknown too (Kleene's
/// three-valued logic, as in SQL and SPSS). A row counts only where its condition is true.
///
/// In JSON a text in the language of [`crate::expression`], `"conflict = 'increase' and office in (ord, plan)"`, or one of the
/// objects below.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Filter {
    /// A condition as a text; it is read when it meets the data.
    Written(String),
    /// The answer is one of the values: `{"variable": "office", "is": ["ord", "plan"]}`.
    Is {
        /// The variable.
        variable: String,
        /// The values that fulfil the condition.
        is: Vec<Value>,
    },
    /// Every condition holds: `{"all": [...]}`.
    All {
        /// The conditions.
        all: Vec<Filter>,
    },
    /// At least one condition holds: `{"any": [...]}`.
    Any {
        /// The conditions.
        any: Vec<Filter>,
    },
    /// The condition does not hold: `{"not": {...}}`.
    Not {
        /// The condition.
        not: Box<Filter>,
    },
}

impl<'de> Deserialize<'de> for Filter {
    /// Demands exactly one kind of condition and names what it does not know.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = match text_or_fields(deserializer)? {
            json::TextOrFields::Text(text) => return Ok(Self::Written(text)),
            json::TextOrFields::Fields(fields) => fields,
        };
        let mut take = |name: &str| fields.remove(name);
        let (variable, is, all, any, not) = (
            take("variable"),
            take("is"),
            take("all"),
            take("any"),
            take("not"),
        );
        if let Some(unknown) = fields.keys().next() {
            let known = &["variable", "is", "all", "any", "not"];
            return Err(D::Error::custom(Misread::unknown_field(unknown, known)));
        }
        fn within<T: DeserializeOwned>(name: &str, value: Json) -> Result<T, Misread> {
            json::read(value).map_err(|error| error.inside(name))
        }
        let parts = |name: &str, conditions: Json| {
            let parts: Vec<Self> = within(name, conditions)?;
            if parts.is_empty() {
                return Err(Misread::custom("at least one condition is needed").inside(name));
            }
            Ok(parts)
        };
        match (variable, is, all, any, not) {
            (Some(variable), Some(is), None, None, None) => Ok(Self::Is {
                variable: within("variable", variable).map_err(D::Error::custom)?,
                is: within("is", is).map_err(D::Error::custom)?,
            }),
            (None, None, Some(all), None, None) => Ok(Self::All {
                all: parts("all", all).map_err(D::Error::custom)?,
            }),
            (None, None, None, Some(any), None) => Ok(Self::Any {
                any: parts("any", any).map_err(D::Error::custom)?,
            }),
            (None, None, None, None, Some(not)) => Ok(Self::Not {
                not: Box::new(within("not", not).map_err(D::Error::custom)?),
            }),
            _ => Err(D::Error::custom(
                "a filter is a text, or one condition: `variable` with `is`, or `all`, or `any`, or `not`",
            )),
        }
    }
}

impl Filter {
    /// The rows of a dataset that fulfil it, O(rows × conditions) at most.
    pub(crate) fn choose(&self, data: &Dataset) -> Result<Chosen, Error> {
        Ok(self.conditions(data)?.choose(data.rows()))
    }

    fn conditions<'a>(&self, data: &'a Dataset) -> Result<Conditions<'a>, Error> {
        match self {
            Self::Written(text) => Expression::parse(text)?.conditions(data),
            Self::Is { variable, is } => is_one_of(data, variable, is),
            Self::All { all } => combine(data, all, Truth::True, Truth::and),
            Self::Any { any } => combine(data, any, Truth::False, Truth::or),
            Self::Not { not } => Ok(not.conditions(data)?.not()),
        }
    }

    /// The filter in words, with the labels of the codebook.
    pub(crate) fn describe(&self, data: &Dataset) -> Text {
        Text::both(
            self.words(data, Language::De),
            self.words(data, Language::En),
        )
    }

    fn words(&self, data: &Dataset, language: Language) -> String {
        let (and, or, not) = match language {
            Language::De => (" und ", " oder ", "nicht "),
            Language::En => (" and ", " or ", "not "),
        };
        let join = |parts: &[Self], word: &str| {
            parts
                .iter()
                .map(|part| format!("({})", part.words(data, language)))
                .collect::<Vec<_>>()
                .join(word)
        };
        match self {
            Self::Written(text) => Expression::parse(text)
                .map_or_else(|_| text.clone(), |read| read.words(data, language)),
            Self::Is { variable, is } => {
                let known = data.codebook.variable(variable);
                let values: Vec<String> = is
                    .iter()
                    .map(|value| {
                        known.map_or_else(
                            || value.to_string(),
                            |known| known.value_label(value).get(language).to_owned(),
                        )
                    })
                    .collect();
                let name = known.map_or_else(
                    || variable.clone(),
                    |known| known.title().get(language).to_owned(),
                );
                format!("{name} = {}", values.join(or))
            }
            Self::All { all } => join(all, and),
            Self::Any { any } => join(any, or),
            Self::Not { not: part } => format!("{not}({})", part.words(data, language)),
        }
    }
}

/// Whether the answer to a variable is one of the values.
fn is_one_of<'a>(data: &'a Dataset, variable: &str, is: &[Value]) -> Result<Conditions<'a>, Error> {
    let (variable, column) = data.find(variable)?;
    let coded = Coded::unlimited(variable, column)?;
    for value in is {
        if variable.is_missing(value) {
            return Err(Error::MissingValue {
                variable: variable.name.clone(),
                value: value.clone(),
            });
        }
        if !coded
            .categories
            .iter()
            .any(|category| category.value.same(value))
        {
            return Err(Error::UnknownValue {
                variable: variable.name.clone(),
                value: value.clone(),
                known: coded
                    .categories
                    .iter()
                    .take(20)
                    .map(|category| category.value.clone())
                    .collect(),
            });
        }
    }
    let mut of_slot = vec![Truth::Unknown];
    of_slot.extend(
        coded
            .categories
            .iter()
            .map(|category| Truth::from(is.iter().any(|value| category.value.same(value)))),
    );
    Ok(match column {
        Column::Codes(codes) => Conditions::of_codes(codes, coded.of_each_code(&of_slot)),
        Column::Numbers(_) | Column::Texts(_) => {
            Conditions::of_rows(coded.each(data.rows(), &of_slot))
        }
    })
}

fn combine<'a>(
    data: &'a Dataset,
    parts: &[Filter],
    start: Truth,
    join: fn(Truth, Truth) -> Truth,
) -> Result<Conditions<'a>, Error> {
    let mut all = Conditions::constant(start);
    for part in parts {
        all = all.join(part.conditions(data)?, join);
    }
    Ok(all)
}
