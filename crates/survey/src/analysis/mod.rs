//! The analyses: one module each, from specification to finding.

mod battery;
mod clusters;
mod compare_groups;
mod comparison;
mod crosstab;
mod descriptives;
mod frequencies;
mod multiple;
mod paired;
mod profile;
mod ranking;
mod response;
mod rounding;
mod run;
mod samples;
mod spec;
mod suggest;

pub use spec::*;
pub use suggest::{default_report, suggest};

use crate::Error;
use crate::dataset::Dataset;
use crate::finding::Finding;
use run::Run;

/// Runs one analysis on the open datasets.
///
/// # Errors
/// Whatever makes the analysis impossible, see [`Error`]. What merely calls for care is a note of the finding.
pub fn analyse(spec: &AnalysisSpec, datasets: &[Dataset]) -> Result<Finding, Error> {
    let run = Run::new(spec, datasets)?;
    match &spec.analysis {
        Analysis::Response(response) => response::run(response, run),
        Analysis::Frequencies(frequencies) => frequencies::run(frequencies, run),
        Analysis::Battery(battery) => battery::run(battery, run),
        Analysis::Crosstab(crosstab) => crosstab::run(crosstab, run),
        Analysis::Profile(profile) => profile::run(profile, run),
        Analysis::Multiple(multiple) => multiple::run(multiple, run),
        Analysis::Descriptives(descriptives) => descriptives::run(descriptives, run),
        Analysis::Ranking(ranking) => ranking::run(ranking, run),
        Analysis::Clusters(clusters) => clusters::run(clusters, run),
        Analysis::CompareGroups(groups) => compare_groups::run(groups, run),
        Analysis::Paired(paired) => paired::run(paired, run),
        Analysis::Correlation(_)
        | Analysis::Reliability(_)
        | Analysis::Agreement(_)
        | Analysis::Correspondence(_)
        | Analysis::Components(_)
        | Analysis::Scaling(_)
        | Analysis::Permanova(_)
        | Analysis::Regression(_)
        | Analysis::Estimate(_) => Err(Error::Unsupported {
            kind: spec.analysis.kind().to_owned(),
            field: "kind".to_owned(),
        }),
    }
}
