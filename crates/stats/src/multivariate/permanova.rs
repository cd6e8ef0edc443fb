//! Permutational analysis of variance on distances.

use super::{Distances, exponent, scaled};
use crate::Error;
use crate::dd::Dd;
use crate::resampling::{PermutationTest, permutation_test};

/// Whether groups differ in location, by their distances.
#[derive(Debug, Clone, PartialEq)]
pub struct Permanova {
    /// (SS_between / (a − 1)) / (SS_within / (n − a)); ∞ where all objects of each group are equal and groups differ.
    pub pseudo_f: f64,
    /// SS_between / SS_total.
    pub r_squared: f64,
    /// SS_between.
    pub between: f64,
    /// SS_within.
    pub within: f64,
    /// a − 1.
    pub df_between: f64,
    /// n − a.
    pub df_within: f64,
    /// The permutation test; its statistic is pseudo-F.
    pub test: PermutationTest,
}

/// One-way PERMANOVA: sums of squared distances by n, within groups and in all, O(n²) per permutation.
///
/// Anderson (2001). All arrangements of the labels are looked at where they are at most `permutations`.
/// R: `vegan::adonis2(d ~ group, permutations = m)`.
///
/// # Errors
/// [`Error::TooFewObjects`] below two groups, or where every object is a group of its own;
/// [`Error::UndefinedStatistic`] where all distances are 0.
pub fn permanova(
    distances: &Distances,
    groups: &[usize],
    permutations: u64,
    seed: u64,
) -> Result<Permanova, Error> {
    let n = distances.n();
    let mut sizes = vec![0_usize; groups.iter().max().map_or(0, |most| most + 1)];
    groups.iter().for_each(|group| sizes[*group] += 1);
    let count = sizes.iter().filter(|size| **size > 0).count();
    if count < 2 || n <= count || groups.len() != n {
        return Err(Error::TooFewObjects {
            groups: count,
            objects: n,
        });
    }
    let pairs = || (0..n).flat_map(|first| (first + 1..n).map(move |second| (first, second)));
    let e = exponent(distances.condensed().iter().copied());
    let squared = |first, second| {
        let distance = scaled(distances.between(first, second), -e);
        Dd::product(distance, distance)
    };
    let total = pairs().map(|(i, j)| squared(i, j)).sum::<Dd>() / n as f64;
    let within: Dd = pairs()
        .filter(|(i, j)| groups[*i] == groups[*j])
        .map(|(i, j)| squared(i, j) / sizes[groups[i]] as f64)
        .sum();
    if total.value() == 0.0 {
        return Err(Error::UndefinedStatistic);
    }
    let between = total - within;
    let (df_between, df_within) = ((count - 1) as f64, (n - count) as f64);
    let pseudo_f = if within.value() == 0.0 {
        f64::INFINITY
    } else {
        ((between / df_between) / (within / df_within)).value()
    };
    // pseudo-F falls as SS_within rises, and the total never changes
    let near = distances.condensed().iter().map(|d| scaled(*d, -e));
    let squares: Vec<f64> = near.map(|d| d * d).collect();
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); sizes.len()];
    let mut statistic = |labels: &[usize]| {
        members.iter_mut().for_each(Vec::clear);
        for (object, group) in labels.iter().enumerate() {
            members[*group].push(object);
        }
        let mut within = 0.0;
        for group in &members {
            let mut sum = 0.0;
            for (place, &first) in group.iter().enumerate() {
                // the row of `first` in the upper triangle, without its first `first + 1` places
                let row = (first * (2 * n - first - 1) / 2).wrapping_sub(first + 1);
                for &second in &group[place + 1..] {
                    sum += squares[row.wrapping_add(second)];
                }
            }
            if !group.is_empty() {
                within += sum / group.len() as f64;
            }
        }
        -within
    };
    let test = permutation_test(groups, permutations, seed, &mut statistic)?;
    Ok(Permanova {
        pseudo_f,
        r_squared: (between / total).value(),
        between: scaled(between.value(), 2 * e),
        within: scaled(within.value(), 2 * e),
        df_between,
        df_within,
        test: PermutationTest {
            statistic: pseudo_f,
            ..test
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::multivariate::Metric;

    /// Eight objects in three groups.
    const PROFILES: [[f64; 2]; 8] = [
        [1.0, 2.0],
        [2.0, 1.5],
        [1.5, 3.0],
        [4.0, 4.5],
        [5.0, 3.5],
        [4.5, 5.0],
        [2.0, 6.0],
        [3.0, 7.0],
    ];
    const GROUPS: [usize; 8] = [0, 0, 0, 1, 1, 1, 2, 2];

    fn distances(metric: Metric) -> Distances {
        let profiles: Vec<Vec<f64>> = PROFILES.iter().map(|p| p.to_vec()).collect();
        Distances::of(&profiles, metric).unwrap()
    }

    #[test]
    fn euclidean_is_the_trace_of_manova() {
        // exact fractions in Python: sums of squares around group means and the grand mean;
        // p: all 560 arrangements
        let found = permanova(&distances(Metric::Euclidean), &GROUPS, 9999, 1).unwrap();
        assert!(
            (found.between / 36.760416666666664 - 1.0).abs() < 1e-14,
            "{}",
            found.between
        );
        assert!(
            (found.within / 4.333333333333333 - 1.0).abs() < 1e-14,
            "{}",
            found.within
        );
        assert!((found.pseudo_f / 21.207932692307693 - 1.0).abs() < 1e-14);
        assert!(found.test.exact);
        assert_eq!(found.test.permutations, 560);
        assert_eq!(found.test.as_extreme, 2);
    }

    #[test]
    fn random_permutations_come_near() {
        let distances = distances(Metric::Manhattan);
        let exact = permanova(&distances, &[0, 1, 2, 0, 1, 2, 0, 1], 1000, 1).unwrap();
        let random = permanova(&distances, &[0, 1, 2, 0, 1, 2, 0, 1], 500, 7).unwrap();
        assert!(exact.test.exact && !random.test.exact);
        assert_eq!(exact.pseudo_f, random.pseudo_f);
        let (p, q) = (exact.test.p_value, random.test.p_value);
        assert!((p - q).abs() < 5.0 * random.test.standard_error, "{p} {q}");
    }

    #[test]
    fn huge_and_tiny_distances_give_the_same_test() {
        let one = permanova(&distances(Metric::Euclidean), &GROUPS, 9999, 1).unwrap();
        for scale in [2.0_f64.powi(-600), 2.0_f64.powi(600)] {
            let condensed = distances(Metric::Euclidean).condensed().to_vec();
            let condensed = condensed.into_iter().map(|d| d * scale).collect();
            let all = Distances::from_condensed(8, condensed).unwrap();
            let other = permanova(&all, &GROUPS, 9999, 1).unwrap();
            assert_eq!((one.pseudo_f, one.test), (other.pseudo_f, other.test));
        }
    }

    #[test]
    fn degenerate_groups() {
        let d = distances(Metric::Euclidean);
        assert!(matches!(
            permanova(&d, &[0; 8], 99, 1),
            Err(Error::TooFewObjects { groups: 1, .. })
        ));
        assert!(permanova(&d, &[0, 1, 2, 3, 4, 5, 6, 7], 99, 1).is_err());
        let zero = Distances::from_condensed(4, vec![0.0; 6]).unwrap();
        assert_eq!(
            permanova(&zero, &[0, 0, 1, 1], 99, 1),
            Err(Error::UndefinedStatistic)
        );
        let apart = Distances::from_condensed(4, vec![0.0, 1.0, 1.0, 1.0, 1.0, 0.0]).unwrap();
        let found = permanova(&apart, &[0, 0, 1, 1], 99, 1).unwrap();
        assert_eq!(found.pseudo_f, f64::INFINITY);
        assert_eq!((found.r_squared, found.test.p_value), (1.0, 2.0 / 6.0));
    }
}
