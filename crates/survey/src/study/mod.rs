//! The study document: which files to read, what their variables mean, which analyses to run. It holds no data.
//!
//! ```json
//! { "befund": 1,
//!   "title": "Neighbourhood survey",
//!   "datasets": [ { "id": "wave1", "file": "wave1.csv", "variables": [ { "name": "q1", "scale": "agree4" } ] } ],
//!   "scales": { "agree4": [ { "value": 1, "label": "not at all" }, { "value": 4, "label": "fully" } ] },
//!   "analyses": [ { "kind": "battery", "items": ["q1"] } ] }
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::analysis::AnalysisSpec;
use crate::codebook::{Origin, Role, RoleKind, Set, ValueLabel};
use crate::combine::CombinedSpec;
use crate::dataset::Dataset;
use crate::derive::{DerivedSpec, derive};
use crate::json::{self, Unique};
use crate::{Error, ReadOptions, Text};

mod misfit;
mod stated;
mod variable;

pub use misfit::Misfit;
pub use variable::VariableSpec;

/// The version of the study format this crate reads and writes.
pub const STUDY_VERSION: u32 = 1;

/// A study: meaning and analyses, never data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Study {
    /// Version of the format: 1.
    pub befund: u32,
    /// Name of the study.
    pub title: Text,
    /// What every reader has to know first; stands at the head of every report.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub notice: Text,
    /// The files and what their variables mean.
    #[serde(default)]
    pub datasets: Vec<DatasetSpec>,
    /// Datasets made of others, such as the waves of a panel side by side; each may use those before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub combined: Vec<CombinedSpec>,
    /// Answer scales that several variables share, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scales: BTreeMap<String, Vec<ValueLabel>>,
    /// The analyses in the order of the report.
    #[serde(default)]
    pub analyses: Vec<AnalysisSpec>,
}

/// One file of a study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DatasetSpec {
    /// Name by which analyses refer to it.
    pub id: String,
    /// File name, relative to the study.
    pub file: String,
    /// How to read the file, where that cannot be found out.
    #[serde(default, skip_serializing_if = "ReadOptions::is_default")]
    pub read: ReadOptions,
    /// A file that says what the variables mean, relative to the study: SPSS syntax, DDI-Codebook XML, a LimeSurvey questionnaire, a table
    /// of variables and labels, or another study. What this study says goes before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codebook: Option<String>,
    /// What the file is.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub title: Text,
    /// What one row is, in the plural ("offices").
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub unit: Text,
    /// What is known about variables; the rest is inferred.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<VariableSpec>,
    /// Variables that belong together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sets: Vec<Set>,
    /// What variables are for, besides being analysed, such as a weight or strata.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// Variables made from others, in any order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub derived: Vec<DerivedSpec>,
}

#[cfg(feature = "schema")]
impl Study {
    /// The JSON schema of the study document, for editors and validators.
    pub fn schema() -> serde_json::Value {
        let mut schema = schemars::schema_for!(Self);
        schema.insert("$id".to_owned(), "urn:befund:study:1".into());
        schema.insert("title".to_owned(), "Befund study".into());
        schema.into()
    }
}

impl Study {
    /// An empty study of that name.
    pub fn new(title: Text) -> Self {
        Self {
            befund: STUDY_VERSION,
            title,
            notice: Text::default(),
            datasets: Vec::new(),
            combined: Vec::new(),
            scales: BTreeMap::new(),
            analyses: Vec::new(),
        }
    }

    /// Reads a study from JSON.
    ///
    /// # Errors
    /// [`Error::Study`] with line and column where the text is no JSON, [`Error::StudyField`] with the place in the document where it is
    /// no study, [`Error::StudyVersion`] where it is one of another version, [`Error::UnknownScale`] where a variable names
    /// a scale that is not there.
    pub fn from_json(json: &str) -> Result<Self, Error> {
        let Unique(value) = serde_json::from_str(json).map_err(|error| Error::Study {
            line: error.line(),
            column: error.column(),
            message: plain(&error.to_string()),
        })?;
        // a study of another version may have any fields
        let version = value.get("befund").and_then(serde_json::Value::as_u64);
        if let Some(found) = version.filter(|found| *found != u64::from(STUDY_VERSION)) {
            return Err(Error::StudyVersion {
                found: u32::try_from(found).unwrap_or(u32::MAX),
            });
        }
        let study: Self = json::read(value).map_err(Error::from)?;
        for variable in study.datasets.iter().flat_map(|dataset| &dataset.variables) {
            if let Some(scale) = &variable.scale
                && !study.scales.contains_key(scale)
            {
                return Err(Error::UnknownScale {
                    variable: variable.name.clone(),
                    scale: scale.clone(),
                });
            }
        }
        Ok(study)
    }
}

impl DatasetSpec {
    /// Gives a dataset the meaning this study states; what it does not state stays as it was inferred. What does not fit the file
    /// is left out and reported; the rest holds.
    pub fn apply(&self, study: &Study, data: &mut Dataset) -> Vec<Misfit> {
        data.id.clone_from(&self.id);
        data.title = self.title.clone();
        data.unit = self.unit.clone();
        let mut misfits = misfit::variables(self, data);
        for spec in &self.variables {
            match spec.apply(&study.scales, Origin::Given, data) {
                // reported with all other names that are not there
                Ok(()) | Err(Error::UnknownVariable { .. }) => {}
                Err(error) => misfits.push(Misfit::Error(error)),
            }
        }
        self.apply_roles(data);
        misfits.extend(derive(&self.derived, data).into_iter().map(Misfit::Error));
        misfits.extend(self.apply_sets(data));
        misfits.extend(misfit::values(self, data));
        misfits
    }

    /// Roles that the study states take the place of others of their kind.
    fn apply_roles(&self, data: &mut Dataset) {
        let roles = &mut data.codebook.roles;
        roles.retain(|role| !self.roles.iter().any(|stated| stated.kind == role.kind));
        roles.extend(self.roles.iter().cloned());
        let frequency = self
            .roles
            .iter()
            .find(|role| role.kind == RoleKind::Frequency);
        if let Some(frequency) = frequency {
            data.frequency = Some(frequency.variable.clone());
        }
    }

    /// Sets that the study states take the place of those of the file, apart from items that are not there.
    fn apply_sets(&self, data: &mut Dataset) -> Vec<Misfit> {
        let mut misfits = Vec::new();
        let mut sets = self.sets.clone();
        for set in &mut sets {
            let known = |name: &String| data.variable(name).is_some();
            let lost: Vec<String> = set
                .items
                .iter()
                .filter(|name| !known(name))
                .cloned()
                .collect();
            set.items.retain(known);
            if !lost.is_empty() {
                misfits.push(Misfit::Set {
                    set: set.name.clone(),
                    variables: lost,
                });
            }
        }
        sets.retain(|set| !set.items.is_empty());
        if !self.sets.is_empty() {
            let derived = data.codebook.sets.drain(..);
            let is_derived = |set: &Set| matches!(set.origin, Origin::Derived(_));
            sets.extend(derived.filter(is_derived));
            data.codebook.sets = sets;
        }
        misfits
    }
}

/// What the parser says without the place, which stands before it.
fn plain(message: &str) -> String {
    message
        .rsplit_once(" at line ")
        .map_or(message, |(message, _)| message)
        .to_owned()
}
