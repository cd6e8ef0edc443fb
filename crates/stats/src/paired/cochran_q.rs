//! Several yes-or-no measurements of the same cases.

use super::Blocks;
use crate::distribution::chi_squared;
use crate::{Error, Probability};

/// Cochran's Q test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CochranQ {
    /// Q.
    pub statistic: f64,
    /// k − 1.
    pub df: f64,
    /// P(χ² ≥ Q).
    pub p_value: Probability,
}

/// Cochran's test of equal shares in several measurements with two values, the larger one a success.
///
/// Q = (k − 1)(kΣGⱼ² − (ΣGⱼ)²) / (kΣLᵢ − ΣLᵢ²), Gⱼ successes of a measurement, Lᵢ of a case. Cochran (1950), *Biometrika* 37, 256-266.
/// R: `DescTools::CochranQTest(y)`.
///
/// # Errors
/// [`Error::NotBinary`] where there are more than two values; [`Error::NoSpread`] where every case has the same answer to all.
pub fn cochran_q(blocks: &Blocks) -> Result<CochranQ, Error> {
    let k = blocks.k() as f64;
    let mut values: Vec<f64> = Vec::new();
    let mut successes = vec![0.0; blocks.k()];
    for (row, _) in blocks.rows() {
        for value in row {
            if !values.contains(value) {
                values.push(*value);
                if values.len() > 2 {
                    return Err(Error::NotBinary);
                }
            }
        }
    }
    let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut denominator = 0.0;
    for (row, count) in blocks.rows() {
        let mut of_case = 0.0;
        for (value, successes) in row.iter().zip(&mut successes) {
            if *value == largest {
                of_case += 1.0;
                *successes += count;
            }
        }
        denominator += count * of_case * (k - of_case);
    }
    if denominator == 0.0 {
        return Err(Error::NoSpread);
    }
    let total: f64 = successes.iter().sum();
    // k (kΣG² − (ΣG)²) in whole numbers
    let squares: f64 = successes
        .iter()
        .map(|successes| (k * successes - total) * (k * successes - total))
        .sum();
    let statistic = (k - 1.0) * squares / (k * denominator);
    Ok(CochranQ {
        statistic,
        df: k - 1.0,
        p_value: chi_squared::tail(statistic, k - 1.0),
    })
}
