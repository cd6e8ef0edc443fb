//! Any number of groups by ranks.

use super::GroupRanks;
use crate::distribution::{chi_squared, normal};
use crate::groups::{Pair, pairs};
use crate::{Error, Probability};

/// Kruskal and Wallis's test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KruskalWallis {
    /// H, corrected for ties.
    pub statistic: f64,
    /// k − 1, over groups with cases.
    pub df: f64,
    /// P(χ² ≥ H).
    pub p_value: Probability,
    /// ε² = H / (N − 1).
    pub epsilon_squared: f64,
    /// η²_H = (H − k + 1) / (N − k); `None` where every group has one case.
    pub eta_squared: Option<f64>,
    /// N.
    pub n: f64,
}

/// Kruskal and Wallis's test of equal distributions, O(groups) from [`GroupRanks`]; groups without cases do not count.
///
/// H = (N − 1) Σnᵢ(R̄ᵢ − R̄)² / Σ(r − R̄)², which is Kruskal and Wallis's H over its correction 1 − Σ(t³ − t)/(N³ − N), without the
/// differences of large sums in either. Kruskal and Wallis (1952), *JASA* 47, 583-621; effect sizes Tomczak and Tomczak (2014).
/// R: `kruskal.test(y ~ g)`.
///
/// # Errors
/// [`Error::TooFewGroups`] below two groups with cases, [`Error::NoSpread`] where all values are equal.
pub fn kruskal_wallis(ranks: &GroupRanks) -> Result<KruskalWallis, Error> {
    ranks.comparable()?;
    let (mut between, mut groups) = (0.0, 0.0);
    for (size, deviation) in ranks.sizes.iter().zip(&ranks.deviations) {
        if *size > 0.0 {
            between += deviation / size * deviation;
            groups += 1.0;
        }
    }
    let share = between / ranks.squares;
    let statistic = (ranks.n - 1.0) * share;
    let df = groups - 1.0;
    Ok(KruskalWallis {
        statistic,
        df,
        p_value: chi_squared::tail(statistic, df),
        epsilon_squared: share,
        eta_squared: (ranks.n > groups).then(|| (statistic - df) / (ranks.n - groups)),
        n: ranks.n,
    })
}

/// Dunn's comparison of two groups.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dunn {
    /// The groups.
    pub pair: Pair,
    /// Mean rank of the first minus that of the second.
    pub difference: f64,
    /// z.
    pub z: f64,
    /// P(|Z| ≥ |z|), uncorrected.
    pub p_value: Probability,
}

/// Dunn's comparisons of every two groups with cases, by their mean ranks among all.
///
/// z = (R̄ᵢ − R̄ⱼ) / √(σ² (1/nᵢ + 1/nⱼ)) with σ² = Σ(r − R̄)² / (N − 1), the variance of the ranks with their ties. Dunn (1964),
/// *Technometrics* 6, 241-252. R: `dunn.test::dunn.test(y, g)`, `FSA::dunnTest(y ~ g)`.
///
/// # Errors
/// As [`kruskal_wallis`].
pub fn dunn(ranks: &GroupRanks) -> Result<Vec<Dunn>, Error> {
    ranks.comparable()?;
    let (n, d) = (&ranks.sizes, &ranks.deviations);
    // doubled deviations, so four times the variance
    let variance = ranks.squares / (ranks.n - 1.0);
    let found = pairs(ranks.len()).filter(|&(a, b)| n[a] > 0.0 && n[b] > 0.0);
    Ok(found
        .map(|(a, b)| {
            // over the common denominator: whole numbers, so that equal mean ranks differ by exactly 0
            let difference = (d[a] * n[b] - d[b] * n[a]) / (n[a] * n[b]);
            let z = difference / (variance * (1.0 / n[a] + 1.0 / n[b])).sqrt();
            Dunn {
                pair: (a, b),
                difference: difference / 2.0,
                z,
                p_value: normal::two_sided(z),
            }
        })
        .collect())
}
