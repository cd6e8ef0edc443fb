//! Numbers in groups, on a scale on which sums lose nothing.

use crate::dd::Dd;
use crate::distribution::student_t;
use crate::order::sort_by;
use crate::{Error, Interval, Level};

/// The numbers of one group: distinct values in ascending order, and how many cases have each.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sample {
    pub(crate) values: Vec<f64>,
    pub(crate) counts: Vec<f64>,
    n: f64,
}

impl Sample {
    /// From values with their counts, in any order; a count of 0 adds nothing.
    ///
    /// # Errors
    /// [`Error::InvalidObservation`] where a value is infinite or no number.
    pub fn new(mut frequencies: Vec<(f64, u64)>) -> Result<Self, Error> {
        let mut sample = Self::default();
        sort_by(&mut frequencies, |a, b| a.0.total_cmp(&b.0));
        for (value, count) in frequencies {
            let weight = count as f64;
            if !value.is_finite() {
                return Err(Error::InvalidObservation { value, weight });
            }
            if count == 0 {
                continue;
            }
            sample.n += weight;
            // -0 and 0 are one value
            let value = value + 0.0;
            match sample.counts.last_mut() {
                Some(last) if sample.values.last() == Some(&value) => *last += weight,
                _ => {
                    sample.values.push(value);
                    sample.counts.push(weight);
                }
            }
        }
        Ok(sample)
    }

    /// From single values.
    ///
    /// # Errors
    /// As [`Sample::new`].
    pub fn of(values: &[f64]) -> Result<Self, Error> {
        Self::new(values.iter().map(|value| (*value, 1)).collect())
    }

    /// How many cases.
    pub fn n(&self) -> f64 {
        self.n
    }

    /// Every value with its count.
    pub fn frequencies(&self) -> impl Iterator<Item = (f64, f64)> {
        self.values.iter().copied().zip(self.counts.iter().copied())
    }

    /// The value of the case at a place from 0 in ascending order.
    fn at(&self, place: f64) -> f64 {
        let mut before = 0.0;
        for (value, count) in self.frequencies() {
            before += count;
            if place < before {
                return value;
            }
        }
        0.0
    }

    /// The median as an exact sum of two doubles; 0 without cases.
    fn median(&self) -> Dd {
        let middle = |place: f64| self.at(place);
        let half = ((self.n - 1.0) / 2.0).floor();
        let other = self.n - 1.0 - half;
        (Dd::from(middle(half)) + middle(other)) * 0.5
    }
}

/// Size, mean and sum of squared deviations of a group, in double-double.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spread {
    pub(crate) n: f64,
    pub(crate) mean: Dd,
    pub(crate) squares: Dd,
}

impl Spread {
    /// In two passes over values with their counts. A spread of less than 2⁻⁹⁰ of the largest value is rounding, and none.
    pub(crate) fn of(values: &[(Dd, f64)]) -> Self {
        let n: f64 = values.iter().map(|(_, count)| count).sum();
        let mean = values
            .iter()
            .fold(Dd::ZERO, |sum, (value, count)| sum + *value * *count)
            / n;
        let (mut squares, mut largest) = (Dd::ZERO, 0.0_f64);
        for (value, count) in values {
            squares += (*value - mean).square() * *count;
            largest = largest.max(value.value().abs());
        }
        const ROUNDING: f64 = 8.1e-28; // 2⁻⁹⁰
        let rounding = largest * ROUNDING;
        if squares.value() <= n * rounding * rounding {
            squares = Dd::ZERO;
        }
        Self { n, mean, squares }
    }

    /// s² = SS / (n − 1), for n > 1.
    pub(crate) fn variance(&self) -> Dd {
        self.squares / (self.n - 1.0)
    }
}

/// Groups of numbers, each with at least one case, held as multiples of a common unit.
///
/// Where all values are decimals of up to fifteen digits they are held as whole numbers of their last place: sums,
/// deviations and ties are those of the decimals in the file, not of the binary fractions beside them. Other values are held
/// as they are, very large and very small ones times a power of two.
#[derive(Debug, Clone)]
pub struct Groups {
    pub(crate) samples: Vec<Sample>,
    pub(crate) spreads: Vec<Spread>,
    /// A value is what is held divided by this.
    pub(crate) divisor: f64,
}

impl Groups {
    /// From the samples of all groups.
    ///
    /// # Errors
    /// [`Error::TooFewGroups`] below one group, [`Error::GroupTooSmall`] where one is empty.
    pub fn new(mut samples: Vec<Sample>) -> Result<Self, Error> {
        if samples.is_empty() {
            return Err(Error::TooFewGroups {
                groups: 0,
                needed: 1,
            });
        }
        if let Some(group) = samples.iter().position(|sample| sample.n == 0.0) {
            return Err(Error::GroupTooSmall {
                group,
                n: 0.0,
                needed: 1.0,
            });
        }
        let mut scale = Scale::new();
        for sample in &samples {
            sample.values.iter().for_each(|value| scale.see(*value));
        }
        for sample in &mut samples {
            for value in &mut sample.values {
                *value = scale.held(*value);
            }
        }
        let spreads = samples
            .iter()
            .map(|sample| Spread::of(&exact(sample)))
            .collect();
        Ok(Self {
            samples,
            spreads,
            divisor: scale.divisor(),
        })
    }

    /// How many groups.
    pub fn len(&self) -> usize {
        self.samples.len()
    }

    /// Whether there are none, which [`Groups::new`] does not allow.
    pub fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }

    /// Size of each group.
    pub fn sizes(&self) -> Vec<f64> {
        self.spreads.iter().map(|spread| spread.n).collect()
    }

    /// Mean of a group.
    pub fn mean(&self, group: usize) -> f64 {
        self.natural(self.spreads[group].mean)
    }

    /// Confidence interval of the mean of a group, x̄ ± t s/√n; `None` for a single case. R: `t.test(x)$conf.int`.
    pub fn mean_interval(&self, group: usize, level: Level) -> Option<Interval> {
        let spread = &self.spreads[group];
        if spread.n < 2.0 {
            return None;
        }
        let t = student_t::upper_quantile((1.0 - level.get()) / 2.0, spread.n - 1.0);
        let half = (spread.variance() / spread.n).sqrt() * t;
        Some(Interval {
            lower: self.natural(spread.mean - half),
            upper: self.natural(spread.mean + half),
        })
    }

    /// Median of a group.
    pub fn median(&self, group: usize) -> f64 {
        self.natural(self.samples[group].median())
    }

    /// Standard deviation of a group with denominator n − 1; `None` for a single case.
    pub fn standard_deviation(&self, group: usize) -> Option<f64> {
        let spread = &self.spreads[group];
        (spread.n > 1.0).then(|| self.natural(spread.variance().sqrt()))
    }

    /// A length in the unit of the data.
    pub(crate) fn natural(&self, held: Dd) -> f64 {
        held.value() / self.divisor
    }

    /// A squared length in the unit of the data: 0 or ∞ beyond the range of doubles.
    pub(crate) fn natural_squared(&self, held: Dd) -> f64 {
        held.value() / self.divisor / self.divisor
    }

    /// |x − centre| of every case, group by group.
    pub(crate) fn deviations(&self, centre: Centre) -> Vec<Spread> {
        let samples = self.samples.iter().zip(&self.spreads);
        samples
            .map(|(sample, spread)| {
                let centre = match centre {
                    Centre::Mean => spread.mean,
                    Centre::Median => sample.median(),
                };
                let deviations: Vec<(Dd, f64)> = sample
                    .frequencies()
                    .map(|(value, count)| ((Dd::from(value) - centre).abs(), count))
                    .collect();
                Spread::of(&deviations)
            })
            .collect()
    }
}

/// What deviations are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Centre {
    Mean,
    Median,
}

fn exact(sample: &Sample) -> Vec<(Dd, f64)> {
    sample
        .frequencies()
        .map(|(value, count)| (Dd::from(value), count))
        .collect()
}

/// The unit of which all numbers seen are whole multiples, where they are decimals of up to fifteen digits; else a power
/// of two that keeps squares within the range of doubles.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    /// 10ᵏ; `None` once a number is no short decimal.
    decimal: Option<f64>,
    largest: f64,
}

impl Scale {
    /// Whole numbers below this are products of a decimal and a power of ten that rounding cannot miss.
    const EXACT: f64 = 2_251_799_813_685_248.0; // 2⁵¹

    pub(crate) fn new() -> Self {
        Self {
            decimal: Some(1.0),
            largest: 0.0,
        }
    }

    pub(crate) fn see(&mut self, value: f64) {
        self.largest = self.largest.max(value.abs());
        while let Some(power) = self.decimal {
            let whole = (value * power).round();
            if self.largest * power >= Self::EXACT || power > 1e15 {
                self.decimal = None;
            } else if whole / power == value {
                return;
            } else {
                self.decimal = Some(power * 10.0);
            }
        }
    }

    /// Whether numbers are held as whole numbers, so that their differences are exact.
    pub(crate) fn is_exact(&self) -> bool {
        self.decimal.is_some()
    }

    pub(crate) fn held(&self, value: f64) -> f64 {
        match self.decimal {
            Some(power) => (value * power).round(),
            None => value * self.divisor(),
        }
    }

    pub(crate) fn divisor(&self) -> f64 {
        const FAR: f64 = 1.393_796_574_908_163_9e42; // 2¹⁴⁰
        match self.decimal {
            Some(power) => power,
            None if self.largest > FAR => {
                // the power of two below 1 / largest
                let exponent = libm::frexp(self.largest).1;
                libm::ldexp(1.0, -exponent)
            }
            None if self.largest < 1.0 / FAR => {
                let exponent = libm::frexp(self.largest).1;
                libm::ldexp(1.0, (-exponent).min(1000))
            }
            None => 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn decimals_are_whole_numbers_of_their_last_place() {
        let groups = Groups::new(vec![Sample::of(&[0.1, 0.2, 0.3]).unwrap()]).unwrap();
        assert_eq!(groups.divisor, 10.0);
        assert_eq!(groups.samples[0].values, [1.0, 2.0, 3.0]);
        assert_eq!(groups.mean(0), 0.2);
        assert_eq!(groups.standard_deviation(0), Some(0.1));
        // no short decimal: kept as it is
        let thirds = Groups::new(vec![Sample::of(&[1.0 / 3.0, 2.0]).unwrap()]).unwrap();
        assert_eq!(thirds.divisor, 1.0);
    }

    #[test]
    fn huge_and_tiny_numbers_keep_their_spread() {
        for size in [1e300, 1e-300, 5e-324 * 1024.0] {
            let sample = Sample::of(&[size, 2.0 * size, 3.0 * size]).unwrap();
            let groups = Groups::new(vec![sample]).unwrap();
            let deviation = groups.standard_deviation(0).unwrap();
            assert!((deviation / size - 1.0).abs() < 1e-15, "{size} {deviation}");
            assert!((groups.mean(0) / (2.0 * size) - 1.0).abs() < 1e-15);
        }
        assert!(Sample::of(&[f64::NAN]).is_err());
        assert!(Groups::new(vec![Sample::of(&[]).unwrap()]).is_err());
    }

    #[test]
    fn equal_values_have_no_spread() {
        let sample = Sample::of(&[1.0 / 3.0; 7]).unwrap();
        let groups = Groups::new(vec![sample]).unwrap();
        assert_eq!(groups.standard_deviation(0), Some(0.0));
        assert_eq!(groups.median(0), 1.0 / 3.0);
    }

    proptest! {
        #[test]
        fn every_short_decimal_is_found(whole in -9_999_999_i64..9_999_999, places in 0_i32..7) {
            let text = format!("{}e-{}", whole, places);
            let value: f64 = text.parse().unwrap();
            let mut scale = Scale::new();
            scale.see(value);
            scale.see(1e-7);
            let held = scale.held(value);
            prop_assert!(scale.is_exact());
            prop_assert_eq!(held, held.round());
            prop_assert_eq!(held / scale.divisor(), value);
        }
    }
}
