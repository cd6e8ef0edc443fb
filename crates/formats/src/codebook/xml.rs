//! Codebooks in XML, by their root. A document with a DOCTYPE is refused, so that no entity expands.

use befund_survey::meaning::Statements;
use befund_survey::{Text, Value};
use roxmltree::{Document, Node, ParsingOptions};

use super::{Fault, Place, ddi, limesurvey};
use crate::Error;

/// More elements than any codebook has.
const MAX_NODES: u32 = 4_000_000;
/// Deeper than any codebook; the parser itself goes down for every level.
const MAX_DEPTH: usize = 64;

pub(super) fn read(file: &str, text: &str) -> Result<Statements, Error> {
    let line_text = |line: u64| {
        text.lines()
            .nth(line.saturating_sub(1) as usize)
            .unwrap_or_default()
            .trim()
    };
    if let Some(line) = too_deep(text) {
        return Err(Place {
            file,
            line,
            text: line_text(line),
        }
        .fault(Fault::Xml));
    }
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: MAX_NODES,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        let line = u64::from(error.pos().row);
        Place {
            file,
            line,
            text: line_text(line),
        }
        .fault(Fault::Xml)
    })?;
    let root = document.root_element();
    let name = root.tag_name().name();
    if name.eq_ignore_ascii_case("codebook") {
        return Ok(ddi::read(root));
    }
    if child(root, "questions").is_some() || child(root, "LimeSurveyDocType").is_some() {
        return Ok(limesurvey::read(root));
    }
    // a codebook may stand inside an envelope, as archives deliver it
    let inner = root
        .descendants()
        .find(|node| node.tag_name().name().eq_ignore_ascii_case("codebook"));
    match inner {
        Some(inner) => Ok(ddi::read(inner)),
        None => Err(Place {
            file,
            line: 1,
            text: name,
        }
        .fault(Fault::OtherXml)),
    }
}

/// The line in which elements are nested too deeply, found without following them.
fn too_deep(text: &str) -> Option<u64> {
    let (mut depth, mut line) = (0usize, 1u64);
    let bytes = text.as_bytes();
    let mut at = 0;
    let skip = |at: usize, end: &str| {
        text.get(at..)
            .and_then(|rest| rest.find(end))
            .map_or(bytes.len(), |found| at + found + end.len())
    };
    while at < bytes.len() {
        let next = match &bytes[at..] {
            [b'<', b'!', b'-', b'-', ..] => skip(at, "-->"),
            [b'<', b'!', b'[', ..] => skip(at, "]]>"),
            [b'<', b'?' | b'!', ..] => skip(at, ">"),
            [b'<', b'/', ..] => {
                depth = depth.saturating_sub(1);
                skip(at, ">")
            }
            [b'<', ..] => {
                let end = skip(at, ">");
                depth += usize::from(!text[at..end].ends_with("/>"));
                end
            }
            _ => at + 1,
        };
        if depth > MAX_DEPTH {
            return Some(line);
        }
        line += bytes[at..next]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count() as u64;
        at = next;
    }
    None
}

/// The first child of that name.
pub(super) fn child<'a>(node: Node<'a, 'a>, name: &str) -> Option<Node<'a, 'a>> {
    node.children()
        .find(|child| child.tag_name().name() == name)
}

/// The children of that name.
pub(super) fn children<'a>(
    node: Node<'a, 'a>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'a>> {
    node.children()
        .filter(move |child| child.tag_name().name() == name)
}

/// All text within, blanks joined.
pub(super) fn words(node: Node<'_, '_>) -> String {
    let text: Vec<&str> = node
        .descendants()
        .filter_map(|inner| if inner.is_text() { inner.text() } else { None })
        .collect();
    joined(&text.concat())
}

pub(super) fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A stored value as a codebook writes it.
pub(super) fn value(text: &str) -> Option<Value> {
    let text = text.trim();
    match text.parse() {
        Ok(number) if f64::is_finite(number) => Some(Value::Number(number)),
        _ if text.is_empty() => None,
        _ => Some(Value::from(text)),
    }
}

/// One wording, or German and English where both are there.
pub(super) fn in_languages<'a>(wordings: impl Iterator<Item = Wording<'a>>) -> Text {
    let all: Vec<Wording<'_>> = wordings
        .filter(|wording| !wording.text.is_empty())
        .collect();
    let of = |language: &str| {
        let mut all = all.iter();
        all.find(|wording| {
            wording
                .language
                .is_some_and(|code| code.to_lowercase().starts_with(language))
        })
    };
    match (of("de"), of("en"), all.first()) {
        (Some(de), Some(en), _) => Text::both(de.text.clone(), en.text.clone()),
        (_, _, Some(first)) => Text::Plain(first.text.clone()),
        _ => Text::default(),
    }
}

/// A text with the code of its language.
pub(super) struct Wording<'a> {
    pub(super) language: Option<&'a str>,
    pub(super) text: String,
}
