//! Titles, base lines, notes and names in the reader's language.

use befund_survey::codebook::{DateOrder, Level, Reason, RoleKind, SetKind};
use befund_survey::finding::{Category, Finding, Item, Note};
use befund_survey::{Language, Text};

use crate::messages::{number_word, quoted};
use crate::number::{count, decimal, plain, weighted_count};

/// The label of a variable, or its name where it has none.
pub(crate) fn item_label(item: &Item, language: Language) -> &str {
    // within a sentence or a title a colon at the end of a question would announce something
    let label = item.label.get(language).trim().trim_end_matches(':');
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

/// With a capital at the beginning.
pub(crate) fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// What one row is, in the plural, as it stands after "der 98": German wants the genitive there.
///
/// Nouns are alike in nominative and genitive plural; adjectives in front, and nouns made from them, take an n:
/// "kontaktierte Ämter", "der 98 kontaktierten Ämter"; "Befragte", "der 98 Befragten".
fn unit(finding: &Finding, language: Language) -> String {
    const NOUNS_FROM_ADJECTIVES: [&str; 6] = ["ragte", "ende", "liche", "igte", "ellte", "achsene"];
    let unit = finding.base.unit.get(language).trim();
    match (unit.is_empty(), language) {
        (true, Language::De) if finding.base.cases.is_some() => "Einträge".to_owned(),
        (true, Language::En) if finding.base.cases.is_some() => "records".to_owned(),
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

/// "der 98 Ämter", "of the 98 offices"; of a single one "der Ämter (n = 1)", because the study names units in the plural.
///
/// Shares under weights are said to be weighted here: the number before is one of rows.
pub(crate) fn of_the(finding: &Finding, n: u64, language: Language) -> String {
    let unit = unit(finding, language);
    let number = count(n, language);
    let weighted = finding.base.weight.is_some();
    match (n == 1, weighted, language) {
        (true, false, Language::De) => format!("der {unit} (n\u{A0}=\u{A0}1)"),
        (true, true, Language::De) => format!("der {unit} (n\u{A0}=\u{A0}1, gewichtet)"),
        (false, false, Language::De) => format!("der {number} {unit}"),
        (false, true, Language::De) => format!("der {number} {unit} (gewichtet)"),
        (true, false, Language::En) => format!("of the {unit} (n\u{A0}=\u{A0}1)"),
        (true, true, Language::En) => format!("of the {unit} (n\u{A0}=\u{A0}1, weighted)"),
        (false, false, Language::En) => format!("of the {number} {unit}"),
        (false, true, Language::En) => format!("of the {number} {unit} (weighted)"),
    }
}

/// So many rows: "98 Ämter", "1 Fall"; "1 (Ämter)" where only the plural is known.
fn rows_counted(finding: &Finding, n: u64, language: Language) -> String {
    const ONE: [(&str, &str); 9] = [
        ("", "Fall"),
        ("Befragte", "Befragter"),
        ("Personen", "Person"),
        ("Haushalte", "Haushalt"),
        ("", "case"),
        ("respondents", "respondent"),
        ("persons", "person"),
        ("people", "person"),
        ("households", "household"),
    ];
    let number = count(n, language);
    let unit = finding.base.unit.get(language).trim();
    let (names, cases) = match language {
        Language::De => (&ONE[..4], "Fälle"),
        Language::En => (&ONE[4..], "cases"),
    };
    let one = names.iter().find(|(many, _)| *many == unit);
    if let (Some(_), true) = (finding.base.cases, unit.is_empty()) {
        let [many, one] = match language {
            Language::De => ["Einträge", "Eintrag"],
            Language::En => ["records", "record"],
        };
        return format!("{number} {}", if n == 1 { one } else { many });
    }
    match (n, unit, one) {
        (1, _, Some((_, one))) => format!("{number} {one}"),
        (1, _, None) => format!("{number} ({unit})"),
        (_, "", _) => format!("{number} {cases}"),
        _ => format!("{number} {unit}"),
    }
}

/// Who was counted and who was left out: "Basis: 61 der 98 Ämter; Filter: ... (62); ohne gültige Antwort: 1".
pub fn base_line(finding: &Finding, language: Language) -> String {
    let base = &finding.base;
    let number = |value| count(value, language);
    let mut parts = Vec::new();
    let all = rows_counted(finding, base.rows, language);
    let n = number(base.n);
    // "der 98 Ämter", where the plural is known to be one.
    let of = (base.rows != 1 && !base.unit.is_empty()).then(|| unit(finding, language));
    parts.push(match (base.n == base.rows, of, language) {
        (true, _, Language::De) => format!("Basis: {all}"),
        (true, _, Language::En) => format!("Base: {all}"),
        (false, Some(of), Language::De) => format!("Basis: {n} der {} {of}", number(base.rows)),
        (false, None, Language::De) if base.rows != 1 => format!("Basis: {n} der {all}"),
        (false, None, Language::De) => format!("Basis: {n} von {}", number(base.rows)),
        (false, _, Language::En) => format!("Base: {n} of {all}"),
    });
    if let Some(filter) = &base.filter {
        let words = filter.get(language).trim();
        parts.push(match language {
            Language::De => format!("Filter: {words} ({})", number(base.selected)),
            Language::En => format!("filter: {words} ({})", number(base.selected)),
        });
    }
    if let Some(cases) = base.cases {
        let cases = number(cases);
        parts.push(match language {
            Language::De => format!("Fälle mit mindestens einem gültigen Eintrag: {cases}"),
            Language::En => format!("cases with at least one valid record: {cases}"),
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
            let have = if *cells == 1 { "has" } else { "have" };
            let (cells, of) = (number(*cells), number(*of));
            (
                format!("In {cells} von {of} Zellen ist die erwartete Häufigkeit kleiner als 5; der Chi-Quadrat-Test ist dann nur eine grobe Näherung."),
                format!("{cells} of {of} cells {have} an expected count below 5; the chi-square test is then only a rough approximation."),
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
        Note::Unweighted { weight } => (
            format!("Ohne die Gewichte der Variable {} gerechnet: Auswertungen dieser Art kennen keine Stichprobengewichte.", quoted(weight, Language::De)),
            format!("Computed without the weights of {}: analyses of this kind know no sampling weights.", quoted(weight, Language::En)),
        ),
        Note::RakedWeight { raked } => {
            let text = raked.text();
            (
                text.get(Language::De).to_owned(),
                text.get(Language::En).to_owned(),
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
        Note::RepeatedAnswers { rows } => {
            let rows = number(*rows);
            (
                format!("Fälle mit zweimal derselben Antwort: {rows}. Sie zählt einmal unter den Fällen und jedes Mal unter den Nennungen."),
                format!("Cases that gave the same answer twice: {rows}. It counts once among the cases and every time among the mentions."),
            )
        }
        Note::SharesOfCases { cases } => {
            let cases = number(*cases);
            (
                format!("Fälle zählen überall, wo sie mindestens einen Eintrag haben. Basis ihrer Anteile sind die Fälle mit mindestens einem gültigen Eintrag ({cases}); die Anteile können zusammen mehr als 100 % ergeben."),
                format!("A case counts wherever it has at least one record. The base of their shares are the cases with at least one valid record ({cases}); the shares may add up to more than 100%."),
            )
        }
        Note::DependentRecords { records, cases, most } => {
            let mean = |language| decimal(*records as f64 / (*cases).max(1) as f64, 1, language);
            let (records, cases, most) = (number(*records), number(*cases), number(*most));
            (
                format!("Die Einträge eines Falls sind nicht unabhängig: {records} Einträge gehören zu {cases} Fällen, im Mittel {} je Fall, höchstens {most}. Konfidenzintervalle der Anteile und der Test von Rao und Scott nehmen die Fälle als Klumpen; andere Tests gelten nur für unabhängige Einträge.", mean(Language::De)),
                format!("The records of a case are not independent: {records} records belong to {cases} cases, {} per case on average, {most} at most. Confidence intervals of shares and Rao and Scott’s test take the cases for clusters; other tests hold for independent records only.", mean(Language::En)),
            )
        }
        Note::WithoutCase { records } => {
            let records = number(*records);
            (
                format!("Einträge ohne Fall, weil ihre Kennung fehlt: {records}. Sie zählen als Einträge, aber bei keinem Fall."),
                format!("Records without a case, because what names it is missing: {records}. They count as records, but for no case."),
            )
        }
        Note::UnevenCaseWeights { cases, weight } => {
            let cases = number(*cases);
            (
                format!("Nicht nach Fällen gezählt: In {cases} Fällen haben die Einträge verschiedene Gewichte in {}, der Fall hat dann keines. Dafür ein Gewicht angeben, das alle Einträge eines Falls teilen, oder ohne Gewicht rechnen.", quoted(weight, Language::De)),
                format!("Not counted by case: in {cases} cases the records have different weights in {}, so that the case has none. Name a weight that all records of a case share, or compute without one.", quoted(weight, Language::En)),
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
        Note::Stopped { done, total } => {
            let percent = number(done.saturating_mul(100).checked_div(*total).unwrap_or(0));
            (
                format!("Die Berechnung wurde nach {percent} % angehalten: Was bis dahin nicht berechnet war, fehlt, und was noch nicht bewiesen war, ist nur das bisher Beste."),
                format!("The computation was stopped at {percent}%: what had not been computed by then is missing, and what had not been proven is only the best so far."),
            )
        }
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

/// How the variables of a set belong together.
pub fn set_kind_name(kind: SetKind, language: Language) -> &'static str {
    let (de, en) = match kind {
        SetKind::Battery => ("Itembatterie", "battery"),
        SetKind::Multiple => (
            "Mehrfachnennungen, je Antwort eine Variable",
            "several answers, one variable each",
        ),
        SetKind::Categories => (
            "Mehrfachnennungen, erste, zweite, … Nennung",
            "several answers: first, second, … mention",
        ),
        SetKind::Ranking => (
            "Rangordnung, je Objekt eine Variable",
            "ranking, one variable per object",
        ),
        SetKind::Separated { .. } => ("mehrere Antworten je Zelle", "several answers per cell"),
    };
    match language {
        Language::De => de,
        Language::En => en,
    }
}

/// What a variable is for.
pub fn role_name(kind: RoleKind, language: Language) -> &'static str {
    let (de, en) = match kind {
        RoleKind::Weight => ("Gewicht", "weight"),
        RoleKind::Frequency => ("Häufigkeit", "frequency"),
        RoleKind::Strata => ("Schicht", "stratum"),
        RoleKind::Clusters => ("Klumpen", "cluster"),
        RoleKind::Population => ("Größe der Grundgesamtheit", "size of the population"),
        RoleKind::Case => ("Fallnummer", "case number"),
        RoleKind::Group => ("Gruppe", "group"),
        RoleKind::Wave => ("Welle", "wave"),
    };
    match language {
        Language::De => de,
        Language::En => en,
    }
}

/// "different values" after "at least so many".
fn different_values(number: usize) -> (&'static str, &'static str) {
    if number == 1 {
        ("Wert", "value")
    } else {
        ("verschiedenen Werten", "different values")
    }
}

/// That a variable was made from others, and how.
pub fn derived(how: &Text, language: Language) -> String {
    let how = how.get(language);
    match language {
        Language::De => format!("abgeleitet: {how}"),
        Language::En => format!("derived: {how}"),
    }
}

/// Neighbouring variables by what their names have in common.
fn neighbours(stem: &str, language: Language) -> String {
    match (stem, language) {
        ("", Language::De) => "benachbarte Variablen".to_owned(),
        ("", Language::En) => "neighbouring variables".to_owned(),
        (stem, Language::De) => format!("benachbarte Variablen „{stem}…“"),
        (stem, Language::En) => format!("neighbouring variables “{stem}…”"),
    }
}

/// Why something was guessed.
pub fn reason(reason: &Reason, language: Language) -> String {
    let number = |value: usize| count(value as u64, language);
    let (de, en) = match reason {
        Reason::FewTexts { distinct: 1 } => (
            "nur ein einziger Text".to_owned(),
            "only one text".to_owned(),
        ),
        Reason::FewWholeNumbers { distinct: 1 } => (
            "nur eine einzige ganze Zahl".to_owned(),
            "only one whole number".to_owned(),
        ),
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
            match distinct {
                1 => ("nur eine Zahl".to_owned(), "only one number".to_owned()),
                _ => (
                    format!("{n} verschiedene Zahlen"),
                    format!("{n} different numbers"),
                ),
            }
        }
        Reason::ManyTexts { distinct } => {
            let (n, (de, en)) = (number(*distinct), different_values(*distinct));
            (
                format!("Texte mit mindestens {n} {de}"),
                format!("texts with at least {n} {en}"),
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
        Reason::AnswerScale { least, most } => (
            format!("Antwortskala von „{least}“ bis „{most}“"),
            format!("answer scale from “{least}” to “{most}”"),
        ),
        Reason::NumberRanges => (
            "Zahlenbereiche, die aufeinander folgen".to_owned(),
            "ranges of numbers that follow each other".to_owned(),
        ),
        Reason::CodedTexts => (
            "Texte mit ihrem Code".to_owned(),
            "texts with their codes".to_owned(),
        ),
        Reason::LabelledCodes { labels } => {
            let n = number(*labels);
            (
                format!("{n} Codes, alle beschriftet"),
                format!("{n} codes, all with labels"),
            )
        }
        Reason::LabelledScale { labels } => {
            let n = number(*labels);
            (
                format!("laut Datei metrisch, doch alle {n} Codes sind beschriftet"),
                format!("metric by the file, but all {n} codes have labels"),
            )
        }
        Reason::OpenAnswers { words } => {
            let n = number(*words);
            (
                format!("Texte mit im Mittel {n} Wörtern, fast alle verschieden"),
                format!("texts of {n} words on average, almost all different"),
            )
        }
        Reason::DatesWritten { order } => {
            let (de, en) = match order {
                DateOrder::YearMonthDay => ("Jahr, Monat, Tag", "year, month, day"),
                DateOrder::DayMonthYear => ("Tag, Monat, Jahr", "day, month, year"),
                DateOrder::MonthDayYear => ("Monat, Tag, Jahr", "month, day, year"),
            };
            (
                format!("jede Antwort liest sich als Datum: {de}"),
                format!("every answer reads as a date: {en}"),
            )
        }
        Reason::NoAnswerWords => (
            "der Text sagt, dass keine Antwort vorliegt".to_owned(),
            "the text says that there is no answer".to_owned(),
        ),
        Reason::BeyondScale => (
            "Zahlen weit jenseits der Skala".to_owned(),
            "numbers far beyond the scale".to_owned(),
        ),
        Reason::CommonScale { stem, least, most } => (
            format!(
                "{} mit denselben Antworten, {least} bis {most}",
                neighbours(stem, Language::De)
            ),
            format!(
                "{} with the same answers, {least} to {most}",
                neighbours(stem, Language::En)
            ),
        ),
        Reason::CommonAnswers { stem, answers } => {
            let n = number(*answers);
            (
                format!(
                    "{} mit denselben {n} Antworten",
                    neighbours(stem, Language::De)
                ),
                format!(
                    "{} with the same {n} answers",
                    neighbours(stem, Language::En)
                ),
            )
        }
        Reason::Ticked { stem } => (
            format!("{}, angekreuzt oder nicht", neighbours(stem, Language::De)),
            format!("{}, ticked or not", neighbours(stem, Language::En)),
        ),
        Reason::RanksOnce { rows } => {
            let n = count(*rows, language);
            (
                format!("die Ränge 1, 2, … kommen je Zeile einmal vor ({n} Zeilen)"),
                format!("the ranks 1, 2, … occur once in each row ({n} rows)"),
            )
        }
        Reason::SeveralAnswers { rows } => {
            let n = count(*rows, language);
            (
                format!(
                    "Antworten aus einer Liste, in keiner Zeile doppelt ({n} Zeilen mit mehreren)"
                ),
                format!("answers from one list, none twice in a row ({n} rows with several)"),
            )
        }
        Reason::Separated { separator, answers } => {
            let (n, mark) = (number(*answers), separator.escape_debug());
            (
                format!(
                    "mehrere Antworten in einer Zelle, getrennt durch „{mark}“ ({n} verschiedene)"
                ),
                format!("several answers in a cell, separated by “{mark}” ({n} different ones)"),
            )
        }
        Reason::NameSays { word } => (
            format!("der Name sagt es: „{word}“"),
            format!("the name says so: “{word}”"),
        ),
        Reason::NamesRecords { word, cases, rows } => {
            let (cases, rows) = (count(*cases, language), count(*rows, language));
            (
                format!("der Name sagt es: „{word}“; {rows} Zeilen gehören zu {cases} Fällen"),
                format!("the name says so: “{word}”; {rows} rows belong to {cases} cases"),
            )
        }
        Reason::WeightOfMean { mean } => (
            format!(
                "der Name sagt es, positive Zahlen mit Mittelwert {}",
                plain(*mean, 3, language)
            ),
            format!(
                "the name says so, positive numbers with mean {}",
                plain(*mean, 3, language)
            ),
        ),
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
        "compare_groups" => ("Gruppenvergleich", "Comparison of groups"),
        "paired" => (
            "Vergleich verbundener Messungen",
            "Comparison of paired measurements",
        ),
        "correlation" => ("Korrelation", "Correlation"),
        "reliability" => ("Reliabilität", "Reliability"),
        "agreement" => ("Übereinstimmung", "Agreement"),
        "correspondence" => ("Korrespondenzanalyse", "Correspondence analysis"),
        "components" => ("Hauptkomponenten", "Principal components"),
        "scaling" => ("Multidimensionale Skalierung", "Multidimensional scaling"),
        "permanova" => ("PERMANOVA", "PERMANOVA"),
        "change" => ("Veränderung", "Change"),
        "attrition" => ("Panelverbleib", "Panel attrition"),
        "regression" => ("Regression", "Regression"),
        "estimate" => ("Schätzung", "Estimate"),
        "weighting" => ("Gewichtung", "Weighting"),
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
