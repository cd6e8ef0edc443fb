//! Titles, base lines, notes and names in the reader's language.

use befund_survey::Language;
use befund_survey::codebook::{Level, Reason};
use befund_survey::finding::{Finding, Note};

/// The title of a finding, made from the labels of its variables where the study gives none.
pub fn title(finding: &Finding, language: Language) -> String {
    finding.title.get(language).to_owned()
}

/// Who was counted and who was left out.
pub fn base_line(finding: &Finding, language: Language) -> String {
    let _ = (finding, language);
    String::new()
}

/// A caveat in words.
pub fn note(note: &Note, language: Language) -> String {
    let _ = (note, language);
    String::new()
}

/// The name of a level of measurement.
pub fn level_name(level: Level, language: Language) -> &'static str {
    let _ = (level, language);
    ""
}

/// Why a level was guessed.
pub fn reason(reason: &Reason, language: Language) -> String {
    let _ = (reason, language);
    String::new()
}

/// The name of a kind of analysis ([`befund_survey::analysis::Analysis::kind`]); the word itself where it is unknown.
pub fn kind_name(kind: &str, language: Language) -> String {
    let _ = language;
    kind.to_owned()
}
