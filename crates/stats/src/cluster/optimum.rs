//! The best of all partitions, where it can be found: few points, or points on a line.

use crate::dd::Dd;

/// Different points up to which all partitions are searched.
pub(super) const FEW: usize = 15;

/// The partition of weighted points into k non-empty clusters with the smallest sum of squares, over all partitions.
///
/// Dynamic programming over subsets: the best k clusters of a set are a cluster that holds its lowest point and the best k − 1
/// of the rest. O(3ⁿ k) for n at most [`FEW`].
pub(super) fn best_partition(points: &[&[f64]], weights: &[f64], k: usize) -> Vec<usize> {
    let n = points.len();
    let sets = 1_usize << n;
    let squares = subset_squares(points, weights);
    // least sum of squares of each set in so many clusters, and the cluster of its lowest point
    let mut least = squares.clone();
    let mut clusters: Vec<Vec<u32>> = vec![(0..sets as u32).collect()];
    for parts in 2..=k {
        let mut next = vec![f64::INFINITY; sets];
        let mut first = vec![0_u32; sets];
        for set in 1..sets {
            if set.count_ones() < parts as u32 {
                continue;
            }
            let lowest = set & set.wrapping_neg();
            let others = set ^ lowest;
            let mut rest = others;
            // every non-empty part of the others stays behind
            while rest > 0 {
                let cluster = set ^ rest;
                let sum = squares[cluster] + least[rest];
                if sum < next[set] {
                    next[set] = sum;
                    first[set] = cluster as u32;
                }
                rest = (rest - 1) & others;
            }
        }
        least = next;
        clusters.push(first);
    }
    let mut labels = vec![0; n];
    let mut left = sets - 1;
    for (label, first) in clusters.iter().rev().enumerate() {
        let cluster = first[left] as usize;
        for (point, place) in labels.iter_mut().enumerate() {
            if cluster >> point & 1 == 1 {
                *place = label;
            }
        }
        left ^= cluster;
    }
    labels
}

/// The sum of squares of every subset around its mean, each from the subset without its lowest point.
fn subset_squares(points: &[&[f64]], weights: &[f64]) -> Vec<f64> {
    let sets = 1_usize << points.len();
    let dimensions = points[0].len();
    let mut squares = vec![0.0; sets];
    let mut weight = vec![0.0; sets];
    let mut means = vec![0.0; sets * dimensions];
    for set in 1..sets {
        let lowest = set.trailing_zeros() as usize;
        let rest = set & (set - 1);
        weight[set] = weight[rest] + weights[lowest];
        let mut moved = 0.0;
        for (dimension, value) in points[lowest].iter().enumerate() {
            let mean = means[rest * dimensions + dimension];
            let difference = value - mean;
            moved += difference * difference;
            means[set * dimensions + dimension] = mean + difference * weights[lowest] / weight[set];
        }
        // West (1979): every term is positive
        squares[set] = squares[rest] + moved * weights[lowest] * weight[rest] / weight[set];
    }
    squares
}

/// The same for points on a line, ascending: clusters are intervals. O(k n log n).
///
/// Dynamic programming over the last cluster's first point, which never moves back as points are added (divide and conquer).
/// Wang and Song (2011), *Ckmeans.1d.dp*.
pub(super) fn best_intervals(values: &[f64], weights: &[f64], k: usize) -> Vec<usize> {
    let n = values.len();
    // sums up to each point, around the middle point
    let origin = values[n / 2];
    let mut sums = vec![[Dd::ZERO; 3]];
    for (value, weight) in values.iter().zip(weights) {
        let [w, wx, wxx] = sums[sums.len() - 1];
        let value = Dd::difference(*value, origin);
        let weighted = value * *weight;
        sums.push([w + *weight, wx + weighted, wxx + weighted * value]);
    }
    let squares = |from: usize, to: usize| {
        let [w, wx, wxx]: [Dd; 3] = std::array::from_fn(|k| sums[to][k] - sums[from][k]);
        (wxx - wx.square() / w).value().max(0.0)
    };
    let mut line = Line {
        squares: &squares,
        least: (0..=n)
            .map(|to| if to == 0 { 0.0 } else { squares(0, to) })
            .collect(),
        next: vec![f64::INFINITY; n + 1],
        starts: Vec::new(),
    };
    for parts in 2..=k {
        line.starts.push(vec![0; n + 1]);
        line.next.fill(f64::INFINITY);
        line.fill(parts, n, parts - 1, n - 1);
        std::mem::swap(&mut line.least, &mut line.next);
    }
    let mut labels = vec![0; n];
    let mut end = n;
    for label in (1..k).rev() {
        let start = line.starts[label - 1][end];
        labels[start..end].fill(label);
        end = start;
    }
    labels
}

struct Line<'a> {
    squares: &'a dyn Fn(usize, usize) -> f64,
    /// Least sum of the first points in one cluster less.
    least: Vec<f64>,
    /// In this number of clusters.
    next: Vec<f64>,
    /// Where the last cluster starts.
    starts: Vec<Vec<usize>>,
}

impl Line<'_> {
    /// Fills the ends from `low` to `high`, whose last cluster starts between `first` and `last`.
    fn fill(&mut self, low: usize, high: usize, first: usize, last: usize) {
        if low > high {
            return;
        }
        let end = low + (high - low) / 2;
        let (mut best, mut least) = (first, f64::INFINITY);
        for start in first..=last.min(end - 1) {
            let sum = self.least[start] + (self.squares)(start, end);
            if sum < least {
                (best, least) = (start, sum);
            }
        }
        self.next[end] = least;
        if let Some(starts) = self.starts.last_mut() {
            starts[end] = best;
        }
        if end > low {
            self.fill(low, end - 1, first, best);
        }
        self.fill(end + 1, high, best, last);
    }
}
