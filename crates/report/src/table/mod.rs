//! Findings as tables.

use befund_survey::Language;
use befund_survey::finding::Finding;

/// A table before it is written as HTML, text or CSV.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Its heading.
    pub caption: String,
}

impl Table {
    /// As an HTML `<table>` with `<caption>` and scopes; numeric cells have the class `number`, total rows `total`.
    pub fn html(&self) -> String {
        String::new()
    }
    /// As aligned text for a terminal.
    pub fn text(&self) -> String {
        String::new()
    }
    /// As CSV in the reader's convention: semicolon and decimal comma in German, comma and point in English.
    pub fn csv(&self, language: Language) -> String {
        let _ = language;
        String::new()
    }
}

/// The table of a finding.
pub fn table(finding: &Finding, language: Language) -> Table {
    let _ = (finding, language);
    Table::default()
}
