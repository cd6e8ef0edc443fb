//! Principal components.

use ndarray::Array2;

use super::eigen::{Eigen, Square, symmetric_eigen};
use super::{exponent, scaled as times_power};
use crate::dd::Dd;
use crate::distribution::chi_squared;
use crate::{Error, Probability};

/// What is decomposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scaled {
    /// The correlation matrix: variables in units of their standard deviations.
    Correlation,
    /// The covariance matrix: variables as they are.
    Covariance,
}

/// Principal components of p variables.
#[derive(Debug, Clone, PartialEq)]
pub struct PrincipalComponents {
    /// Σ of the frequencies: how many cases.
    pub n: f64,
    /// Means of the variables.
    pub means: Vec<f64>,
    /// Standard deviations of the variables, denominator n − 1.
    pub standard_deviations: Vec<f64>,
    /// The correlation matrix, p x p; `None` where a variable is constant.
    pub correlations: Option<Array2<f64>>,
    /// Variances of the components, descending; what rounding leaves of 0 is 0.
    pub eigenvalues: Vec<f64>,
    /// Column k is the direction of component k, of length 1; its entry of largest size is positive.
    pub vectors: Array2<f64>,
    /// Vectors times the root of their eigenvalue; with [`Scaled::Correlation`] the correlations of variables and components.
    pub loadings: Array2<f64>,
    /// Sampling adequacy; `None` where the correlation matrix has no inverse.
    pub kmo: Option<Kmo>,
    /// Whether the variables are correlated at all; `None` where the correlation matrix has no inverse.
    pub bartlett: Option<Bartlett>,
    scaled: Scaled,
}

/// Kaiser-Meyer-Olkin measure of sampling adequacy: Σr² / (Σr² + Σq²) over pairs, q the partial correlations.
/// Kaiser and Rice (1974). R: `psych::KMO`.
#[derive(Debug, Clone, PartialEq)]
pub struct Kmo {
    /// Over all pairs; `None` where all correlations are 0.
    pub overall: Option<f64>,
    /// Over the pairs of each variable.
    pub variables: Vec<Option<f64>>,
}

/// Bartlett's test of sphericity: −(n − 1 − (2p + 5)/6) ln det R, chi-square with p(p − 1)/2 degrees of freedom.
/// Bartlett (1951). R: `psych::cortest.bartlett`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bartlett {
    /// The statistic.
    pub statistic: f64,
    /// p(p − 1)/2.
    pub df: f64,
    /// Upper tail of chi-square.
    pub p_value: Probability,
}

/// Principal components of rows of p values, each standing for `frequencies[row]` cases (one each where it is `None`).
///
/// Means, sums of products and the decomposition are double-double, so that collinear variables, large means and close
/// eigenvalues keep their digits. O(n p² + p³). Jolliffe (2002). R: `prcomp(x, scale. = TRUE)`, `princomp`, `psych::principal`.
///
/// # Errors
/// [`Error::InvalidObservation`] for a value that is not finite or a frequency that is negative; [`Error::TooFewRows`] below two
/// cases; [`Error::ConstantVariable`] where a variable without variance is to be standardised.
pub fn principal_components(
    rows: &[Vec<f64>],
    frequencies: Option<&[f64]>,
    scaled: Scaled,
) -> Result<PrincipalComponents, Error> {
    let weight = |row: usize| frequencies.map_or(1.0, |frequencies| frequencies[row]);
    for (row, values) in rows.iter().enumerate() {
        let weight = weight(row);
        let wrong = values.iter().find(|value| !value.is_finite());
        if wrong.is_some() || !(weight >= 0.0 && weight.is_finite()) {
            return Err(Error::InvalidObservation {
                value: wrong.copied().unwrap_or(0.0),
                weight,
            });
        }
    }
    let p = rows.first().map_or(0, Vec::len);
    let n = (0..rows.len()).map(weight).sum::<f64>();
    if n < 2.0 || p == 0 {
        return Err(Error::TooFewRows {
            needed: 2,
            found: n,
        });
    }
    // every variable near 1: its squares neither overflow nor vanish
    let powers: Vec<i32> = (0..p)
        .map(|variable| exponent(rows.iter().map(|row| row[variable])))
        .collect();
    let near: Vec<Vec<f64>> = rows
        .iter()
        .map(|row| {
            let values = row.iter().zip(&powers);
            values.map(|(value, e)| times_power(*value, -e)).collect()
        })
        .collect();
    let centre = centres(&near, weight, n);
    let covariance = covariances(&near, weight, &centre, n);
    let correlation = correlations(&covariance);
    // covariances in units of the largest variable
    let (largest_power, units) = match scaled {
        Scaled::Correlation => (0, Square::zero(0)),
        Scaled::Covariance => in_common_units(&covariance, &powers),
    };
    let matrix = match (scaled, &correlation) {
        (Scaled::Covariance, _) => &units,
        (Scaled::Correlation, Ok(correlation)) => correlation,
        (Scaled::Correlation, Err(variable)) => {
            return Err(Error::ConstantVariable { index: *variable });
        }
    };
    let eigen = symmetric_eigen(matrix);
    let largest = eigen.values[0].value();
    let kept = |k: usize| eigen.values[k].value() >= 1e-26 * largest && largest > 0.0;
    let eigenvalues: Vec<f64> = (0..p)
        .map(|k| {
            if kept(k) {
                times_power(eigen.values[k].value(), 2 * largest_power)
            } else {
                0.0
            }
        })
        .collect();
    let vectors = Array2::from_shape_fn((p, p), |(variable, k)| {
        eigen.vectors.at(variable, k).value()
    });
    let loadings = Array2::from_shape_fn((p, p), |(variable, k)| {
        if kept(k) {
            let loading = eigen.vectors.at(variable, k) * eigen.values[k].sqrt();
            times_power(loading.value(), largest_power)
        } else {
            0.0
        }
    });
    let (mut kmo, mut bartlett, mut shown) = (None, None, None);
    if let Ok(correlation) = &correlation {
        let own;
        let eigen = if scaled == Scaled::Correlation {
            &eigen
        } else {
            own = symmetric_eigen(correlation);
            &own
        };
        // an inverse that is more than rounding
        if eigen.values[p - 1].value() > 1e-24 * eigen.values[0].value() {
            kmo = Some(sampling_adequacy(correlation, eigen));
            bartlett = Some(sphericity(eigen, n));
        }
        shown = Some(Array2::from_shape_fn((p, p), |(i, j)| {
            correlation.at(i, j).value()
        }));
    }
    Ok(PrincipalComponents {
        n,
        means: (0..p)
            .map(|i| times_power(centre[i].value(), powers[i]))
            .collect(),
        standard_deviations: (0..p)
            .map(|i| times_power(covariance.at(i, i).sqrt().value(), powers[i]))
            .collect(),
        correlations: shown,
        eigenvalues,
        vectors,
        loadings,
        kmo,
        bartlett,
        scaled,
    })
}

impl PrincipalComponents {
    /// The components of a row: its (standardised) deviations from the means times the vectors.
    pub fn scores(&self, row: &[f64]) -> Vec<f64> {
        let deviations: Vec<f64> = row
            .iter()
            .enumerate()
            .map(|(variable, value)| {
                let deviation = value - self.means[variable];
                match self.scaled {
                    Scaled::Correlation => deviation / self.standard_deviations[variable],
                    Scaled::Covariance => deviation,
                }
            })
            .collect();
        self.vectors
            .columns()
            .into_iter()
            .map(|vector| vector.iter().zip(&deviations).map(|(v, d)| v * d).sum())
            .collect()
    }
}

fn centres(rows: &[Vec<f64>], weight: impl Fn(usize) -> f64, n: f64) -> Vec<Dd> {
    let mut sums = vec![Dd::ZERO; rows[0].len()];
    for (row, values) in rows.iter().enumerate() {
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum += Dd::product(*value, weight(row));
        }
    }
    sums.into_iter().map(|sum| sum / n).collect()
}

fn covariances(rows: &[Vec<f64>], weight: impl Fn(usize) -> f64, centre: &[Dd], n: f64) -> Square {
    let p = centre.len();
    let mut matrix = Square::zero(p);
    let mut deviations = vec![Dd::ZERO; p];
    for (row, values) in rows.iter().enumerate() {
        for ((deviation, value), mean) in deviations.iter_mut().zip(values).zip(centre) {
            *deviation = -(*mean - *value);
        }
        for i in 0..p {
            let weighted = deviations[i] * weight(row);
            for (j, deviation) in deviations.iter().enumerate().skip(i) {
                matrix.set(i, j, matrix.at(i, j) + weighted * *deviation);
            }
        }
    }
    for i in 0..p {
        for j in i..p {
            matrix.set_both(i, j, matrix.at(i, j) / (n - 1.0));
        }
    }
    matrix
}

/// Covariances of variables that were divided by powers of two, in units of the largest of these; and that power.
fn in_common_units(covariance: &Square, powers: &[i32]) -> (i32, Square) {
    let p = powers.len();
    let with_values = (0..p).filter(|i| covariance.at(*i, *i).value() > 0.0);
    let largest = with_values.map(|i| powers[i]).max().unwrap_or(0);
    let mut matrix = Square::zero(p);
    for i in 0..p {
        for j in i..p {
            let e = powers[i] + powers[j] - 2 * largest;
            // where a constant variable is larger still its covariances are 0 anyway
            let unit = times_power(1.0, e.min(0));
            matrix.set_both(i, j, covariance.at(i, j) * unit);
        }
    }
    (largest, matrix)
}

/// The correlation matrix, or the first constant variable.
fn correlations(covariance: &Square) -> Result<Square, usize> {
    let p = covariance.n();
    let spread: Vec<Dd> = (0..p).map(|i| covariance.at(i, i).sqrt()).collect();
    if let Some(constant) = spread.iter().position(|spread| spread.value() <= 0.0) {
        return Err(constant);
    }
    let mut matrix = Square::zero(p);
    for i in 0..p {
        matrix.set(i, i, Dd::ONE);
        for j in i + 1..p {
            matrix.set_both(i, j, covariance.at(i, j) / spread[i] / spread[j]);
        }
    }
    Ok(matrix)
}

fn sampling_adequacy(correlation: &Square, eigen: &Eigen) -> Kmo {
    let p = correlation.n();
    let inverse = |i: usize, j: usize| -> Dd {
        (0..p)
            .map(|k| eigen.vectors.at(i, k) * eigen.vectors.at(j, k) / eigen.values[k])
            .sum()
    };
    let diagonal: Vec<Dd> = (0..p).map(|i| inverse(i, i)).collect();
    let (mut simple, mut partial) = (vec![Dd::ZERO; p], vec![Dd::ZERO; p]);
    for i in 0..p {
        for j in i + 1..p {
            let r = correlation.at(i, j).square();
            let q = inverse(i, j).square() / diagonal[i] / diagonal[j];
            for variable in [i, j] {
                simple[variable] += r;
                partial[variable] += q;
            }
        }
    }
    let share = |simple: Dd, partial: Dd| {
        let both = simple + partial;
        (both.value() > 0.0).then(|| (simple / both).value())
    };
    Kmo {
        overall: share(simple.iter().copied().sum(), partial.iter().copied().sum()),
        variables: simple
            .iter()
            .zip(&partial)
            .map(|(simple, partial)| share(*simple, *partial))
            .collect(),
    }
}

fn sphericity(eigen: &Eigen, n: f64) -> Bartlett {
    let p = eigen.values.len() as f64;
    // ln det R = Σ ln λ = Σ (ln(1 + x) − x) with x = λ − 1, because the eigenvalues add up to p: no term cancels another
    let log_determinant: f64 = eigen
        .values
        .iter()
        .map(|value| log1p_minus((*value - 1.0).value()))
        .sum();
    let statistic = -(n - 1.0 - (2.0 * p + 5.0) / 6.0) * log_determinant;
    let df = p * (p - 1.0) / 2.0;
    Bartlett {
        statistic,
        df,
        p_value: chi_squared::tail(statistic, df),
    }
}

/// ln(1 + x) − x without cancellation.
fn log1p_minus(x: f64) -> f64 {
    if x.abs() > 0.25 {
        return libm::log1p(x) - x;
    }
    // −x²/2 + x³/3 − ...
    let (mut sum, mut power) = (0.0, -x * x);
    for k in 2..40 {
        sum += power / f64::from(k);
        power *= -x;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Vec<f64>> {
        vec![
            vec![2.0, 1.0, 7.0],
            vec![4.0, 3.0, 5.0],
            vec![1.0, 2.0, 9.0],
            vec![5.0, 4.0, 2.0],
            vec![3.0, 5.0, 4.0],
            vec![6.0, 4.0, 4.0],
        ]
    }

    #[test]
    fn six_rows() {
        // mpmath, 40 digits: eigsy of the correlation matrix, inverse for KMO, log(det) for Bartlett
        let found = principal_components(&rows(), None, Scaled::Correlation).unwrap();
        for (value, wanted) in found.eigenvalues.iter().zip([
            2.4917151375950728,
            0.38729793369188933,
            0.1209869287130379,
        ]) {
            assert!((value / wanted - 1.0).abs() < 1e-15, "{value} {wanted}");
        }
        let kmo = found.kmo.clone().unwrap();
        assert!((kmo.overall.unwrap() / 0.65257183957288915 - 1.0).abs() < 1e-15);
        let bartlett = found.bartlett.unwrap();
        assert!((bartlett.statistic / 6.8009312828959841 - 1.0).abs() < 1e-14);
        assert_eq!(bartlett.df, 3.0);
        // scores have the eigenvalues as variances and do not correlate
        let scores: Vec<Vec<f64>> = rows().iter().map(|row| found.scores(row)).collect();
        for k in 0..3 {
            for l in 0..3 {
                let product: f64 = scores.iter().map(|score| score[k] * score[l]).sum();
                let wanted = if k == l { found.eigenvalues[k] } else { 0.0 };
                assert!((product / 5.0 - wanted).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn frequencies_are_rows_said_once() {
        let frequencies = [1.0, 3.0, 2.0, 0.0, 1.0, 2.0];
        let repeated: Vec<Vec<f64>> = rows()
            .into_iter()
            .zip(frequencies)
            .flat_map(|(row, times)| vec![row; times as usize])
            .collect();
        let one = principal_components(&rows(), Some(&frequencies), Scaled::Covariance).unwrap();
        let other = principal_components(&repeated, None, Scaled::Covariance).unwrap();
        assert_eq!(one, other);
    }

    #[test]
    fn collinear_and_constant_variables() {
        let collinear: Vec<Vec<f64>> = rows()
            .iter()
            .map(|row| vec![row[0], row[1], row[0] + row[1]])
            .collect();
        let found = principal_components(&collinear, None, Scaled::Correlation).unwrap();
        assert_eq!(found.eigenvalues[2], 0.0);
        assert_eq!((found.kmo, found.bartlett), (None, None));
        let constant: Vec<Vec<f64>> = rows().iter().map(|row| vec![row[0], 3.0]).collect();
        assert_eq!(
            principal_components(&constant, None, Scaled::Correlation),
            Err(Error::ConstantVariable { index: 1 })
        );
        let covariance = principal_components(&constant, None, Scaled::Covariance).unwrap();
        assert_eq!(covariance.eigenvalues, [3.5, 0.0]);
        assert!(matches!(
            principal_components(&[vec![1.0, 2.0]], None, Scaled::Covariance),
            Err(Error::TooFewRows { .. })
        ));
    }

    #[test]
    fn huge_and_tiny_values() {
        let one = principal_components(&rows(), None, Scaled::Correlation).unwrap();
        let covariance = principal_components(&rows(), None, Scaled::Covariance).unwrap();
        for power in [-700, 505] {
            let moved: Vec<Vec<f64>> = rows()
                .iter()
                .map(|row| row.iter().map(|value| times_power(*value, power)).collect())
                .collect();
            let other = principal_components(&moved, None, Scaled::Correlation).unwrap();
            assert_eq!(one.eigenvalues, other.eigenvalues);
            assert_eq!(one.kmo, other.kmo);
            let other = principal_components(&moved, None, Scaled::Covariance).unwrap();
            assert_eq!(covariance.vectors, other.vectors);
            if power > 0 {
                assert_eq!(
                    times_power(covariance.eigenvalues[0], 2 * power),
                    other.eigenvalues[0]
                );
            }
        }
    }

    #[test]
    fn a_large_mean_costs_no_digit() {
        let moved: Vec<Vec<f64>> = rows()
            .iter()
            .map(|row| row.iter().map(|value| value + 1e12).collect())
            .collect();
        let one = principal_components(&rows(), None, Scaled::Correlation).unwrap();
        let other = principal_components(&moved, None, Scaled::Correlation).unwrap();
        for (one, other) in one.eigenvalues.iter().zip(&other.eigenvalues) {
            assert!((one / other - 1.0).abs() < 1e-15);
        }
    }
}
