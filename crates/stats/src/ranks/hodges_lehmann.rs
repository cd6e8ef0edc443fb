//! Shifts and centres by ranks: medians of all differences or means of pairs, without listing them.

use super::GroupRanks;
use super::exact::{Lattice, signed_rank_null};
use super::mann_whitney::null_of;
use crate::distribution::normal;
use crate::groups::{Groups, Sample};
use crate::{Error, Interval, Level};

/// A location with its confidence interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Location {
    /// The median of all differences, or of all means of two.
    pub estimate: f64,
    /// Order statistics of the same; unlimited where there are too few cases for the level.
    pub interval: Interval,
}

/// A double as a whole number in the same order.
fn ordered(value: f64) -> i64 {
    let bits = value.to_bits() as i64;
    if bits < 0 { i64::MIN - bits } else { bits }
}

fn double(order: i64) -> f64 {
    let bits = if order < 0 { i64::MIN - order } else { order };
    f64::from_bits(bits as u64)
}

/// The smallest double of which `at_most` says that it has at least `place` values up to it, by bisection of the doubles.
fn select(lowest: f64, highest: f64, place: f64, at_most: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (ordered(lowest), ordered(highest));
    while low < high {
        let middle = (low >> 1) + (high >> 1) + (low & high & 1);
        if at_most(double(middle)) >= place {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    double(low) + 0.0
}

/// Mean of the two middle values of `total`.
fn median(total: f64, order_statistic: impl Fn(f64) -> f64) -> f64 {
    let half = (total / 2.0).floor();
    let upper = order_statistic(half + 1.0);
    if half * 2.0 == total {
        let lower = order_statistic(half);
        lower + (upper - lower) / 2.0
    } else {
        upper
    }
}

/// How many of `total` values lie outside an interval on one side: the largest k with P(X < k) ≤ α/2, by the exact distribution
/// of X where there is one, else by a normal one with this standard deviation. `place` says where the exact one has k.
fn left_out(
    level: Level,
    total: f64,
    exact: Option<Lattice>,
    place: impl Fn(f64) -> f64,
    sigma: f64,
) -> f64 {
    let tail = (1.0 - level.get()) / 2.0;
    let middle = (total / 2.0).floor();
    let Some(null) = exact else {
        let z = normal::upper_quantile(tail);
        return (total / 2.0 - z * sigma).round().clamp(0.0, middle);
    };
    let (mut low, mut high) = (0.0, middle);
    while low < high {
        let k = ((low + high + 1.0) / 2.0).floor();
        if null.at_most(place(k - 1.0)) <= tail {
            low = k;
        } else {
            high = k - 1.0;
        }
    }
    low
}

/// Order statistics `outside` and `total` + 1 − `outside`; unlimited where `outside` is 0.
fn interval(outside: f64, total: f64, order_statistic: impl Fn(f64) -> f64) -> Interval {
    if outside < 1.0 {
        return Interval {
            lower: f64::NEG_INFINITY,
            upper: f64::INFINITY,
        };
    }
    Interval {
        lower: order_statistic(outside),
        upper: order_statistic(total + 1.0 - outside),
    }
}

/// Hodges and Lehmann's estimate of the shift from the second to the first of two groups: the median of all differences.
///
/// The interval has the order statistics that Mann and Whitney's test does not reject: by its exact distribution without ties
/// within `limit` steps (with ties it is conservative), else by the tie-corrected normal approximation. O((n₁ + n₂) log n₁n₂) time and
/// linear memory: the differences up to a bound are counted, never listed. Hodges and Lehmann (1963); Hollander, Wolfe and Chicken
/// (2014), §4.2. R: `wilcox.test(x, y, conf.int = TRUE)`.
///
/// # Errors
/// [`Error::TooFewGroups`] unless there are two groups with cases.
pub fn shift(groups: &Groups, level: Level, limit: f64) -> Result<Location, Error> {
    let [a, b] = groups.samples.as_slice() else {
        return Err(Error::TooFewGroups {
            groups: groups.len(),
            needed: 2,
        });
    };
    let total = a.n() * b.n();
    let cumulative = cumulative(b);
    // a − b ≤ bound, in one pass through both
    let at_most = |bound: f64| {
        let (mut from, mut sum) = (0, 0.0);
        for (value, count) in a.frequencies() {
            while from < b.values.len() && value - b.values[from] > bound {
                from += 1;
            }
            sum += count * (b.n() - cumulative[from]);
        }
        sum
    };
    let (a_ends, b_ends) = (ends(a), ends(b));
    let order_statistic =
        |place: f64| select(a_ends.0 - b_ends.1, a_ends.1 - b_ends.0, place, at_most);
    let n = a.n() + b.n();
    let exact = (n * n <= limit)
        .then(|| null_of(&vec![1.0; n as usize], n, a.n().min(b.n()), limit).ok())
        .flatten();
    let squares = GroupRanks::of(groups).squares;
    let sigma = (total / n * (squares / (n - 1.0))).sqrt() / 2.0;
    let outside = left_out(level, total, exact, |u| 2.0 * u - total, sigma);
    let interval = interval(outside, total, order_statistic);
    Ok(Location {
        estimate: median(total, order_statistic) / groups.divisor,
        interval: Interval {
            lower: interval.lower / groups.divisor,
            upper: interval.upper / groups.divisor,
        },
    })
}

/// Cases before each distinct value, and in the end all.
fn cumulative(sample: &Sample) -> Vec<f64> {
    let mut before = vec![0.0];
    let mut sum = 0.0;
    for (_, count) in sample.frequencies() {
        sum += count;
        before.push(sum);
    }
    before
}

/// Smallest and largest value of a sample with cases.
fn ends(sample: &Sample) -> (f64, f64) {
    (sample.values[0], sample.values[sample.values.len() - 1])
}

/// Hodges and Lehmann's pseudo-median: the median of the means of every two values, each with itself included.
///
/// The interval has the order statistics that Wilcoxon's signed rank test does not reject, by its exact distribution without ties
/// within `limit` steps, else by the normal approximation. Counted, never listed. R: `wilcox.test(x, conf.int = TRUE)`.
///
/// # Errors
/// [`Error::GroupTooSmall`] without cases.
pub fn pseudo_median(sample: &Sample, level: Level, limit: f64) -> Result<Location, Error> {
    let n = sample.n();
    if n == 0.0 {
        return Err(Error::GroupTooSmall {
            group: 0,
            n,
            needed: 1.0,
        });
    }
    let total = n * (n + 1.0) / 2.0;
    let cumulative = cumulative(sample);
    let values = &sample.values;
    let at_most = |bound: f64| {
        let (mut upto, mut sum) = (values.len(), 0.0);
        for (index, (value, count)) in sample.frequencies().enumerate() {
            while upto > 0 && value / 2.0 + values[upto - 1] / 2.0 > bound {
                upto -= 1;
            }
            // with itself and all above, up to the bound
            if upto > index {
                let above = cumulative[upto] - cumulative[index + 1];
                sum += count * (count + 1.0) / 2.0 + count * above;
            }
        }
        sum
    };
    let (lowest, highest) = ends(sample);
    let order_statistic = |place: f64| select(lowest, highest, place, at_most);
    let exact = (n * n <= limit)
        .then(|| {
            let ranks: Vec<(f64, f64)> = (1..=n as u64).map(|rank| (rank as f64, 1.0)).collect();
            signed_rank_null(&ranks, limit).ok()
        })
        .flatten();
    let sigma = (n * (n + 1.0) * (2.0 * n + 1.0) / 24.0).sqrt();
    let outside = left_out(level, total, exact, |v| v, sigma);
    Ok(Location {
        estimate: median(total, order_statistic),
        interval: interval(outside, total, order_statistic),
    })
}
