//! Association of two variables: product-moment, rank and polychoric correlation.
//!
//! All start from [`Pairs`], the table of distinct pairs with their frequencies: equal answers cost nothing, and the
//! order of rows cannot matter.

mod bivariate_normal;
pub(crate) mod cross_products;
mod kendall;
mod partial;
mod pearson;
mod permutation;
mod polychoric;
mod spearman;

pub use bivariate_normal::bivariate_normal_cdf;
pub use cross_products::CrossProducts;
pub use kendall::{Kendall, kendall};
pub use partial::{PartialCorrelation, partial_correlations};
pub use pearson::{Pearson, pearson, pearson_correlation};
pub use permutation::Enumeration;
pub use polychoric::{GoodnessOfFit, Polychoric, polychoric};
pub use spearman::{Spearman, spearman};

use crate::dd::Dd;
use crate::distribution::{normal, student_t};
use crate::order::sort_by;
use crate::{Error, Interval, Level, Probability};

/// Paired observations as a sparse table: distinct values of either side, and which occur together how often.
#[derive(Debug, Clone, PartialEq)]
pub struct Pairs {
    x: Margin,
    y: Margin,
    /// Sorted by x, then y; no cell twice, none empty.
    cells: Vec<Cell>,
    n: u64,
}

/// Distinct values in ascending order with their frequencies.
#[derive(Debug, Clone, PartialEq, Default)]
struct Margin {
    values: Vec<f64>,
    counts: Vec<u64>,
}

/// How often two values occur together.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Cell {
    x: usize,
    y: usize,
    count: u64,
}

/// A test of no association.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CorrelationTest {
    /// Value of the test statistic.
    pub statistic: f64,
    /// Degrees of freedom, where its distribution has some.
    pub df: Option<f64>,
    /// Two-sided p-value.
    pub p_value: Probability,
}

impl Pairs {
    /// From (x, y, how often), in any order; pairs that occur 0 times are left out.
    ///
    /// # Errors
    /// [`Error::InvalidObservation`] where a value is not finite.
    pub fn new(pairs: impl IntoIterator<Item = (f64, f64, u64)>) -> Result<Self, Error> {
        let mut sorted: Vec<(f64, f64, u64)> = Vec::new();
        for (x, y, count) in pairs {
            for value in [x, y] {
                if !value.is_finite() {
                    let weight = count as f64;
                    return Err(Error::InvalidObservation { value, weight });
                }
            }
            if count > 0 {
                // -0 and 0 are one value
                sorted.push((x + 0.0, y + 0.0, count));
            }
        }
        // by y first: its distinct values; the pairs then stand by x, and within x by y
        sort_by(&mut sorted, |a, b| a.1.total_cmp(&b.1));
        let mut y = Margin::default();
        let mut coded: Vec<(f64, f64, u64)> = Vec::with_capacity(sorted.len());
        for (x, value, count) in sorted {
            let code = y.add(value, count);
            coded.push((x, code as f64, count));
        }
        sort_by(&mut coded, |a, b| {
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        let mut x = Margin::default();
        let mut cells: Vec<Cell> = Vec::new();
        for (value, code, count) in coded {
            // a code is a small whole number
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let cell = Cell {
                x: x.add(value, count),
                y: code as usize,
                count,
            };
            match cells.last_mut() {
                Some(last) if (last.x, last.y) == (cell.x, cell.y) => last.count += count,
                _ => cells.push(cell),
            }
        }
        let n = x.counts.iter().sum();
        Ok(Self { x, y, cells, n })
    }

    /// How many pairs.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// At least so many pairs and no constant side.
    fn check(&self, needed: u64) -> Result<(), Error> {
        if self.n < needed {
            return Err(Error::TooFewCases { n: self.n, needed });
        }
        for (index, margin) in [&self.x, &self.y].into_iter().enumerate() {
            if margin.values.len() < 2 {
                return Err(Error::ConstantVariable { index });
            }
        }
        Ok(())
    }
}

impl Margin {
    /// Counts a value not below the last; gives its code.
    fn add(&mut self, value: f64, count: u64) -> usize {
        match self.counts.last_mut() {
            Some(last) if self.values.last() == Some(&value) => *last += count,
            _ => {
                self.values.push(value);
                self.counts.push(count);
            }
        }
        self.values.len() - 1
    }

    /// Twice the midrank of each value, less one: whole numbers 2 · (how many are below) + (how many are equal).
    fn ranks(&self) -> Vec<f64> {
        let mut below = 0;
        self.counts
            .iter()
            .map(|count| {
                let rank = 2 * below + count;
                below += count;
                rank as f64
            })
            .collect()
    }
}

/// A correlation in double-double precision, with 1 − r² free of cancellation.
#[derive(Debug, Clone, Copy)]
struct Coefficient {
    r: f64,
    /// 1 − r²; 0 on a straight line.
    unexplained: f64,
}

/// Below it r or 1 − r² is the rounding of double-double sums.
const STRAIGHT: f64 = 3e-30;

impl Coefficient {
    /// r = xy / √(xx yy); `None` where one of them is no variation at all.
    fn new(xx: Dd, yy: Dd, xy: Dd) -> Option<Self> {
        let product = xx * yy;
        if product.value() <= 0.0 {
            return None;
        }
        let unexplained = ((product - xy.square()) / product).value();
        if unexplained < STRAIGHT {
            return Some(Self {
                r: 1.0_f64.copysign(xy.value()),
                unexplained: 0.0,
            });
        }
        let r = (xy / product.sqrt()).value();
        let r = if r.abs() < STRAIGHT { 0.0 } else { r };
        Some(Self {
            r: r.clamp(-1.0, 1.0),
            unexplained,
        })
    }

    /// t = r √(df / (1 − r²)); none without degrees of freedom.
    fn t_test(self, df: f64) -> Option<CorrelationTest> {
        if df <= 0.0 {
            return None;
        }
        let statistic = if self.unexplained == 0.0 {
            self.r * f64::INFINITY
        } else {
            self.r * (df / self.unexplained).sqrt()
        };
        Some(CorrelationTest {
            statistic,
            df: Some(df),
            p_value: student_t::two_sided(statistic, df),
        })
    }

    /// tanh(atanh r ± z s) with the variance s² of atanh r; the point r = ±1 itself on a straight line.
    fn interval(self, variance: f64, level: Level) -> Option<Interval> {
        if !(variance.is_finite() && variance > 0.0) {
            return None;
        }
        if self.unexplained == 0.0 {
            return Some(Interval {
                lower: self.r,
                upper: self.r,
            });
        }
        let size = self.r.abs();
        // atanh |r| = ln((1 + |r|) / (1 − |r|)) / 2 with 1 − |r| = (1 − r²) / (1 + |r|)
        let z = (0.5 * libm::log1p(2.0 * size * (1.0 + size) / self.unexplained)).copysign(self.r);
        let half = normal::upper_quantile((1.0 - level.get()) / 2.0) * variance.sqrt();
        Some(Interval {
            lower: libm::tanh(z - half),
            upper: libm::tanh(z + half),
        })
    }
}

/// Sums of squares and products of deviations of scores that stand for the values of both sides.
fn products(pairs: &Pairs, x: &[f64], y: &[f64]) -> Option<Coefficient> {
    let (x, xx) = deviations(x, &pairs.x.counts);
    let (y, yy) = deviations(y, &pairs.y.counts);
    let xy = pairs
        .cells
        .iter()
        .map(|cell| x[cell.x] * y[cell.y] * cell.count as f64)
        .sum();
    Coefficient::new(xx, yy, xy)
}

/// Deviations from the mean, scaled by a power of two so that no square overflows, and their sum of squares.
fn deviations(scores: &[f64], counts: &[u64]) -> (Vec<Dd>, Dd) {
    let largest = scores.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    let (_, exponent) = libm::frexp(largest);
    let scaled: Vec<f64> = scores.iter().map(|x| libm::scalbn(*x, -exponent)).collect();
    let n: Dd = counts.iter().map(|count| *count as f64).sum();
    let weighed = scaled.iter().zip(counts);
    let sum: Dd = weighed
        .map(|(x, count)| Dd::product(*x, *count as f64))
        .sum();
    let mean = sum / n;
    let deviations: Vec<Dd> = scaled.iter().map(|x| -(mean - *x)).collect();
    let squares = deviations
        .iter()
        .zip(counts)
        .map(|(deviation, count)| deviation.square() * *count as f64)
        .sum();
    (deviations, squares)
}

#[cfg(test)]
mod tests;
