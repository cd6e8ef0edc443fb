//! One proportion, two proportions, and how large a sample must be.

use befund_stats::Level;
use befund_stats::proportion::{
    IntervalMethod, ZTest, binomial_test, equivalent_sample, finite_interval, finite_population,
    proportion_difference, proportion_interval, required_sample,
};
use serde::Deserialize;

use super::level;
use crate::finding::Interval;
use crate::{Error, Figure, Sheet};

/// One proportion.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProportionQuestion {
    /// How many of them.
    pub successes: f64,
    /// How many in all.
    pub trials: f64,
    /// Size of the population they were drawn from.
    pub population: Option<f64>,
    /// The proportion it is tested against.
    pub expected: Option<f64>,
    /// Confidence level; 0.95 where it is absent.
    pub confidence: Option<f64>,
}

/// Two proportions of independent samples.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TwoProportions {
    /// The first one.
    pub first: Counted,
    /// The second one.
    pub second: Counted,
    /// Confidence level; 0.95 where it is absent.
    pub confidence: Option<f64>,
}

/// Successes in trials.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// How many of them.
    pub successes: f64,
    /// How many in all.
    pub trials: f64,
}

/// How large a sample must be for a margin of error.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleSizeQuestion {
    /// The margin of error, such as 0.03.
    pub margin: f64,
    /// The proportion; one half, the worst case, where it is absent.
    pub proportion: Option<f64>,
    /// Size of the population.
    pub population: Option<f64>,
    /// Confidence level; 0.95 where it is absent.
    pub confidence: Option<f64>,
}

fn interval(found: befund_stats::Interval, level: Level) -> Figure {
    Interval {
        lower: found.lower,
        upper: found.upper,
        level: level.get(),
    }
    .into()
}

impl ProportionQuestion {
    pub(super) fn answer(&self) -> Result<Sheet, Error> {
        let (level, x, n) = (level(self.confidence)?, self.successes, self.trials);
        let mut sheet = Sheet::new();
        let mut intervals = Sheet::new();
        for (name, method) in [
            ("wilson", IntervalMethod::Wilson),
            ("wilson_corrected", IntervalMethod::WilsonCorrected),
            ("clopper_pearson", IntervalMethod::ClopperPearson),
            ("agresti_coull", IntervalMethod::AgrestiCoull),
            ("jeffreys", IntervalMethod::Jeffreys),
            ("wald", IntervalMethod::Wald),
        ] {
            let found = match self.population {
                Some(population) => finite_interval(x, n, population, |x, n| {
                    proportion_interval(x, n, level, method)
                }),
                None => proportion_interval(x, n, level, method),
            };
            intervals.put(name, interval(found?, level));
        }
        sheet
            .put("proportion", x / n)
            .put("confidence_intervals", intervals);
        if let Some(expected) = self.expected {
            let found = binomial_test(x, n, expected)?;
            let mut test = Sheet::new();
            test.put("expected", expected)
                .put("p_value", found.two_sided)
                .put("p_doubled", found.doubled)
                .put("p_less", found.less)
                .put("p_greater", found.greater);
            sheet.put("binomial_test", test);
        }
        if let Some(population) = self.population {
            let found = finite_population(x, n, population, level)?;
            let mut finite = Sheet::new();
            finite
                .put("standard_error", found.standard_error)
                .put("standard_error_n", found.standard_error_n)
                .put("margin_of_error", found.margin_of_error)
                .put("equivalent_sample", equivalent_sample(n, population));
            sheet.put("finite_population", finite);
        }
        Ok(sheet)
    }
}

impl TwoProportions {
    pub(super) fn answer(&self) -> Result<Sheet, Error> {
        let level = level(self.confidence)?;
        let pair = |counted: Counted| (counted.successes, counted.trials);
        let found = proportion_difference(pair(self.first), pair(self.second), level)?;
        let test = |test: Option<ZTest>| {
            let mut sheet = Sheet::new();
            sheet
                .put("statistic", test.map(|test| test.statistic))
                .put("p_value", test.map(|test| test.p_value));
            sheet
        };
        let mut sheet = Sheet::new();
        sheet
            .put("difference", found.difference)
            .put("newcombe", interval(found.newcombe, level))
            .put("wald", interval(found.wald, level))
            .put("pooled", test(found.pooled))
            .put("unpooled", test(found.unpooled))
            .put("cohens_h", found.cohens_h);
        Ok(sheet)
    }
}

impl SampleSizeQuestion {
    pub(super) fn answer(&self) -> Result<Sheet, Error> {
        let level = level(self.confidence)?;
        let share = self.proportion.unwrap_or(0.5);
        let exact = required_sample(share, self.margin, self.population, level)?;
        let mut sheet = Sheet::new();
        sheet
            .put("required_sample", exact.ceil())
            .put("required_sample_exact", exact);
        Ok(sheet)
    }
}
