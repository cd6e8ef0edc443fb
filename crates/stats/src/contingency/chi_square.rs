//! Tests of independence: Pearson, likelihood ratio, Yates; residuals and tests of single cells.

use ndarray::Array2;

use super::table::{CountTable, divergence};
use crate::Probability;
use crate::dd::Dd;
use crate::distribution::{chi_squared, normal};

/// A statistic with a chi-square distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChiSquareTest {
    /// The statistic.
    pub statistic: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// Upper tail of the chi-square distribution.
    pub p_value: Probability,
}

impl ChiSquareTest {
    /// The test of a statistic on these degrees of freedom.
    pub fn new(statistic: f64, df: f64) -> Self {
        Self {
            statistic,
            df,
            p_value: chi_squared::tail(statistic, df),
        }
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
    pub p_value: Probability,
    /// E = nᵢ. n.ⱼ / n.
    pub expected: Array2<f64>,
    /// (O − E) / √E.
    pub residuals: Array2<f64>,
    /// (O − E) / √(E (1 − nᵢ./n)(1 − n.ⱼ/n)), standard normal under independence. Haberman (1973).
    pub adjusted_residuals: Array2<f64>,
}

/// Pearson's test of independence on r x c counts, O(rc).
///
/// X² = Σ (O − E)² / E with (r − 1)(c − 1) degrees of freedom, no continuity correction.
/// Agresti (2013), §3.2. R: `chisq.test(x, correct = FALSE)`.
pub fn chi_square(table: &CountTable) -> ChiSquare {
    let dim = table.dim();
    let expected = Array2::from_shape_fn(dim, |(row, column)| table.expected(row, column).value());
    // (O − E) / √E = √E (O/E − 1)
    let residuals = Array2::from_shape_fn(dim, |cell| {
        expected[cell].sqrt() * table.deviation(cell.0, cell.1).value()
    });
    let adjusted_residuals = Array2::from_shape_fn(dim, |(row, column)| {
        let rest = |total: Dd| ((table.total - total) / table.total).value();
        let spread = rest(table.row_totals[row]) * rest(table.column_totals[column]);
        residuals[(row, column)] / spread.sqrt()
    });
    let statistic = pearson(table);
    let test = ChiSquareTest::new(statistic, degrees(table));
    ChiSquare {
        statistic,
        df: test.df,
        p_value: test.p_value,
        expected,
        residuals,
        adjusted_residuals,
    }
}

fn degrees(table: &CountTable) -> f64 {
    let (rows, columns) = table.dim();
    (rows - 1) as f64 * (columns - 1) as f64
}

/// X² = Σ E (O/E − 1)².
pub(super) fn pearson(table: &CountTable) -> f64 {
    let cells = table.cells().map(|(row, column, _)| {
        table.expected(row, column) * table.deviation(row, column).square()
    });
    cells.sum::<Dd>().value()
}

/// The likelihood ratio test of independence, G² = 2 Σ O ln(O / E), summed as 2 Σ E ((1 + d) ln(1 + d) − d) with
/// d = O/E − 1, whose terms are never negative.
///
/// Agresti (2013), §3.2. R: `DescTools::GTest(x)`.
pub fn likelihood_ratio(table: &CountTable) -> ChiSquareTest {
    ChiSquareTest::new(
        2.0 * table.total() * mutual_information(table),
        degrees(table),
    )
}

/// I = Σ p ln(p / (pᵢ. p.ⱼ)), free of cancellation.
pub(super) fn mutual_information(table: &CountTable) -> f64 {
    let cells = table.cells().map(|(row, column, _)| {
        let expected = table.expected(row, column).value();
        expected * divergence(table.deviation(row, column).value())
    });
    cells.sum::<Dd>().value() / table.total()
}

/// Yates' continuity correction on a 2 x 2 table: n max(0, |ad − bc| − n/2)² / (nᵢ. n.ⱼ …); nothing for larger tables.
///
/// Yates (1934). R: `chisq.test(x, correct = TRUE)` (which corrects by min(½, |O − E|), the same).
pub fn yates(table: &CountTable) -> Option<ChiSquareTest> {
    let [a, b, c, d] = table.fourfold()?;
    let excess = (Dd::product(a, d) - Dd::product(b, c)).abs() - table.total * 0.5;
    let statistic = if excess.value() > 0.0 {
        let (rows, columns) = (&table.row_totals, &table.column_totals);
        // dividing step by step keeps the magnitudes in range
        let scaled = excess / rows[0] / rows[1];
        (table.total * scaled * excess / columns[0] / columns[1]).value()
    } else {
        0.0
    };
    Some(ChiSquareTest::new(statistic, 1.0))
}

/// Two-sided p-values of the adjusted residuals, row by row; correct them for their number.
///
/// Agresti (2013), §3.3.1; Beasley and Schumacker (1995).
pub fn cell_tests(test: &ChiSquare) -> Vec<Probability> {
    test.adjusted_residuals
        .iter()
        .map(|residual| normal::two_sided(*residual))
        .collect()
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
        assert!((test.statistic / 30.070_149_095_754_672 - 1.0).abs() < 1e-15);
        assert_eq!(test.df, 2.0);
        let p = test.p_value.value();
        assert!((p / 2.953_589_183_211_758e-7 - 1.0).abs() < 1e-13, "{p:e}");
        assert!((test.adjusted_residuals[(0, 0)] / 4.502_053_521_086_702 - 1.0).abs() < 1e-14);
    }

    #[test]
    fn counts_of_two_to_the_53rd_lose_nothing() {
        // exact rationals (python3 fractions): rows (N, N − 3), (N − 5, N), N = 2^53
        let n = 9_007_199_254_740_992.0;
        let table = CountTable::new(array![[n, n - 3.0], [n - 5.0, n]]).unwrap();
        let x2 = chi_square(&table).statistic;
        assert!(
            (x2 / 1.776_356_839_400_251_4e-15 - 1.0).abs() < 1e-15,
            "{x2:e}"
        );
        let g2 = likelihood_ratio(&table).statistic;
        assert!(
            (g2 / 1.776_356_839_400_251_4e-15 - 1.0).abs() < 1e-14,
            "{g2:e}"
        );
    }

    proptest! {
        #[test]
        fn turning_the_table_changes_nothing(counts in prop::collection::vec(1u32..500, 12)) {
            let counts = Array2::from_shape_vec((3, 4), counts.into_iter().map(f64::from).collect()).unwrap();
            let table = CountTable::new(counts).unwrap();
            let (one, other) = (chi_square(&table), chi_square(&table.transposed()));
            prop_assert!((one.statistic - other.statistic).abs() <= 1e-14 * one.statistic);
            prop_assert!((0.0..=1.0).contains(&one.p_value.value()));
            // and the obvious sum of the likelihood ratio
            let obvious: f64 = 2.0 * table.cells().map(|(r, c, n)| n * (n / one.expected[(r, c)]).ln()).sum::<f64>();
            prop_assert!((likelihood_ratio(&table).statistic - obvious).abs() < 1e-9);
        }

        #[test]
        fn multiplied_counts_multiply_the_statistics(counts in prop::collection::vec(1u32..500, 4), by in 1u32..1000) {
            let of = |factor: f64| {
                let counts = counts.iter().map(|count| f64::from(*count) * factor).collect();
                CountTable::new(Array2::from_shape_vec((2, 2), counts).unwrap()).unwrap()
            };
            let (one, many, by) = (of(1.0), of(f64::from(by)), f64::from(by));
            let (small, large) = (chi_square(&one).statistic * by, chi_square(&many).statistic);
            prop_assert!((small - large).abs() <= 1e-13 * large);
            let (small, large) = (likelihood_ratio(&one).statistic * by, likelihood_ratio(&many).statistic);
            prop_assert!((small - large).abs() <= 1e-13 * large);
        }
    }
}
