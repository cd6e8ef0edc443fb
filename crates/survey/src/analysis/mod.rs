//! The analyses: one module each, from specification to finding.

mod spec;

pub use spec::*;
