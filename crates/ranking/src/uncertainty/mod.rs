//! How sure a consensus is.
//!
//! | question | start at |
//! |---|---|
//! | how would the ranks vary with other respondents | [`Bootstrap`] |

mod bootstrap;
mod linear;
mod resample;
mod tally;

pub use bootstrap::{Bootstrap, MOST_RANKS};
pub use resample::Weighting;
pub use tally::{ItemUncertainty, RankUncertainty};
