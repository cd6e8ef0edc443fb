//! Several measurements of the same cases by ranks.

use crate::distribution::{chi_squared, f, student_t};
use crate::groups::{Pair, pairs};
use crate::order::sort_by;
use crate::{Error, Probability};

/// Complete blocks: the same k measurements of every case.
#[derive(Debug, Clone, PartialEq)]
pub struct Blocks {
    k: usize,
    values: Vec<f64>,
    counts: Vec<f64>,
    n: f64,
}

impl Blocks {
    /// From rows of `k` measurements one after the other, and how many cases each row stands for.
    ///
    /// # Errors
    /// [`Error::TooFewGroups`] below two measurements, [`Error::LengthsDiffer`] where rows and counts do not fit,
    /// [`Error::InvalidObservation`] where a number is not finite, [`Error::GroupTooSmall`] without cases.
    pub fn new(k: usize, values: Vec<f64>, counts: &[u64]) -> Result<Self, Error> {
        if k < 2 {
            return Err(Error::TooFewGroups {
                groups: k,
                needed: 2,
            });
        }
        if values.len() != k * counts.len() {
            return Err(Error::LengthsDiffer {
                first: values.len(),
                second: k * counts.len(),
            });
        }
        if let Some(value) = values.iter().find(|value| !value.is_finite()) {
            return Err(Error::InvalidObservation {
                value: *value,
                weight: 1.0,
            });
        }
        let counts: Vec<f64> = counts.iter().map(|count| *count as f64).collect();
        let n = counts.iter().sum();
        if n == 0.0 {
            return Err(Error::GroupTooSmall {
                group: 0,
                n,
                needed: 1.0,
            });
        }
        Ok(Self {
            k,
            values,
            counts,
            n,
        })
    }

    /// Every row with its count.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&[f64], f64)> {
        self.values
            .chunks_exact(self.k)
            .zip(self.counts.iter().copied())
    }

    pub(super) fn k(&self) -> usize {
        self.k
    }
}

/// Friedman's test and Kendall's coefficient of concordance.
#[derive(Debug, Clone, PartialEq)]
pub struct Friedman {
    /// Cases.
    pub n: f64,
    /// Mean rank of each measurement, from 1.
    pub mean_ranks: Vec<f64>,
    /// Friedman's χ², corrected for ties.
    pub statistic: f64,
    /// k − 1.
    pub df: f64,
    /// P(χ² ≥ statistic).
    pub p_value: Probability,
    /// Kendall's W = χ² / (n(k − 1)): 1 where all cases order the measurements alike.
    pub kendalls_w: f64,
    /// F = (n − 1)χ² / (n(k − 1) − χ²), closer to its distribution; ∞ for W = 1. Iman and Davenport (1980).
    pub f: f64,
    /// (k − 1)(n − 1), the degrees of freedom of its denominator.
    pub df_within: f64,
    /// P(F ≥ f); `None` for one case.
    pub f_p_value: Option<Probability>,
    /// Σ over cases of the doubled deviation of each rank from its mean.
    deviations: Vec<f64>,
    /// Σ of their squares.
    squares: f64,
}

/// Friedman's test of equal distributions of several measurements, O(nk log k).
///
/// χ² = (k − 1) Σⱼ(Rⱼ − n(k + 1)/2)² / ΣΣ(rᵢⱼ − (k + 1)/2)², with mean ranks for ties. Friedman (1937), *JASA* 32, 675-701; Conover (1999),
/// §5.8. R: `friedman.test(y)`; `irr::kendall(t(y), correct = TRUE)`.
///
/// # Errors
/// [`Error::NoSpread`] where no case tells the measurements apart.
pub fn friedman(blocks: &Blocks) -> Result<Friedman, Error> {
    let k = blocks.k;
    let mut deviations = vec![0.0; k];
    let mut squares = 0.0;
    let mut order: Vec<usize> = Vec::with_capacity(k);
    for (row, count) in blocks.rows() {
        order.clear();
        order.extend(0..k);
        sort_by(&mut order, |a, b| row[*a].total_cmp(&row[*b]));
        let mut before = 0;
        // -0 and 0 are one value
        for tied in order.chunk_by(|a, b| row[*a] == row[*b]) {
            let deviation = (2 * before + tied.len()) as f64 - k as f64;
            for measurement in tied {
                deviations[*measurement] += count * deviation;
            }
            squares += count * tied.len() as f64 * deviation * deviation;
            before += tied.len();
        }
    }
    if squares == 0.0 {
        return Err(Error::NoSpread);
    }
    let n = blocks.n;
    let df = k as f64 - 1.0;
    let between: f64 = deviations
        .iter()
        .map(|deviation| deviation * deviation)
        .sum();
    let statistic = df * between / squares;
    let kendalls_w = between / (n * squares);
    let left = n * squares - between;
    let f = if left > 0.0 {
        (n - 1.0) * between / left
    } else {
        f64::INFINITY
    };
    let df_within = df * (n - 1.0);
    Ok(Friedman {
        n,
        mean_ranks: deviations
            .iter()
            .map(|deviation| (deviation / n + k as f64 + 1.0) / 2.0)
            .collect(),
        statistic,
        df,
        p_value: chi_squared::tail(statistic, df),
        kendalls_w,
        f,
        df_within,
        f_p_value: (n > 1.0).then(|| f::tail(f, df, df_within)),
        deviations,
        squares,
    })
}

/// Conover's comparison of two measurements after Friedman's test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Conover {
    /// The measurements.
    pub pair: Pair,
    /// Mean rank of the first minus that of the second.
    pub difference: f64,
    /// t, with (n − 1)(k − 1) degrees of freedom.
    pub t: f64,
    /// P(|T| ≥ |t|), uncorrected.
    pub p_value: Probability,
    /// The difference as a studentized range √2 z under the null hypothesis, for Nemenyi's test with k means and ∞ degrees of freedom.
    pub nemenyi_q: f64,
}

/// Conover's comparisons of every two measurements, and the studentized range of Nemenyi's.
///
/// t = (Rᵢ − Rⱼ) / √(2(nΣΣr² − ΣRⱼ²) / ((n − 1)(k − 1))). Conover (1999), §5.8; Nemenyi (1963) with the variance of tied ranks.
/// R: `PMCMRplus::frdAllPairsConoverTest`, `frdAllPairsNemenyiTest`.
///
/// # Errors
/// [`Error::GroupTooSmall`] for one case.
pub fn conover(test: &Friedman) -> Result<Vec<Conover>, Error> {
    if test.n < 2.0 {
        return Err(Error::GroupTooSmall {
            group: 0,
            n: test.n,
            needed: 2.0,
        });
    }
    let d = &test.deviations;
    let between: f64 = d.iter().map(|deviation| deviation * deviation).sum();
    // doubled deviations: four times the textbook's
    let left = (test.n * test.squares - between).max(0.0);
    let scale = (2.0 * left / test.df_within).sqrt();
    // variance of the sum of ranks over cases, given the ties
    let null = (2.0 * test.squares / test.df).sqrt();
    let compared = pairs(d.len()).map(|(a, b)| {
        let difference = d[a] - d[b];
        let t = if difference == 0.0 {
            0.0
        } else {
            // ∞ where all cases agree
            difference / scale
        };
        Conover {
            pair: (a, b),
            difference: difference / (2.0 * test.n),
            t,
            p_value: student_t::two_sided(t, test.df_within),
            nemenyi_q: difference.abs() / null * std::f64::consts::SQRT_2,
        }
    });
    Ok(compared.collect())
}
