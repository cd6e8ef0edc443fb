//! A finding in a sentence or two.

use befund_survey::Language;
use befund_survey::finding::Finding;

/// One or two plain sentences fit to publish.
pub fn sentence(finding: &Finding, language: Language) -> Option<String> {
    let _ = (finding, language);
    None
}
