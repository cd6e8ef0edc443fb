//! The gap statistic.

use crate::Error;
use crate::random::Random;

/// Clusters rows into 1, 2, ... clusters.
pub type Clustering<'a> = dyn FnMut(&[Vec<f64>]) -> Result<Partitions, Error> + 'a;

/// The cluster of each row, for 1, 2, ... clusters.
pub type Partitions = Vec<Vec<usize>>;

/// The gap statistic for 1, 2, ... clusters.
#[derive(Debug, Clone, PartialEq)]
pub struct GapStatistic {
    /// By number of clusters, from 1 on.
    pub gaps: Vec<Gap>,
    /// The smallest k with gap(k) ≥ gap(k + 1) − s(k + 1), the last one where there is none such.
    pub clusters: usize,
}

/// The figures of one number of clusters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    /// ln W of the data, W the sum of squares within clusters.
    pub observed: f64,
    /// Mean of ln W of the reference data.
    pub expected: f64,
    /// The difference: expected minus observed.
    pub gap: f64,
    /// s: standard deviation of ln W of the reference data times √(1 + 1/B).
    pub standard_error: f64,
}

/// The gap statistic: how much smaller ln W is than for rows without clusters, drawn uniformly from the ranges of the values.
///
/// `cluster` gives the labels of rows for 1, 2, ..., `most` clusters. Tibshirani, Walther and Hastie (2001), reference (a).
/// R: `cluster::clusGap(x, f, most, B, d.power = 2, spaceH0 = "original")` with `maxSE(method = "Tibs2001SEmax")`.
///
/// # Errors
/// [`Error::InvalidObservation`] for a value that is not finite; [`Error::ImpossibleClusters`] where some number of clusters up
/// to `most` leaves no spread within clusters (ln 0), or cannot be made.
pub fn gap_statistic(
    rows: &[Vec<f64>],
    most: usize,
    references: u64,
    seed: u64,
    cluster: &mut Clustering<'_>,
) -> Result<GapStatistic, Error> {
    if let Some(&value) = rows.iter().flatten().find(|value| !value.is_finite()) {
        return Err(Error::InvalidObservation { value, weight: 1.0 });
    }
    let observed = log_within(rows, most, cluster)?;
    let dimensions = rows.first().map_or(0, Vec::len);
    let ranges: Vec<(f64, f64)> = (0..dimensions)
        .map(|place| {
            let values = rows.iter().map(|row| row[place]);
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            })
        })
        .collect();
    let streams = Random::new(seed);
    let mut drawn: Vec<Vec<f64>> = Vec::new();
    for reference in 0..references {
        let mut random = streams.split(reference);
        let rows: Vec<Vec<f64>> = rows
            .iter()
            .map(|_| {
                let values = ranges.iter();
                values
                    .map(|(low, high)| low + random.uniform() * (high - low))
                    .collect()
            })
            .collect();
        drawn.push(log_within(&rows, most, cluster)?);
    }
    let b = references as f64;
    let gaps: Vec<Gap> = (0..most)
        .map(|k| {
            let values = || drawn.iter().map(|logs| logs[k]);
            let expected = values().sum::<f64>() / b;
            let squares: f64 = values()
                .map(|log| (log - expected) * (log - expected))
                .sum();
            Gap {
                observed: observed[k],
                expected,
                gap: expected - observed[k],
                standard_error: (squares / (b - 1.0) * (1.0 + 1.0 / b)).sqrt(),
            }
        })
        .collect();
    let clusters = gaps
        .windows(2)
        .position(|pair| pair[0].gap >= pair[1].gap - pair[1].standard_error)
        .map_or(most, |place| place + 1);
    Ok(GapStatistic { gaps, clusters })
}

/// ln of the sum of squares within 1, 2, ..., `most` clusters.
fn log_within(
    rows: &[Vec<f64>],
    most: usize,
    cluster: &mut Clustering<'_>,
) -> Result<Vec<f64>, Error> {
    let partitions = cluster(rows)?;
    let impossible = |clusters| Error::ImpossibleClusters {
        clusters,
        objects: rows.len(),
    };
    if partitions.len() < most {
        return Err(impossible(most));
    }
    let mut logs = Vec::with_capacity(most);
    for (place, labels) in partitions[..most].iter().enumerate() {
        let within = within(rows, labels);
        if within <= 0.0 {
            return Err(impossible(place + 1));
        }
        logs.push(libm::log(within));
    }
    Ok(logs)
}

/// The sum of squares around the means of the clusters.
fn within(rows: &[Vec<f64>], labels: &[usize]) -> f64 {
    let clusters = labels.iter().max().map_or(0, |most| most + 1);
    let dimensions = rows.first().map_or(0, Vec::len);
    let mut sizes = vec![0.0; clusters];
    let mut means = vec![vec![0.0; dimensions]; clusters];
    let mut squares = 0.0;
    for (row, &label) in rows.iter().zip(labels) {
        sizes[label] += 1.0;
        for (mean, value) in means[label].iter_mut().zip(row) {
            let difference = value - *mean;
            *mean += difference / sizes[label];
            squares += difference * (value - *mean);
        }
    }
    squares
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::{Linkage, hierarchical};
    use crate::multivariate::{Distances, Metric};

    fn ward(most: usize) -> impl FnMut(&[Vec<f64>]) -> Result<Partitions, Error> {
        move |rows| {
            let tree = hierarchical(&Distances::of(rows, Metric::Euclidean)?, Linkage::Ward);
            Ok((1..=most).map(|k| tree.cut(k)).collect())
        }
    }

    #[test]
    fn groups_and_their_absence_are_found() {
        let mut random = Random::new(2);
        let grouped: Vec<Vec<f64>> = (0..60)
            .map(|k| vec![f64::from(k % 3) * 10.0 + random.normal(), random.normal()])
            .collect();
        let found = gap_statistic(&grouped, 6, 50, 1, &mut ward(6)).unwrap();
        assert_eq!(found.clusters, 3);
        let even: Vec<Vec<f64>> = (0..60)
            .map(|_| vec![random.uniform(), random.uniform()])
            .collect();
        let found = gap_statistic(&even, 6, 50, 1, &mut ward(6)).unwrap();
        assert_eq!(found.clusters, 1);
        assert!(found.gaps[0].gap.abs() < 0.3);
    }

    #[test]
    fn the_observed_part_is_the_sum_of_squares() {
        let rows = vec![vec![0.0], vec![2.0], vec![10.0], vec![13.0]];
        let found = gap_statistic(&rows, 2, 5, 1, &mut ward(2)).unwrap();
        // 0, 2, 10, 13 around 6.25: 116.75; around 1 and 11.5: 6.5
        assert!((found.gaps[0].observed - libm::log(116.75)).abs() < 1e-14);
        assert!((found.gaps[1].observed - libm::log(6.5)).abs() < 1e-14);
        assert!(matches!(
            gap_statistic(&rows, 4, 5, 1, &mut ward(4)),
            Err(Error::ImpossibleClusters { clusters: 4, .. })
        ));
    }
}
