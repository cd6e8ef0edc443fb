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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_need_not_sum_to_one() {
        // R's ?chisq.test: x <- c(89,37,30,28,2), p <- c(40,20,20,15,5); 60-digit arithmetic
        let test = goodness_of_fit(
            &[89.0, 37.0, 30.0, 28.0, 2.0],
            &[40.0, 20.0, 20.0, 15.0, 5.0],
        )
        .unwrap();
        assert!((test.pearson.statistic / 9.990_143_369_175_627 - 1.0).abs() < 1e-15);
        assert!((test.likelihood_ratio.statistic / 12.641_399_706_057_529 - 1.0).abs() < 1e-14);
        assert!((test.expected[0] - 74.4).abs() < 1e-13);
    }

    #[test]
    fn what_cannot_be_expected_says_why() {
        let shares = |categories, shares| Err(Error::ExpectedShares { categories, shares });
        assert_eq!(goodness_of_fit(&[1.0, 2.0], &[1.0]), shares(2, 1));
        assert_eq!(goodness_of_fit(&[1.0, 2.0], &[1.0, 0.0]), shares(2, 2));
        assert_eq!(
            goodness_of_fit(&[0.0, 0.0], &[1.0, 1.0]),
            Err(Error::NoCases)
        );
    }
}
