//! Mean and variance in one pass, mergeable and weighted.

/// Count, sum of weights, mean and sum of squared deviations of the values seen so far.
///
/// Two halves merged give the whole. West (1979), with the pairwise merge of Chan, Golub and LeVeque (1983). Weights
/// are frequencies: the variance has the denominator Σw − 1. R: `mean(x)`, `sd(x)`.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moments {
    n: u64,
    weight: f64,
    mean: f64,
    squares: f64,
}

impl Moments {
    /// No values yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The moments of `n` equal values with `weight` together. Values and weights must be finite; a weight of 0 adds nothing.
    pub fn of_equal(value: f64, n: u64, weight: f64) -> Self {
        if weight > 0.0 {
            Self {
                n,
                weight,
                mean: value,
                squares: 0.0,
            }
        } else {
            Self::default()
        }
    }

    /// The moments of a frequency table: distinct values with their rows and weights, in two passes.
    ///
    /// The mean is Σwx / Σw; the sum of squared deviations is corrected by what its rounding left over.
    pub fn of_frequencies(frequencies: &[(f64, u64, f64)]) -> Self {
        let weight: f64 = frequencies.iter().map(|(_, _, weight)| weight).sum();
        if weight <= 0.0 {
            return Self::default();
        }
        let mean = frequencies
            .iter()
            .map(|(value, _, weight)| value * weight)
            .sum::<f64>()
            / weight;
        let (mut deviations, mut squares) = (0.0, 0.0);
        for (value, _, weight) in frequencies {
            let deviation = value - mean;
            deviations += weight * deviation;
            squares += weight * deviation * deviation;
        }
        Self {
            n: frequencies.iter().map(|(_, n, _)| n).sum(),
            weight,
            mean,
            squares: squares - deviations * deviations / weight,
        }
    }

    /// Adds one value of weight 1.
    pub fn push(&mut self, value: f64) {
        self.merge(&Self::of_equal(value, 1, 1.0));
    }

    /// Adds all that another part has seen.
    pub fn merge(&mut self, other: &Self) {
        if other.weight == 0.0 {
            return;
        }
        if self.weight == 0.0 {
            *self = *other;
            return;
        }
        let weight = self.weight + other.weight;
        let delta = other.mean - self.mean;
        self.mean += delta * (other.weight / weight);
        self.squares += other.squares + delta * delta * (self.weight * (other.weight / weight));
        self.weight = weight;
        self.n += other.n;
    }

    /// How many values.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Sum of the weights.
    pub fn weight(&self) -> f64 {
        self.weight
    }

    /// x̄ = Σwx / Σw; `None` without values.
    pub fn mean(&self) -> Option<f64> {
        (self.weight > 0.0).then_some(self.mean)
    }

    /// s² = Σw(x − x̄)² / (Σw − 1); `None` where the sum of weights is not above 1.
    pub fn variance(&self) -> Option<f64> {
        (self.weight > 1.0).then(|| self.squares / (self.weight - 1.0))
    }

    /// s, the square root of [`Moments::variance`].
    pub fn standard_deviation(&self) -> Option<f64> {
        self.variance().map(f64::sqrt)
    }
}

impl FromIterator<f64> for Moments {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut moments = Self::new();
        for value in values {
            moments.push(value);
        }
        moments
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn equals_the_textbook_figures() {
        // by hand: sum 40, squared deviations 32
        let moments: Moments = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]
            .into_iter()
            .collect();
        assert_eq!(moments.mean(), Some(5.0));
        assert!((moments.variance().unwrap() - 32.0 / 7.0).abs() < 1e-15);
    }

    #[test]
    fn nothing_has_no_mean_and_one_value_no_variance() {
        assert_eq!(Moments::new().mean(), None);
        assert_eq!([3.0].into_iter().collect::<Moments>().variance(), None);
    }

    proptest! {
        #[test]
        fn a_table_gives_what_the_rows_give(values in prop::collection::vec(-9i32..9, 2..60)) {
            let mut frequencies: Vec<(f64, u64, f64)> = Vec::new();
            for value in &values {
                frequencies.push((f64::from(*value), 1, 1.0));
            }
            let table = Moments::of_frequencies(&frequencies);
            let rows: Moments = values.iter().map(|value| f64::from(*value)).collect();
            // sums of whole numbers are exact, so the mean is the nearest double to the true one
            prop_assert_eq!(table.mean().unwrap(), f64::from(values.iter().sum::<i32>()) / values.len() as f64);
            prop_assert!((table.variance().unwrap() - rows.variance().unwrap()).abs() < 1e-11);
        }

        #[test]
        fn halves_merged_are_the_whole(values in prop::collection::vec(-1e3..1e3f64, 2..60), cut in 0usize..60) {
            let cut = cut.min(values.len());
            let mut merged: Moments = values[..cut].iter().copied().collect();
            merged.merge(&values[cut..].iter().copied().collect());
            let n = values.len() as f64;
            let mean = values.iter().sum::<f64>() / n;
            let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (n - 1.0);
            prop_assert!((merged.mean().unwrap() - mean).abs() <= 1e-12 * (1.0 + mean.abs()));
            prop_assert!((merged.variance().unwrap() - variance).abs() <= 1e-10 * (1.0 + variance));
        }
    }
}
