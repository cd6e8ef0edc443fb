//! How sure a consensus is.
//!
//! | question | start at |
//! |---|---|
//! | how would the ranks vary with other respondents | [`Bootstrap`] |
//! | does one ballot decide | [`LeaveOneOut`] |

mod bootstrap;
mod leave_one_out;
mod linear;
mod resample;
mod tally;

pub use bootstrap::{Bootstrap, MOST_RANKS};
pub use leave_one_out::{ItemStability, LeaveOneOut, Stability};
pub use resample::Weighting;
pub use tally::{ItemUncertainty, RankUncertainty};
