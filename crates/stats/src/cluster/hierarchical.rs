//! Agglomerative clustering.

use kodama::{Method, linkage};

use super::in_order_of_appearance;
use crate::correlation::pearson_correlation;
use crate::multivariate::{Distances, exponent, scaled};
use crate::order::sort_by;

/// How the distance of two clusters follows from those of their members. Heights are those of R's `hclust`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linkage {
    /// The smallest distance of two members. R: `"single"`.
    Single,
    /// The largest distance of two members. R: `"complete"`.
    Complete,
    /// The mean distance of members (UPGMA). Sokal and Michener (1958). R: `"average"`.
    Average,
    /// The mean of the distances of the two parts (WPGMA). R: `"mcquitty"`.
    McQuitty,
    /// The growth of the sum of squares of Euclidean distances, as a distance. Ward (1963), Murtagh and Legendre (2014).
    /// R: `"ward.D2"`.
    Ward,
    /// Ward's recurrence on the distances as they are: Ward's method where they are squared Euclidean. R: `"ward.D"`.
    WardUnsquared,
    /// The distance of centroids where distances are squared Euclidean. R: `"centroid"`.
    Centroid,
    /// The distance of medians where distances are squared Euclidean. Gower (1967). R: `"median"`.
    Median,
}

/// One merge of two clusters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Merge {
    /// First cluster: below n an object, from n on the result of merge `first − n`.
    pub first: usize,
    /// Second cluster.
    pub second: usize,
    /// The distance at which they merge.
    pub height: f64,
    /// How many objects the result has.
    pub size: usize,
}

/// The merges of n objects into one cluster.
#[derive(Debug, Clone, PartialEq)]
pub struct Dendrogram {
    n: usize,
    /// n − 1 merges in the order in which they happen.
    pub merges: Vec<Merge>,
}

/// Agglomerative clustering by `kodama` (Müllner 2011), O(n²); O(n³) at worst for centroid and median.
///
/// Heights of centroid and median linkage may fall. R: `hclust(d, method)`.
pub fn hierarchical(distances: &Distances, method: Linkage) -> Dendrogram {
    let n = distances.n();
    if n < 2 {
        return Dendrogram {
            n,
            merges: Vec::new(),
        };
    }
    // kodama squares the distances of these three before its recurrence and takes the root of the heights
    let squares = matches!(
        method,
        Linkage::WardUnsquared | Linkage::Centroid | Linkage::Median
    );
    let e = exponent(distances.condensed().iter().copied());
    let near = distances
        .condensed()
        .iter()
        .map(|distance| scaled(*distance, -e));
    let mut condensed: Vec<f64> = near.collect();
    if squares {
        condensed
            .iter_mut()
            .for_each(|distance| *distance = distance.sqrt());
    }
    let method = match method {
        Linkage::Single => Method::Single,
        Linkage::Complete => Method::Complete,
        Linkage::Average => Method::Average,
        Linkage::McQuitty => Method::Weighted,
        Linkage::Ward | Linkage::WardUnsquared => Method::Ward,
        Linkage::Centroid => Method::Centroid,
        Linkage::Median => Method::Median,
    };
    let merges = linkage(&mut condensed, n, method)
        .steps()
        .iter()
        .map(|step| Merge {
            first: step.cluster1,
            second: step.cluster2,
            height: if squares {
                scaled(step.dissimilarity * step.dissimilarity, e)
            } else {
                scaled(step.dissimilarity, e)
            },
            size: step.size,
        })
        .collect();
    Dendrogram { n, merges }
}

impl Dendrogram {
    /// Undoes the last merges until `clusters` are left: the cluster of each object. R: `cutree(tree, k)`.
    ///
    /// One cluster for 0, every object by itself for more than n.
    pub fn cut(&self, clusters: usize) -> Vec<usize> {
        let merged = self
            .merges
            .len()
            .min(self.n.saturating_sub(clusters.max(1)));
        let mut cluster: Vec<usize> = (0..self.n + merged).collect();
        // a later merge names its parts, so going back every cluster knows its own name already
        for (step, merge) in self.merges[..merged].iter().enumerate().rev() {
            cluster[merge.first] = cluster[self.n + step];
            cluster[merge.second] = cluster[self.n + step];
        }
        in_order_of_appearance(&cluster[..self.n])
    }

    /// The objects of the cluster that merge `step` makes, ascending.
    pub fn members(&self, step: usize) -> Vec<usize> {
        let mut waiting = vec![self.n + step];
        let mut objects = Vec::new();
        while let Some(cluster) = waiting.pop() {
            match cluster.checked_sub(self.n) {
                None => objects.push(cluster),
                Some(step) => waiting.extend([self.merges[step].first, self.merges[step].second]),
            }
        }
        sort_by(&mut objects, Ord::cmp);
        objects
    }

    /// The height at which every two objects come together, as the upper triangle row by row. R: `cophenetic(tree)`.
    pub fn cophenetic(&self) -> Vec<f64> {
        let n = self.n;
        let mut members: Vec<Vec<usize>> = (0..n).map(|object| vec![object]).collect();
        let mut heights = vec![0.0; n * n.saturating_sub(1) / 2];
        for merge in &self.merges {
            let first = std::mem::take(&mut members[merge.first]);
            let mut second = std::mem::take(&mut members[merge.second]);
            for &a in &first {
                for &b in &second {
                    let (low, high) = (a.min(b), a.max(b));
                    heights[low * (2 * n - low - 1) / 2 + high - low - 1] = merge.height;
                }
            }
            second.extend(first);
            members.push(second);
        }
        heights
    }

    /// Correlation of the distances with the heights at which objects come together; `None` where either is constant.
    /// Sokal and Rohlf (1962). R: `cor(d, cophenetic(tree))`.
    pub fn cophenetic_correlation(&self, distances: &Distances) -> Option<f64> {
        let pairs: Vec<(f64, f64)> = distances
            .condensed()
            .iter()
            .copied()
            .zip(self.cophenetic())
            .collect();
        pearson_correlation(&pairs)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::multivariate::Metric;

    fn distances() -> Distances {
        let points = [
            vec![0.0, 0.1],
            vec![1.0, 0.3],
            vec![4.0, 4.2],
            vec![5.0, 3.9],
            vec![0.4, 6.0],
            vec![9.0, 0.5],
        ];
        Distances::of(&points, Metric::Euclidean).unwrap()
    }

    #[test]
    fn heights_are_those_of_r() {
        // R 4.2: hclust(dist(x), method)$height
        for (method, wanted) in [
            (
                Linkage::Single,
                [
                    1.019803902718557,
                    1.0440306508910551,
                    4.0249223594996213,
                    4.920365840057018,
                    5.2497618993626745,
                ],
            ),
            (
                Linkage::Complete,
                [
                    1.019803902718557,
                    1.0440306508910551,
                    5.0566787519082128,
                    6.2801273872430325,
                    10.208329931972223,
                ],
            ),
            (
                Linkage::Average,
                [
                    1.019803902718557,
                    1.0440306508910551,
                    4.5408005557039175,
                    5.6591633286548761,
                    7.7379209121019361,
                ],
            ),
            (
                Linkage::McQuitty,
                [
                    1.019803902718557,
                    1.0440306508910551,
                    4.5408005557039175,
                    5.7000019626351381,
                    8.2386648257028874,
                ],
            ),
            (
                Linkage::Ward,
                [
                    1.019803902718557,
                    1.0440306508910551,
                    5.2424548956889776,
                    8.0772932760094012,
                    9.4557213720935476,
                ],
            ),
            (
                Linkage::WardUnsquared,
                [
                    1.019803902718557,
                    1.0440306508910551,
                    5.7063905239748713,
                    9.1515049299677642,
                    11.008276724933213,
                ],
            ),
            (
                Linkage::Centroid,
                [
                    1.019803902718557,
                    1.0440306508910551,
                    4.2797928929811535,
                    4.2791421571642489,
                    5.9339042866240677,
                ],
            ),
            (
                Linkage::Median,
                [
                    1.019803902718557,
                    1.0440306508910551,
                    4.2797928929811535,
                    4.2445989323488282,
                    6.4498135774725256,
                ],
            ),
        ] {
            let tree = hierarchical(&distances(), method);
            for (merge, wanted) in tree.merges.iter().zip(wanted) {
                assert!(
                    (merge.height / wanted - 1.0).abs() < 1e-13,
                    "{method:?}: {} {wanted}",
                    merge.height
                );
            }
        }
    }

    #[test]
    fn cuts_and_members() {
        let tree = hierarchical(&distances(), Linkage::Average);
        assert_eq!(tree.cut(1), [0; 6]);
        assert_eq!(tree.cut(0), [0; 6]);
        assert_eq!(tree.cut(6), [0, 1, 2, 3, 4, 5]);
        assert_eq!(tree.cut(99), [0, 1, 2, 3, 4, 5]);
        assert_eq!(tree.cut(4), [0, 0, 1, 1, 2, 3]);
        assert_eq!(tree.members(4), [0, 1, 2, 3, 4, 5]);
        assert_eq!(
            hierarchical(&distances().among(&[2]), Linkage::Ward).cut(1),
            [0]
        );
    }

    /// Joins the closest pair again and again with the definition of each linkage on the members.
    fn by_definition(distances: &Distances, complete: bool) -> Vec<f64> {
        let mut clusters: Vec<Vec<usize>> = (0..distances.n()).map(|k| vec![k]).collect();
        let mut heights = Vec::new();
        while clusters.len() > 1 {
            let mut best = (f64::INFINITY, 0, 0);
            for i in 0..clusters.len() {
                for j in i + 1..clusters.len() {
                    let all = clusters[i]
                        .iter()
                        .flat_map(|a| clusters[j].iter().map(|b| distances.between(*a, *b)));
                    let height = if complete {
                        all.fold(0.0, f64::max)
                    } else {
                        all.sum::<f64>() / (clusters[i].len() * clusters[j].len()) as f64
                    };
                    if height < best.0 {
                        best = (height, i, j);
                    }
                }
            }
            heights.push(best.0);
            let moved = clusters.remove(best.2);
            clusters[best.1].extend(moved);
        }
        heights
    }

    proptest! {
        #[test]
        fn merges_are_those_of_the_definition(
            points in prop::collection::vec(prop::collection::vec(-10.0..10.0f64, 3), 2..12),
        ) {
            let distances = Distances::of(&points, Metric::Euclidean).unwrap();
            for (method, complete) in [(Linkage::Complete, true), (Linkage::Average, false)] {
                let tree = hierarchical(&distances, method);
                for (merge, wanted) in tree.merges.iter().zip(by_definition(&distances, complete)) {
                    prop_assert!((merge.height - wanted).abs() < 1e-12 * (1.0 + wanted));
                }
                // cophenetic heights are at least the single linkage and at most the last merge
                let last = tree.merges.last().unwrap().height;
                prop_assert!(tree.cophenetic().iter().all(|height| *height <= last));
                for k in 1..=points.len() {
                    prop_assert_eq!(tree.cut(k).into_iter().max().unwrap() + 1, k);
                }
            }
        }
    }
}
