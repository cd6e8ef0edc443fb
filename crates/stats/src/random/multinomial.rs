//! Random tables of counts.

use super::Random;
use crate::Error;

/// The multinomial distribution: how often each of several categories is drawn.
///
/// Drawing n rows with replacement from rows with counts c₁, ..., c_k and counting them again is a multinomial draw with
/// probabilities c_i / n: a bootstrap costs k binomial numbers instead of n rows. Conditional binomials, category after
/// category (Devroye 1986, §XI.1.4). R: `rmultinom(1, n, weights)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Multinomial {
    /// Of a category, given that it is none of those before.
    conditional: Vec<f64>,
}

impl Multinomial {
    /// From counts or weights that need not add up to 1.
    ///
    /// # Errors
    /// [`Error::InvalidCount`] where a weight is negative, infinite or no number; [`Error::NothingToDraw`] where all are 0.
    pub fn new(weights: &[f64]) -> Result<Self, Error> {
        let mut total = 0.0;
        let mut conditional = vec![0.0; weights.len()];
        for (column, (&count, conditional)) in
            weights.iter().zip(&mut conditional).enumerate().rev()
        {
            if !count.is_finite() || count < 0.0 {
                return Err(Error::InvalidCount {
                    row: 0,
                    column,
                    count,
                });
            }
            // the last category with a weight gets exactly 1: what is left is all its own
            total += count;
            if total > 0.0 {
                *conditional = count / total;
            }
        }
        if total > 0.0 && total.is_finite() {
            Ok(Self { conditional })
        } else {
            Err(Error::NothingToDraw)
        }
    }

    /// Draws `n` times; `counts` gets how often each category came. Categories beyond its length are not counted.
    pub fn draw(&self, random: &mut Random, n: u64, counts: &mut [f64]) {
        let mut left = n;
        for (probability, count) in self.conditional.iter().zip(counts) {
            let drawn = random.binomial(left, *probability);
            *count = drawn as f64;
            left -= drawn;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_add_up_and_have_the_right_means_and_covariances() {
        let weights = [3.0, 0.0, 5.0, 2.0, 0.0];
        let table = Multinomial::new(&weights).unwrap();
        let mut random = Random::new(21);
        let (n, draws) = (40, 50_000);
        let mut sums = [0.0; 5];
        let mut product = 0.0;
        for _ in 0..draws {
            let mut counts = [f64::NAN; 5];
            table.draw(&mut random, n, &mut counts);
            assert_eq!(counts.iter().sum::<f64>(), 40.0);
            for (sum, count) in sums.iter_mut().zip(counts) {
                *sum += count;
            }
            product += (counts[0] - 12.0) * (counts[2] - 20.0);
        }
        let draws = f64::from(draws);
        for (sum, weight) in sums.iter().zip(weights) {
            let p = weight / 10.0;
            let spread = (40.0 * p * (1.0 - p) / draws).sqrt();
            assert!((sum / draws - 40.0 * p).abs() <= 5.0 * spread, "{sum}");
        }
        // covariance -n p q = -6
        assert!((product / draws + 6.0).abs() < 0.3);
    }

    #[test]
    fn what_cannot_be_drawn_says_why() {
        assert_eq!(Multinomial::new(&[0.0, 0.0]), Err(Error::NothingToDraw));
        assert_eq!(Multinomial::new(&[]), Err(Error::NothingToDraw));
        assert!(matches!(
            Multinomial::new(&[1.0, -2.0]),
            Err(Error::InvalidCount { column: 1, .. })
        ));
    }
}
