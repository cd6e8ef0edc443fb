//! Sentences on named figures: one file per family of statistics, dispatched by kind of analysis.

mod association;

use befund_survey::finding::Statistics;

use super::Writer;

impl Writer<'_> {
    /// The sentence of a statistical analysis; nothing where its main figure is undefined.
    pub(super) fn statistics(&self, kind: &str, statistics: &Statistics) -> Option<String> {
        match kind {
            "agreement" => self.agreement(statistics),
            "correlation" => self.correlation(statistics),
            "reliability" => self.reliability(statistics),
            _ => None,
        }
    }
}
