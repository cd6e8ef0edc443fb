//! Quantiles and box plots of an empirical distribution held as sorted distinct values with their weights.

use crate::Error;

/// How a sample quantile is defined: the nine types of Hyndman and Fan (1996), numbered as in R, and Tukey's hinges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuantileRule {
    /// Type 1: inverse of the empirical distribution function.
    Type1,
    /// Type 2: as type 1, averaged at discontinuities.
    Type2,
    /// Type 3: nearest even order statistic.
    Type3,
    /// Type 4: linear interpolation of the empirical distribution function.
    Type4,
    /// Type 5: piecewise linear through the midpoints of its steps.
    Type5,
    /// Type 6: linear interpolation of the expected order statistics of a uniform (SPSS).
    Type6,
    /// Type 7: linear interpolation of their modes (R, Excel).
    Type7,
    /// Type 8: approximately median-unbiased.
    Type8,
    /// Type 9: approximately unbiased for normal data.
    Type9,
}

/// An empirical distribution: sorted distinct values with positive weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    values: Vec<f64>,
    /// `cumulative[i]` is the weight of the values up to and including `values[i]`.
    cumulative: Vec<f64>,
}

/// The figures of Tukey's box plot (1977): quartiles, and whiskers to the farthest values within 1.5 interquartile
/// ranges of the box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoxPlot {
    /// Smallest value.
    pub minimum: f64,
    /// Smallest value not below the lower fence.
    pub lower_whisker: f64,
    /// First quartile or lower hinge.
    pub lower_quartile: f64,
    /// Median.
    pub median: f64,
    /// Third quartile or upper hinge.
    pub upper_quartile: f64,
    /// Largest value not above the upper fence.
    pub upper_whisker: f64,
    /// Largest value.
    pub maximum: f64,
}

impl Distribution {
    /// From values with their weights (frequencies), in any order; `None` where there are none.
    ///
    /// # Errors
    /// [`Error::InvalidObservation`] where a value is not finite or a weight not positive.
    pub fn new(observations: impl IntoIterator<Item = (f64, f64)>) -> Result<Option<Self>, Error> {
        let mut sorted = Vec::new();
        for (value, weight) in observations {
            if !value.is_finite() || !weight.is_finite() || weight <= 0.0 {
                return Err(Error::InvalidObservation { value, weight });
            }
            // -0 and 0 are one value
            sorted.push((value + 0.0, weight));
        }
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut values: Vec<f64> = Vec::new();
        let mut cumulative: Vec<f64> = Vec::new();
        let mut sum = 0.0;
        for (value, weight) in sorted {
            sum += weight;
            if values.last() == Some(&value) {
                if let Some(last) = cumulative.last_mut() {
                    *last = sum;
                }
            } else {
                values.push(value);
                cumulative.push(sum);
            }
        }
        Ok((!values.is_empty()).then_some(Self { values, cumulative }))
    }

    /// Sum of the weights.
    pub fn weight(&self) -> f64 {
        self.cumulative.last().copied().unwrap_or(0.0)
    }

    /// Smallest value.
    pub fn minimum(&self) -> f64 {
        self.values[0]
    }

    /// Largest value.
    pub fn maximum(&self) -> f64 {
        self.values[self.values.len() - 1]
    }

    /// The order statistic x₍ⱼ₎: the smallest value with at least weight `j` up to it.
    fn order_statistic(&self, j: f64) -> f64 {
        let index = self.cumulative.partition_point(|&weight| weight < j);
        self.values[index.min(self.values.len() - 1)]
    }

    /// The `p`-quantile.
    ///
    /// Q(p) = (1 − γ) x₍ⱼ₎ + γ x₍ⱼ₊₁₎ with j = ⌊np + m⌋ and g = np + m − j; m and γ(g) depend on the rule.
    /// Hyndman and Fan (1996), *The American Statistician* 50, 361-365. R: `quantile(x, p, type = ...)`. Under weights n is
    /// their sum and x₍ⱼ₎ the smallest value with weight j up to it, which for whole weights equals repeating the values.
    ///
    /// # Errors
    /// [`Error::InvalidProbability`] where `p` is not within [0, 1].
    pub fn quantile(&self, p: f64, rule: QuantileRule) -> Result<f64, Error> {
        if !(0.0..=1.0).contains(&p) {
            return Err(Error::InvalidProbability { value: p });
        }
        let n = self.weight();
        let m = match rule {
            QuantileRule::Type1 | QuantileRule::Type2 | QuantileRule::Type4 => 0.0,
            QuantileRule::Type3 => -0.5,
            QuantileRule::Type5 => 0.5,
            QuantileRule::Type6 => p,
            QuantileRule::Type7 => 1.0 - p,
            QuantileRule::Type8 => (p + 1.0) / 3.0,
            QuantileRule::Type9 => p / 4.0 + 3.0 / 8.0,
        };
        // as R does, a position that misses a whole number by rounding alone counts as that number
        let fuzz = 4.0 * f64::EPSILON;
        let position = n * p + m;
        let j = (position + fuzz).floor();
        let mut g = position - j;
        if g.abs() < fuzz {
            g = 0.0;
        }
        let gamma = match rule {
            QuantileRule::Type1 => f64::from(g > 0.0),
            QuantileRule::Type2 => {
                if g > 0.0 {
                    1.0
                } else {
                    0.5
                }
            }
            QuantileRule::Type3 => f64::from(g != 0.0 || j % 2.0 != 0.0),
            _ => g,
        };
        let low = self.order_statistic(j.max(1.0));
        if gamma == 0.0 {
            return Ok(low);
        }
        let high = self.order_statistic((j + 1.0).max(1.0));
        Ok(if gamma == 1.0 || low == high {
            high
        } else {
            (1.0 - gamma) * low + gamma * high
        })
    }

    /// The median: the middle value, or the mean of the two middle values.
    pub fn median(&self) -> f64 {
        let half = self.weight() / 2.0;
        let index = self.cumulative.partition_point(|&weight| weight < half);
        match self.values.get(index + 1) {
            Some(next) if self.cumulative[index] == half => (self.values[index] + next) / 2.0,
            _ => self.values[index.min(self.values.len() - 1)],
        }
    }

    /// Tukey's hinges: the medians of the lower and the upper half, the median in both halves where n is odd.
    /// Tukey (1977), *Exploratory Data Analysis*. R: `fivenum(x)`.
    pub fn hinges(&self) -> (f64, f64) {
        let n = self.weight();
        let depth = ((n + 3.0) / 2.0).floor() / 2.0;
        let at = |position: f64| {
            (self.order_statistic(position.floor().max(1.0))
                + self.order_statistic(position.ceil().max(1.0)))
                / 2.0
        };
        (at(depth), at(n + 1.0 - depth))
    }

    /// The box plot with quartiles by a quantile rule, or with hinges where there is none.
    pub fn box_plot(&self, rule: Option<QuantileRule>) -> BoxPlot {
        let (lower_quartile, upper_quartile) = match rule {
            Some(rule) => {
                let at = |p| self.quantile(p, rule).unwrap_or(f64::NAN);
                (at(0.25), at(0.75))
            }
            None => self.hinges(),
        };
        let reach = 1.5 * (upper_quartile - lower_quartile);
        let (lower_fence, upper_fence) = (lower_quartile - reach, upper_quartile + reach);
        let first = self.values.partition_point(|&value| value < lower_fence);
        let after = self.values.partition_point(|&value| value <= upper_fence);
        BoxPlot {
            minimum: self.minimum(),
            lower_whisker: self.values[first.min(self.values.len() - 1)].min(lower_quartile),
            lower_quartile,
            median: self.median(),
            upper_quartile,
            upper_whisker: self.values[after.max(1) - 1].max(upper_quartile),
            maximum: self.maximum(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(values: &[f64]) -> Distribution {
        Distribution::new(values.iter().map(|&value| (value, 1.0)))
            .unwrap()
            .unwrap()
    }

    #[test]
    fn the_nine_types() {
        // numpy: quantile(x, 0.3, method=...) for the nine methods in the order of Hyndman and Fan
        let distribution = of(&[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0]);
        let expected = [
            4.0,
            4.0,
            2.0,
            2.2,
            3.2,
            2.8,
            3.6,
            3.066_666_666_666_666_7,
            3.1,
        ];
        let rules = [
            QuantileRule::Type1,
            QuantileRule::Type2,
            QuantileRule::Type3,
            QuantileRule::Type4,
            QuantileRule::Type5,
            QuantileRule::Type6,
            QuantileRule::Type7,
            QuantileRule::Type8,
            QuantileRule::Type9,
        ];
        for (rule, expected) in rules.into_iter().zip(expected) {
            let found = distribution.quantile(0.3, rule).unwrap();
            assert!(
                (found - expected).abs() < 1e-12,
                "{rule:?}: {found} instead of {expected}"
            );
        }
    }

    #[test]
    fn hinges_are_medians_of_the_halves() {
        // by hand: medians of the halves, the median in both where n is odd
        assert_eq!(of(&[1.0, 2.0, 3.0, 4.0, 5.0]).hinges(), (2.0, 4.0));
        assert_eq!(of(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).hinges(), (2.0, 5.0));
        assert_eq!(of(&[7.0]).hinges(), (7.0, 7.0));
    }

    #[test]
    fn whiskers_stop_at_the_farthest_value_inside_the_fences() {
        let plot =
            of(&[1.0, 10.0, 11.0, 12.0, 13.0, 14.0, 40.0]).box_plot(Some(QuantileRule::Type7));
        assert_eq!((plot.lower_whisker, plot.upper_whisker), (10.0, 14.0));
        assert_eq!((plot.minimum, plot.maximum), (1.0, 40.0));
    }

    proptest! {
        #[test]
        fn whole_weights_are_repetitions(values in prop::collection::vec((0i32..20, 1u32..5), 1..20), p in 0.0..=1.0f64) {
            let weighted = Distribution::new(values.iter().map(|&(value, weight)| (f64::from(value), f64::from(weight)))).unwrap().unwrap();
            let repeated: Vec<f64> = values.iter().flat_map(|&(value, weight)| std::iter::repeat_n(f64::from(value), weight as usize)).collect();
            let repeated = of(&repeated);
            for rule in [QuantileRule::Type1, QuantileRule::Type2, QuantileRule::Type3, QuantileRule::Type6, QuantileRule::Type7] {
                prop_assert_eq!(weighted.quantile(p, rule).unwrap(), repeated.quantile(p, rule).unwrap());
            }
            prop_assert_eq!(weighted.median(), repeated.median());
            prop_assert_eq!(weighted.hinges(), repeated.hinges());
        }

        #[test]
        fn the_median_is_the_obvious_one(values in prop::collection::vec(-50i32..50, 1..40)) {
            let mut sorted: Vec<f64> = values.iter().map(|&value| f64::from(value)).collect();
            sorted.sort_by(f64::total_cmp);
            let n = sorted.len();
            let obvious = if n % 2 == 1 { sorted[n / 2] } else { (sorted[n / 2 - 1] + sorted[n / 2]) / 2.0 };
            prop_assert_eq!(of(&sorted).median(), obvious);
        }
    }
}
