//! How much one variable says about the other: proportional reduction of error, with asymptotic standard errors.

use super::chi_square::mutual_information;
use super::table::{CountTable, ln_ratio};
use crate::dd::Dd;

/// A measure with its asymptotic standard error (delta method, independence not assumed).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The measure.
    pub value: f64,
    /// Its standard error, ASE₁.
    pub standard_error: f64,
}

/// A measure in both directions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Directed {
    /// The column variable is predicted from the rows; nothing where it is constant.
    pub column: Option<Estimate>,
    /// The row variable is predicted from the columns.
    pub row: Option<Estimate>,
    /// Both together; nothing for measures without a symmetric form.
    pub symmetric: Option<Estimate>,
}

/// Goodman and Kruskal's λ: by how much the row tells the modal column.
///
/// λ(C|R) = (Σ maxⱼ nᵢⱼ − maxⱼ n.ⱼ) / (n − maxⱼ n.ⱼ). Of equal maxima the first one counts (the standard error depends on
/// it). Goodman and Kruskal (1954, 1963); SAS/STAT, PROC FREQ. R: `DescTools::Lambda`.
pub fn lambda(table: &CountTable) -> Directed {
    let turned = table.transposed();
    let (by_row, by_column) = (Modes::of(table), Modes::of(&turned));
    Directed {
        column: one_way_lambda(table, &by_row),
        row: one_way_lambda(&turned, &by_column),
        symmetric: symmetric_lambda(table, &by_row, &by_column),
    }
}

/// The largest count of every row and of the column totals.
struct Modes {
    /// Column of the largest count in each row.
    places: Vec<usize>,
    /// The largest counts.
    counts: Vec<f64>,
    /// Sum of the largest counts.
    sum: Dd,
    /// The column with the largest total.
    place: usize,
    /// Its total.
    total: Dd,
}

impl Modes {
    fn of(table: &CountTable) -> Self {
        let (mut places, mut counts) = (Vec::new(), Vec::new());
        for row in table.counts().rows() {
            let mut best = 0;
            for (column, count) in row.iter().enumerate() {
                if *count > row[best] {
                    best = column;
                }
            }
            places.push(best);
            counts.push(row[best]);
        }
        let mut place = 0;
        for (column, total) in table.column_totals.iter().enumerate() {
            if *total > table.column_totals[place] {
                place = column;
            }
        }
        Self {
            sum: counts.iter().copied().sum(),
            places,
            counts,
            place,
            total: table.column_totals[place],
        }
    }

    /// Sum of the largest counts that stand in the column with the largest total.
    fn in_mode(&self) -> Dd {
        let there = self.places.iter().zip(&self.counts);
        there
            .filter(|(place, _)| **place == self.place)
            .map(|(_, count)| *count)
            .sum()
    }
}

fn one_way_lambda(table: &CountTable, modes: &Modes) -> Option<Estimate> {
    let errors = table.total - modes.total;
    if errors.value() <= 0.0 {
        return None;
    }
    let spread = modes.sum + modes.total - modes.in_mode() * 2.0;
    let variance = (table.total - modes.sum) / errors / errors * spread / errors;
    Some(Estimate {
        value: ((modes.sum - modes.total) / errors).value(),
        standard_error: variance.sqrt().value(),
    })
}

fn symmetric_lambda(table: &CountTable, rows: &Modes, columns: &Modes) -> Option<Estimate> {
    let n = table.total;
    // in shares of n, so that fourth powers stay in range
    let w = (n * 2.0 - rows.total - columns.total) / n;
    if w.value() <= 0.0 {
        return None;
    }
    let v = (n * 2.0 - rows.sum - columns.sum) / n;
    let (modal_row, modal_column) = (columns.place, rows.place);
    let x = (rows.in_mode()
        + columns.in_mode()
        + Dd::from(rows.counts[modal_row])
        + Dd::from(columns.counts[modal_column]))
        / n;
    let y = Dd::from(8.0) - w - v - x * 2.0;
    let both: Dd = rows
        .places
        .iter()
        .enumerate()
        .filter(|(row, column)| columns.places[**column] == *row)
        .map(|(row, _)| rows.counts[row])
        .sum();
    let centre = Dd::from(table.counts()[(modal_row, modal_column)]);
    let variance =
        w * v * y - w.square() * ((n - both) / n) * 2.0 - v.square() * ((n - centre) / n) * 2.0;
    Some(Estimate {
        value: ((w - v) / w).value(),
        standard_error: (variance / w.square() / w.square() / n).sqrt().value(),
    })
}

/// Goodman and Kruskal's τ: by how much the row reduces the error of predicting columns at random.
///
/// τ(C|R) = (Σ pᵢⱼ²/pᵢ. − Σ p.ⱼ²) / (1 − Σ p.ⱼ²). Goodman and Kruskal (1954, 1972); Agresti (2013), §2.4.
/// R: `DescTools::GoodmanKruskalTau`. The symmetric form does not exist.
pub fn goodman_kruskal_tau(table: &CountTable) -> Directed {
    Directed {
        column: one_way_tau(table),
        row: one_way_tau(&table.transposed()),
        symmetric: None,
    }
}

fn one_way_tau(table: &CountTable) -> Option<Estimate> {
    let n = table.total;
    let columns: Vec<Dd> = table.column_totals.iter().map(|total| *total / n).collect();
    let others: Dd = columns.iter().map(|p| *p * (Dd::ONE - *p)).sum();
    if others.value() <= 0.0 {
        return None;
    }
    // Σ pᵢⱼ²/pᵢ. − Σ p.ⱼ² = Σ (pᵢⱼ − pᵢ. p.ⱼ)² / pᵢ., whose terms are never negative
    let share = |row: usize, count: f64| Dd::from(count) / table.row_totals[row];
    let explained: Dd = table
        .cells()
        .map(|(row, column, count)| {
            (share(row, count) - columns[column]).square() * (table.row_totals[row] / n)
        })
        .sum();
    let tau = explained / others;
    let squares: Vec<Dd> = table
        .counts()
        .rows()
        .into_iter()
        .enumerate()
        .map(|(row, counts)| counts.iter().map(|count| share(row, *count).square()).sum())
        .collect();
    // derivative by each share of a cell; its mean is subtracted below
    let slope = |row: usize, column: usize, count: f64| {
        let of_explained = share(row, count) * 2.0 - squares[row] - columns[column] * 2.0;
        of_explained + columns[column] * 2.0 * tau
    };
    let mean: Dd = table
        .cells()
        .map(|(row, column, count)| slope(row, column, count) * count)
        .sum::<Dd>()
        / n;
    let variance: Dd = table
        .cells()
        .map(|(row, column, count)| (slope(row, column, count) - mean).square() * count)
        .sum::<Dd>()
        / n;
    Some(Estimate {
        value: tau.value(),
        standard_error: ((variance / n).sqrt() / others).value(),
    })
}

/// Theil's uncertainty coefficient: by how much the row reduces the entropy of the columns.
///
/// U(C|R) = I(R; C) / H(C), symmetric 2 I / (H(R) + H(C)). Theil (1970); SAS/STAT, PROC FREQ.
/// R: `DescTools::UncertCoef`.
pub fn uncertainty_coefficient(table: &CountTable) -> Directed {
    let n = table.total;
    let entropy = |totals: &[Dd]| -> f64 {
        let terms = totals
            .iter()
            .map(|total| -(*total / n).value() * ln_ratio(*total, n));
        terms.sum::<Dd>().value()
    };
    let information = mutual_information(table);
    let (of_rows, of_columns) = (entropy(&table.row_totals), entropy(&table.column_totals));
    // the derivatives have mean zero; those of cells without a count do not count
    let measure = |whole: f64, factor: f64, second: &dyn Fn(usize, usize) -> f64| {
        let squares =
            table
                .cells()
                .filter(|(.., count)| *count > 0.0)
                .map(|(row, column, count)| {
                    let first = ln_ratio(Dd::from(count), table.expected(row, column));
                    let slope = whole * first + information * second(row, column);
                    count * slope * slope
                });
        (whole > 0.0).then(|| Estimate {
            value: (factor * information / whole).clamp(0.0, 1.0),
            standard_error: factor * squares.sum::<Dd>().value().sqrt()
                / (n.value() * whole * whole),
        })
    };
    let ln_row = |row: usize| ln_ratio(table.row_totals[row], n);
    let ln_column = |column: usize| ln_ratio(table.column_totals[column], n);
    Directed {
        column: measure(of_columns, 1.0, &|_, column| ln_column(column)),
        row: measure(of_rows, 1.0, &|row, _| ln_row(row)),
        symmetric: measure(of_rows + of_columns, 2.0, &|row, column| {
            ln_row(row) + ln_column(column)
        }),
    }
}

#[cfg(test)]
mod tests {
    use ndarray::array;

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
        let (lambda, tau, u) = (
            lambda(&table),
            goodman_kruskal_tau(&table),
            uncertainty_coefficient(&table),
        );
        for (found, value, error) in [
            (
                lambda.column,
                0.015_873_015_873_015_873,
                0.027_273_799_777_276_97,
            ),
            (
                lambda.symmetric,
                0.025_862_068_965_517_24,
                0.040_705_251_220_564_34,
            ),
            (
                tau.column,
                0.019_761_454_284_816_087,
                0.015_412_797_706_689_435,
            ),
            (tau.row, 0.017_403_391_715_318_32, 0.017_005_844_302_981_55),
            (u.column, 0.025_828_802_051_782_79, 0.016_681_740_832_571_49),
            (
                u.symmetric,
                0.028_243_602_464_078_183,
                0.018_066_292_376_677_76,
            ),
        ] {
            let found = found.unwrap();
            assert!((found.value / value - 1.0).abs() < 1e-13, "{found:?}");
            assert!(
                (found.standard_error / error - 1.0).abs() < 1e-13,
                "{found:?}"
            );
        }
    }

    #[test]
    fn independence_says_nothing_and_identity_everything() {
        let table = CountTable::new(array![[2.0, 4.0], [3.0, 6.0]]).unwrap();
        assert_eq!(goodman_kruskal_tau(&table).column.unwrap().value, 0.0);
        assert_eq!(uncertainty_coefficient(&table).row.unwrap().value, 0.0);
        let table = CountTable::new(array![[5.0, 0.0], [0.0, 8.0]]).unwrap();
        assert_eq!(lambda(&table).column.unwrap().value, 1.0);
        assert!((uncertainty_coefficient(&table).symmetric.unwrap().value - 1.0).abs() < 1e-15);
    }
}
