//! Two proportions of independent samples.

use super::intervals::wilson_lower;
use super::{Interval, Level, checked};
use crate::contingency::pooled_z;
use crate::dd::Dd;
use crate::distribution::normal;
use crate::{Error, Probability};

/// The difference of two proportions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ProportionDifference {
    /// p₁ − p₂.
    pub difference: f64,
    /// Newcombe's hybrid score interval (method 10).
    pub newcombe: Interval,
    /// Wald's interval.
    pub wald: Interval,
    /// The test with the pooled variance; nothing where both proportions are 0 or both are 1.
    pub pooled: Option<ZTest>,
    /// The test with separate variances; nothing where both are 0 or 1.
    pub unpooled: Option<ZTest>,
    /// Cohen's h = 2 arcsin √p₁ − 2 arcsin √p₂.
    pub cohens_h: f64,
}

/// A statistic with the standard normal distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ZTest {
    /// z.
    pub statistic: f64,
    /// Two-sided p-value.
    pub p_value: Probability,
}

impl ZTest {
    fn new(statistic: f64) -> Self {
        Self {
            statistic,
            p_value: normal::two_sided(statistic),
        }
    }
}

/// The difference of two proportions, each as successes in trials.
///
/// Newcombe (1998b), method 10; Agresti (2013), §3.2; Cohen (1988) for h. R: `prop.test(x, n, correct = FALSE)` (X² = z²),
/// `DescTools::BinomDiffCI(method = "score")`, `pwr::ES.h`.
///
/// # Errors
/// [`Error::InvalidProportion`].
pub fn proportion_difference(
    first: (f64, f64),
    second: (f64, f64),
    level: Level,
) -> Result<ProportionDifference, Error> {
    checked(first.0, first.1)?;
    checked(second.0, second.1)?;
    let ((a, m), (b, n)) = (first, second);
    let (xa, xm, xb, xn) = (Dd::from(a), Dd::from(m), Dd::from(b), Dd::from(n));
    let difference = (xa * xn - xb * xm) / xm / xn;
    let d = difference.value();
    let z = level.z();
    // distances of each proportion to the ends of its Wilson interval
    let below = |x: f64, n: f64| x / n - wilson_lower(x, n, z);
    let (down_a, up_a) = (below(a, m), below(m - a, m));
    let (down_b, up_b) = (below(b, n), below(n - b, n));
    let reach = |one: f64, other: f64| (one * one + other * other).sqrt();
    let variance = |x: Dd, n: Dd| x / n * ((n - x) / n) / n;
    let spread = (variance(xa, xm) + variance(xb, xn)).sqrt();
    let width = z * spread.value();
    let pooled = a + b > 0.0 && a + b < m + n;
    Ok(ProportionDifference {
        difference: d,
        newcombe: Interval {
            lower: d - reach(down_a, up_b),
            upper: d + reach(up_a, down_b),
        },
        wald: Interval {
            lower: (d - width).max(-1.0),
            upper: (d + width).min(1.0),
        },
        pooled: pooled.then(|| ZTest::new(pooled_z(xa, xm, xb, xn))),
        unpooled: (spread.value() > 0.0).then(|| ZTest::new((difference / spread).value())),
        cohens_h: cohens_h(difference, (xa, xm), (xb, xn)),
    })
}

/// 2 arcsin √p − 2 arcsin √q = 2 arctan of a quotient that keeps its digits where p is close to q.
fn cohens_h(difference: Dd, (a, m): (Dd, Dd), (b, n): (Dd, Dd)) -> f64 {
    let (p, q) = ((a / m).value(), (b / n).value());
    let (p_rest, q_rest) = (((m - a) / m).value(), ((n - b) / n).value());
    // sin(x − y) = √p √(1−q) − √q √(1−p) = (p − q) / (√p √(1−q) + √q √(1−p))
    let together = p.sqrt() * q_rest.sqrt() + q.sqrt() * p_rest.sqrt();
    if together == 0.0 {
        return if p > q {
            std::f64::consts::PI
        } else if p < q {
            -std::f64::consts::PI
        } else {
            0.0
        };
    }
    let sine = difference.value() / together;
    let cosine = (p * q).sqrt() + (p_rest * q_rest).sqrt();
    2.0 * libm::atan2(sine, cosine)
}
