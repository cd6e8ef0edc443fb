//! The analyses: one module each, from specification to finding.

mod agreement;
mod battery;
mod clusters;
mod compare_groups;
mod comparison;
mod components;
mod correlation;
mod correspondence;
mod crosstab;
mod descriptives;
mod estimate;
mod frequencies;
mod multiple;
mod paired;
mod permanova;
mod points;
mod profile;
mod ranking;
mod rao_scott;
mod regression;
mod reliability;
mod response;
mod rounding;
mod run;
mod samples;
mod sampling;
mod scaling;
mod spec;
mod suggest;
mod under_design;
mod weighting;

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
    sampling::takes_design(spec)?;
    let run = Run::new(spec, datasets)?;
    // Each kind stays a function of its own (`#[inline(never)]`): in one function with hundreds of variables every access to
    // one takes more room, and making wasm small takes minutes.
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
        Analysis::Correspondence(correspondence) => correspondence::run(correspondence, run),
        Analysis::Components(components) => components::run(components, run),
        Analysis::Scaling(scaling) => scaling::run(scaling, run),
        Analysis::Permanova(permanova) => permanova::run(permanova, run),
        Analysis::Estimate(estimate) => estimate::run(estimate, run),
        Analysis::Regression(regression) => regression::run(regression, run),
        Analysis::Weighting(weighting) => weighting::run(weighting, run),
        Analysis::Correlation(correlation) => correlation::run(correlation, run),
        Analysis::Reliability(reliability) => reliability::run(reliability, run),
        Analysis::Agreement(agreement) => agreement::run(agreement, run),
        Analysis::CompareGroups(groups) => compare_groups::run(groups, run),
        Analysis::Paired(paired) => paired::run(paired, run),
    }
}
