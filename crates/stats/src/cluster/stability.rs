//! How stable clusters are.

use crate::random::Random;

/// How well each cluster is found again in resamples.
#[derive(Debug, Clone, PartialEq)]
pub struct Stability {
    /// Mean over the resamples of the Jaccard similarity of each cluster with the most similar one found; `None` where no
    /// resample held any object of it.
    pub jaccard: Vec<Option<f64>>,
    /// Share of the resamples in which each cluster was found again exactly (similarity 1).
    pub recovered: Vec<Option<f64>>,
    /// Share of the resamples in which each cluster was dissolved (similarity at most one half).
    pub dissolved: Vec<Option<f64>>,
    /// Resamples that could be clustered.
    pub resamples: u64,
}

/// A resample with its clusters.
#[derive(Debug, Clone, PartialEq)]
pub struct Resampled {
    /// The objects it holds; an object may come several times.
    pub objects: Vec<usize>,
    /// The cluster of each of them.
    pub labels: Vec<usize>,
}

/// Stability of clusters under resampling: similarity |A ∩ B| / |A ∪ B| of each cluster, as far as the resample holds it,
/// with the most similar cluster of the resample.
///
/// `resample` draws and clusters anew; `None` where it could not. Hennig (2007): above 0.85 is highly stable, below 0.6 should
/// not be trusted. R: `fpc::clusterboot(d, bootmethod = "boot")`.
pub fn stability(
    labels: &[usize],
    resamples: u64,
    seed: u64,
    resample: &mut dyn FnMut(&mut Random) -> Option<Resampled>,
) -> Stability {
    let clusters = labels.iter().max().map_or(0, |most| most + 1);
    let streams = Random::new(seed);
    let mut sums = vec![[0.0; 4]; clusters];
    let mut done = 0;
    for number in 0..resamples {
        let Some(Resampled {
            objects,
            labels: found,
        }) = resample(&mut streams.split(number))
        else {
            continue;
        };
        done += 1;
        // which object is in which found cluster; an object that came twice counts once
        let mut cluster_of = vec![None; labels.len()];
        for (object, label) in objects.iter().zip(&found) {
            cluster_of[*object] = Some(*label);
        }
        let most = found.iter().max().map_or(0, |most| most + 1);
        let mut common = vec![0_u32; clusters * most];
        let (mut own, mut other) = (vec![0_u32; clusters], vec![0_u32; most]);
        for (object, label) in cluster_of.iter().enumerate() {
            if let Some(label) = label {
                common[labels[object] * most + label] += 1;
                own[labels[object]] += 1;
                other[*label] += 1;
            }
        }
        for cluster in (0..clusters).filter(|cluster| own[*cluster] > 0) {
            let similarity = (0..most)
                .map(|label| {
                    let both = common[cluster * most + label];
                    f64::from(both) / f64::from(own[cluster] + other[label] - both)
                })
                .fold(0.0, f64::max);
            let [held, sum, recovered, dissolved] = &mut sums[cluster];
            *held += 1.0;
            *sum += similarity;
            *recovered += f64::from(u8::from(similarity == 1.0));
            *dissolved += f64::from(u8::from(similarity <= 0.5));
        }
    }
    let share = |place: usize| {
        sums.iter()
            .map(|sums| (sums[0] > 0.0).then(|| sums[place] / sums[0]))
            .collect()
    };
    Stability {
        jaccard: share(1),
        recovered: share(2),
        dissolved: share(3),
        resamples: done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similarity_by_hand() {
        // objects 0 to 4 in clusters {0, 1, 2} and {3, 4}; the resample holds 0, 0, 1, 3 and parts it {0, 3}, {1}
        let mut resample = |_: &mut Random| {
            Some(Resampled {
                objects: vec![0, 0, 1, 3],
                labels: vec![0, 0, 1, 0],
            })
        };
        let found = stability(&[0, 0, 0, 1, 1], 3, 1, &mut resample);
        // {0, 1} with {0, 3}: 1/3, with {1}: 1/2; {3} with {0, 3}: 1/2
        assert_eq!(found.jaccard, [Some(0.5), Some(0.5)]);
        assert_eq!(found.dissolved, [Some(1.0), Some(1.0)]);
        assert_eq!((found.recovered[0], found.resamples), (Some(0.0), 3));
    }

    #[test]
    fn the_same_clusters_are_perfectly_stable() {
        let labels = [0, 1, 0, 2, 1];
        let mut resample = |random: &mut Random| {
            let objects: Vec<usize> = (0..5).map(|_| random.index(5)).collect();
            let labels = objects.iter().map(|object| labels[*object]).collect();
            Some(Resampled { objects, labels })
        };
        let found = stability(&labels, 200, 1, &mut resample);
        assert_eq!(found.jaccard, [Some(1.0); 3]);
        let none = stability(&labels, 5, 1, &mut |_| None);
        assert_eq!((none.jaccard, none.resamples), (vec![None; 3], 0));
    }
}
