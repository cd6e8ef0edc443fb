//! Resampling: how sure one can be of a statistic without a formula for it.
//!
//! | from | start at |
//! |---|---|
//! | a table of counts | [`bootstrap_table`]: multinomial draws, their cost does not depend on the number of rows |
//! | rows | [`bootstrap_rows`]: indices drawn with replacement |
//! | group labels | [`permutation_test`]: exact where there are few arrangements |
//!
//! Every replicate has a random stream of its own, so that a result depends on the seed alone, however the work is divided.

mod bootstrap;
mod permutation;
mod rows;

pub use bootstrap::{Bootstrap, bootstrap_rows, bootstrap_table};
pub use permutation::{PermutationTest, arrangements, permutation_test};
pub use rows::draw_rows;
