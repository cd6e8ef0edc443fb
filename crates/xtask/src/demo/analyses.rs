//! The analyses: one per slide with figures, in the order of the slides.

use serde_json::{Value, json};

use super::actors::{ACTORS, FIELDS as ACTOR_FIELDS};
use super::codebook::{ids, subcodes};
use super::frame::RETURNED;
use super::importance::IMPORTANCE;
use super::item::Item;
use super::study::both;
use super::themes::{CHALLENGES, CHANGES, OPPORTUNITIES, Theme};
use super::wave1::{ATTITUDES, FIELDS};
use super::wave2::{CHANGE, CULTURE, FUNDING, FUNDING_USED, RESPONSIBILITIES, STRUCTURES};
use super::wave3::{CONFLICT, CONFLICT_REASONS, FUTURE, OBSTACLES};

/// All analyses.
pub fn analyses() -> Value {
    let waves: [(&str, &str, Vec<Value>); 3] = [
        ("1. Welle", "Wave 1", wave1()),
        ("2. Welle", "Wave 2", wave2()),
        ("3. Welle", "Wave 3", wave3()),
    ];
    waves
        .into_iter()
        .flat_map(|(de, en, analyses)| {
            analyses.into_iter().map(move |mut analysis| {
                analysis["section"] = both(de, en);
                analysis
            })
        })
        .collect()
}

fn wave1() -> Vec<Value> {
    vec![
        response(
            "s04",
            1,
            both(
                "1. Welle der Kommunalbefragung – Eckdaten",
                "Wave 1 of the municipal survey – key data",
            ),
            both(
                "Veröffentlicht ist auch, dass sich etwa zwei Drittel der Kommunen mit mindestens einem Amt beteiligten. Platzhalter: \
                 Aufteilung der Kontakte auf Ämter und Kommunen, Gründe der Ausfälle.",
                "It is also published that about two thirds of the municipalities took part with at least one office. Placeholder: \
                 distribution of the contacts over offices and municipalities, reasons for non-response.",
            ),
        ),
        radar(
            "s05",
            ["ord", "plan"],
            "Ordnungsämtern und Stadtplanungsämtern",
            "public order offices and urban planning offices",
        ),
        radar(
            "s06",
            ["int", "jug"],
            "Integrationsbeauftragten und Jugendämtern",
            "integration commissioners and youth welfare offices",
        ),
        radar(
            "s07",
            ["wohn", "soz"],
            "Wohnungsämtern und Sozialämtern",
            "housing offices and social services offices",
        ),
        json!({
            "id": "s08", "kind": "clusters", "data": "wave1",
            "title": both("Analyse der Akteurskonstellationen", "Analysis of actor constellations"),
            "note": both(
                "Platzhalter: alle Mittelwerte, auf denen die Gruppierung beruht. Veröffentlicht ist ihr Ergebnis: drei \
                 Typen von Netzwerken, nämlich Ordnung, Planung sowie Soziales, Jugend und Integration. Das eigene Amt \
                 zählt nicht als Akteur.",
                "Placeholder: all means the grouping rests on. Its result is published: three types of networks, namely \
                 public order, planning, and social services with youth and integration. The own office does not count \
                 as an actor.",
            ),
            "items": actors(), "by": "office", "clusters": 3,
        }),
        json!({
            "id": "s09", "kind": "profile", "data": "wave1",
            "title": both("Einstellungen zu Zusammenarbeit", "Attitudes towards cooperation"),
            "note": both(
                "Veröffentlicht sind die Mittelwerte. Platzhalter: Fallzahlen und Verteilungen.",
                "The means are published. Placeholder: bases and distributions.",
            ),
            "items": names(&ATTITUDES), "display": { "axis": [1, 4], "decimals": 1 },
        }),
        json!({
            "id": "s10", "kind": "multiple", "data": "measures",
            "title": both("Strategien, Maßnahmen und Handlungsfelder", "Strategies, measures and fields of action"),
            "note": both(
                "Eine Zeile ist eine Maßnahme, nicht ein Amt; die meisten berühren mehrere Handlungsfelder. Alle Zahlen sind \
                 veröffentlicht. Gerundete Anteile einer Zeile ergeben zusammen nicht immer 100,0 %, sondern auch 99,8 oder \
                 100,1 %. Platzhalter: die Namen der Handlungsfelder, denn die Kopfzeile der Tabelle ist verloren; der Wortlaut der Frage.",
                "One row is a measure, not an office; most touch several fields of action. All figures are published. The \
                 rounded shares of a row do not always add up to 100.0 %, but also to 99.8 or 100.1 %. Placeholder: the names of \
                 the fields of action, because the header of the table is lost; the wording of the question.",
            ),
            "items": names(&FIELDS), "by": "office", "several": both("Mehrere Handlungsfelder", "Several fields of action"),
            "cases": "wave1", "display": { "decimals": 1 },
        }),
    ]
}

fn wave2() -> Vec<Value> {
    vec![
        response(
            "s12",
            2,
            both(
                "2. Welle der Kommunalbefragung – Eckdaten",
                "Wave 2 of the municipal survey – key data",
            ),
            both(
                "Gedruckt sind 20 %; so viel wird es nur, wenn zweimal gerundet wird (19,453 → 19,5 → 20). Einmal gerundet sind es \
                 19 %. Platzhalter: Aufteilung der Kontakte und des Rücklaufs auf Ämter und Kommunen, Gründe der Ausfälle.",
                "Printed is 20 %, which only results from rounding twice (19.453 → 19.5 → 20); rounded once it is 19 %. \
                 Placeholder: distribution of contacts and returns over offices and municipalities, reasons for \
                 non-response.",
            ),
        ),
        themes(
            "s13",
            "Chancen von Vielfalt für Sicherheit",
            "Opportunities of diversity for safety",
            &OPPORTUNITIES,
        ),
        themes(
            "s14",
            "Herausforderungen von Vielfalt für Sicherheit",
            "Challenges of diversity for safety",
            &CHALLENGES,
        ),
        json!({
            "id": "s15", "kind": "profile", "data": "wave2",
            "title": both(
                "Bedeutung von Sicherheit und Vielfalt im Ämtervergleich",
                "Importance of safety and of diversity compared across offices",
            ),
            "note": importance_note(),
            "items": names(&IMPORTANCE), "by": "office", "display": { "axis": [1, 10], "decimals": 1 },
        }),
        json!({
            "id": "s16", "kind": "descriptives", "data": "wave2",
            "title": both(
                "Unterschiede in der Bedeutung von Vielfalt und Sicherheit für die eigene Arbeit",
                "Differences in the importance of diversity and safety for the own work",
            ),
            "note": importance_note(),
            "variables": names(&IMPORTANCE), "by": "office", "display": { "chart": "box", "axis": [1, 10] },
        }),
        json!({
            "id": "s17", "kind": "battery", "data": "wave2",
            "title": both(
                "Strukturen der Zusammenarbeit im Bereich Vielfalt – Sicherheit",
                "Structures of cooperation in the field diversity – safety",
            ),
            "note": both(
                "„Weiß nicht“ bleibt in der Basis, und die Basis unterscheidet sich von Struktur zu Struktur. Veröffentlicht sind \
                 die Anteile von „vorhanden“. Platzhalter: die Aufteilung des Rests, soweit sie sich nicht aus einzelnen \
                 gedruckten Werten ergibt; der Wortlaut der Frage.",
                "“Don't know” stays in the base, and the base differs from structure to structure. The shares of “exists” are \
                 published. Placeholder: how the rest divides, as far as it does not follow from single printed values; the \
                 wording of the question.",
            ),
            "items": names(&STRUCTURES), "top": 0, "display": { "chart": "stacked", "decimals": 1 },
        }),
        json!({
            "id": "s18", "kind": "battery", "data": "wave2",
            "title": both(
                "Kooperationskultur im Bereich Vielfalt – Sicherheit",
                "Culture of cooperation in the field diversity – safety",
            ),
            "note": both(
                "Platzhalter: Wortlaut und Zahlen, innerhalb dessen, was der Text der Veröffentlichung sagt (mehr als 90 % großes \
                 Vertrauen, mehr als drei Viertel verbindliche Entscheidungen).",
                "Placeholder: wording and figures, within what the published text says (more than 90 % great trust, more than \
                 three quarters binding decisions).",
            ),
            "items": names(&CULTURE), "display": { "chart": "stacked", "decimals": 1 },
        }),
        json!({
            "id": "s19", "kind": "battery", "data": "wave2",
            "title": both(
                "Zuständigkeiten im Bereich Vielfalt – Sicherheit",
                "Responsibilities in the field diversity – safety",
            ),
            "note": both(
                "Die Leitaussage beruht auf nur 113 Antworten, ihre Unteraussagen auf 163 bis 168: So folgt es aus den \
                 veröffentlichten Anteilen. Die oberen beiden Stufen zusammen sind aus den Fallzahlen berechnet; addiert man die gedruckten \
                 Anteile, weicht die Summe um bis zu 0,1 Punkte ab. Platzhalter: der Wortlaut der Frage.",
                "The lead statement rests on 113 answers only, its sub-statements on 163 to 168: this follows from the published \
                 shares. The top two categories together are computed from counts; adding the printed shares may differ by 0.1 \
                 points. Placeholder: the wording of the question.",
            ),
            "items": names(&RESPONSIBILITIES), "display": { "chart": "stacked", "decimals": 1, "hide_below": 5 },
        }),
        json!({
            "id": "s20", "kind": "battery", "data": "wave2",
            "title": both("Veränderung von Strukturen der Zusammenarbeit", "Change of cooperation structures"),
            "note": both("Platzhalter: der Wortlaut der Frage.", "Placeholder: the wording of the question."),
            "items": names(&CHANGE), "display": { "chart": "stacked", "decimals": 1, "hide_below": 5 },
        }),
        json!({
            "id": "s20_themes", "kind": "multiple", "data": "wave2",
            "title": both(
                "Veränderung von Strukturen der Zusammenarbeit: Themen der offenen Antworten",
                "Change of cooperation structures: themes of the open answers",
            ),
            "note": both(
                "Veröffentlicht sind die Themen und dass Netzwerke zum Thema Sicherheit vor allem von Ordnungsämtern gewünscht \
                 werden. Platzhalter: alle Zahlen und der Wortlaut der Frage.",
                "The themes are published, and that networks on safety are wanted above all by public order offices. \
                 Placeholder: all figures and the wording of the question.",
            ),
            "items": names(&CHANGES), "by": "office", "order": "descending", "display": { "decimals": 1 },
        }),
        json!({
            "id": "s21", "kind": "multiple", "data": "wave2",
            "title": both("Gründe für die Nicht-Nutzung von Förderprogrammen", "Reasons for not using funding programmes"),
            "filter": { "variable": FUNDING_USED.id, "is": [2] },
            "note": both(
                "Gefragt wurden nur Ämter, die keine Förderprogramme nutzen. Veröffentlicht ist, welche Gründe am häufigsten und \
                 am zweithäufigsten sind. Platzhalter: alle Zahlen und der Wortlaut der Frage.",
                "Only offices that do not use funding programmes were asked. Which reasons come first and second is published. \
                 Placeholder: all figures and the wording of the question.",
            ),
            "items": names(&FUNDING), "order": "descending", "display": { "decimals": 1 },
        }),
    ]
}

fn wave3() -> Vec<Value> {
    vec![
        response(
            "s23",
            3,
            both(
                "3. Welle der Kommunalbefragung – Eckdaten",
                "Wave 3 of the municipal survey – key data",
            ),
            both(
                "Kontaktiert wurden alle Ämter, die an der 1. oder 2. Welle teilgenommen hatten. Die veröffentlichten Anteile dieser \
                 Welle setzen 95, 96 und 98 Antworten voraus, mehr als die 94 gezählten. Platzhalter: dass vier Ämter abbrachen \
                 und ihre verwertbaren Angaben das erklären; Aufteilung auf Ämter und Kommunen, Gründe der Ausfälle.",
                "All offices that had taken part in wave 1 or 2 were contacted. The published shares of this wave require 95, 96 and \
                 98 answers, more than the 94 counted. Placeholder: that four offices broke off and their usable answers \
                 explain this; distribution over offices and municipalities, reasons for non-response.",
            ),
        ),
        json!({
            "id": "s24", "kind": "ranking", "data": "wave3",
            "title": both("Ranking: Hemmnisse der Zusammenarbeit", "Ranking: obstacles to cooperation"),
            "note": both(
                "Sortiert wurden 22 Hemmnisse; veröffentlicht sind die Anteile der ersten fünf. Ihre Basis ist 95 und damit größer \
                 als der gezählte Rücklauf von 94. Platzhalter: Namen und Zahlen der übrigen 17 Hemmnisse, alle Ränge über die \
                 ersten fünf hinaus und damit die gemeinsame Rangfolge, Unterschiede zwischen den Ämtern, der Wortlaut der Frage.",
                "22 obstacles were sorted; the shares of the first five are published. Their base of 95 exceeds the counted return of \
                 94. Placeholder: names and figures of the other 17 obstacles, all ranks beyond the first five and with them \
                 the consensus order, differences between offices, the wording of the question.",
            ),
            "items": names(&OBSTACLES), "k": 5, "by": "office", "display": { "decimals": 1, "limit": 5 },
        }),
        json!({
            "id": "s25", "kind": "frequencies", "data": "wave3",
            "title": both("Konflikte im öffentlichen Raum", "Conflicts in public space"),
            "note": both(
                "Die veröffentlichten Anteile setzen 98 Antworten voraus, mehr als der gezählte Rücklauf von 94.",
                "The published shares require 98 answers, more than the counted return of 94.",
            ),
            "variable": CONFLICT.id, "display": { "chart": "pie", "decimals": 1 },
        }),
        json!({
            "id": "s25_office", "kind": "crosstab", "data": "wave3",
            "title": both("Konflikte im öffentlichen Raum im Ämtervergleich", "Conflicts in public space compared across offices"),
            "note": both(
                "Platzhalter: alle Zahlen der einzelnen Ämter, innerhalb dessen, was der Text der Veröffentlichung sagt.",
                "Placeholder: all figures of the single offices, within what the published text says.",
            ),
            "rows": "office", "columns": CONFLICT.id, "display": { "decimals": 1 },
        }),
        json!({
            "id": "s26", "kind": "battery", "data": "wave3",
            "title": both(
                "Mögliche Gründe für veränderte Konflikthaftigkeit im öffentlichen Raum",
                "Possible reasons for changed conflict levels in public space",
            ),
            "filter": { "variable": CONFLICT.id, "is": [1] },
            "note": both(
                "Gefragt wurden nur Ämter, die eine Zunahme der Konflikte erwarten; 61 von 62 antworteten.",
                "Only offices that expect conflicts to increase were asked; 61 of 62 answered.",
            ),
            "items": names(&CONFLICT_REASONS), "display": { "chart": "stacked", "decimals": 1, "hide_below": 5 },
        }),
        json!({
            "id": "s27", "kind": "battery", "data": "wave3",
            "title": both("Zukünftige Relevanz von Handlungsfeldern", "Future relevance of fields of action"),
            "note": both(
                "Die veröffentlichten Anteile setzen bei allen acht Feldern 96 Antworten voraus, mehr als der gezählte Rücklauf von \
                 94. Platzhalter: der Wortlaut der Frage.",
                "The published shares require 96 answers for all eight fields, more than the counted return of 94. Placeholder: \
                 the wording of the question.",
            ),
            "items": names(&FUTURE), "top": 1, "sort_by": 3,
            "display": { "chart": "stacked", "decimals": 1, "reverse_legend": true },
        }),
    ]
}

fn response(id: &str, wave: i32, title: Value, note: Value) -> Value {
    json!({
        "id": id, "kind": "response", "data": "frame", "title": title, "note": note,
        "filter": { "variable": "wave", "is": [wave] },
        "disposition": "disposition", "returned": [RETURNED], "by": "office", "cluster": "municipality",
    })
}

fn radar(id: &str, offices: [&str; 2], de: &str, en: &str) -> Value {
    let groups: Vec<Value> = (0..)
        .zip(&ACTOR_FIELDS)
        .map(|(field, name)| {
            let items: Vec<&str> = ACTORS
                .iter()
                .filter(|actor| actor.field == field)
                .map(|actor| actor.id)
                .collect();
            json!({ "label": both(name.de, name.en), "items": items })
        })
        .collect();
    json!({
        "id": id, "kind": "profile", "data": "wave1",
        "title": both(
            &format!("Vergleich der Kooperationsnetzwerke an der Schnittstelle Sicherheit – Diversität zwischen {de}"),
            &format!("Comparison of cooperation networks at the interface safety – diversity between {en}"),
        ),
        "note": both(
            "Veröffentlicht sind die Fallzahlen der Ämter. Platzhalter: Akteure, Mittelwerte und der Wortlaut der Frage, denn die \
             Netzdiagramme liegen nur als Bild vor. Das eigene Amt zählt nicht als Akteur.",
            "The numbers of offices are published. Placeholder: actors, means and the wording of the question, because the radar \
             charts exist as images only. The own office does not count as an actor.",
        ),
        "filter": { "variable": "office", "is": offices },
        "items": actors(), "by": "office", "item_groups": groups,
        "display": { "chart": "radar", "axis": [1, 4], "decimals": 1 },
    })
}

fn themes(id: &str, de: &str, en: &str, themes: &[Theme]) -> Value {
    let groups: Vec<Value> = themes
        .iter()
        .map(|theme| json!({ "label": both(theme.name.de, theme.name.en), "items": names(theme.codes) }))
        .collect();
    let items: Vec<&str> = subcodes(themes).map(|item| item.id).collect();
    json!({
        "id": id, "kind": "multiple", "data": "wave2", "title": both(de, en),
        "note": both(
            "Veröffentlicht sind die Kategorien, nach denen die offenen Antworten ausgewertet wurden. Platzhalter: alle Zahlen \
             und der Wortlaut der Frage.",
            "The codes by which the open answers were analysed are published. Placeholder: all figures and the wording of the \
             question.",
        ),
        "items": items, "by": "office", "item_groups": groups, "display": { "decimals": 1 },
    })
}

fn importance_note() -> Value {
    both(
        "Platzhalter: Wortlaut, Skala von 1 bis 10 und alle Zahlen, innerhalb dessen, was der Text der Veröffentlichung sagt; die \
         Abbildung selbst liegt nur als Bild vor.",
        "Placeholder: wording, scale from 1 to 10 and all figures, within what the published text says; the chart itself exists \
         as an image only.",
    )
}

fn actors() -> Vec<&'static str> {
    ACTORS.iter().map(|actor| actor.id).collect()
}

fn names(items: &[Item]) -> Vec<&str> {
    ids(items).collect()
}
