//! Linear regression by least squares.

mod triangle;

use self::triangle::Triangle;
use crate::dd::Dd;
use crate::distribution::{f, student_t};
use crate::{Error, Interval, Level, Probability};

/// A predictor that is a combination of others leaves less than this share of its standard deviation.
const COLLINEAR: f64 = 1e-14;
/// A predictor of which the mean leaves less than this is constant; a residual smaller than this share is rounding.
const ROUNDING: f64 = 1e-26;

/// Whether a regression has a constant term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Constant {
    /// It is estimated as the first coefficient.
    Estimated,
    /// There is none: the line goes through the origin.
    None,
}

/// A linear regression.
#[derive(Debug, Clone, PartialEq)]
pub struct LinearRegression {
    /// Number of cases.
    pub n: f64,
    /// The constant term first, where there is one, then one coefficient per predictor.
    pub coefficients: Vec<Coefficient>,
    /// Of the model: as many as predictors.
    pub df_model: f64,
    /// Of the residuals: n less the number of coefficients.
    pub df_residual: f64,
    /// Explained by the predictors; about 0 where there is no constant term.
    pub sum_of_squares_model: f64,
    /// Not explained; 0 where the fit is exact.
    pub sum_of_squares_residual: f64,
    /// About the mean; about 0 where there is no constant term.
    pub sum_of_squares_total: f64,
    /// 1 − residual / total sum of squares; `None` for a constant outcome.
    pub r_squared: Option<f64>,
    /// 1 − residual / total mean square.
    pub adjusted_r_squared: Option<f64>,
    /// √(residual mean square).
    pub residual_standard_deviation: f64,
    /// The test that all coefficients but the constant are 0; `None` for an exact fit.
    pub f_test: Option<RegressionTest>,
}

/// The F test of a regression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RegressionTest {
    /// Model mean square / residual mean square.
    pub statistic: f64,
    /// P(F ≥ statistic).
    pub p_value: Probability,
}

/// A coefficient of a regression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficient {
    /// The estimate.
    pub estimate: f64,
    /// Its standard error; 0 for an exact fit.
    pub standard_error: f64,
    /// Estimate / standard error; `None` for an exact fit.
    pub t: Option<f64>,
    /// Two-sided.
    pub p_value: Option<Probability>,
    /// The confidence interval.
    pub interval: Interval,
    /// In standard deviations of outcome and predictor; `None` for the constant term and without one.
    pub standardised: Option<f64>,
    /// 1 / (1 − R² of this predictor on the others); `None` for the constant term and without one.
    pub variance_inflation: Option<f64>,
}

/// Least squares of an outcome on predictors, each a list of one value per row.
///
/// b = argmin Σw(y − Xb)², se(bⱼ) = s √(X'WX)⁻¹ⱼⱼ, s² = Σw(y − Xb)² / (Σw − p). By Givens rotations in double-double arithmetic, so
/// that even polynomials of degree ten lose nothing that the data hold. Frequencies w are how many cases each row stands for.
/// R: `summary(lm(y ~ x, weights = w))` for w = 1; R² without a constant term is about the origin, as there.
/// Golub and Van Loan (2013), §5.2.5; the certified NIST sets.
///
/// # Errors
/// [`Error::Collinear`] names the first predictor that is constant or a combination of those before it;
/// [`Error::TooFewRows`] where there are not more cases than coefficients; [`Error::InvalidObservation`] where a value is
/// not finite or a frequency negative.
pub fn linear_regression(
    predictors: &[Vec<Dd>],
    outcome: &[Dd],
    frequencies: Option<&[f64]>,
    constant: Constant,
    level: Level,
) -> Result<LinearRegression, Error> {
    let first = usize::from(constant == Constant::Estimated);
    let size = first + predictors.len();
    // columns: the constant term, predictors, outcome
    let columns = || predictors.iter().map(Vec::as_slice).chain([outcome]);
    let mut exponents = vec![0; first];
    for column in columns() {
        exponents.push(exponent_of(column)?);
    }
    let mut triangle = Triangle::new(size + 1);
    let mut n = Dd::ZERO;
    let mut row = vec![Dd::ZERO; size + 1];
    for index in 0..outcome.len() {
        let frequency = frequencies.map_or(1.0, |frequencies| frequencies[index]);
        if !(frequency.is_finite() && frequency >= 0.0) {
            return Err(Error::InvalidObservation {
                value: outcome[index].value(),
                weight: frequency,
            });
        }
        if frequency == 0.0 {
            continue;
        }
        n += frequency;
        row[..first].fill(Dd::ONE);
        for ((cell, column), exponent) in row[first..]
            .iter_mut()
            .zip(columns())
            .zip(&exponents[first..])
        {
            *cell = column[index].scaled(-exponent);
        }
        if frequency != 1.0 {
            let root = Dd::from(frequency).sqrt();
            row.iter_mut().for_each(|cell| *cell = *cell * root);
        }
        triangle.rotate_in(&mut row);
    }
    let df_residual = (n - size as f64).value();
    if df_residual <= 0.0 || predictors.is_empty() {
        return Err(Error::TooFewRows {
            found: n.value(),
            needed: size + 1,
        });
    }
    for column in first..size {
        let about_mean = triangle.norm(column, first);
        let all = triangle.norm(column, 0).value();
        let alone = triangle.at(column, column).abs().value();
        if about_mean.value() <= ROUNDING * all || alone <= COLLINEAR * about_mean.value() {
            return Err(Error::Collinear {
                index: column - first,
            });
        }
    }

    // the outcome is the last column: its part in the span of the others, and what is left
    let varies = triangle.norm(size, first).value() > ROUNDING * triangle.norm(size, 0).value();
    if !varies {
        triangle.clear(size, first);
    }
    let total = triangle.norm(size, first).square();
    let mut residual = triangle.at(size, size).square();
    if residual.sqrt().value() <= ROUNDING * triangle.norm(size, 0).value() {
        residual = Dd::ZERO;
    }
    let model = (first..size)
        .map(|row| triangle.at(row, size).square())
        .sum::<Dd>();
    let mean_square = residual / df_residual;
    let quantile = student_t::upper_quantile((1.0 - level.get()) / 2.0, df_residual);
    let lengths = triangle.inverse_diagonal(size);
    let estimates = triangle.solve(size);
    let outcome_exponent = exponents[size];
    let coefficients = (0..size).map(|index| {
        let unit = outcome_exponent - exponents[index];
        let length = lengths[index];
        let estimate = estimates[index];
        let standard_error = (mean_square * length).sqrt();
        let spread = triangle.norm(index, first);
        let t = (residual > Dd::ZERO).then(|| (estimate / standard_error).value());
        let slope = first == 1 && index > 0;
        let reach = standard_error * quantile;
        Coefficient {
            estimate: estimate.scaled(unit).value(),
            standard_error: standard_error.scaled(unit).value(),
            t,
            p_value: t.map(|t| student_t::two_sided(t, df_residual)),
            interval: Interval {
                lower: (estimate - reach).scaled(unit).value(),
                upper: (estimate + reach).scaled(unit).value(),
            },
            standardised: (slope && total > Dd::ZERO)
                .then(|| (estimate * spread / total.sqrt()).value()),
            variance_inflation: slope.then(|| (length * spread.square()).value()),
        }
    });
    let coefficients = coefficients.collect();
    let df_model = predictors.len() as f64;
    let unexplained = residual / total;
    let df_total = n - first as f64;
    let square = |sum: Dd| sum.scaled(2 * outcome_exponent).value();
    let statistic = (model / df_model / mean_square).value();
    Ok(LinearRegression {
        n: n.value(),
        coefficients,
        df_model,
        df_residual,
        sum_of_squares_model: square(model),
        sum_of_squares_residual: square(residual),
        sum_of_squares_total: square(total),
        r_squared: varies.then(|| (Dd::ONE - unexplained).value()),
        adjusted_r_squared: varies
            .then(|| (Dd::ONE - unexplained * df_total / df_residual).value()),
        residual_standard_deviation: mean_square.sqrt().scaled(outcome_exponent).value(),
        f_test: (residual > Dd::ZERO && varies).then(|| RegressionTest {
            statistic,
            p_value: f::tail(statistic, df_model, df_residual),
        }),
    })
}

/// The power of two that brings the largest value of a column to between 1 and 2.
fn exponent_of(column: &[Dd]) -> Result<i32, Error> {
    let mut largest = 0.0_f64;
    for value in column {
        let value = value.value();
        if !value.is_finite() {
            return Err(Error::InvalidObservation { value, weight: 1.0 });
        }
        largest = largest.max(value.abs());
    }
    Ok(if largest > 0.0 {
        libm::ilogb(largest)
    } else {
        0
    })
}

#[cfg(test)]
mod tests;
