//! Tukey's box plot and hinges.

use super::{Distribution, HUGE, QuantileRule, between};
use crate::dd::Dd;

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
    /// Tukey's hinges: the medians of the lower and the upper half, the median in both halves where n is odd.
    /// Tukey (1977), *Exploratory Data Analysis*. R: `fivenum(x)`.
    pub fn hinges(&self) -> (f64, f64) {
        let (lower, upper) = self.exact_hinges();
        (lower.value(), upper.value())
    }

    pub(super) fn exact_hinges(&self) -> (Dd, Dd) {
        let n = self.n;
        let depth = ((n + 3.0) / 2.0).floor() / 2.0;
        (self.at(depth), self.at(n + 1.0 - depth))
    }

    /// The mean of the order statistics around a position that is whole or half.
    fn at(&self, position: f64) -> Dd {
        let low = self.order_statistic(position.floor().max(1.0));
        let high = self.order_statistic(position.ceil().max(1.0));
        between(low, high, Dd::from(0.5))
    }

    /// The median that goes with a rule: under weights that are not whole it must not pass the quartiles.
    fn median_by(&self, rule: Option<QuantileRule>) -> Dd {
        match rule {
            _ if self.whole => self.exact_median(),
            Some(rule) => self.exact_quantile(0.5, rule).unwrap_or_default(),
            None => self.at((self.n + 1.0) / 2.0),
        }
    }

    /// The box plot with quartiles by a quantile rule, or with hinges where there is none.
    pub fn box_plot(&self, rule: Option<QuantileRule>) -> BoxPlot {
        let (lower, upper) = self.quartiles(rule);
        let size = lower.abs().value().max(upper.abs().value());
        let (lower_fence, upper_fence) = if size > HUGE {
            let reach = 1.5 * (upper.value() - lower.value());
            (
                Dd::from(lower.value() - reach),
                Dd::from(upper.value() + reach),
            )
        } else {
            let reach = (upper - lower) * 1.5;
            (lower - reach, upper + reach)
        };
        let first = self.first(|value| value >= lower_fence);
        let after = self.first(|value| value > upper_fence);
        let (lower_quartile, upper_quartile) = (lower.value(), upper.value());
        BoxPlot {
            minimum: self.minimum(),
            lower_whisker: self.values[first.min(self.values.len() - 1)].min(lower_quartile),
            lower_quartile,
            median: self.median_by(rule).value(),
            upper_quartile,
            upper_whisker: self.values[after.max(1) - 1].max(upper_quartile),
            maximum: self.maximum(),
        }
    }

    /// The index of the first value of which something is true that is true of all larger values.
    fn first(&self, holds: impl Fn(Dd) -> bool) -> usize {
        let (mut from, mut to) = (0, self.values.len());
        while from < to {
            let middle = from + (to - from) / 2;
            if holds(self.exact(middle)) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        from
    }
}
