//! Simple correspondence analysis.

use ndarray::Array2;

use super::eigen::{Square, symmetric_eigen};
use crate::CountTable;
use crate::dd::Dd;

/// Rows and columns of a table of counts in common dimensions.
#[derive(Debug, Clone, PartialEq)]
pub struct CorrespondenceAnalysis {
    /// Principal inertias λ, descending: min(r, c) − 1 of them, what rounding leaves of 0 is 0.
    pub inertias: Vec<f64>,
    /// Their sum, X²/n.
    pub total_inertia: f64,
    /// The rows.
    pub rows: Points,
    /// The columns.
    pub columns: Points,
}

/// Rows or columns as points; matrices have one row per point and one column per dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Points {
    /// Shares of the total.
    pub masses: Vec<f64>,
    /// Chi-square distance from the centre, squared, times the mass: the part of the total inertia.
    pub inertias: Vec<f64>,
    /// Principal coordinates: their weighted variance in a dimension is its inertia.
    pub principal: Array2<f64>,
    /// Standard coordinates: principal ones by √λ, with variance 1; 0 in a dimension without inertia.
    pub standard: Array2<f64>,
    /// Parts of the inertia of a dimension: mass times squared principal coordinate by λ; 0 in a dimension without inertia.
    pub contributions: Array2<f64>,
    /// Parts of the squared distance from the centre (cos²); 0 for a point at the centre.
    pub squared_cosines: Array2<f64>,
}

/// Simple correspondence analysis, O(rc·min(r, c) + min(r, c)³).
///
/// The singular value decomposition of (P − r cᵀ)/√(r cᵀ), computed in double-double from its smaller cross product and from
/// whole counts, so that the smallest axes keep their digits. Greenacre (2017), *Correspondence Analysis in Practice*, app. A.
/// Signs: in each dimension the row of largest standard coordinate weighted with the root of its mass is positive (the columns
/// where there are fewer columns than rows). R: `ca::ca(x)`, `MASS::corresp`.
pub fn correspondence_analysis(table: &CountTable) -> CorrespondenceAnalysis {
    let counts = table.counts();
    let (rows, columns) = counts.dim();
    // the side with fewer categories is decomposed, the other follows from it
    if rows <= columns {
        analyse(rows, columns, |row, column| counts[(row, column)])
    } else {
        let turned = analyse(columns, rows, |row, column| counts[(column, row)]);
        CorrespondenceAnalysis {
            rows: turned.columns,
            columns: turned.rows,
            ..turned
        }
    }
}

/// `short` rows, `long` columns.
fn analyse(
    short: usize,
    long: usize,
    count: impl Fn(usize, usize) -> f64,
) -> CorrespondenceAnalysis {
    let short_totals: Vec<Dd> = (0..short)
        .map(|i| (0..long).map(|j| count(i, j)).sum())
        .collect();
    let long_totals: Vec<Dd> = (0..long)
        .map(|j| (0..short).map(|i| count(i, j)).sum())
        .collect();
    let n: Dd = short_totals.iter().copied().sum();
    let short_roots: Vec<Dd> = short_totals.iter().map(|total| total.sqrt()).collect();
    let long_roots: Vec<Dd> = long_totals.iter().map(|total| total.sqrt()).collect();
    // (n nᵢⱼ − nᵢ. n.ⱼ) / (n √(nᵢ. n.ⱼ))
    let mut residuals = Vec::with_capacity(short * long);
    for i in 0..short {
        for j in 0..long {
            let difference = n * count(i, j) - short_totals[i] * long_totals[j];
            residuals.push(difference / n / short_roots[i] / long_roots[j]);
        }
    }
    let residual = |i: usize, j: usize| residuals[i * long + j];
    let mut product = Square::zero(short);
    for i in 0..short {
        for k in i..short {
            let entry = (0..long).map(|j| residual(i, j) * residual(k, j)).sum();
            product.set_both(i, k, entry);
        }
    }
    let eigen = symmetric_eigen(&product);
    let dimensions = short - 1;
    let largest = eigen.values[0].value();
    let values: Vec<Dd> = eigen.values[..dimensions]
        .iter()
        // rounding of double-doubles, and of products of theirs
        .map(|value| {
            if value.value() > 1e-26 * largest && value.value() > 1e-30 {
                *value
            } else {
                Dd::ZERO
            }
        })
        .collect();
    let sigmas: Vec<Dd> = values.iter().map(|value| value.sqrt()).collect();
    // weighted with the roots of the masses: u σ, and v σ = Sᵀ u
    let mut short_weighted = vec![Dd::ZERO; short * dimensions];
    let mut long_weighted = vec![Dd::ZERO; long * dimensions];
    for k in 0..dimensions {
        if values[k] == Dd::ZERO {
            continue;
        }
        for i in 0..short {
            short_weighted[i * dimensions + k] = eigen.vectors.at(i, k) * sigmas[k];
        }
        for j in 0..long {
            long_weighted[j * dimensions + k] = (0..short)
                .map(|i| residual(i, j) * eigen.vectors.at(i, k))
                .sum();
        }
    }
    let short_inertias = (0..short)
        .map(|i| (0..long).map(|j| residual(i, j).square()).sum())
        .collect();
    let long_inertias = (0..long)
        .map(|j| (0..short).map(|i| residual(i, j).square()).sum())
        .collect();
    let total: Dd = residuals.iter().map(|entry| entry.square()).sum();
    CorrespondenceAnalysis {
        inertias: values.iter().map(|value| value.value()).collect(),
        total_inertia: total.value(),
        rows: points(&short_totals, n, short_inertias, &short_weighted, &values),
        columns: points(&long_totals, n, long_inertias, &long_weighted, &values),
    }
}

/// The figures of points from their coordinates times the roots of their masses.
pub(super) fn points(
    totals: &[Dd],
    n: Dd,
    inertias: Vec<Dd>,
    weighted: &[Dd],
    values: &[Dd],
) -> Points {
    let shape = (totals.len(), values.len());
    let at = |point: usize, k: usize| weighted[point * values.len() + k];
    let masses: Vec<Dd> = totals.iter().map(|total| *total / n).collect();
    let roots: Vec<Dd> = masses.iter().map(|mass| mass.sqrt()).collect();
    let over = |numerator: Dd, denominator: Dd| {
        if denominator == Dd::ZERO {
            0.0
        } else {
            (numerator / denominator).value()
        }
    };
    Points {
        principal: Array2::from_shape_fn(shape, |(i, k)| (at(i, k) / roots[i]).value()),
        standard: Array2::from_shape_fn(shape, |(i, k)| {
            over(at(i, k) / roots[i], values[k].sqrt())
        }),
        contributions: Array2::from_shape_fn(shape, |(i, k)| over(at(i, k).square(), values[k])),
        squared_cosines: Array2::from_shape_fn(shape, |(i, k)| {
            over(at(i, k).square(), inertias[i])
        }),
        masses: masses.iter().map(|mass| mass.value()).collect(),
        inertias: inertias.iter().map(|inertia| inertia.value()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn smoking_of_staff() {
        // Greenacre (2017), exhibit 9.1, staff groups by smoking; inertias: mpmath, 40 digits, svd of the residuals
        let table = CountTable::new(array![
            [4.0, 2.0, 3.0, 2.0],
            [4.0, 3.0, 7.0, 4.0],
            [25.0, 10.0, 12.0, 4.0],
            [18.0, 24.0, 33.0, 13.0],
            [10.0, 6.0, 7.0, 2.0]
        ])
        .unwrap();
        let found = correspondence_analysis(&table);
        for (inertia, wanted) in found.inertias.iter().zip([
            0.074759105885755686,
            0.010017180512228783,
            0.00041357407985622515,
        ]) {
            assert!((inertia / wanted - 1.0).abs() < 1e-14, "{inertia}");
        }
        let chi_square = crate::chi_square(&table).statistic;
        assert!((found.total_inertia * table.total() / chi_square - 1.0).abs() < 1e-14);
        // the published map: senior employees at -0.381, non-smokers at -0.393 on the first axis, up to sign
        assert!((found.rows.principal[(2, 0)].abs() - 0.381).abs() < 5e-4);
        assert!((found.columns.principal[(0, 0)].abs() - 0.393).abs() < 5e-4);
        assert!(found.rows.principal[(2, 0)] * found.columns.principal[(0, 0)] > 0.0);
    }

    #[test]
    fn independence_has_no_dimension() {
        let table = CountTable::new(array![[1.0, 2.0], [3.0, 6.0], [5.0, 10.0]]).unwrap();
        let found = correspondence_analysis(&table);
        assert_eq!(found.inertias, [0.0]);
        assert_eq!(found.total_inertia, 0.0);
        assert!(found.rows.standard.iter().all(|x| *x == 0.0));
        assert!(found.rows.squared_cosines.iter().all(|x| *x == 0.0));
    }

    proptest! {
        #[test]
        fn parts_make_the_whole(counts in prop::collection::vec(1u32..500, 20), wide: bool) {
            let shape = if wide { (4, 5) } else { (5, 4) };
            let counts = Array2::from_shape_vec(shape, counts.into_iter().map(f64::from).collect()).unwrap();
            let table = CountTable::new(counts.clone()).unwrap();
            let found = correspondence_analysis(&table);
            let sum: f64 = found.inertias.iter().sum();
            prop_assert!((sum / found.total_inertia - 1.0).abs() < 1e-12);
            for points in [&found.rows, &found.columns] {
                prop_assert!((points.inertias.iter().sum::<f64>() / found.total_inertia - 1.0).abs() < 1e-12);
                for k in 0..found.inertias.len() {
                    let column = points.contributions.column(k);
                    prop_assert!(found.inertias[k] == 0.0 || (column.sum() - 1.0).abs() < 1e-12);
                    // weighted means of coordinates are 0
                    let mean: f64 = points.principal.column(k).iter().zip(&points.masses).map(|(x, m)| x * m).sum();
                    prop_assert!(mean.abs() < 1e-13);
                }
                for cosines in points.squared_cosines.rows() {
                    prop_assert!((cosines.sum() - 1.0).abs() < 1e-10);
                }
            }
            // reconstitution: n_ij = n r_i c_j (1 + Σ f_ik g_jk / σ_k)
            let n = table.total();
            for ((i, j), count) in counts.indexed_iter() {
                let interaction: f64 = (0..found.inertias.len())
                    .map(|k| found.rows.principal[(i, k)] * found.columns.standard[(j, k)])
                    .sum();
                let fitted = n * found.rows.masses[i] * found.columns.masses[j] * (1.0 + interaction);
                prop_assert!((fitted / count - 1.0).abs() < 1e-9, "{fitted} {count}");
            }
        }
    }
}
