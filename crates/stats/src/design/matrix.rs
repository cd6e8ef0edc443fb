//! Small linear systems in double-double arithmetic.

use crate::dd::Dd;

/// X with A X = B for symmetric positive definite A of `size` and B of `size` rows, by elimination; none where A is
/// singular. A is scaled to a unit diagonal first, so that pivots tell what is left of a row.
pub(super) fn solve(mut a: Vec<Dd>, mut b: Vec<Dd>, size: usize) -> Option<Vec<Dd>> {
    let columns = b.len() / size.max(1);
    let mut roots = Vec::with_capacity(size);
    for row in 0..size {
        let diagonal = a[row * size + row];
        if diagonal.value() <= 0.0 {
            return None;
        }
        roots.push(diagonal.sqrt());
    }
    for row in 0..size {
        for column in 0..size {
            a[row * size + column] = a[row * size + column] / roots[row] / roots[column];
        }
        for column in 0..columns {
            b[row * columns + column] = b[row * columns + column] / roots[row];
        }
    }
    for pivot in 0..size {
        let diagonal = a[pivot * size + pivot];
        if diagonal.value() < 1e-20 {
            return None;
        }
        for row in pivot + 1..size {
            let factor = a[row * size + pivot] / diagonal;
            if factor.value() == 0.0 {
                continue;
            }
            for column in pivot..size {
                let step = factor * a[pivot * size + column];
                a[row * size + column] += -step;
            }
            for column in 0..columns {
                let step = factor * b[pivot * columns + column];
                b[row * columns + column] += -step;
            }
        }
    }
    for row in (0..size).rev() {
        for column in 0..columns {
            let mut value = b[row * columns + column];
            for below in row + 1..size {
                value += -(a[row * size + below] * b[below * columns + column]);
            }
            b[row * columns + column] = value / a[row * size + row];
        }
    }
    for row in 0..size {
        for column in 0..columns {
            b[row * columns + column] = b[row * columns + column] / roots[row];
        }
    }
    Some(b)
}
