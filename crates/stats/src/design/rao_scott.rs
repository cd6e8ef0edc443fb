//! Rao and Scott's tests of independence.

use super::matrix;
use super::sample::SurveyDesign;
use crate::dd::Dd;
use crate::distribution::{chi_squared, f};
use crate::{Axis, Error, Probability};

/// More cells away from the margins than a test of them can carry.
const MOST_CONTRASTS: usize = 200;

/// Rao and Scott's tests that the rows and columns of a weighted table are independent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RaoScott {
    /// Cases in the table.
    pub n: u64,
    /// Pearson's X² of the estimated shares, scaled to n.
    pub pearson: f64,
    /// (r − 1)(c − 1).
    pub df: f64,
    /// δ̄ = tr(Δ)/df, the mean of the generalised design effects.
    pub mean_design_effect: f64,
    /// First order: X² / δ̄, chi-square with df degrees of freedom.
    pub first_order: f64,
    /// Upper tail of the first-order statistic.
    pub first_order_p_value: Probability,
    /// Second order: F = X² / tr(Δ).
    pub statistic: f64,
    /// tr(Δ)² / tr(Δ²), Satterthwaite's approximation.
    pub df1: f64,
    /// `df1` times the degrees of freedom of the design.
    pub df2: f64,
    /// Upper tail of F; none without degrees of freedom of the design.
    pub p_value: Option<Probability>,
    /// Cramér's V of the estimated shares.
    pub cramers_v: f64,
}

impl SurveyDesign {
    /// Tests the independence of two variables; categories from 1, rows with 0 in either are outside the subpopulation.
    ///
    /// X² = n Σ (p − p_r p_c)² / (p_r p_c). Δ = (CᵀD⁻¹C/n)⁻¹ CᵀD⁻¹VD⁻¹C with D the diagonal of the estimated shares of
    /// cells, V their design covariance and C a basis of the tables with margins of 0 (any basis gives the same traces).
    /// Rao and Scott (1981, 1984); Thomas and Rao (1987) for F. Shares of cells are estimated, not expected under
    /// independence, as in R: `svychisq(~a + b, design, statistic = "F")` and `"Chisq"`.
    ///
    /// # Errors
    /// [`Error::TableTooSmall`], [`Error::EmptyMargin`], [`Error::TooManyContrasts`], [`Error::SingularCovariance`] where too
    /// many cells are empty or their shares do not vary between samples, [`Error::EmptyDomain`], [`Error::LengthsDiffer`].
    pub fn rao_scott(
        &self,
        rows: &[usize],
        columns: &[usize],
        r: usize,
        c: usize,
    ) -> Result<RaoScott, Error> {
        checked(r, c)?;
        for length in [rows.len(), columns.len()] {
            if length != self.rows() {
                return Err(Error::LengthsDiffer {
                    first: self.rows(),
                    second: length,
                });
            }
        }
        let cell = |row: usize| match (rows[row], columns[row]) {
            (0, _) | (_, 0) => None,
            (one, other) => Some((one - 1) * c + other - 1),
        };
        let (mut n, mut totals) = (0, vec![Dd::ZERO; r * c]);
        self.each(&mut |row, weight| {
            if let Some(cell) = cell(row) {
                n += self.cases[row];
                totals[cell] += weight;
            }
        });
        let total: Dd = totals.iter().copied().sum();
        if total.value() == 0.0 {
            return Err(Error::EmptyDomain);
        }
        let covariance = self.covariance(r * c, &mut |row, u| {
            if let Some(cell) = cell(row) {
                u[cell] = Dd::ONE;
            }
        });
        let df = self.df_within(&|row| cell(row).is_some());
        test(&totals, &covariance, n, df, r, c)
    }
}

/// What is known of a cell of a weighted table of independent cases.
#[derive(Debug, Clone, Copy, Default)]
pub struct CellWeights {
    /// Cases.
    pub n: u64,
    /// Σ w.
    pub weight: Dd,
    /// Σ w².
    pub squares: Dd,
}

/// [`SurveyDesign::rao_scott`] for a design of weights alone, from its table: O(1) in the number of rows.
///
/// `cells` row by row; `units` cases in the sample, those without an answer to one of the variables included. The
/// covariance of the totals is units/(units − 1) (diag(Σw²) − TTᵀ/units).
///
/// # Errors
/// As [`SurveyDesign::rao_scott`].
pub fn rao_scott_of_weights(
    cells: &[CellWeights],
    r: usize,
    c: usize,
    units: u64,
) -> Result<RaoScott, Error> {
    checked(r, c)?;
    let totals: Vec<Dd> = cells.iter().map(|cell| cell.weight).collect();
    let n: u64 = cells.iter().map(|cell| cell.n).sum();
    if n == 0 {
        return Err(Error::EmptyDomain);
    }
    let size = cells.len();
    let units = units as f64;
    let factor = Dd::quotient(units, units - 1.0);
    let mut covariance = vec![Dd::ZERO; size * size];
    for (one, cell) in cells.iter().enumerate() {
        for (other, total) in totals.iter().enumerate() {
            let mean = cell.weight * *total / units;
            let square = if one == other { cell.squares } else { Dd::ZERO };
            covariance[one * size + other] = (square - mean) * factor;
        }
    }
    test(&totals, &covariance, n, n as f64 - 1.0, r, c)
}

/// At least 2 x 2, and not too many contrasts.
fn checked(r: usize, c: usize) -> Result<(), Error> {
    if r < 2 || c < 2 {
        return Err(Error::TableTooSmall {
            rows: r,
            columns: c,
        });
    }
    let contrasts = (r - 1) * (c - 1);
    if contrasts > MOST_CONTRASTS {
        return Err(Error::TooManyContrasts {
            contrasts,
            most: MOST_CONTRASTS,
        });
    }
    Ok(())
}

/// The tests from the weighted cells of n cases and the covariances of their totals.
fn test(
    totals: &[Dd],
    covariance: &[Dd],
    n: u64,
    df_design: f64,
    r: usize,
    c: usize,
) -> Result<RaoScott, Error> {
    let contrasts = (r - 1) * (c - 1);
    let total: Dd = totals.iter().copied().sum();
    let shares: Vec<Dd> = totals.iter().map(|cell| *cell / total).collect();
    let pearson = pearson(&shares, r, c)?;
    let delta = delta(&shares, covariance, total, r, c)?;
    let (mut trace, mut squares) = (Dd::ZERO, Dd::ZERO);
    for one in 0..contrasts {
        trace += delta[one * contrasts + one];
        for other in 0..contrasts {
            squares += delta[one * contrasts + other] * delta[other * contrasts + one];
        }
    }
    let cases = n as f64;
    // Δ so far lacks its factor n
    let trace_n = trace * cases;
    if trace_n.value() <= 0.0 || trace_n.value().is_nan() {
        return Err(Error::SingularCovariance);
    }
    let df = contrasts as f64;
    let statistic = (pearson / trace).value();
    let df1 = (trace.square() / squares).value();
    let first_order = statistic * df;
    let df2 = df1 * df_design;
    Ok(RaoScott {
        n,
        pearson: pearson.value() * cases,
        df,
        mean_design_effect: (trace_n / df).value(),
        first_order,
        first_order_p_value: chi_squared::tail(first_order, df),
        statistic,
        df1,
        df2,
        p_value: (df_design > 0.0).then(|| f::tail(statistic, df1, df2)),
        cramers_v: (pearson / (r.min(c) - 1) as f64).sqrt().value().min(1.0),
    })
}

/// Σ (p − p_r p_c)² / (p_r p_c).
fn pearson(shares: &[Dd], r: usize, c: usize) -> Result<Dd, Error> {
    let row_shares: Vec<Dd> = shares
        .chunks_exact(c)
        .map(|row| row.iter().copied().sum())
        .collect();
    let column_shares: Vec<Dd> = (0..c)
        .map(|column| (0..r).map(|row| shares[row * c + column]).sum())
        .collect();
    for (axis, margin) in [(Axis::Row, &row_shares), (Axis::Column, &column_shares)] {
        if let Some(index) = margin.iter().position(|share| share.value() == 0.0) {
            return Err(Error::EmptyMargin { axis, index });
        }
    }
    let mut sum = Dd::ZERO;
    for (row, row_share) in row_shares.iter().enumerate() {
        for (column, column_share) in column_shares.iter().enumerate() {
            let expected = *row_share * *column_share;
            sum += (shares[row * c + column] - expected).square() / expected;
        }
    }
    Ok(sum)
}

/// Δ / n, from the covariances of the totals of the cells.
fn delta(shares: &[Dd], totals: &[Dd], total: Dd, r: usize, c: usize) -> Result<Vec<Dd>, Error> {
    let cells = r * c;
    // D⁻¹C by cell, and the same less its mean: the influence of a case of that cell
    let contrasts: Vec<(Vec<Dd>, Vec<Dd>)> = (0..(r - 1) * (c - 1))
        .map(|index| {
            let (row, column) = (index / (c - 1), index % (c - 1));
            let mut values = vec![Dd::ZERO; cells];
            let (last_row, last_column) = ((r - 1) * c, c - 1);
            let mut mean = Dd::ZERO;
            for (cell, sign) in [
                (row * c + column, 1.0),
                (row * c + last_column, -1.0),
                (last_row + column, -1.0),
                (last_row + last_column, 1.0),
            ] {
                if shares[cell].value() > 0.0 {
                    values[cell] = Dd::from(sign) / shares[cell];
                    mean += sign;
                }
            }
            let influences = values.iter().map(|value| *value - mean).collect();
            (values, influences)
        })
        .collect();
    let size = contrasts.len();
    let mut expected = vec![Dd::ZERO; size * size];
    let mut found = vec![Dd::ZERO; size * size];
    for (one, (values, first)) in contrasts.iter().enumerate() {
        // V a, the covariance of every cell with the contrast
        let product: Vec<Dd> = (0..cells)
            .map(|cell| {
                (0..cells)
                    .filter(|other| first[*other].value() != 0.0)
                    .map(|other| totals[cell * cells + other] * first[other])
                    .sum()
            })
            .collect();
        for (other, (others, second)) in contrasts.iter().enumerate() {
            let mut simple = Dd::ZERO;
            let mut design = Dd::ZERO;
            for cell in 0..cells {
                simple += values[cell] * others[cell] * shares[cell];
                design += product[cell] * second[cell];
            }
            expected[one * size + other] = simple;
            found[one * size + other] = design / total / total;
        }
    }
    matrix::solve(expected, found, size).ok_or(Error::SingularCovariance)
}
