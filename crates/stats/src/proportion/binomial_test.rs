//! Is a proportion what it should be?

use super::checked;
use crate::distribution::binomial;
use crate::{Error, Probability};

/// Counts whose log probability lies this close to the observed one are as probable.
const TIE: f64 = 1e-12;

/// The exact binomial test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BinomialTest {
    /// The sum of the probabilities of all counts at most as probable as the observed one.
    pub two_sided: Probability,
    /// Twice the smaller one-sided p-value, at most 1 (SPSS).
    pub doubled: Probability,
    /// P(X ≤ observed).
    pub less: Probability,
    /// P(X ≥ observed).
    pub greater: Probability,
}

/// The exact test of `successes` in `trials`, both whole, against the expected proportion.
///
/// Conover (1971). R: `binom.test(successes, trials, expected)`.
///
/// # Errors
/// [`Error::InvalidProportion`]; [`Error::NotWhole`]; [`Error::InvalidProbability`] where the expected proportion is not
/// within [0, 1].
pub fn binomial_test(successes: f64, trials: f64, expected: f64) -> Result<BinomialTest, Error> {
    checked(successes, trials)?;
    if successes.floor() != successes || trials.floor() != trials {
        return Err(Error::NotWhole);
    }
    if !(0.0..=1.0).contains(&expected) {
        return Err(Error::InvalidProbability { value: expected });
    }
    let at_most = |k: f64| {
        Probability::from_tail(binomial::cdf(k, trials, expected), || {
            binomial::ln_cdf(k, trials, expected)
        })
    };
    let at_least = |k: f64| {
        Probability::from_tail(binomial::at_least(k, trials, expected), || {
            binomial::ln_at_least(k, trials, expected)
        })
    };
    let (less, greater) = (at_most(successes), at_least(successes));
    let ln = |k: f64| binomial::ln_pmf(k, trials, expected);
    let here = ln(successes);
    let not_above = |k: f64| ln(k) <= here + TIE;
    let mode = ((trials + 1.0) * expected).floor().clamp(0.0, trials);
    // from the mode outwards probabilities fall
    let two_sided = if ln(mode) <= here + TIE {
        Probability::ONE
    } else if successes < mode {
        let far = first(mode, trials + 1.0, &not_above);
        if far > trials {
            less
        } else {
            less.plus(at_least(far))
        }
    } else {
        let far = first(-mode, 1.0, &|k| not_above(-k));
        if far > 0.0 {
            greater
        } else {
            greater.plus(at_most(-far))
        }
    };
    let smaller = if less < greater { less } else { greater };
    Ok(BinomialTest {
        two_sided,
        doubled: smaller.times(2.0),
        less,
        greater,
    })
}

/// The first whole number above `from` from which on `holds`; `end` where it never does below.
pub(crate) fn first(from: f64, end: f64, holds: &dyn Fn(f64) -> bool) -> f64 {
    let (mut below, mut above) = (from, end);
    while above - below > 1.0 {
        let middle = below + ((above - below) / 2.0).floor();
        if holds(middle) {
            above = middle;
        } else {
            below = middle;
        }
    }
    above
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn peas_of_mendel() {
        // R's ?binom.test (Conover 1971, p. 97): binom.test(682, 925, p = 3/4); 60-digit arithmetic
        let test = binomial_test(682.0, 925.0, 0.75).unwrap();
        assert!((test.two_sided.value() / 0.382_491_559_574_851_7 - 1.0).abs() < 1e-13);
        assert!((test.doubled.value() / 0.392_018_534_107_766_7 - 1.0).abs() < 1e-13);
        assert_eq!(
            binomial_test(0.0, 3.0, 0.0).unwrap().two_sided,
            Probability::ONE
        );
        assert!(binomial_test(1.5, 3.0, 0.5).is_err());
    }

    proptest! {
        #[test]
        fn two_sided_is_the_obvious_sum(n in 1u32..60, part in 0.0..=1.0f64, p in 0.01..0.99f64) {
            let n = f64::from(n);
            let x = (part * n).floor();
            let here = binomial::pmf(x, n, p) * (1.0 + 1e-9);
            let all = (0..=n as u32).map(|k| binomial::pmf(f64::from(k), n, p));
            let sum: f64 = all.filter(|mass| *mass <= here).sum();
            let test = binomial_test(x, n, p).unwrap();
            prop_assert!((test.two_sided.value() - sum.min(1.0)).abs() < 1e-12);
        }
    }
}
