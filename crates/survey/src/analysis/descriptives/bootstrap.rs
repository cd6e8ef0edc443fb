//! Bootstrap intervals from the table of distinct values: multinomial draws instead of rows.

use befund_stats::Level;
use befund_stats::resampling::bootstrap_table;

use super::super::samples::Sample;
use crate::finding::Interval;
use crate::{Figure, Sheet};

/// Distinct values times resamples and leave-one-out tables up to which the draws are quick.
const MOST_DRAWS: usize = 200_000_000;

/// A statistic of values, ascending, and how often each occurs.
type Statistic = fn(&[f64], &[f64]) -> f64;

/// Percentile and BCa intervals of mean, median and standard deviation. R: `boot::boot.ci(type = c("perc", "bca"))`.
pub(super) fn intervals(sample: &Sample, resamples: usize, seed: u64, level: Level) -> Figure {
    let values: Vec<f64> = sample.values.iter().map(|(value, ..)| *value).collect();
    let counts: Vec<f64> = sample.values.iter().map(|(_, n, _)| *n as f64).collect();
    let cells = values.len();
    if cells.saturating_mul(cells.saturating_add(resamples)) > MOST_DRAWS {
        return Figure::Undefined("too many different values: fewer resamples".to_owned());
    }
    let statistics: [(&'static str, Statistic); 3] = [
        ("mean", mean),
        ("median", median),
        ("standard_deviation", standard_deviation),
    ];
    let mut sheet = Sheet::new();
    sheet.put("resamples", resamples);
    for (term, statistic) in statistics {
        let found = bootstrap_table(&counts, resamples, seed, &mut |counts| {
            statistic(&values, counts)
        });
        let found = match found {
            Ok(found) => found,
            Err(error) => {
                sheet.put(term, error);
                continue;
            }
        };
        let mut own = Sheet::new();
        own.put("estimate", found.estimate)
            .put("standard_error", found.standard_error())
            .put("bias", found.bias())
            .put(
                "percentile_interval",
                shown(found.percentile_interval(level), level),
            )
            .put("bca_interval", shown(found.bca_interval(level), level));
        sheet.put(term, own);
    }
    sheet.into()
}

fn shown(interval: Option<befund_stats::Interval>, level: Level) -> Figure {
    match interval {
        Some(found) => Figure::Interval(Interval {
            lower: found.lower,
            upper: found.upper,
            level: level.get(),
        }),
        None => Figure::Undefined("the resamples do not vary enough".to_owned()),
    }
}

fn mean(values: &[f64], counts: &[f64]) -> f64 {
    let n: f64 = counts.iter().sum();
    // around a value, so that a large offset costs nothing
    let origin = values.first().copied().unwrap_or(f64::NAN);
    let parts = values.iter().zip(counts).map(|(x, c)| (x - origin) * c);
    origin + parts.sum::<f64>() / n
}

/// The middle value, or the mean of the two in the middle.
fn median(values: &[f64], counts: &[f64]) -> f64 {
    let half = counts.iter().sum::<f64>() / 2.0;
    let mut below = 0.0;
    let mut lower = None;
    for (value, count) in values.iter().zip(counts) {
        if *count == 0.0 {
            continue;
        }
        if let Some(lower) = lower {
            return f64::midpoint(lower, *value);
        }
        below += count;
        if below > half {
            return *value;
        }
        if below == half {
            lower = Some(*value);
        }
    }
    f64::NAN
}

/// Denominator n − 1; undefined for one observation.
fn standard_deviation(values: &[f64], counts: &[f64]) -> f64 {
    let n: f64 = counts.iter().sum();
    let mean = mean(values, counts);
    let parts = values.iter().zip(counts);
    let squares: f64 = parts.map(|(x, c)| (x - mean) * (x - mean) * c).sum();
    (squares / (n - 1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_of_counts() {
        // 1, 1, 2, 5, 5, 5 by hand: mean 19/6, squares 2 (13/6)² + (7/6)² + 3 (11/6)² = 125/6
        let (values, counts) = ([1.0, 2.0, 4.0, 5.0], [2.0, 1.0, 0.0, 3.0]);
        assert!((mean(&values, &counts) - 19.0 / 6.0).abs() < 1e-15);
        assert_eq!(median(&values, &counts), 3.5);
        assert_eq!(median(&values, &[2.0, 1.0, 0.0, 4.0]), 5.0);
        let deviation = standard_deviation(&values, &counts);
        assert!(
            (deviation - (125.0_f64 / 30.0).sqrt()).abs() < 1e-14,
            "{deviation}"
        );
        assert!(standard_deviation(&values, &[0.0, 1.0, 0.0, 0.0]).is_nan());
    }
}
