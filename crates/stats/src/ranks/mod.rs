//! Groups compared by ranks: from answers, or from their table of counts.

mod exact;
mod group_ranks;
mod hodges_lehmann;
mod jonckheere;
mod kruskal_wallis;
mod mann_whitney;
mod stochastic;
#[cfg(test)]
mod tests;

pub(crate) use exact::signed_rank_null;
pub use exact::{ExactP, MOST_STEPS, USUAL_STEPS};
pub use group_ranks::GroupRanks;
pub use hodges_lehmann::{Location, pseudo_median, shift};
pub use jonckheere::{Jonckheere, jonckheere_terpstra};
pub use kruskal_wallis::{Dunn, KruskalWallis, dunn, kruskal_wallis};
pub use mann_whitney::{MannWhitney, mann_whitney, mann_whitney_exact};
pub use stochastic::{Dominance, dominance, dominance_of_table};
