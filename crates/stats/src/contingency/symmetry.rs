//! Square tables of paired answers: McNemar, Bowker, Stuart-Maxwell, Bhapkar.

use super::chi_square::ChiSquareTest;
use crate::dd::Dd;
use crate::distribution::binomial;
use crate::{Error, Probability};

/// McNemar's test of two paired shares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct McNemar {
    /// (b − c)² / (b + c).
    pub test: ChiSquareTest,
    /// max(0, |b − c| − 1)² / (b + c): with Edwards' continuity correction.
    pub corrected: ChiSquareTest,
    /// Exact: two-sided binomial with p = ½. Nothing where b or c is not whole.
    pub exact: Option<Probability>,
    /// The same less half the probability of what was observed, two-sided. Fagerland et al. (2013).
    pub mid_p: Option<Probability>,
}

/// McNemar's test from the discordant counts b (yes, no) and c (no, yes).
///
/// McNemar (1947); Edwards (1948); Fagerland, Lydersen and Laake (2013). R: `mcnemar.test`, `exact2x2::mcnemar.exact`.
///
/// # Errors
/// [`Error::NoDiscordantPairs`] where b + c = 0: nobody changed.
pub fn mcnemar(b: f64, c: f64) -> Result<McNemar, Error> {
    let pairs = Dd::sum(b, c);
    if pairs.value() <= 0.0 {
        return Err(Error::NoDiscordantPairs);
    }
    let difference = Dd::difference(b, c).abs();
    let corrected = difference - 1.0;
    let square = |excess: Dd| (excess.square() / pairs).value();
    let (n, k) = (pairs.value(), b.min(c));
    let whole = n.floor() == n && k.floor() == k;
    Ok(McNemar {
        test: ChiSquareTest::new(square(difference), 1.0),
        corrected: ChiSquareTest::new(
            if corrected.value() > 0.0 {
                square(corrected)
            } else {
                0.0
            },
            1.0,
        ),
        exact: whole.then(|| {
            let tail =
                Probability::from_tail(binomial::cdf(k, n, 0.5), || binomial::ln_cdf(k, n, 0.5));
            tail.times(2.0)
        }),
        mid_p: whole.then(|| {
            if b == c {
                // P(X ≤ k) − P(X = k) / 2 = ½ by symmetry, twice
                return Probability::ONE;
            }
            // 2 P(X ≤ k) − P(X = k) = 2 P(X ≤ k − 1) + P(X = k)
            let below = if k > 0.0 {
                2.0 * binomial::cdf(k - 1.0, n, 0.5)
            } else {
                0.0
            };
            Probability::from_tail(below + binomial::pmf(k, n, 0.5), || {
                let here = binomial::ln_pmf(k, n, 0.5);
                let below = if k > 0.0 {
                    binomial::ln_cdf(k - 1.0, n, 0.5)
                } else {
                    f64::NEG_INFINITY
                };
                here + libm::log1p(2.0 * libm::exp(below - here))
            })
        }),
    })
}

/// Bowker's test of symmetry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bowker {
    /// Σ (nᵢⱼ − nⱼᵢ)² / (nᵢⱼ + nⱼᵢ) on k(k − 1)/2 degrees of freedom.
    pub test: ChiSquareTest,
    /// The same statistic on as many degrees of freedom as there are pairs of cells somebody is in; nothing where nobody is.
    pub occupied: Option<ChiSquareTest>,
}

/// Bowker's test of symmetry of a k x k table, rows of equal length. Pairs of empty cells contribute nothing.
///
/// Bowker (1948); Agresti (2013), §11.4.2. R: `mcnemar.test` (NaN with empty pairs).
///
/// # Errors
/// [`Error::NotSquare`].
pub fn bowker(counts: &[Vec<f64>]) -> Result<Bowker, Error> {
    let k = square(counts)?;
    let mut occupied = 0.0;
    let mut statistic = Dd::ZERO;
    for row in 0..k {
        for column in 0..row {
            let (one, other) = (counts[row][column], counts[column][row]);
            let sum = Dd::sum(one, other);
            if sum.value() > 0.0 {
                occupied += 1.0;
                statistic += Dd::difference(one, other).square() / sum;
            }
        }
    }
    let (statistic, pairs) = (statistic.value(), (k * (k - 1) / 2) as f64);
    Ok(Bowker {
        test: ChiSquareTest::new(statistic, pairs),
        occupied: (occupied > 0.0).then(|| ChiSquareTest::new(statistic, occupied)),
    })
}

/// Tests of marginal homogeneity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MarginalHomogeneity {
    /// Stuart (1955), Maxwell (1970): d'S⁻¹d with S under homogeneity.
    pub stuart_maxwell: ChiSquareTest,
    /// Bhapkar (1966): the Wald test, W = X² / (1 − X²/n); nothing where X² = n.
    pub bhapkar: Option<ChiSquareTest>,
}

/// Stuart-Maxwell and Bhapkar tests: do the row and the column variable of a k x k table have the same distribution?
///
/// d = nᵢ. − n.ᵢ for all categories but one, S its covariance matrix: nᵢ. + n.ᵢ − 2 nᵢᵢ on the diagonal and −(nᵢⱼ + nⱼᵢ)
/// beside it; k − 1 degrees of freedom. Categories in which nobody changed say nothing and are left out.
/// Agresti (2013), §11.3. R: `DescTools::StuartMaxwellTest`, `irr::bhapkar`.
///
/// # Errors
/// [`Error::NotSquare`]; [`Error::NoDiscordantPairs`] where all counts are on the diagonal;
/// [`Error::SeparateCategories`] where categories fall into groups between which nobody changed.
pub fn marginal_homogeneity(counts: &[Vec<f64>]) -> Result<MarginalHomogeneity, Error> {
    let k = square(counts)?;
    let n: Dd = counts.iter().flatten().copied().sum();
    let pair = |i: usize, j: usize| Dd::sum(counts[i][j], counts[j][i]);
    let moved = |i: usize| -> Dd { (0..k).filter(|j| *j != i).map(|j| pair(i, j)).sum() };
    let kept: Vec<usize> = (0..k).filter(|i| moved(*i).value() > 0.0).collect();
    let Some((_, free)) = kept.split_last() else {
        return Err(Error::NoDiscordantPairs);
    };
    let difference = |i: usize| -> Dd {
        (0..k)
            .map(|j| Dd::difference(counts[i][j], counts[j][i]))
            .sum()
    };
    let mut matrix: Vec<Vec<Dd>> = free
        .iter()
        .map(|&i| {
            let mut row: Vec<Dd> = free
                .iter()
                .map(|&j| if i == j { moved(i) } else { -pair(i, j) })
                .collect();
            row.push(difference(i));
            row
        })
        .collect();
    let solved = solve(&mut matrix).ok_or(Error::SeparateCategories)?;
    let statistic: Dd = free
        .iter()
        .zip(solved)
        .map(|(&i, x)| difference(i) * x)
        .sum();
    let df = free.len() as f64;
    let rest = Dd::ONE - statistic / n;
    Ok(MarginalHomogeneity {
        stuart_maxwell: ChiSquareTest::new(statistic.value(), df),
        bhapkar: (rest.value() > 0.0).then(|| ChiSquareTest::new((statistic / rest).value(), df)),
    })
}

/// Solves the symmetric system of a diagonally dominant matrix with the right side as last column; nothing where it is
/// singular. No pivoting: none is needed under diagonal dominance.
fn solve(matrix: &mut [Vec<Dd>]) -> Option<Vec<Dd>> {
    let size = matrix.len();
    let scale: Vec<f64> = (0..size).map(|i| matrix[i][i].value()).collect();
    for pivot in 0..size {
        if matrix[pivot][pivot].value() <= 1e-25 * scale[pivot] {
            return None;
        }
        for row in pivot + 1..size {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            for column in pivot..=size {
                let taken = matrix[pivot][column] * factor;
                matrix[row][column] = matrix[row][column] - taken;
            }
        }
    }
    let mut solution = vec![Dd::ZERO; size];
    for row in (0..size).rev() {
        let known: Dd = (row + 1..size)
            .map(|column| matrix[row][column] * solution[column])
            .sum();
        solution[row] = (matrix[row][size] - known) / matrix[row][row];
    }
    Some(solution)
}

/// Number of rows of a square table.
fn square(counts: &[Vec<f64>]) -> Result<usize, Error> {
    let rows = counts.len();
    match counts.iter().find(|row| row.len() != rows) {
        Some(row) => Err(Error::NotSquare {
            rows,
            columns: row.len(),
        }),
        None if rows < 2 => Err(Error::TableTooSmall {
            rows,
            columns: rows,
        }),
        None => Ok(rows),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn approval_of_the_prime_minister() {
        // Agresti (1990), p. 350, as in R's ?mcnemar.test; mpmath, 40 digits
        let found = mcnemar(150.0, 86.0).unwrap();
        for (value, truth) in [
            (found.test.statistic, 17.355_932_203_389_83),
            (found.corrected.statistic, 16.817_796_610_169_49),
            (found.exact.unwrap().value(), 3.715_936_139_571_442_4e-5),
            (found.mid_p.unwrap().value(), 2.893_389_517_615_490e-5),
        ] {
            assert!((value / truth - 1.0).abs() < 1e-12, "{value:e} {truth:e}");
        }
        assert_eq!(mcnemar(0.0, 0.0), Err(Error::NoDiscordantPairs));
        assert_eq!(mcnemar(5.0, 5.0).unwrap().exact, Some(Probability::ONE));
    }

    #[test]
    fn groups_of_categories_without_change_between_them() {
        let counts = [
            vec![1.0, 2.0, 0.0, 0.0],
            vec![3.0, 1.0, 0.0, 0.0],
            vec![0.0, 0.0, 1.0, 5.0],
            vec![0.0, 0.0, 4.0, 1.0],
        ];
        assert_eq!(
            marginal_homogeneity(&counts),
            Err(Error::SeparateCategories)
        );
        let diagonal = [vec![3.0, 0.0], vec![0.0, 4.0]];
        assert_eq!(
            marginal_homogeneity(&diagonal),
            Err(Error::NoDiscordantPairs)
        );
        assert_eq!(bowker(&diagonal).unwrap().occupied, None);
    }

    proptest! {
        #[test]
        fn two_categories_are_mcnemar(counts in prop::collection::vec(1u32..500, 4)) {
            let n: Vec<f64> = counts.into_iter().map(f64::from).collect();
            let table = [vec![n[0], n[1]], vec![n[2], n[3]]];
            let (pair, symmetry) = (mcnemar(n[1], n[2]).unwrap(), bowker(&table).unwrap());
            let homogeneity = marginal_homogeneity(&table).unwrap();
            let statistic = pair.test.statistic;
            prop_assert!((symmetry.test.statistic - statistic).abs() <= 1e-14 * statistic);
            prop_assert!((homogeneity.stuart_maxwell.statistic - statistic).abs() <= 1e-13 * statistic);
        }

        #[test]
        fn any_category_may_be_the_one_left_out(counts in prop::collection::vec(0u32..9, 9)) {
            let at = |i: usize, j: usize| f64::from(counts[3 * i + j]);
            let table = |order: [usize; 3]| -> Vec<Vec<f64>> {
                order.iter().map(|i| order.iter().map(|j| at(*i, *j)).collect()).collect()
            };
            let (one, other) = (marginal_homogeneity(&table([0, 1, 2])), marginal_homogeneity(&table([2, 0, 1])));
            if let (Ok(one), Ok(other)) = (one, other) {
                let (x, y) = (one.stuart_maxwell.statistic, other.stuart_maxwell.statistic);
                prop_assert!((x - y).abs() <= 1e-12 * (1.0 + x));
            }
        }
    }
}
