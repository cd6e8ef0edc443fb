//! The codebook: what the columns of each file mean and which belong together.

use serde_json::{Value, json};

use super::actors::ACTORS;
use super::distribute::{NOT_APPLICABLE, REFUSED};
use super::importance::IMPORTANCE;
use super::item::Item;
use super::offices::{HOUSING, OFFICES, Words};
use super::study::both;
use super::themes::{CHALLENGES, CHANGES, OPPORTUNITIES, Theme};
use super::wave1::{ATTITUDES, FIELDS};
use super::wave2::{CHANGE, CULTURE, FUNDING, FUNDING_USED, RESPONSIBILITIES, STRUCTURES};
use super::wave3::{CONFLICT, CONFLICT_REASONS, FUTURE, OBSTACLES};

/// All files.
pub fn datasets() -> Value {
    json!([wave1(), measures(), wave2(), wave3(), frame()])
}

fn wave1() -> Value {
    let own = not_applicable(
        "trifft nicht zu (eigenes Amt)",
        "not applicable (own office)",
    );
    let mut variables = keys(&[0, 1, 2, 3, 4, 5]);
    variables.extend(ACTORS.iter().map(|actor| {
        json!({
            "name": actor.id, "label": words(actor.name), "level": "ordinal", "scale": "freq4",
            "missing": [own, refused()], "placeholder": true,
        })
    }));
    variables.extend(
        ATTITUDES
            .iter()
            .map(|item| answered(item, "ordinal", "agree4")),
    );
    json!({
        "id": "wave1", "file": "wave1.csv",
        "title": both("1. Welle: Ämter", "Wave 1: offices"), "unit": offices(),
        "variables": variables,
        "sets": [
            set(
                "actors", "battery",
                "Wie häufig arbeitet Ihr Amt/Fachbereich bei Fragen oder Aufgaben gesellschaftlicher Vielfalt und \
                 Sicherheit mit den folgenden Akteur*innen zusammen?",
                "How often does your office/department cooperate with the following actors on questions or tasks of \
                 societal diversity and safety?",
                ACTORS.iter().map(|actor| actor.id),
            ),
            set(
                "attitudes", "battery",
                "Welche Bedeutung hat die Zusammenarbeit mit anderen Ämtern/Fachbereichen im Kontext von Fragen oder \
                 Aufgaben gesellschaftlicher Vielfalt und Sicherheit?",
                "What is the significance of cooperation with other offices/departments in the context of questions or \
                 tasks of societal diversity and safety?",
                ids(&ATTITUDES),
            ),
        ],
    })
}

fn measures() -> Value {
    let mut variables = vec![
        json!({ "name": "id", "label": both("Amt (Panelschlüssel)", "Office (panel key)"), "level": "identifier" }),
        office(&[0, 1, 2, 3, 4, 5]),
        json!({
            "name": "measure", "label": both("Laufende Nummer der Maßnahme", "Number of the measure"),
            "level": "identifier",
        }),
    ];
    variables.extend(FIELDS.iter().map(mentioned));
    json!({
        "id": "measures", "file": "measures.csv",
        "title": both("1. Welle: Strategien und Maßnahmen", "Wave 1: strategies and measures"),
        "unit": both("Strategien und Maßnahmen", "strategies and measures"),
        "variables": variables,
        "sets": [set(
            "fields", "multiple",
            "Bitte beschreiben Sie Strategien und Maßnahmen Ihres Amtes/Fachbereichs im Bereich gesellschaftlicher Vielfalt \
             und Sicherheit.",
            "Please describe strategies and measures of your office/department in the field of societal diversity and \
             safety.",
            ids(&FIELDS),
        )],
    })
}

fn wave2() -> Value {
    let user = not_applicable(
        "trifft nicht zu (nutzt Förderprogramme)",
        "not applicable (uses funding programmes)",
    );
    let mut variables = keys(&[0, 1, 3, 4, 5]);
    variables.extend(
        IMPORTANCE
            .iter()
            .map(|item| variable(item, "scale", "importance", &[])),
    );
    variables.extend(subcodes(&OPPORTUNITIES).map(mentioned));
    variables.extend(subcodes(&CHALLENGES).map(mentioned));
    variables.extend(
        STRUCTURES
            .iter()
            .map(|item| answered(item, "nominal", "presence3")),
    );
    for items in [&CULTURE[..], &RESPONSIBILITIES, &CHANGE] {
        variables.extend(items.iter().map(|item| answered(item, "ordinal", "agree4")));
    }
    variables.extend(CHANGES.iter().map(mentioned));
    variables.push(answered(&FUNDING_USED, "nominal", "yes_no"));
    variables.extend(
        FUNDING
            .iter()
            .map(|item| variable(item, "nominal", "mentioned", std::slice::from_ref(&user))),
    );
    json!({
        "id": "wave2", "file": "wave2.csv",
        "title": both("2. Welle: Ämter", "Wave 2: offices"), "unit": offices(),
        "variables": variables,
        "sets": wave2_sets(),
    })
}

fn wave2_sets() -> Value {
    json!([
        set(
            "importance",
            "battery",
            "Welche Bedeutung haben Fragen von Vielfalt und Sicherheit für Ihre eigene Arbeit?",
            "How important are questions of diversity and safety for your own work?",
            ids(&IMPORTANCE),
        ),
        set(
            "opportunities",
            "multiple",
            "Welche Chancen bietet Vielfalt für Sicherheit? (offene Frage, Kategorien der Auswertung)",
            "Which opportunities does diversity offer for safety? (open question, codes of the analysis)",
            subcodes(&OPPORTUNITIES).map(|item| item.id),
        ),
        set(
            "challenges",
            "multiple",
            "Welche Herausforderungen bringt Vielfalt für die Sicherheit mit sich? (offene Frage, Kategorien der Auswertung)",
            "Which challenges does diversity pose for safety? (open question, codes of the analysis)",
            subcodes(&CHALLENGES).map(|item| item.id),
        ),
        set(
            "structures",
            "battery",
            "Welche der folgenden Strukturen der Zusammenarbeit im Bereich Vielfalt und Sicherheit sind in Ihrer Kommune \
             vorhanden?",
            "Which of the following structures of cooperation on diversity and safety exist in your municipality?",
            ids(&STRUCTURES),
        ),
        set(
            "culture",
            "battery",
            "Inwieweit treffen die folgenden Aussagen auf die Zusammenarbeit im Bereich Vielfalt und Sicherheit zu?",
            "To what extent do the following statements apply to cooperation on diversity and safety?",
            ids(&CULTURE),
        ),
        set(
            "responsibilities",
            "battery",
            "Die Zuständigkeiten bei der Zusammenarbeit sind geregelt …",
            "Responsibilities in cooperation are settled …",
            ids(&RESPONSIBILITIES),
        ),
        set(
            "change",
            "battery",
            "Inwieweit sollten Strukturen der Zusammenarbeit verändert werden?",
            "To what extent should structures of cooperation be changed?",
            ids(&CHANGE),
        ),
        set(
            "changes",
            "multiple",
            "Welche Veränderungen der Strukturen sind nötig? (offene Frage, Kategorien der Auswertung)",
            "Which changes of structures are needed? (open question, codes of the analysis)",
            ids(&CHANGES),
        ),
        set(
            "funding",
            "multiple",
            "Aus welchen Gründen haben Sie keine Förderprogramme genutzt?",
            "For which reasons did you not use funding programmes?",
            ids(&FUNDING),
        ),
    ])
}

fn wave3() -> Value {
    let other = not_applicable(
        "trifft nicht zu (Konflikte bleiben auf ähnlichem Niveau)",
        "not applicable (conflicts stay at a similar level)",
    );
    let mut variables = keys(&[0, 1, 3, 4, 5]);
    variables.push(disposition("status"));
    variables.extend(OBSTACLES.iter().map(|item| {
        let mut variable =
            json!({ "name": item.id, "label": words(item.label), "level": "ordinal" });
        mark(&mut variable, item);
        variable
    }));
    variables.push(variable(&CONFLICT, "nominal", "conflict", &[]));
    variables.extend(
        CONFLICT_REASONS
            .iter()
            .map(|item| variable(item, "ordinal", "agree4", std::slice::from_ref(&other))),
    );
    variables.extend(
        FUTURE
            .iter()
            .map(|item| variable(item, "ordinal", "trend3", &[])),
    );
    json!({
        "id": "wave3", "file": "wave3.csv",
        "title": both("3. Welle: Ämter", "Wave 3: offices"), "unit": offices(),
        "variables": variables,
        "sets": [
            set(
                "obstacles", "ranking",
                "Bitte sortieren Sie die folgenden Hemmnisse der Zusammenarbeit nach ihrer Relevanz.",
                "Please sort the following obstacles to cooperation by relevance.",
                ids(&OBSTACLES),
            ),
            set(
                "conflict_reasons", "battery",
                "Die Konflikte im und um den öffentlichen Raum werden zunehmen, weil …",
                "Conflicts in and around public space will increase because …",
                ids(&CONFLICT_REASONS),
            ),
            set(
                "future", "battery",
                "Wie wird sich die Bedeutung der folgenden kommunalen Handlungsfelder künftig verändern?",
                "How will the importance of the following municipal fields of action change in future?",
                ids(&FUTURE),
            ),
        ],
    })
}

fn frame() -> Value {
    json!({
        "id": "frame", "file": "frame.csv",
        "title": both("Kontaktliste aller Wellen", "Contact frame of all waves"),
        "unit": offices(),
        "variables": [
            { "name": "wave", "label": both("Welle", "Wave"), "level": "ordinal", "scale": "wave" },
            {
                "name": "municipality", "label": both("Kommune", "Municipality"),
                "level": "identifier",
            },
            {
                "name": "inhabitants",
                "label": both("Einwohner*innen der Kommune in Tausend", "Inhabitants of the municipality in thousands"),
                "level": "scale", "placeholder": true,
            },
            office(&[0, 1, 2, 3, 4, 5]),
            { "name": "id", "label": both("Amt (Panelschlüssel)", "Office (panel key)"), "level": "identifier" },
            disposition("disposition"),
        ],
    })
}

fn disposition(name: &str) -> Value {
    json!({
        "name": name, "label": both("Ausgang des Kontakts", "Outcome of the contact"),
        "level": "nominal", "scale": "disposition",
    })
}

/// The keys every file of offices begins with.
fn keys(types: &[usize]) -> Vec<Value> {
    vec![
        json!({ "name": "id", "label": both("Amt (Panelschlüssel)", "Office (panel key)"), "level": "identifier" }),
        json!({
            "name": "municipality", "label": both("Kommune", "Municipality"), "level": "identifier",
        }),
        office(types),
    ]
}

fn office(types: &[usize]) -> Value {
    debug_assert!(types.len() == OFFICES.len() || !types.contains(&HOUSING));
    let values: Vec<Value> = types
        .iter()
        .map(|&office| json!({ "value": OFFICES[office].id, "label": words(OFFICES[office].name) }))
        .collect();
    json!({ "name": "office", "label": both("Amt/Fachbereich", "Office/department"), "level": "nominal", "values": values })
}

fn offices() -> Value {
    both("Ämter/Fachbereiche", "offices/departments")
}

fn words(words: Words) -> Value {
    both(words.de, words.en)
}

fn variable(item: &Item, level: &str, scale: &str, missing: &[Value]) -> Value {
    let mut variable =
        json!({ "name": item.id, "label": words(item.label), "level": level, "scale": scale });
    if !missing.is_empty() {
        variable["missing"] = missing.into();
    }
    mark(&mut variable, item);
    variable
}

/// A variable whose missing answers may be refusals.
fn answered(item: &Item, level: &str, scale: &str) -> Value {
    variable(item, level, scale, &[refused()])
}

fn mentioned(item: &Item) -> Value {
    variable(item, "nominal", "mentioned", &[])
}

fn mark(variable: &mut Value, item: &Item) {
    if item.placeholder {
        variable["placeholder"] = true.into();
    }
}

fn refused() -> Value {
    json!({ "value": REFUSED, "label": both("keine Angabe", "no answer given") })
}

fn not_applicable(de: &str, en: &str) -> Value {
    json!({ "value": NOT_APPLICABLE, "label": both(de, en) })
}

fn set<'a>(
    name: &str,
    kind: &str,
    de: &str,
    en: &str,
    items: impl Iterator<Item = &'a str>,
) -> Value {
    json!({ "name": name, "kind": kind, "label": both(de, en), "items": items.collect::<Vec<_>>() })
}

/// The names of the items.
pub fn ids(items: &[Item]) -> impl Iterator<Item = &str> {
    items.iter().map(|item| item.id)
}

/// The sub-codes of all codes.
pub fn subcodes(themes: &[Theme]) -> impl Iterator<Item = &Item> {
    themes.iter().flat_map(|theme| theme.codes)
}
