//! `befund study` and `befund check`: from files to a study, and from a study to other files.

use std::path::Path;

use befund_engine::message::{Outcome, Reply, Request};
use befund_engine::write_study;
use befund_survey::study::Study;
use serde_json::json;

use crate::arguments::{Check, Format, Shown, Words, WriteStudy};
use crate::work::{Done, Failure, Session, name};

/// The study of files, each with what was inferred of it.
pub(crate) fn run_study(arguments: &WriteStudy) -> Result<Done, Failure> {
    let shown = Shown {
        format: Format::Json,
        language: arguments.language,
    };
    let mut warnings = Vec::new();
    let study = if arguments.study.is_some() || arguments.data.len() < 2 {
        if arguments.study.is_none() && arguments.data.is_empty() {
            return Err(Failure::usage(
                "name a data file, or a study with --study; see `befund study --help`".to_owned(),
            ));
        }
        let mut session = Session::new(&shown);
        let study = arguments.study.as_deref();
        let overview = session.open_all(study, &arguments.data, &arguments.reading)?;
        warnings.extend(session.warnings(&overview));
        if study.is_none() {
            session.draft()?;
        }
        session.engine.study()
    } else {
        let mut all = Study::new("".into());
        for file in &arguments.data {
            let mut session = Session::new(&shown);
            let overview =
                session.open_all(None, std::slice::from_ref(file), &arguments.reading)?;
            warnings.extend(session.warnings(&overview));
            session.draft()?;
            add(&mut all, session.engine.study(), file);
        }
        all.share_scales();
        all
    };
    Ok(Done {
        output: write_study(&study),
        warnings,
        failed: false,
    })
}

/// Adds the study of one more file under an identifier of its own.
fn add(all: &mut Study, mut one: Study, file: &Path) {
    let stem = file
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let taken = |id: &str| all.datasets.iter().any(|data| data.id == id);
    let mut numbered = (2..).map(|number| format!("{stem}_{number}"));
    let id = if taken(&stem) {
        numbered.find(|id| !taken(id)).unwrap_or_default()
    } else {
        stem
    };
    for data in &mut one.datasets {
        data.id.clone_from(&id);
        // scales are shared anew between all files
        data.spell_out(&one.scales);
    }
    for analysis in &mut one.analyses {
        analysis.data.clone_from(&id);
        if !analysis.id.is_empty() {
            analysis.id = format!("{id}_{}", analysis.id);
        }
    }
    if all.title.is_empty() {
        all.title = one.title;
    }
    all.datasets.extend(one.datasets);
    all.analyses.extend(one.analyses);
}

/// What of a study does not fit files: its variables and values, and the analyses that cannot be run.
pub(crate) fn run_check(arguments: &Check) -> Result<Done, Failure> {
    let mut session = Session::new(&arguments.shown);
    let overview = session.open_all(Some(&arguments.study), &arguments.data, &arguments.reading)?;
    let language = session.language();
    let mut failed = Vec::new();
    let mut run = 0;
    match session.ask(Request::Report) {
        Reply::Report(outcomes) => {
            for outcome in &outcomes {
                match outcome {
                    Outcome::Found(_) => run += 1,
                    Outcome::Failed { id, title, problem } => failed.push((
                        name(id, title, language).to_owned(),
                        problem.message.get(language).to_owned(),
                    )),
                }
            }
        }
        reply => return Err(session.failure(reply)),
    }
    let words = |texts: &[befund_survey::Text]| -> Vec<String> {
        texts
            .iter()
            .map(|text| text.get(language).to_owned())
            .collect()
    };
    let (warnings, notes) = (words(&overview.warnings), words(&overview.reading));
    let fits = failed.is_empty() && warnings.is_empty() && overview.awaited.is_empty();
    let output = if arguments.shown.format == Format::Json {
        let failed: Vec<_> = failed
            .iter()
            .map(|(id, message)| json!({"id": id, "message": message}))
            .collect();
        let report = json!({
            "fits": fits,
            "warnings": warnings,
            "notes": notes,
            "awaited": overview.awaited,
            "analyses": run + failed.len(),
            "failed": failed,
        });
        format!("{report:#}\n")
    } else {
        let german = arguments.shown.language == Words::De;
        let mut lines = Vec::new();
        lines.extend(warnings.iter().map(|warning| format!("! {warning}")));
        lines.extend(overview.awaited.iter().map(|file| {
            if german {
                format!("! Die Datei {file} fehlt.")
            } else {
                format!("! The file {file} is missing.")
            }
        }));
        lines.extend(
            failed
                .iter()
                .map(|(id, message)| format!("! {id}: {message}")),
        );
        lines.extend(notes.iter().map(|note| format!("* {note}")));
        let all = run + failed.len();
        lines.push(match (german, fits) {
            (true, true) => format!("Die Studie passt: {run} von {all} Auswertungen laufen."),
            (true, false) => format!("{run} von {all} Auswertungen laufen."),
            (false, true) => format!("The study fits: {run} of {all} analyses run."),
            (false, false) => format!("{run} of {all} analyses run."),
        });
        lines.join("\n") + "\n"
    };
    Ok(Done {
        output,
        warnings: Vec::new(),
        failed: !fits,
    })
}
