//! k-medoids.

use super::in_order_of_appearance;
use crate::Error;
use crate::multivariate::Distances;

/// Clusters around objects of their own.
#[derive(Debug, Clone, PartialEq)]
pub struct KMedoids {
    /// The object in the middle of each cluster.
    pub medoids: Vec<usize>,
    /// The cluster of each object.
    pub labels: Vec<usize>,
    /// Sum of the distances of the objects to their medoids.
    pub cost: f64,
    /// Every choice of medoids was looked at, so that no other costs less.
    pub proven: bool,
}

/// Choices of medoids times objects up to which all choices are looked at.
const EXHAUSTIVE: f64 = 4e6;

/// The k objects with the smallest sum of distances of all objects to the nearest of them.
///
/// All choices where they are few; otherwise the greedy start and swaps of PAM (Kaufman and Rousseeuw 1990) in the form of
/// Schubert and Rousseeuw (2021), O(n²) per round, which end in a local optimum. R: `cluster::pam(d, k)`.
///
/// # Errors
/// [`Error::ImpossibleClusters`] unless 1 ≤ k ≤ n.
pub fn k_medoids(distances: &Distances, k: usize) -> Result<KMedoids, Error> {
    let n = distances.n();
    if k == 0 || k > n {
        return Err(Error::ImpossibleClusters {
            clusters: k,
            objects: n,
        });
    }
    let choices = (0..k).fold(1.0, |ways, place| {
        ways * (n - place) as f64 / (place + 1) as f64
    });
    let proven = choices * n as f64 <= EXHAUSTIVE;
    let medoids = if proven {
        best_choice(distances, k)
    } else {
        swapped(distances, greedy(distances, k))
    };
    let nearest: Vec<(usize, f64)> = (0..n)
        .map(|object| {
            let all = medoids.iter().enumerate();
            all.map(|(cluster, &medoid)| (cluster, distances.between(object, medoid)))
                // a medoid belongs to itself, even where another is at distance 0
                .min_by(|a, b| {
                    a.1.total_cmp(&b.1)
                        .then((medoids[b.0] == object).cmp(&(medoids[a.0] == object)))
                })
                .unwrap_or((0, 0.0))
        })
        .collect();
    let cost = nearest.iter().map(|(_, distance)| distance).sum();
    let clusters: Vec<usize> = nearest.iter().map(|(cluster, _)| *cluster).collect();
    let labels = in_order_of_appearance(&clusters);
    let mut ordered = vec![0; k];
    for &medoid in &medoids {
        ordered[labels[medoid]] = medoid;
    }
    Ok(KMedoids {
        medoids: ordered,
        labels,
        cost,
        proven,
    })
}

/// The best of all choices, the first of equals.
fn best_choice(distances: &Distances, k: usize) -> Vec<usize> {
    let n = distances.n();
    let mut choice: Vec<usize> = (0..k).collect();
    let (mut best, mut least) = (choice.clone(), f64::INFINITY);
    loop {
        let mut cost = 0.0;
        for object in 0..n {
            let near = choice
                .iter()
                .map(|medoid| distances.between(object, *medoid));
            cost += near.fold(f64::INFINITY, f64::min);
        }
        if cost < least {
            least = cost;
            best.clone_from(&choice);
        }
        // the next choice in lexicographic order
        let Some(place) = (0..k).rev().find(|place| choice[*place] < n - k + place) else {
            return best;
        };
        choice[place] += 1;
        for later in place + 1..k {
            choice[later] = choice[later - 1] + 1;
        }
    }
}

/// One medoid after the other, each time the one that lowers the cost most.
fn greedy(distances: &Distances, k: usize) -> Vec<usize> {
    let n = distances.n();
    let mut nearest = vec![f64::INFINITY; n];
    let mut medoids = Vec::with_capacity(k);
    for _ in 0..k {
        let (mut best, mut least) = (0, f64::INFINITY);
        for candidate in (0..n).filter(|candidate| !medoids.contains(candidate)) {
            let cost = (0..n)
                .map(|object| distances.between(candidate, object).min(nearest[object]))
                .sum();
            if cost < least {
                (best, least) = (candidate, cost);
            }
        }
        for (object, nearest) in nearest.iter_mut().enumerate() {
            *nearest = nearest.min(distances.between(best, object));
        }
        medoids.push(best);
    }
    medoids
}

/// Swaps a medoid for another object as long as that lowers the cost.
fn swapped(distances: &Distances, mut medoids: Vec<usize>) -> Vec<usize> {
    let n = distances.n();
    let mut idle = 0;
    let mut near = nearest_two(distances, &medoids);
    for candidate in (0..n).cycle() {
        if idle == n {
            break;
        }
        idle += 1;
        if medoids.contains(&candidate) {
            continue;
        }
        // what it costs to lose each medoid, and what the candidate brings whichever it replaces
        let mut change = vec![0.0; medoids.len()];
        let mut gain = 0.0;
        let mut size = 0.0;
        for (object, near) in near.iter().enumerate() {
            let distance = distances.between(candidate, object);
            size += near.first;
            if distance < near.first {
                gain += distance - near.first;
            } else {
                change[near.medoid] += distance.min(near.second) - near.first;
            }
        }
        let best = (0..medoids.len()).min_by(|a, b| change[*a].total_cmp(&change[*b]));
        if let Some(place) = best
            && change[place] + gain < -1e-12 * size
        {
            medoids[place] = candidate;
            near = nearest_two(distances, &medoids);
            idle = 0;
        }
    }
    medoids
}

struct Near {
    medoid: usize,
    first: f64,
    second: f64,
}

fn nearest_two(distances: &Distances, medoids: &[usize]) -> Vec<Near> {
    (0..distances.n())
        .map(|object| {
            let mut near = Near {
                medoid: 0,
                first: f64::INFINITY,
                second: f64::INFINITY,
            };
            for (place, &medoid) in medoids.iter().enumerate() {
                let distance = distances.between(object, medoid);
                if distance < near.first {
                    near = Near {
                        medoid: place,
                        first: distance,
                        second: near.first,
                    };
                } else if distance < near.second {
                    near.second = distance;
                }
            }
            near
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::multivariate::Metric;
    use crate::random::Random;

    fn points(n: usize, seed: u64) -> Distances {
        let mut random = Random::new(seed);
        let points: Vec<Vec<f64>> = (0..n)
            .map(|_| vec![random.uniform(), random.uniform()])
            .collect();
        Distances::of(&points, Metric::Euclidean).unwrap()
    }

    #[test]
    fn swaps_come_near_the_best_choice() {
        for seed in 0..20 {
            let distances = points(12, seed);
            for k in 1..=5 {
                let best = k_medoids(&distances, k).unwrap();
                assert!(best.proven);
                let local = swapped(&distances, greedy(&distances, k));
                let cost: f64 = nearest_two(&distances, &local)
                    .iter()
                    .map(|near| near.first)
                    .sum();
                assert!(
                    cost >= best.cost - 1e-12 && cost <= best.cost * 1.25,
                    "{cost}"
                );
                for (cluster, medoid) in best.medoids.iter().enumerate() {
                    assert_eq!(best.labels[*medoid], cluster);
                }
            }
        }
    }

    #[test]
    fn many_objects_in_clear_groups() {
        let mut random = Random::new(5);
        let points: Vec<Vec<f64>> = (0..300)
            .map(|k| vec![f64::from(k % 3) * 100.0 + random.normal(), random.normal()])
            .collect();
        let distances = Distances::of(&points, Metric::Euclidean).unwrap();
        let found = k_medoids(&distances, 3).unwrap();
        assert!(!found.proven);
        assert!(
            found
                .labels
                .iter()
                .enumerate()
                .all(|(k, label)| *label == k % 3)
        );
    }

    #[test]
    fn equal_objects_and_impossible_numbers() {
        let equal = Distances::from_condensed(3, vec![0.0; 3]).unwrap();
        let found = k_medoids(&equal, 2).unwrap();
        assert_eq!(found.cost, 0.0);
        assert_ne!(found.medoids[0], found.medoids[1]);
        for k in [0, 4] {
            assert!(k_medoids(&equal, k).is_err());
        }
    }
}
