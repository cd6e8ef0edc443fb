//! What can be wrong with a request, with the data that explains it and the remedy.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::codebook::DateOrder;
use crate::expression::Fault;
use crate::{Language, Text, Value};

/// Why an analysis or a study cannot be used. [`Display`](std::fmt::Display) is English, [`Error::text`] has both languages.
#[derive(Debug, Clone, PartialEq, Error, Serialize, Deserialize)]
pub enum Error {
    /// Something in a code frame of open answers, or in what was coded by it.
    #[error("{}{fault}", of_code(.code))]
    Coding {
        /// The code; empty where the fault is of no single one.
        code: String,
        /// What is wrong.
        fault: crate::coding::CodeFault,
    },
    /// No variable names the case.
    #[error(
        "`{data}` has no key: name the variables that say which case a row is, such as \"key\": [\"city\", \"office\"]"
    )]
    NoKey {
        /// The dataset.
        data: String,
    },
    /// Two rows have the same key where each case has one row.
    #[error(
        "`{data}`: rows {first} and {second} are the same case (`{key}`): correct the key, name more variables, or collapse the records first"
    )]
    RepeatedKey {
        /// The dataset.
        data: String,
        /// The key.
        key: String,
        /// Row of data, from 1.
        first: u64,
        /// Row of data, from 1.
        second: u64,
    },
    /// The text is no study or analysis.
    #[error("line {line}, column {column}: {message}")]
    Study {
        /// Line of the text, from 1.
        line: usize,
        /// Column of the text, from 1.
        column: usize,
        /// What the parser says.
        message: String,
    },
    /// A part of a study or of an analysis is not what belongs there.
    #[error("{}", misread_text(.path, .message.get(Language::En)))]
    StudyField {
        /// Where, such as `analyses[3].rows`; empty for the whole.
        path: String,
        /// What is wrong with it.
        message: Text,
    },
    /// A filter or a formula is not understood, or does not fit the variables.
    #[error(
        "column {column} of `{text}`: {}",
        .fault.text().get(Language::En)
    )]
    Expression {
        /// The whole expression.
        text: String,
        /// The first character it is about, from 1.
        column: usize,
        /// How many characters.
        length: usize,
        /// What is wrong with them.
        fault: Fault,
    },
    /// Beside a variable stands what is no value of it.
    #[error("{}", .fault.text().get(Language::En))]
    Value {
        /// What is wrong.
        fault: Fault,
    },
    /// An analysis names a coding of open answers that is not there.
    #[error(
        "there is no coding `{coding}`: {}",
        .nearest.as_ref().map_or_else(
            || "add it to the study under `derived`, with the kind `coding`".to_owned(),
            |nearest| format!("did you mean `{nearest}`?"),
        )
    )]
    UnknownCoding {
        /// Its name.
        coding: String,
        /// The coding that may be meant.
        nearest: Option<String>,
    },
    /// A derived variable cannot be made.
    #[error("the derived variable `{name}`: {error}")]
    Derived {
        /// Its name.
        name: String,
        /// Why.
        error: Box<Error>,
    },
    /// Derived variables need one another.
    #[error("it needs itself, by way of {}: make one of them from other variables", list(.names))]
    Cycle {
        /// Their names, each needing the next.
        names: Vec<String>,
    },
    /// A derived variable needs one that could not be made.
    #[error("it needs `{variable}`, which could not be made")]
    Unmade {
        /// The other variable.
        variable: String,
    },
    /// Raking found no weights that meet the margins.
    #[error(
        "no weights meet all margins (largest deviation {deviation}): join small categories, widen `bounds`, or check that the margins fit together"
    )]
    NotRaked {
        /// Largest relative deviation from a target.
        deviation: f64,
    },
    /// A variable that should hold numbers holds a text.
    #[error(
        "`{variable}` should hold numbers, and here is `{value}`: declare the value missing, or read the file with another decimal mark"
    )]
    NotNumbers {
        /// The variable.
        variable: String,
        /// The text.
        value: String,
    },
    /// A variable that should hold days in some order holds another text.
    #[error(
        "`{variable}` should hold days as {}, and here is `{value}`: state another order under `dates`, or declare the value missing",
        order_words(*.order, Language::En)
    )]
    NotDates {
        /// The variable.
        variable: String,
        /// The text.
        value: String,
        /// The order of year, month and day.
        order: DateOrder,
    },
    /// There is already a variable of that name.
    #[error("there is already a variable `{variable}`: give it another name")]
    NameTaken {
        /// The name.
        variable: String,
    },
    /// A field of a derived variable has a value it cannot have.
    #[error("{}", .reason.get(Language::En))]
    Derivation {
        /// What is wrong and what to do.
        reason: Text,
    },
    /// The study is of another version.
    #[error(
        "the study is of format version {found}, this program reads version 1: open it with a newer Befund"
    )]
    StudyVersion {
        /// The version of the study.
        found: u32,
    },
    /// A variable names a scale that is not there.
    #[error(
        "variable `{variable}` names the scale `{scale}`, which the study does not define: add it under `scales`"
    )]
    UnknownScale {
        /// The variable.
        variable: String,
        /// The missing scale.
        scale: String,
    },
    /// An analysis names a dataset that is not open.
    #[error("there is no dataset `{data}`; open are: {}", list(.known))]
    UnknownDataset {
        /// The name.
        data: String,
        /// The datasets there are.
        known: Vec<String>,
    },
    /// An analysis names a dataset that could not be made of others.
    #[error("the dataset `{data}` could not be made: {reason}")]
    NotMade {
        /// The dataset.
        data: String,
        /// What was in the way.
        reason: Box<Error>,
    },
    /// An analysis names a dataset whose file is not open yet.
    #[error("the file `{file}` of the dataset `{data}` is not open yet: open it")]
    Awaited {
        /// The dataset.
        data: String,
        /// Its file.
        file: String,
    },
    /// An analysis names a variable that is not there.
    #[error("there is no variable `{variable}` in `{data}`{}", suggestion(.nearest))]
    UnknownVariable {
        /// The dataset.
        data: String,
        /// The name.
        variable: String,
        /// A variable with a similar name.
        nearest: Option<String>,
    },
    /// A filter or an order names a value that never occurs and has no label.
    #[error("variable `{variable}` has no value `{value}`; it has: {}", list(.known))]
    UnknownValue {
        /// The variable.
        variable: String,
        /// The value.
        value: Value,
        /// The first values there are.
        known: Vec<Value>,
    },
    /// A filter asks for a value that counts as missing.
    #[error(
        "`{value}` counts as missing in variable `{variable}`: remove it from its missing values to use it"
    )]
    MissingValue {
        /// The variable.
        variable: String,
        /// The value.
        value: Value,
    },
    /// Something is grouped under a heading that is not among the items.
    #[error(
        "`{variable}` is not among the items of the analysis: add it to `items`, or take it out of `item_groups`"
    )]
    NotAnItem {
        /// The variable.
        variable: String,
    },
    /// A variable is named twice where it would count twice.
    #[error("variable `{variable}` is named twice: name it once")]
    NamedTwice {
        /// The variable.
        variable: String,
    },
    /// The analysis takes no weight.
    #[error("the analysis `{kind}` counts contacts and takes no weight: leave out `weight`")]
    NoWeight {
        /// The kind of analysis.
        kind: String,
    },
    /// A rank is no whole number from 1 on.
    #[error(
        "variable `{variable}` holds `{value}` in data row {row}, which is no rank: ranks are 1, 2, 3, ...; recode it or declare it missing"
    )]
    InvalidRank {
        /// The variable.
        variable: String,
        /// The row of the data, from 1.
        row: u64,
        /// The value.
        value: Value,
    },
    /// A row names an object at two ranks.
    #[error(
        "data row {row} names `{item}` in `{first}` and again in `{second}`: keep one of the two, or filter the row out"
    )]
    RankedTwice {
        /// The row of the data, from 1.
        row: u64,
        /// The object.
        item: Value,
        /// The variable of the better rank.
        first: String,
        /// The variable of the other.
        second: String,
    },
    /// An analysis takes one field or another, and has both or neither.
    #[error(
        "the analysis `{kind}` takes either `{first}` or `{second}`: name variables in one of them"
    )]
    EitherOr {
        /// The kind of analysis.
        kind: String,
        /// One field.
        first: String,
        /// The other.
        second: String,
    },
    /// An analysis has two fields that exclude each other.
    #[error("the analysis `{kind}` takes `{first}` or `{second}`, not both: leave one of them out")]
    NotTogether {
        /// The kind of analysis.
        kind: String,
        /// One field.
        first: String,
        /// The other.
        second: String,
    },
    /// A variable with too many different values was used as categories.
    #[error(
        "variable `{variable}` has {categories} different values, more than {limit}: use it as numbers, or group its values first"
    )]
    TooManyCategories {
        /// The variable.
        variable: String,
        /// How many.
        categories: usize,
        /// How many are possible.
        limit: usize,
    },
    /// A variable with texts was used as numbers.
    #[error(
        "variable `{variable}` holds `{value}`, which is no number: count it as categories, or declare the value missing"
    )]
    NotNumeric {
        /// The variable.
        variable: String,
        /// The first text.
        value: Value,
    },
    /// A frequency is no whole number.
    #[error(
        "variable `{variable}` has {value} in data row {row}: a frequency says how many cases a row stands for, 0, 1, 2, ...; use a sampling weight as `weight`"
    )]
    NotACount {
        /// The variable.
        variable: String,
        /// The row of the data, from 1.
        row: u64,
        /// The value.
        value: f64,
    },
    /// Statistics cannot be computed from these answers.
    #[error("{variables}: {reason}", variables = list(.variables))]
    Statistics {
        /// The variables.
        variables: Vec<String>,
        /// Why.
        reason: String,
    },
    /// A row of the sample has no stratum, cluster or size of its population.
    #[error(
        "variable `{variable}` of the design has no answer in data row {row}: every row with a weight needs one"
    )]
    DesignMissing {
        /// The variable.
        variable: String,
        /// The row of the data, from 1.
        row: u64,
    },
    /// The dataset with the population has nobody in a stratum of the sample.
    #[error(
        "`{frame}` has no population for the stratum {stratum} of `{variable}`: add it there, or correct the value"
    )]
    NotInFrame {
        /// The dataset with the population.
        frame: String,
        /// The variable of the strata.
        variable: String,
        /// The stratum.
        stratum: Value,
    },
    /// A stratum with a single sampled unit.
    #[error(
        "the stratum {stratum} of `{variable}` has a single sampled unit, which tells nothing of its spread: join it with another, or choose `lonely` of `design`"
    )]
    LonelyStratum {
        /// The variable of the strata.
        variable: String,
        /// The stratum.
        stratum: Value,
    },
    /// The population of a stratum is smaller than its sample, or differs between its rows.
    #[error(
        "{stratum}: {sampled} sampled units of a population of {population}; it must be the same in all rows of a stratum and not smaller than the sample"
    )]
    StratumPopulation {
        /// The stratum, or the dataset where there are no strata.
        stratum: Value,
        /// Sampled units.
        sampled: f64,
        /// The size, or the part that was drawn.
        population: f64,
    },
    /// A margin has no target for a value, or a target for a value that never occurs.
    #[error(
        "the margin `{variable}` has no target for its value `{value}`, or no case of it: give one target for every value, or join values first"
    )]
    MarginValue {
        /// The variable.
        variable: String,
        /// The value.
        value: String,
    },
    /// A predictor tells nothing that the others do not.
    #[error(
        "the predictor `{variable}` is constant, or the predictors before it determine it: leave it out"
    )]
    Collinear {
        /// The predictor.
        variable: String,
    },
    /// A question to the calculator makes no sense.
    #[error("{reason}")]
    Calculation {
        /// Why.
        reason: String,
    },
    /// An analysis cannot take this field.
    #[error("an analysis of kind `{kind}` does not take `{field}`: leave it out")]
    Unsupported {
        /// The kind.
        kind: String,
        /// The field.
        field: String,
    },
    /// Tests for simple random samples were asked for with sampling weights.
    #[error(
        "an analysis of kind `{kind}` takes no sampling weights, because its tests hold for simple random samples: leave `weight` and `design` out, or compare groups by the kind `estimate`, which knows how the sample was drawn"
    )]
    NeedsEstimate {
        /// The kind.
        kind: String,
    },
    /// No row is left to count.
    #[error("none of the {rows} rows of `{data}` is left: loosen the filter, or check the weight")]
    NoRows {
        /// The dataset.
        data: String,
        /// Its rows.
        rows: u64,
    },
    /// None of the variables has a valid answer.
    #[error("no row has a valid answer to {}: choose other variables, or check which values count as missing", list(.variables))]
    NoAnswers {
        /// The variables.
        variables: Vec<String>,
    },
    /// An analysis needs more variables.
    #[error("the analysis `{kind}` needs at least {needed} in `{field}`")]
    TooFew {
        /// The kind of analysis.
        kind: String,
        /// The field of its specification.
        field: String,
        /// How many.
        needed: usize,
    },
    /// A number of the specification is out of range.
    #[error("`{field}` is {value}: it goes from {least} to {most} here")]
    OutOfRange {
        /// The field.
        field: String,
        /// Its value.
        value: usize,
        /// Smallest.
        least: usize,
        /// Largest.
        most: usize,
    },
    /// Two profiles have too little in common.
    #[error(
        "the profiles of {first} and {second} share fewer than two items with different means: leave one of them out"
    )]
    NoSimilarity {
        /// One group.
        first: Value,
        /// The other group.
        second: Value,
    },
}

impl Error {
    /// The message in both languages.
    pub fn text(&self) -> Text {
        let german = match self {
            Self::NoKey { data } => format!(
                "„{data}“ hat keinen Schlüssel. Bitte die Variablen nennen, die sagen, zu welchem Fall eine Zeile gehört, etwa \"key\": [\"stadt\", \"amt\"]."
            ),
            Self::RepeatedKey {
                data,
                key,
                first,
                second,
            } => format!(
                "„{data}“: Die Zeilen {first} und {second} sind derselbe Fall ({key}). Bitte den Schlüssel berichtigen, weitere Variablen nennen oder die Einträge erst zusammenfassen (collapse)."
            ),
            Self::UnknownCoding { coding, nearest } => match nearest {
                Some(nearest) => {
                    format!("Eine Codierung „{coding}“ gibt es nicht; ist „{nearest}“ gemeint?")
                }
                None => format!(
                    "Eine Codierung „{coding}“ gibt es nicht. Bitte in der Studie unter „derived“ mit der Art „coding“ eintragen."
                ),
            },
            Self::Coding { code, fault } if code.is_empty() => fault.german(),
            Self::Coding { code, fault } => format!("Code „{code}“: {}", fault.german()),
            Self::Study {
                line,
                column,
                message,
            } => format!("Zeile {line}, Spalte {column}: {message}"),
            Self::StudyField { path, message } => misread_text(path, message.get(Language::De)),
            Self::Expression {
                text,
                column,
                fault,
                ..
            } => format!(
                "Zeichen {column} von „{text}“: {}.",
                fault.text().get(Language::De)
            ),
            Self::Value { fault } => format!("{}.", fault.text().get(Language::De)),
            Self::Derived { name, error } => format!(
                "Die abgeleitete Variable „{name}“: {}",
                error.text().get(Language::De)
            ),
            Self::Cycle { names } => format!(
                "Sie braucht sich selbst, auf dem Weg über {}: bitte eine davon aus anderen Variablen ableiten.",
                list(names)
            ),
            Self::Unmade { variable } => {
                format!("Sie braucht „{variable}“, und die ließ sich nicht bilden.")
            }
            Self::NotRaked { deviation } => format!(
                "Keine Gewichte treffen alle Randverteilungen (größte Abweichung {deviation}): kleine Kategorien zusammenlegen, „bounds“ weiter fassen oder prüfen, ob die Randverteilungen zusammenpassen."
            ),
            Self::NotNumbers { variable, value } => format!(
                "„{variable}“ soll Zahlen enthalten, hier steht „{value}“: den Wert als fehlend erklären oder die Datei mit anderem Dezimalzeichen lesen."
            ),
            Self::NotDates {
                variable,
                value,
                order,
            } => format!(
                "„{variable}“ soll Tage in der Reihenfolge {} enthalten, hier steht „{value}“: unter „dates“ eine andere Reihenfolge angeben oder den Wert als fehlend erklären.",
                order_words(*order, Language::De)
            ),
            Self::NameTaken { variable } => format!(
                "Eine Variable „{variable}“ gibt es schon: bitte einen anderen Namen geben."
            ),
            Self::Derivation { reason } => format!("{}.", reason.get(Language::De)),
            Self::StudyVersion { found } => {
                format!(
                    "Die Studie hat die Formatversion {found}, dieses Programm liest Version 1: bitte mit einem neueren Befund öffnen."
                )
            }
            Self::UnknownScale { variable, scale } => {
                format!(
                    "Die Variable „{variable}“ nennt die Skala „{scale}“, die in der Studie fehlt: bitte unter „scales“ ergänzen."
                )
            }
            Self::UnknownDataset { data, known } => {
                format!(
                    "Es gibt keinen Datensatz „{data}“; geöffnet sind: {}.",
                    list(known)
                )
            }
            Self::NotMade { data, reason } => {
                format!(
                    "Der Datensatz „{data}“ ließ sich nicht bilden: {}",
                    reason.text().get(Language::De)
                )
            }
            Self::Awaited { data, file } => format!(
                "Die Datei „{file}“ des Datensatzes „{data}“ ist noch nicht geöffnet: bitte öffnen."
            ),
            Self::UnknownVariable {
                data,
                variable,
                nearest,
            } => {
                let hint = nearest.as_ref().map_or(String::new(), |nearest| {
                    format!(" Gemeint ist vielleicht „{nearest}“.")
                });
                format!("In „{data}“ gibt es keine Variable „{variable}“.{hint}")
            }
            Self::UnknownValue {
                variable,
                value,
                known,
            } => {
                format!(
                    "Die Variable „{variable}“ hat keinen Wert „{value}“; es gibt: {}.",
                    list(known)
                )
            }
            Self::MissingValue { variable, value } => format!(
                "„{value}“ gilt in der Variable „{variable}“ als fehlend: zum Auswerten aus ihren fehlenden Werten nehmen."
            ),
            Self::NotAnItem { variable } => format!(
                "„{variable}“ gehört nicht zu den Merkmalen der Auswertung: unter „items“ ergänzen oder aus „item_groups“ nehmen."
            ),
            Self::NamedTwice { variable } => {
                format!("Die Variable „{variable}“ ist zweimal genannt: bitte nur einmal nennen.")
            }
            Self::NoWeight { kind } => {
                format!(
                    "Die Auswertung „{kind}“ zählt Kontakte und kennt kein Gewicht: bitte „weight“ weglassen."
                )
            }
            Self::InvalidRank {
                variable,
                row,
                value,
            } => format!(
                "Die Variable „{variable}“ enthält in Datenzeile {row} den Wert „{value}“, das ist kein Rang: Ränge sind 1, 2, 3, ...; bitte umkodieren oder als fehlend erklären."
            ),
            Self::RankedTwice {
                row,
                item,
                first,
                second,
            } => format!(
                "Datenzeile {row} nennt „{item}“ in „{first}“ und noch einmal in „{second}“: eine der beiden Angaben streichen oder die Zeile ausfiltern."
            ),
            Self::NotTogether {
                kind,
                first,
                second,
            } => format!(
                "Die Auswertung „{kind}“ nimmt „{first}“ oder „{second}“, aber nicht beides: bitte eines weglassen."
            ),
            Self::EitherOr {
                kind,
                first,
                second,
            } => format!(
                "Die Auswertung „{kind}“ nimmt entweder „{first}“ oder „{second}“: bitte genau eines davon mit Variablen füllen."
            ),
            Self::TooManyCategories {
                variable,
                categories,
                limit,
            } => format!(
                "Die Variable „{variable}“ hat {categories} verschiedene Werte, mehr als {limit}: als Zahl auswerten oder vorher zusammenfassen."
            ),
            Self::NotNumeric { variable, value } => format!(
                "Die Variable „{variable}“ enthält „{value}“, das ist keine Zahl: als Kategorien auszählen oder den Wert als fehlend erklären."
            ),
            Self::NotACount {
                variable,
                row,
                value,
            } => format!(
                "Die Variable „{variable}“ enthält in Datenzeile {row} den Wert {value}: eine Häufigkeit sagt, für wie viele Fälle eine Zeile steht, 0, 1, 2, ...; Stichprobengewichte bitte als „weight“ angeben."
            ),
            Self::Statistics { variables, reason } => format!("{}: {reason}", list(variables)),
            Self::DesignMissing { variable, row } => format!(
                "Die Variable „{variable}“ des Stichprobenplans hat in Datenzeile {row} keinen Wert: jede Zeile mit Gewicht braucht einen."
            ),
            Self::NotInFrame {
                frame,
                variable,
                stratum,
            } => format!(
                "„{frame}“ enthält für die Schicht {stratum} von „{variable}“ keine Grundgesamtheit: dort ergänzen oder den Wert berichtigen."
            ),
            Self::LonelyStratum { variable, stratum } => format!(
                "Die Schicht {stratum} von „{variable}“ hat nur eine gezogene Einheit, aus der keine Streuung folgt: mit einer anderen zusammenlegen oder unter „lonely“ in „design“ wählen, was sie beiträgt."
            ),
            Self::StratumPopulation {
                stratum,
                sampled,
                population,
            } => format!(
                "{stratum}: {sampled} gezogene Einheiten aus einer Grundgesamtheit von {population}; sie muss in allen Zeilen einer Schicht gleich und darf nicht kleiner als die Stichprobe sein."
            ),
            Self::MarginValue { variable, value } => format!(
                "Die Randverteilung von „{variable}“ hat kein Ziel für den Wert „{value}“ oder keinen Fall dazu: für jeden Wert ein Ziel angeben oder Werte vorher zusammenlegen."
            ),
            Self::Collinear { variable } => format!(
                "Die Erklärende „{variable}“ ist konstant oder folgt aus den Erklärenden vor ihr: bitte weglassen."
            ),
            Self::Calculation { reason } => format!("Diese Rechnung geht nicht: {reason}"),
            Self::Unsupported { kind, field } => format!(
                "Eine Auswertung der Art „{kind}“ kennt das Feld „{field}“ nicht: bitte weglassen."
            ),
            Self::NeedsEstimate { kind } => format!(
                "Eine Auswertung der Art „{kind}“ nimmt keine Stichprobengewichte, weil ihre Tests für einfache Zufallsstichproben gelten: „weight“ und „design“ weglassen oder die Gruppen mit der Art „estimate“ vergleichen, die weiß, wie die Stichprobe gezogen wurde."
            ),
            Self::NoRows { data, rows } => format!(
                "Von den {rows} Zeilen in „{data}“ bleibt keine übrig: bitte den Filter lockern oder die Gewichtung prüfen."
            ),
            Self::NoAnswers { variables } => format!(
                "Zu {} gibt es keine gültige Antwort: andere Variablen wählen oder prüfen, welche Werte als fehlend gelten.",
                list(variables)
            ),
            Self::TooFew {
                kind,
                field,
                needed,
            } => {
                format!("Die Auswertung „{kind}“ braucht mindestens {needed} Angaben in „{field}“.")
            }
            Self::OutOfRange {
                field,
                value,
                least,
                most,
            } => {
                format!("„{field}“ ist {value}: möglich ist hier {least} bis {most}.")
            }
            Self::NoSimilarity { first, second } => format!(
                "Die Profile von {first} und {second} haben weniger als zwei gemeinsame Merkmale mit verschiedenen Mittelwerten: bitte eines weglassen."
            ),
        };
        let mut english = self.to_string();
        // a place in a document keeps its letters
        let is_place = matches!(self, Self::StudyField { path, .. } if !path.is_empty());
        if let Some(first) = english.get(..1).filter(|_| !is_place) {
            english = first.to_uppercase() + &english[1..];
        }
        if !english.ends_with(['.', '?']) {
            english.push('.');
        }
        Text::both(german, english)
    }
}

fn misread_text(path: &str, message: &str) -> String {
    if path.is_empty() {
        message.to_owned()
    } else {
        format!("{path}: {message}")
    }
}

/// The name most like the one that was meant, where one is similar enough.
pub(crate) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    known
        .map(|other| {
            (
                strsim::jaro_winkler(&name.to_lowercase(), &other.to_lowercase()),
                other,
            )
        })
        .filter(|(similarity, _)| *similarity > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, other)| other.to_owned())
}

fn order_words(order: DateOrder, language: Language) -> &'static str {
    let (de, en) = match order {
        DateOrder::YearMonthDay => ("Jahr, Monat, Tag", "year, month, day"),
        DateOrder::DayMonthYear => ("Tag, Monat, Jahr", "day, month, year"),
        DateOrder::MonthDayYear => ("Monat, Tag, Jahr", "month, day, year"),
    };
    match language {
        Language::De => de,
        Language::En => en,
    }
}

fn of_code(code: &str) -> String {
    if code.is_empty() {
        String::new()
    } else {
        format!("code `{code}`: ")
    }
}

fn suggestion(nearest: &Option<String>) -> String {
    nearest.as_ref().map_or_else(
        || ": see `befund describe` for the names".to_owned(),
        |nearest| format!("; did you mean `{nearest}`?"),
    )
}

fn list<T: std::fmt::Display>(items: &[T]) -> String {
    items
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}
