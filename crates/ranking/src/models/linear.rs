//! Symmetric positive definite systems, dense and small.

/// The factor L of A = LLᵀ (Cholesky), O(n³ / 3). Golub and Van Loan (2013), §4.2.
pub(super) struct Cholesky {
    size: usize,
    /// Row by row, the lower triangle.
    lower: Vec<f64>,
    /// The smallest share of a diagonal entry that is left at its pivot: near 0 where A is nearly singular.
    pub(super) weakest: f64,
}

impl Cholesky {
    /// Factors a matrix given row by row; none where it is not positive definite.
    pub(super) fn new(matrix: &[f64], size: usize) -> Option<Self> {
        let mut lower = matrix.to_vec();
        let mut weakest: f64 = 1.0;
        for row in 0..size {
            let (above, rest) = lower.split_at_mut(row * size);
            let current = &mut rest[..size];
            for column in 0..row {
                let other = &above[column * size..][..size];
                let known = dot(&current[..column], &other[..column]);
                current[column] = (current[column] - known) / other[column];
            }
            let diagonal = current[row];
            let pivot = diagonal - dot(&current[..row], &current[..row]);
            // NaN as well
            if pivot.is_nan() || pivot <= 0.0 || pivot.is_infinite() {
                return None;
            }
            weakest = weakest.min(pivot / diagonal);
            current[row] = pivot.sqrt();
        }
        Some(Self {
            size,
            lower,
            weakest,
        })
    }

    /// Replaces b by the x of A x = b, O(n²).
    pub(super) fn solve(&self, b: &mut [f64]) {
        let size = self.size;
        for row in 0..size {
            let factors = &self.lower[row * size..][..=row];
            b[row] = (b[row] - dot(&factors[..row], &b[..row])) / factors[row];
        }
        for row in (0..size).rev() {
            let factors = &self.lower[row * size..][..=row];
            b[row] /= factors[row];
            let value = b[row];
            for (entry, factor) in b.iter_mut().zip(&factors[..row]) {
                *entry -= factor * value;
            }
        }
    }

    /// A⁻¹ row by row, O(n³), symmetric to the last bit.
    pub(super) fn inverse(&self) -> Vec<f64> {
        let size = self.size;
        let mut inverse = vec![0.0; size * size];
        for row in 0..size {
            let column = &mut inverse[row * size..][..size];
            column[row] = 1.0;
            self.solve(column);
        }
        for row in 0..size {
            for column in 0..row {
                let mean = (inverse[row * size + column] + inverse[column * size + row]) / 2.0;
                inverse[row * size + column] = mean;
                inverse[column * size + row] = mean;
            }
        }
        inverse
    }
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_inverse_times_the_matrix_is_one(entries in prop::collection::vec(-1.0..1.0f64, 36), size in 1usize..=6) {
            // BBᵀ + 1
            let mut matrix = vec![0.0; size * size];
            for i in 0..size {
                for j in 0..size {
                    matrix[i * size + j] = dot(&entries[i * 6..][..6], &entries[j * 6..][..6]) + f64::from(i == j);
                }
            }
            let inverse = Cholesky::new(&matrix, size).unwrap().inverse();
            for i in 0..size {
                for j in 0..size {
                    let product: f64 = (0..size).map(|k| matrix[i * size + k] * inverse[k * size + j]).sum();
                    prop_assert!((product - f64::from(i == j)).abs() < 1e-13);
                }
            }
        }
    }

    #[test]
    fn what_is_not_positive_definite_has_no_factor() {
        assert!(Cholesky::new(&[1.0, 2.0, 2.0, 1.0], 2).is_none());
        assert!(Cholesky::new(&[f64::NAN], 1).is_none());
    }
}
