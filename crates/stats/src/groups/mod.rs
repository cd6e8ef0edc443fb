//! Numbers compared between groups: means and spreads.

mod anova;
mod effect;
mod pairwise_t;
mod sample;
#[cfg(test)]
mod tests;
mod two_sample;
mod variances;

pub use anova::{Anova, AnovaOfMeans, anova, brown_forsythe_means, welch_anova};
pub use effect::{StandardizedDifference, small_sample_correction, standardized_difference};
pub use pairwise_t::{Pair, pairs, pairwise_t};
pub use sample::{Groups, Sample};
pub(crate) use sample::{Scale, Spread};
pub use two_sample::{TTest, VarianceRatio, Variances, two_sample_t, variance_ratio};
pub use variances::{Bartlett, bartlett, brown_forsythe, levene};
