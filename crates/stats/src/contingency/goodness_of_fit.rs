//! Do counts follow given shares?

use super::chi_square::ChiSquareTest;
use super::table::divergence;
use crate::Error;
use crate::dd::Dd;

/// Tests of counts against expected shares.
#[derive(Debug, Clone, PartialEq)]
pub struct GoodnessOfFit {
    /// Expected counts.
    pub expected: Vec<f64>,
    /// (O − E) / √E.
    pub residuals: Vec<f64>,
    /// (O − E) / √(E (1 − π)), standard normal under the expected shares.
    pub adjusted_residuals: Vec<f64>,
    /// Pearson's X² on k − 1 degrees of freedom.
    pub pearson: ChiSquareTest,
    /// Likelihood ratio G².
    pub likelihood_ratio: ChiSquareTest,
    /// Cohen's w = √(X² / n).
    pub cohens_w: f64,
}

/// Tests of counts against expected shares, which are rescaled to sum 1, O(k).
///
/// X² = Σ (O − E)² / E and G² = 2 Σ O ln(O / E). Pearson (1900); Agresti (2013), §1.5; Cohen (1988) for w.
/// R: `chisq.test(x, p = shares, rescale.p = TRUE)`, `DescTools::GTest`.
///
/// # Errors
/// [`Error::ExpectedShares`] where the shares are not as many as the counts, not positive or not finite;
/// [`Error::InvalidCount`]; [`Error::TableTooSmall`] for fewer than two categories; [`Error::NoCases`].
pub fn goodness_of_fit(counts: &[f64], shares: &[f64]) -> Result<GoodnessOfFit, Error> {
    if counts.len() < 2 {
        return Err(Error::TableTooSmall {
            rows: 1,
            columns: counts.len(),
        });
    }
    let positive = |share: &f64| *share > 0.0 && share.is_finite();
    if shares.len() != counts.len() || !shares.iter().all(positive) {
        return Err(Error::ExpectedShares {
            categories: counts.len(),
            shares: shares.len(),
        });
    }
    if let Some((column, &count)) = counts
        .iter()
        .enumerate()
        .find(|(_, count)| !(count.is_finite() && **count >= 0.0))
    {
        return Err(Error::InvalidCount {
            row: 0,
            column,
            count,
        });
    }
    let n: Dd = counts.iter().copied().sum();
    if n.value() <= 0.0 {
        return Err(Error::NoCases);
    }
    let whole: Dd = shares.iter().copied().sum();
    let (mut expected, mut residuals, mut adjusted) = (Vec::new(), Vec::new(), Vec::new());
    let (mut pearson, mut divergences) = (Dd::ZERO, Dd::ZERO);
    for (count, share) in counts.iter().zip(shares) {
        let share = Dd::from(*share) / whole;
        let e = n * share;
        let deviation = (Dd::from(*count) - e) / e;
        let residual = e.value().sqrt() * deviation.value();
        pearson += e * deviation.square();
        divergences += e * divergence(deviation.value());
        expected.push(e.value());
        residuals.push(residual);
        adjusted.push(residual / (Dd::ONE - share).value().sqrt());
    }
    let df = (counts.len() - 1) as f64;
    Ok(GoodnessOfFit {
        expected,
        residuals,
        adjusted_residuals: adjusted,
        pearson: ChiSquareTest::new(pearson.value(), df),
        likelihood_ratio: ChiSquareTest::new(2.0 * divergences.value(), df),
        cohens_w: (pearson / n).sqrt().value(),
    })
}
