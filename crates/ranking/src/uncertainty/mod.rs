//! How sure a consensus is, and whether groups have different ones.
//!
//! | question | start at |
//! |---|---|
//! | how would the ranks vary with other respondents | [`Bootstrap`] |
//! | does one ballot decide | [`LeaveOneOut`] |
//! | do groups order differently | [`GroupTest`], [`group_consensus`] |
//! | in which items do groups differ | [`item_group_tests`] |
//!
//! [`Bootstrap`], [`LeaveOneOut`] and [`GroupTest`] go on in steps, so that their caller can show progress and stop. Their results depend
//! on the seed alone, not on the steps.

mod bootstrap;
mod group_consensus;
mod groups;
mod item_groups;
mod leave_one_out;
mod linear;
mod profiles;
mod resample;
mod tally;

pub use bootstrap::{Bootstrap, MOST_RANKS};
pub use group_consensus::{GroupConsensus, group_consensus};
pub use groups::{GroupDifference, GroupTest};
pub use item_groups::{ItemByGroup, TopTest, item_group_tests};
pub use leave_one_out::{ItemStability, LeaveOneOut, Stability};
pub use profiles::{BallotDistance, MOST_PROFILE_FIGURES};
pub use resample::Weighting;
pub use tally::{ItemUncertainty, RankUncertainty};
