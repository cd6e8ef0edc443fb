//! What a dataset says of itself, where an analysis does not say otherwise: frequency, weight, sampling design.

use super::frame::Frame;
use super::run::find;
use super::{Analysis, AnalysisSpec, Design, Population};
use crate::Error;
use crate::codebook::{Codebook, Origin, RoleKind};
use crate::dataset::Dataset;

/// The word by which an analysis declines the weight of its dataset.
pub(super) const NO_WEIGHT: &str = "none";

/// The analysis with what the dataset says, where it does not say it itself; nothing where that changes nothing.
///
/// A role counts where the study or the file states it, not where it was guessed. `weight: "none"` (or null) declines the weight, an
/// empty `design` the design.
pub(super) fn completed(
    spec: &AnalysisSpec,
    datasets: &[Dataset],
) -> Result<Option<AnalysisSpec>, Error> {
    let data = find(datasets, &spec.data)?;
    let mut complete = spec.clone();
    if spec.frequency.is_none() && spec.weight != data.frequency {
        complete.frequency.clone_from(&data.frequency);
    }
    if declines(spec, data) {
        complete.weight = None;
    } else if spec.weight.is_none() && takes_weight(&spec.analysis) {
        let weight = stated(&data.codebook, RoleKind::Weight);
        // what says how often a row counts does not weigh it as well
        complete.weight = weight.filter(|weight| complete.frequency.as_ref() != Some(weight));
    }
    if spec.design.is_none() && takes_design(&spec.analysis) {
        complete.design = design(&data.codebook);
    }
    // without strata the frame says nothing but how large the population is
    if let Some(design) = &mut complete.design
        && let (None, Some(Population::Variable(name))) = (&design.strata, &design.population)
        && let Some(frame) = Frame::named(name, data, datasets)?
    {
        design.population = Some(Population::Size(frame.total()?));
    }
    Ok((complete != *spec).then_some(complete))
}

/// Whether the analysis asks for no weight.
fn declines(spec: &AnalysisSpec, data: &Dataset) -> bool {
    spec.weight.as_deref() == Some(NO_WEIGHT) && data.variable(NO_WEIGHT).is_none()
}

/// The weight of the dataset that an analysis leaves out because its kind cannot use it.
pub(super) fn unused_weight(spec: &AnalysisSpec, data: &Dataset) -> Option<String> {
    let asked = spec.weight.is_some() || declines(spec, data);
    let is_response = matches!(spec.analysis, Analysis::Response(_));
    if asked || is_response || takes_weight(&spec.analysis) {
        return None;
    }
    stated(&data.codebook, RoleKind::Weight)
}

fn takes_weight(analysis: &Analysis) -> bool {
    matches!(
        analysis,
        Analysis::Frequencies(_)
            | Analysis::Battery(_)
            | Analysis::Crosstab(_)
            | Analysis::Profile(_)
            | Analysis::Multiple(_)
            | Analysis::Descriptives(_)
            | Analysis::Estimate(_)
            | Analysis::Weighting(_)
    )
}

fn takes_design(analysis: &Analysis) -> bool {
    matches!(
        analysis,
        Analysis::Frequencies(_)
            | Analysis::Crosstab(_)
            | Analysis::Descriptives(_)
            | Analysis::Estimate(_)
    )
}

fn design(codebook: &Codebook) -> Option<Design> {
    let design = Design {
        strata: stated(codebook, RoleKind::Strata),
        clusters: stated(codebook, RoleKind::Clusters),
        population: stated(codebook, RoleKind::Population).map(Population::Variable),
        ..Design::default()
    };
    (design != Design::default()).then_some(design)
}

/// The variable of a role that was not guessed.
fn stated(codebook: &Codebook, kind: RoleKind) -> Option<String> {
    let mut roles = codebook.roles.iter();
    let role =
        roles.find(|role| role.kind == kind && !matches!(role.origin, Origin::Guessed(_)))?;
    let is_known = codebook.variable(&role.variable).is_some() || role.is_elsewhere();
    is_known.then(|| role.variable.clone())
}
