//! Every word of the app, in German and English. Words about findings come from `befund-report`.

mod say;

use befund_conversation::shortened;
use befund_report::{number, value_words};
use befund_survey::codebook::Variable;
use befund_survey::{Language, Text, Value};

pub(crate) use say::Say;

use crate::place::View;
use crate::state::Task;

/// What the engine is at.
pub(crate) fn at_work(task: &Task, language: Language) -> String {
    match (task, language) {
        (Task::Demo, Language::De) => "Die Beispielstudie wird geöffnet …".to_owned(),
        (Task::Demo, Language::En) => "Opening the demo study …".to_owned(),
        (Task::Open { name, .. } | Task::Reread { name, .. }, Language::De) => {
            format!("{name} wird gelesen …")
        }
        (Task::Open { name, .. } | Task::Reread { name, .. }, Language::En) => {
            format!("Reading {name} …")
        }
        (Task::Export(name), Language::De) => format!("{name} wird geschrieben …"),
        (Task::Export(name), Language::En) => format!("Writing {name} …"),
        (Task::Describe(_) | Task::Overrule(_), language) => {
            Say::Describing.get(language).to_owned()
        }
        (Task::Report | Task::Again(_) | Task::Draw | Task::Code, language) => {
            Say::Computing.get(language).to_owned()
        }
        (Task::Suggest(_) | Task::Draft(_), Language::De) => {
            "Der Befund wird berechnet …".to_owned()
        }
        (Task::Suggest(_) | Task::Draft(_), Language::En) => "Computing the finding …".to_owned(),
    }
}

/// A file was saved.
pub(crate) fn saved(name: &str, notes: &[Text]) -> Text {
    let with = |words: String, language| {
        let notes = notes.iter().map(|note| note.get(language));
        std::iter::once(words.as_str())
            .chain(notes)
            .collect::<Vec<_>>()
            .join("\n")
    };
    Text::both(
        with(format!("{name} ist gespeichert."), Language::De),
        with(format!("{name} is saved."), Language::En),
    )
}

/// The reader stopped it.
pub(crate) fn cancelled() -> Text {
    Text::both("Abgebrochen.", "Cancelled.")
}

/// The engine has not come.
pub(crate) fn no_engine(reason: &str) -> Text {
    let reason = shortened(reason, 240);
    Text::both(
        format!(
            "Der Teil von Befund, der liest und rechnet, ist nicht angekommen. Prüfen Sie die Verbindung und laden Sie die Seite neu. ({reason})"
        ),
        format!(
            "The part of Befund that reads and computes has not arrived. Check the connection and reload the page. ({reason})"
        ),
    )
}

/// The worker died.
pub(crate) fn died(reason: &str, was_open: bool) -> Text {
    let memory = reason.contains("memory") || reason.contains("allocation");
    let (german, english) = if memory {
        (
            "Der Arbeitsspeicher dieses Browserfensters hat nicht gereicht. Schließen Sie andere Fenster oder öffnen Sie eine kleinere Datei.",
            "This browser tab ran out of memory. Close other tabs or open a smaller file.",
        )
    } else {
        (
            "Die Berechnung ist abgestürzt. Das ist ein Fehler in Befund; bitte melden Sie ihn.",
            "The computation crashed. This is an error in Befund; please report it.",
        )
    };
    let (again_german, again_english) = if was_open {
        (
            " Was geöffnet war, ist geschlossen; öffnen Sie es bitte noch einmal.",
            " What was open is closed; please open it again.",
        )
    } else {
        ("", "")
    };
    let reason = shortened(reason, 240);
    Text::both(
        format!("{german}{again_german} ({reason})"),
        format!("{english}{again_english} ({reason})"),
    )
}

/// Of several files without a study one is opened.
pub(crate) fn left_aside(aside: &[String]) -> Text {
    let aside = shortened(&aside.join(", "), 600);
    Text::both(
        format!(
            "Nicht geöffnet: {aside}. Mehrere Dateien gehören zusammen, wenn eine Studie (.json) sie nennt."
        ),
        format!(
            "Not opened: {aside}. Several files belong together if a study (.json) names them."
        ),
    )
}

/// A codebook has come without its data.
pub(crate) fn codebook_alone(name: &str) -> Text {
    Text::both(
        format!(
            "{name} sagt, was Variablen bedeuten, enthält aber keine Daten. Öffnen Sie zuerst die Datei mit den Daten und ziehen Sie dann diese dazu, oder beide zusammen."
        ),
        format!(
            "{name} says what variables mean but holds no data. Open the file with the data first and then drop this one, or drop both together."
        ),
    )
}

/// The study names files that are not open yet.
pub(crate) fn awaited(files: &[String], language: Language) -> String {
    let files = files.join(", ");
    match language {
        Language::De => format!(
            "Die Studie nennt noch diese Dateien: {files}. Ziehen Sie sie in dieses Fenster."
        ),
        Language::En => {
            format!("The study also names these files: {files}. Drop them on this window.")
        }
    }
}

/// What is left to the reader of a file, with what it found.
pub(crate) fn automatic(found: Option<&Text>) -> Text {
    let with = |word: &str, language| match found {
        Some(found) => format!("{word}: {}", found.get(language)),
        None => word.to_owned(),
    };
    Text::both(
        with("automatisch", Language::De),
        with("automatic", Language::En),
    )
}

/// How many variables a set has.
pub(crate) fn items(items: usize, language: Language) -> String {
    match (items, language) {
        (1, Language::De) => "1 Variable".to_owned(),
        (1, Language::En) => "1 variable".to_owned(),
        (_, Language::De) => format!("{items} Variablen"),
        (_, Language::En) => format!("{items} variables"),
    }
}

/// How many a search found.
pub(crate) fn of_all(found: usize, all: usize, language: Language) -> String {
    let (found, all) = (found as u64, all as u64);
    let whole = number::count(all, language);
    match (found == all, language) {
        (true, Language::De) => format!("{whole} Variablen"),
        (true, Language::En) => format!("{whole} variables"),
        (false, Language::De) => format!("{} von {whole}", number::count(found, language)),
        (false, Language::En) => format!("{} of {whole}", number::count(found, language)),
    }
}

/// How many variables are picked.
pub(crate) fn picked(picked: usize, language: Language) -> String {
    match (picked, language) {
        (0, Language::De) => "Keine Variable gewählt".to_owned(),
        (0, Language::En) => "No variable picked".to_owned(),
        (1, Language::De) => "1 Variable gewählt".to_owned(),
        (1, Language::En) => "1 variable picked".to_owned(),
        (_, Language::De) => format!("{picked} Variablen gewählt"),
        (_, Language::En) => format!("{picked} variables picked"),
    }
}

/// The report of a bare file covers less than the file holds.
pub(crate) fn analyses_of(analyses: usize, variables: u64, language: Language) -> String {
    let variables = number::count(variables, language);
    match (analyses, language) {
        (1, Language::De) => format!("1 Auswertung für {variables} Variablen"),
        (1, Language::En) => format!("1 analysis for {variables} variables"),
        (_, Language::De) => format!("{analyses} Auswertungen für {variables} Variablen"),
        (_, Language::En) => format!("{analyses} analyses for {variables} variables"),
    }
}

/// What a screen reader hears when something has been opened.
pub(crate) fn opened(title: &Text, rows: u64, variables: u64) -> Text {
    let words = |language| {
        let count = |number| number::count(number, language);
        (title.get(language), count(rows), count(variables))
    };
    let (title, rows, columns) = words(Language::De);
    let german = format!("{title} ist geöffnet: {rows} Zeilen, {columns} Variablen.");
    let (title, rows, columns) = words(Language::En);
    let english = format!("{title} is open: {rows} rows, {columns} variables.");
    Text::both(german, english)
}

/// What a view is called; the start page has no name of its own.
pub(crate) fn view(view: View) -> Option<Say> {
    match view {
        View::Start => None,
        View::Data => Some(Say::Data),
        View::Findings => Some(Say::Findings),
        View::Explore => Some(Say::Explore),
    }
}

/// The level was guessed, for this reason.
pub(crate) fn guessed(reason: &str, language: Language) -> String {
    match language {
        Language::De => format!("vermutet: {reason}"),
        Language::En => format!("guessed: {reason}"),
    }
}

/// Only the most frequent values are listed.
pub(crate) fn most_frequent(shown: u64, distinct: u64, language: Language) -> String {
    let (shown, distinct) = (
        number::count(shown, language),
        number::count(distinct, language),
    );
    match language {
        Language::De => format!("Die {shown} häufigsten von {distinct} Werten."),
        Language::En => format!("The {shown} most frequent of {distinct} values."),
    }
}

/// From the smallest to the largest.
pub(crate) fn range(variable: &Variable, ends: [&Value; 2], language: Language) -> String {
    let [least, most] = ends.map(|value| value_words(variable, value, language));
    match language {
        Language::De => format!("{least} bis {most}"),
        Language::En => format!("{least} to {most}"),
    }
}

/// A name for a file that every system takes, from words.
pub(crate) fn file_name(words: &str, ending: &str) -> String {
    let mut name = String::new();
    for character in shortened(words, 60).to_lowercase().chars() {
        match character {
            'ä' => name.push_str("ae"),
            'ö' => name.push_str("oe"),
            'ü' => name.push_str("ue"),
            'ß' => name.push_str("ss"),
            _ if character.is_ascii_alphanumeric() => name.push(character),
            _ if !name.is_empty() && !name.ends_with('-') => name.push('-'),
            _ => {}
        }
    }
    let name = name.trim_end_matches('-');
    if name.is_empty() {
        format!("befund.{ending}")
    } else {
        format!("{name}.{ending}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_are_plain_whatever_the_title_holds() {
        assert_eq!(
            file_name("Straßen & Plätze: \"Übernutzung\"?", "svg"),
            "strassen-plaetze-uebernutzung.svg"
        );
        assert_eq!(file_name("../../etc/passwd", "csv"), "etc-passwd.csv");
        assert_eq!(file_name("調査", "html"), "befund.html");
    }

    #[test]
    fn a_search_says_how_much_it_found() {
        assert_eq!(of_all(3, 12, Language::De), "3 von 12");
        assert_eq!(of_all(12, 12, Language::En), "12 variables");
    }
}
