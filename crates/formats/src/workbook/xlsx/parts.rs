//! Which part of the container is what.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::super::moment::Epoch;
use super::super::xml::{Xml, attribute};
use super::super::{Fault, Kind, Tab};
use crate::archive::Zip;

/// The parts of a workbook.
pub(super) struct Parts {
    pub(super) tabs: Vec<Tab>,
    /// The part of each tab.
    pub(super) sheets: Vec<String>,
    pub(super) strings: Option<String>,
    pub(super) styles: Option<String>,
    pub(super) epoch: Epoch,
}

/// What one part refers to.
struct Relation {
    kind: String,
    target: String,
}

/// Follows the relations from the root of the container.
pub(super) fn parts(zip: &Zip) -> Result<Parts, Fault> {
    let root = relations(zip, "")?;
    let book = root
        .values()
        .find(|relation| relation.kind == "officeDocument")
        .map_or("xl/workbook.xml", |relation| relation.target.as_str())
        .to_owned();
    if book.ends_with(".bin") {
        return Err(Fault::OtherDocument { kind: Kind::Xlsb });
    }
    let relations = relations(zip, &book)?;
    let of_kind = |kind: &str| {
        let found = relations.values().find(|relation| relation.kind == kind);
        let target = found.map(|relation| relation.target.clone());
        target.filter(|part| zip.part(part).is_some())
    };
    let mut parts = Parts {
        tabs: Vec::new(),
        sheets: Vec::new(),
        strings: of_kind("sharedStrings"),
        styles: of_kind("styles"),
        epoch: Epoch::Y1900,
    };
    let mut xml = Xml::open(zip, &book)?;
    let mut number = 0;
    loop {
        match xml.next()? {
            Event::Eof => return Ok(parts),
            Event::Start(tag) => match tag.local_name().into_inner() {
                "workbookPr" => {
                    let since_1904 = attribute(&tag, "date1904");
                    if since_1904.is_some_and(|value| matches!(&*value, "1" | "true" | "on")) {
                        parts.epoch = Epoch::Y1904;
                    }
                }
                "sheet" => {
                    number += 1;
                    // r:id, and beside it sheetId
                    let relation = attribute(&tag, "id").and_then(|id| relations.get(&*id));
                    if relation.is_some_and(|relation| relation.kind != "worksheet") {
                        // a chart, a macro or a dialogue
                        continue;
                    }
                    let part = relation.map_or_else(
                        || format!("xl/worksheets/sheet{number}.xml"),
                        |relation| relation.target.clone(),
                    );
                    let state = attribute(&tag, "state");
                    parts.tabs.push(Tab {
                        name: attribute(&tag, "name").unwrap_or_default().into_owned(),
                        hidden: state.is_some_and(|state| state.ends_with("idden")),
                    });
                    parts.sheets.push(part);
                }
                _ => {}
            },
            _ => {}
        }
    }
}

/// The relations of a part by their identifiers; none where the container has none for it.
fn relations(zip: &Zip, part: &str) -> Result<HashMap<String, Relation>, Fault> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let slash = if folder.is_empty() { "" } else { "/" };
    let path = format!("{folder}{slash}_rels/{name}.rels");
    let mut relations = HashMap::new();
    if zip.part(&path).is_none() {
        return Ok(relations);
    }
    let mut xml = Xml::open(zip, &path)?;
    loop {
        match xml.next()? {
            Event::Eof => return Ok(relations),
            Event::Start(tag) if tag.local_name().into_inner() == "Relationship" => {
                let (Some(id), Some(kind), Some(target)) = (
                    attribute(&tag, "Id"),
                    attribute(&tag, "Type"),
                    attribute(&tag, "Target"),
                ) else {
                    continue;
                };
                let relation = Relation {
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    target: resolve(folder, &target),
                };
                relations.insert(id.into_owned(), relation);
            }
            _ => {}
        }
    }
}

/// A target as seen from a folder.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut path: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|step| !step.is_empty()).collect(),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    #[test]
    fn targets_are_seen_from_their_folder() {
        for (target, path) in [
            ("worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("../sheet.xml", "sheet.xml"),
            ("worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
        ] {
            assert_eq!(super::resolve("xl", target), path);
        }
    }
}
