//! The study document: what every reader has to know, the answer scales, the files and the analyses.

use serde_json::{Value, json};

use super::{analyses, codebook};

/// A text in both languages.
pub fn both(de: &str, en: &str) -> Value {
    json!({ "de": de, "en": en })
}

/// The whole document.
pub fn study() -> Value {
    json!({
        "befund": 1,
        "title": both(
            "DIVERCITY-Kommunalbefragung: gesellschaftliche Vielfalt und Sicherheit",
            "DIVERCITY municipal survey: societal diversity and safety",
        ),
        "notice": both(
            "Die Mikrodaten sind eine synthetische Rekonstruktion aus veröffentlichten Ergebnissen: Kein Amt hat diese \
             Zeilen ausgefüllt. Sie ergeben jede veröffentlichte Zahl; was nicht veröffentlicht ist, wurde erfunden und ist \
             als Platzhalter gekennzeichnet. Quelle der veröffentlichten Ergebnisse: Deutsches Institut für Urbanistik \
             (Difu), Kommunalbefragung im Projekt DIVERCITY, 2018–2020.",
            "The microdata are a synthetic reconstruction from published results: no office filled in these rows. They give \
             every published figure; what was not published has been invented and is marked as a placeholder. Source of \
             the published results: German Institute of Urban Affairs (Difu), municipal survey of the DIVERCITY project, \
             2018–2020.",
        ),
        "datasets": codebook::datasets(),
        "scales": scales(),
        "analyses": analyses::analyses(),
    })
}

fn scales() -> Value {
    json!({
        "freq4": scale(1, &[
            ("nie", "never"), ("selten", "rarely"), ("gelegentlich", "occasionally"), ("oft", "often"),
        ]),
        "agree4": scale(1, &[
            ("trifft gar nicht zu", "does not apply at all"), ("trifft eher nicht zu", "rather does not apply"),
            ("trifft eher zu", "rather applies"), ("trifft voll zu", "fully applies"),
        ]),
        "presence3": scale(1, &[
            ("vorhanden", "exists"), ("nicht vorhanden", "does not exist"), ("weiß nicht", "don't know"),
        ]),
        "trend3": scale(1, &[
            ("Bedeutung wird abnehmen", "importance will decrease"),
            ("Bedeutung wird gleich bleiben", "importance will stay the same"),
            ("Bedeutung wird zunehmen", "importance will increase"),
        ]),
        "conflict": scale(1, &[
            ("zunehmen", "increase"), ("auf ähnlichem Niveau bleiben", "stay at a similar level"),
        ]),
        "mentioned": scale(0, &[("nicht genannt", "not mentioned"), ("genannt", "mentioned")]),
        "yes_no": scale(1, &[("ja", "yes"), ("nein", "no")]),
        "importance": [
            { "value": 1, "label": both("überhaupt nicht bedeutsam", "not important at all") },
            { "value": 10, "label": both("sehr bedeutsam", "very important") },
        ],
        "wave": scale(1, &[("1. Welle", "Wave 1"), ("2. Welle", "Wave 2"), ("3. Welle", "Wave 3")]),
        "disposition": scale(1, &[
            ("Rücklauf", "returned"),
            ("abgebrochen, verwertbare Angaben", "broken off, usable answers"),
            ("Teilnahme abgelehnt", "refused"),
            ("nicht erreicht", "not reached"),
            ("keine Antwort", "no answer"),
        ]),
    })
}

/// Labels of the codes from `first` on.
fn scale(first: i32, labels: &[(&str, &str)]) -> Value {
    (first..)
        .zip(labels)
        .map(|(value, (de, en))| json!({ "value": value, "label": both(de, en) }))
        .collect()
}
