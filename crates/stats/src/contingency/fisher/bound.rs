//! Which halves are decided without a look at their tables: the longest paths of Mehta and Patel (1983), by duality.

use super::Layout;
use crate::dd::Dd;

/// Bounds of the log factorials of half tables.
pub(super) struct Bound {
    columns: Vec<u64>,
    /// ln(a + c/2) for each amount a that a row can give to these c columns.
    rows: Vec<f64>,
    /// ln(s + r/2) - ln(n + rc/2) of each column sum s.
    slopes: Vec<f64>,
    rank: usize,
    total: u64,
}

impl Bound {
    /// Of these columns of a table.
    pub(super) fn new(layout: &Layout, stages: &[usize]) -> Self {
        let columns: Vec<u64> = stages
            .iter()
            .map(|stage| layout.sum(*stage) as u64)
            .collect();
        let largest = layout.rows.last().copied().unwrap_or(0);
        let (rank, total) = (layout.rows.len(), columns.iter().sum());
        let halves = |count: usize| count as f64 / 2.0;
        let whole = libm::log(total as f64 + halves(rank * columns.len()));
        Self {
            rows: (0..=largest)
                .map(|amount| libm::log(amount as f64 + halves(columns.len())))
                .collect(),
            slopes: columns
                .iter()
                .map(|sum| libm::log(*sum as f64 + halves(rank)) - whole)
                .collect(),
            rank,
            total,
            columns,
        }
    }

    /// A lower bound of Σ ln n! over the cells of every table of these columns that takes these amounts from the rows.
    ///
    /// For any multipliers u and v, Σ ln nᵢⱼ! ≥ Σ uᵢ aᵢ + Σ vⱼ sⱼ + Σ min over k of (ln k! − (uᵢ + vⱼ) k), and the minimum is at
    /// k = ⌊exp(uᵢ + vⱼ)⌋, a whole number next to the expected count.
    pub(super) fn least(&self, amounts: &[usize], ln: &[Dd]) -> f64 {
        let (rows, columns) = (self.rank as u64, self.columns.len() as u64);
        let divisor = 2 * (2 * self.total + rows * columns);
        let mut bound = 0.0;
        for (sum, slope) in self.columns.iter().zip(&self.slopes) {
            bound += *sum as f64 * slope;
            for amount in amounts {
                let share = (2 * *amount as u64 + columns) * (2 * sum + rows) / divisor;
                let multiplier = self.rows[*amount] + slope;
                bound += ln[share as usize].value() - multiplier * share as f64;
            }
        }
        for amount in amounts {
            bound += *amount as f64 * self.rows[*amount];
        }
        bound
    }
}
