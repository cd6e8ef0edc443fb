//! `befund code`: open answers with their codes, tables for people who code, and these tables when they come back.

use std::path::Path;

use befund_engine::message::{CodedAnswers, CodingEdit, Problem, Reply, Request};
use befund_engine::{Opening, written};
use befund_report::{PageItem, answers_table, finest, page};
use befund_survey::coding::{
    Answers, Asked, Coder, Coding, Listed, coding_table, read_coding_table,
};
use befund_survey::dataset::Dataset;
use befund_survey::derive::Derivation;
use befund_survey::{Language, ReadOptions};
use serde_json::json;

use crate::arguments::{Code, Format};
use crate::work::{Done, Failure, Session, unreadable};

/// So many answers are listed where nothing else is asked for.
const MOST: u64 = 50;

pub(crate) fn run_code(arguments: &Code) -> Result<Done, Failure> {
    let mut session = Session::new(&arguments.shown);
    let overview = session.open_all(
        arguments.study.as_deref(),
        &arguments.data,
        &arguments.reading,
    )?;
    let warnings = session.warnings(&overview);
    let open = |session: &mut Session<'_>, edits: Vec<CodingEdit>| {
        let request = Request::Code {
            data: arguments.dataset.clone().unwrap_or_default(),
            coding: arguments.coding.clone(),
            edits,
            asked: asked(arguments),
        };
        match session.ask(request) {
            Reply::Coded(coded) => Ok(*coded),
            reply => Err(session.failure(reply)),
        }
    };
    let mut coded = open(&mut session, Vec::new())?;
    if let Some(path) = &arguments.import {
        let coder = arguments.coder.clone().ok_or_else(|| {
            Failure::usage("--import needs --coder: whose decisions are these?".to_owned())
        })?;
        let table = read(path, session.language())?;
        let read = read_coding_table(coding(&coded)?, &coder, &table);
        let coder = read.map_err(|error| about(path, error.text().get(session.language())))?;
        let edits = decisions(coding(&coded)?, coder);
        coded = open(&mut session, edits)?;
        let mut warnings = warnings;
        let stray = strays(&coded, arguments);
        warnings.extend(stray);
        let study = serde_json::to_string_pretty(&session.engine.study())
            .map_err(|error| Failure::input(format!("the study cannot be written: {error}")))?;
        return Ok(Done {
            output: study + "\n",
            warnings,
            failed: false,
        });
    }
    if let Some(path) = &arguments.export {
        let data = arguments.dataset.clone().unwrap_or_default();
        let language = session.language();
        let dataset = session.engine.dataset(&data);
        let dataset =
            dataset.map_err(|problem| Failure::input(problem.message.get(language).to_owned()))?;
        let table = table(&coded, arguments.coder.as_deref(), dataset);
        let table = table.map_err(|error| Failure::input(error.text().get(language).to_owned()))?;
        write(path, &table, language)?;
        let text = match language {
            Language::De => format!("{}: {} Antworten\n", path.display(), table.rows()),
            Language::En => format!("{}: {} answers\n", path.display(), table.rows()),
        };
        return Ok(Done {
            output: text,
            warnings,
            failed: false,
        });
    }
    Ok(Done {
        output: shown(&coded, arguments)?,
        warnings,
        failed: false,
    })
}

fn asked(arguments: &Code) -> Asked {
    Asked {
        coder: arguments.coder.clone().unwrap_or_default(),
        terms: arguments.term.clone(),
        listed: match (arguments.open, arguments.term.is_empty()) {
            (true, _) => Listed::Open,
            (false, false) => Listed::Hits,
            (false, true) => Listed::All,
        },
        from: 0,
        most: arguments.most.unwrap_or(match arguments.shown.format {
            Format::Text => MOST,
            _ => u64::MAX,
        }),
    }
}

fn coding(coded: &CodedAnswers) -> Result<&Coding, Failure> {
    match &coded.coding.derivation {
        Derivation::Coding(coding) => Ok(coding),
        _ => Err(Failure::input(format!(
            "{} is no coding",
            coded.coding.name
        ))),
    }
}

/// What a coder has decided, in the place of what was there.
fn decisions(coding: &Coding, decided: Coder) -> Vec<CodingEdit> {
    let name = decided.coder;
    let decide = |answer: String, codes| CodingEdit::Decide {
        coder: name.clone(),
        answer,
        codes,
    };
    let before = coding.coders.iter().filter(|known| known.coder == name);
    let before = before.flat_map(|known| known.answers.keys().cloned());
    let gone = before.map(|answer| decide(answer, None));
    let answers = decided.answers.into_iter();
    let new = answers.map(|(answer, codes)| decide(answer, Some(codes)));
    gone.chain(new).collect()
}

/// A warning where a table has answers that the file does not have.
fn strays(coded: &CodedAnswers, arguments: &Code) -> Option<String> {
    let name = arguments.coder.as_deref()?;
    let coder = coding(coded).ok()?.coder(name).ok()?;
    let mut known = coded.page.coders.iter();
    let known = known.find(|known| known.coder == name)?.answers;
    let all = coder.answers.len() as u64;
    let strays = all.checked_sub(known).filter(|strays| *strays > 0)?;
    Some(match Language::from(arguments.shown.language) {
        Language::De => format!(
            "Hinweis: {strays} von {all} Antworten der Tabelle hat die Datei nicht; sie werden nicht ausgewertet"
        ),
        Language::En => format!(
            "note: the file does not have {strays} of the {all} answers of the table; they are not used"
        ),
    })
}

fn table(
    coded: &CodedAnswers,
    coder: Option<&str>,
    data: &Dataset,
) -> Result<Dataset, befund_survey::Error> {
    let Derivation::Coding(coding) = &coded.coding.derivation else {
        return Ok(data.clone());
    };
    let (variable, column) = data.find(&coding.of)?;
    let answers = Answers::new(variable, column);
    let coder = coding
        .coders
        .iter()
        .find(|known| Some(known.coder.as_str()) == coder);
    coding_table(coding, &answers, coder)
}

fn write(path: &Path, table: &Dataset, language: Language) -> Result<(), Failure> {
    let bytes = written(table, &path.to_string_lossy(), language);
    let bytes = bytes.map_err(|problem| about(path, problem.message.get(language)))?;
    std::fs::write(path, bytes)
        .map_err(|error| about(path, &format!("the file cannot be written ({error})")))
}

fn read(path: &Path, language: Language) -> Result<Dataset, Failure> {
    let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
    let mut opening = Opening::new(
        &path.to_string_lossy(),
        bytes.len() as u64,
        ReadOptions::default(),
    );
    let read = opening.feed(&bytes).and_then(|()| opening.finish());
    let message = |problem: Problem| Failure::input(problem.message.get(language).to_owned());
    Ok(read.map_err(message)?.dataset)
}

fn about(path: &Path, message: &str) -> Failure {
    Failure::input(format!("{}: {message}", path.display()))
}

fn shown(coded: &CodedAnswers, arguments: &Code) -> Result<String, Failure> {
    let language = arguments.shown.language.into();
    let coding = coding(coded)?;
    let table = || answers_table(&coded.question, coding, &coded.page, language);
    Ok(match arguments.shown.format {
        Format::Text => table().text(),
        Format::Csv => table().csv(language),
        Format::Html => {
            let table = table();
            page(
                &coded.question,
                &"".into(),
                &[PageItem::Table(&table)],
                language,
            )
        }
        Format::Json => {
            let page = &coded.page;
            let answers = page.answers.iter().map(|line| {
                json!({
                    "id": line.fingerprint,
                    "answer": line.text,
                    "rows": line.rows,
                    "codes": finest(coding, &line.given.codes),
                    "by": line.given.source,
                    "hits": line.hits,
                })
            });
            let codes = coding.flat();
            let codes = codes.iter().zip(&page.codes).map(|((code, _), given)| {
                json!({"code": code.code, "label": code.label.get(language), "answers": given.different, "rows": given.rows})
            });
            let report = json!({
                "coding": coded.coding.name,
                "variable": coding.of,
                "all": page.all,
                "by_hand": page.by_hand,
                "by_terms": page.by_terms,
                "hits": page.hits,
                "coders": page.coders,
                "codes": codes.collect::<Vec<_>>(),
                "answers": answers.collect::<Vec<_>>(),
            });
            format!("{report:#}\n")
        }
    })
}
