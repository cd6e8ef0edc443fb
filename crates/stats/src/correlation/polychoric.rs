//! Polychoric correlation.

use super::cross_products::inverse;
use super::{Pairs, bivariate_normal_cdf};
use crate::dd::Dd;
use crate::distribution::{chi_squared, normal};
use crate::{Error, Interval, Level, Probability};

/// Polychoric correlation of two ordered variables.
#[derive(Debug, Clone, PartialEq)]
pub struct Polychoric {
    /// Maximum likelihood estimate of the correlation.
    pub r: f64,
    /// Its standard error from the expected information.
    pub standard_error: f64,
    /// tanh(atanh r ± z s / (1 − r²)).
    pub interval: Interval,
    /// Two-step estimate: thresholds from the margins, then r.
    pub two_step: f64,
    /// Likelihood ratio test of the underlying normal distribution; none for a table of two by two, which any r fits.
    pub fit: Option<GoodnessOfFit>,
    /// Pairs.
    pub n: u64,
}

/// Likelihood ratio test of a model of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GoodnessOfFit {
    /// G² = 2 Σ O ln(O / E).
    pub g_squared: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// P(χ² ≥ G²).
    pub p_value: Probability,
}

/// More categories than ordered answers have.
const MOST: usize = 25;
/// Beyond it a correlation is taken for ±1.
const LIMIT: f64 = 0.9999;

/// Polychoric correlation: that of two standard normal variables of which only ordered classes are seen; for two by two
/// classes the tetrachoric correlation.
///
/// Thresholds and r by maximum likelihood (Fisher scoring), from the two-step estimate on. Olsson (1979),
/// *Psychometrika* 44, 443-460. R: `polycor::polychor(x, y, ML = TRUE, std.err = TRUE)`.
///
/// # Errors
/// [`Error::TooFewCases`] below two pairs, [`Error::ConstantVariable`] where one side does not vary,
/// [`Error::TooManyCategories`] beyond 25, [`Error::NoMaximum`] where |r| grows beyond 0.9999 (an empty cell in a table
/// of two by two), [`Error::NoConvergence`] where the estimate does not settle.
pub fn polychoric(pairs: &Pairs, level: Level) -> Result<Polychoric, Error> {
    pairs.check(2)?;
    let (rows, columns) = (pairs.x.values.len(), pairs.y.values.len());
    if rows.max(columns) > MOST {
        return Err(Error::TooManyCategories {
            categories: rows.max(columns),
            limit: MOST,
        });
    }
    let mut counts = vec![vec![0.0; columns]; rows];
    for cell in &pairs.cells {
        counts[cell.x][cell.y] = cell.count as f64;
    }
    let n = pairs.n as f64;
    let mut model = Model {
        r: 0.0,
        x: thresholds(&pairs.x.counts, n),
        y: thresholds(&pairs.y.counts, n),
    };
    model.r = two_step(&model, &counts)?;
    let two_step = model.r;
    if rows * columns > 4 {
        model = maximum(model, &counts)?;
    }
    let information = model.information(&counts).1;
    let standard_error = (inverse(&information)?[0][0].value() / n).sqrt();
    let half = normal::upper_quantile((1.0 - level.get()) / 2.0) * standard_error
        / ((1.0 - model.r) * (1.0 + model.r));
    let z = libm::atanh(model.r);
    let df = ((rows - 1) * (columns - 1) - 1) as f64;
    let g_squared = 2.0 * (saturated(&counts, n) - model.ln_likelihood(&counts)).max(0.0);
    Ok(Polychoric {
        r: model.r,
        standard_error,
        interval: Interval {
            lower: libm::tanh(z - half),
            upper: libm::tanh(z + half),
        },
        two_step,
        fit: (df > 0.0).then(|| GoodnessOfFit {
            g_squared,
            df,
            p_value: chi_squared::tail(g_squared, df),
        }),
        n: pairs.n,
    })
}

/// Normal quantiles of the cumulative shares, between −∞ and ∞.
fn thresholds(counts: &[u64], n: f64) -> Vec<f64> {
    let mut below = 0;
    let mut thresholds = vec![f64::NEG_INFINITY];
    for count in &counts[..counts.len() - 1] {
        below += count;
        thresholds.push(normal::quantile(below as f64 / n));
    }
    thresholds.push(f64::INFINITY);
    thresholds
}

/// Σ O ln(O / n).
fn saturated(counts: &[Vec<f64>], n: f64) -> f64 {
    let seen = counts.iter().flatten().filter(|count| **count > 0.0);
    seen.map(|count| count * libm::log(count / n)).sum()
}

/// The correlation and the thresholds of rows and columns, from −∞ to ∞.
#[derive(Debug, Clone)]
struct Model {
    r: f64,
    x: Vec<f64>,
    y: Vec<f64>,
}

/// A value per cell from one per corner: f(i + 1, j + 1) − f(i, j + 1) − f(i + 1, j) + f(i, j).
fn cells(model: &Model, corner: impl Fn(f64, f64) -> f64) -> Vec<Vec<f64>> {
    let corners: Vec<Vec<f64>> = model
        .x
        .iter()
        .map(|x| model.y.iter().map(|y| corner(*x, *y)).collect())
        .collect();
    corners
        .windows(2)
        .map(|pair| {
            let columns = pair[0].windows(2).zip(pair[1].windows(2));
            columns
                .map(|(above, below)| (below[1] - below[0]) - (above[1] - above[0]))
                .collect()
        })
        .collect()
}

fn density(x: f64) -> f64 {
    libm::exp(-0.5 * x * x) / (2.0 * std::f64::consts::PI).sqrt()
}

impl Model {
    /// Probabilities of the cells; those that round to nothing are very small.
    fn probabilities(&self) -> Vec<Vec<f64>> {
        let mut probabilities = cells(self, |x, y| bivariate_normal_cdf(x, y, self.r));
        for p in probabilities.iter_mut().flatten() {
            *p = p.max(1e-18);
        }
        probabilities
    }

    /// ∂p/∂r of every cell: the density at its corners.
    fn slopes(&self) -> Vec<Vec<f64>> {
        let rest = (1.0 - self.r) * (1.0 + self.r);
        cells(self, |x, y| {
            if x.is_infinite() || y.is_infinite() {
                return 0.0;
            }
            let square = x * x - 2.0 * self.r * x * y + y * y;
            libm::exp(-square / (2.0 * rest)) / (2.0 * std::f64::consts::PI * rest.sqrt())
        })
    }

    fn ln_likelihood(&self, counts: &[Vec<f64>]) -> f64 {
        let seen = counts
            .iter()
            .flatten()
            .zip(self.probabilities().into_iter().flatten());
        seen.filter(|(count, _)| **count > 0.0)
            .map(|(count, p)| count * libm::log(p))
            .sum()
    }

    /// Σ O/p ∂p/∂r.
    fn score(&self, counts: &[Vec<f64>]) -> f64 {
        let (p, slopes) = (self.probabilities(), self.slopes());
        let cells = counts.iter().flatten().zip(p.iter().flatten());
        cells
            .zip(slopes.iter().flatten())
            .map(|((count, p), slope)| count / p * slope)
            .sum()
    }

    /// Gradient of the log-likelihood and information of one pair by r, thresholds of x, thresholds of y.
    fn information(&self, counts: &[Vec<f64>]) -> (Vec<f64>, Vec<Vec<Dd>>) {
        let (p, slopes) = (self.probabilities(), self.slopes());
        let (rows, columns) = (p.len(), p[0].len());
        let parameters = 1 + (rows - 1) + (columns - 1);
        let root = ((1.0 - self.r) * (1.0 + self.r)).sqrt();
        // density at a threshold times the chance of the cell's range on the other side
        let edge = |at: f64, from: f64, to: f64| {
            let z = |other: f64| (other - self.r * at) / root;
            density(at) * (normal::cdf(z(to)) - normal::cdf(z(from)))
        };
        let mut gradient = vec![0.0; parameters];
        let mut information = vec![vec![Dd::ZERO; parameters]; parameters];
        for row in 0..rows {
            for column in 0..columns {
                let mut by = vec![(0, slopes[row][column])];
                let (x, y) = (&self.x[row..=row + 1], &self.y[column..=column + 1]);
                if row > 0 {
                    by.push((row, -edge(x[0], y[0], y[1])));
                }
                if row + 1 < rows {
                    by.push((row + 1, edge(x[1], y[0], y[1])));
                }
                if column > 0 {
                    by.push((rows - 1 + column, -edge(y[0], x[0], x[1])));
                }
                if column + 1 < columns {
                    by.push((rows + column, edge(y[1], x[0], x[1])));
                }
                for (first, slope) in &by {
                    gradient[*first] += counts[row][column] / p[row][column] * slope;
                    for (second, other) in &by {
                        information[*first][*second] += Dd::product(slope / p[row][column], *other);
                    }
                }
            }
        }
        (gradient, information)
    }
}

/// The correlation under fixed thresholds: the root of the score, by the Illinois method.
///
/// The bracket grows from 0 on, because the probabilities of cells far from a line close to ±1 are below rounding.
fn two_step(model: &Model, counts: &[Vec<f64>]) -> Result<f64, Error> {
    let score = |r: f64| Model { r, ..model.clone() }.score(counts);
    let at_zero = score(0.0);
    if at_zero == 0.0 {
        return Ok(0.0);
    }
    let sign = 1.0_f64.copysign(at_zero);
    let (mut near, mut at_near) = (0.0, at_zero);
    let (mut far, mut at_far) = (0.0, at_zero);
    let mut z = 0.0;
    while at_far * sign > 0.0 {
        if far * sign >= LIMIT {
            return Err(Error::NoMaximum { limit: sign });
        }
        z += 0.25;
        (near, at_near) = (far, at_far);
        far = sign * libm::tanh(z).min(LIMIT);
        at_far = score(far);
    }
    let (mut low, mut high) = (near.min(far), near.max(far));
    let (mut at_low, mut at_high) = if sign > 0.0 {
        (at_near, at_far)
    } else {
        (at_far, at_near)
    };
    for round in 0..200 {
        // a halving now and then, where the score is far from straight
        let r = if round % 4 == 3 {
            0.5 * (low + high)
        } else {
            (low * at_high - high * at_low) / (at_high - at_low)
        };
        let at = score(r);
        if at == 0.0 || high - low < 1e-15 {
            return Ok(r);
        }
        if at > 0.0 {
            (low, at_low) = (r, at);
            at_high *= 0.5;
        } else {
            (high, at_high) = (r, at);
            at_low *= 0.5;
        }
    }
    Ok(0.5 * (low + high))
}

/// Fisher scoring: steps of the inverse information times the gradient, halved while the likelihood falls.
fn maximum(start: Model, counts: &[Vec<f64>]) -> Result<Model, Error> {
    let n: f64 = counts.iter().flatten().sum();
    let rows = start.x.len() - 1;
    let mut model = start;
    let mut likelihood = model.ln_likelihood(counts);
    for _ in 0..200 {
        let (gradient, information) = model.information(counts);
        let step: Vec<f64> = inverse(&information)?
            .iter()
            .map(|row| {
                let products = row.iter().zip(&gradient).map(|(a, b)| *a * *b);
                products.sum::<Dd>().value() / n
            })
            .collect();
        let largest = step.iter().fold(0.0_f64, |most, step| most.max(step.abs()));
        let mut part = 1.0;
        let next = loop {
            let mut next = model.clone();
            next.r += part * step[0];
            for row in 1..rows {
                next.x[row] += part * step[row];
            }
            for column in 1..next.y.len() - 1 {
                next.y[column] += part * step[rows - 1 + column];
            }
            let rises = |thresholds: &[f64]| thresholds.windows(2).all(|pair| pair[0] < pair[1]);
            if next.r.abs() < LIMIT && rises(&next.x) && rises(&next.y) {
                let found = next.ln_likelihood(counts);
                // near the maximum the likelihood is flat to all its digits
                if found >= likelihood - 1e-13 * likelihood.abs() {
                    likelihood = found;
                    break next;
                }
            }
            part *= 0.5;
            if part < 1e-6 {
                return Err(if model.r.abs() > 0.99 {
                    Error::NoMaximum {
                        limit: 1.0_f64.copysign(model.r),
                    }
                } else {
                    Error::NoConvergence
                });
            }
        };
        model = next;
        // scoring gains a digit or more per step: what is left is the rounding of the probabilities
        if largest < 1e-12 {
            return Ok(model);
        }
    }
    Err(Error::NoConvergence)
}
