//! Proportions and how sure one can be of them.

mod binomial_test;
mod difference;
mod finite_population;
mod intervals;
mod paired_difference;

pub(crate) use binomial_test::first;
pub use binomial_test::{BinomialTest, binomial_test};
pub use difference::{ProportionDifference, ZTest, proportion_difference};
pub use finite_population::{
    FinitePopulation, equivalent_sample, finite_interval, finite_population, required_sample,
};
pub use intervals::{IntervalMethod, proportion_interval, wilson_interval};
pub use paired_difference::{PairedProportionDifference, paired_proportion_difference};

use crate::Error;
use crate::distribution::normal;

/// A confidence level strictly between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level(f64);

impl Level {
    /// 95 %.
    pub const P95: Self = Self(0.95);

    /// A confidence level.
    ///
    /// # Errors
    /// [`Error::InvalidProbability`] where it is not strictly between 0 and 1.
    pub fn new(level: f64) -> Result<Self, Error> {
        if level > 0.0 && level < 1.0 {
            Ok(Self(level))
        } else {
            Err(Error::InvalidProbability { value: level })
        }
    }

    /// The two-sided standard normal quantile: 1.96 for 95 %.
    pub fn z(self) -> f64 {
        normal::upper_quantile(self.tail())
    }

    /// What lies beyond the interval on each side, (1 − level) / 2.
    pub fn tail(self) -> f64 {
        (1.0 - self.0) / 2.0
    }

    /// The level as a number.
    pub fn get(self) -> f64 {
        self.0
    }
}

/// A confidence interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

/// 0 ≤ successes ≤ trials, trials > 0, both finite.
fn checked(successes: f64, trials: f64) -> Result<(), Error> {
    if trials.is_finite() && trials > 0.0 && (0.0..=trials).contains(&successes) {
        Ok(())
    } else {
        Err(Error::InvalidProportion { successes, trials })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sixty_of_ninety_five() {
        // mpmath, 50 digits; R's prop.test(60, 95, correct = FALSE)$conf.int shows the same
        let interval = wilson_interval(60.0, 95.0, Level::P95).unwrap();
        assert!(
            (interval.lower - 0.531_231_247_555_295_5).abs() < 1e-14,
            "{}",
            interval.lower
        );
        assert!(
            (interval.upper - 0.721_699_054_144_843_2).abs() < 1e-14,
            "{}",
            interval.upper
        );
    }

    #[test]
    fn nobody_and_everybody_reach_the_ends() {
        assert_eq!(wilson_interval(0.0, 7.0, Level::P95).unwrap().lower, 0.0);
        assert_eq!(wilson_interval(7.0, 7.0, Level::P95).unwrap().upper, 1.0);
        assert!(wilson_interval(1.0, 0.0, Level::P95).is_err());
        assert!(wilson_interval(8.0, 7.0, Level::P95).is_err());
    }

    proptest! {
        #[test]
        fn holds_the_share_and_mirrors(trials in 1u32..5000, part in 0.0..=1.0f64) {
            let trials = f64::from(trials);
            let successes = (part * trials).floor();
            let interval = wilson_interval(successes, trials, Level::P95).unwrap();
            let p = successes / trials;
            prop_assert!(0.0 <= interval.lower && interval.lower <= p && p <= interval.upper && interval.upper <= 1.0);
            let mirrored = wilson_interval(trials - successes, trials, Level::P95).unwrap();
            prop_assert!((mirrored.upper - (1.0 - interval.lower)).abs() < 1e-12);
        }
    }
}
