//! Sums of squares and products of several variables.

use crate::Error;
use crate::dd::Dd;

/// Means and cross products of deviations of several variables over complete rows, in double-double precision.
///
/// Every variable is scaled by a power of two of its own, so that no product overflows.
#[derive(Debug, Clone)]
pub struct CrossProducts {
    pub(crate) n: u64,
    /// Values are `scaled · 2^exponent`.
    pub(crate) exponents: Vec<i32>,
    pub(crate) means: Vec<Dd>,
    /// Σ(x − x̄)(y − ȳ) of the scaled values, symmetric.
    pub(crate) products: Vec<Vec<Dd>>,
}

impl CrossProducts {
    /// From rows of so many values each, and how many cases each stands for.
    ///
    /// # Errors
    /// [`Error::InvalidObservation`] where a value is not finite, [`Error::TooFewCases`] below two cases.
    pub fn new(rows: &[(Vec<f64>, u64)], variables: usize) -> Result<Self, Error> {
        let mut largest = vec![0.0_f64; variables];
        for (values, count) in rows {
            for (&value, largest) in values.iter().zip(&mut largest) {
                if !value.is_finite() {
                    let weight = *count as f64;
                    return Err(Error::InvalidObservation { value, weight });
                }
                *largest = largest.max(value.abs());
            }
        }
        let n = rows.iter().map(|(_, count)| count).sum();
        if n < 2 {
            return Err(Error::TooFewCases { n, needed: 2 });
        }
        let exponents: Vec<i32> = largest
            .iter()
            .map(|largest| libm::frexp(*largest).1)
            .collect();
        let scaled =
            |row: &[f64], variable: usize| libm::scalbn(row[variable], -exponents[variable]);
        let mut means = vec![Dd::ZERO; variables];
        for (values, count) in rows {
            for (variable, sum) in means.iter_mut().enumerate() {
                *sum += Dd::product(scaled(values, variable), *count as f64);
            }
        }
        for mean in &mut means {
            *mean = *mean / n as f64;
        }
        let mut products = vec![vec![Dd::ZERO; variables]; variables];
        let mut deviations = means.clone();
        for (values, count) in rows {
            for (variable, deviation) in deviations.iter_mut().enumerate() {
                *deviation = -(means[variable] - scaled(values, variable));
            }
            for first in 0..variables {
                let weighed = deviations[first] * *count as f64;
                for second in 0..=first {
                    products[first][second] += weighed * deviations[second];
                }
            }
        }
        for first in 0..variables {
            for second in 0..first {
                products[second][first] = products[first][second];
            }
        }
        Ok(Self {
            n,
            exponents,
            means,
            products,
        })
    }

    /// The largest of the exponents, at which sums of the variables are taken.
    pub(crate) fn common_exponent(&self) -> i32 {
        self.exponents.iter().copied().max().unwrap_or(0)
    }

    /// The means on one scale: in units of 2 to the common exponent.
    pub(crate) fn common_means(&self) -> Vec<Dd> {
        let most = self.common_exponent();
        let scaled = self.means.iter().zip(&self.exponents);
        scaled
            .map(|(mean, exponent)| *mean * libm::scalbn(1.0, exponent - most))
            .collect()
    }

    /// The cross products on one scale; those of variables too small beside others vanish.
    pub(crate) fn common_products(&self) -> Vec<Vec<Dd>> {
        let most = self.common_exponent();
        let mut products = self.products.clone();
        for (row, first) in products.iter_mut().zip(&self.exponents) {
            for (product, second) in row.iter_mut().zip(&self.exponents) {
                *product = *product * libm::scalbn(1.0, first + second - 2 * most);
            }
        }
        products
    }
}

/// The inverse of a symmetric positive definite matrix, by Gauss-Jordan elimination.
///
/// # Errors
/// [`Error::Collinear`] with the first variable that the ones before it determine.
pub(crate) fn inverse(matrix: &[Vec<Dd>]) -> Result<Vec<Vec<Dd>>, Error> {
    let mut swept = matrix.to_vec();
    for pivot in 0..matrix.len() {
        sweep(&mut swept, pivot, matrix[pivot][pivot])?;
    }
    for row in &mut swept {
        for value in row {
            *value = -*value;
        }
    }
    Ok(swept)
}

/// Takes what one variable explains out of all the others: the sweep operator (Goodnight 1979).
///
/// # Errors
/// [`Error::Collinear`] where nothing but rounding is left of the variable's own variation, which was `whole` before.
pub(crate) fn sweep(matrix: &mut [Vec<Dd>], pivot: usize, whole: Dd) -> Result<(), Error> {
    let own = matrix[pivot][pivot];
    if own.value() <= whole.value() * 1e-24 {
        return Err(Error::Collinear { index: pivot });
    }
    let row: Vec<Dd> = matrix[pivot].iter().map(|value| *value / own).collect();
    for (index, other) in matrix.iter_mut().enumerate() {
        if index == pivot {
            continue;
        }
        let factor = other[pivot];
        for (value, part) in other.iter_mut().zip(&row) {
            *value = *value - factor * *part;
        }
        other[pivot] = factor / own;
    }
    matrix[pivot] = row;
    matrix[pivot][pivot] = -(Dd::ONE / own);
    Ok(())
}
