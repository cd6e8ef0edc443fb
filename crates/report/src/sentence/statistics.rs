//! Sentences on named figures, one function per kind of analysis.

use befund_survey::finding::Statistics;

use super::Writer;

impl Writer<'_> {
    /// The sentence of a statistical analysis; nothing where its main figure is undefined.
    pub(super) fn statistics(&self, kind: &str, statistics: &Statistics) -> Option<String> {
        let _ = (kind, statistics);
        None
    }
}
