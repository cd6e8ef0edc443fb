//! Differences by their signs.

use super::Differences;
use crate::distribution::binomial;
use crate::{Error, Probability};

/// The sign test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SignTest {
    /// Positive differences.
    pub positive: f64,
    /// Negative differences.
    pub negative: f64,
    /// Differences of 0, which do not count.
    pub zeros: f64,
    /// Exact two-sided p-value: twice P(X ≤ the rarer sign), X binomial with probability ½.
    pub p_value: Probability,
}

/// The sign test of a median of 0. Arbuthnott (1710); Conover (1999), §3.4. R: `binom.test(positive, positive + negative)`.
///
/// # Errors
/// [`Error::NoSpread`] where all differences are 0.
pub fn sign_test(differences: &Differences) -> Result<SignTest, Error> {
    let (mut positive, mut negative, mut zeros) = (0.0, 0.0, 0.0);
    for (difference, count) in differences.sample.frequencies() {
        if difference > 0.0 {
            positive += count;
        } else if difference < 0.0 {
            negative += count;
        } else {
            zeros += count;
        }
    }
    let n = positive + negative;
    if n == 0.0 {
        return Err(Error::NoSpread);
    }
    let rarer = f64::min(positive, negative);
    let tail = Probability::from_tail(binomial::cdf(rarer, n, 0.5), || {
        binomial::ln_cdf(rarer, n, 0.5)
    });
    Ok(SignTest {
        positive,
        negative,
        zeros,
        p_value: tail.times(2.0),
    })
}
