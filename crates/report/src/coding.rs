//! Open answers with their codes, as a table.

use befund_survey::coding::{AnswerLine, AnswerPage, Coding, Count, Source};
use befund_survey::{Language, Text};

use crate::number::count;
use crate::table::{Cell, Head, Row, RowKind, Table};

/// Answers with what was found in them between angle quotes, their codes, and where these come from; then how many answers have each code.
pub fn answers_table(
    question: &Text,
    coding: &Coding,
    page: &AnswerPage,
    language: Language,
) -> Table {
    let german = language == Language::De;
    let heads = if german {
        ["Antwort", "Anzahl", "Codes", "durch"]
    } else {
        ["Answer", "Rows", "Codes", "by"]
    };
    let rows = page.answers.iter().map(|line| {
        let source = match (line.given.source, german) {
            (Source::Open, true) => "offen",
            (Source::Open, false) => "open",
            (Source::Terms, true) => "Suchbegriffe",
            (Source::Terms, false) => "terms",
            (Source::Hand, true) => "Hand",
            (Source::Hand, false) => "hand",
        };
        row(vec![
            Cell::Text(marked(line)),
            whole(line.rows, language),
            Cell::Text(finest(coding, &line.given.codes).join(", ")),
            Cell::Text(source.to_owned()),
        ])
    });
    Table {
        caption: question.get(language).to_owned(),
        heads: vec![heads.map(Head::one).into()],
        rows: rows.collect(),
        footers: footers(page, language),
        more: if coding.codes.is_empty() {
            Vec::new()
        } else {
            vec![codes_table(coding, page, language)]
        },
    }
}

/// How far the coding is, in a sentence.
pub fn summary(page: &AnswerPage, language: Language) -> String {
    let number = |value: u64| count(value, language);
    let AnswerPage {
        all,
        by_hand,
        by_terms,
        ..
    } = page;
    let open = all.different - by_hand.different - by_terms.different;
    match language {
        Language::De => format!(
            "{} verschiedene Antworten in {} Zeilen: {} von Hand codiert, {} durch Suchbegriffe, {} offen.",
            number(all.different),
            number(all.rows),
            number(by_hand.different),
            number(by_terms.different),
            number(open)
        ),
        Language::En => format!(
            "{} different answers in {} rows: {} coded by hand, {} by terms, {} open.",
            number(all.different),
            number(all.rows),
            number(by_hand.different),
            number(by_terms.different),
            number(open)
        ),
    }
}

/// How far the coding is, and what of it is listed.
fn footers(page: &AnswerPage, language: Language) -> Vec<String> {
    let number = |value: u64| count(value, language);
    let mut footers = vec![summary(page, language)];
    if page.hits.different > 0 {
        let (different, rows) = (number(page.hits.different), number(page.hits.rows));
        footers.push(match language {
            Language::De => {
                format!("Gefunden in {different} verschiedenen Antworten ({rows} Zeilen).")
            }
            Language::En => format!("Found in {different} different answers ({rows} rows)."),
        });
    }
    if page.listed == 0 {
        footers.push(match language {
            Language::De => "Keine Antwort passt.".to_owned(),
            Language::En => "No answer fits.".to_owned(),
        });
    }
    let listed = page.answers.len() as u64;
    if listed < page.listed {
        let (listed, all) = (number(listed), number(page.listed));
        footers.push(match language {
            Language::De => format!("Gezeigt werden {listed} von {all}."),
            Language::En => format!("Shown are {listed} of {all}."),
        });
    }
    footers
}

/// The codes of an answer, without those that follow from finer ones.
pub fn finest(coding: &Coding, given: &[bool]) -> Vec<String> {
    let mut names = Vec::new();
    let mut place = 0;
    for code in &coding.codes {
        let children = place + 1..place + 1 + code.codes.len();
        let is_given = |place: &usize| given.get(*place) == Some(&true);
        let below: Vec<usize> = children.clone().filter(is_given).collect();
        if below.is_empty() && is_given(&place) {
            names.push(code.code.clone());
        }
        names.extend(
            below
                .iter()
                .map(|child| code.codes[child - place - 1].code.clone()),
        );
        place = children.end;
    }
    names
}

fn codes_table(coding: &Coding, page: &AnswerPage, language: Language) -> Table {
    let (caption, heads) = match language {
        Language::De => ("Codes", ["Code", "Bedeutung", "Antworten", "Zeilen"]),
        Language::En => ("Codes", ["Code", "Meaning", "Answers", "Rows"]),
    };
    let codes = coding.flat();
    let rows = codes
        .iter()
        .zip(&page.codes)
        .map(|((code, parent), given)| {
            let Count { different, rows } = given;
            let inset = if parent.is_some() { "· " } else { "" };
            row(vec![
                Cell::Text(format!("{inset}{}", code.code)),
                Cell::Text(code.label.get(language).to_owned()),
                whole(*different, language),
                whole(*rows, language),
            ])
        });
    Table {
        caption: caption.to_owned(),
        heads: vec![heads.map(Head::one).into()],
        rows: rows.collect(),
        ..Table::default()
    }
}

fn row(cells: Vec<Cell>) -> Row {
    Row {
        kind: RowKind::Body,
        cells,
    }
}

fn whole(value: u64, language: Language) -> Cell {
    Cell::Number {
        shown: count(value, language),
        value: value as f64,
        percent: false,
    }
}

/// An answer in one line, its hits between angle quotes.
fn marked(line: &AnswerLine) -> String {
    let mut text = String::new();
    let mut from = 0;
    for hit in &line.hits {
        text += &line.text[from..hit.start];
        text.push('›');
        text += &line.text[hit.start..hit.end];
        text.push('‹');
        from = hit.end;
    }
    text += &line.text[from..];
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
