//! Comparisons of every two groups.

use super::Groups;
use super::anova::Squares;
use super::pairwise_t::{ByPair, pairwise_t};
use super::two_sample::{TTest, Variances};
use crate::distribution::studentized_range;
use crate::{Error, Interval, Level, Probability};

/// The difference of the means of two groups, the first minus the second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// x̄ of the first − x̄ of the second.
    pub difference: f64,
    /// t, with the sign of the difference.
    pub t: f64,
    /// |t| √2 as a studentized range.
    pub q: f64,
    /// Degrees of freedom.
    pub df: f64,
    /// The p-value, corrected for all pairs.
    pub p_value: Probability,
    /// Simultaneous confidence interval of the difference.
    pub interval: Interval,
    /// The studentized range that q must exceed.
    pub critical_q: f64,
}

/// A t test under the distribution of the range of k studentized means.
fn simultaneous(test: &TTest, k: f64, critical: f64) -> Comparison {
    let q = test.statistic.abs() * std::f64::consts::SQRT_2;
    let half = critical * test.standard_error / std::f64::consts::SQRT_2;
    Comparison {
        difference: test.difference,
        t: test.statistic,
        q,
        df: test.df,
        p_value: studentized_range::tail(q, k, test.df),
        interval: Interval {
            lower: test.difference - half,
            upper: test.difference + half,
        },
        critical_q: critical,
    }
}

/// Tukey's honestly significant differences, by Kramer's method where the groups are not of one size.
///
/// q = |x̄ᵢ − x̄ⱼ| / √(MSW (1/nᵢ + 1/nⱼ) / 2) with N − k degrees of freedom. Tukey (1953), Kramer (1956). R: `TukeyHSD(aov(y ~ g))`.
///
/// # Errors
/// [`Error::TooFewGroups`], [`Error::GroupTooSmall`] where all groups have one case, [`Error::NoSpread`] where none varies.
pub fn tukey_hsd(groups: &Groups, level: Level) -> Result<ByPair<Comparison>, Error> {
    let k = groups.len() as f64;
    let df = Squares::of(&groups.spreads)?.df_within();
    let critical = studentized_range::upper_quantile(1.0 - level.get(), k, df);
    let tests = pairwise_t(groups, Variances::Equal, level)?.into_iter();
    let compared =
        tests.map(|(pair, test)| (pair, test.map(|test| simultaneous(&test, k, critical))));
    Ok(compared.collect())
}

/// Games and Howell's comparisons, without equal variances.
///
/// q = |x̄ᵢ − x̄ⱼ| / √((sᵢ²/nᵢ + sⱼ²/nⱼ) / 2) with Welch's degrees of freedom for each pair. Games and Howell (1976),
/// *Journal of Educational Statistics* 1, 113-125. R: `rstatix::games_howell_test(y ~ g)`.
///
/// # Errors
/// [`Error::TooFewGroups`], [`Error::GroupTooSmall`] where a group has one case, [`Error::NoSpread`] where two groups do
/// not vary and are equal.
pub fn games_howell(groups: &Groups, level: Level) -> Result<ByPair<Comparison>, Error> {
    let k = groups.len() as f64;
    let tests = pairwise_t(groups, Variances::Unequal, level)?.into_iter();
    let compared = tests.map(|(pair, test)| {
        let compared = test.map(|test| {
            let critical = studentized_range::upper_quantile(1.0 - level.get(), k, test.df);
            simultaneous(&test, k, critical)
        });
        (pair, compared)
    });
    Ok(compared.collect())
}
