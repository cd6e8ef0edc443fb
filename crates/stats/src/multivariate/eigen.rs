//! Eigenvalues and eigenvectors of symmetric matrices, in double-double arithmetic.

use crate::dd::Dd;
use crate::order::sort_by;

/// A square matrix of double-doubles, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Square {
    n: usize,
    entries: Vec<Dd>,
}

impl Square {
    pub(super) fn zero(n: usize) -> Self {
        Self {
            n,
            entries: vec![Dd::ZERO; n * n],
        }
    }

    pub(super) fn n(&self) -> usize {
        self.n
    }

    pub(super) fn at(&self, row: usize, column: usize) -> Dd {
        self.entries[row * self.n + column]
    }

    pub(super) fn set(&mut self, row: usize, column: usize, value: Dd) {
        self.entries[row * self.n + column] = value;
    }

    /// Sets an entry and its mirror image.
    pub(super) fn set_both(&mut self, row: usize, column: usize, value: Dd) {
        self.set(row, column, value);
        self.set(column, row, value);
    }
}

/// A = V Λ Vᵀ: eigenvalues in descending order with orthonormal eigenvectors.
pub(super) struct Eigen {
    pub(super) values: Vec<Dd>,
    /// Column k belongs to eigenvalue k.
    pub(super) vectors: Square,
}

/// Eigenvalues and eigenvectors of a symmetric matrix with finite entries, O(n³) per sweep and about eight sweeps.
///
/// Jacobi's method with cyclic rotations (Golub and Van Loan 2013, §8.5). It is slower than tridiagonal methods and more
/// accurate (Demmel and Veselić 1992); in double-double arithmetic eigenvectors of close eigenvalues keep their digits as
/// well. Signs: the entry of largest size in each vector is positive, the first of those that are equal in size.
/// R: `eigen(a, symmetric = TRUE)`.
pub(super) fn symmetric_eigen(matrix: &Square) -> Eigen {
    let n = matrix.n;
    let mut a = matrix.clone();
    // a power of two, so that products neither overflow nor vanish and nothing is rounded
    let largest = a
        .entries
        .iter()
        .map(|entry| entry.value().abs())
        .fold(0.0, f64::max);
    let scale = if largest > 0.0 && largest.is_finite() {
        libm::ldexp(1.0, -libm::ilogb(largest))
    } else {
        1.0
    };
    a.entries
        .iter_mut()
        .for_each(|entry| *entry = *entry * scale);
    let mut v = Square::zero(n);
    (0..n).for_each(|k| v.set(k, k, Dd::ONE));
    for _ in 0..60 {
        let mut rotated = false;
        for p in 0..n {
            for q in p + 1..n {
                rotated |= rotate(&mut a, &mut v, p, q);
            }
        }
        if !rotated {
            break;
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    sort_by(&mut order, |i, j| {
        let (i, j) = (a.at(*i, *i), a.at(*j, *j));
        j.value()
            .total_cmp(&i.value())
            .then(j.rest().total_cmp(&i.rest()))
    });
    let mut vectors = Square::zero(n);
    for (to, &from) in order.iter().enumerate() {
        let largest = (0..n)
            .map(|row| v.at(row, from).value().abs())
            .fold(0.0, f64::max);
        let positive = (0..n)
            .map(|row| v.at(row, from).value())
            .find(|entry| entry.abs() >= largest * (1.0 - 1e-10))
            .is_none_or(|entry| entry > 0.0);
        for row in 0..n {
            let entry = v.at(row, from);
            vectors.set(row, to, if positive { entry } else { -entry });
        }
    }
    let values = order.iter().map(|&k| a.at(k, k) * (1.0 / scale)).collect();
    Eigen { values, vectors }
}

/// One rotation that makes the entry (p, q) vanish; false where it is negligible already.
fn rotate(a: &mut Square, v: &mut Square, p: usize, q: usize) -> bool {
    let off = a.at(p, q);
    let (app, aqq) = (a.at(p, p), a.at(q, q));
    let size = off.value().abs();
    // below the last digit of both diagonal entries, or of the whole scaled matrix where those are tiny
    if size <= 1e-32 * (app.value() * aqq.value()).abs().sqrt() || size <= 1e-45 {
        a.set_both(p, q, Dd::ZERO);
        return false;
    }
    // t = tan of the angle: the smaller root of t² + 2 θ t − 1 = 0 with θ = (aqq − app) / 2 apq
    let gap = aqq - app;
    let twice = off * 2.0;
    let root = (gap.square() + twice.square()).sqrt();
    let t = if gap.value() >= 0.0 {
        twice / (gap + root)
    } else {
        twice / (gap - root)
    };
    let cos = Dd::ONE / (t.square() + 1.0).sqrt();
    let sin = t * cos;
    a.set(p, p, app - t * off);
    a.set(q, q, aqq + t * off);
    a.set_both(p, q, Dd::ZERO);
    for k in 0..a.n {
        if k != p && k != q {
            let (kp, kq) = (a.at(k, p), a.at(k, q));
            a.set_both(k, p, cos * kp - sin * kq);
            a.set_both(k, q, sin * kp + cos * kq);
        }
        let (kp, kq) = (v.at(k, p), v.at(k, q));
        v.set(k, p, cos * kp - sin * kq);
        v.set(k, q, sin * kp + cos * kq);
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn square(n: usize, entry: impl Fn(usize, usize) -> f64) -> Square {
        let mut matrix = Square::zero(n);
        for i in 0..n {
            for j in i..n {
                matrix.set_both(i, j, Dd::from(entry(i, j)));
            }
        }
        matrix
    }

    /// The largest entry of |A V − V Λ| and of |Vᵀ V − 1|.
    fn misfit(a: &Square, eigen: &Eigen) -> (f64, f64) {
        let n = a.n();
        let (mut fit, mut orthogonal) = (0.0_f64, 0.0_f64);
        for i in 0..n {
            for k in 0..n {
                let product: Dd = (0..n).map(|j| a.at(i, j) * eigen.vectors.at(j, k)).sum();
                let wanted = eigen.vectors.at(i, k) * eigen.values[k];
                fit = fit.max((product - wanted).value().abs());
                let dot: Dd = (0..n)
                    .map(|j| eigen.vectors.at(j, i) * eigen.vectors.at(j, k))
                    .sum();
                let wanted = if i == k { 1.0 } else { 0.0 };
                orthogonal = orthogonal.max((dot - wanted).value().abs());
            }
        }
        (fit, orthogonal)
    }

    #[test]
    fn hilbert_matrix() {
        // 1/(i + j + 1) to double-double; mpmath, 60 digits: eigsy(hilbert(6)); condition 1.5e7
        let mut matrix = Square::zero(6);
        for i in 0..6 {
            for j in 0..6 {
                matrix.set(i, j, Dd::quotient(1.0, (i + j + 1) as f64));
            }
        }
        let eigen = symmetric_eigen(&matrix);
        let wanted: [f64; 6] = [
            1.6188998589243391,
            0.24236087057520955,
            0.016321521319875822,
            0.0006157483541826577,
            1.2570757122625195e-5,
            1.0827994845655498e-7,
        ];
        for (value, wanted) in eigen.values.iter().zip(wanted) {
            assert!(
                (value.value() / wanted - 1.0).abs() < 1e-15,
                "{} {wanted}",
                value.value()
            );
        }
    }

    #[test]
    fn diagonal_and_huge_and_tiny() {
        for scale in [1e-200, 1.0, 1e200] {
            let eigen = symmetric_eigen(&square(3, |i, j| {
                if i == j {
                    [1.0, 3.0, 2.0][i] * scale
                } else {
                    0.0
                }
            }));
            let values: Vec<f64> = eigen.values.iter().map(|v| v.value() / scale).collect();
            assert!((values[0] - 3.0).abs() < 1e-15 && (values[2] - 1.0).abs() < 1e-15);
            assert_eq!(eigen.vectors.at(1, 0).value(), 1.0);
        }
        let zero = symmetric_eigen(&square(2, |_, _| 0.0));
        assert_eq!(zero.values[0].value(), 0.0);
        assert!(symmetric_eigen(&Square::zero(0)).values.is_empty());
    }

    proptest! {
        #[test]
        fn vectors_are_orthonormal_and_fit(
            entries in prop::collection::vec(-1000.0..1000.0f64, 64),
            n in 1_usize..=8,
        ) {
            let matrix = square(n, |i, j| entries[i * 8 + j]);
            let eigen = symmetric_eigen(&matrix);
            let (fit, orthogonal) = misfit(&matrix, &eigen);
            prop_assert!(fit < 1e-25 && orthogonal < 1e-28, "{fit:e} {orthogonal:e}");
            prop_assert!(eigen.values.windows(2).all(|pair| pair[0] >= pair[1]));
        }
    }
}
