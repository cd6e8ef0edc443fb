//! A draft of a report in words: what each card shows, and why it is there.

use befund_survey::codebook::SetKind;
use befund_survey::finding::Item;
use befund_survey::propose::{Compared, Effect, EffectMeasure, Proposal, Proposed, Why};
use befund_survey::{Language, Text};

use crate::number::{count, decimal};
use crate::table::{Cell, Head, Row, RowKind, Table};
use crate::words::{item_label, kind_name};

/// Names and effects that are listed before "and so many more".
const LISTED: usize = 3;
/// Longer labels are too long for a list.
const MAX_IN_LIST: usize = 32;

/// What a card shows: the kind of analysis with its variables, or the question that they share.
pub fn card_heading(card: &Proposed, language: Language) -> String {
    let kind = kind_name(card.analysis.analysis.kind(), language);
    let title = card.analysis.title.get(language);
    if !title.trim().is_empty() {
        return format!("{kind}: {title}");
    }
    // one or two go by their questions, a list by its names where they are long
    let few = card.items.len() <= 2;
    let words = card
        .items
        .iter()
        .map(|item| match item_label(item, language) {
            label if few || label.chars().count() <= MAX_IN_LIST => label,
            _ => item.name.as_str(),
        });
    let names: Vec<&str> = words.collect();
    format!("{kind}: {}", listed(&names, language))
}

/// Why a card is there; empty where it is one question like any other.
pub fn why(card: &Proposed, language: Language) -> String {
    let (de, en) = match &card.why {
        Why::Set(SetKind::Battery) => (
            "Fragen mit derselben Antwortskala",
            "Questions on the same answer scale",
        ),
        Why::Set(SetKind::Multiple | SetKind::Categories | SetKind::Separated { .. }) => (
            "Eine Frage, auf die mehrere Antworten möglich waren",
            "A question with several answers allowed",
        ),
        Why::Set(SetKind::Ranking) => (
            "Rangplätze, die jede und jeder Befragte vergeben hat",
            "Ranks that every respondent has given",
        ),
        Why::Together => (
            "Benachbarte Variablen mit gleichem Namensanfang und gleichen Antworten",
            "Neighbouring variables that begin alike and have the same answers",
        ),
        Why::Coders => (
            "Mehrere haben die offenen Antworten codiert",
            "Several people have coded the open answers",
        ),
        Why::Amounts => (
            "Benachbarte Variablen mit ähnlich großen Zahlen",
            "Neighbouring variables with numbers of about the same size",
        ),
        Why::GoTogether => (
            "Welche Zahlen dieser Datei miteinander zusammenhängen",
            "Which numbers of this file go together",
        ),
        Why::Single => ("", ""),
        Why::Differs(effects) => return differs(effects, language),
    };
    match language {
        Language::De => de,
        Language::En => en,
    }
    .to_owned()
}

fn differs(effects: &[Effect], language: Language) -> String {
    let Some(first) = effects.first() else {
        return String::new();
    };
    if effects.len() == 1 {
        // the title says of what, and by what
        let (figures, n) = (interval(first, language), count(first.n, language));
        return match language {
            Language::De => format!("Deutlicher Unterschied: {figures}; n = {n}"),
            Language::En => format!("Clear difference: {figures}; n = {n}"),
        };
    }
    let by = name(&first.by, language);
    let found: Vec<String> = effects
        .iter()
        .map(|effect| figure(effect, language))
        .collect();
    let found: Vec<&str> = found.iter().map(String::as_str).collect();
    let found = listed(&found, language);
    match language {
        Language::De => format!("Unterscheidet sich deutlich nach {by}: {found}"),
        Language::En => format!("Differs clearly by {by}: {found}"),
    }
}

/// "l05 (ε² = 0.12, 0.08 to 0.17)".
fn figure(effect: &Effect, language: Language) -> String {
    let outcome = name(&effect.outcome, language);
    format!("{outcome} ({})", interval(effect, language))
}

/// "ε² = 0.12, 0.08 to 0.17".
fn interval(effect: &Effect, language: Language) -> String {
    let symbol = match effect.measure {
        EffectMeasure::CramersV => "V",
        EffectMeasure::RankEpsilonSquared => "ε²",
    };
    let number = |value: f64| decimal(value, 2, language);
    let to = match language {
        Language::De => "bis",
        Language::En => "to",
    };
    format!(
        "{symbol} = {}, {} {to} {}",
        number(effect.estimate),
        number(effect.lower),
        number(effect.upper)
    )
}

fn name(item: &Item, language: Language) -> &str {
    item_label(item, language)
}

/// The first few of a list, and how many more there are.
fn listed(names: &[&str], language: Language) -> String {
    let shown = names[..names.len().min(LISTED)].join(", ");
    match (names.len().saturating_sub(LISTED), language) {
        (0, _) => shown,
        (more, Language::De) => format!("{shown} und {more} weitere"),
        (more, Language::En) => format!("{shown} and {more} more"),
    }
}

/// How the differences between groups were found, one sentence after the other; empty where nothing was compared.
pub fn compared(compared: &Compared, language: Language) -> String {
    let number = |value: u64| count(value, language);
    let Compared {
        by,
        comparisons,
        too_small,
        nested,
        clear,
        shown,
    } = compared;
    if by.is_empty() || *comparisons + too_small + nested == 0 {
        return String::new();
    }
    let groups: Vec<&str> = by.iter().map(|item| name(item, language)).collect();
    let groups = groups.join(", ");
    let mut text = match language {
        Language::De if *comparisons == 0 => format!("Gruppen wurden gebildet nach {groups}."),
        Language::En if *comparisons == 0 => format!("Groups were made by {groups}."),
        Language::De => format!(
            "Gruppen wurden gebildet nach {groups}. {} Vergleiche; deutlich sind {}: p nach Holm für alle Vergleiche korrigiert unter 5 % und 95-%-Intervall über einem kleinen Effekt (V = 0,1; ε² = 0,01). Gezählt wurde ohne Gewichte.",
            number(*comparisons),
            number(*clear)
        ),
        Language::En => format!(
            "Groups were made by {groups}. Comparisons: {}; clear: {}, which means p below 5% after Holm's correction for all of them, and a 95% interval above a small effect (V = 0.1, ε² = 0.01). Counted without weights.",
            number(*comparisons),
            number(*clear)
        ),
    };
    if shown < clear {
        text += &match language {
            Language::De => format!(" Die stärksten {} haben eine Karte.", number(*shown)),
            Language::En => format!(" The {} strongest have a card.", number(*shown)),
        };
    }
    if *too_small > 0 {
        text += &match language {
            Language::De => format!(
                " Nicht verglichen, weil höchstens eine Gruppe zehn Antworten hat: {}.",
                number(*too_small)
            ),
            Language::En => format!(
                " Not compared, because no two groups have ten answers: {}.",
                number(*too_small)
            ),
        };
    }
    if *nested > 0 {
        text += &match language {
            Language::De => format!(
                " Nicht verglichen, weil die eine Variable die andere schon festlegt: {}.",
                number(*nested)
            ),
            Language::En => format!(
                " Not compared, because one variable already determines the other: {}.",
                number(*nested)
            ),
        };
    }
    text
}

/// The draft as a table: number, card, reason; below it what was compared.
pub fn proposal_table(proposal: &Proposal, language: Language) -> Table {
    let (caption, heads) = match language {
        Language::De => ("Entwurf des Berichts", ["Nr.", "Karte", "Grund"]),
        Language::En => ("Draft of the report", ["No.", "Card", "Reason"]),
    };
    let cards = proposal.analyses.iter().enumerate();
    let row = |(place, card): (usize, &Proposed)| Row {
        kind: RowKind::Body,
        cells: vec![
            Cell::Text((place + 1).to_string()),
            Cell::Text(card_heading(card, language)),
            Cell::Text(why(card, language)),
        ],
    };
    let note = compared(&proposal.compared, language);
    Table {
        caption: caption.to_owned(),
        heads: vec![heads.map(Head::one).into()],
        rows: cards.map(row).collect(),
        footers: [note].into_iter().filter(|note| !note.is_empty()).collect(),
        more: Vec::new(),
    }
}

/// The whole draft as text: numbered cards with their reasons, then what was compared.
pub fn proposal_text(proposal: &Proposal, language: Language) -> String {
    let mut text = String::new();
    let none = Text::default();
    let mut open = &none;
    for (place, card) in proposal.analyses.iter().enumerate() {
        let section = &card.analysis.section;
        if section != open {
            let above = if place == 0 { "" } else { "\n" };
            text += &format!("{above}{}\n", section.get(language));
            open = section;
        }
        text += &format!("{:>3}. {}\n", place + 1, card_heading(card, language));
        let why = why(card, language);
        if !why.is_empty() {
            text += &format!("     {why}\n");
        }
    }
    let note = compared(&proposal.compared, language);
    if !note.is_empty() {
        text += &format!("\n{note}\n");
    }
    text
}
