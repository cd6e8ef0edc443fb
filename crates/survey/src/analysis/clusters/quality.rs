//! How good the clusters are: silhouettes, gap statistic, stability under resampling.

use befund_stats::cluster::{self, Resampled, gap_statistic, hierarchical, stability};
use befund_stats::multivariate::Distances;
use befund_stats::random::{Multinomial, Random};

use super::{Clustering, clustering, distance, linkage};
use crate::analysis::points::{Points, metric};
use crate::analysis::run::Run;
use crate::analysis::{Clusters, Partition};
use crate::coded::Coded;
use crate::rows::numbers;
use crate::{Error, Figure, Label, Sheet};

/// Resamples where the specification does not say how many.
const RESAMPLES: usize = 100;
/// Rows times items up to which they are drawn without being asked for.
const UNASKED: usize = 500_000;
/// Largest number of clusters of the gap statistic.
const MOST_GAPS: usize = 10;
/// Objects up to which the gap statistic is computed without being asked for.
const FEW_OBJECTS: usize = 200;

/// Silhouette widths: their mean, by cluster and by object.
pub(super) fn silhouettes(
    sheet: &mut Sheet,
    points: &Points,
    distances: &Distances,
    labels: &[usize],
) {
    let mut own = Sheet::new();
    if let Some(found) = cluster::silhouettes(distances, labels) {
        let objects = points.names.iter().zip(labels).zip(&found.widths);
        own.put("mean", found.mean)
            .put("clusters", found.clusters)
            .put(
                "objects",
                objects
                    .map(|((name, label), width)| {
                        let mut record = Sheet::new();
                        record
                            .put("object", Label::from(name))
                            .put("cluster", label + 1)
                            .put("width", *width);
                        record
                    })
                    .collect::<Vec<_>>(),
            );
    } else {
        own.put(
            "mean",
            Figure::Undefined("a single cluster has no silhouettes".to_owned()),
        );
    }
    sheet.put("silhouettes", own);
}

/// Stability and gap statistic, where resamples are asked for or cost little.
pub(super) fn resampled(
    sheet: &mut Sheet,
    spec: &Clusters,
    run: &Run<'_>,
    by: Option<&Coded<'_>>,
    points: &Points,
    clustering: &Clustering,
) -> Result<(), Error> {
    let size = match by {
        Some(_) => run.rows.len(),
        // a pair of objects costs about as much as a value
        None => points.names.len().saturating_mul(points.names.len()),
    };
    let unasked = if size.saturating_mul(spec.items.len()) <= UNASKED {
        RESAMPLES
    } else {
        0
    };
    let resamples = spec.bootstrap.unwrap_or(unasked);
    if resamples == 0 {
        return Ok(());
    }
    let found = match by {
        Some(by) => {
            let sample = Members::new(spec, run, by)?;
            stability(
                &clustering.labels,
                resamples as u64,
                spec.seed,
                &mut |random| sample.draw(spec, random),
            )
        }
        None => {
            let distances = points.distances(distance(spec))?;
            stability(
                &clustering.labels,
                resamples as u64,
                spec.seed,
                &mut |random| draw_objects(spec, points, &distances, random),
            )
        }
    };
    let records = found.jaccard.iter().enumerate().map(|(label, jaccard)| {
        let mut record = Sheet::new();
        record
            .put("cluster", label + 1)
            .put("jaccard", *jaccard)
            .put("recovered", found.recovered[label])
            .put("dissolved", found.dissolved[label]);
        record
    });
    let mut own = Sheet::new();
    own.put("resamples", found.resamples as usize)
        .put("clusters", records.collect::<Vec<_>>());
    sheet.put("stability", own);
    if spec.bootstrap.is_some() || points.names.len() <= FEW_OBJECTS {
        sheet.put("gap_statistic", gap(spec, points, resamples));
    }
    Ok(())
}

/// The gap statistic of the same method for 1, 2, ... clusters.
fn gap(spec: &Clusters, points: &Points, references: usize) -> Figure {
    let most = MOST_GAPS.min(points.names.len().saturating_sub(1));
    // as many as leave some spread within clusters
    let mut partition = |rows: &[Vec<f64>]| -> Result<Vec<Vec<usize>>, befund_stats::Error> {
        let distances = || Distances::of(rows, metric(distance(spec)));
        match spec.partition {
            Partition::Hierarchical => {
                let tree = hierarchical(&distances()?, linkage(spec.method.unwrap_or_default()));
                Ok((1..=most).map(|k| tree.cut(k)).collect())
            }
            Partition::KMedoids => {
                let distances = distances()?;
                (1..=most)
                    .map(|k| Ok(cluster::k_medoids(&distances, k)?.labels))
                    .collect()
            }
            Partition::KMeans => (1..=most)
                .map(|k| Ok(cluster::k_means(rows, k, 10, spec.seed)?.labels))
                .collect(),
        }
    };
    let found = gap_statistic(
        &points.values,
        most,
        references as u64,
        spec.seed,
        &mut partition,
    );
    let found = match found {
        Ok(found) => found,
        Err(error) => return error.into(),
    };
    let records = found.gaps.iter().enumerate().map(|(place, gap)| {
        let mut record = Sheet::new();
        record
            .put("clusters", place + 1)
            .put("observed", gap.observed)
            .put("expected", gap.expected)
            .put("gap", gap.gap)
            .put("standard_error", gap.standard_error);
        record
    });
    let mut own = Sheet::new();
    own.put("chosen", found.clusters)
        .put("references", references)
        .put("by_number", records.collect::<Vec<_>>());
    own.into()
}

/// Draws objects with replacement and clusters them anew.
fn draw_objects(
    spec: &Clusters,
    points: &Points,
    distances: &Distances,
    random: &mut Random,
) -> Option<Resampled> {
    let n = points.names.len();
    let objects: Vec<usize> = (0..n).map(|_| random.index(n)).collect();
    let values: Vec<Vec<f64>> = match spec.partition {
        Partition::KMeans => objects
            .iter()
            .map(|object| points.values[*object].clone())
            .collect(),
        _ => Vec::new(),
    };
    let labels = clustering(spec, &values, &distances.among(&objects))
        .ok()?
        .labels;
    Some(Resampled { objects, labels })
}

/// The answers of the members of each group, to be drawn anew.
struct Members {
    /// Weight of each row and its answers, group after group.
    rows: Vec<(f64, Vec<f64>)>,
    /// Where the rows of each group begin, how many cases they are, and how these spread over the rows.
    groups: Vec<(usize, u64, Option<Multinomial>)>,
}

impl Members {
    fn new(spec: &Clusters, run: &Run<'_>, by: &Coded<'_>) -> Result<Self, Error> {
        let answers = spec
            .items
            .iter()
            .map(|name| numbers(run.data, name))
            .collect::<Result<Vec<_>, _>>()?;
        let mut of_group: Vec<Vec<(usize, f64)>> = vec![Vec::new(); by.categories.len()];
        for (row, weight) in run.rows.iter() {
            if let Some(group) = by.slot(row).checked_sub(1) {
                of_group[group].push((row, weight));
            }
        }
        let mut members = Self {
            rows: Vec::new(),
            groups: Vec::new(),
        };
        for group in of_group {
            let cases: Vec<f64> = group
                .iter()
                .map(|(row, _)| run.rows.cases(*row) as f64)
                .collect();
            let total = cases.iter().sum::<f64>();
            if total == 0.0 {
                continue;
            }
            // one case per row is drawn by its index, which is faster
            let spread = if cases.iter().all(|cases| *cases == 1.0) {
                None
            } else {
                Multinomial::new(&cases).ok()
            };
            members
                .groups
                .push((members.rows.len(), total as u64, spread));
            for ((row, weight), cases) in group.into_iter().zip(cases) {
                let values = answers
                    .iter()
                    .map(|answers| answers[row].unwrap_or(f64::NAN));
                // the weight of one case
                members.rows.push((weight / cases, values.collect()));
            }
        }
        Ok(members)
    }

    /// Draws the members of every group with replacement, takes their means and clusters these.
    fn draw(&self, spec: &Clusters, random: &mut Random) -> Option<Resampled> {
        let items = spec.items.len();
        let mut profiles = Vec::with_capacity(self.groups.len());
        let mut drawn = Vec::new();
        for (place, (start, cases, spread)) in self.groups.iter().enumerate() {
            let end = self
                .groups
                .get(place + 1)
                .map_or(self.rows.len(), |group| group.0);
            drawn.clear();
            drawn.resize(end - start, 0.0);
            match spread {
                Some(spread) => spread.draw(random, *cases, &mut drawn),
                None => (0..*cases).for_each(|_| drawn[random.index(end - start)] += 1.0),
            }
            let mut sums = vec![(0.0, 0.0); items];
            for ((weight, values), times) in self.rows[*start..end].iter().zip(&drawn) {
                if *times > 0.0 {
                    for ((sum, total), value) in sums.iter_mut().zip(values) {
                        if !value.is_nan() {
                            *sum += value * weight * times;
                            *total += weight * times;
                        }
                    }
                }
            }
            // 0 / 0 where no member that was drawn has an answer
            profiles.push(sums.iter().map(|(sum, total)| sum / total).collect());
        }
        let metric = metric(distance(spec));
        let distances = Distances::of(&profiles, metric).ok()?;
        let labels = clustering(spec, &profiles, &distances).ok()?.labels;
        Some(Resampled {
            objects: (0..profiles.len()).collect(),
            labels,
        })
    }
}
