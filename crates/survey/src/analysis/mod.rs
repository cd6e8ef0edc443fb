//! The analyses: one module each, from specification to finding. [`analyse`] runs one to its end, [`begin`] step by step.

mod agreement;
mod attrition;
mod battery;
mod change;
mod clusters;
mod coders;
mod compare_groups;
mod comparison;
mod components;
mod correlation;
mod correspondence;
mod crosstab;
mod defaults;
mod descriptives;
mod estimate;
mod frame;
mod frequencies;
mod multiple;
mod neighbours;
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
mod task;
mod under_design;
mod weighting;

pub(crate) use multiple::SeveralAnswers;
pub(crate) use weighting::{RakedVariable, raked};

pub(crate) use neighbours::neighbours;
pub use spec::*;
pub(crate) use suggest::MAX_BARS;
pub use suggest::suggest;
pub use task::{Progress, Stage, Task, analyse, begin};
