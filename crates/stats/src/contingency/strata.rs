//! Several 2 x 2 tables, one per stratum: Mantel-Haenszel.

use super::chi_square::ChiSquareTest;
use super::risk::WithInterval;
use crate::dd::Dd;
use crate::distribution::normal;
use crate::{Error, Interval, Level};

/// What several 2 x 2 tables say together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MantelHaenszel {
    /// Common odds ratio Σ(ad/n) / Σ(bc/n) with the interval of Robins, Breslow and Greenland (1986); nothing where it
    /// is 0/0.
    pub odds_ratio: Option<WithInterval>,
    /// Cochran-Mantel-Haenszel test of conditional independence, no continuity correction.
    pub test: ChiSquareTest,
    /// The same with continuity correction ½.
    pub corrected: ChiSquareTest,
    /// Breslow and Day's test of equal odds ratios; nothing where the common one is 0 or infinite, or one stratum is left.
    pub breslow_day: Option<ChiSquareTest>,
    /// The same with Tarone's (1985) correction.
    pub tarone: Option<ChiSquareTest>,
    /// Strata that say something: those with no empty row or column.
    pub strata: usize,
}

/// Mantel-Haenszel methods for 2 x 2 tables (a, b, c, d) by stratum.
///
/// Mantel and Haenszel (1959); Robins, Breslow and Greenland (1986); Breslow and Day (1980); Tarone (1985);
/// Agresti (2013), §6.4. R: `mantelhaen.test`, `DescTools::BreslowDayTest`.
///
/// # Errors
/// [`Error::NoInformativeStratum`] where every stratum has an empty row or column.
pub fn mantel_haenszel(tables: &[[f64; 4]], level: Level) -> Result<MantelHaenszel, Error> {
    let used: Vec<[f64; 4]> = tables
        .iter()
        .copied()
        .filter(|[a, b, c, d]| a + b > 0.0 && c + d > 0.0 && a + c > 0.0 && b + d > 0.0)
        .collect();
    let (mut excess, mut variance) = (Dd::ZERO, Dd::ZERO);
    // sums over strata of R = ad/n, S = bc/n and of the parts of the variance of ln OR
    let (mut r, mut s, mut pr, mut ps_qr, mut qs) =
        (Dd::ZERO, Dd::ZERO, Dd::ZERO, Dd::ZERO, Dd::ZERO);
    for [a, b, c, d] in &used {
        let n = Dd::sum(*a, *b) + *c + *d;
        let (row, column) = (Dd::sum(*a, *b), Dd::sum(*a, *c));
        let expected = row * column / n;
        excess += Dd::from(*a) - expected;
        if n.value() > 1.0 {
            variance += expected * ((n - row) / n) * ((n - column) / (n - 1.0));
        }
        let (with, against) = (Dd::product(*a, *d) / n, Dd::product(*b, *c) / n);
        let (p, q) = (Dd::sum(*a, *d) / n, Dd::sum(*b, *c) / n);
        r += with;
        s += against;
        pr += p * with;
        ps_qr += p * against + q * with;
        qs += q * against;
    }
    if variance.value() <= 0.0 {
        return Err(Error::NoInformativeStratum);
    }
    let excess = excess.abs();
    let test = |excess: Dd| ChiSquareTest::new((excess.square() / variance).value(), 1.0);
    let corrected = excess - 0.5;
    let ratio = (r / s).value();
    let ratio = if s.value() == 0.0 {
        f64::INFINITY
    } else {
        ratio
    };
    let odds_ratio = (r.value() > 0.0 || s.value() > 0.0).then(|| {
        let two = Dd::from(2.0);
        let spread = pr / (two * r.square()) + ps_qr / (two * r * s) + qs / (two * s.square());
        let reach = normal::upper_quantile((1.0 - level.get()) / 2.0) * spread.sqrt().value();
        WithInterval {
            value: ratio,
            interval: (ratio > 0.0 && ratio.is_finite()).then(|| Interval {
                lower: ratio * libm::exp(-reach),
                upper: ratio * libm::exp(reach),
            }),
        }
    });
    let homogeneity =
        (used.len() > 1 && ratio > 0.0 && ratio.is_finite()).then(|| breslow_day(&used, r / s));
    let tests = homogeneity.map(|(plain, correction)| {
        let df = (used.len() - 1) as f64;
        (
            ChiSquareTest::new(plain.value(), df),
            ChiSquareTest::new((plain - correction).value().max(0.0), df),
        )
    });
    Ok(MantelHaenszel {
        odds_ratio,
        test: test(excess),
        corrected: test(if corrected.value() > 0.0 {
            corrected
        } else {
            Dd::ZERO
        }),
        breslow_day: tests.map(|(plain, _)| plain),
        tarone: tests.map(|(_, corrected)| corrected),
        strata: used.len(),
    })
}

/// Breslow and Day's statistic, and what Tarone takes off.
fn breslow_day(tables: &[[f64; 4]], odds_ratio: Dd) -> (Dd, Dd) {
    let (mut statistic, mut excess, mut whole) = (Dd::ZERO, Dd::ZERO, Dd::ZERO);
    for [a, b, c, d] in tables {
        let n = Dd::sum(*a, *b) + *c + *d;
        let (row, column) = (Dd::sum(*a, *b), Dd::sum(*a, *c));
        let fitted = fitted(odds_ratio, row, column, n);
        let cells = [
            fitted,
            row - fitted,
            column - fitted,
            n - row - column + fitted,
        ];
        let information: Dd = cells.iter().map(|cell| Dd::ONE / *cell).sum();
        let residual = Dd::from(*a) - fitted;
        statistic += residual.square() * information;
        excess += residual;
        whole += Dd::ONE / information;
    }
    (statistic, excess.square() / whole)
}

/// The first count of a table with these margins and this odds ratio.
///
/// A solves A (n − r − c + A) = ω (r − A)(c − A); written so that nothing cancels.
fn fitted(odds_ratio: Dd, row: Dd, column: Dd, n: Dd) -> Dd {
    let slope = odds_ratio - 1.0;
    let rest = n - row - column;
    let b = rest + odds_ratio * (row + column);
    let constant = odds_ratio * row * column;
    // (1 − ω) A² + b A − ω r c = 0
    let root = (b.square() + -slope * constant * 4.0).sqrt();
    constant * 2.0 / (b + root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn admissions_by_department() {
        // Bickel et al. (1975), R's UCBAdmissions; mantelhaen.test of R 4.2, mpmath with 40 digits for the rest
        let tables = [
            [512.0, 89.0, 313.0, 19.0],
            [353.0, 17.0, 207.0, 8.0],
            [120.0, 202.0, 205.0, 391.0],
            [138.0, 131.0, 279.0, 244.0],
            [53.0, 94.0, 138.0, 299.0],
            [22.0, 24.0, 351.0, 317.0],
        ];
        // R's order of the cells is by column
        let tables = tables.map(|[a, c, b, d]| [a, b, c, d]);
        let found = mantel_haenszel(&tables, Level::P95).unwrap();
        let ratio = found.odds_ratio.unwrap();
        let interval = ratio.interval.unwrap();
        for (value, truth) in [
            (ratio.value, 0.904_696_828_258_629_8),
            (interval.lower, 0.771_907_361_759_350_4),
            (interval.upper, 1.060_329_764_436_555_6),
            (found.test.statistic, 1.524_606_660_443_435_6),
            (found.corrected.statistic, 1.426_946_228_586_688_3),
            (found.breslow_day.unwrap().statistic, 18.825_513_705_236_04),
            (found.tarone.unwrap().statistic, 18.825_501_252_052_757),
        ] {
            assert!((value / truth - 1.0).abs() < 1e-13, "{value} {truth}");
        }
        assert_eq!((found.strata, found.breslow_day.unwrap().df), (6, 5.0));
    }

    #[test]
    fn strata_that_compare_nothing_are_none() {
        let empty = [3.0, 4.0, 0.0, 0.0];
        assert_eq!(
            mantel_haenszel(&[empty], Level::P95),
            Err(Error::NoInformativeStratum)
        );
        let one = mantel_haenszel(&[empty, [3.0, 4.0, 5.0, 6.0]], Level::P95).unwrap();
        assert_eq!((one.strata, one.breslow_day), (1, None));
    }
}
