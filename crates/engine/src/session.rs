//! What is open, and what can be asked about it.

mod combining;

use std::collections::BTreeMap;

use befund_survey::analysis::{AnalysisSpec, Task, begin, suggest};
use befund_survey::codebook::{Origin, Role, Set, Variable};
use befund_survey::coding::Asked;
use befund_survey::dataset::Dataset;
use befund_survey::derive::{DerivedSpec, derive};
use befund_survey::describe::describe;
use befund_survey::propose::{Proposal, default_report};
use befund_survey::study::{DatasetSpec, Misfit, Study, VariableSpec};
use befund_survey::{Error, FileRead, HowRead, ReadOptions, Remark, Text};

use combining::Unmade;

use crate::coding;
use crate::message::{CodingEdit, DatasetOverview, Overview, Problem, Reply, Request};

/// The open study and its datasets.
#[derive(Default)]
pub(crate) struct Session {
    study: Option<Study>,
    datasets: Vec<Dataset>,
    /// How the file of each dataset was read.
    read: Vec<HowRead>,
    remarks: Vec<(String, Remark)>,
    /// The analyses of the study, or what is shown of a file without one.
    analyses: Vec<AnalysisSpec>,
    demo: bool,
    /// The draft of the report, where no study says what that is.
    proposal: Option<Proposal>,
    /// What is to be known of the datasets that were made of others.
    combining: Vec<Remark>,
    /// The datasets that could not be made of others.
    unmade: Vec<Unmade>,
    /// Variables made from others in a file without a study.
    derived: Vec<DerivedSpec>,
    /// The dataset whose open answers were coded since its variables were made.
    uncoded: Option<String>,
}

impl Session {
    /// A session that awaits the files of the demo study.
    pub(crate) fn demo(study: Study) -> Self {
        Self {
            demo: true,
            ..Self::of_study(study)
        }
    }

    fn of_study(study: Study) -> Self {
        Self {
            analyses: study.analyses.clone(),
            study: Some(study),
            ..Self::default()
        }
    }

    /// Takes a file that was read: as the study says, or in place of what is open.
    pub(crate) fn open(&mut self, read: FileRead) -> Reply {
        let FileRead {
            mut dataset,
            remarks,
            how,
        } = read;
        let placed = match (&self.study, self.place_of(&dataset.file)) {
            (Some(study), Some(spec)) => Some(spec.apply(study, &mut dataset)),
            // another file in its place would lose the study together with the files it has
            (Some(_), None) if !self.awaited().is_empty() => {
                let awaited: Vec<&str> = self
                    .awaited()
                    .iter()
                    .map(|spec| spec.file.as_str())
                    .collect();
                return Reply::Failed(unexpected(&dataset.file, &awaited.join(", ")));
            }
            _ => None,
        };
        let mut misfits: Vec<Remark> = Vec::new();
        match placed {
            Some(found) => misfits.extend(found.iter().map(remark)),
            None => {
                *self = Self {
                    analyses: default_report(&dataset),
                    ..Self::default()
                }
            }
        }
        self.remarks.retain(|(file, _)| *file != dataset.file);
        let remarks = remarks.into_iter().chain(misfits);
        self.remarks
            .extend(remarks.map(|remark| (dataset.file.clone(), remark)));
        match self.datasets.iter().position(|data| data.id == dataset.id) {
            Some(again) => {
                self.datasets[again] = dataset;
                self.read[again] = how;
            }
            None => {
                self.datasets.push(dataset);
                self.read.push(how);
            }
        }
        self.combine();
        Reply::Opened(self.overview())
    }

    /// A study that states everything that is known of what is open.
    pub(crate) fn stated(&self) -> Study {
        let mut study = self.study.clone().unwrap_or_else(|| {
            let title = self.datasets.first().map(|data| data.file.clone());
            Study::new(Text::Plain(title.unwrap_or_default()))
        });
        let specs = std::mem::take(&mut study.datasets);
        if specs.is_empty() {
            let open = self.datasets.iter().zip(&self.read);
            let stated = open.map(|(data, read)| DatasetSpec::stated(data, &read.options, None));
            study.datasets = stated.collect();
            for spec in &mut study.datasets {
                spec.derived.extend(self.derived.iter().cloned());
            }
        }
        for mut spec in specs {
            let mut open = self.datasets.iter().zip(&self.read);
            study
                .datasets
                .push(match open.find(|(data, _)| data.id == spec.id) {
                    Some((data, read)) => DatasetSpec::stated(data, &read.options, Some(&spec)),
                    // what is not open stays as the study says it
                    None => {
                        spec.spell_out(&study.scales);
                        spec
                    }
                });
        }
        study.analyses.clone_from(&self.analyses);
        study.share_scales();
        study
    }

    /// What the study says about a file: one it awaits, by name, or one that is open and comes again; the only file of a study may
    /// have any name.
    fn place_of(&self, file: &str) -> Option<&DatasetSpec> {
        let awaited = self.awaited();
        if let ([only], true) = (awaited.as_slice(), self.datasets.is_empty()) {
            return Some(*only);
        }
        let by_name = |spec: &&DatasetSpec| base_name(&spec.file) == base_name(file);
        awaited.into_iter().find(by_name).or_else(|| {
            let mut open = self.datasets.iter();
            let again = open.find(|data| base_name(&data.file) == base_name(file))?;
            let mut specs = self.study.iter().flat_map(|study| &study.datasets);
            specs.find(|spec| spec.id == again.id)
        })
    }

    /// How the study says a file is to be read.
    pub(crate) fn read_options(&self, file: &str) -> ReadOptions {
        let place = self.place_of(file);
        place.map(|spec| spec.read.clone()).unwrap_or_default()
    }

    /// The codebook that the study names for a file.
    pub(crate) fn codebook_of(&self, file: &str) -> Option<&str> {
        self.place_of(file)?.codebook.as_deref()
    }

    /// Whether the study names a file as a codebook.
    pub(crate) fn is_codebook(&self, file: &str) -> bool {
        let specs = self.study.iter().flat_map(|study| &study.datasets);
        let mut codebooks = specs.filter_map(|spec| spec.codebook.as_ref());
        codebooks.any(|codebook| base_name(codebook) == base_name(file))
    }

    fn awaited(&self) -> Vec<&DatasetSpec> {
        let specs = self.study.iter().flat_map(|study| &study.datasets);
        specs
            .filter(|spec| !self.datasets.iter().any(|data| data.id == spec.id))
            .collect()
    }

    /// The analyses of the report, in order.
    pub(crate) fn analyses(&self) -> &[AnalysisSpec] {
        &self.analyses
    }

    /// Begins an analysis of what is open.
    pub(crate) fn begin(&self, spec: &AnalysisSpec) -> Result<Task, Error> {
        begin(spec, &self.datasets).map_err(|error| self.explained(error))
    }

    /// Answers a request that takes one step.
    pub(crate) fn answer(&mut self, request: Request) -> Reply {
        let reply = match request {
            Request::OpenStudy { study } => {
                *self = Self::of_study(study);
                Ok(Reply::Opened(self.overview()))
            }
            Request::Describe { data } => self
                .data(&data)
                .map(|data| Reply::Described(describe(data))),
            Request::Overrule { data, variable } => self.overrule(&data, &variable),
            Request::Define { data, variable } => self.define(&data, variable),
            Request::Arrange { data, sets, roles } => self.arrange(&data, sets, roles),
            Request::Code {
                data,
                coding,
                edits,
                asked,
            } => self.code(&data, &coding, edits, &asked),
            Request::Suggest { data, variables } => self
                .data(&data)
                .and_then(|data| Ok(suggest(data, &variables)?))
                .map(Reply::Suggested),
            // these take many steps and have jobs of their own; files are read elsewhere where there is no reader
            Request::Demo
            | Request::Open { .. }
            | Request::Propose { .. }
            | Request::Analyse { .. }
            | Request::Report => Ok(Reply::Cancelled),
        };
        reply.unwrap_or_else(Reply::Failed)
    }

    pub(crate) fn data(&self, id: &str) -> Result<&Dataset, Problem> {
        match self.datasets.as_slice() {
            [only] if id.is_empty() => Ok(only),
            datasets => datasets.iter().find(|data| data.id == id).ok_or_else(|| {
                let known = datasets.iter().map(|data| data.id.clone()).collect();
                let error = Error::UnknownDataset {
                    data: id.to_owned(),
                    known,
                };
                self.explained(error).into()
            }),
        }
    }

    fn data_mut(&mut self, id: &str) -> Result<&mut Dataset, Problem> {
        let id = self.data(id)?.id.clone();
        let mut datasets = self.datasets.iter_mut();
        let found = datasets.find(|data| data.id == id);
        found.ok_or_else(|| {
            let known = Vec::new();
            Error::UnknownDataset { data: id, known }.into()
        })
    }

    /// Whether it is known what the report consists of.
    pub(crate) fn is_drafted(&self) -> bool {
        self.study.is_some() || self.datasets.len() != 1 || self.proposal.is_some()
    }

    /// The draft of the report.
    pub(crate) fn proposal(&self) -> Option<&Proposal> {
        self.proposal.as_ref()
    }

    /// Takes a draft for the report, where no study says what that is.
    pub(crate) fn draft(&mut self, proposal: &Proposal) {
        if self.study.is_none() {
            let cards = proposal.analyses.iter();
            self.analyses = cards.map(|card| card.analysis.clone()).collect();
            self.proposal = Some(proposal.clone());
        }
    }

    fn code(
        &mut self,
        data: &str,
        name: &str,
        edits: Vec<CodingEdit>,
        asked: &Asked,
    ) -> Result<Reply, Problem> {
        let id = self.data(data)?.id.clone();
        let specs = match &mut self.study {
            None => Some(&mut self.derived),
            Some(study) => {
                let mut specs = study.datasets.iter_mut();
                let spec = specs.find(|spec| spec.id == id);
                spec.map(|spec| &mut spec.derived)
            }
        };
        let dataset = self.datasets.iter().find(|dataset| dataset.id == id);
        let Some((specs, dataset)) = specs.zip(dataset) else {
            return Err(combined(&id));
        };
        let before = specs.clone();
        let is_changed = !edits.is_empty();
        let coded = coding::code(specs, dataset, name, edits, asked)?;
        if is_changed {
            let before = before.iter().find(|spec| spec.name == coded.coding.name);
            if self.study.is_some() {
                coding::show(&mut self.analyses, dataset, before, &coded.coding);
            }
            self.uncoded = Some(id);
        }
        Ok(Reply::Coded(Box::new(coded)))
    }

    /// Makes the variables of what was coded since they were made.
    pub(crate) fn settle_coding(&mut self) {
        if let Some(id) = self.uncoded.take() {
            self.derive_again(&id);
            self.follow();
        }
    }

    fn overrule(&mut self, data: &str, spec: &VariableSpec) -> Result<Reply, Problem> {
        let id = self.data(data)?.id.clone();
        let none = BTreeMap::new();
        let scales = self.study.as_ref().map_or(&none, |study| &study.scales);
        for dataset in self.datasets.iter_mut().filter(|dataset| dataset.id == id) {
            spec.apply(scales, Origin::Overruled, dataset)?;
        }
        if !self.data(&id)?.is_derived(&spec.name) {
            self.derive_again(&id);
        }
        self.reconsider(&id)
    }

    fn define(&mut self, data: &str, variable: Variable) -> Result<Reply, Problem> {
        let dataset = self.data_mut(data)?;
        let id = dataset.id.clone();
        dataset.define(variable)?;
        self.derive_again(&id);
        self.reconsider(&id)
    }

    fn arrange(&mut self, data: &str, sets: Vec<Set>, roles: Vec<Role>) -> Result<Reply, Problem> {
        let dataset = self.data_mut(data)?;
        let id = dataset.id.clone();
        dataset.arrange(sets, roles)?;
        self.reconsider(&id)
    }

    /// Makes the derived variables of a dataset anew. What cannot be made was reported when the study met the file.
    fn derive_again(&mut self, id: &str) {
        let specs = match &self.study {
            None => Some(&self.derived),
            Some(study) => {
                let mut specs = study.datasets.iter();
                specs.find(|spec| spec.id == id).map(|spec| &spec.derived)
            }
        };
        let mut datasets = self.datasets.iter_mut();
        if let Some((specs, dataset)) = specs.zip(datasets.find(|data| data.id == id)) {
            derive(specs, dataset);
        }
    }

    /// What follows from another meaning: the report of a file without a study is picked anew.
    fn reconsider(&mut self, id: &str) -> Result<Reply, Problem> {
        self.follow();
        Ok(Reply::Described(describe(self.data(id)?)))
    }

    fn follow(&mut self) {
        self.combine();
        if let (None, [only]) = (&self.study, self.datasets.as_slice()) {
            self.analyses = default_report(only);
            self.proposal = None;
        }
    }

    pub(crate) fn overview(&self) -> Overview {
        let several = self.datasets.len() > 1;
        let texts = |warnings: bool| -> Vec<Text> {
            let remarks = self.remarks.iter();
            let remarks = remarks.map(|(file, remark)| {
                let text = if several {
                    within(file, &remark.text)
                } else {
                    remark.text.clone()
                };
                (remark.is_warning, text)
            });
            // made anew whenever something is overruled
            let raked = self.datasets.iter().flat_map(|data| &data.raked);
            let raked = raked.map(|raked| (false, raked.text()));
            let combining = self.combining.iter();
            let combining = combining.map(|remark| (remark.is_warning, remark.text.clone()));
            let chosen = remarks.chain(raked).chain(combining);
            let chosen = chosen.filter(|(is_warning, _)| *is_warning == warnings);
            chosen.map(|(_, text)| text).collect()
        };
        Overview {
            title: match (&self.study, self.datasets.as_slice()) {
                (Some(study), _) => study.title.clone(),
                (None, [first, ..]) => Text::Plain(first.file.clone()),
                (None, []) => Text::default(),
            },
            notice: self
                .study
                .as_ref()
                .map(|study| study.notice.clone())
                .unwrap_or_default(),
            demo: self.demo,
            datasets: self
                .datasets
                .iter()
                .zip(&self.read)
                .map(|(data, how)| DatasetOverview {
                    id: data.id.clone(),
                    file: data.file.clone(),
                    title: data.title.clone(),
                    unit: data.unit_of_rows(),
                    rows: data.rows() as u64,
                    columns: data.columns().len() as u64,
                    how: how.clone(),
                })
                .collect(),
            reading: texts(false),
            warnings: texts(true),
            awaited: self
                .awaited()
                .into_iter()
                .map(|spec| spec.file.clone())
                .collect(),
            analyses: self.analyses.clone(),
        }
    }
}

fn combined(data: &str) -> Problem {
    Problem {
        message: Text::both(
            format!("„{data}“ ist aus anderen Dateien gemacht. Bitte die Antworten dort codieren."),
            format!("`{data}` is made of other files: code the answers there"),
        ),
    }
}

/// A file without its folder, by which it is known in a study.
fn base_name(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next();
    name.unwrap_or(path).to_lowercase()
}

fn unexpected(file: &str, awaited: &str) -> Problem {
    Problem {
        message: Text::both(
            format!(
                "{file}: Die Studie wartet auf {awaited}; diese Datei gehört nicht dazu. Bitte umbenennen oder unter „datasets“ ergänzen."
            ),
            format!(
                "{file}: the study awaits {awaited}; this file is none of them. Rename it, or add it under `datasets`."
            ),
        ),
    }
}

/// A remark with the file it is about.
fn within(file: &str, note: &Text) -> Text {
    use befund_survey::Language;
    Text::both(
        format!("{file}: {}", note.get(Language::De)),
        format!("{file}: {}", note.get(Language::En)),
    )
}

/// What of a study does not fit, as something to know about a file.
fn remark(misfit: &Misfit) -> Remark {
    Remark {
        text: misfit.text(),
        is_warning: misfit.is_warning(),
    }
}
