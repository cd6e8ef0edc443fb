//! The tree of an agglomerative clustering.

use befund_survey::Language;
use befund_survey::finding::ClusterTree;

use super::{Axis, Plot, View};
use crate::messages::{Message, list, number_word};
use crate::words::category_label;

/// Leaves that can be read.
const MOST_LEAVES: usize = 80;

/// A tree with its leaves in the order in which no branches cross.
#[derive(Debug, Clone, PartialEq)]
pub struct Dendrogram {
    /// The leaves from top to bottom with their cluster.
    pub leaves: Vec<(String, usize)>,
    /// The joints from the nearest to the farthest.
    pub joints: Vec<Joint>,
    /// The axis of distances.
    pub axis: Axis,
}

/// Two branches that meet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Joint {
    /// Place of the first branch among the leaves, counted from 0; between leaves where it is a joint itself.
    pub first: f64,
    /// The same of the second.
    pub second: f64,
    /// Distance at which the first branch begins.
    pub first_from: f64,
    /// The same of the second.
    pub second_from: f64,
    /// Distance at which they meet.
    pub height: f64,
    /// Whether the joint lies within one cluster.
    pub within: bool,
}

/// The tree of merges; nothing where it does not join all groups, or where there are too many.
pub(super) fn clusters(view: View<'_>, tree: &ClusterTree) -> Option<(Plot, String)> {
    let groups = tree.groups.len();
    if !(2..=MOST_LEAVES).contains(&groups)
        || tree.merges.len() + 1 != groups
        || tree.clusters.len() != groups
    {
        return None;
    }
    // A merge may only name what came before it.
    let sound = tree.merges.iter().enumerate().all(|(index, merge)| {
        merge.first < groups + index && merge.second < groups + index && merge.height.is_finite()
    });
    if !sound {
        return None;
    }

    let mut members: Vec<Vec<usize>> = (0..groups).map(|group| vec![group]).collect();
    for merge in &tree.merges {
        let (a, b) = (&members[merge.first], &members[merge.second]);
        // The branch with the earlier group stands above, so that the order of the codebook shows through.
        let (above, below) = if a.iter().min() <= b.iter().min() {
            (a, b)
        } else {
            (b, a)
        };
        let joined = above.iter().chain(below).copied().collect();
        members.push(joined);
    }
    let order = members.last()?.clone();
    let mut nodes: Vec<(f64, f64, Option<usize>)> = vec![(0.0, 0.0, None); groups];
    for (place, group) in order.iter().enumerate() {
        *nodes.get_mut(*group)? = (place as f64, 0.0, Some(tree.clusters[*group]));
    }
    let mut joints = Vec::new();
    for merge in &tree.merges {
        let (first, first_from, first_cluster) = nodes[merge.first];
        let (second, second_from, second_cluster) = nodes[merge.second];
        let cluster = if first_cluster == second_cluster {
            first_cluster
        } else {
            None
        };
        joints.push(Joint {
            first,
            second,
            first_from,
            second_from,
            height: merge.height,
            within: cluster.is_some(),
        });
        nodes.push((first.midpoint(second), merge.height, cluster));
    }

    let label = |group: usize| category_label(&tree.groups[group], view.language);
    let leaves = order
        .iter()
        .map(|group| (label(*group), tree.clusters[*group]))
        .collect();
    let mut heights: Vec<f64> = tree.merges.iter().map(|merge| merge.height).collect();
    heights.push(0.0);
    let mut axis = Axis::of_means(view, &[], &heights, Message::Distance.text(view.language));
    axis.minimum = axis.minimum.min(0.0);

    let number = tree.clusters.iter().copied().max().unwrap_or(1);
    let parts: Vec<String> = (1..=number)
        .map(|cluster| {
            let names: Vec<String> = order
                .iter()
                .filter(|group| tree.clusters[**group] == cluster)
                .map(|group| label(*group))
                .collect();
            list(&names, view.language)
        })
        .collect();
    let word = number_word(number, view.language);
    let description = match view.language {
        Language::De => format!(
            "Baum der Verschmelzungen, Zahl der Cluster: {word}. {}.",
            parts.join("; ")
        ),
        Language::En => format!(
            "Tree of merges, number of clusters: {word}. {}.",
            parts.join("; ")
        ),
    };
    Some((
        Plot::Dendrogram(Dendrogram {
            leaves,
            joints,
            axis,
        }),
        description,
    ))
}
