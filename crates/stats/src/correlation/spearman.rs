//! Spearman's rank correlation.

use super::permutation::{Enumeration, Margins, enumerate};
use super::{CorrelationTest, Margin, Pairs, products};
use crate::dd::Dd;
use crate::{Error, Interval, Level, Probability};

/// Spearman's correlation with tests and intervals.
#[derive(Debug, Clone, PartialEq)]
pub struct Spearman {
    /// ρ.
    pub rho: f64,
    /// Pairs.
    pub n: u64,
    /// Σd², the sum of squared differences of the midranks.
    pub squared_differences: f64,
    /// Student's t with n − 2 degrees of freedom; none for two pairs. Infinite where ρ = ±1.
    pub test: Option<CorrelationTest>,
    /// Exact two-sided p-value: twice the smaller tail over all orders of the answers.
    pub exact: Result<Probability, Error>,
    /// tanh(atanh ρ ± z / √(n − 3)); none below four pairs.
    pub fisher_interval: Option<Interval>,
    /// tanh(atanh ρ ± z √((1 + ρ²/2) / (n − 3))); none below four pairs.
    pub interval: Option<Interval>,
}

/// Spearman's rank correlation ρ: Pearson's correlation of midranks.
///
/// t = ρ √((n − 2) / (1 − ρ²)). The exact p-value is 2 min(P(ρ ≤ observed), P(ρ ≥ observed)), at most 1, over all
/// permutations of one side, given the ties. Intervals: Fisher (1921), Bonett and Wright (2000), *Psychometrika* 65, which
/// is the one to quote. R: `cor.test(x, y, method = "spearman")` (exact there up to n = 9 and without ties only).
///
/// # Errors
/// [`Error::TooFewCases`] below two pairs, [`Error::ConstantVariable`] where one side does not vary.
pub fn spearman(pairs: &Pairs, level: Level, effort: Enumeration) -> Result<Spearman, Error> {
    pairs.check(2)?;
    let (x, y) = (pairs.x.ranks(), pairs.y.ranks());
    let found = products(pairs, &x, &y).ok_or(Error::ConstantVariable { index: 0 })?;
    let n = pairs.n as f64;
    // ranks are doubled: (2d)² / 4
    let squares: Dd = pairs
        .cells
        .iter()
        .map(|cell| Dd::difference(x[cell.x], y[cell.y]).square() * cell.count as f64)
        .sum();
    Ok(Spearman {
        rho: found.r,
        n: pairs.n,
        squared_differences: squares.value() / 4.0,
        test: found.t_test(n - 2.0),
        exact: exact(pairs, effort),
        fisher_interval: found.interval(1.0 / (n - 3.0), level),
        interval: found.interval((1.0 + found.r * found.r / 2.0) / (n - 3.0), level),
    })
}

/// The permutation distribution of Σ a b with scores a, b = 0, 1, ... in the place of the ranks.
fn exact(pairs: &Pairs, effort: Enumeration) -> Result<Probability, Error> {
    let [x, y] = pairs.fewer_states_last();
    let margins = Margins::new(x, y, effort)?;
    let (a, b) = (whole_scores(&pairs.x), whole_scores(&pairs.y));
    let observed = pairs
        .cells
        .iter()
        .map(|cell| a[cell.x] * b[cell.y] * cell.count as usize)
        .sum();
    let (a, b) = (whole_scores(x), whole_scores(y));
    enumerate(&margins, effort, observed, &|step| {
        step.taken * a[step.x] * b[step.y]
    })
}

/// Scores in ascending order as the smallest whole numbers of the same distances. Whole and small, because only few
/// pairs can be enumerated.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole_scores(margin: &Margin) -> Vec<usize> {
    let ranks = margin.ranks();
    let steps: Vec<usize> = ranks
        .iter()
        .map(|rank| (rank - ranks[0]) as usize)
        .collect();
    let unit = steps.iter().fold(0, |a, b| divisor(a, *b)).max(1);
    steps.iter().map(|step| step / unit).collect()
}

/// The greatest common divisor.
fn divisor(a: usize, b: usize) -> usize {
    if b == 0 { a } else { divisor(b, a % b) }
}
