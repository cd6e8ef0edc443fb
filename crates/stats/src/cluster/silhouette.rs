//! Silhouettes.

use crate::multivariate::Distances;

/// How well each object sits in its cluster.
#[derive(Debug, Clone, PartialEq)]
pub struct Silhouettes {
    /// (b − a) / max(a, b) per object: a the mean distance to its own cluster, b to the nearest other one; from −1 to 1, and 0
    /// for an object by itself.
    pub widths: Vec<f64>,
    /// Mean width of each cluster.
    pub clusters: Vec<f64>,
    /// Mean width.
    pub mean: f64,
}

/// Silhouettes, O(n²). Rousseeuw (1987). R: `cluster::silhouette(labels, d)`. `None` below two clusters.
pub fn silhouettes(distances: &Distances, labels: &[usize]) -> Option<Silhouettes> {
    let n = distances.n();
    let clusters = labels.iter().max().map_or(0, |most| most + 1);
    let mut sizes = vec![0_usize; clusters];
    labels.iter().for_each(|label| sizes[*label] += 1);
    if sizes.iter().filter(|size| **size > 0).count() < 2 {
        return None;
    }
    let mut sums = vec![0.0; clusters];
    let widths: Vec<f64> = (0..n)
        .map(|object| {
            let own = labels[object];
            if sizes[own] == 1 {
                return 0.0;
            }
            sums.fill(0.0);
            for (other, label) in labels.iter().enumerate() {
                sums[*label] += distances.between(object, other);
            }
            let inside = sums[own] / (sizes[own] - 1) as f64;
            let outside = (0..clusters)
                .filter(|cluster| *cluster != own && sizes[*cluster] > 0)
                .map(|cluster| sums[cluster] / sizes[cluster] as f64)
                .fold(f64::INFINITY, f64::min);
            let larger = inside.max(outside);
            if larger == 0.0 {
                0.0
            } else {
                (outside - inside) / larger
            }
        })
        .collect();
    let mut by_cluster = vec![0.0; clusters];
    for (width, label) in widths.iter().zip(labels) {
        by_cluster[*label] += width / sizes[*label] as f64;
    }
    Some(Silhouettes {
        mean: widths.iter().sum::<f64>() / n as f64,
        clusters: by_cluster,
        widths,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::multivariate::Metric;

    #[test]
    fn two_clusters_and_a_single() {
        let points = [vec![0.0], vec![1.0], vec![5.0], vec![7.0], vec![20.0]];
        let distances = Distances::of(&points, Metric::Euclidean).unwrap();
        let found = silhouettes(&distances, &[0, 0, 1, 1, 2]).unwrap();
        // by hand: a = 1, b = 6; a = 1, b = 5; a = 2, b = 4.5; a = 2, b = 6.5; alone
        let wanted = [5.0 / 6.0, 0.8, 2.5 / 4.5, 4.5 / 6.5, 0.0];
        for (found, wanted) in found.widths.iter().zip(wanted) {
            assert!((found - wanted).abs() < 1e-15);
        }
        assert!((found.mean - wanted.iter().sum::<f64>() / 5.0).abs() < 1e-15);
        assert_eq!(found.clusters[2], 0.0);
        assert_eq!(silhouettes(&distances, &[0; 5]), None);
        let equal = Distances::from_condensed(3, vec![0.0; 3]).unwrap();
        assert_eq!(silhouettes(&equal, &[0, 0, 1]).unwrap().mean, 0.0);
    }
}
