//! Numbers compared between groups: means and spreads.

mod anova;
mod effect;
mod pairwise_t;
mod posthoc;
mod sample;
#[cfg(test)]
mod tests;
mod two_sample;
mod variances;

pub use anova::{Anova, AnovaOfMeans, anova, brown_forsythe_means, welch_anova};
pub(crate) use effect::standardized_interval;
pub use effect::{
    Effect, StandardizedDifference, chi_squared_share, explained_share, glass_delta,
    small_sample_correction, standardized_difference,
};
pub use pairwise_t::{ByPair, Pair, pairs, pairwise_t};
pub use posthoc::{Comparison, games_howell, tukey_hsd};
pub use sample::{Groups, Sample};
pub(crate) use sample::{Scale, Spread};
pub use two_sample::{TTest, VarianceRatio, Variances, two_sample_t, variance_ratio};
pub use variances::{Bartlett, bartlett, brown_forsythe, levene};
