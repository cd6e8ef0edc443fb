//! A study of Befund as a codebook: the meaning of its variables without its analyses.

use befund_survey::meaning::Statements;
use befund_survey::study::Study;

use super::{Fault, Place};
use crate::Error;

pub(super) fn read(file: &str, json: &str) -> Result<Statements, Error> {
    let study = Study::from_json(json).map_err(|error| {
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
            if !spec.missing.is_empty() {
                statement.missing.clone_from(&spec.missing);
            }
        }
        statements.sets.extend(dataset.sets.iter().cloned());
    }
    Ok(statements)
}
