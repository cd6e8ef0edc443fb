//! DDI-Codebook 2.x: `var` with `labl`, `catgry`, `invalrng`, `nature`; `varGrp`.

use befund_survey::codebook::{
    Level, MissingRange, Origin, Role, RoleKind, Set, SetKind, UserMissing, ValueLabel,
};
use befund_survey::meaning::Statements;
use befund_survey::{Text, Value};
use roxmltree::Node;

use super::xml::{Wording, child, children, in_languages, value, words};

pub(super) fn read(root: Node<'_, '_>) -> Statements {
    let mut statements = Statements::default();
    let mut names: Vec<Named> = Vec::new();
    let named = |wanted: &'static str| {
        root.descendants()
            .filter(move |node| node.tag_name().name() == wanted)
    };
    for variable in named("var") {
        let Some(name) = variable
            .attribute("name")
            .or_else(|| variable.attribute("ID"))
        else {
            continue;
        };
        if let Some(id) = variable.attribute("ID") {
            names.push(Named {
                id: id.to_owned(),
                name: name.to_owned(),
            });
        }
        if variable.attribute("wgt") == Some("wgt") {
            statements.roles.push(Role {
                kind: RoleKind::Weight,
                variable: name.to_owned(),
                origin: Origin::Given,
            });
        }
        let statement = statements.about(name);
        statement.label = label(variable);
        if statement.label.is_empty()
            && let Some(question) = child(variable, "qstn")
        {
            statement.label = Text::Plain(
                child(question, "qstnLit")
                    .map(words)
                    .unwrap_or_else(|| words(question)),
            );
        }
        statement.level = match variable.attribute("nature") {
            Some("nominal") => Some(Level::Nominal),
            Some("ordinal") => Some(Level::Ordinal),
            Some("interval" | "ratio" | "percent") => Some(Level::Scale),
            _ => None,
        };
        statement.decimals = variable
            .attribute("dcml")
            .and_then(|decimals| decimals.parse().ok());
        for category in children(variable, "catgry") {
            let Some(value) = child(category, "catValu").and_then(|code| value(&words(code)))
            else {
                continue;
            };
            let label = label(category);
            if category.attribute("missing") == Some("Y") {
                statement
                    .missing
                    .get_or_insert_default()
                    .push(UserMissing { value, label });
            } else if !label.is_empty() {
                statement.values.push(ValueLabel { value, label });
            }
        }
        for invalid in children(variable, "invalrng") {
            for item in children(invalid, "item") {
                let found = item.attribute("VALUE").and_then(value);
                if let Some(value) = found.filter(|value| {
                    !statement
                        .missing
                        .iter()
                        .flatten()
                        .any(|known| known.value == *value)
                }) {
                    statement.missing.get_or_insert_default().push(UserMissing {
                        value,
                        label: Text::default(),
                    });
                }
            }
            for range in children(invalid, "range") {
                let end = |names: [&str; 2]| {
                    names
                        .iter()
                        .find_map(|name| range.attribute(*name))
                        .and_then(value)
                        .as_ref()
                        .and_then(Value::number)
                };
                let range = MissingRange {
                    from: end(["min", "minExclusive"]),
                    to: end(["max", "maxExclusive"]),
                };
                if range.from.is_some() || range.to.is_some() {
                    statement.missing_ranges.get_or_insert_default().push(range);
                }
            }
        }
    }
    for group in named("varGrp") {
        let kind = match group.attribute("type") {
            Some("multipleResp") => SetKind::Multiple,
            Some("grid") => SetKind::Battery,
            _ => continue,
        };
        let items: Vec<String> = group
            .attribute("var")
            .unwrap_or_default()
            .split_whitespace()
            .map(|id| {
                names
                    .iter()
                    .find(|known| known.id == id)
                    .map_or(id, |known| &known.name)
                    .to_owned()
            })
            .collect();
        let name = group
            .attribute("name")
            .or_else(|| group.attribute("ID"))
            .unwrap_or("varGrp");
        if !items.is_empty() {
            statements.sets.push(Set {
                name: name.to_owned(),
                kind,
                label: label(group),
                items,
                counted: None,
                origin: Origin::Given,
            });
        }
    }
    statements
}

struct Named {
    id: String,
    name: String,
}

fn label(node: Node<'_, '_>) -> Text {
    in_languages(children(node, "labl").map(|label| Wording {
        language: label.attribute(("http://www.w3.org/XML/1998/namespace", "lang")),
        text: words(label),
    }))
}
