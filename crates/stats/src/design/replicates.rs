//! Variance by replication: jackknife, bootstrap, balanced halves.

use super::sample::SurveyDesign;
use crate::Error;
use crate::random::Random;

/// How replicates of a design are made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Replication {
    /// Leaves out one unit after the other; the others of its stratum count nₕ/(nₕ − 1), the square (1 − nₕ/Nₕ)(nₕ − 1)/nₕ.
    ///
    /// JK1 without strata, JKn with them. Wolter (2007), ch. 4. R: `as.svrepdesign(design, type = "JKn")`.
    Jackknife,
    /// Draws nₕ − 1 units of every stratum with replacement, again and again: a unit drawn r times counts
    /// 1 + √(1 − nₕ/Nₕ) (r nₕ/(nₕ − 1) − 1).
    ///
    /// The rescaling bootstrap of Rao and Wu (1988) in the weights of Rao, Wu and Yue (1992), unbiased for the variance of
    /// a total. R: `as.svrepdesign(design, type = "subbootstrap")`.
    Bootstrap {
        /// How many replicates.
        replicates: usize,
        /// The same seed gives the same replicates.
        seed: u64,
    },
    /// Balanced repeated replication, for two units in every stratum: one of each pair counts 2 − ρ, the other ρ, in the
    /// pattern of a Hadamard matrix; the square counts 1/(R (1 − ρ)²), R the power of two above the number of strata.
    ///
    /// McCarthy (1969); Fay (Judkins 1990). R: `as.svrepdesign(type = "BRR")`, `"Fay"`.
    Balanced {
        /// Fay's ρ, 0 for whole halves.
        fay: f64,
    },
}

/// An estimate with the standard error of its replicates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReplicateEstimate {
    /// The estimate from the whole sample.
    pub value: f64,
    /// √Σ cᵣ (θ̂ᵣ − θ̄)², θ̄ the mean of the replicates.
    pub standard_error: f64,
    /// Replicates in which the estimate is defined.
    pub replicates: usize,
    /// Degrees of freedom of the design.
    pub df: f64,
}

impl SurveyDesign {
    /// An estimate with the standard error of its replicates; `statistic` takes the weight of a case of each row.
    ///
    /// Replicates in which it is undefined (an empty subpopulation) are left out and counted.
    ///
    /// # Errors
    /// [`Error::LonelyUnit`] where a stratum has a single unit; [`Error::GroupedUnits`] where a row stands for several units;
    /// [`Error::NotInPairs`] for balanced replicates where a stratum has other than two units or a finite population;
    /// [`Error::InvalidProbability`] for ρ outside [0, 1); [`Error::EmptyDomain`] where the estimate of the whole sample or
    /// fewer than two replicates are defined.
    pub fn replicate(
        &self,
        method: Replication,
        statistic: &dyn Fn(&[f64]) -> Option<f64>,
    ) -> Result<ReplicateEstimate, Error> {
        let replicates = self.replicates(method)?;
        let mut weights: Vec<f64> = (0..self.rows()).map(|row| self.weight(row)).collect();
        let value = statistic(&weights).ok_or(Error::EmptyDomain)?;
        let mut found = Vec::with_capacity(replicates);
        let mut factors = vec![1.0; self.units.len()];
        for replicate in 0..replicates {
            let scale = self.factors(method, replicate, replicates, &mut factors);
            for (unit, factor) in self.units.iter().zip(&factors) {
                for row in &self.order[unit.first..unit.end] {
                    weights[*row] = self.weight(*row) * factor;
                }
            }
            if let Some(value) = statistic(&weights) {
                found.push((value, scale));
            }
        }
        if found.len() < 2 {
            return Err(Error::EmptyDomain);
        }
        // about the estimate first, so that a large mean costs no digits
        let mean = found.iter().map(|(each, _)| each - value).sum::<f64>() / found.len() as f64;
        let variance: f64 = found
            .iter()
            .map(|(each, scale)| {
                let distance = each - value - mean;
                scale * distance * distance
            })
            .sum();
        Ok(ReplicateEstimate {
            value,
            standard_error: variance.sqrt(),
            replicates: found.len(),
            df: self.df(),
        })
    }

    /// How many replicates, once it is clear that the design has them.
    fn replicates(&self, method: Replication) -> Result<usize, Error> {
        if self.units.iter().any(|unit| unit.count != 1.0) {
            return Err(Error::GroupedUnits);
        }
        if let Some(stratum) = self.strata.iter().find(|stratum| stratum.units == 1.0) {
            return Err(Error::LonelyUnit {
                stratum: stratum.number,
            });
        }
        match method {
            Replication::Jackknife => Ok(self.units.len()),
            Replication::Bootstrap { replicates, .. } => Ok(replicates),
            Replication::Balanced { fay } => {
                if !(0.0..1.0).contains(&fay) {
                    return Err(Error::InvalidProbability { value: fay });
                }
                let odd = self
                    .strata
                    .iter()
                    .find(|stratum| stratum.units != 2.0 || stratum.correction != 1.0);
                match odd {
                    Some(stratum) => Err(Error::NotInPairs {
                        stratum: stratum.number,
                    }),
                    None => Ok((self.strata.len() + 1).next_power_of_two()),
                }
            }
        }
    }

    /// The factor of every unit in a replicate, and what its squared distance counts.
    fn factors(
        &self,
        method: Replication,
        replicate: usize,
        replicates: usize,
        factors: &mut [f64],
    ) -> f64 {
        match method {
            Replication::Jackknife => {
                let own = self.units[replicate].stratum;
                let stratum = &self.strata[own];
                let grown = stratum.units / (stratum.units - 1.0);
                for (factor, unit) in factors.iter_mut().zip(&self.units) {
                    *factor = if unit.stratum == own { grown } else { 1.0 };
                }
                factors[replicate] = 0.0;
                stratum.correction / grown
            }
            Replication::Bootstrap { seed, .. } => {
                let mut random = Random::new(seed).split(replicate as u64);
                let mut first = 0;
                for stratum in &self.strata {
                    // whole numbers, because every unit stands for itself
                    let sampled = stratum.units as usize;
                    let drawn = &mut factors[first..first + sampled];
                    drawn.fill(0.0);
                    for _ in 1..sampled {
                        drawn[random.index(sampled)] += 1.0;
                    }
                    let grown = stratum.units / (stratum.units - 1.0);
                    let rescale = stratum.correction.sqrt();
                    for times in drawn {
                        *times = 1.0 + rescale * (*times * grown - 1.0);
                    }
                    first += sampled;
                }
                1.0 / (replicates as f64 - 1.0)
            }
            Replication::Balanced { fay } => {
                for (unit, factor) in factors.iter_mut().enumerate() {
                    // Sylvester's matrix; its first column is constant and stays unused
                    let plus = ((unit / 2 + 1) & replicate).count_ones().is_multiple_of(2);
                    let kept = plus == unit.is_multiple_of(2);
                    *factor = if kept { 2.0 - fay } else { fay };
                }
                1.0 / (replicates as f64 * (1.0 - fay) * (1.0 - fay))
            }
        }
    }
}
