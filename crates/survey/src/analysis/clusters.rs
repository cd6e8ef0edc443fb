//! Groups of similar groups or rows, from their profiles.

mod quality;

use befund_stats::cluster::{self, hierarchical, k_means, k_medoids};
use befund_stats::multivariate::Distances;

use super::points::{
    Points, between, complete_rows, distance_word, group_points, impossible, refuse, row_points,
};
use super::run::Run;
use super::{Clusters, Distance, Linkage, Partition};
use crate::finding::{ClusterTree, Finding, Merge, Results};
use crate::{Error, Label, Matrix, Sheet};

/// Groups up to which the correlation of every two of them is shown.
const MOST_CORRELATIONS: usize = 100;
/// Starts of k-means where not all partitions are searched.
const RESTARTS: u64 = 50;

/// Clusters by average linkage (UPGMA) on 1 − r of the profiles, or as asked; items a group has no mean for are left out
/// pairwise. Sokal and Michener (1958). R: `hclust(as.dist(1 - cor(t(means), use = "pairwise")), "average")`.
#[inline(never)]
pub(super) fn run(spec: &Clusters, run: Run<'_>) -> Result<Finding, Error> {
    run.need("items", spec.items.len(), 1)?;
    run.once(spec.items.iter().chain(&spec.by))?;
    refuse(&run, &["design", "confidence"])?;
    let by = spec.by.as_deref().map(|by| run.coded(by)).transpose()?;
    let distance = distance(spec);
    if distance == Distance::Correlation {
        run.need("items", spec.items.len(), 2)?;
    }
    let unfit = [
        (
            "distance",
            spec.partition == Partition::KMeans && distance != Distance::Euclidean,
        ),
        (
            "method",
            spec.partition != Partition::Hierarchical && spec.method.is_some(),
        ),
        ("label", by.is_some() && spec.label.is_some()),
    ];
    if let Some((field, _)) = unfit.into_iter().find(|(_, unfit)| *unfit) {
        return Err(Error::Unsupported {
            kind: run.spec.analysis.kind().to_owned(),
            field: field.to_owned(),
        });
    }
    let (points, answered) = match &by {
        Some(by) => (
            group_points(&run, &spec.items, by)?,
            run.answered_numbers(&spec.items, Some(by))?,
        ),
        None => {
            refuse(&run, &["weight", "frequency"])?;
            let complete = complete_rows(&run, &spec.items, None)?;
            let answered = complete.answered(&run);
            (
                row_points(&run, &complete, spec.label.as_deref())?,
                answered,
            )
        }
    };
    between("clusters", spec.clusters, 1, points.names.len())?;
    let distances = points.distances(distance)?;
    let clustering = clustering(spec, &points.values, &distances)
        .map_err(|error| impossible(&spec.items, error))?;
    let mut sheet = Sheet::new();
    let method = match spec.partition {
        Partition::Hierarchical => linkage_word(spec.method.unwrap_or_default()),
        Partition::KMedoids => "k_medoids",
        Partition::KMeans => "k_means",
    };
    sheet
        .put("method", method)
        .put("distance", distance_word(distance))
        .put("objects", points.names.len());
    if let Some(tree) = &clustering.tree {
        sheet.put(
            "cophenetic_correlation",
            tree.cophenetic_correlation(&distances),
        );
    }
    clustering.partition(&mut sheet, &points, &spec.items);
    quality::silhouettes(&mut sheet, &points, &distances, &clustering.labels);
    quality::resampled(&mut sheet, spec, &run, by.as_ref(), &points, &clustering)?;

    let correlations = if by.is_some() && points.names.len() <= MOST_CORRELATIONS {
        correlations(&points)
    } else {
        Vec::new()
    };
    let merges = clustering.tree.iter().flat_map(|tree| &tree.merges);
    let tree = ClusterTree {
        by: spec.by.as_deref().map(|by| run.item(by)).transpose()?,
        correlations,
        merges: merges
            .map(|merge| Merge {
                first: merge.first,
                second: merge.second,
                height: merge.height,
            })
            .collect(),
        clusters: clustering.labels.iter().map(|label| label + 1).collect(),
        groups: points.names,
        statistics: sheet,
    };
    let variables: Vec<&str> = spec
        .items
        .iter()
        .chain(&spec.by)
        .map(String::as_str)
        .collect();
    run.finding(Results::Clusters(tree), answered, &variables)
}

/// The distance that is asked for, or that the method is made for.
fn distance(spec: &Clusters) -> Distance {
    let squares = spec.partition == Partition::KMeans
        || matches!(
            spec.method,
            Some(Linkage::Ward | Linkage::WardD | Linkage::Centroid | Linkage::Median)
        );
    spec.distance.unwrap_or(if squares {
        Distance::Euclidean
    } else {
        Distance::Correlation
    })
}

/// Clusters with what made them.
struct Clustering {
    labels: Vec<usize>,
    tree: Option<cluster::Dendrogram>,
    means: Option<cluster::KMeans>,
    medoids: Option<cluster::KMedoids>,
}

fn clustering(
    spec: &Clusters,
    values: &[Vec<f64>],
    distances: &Distances,
) -> Result<Clustering, befund_stats::Error> {
    let mut clustering = Clustering {
        labels: Vec::new(),
        tree: None,
        means: None,
        medoids: None,
    };
    match spec.partition {
        Partition::Hierarchical => {
            let tree = hierarchical(distances, linkage(spec.method.unwrap_or_default()));
            clustering.labels = tree.cut(spec.clusters);
            clustering.tree = Some(tree);
        }
        Partition::KMedoids => {
            let medoids = k_medoids(distances, spec.clusters)?;
            clustering.labels.clone_from(&medoids.labels);
            clustering.medoids = Some(medoids);
        }
        Partition::KMeans => {
            let means = k_means(values, spec.clusters, RESTARTS, spec.seed)?;
            clustering.labels.clone_from(&means.labels);
            clustering.means = Some(means);
        }
    }
    Ok(clustering)
}

impl Clustering {
    /// The figures of k-means and k-medoids.
    fn partition(&self, sheet: &mut Sheet, points: &Points, items: &[String]) {
        let proof = |proven: bool| if proven { "global" } else { "local" };
        if let Some(means) = &self.means {
            let columns = items.iter().map(|item| Label {
                value: item.as_str().into(),
                label: crate::Text::default(),
            });
            let centres = Matrix {
                rows: super::points::numbered(means.centres.len()),
                columns: columns.collect(),
                values: means
                    .centres
                    .iter()
                    .map(|centre| centre.iter().map(|mean| Some(*mean)).collect())
                    .collect(),
            };
            sheet
                .put("optimum", proof(means.proven))
                .put("total_within", means.total_within)
                .put("between", means.between)
                .put("total", means.total)
                .put(
                    "explained",
                    (means.total > 0.0).then(|| means.between / means.total),
                )
                .put("within", means.within.clone())
                .put("centres", centres);
        }
        if let Some(medoids) = &self.medoids {
            let records = medoids.medoids.iter().enumerate().map(|(cluster, object)| {
                let mut record = Sheet::new();
                record
                    .put("cluster", cluster + 1)
                    .put("medoid", Label::from(&points.names[*object]));
                record
            });
            sheet
                .put("optimum", proof(medoids.proven))
                .put("cost", medoids.cost)
                .put("medoids", records.collect::<Vec<_>>());
        }
    }
}

fn linkage(method: Linkage) -> cluster::Linkage {
    match method {
        Linkage::Average => cluster::Linkage::Average,
        Linkage::Complete => cluster::Linkage::Complete,
        Linkage::Single => cluster::Linkage::Single,
        Linkage::Ward => cluster::Linkage::Ward,
        Linkage::WardD => cluster::Linkage::WardUnsquared,
        Linkage::Mcquitty => cluster::Linkage::McQuitty,
        Linkage::Centroid => cluster::Linkage::Centroid,
        Linkage::Median => cluster::Linkage::Median,
    }
}

fn linkage_word(method: Linkage) -> &'static str {
    match method {
        Linkage::Average => "average_linkage",
        Linkage::Complete => "complete_linkage",
        Linkage::Single => "single_linkage",
        Linkage::Ward => "ward",
        Linkage::WardD => "ward_d",
        Linkage::Mcquitty => "mcquitty",
        Linkage::Centroid => "centroid_linkage",
        Linkage::Median => "median_linkage",
    }
}

/// Pearson's correlation of every two profiles over the items both have.
fn correlations(points: &Points) -> Vec<Vec<Option<f64>>> {
    let correlation = |a: &[f64], b: &[f64]| {
        let pairs: Vec<(f64, f64)> = a
            .iter()
            .zip(b)
            .filter(|(a, b)| !a.is_nan() && !b.is_nan())
            .map(|(a, b)| (*a, *b))
            .collect();
        befund_stats::pearson_correlation(&pairs)
    };
    let profiles = &points.values;
    profiles
        .iter()
        .map(|a| profiles.iter().map(|b| correlation(a, b)).collect())
        .collect()
}
