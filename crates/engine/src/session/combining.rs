//! Datasets that are made of others, and why one is not there.

use befund_survey::study::DatasetSpec;
use befund_survey::{Error, Remark};

use super::{Session, within};

/// A dataset that could not be made of others.
pub(super) struct Unmade {
    data: String,
    reason: Error,
}

impl Session {
    /// Makes the datasets that are made of others, once all files are there.
    pub(super) fn combine(&mut self) {
        let Some(study) = &self.study else {
            return;
        };
        if study.combined.is_empty() || !self.awaited().is_empty() {
            return;
        }
        self.datasets.truncate(study.datasets.len());
        let specs = study.combined.clone();
        self.combining.clear();
        self.unmade.clear();
        let remark = |text, is_warning| Remark { text, is_warning };
        for spec in specs {
            match spec.make(&self.datasets) {
                Ok(made) => {
                    let notes = made.notes.iter().map(|note| remark(note.text(), false));
                    let unmade = made.unmade.iter().map(|error| remark(error.text(), true));
                    self.combining.extend(notes.chain(unmade));
                    self.datasets.push(made.dataset);
                }
                Err(error) => {
                    let reason = self.explained(error);
                    let text = within(&spec.id, &reason.text());
                    self.combining.push(remark(text, true));
                    let data = spec.id;
                    self.unmade.push(Unmade { data, reason });
                }
            }
        }
    }

    /// Why a dataset is not there, where that is known; other errors as they are.
    pub(super) fn explained(&self, error: Error) -> Error {
        let Error::UnknownDataset { data, .. } = &error else {
            return error;
        };
        let not_made = |reason: &Error| Error::NotMade {
            data: data.clone(),
            reason: Box::new(reason.clone()),
        };
        if let Some(unmade) = self.unmade.iter().find(|unmade| unmade.data == *data) {
            return not_made(&unmade.reason);
        }
        let awaited = |spec: &&DatasetSpec| Error::Awaited {
            data: spec.id.clone(),
            file: spec.file.clone(),
        };
        let specs = self.awaited();
        if let Some(spec) = specs.iter().find(|spec| spec.id == *data) {
            return awaited(spec);
        }
        // none is made before all files are there
        let mut combined = self.study.iter().flat_map(|study| &study.combined);
        match specs
            .first()
            .filter(|_| combined.any(|spec| spec.id == *data))
        {
            Some(spec) => not_made(&awaited(spec)),
            None => error,
        }
    }
}
