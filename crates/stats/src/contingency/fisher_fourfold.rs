//! Fisher's exact test of a 2 x 2 table, with the conditional odds ratio.

use super::risk::WithInterval;
use crate::distribution::hypergeometric;
use crate::proportion::first;
use crate::{Error, Interval, Level, Probability};

/// Tables whose log probability lies this close to the observed one are as probable: two different probabilities of one
/// table of fixed margins are farther apart, rounding is not.
const TIE: f64 = 1e-12;

/// Fisher's exact test of a 2 x 2 table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FisherFourfold {
    /// Two-sided: the sum of the probabilities of all tables with these margins that are at most as probable.
    pub two_sided: Probability,
    /// P(first count ≤ observed): the odds ratio is less than 1.
    pub less: Probability,
    /// P(first count ≥ observed): the odds ratio is greater than 1.
    pub greater: Probability,
    /// Probability of the observed table.
    pub point_probability: Probability,
    /// Two-sided, less half the probability of the observed table.
    pub mid_p: Probability,
}

/// Fisher's exact test of the 2 x 2 table (a, b; c, d) of whole counts up to 2^53 in all.
///
/// Given the margins, the first count is hypergeometric. Fisher (1935); Agresti (2013), §3.5. R: `fisher.test`.
///
/// # Errors
/// [`Error::NotWhole`] where a count is negative or not whole, or the sum is above 2^53.
pub fn fisher_fourfold(counts: [f64; 4]) -> Result<FisherFourfold, Error> {
    let urn = Urn::new(counts)?;
    let (a, here) = (urn.observed, urn.ln_pmf(urn.observed));
    let point = Probability::from_tail(urn.pmf(a), || here);
    let (less, greater) = (urn.at_most(a), urn.at_least(a));
    let not_above = |k: f64| urn.ln_pmf(k) <= here + TIE;
    let mode = urn.mode();
    // from the mode outwards probabilities fall
    let two_sided = if urn.ln_pmf(mode) <= here + TIE {
        Probability::ONE
    } else if a < mode {
        let far = first(mode, urn.most + 1.0, &not_above);
        if far > urn.most {
            less
        } else {
            less.plus(urn.at_least(far))
        }
    } else {
        let far = first(-mode, 1.0 - urn.fewest, &|k| not_above(-k));
        if -far < urn.fewest {
            greater
        } else {
            greater.plus(urn.at_most(-far))
        }
    };
    Ok(FisherFourfold {
        two_sided,
        less,
        greater,
        point_probability: point,
        mid_p: Probability::from_tail(two_sided.value() - 0.5 * point.value(), || {
            two_sided.ln() + libm::log1p(-0.5 * libm::exp(point.ln() - two_sided.ln()))
        }),
    })
}

/// The distribution of the first count given the margins.
struct Urn {
    observed: f64,
    population: f64,
    row: f64,
    column: f64,
    fewest: f64,
    most: f64,
}

impl Urn {
    fn new([a, b, c, d]: [f64; 4]) -> Result<Self, Error> {
        let population = a + b + c + d;
        let whole = |count: &f64| *count >= 0.0 && count.floor() == *count;
        if ![a, b, c, d].iter().all(whole) || population > 9_007_199_254_740_992.0 {
            return Err(Error::NotWhole);
        }
        let (row, column) = (a + b, a + c);
        Ok(Self {
            observed: a,
            population,
            row,
            column,
            fewest: (row + column - population).max(0.0),
            most: row.min(column),
        })
    }

    fn pmf(&self, k: f64) -> f64 {
        hypergeometric::pmf(k, self.population, self.column, self.row)
    }

    fn ln_pmf(&self, k: f64) -> f64 {
        hypergeometric::ln_pmf(k, self.population, self.column, self.row)
    }

    fn at_most(&self, k: f64) -> Probability {
        let (n, column, row) = (self.population, self.column, self.row);
        Probability::from_tail(hypergeometric::cdf(k, n, column, row), || {
            hypergeometric::ln_cdf(k, n, column, row)
        })
    }

    fn at_least(&self, k: f64) -> Probability {
        let (n, column, row) = (self.population, self.column, self.row);
        Probability::from_tail(hypergeometric::at_least(k, n, column, row), || {
            hypergeometric::ln_at_least(k, n, column, row)
        })
    }

    /// A most probable count.
    fn mode(&self) -> f64 {
        let near = ((self.row + 1.0) / (self.population + 2.0) * (self.column + 1.0)).floor();
        let near = near.clamp(self.fewest, self.most);
        // rounding may have missed by one
        [near - 1.0, near + 1.0].into_iter().fold(near, |mode, k| {
            let inside = (self.fewest..=self.most).contains(&k);
            if inside && self.ln_pmf(k) > self.ln_pmf(mode) {
                k
            } else {
                mode
            }
        })
    }

    /// Sums over the counts around the observed one under odds ratio ω, relative to the weight of the observed count.
    ///
    /// The weights of the noncentral hypergeometric distribution rise to one mode and fall: summing stops where they no
    /// longer count.
    fn sums(&self, omega: f64) -> Sums {
        let x = self.observed;
        let mut sums = Sums {
            below: [0.0; 3],
            above: [0.0; 3],
        };
        // w(k + 1) / w(k)
        let ratio = |k: f64| {
            omega
                * ((self.row - k) / (k + 1.0))
                * ((self.column - k) / (self.population - self.row - self.column + k + 1.0))
        };
        let add = |parts: &mut [f64; 3], weight: f64, distance: f64| {
            parts[0] += weight;
            parts[1] += weight * distance;
            parts[2] += weight * distance * distance;
        };
        let mut weight = 1.0;
        let mut k = x;
        while k < self.most {
            let step = ratio(k);
            weight *= step;
            k += 1.0;
            add(&mut sums.above, weight, k - x);
            let distance = k - x;
            if (step < 1.0 && weight * distance * distance < 1e-18 * sums.above[2] * (1.0 - step))
                || weight > 1e290
            {
                break;
            }
        }
        let (mut weight, mut k) = (1.0, x);
        while k > self.fewest {
            k -= 1.0;
            let step = 1.0 / ratio(k);
            weight *= step;
            add(&mut sums.below, weight, x - k);
            let distance = x - k;
            if (step < 1.0 && weight * distance * distance < 1e-18 * sums.below[2] * (1.0 - step))
                || weight > 1e290
            {
                break;
            }
        }
        sums
    }
}

/// Σ w, Σ w |k − x|, Σ w (k − x)² below and above the observed count x; w(x) = 1.
struct Sums {
    below: [f64; 3],
    above: [f64; 3],
}

/// The conditional maximum likelihood estimate of the odds ratio with its exact interval, which takes in every odds ratio
/// that neither one-sided test at (1 − level) / 2 rejects.
///
/// Under odds ratio ω the first count has the noncentral hypergeometric distribution; the estimate gives it the observed
/// mean. Cornfield (1956); Agresti (2013), §16.6. R: `fisher.test(x)$estimate`, `$conf.int`. The work grows with the spread
/// of the first count.
///
/// # Errors
/// [`Error::NotWhole`]; [`Error::EmptyMargin`] where the margins leave only one table;
/// [`Error::BeyondReach`] where the spread of the first count is beyond 200,000.
pub fn conditional_odds_ratio(counts: [f64; 4], level: Level) -> Result<WithInterval, Error> {
    /// Standard deviations of the first count that can be summed over.
    const LIMIT: f64 = 200_000.0;
    let urn = Urn::new(counts)?;
    if urn.fewest == urn.most {
        let (axis, index) = match counts {
            [a, b, ..] if a + b == 0.0 => (crate::Axis::Row, 0),
            [.., c, d] if c + d == 0.0 => (crate::Axis::Row, 1),
            [a, _, c, _] if a + c == 0.0 => (crate::Axis::Column, 0),
            _ => (crate::Axis::Column, 1),
        };
        return Err(Error::EmptyMargin { axis, index });
    }
    let [a, b, c, d] = counts.map(|count| count + 0.5);
    let spread = 1.0 / (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d);
    if spread > LIMIT * LIMIT {
        return Err(Error::BeyondReach {
            limit: LIMIT as u64,
        });
    }
    let start = libm::log(a) - libm::log(b) - libm::log(c) + libm::log(d);
    let (at_low, at_high) = (urn.observed == urn.fewest, urn.observed == urn.most);
    let value = if at_low {
        0.0
    } else if at_high {
        f64::INFINITY
    } else {
        libm::exp(rising_root(start, spread.sqrt(), |ln_omega| {
            let Sums { below, above } = urn.sums(libm::exp(ln_omega));
            // mean − observed, and its derivative by ln ω: the variance
            let whole = 1.0 + below[0] + above[0];
            let mean = (above[1] - below[1]) / whole;
            (mean, (above[2] + below[2]) / whole - mean * mean)
        }))
    };
    let alpha = (1.0 - level.get()) / 2.0;
    // ln of the tail less ln α, rising in ln ω for the upper tail
    let tail = |sums: &Sums, upper: bool| {
        let (tail, other) = if upper {
            (sums.above, sums.below)
        } else {
            (sums.below, sums.above)
        };
        let inside = 1.0 + tail[0];
        let whole = inside + other[0];
        let slope = tail[1] / inside - (tail[1] - other[1]) / whole;
        (libm::log(inside / whole / alpha), slope)
    };
    let lower = if at_low {
        0.0
    } else {
        let begin = start - 2.0 / spread.sqrt();
        libm::exp(rising_root(begin, spread.sqrt(), |ln_omega| {
            tail(&urn.sums(libm::exp(ln_omega)), true)
        }))
    };
    let upper = if at_high {
        f64::INFINITY
    } else {
        let begin = start + 2.0 / spread.sqrt();
        libm::exp(-rising_root(-begin, spread.sqrt(), |ln_omega| {
            tail(&urn.sums(libm::exp(-ln_omega)), false)
        }))
    };
    Ok(WithInterval {
        value,
        interval: Some(Interval { lower, upper }),
    })
}

/// The root of a rising function that comes with its derivative: Newton's steps within a bracket that halving keeps.
fn rising_root(start: f64, scale: f64, f: impl Fn(f64) -> (f64, f64)) -> f64 {
    let reach = 4.0 / scale.max(0.1);
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    let mut x = start;
    for _ in 0..200 {
        let (value, slope) = f(x);
        if value == 0.0 {
            return x;
        }
        if value < 0.0 {
            low = low.max(x);
        } else {
            high = high.min(x);
        }
        let newton = x - value / slope;
        let bounded = newton.clamp(x - reach, x + reach);
        let next = if slope > 0.0 && bounded > low && bounded < high {
            bounded
        } else if low.is_finite() && high.is_finite() {
            0.5 * (low + high)
        } else if value < 0.0 {
            x + reach
        } else {
            x - reach
        };
        if (next - x).abs() <= 2e-16 * x.abs().max(1.0) {
            return next;
        }
        x = next;
    }
    x
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn close(found: f64, truth: f64, tolerance: f64) {
        assert!((found / truth - 1.0).abs() < tolerance, "{found} {truth}");
    }

    #[test]
    fn the_conditional_odds_ratio_and_its_interval() {
        // mpmath, 40 digits; R's fisher.test gives 4.40795, 0.299827, 261.639
        let found = conditional_odds_ratio([3.0, 9.0, 1.0, 14.0], Level::P95).unwrap();
        let interval = found.interval.unwrap();
        close(found.value, 4.407_997_176_912_286, 1e-13);
        close(interval.lower, 0.299_831_941_522_340_9, 1e-13);
        close(interval.upper, 262.089_526_155_978_5, 1e-12);
    }

    #[test]
    fn ends_of_the_range_are_zero_and_infinity() {
        let found = conditional_odds_ratio([0.0, 12.0, 9.0, 4.0], Level::P95).unwrap();
        assert_eq!((found.value, found.interval.unwrap().lower), (0.0, 0.0));
        let found = conditional_odds_ratio([12.0, 0.0, 4.0, 9.0], Level::P95).unwrap();
        assert_eq!(found.value, f64::INFINITY);
        assert_eq!(found.interval.unwrap().upper, f64::INFINITY);
        assert!(conditional_odds_ratio([0.0, 0.0, 4.0, 9.0], Level::P95).is_err());
    }

    #[test]
    fn counts_of_a_thousand_million() {
        let test = fisher_fourfold([1e9, 1e9 - 1e3, 1e9, 1e9]).unwrap();
        assert!(test.two_sided.value() > 0.9);
        assert_eq!(fisher_fourfold([1.5, 2.0, 3.0, 4.0]), Err(Error::NotWhole));
    }

    proptest! {
        #[test]
        fn two_sided_is_the_obvious_sum(counts in prop::collection::vec(0u32..25, 4)) {
            let [a, b, c, d] = [counts[0], counts[1], counts[2], counts[3]].map(f64::from);
            let test = fisher_fourfold([a, b, c, d]).unwrap();
            let pmf = |k: f64| hypergeometric::pmf(k, a + b + c + d, a + c, a + b);
            let mut sum = 0.0;
            let mut k = 0.0;
            while k <= a + b {
                if pmf(k) <= pmf(a) * (1.0 + 1e-9) {
                    sum += pmf(k);
                }
                k += 1.0;
            }
            prop_assert!((test.two_sided.value() - sum.min(1.0)).abs() < 1e-12);
            prop_assert!(test.mid_p <= test.two_sided);
        }
    }
}
