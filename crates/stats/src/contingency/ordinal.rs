//! Association of two ordered variables: gamma, Kendall's tau-b and tau-c, Somers' d, and the linear-by-linear test.

use ndarray::Array2;

use super::chi_square::ChiSquareTest;
use super::table::CountTable;
use crate::dd::Dd;
use crate::distribution::normal;
use crate::{Error, Probability};

/// A measure of ordinal association.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OrdinalMeasure {
    /// The measure, between −1 and 1.
    pub value: f64,
    /// ASE₁: its asymptotic standard error, independence not assumed (for confidence intervals).
    pub standard_error: f64,
    /// ASE₀: the same under independence (for the test).
    pub standard_error_null: f64,
    /// T = value / ASE₀, standard normal under independence; nothing where ASE₀ is 0.
    pub t: Option<f64>,
    /// Two-sided p-value of T.
    pub p_value: Option<Probability>,
}

/// Measures of ordinal association.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OrdinalAssociation {
    /// Goodman and Kruskal's γ = (P − Q) / (P + Q); nothing where every pair is tied.
    pub gamma: Option<OrdinalMeasure>,
    /// Kendall's τ-b, ties on either variable counted.
    pub tau_b: OrdinalMeasure,
    /// Stuart's (Kendall's) τ-c, for tables that are not square.
    pub tau_c: OrdinalMeasure,
    /// Somers' d with the column variable dependent.
    pub somers_d_column: OrdinalMeasure,
    /// Somers' d with the row variable dependent.
    pub somers_d_row: OrdinalMeasure,
    /// Somers' symmetric d.
    pub somers_d: OrdinalMeasure,
}

/// Gamma, τ-b, τ-c and Somers' d with their standard errors, O(rc); rows and columns in their order.
///
/// P and Q are twice the numbers of concordant and discordant pairs, summed from Cᵢⱼ and Dᵢⱼ, the counts concordant and
/// discordant with cell (i, j). Goodman and Kruskal (1963, 1972); Brown and Benedetti (1977); Agresti (2013), §2.4; SPSS
/// Statistics Algorithms, CROSSTABS. R: `DescTools::GoodmanKruskalGamma`, `KendallTauB`, `StuartTauC`, `SomersDelta`.
pub fn ordinal_association(table: &CountTable) -> OrdinalAssociation {
    let n = table.total;
    let pairs = Pairs::of(table);
    let (p, q) = (pairs.concordant, pairs.discordant);
    let excess = pairs.excess;
    // untied pairs of each variable, twice: n² − Σ nᵢ.²
    let untied = |totals: &[Dd]| -> Dd { totals.iter().map(|total| *total * (n - *total)).sum() };
    let (rows, columns) = (untied(&table.row_totals), untied(&table.column_totals));
    // Σ n (C − D)² − (P − Q)² / n as a sum of squares
    let mean = excess / n;
    let null = pairs.root(table, |row, column| pairs.difference(row, column) - mean);
    let measure = |value: Dd, error: Dd, error_null: Dd| {
        let t = (error_null.value() > 0.0).then(|| (value / error_null).value());
        OrdinalMeasure {
            value: value.value().clamp(-1.0, 1.0),
            standard_error: error.value(),
            standard_error_null: error_null.value(),
            t,
            p_value: t.map(normal::two_sided),
        }
    };
    // (P − Q) / w, where w has the slopes 2 (a (n − nᵢ.) + b (n − n.ⱼ)) by the count of a cell
    let over = |w: Dd, a: Dd, b: Dd| {
        let value = excess / w;
        let error = pairs.root(table, |row, column| {
            let of_rows = a * (n - table.row_totals[row]);
            let of_columns = b * (n - table.column_totals[column]);
            pairs.difference(row, column) - value * (of_rows + of_columns)
        });
        measure(value, error * 2.0 / w, null * 2.0 / w)
    };
    let geometric = (rows * columns).sqrt();
    let half = Dd::from(0.5);
    let smaller = table.dim().0.min(table.dim().1) as f64;
    let most = n.square() * (smaller - 1.0) / smaller;
    let tau_c = measure(excess / most, null * 2.0 / most, null * 2.0 / most);
    let untied_pairs = p + q;
    OrdinalAssociation {
        gamma: (untied_pairs.value() > 0.0).then(|| {
            let error = pairs.root(table, |row, column| {
                q * pairs.below(row, column) - p * pairs.across(row, column)
            });
            measure(
                excess / untied_pairs,
                error * 4.0 / untied_pairs / untied_pairs,
                null * 2.0 / untied_pairs,
            )
        }),
        tau_b: over(
            geometric,
            columns / geometric * half,
            rows / geometric * half,
        ),
        tau_c,
        somers_d_column: over(rows, Dd::ONE, Dd::ZERO),
        somers_d_row: over(columns, Dd::ZERO, Dd::ONE),
        somers_d: over((rows + columns) * half, half, half),
    }
}

/// Cᵢⱼ and Dᵢⱼ of every cell.
struct Pairs {
    below: Array2<f64>,
    below_rest: Array2<f64>,
    across: Array2<f64>,
    across_rest: Array2<f64>,
    concordant: Dd,
    discordant: Dd,
    /// P − Q.
    excess: Dd,
}

impl Pairs {
    fn of(table: &CountTable) -> Self {
        let (rows, columns) = table.dim();
        // sums over all cells above and to the left of (row, column), exclusive
        let mut corner = vec![Dd::ZERO; (rows + 1) * (columns + 1)];
        let at = |row: usize, column: usize| row * (columns + 1) + column;
        for (row, column, count) in table.cells() {
            corner[at(row + 1, column + 1)] =
                corner[at(row, column + 1)] + corner[at(row + 1, column)] - corner[at(row, column)]
                    + count;
        }
        let zero = || Array2::zeros((rows, columns));
        let mut pairs = Self {
            below: zero(),
            below_rest: zero(),
            across: zero(),
            across_rest: zero(),
            concordant: Dd::ZERO,
            discordant: Dd::ZERO,
            excess: Dd::ZERO,
        };
        let all = table.total;
        for (row, column, count) in table.cells() {
            let sum = |row: usize, column: usize| corner[at(row, column)];
            let above_left = sum(row, column);
            let above_right = sum(row, columns) - sum(row, column + 1);
            let below_left = sum(rows, column) - sum(row + 1, column);
            let below_right =
                all - sum(rows, column + 1) - sum(row + 1, columns) + sum(row + 1, column + 1);
            let (c, d) = (above_left + below_right, above_right + below_left);
            pairs.below[(row, column)] = c.value();
            pairs.below_rest[(row, column)] = c.rest();
            pairs.across[(row, column)] = d.value();
            pairs.across_rest[(row, column)] = d.rest();
            pairs.concordant += c * count;
            pairs.discordant += d * count;
            pairs.excess += (c - d) * count;
        }
        pairs
    }

    /// C of a cell.
    fn below(&self, row: usize, column: usize) -> Dd {
        Dd::sum(self.below[(row, column)], self.below_rest[(row, column)])
    }

    /// D of a cell.
    fn across(&self, row: usize, column: usize) -> Dd {
        Dd::sum(self.across[(row, column)], self.across_rest[(row, column)])
    }

    /// C − D of a cell.
    fn difference(&self, row: usize, column: usize) -> Dd {
        self.below(row, column) - self.across(row, column)
    }

    /// √Σ n f².
    fn root(&self, table: &CountTable, f: impl Fn(usize, usize) -> Dd) -> Dd {
        let squares = table
            .cells()
            .map(|(row, column, count)| f(row, column).square() * count);
        squares.sum::<Dd>().sqrt()
    }
}

/// The test for a linear trend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LinearByLinear {
    /// Pearson correlation of the scores.
    pub r: f64,
    /// M² = (n − 1) r² on one degree of freedom.
    pub test: ChiSquareTest,
}

/// The linear-by-linear association test with given scores of rows and columns, O(rc).
///
/// M² = (n − 1) r² with the Pearson correlation r of the scores. Mantel (1963); Agresti (2013), §3.4.
/// R: `coin::lbl_test`, `DescTools::MHChisqTest`.
///
/// # Errors
/// [`Error::ConstantScores`] where all cases have the same score.
pub fn linear_by_linear(
    table: &CountTable,
    row_scores: &[f64],
    column_scores: &[f64],
) -> Result<LinearByLinear, Error> {
    let n = table.total;
    let mean = |scores: &[f64], totals: &[Dd]| -> Dd {
        let weighted = scores.iter().zip(totals);
        weighted.map(|(score, total)| *total * *score).sum::<Dd>() / n
    };
    let (row_mean, column_mean) = (
        mean(row_scores, &table.row_totals),
        mean(column_scores, &table.column_totals),
    );
    let spread = |scores: &[f64], totals: &[Dd], mean: Dd| -> Dd {
        let weighted = scores.iter().zip(totals);
        weighted
            .map(|(score, total)| (Dd::from(*score) - mean).square() * *total)
            .sum()
    };
    let rows = spread(row_scores, &table.row_totals, row_mean);
    let columns = spread(column_scores, &table.column_totals, column_mean);
    if rows.value() <= 0.0 || columns.value() <= 0.0 {
        return Err(Error::ConstantScores);
    }
    let together: Dd = table
        .cells()
        .map(|(row, column, count)| {
            (Dd::from(row_scores[row]) - row_mean)
                * (Dd::from(column_scores[column]) - column_mean)
                * count
        })
        .sum();
    let r = together / rows.sqrt() / columns.sqrt();
    Ok(LinearByLinear {
        r: r.value().clamp(-1.0, 1.0),
        test: ChiSquareTest::new(((n - 1.0) * r.square()).value(), 1.0),
    })
}

#[cfg(test)]
mod tests {
    use ndarray::array;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn job_satisfaction_by_income() {
        // Agresti (2002), p. 57; 60-digit arithmetic from the definitions
        let table = CountTable::new(array![
            [1.0, 2.0, 1.0, 0.0],
            [3.0, 3.0, 6.0, 1.0],
            [10.0, 10.0, 14.0, 9.0],
            [6.0, 7.0, 12.0, 11.0]
        ])
        .unwrap();
        let found = ordinal_association(&table);
        let gamma = found.gamma.unwrap();
        let scores = [1.0, 2.0, 3.0, 4.0];
        let trend = linear_by_linear(&table, &scores, &scores).unwrap();
        for (value, truth) in [
            (gamma.value, 0.221_100_917_431_192_66),
            (gamma.standard_error, 0.117_162_829_395_455_94),
            (gamma.standard_error_null, 0.119_419_302_861_439_62),
            (gamma.t.unwrap(), 1.851_467_159_272_673_5),
            (found.tau_b.value, 0.152_352_151_346_596_9),
            (found.tau_b.standard_error, 0.081_836_065_714_331_78),
            (found.somers_d_column.value, 0.163_778_457_356_439),
            (found.somers_d.standard_error, 0.081_638_987_725_014_33),
            (trend.r, 0.177_200_098_630_501_24),
            (trend.test.statistic, 2.982_988_120_692_64),
        ] {
            assert!((value / truth - 1.0).abs() < 1e-14, "{value} {truth}");
        }
    }

    #[test]
    fn perfect_order_is_one_without_error() {
        let table = CountTable::new(array![[7.0, 0.0], [0.0, 9.0]]).unwrap();
        let found = ordinal_association(&table);
        assert_eq!((found.tau_b.value, found.tau_b.standard_error), (1.0, 0.0));
        assert_eq!(
            linear_by_linear(&table, &[1.0, 1.0], &[1.0, 2.0]),
            Err(Error::ConstantScores)
        );
    }

    proptest! {
        #[test]
        fn pairs_counted_one_by_one(counts in prop::collection::vec(0u32..20, 9)) {
            let cells: Vec<f64> = counts.iter().map(|count| f64::from(*count) + 1.0).collect();
            let table = CountTable::new(Array2::from_shape_vec((3, 3), cells).unwrap()).unwrap();
            let (mut p, mut q) = (0.0, 0.0);
            for (i, j, n) in table.cells() {
                for (k, l, m) in table.cells() {
                    match (i.cmp(&k), j.cmp(&l)) {
                        (one, other) if one == other && one.is_lt() => p += 2.0 * n * m,
                        (one, other) if one.is_lt() && other.is_gt() => q += 2.0 * n * m,
                        _ => {}
                    }
                }
            }
            let gamma = ordinal_association(&table).gamma.unwrap().value;
            prop_assert!((gamma - (p - q) / (p + q)).abs() < 1e-14);
            let turned = ordinal_association(&table.transposed());
            prop_assert!((turned.gamma.unwrap().value - gamma).abs() < 1e-15);
        }
    }
}
