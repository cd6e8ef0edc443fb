//! Groups of similar objects.
//!
//! | question | start at |
//! |---|---|
//! | which objects merge first | [`hierarchical`], [`Dendrogram::cut`], [`Dendrogram::cophenetic_correlation`] |
//! | which k groups have the smallest spread | [`k_means`], [`k_medoids`] |
//! | does each object sit well | [`silhouettes`] |
//! | how many clusters | [`gap_statistic`] |
//! | would another sample give the same clusters | [`stability`] |
//!
//! Labels count from 0 in the order in which clusters first appear among the objects.

mod gap;
mod hierarchical;
mod means;
mod medoids;
mod optimum;
mod silhouette;
mod stability;

pub use gap::{Gap, GapStatistic, Partitions, gap_statistic};
pub use hierarchical::{Dendrogram, Linkage, Merge, hierarchical};
pub use means::{KMeans, k_means};
pub use medoids::{KMedoids, k_medoids};
pub use silhouette::{Silhouettes, silhouettes};
pub use stability::{Resampled, Stability, stability};

/// Numbers the clusters anew, in the order in which they first appear.
fn in_order_of_appearance(labels: &[usize]) -> Vec<usize> {
    let mut names = vec![usize::MAX; labels.iter().max().map_or(0, |most| most + 1)];
    let mut next = 0;
    labels
        .iter()
        .map(|label| {
            if names[*label] == usize::MAX {
                names[*label] = next;
                next += 1;
            }
            names[*label]
        })
        .collect()
}
