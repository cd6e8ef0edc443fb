//! What comparisons of groups and of measurements share: how their tests are laid out as figures.

use befund_stats::groups::{Effect, Pair, TTest};
use befund_stats::multiplicity::{MAX_CLOSED_GROUPS, adjust, closed_pairwise};
use befund_stats::ranks::{ExactP, Location};
use befund_stats::{Error as Stats, Level, Probability};

use super::Adjustment;
use super::run::Run;
use crate::finding::Interval;
use crate::{Error, Figure, Label, Sheet};

/// Tests for simple random samples take no sampling weights and no design.
pub(super) fn simple_random_sample(run: &Run<'_>) -> Result<(), Error> {
    if run.spec.weight.is_some() || run.spec.design.is_some() {
        return Err(Error::NeedsEstimate {
            kind: run.spec.analysis.kind().to_owned(),
        });
    }
    Ok(())
}

/// An interval with its level.
pub(super) fn interval(interval: befund_stats::Interval, level: Level) -> Interval {
    Interval {
        lower: interval.lower,
        upper: interval.upper,
        level: level.get(),
    }
}

pub(super) fn t_test(test: &TTest, level: Level) -> Sheet {
    let mut sheet = Sheet::new();
    sheet
        .put("difference", test.difference)
        .put("confidence_interval", interval(test.interval, level))
        .put("standard_error", test.standard_error)
        .put("t", test.statistic)
        .put("df", test.df)
        .put("p_value", test.p_value);
    sheet
}

/// Adds the exact p-values, or why there are none.
pub(super) fn put_exact(sheet: &mut Sheet, exact: Result<ExactP, Stats>) {
    match exact {
        Ok(exact) => sheet
            .put("exact_p_value", exact.p_value)
            .put("exact_doubled_p_value", exact.doubled),
        Err(error) => sheet.put("exact_p_value", error),
    };
}

/// Adds a location with its interval.
pub(super) fn put_location(sheet: &mut Sheet, found: Result<Location, Stats>, level: Level) {
    match found {
        Ok(found) => sheet
            .put("hodges_lehmann", found.estimate)
            .put("confidence_interval", interval(found.interval, level)),
        Err(error) => sheet.put("hodges_lehmann", error),
    };
}

/// Effect sizes, each with its interval.
#[derive(Default)]
pub(super) struct Effects(Vec<Sheet>);

impl Effects {
    /// An effect size, or why there is none.
    pub(super) fn put(
        &mut self,
        measure: &'static str,
        effect: Result<Effect, Stats>,
        level: Level,
    ) {
        match effect {
            Ok(effect) => self.add(measure, effect.estimate, Some(effect.interval), level),
            Err(error) => self.0.push({
                let mut record = Sheet::new();
                record.put("measure", measure).put("estimate", error);
                record
            }),
        }
    }

    /// An effect size, with its interval where there is one.
    pub(super) fn add(
        &mut self,
        measure: &'static str,
        estimate: impl Into<Figure>,
        found: Option<befund_stats::Interval>,
        level: Level,
    ) {
        let mut record = Sheet::new();
        record
            .put("measure", measure)
            .put("estimate", estimate)
            .put(
                "confidence_interval",
                found.map(|found| interval(found, level)),
            );
        self.0.push(record);
    }

    pub(super) fn sheets(self) -> Vec<Sheet> {
        self.0
    }
}

/// The beginning of a record on two groups or measurements.
pub(super) fn pair(labels: &[Label], (first, second): Pair) -> Sheet {
    let mut record = Sheet::new();
    record
        .put("first", labels[first].clone())
        .put("second", labels[second].clone());
    record
}

/// Corrects the p-values of all pairs of k groups: by the method asked for, and by closed testing.
pub(super) fn corrected(
    k: usize,
    mut records: Vec<(Sheet, Probability)>,
    method: Adjustment,
) -> Vec<Sheet> {
    let p: Vec<Probability> = records.iter().map(|(_, p)| *p).collect();
    let adjusted = adjust(&p, method.into());
    // not for groups without cases, which have no pairs
    let closed = (k <= MAX_CLOSED_GROUPS)
        .then(|| closed_pairwise(k, &p).ok())
        .flatten();
    for (index, (record, _)) in records.iter_mut().enumerate() {
        record.put("adjusted_p_value", adjusted[index]);
        if let Some(closed) = &closed {
            record.put("closed_p_value", closed[index]);
        }
    }
    records.into_iter().map(|(record, _)| record).collect()
}

/// The p-value of a test that may have failed, NaN if it has.
pub(super) fn p_of<T>(test: &Result<T, Stats>, p_value: impl Fn(&T) -> Probability) -> Probability {
    test.as_ref().map_or(Probability::new(f64::NAN), p_value)
}
