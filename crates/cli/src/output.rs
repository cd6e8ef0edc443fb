//! Findings and codebooks in the four formats.

use std::path::Path;

use befund_engine::message::{Outcome, Overview};
use befund_report::{
    PageItem, card_heading, codebook_json, codebook_table, codebook_title, compared, json, page,
    proposal_table, proposal_text, table, text_report, why,
};
use befund_survey::describe::Description;
use befund_survey::propose::Proposal;
use befund_survey::{Language, Text};
use serde_json::{Value, json};

use crate::arguments::{Format, Shown};

/// A report of findings.
pub(crate) fn findings(overview: &Overview, outcomes: &[Outcome], shown: &Shown) -> String {
    let language: Language = shown.language.into();
    let items: Vec<PageItem<'_>> = outcomes
        .iter()
        .map(|outcome| match outcome {
            Outcome::Found(finding) => PageItem::Finding(finding),
            Outcome::Failed { title, problem, .. } => PageItem::Failed {
                title,
                message: &problem.message,
            },
        })
        .collect();
    match shown.format {
        Format::Text => text_report(&overview.title, &overview.notice, &items, language),
        Format::Html => page(
            &without_folder(&overview.title),
            &overview.notice,
            &items,
            language,
        ),
        Format::Csv => {
            let found = outcomes.iter().filter_map(|outcome| match outcome {
                Outcome::Found(finding) => Some(table(finding, language)),
                Outcome::Failed { .. } => None,
            });
            // one table after the other, an empty line between
            found
                .map(|table| table.csv(language))
                .collect::<Vec<_>>()
                .join("\n")
        }
        Format::Json => {
            let found: Vec<Value> = outcomes
                .iter()
                .filter_map(|outcome| match outcome {
                    Outcome::Found(finding) => Some(json(finding, language)),
                    Outcome::Failed { .. } => None,
                })
                .collect();
            let failed: Vec<Value> = outcomes
                .iter()
                .filter_map(|outcome| match outcome {
                    Outcome::Found(_) => None,
                    Outcome::Failed { id, problem, .. } => {
                        Some(json!({"id": id, "message": problem.message.get(language)}))
                    }
                })
                .collect();
            pretty(&json!({
                "title": overview.title.get(language),
                "notice": overview.notice.get(language),
                "warnings": words(&overview.warnings, language),
                "findings": found,
                "failed": failed,
            }))
        }
    }
}

/// A codebook.
pub(crate) fn codebook(overview: &Overview, description: &Description, shown: &Shown) -> String {
    let language: Language = shown.language.into();
    match shown.format {
        Format::Text => {
            let mut text = codebook_table(description, language).text();
            for note in words(&overview.reading, language) {
                text += &format!("* {note}\n");
            }
            text
        }
        Format::Csv => codebook_table(description, language).csv(language),
        Format::Html => {
            let table = codebook_table(description, language);
            page(
                &codebook_title(description),
                &overview.notice,
                &[PageItem::Table(&table)],
                language,
            )
        }
        Format::Json => {
            let mut value = codebook_json(description, language);
            if let Value::Object(fields) = &mut value {
                fields.insert(
                    "reading".to_owned(),
                    json!(words(&overview.reading, language)),
                );
                fields.insert(
                    "warnings".to_owned(),
                    json!(words(&overview.warnings, language)),
                );
            }
            pretty(&value)
        }
    }
}

/// A draft of a report.
pub(crate) fn proposal(overview: &Overview, proposal: &Proposal, shown: &Shown) -> String {
    let language: Language = shown.language.into();
    match shown.format {
        Format::Text => proposal_text(proposal, language),
        Format::Csv => proposal_table(proposal, language).csv(language),
        Format::Html => {
            let table = proposal_table(proposal, language);
            let items = [PageItem::Table(&table)];
            page(
                &without_folder(&overview.title),
                &overview.notice,
                &items,
                language,
            )
        }
        Format::Json => {
            let cards: Vec<Value> = proposal
                .analyses
                .iter()
                .map(|card| {
                    json!({
                        "heading": card_heading(card, language),
                        "reason": why(card, language),
                        "why": card.why,
                        "analysis": card.analysis,
                    })
                })
                .collect();
            pretty(&json!({
                "data": proposal.data,
                "analyses": cards,
                "compared": proposal.compared,
                "note": compared(&proposal.compared, language),
                "warnings": words(&overview.warnings, language),
            }))
        }
    }
}

/// A page is published: the folders of this machine are no part of it.
fn without_folder(title: &Text) -> Text {
    match title {
        Text::Plain(path) if Path::new(path).is_file() => {
            let name = Path::new(path).file_name().and_then(|name| name.to_str());
            Text::Plain(name.unwrap_or(path).to_owned())
        }
        title => title.clone(),
    }
}

fn words(texts: &[Text], language: Language) -> Vec<&str> {
    texts.iter().map(|text| text.get(language)).collect()
}

fn pretty(value: &Value) -> String {
    // a value made of strings, numbers and lists always has a text
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
