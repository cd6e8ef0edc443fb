//! Coding of open answers: who codes sees answers a few at a time, and what is decided goes into the study.

use befund_survey::analysis::{Agreement, Analysis, AnalysisSpec, Multiple};
use befund_survey::codebook::RoleKind;
use befund_survey::coding::{Answers, Asked, Code, Coder, Coding};
use befund_survey::dataset::Dataset;
use befund_survey::derive::{Derivation, DerivedSpec};
use befund_survey::{Error, Text};

use crate::message::{CodedAnswers, CodingEdit, Problem};

/// Changes the coding of that name, or of the variable of that name, or begins one of it; then lists answers. Where anything is wrong,
/// nothing has changed.
pub(crate) fn code(
    derived: &mut Vec<DerivedSpec>,
    data: &Dataset,
    name: &str,
    edits: Vec<CodingEdit>,
    asked: &Asked,
) -> Result<CodedAnswers, Problem> {
    let known = derived.iter().position(|spec| spec.name == name);
    let place = known.or_else(|| derived.iter().position(|spec| codes(spec, name)));
    let mut spec = match place {
        Some(place) => derived[place].clone(),
        None => begun(data, name)?,
    };
    let Derivation::Coding(coding) = &mut spec.derivation else {
        let coding = name.to_owned();
        let nearest = None;
        return Err(Error::UnknownCoding { coding, nearest }.into());
    };
    let is_changed = !edits.is_empty();
    for edit in edits {
        apply(coding, edit);
    }
    let (variable, column) = data.find(&coding.of)?;
    let question = variable.title();
    let answers = Answers::new(variable, column);
    let page = coding.page(&answers, asked)?;
    if is_changed {
        match place {
            Some(place) => derived[place] = spec.clone(),
            None => derived.push(spec.clone()),
        }
    }
    Ok(CodedAnswers {
        question,
        coding: spec,
        page,
    })
}

/// Whether it codes the answers to this variable.
fn codes(spec: &DerivedSpec, variable: &str) -> bool {
    matches!(&spec.derivation, Derivation::Coding(coding) if coding.of == variable)
}

/// A coding without codes yet, under a name that is free.
fn begun(data: &Dataset, variable: &str) -> Result<DerivedSpec, Error> {
    data.find(variable)?;
    let is_free = |name: &String| {
        let mut variables = data.codebook.variables.iter();
        variables.all(|known| known.name != *name && !known.name.starts_with(&format!("{name}_")))
    };
    let first = format!("{variable}_code");
    let mut others = (2..).map(|number| format!("{first}{number}"));
    let name = if is_free(&first) {
        first
    } else {
        others.find(is_free).unwrap_or_default()
    };
    Ok(DerivedSpec {
        name,
        label: Text::default(),
        level: None,
        values: Vec::new(),
        derivation: Derivation::Coding(Coding {
            of: variable.to_owned(),
            codes: Vec::new(),
            coders: Vec::new(),
        }),
    })
}

fn apply(coding: &mut Coding, edit: CodingEdit) {
    match edit {
        CodingEdit::Codes { codes } => {
            coding.codes = codes;
            let known = coding.flat();
            let known: Vec<String> = known
                .into_iter()
                .map(|(code, _)| code.code.clone())
                .collect();
            for coder in &mut coding.coders {
                coder.answers.retain(|_, given| {
                    let none = given.is_empty();
                    given.retain(|code| known.contains(code));
                    // who gave codes that are all gone has decided nothing
                    none || !given.is_empty()
                });
            }
        }
        CodingEdit::Decide {
            coder,
            answer,
            codes,
        } => {
            let place = coding.coders.iter().position(|known| known.coder == coder);
            let place = place.unwrap_or_else(|| {
                coding.coders.push(Coder {
                    coder,
                    ..Coder::default()
                });
                coding.coders.len() - 1
            });
            let answers = &mut coding.coders[place].answers;
            match codes {
                Some(codes) => answers.insert(answer, codes),
                None => answers.remove(&answer),
            };
        }
    }
}

/// The codes of the first level, as the variables they become.
fn items(spec: &DerivedSpec) -> Vec<String> {
    let Derivation::Coding(coding) = &spec.derivation else {
        return Vec::new();
    };
    let name = |code: &Code| format!("{}_{}", spec.name, code.code);
    coding.codes.iter().map(name).collect()
}

/// Has the analyses of a study show the codes of the first level: those that showed them before show them as they are now; where there is
/// none, they are added, for all and by the group that the study compares. Coders are compared once there are two.
pub(crate) fn show(
    analyses: &mut Vec<AnalysisSpec>,
    data: &Dataset,
    before: Option<&DerivedSpec>,
    now: &DerivedSpec,
) {
    if let Some(agreement) = Agreement::of_coders(now)
        && !analyses
            .iter()
            .any(|spec| spec.analysis == Analysis::Agreement(agreement.clone()))
    {
        let mut spec = AnalysisSpec::from(Analysis::Agreement(agreement));
        spec.data.clone_from(&data.id);
        analyses.push(spec);
    }
    let items = items(now);
    let before = before.map(self::items).unwrap_or_default();
    let shows = |spec: &AnalysisSpec| matches!(&spec.analysis, Analysis::Multiple(multiple) if multiple.items == before);
    if before.is_empty() {
        if items.is_empty() {
            return;
        }
        let by = data.codebook.role(RoleKind::Group).map(str::to_owned);
        let all = [None, by.clone()];
        let wanted = if by.is_some() { &all[..] } else { &all[..1] };
        for by in wanted {
            let mut spec = AnalysisSpec::from(Analysis::Multiple(Multiple {
                by: by.clone(),
                ..Multiple::of(&items)
            }));
            spec.data.clone_from(&data.id);
            analyses.push(spec);
        }
    } else if items.is_empty() {
        analyses.retain(|spec| !shows(spec));
    } else {
        for spec in analyses.iter_mut().filter(|spec| shows(spec)) {
            if let Analysis::Multiple(multiple) = &mut spec.analysis {
                multiple.items.clone_from(&items);
            }
        }
    }
}
