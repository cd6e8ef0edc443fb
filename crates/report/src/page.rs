//! Whole reports: a standalone HTML page and text for a terminal.

use befund_survey::finding::Finding;
use befund_survey::{Language, Text};

/// One part of a report.
#[derive(Debug, Clone, Copy)]
pub enum PageItem<'a> {
    /// A finding.
    Finding(&'a Finding),
    /// An analysis that could not be run.
    Failed {
        /// Its title.
        title: &'a Text,
        /// Why, and what to do.
        message: &'a Text,
    },
}

/// A standalone HTML page: inline style, no script, nothing loaded.
pub fn page(title: &Text, notice: &Text, items: &[PageItem<'_>], language: Language) -> String {
    let _ = (title, notice, items, language);
    String::new()
}

/// The same report as text for a terminal.
pub fn text_report(
    title: &Text,
    notice: &Text,
    items: &[PageItem<'_>],
    language: Language,
) -> String {
    let _ = (title, notice, items, language);
    String::new()
}
