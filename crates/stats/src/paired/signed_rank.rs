//! Differences by their signed ranks.

use super::Differences;
use crate::distribution::normal;
use crate::order::sort_by;
use crate::ranks::{ExactP, Location, pseudo_median, signed_rank_null};
use crate::{Error, Interval, Level, Probability};

/// What happens to differences of zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zeros {
    /// They are dropped before ranking. Wilcoxon (1945).
    Wilcoxon,
    /// They are ranked, then dropped. Pratt (1959).
    Pratt,
}

/// Wilcoxon's signed rank test with the normal approximation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SignedRank {
    /// Differences that are not 0.
    pub n: f64,
    /// Differences that are 0.
    pub zeros: f64,
    /// V: sum of the ranks of positive differences.
    pub positive: f64,
    /// Sum of the ranks of negative differences.
    pub negative: f64,
    /// z with the variance Σr²/4 of the ranks as they are, ties and all.
    pub z: f64,
    /// P(|Z| ≥ |z|).
    pub p_value: Probability,
    /// z with V half a unit nearer to its mean.
    pub z_corrected: f64,
    /// P(|Z| ≥ |z|) with the continuity correction.
    pub p_corrected: Probability,
    /// (V − W) / (V + W), the matched-pairs rank-biserial correlation. Kerby (2014).
    pub rank_biserial: f64,
    /// Its interval on Fisher's scale: tanh(atanh(r) ± z √Σr² / Σr). Where all differences have one sign the other end is
    /// ±(2 (α/2)^(1/n) − 1), from Clopper and Pearson's limit of the share of that sign.
    pub interval: Interval,
    /// r = |z| / √n.
    pub r: f64,
}

/// Doubled ranks of the sizes of the differences, with how many positive and negative ones have each.
fn ranks(differences: &Differences, zeros: Zeros) -> (Vec<(f64, f64, f64)>, f64) {
    let mut sizes: Vec<(f64, f64, f64)> = Vec::new();
    let mut none = 0.0;
    for (difference, count) in differences.sample.frequencies() {
        if difference > 0.0 {
            sizes.push((difference, count, 0.0));
        } else if difference < 0.0 {
            sizes.push((-difference, 0.0, count));
        } else {
            none = count;
        }
    }
    sort_by(&mut sizes, |a, b| a.0.total_cmp(&b.0));
    let mut before = match zeros {
        Zeros::Wilcoxon => 0.0,
        Zeros::Pratt => none,
    };
    let ranked = sizes.chunk_by(|a, b| a.0 == b.0).map(|tied| {
        let (mut positive, mut negative) = (0.0, 0.0);
        for (_, above, below) in tied {
            positive += above;
            negative += below;
        }
        let rank = 2.0 * before + positive + negative + 1.0;
        before += positive + negative;
        (rank, positive, negative)
    });
    (ranked.collect(), none)
}

/// Wilcoxon's signed rank test of the first against the second of pairs, or of one variable against a value, O(n log n).
///
/// z = (V − W) / √Σr². Wilcoxon (1945), *Biometrics* 1, 80-83; with zeros Pratt (1959), *JASA* 54, 655-667.
/// R: `wilcox.test(x, y, paired = TRUE, exact = FALSE)`; Pratt's `coin::wilcoxsign_test(x ~ y)`.
///
/// # Errors
/// [`Error::NoSpread`] where all differences are 0.
pub fn signed_rank(
    differences: &Differences,
    zeros: Zeros,
    level: Level,
) -> Result<SignedRank, Error> {
    let (ranked, none) = ranks(differences, zeros);
    let (mut n, mut above, mut below, mut squares) = (0.0, 0.0, 0.0, 0.0);
    for (rank, positive, negative) in ranked {
        let tied = positive + negative;
        n += tied;
        above += positive * rank;
        below += negative * rank;
        squares += tied * rank * rank;
    }
    if n == 0.0 {
        return Err(Error::NoSpread);
    }
    // all of them doubled
    let deviation = above - below;
    let sigma = f64::sqrt(squares);
    let z = deviation / sigma;
    let z_corrected = ((deviation.abs() - 2.0).max(0.0) / sigma).copysign(deviation);
    let rank_biserial = deviation / (above + below);
    let half = normal::upper_quantile((1.0 - level.get()) / 2.0) * sigma / (above + below);
    let centre = libm::atanh(rank_biserial);
    let tail = (1.0 - level.get()) / 2.0;
    let one_sided = 2.0 * libm::pow(tail, 1.0 / n) - 1.0;
    Ok(SignedRank {
        n,
        zeros: none,
        positive: above / 2.0,
        negative: below / 2.0,
        z,
        p_value: normal::two_sided(z),
        z_corrected,
        p_corrected: normal::two_sided(z_corrected),
        rank_biserial,
        interval: Interval {
            lower: if below == 0.0 {
                one_sided
            } else {
                libm::tanh(centre - half)
            },
            upper: if above == 0.0 {
                -one_sided
            } else {
                libm::tanh(centre + half)
            },
        },
        r: z.abs() / n.sqrt(),
    })
}

/// The exact p-value of the signed rank test, given sizes and ties: over all 2ⁿ ways to give the differences signs.
///
/// R: `coin::wilcoxsign_test(x ~ y, distribution = "exact")`; without ties and zeros `wilcox.test(x, y, paired = TRUE)`.
///
/// # Errors
/// As [`signed_rank`]; [`Error::ExactTooLarge`] beyond `limit` steps.
pub fn signed_rank_exact(
    differences: &Differences,
    zeros: Zeros,
    limit: f64,
) -> Result<ExactP, Error> {
    let (ranked, _) = ranks(differences, zeros);
    if ranked.is_empty() {
        return Err(Error::NoSpread);
    }
    let scores: Vec<(f64, f64)> = ranked
        .iter()
        .map(|(rank, positive, negative)| (*rank, positive + negative))
        .collect();
    let observed: f64 = ranked
        .iter()
        .map(|(rank, positive, _)| rank * positive)
        .sum();
    let mean = scores.iter().map(|(rank, tied)| rank * tied).sum::<f64>() / 2.0;
    Ok(signed_rank_null(&scores, limit)?.two_sided(observed, mean))
}

impl Differences {
    /// Hodges and Lehmann's pseudo-median of the differences, see [`pseudo_median`].
    ///
    /// # Errors
    /// None for differences, which are never empty.
    pub fn pseudo_median(&self, level: Level, limit: f64) -> Result<Location, Error> {
        let held = pseudo_median(&self.sample, level, limit)?;
        Ok(Location {
            estimate: held.estimate / self.divisor,
            interval: Interval {
                lower: held.interval.lower / self.divisor,
                upper: held.interval.upper / self.divisor,
            },
        })
    }
}
