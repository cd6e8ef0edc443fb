//! Pearson's test of independence.

use ndarray::{Array1, Array2, Axis as Dimension};

use crate::distribution::chi_squared;
use crate::{Axis, Error};

/// Counts of a two-way table: at least 2 x 2, finite, not negative, no empty row or column.
#[derive(Debug, Clone, PartialEq)]
pub struct CountTable {
    counts: Array2<f64>,
    row_totals: Array1<f64>,
    column_totals: Array1<f64>,
    total: f64,
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
        let row_totals = counts.sum_axis(Dimension(1));
        let column_totals = counts.sum_axis(Dimension(0));
        for (axis, totals) in [(Axis::Row, &row_totals), (Axis::Column, &column_totals)] {
            if let Some(index) = totals.iter().position(|&total| total == 0.0) {
                return Err(Error::EmptyMargin { axis, index });
            }
        }
        let total = row_totals.sum();
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
        self.total
    }
}

/// Pearson's test of independence.
#[derive(Debug, Clone, PartialEq)]
pub struct ChiSquare {
    /// X².
    pub statistic: f64,
    /// (r − 1)(c − 1).
    pub df: f64,
    /// Upper tail of the chi-square distribution.
    pub p_value: f64,
    /// E = nᵢ. n.ⱼ / n.
    pub expected: Array2<f64>,
    /// (O − E) / √(E (1 − nᵢ./n)(1 − n.ⱼ/n)), standard normal under independence. Haberman (1973).
    pub adjusted_residuals: Array2<f64>,
}

/// Pearson's test of independence on r x c counts, O(rc).
///
/// X² = Σ (O − E)² / E with (r − 1)(c − 1) degrees of freedom, no continuity correction.
/// Agresti (2013), §3.2. R: `chisq.test(x, correct = FALSE)`.
pub fn chi_square(table: &CountTable) -> ChiSquare {
    let n = table.total;
    let (rows, columns) = table.counts.dim();
    let expected = Array2::from_shape_fn((rows, columns), |(row, column)| {
        table.row_totals[row] * (table.column_totals[column] / n)
    });
    let adjusted_residuals = Array2::from_shape_fn((rows, columns), |(row, column)| {
        let e = expected[(row, column)];
        let spread =
            e * (1.0 - table.row_totals[row] / n) * (1.0 - table.column_totals[column] / n);
        (table.counts[(row, column)] - e) / spread.sqrt()
    });
    let statistic = table
        .counts
        .iter()
        .zip(&expected)
        .map(|(observed, expected)| (observed - expected).powi(2) / expected)
        .sum();
    let df = ((rows - 1) * (columns - 1)) as f64;
    ChiSquare {
        statistic,
        df,
        p_value: chi_squared::sf(statistic, df),
        expected,
        adjusted_residuals,
    }
}

/// Cramér's V = √(X² / (n (min(r, c) − 1))), between 0 and 1. Cramér (1946). R: `rcompanion::cramerV`.
pub fn cramers_v(table: &CountTable) -> f64 {
    let (rows, columns) = table.counts.dim();
    let most = table.total * (rows.min(columns) - 1) as f64;
    (chi_square(table).statistic / most).sqrt().min(1.0)
}

#[cfg(test)]
mod tests {
    use ndarray::array;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn party_by_gender() {
        // the example of R's ?chisq.test (Agresti 2007, p. 39); values: mpmath, 50 digits
        let table = CountTable::new(array![[762.0, 327.0, 468.0], [484.0, 239.0, 477.0]]).unwrap();
        let test = chi_square(&table);
        assert!((test.statistic / 30.070_149_095_754_672 - 1.0).abs() < 1e-14);
        assert_eq!(test.df, 2.0);
        assert!(
            (test.p_value / 2.953_589_183_211_758e-7 - 1.0).abs() < 1e-12,
            "{:e}",
            test.p_value
        );
        assert!((test.adjusted_residuals[(0, 0)] / 4.502_053_521_086_702 - 1.0).abs() < 1e-13);
        assert!((cramers_v(&table) / 0.104_435_802_356_467_77 - 1.0).abs() < 1e-14);
    }

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

    proptest! {
        #[test]
        fn turning_the_table_changes_nothing(counts in prop::collection::vec(1u32..500, 12)) {
            let counts = Array2::from_shape_vec((3, 4), counts.into_iter().map(f64::from).collect()).unwrap();
            let table = CountTable::new(counts.clone()).unwrap();
            let turned = CountTable::new(counts.t().to_owned()).unwrap();
            let (one, other) = (chi_square(&table), chi_square(&turned));
            prop_assert!((one.statistic - other.statistic).abs() <= 1e-10 * (1.0 + one.statistic));
            prop_assert!((0.0..=1.0).contains(&one.p_value));
            prop_assert!((0.0..=1.0).contains(&cramers_v(&table)));
        }
    }
}
