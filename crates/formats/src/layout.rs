//! How a codebook stands on the sheets of a workbook: for people to read, and for us to read back.
//!
//! The sheet of the codebook has a row per variable, and below it a row per labelled or missing value. A second sheet has what
//! belongs to several variables or to the dataset.

use befund_survey::codebook::{Level, Origin, RoleKind, SetKind, Temporal};
use befund_survey::{Language, Text};

/// Names of sheets and columns in one language.
pub(crate) struct Words {
    pub(crate) language: Language,
    /// The sheet of the answers.
    pub(crate) data: &'static str,
    pub(crate) codebook: &'static str,
    pub(crate) sets: &'static str,
    /// Columns of the codebook, in the order of [`Field`].
    pub(crate) fields: [&'static str; 12],
    /// Columns of the sheet of sets, in the order of [`SetField`].
    pub(crate) set_fields: [&'static str; 7],
    /// What marks a value that counts as missing.
    pub(crate) missing: &'static str,
}

/// Columns of the codebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Field {
    Variable,
    Label,
    /// The label in the other language.
    Other,
    Level,
    /// What is stored: numbers, texts, dates.
    Storage,
    Decimals,
    Value,
    /// The end of a range that begins with the value.
    To,
    ValueLabel,
    OtherValueLabel,
    Missing,
    /// Who says so: the file, a guess, or a reader who overruled it.
    Origin,
}

/// Columns of the sheet of sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum SetField {
    Kind,
    Name,
    Label,
    Other,
    Counted,
    Variable,
    Origin,
}

pub(crate) const GERMAN: Words = Words {
    language: Language::De,
    data: "Daten",
    codebook: "Codebuch",
    sets: "Gruppen",
    fields: [
        "Variable",
        "Beschriftung",
        "Beschriftung (englisch)",
        "Messniveau",
        "Gespeichert als",
        "Nachkommastellen",
        "Wert",
        "bis",
        "Wertelabel",
        "Wertelabel (englisch)",
        "Fehlend",
        "Herkunft",
    ],
    set_fields: [
        "Art",
        "Name",
        "Beschriftung",
        "Beschriftung (englisch)",
        "Gezählter Wert",
        "Variable",
        "Herkunft",
    ],
    missing: "fehlend",
};

pub(crate) const ENGLISH: Words = Words {
    language: Language::En,
    data: "data",
    codebook: "codebook",
    sets: "groups",
    fields: [
        "variable",
        "label",
        "label (German)",
        "level",
        "stored as",
        "decimals",
        "value",
        "to",
        "value label",
        "value label (German)",
        "missing",
        "origin",
    ],
    set_fields: [
        "kind",
        "name",
        "label",
        "label (German)",
        "counted value",
        "variable",
        "origin",
    ],
    missing: "missing",
};

impl Words {
    pub(crate) fn of(language: Language) -> &'static Self {
        match language {
            Language::De => &GERMAN,
            Language::En => &ENGLISH,
        }
    }

    /// A text as its two cells have it.
    pub(crate) fn split<'t>(&self, text: &'t Text) -> Cells<'t> {
        match (text, self.language) {
            (Text::Plain(text), _) => Cells { text, other: "" },
            (Text::Both { de, en }, Language::De) => Cells {
                text: de,
                other: en,
            },
            (Text::Both { de, en }, Language::En) => Cells {
                text: en,
                other: de,
            },
        }
    }

    /// The text that two cells have.
    pub(crate) fn join(&self, text: &str, other: &str) -> Text {
        match (other.is_empty(), self.language) {
            (true, _) => Text::Plain(text.to_owned()),
            (false, Language::De) => Text::both(text, other),
            (false, Language::En) => Text::both(other, text),
        }
    }
}

/// A text in the language of the sheet, and in the other one where it has both.
pub(crate) struct Cells<'t> {
    pub(crate) text: &'t str,
    pub(crate) other: &'t str,
}

/// What is stored in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Storage {
    Numbers,
    Texts,
    Moments(Temporal),
}

/// Words for the values of an enum; the same in both languages, as the study document has them.
macro_rules! words {
    ($name:ident, $read:ident, $type:ty, $($value:pat => $built:expr => $word:literal),+ $(,)?) => {
        pub(crate) fn $name(value: $type) -> &'static str {
            match value { $($value => $word),+ }
        }

        pub(crate) fn $read(word: &str) -> Option<$type> {
            match word { $($word => Some($built),)+ _ => None }
        }
    };
}

words!(level, read_level, Level,
    Level::Nominal => Level::Nominal => "nominal",
    Level::Ordinal => Level::Ordinal => "ordinal",
    Level::Scale => Level::Scale => "scale",
    Level::Date => Level::Date => "date",
    Level::Text => Level::Text => "text",
    Level::Identifier => Level::Identifier => "identifier",
);
words!(storage, read_storage, Storage,
    Storage::Numbers => Storage::Numbers => "numbers",
    Storage::Texts => Storage::Texts => "texts",
    Storage::Moments(Temporal::Date) => Storage::Moments(Temporal::Date) => "date",
    Storage::Moments(Temporal::DateTime) => Storage::Moments(Temporal::DateTime) => "date_time",
    Storage::Moments(Temporal::Time) => Storage::Moments(Temporal::Time) => "time",
);
words!(role, read_role, RoleKind,
    RoleKind::Weight => RoleKind::Weight => "weight",
    RoleKind::Frequency => RoleKind::Frequency => "frequency",
    RoleKind::Strata => RoleKind::Strata => "strata",
    RoleKind::Clusters => RoleKind::Clusters => "clusters",
    RoleKind::Population => RoleKind::Population => "population",
    RoleKind::Case => RoleKind::Case => "case",
    RoleKind::Group => RoleKind::Group => "group",
    RoleKind::Wave => RoleKind::Wave => "wave",
);

const SEPARATED: &str = "separated by ";

/// The word for a kind of set.
pub(crate) fn set(kind: SetKind) -> String {
    match kind {
        SetKind::Battery => "battery".to_owned(),
        SetKind::Multiple => "multiple".to_owned(),
        SetKind::Categories => "categories".to_owned(),
        SetKind::Ranking => "ranking".to_owned(),
        SetKind::Separated { separator } => format!("{SEPARATED}{separator}"),
    }
}

/// The kind of set that a word stands for.
pub(crate) fn read_set(word: &str) -> Option<SetKind> {
    match word {
        "battery" => Some(SetKind::Battery),
        "multiple" => Some(SetKind::Multiple),
        "categories" => Some(SetKind::Categories),
        "ranking" => Some(SetKind::Ranking),
        other => {
            let separator = other.strip_prefix(SEPARATED)?.chars().next()?;
            Some(SetKind::Separated { separator })
        }
    }
}

/// The word for where a statement comes from.
pub(crate) fn origin(origin: &Origin) -> &'static str {
    match origin {
        Origin::Given => GIVEN,
        Origin::Guessed(_) => GUESSED,
        Origin::Overruled => OVERRULED,
    }
}

pub(crate) const GIVEN: &str = "given";
pub(crate) const GUESSED: &str = "guessed";
pub(crate) const OVERRULED: &str = "overruled";

/// Rows of the sheet of sets that are about the dataset.
pub(crate) const TITLE: &str = "title";
pub(crate) const UNIT: &str = "unit";
/// The variable that says how many cases a row stands for.
pub(crate) const COUNTS: &str = "counts";
