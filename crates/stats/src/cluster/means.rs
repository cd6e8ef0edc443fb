//! k-means.

use super::in_order_of_appearance;
use super::optimum::{FEW, best_intervals, best_partition};
use crate::Error;
use crate::dd::Dd;
use crate::multivariate::{exponent, scaled};
use crate::order::sort_by;
use crate::random::Random;

/// Clusters around their means.
#[derive(Debug, Clone, PartialEq)]
pub struct KMeans {
    /// The cluster of each row.
    pub labels: Vec<usize>,
    /// The mean of each cluster.
    pub centres: Vec<Vec<f64>>,
    /// Sum of squared distances to the mean, by cluster.
    pub within: Vec<f64>,
    /// Their sum.
    pub total_within: f64,
    /// Σ nᵢ |meanᵢ − mean|².
    pub between: f64,
    /// Sum of squared distances to the mean of all rows.
    pub total: f64,
    /// No partition has a smaller sum of squares: all were searched, or the rows lie on a line.
    pub proven: bool,
}

/// k-means: the partition into k clusters with the smallest sum of squares.
///
/// The optimum over all partitions where at most 15 rows differ, or rows have one value; otherwise the best of `restarts`
/// starts of k-means++ (Arthur and Vassilvitskii 2007), each followed by moves of single rows (Hartigan 1975), which no
/// single move can improve. R: `kmeans(x, k, nstart = restarts)`.
///
/// # Errors
/// [`Error::InvalidObservation`] for a value that is not finite; [`Error::ImpossibleClusters`] unless k is between 1 and the
/// number of different rows.
pub fn k_means(rows: &[Vec<f64>], k: usize, restarts: u64, seed: u64) -> Result<KMeans, Error> {
    if let Some(&value) = rows.iter().flatten().find(|value| !value.is_finite()) {
        return Err(Error::InvalidObservation { value, weight: 1.0 });
    }
    // near 1, so that squares neither overflow nor vanish
    let e = exponent(rows.iter().flatten().copied());
    let near: Vec<Vec<f64>>;
    let rows = if e.abs() > 400 {
        let row = |row: &Vec<f64>| row.iter().map(|value| scaled(*value, -e)).collect();
        near = rows.iter().map(row).collect();
        &near
    } else {
        rows
    };
    let e = if e.abs() > 400 { e } else { 0 };
    // equal rows are one point with a weight: no optimum parts them
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let compare = |a: &usize, b: &usize| {
        let pairs = rows[*a].iter().zip(&rows[*b]);
        pairs
            .map(|(x, y)| (x + 0.0).total_cmp(&(y + 0.0)))
            .find(|order| order.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    };
    sort_by(&mut order, compare);
    let mut points: Vec<&[f64]> = Vec::new();
    let mut weights: Vec<f64> = Vec::new();
    let mut point_of = vec![0; rows.len()];
    for (place, &row) in order.iter().enumerate() {
        if place == 0 || compare(&order[place - 1], &row).is_ne() {
            points.push(&rows[row]);
            weights.push(0.0);
        }
        weights[points.len() - 1] += 1.0;
        point_of[row] = points.len() - 1;
    }
    if k == 0 || k > points.len() {
        return Err(Error::ImpossibleClusters {
            clusters: k,
            objects: points.len(),
        });
    }
    let on_a_line = points[0].len() == 1;
    let proven = k == 1 || on_a_line || points.len() <= FEW;
    let labels = if k == 1 {
        vec![0; points.len()]
    } else if on_a_line {
        let values: Vec<f64> = points.iter().map(|point| point[0]).collect();
        best_intervals(&values, &weights, k)
    } else if proven {
        best_partition(&points, &weights, k)
    } else {
        best_of_restarts(&points, &weights, k, restarts, seed)
    };
    let labels: Vec<usize> = point_of.iter().map(|point| labels[*point]).collect();
    let mut found = described(rows, in_order_of_appearance(&labels), k, proven);
    if e != 0 {
        let centres = found.centres.iter_mut().flatten();
        centres.for_each(|mean| *mean = scaled(*mean, e));
        let sums = [
            &mut found.total_within,
            &mut found.between,
            &mut found.total,
        ];
        sums.into_iter()
            .chain(&mut found.within)
            .for_each(|sum| *sum = scaled(*sum, 2 * e));
    }
    Ok(found)
}

/// The figures of a partition, summed in double-double.
fn described(rows: &[Vec<f64>], labels: Vec<usize>, k: usize, proven: bool) -> KMeans {
    let dimensions = rows[0].len();
    let mut sums = vec![vec![Dd::ZERO; dimensions]; k + 1];
    let mut sizes = vec![0.0; k + 1];
    for (row, label) in rows.iter().zip(&labels) {
        // the last one is all of them
        for cluster in [*label, k] {
            sizes[cluster] += 1.0;
            for (sum, value) in sums[cluster].iter_mut().zip(row) {
                *sum += *value;
            }
        }
    }
    for (sum, size) in sums.iter_mut().zip(&sizes) {
        sum.iter_mut().for_each(|sum| *sum = *sum / *size);
    }
    let mut squares = vec![Dd::ZERO; k + 1];
    for (row, label) in rows.iter().zip(&labels) {
        for cluster in [*label, k] {
            for (mean, value) in sums[cluster].iter().zip(row) {
                squares[cluster] += (*mean - *value).square();
            }
        }
    }
    let total_within: Dd = squares[..k].iter().copied().sum();
    KMeans {
        labels,
        centres: sums[..k]
            .iter()
            .map(|mean| mean.iter().map(|mean| mean.value()).collect())
            .collect(),
        within: squares[..k].iter().map(|sum| sum.value()).collect(),
        total_within: total_within.value(),
        between: (squares[k] - total_within).value().max(0.0),
        total: squares[k].value(),
        proven,
    }
}

fn best_of_restarts(
    points: &[&[f64]],
    weights: &[f64],
    k: usize,
    restarts: u64,
    seed: u64,
) -> Vec<usize> {
    let streams = Random::new(seed);
    let (mut best, mut least) = (Vec::new(), f64::INFINITY);
    for restart in 0..restarts.max(1) {
        let mut search = Search::start(points, weights, k, &mut streams.split(restart));
        search.improve();
        let sum = search.sum_of_squares();
        // a later start must be better by more than rounding
        if sum < least * (1.0 - 1e-12) || best.is_empty() {
            least = sum;
            best = search.labels;
        }
    }
    best
}

fn squared_distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum()
}

struct Search<'a> {
    points: &'a [&'a [f64]],
    weights: &'a [f64],
    labels: Vec<usize>,
    centres: Vec<Vec<f64>>,
    sizes: Vec<f64>,
}

impl<'a> Search<'a> {
    /// k-means++: each new centre is drawn with probability proportional to the squared distance to the nearest one.
    fn start(points: &'a [&'a [f64]], weights: &'a [f64], k: usize, random: &mut Random) -> Self {
        let mut far: Vec<f64> = weights.to_vec();
        let mut labels = vec![0; points.len()];
        let mut nearest = vec![f64::INFINITY; points.len()];
        for cluster in 0..k {
            let total: f64 = far.iter().sum();
            let mut left = random.uniform() * total;
            let chosen = far
                .iter()
                .position(|far| {
                    left -= far;
                    left < 0.0
                })
                // rounding at the very end, or everything at distance 0
                .or_else(|| far.iter().rposition(|far| *far > 0.0))
                .unwrap_or(cluster);
            for (point, values) in points.iter().enumerate() {
                let distance = squared_distance(values, points[chosen]);
                if distance < nearest[point] {
                    nearest[point] = distance;
                    labels[point] = cluster;
                }
                far[point] = weights[point] * nearest[point];
            }
        }
        let mut search = Self {
            points,
            weights,
            labels,
            centres: vec![vec![0.0; points[0].len()]; k],
            sizes: vec![0.0; k],
        };
        search.recentre();
        search
    }

    fn recentre(&mut self) {
        self.sizes.fill(0.0);
        self.centres.iter_mut().for_each(|centre| centre.fill(0.0));
        for (point, &label) in self.labels.iter().enumerate() {
            let weight = self.weights[point];
            self.sizes[label] += weight;
            // a running mean
            let share = weight / self.sizes[label];
            for (mean, value) in self.centres[label].iter_mut().zip(self.points[point]) {
                *mean += (value - *mean) * share;
            }
        }
    }

    /// Moves points one by one as long as the sum of squares falls.
    fn improve(&mut self) {
        // every move lowers the sum; the limit is for sums that differ by rounding alone
        for _ in 0..200 {
            let mut moved = false;
            for point in 0..self.points.len() {
                moved |= self.move_point(point);
            }
            if !moved {
                return;
            }
            self.recentre();
        }
    }

    fn move_point(&mut self, point: usize) -> bool {
        let (values, weight, from) = (self.points[point], self.weights[point], self.labels[point]);
        let rest = self.sizes[from] - weight;
        if rest < 0.5 {
            return false;
        }
        let leaving =
            squared_distance(values, &self.centres[from]) * weight * self.sizes[from] / rest;
        let (mut to, mut least) = (from, leaving * (1.0 - 1e-12));
        for cluster in (0..self.centres.len()).filter(|cluster| *cluster != from) {
            let size = self.sizes[cluster];
            let joining =
                squared_distance(values, &self.centres[cluster]) * weight * size / (size + weight);
            if joining < least {
                (to, least) = (cluster, joining);
            }
        }
        if to == from {
            return false;
        }
        for (place, value) in values.iter().enumerate() {
            let mean = self.centres[from][place];
            self.centres[from][place] = mean + (mean - value) * weight / rest;
            let mean = self.centres[to][place];
            self.centres[to][place] = mean + (value - mean) * weight / (self.sizes[to] + weight);
        }
        self.sizes[from] = rest;
        self.sizes[to] += weight;
        self.labels[point] = to;
        true
    }

    fn sum_of_squares(&self) -> f64 {
        let parts = self.labels.iter().enumerate().map(|(point, label)| {
            self.weights[point] * squared_distance(self.points[point], &self.centres[*label])
        });
        parts.sum()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Least sum of squares over all assignments of rows to k clusters.
    fn brute_force(rows: &[Vec<f64>], k: usize) -> f64 {
        let mut least = f64::INFINITY;
        for code in 0..k.pow(rows.len() as u32) {
            let labels: Vec<usize> = (0..rows.len())
                .map(|row| code / k.pow(row as u32) % k)
                .collect();
            if (0..k).all(|cluster| labels.contains(&cluster)) {
                least = least.min(described(rows, labels, k, false).total_within);
            }
        }
        least
    }

    #[test]
    fn three_clear_groups_among_many_rows() {
        let mut random = Random::new(8);
        let rows: Vec<Vec<f64>> = (0..90)
            .map(|k| vec![f64::from(k % 3) * 20.0 + random.normal(), random.normal()])
            .collect();
        let found = k_means(&rows, 3, 20, 1).unwrap();
        assert!(!found.proven);
        assert!(
            found
                .labels
                .iter()
                .enumerate()
                .all(|(k, label)| *label == k % 3)
        );
        assert!((found.total_within + found.between - found.total).abs() < 1e-10);
        assert_eq!(found, k_means(&rows, 3, 20, 1).unwrap());
    }

    #[test]
    fn huge_and_tiny_values_part_alike() {
        let rows = |scale: f64| -> Vec<Vec<f64>> {
            let values = [1.0, 1.5, 7.0, 8.0, 7.5].into_iter().enumerate();
            values
                .map(|(k, x)| vec![x * scale, k as f64 * scale])
                .collect()
        };
        let one = k_means(&rows(1.0), 2, 1, 1).unwrap();
        let other = k_means(&rows(2.0_f64.powi(505)), 2, 1, 1).unwrap();
        assert_eq!(one.labels, other.labels);
        assert_eq!(scaled(one.total_within, 1010), other.total_within);
        assert_eq!(scaled(one.centres[1][0], 505), other.centres[1][0]);
        assert_eq!(k_means(&rows(1e-300), 2, 1, 1).unwrap().labels, one.labels);
    }

    #[test]
    fn impossible_numbers_of_clusters() {
        let rows = vec![
            vec![1.0, 1.0],
            vec![1.0, 1.0],
            vec![2.0, -0.0],
            vec![2.0, 0.0],
        ];
        assert_eq!(k_means(&rows, 2, 1, 1).unwrap().total_within, 0.0);
        for k in [0, 3] {
            assert!(matches!(
                k_means(&rows, k, 1, 1),
                Err(Error::ImpossibleClusters { objects: 2, .. })
            ));
        }
        assert!(k_means(&[vec![f64::NAN]], 1, 1, 1).is_err());
        assert!(k_means(&[], 1, 1, 1).is_err());
    }

    proptest! {
        #[test]
        fn the_optimum_is_that_of_all_partitions(
            rows in prop::collection::vec(prop::collection::vec(-9..9i32, 2), 3..8),
            k in 1usize..4,
        ) {
            let rows: Vec<Vec<f64>> = rows.into_iter().map(|row| row.into_iter().map(f64::from).collect()).collect();
            if let Ok(found) = k_means(&rows, k, 1, 1) {
                prop_assert!(found.proven);
                let wanted = brute_force(&rows, k);
                prop_assert!((found.total_within - wanted).abs() <= 1e-10 * (1.0 + wanted), "{} {}", found.total_within, wanted);
            }
        }

        #[test]
        fn on_a_line_as_well(values in prop::collection::vec(-50..50i32, 3..9), k in 1usize..4) {
            let rows: Vec<Vec<f64>> = values.iter().map(|value| vec![f64::from(*value)]).collect();
            if let Ok(found) = k_means(&rows, k, 1, 1) {
                let wanted = brute_force(&rows, k);
                prop_assert!((found.total_within - wanted).abs() <= 1e-10 * (1.0 + wanted));
            }
        }

        #[test]
        fn restarts_find_the_optimum_of_few_points(
            rows in prop::collection::vec(prop::collection::vec(-9.0..9.0f64, 2), 6..12),
            k in 2usize..4,
        ) {
            let points: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
            let weights = vec![1.0; rows.len()];
            let best = described(&rows, best_partition(&points, &weights, k), k, true).total_within;
            let found = described(&rows, best_of_restarts(&points, &weights, k, 200, 1), k, false).total_within;
            prop_assert!((found / best - 1.0).abs() < 1e-9, "{found} {best}");
        }
    }
}
