//! A study of Befund as a codebook: the meaning of its variables without its analyses.

use std::collections::BTreeMap;

use befund_survey::codebook::ValueLabel;
use befund_survey::meaning::Statements;
use befund_survey::study::{DatasetSpec, STUDY_VERSION};
use serde::Deserialize;
use serde_json::error::Error as Json;

use super::{Fault, Place};
use crate::Error;

/// A study without its analyses: a reader of all of them would be 30 KB of what the browser loads.
#[derive(Deserialize)]
struct Meaning {
    befund: u32,
    #[serde(default)]
    datasets: Vec<DatasetSpec>,
    #[serde(default)]
    scales: BTreeMap<String, Vec<ValueLabel>>,
}

impl Meaning {
    fn read(json: &str) -> Result<Self, Json> {
        let meaning: Self = serde_json::from_str(json)?;
        if meaning.befund == STUDY_VERSION {
            return Ok(meaning);
        }
        let version = format_args!("version {} is not {STUDY_VERSION}", meaning.befund);
        Err(serde::de::Error::custom(version))
    }
}

pub(super) fn read(file: &str, json: &str) -> Result<Statements, Error> {
    let study = Meaning::read(json).map_err(|error| {
        let text = error.to_string();
        Place {
            file,
            line: 1,
            text: &text,
        }
        .fault(Fault::Study)
    })?;
    let mut statements = Statements::default();
    for dataset in &study.datasets {
        for spec in &dataset.variables {
            let scale = spec.scale.as_ref().and_then(|name| study.scales.get(name));
            let statement = statements.about(&spec.name);
            if !spec.label.is_empty() {
                statement.label = spec.label.clone();
            }
            statement.level = spec.level.or(statement.level);
            if let Some(scale) = scale {
                statement.values.clone_from(scale);
            }
            if !spec.values.is_empty() {
                statement.values.clone_from(&spec.values);
            }
            statement.dates = spec.dates.or(statement.dates);
            if spec.missing.is_some() {
                statement.missing.clone_from(&spec.missing);
            }
            if spec.missing_ranges.is_some() {
                statement.missing_ranges.clone_from(&spec.missing_ranges);
            }
        }
        statements.sets.extend(dataset.sets.iter().cloned());
        // what the study makes or counts elsewhere is none of its variables
        let is_made = |name: &str| dataset.derived.iter().any(|made| made.name == name);
        let roles = dataset.roles.iter();
        let own = roles.filter(|role| !is_made(&role.variable) && !role.variable.contains('@'));
        statements.roles.extend(own.cloned());
    }
    Ok(statements)
}
