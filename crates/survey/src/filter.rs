//! Which rows count.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value as Json;

use crate::coded::Coded;
use crate::dataset::Dataset;
use crate::expression::{Expression, Truth};
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

/// The rows that fulfil a filter.
pub(crate) struct Mask {
    /// 1 for each row that counts, 0 for the others.
    pub(crate) rows: Vec<u8>,
    /// Rows whose condition is unknown.
    pub(crate) undecided: u64,
}

/// Which rows fulfil a filter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Selected {
    /// Whether each row counts.
    pub(crate) rows: Vec<bool>,
    /// Rows whose condition is unknown.
    pub(crate) undecided: u64,
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
    /// Decides every row of a dataset, O(rows × conditions).
    pub(crate) fn select(&self, data: &Dataset) -> Result<Selected, Error> {
        let truths = self.truths(data)?;
        Ok(Selected {
            undecided: truths
                .iter()
                .filter(|truth| **truth == Truth::Unknown)
                .count() as u64,
            rows: truths
                .into_iter()
                .map(|truth| truth == Truth::True)
                .collect(),
        })
    }

    /// The same as a [mask](Mask).
    pub(crate) fn mask(&self, data: &Dataset) -> Result<Mask, Error> {
        if let Self::Is { variable, is } = self {
            let (coded, truth) = is_one_of(data, variable, is)?;
            if let Some((codes, slots)) = coded.bytes() {
                let counts = befund_columns::count(codes);
                let (mut table, mut undecided) = ([0; 256], 0);
                for ((slot, kept), count) in slots.iter().zip(&mut table).zip(counts) {
                    match truth[*slot] {
                        Truth::True => *kept = 1,
                        Truth::Unknown => undecided += count,
                        Truth::False => {}
                    }
                }
                return Ok(Mask {
                    rows: befund_columns::look_up(codes, &table),
                    undecided,
                });
            }
        }
        let selected = self.select(data)?;
        Ok(Mask {
            rows: selected.rows.iter().copied().map(u8::from).collect(),
            undecided: selected.undecided,
        })
    }

    fn truths(&self, data: &Dataset) -> Result<Vec<Truth>, Error> {
        match self {
            Self::Written(text) => Expression::parse(text)?.truths(data),
            Self::Is { variable, is } => {
                let (coded, truth) = is_one_of(data, variable, is)?;
                Ok(coded.each(data.rows(), &truth))
            }
            Self::All { all } => combine(data, all, Truth::True, Truth::and),
            Self::Any { any } => combine(data, any, Truth::False, Truth::or),
            Self::Not { not } => Ok(not.truths(data)?.into_iter().map(Truth::not).collect()),
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

/// The answers to a variable, and for each slot whether it is one of the values.
fn is_one_of<'a>(
    data: &'a Dataset,
    variable: &str,
    is: &[Value],
) -> Result<(Coded<'a>, Vec<Truth>), Error> {
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
    let mut truth = vec![Truth::Unknown];
    truth.extend(coded.categories.iter().map(|category| {
        if is.iter().any(|value| category.value.same(value)) {
            Truth::True
        } else {
            Truth::False
        }
    }));
    Ok((coded, truth))
}

fn combine(
    data: &Dataset,
    parts: &[Filter],
    start: Truth,
    join: fn(Truth, Truth) -> Truth,
) -> Result<Vec<Truth>, Error> {
    let mut truths = vec![start; data.rows()];
    for part in parts {
        for (truth, next) in truths.iter_mut().zip(part.truths(data)?) {
            *truth = join(*truth, next);
        }
    }
    Ok(truths)
}
