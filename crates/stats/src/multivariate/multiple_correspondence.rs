//! Multiple correspondence analysis.

use ndarray::Array2;

use super::correspondence::{Points, points};
use super::eigen::{Square, symmetric_eigen};
use crate::dd::Dd;
use crate::{Axis, Error};

/// Categories of several variables in common dimensions.
#[derive(Debug, Clone, PartialEq)]
pub struct MultipleCorrespondence {
    /// Principal inertias λ of the indicator matrix, descending; those of the Burt matrix are λ². J − Q of them at most.
    pub inertias: Vec<f64>,
    /// Their sum, J/Q − 1.
    pub total_inertia: f64,
    /// Inertias without what the diagonal blocks add, (Q/(Q − 1))² (λ − 1/Q)² for λ above 1/Q. Benzécri (1979).
    pub adjusted_inertias: Vec<f64>,
    /// The average inertia of the blocks off the diagonal, Q/(Q − 1) (Σλ² − (J − Q)/Q²): what adjusted inertias are a
    /// part of. Greenacre (2017), ch. 19.
    pub adjusted_total: f64,
    /// The categories, variable after variable, in the dimensions of the indicator matrix.
    pub categories: Points,
}

/// Multiple correspondence analysis from the Burt matrix: the counts of every two categories, variable after variable.
///
/// `sizes` has the number of categories of each variable; diagonal blocks hold the counts of the categories. Eigenvectors of
/// (B/(nQ²) − c cᵀ)/√(c cᵀ). O(J³) in double-double. Greenacre (2017), ch. 18-19. Signs as in the eigenvectors.
/// R: `ca::mjca(x, lambda = "indicator")`, `FactoMineR::MCA`.
///
/// # Errors
/// [`Error::InvalidCount`] for a count that is negative or not finite; [`Error::EmptyMargin`] for a category nobody chose;
/// [`Error::TableTooSmall`] below two variables, or where no variable has two categories.
pub fn multiple_correspondence(
    burt: &Array2<f64>,
    sizes: &[usize],
) -> Result<MultipleCorrespondence, Error> {
    let j = burt.nrows();
    let q = sizes.len();
    if q < 2 || j <= q || sizes.iter().sum::<usize>() != j || burt.ncols() != j {
        return Err(Error::TableTooSmall {
            rows: q,
            columns: j,
        });
    }
    if let Some(((row, column), &count)) = burt
        .indexed_iter()
        .find(|(_, count)| !count.is_finite() || **count < 0.0)
    {
        return Err(Error::InvalidCount { row, column, count });
    }
    let totals: Vec<Dd> = (0..j).map(|i| Dd::from(burt[(i, i)])).collect();
    if let Some(index) = totals.iter().position(|total| total.value() == 0.0) {
        return Err(Error::EmptyMargin {
            axis: Axis::Column,
            index,
        });
    }
    let variables = q as f64;
    let n: Dd = totals[..sizes[0]].iter().copied().sum();
    let roots: Vec<Dd> = totals.iter().map(|total| total.sqrt()).collect();
    let mut residuals = Square::zero(j);
    for i in 0..j {
        for k in i..j {
            // with c = total / (n Q): (B / (n Q²) − c c) / √(c c) = (n B − total total) / (n Q √(total total))
            let difference = n * burt[(i, k)] - totals[i] * totals[k];
            residuals.set_both(i, k, difference / n / variables / roots[i] / roots[k]);
        }
    }
    let eigen = symmetric_eigen(&residuals);
    let dimensions = j - q;
    let largest = eigen.values[0].value();
    let values: Vec<Dd> = eigen.values[..dimensions]
        .iter()
        .map(|value| {
            if value.value() > 1e-26 * largest {
                *value
            } else {
                Dd::ZERO
            }
        })
        .collect();
    let mut weighted = vec![Dd::ZERO; j * dimensions];
    for i in 0..j {
        for (k, value) in values.iter().enumerate() {
            weighted[i * dimensions + k] = eigen.vectors.at(i, k) * value.sqrt();
        }
    }
    // of the indicator matrix: a category of c cases has 1/Q − c/(nQ)
    let inertias = totals
        .iter()
        .map(|total| (Dd::ONE - *total / n) / variables)
        .collect();
    let share = Dd::ONE / variables;
    let adjusted_inertias = values
        .iter()
        .map(|value| *value - share)
        .filter(|over| over.value() > 1e-28)
        .map(|over| (over * variables / (variables - 1.0)).square().value())
        .collect();
    let squares: Dd = values.iter().map(|value| value.square()).sum();
    let diagonal = Dd::from((j - q) as f64) / variables / variables;
    let adjusted_total = (squares - diagonal) * variables / (variables - 1.0);
    let total = Dd::from((j - q) as f64) / variables;
    Ok(MultipleCorrespondence {
        inertias: values.iter().map(|value| value.value()).collect(),
        total_inertia: total.value(),
        adjusted_inertias,
        adjusted_total: adjusted_total.value().max(0.0),
        categories: points(&totals, n * variables, inertias, &weighted, &values),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CountTable;
    use crate::multivariate::correspondence_analysis;

    /// Three variables of 2, 3 and 2 categories, eleven cases.
    const CODES: [[usize; 3]; 11] = [
        [0, 0, 0],
        [0, 1, 0],
        [1, 2, 1],
        [1, 2, 0],
        [0, 0, 1],
        [1, 1, 1],
        [0, 1, 0],
        [1, 0, 1],
        [0, 2, 0],
        [1, 2, 1],
        [0, 0, 0],
    ];
    const SIZES: [usize; 3] = [2, 3, 2];

    fn indicator() -> Array2<f64> {
        let mut matrix = Array2::zeros((11, 7));
        for (row, codes) in CODES.iter().enumerate() {
            matrix[(row, codes[0])] = 1.0;
            matrix[(row, 2 + codes[1])] = 1.0;
            matrix[(row, 5 + codes[2])] = 1.0;
        }
        matrix
    }

    #[test]
    fn is_simple_correspondence_analysis_of_the_indicator_matrix() {
        let indicator = indicator();
        let burt = indicator.t().dot(&indicator);
        let found = multiple_correspondence(&burt, &SIZES).unwrap();
        let oracle = correspondence_analysis(&CountTable::new(indicator).unwrap());
        assert_eq!(found.inertias.len(), 4);
        for k in 0..4 {
            assert!((found.inertias[k] / oracle.inertias[k] - 1.0).abs() < 1e-14);
            for i in 0..7 {
                let (one, other) = (
                    found.categories.principal[(i, k)],
                    oracle.columns.principal[(i, k)],
                );
                assert!((one.abs() - other.abs()).abs() < 1e-14, "{one} {other}");
                let (one, other) = (
                    found.categories.squared_cosines[(i, k)],
                    oracle.columns.squared_cosines[(i, k)],
                );
                assert!((one - other).abs() < 1e-14);
            }
        }
        assert!((found.total_inertia - oracle.total_inertia).abs() < 1e-15);
    }

    #[test]
    fn adjusted_inertias_of_two_variables_are_those_of_their_table() {
        // Greenacre (2017), ch. 19: for Q = 2 the adjustment gives back the simple analysis
        let counts = ndarray::array![[4.0, 2.0, 3.0], [4.0, 13.0, 7.0], [25.0, 10.0, 12.0]];
        let table = CountTable::new(counts.clone()).unwrap();
        let simple = correspondence_analysis(&table);
        let mut burt = Array2::zeros((6, 6));
        for i in 0..3 {
            burt[(i, i)] = counts.row(i).sum();
            burt[(3 + i, 3 + i)] = counts.column(i).sum();
            for j in 0..3 {
                burt[(i, 3 + j)] = counts[(i, j)];
                burt[(3 + j, i)] = counts[(i, j)];
            }
        }
        let found = multiple_correspondence(&burt, &[3, 3]).unwrap();
        assert_eq!(found.adjusted_inertias.len(), 2);
        for (one, other) in found.adjusted_inertias.iter().zip(&simple.inertias) {
            assert!((one / other - 1.0).abs() < 1e-13, "{one} {other}");
        }
        assert!((found.adjusted_total / simple.total_inertia - 1.0).abs() < 1e-13);
    }

    #[test]
    fn what_is_no_burt_matrix_says_why() {
        assert!(multiple_correspondence(&Array2::eye(2), &[2]).is_err());
        assert!(multiple_correspondence(&Array2::eye(4), &[2, 3]).is_err());
        assert!(matches!(
            multiple_correspondence(&Array2::zeros((4, 4)), &[2, 2]),
            Err(Error::EmptyMargin { .. })
        ));
    }
}
