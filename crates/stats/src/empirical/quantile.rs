//! Quantiles of a sample by the nine rules of Hyndman and Fan, and the median.

use super::{Distribution, between};
use crate::Error;
use crate::dd::Dd;

/// How a sample quantile is defined: the nine types of Hyndman and Fan (1996), numbered as in R.
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

impl Distribution {
    /// The `p`-quantile.
    ///
    /// Q(p) = (1 − γ) x₍ⱼ₎ + γ x₍ⱼ₊₁₎ with j = ⌊np + m⌋ and g = np + m − j; m and γ(g) depend on the rule.
    /// Hyndman and Fan (1996), *The American Statistician* 50, 361-365. R: `quantile(x, p, type = ...)`. p is the decimal
    /// number it is written as: 0.29 of 100 values is exactly 29 of them. Under weights n is
    /// their sum and x₍ⱼ₎ the smallest value with weight j up to it, which for whole weights equals repeating the values
    /// (R: `Hmisc::wtd.quantile(x, w, p, normwt = TRUE)`). Types 1 and 2 invert the weighted distribution function itself.
    ///
    /// # Errors
    /// [`Error::InvalidProbability`] where `p` is not within [0, 1].
    pub fn quantile(&self, p: f64, rule: QuantileRule) -> Result<f64, Error> {
        self.exact_quantile(p, rule).map(Dd::value)
    }

    /// The difference of the 0.75- and the 0.25-quantile, or of the hinges where there is no rule. R: `IQR(x, type = ...)`.
    pub fn interquartile_range(&self, rule: Option<QuantileRule>) -> f64 {
        let (lower, upper) = self.quartiles(rule);
        (upper - lower).value()
    }

    /// Both quartiles by a rule, or the hinges.
    pub(super) fn quartiles(&self, rule: Option<QuantileRule>) -> (Dd, Dd) {
        let Some(rule) = rule else {
            return self.exact_hinges();
        };
        let at = |p| self.exact_quantile(p, rule).unwrap_or_default();
        (at(0.25), at(0.75))
    }

    pub(super) fn exact_quantile(&self, p: f64, rule: QuantileRule) -> Result<Dd, Error> {
        if !(0.0..=1.0).contains(&p) {
            return Err(Error::InvalidProbability { value: p });
        }
        // the decimal with up to 15 places that p is the double of, where there is one
        let decimal = Dd::decimal(p, 15);
        let is_decimal = decimal.value() == p;
        let p = if is_decimal { decimal } else { Dd::from(p) };
        let expected = p * self.n;
        let m = match rule {
            QuantileRule::Type1 if !self.whole => return Ok(self.order_statistic(expected.value())),
            QuantileRule::Type2 if !self.whole => return Ok(self.averaged(expected.value())),
            QuantileRule::Type1 | QuantileRule::Type2 | QuantileRule::Type4 => Dd::ZERO,
            QuantileRule::Type3 => Dd::from(-0.5),
            QuantileRule::Type5 => Dd::from(0.5),
            QuantileRule::Type6 => p,
            QuantileRule::Type7 => Dd::ONE - p,
            QuantileRule::Type8 => (p + 1.0) / 3.0,
            QuantileRule::Type9 => p / 4.0 + 0.375,
        };
        // as in R, a position that misses a whole number by rounding alone counts as that number
        let position = expected + m;
        let unit = if is_decimal {
            1e-28
        } else {
            4.0 * f64::EPSILON
        };
        let fuzz = unit * position.value().max(1.0);
        let j = floor(position + fuzz);
        let mut g = position - j;
        if g.abs().value() < fuzz {
            g = Dd::ZERO;
        }
        let whole = g == Dd::ZERO;
        let gamma = match rule {
            QuantileRule::Type1 => Dd::from(f64::from(!whole)),
            QuantileRule::Type2 if whole => Dd::from(0.5),
            QuantileRule::Type2 => Dd::ONE,
            QuantileRule::Type3 => Dd::from(f64::from(!whole || j % 2.0 != 0.0)),
            _ => g,
        };
        let low = self.order_statistic(j.max(1.0));
        let high = self.order_statistic((j + 1.0).max(1.0));
        Ok(between(low, high, gamma))
    }

    /// The median: the middle value, or the mean of the two middle values.
    pub fn median(&self) -> f64 {
        self.exact_median().value()
    }

    pub(super) fn exact_median(&self) -> Dd {
        self.averaged(self.n / 2.0)
    }
}

/// The largest whole number that is not larger.
fn floor(number: Dd) -> f64 {
    let floor = number.value().floor();
    if floor == number.value() && number.rest() < 0.0 {
        floor - 1.0
    } else {
        floor
    }
}
