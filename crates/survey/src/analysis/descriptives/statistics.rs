//! Further figures of a variable in a group: intervals, shape, robust figures, quantiles, what is missing.

use befund_stats::design::Estimate;
use befund_stats::{
    Distribution, Level, Moments, QuantileRule, ShapeRule, Trim, lag_one_autocorrelation,
};

use super::super::run::Run;
use super::super::samples::Sample;
use super::{Asked, rule};
use crate::dataset::Column;
use crate::finding::Interval;
use crate::rows::Answers;
use crate::{Figure, Sheet};

/// The share that is cut off each end of a trimmed mean.
const TRIMMED: f64 = 0.05;
/// The median absolute deviation of a normal distribution is its standard deviation by this: 1 / Φ⁻¹(3/4), rounded as in R.
const NORMAL: f64 = 1.4826;

const NO_ANSWERS: &str = "no answers";
const ONE_ANSWER: &str = "fewer than two cases: no spread";
pub(super) const WEIGHTED: &str = "rows with sampling weights: use the kind `estimate`";
const CONSTANT: &str = "too few cases, or all answers alike";
const NOT_POSITIVE: &str = "some answers are not positive";

/// A variable in a group.
pub(super) struct Group<'a> {
    pub(super) asked: &'a Asked<'a>,
    pub(super) run: &'a Run<'a>,
    pub(super) answers: &'a Answers<'a>,
    pub(super) column: &'a Column,
    /// Whether a row belongs to the group.
    pub(super) here: &'a dyn Fn(usize) -> bool,
    pub(super) sample: &'a Sample,
    pub(super) moments: &'a Moments,
}

/// A figure, or why there is none.
fn or(figure: Option<impl Into<Figure>>, reason: &str) -> Figure {
    figure.map_or_else(|| Figure::Undefined(reason.to_owned()), Into::into)
}

fn interval(lower: f64, upper: f64, level: Level) -> Interval {
    Interval {
        lower,
        upper,
        level: level.get(),
    }
}

impl Group<'_> {
    /// Everything, in the order it is shown.
    pub(super) fn statistics(&self, distribution: Option<&Distribution>) -> Sheet {
        let mut sheet = Sheet::new();
        sheet.put("missing_answers", self.missing());
        let Some(distribution) = distribution else {
            return sheet;
        };
        sheet
            .put("mean", self.mean())
            .put("median", self.median(distribution))
            .put("spread", self.spread(distribution))
            .put("shape", self.shape())
            .put("robust", robust(distribution))
            .put("other_means", other_means(distribution));
        if !self.asked.spec.quantiles.is_empty() {
            sheet.put("quantiles", self.quantiles(distribution));
        }
        sheet
    }

    fn weighted(&self) -> bool {
        self.asked.design.is_some()
    }

    fn rows(&self) -> impl Iterator<Item = usize> {
        let rows = self.run.rows.iter().map(|(row, _)| row);
        rows.filter(|row| (self.here)(*row))
    }

    /// Answers that count as missing by what is known of the variable, and rows with nothing.
    fn missing(&self) -> Sheet {
        let (mut user, mut system) = (0, 0);
        if self.sample.missing > 0 {
            for row in self.rows().filter(|row| self.answers.get(*row).is_none()) {
                let count = match self.column.value(row) {
                    Some(_) => &mut user,
                    None => &mut system,
                };
                *count += self.run.rows.cases(row);
            }
        }
        let mut sheet = Sheet::new();
        sheet
            .put("user_missing", user)
            .put("system_missing", system);
        sheet
    }

    /// The mean under the design of the sample.
    fn estimate(&self) -> Option<Result<Estimate, String>> {
        let design = self.asked.design.as_ref()?;
        let mut answers = vec![None; self.run.rows.len()];
        for row in self.rows() {
            answers[row] = self.answers.get(row);
        }
        Some(match design {
            Ok(design) => design.mean(&answers).map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        })
    }

    fn mean(&self) -> Sheet {
        let estimate = self.estimate();
        let error = match &estimate {
            None => or(self.moments.standard_error(), ONE_ANSWER),
            Some(Ok(estimate)) if estimate.df > 0.0 => estimate.standard_error.into(),
            Some(Ok(_)) => Figure::Undefined(ONE_ANSWER.to_owned()),
            Some(Err(reason)) => Figure::Undefined(reason.clone()),
        };
        let at = |level: Level| match &estimate {
            None => {
                let found = self.moments.mean_interval(level);
                or(
                    found.map(|found| interval(found.lower, found.upper, level)),
                    ONE_ANSWER,
                )
            }
            Some(Ok(estimate)) => {
                let found = estimate.interval(level);
                or(
                    found.map(|found| interval(found.lower, found.upper, level)),
                    ONE_ANSWER,
                )
            }
            Some(Err(reason)) => Figure::Undefined(reason.clone()),
        };
        let mut sheet = Sheet::new();
        sheet
            .put("sum", or(self.moments.sum(), NO_ANSWERS))
            .put("standard_error", error)
            .put("confidence_interval", at(self.asked.level));
        self.put_levels(&mut sheet, at);
        sheet
    }

    fn put_levels(&self, sheet: &mut Sheet, at: impl Fn(Level) -> Figure) {
        if self.asked.levels.is_empty() {
            return;
        }
        let records = self.asked.levels.iter().map(|level| {
            let mut record = Sheet::new();
            record
                .put("level", level.get())
                .put("confidence_interval", at(*level));
            record
        });
        sheet.put("confidence_intervals", records.collect::<Vec<_>>());
    }

    fn median(&self, distribution: &Distribution) -> Sheet {
        let found = |level: Level| {
            let found = (!self.weighted()).then(|| distribution.median_interval(level));
            found
                .ok_or(WEIGHTED)
                .and_then(|found| found.ok_or("too few cases for this level"))
        };
        let at = |level: Level| match found(level) {
            Ok(found) => interval(found.lower, found.upper, level).into(),
            Err(reason) => Figure::Undefined(reason.to_owned()),
        };
        let mut sheet = Sheet::new();
        sheet
            .put("median", distribution.median())
            .put("confidence_interval", at(self.asked.level))
            .put(
                "coverage",
                match found(self.asked.level) {
                    Ok(found) => found.coverage.into(),
                    Err(reason) => Figure::Undefined(reason.to_owned()),
                },
            );
        self.put_levels(&mut sheet, at);
        sheet
    }

    fn spread(&self, distribution: &Distribution) -> Sheet {
        let quartiles = rule(self.asked.spec.quartiles);
        let range = distribution.interquartile_range(quartiles);
        let deviation = distribution.median_absolute_deviation();
        let order = if self.weighted() || self.run.spec.frequency.is_some() {
            Figure::Undefined(
                "rows that do not stand for one case each have no neighbours".to_owned(),
            )
        } else {
            let answers = self.rows().map(|row| self.answers.exact(row));
            or(lag_one_autocorrelation(answers, self.moments), CONSTANT)
        };
        let mut sheet = Sheet::new();
        sheet
            .put("range", distribution.range())
            .put("interquartile_range", range)
            .put("median_absolute_deviation", deviation)
            .put("median_absolute_deviation_scaled", NORMAL * deviation)
            .put(
                "coefficient_of_variation",
                or(
                    self.moments.coefficient_of_variation(),
                    "no spread, or a mean of 0",
                ),
            )
            .put("autocorrelation", order);
        sheet
    }

    fn shape(&self) -> Sheet {
        let errors = |found: Option<f64>| {
            if self.weighted() {
                Figure::Undefined(WEIGHTED.to_owned())
            } else {
                or(found, "too few cases")
            }
        };
        let moments = self.moments;
        let mut sheet = Sheet::new();
        sheet
            .put("skewness", or(moments.skewness(ShapeRule::Type2), CONSTANT))
            .put(
                "skewness_standard_error",
                errors(moments.skewness_standard_error()),
            )
            .put("kurtosis", or(moments.kurtosis(ShapeRule::Type2), CONSTANT))
            .put(
                "kurtosis_standard_error",
                errors(moments.kurtosis_standard_error()),
            )
            .put(
                "skewness_type_1",
                or(moments.skewness(ShapeRule::Type1), CONSTANT),
            )
            .put(
                "kurtosis_type_1",
                or(moments.kurtosis(ShapeRule::Type1), CONSTANT),
            )
            .put(
                "skewness_type_3",
                or(moments.skewness(ShapeRule::Type3), CONSTANT),
            )
            .put(
                "kurtosis_type_3",
                or(moments.kurtosis(ShapeRule::Type3), CONSTANT),
            );
        sheet
    }

    fn quantiles(&self, distribution: &Distribution) -> Vec<Sheet> {
        let rule = rule(self.asked.spec.quartiles).unwrap_or(QuantileRule::Type7);
        let records = self.asked.spec.quantiles.iter().map(|p| {
            let mut record = Sheet::new();
            record
                .put("probability", *p)
                .put("quantile", distribution.quantile(*p, rule));
            record
        });
        records.collect()
    }
}

fn robust(distribution: &Distribution) -> Sheet {
    let (lower, upper) = distribution.hinges();
    let winsorized = distribution.winsorized(TRIMMED);
    let mut sheet = Sheet::new();
    sheet
        .put(
            "trimmed_mean",
            distribution.trimmed_mean(TRIMMED, Trim::Fractional),
        )
        .put(
            "trimmed_mean_of_whole_cases",
            distribution.trimmed_mean(TRIMMED, Trim::Whole),
        )
        .put(
            "winsorized_mean",
            winsorized.map(|found| or(found.mean(), NO_ANSWERS)),
        )
        .put("lower_hinge", lower)
        .put("upper_hinge", upper);
    sheet
}

fn other_means(distribution: &Distribution) -> Sheet {
    let modes = distribution.modes();
    let mut sheet = Sheet::new();
    sheet
        .put("mode", modes[0])
        .put("number_of_modes", modes.len())
        .put(
            "geometric_mean",
            or(distribution.geometric_mean(), NOT_POSITIVE),
        )
        .put(
            "harmonic_mean",
            or(distribution.harmonic_mean(), NOT_POSITIVE),
        );
    sheet
}
