//! What is shown: marks, channels, alternative text.

use befund_survey::Language;
use befund_survey::finding::Finding;

/// What a chart shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Name of the picture.
    pub title: String,
    /// Alternative text with the main numbers.
    pub description: String,
}

/// The chart of a finding; nothing where it shows none.
pub fn chart(finding: &Finding, language: Language) -> Option<Chart> {
    let _ = (finding, language);
    None
}
