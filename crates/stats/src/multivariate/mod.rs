//! Several variables at once: principal components, correspondence analysis, scaling, distances and their tests.
//!
//! | question | start at |
//! |---|---|
//! | which few dimensions carry most of the variance | [`principal_components`] |
//! | how do rows and columns of a table lie to each other | [`correspondence_analysis`], [`multiple_correspondence`] |
//! | which points have these distances | [`classical_scaling`] |
//! | how far apart are two profiles | [`Distances`] |
//! | do groups differ in all variables together | [`permanova`] |

mod components;
mod correspondence;
mod distance;
mod eigen;
mod exponent;
mod multiple_correspondence;
mod permanova;
mod scaling;

pub(crate) use exponent::{exponent, scaled};

pub use components::{Bartlett, Kmo, PrincipalComponents, Scaled, principal_components};
pub use correspondence::{CorrespondenceAnalysis, Points, correspondence_analysis};
pub use distance::{Distances, Metric};
pub use multiple_correspondence::{MultipleCorrespondence, multiple_correspondence};
pub use permanova::{Permanova, permanova};
pub use scaling::{ClassicalScaling, classical_scaling, euclidean_scaling};
