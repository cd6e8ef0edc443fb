//! Which columns of a table differ in a row: comparisons of column proportions, as letters in custom tables.

use crate::dd::Dd;
use crate::distribution::normal;
use crate::{Error, Probability};

/// The comparison of the shares of one row in two columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ColumnComparison {
    /// Row of the table.
    pub row: usize,
    /// The first column.
    pub first: usize,
    /// The second column, after the first.
    pub second: usize,
    /// z = (p₁ − p₂) / √(p (1 − p)(1/n₁ + 1/n₂)) with the pooled share p.
    pub z: f64,
    /// Two-sided p-value of z.
    pub p_value: Probability,
}

/// Compares the shares of every row between every two columns, row by row; counts by row.
///
/// Columns whose share is 0 or 1 in a row, and empty columns, are not compared there, as in IBM SPSS Statistics (CTABLES,
/// COMPARETEST TYPE=PROP). Correct the p-values of each row for their number. R: `prop.test(..., correct = FALSE)`
/// for each pair.
///
/// # Errors
/// [`Error::InvalidCount`].
pub fn column_proportions(counts: &[Vec<f64>]) -> Result<Vec<ColumnComparison>, Error> {
    for (row, cells) in counts.iter().enumerate() {
        for (column, &count) in cells.iter().enumerate() {
            if !(count.is_finite() && count >= 0.0) {
                return Err(Error::InvalidCount { row, column, count });
            }
        }
    }
    let columns = counts.first().map_or(0, Vec::len);
    let totals: Vec<Dd> = (0..columns)
        .map(|column| counts.iter().map(|row| row[column]).sum())
        .collect();
    let mut found = Vec::new();
    for (row, cells) in counts.iter().enumerate() {
        let compared: Vec<usize> = (0..columns)
            .filter(|column| {
                cells[*column] > 0.0 && (totals[*column] - cells[*column]).value() > 0.0
            })
            .collect();
        for (at, &first) in compared.iter().enumerate() {
            for &second in &compared[at + 1..] {
                let (a, b) = (Dd::from(cells[first]), Dd::from(cells[second]));
                let (m, n) = (totals[first], totals[second]);
                let z = pooled_z(a, m, b, n);
                found.push(ColumnComparison {
                    row,
                    first,
                    second,
                    z,
                    p_value: normal::two_sided(z),
                });
            }
        }
    }
    Ok(found)
}

/// (a/m − b/n) / √(p (1 − p)(1/m + 1/n)) with p = (a + b) / (m + n), which is neither 0 nor 1.
pub(crate) fn pooled_z(a: Dd, m: Dd, b: Dd, n: Dd) -> f64 {
    let all = m + n;
    let pooled = (a + b) / all;
    let variance = pooled * ((all - a - b) / all) * (all / m / n);
    ((a * n - b * m) / m / n / variance.sqrt()).value()
}
