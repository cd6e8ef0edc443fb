//! Pearson's product-moment correlation.

use super::{Coefficient, CorrelationTest, Pairs, products};
use crate::{Error, Interval, Level};

/// Pearson's correlation with its test and interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pearson {
    /// r.
    pub r: f64,
    /// Pairs.
    pub n: u64,
    /// Student's t with n − 2 degrees of freedom; none for two pairs. Infinite where r = ±1.
    pub test: Option<CorrelationTest>,
    /// Fisher's interval; none below four pairs.
    pub interval: Option<Interval>,
}

/// Pearson's product-moment correlation r.
///
/// r = Σ(x − x̄)(y − ȳ) / √(Σ(x − x̄)² Σ(y − ȳ)²) and t = r √((n − 2) / (1 − r²)), sums and 1 − r² in double-double
/// precision; the interval is tanh(atanh r ± z / √(n − 3)). Fisher (1915, 1921). R: `cor.test(x, y)`.
/// A line that is straight to 30 digits has r = ±1 exactly, t = ±∞ and p = 0.
///
/// # Errors
/// [`Error::TooFewCases`] below two pairs, [`Error::ConstantVariable`] where one side does not vary.
pub fn pearson(pairs: &Pairs, level: Level) -> Result<Pearson, Error> {
    pairs.check(2)?;
    let found = products(pairs, &pairs.x.values, &pairs.y.values)
        .ok_or(Error::ConstantVariable { index: 0 })?;
    let n = pairs.n as f64;
    Ok(Pearson {
        r: found.r,
        n: pairs.n,
        test: found.t_test(n - 2.0),
        interval: found.interval(1.0 / (n - 3.0), level),
    })
}

/// r alone; `None` below two pairs or where one side is constant. R: `cor(x, y)`.
pub fn pearson_correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let pairs = Pairs::new(pairs.iter().map(|(x, y)| (*x, *y, 1))).ok()?;
    pairs.check(2).ok()?;
    let found: Coefficient = products(&pairs, &pairs.x.values, &pairs.y.values)?;
    Some(found.r)
}
