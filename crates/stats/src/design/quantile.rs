//! Quantiles with Woodruff's interval.

use super::sample::SurveyDesign;
use crate::dd::Dd;
use crate::order::sort_by;
use crate::{Error, Interval, Level};

/// A quantile of a subpopulation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quantile {
    /// The smallest value with at least the part p of the weights at or below it. R: `qrule = "math"`.
    pub value: f64,
    /// Half the width of the interval by the quantile of t; none without degrees of freedom.
    pub standard_error: Option<f64>,
    /// Woodruff's interval, never beyond the smallest and the largest value; none without degrees of freedom.
    pub interval: Option<Interval>,
    /// Cases.
    pub n: u64,
    /// Units less strata of the subpopulation.
    pub df: f64,
}

impl SurveyDesign {
    /// The quantile of order p, with the interval of the share at or below it turned into values.
    ///
    /// [Q(p − t·se), Q(p + t·se)] with se the standard error of the share at or below Q(p). Woodruff (1952), *JASA* 47;
    /// Särndal et al. (1992), §5.11. R: `svyquantile(~y, design, p, interval.type = "mean", qrule = "math")`, which takes the
    /// interval about the share at or below Q(p) instead of p: in coarse data that lies above p, and so does the interval.
    ///
    /// # Errors
    /// [`Error::InvalidProbability`] for p outside (0, 1); as [`SurveyDesign::mean`].
    pub fn quantile(&self, y: &[Option<f64>], p: f64, level: Level) -> Result<Quantile, Error> {
        if !(p > 0.0 && p < 1.0) {
            return Err(Error::InvalidProbability { value: p });
        }
        self.unit_of(y)?;
        let mut values = Vec::new();
        self.each(&mut |row, weight| {
            if let Some(value) = y[row] {
                values.push((value + 0.0, weight));
            }
        });
        if values.is_empty() {
            return Err(Error::EmptyDomain);
        }
        sort_by(&mut values, |one, other| {
            one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1))
        });
        let total: Dd = values.iter().map(|(_, weight)| *weight).sum();
        let total = total.value();
        let inverse = |p: f64| {
            // a share that equals p but for rounding is p
            let needed = p * total * (1.0 - 4.0 * f64::EPSILON);
            let mut sum = Dd::ZERO;
            let found = values.iter().find(|(_, weight)| {
                sum += *weight;
                sum.value() >= needed
            });
            found
                .or(values.last())
                .map_or(f64::NAN, |(value, _)| *value)
        };
        let value = inverse(p);
        let share: Vec<Option<f64>> = y
            .iter()
            .map(|y| y.map(|y| if y <= value { 1.0 } else { 0.0 }))
            .collect();
        let share = self.mean(&share)?;
        let critical = share.critical(level);
        let interval = critical.map(|t| Interval {
            lower: inverse(p - t * share.standard_error),
            upper: inverse(p + t * share.standard_error),
        });
        Ok(Quantile {
            value,
            standard_error: interval
                .zip(critical)
                .map(|(interval, t)| (interval.upper - interval.lower) / (2.0 * t)),
            interval,
            n: share.n,
            df: share.df,
        })
    }
}
