//! The triangular factor of a QR decomposition, built row by row.

use crate::dd::Dd;

/// R of X = QR, upper triangular with as many rows as columns.
pub(super) struct Triangle {
    size: usize,
    cells: Vec<Dd>,
}

impl Triangle {
    /// Of no rows yet.
    pub(super) fn new(size: usize) -> Self {
        Self {
            size,
            cells: vec![Dd::ZERO; size * size],
        }
    }

    /// A cell; 0 below the diagonal.
    pub(super) fn at(&self, row: usize, column: usize) -> Dd {
        self.cells[row * self.size + column]
    }

    /// Takes a row of X in by Givens rotations; the row is used up.
    pub(super) fn rotate_in(&mut self, row: &mut [Dd]) {
        for pivot in 0..self.size {
            if row[pivot] == Dd::ZERO {
                continue;
            }
            let start = pivot * self.size;
            let length = (self.cells[start + pivot].square() + row[pivot].square()).sqrt();
            let (cosine, sine) = (self.cells[start + pivot] / length, row[pivot] / length);
            let cells = &mut self.cells[start + pivot..start + self.size];
            for (above, below) in cells.iter_mut().zip(&mut row[pivot..]) {
                let (old, new) = (*above, *below);
                *above = cosine * old + sine * new;
                *below = cosine * new - sine * old;
            }
        }
    }

    /// The length of a column of X orthogonal to its first `from` columns.
    pub(super) fn norm(&self, column: usize, from: usize) -> Dd {
        let cells = (from..=column).map(|row| self.at(row, column).square());
        cells.sum::<Dd>().sqrt()
    }

    /// Makes a column 0 from a row on.
    pub(super) fn clear(&mut self, column: usize, from: usize) {
        for row in from..self.size {
            self.cells[row * self.size + column] = Dd::ZERO;
        }
    }

    /// The solution of R b = c for the first `size` columns, c being the column after them.
    pub(super) fn solve(&self, size: usize) -> Vec<Dd> {
        let mut solution = vec![Dd::ZERO; size];
        for row in (0..size).rev() {
            let known = (row + 1..size).map(|column| self.at(row, column) * solution[column]);
            solution[row] = (self.at(row, size) - known.sum::<Dd>()) / self.at(row, row);
        }
        solution
    }

    /// The diagonal of (R'R)⁻¹ of the first `size` columns: the squared lengths of the rows of R⁻¹.
    pub(super) fn inverse_diagonal(&self, size: usize) -> Vec<Dd> {
        let mut lengths = vec![Dd::ZERO; size];
        let mut inverse = vec![Dd::ZERO; size];
        for column in 0..size {
            inverse[column] = Dd::ONE / self.at(column, column);
            for row in (0..column).rev() {
                let known = (row + 1..=column).map(|next| self.at(row, next) * inverse[next]);
                inverse[row] = -known.sum::<Dd>() / self.at(row, row);
            }
            for (length, entry) in lengths.iter_mut().zip(&inverse[..=column]) {
                *length += entry.square();
            }
        }
        lengths
    }
}
