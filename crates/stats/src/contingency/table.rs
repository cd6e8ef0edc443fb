//! Counts of a two-way table.

use ndarray::Array2;

use crate::dd::Dd;
use crate::{Axis, Error};

/// Counts of a two-way table: at least 2 x 2, finite, not negative, no empty row or column.
///
/// Margins are sums in double-double arithmetic, so that counts up to 2^53 in every cell lose nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct CountTable {
    counts: Array2<f64>,
    pub(super) row_totals: Vec<Dd>,
    pub(super) column_totals: Vec<Dd>,
    pub(super) total: Dd,
}

impl CountTable {
    /// Checks the counts.
    ///
    /// # Errors
    /// [`Error::TableTooSmall`], [`Error::InvalidCount`], [`Error::EmptyMargin`].
    pub fn new(counts: Array2<f64>) -> Result<Self, Error> {
        let (rows, columns) = counts.dim();
        if rows < 2 || columns < 2 {
            return Err(Error::TableTooSmall { rows, columns });
        }
        if let Some(((row, column), &count)) = counts
            .indexed_iter()
            .find(|(_, count)| !count.is_finite() || **count < 0.0)
        {
            return Err(Error::InvalidCount { row, column, count });
        }
        let row_totals: Vec<Dd> = counts.rows().into_iter().map(|row| sum(&row)).collect();
        let column_totals: Vec<Dd> = counts.columns().into_iter().map(|row| sum(&row)).collect();
        for (axis, totals) in [(Axis::Row, &row_totals), (Axis::Column, &column_totals)] {
            if let Some(index) = totals.iter().position(|total| *total == Dd::ZERO) {
                return Err(Error::EmptyMargin { axis, index });
            }
        }
        let total = row_totals.iter().copied().sum();
        Ok(Self {
            counts,
            row_totals,
            column_totals,
            total,
        })
    }

    /// The counts.
    pub fn counts(&self) -> &Array2<f64> {
        &self.counts
    }

    /// n, the sum of all counts.
    pub fn total(&self) -> f64 {
        self.total.value()
    }

    /// Number of rows and columns.
    pub fn dim(&self) -> (usize, usize) {
        self.counts.dim()
    }

    /// Sums of the rows.
    pub fn row_totals(&self) -> impl Iterator<Item = f64> + '_ {
        self.row_totals.iter().map(|total| total.value())
    }

    /// Sums of the columns.
    pub fn column_totals(&self) -> impl Iterator<Item = f64> + '_ {
        self.column_totals.iter().map(|total| total.value())
    }

    /// The same table with rows and columns exchanged.
    #[must_use]
    pub fn transposed(&self) -> Self {
        Self {
            counts: self.counts.t().to_owned(),
            row_totals: self.column_totals.clone(),
            column_totals: self.row_totals.clone(),
            total: self.total,
        }
    }

    /// The four counts a, b (first row), c, d (second row) of a 2 x 2 table.
    pub fn fourfold(&self) -> Option<[f64; 4]> {
        (self.dim() == (2, 2)).then(|| {
            let n = &self.counts;
            [n[(0, 0)], n[(0, 1)], n[(1, 0)], n[(1, 1)]]
        })
    }

    /// The counts as whole numbers, row by row; nothing where one is not whole or above 2^53.
    pub fn whole(&self) -> Option<Vec<Vec<u64>>> {
        let rows = self.counts.rows().into_iter().map(|row| {
            row.iter()
                .map(|count| {
                    (*count <= 9_007_199_254_740_992.0 && count.floor() == *count)
                        .then_some(*count as u64)
                })
                .collect()
        });
        rows.collect()
    }

    /// Expected count under independence, nᵢ. n.ⱼ / n.
    pub(super) fn expected(&self, row: usize, column: usize) -> Dd {
        self.row_totals[row] * self.column_totals[column] / self.total
    }

    /// Relative deviation of a count from its expectation, O/E − 1.
    pub(super) fn deviation(&self, row: usize, column: usize) -> Dd {
        let expected = self.expected(row, column);
        (Dd::from(self.counts[(row, column)]) - expected) / expected
    }

    /// Every cell: row, column, count.
    pub(super) fn cells(&self) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        self.counts
            .indexed_iter()
            .map(|((row, column), count)| (row, column, *count))
    }
}

fn sum(values: &ndarray::ArrayView1<'_, f64>) -> Dd {
    values.iter().copied().sum()
}

/// ln(a / b) for positive a and b, to full relative precision near a = b.
pub(super) fn ln_ratio(a: Dd, b: Dd) -> f64 {
    let deviation = ((a - b) / b).value();
    if deviation.abs() < 0.5 {
        libm::log1p(deviation)
    } else {
        libm::log((a / b).value())
    }
}

/// (1 + d) ln(1 + d) − d ≥ 0 for d ≥ −1: the contribution of a cell to the likelihood ratio, per expected count.
pub(super) fn divergence(d: f64) -> f64 {
    if d <= -1.0 {
        return 1.0;
    }
    if d.abs() > 0.1 {
        return (1.0 + d) * libm::log1p(d) - d;
    }
    // Σ (−d)ᵏ / (k (k − 1)), k from 2 on
    let (mut sum, mut power, mut k) = (0.0, d * d, 2.0);
    loop {
        let next: f64 = sum + power / (k * (k - 1.0));
        if next == sum {
            return sum;
        }
        sum = next;
        power *= -d;
        k += 1.0;
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn what_is_no_table_says_why() {
        assert_eq!(
            CountTable::new(array![[1.0, 2.0]]),
            Err(Error::TableTooSmall {
                rows: 1,
                columns: 2
            })
        );
        assert_eq!(
            CountTable::new(array![[1.0, 0.0], [2.0, 0.0]]),
            Err(Error::EmptyMargin {
                axis: Axis::Column,
                index: 1
            })
        );
        assert_eq!(
            CountTable::new(array![[1.0, -1.0], [2.0, 0.0]]),
            Err(Error::InvalidCount {
                row: 0,
                column: 1,
                count: -1.0
            })
        );
    }

    #[test]
    fn divergence_keeps_its_digits_near_zero() {
        // mpmath, 50 digits: (1+d)*log(1+d)-d
        for (d, truth) in [
            (1e-9, 4.999_999_998_333_334e-19),
            (-0.05, 1.271_370_331_826_993_4e-3),
            (0.2, 0.018_785_868_152_745_553),
            (-0.9, 0.669_741_490_700_595_5),
            (-1.0, 1.0),
        ] {
            assert!(
                (divergence(d) / truth - 1.0).abs() < 3e-15,
                "{d}: {:e}",
                divergence(d)
            );
        }
    }
}
