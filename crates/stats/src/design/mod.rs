//! Inference from complex samples: strata, clusters, unequal weights, finite populations, calibration.
//!
//! A [`SurveyDesign`] says how the rows came into the sample. Everything that is estimated from it is a smooth function
//! of weighted totals; its variance is that of the total of the linearised values (Taylor linearisation). Rows outside a
//! subpopulation stay in the design and count as zero, so that the size of the subpopulation is itself random.
//!
//! | question | start at |
//! |---|---|
//! | mean, total, ratio, share, difference | [`SurveyDesign::mean`], [`SurveyDesign::total`], [`SurveyDesign::ratio`], [`SurveyDesign::means`] |
//! | median and other quantiles | [`SurveyDesign::quantile`] |
//! | interval of a share | [`proportion_interval`] |
//! | do two answers hang together | [`SurveyDesign::rao_scott`] |
//! | weights that reproduce known margins | [`rake`], [`SurveyDesign::calibrated`] |
//! | variance by replication | [`SurveyDesign::replicate`] |
//!
//! Särndal, Swensson and Wretman (1992), *Model Assisted Survey Sampling*; Lohr (2010), *Sampling: Design and Analysis*;
//! Lumley (2010), *Complex Surveys*. R: package `survey`.

mod calibration;
mod estimate;
mod matrix;
mod means;
mod proportion;
mod quantile;
mod raking;
mod rao_scott;
mod replicates;
mod sample;
mod variance;

pub use estimate::Estimate;
pub use means::{Comparison, Means, WaldTest};
pub use proportion::{ProportionMethod, proportion_interval};
pub use quantile::Quantile;
pub use raking::{Margin, RakedCategory, RakedWeights, Raking, kish_design_effect, rake};
pub use rao_scott::{CellWeights, RaoScott, rao_scott_of_weights};
pub use replicates::{ReplicateEstimate, Replication};
pub use sample::{LonelyPsu, Population, Sample, SurveyDesign};

#[cfg(test)]
mod tests;
