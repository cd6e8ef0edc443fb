//! What to say about how a codebook fitted.

use befund_survey::Language;
use befund_survey::meaning::Fit;

/// At most so many names are listed.
const NAMED: usize = 8;

fn list(names: &[String]) -> String {
    let mut list = names[..names.len().min(NAMED)].join(", ");
    if names.len() > NAMED {
        list.push_str(", …");
    }
    list
}

/// Whether something in the codebook found no place in the data.
pub(crate) fn misfits(fit: &Fit) -> bool {
    fit.known == 0
        || !fit.absent.is_empty()
        || !fit.foreign_values.is_empty()
        || !fit.incomplete.is_empty()
        || !fit.unread.is_empty()
}

pub(crate) fn german(file: &str, fit: &Fit) -> String {
    let mut text = format!("Codebuch {file}: {} Variablen beschrieben", fit.known);
    for (names, what) in [
        (&fit.silent, "nicht beschrieben"),
        (&fit.absent, "beschrieben, aber nicht in den Daten"),
        (
            &fit.foreign_values,
            "ohne einen einzigen Wert, der ein Label hat",
        ),
        (&fit.incomplete, "Gruppen, von denen eine Variable fehlt"),
    ] {
        if !names.is_empty() {
            text += &format!("; {what}: {} ({})", names.len(), list(names));
        }
    }
    text + "." + &unread(fit, Language::De)
}

/// What could not be read as the codebook says, in sentences of their own.
fn unread(fit: &Fit, language: Language) -> String {
    let told = fit.unread.iter().take(NAMED);
    let mut text: String = told
        .map(|error| format!(" {}", error.text().get(language)))
        .collect();
    if fit.unread.len() > NAMED {
        text += &format!(" … ({})", fit.unread.len());
    }
    text
}

pub(crate) fn english(file: &str, fit: &Fit) -> String {
    let mut text = format!("Codebook {file}: {} variables described", fit.known);
    for (names, what) in [
        (&fit.silent, "not described"),
        (&fit.absent, "described but not in the data"),
        (
            &fit.foreign_values,
            "without a single value that has a label",
        ),
        (&fit.incomplete, "groups of which a variable is missing"),
    ] {
        if !names.is_empty() {
            text += &format!("; {what}: {} ({})", names.len(), list(names));
        }
    }
    text + "." + &unread(fit, Language::En)
}
