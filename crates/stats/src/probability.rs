//! A probability that survives below the range of doubles.

use std::cmp::Ordering;

/// Below this a double begins to lose digits.
const SAFE: f64 = 1e-290;

/// A p-value with its decimal logarithm: log₁₀ p = −1800.2 is an answer, 0 is not.
///
/// Between 10⁻²⁹⁰ and 1 the value leads, below it the logarithm does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Probability {
    value: f64,
    log10: f64,
}

impl Probability {
    /// An impossible event.
    pub const ZERO: Self = Self {
        value: 0.0,
        log10: f64::NEG_INFINITY,
    };
    /// A certain event.
    pub const ONE: Self = Self {
        value: 1.0,
        log10: 0.0,
    };

    /// From a number, brought into [0, 1]; NaN stays NaN.
    pub fn new(value: f64) -> Self {
        let value = value.clamp(0.0, 1.0);
        Self {
            value,
            log10: libm::log10(value),
        }
    }

    /// From a natural logarithm, at most 0. Where eˡⁿ lies below the range of doubles the value is 0 or has few digits.
    pub fn from_ln(ln: f64) -> Self {
        let ln = if ln > 0.0 { 0.0 } else { ln };
        Self {
            value: libm::exp(ln),
            log10: ln * std::f64::consts::LOG10_E,
        }
    }

    /// From a tail, with its logarithm where the tail is too small for a double.
    pub fn from_tail(value: f64, ln: impl FnOnce() -> f64) -> Self {
        if value < SAFE {
            Self::from_ln(ln())
        } else {
            Self::new(value)
        }
    }

    /// p, 0 where it is below the range of doubles.
    pub fn value(self) -> f64 {
        self.value
    }

    /// log₁₀ p, −∞ only for an impossible event.
    pub fn log10(self) -> f64 {
        self.log10
    }

    /// ln p.
    pub fn ln(self) -> f64 {
        self.log10 * std::f64::consts::LN_10
    }

    /// Is p positive but smaller than the smallest normal double, 2.2 · 10⁻³⁰⁸?
    pub fn is_below_f64(self) -> bool {
        self.value < f64::MIN_POSITIVE && self.log10 > f64::NEG_INFINITY
    }

    /// The sum of the probabilities of two events that exclude each other, at most 1.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        let (large, small) = if self > other {
            (self, other)
        } else {
            (other, self)
        };
        if small.log10 == f64::NEG_INFINITY {
            return large;
        }
        Self::from_tail(self.value + other.value, || {
            large.ln() + libm::log1p(libm::exp(small.ln() - large.ln()))
        })
    }

    /// m p, at most 1: Bonferroni's correction and doubled one-sided tails.
    #[must_use]
    pub fn times(self, m: f64) -> Self {
        if self.value < SAFE {
            Self::from_ln(self.ln() + libm::log(m))
        } else {
            Self::new(self.value * m)
        }
    }
}

impl PartialOrd for Probability {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match self.value.partial_cmp(&other.value) {
            Some(Ordering::Equal) => self.log10.partial_cmp(&other.log10),
            order => order,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logarithm_outlives_its_number() {
        let p = Probability::from_ln(-4000.0);
        assert_eq!(p.value(), 0.0);
        assert!((p.log10() + 1_737.177_927_613_007_2).abs() < 1e-12);
        assert!(p.is_below_f64());
        assert!(!Probability::ZERO.is_below_f64());
        assert!(!Probability::new(1e-300).is_below_f64());
        assert!((p.times(10.0).log10() - p.log10() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn order_goes_on_below_the_range_of_doubles() {
        let falling = [
            Probability::ONE,
            Probability::new(0.05),
            Probability::from_ln(-700.0),
            Probability::from_ln(-4000.0),
            Probability::from_ln(-4001.0),
            Probability::ZERO,
        ];
        assert!(falling.windows(2).all(|pair| pair[0] > pair[1]));
        assert_eq!(Probability::new(2.0), Probability::ONE);
        assert!(Probability::new(f64::NAN).value().is_nan());
    }

    #[test]
    fn small_values_take_their_digits_from_the_logarithm() {
        let p = Probability::from_tail(5e-324, || -744.0);
        assert!((p.log10() + 323.115_094_536_019_4).abs() < 1e-12);
        let p = Probability::from_tail(0.25, || unreachable!("large enough"));
        assert_eq!(p.value(), 0.25);
    }
}
