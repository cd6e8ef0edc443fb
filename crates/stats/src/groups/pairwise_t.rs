//! t tests of every two groups.

use super::Groups;
use super::anova::Squares;
use super::two_sample::{TTest, Variances, two_sample_t};
use crate::{Error, Level};

/// Two groups, by their indices, the lower first.
pub type Pair = (usize, usize);

/// What every two groups gave, pair by pair.
pub type ByPair<T> = Vec<(Pair, Result<T, Error>)>;

/// Every two of k groups.
pub fn pairs(k: usize) -> impl Iterator<Item = Pair> {
    (0..k).flat_map(move |first| (first + 1..k).map(move |second| (first, second)))
}

/// t tests of every two groups, their p-values and intervals uncorrected.
///
/// With equal variances the standard error comes from the mean square within all groups, with N − k degrees of freedom; else
/// each pair has Welch's. R: `pairwise.t.test(y, g, pool.sd = TRUE)`, `pool.sd = FALSE`.
///
/// # Errors
/// [`Error::TooFewGroups`], [`Error::GroupTooSmall`] where all groups have one case; those of [`two_sample_t`] pair by pair.
pub fn pairwise_t(
    groups: &Groups,
    variances: Variances,
    level: Level,
) -> Result<ByPair<TTest>, Error> {
    let table = Squares::of(&groups.spreads)?;
    let (mean_square, df) = (table.mean_square_within(), table.df_within());
    let tests = pairs(groups.len()).map(|(first, second)| {
        let test = match variances {
            Variances::Unequal => two_sample_t(groups, first, second, variances, level),
            Variances::Equal => {
                let (a, b) = (&groups.spreads[first], &groups.spreads[second]);
                let error = (mean_square / a.n + mean_square / b.n).sqrt();
                TTest::of(a.mean - b.mean, error, df, groups.divisor, level)
            }
        };
        ((first, second), test)
    });
    Ok(tests.collect())
}
