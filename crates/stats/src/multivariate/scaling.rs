//! Classical multidimensional scaling.

use ndarray::Array2;

use super::components::{Scaled, principal_components};
use super::eigen::{Square, symmetric_eigen};
use super::{Distances, exponent, scaled};
use crate::Error;
use crate::dd::Dd;

/// Points whose distances fit given ones.
#[derive(Debug, Clone, PartialEq)]
pub struct ClassicalScaling {
    /// All n eigenvalues of the doubly centred matrix, descending; negative ones where the distances are not Euclidean.
    pub eigenvalues: Vec<f64>,
    /// n x k coordinates: eigenvectors times the roots of their eigenvalues, k at most the number of positive ones.
    pub coordinates: Array2<f64>,
    /// Sum of the first k eigenvalues by the sum of the sizes of all: R's `GOF[1]`. `None` where all distances are 0.
    pub goodness_of_fit: Option<f64>,
    /// The same by the sum of the positive ones: R's `GOF[2]`.
    pub goodness_of_fit_positive: Option<f64>,
}

/// Classical (metric) scaling in at most k dimensions, O(n³).
///
/// Eigenvectors of −½ J D² J with J = 1 − 11ᵀ/n. Torgerson (1952), Gower (1966). Signs as in the eigenvectors: the entry of
/// largest size is positive. R: `cmdscale(d, k, eig = TRUE)`.
pub fn classical_scaling(distances: &Distances, dimensions: usize) -> ClassicalScaling {
    let n = distances.n();
    let e = exponent(distances.condensed().iter().copied());
    let squared = |i: usize, j: usize| {
        let distance = scaled(distances.between(i, j), -e);
        Dd::product(distance, distance)
    };
    let size = n.max(1) as f64;
    let means: Vec<Dd> = (0..n)
        .map(|i| (0..n).map(|j| squared(i, j)).sum::<Dd>() / size)
        .collect();
    let grand = means.iter().copied().sum::<Dd>() / size;
    let mut centred = Square::zero(n);
    for i in 0..n {
        for j in i..n {
            let entry = squared(i, j) - means[i] - means[j] + grand;
            centred.set_both(i, j, entry * -0.5);
        }
    }
    let eigen = symmetric_eigen(&centred);
    // centring makes one eigenvalue 0; its rounding error is not an eigenvalue
    let largest = eigen
        .values
        .iter()
        .map(|value| value.value().abs())
        .fold(0.0, f64::max);
    let eigenvalues: Vec<f64> = eigen
        .values
        .iter()
        .map(|value| value.value())
        .map(|value| {
            if value.abs() < 1e-15 * largest {
                0.0
            } else {
                value
            }
        })
        .collect();
    let positive = eigenvalues.iter().filter(|value| **value > 0.0).count();
    let k = dimensions.min(positive);
    let coordinates = Array2::from_shape_fn((n, k), |(object, axis)| {
        scaled(
            (eigen.vectors.at(object, axis) * eigen.values[axis].sqrt()).value(),
            e,
        )
    });
    let first: f64 = eigenvalues[..k].iter().sum();
    let share = |of: f64| (of > 0.0).then(|| first / of);
    ClassicalScaling {
        goodness_of_fit: share(eigenvalues.iter().map(|value| value.abs()).sum()),
        goodness_of_fit_positive: share(eigenvalues.iter().map(|value| value.max(0.0)).sum()),
        eigenvalues: eigenvalues
            .into_iter()
            .map(|value| scaled(value, 2 * e))
            .collect(),
        coordinates,
    }
}

/// [`classical_scaling`] of the Euclidean distances of rows without forming them, O(n p² + p³): principal components of the
/// covariance matrix. Signs as there: in each dimension the coordinate of largest size is positive.
///
/// # Errors
/// As [`principal_components`].
pub fn euclidean_scaling(rows: &[Vec<f64>], dimensions: usize) -> Result<ClassicalScaling, Error> {
    let found = principal_components(rows, None, Scaled::Covariance)?;
    let scores: Vec<Vec<f64>> = rows.iter().map(|row| found.scores(row)).collect();
    let mut eigenvalues: Vec<f64> = found
        .eigenvalues
        .iter()
        .map(|value| value * (found.n - 1.0))
        .collect();
    eigenvalues.resize(rows.len(), 0.0);
    let positive = eigenvalues.iter().filter(|value| **value > 0.0).count();
    let k = dimensions.min(positive);
    let signs: Vec<f64> = (0..k)
        .map(|axis| {
            let largest = scores.iter().map(|row| row[axis].abs()).fold(0.0, f64::max);
            let first = scores
                .iter()
                .map(|row| row[axis])
                .find(|value| value.abs() >= largest * (1.0 - 1e-10));
            first.unwrap_or(1.0).signum()
        })
        .collect();
    let total: f64 = eigenvalues.iter().sum();
    let fit = (total > 0.0).then(|| eigenvalues[..k].iter().sum::<f64>() / total);
    Ok(ClassicalScaling {
        coordinates: Array2::from_shape_fn((rows.len(), k), |(row, axis)| {
            signs[axis] * scores[row][axis]
        }),
        eigenvalues,
        goodness_of_fit: fit,
        goodness_of_fit_positive: fit,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::multivariate::Metric;

    #[test]
    fn distances_in_the_plane_come_back() {
        let points = vec![
            vec![0.0, 0.0],
            vec![3.0, 1.0],
            vec![-2.0, 5.0],
            vec![1.0, 1.0],
            vec![4.0, -2.0],
        ];
        let distances = Distances::of(&points, Metric::Euclidean).unwrap();
        let scaling = classical_scaling(&distances, 3);
        assert_eq!(scaling.coordinates.dim(), (5, 2));
        assert_eq!(scaling.goodness_of_fit, Some(1.0));
        for i in 0..5 {
            for j in 0..5 {
                let (one, other) = (scaling.coordinates.row(i), scaling.coordinates.row(j));
                let found = one
                    .iter()
                    .zip(other)
                    .map(|(x, y)| (x - y) * (x - y))
                    .sum::<f64>()
                    .sqrt();
                assert!((found - distances.between(i, j)).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn rows_and_their_distances_give_the_same_points() {
        let rows: Vec<Vec<f64>> = (0..9)
            .map(|k| {
                let k = f64::from(k);
                vec![k * k, 7.0 - k, 3.0 * (k - 4.0).abs()]
            })
            .collect();
        let one = euclidean_scaling(&rows, 3).unwrap();
        let other = classical_scaling(&Distances::of(&rows, Metric::Euclidean).unwrap(), 3);
        for k in 0..9 {
            assert!((one.eigenvalues[k] - other.eigenvalues[k]).abs() < 1e-11);
        }
        for (one, other) in one.coordinates.iter().zip(&other.coordinates) {
            assert!((one - other).abs() < 1e-12, "{one} {other}");
        }
        assert!((one.goodness_of_fit.unwrap() - other.goodness_of_fit.unwrap()).abs() < 1e-14);
    }

    #[test]
    fn distances_that_are_not_euclidean_have_negative_eigenvalues() {
        // a star: three leaves at 2 from each other would need a centre at 2/sqrt(3), not 1
        let distances = Distances::from_condensed(4, vec![1.0, 1.0, 1.0, 2.0, 2.0, 2.0]).unwrap();
        let scaling = classical_scaling(&distances, 2);
        // exact: 2, 2, 0, -1/4
        let wanted = [2.0, 2.0, 0.0, -0.25];
        for (found, wanted) in scaling.eigenvalues.iter().zip(wanted) {
            assert!((found - wanted).abs() < 1e-15, "{found} {wanted}");
        }
        assert!((scaling.goodness_of_fit.unwrap() - 4.0 / 4.25).abs() < 1e-15);
        assert_eq!(scaling.goodness_of_fit_positive, Some(1.0));
    }

    #[test]
    fn one_point_and_equal_points() {
        let one = classical_scaling(&Distances::from_condensed(1, vec![]).unwrap(), 2);
        assert_eq!((one.eigenvalues, one.goodness_of_fit), (vec![0.0], None));
        let equal = classical_scaling(&Distances::from_condensed(3, vec![0.0; 3]).unwrap(), 2);
        assert_eq!(equal.coordinates.dim(), (3, 0));
    }
}
