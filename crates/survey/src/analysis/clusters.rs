//! Groups of similar groups, from their profiles.

use befund_stats::pearson_correlation;
use kodama::{Method, linkage};

use super::Clusters;
use super::profile::groups;
use super::run::Run;
use super::samples::samples;
use crate::finding::{Category, ClusterTree, Finding, Merge, Results};
use crate::{Error, Sheet};

/// Average linkage (UPGMA) on 1 − r of the profiles of item means; items a group has no mean for are left out pairwise.
/// Sokal and Michener (1958). R: `hclust(as.dist(1 - cor(t(means), use = "pairwise")), "average")`.
pub(super) fn run(spec: &Clusters, run: Run<'_>) -> Result<Finding, Error> {
    run.need("items", spec.items.len(), 2)?;
    run.once(spec.items.iter().chain([&spec.by]))?;
    let by = run.coded(&spec.by)?;
    let (kept, names) = groups(&run, Some(&by));
    let categories: Vec<Category> = names.into_iter().filter_map(|group| group.group).collect();
    run.need("by", categories.len(), 2)?;
    if spec.clusters == 0 || spec.clusters > categories.len() {
        return Err(Error::OutOfRange {
            field: "clusters".to_owned(),
            value: spec.clusters,
            least: 1,
            most: categories.len(),
        });
    }
    let mut profiles: Vec<Vec<Option<f64>>> = vec![Vec::new(); kept.len()];
    for name in &spec.items {
        let samples = samples(&run, name, Some(&by))?;
        for (profile, group) in profiles.iter_mut().zip(&kept) {
            profile.push(samples[*group].moments().mean());
        }
    }
    let correlation = |a: &[Option<f64>], b: &[Option<f64>]| {
        let pairs: Vec<(f64, f64)> = a
            .iter()
            .zip(b)
            .filter_map(|(a, b)| Some(((*a)?, (*b)?)))
            .collect();
        pearson_correlation(&pairs)
    };
    let correlations: Vec<Vec<Option<f64>>> = profiles
        .iter()
        .map(|a| profiles.iter().map(|b| correlation(a, b)).collect())
        .collect();
    let mut distances = Vec::new();
    for first in 0..profiles.len() {
        for second in first + 1..profiles.len() {
            distances.push(
                1.0 - correlations[first][second].ok_or_else(|| Error::NoSimilarity {
                    first: categories[first].value.clone(),
                    second: categories[second].value.clone(),
                })?,
            );
        }
    }
    let merges: Vec<Merge> = linkage(&mut distances, profiles.len(), Method::Average)
        .steps()
        .iter()
        .map(|step| Merge {
            first: step.cluster1,
            second: step.cluster2,
            height: step.dissimilarity,
        })
        .collect();
    let clusters = cut(&merges, profiles.len(), spec.clusters);

    let answered = run.answered_numbers(&spec.items, Some(&by))?;
    let variables: Vec<&str> = spec
        .items
        .iter()
        .map(String::as_str)
        .chain([spec.by.as_str()])
        .collect();
    let by = run.item(&spec.by)?;
    let tree = ClusterTree {
        by,
        groups: categories,
        correlations,
        merges,
        clusters,
        statistics: Sheet::new(),
    };
    run.finding(Results::Clusters(tree), answered, &variables)
}

/// Undoes the last merges until `clusters` are left; numbers them in the order of the groups.
fn cut(merges: &[Merge], groups: usize, clusters: usize) -> Vec<usize> {
    let mut parent: Vec<usize> = (0..groups + merges.len()).collect();
    for (index, merge) in merges.iter().take(groups - clusters).enumerate() {
        parent[merge.first] = groups + index;
        parent[merge.second] = groups + index;
    }
    let mut roots = Vec::new();
    (0..groups)
        .map(|group| {
            let mut root = group;
            while parent[root] != root {
                root = parent[root];
            }
            if !roots.contains(&root) {
                roots.push(root);
            }
            roots
                .iter()
                .position(|known| *known == root)
                .map_or(0, |at| at + 1)
        })
        .collect()
}
