//! Datasets made of others: the waves of a panel side by side, the waves of a trend below each other, records by their cases.
//!
//! What comes out is a dataset like any other, so that every analysis works on it: a paired comparison of `q1@wave1` and
//! `q1@wave2`, a cross table by wave, several answers counted by office instead of by measure.

mod collapse;
mod columns;
mod key;
mod link;
mod note;
mod stack;

use serde::{Deserialize, Serialize};

pub(crate) use key::{Keys, keys, shown};
pub use note::CombineNote;

use crate::codebook::Codebook;
use crate::dataset::{Column, Dataset};
use crate::derive::{DerivedSpec, derive};
use crate::{Error, Text};

/// A dataset to be made of others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CombinedSpec {
    /// Name by which analyses refer to it.
    pub id: String,
    /// What it is.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub title: Text,
    /// What one row is, in the plural ("offices"); that of the first dataset where it is empty.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub unit: Text,
    /// How it is made.
    pub combine: Combine,
    /// Variables made from those it has then, such as the change from one wave to the next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub derived: Vec<DerivedSpec>,
}

/// How datasets become one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Combine {
    /// The waves of a panel side by side: one row per case of any wave, variables called `name@wave`, and `in_wave` for each
    /// wave, which is 1 where the case took part.
    Link {
        /// The datasets of the waves, in their order.
        waves: Vec<String>,
        /// Variables that together name a case, such as municipality and office. The role "case" where they are absent.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        key: Vec<String>,
    },
    /// Datasets below each other, with a variable that says which one a row is of.
    Stack {
        /// The datasets, in their order.
        datasets: Vec<String>,
        /// Name of that variable.
        #[serde(default = "wave", skip_serializing_if = "is_wave")]
        source: String,
    },
    /// Records below the case put together: one row per case. What is the same in all records of every case stays as it is; of
    /// categories each is 1 where a record of the case has it; of numbers the mean; `records` counts them.
    Collapse {
        /// The dataset of the records.
        records: String,
        /// Variables that together name the case. The role "case" where they are absent.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        key: Vec<String>,
    },
}

fn wave() -> String {
    "wave".to_owned()
}

fn is_wave(name: &str) -> bool {
    name == "wave"
}

/// A dataset made of others.
#[derive(Debug, Clone, PartialEq)]
pub struct Combined {
    /// The dataset.
    pub dataset: Dataset,
    /// What a reader must know about how it was made.
    pub notes: Vec<CombineNote>,
    /// Derived variables that could not be made.
    pub unmade: Vec<Error>,
}

impl CombinedSpec {
    /// The datasets it is made of.
    pub fn sources(&self) -> Vec<&str> {
        match &self.combine {
            Combine::Link { waves: names, .. }
            | Combine::Stack {
                datasets: names, ..
            } => names.iter().map(String::as_str).collect(),
            Combine::Collapse { records, .. } => vec![records],
        }
    }

    /// Makes the dataset, O(cells of the sources).
    ///
    /// # Errors
    /// [`Error::UnknownDataset`], [`Error::UnknownVariable`] of a key, [`Error::NoKey`], [`Error::RepeatedKey`],
    /// [`Error::TooFew`] of less than two waves.
    pub fn make(&self, datasets: &[Dataset]) -> Result<Combined, Error> {
        let find = |id: &str| {
            let found = datasets.iter().find(|data| data.id == id);
            found.ok_or_else(|| Error::UnknownDataset {
                data: id.to_owned(),
                known: datasets.iter().map(|data| data.id.clone()).collect(),
            })
        };
        let sources = self
            .sources()
            .into_iter()
            .map(find)
            .collect::<Result<Vec<_>, _>>()?;
        let field = match &self.combine {
            Combine::Link { .. } => Some("waves"),
            Combine::Stack { .. } => Some("datasets"),
            Combine::Collapse { .. } => None,
        };
        if let Some(field) = field.filter(|_| sources.len() < 2) {
            return Err(Error::TooFew {
                kind: "combine".to_owned(),
                field: field.to_owned(),
                needed: 2,
            });
        }
        let mut combined = match &self.combine {
            Combine::Link { key, .. } => link::link(&self.id, &sources, key)?,
            Combine::Stack { source, .. } => stack::stack(&self.id, &sources, source),
            Combine::Collapse { key, .. } => collapse::collapse(&self.id, sources[0], key)?,
        };
        let data = &mut combined.dataset;
        data.title = self.title.clone();
        if !self.unit.is_empty() {
            data.unit = self.unit.clone();
        }
        combined.unmade = derive(&self.derived, data);
        Ok(combined)
    }
}

/// The dataset of columns that were made one row per case, each with its variable.
fn made(id: &str, file: String, codebook: Codebook, columns: Vec<Column>) -> Dataset {
    let dataset = Dataset::new(id.to_owned(), file, codebook, columns);
    dataset.unwrap_or_else(|| unreachable!("each column has as many rows as there are cases"))
}
