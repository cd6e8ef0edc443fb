//! The bootstrap: of a table of counts and of rows, with percentile and BCa intervals.

use crate::distribution::normal;
use crate::order::sort_numbers;
use crate::random::{Multinomial, Random};
use crate::{Error, Interval, Level};

/// A statistic with its bootstrap distribution. Efron (1979); Davison and Hinkley (1997).
#[derive(Debug, Clone, PartialEq)]
pub struct Bootstrap {
    /// The statistic of the sample itself.
    pub estimate: f64,
    /// The statistic of every resample in which it was defined, ascending.
    pub replicates: Vec<f64>,
    /// Resamples in which it was undefined; they say nothing and are left out.
    pub undefined: usize,
    /// a of the BCa interval, Σd³ / (6 (Σd²)^1.5) with d the jackknife mean minus the jackknife values; `None` where the
    /// statistic does not change when an observation is left out, or is undefined then.
    pub acceleration: Option<f64>,
}

impl Bootstrap {
    fn new(estimate: f64, drawn: Vec<f64>, acceleration: Option<f64>) -> Self {
        let of = drawn.len();
        let mut replicates: Vec<f64> = drawn.into_iter().filter(|value| !value.is_nan()).collect();
        sort_numbers(&mut replicates);
        Self {
            estimate,
            undefined: of - replicates.len(),
            replicates,
            acceleration,
        }
    }

    /// Standard deviation of the replicates, denominator B − 1; `None` below two.
    pub fn standard_error(&self) -> Option<f64> {
        let b = self.replicates.len() as f64;
        if b < 2.0 {
            return None;
        }
        let mean = self.mean()?;
        let squares: f64 = self
            .replicates
            .iter()
            .map(|value| (value - mean) * (value - mean))
            .sum();
        Some((squares / (b - 1.0)).sqrt())
    }

    /// Mean of the replicates minus the estimate.
    pub fn bias(&self) -> Option<f64> {
        Some(self.mean()? - self.estimate)
    }

    fn mean(&self) -> Option<f64> {
        let b = self.replicates.len() as f64;
        // around the estimate, because the replicates are near it
        let shift: f64 = self
            .replicates
            .iter()
            .map(|value| value - self.estimate)
            .sum();
        (b > 0.0).then(|| self.estimate + shift / b)
    }

    /// The value below which a share p of the replicates lies: order statistic (B + 1) p, between two of them linearly.
    /// Davison and Hinkley (1997), §2.4. R: `quantile(t, p, type = 6)`.
    fn quantile(&self, p: f64) -> Option<f64> {
        let last = self.replicates.len().checked_sub(1)?;
        let place = ((last + 2) as f64 * p - 1.0).clamp(0.0, last as f64);
        let below = place.floor();
        let low = self.replicates[below as usize];
        let high = self.replicates[(below as usize + 1).min(last)];
        Some(if low == high {
            low
        } else {
            low + (place - below) * (high - low)
        })
    }

    /// The percentile interval: quantiles of the replicates; `None` where there are none. R: `boot.ci(b, type = "perc")`.
    pub fn percentile_interval(&self, level: Level) -> Option<Interval> {
        let tail = (1.0 - level.get()) / 2.0;
        Some(Interval {
            lower: self.quantile(tail)?,
            upper: self.quantile(1.0 - tail)?,
        })
    }

    /// z₀ = Φ⁻¹ of the share of replicates below the estimate, ties half; `None` where all lie on one side.
    pub fn bias_correction(&self) -> Option<f64> {
        let below = self
            .replicates
            .partition_point(|value| *value < self.estimate);
        let up_to = self
            .replicates
            .partition_point(|value| *value <= self.estimate);
        let share = (below + up_to) as f64 / 2.0 / self.replicates.len() as f64;
        (share > 0.0 && share < 1.0).then(|| normal::quantile(share))
    }

    /// The bias-corrected and accelerated interval: second-order accurate, transformation respecting.
    ///
    /// Quantiles at Φ(z₀ + (z₀ + z)/(1 − a(z₀ + z))). Efron (1987); Efron and Tibshirani (1993), §14.3. `None` where z₀ or a
    /// is undefined. R: `boot.ci(b, type = "bca")`.
    pub fn bca_interval(&self, level: Level) -> Option<Interval> {
        let (bias, acceleration) = (self.bias_correction()?, self.acceleration?);
        let z = normal::quantile((1.0 + level.get()) / 2.0);
        let end = |z: f64| {
            let moved = bias + z;
            let room = 1.0 - acceleration * moved;
            (room > 0.0).then(|| normal::cdf(bias + moved / room))
        };
        Some(Interval {
            lower: self.quantile(end(-z)?)?,
            upper: self.quantile(end(z)?)?,
        })
    }
}

/// a from jackknife values with how many observations each stands for.
fn acceleration(jackknife: &[(f64, f64)]) -> Option<f64> {
    let n: f64 = jackknife.iter().map(|(_, weight)| weight).sum();
    let mean = jackknife
        .iter()
        .map(|(value, weight)| value * weight)
        .sum::<f64>()
        / n;
    let largest = jackknife
        .iter()
        .map(|(value, _)| (mean - value).abs())
        .fold(0.0, f64::max);
    let (mut squares, mut cubes) = (0.0, 0.0);
    for (value, weight) in jackknife {
        // scaled, so that the cubes of small differences do not vanish
        let d = (mean - value) / largest;
        squares += weight * d * d;
        cubes += weight * d * d * d;
    }
    let a = cubes / (6.0 * squares * squares.sqrt());
    a.is_finite().then_some(a)
}

/// Bootstrap of a statistic of a table of counts: n observations drawn again with the shares of the cells, O(cells) per
/// resample whatever n is.
///
/// In law this is the bootstrap of the rows the table counts. The jackknife leaves out one observation of each cell that
/// has any. A statistic that is undefined for a table returns NaN. R: `boot(rows, statistic, R)`.
///
/// # Errors
/// [`Error::InvalidCount`] where a count is no whole number from 0 to 2⁵³, [`Error::NothingToDraw`] where all are 0,
/// [`Error::UndefinedStatistic`] where the statistic of the table itself is undefined.
pub fn bootstrap_table(
    counts: &[f64],
    resamples: usize,
    seed: u64,
    statistic: &mut dyn FnMut(&[f64]) -> f64,
) -> Result<Bootstrap, Error> {
    const MOST: f64 = 9_007_199_254_740_992.0;
    let whole = |count: f64| (0.0..=MOST).contains(&count) && count.fract() == 0.0;
    if let Some((column, &count)) = counts.iter().enumerate().find(|(_, count)| !whole(**count)) {
        return Err(Error::InvalidCount {
            row: 0,
            column,
            count,
        });
    }
    let table = Multinomial::new(counts)?;
    let n = counts.iter().sum::<f64>() as u64;
    let estimate = statistic(counts);
    if estimate.is_nan() {
        return Err(Error::UndefinedStatistic);
    }
    let mut less = counts.to_vec();
    let mut jackknife = Vec::new();
    for (cell, &count) in counts.iter().enumerate() {
        if count > 0.0 {
            less[cell] -= 1.0;
            jackknife.push((statistic(&less), count));
            less[cell] = count;
        }
    }
    let streams = Random::new(seed);
    let mut drawn = vec![0.0; counts.len()];
    let replicates = (0..resamples).map(|resample| {
        table.draw(&mut streams.split(resample as u64), n, &mut drawn);
        statistic(&drawn)
    });
    let replicates: Vec<f64> = replicates.collect();
    Ok(Bootstrap::new(
        estimate,
        replicates,
        acceleration(&jackknife),
    ))
}

/// Bootstrap of a statistic of rows: `statistic` gets the indices of n rows drawn with replacement, O(n) per resample.
///
/// Use [`bootstrap_table`] wherever the statistic depends on counts alone. The jackknife costs n more calls. NaN stands for
/// undefined. R: `boot(rows, statistic, R)`.
///
/// # Errors
/// [`Error::NothingToDraw`] without rows, [`Error::UndefinedStatistic`] where the statistic of all rows is undefined.
pub fn bootstrap_rows(
    rows: usize,
    resamples: usize,
    seed: u64,
    statistic: &mut dyn FnMut(&[usize]) -> f64,
) -> Result<Bootstrap, Error> {
    if rows == 0 {
        return Err(Error::NothingToDraw);
    }
    let mut indices: Vec<usize> = (0..rows).collect();
    let estimate = statistic(&indices);
    if estimate.is_nan() {
        return Err(Error::UndefinedStatistic);
    }
    let mut jackknife = Vec::with_capacity(rows);
    if rows > 1 {
        // all but the last row; putting it in the place of one row after the other leaves that row out
        indices.pop();
        jackknife.push((statistic(&indices), 1.0));
        for row in 0..rows - 1 {
            indices[row] = rows - 1;
            jackknife.push((statistic(&indices), 1.0));
            indices[row] = row;
        }
        indices.push(rows - 1);
    }
    let streams = Random::new(seed);
    let mut replicates = Vec::with_capacity(resamples);
    for resample in 0..resamples {
        let mut random = streams.split(resample as u64);
        indices
            .iter_mut()
            .for_each(|index| *index = random.index(rows));
        replicates.push(statistic(&indices));
    }
    Ok(Bootstrap::new(
        estimate,
        replicates,
        acceleration(&jackknife),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mean of the codes 1, 2, ...
    fn mean(counts: &[f64]) -> f64 {
        let n: f64 = counts.iter().sum();
        let sum: f64 = counts
            .iter()
            .enumerate()
            .map(|(code, count)| (code + 1) as f64 * count)
            .sum();
        sum / n
    }

    #[test]
    fn the_mean_has_its_known_standard_error() {
        let counts = [30.0, 50.0, 80.0, 40.0];
        let bootstrap = bootstrap_table(&counts, 20_000, 1, &mut mean).unwrap();
        // the standard error of a mean under the shares themselves: √(σ² / n), denominator n
        let n = 200.0;
        let variance: f64 = counts
            .iter()
            .enumerate()
            .map(|(code, count)| count * ((code + 1) as f64 - bootstrap.estimate).powi(2))
            .sum::<f64>()
            / n;
        let exact = (variance / n).sqrt();
        let found = bootstrap.standard_error().unwrap();
        assert!((found / exact - 1.0).abs() < 0.03, "{found} {exact}");
        assert!(bootstrap.bias().unwrap().abs() < 5.0 * exact / 20_000.0_f64.sqrt());
        let percentile = bootstrap.percentile_interval(Level::P95).unwrap();
        assert!((percentile.lower - (bootstrap.estimate - 1.96 * exact)).abs() < 0.1 * exact);
        assert!((percentile.upper - (bootstrap.estimate + 1.96 * exact)).abs() < 0.1 * exact);
    }

    #[test]
    fn table_and_rows_agree() {
        let counts = [6.0, 0.0, 9.0, 4.0];
        let codes: Vec<f64> = counts
            .iter()
            .enumerate()
            .flat_map(|(code, count)| vec![(code + 1) as f64; *count as usize])
            .collect();
        let table = bootstrap_table(&counts, 20_000, 1, &mut mean).unwrap();
        let rows = bootstrap_rows(codes.len(), 20_000, 2, &mut |rows| {
            rows.iter().map(|row| codes[*row]).sum::<f64>() / rows.len() as f64
        })
        .unwrap();
        assert!((table.estimate - rows.estimate).abs() < 1e-14);
        // the jackknife of the table is that of the rows
        let (one, other) = (table.acceleration.unwrap(), rows.acceleration.unwrap());
        assert!((one / other - 1.0).abs() < 1e-9, "{one} {other}");
        let (one, other) = (
            table.standard_error().unwrap(),
            rows.standard_error().unwrap(),
        );
        assert!((one / other - 1.0).abs() < 0.04, "{one} {other}");
        let (one, other) = (
            table.bca_interval(Level::P95).unwrap(),
            rows.bca_interval(Level::P95).unwrap(),
        );
        assert!((one.lower - other.lower).abs() < 0.06 && (one.upper - other.upper).abs() < 0.06);
    }

    #[test]
    fn bca_is_the_formula() {
        // replicates 1, ..., 99, estimate 40.5: z0 = qnorm(40/99), a = 0.05; mpmath, 30 digits:
        // z0 = -0.242902655886, ends at 100 Phi(z0 + (z0 -+ z)/(1 - a (z0 -+ z)))
        let bootstrap = Bootstrap {
            estimate: 40.5,
            replicates: (1..100).map(f64::from).collect(),
            undefined: 0,
            acceleration: Some(0.05),
        };
        let interval = bootstrap.bca_interval(Level::P95).unwrap();
        assert!(
            (interval.lower - 1.2966588750171129).abs() < 1e-11,
            "{}",
            interval.lower
        );
        assert!(
            (interval.upper - 94.901930409659653).abs() < 1e-11,
            "{}",
            interval.upper
        );
        let percentile = bootstrap.percentile_interval(Level::P95).unwrap();
        assert!((percentile.lower - 2.5).abs() < 1e-13 && percentile.upper == 97.5);
    }

    #[test]
    fn the_seed_alone_decides() {
        let of = |seed| bootstrap_table(&[5.0, 5.0], 100, seed, &mut mean).unwrap();
        assert_eq!(of(3), of(3));
        assert_ne!(of(3), of(4));
    }

    #[test]
    fn degenerate_tables() {
        let constant = bootstrap_table(&[0.0, 7.0], 50, 1, &mut mean).unwrap();
        assert_eq!(constant.standard_error(), Some(0.0));
        let interval = constant.percentile_interval(Level::P95).unwrap();
        assert_eq!((interval.lower, interval.upper), (2.0, 2.0));
        assert_eq!(constant.acceleration, None);
        assert_eq!(constant.bca_interval(Level::P95), None);
        // one observation: leaving it out leaves nothing
        let one = bootstrap_table(&[1.0, 0.0], 50, 1, &mut mean).unwrap();
        assert_eq!(one.acceleration, None);
        assert_eq!(
            bootstrap_rows(1, 5, 1, &mut |_| 1.0).unwrap().acceleration,
            None
        );
        assert!(matches!(
            bootstrap_table(&[1.5], 5, 1, &mut mean),
            Err(Error::InvalidCount { .. })
        ));
        assert!(matches!(
            bootstrap_table(&[0.0], 5, 1, &mut mean),
            Err(Error::NothingToDraw)
        ));
        assert!(matches!(
            bootstrap_table(&[1.0], 5, 1, &mut |_| f64::NAN),
            Err(Error::UndefinedStatistic)
        ));
        let none = bootstrap_table(&[3.0], 0, 1, &mut mean).unwrap();
        assert_eq!(none.percentile_interval(Level::P95), None);
        assert_eq!(none.bca_interval(Level::P95), None);
    }
}
