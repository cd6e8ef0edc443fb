//! Quantiles and box plots of an empirical distribution held as sorted distinct values with their weights.

use crate::Error;

/// Sums of weights that differ by less than this share of their total are equal: the rest is rounding.
const SLACK: f64 = 1e-12;

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
///
/// Whole weights are frequencies: a value of weight 3 is three values. Other weights are sampling weights, of which only
/// the ratios matter: they are scaled so that their sum is the number of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Distribution {
    values: Vec<f64>,
    /// `cumulative[i]` is the weight of the values up to and including `values[i]`.
    cumulative: Vec<f64>,
    /// n: the sum of the weights.
    n: f64,
    whole: bool,
}

/// A value that some rows have, with the sum of their weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// The value.
    pub value: f64,
    /// How many rows have it.
    pub rows: u64,
    /// The sum of their weights.
    pub weight: f64,
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
    /// From observations in any order; `None` where there are none.
    ///
    /// # Errors
    /// [`Error::InvalidObservation`] where a value is not finite or a weight not positive.
    pub fn new(observations: impl IntoIterator<Item = Observation>) -> Result<Option<Self>, Error> {
        let mut sorted: Vec<Observation> = observations.into_iter().collect();
        for &Observation { value, weight, .. } in &sorted {
            if !value.is_finite() || !weight.is_finite() || weight <= 0.0 {
                return Err(Error::InvalidObservation { value, weight });
            }
        }
        sorted.sort_unstable_by(|a, b| a.value.total_cmp(&b.value));
        let rows = sorted.iter().map(|seen| seen.rows).sum::<u64>() as f64;
        let sum: f64 = sorted.iter().map(|seen| seen.weight).sum();
        let whole = sorted.iter().all(|seen| seen.weight.fract() == 0.0);
        let scale = if whole { 1.0 } else { rows / sum };
        let mut values: Vec<f64> = Vec::new();
        let mut cumulative: Vec<f64> = Vec::new();
        let mut up_to = 0.0;
        for seen in sorted {
            up_to += seen.weight;
            // -0 and 0 are one value
            let value = seen.value + 0.0;
            if values.last() == Some(&value) {
                cumulative.pop();
            } else {
                values.push(value);
            }
            cumulative.push(up_to * scale);
        }
        let n = if whole { sum } else { rows };
        Ok((!values.is_empty()).then_some(Self {
            values,
            cumulative,
            n,
            whole,
        }))
    }

    /// Smallest value.
    pub fn minimum(&self) -> f64 {
        self.values[0]
    }

    /// Largest value.
    pub fn maximum(&self) -> f64 {
        self.values[self.values.len() - 1]
    }

    /// The first value with at least weight `j` up to it, up to rounding.
    fn index_of(&self, j: f64) -> usize {
        let least = j - SLACK * self.n;
        self.cumulative
            .partition_point(|&weight| weight < least)
            .min(self.values.len() - 1)
    }

    /// The order statistic x₍ⱼ₎: the smallest value with at least weight `j` up to it.
    fn order_statistic(&self, j: f64) -> f64 {
        self.values[self.index_of(j)]
    }

    /// The smallest value with at least weight `j` up to it; the mean of it and the next where it is exactly `j`.
    fn averaged(&self, j: f64) -> f64 {
        let index = self.index_of(j);
        match self.values.get(index + 1) {
            Some(next) if (self.cumulative[index] - j).abs() <= SLACK * self.n => {
                (self.values[index] + next) / 2.0
            }
            _ => self.values[index],
        }
    }

    /// The `p`-quantile.
    ///
    /// Q(p) = (1 − γ) x₍ⱼ₎ + γ x₍ⱼ₊₁₎ with j = ⌊np + m⌋ and g = np + m − j; m and γ(g) depend on the rule.
    /// Hyndman and Fan (1996), *The American Statistician* 50, 361-365. R: `quantile(x, p, type = ...)`. Under weights n is
    /// their sum and x₍ⱼ₎ the smallest value with weight j up to it, which for whole weights equals repeating the values
    /// (R: `Hmisc::wtd.quantile(x, w, p, normwt = TRUE)`). Types 1 and 2 invert the weighted distribution function itself.
    ///
    /// # Errors
    /// [`Error::InvalidProbability`] where `p` is not within [0, 1].
    pub fn quantile(&self, p: f64, rule: QuantileRule) -> Result<f64, Error> {
        if !(0.0..=1.0).contains(&p) {
            return Err(Error::InvalidProbability { value: p });
        }
        let n = self.n;
        let m = match rule {
            QuantileRule::Type1 => return Ok(self.order_statistic(n * p)),
            QuantileRule::Type2 => return Ok(self.averaged(n * p)),
            QuantileRule::Type4 => 0.0,
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
        self.averaged(self.n / 2.0)
    }

    /// Tukey's hinges: the medians of the lower and the upper half, the median in both halves where n is odd.
    /// Tukey (1977), *Exploratory Data Analysis*. R: `fivenum(x)`.
    pub fn hinges(&self) -> (f64, f64) {
        let n = self.n;
        let depth = ((n + 3.0) / 2.0).floor() / 2.0;
        let at = |position: f64| {
            (self.order_statistic(position.floor().max(1.0))
                + self.order_statistic(position.ceil().max(1.0)))
                / 2.0
        };
        (at(depth), at(n + 1.0 - depth))
    }

    /// The median that goes with a rule: under weights that are not whole it must not pass the quartiles.
    fn median_by(&self, rule: Option<QuantileRule>) -> f64 {
        match rule {
            _ if self.whole => self.median(),
            Some(rule) => self.quantile(0.5, rule).unwrap_or(f64::NAN),
            None => {
                let middle = (self.n + 1.0) / 2.0;
                (self.order_statistic(middle.floor()) + self.order_statistic(middle.ceil())) / 2.0
            }
        }
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
            median: self.median_by(rule),
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

    fn one(value: f64, weight: f64) -> Observation {
        Observation {
            value,
            rows: 1,
            weight,
        }
    }

    const RULES: [QuantileRule; 9] = [
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

    fn of(values: &[f64]) -> Distribution {
        Distribution::new(values.iter().map(|&value| one(value, 1.0)))
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
        for (rule, expected) in RULES.into_iter().zip(expected) {
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

    #[test]
    fn small_weights_do_not_shift_the_quartiles() {
        let light = Distribution::new((1..=6).map(|value| one(f64::from(value), 0.1)))
            .unwrap()
            .unwrap();
        let plain = of(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
        assert_eq!(light.median(), 3.5);
        assert_eq!(
            light.box_plot(Some(QuantileRule::Type7)),
            plain.box_plot(Some(QuantileRule::Type7))
        );
        // the inverse of the weighted distribution function: 1.5 of 6 is a quarter
        let heavy = Distribution::new((1..=4).map(|value| one(f64::from(value), 1.5)))
            .unwrap()
            .unwrap();
        assert_eq!(heavy.quantile(0.25, QuantileRule::Type1), Ok(1.0));
        assert_eq!(heavy.quantile(0.75, QuantileRule::Type1), Ok(3.0));
    }

    proptest! {
        #[test]
        fn weights_count_by_their_ratios_and_keep_the_order(values in prop::collection::vec((-20i32..20, 0.01..5.0f64), 1..30), factor in 0.01..50.0f64) {
            let weigh = |factor: f64| {
                Distribution::new(values.iter().map(|&(value, weight)| one(f64::from(value), weight * factor))).unwrap().unwrap()
            };
            let (plain, scaled) = (weigh(1.0), weigh(factor));
            for rule in RULES.into_iter().map(Some).chain([None]) {
                let (plot, other) = (plain.box_plot(rule), scaled.box_plot(rule));
                prop_assert!((plot.lower_quartile - other.lower_quartile).abs() < 1e-6);
                prop_assert!((plot.median - other.median).abs() < 1e-6);
                prop_assert!(plot.minimum <= plot.lower_quartile && plot.lower_quartile <= plot.median + 1e-12);
                prop_assert!(plot.median <= plot.upper_quartile + 1e-12 && plot.upper_quartile <= plot.maximum);
            }
        }

        #[test]
        fn whole_weights_are_repetitions(values in prop::collection::vec((0i32..20, 1u32..5), 1..20), p in 0.0..=1.0f64) {
            let weighted = Distribution::new(values.iter().map(|&(value, weight)| one(f64::from(value), f64::from(weight)))).unwrap().unwrap();
            let repeated: Vec<f64> = values.iter().flat_map(|&(value, weight)| std::iter::repeat_n(f64::from(value), weight as usize)).collect();
            let repeated = of(&repeated);
            for rule in RULES {
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
