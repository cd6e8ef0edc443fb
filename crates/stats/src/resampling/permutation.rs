//! The permutation test.

use crate::Error;
use crate::order::sort_by;
use crate::random::Random;

/// How extreme a statistic is among those of rearranged labels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PermutationTest {
    /// The statistic of the labels as they are.
    pub statistic: f64,
    /// Share of arrangements with a statistic at least as large: exact, or (b + 1)/(m + 1) of m random ones.
    pub p_value: f64,
    /// Monte Carlo standard error of the p-value; 0 where it is exact.
    pub standard_error: f64,
    /// Arrangements with a statistic at least as large; all arrangements with the observed one where exact, random ones
    /// without it otherwise.
    pub as_extreme: u64,
    /// Those of them whose statistic equals the observed one.
    pub ties: u64,
    /// Arrangements looked at.
    pub permutations: u64,
    /// Whether every arrangement was looked at.
    pub exact: bool,
}

/// n! / Π n_g!: in how many ways labels can be arranged; ∞ beyond the range of doubles.
pub fn arrangements(labels: &[usize]) -> f64 {
    let mut sizes = vec![0_u32; labels.iter().max().map_or(0, |most| most + 1)];
    let (mut ways, mut placed) = (1.0, 0.0);
    for label in labels {
        sizes[*label] += 1;
        placed += 1.0;
        // a product of binomial coefficients stays whole
        ways *= placed / f64::from(sizes[*label]);
    }
    if ways < 1e15 { ways.round() } else { ways }
}

/// A permutation test: rearranges group labels and counts how often `statistic` is at least as large as observed.
///
/// All arrangements are looked at where they are at most `permutations`, random ones otherwise; then p = (b + 1)/(m + 1)
/// (Phipson and Smyth 2010). Statistics that differ by less than a relative 10⁻¹² are ties, because rounding must not decide
/// whether an arrangement counts. Edgington and Onghena (2007).
///
/// # Errors
/// [`Error::UndefinedStatistic`] where the observed statistic is no number.
pub fn permutation_test(
    labels: &[usize],
    permutations: u64,
    seed: u64,
    statistic: &mut dyn FnMut(&[usize]) -> f64,
) -> Result<PermutationTest, Error> {
    let observed = statistic(labels);
    if observed.is_nan() {
        return Err(Error::UndefinedStatistic);
    }
    let margin = observed.abs() * 1e-12;
    let (mut as_extreme, mut ties, mut looked_at) = (0, 0, 0);
    let mut look = |labels: &[usize]| {
        let value = statistic(labels);
        // an infinite statistic ties with itself
        let tie = value == observed || (value - observed).abs() <= margin;
        ties += u64::from(tie);
        as_extreme += u64::from(tie || value > observed);
        looked_at += 1;
    };
    let given = labels;
    let mut labels = given.to_vec();
    let exact = arrangements(&labels) <= permutations as f64;
    if exact {
        sort_by(&mut labels, Ord::cmp);
        look(&labels);
        while next_arrangement(&mut labels) {
            look(&labels);
        }
    } else {
        let streams = Random::new(seed);
        for permutation in 0..permutations {
            labels.copy_from_slice(given);
            streams.split(permutation).shuffle(&mut labels);
            look(&labels);
        }
    }
    let p_value = if exact {
        as_extreme as f64 / looked_at as f64
    } else {
        (as_extreme + 1) as f64 / (looked_at + 1) as f64
    };
    let standard_error = if exact {
        0.0
    } else {
        (p_value * (1.0 - p_value) / (looked_at + 1) as f64).sqrt()
    };
    Ok(PermutationTest {
        statistic: observed,
        p_value,
        standard_error,
        as_extreme,
        ties,
        permutations: looked_at,
        exact,
    })
}

/// The next arrangement in lexicographic order; false after the last. Knuth (TAOCP 4A, §7.2.1.2, algorithm L).
fn next_arrangement(labels: &mut [usize]) -> bool {
    let Some(pivot) = labels.windows(2).rposition(|pair| pair[0] < pair[1]) else {
        return false;
    };
    let larger = labels
        .iter()
        .rposition(|label| *label > labels[pivot])
        .unwrap_or(pivot);
    labels.swap(pivot, larger);
    labels[pivot + 1..].reverse();
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Difference of the means of two groups, absolute.
    fn difference(values: &[f64]) -> impl FnMut(&[usize]) -> f64 {
        let values = values.to_vec();
        move |labels| {
            let (mut sums, mut sizes) = ([0.0; 2], [0.0; 2]);
            for (value, label) in values.iter().zip(labels) {
                sums[*label] += value;
                sizes[*label] += 1.0;
            }
            (sums[0] / sizes[0] - sums[1] / sizes[1]).abs()
        }
    }

    #[test]
    fn few_arrangements_are_all_looked_at() {
        // all 35 choices with exact fractions in Python: 2 are as extreme
        let values = [1.1, 2.3, 2.9, 4.2, 5.1, 3.3, 6.0];
        let labels = [0, 0, 0, 1, 1, 1, 1];
        let test = permutation_test(&labels, 9999, 1, &mut difference(&values)).unwrap();
        assert!(test.exact);
        assert_eq!(test.permutations, 35);
        assert_eq!(test.p_value, 2.0 / 35.0);
        assert_eq!(test.standard_error, 0.0);
    }

    #[test]
    fn random_arrangements_come_near_the_exact_p() {
        let values = [1.1, 2.3, 2.9, 4.2, 5.1, 3.3, 6.0, 0.4, 2.2, 3.1, 5.9, 4.4];
        let labels = [0, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0];
        let exact = permutation_test(&labels, 1000, 1, &mut difference(&values)).unwrap();
        assert!(exact.exact && exact.permutations == 924);
        let random = permutation_test(&labels, 900, 1, &mut difference(&values)).unwrap();
        assert!(!random.exact);
        assert!((random.p_value - exact.p_value).abs() < 5.0 * random.standard_error);
        assert_eq!(
            random.p_value,
            (random.as_extreme + 1) as f64 / (random.permutations + 1) as f64
        );
    }

    #[test]
    fn arrangements_are_counted() {
        assert_eq!(arrangements(&[0, 0, 1, 1, 2]), 30.0);
        assert_eq!(arrangements(&[]), 1.0);
        assert_eq!(arrangements(&[4, 4]), 1.0);
        let mut labels = vec![0, 0, 1, 1, 2];
        let mut seen = 1;
        while next_arrangement(&mut labels) {
            seen += 1;
        }
        assert_eq!(seen, 30);
    }

    #[test]
    fn a_constant_statistic_is_never_extreme() {
        let test = permutation_test(&[0, 1, 0, 1], 100, 1, &mut |_| 3.0).unwrap();
        assert_eq!((test.p_value, test.ties), (1.0, 6));
        assert_eq!(
            permutation_test(&[0, 1], 100, 1, &mut |_| f64::NAN),
            Err(Error::UndefinedStatistic)
        );
    }
}
