//! Titles, base lines, notes and names in the reader's language.

use befund_survey::Language;
use befund_survey::codebook::{Level, Reason};
use befund_survey::finding::{Category, Finding, Item, Note, Results};

use crate::messages::{number_word, quoted};
use crate::number::{count, weighted_count};

/// The label of a variable, or its name where it has none.
pub(crate) fn item_label(item: &Item, language: Language) -> &str {
    let label = item.label.get(language).trim();
    if label.is_empty() { &item.name } else { label }
}

/// The label of a category, or its value where it has none.
pub(crate) fn category_label(category: &Category, language: Language) -> String {
    let label = category.label.get(language).trim();
    if label.is_empty() {
        category.value.to_string()
    } else {
        label.to_owned()
    }
}

/// What one row is, in the plural, as it stands after "der 98": German wants the genitive there.
///
/// Nouns are alike in nominative and genitive plural; adjectives in front, and nouns made from them, take an n:
/// "kontaktierte Ämter", "der 98 kontaktierten Ämter"; "Befragte", "der 98 Befragten".
pub(crate) fn unit(finding: &Finding, language: Language) -> String {
    const NOUNS_FROM_ADJECTIVES: [&str; 6] = ["ragte", "ende", "liche", "igte", "ellte", "achsene"];
    let unit = finding.base.unit.get(language).trim();
    match (unit.is_empty(), language) {
        (true, Language::De) => "Befragten".to_owned(),
        (true, Language::En) => "respondents".to_owned(),
        (false, Language::En) => unit.to_owned(),
        (false, Language::De) => {
            let mut adjectives = true;
            let words: Vec<String> = unit
                .split(' ')
                .map(|word| {
                    let adjective = adjectives && word.starts_with(char::is_lowercase);
                    let like_one = adjectives
                        && NOUNS_FROM_ADJECTIVES
                            .iter()
                            .any(|ending| word.ends_with(ending));
                    adjectives = adjective;
                    if word.ends_with('e') && (adjective || like_one) {
                        format!("{word}n")
                    } else {
                        word.to_owned()
                    }
                })
                .collect();
            words.join(" ")
        }
    }
}

/// The title of a finding, made from the labels of its variables where the study gives none.
pub fn title(finding: &Finding, language: Language) -> String {
    let own = finding.title.get(language).trim();
    if !own.is_empty() {
        return own.to_owned();
    }
    let question = finding.question.get(language).trim();
    let several = |labels: Vec<&str>| -> String {
        if !question.is_empty() {
            return question.to_owned();
        }
        match (labels.as_slice(), language) {
            ([], _) => kind_name(kind(&finding.results), language),
            ([only], _) => (*only).to_owned(),
            ([first, second], Language::De) => format!("{first} und {second}"),
            ([first, second], Language::En) => format!("{first} and {second}"),
            ([first, rest @ ..], Language::De) => format!("{first} und {} weitere", rest.len()),
            ([first, rest @ ..], Language::En) => format!("{first} and {} more", rest.len()),
        }
    };
    let grouped = |text: String, by: Option<&Item>| -> String {
        match (by, language) {
            (None, _) => text,
            (Some(by), Language::De) => format!("{text} nach {}", item_label(by, language)),
            (Some(by), Language::En) => format!("{text} by {}", item_label(by, language)),
        }
    };
    let label = |item| item_label(item, language);
    match &finding.results {
        Results::Response(rates) => {
            let word = match language {
                Language::De => "Rücklauf",
                Language::En => "Response rate",
            };
            grouped(word.to_owned(), rates.by.as_ref())
        }
        Results::Frequencies(table) => label(&table.variable).to_owned(),
        Results::Battery(table) => {
            several(table.items.iter().map(|row| label(&row.item)).collect())
        }
        Results::Crosstab(table) => grouped(
            label(&table.column_variable).to_owned(),
            Some(&table.row_variable),
        ),
        Results::Profile(table) => grouped(
            several(table.items.iter().map(|row| label(&row.item)).collect()),
            table.by.as_ref(),
        ),
        Results::Multiple(table) => grouped(
            several(
                table
                    .answers
                    .iter()
                    .map(|answer| answer.label.get(language))
                    .collect(),
            ),
            table.by.as_ref(),
        ),
        Results::Descriptives(table) => {
            let mut labels: Vec<&str> = table.rows.iter().map(|row| label(&row.item)).collect();
            labels.dedup();
            grouped(several(labels), table.by.as_ref())
        }
        Results::Ranking(table) => {
            several(table.items.iter().map(|row| label(&row.item)).collect())
        }
        Results::Clusters(tree) => match language {
            Language::De => format!("Ähnlichkeit der Gruppen: {}", label(&tree.by)),
            Language::En => format!("Similarity of the groups: {}", label(&tree.by)),
        },
    }
}

/// The word that stands for the kind of results in JSON.
pub(crate) fn kind(results: &Results) -> &'static str {
    match results {
        Results::Response(_) => "response",
        Results::Frequencies(_) => "frequencies",
        Results::Battery(_) => "battery",
        Results::Crosstab(_) => "crosstab",
        Results::Profile(_) => "profile",
        Results::Multiple(_) => "multiple",
        Results::Descriptives(_) => "descriptives",
        Results::Ranking(_) => "ranking",
        Results::Clusters(_) => "clusters",
    }
}

/// Who was counted and who was left out: "Basis: 61 der 98 Ämter; Filter: ... (62); ohne gültige Antwort: 1".
pub fn base_line(finding: &Finding, language: Language) -> String {
    let base = &finding.base;
    let number = |value| count(value, language);
    let plain = match (base.unit.is_empty(), language) {
        (true, Language::De) => "Fälle",
        (true, Language::En) => "cases",
        (false, _) => base.unit.get(language).trim(),
    };
    let of = if base.unit.is_empty() {
        plain.to_owned()
    } else {
        unit(finding, language)
    };
    let mut parts = Vec::new();
    parts.push(match (base.n == base.rows, language) {
        (true, Language::De) => format!("Basis: {} {plain}", number(base.n)),
        (true, Language::En) => format!("Base: {} {plain}", number(base.n)),
        (false, Language::De) => {
            format!("Basis: {} der {} {of}", number(base.n), number(base.rows))
        }
        (false, Language::En) => {
            format!("Base: {} of {} {of}", number(base.n), number(base.rows))
        }
    });
    if let Some(filter) = &base.filter {
        let words = filter.get(language).trim();
        parts.push(match language {
            Language::De => format!("Filter: {words} ({})", number(base.selected)),
            Language::En => format!("filter: {words} ({})", number(base.selected)),
        });
    }
    let unanswered = base.selected.saturating_sub(base.n);
    if unanswered > 0 {
        parts.push(match language {
            Language::De => format!("ohne gültige Antwort: {}", number(unanswered)),
            Language::En => format!("without a valid answer: {}", number(unanswered)),
        });
    }
    if base.smallest_n != base.largest_n {
        let (smallest, largest) = (number(base.smallest_n), number(base.largest_n));
        parts.push(match language {
            Language::De => format!("n je Zeile: {smallest} bis {largest}"),
            Language::En => format!("n per row: {smallest} to {largest}"),
        });
    }
    if let Some(weight) = &base.weight {
        let sum = weighted_count(base.weighted_n, language);
        let weight = quoted(weight, language);
        parts.push(match language {
            Language::De => format!("gewichtet mit {weight} (Summe der Gewichte: {sum})"),
            Language::En => format!("weighted by {weight} (sum of weights: {sum})"),
        });
    }
    parts.join("; ")
}

/// A caveat in words.
pub fn note(note: &Note, language: Language) -> String {
    let number = |value: u64| count(value, language);
    let (de, en) = match note {
        Note::SmallExpected { cells, of } => {
            let (cells, of) = (number(*cells), number(*of));
            (
                format!("In {cells} von {of} Zellen ist die erwartete Häufigkeit kleiner als 5; der Chi-Quadrat-Test ist dann nur eine grobe Näherung."),
                format!("{cells} of {of} cells have an expected count below 5; the chi-square test is then only a rough approximation."),
            )
        }
        Note::EmptyMargin { dropped } => {
            let dropped = number(*dropped);
            (
                format!("Leere Zeilen oder Spalten gingen nicht in den Test ein: {dropped}."),
                format!("Empty rows or columns left out of the test: {dropped}."),
            )
        }
        Note::UnusableWeight { rows } => {
            let rows = number(*rows);
            (
                format!("Ausgelassen, weil das Gewicht fehlt, null oder negativ ist: {rows}."),
                format!("Left out because the weight is missing, zero or negative: {rows}."),
            )
        }
        Note::UndecidedFilter { rows } => {
            let rows = number(*rows);
            (
                format!("Ausgelassen, weil eine Antwort fehlt, die der Filter braucht: {rows}."),
                format!("Left out because an answer the filter needs is missing: {rows}."),
            )
        }
        Note::OffScale { answers, values } => {
            let answers = number(*answers);
            let values = values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            (
                format!("Antworten außerhalb der beschrifteten Skala gingen nicht ein: {answers} (Werte: {values})."),
                format!("Answers outside the labelled scale were left out: {answers} (values: {values})."),
            )
        }
        Note::RoundedSum => (
            "Die Anteile sind einzeln gerundet und ergeben zusammen nicht immer genau 100 %.".to_owned(),
            "Shares are rounded one by one and do not always add up to exactly 100%.".to_owned(),
        ),
        Note::Author { text } => {
            let words = text.get(language).to_owned();
            (words.clone(), words)
        }
        Note::Placeholder { variables, of } if variables == of => (
            "Platzhalter: Wortlaut oder Zahlen sind erfunden, weil die Originale nicht vorliegen.".to_owned(),
            "Placeholder: wording or figures are invented because the originals are not available.".to_owned(),
        ),
        Note::Placeholder { variables, of } => {
            let (variables, of) = (number(*variables), number(*of));
            (
                format!("Platzhalter: Bei {variables} von {of} Variablen sind Wortlaut oder Zahlen erfunden, weil die Originale nicht vorliegen."),
                format!("Placeholder: for {variables} of {of} variables wording or figures are invented because the originals are not available."),
            )
        }
        Note::WeightedTest => (
            "Der Test gilt für ungewichtete Daten; bei Gewichtung ist der p-Wert nur ein Anhaltspunkt.".to_owned(),
            "The test is one for unweighted data; under weights the p-value is only an indication.".to_owned(),
        ),
    };
    match language {
        Language::De => de,
        Language::En => en,
    }
}

/// The name of a level of measurement.
pub fn level_name(level: Level, language: Language) -> &'static str {
    let (de, en) = match level {
        Level::Nominal => ("nominal", "nominal"),
        Level::Ordinal => ("ordinal", "ordinal"),
        Level::Scale => ("metrisch", "scale"),
        Level::Date => ("Datum", "date"),
        Level::Text => ("Freitext", "open text"),
        Level::Identifier => ("Kennung", "identifier"),
    };
    match language {
        Language::De => de,
        Language::En => en,
    }
}

/// Why a level was guessed.
pub fn reason(reason: &Reason, language: Language) -> String {
    let number = |value: usize| count(value as u64, language);
    let (de, en) = match reason {
        Reason::FewTexts { distinct } => {
            let n = number(*distinct);
            (
                format!("nur {n} verschiedene Texte"),
                format!("only {n} different texts"),
            )
        }
        Reason::FewWholeNumbers { distinct } => {
            let n = number(*distinct);
            (
                format!("nur {n} verschiedene ganze Zahlen, wie bei einer Antwortskala"),
                format!("only {n} different whole numbers, like a rating scale"),
            )
        }
        Reason::TwoValues => (
            "nur zwei verschiedene Antworten".to_owned(),
            "only two different answers".to_owned(),
        ),
        Reason::ManyNumbers { distinct } => {
            let n = number(*distinct);
            (
                format!("Zahlen mit {n} oder mehr verschiedenen Werten"),
                format!("numbers with {n} or more different values"),
            )
        }
        Reason::ManyTexts { distinct } => {
            let n = number(*distinct);
            (
                format!("Texte mit {n} oder mehr verschiedenen Werten"),
                format!("texts with {n} or more different values"),
            )
        }
        Reason::AllDifferent => (
            "jede Zeile hat einen eigenen Wert".to_owned(),
            "every row has a value of its own".to_owned(),
        ),
        Reason::Dates => (
            "jede Antwort liest sich als Datum".to_owned(),
            "every answer reads as a date".to_owned(),
        ),
        Reason::Empty => ("keine Antworten".to_owned(), "no answers".to_owned()),
    };
    match language {
        Language::De => de,
        Language::En => en,
    }
}

/// The name of a kind of analysis ([`befund_survey::analysis::Analysis::kind`]); the word itself where it is unknown.
pub fn kind_name(kind: &str, language: Language) -> String {
    let (de, en) = match kind {
        "response" => ("Rücklauf", "Response rate"),
        "frequencies" => ("Häufigkeiten", "Frequencies"),
        "battery" => ("Itembatterie", "Item battery"),
        "crosstab" => ("Kreuztabelle", "Crosstab"),
        "profile" => ("Mittelwertprofil", "Profile of means"),
        "multiple" => ("Mehrfachnennungen", "Multiple response"),
        "descriptives" => ("Kennwerte und Boxplot", "Descriptives and box plot"),
        "ranking" => ("Rangordnung", "Ranking"),
        "clusters" => ("Clusteranalyse", "Cluster analysis"),
        other => (other, other),
    };
    match language {
        Language::De => de,
        Language::En => en,
    }
    .to_owned()
}

/// "unter die ersten fünf", "among the first five".
pub(crate) fn among_the_first(k: usize, language: Language) -> String {
    match (k, language) {
        (0 | 1, Language::De) => "auf Rang 1".to_owned(),
        (0 | 1, Language::En) => "first".to_owned(),
        (_, Language::De) => format!("unter die ersten {}", number_word(k, language)),
        (_, Language::En) => format!("among the first {}", number_word(k, language)),
    }
}

/// The heading of a top share: "Rang 1 bis 5 in %".
pub(crate) fn top_heading(k: usize, language: Language) -> String {
    match (k, language) {
        (0 | 1, Language::De) => "Rang 1 in %".to_owned(),
        (0 | 1, Language::En) => "Rank 1 in %".to_owned(),
        (_, Language::De) => format!("Rang 1 bis {k} in %"),
        (_, Language::En) => format!("Rank 1 to {k} in %"),
    }
}
