//! Every word of the reports that does not come from data, in German and English.
//!
//! Sentences are composed in `sentence`, `title` and `words`; the phrases and column heads they share stand here. The match is
//! exhaustive, so a phrase without a translation does not compile.

use befund_survey::Language;

/// A phrase of the reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// Heading: absolute frequency.
    Count,
    /// Heading: relative frequency.
    SharePercent,
    /// Heading: cumulative share.
    CumulativePercent,
    /// Heading: share of the row.
    RowPercent,
    /// Heading: share of the respondents.
    CasesPercent,
    /// Heading: number of records of cases.
    Records,
    /// Heading: share of the records.
    RecordsPercent,
    /// Heading: number of cases that records belong to.
    Cases,
    /// Heading of a table that counts cases instead of records.
    ByCase,
    /// Heading: share of the mentions.
    MentionsPercent,
    /// Total.
    Total,
    /// Total of the valid answers.
    ValidTotal,
    /// No stored answer.
    NoAnswer,
    /// Missing answers.
    Missing,
    /// Answer.
    Answer,
    /// Statement of a battery.
    Item,
    /// Variable.
    Variable,
    /// Variables, in a sum.
    Variables,
    /// One variable, in a sum.
    OneVariable,
    /// Rows of data, in a sum.
    Rows,
    /// One row of data, in a sum.
    OneRow,
    /// Statements of a battery, after a number.
    ItemsNoun,
    /// Answers to choose from, after a number.
    AnswersNoun,
    /// Groups, after a number.
    GroupsNoun,
    /// Objects of a ranking, after a number.
    ObjectsNoun,
    /// Heading: label of a variable.
    Label,
    /// Heading: level of measurement.
    Level,
    /// Heading: values of a variable with their counts.
    Values,
    /// Heading: rows with a valid answer.
    Valid,
    /// Heading: values that count as missing.
    MissingValues,
    /// Heading: sets of variables.
    Sets,
    /// Heading: how the variables of a set belong together.
    Kind,
    /// Heading: what variables are for.
    Roles,
    /// Heading: why something was guessed.
    Because,
    /// Group.
    Group,
    /// Mean.
    Mean,
    /// Standard deviation, short.
    StandardDeviationShort,
    /// Variance.
    Variance,
    /// Median.
    Median,
    /// Minimum.
    Minimum,
    /// Maximum.
    Maximum,
    /// First quartile.
    LowerQuartile,
    /// Third quartile.
    UpperQuartile,
    /// Contacted.
    Contacted,
    /// Returned.
    Returned,
    /// Response rate.
    ResponseRate,
    /// Mean rank.
    MeanRank,
    /// Median rank.
    MedianRank,
    /// Cluster number.
    Cluster,
    /// Distance of a merge.
    Distance,
    /// Correlation.
    Correlation,
    /// Number of mentions.
    Mentions,
    /// Heading of an average over items.
    Average,
    /// Rows per unit.
    PerUnit,
    /// Units.
    Units,
    /// Outcome of a contact.
    Outcome,
    /// Figure: adjusted standardised residual.
    AdjustedResidual,
    /// All groups together.
    AllGroups,
    /// Contents of a page.
    Contents,
    /// Notes.
    Notes,
    /// Table, as a disclosure.
    TableWord,
    /// An analysis could not be run.
    NotComputed,
    /// Foot of a page.
    MadeWith,
    /// Findings without a section.
    Findings,
}

impl Message {
    /// The words in `language`.
    pub fn text(self, language: Language) -> &'static str {
        let (de, en) = match self {
            Self::Count => ("Anzahl", "Count"),
            Self::SharePercent => ("Anteil in %", "Share in %"),
            Self::CumulativePercent => ("Kumulierte %", "Cumulative %"),
            Self::RowPercent => ("Zeilen-%", "Row %"),
            Self::CasesPercent => ("% der Fälle", "% of cases"),
            Self::Records => ("Einträge", "Records"),
            Self::RecordsPercent => ("% der Einträge", "% of records"),
            Self::Cases => ("Fälle", "Cases"),
            Self::ByCase => ("Nach Fällen gezählt", "Counted by case"),
            Self::MentionsPercent => ("% der Nennungen", "% of mentions"),
            Self::Total => ("Gesamt", "Total"),
            Self::ValidTotal => ("Gültige Antworten", "Valid answers"),
            Self::NoAnswer => ("Keine Angabe", "No answer"),
            Self::Missing => ("Fehlend", "Missing"),
            Self::Answer => ("Antwort", "Answer"),
            Self::Item => ("Aussage", "Item"),
            Self::Variable => ("Variable", "Variable"),
            Self::Variables => ("Variablen", "variables"),
            Self::OneVariable => ("Variable", "variable"),
            Self::Rows => ("Zeilen", "rows"),
            Self::OneRow => ("Zeile", "row"),
            Self::ItemsNoun => ("Aussagen", "items"),
            Self::AnswersNoun => ("Antworten", "answers"),
            Self::GroupsNoun => ("Gruppen", "groups"),
            Self::ObjectsNoun => ("Objekte", "objects"),
            Self::Label => ("Beschriftung", "Label"),
            Self::Level => ("Messniveau", "Level"),
            Self::Values => ("Werte (Anzahl)", "Values (count)"),
            Self::Valid => ("Gültig", "Valid"),
            Self::MissingValues => ("Fehlende Werte", "Missing values"),
            Self::Sets => ("Was zusammengehört", "What belongs together"),
            Self::Kind => ("Art", "Kind"),
            Self::Roles => ("Aufgaben", "Roles"),
            Self::Because => ("Warum", "Because"),
            Self::Group => ("Gruppe", "Group"),
            Self::Mean => ("Mittelwert", "Mean"),
            Self::StandardDeviationShort => ("SD", "SD"),
            Self::Variance => ("Varianz", "Variance"),
            Self::Median => ("Median", "Median"),
            Self::Minimum => ("Minimum", "Minimum"),
            Self::Maximum => ("Maximum", "Maximum"),
            Self::LowerQuartile => ("Unteres Quartil", "Lower quartile"),
            Self::UpperQuartile => ("Oberes Quartil", "Upper quartile"),
            Self::Contacted => ("Kontaktiert", "Contacted"),
            Self::Returned => ("Geantwortet", "Returned"),
            Self::ResponseRate => ("Rücklauf in %", "Response rate in %"),
            Self::MeanRank => ("Mittlerer Rang", "Mean rank"),
            Self::MedianRank => ("Median des Rangs", "Median rank"),
            Self::Cluster => ("Cluster", "Cluster"),
            Self::Distance => ("Distanz (1 − r)", "Distance (1 − r)"),
            Self::Correlation => (
                "Korrelation der Profile (r)",
                "Correlation of the profiles (r)",
            ),
            Self::Mentions => ("Nennungen", "Mentions"),
            Self::Average => ("Durchschnitt der Mittelwerte", "Average of the means"),
            Self::PerUnit => ("Je Einheit", "Per unit"),
            Self::Units => ("Einheiten", "Units"),
            Self::Outcome => ("Ergebnis des Kontakts", "Outcome of the contact"),
            Self::AdjustedResidual => (
                "Korrigierte standardisierte Residuen",
                "Adjusted standardised residuals",
            ),
            Self::AllGroups => ("Alle", "All"),
            Self::Contents => ("Inhalt", "Contents"),
            Self::Notes => ("Hinweise", "Notes"),
            Self::TableWord => ("Tabelle", "Table"),
            Self::NotComputed => (
                "Diese Auswertung konnte nicht berechnet werden.",
                "This analysis could not be run.",
            ),
            Self::MadeWith => (
                "Erstellt mit Befund. Alle Zahlen wurden auf dem Gerät berechnet, auf dem die Daten liegen.",
                "Made with Befund. Every figure was computed on the machine that holds the data.",
            ),
            Self::Findings => ("Befunde", "Findings"),
        };
        match language {
            Language::De => de,
            Language::En => en,
        }
    }
}

/// Words in quotation marks of the language: labels are data and stand apart from our sentences.
///
/// Quotation marks within them become single ones, as the languages want it.
pub fn quoted(words: &str, language: Language) -> String {
    let inner = |character: char| match (character, language) {
        ('„', Language::De) => '‚',
        ('“' | '”', Language::De) => '‘',
        ('“' | '„', Language::En) => '‘',
        ('”', Language::En) => '’',
        ('"', _) => '\'',
        (other, _) => other,
    };
    let words: String = words.trim().chars().map(inner).collect();
    match language {
        Language::De => format!("„{words}“"),
        Language::En => format!("“{words}”"),
    }
}

/// "A, B und C".
pub fn list(parts: &[String], language: Language) -> String {
    let and = match language {
        Language::De => "und",
        Language::En => "and",
    };
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first, second] => format!("{first} {and} {second}"),
        [most @ .., last] => {
            let comma = match language {
                Language::De => "",
                Language::En => ",",
            };
            format!("{}{comma} {and} {last}", most.join(", "))
        }
    }
}

/// Small numbers as words, as running text has them.
pub fn number_word(number: usize, language: Language) -> String {
    const DE: [&str; 13] = [
        "null", "einen", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn",
        "elf", "zwölf",
    ];
    const EN: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    let words = match language {
        Language::De => DE,
        Language::En => EN,
    };
    words
        .get(number)
        .map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_naturally() {
        let parts = ["A", "B", "C"].map(str::to_owned);
        assert_eq!(list(&parts, Language::De), "A, B und C");
        assert_eq!(list(&parts, Language::En), "A, B, and C");
        assert_eq!(list(&parts[..2], Language::De), "A und B");
        assert_eq!(list(&[], Language::De), "");
    }

    #[test]
    fn labels_stand_in_the_marks_of_the_language() {
        assert_eq!(quoted("oft", Language::De), "„oft“");
        assert_eq!(quoted(" often ", Language::En), "“often”");
        assert_eq!(quoted("das „Wir“", Language::De), "„das ‚Wir‘“");
    }
}
