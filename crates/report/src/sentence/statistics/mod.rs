//! Sentences on named figures: one file per family of statistics, dispatched by kind of analysis.

mod association;
mod attrition;
mod change;
mod comparison;
mod multivariate;
mod regression;
mod sampling;

use befund_survey::finding::Statistics;

use super::Writer;

impl Writer<'_> {
    /// The sentence of a statistical analysis; nothing where its main figure is undefined.
    pub(super) fn statistics(&self, kind: &str, statistics: &Statistics) -> Option<String> {
        match kind {
            "agreement" => self.agreement(statistics),
            "correlation" => self.correlation(statistics),
            "reliability" => self.reliability(statistics),
            "compare_groups" => self.compare_groups(statistics),
            "paired" => self.paired(statistics),
            "correspondence" => self.correspondence(statistics),
            "components" => self.components(statistics),
            "scaling" => self.scaling(statistics),
            "permanova" => self.permanova(statistics),
            "change" => self.change(statistics),
            "attrition" => self.attrition(statistics),
            "regression" => self.regression(statistics),
            "estimate" => self.estimate(statistics),
            "weighting" => self.weighting(statistics),
            _ => None,
        }
    }
}
