//! Cohen's kappa of two raters.

use crate::dd::Dd;
use crate::distribution::normal;
use crate::{Error, Interval, Level, Probability};

/// How much a disagreement of ordered categories i and j counts, against that of the farthest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RatingWeights {
    /// All alike.
    Unweighted,
    /// |i − j|.
    Linear,
    /// (i − j)².
    Quadratic,
}

impl RatingWeights {
    pub(super) fn disagreement(self, i: usize, j: usize) -> f64 {
        let distance = i.abs_diff(j) as f64;
        match self {
            Self::Unweighted => distance.min(1.0),
            Self::Linear => distance,
            Self::Quadratic => distance * distance,
        }
    }
}

/// Cohen's kappa with standard errors, test and interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CohenKappa {
    /// κ.
    pub kappa: f64,
    /// Observed (weighted) agreement.
    pub observed: f64,
    /// Agreement expected by chance.
    pub expected: f64,
    /// Asymptotic standard error.
    pub standard_error: f64,
    /// Asymptotic standard error where there is no agreement beyond chance; none where chance cannot vary.
    pub null_standard_error: Option<f64>,
    /// z = κ / null standard error.
    pub z: Option<f64>,
    /// Two-sided p-value of z.
    pub p_value: Option<Probability>,
    /// κ ± z s, within −1 and 1.
    pub interval: Interval,
    /// Units.
    pub n: u64,
}

/// Cohen's kappa of a square table of counts: rows the first rater, columns the second, the same categories in order.
///
/// κ = 1 − q/q₀ with the disagreements q = Σ p v, q₀ = Σ pᵢ pⱼ v weighted by v; agreement weights are 1 − |i − j|/(k − 1)
/// and 1 − (i − j)²/(k − 1)². Standard errors: Fleiss, Cohen and Everitt (1969), *Psychological Bulletin* 72, as sums of
/// squared deviations. R: `vcd::Kappa(x)`, `psych::cohen.kappa(x)`.
///
/// # Errors
/// [`Error::TooFewCases`] without counts, [`Error::NoVariance`] where all ratings are one category.
pub fn cohen_kappa(
    counts: &[Vec<u64>],
    weights: RatingWeights,
    level: Level,
) -> Result<CohenKappa, Error> {
    let k = counts.len();
    let total: u64 = counts.iter().flatten().sum();
    if total == 0 {
        return Err(Error::TooFewCases { n: 0, needed: 1 });
    }
    let n = total as f64;
    let rows: Vec<f64> = counts
        .iter()
        .map(|row| row.iter().sum::<u64>() as f64)
        .collect();
    let columns: Vec<f64> = (0..k)
        .map(|column| counts.iter().map(|row| row[column]).sum::<u64>() as f64)
        .collect();
    let cells = || (0..k).flat_map(|i| (0..k).map(move |j| (i, j)));
    let v = |i, j| weights.disagreement(i, j);
    // n q and n² q₀
    let (mut seen, mut chance) = (Dd::ZERO, Dd::ZERO);
    for (i, j) in cells() {
        seen += Dd::product(counts[i][j] as f64, v(i, j));
        chance += Dd::product(rows[i], columns[j]) * v(i, j);
    }
    if chance.value() <= 0.0 {
        return Err(Error::NoVariance);
    }
    let kappa = ((chance - seen * n) / chance).value();
    let most = v(0, k - 1);
    let (q, q0) = (
        (seen / (n * most)).value(),
        (chance / (Dd::product(n, n) * most)).value(),
    );
    // mean disagreement of a category of one rater with all of the other, as shares of the farthest
    let by_row: Vec<f64> = (0..k)
        .map(|i| (0..k).map(|j| columns[j] * v(i, j)).sum::<f64>() / (n * most))
        .collect();
    let by_column: Vec<f64> = (0..k)
        .map(|j| (0..k).map(|i| rows[i] * v(i, j)).sum::<f64>() / (n * most))
        .collect();
    // In disagreements v the terms w(1 − pₑ) − (w̄ᵢ + w̄ⱼ)(1 − pₒ) of the textbook are, up to a constant that drops out
    // of a variance, (v̄ᵢ + v̄ⱼ) q − v q₀ with mean q q₀; those under no agreement, v̄ᵢ + v̄ⱼ − v with mean q₀.
    let (mut square, mut null_square) = (0.0, 0.0);
    for (i, j) in cells() {
        let (own, mean) = (v(i, j) / most, by_row[i] + by_column[j]);
        let deviation = mean * q - own * q0 - q * q0;
        square += counts[i][j] as f64 / n * (deviation * deviation);
        let deviation = mean - own - q0;
        null_square += rows[i] / n * (columns[j] / n) * (deviation * deviation);
    }
    let standard_error = square.sqrt() / (q0 * q0 * n.sqrt());
    let null = null_square.sqrt() / (q0 * n.sqrt());
    let z = (null > 0.0).then(|| kappa / null);
    let half = normal::upper_quantile((1.0 - level.get()) / 2.0) * standard_error;
    Ok(CohenKappa {
        kappa,
        observed: (Dd::ONE - seen / (n * most)).value(),
        expected: (Dd::ONE - chance / (Dd::product(n, n) * most)).value(),
        standard_error,
        null_standard_error: (null > 0.0).then_some(null),
        z,
        p_value: z.map(normal::two_sided),
        interval: Interval {
            lower: (kappa - half).max(-1.0),
            upper: (kappa + half).min(1.0),
        },
        n: total,
    })
}
