//! Closed testing of all comparisons of two groups, with the logic that ties them together.

use crate::{Error, Probability};

/// Most groups for which every partition is looked at (there are 21,147 of nine).
pub const MAX_CLOSED_GROUPS: usize = 9;

/// Corrected p-values of all comparisons of every two of k groups by closed testing, in the order of the given ones.
///
/// `p` holds the pairs (0, 1), (0, 2), ..., (k − 2, k − 1). What several hypotheses of equality say together is a partition
/// of the groups into classes of equals, so only partitions are tested, each by Bonferroni's test over the pairs within
/// its classes; a pair is as significant as the least significant partition that puts both groups into one class. Strongly
/// familywise under any dependence, and never larger than Holm's. Marcus, Peritz and Gabriel (1976), *Biometrika* 63, 655-660;
/// Bergmann and Hommel (1988). R: `scmamp::adjustBergmannHommel`. A NaN is a test that could not be made: it stays NaN and
/// counts for nothing. O(k² Bell(k)).
///
/// # Errors
/// [`Error::TooManyGroups`] above [`MAX_CLOSED_GROUPS`]; [`Error::LengthsDiffer`] unless there are k(k − 1)/2 p-values.
pub fn closed_pairwise(groups: usize, p: &[Probability]) -> Result<Vec<Probability>, Error> {
    if groups > MAX_CLOSED_GROUPS {
        return Err(Error::TooManyGroups {
            groups,
            limit: MAX_CLOSED_GROUPS,
        });
    }
    let pairs: Vec<(usize, usize)> = (0..groups)
        .flat_map(|first| (first + 1..groups).map(move |second| (first, second)))
        .collect();
    if p.len() != pairs.len() {
        return Err(Error::LengthsDiffer {
            first: p.len(),
            second: pairs.len(),
        });
    }
    let mut adjusted = p.to_vec();
    // every partition once, as a restricted growth string: class[i] is at most one above all classes before it
    let mut class = vec![0_usize; groups];
    loop {
        let together = |&(first, second): &(usize, usize)| class[first] == class[second];
        let (mut hypotheses, mut smallest) = (0.0, Probability::ONE);
        for (pair, &p) in pairs.iter().zip(p) {
            if together(pair) && !p.value().is_nan() {
                hypotheses += 1.0;
                if p < smallest {
                    smallest = p;
                }
            }
        }
        let p_value = smallest.times(hypotheses);
        for (pair, adjusted) in pairs.iter().zip(&mut adjusted) {
            if together(pair) && *adjusted < p_value {
                *adjusted = p_value;
            }
        }
        let Some(last) = (1..groups)
            .rev()
            .find(|&group| class[..group].iter().any(|before| *before >= class[group]))
        else {
            return Ok(adjusted);
        };
        class[last] += 1;
        class[last + 1..].fill(0);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::multiplicity::{Adjustment, adjust};

    fn probabilities(p: &[f64]) -> Vec<Probability> {
        p.iter().copied().map(Probability::new).collect()
    }

    fn closed_pairwise(groups: usize, p: &[f64]) -> Result<Vec<f64>, Error> {
        let adjusted = super::closed_pairwise(groups, &probabilities(p))?;
        Ok(adjusted.into_iter().map(Probability::value).collect())
    }

    #[test]
    fn goes_on_below_the_range_of_doubles() {
        let p = [-4000.0, -4001.0, -3.0].map(Probability::from_ln);
        let adjusted = super::closed_pairwise(3, &p).unwrap();
        // all three equal: 3 e^-4001, which is more than e^-4000
        assert!((adjusted[0].ln() - (-4001.0 + libm::log(3.0))).abs() < 1e-11);
        assert_eq!(adjusted[0], adjusted[1]);
        assert_eq!(adjusted[2], p[2]);
    }

    #[test]
    fn three_groups_need_no_correction_after_the_first() {
        // with three groups only the hypothesis that all are equal ties pairs together: 3 min(p), else p itself
        let p = closed_pairwise(3, &[0.01, 0.04, 0.2]).unwrap();
        assert_eq!(p, [0.03, 0.04, 0.2]);
        assert_eq!(closed_pairwise(2, &[0.3]).unwrap(), [0.3]);
        assert!(closed_pairwise(3, &[0.01]).is_err());
        assert!(closed_pairwise(10, &[0.01; 45]).is_err());
    }

    /// Every set of pairs whose equalities imply no other pair, by brute force over all sets.
    fn brute_force(groups: usize, p: &[f64]) -> Vec<f64> {
        let pairs: Vec<(usize, usize)> = (0..groups)
            .flat_map(|a| (a + 1..groups).map(move |b| (a, b)))
            .collect();
        let mut adjusted = p.to_vec();
        for set in 1_u32..1 << pairs.len() {
            let held = |index: usize| set >> index & 1 == 1;
            let mut class: Vec<usize> = (0..groups).collect();
            for (index, &(a, b)) in pairs.iter().enumerate() {
                if held(index) {
                    let (from, to) = (class[b], class[a]);
                    class
                        .iter_mut()
                        .filter(|class| **class == from)
                        .for_each(|class| *class = to);
                }
            }
            if pairs
                .iter()
                .enumerate()
                .any(|(index, &(a, b))| !held(index) && class[a] == class[b])
            {
                continue;
            }
            let members: Vec<usize> = (0..pairs.len()).filter(|index| held(*index)).collect();
            let least = members
                .iter()
                .map(|&index| p[index])
                .fold(f64::INFINITY, f64::min);
            let local = (members.len() as f64 * least).min(1.0);
            members
                .iter()
                .for_each(|&index| adjusted[index] = adjusted[index].max(local));
        }
        adjusted
    }

    proptest! {
        #[test]
        fn equals_the_closure_over_all_sets_and_gains_on_holm(p in prop::collection::vec(0.0..0.2f64, 10)) {
            let closed = closed_pairwise(5, &p).unwrap();
            prop_assert_eq!(&closed, &brute_force(5, &p));
            for (closed, holm) in closed.iter().zip(adjust(&probabilities(&p), Adjustment::Holm)) {
                prop_assert!(*closed <= holm.value() * (1.0 + 1e-15));
            }
        }
    }
}
