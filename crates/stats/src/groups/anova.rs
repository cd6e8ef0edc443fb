//! One-way analysis of variance, with and without equal variances.

use super::Groups;
use super::sample::Spread;
use crate::dd::Dd;
use crate::distribution::f;
use crate::{Error, Probability};

/// One-way analysis of variance.
#[derive(Debug, Clone, PartialEq)]
pub struct Anova {
    /// k − 1.
    pub df_between: f64,
    /// N − k.
    pub df_within: f64,
    /// Σ nᵢ(x̄ᵢ − x̄)².
    pub sum_of_squares_between: f64,
    /// ΣΣ (x − x̄ᵢ)².
    pub sum_of_squares_within: f64,
    /// Their sum.
    pub sum_of_squares_total: f64,
    /// Sum of squares between by its degrees of freedom.
    pub mean_square_between: f64,
    /// Sum of squares within by its degrees of freedom.
    pub mean_square_within: f64,
    /// F = MS between / MS within; ∞ where no group varies.
    pub statistic: f64,
    /// P(F ≥ f).
    pub p_value: Probability,
    /// s, the square root of the mean square within.
    pub residual_standard_deviation: f64,
    /// η² = SS between / SS total.
    pub eta_squared: f64,
    /// ω² = (SSB − (k − 1) MSW) / (SST + MSW). Hays (1963).
    pub omega_squared: f64,
    /// ε² = (SSB − (k − 1) MSW) / SST. Kelley (1935); the adjusted R².
    pub epsilon_squared: f64,
    /// Cohen's f = √(SSB / SSW); ∞ where no group varies.
    pub cohens_f: f64,
}

/// A test of equal means without equal variances.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AnovaOfMeans {
    /// F.
    pub statistic: f64,
    /// Degrees of freedom of the numerator, k − 1.
    pub df_between: f64,
    /// Satterthwaite's degrees of freedom of the denominator.
    pub df_within: f64,
    /// P(F ≥ f).
    pub p_value: Probability,
}

/// One-way analysis of variance of at least two groups, O(number of distinct values), in double-double.
///
/// F = (SSB / (k − 1)) / (SSW / (N − k)). R: `anova(lm(y ~ g))`.
///
/// # Errors
/// [`Error::TooFewGroups`] below two groups; [`Error::GroupTooSmall`] where every group has one case;
/// [`Error::NoSpread`] where all values are equal.
pub fn anova(groups: &Groups) -> Result<Anova, Error> {
    let table = Squares::of(&groups.spreads)?;
    table.anova(
        |held| groups.natural_squared(held),
        |held| groups.natural(held),
    )
}

/// Sums of squares of spreads, in units of what they hold.
pub(super) struct Squares {
    df_between: f64,
    df_within: f64,
    between: Dd,
    within: Dd,
}

impl Squares {
    pub(super) fn of(spreads: &[Spread]) -> Result<Self, Error> {
        several(spreads.len())?;
        let n: f64 = spreads.iter().map(|spread| spread.n).sum();
        let df_within = n - spreads.len() as f64;
        if df_within <= 0.0 {
            return Err(Error::GroupTooSmall {
                group: 0,
                n: 1.0,
                needed: 2.0,
            });
        }
        let whole: Vec<(Dd, f64)> = spreads
            .iter()
            .map(|spread| (spread.mean, spread.n))
            .collect();
        Ok(Self {
            df_between: spreads.len() as f64 - 1.0,
            df_within,
            between: Spread::of(&whole).squares,
            within: spreads.iter().map(|spread| spread.squares).sum(),
        })
    }

    pub(super) fn mean_square_within(&self) -> Dd {
        self.within / self.df_within
    }

    pub(super) fn df_within(&self) -> f64 {
        self.df_within
    }

    /// F and its p-value.
    pub(super) fn test(&self) -> Result<AnovaOfMeans, Error> {
        let (between, within) = (self.between.value(), self.within.value());
        if between == 0.0 && within == 0.0 {
            return Err(Error::NoSpread);
        }
        let statistic = if within == 0.0 {
            f64::INFINITY
        } else {
            (self.between / self.df_between / self.mean_square_within()).value()
        };
        Ok(AnovaOfMeans {
            statistic,
            df_between: self.df_between,
            df_within: self.df_within,
            p_value: f::tail(statistic, self.df_between, self.df_within),
        })
    }

    fn anova(
        &self,
        squared: impl Fn(Dd) -> f64,
        length: impl Fn(Dd) -> f64,
    ) -> Result<Anova, Error> {
        let test = self.test()?;
        let total = self.between + self.within;
        let within = self.mean_square_within();
        let beyond_chance = self.between - within * self.df_between;
        Ok(Anova {
            df_between: self.df_between,
            df_within: self.df_within,
            sum_of_squares_between: squared(self.between),
            sum_of_squares_within: squared(self.within),
            sum_of_squares_total: squared(total),
            mean_square_between: squared(self.between / self.df_between),
            mean_square_within: squared(within),
            statistic: test.statistic,
            p_value: test.p_value,
            residual_standard_deviation: length(within.sqrt()),
            eta_squared: (self.between / total).value(),
            omega_squared: (beyond_chance / (total + within)).value(),
            epsilon_squared: (beyond_chance / total).value(),
            cohens_f: if self.within.value() == 0.0 {
                f64::INFINITY
            } else {
                (self.between / self.within).sqrt().value()
            },
        })
    }
}

/// Two groups at least.
pub(super) fn several(groups: usize) -> Result<(), Error> {
    if groups < 2 {
        return Err(Error::TooFewGroups { groups, needed: 2 });
    }
    Ok(())
}

/// Two cases at least in every group.
pub(super) fn with_variance(spreads: &[Spread]) -> Result<(), Error> {
    several(spreads.len())?;
    match spreads.iter().position(|spread| spread.n < 2.0) {
        Some(group) => Err(Error::GroupTooSmall {
            group,
            n: spreads[group].n,
            needed: 2.0,
        }),
        None => Ok(()),
    }
}

/// Welch's analysis of variance: equal means whatever the variances.
///
/// With wᵢ = nᵢ / sᵢ², W = Σwᵢ and x̃ = Σwᵢx̄ᵢ / W: F = (Σwᵢ(x̄ᵢ − x̃)² / (k − 1)) / (1 + 2(k − 2)Λ / (k² − 1)) with
/// Λ = Σ (1 − wᵢ/W)² / (nᵢ − 1) and (k² − 1) / 3Λ degrees of freedom. Welch (1951), *Biometrika* 38, 330-336.
/// R: `oneway.test(y ~ g)`.
///
/// # Errors
/// [`Error::TooFewGroups`], [`Error::GroupTooSmall`] where a group has one case, [`Error::ConstantGroup`] where all
/// its values are equal.
pub fn welch_anova(groups: &Groups) -> Result<AnovaOfMeans, Error> {
    let spreads = &groups.spreads;
    with_variance(spreads)?;
    if let Some(group) = spreads
        .iter()
        .position(|spread| spread.squares.value() == 0.0)
    {
        return Err(Error::ConstantGroup { group });
    }
    let k = spreads.len() as f64;
    let weights: Vec<(Dd, Dd)> = spreads
        .iter()
        .map(|spread| (spread.mean, Dd::from(spread.n) / spread.variance()))
        .collect();
    let total: Dd = weights.iter().map(|(_, weight)| *weight).sum();
    let mean: Dd = weights
        .iter()
        .map(|(mean, weight)| *mean * *weight)
        .sum::<Dd>()
        / total;
    let between: Dd = weights
        .iter()
        .map(|(group, weight)| (*group - mean).square() * *weight)
        .sum();
    let lambda: f64 = weights
        .iter()
        .zip(spreads)
        .map(|((_, weight), spread)| {
            let rest = ((total - *weight) / total).value();
            rest * rest / (spread.n - 1.0)
        })
        .sum();
    let statistic = between.value() / (k - 1.0) / (1.0 + 2.0 * (k - 2.0) * lambda / (k * k - 1.0));
    let df_within = (k * k - 1.0) / (3.0 * lambda);
    Ok(AnovaOfMeans {
        statistic,
        df_between: k - 1.0,
        df_within,
        p_value: f::tail(statistic, k - 1.0, df_within),
    })
}

/// Brown and Forsythe's test of equal means whatever the variances.
///
/// F* = Σnᵢ(x̄ᵢ − x̄)² / Σ(1 − nᵢ/N)sᵢ², with Satterthwaite's degrees of freedom 1 / Σ(cᵢ² / (nᵢ − 1)), where cᵢ is the share of a
/// group in the denominator. Brown and Forsythe (1974), *Technometrics* 16, 129-132. SPSS: ONEWAY /STATISTICS BROWNFORSYTHE.
///
/// # Errors
/// [`Error::TooFewGroups`], [`Error::GroupTooSmall`] where a group has one case, [`Error::NoSpread`] where no group varies.
pub fn brown_forsythe_means(groups: &Groups) -> Result<AnovaOfMeans, Error> {
    let spreads = &groups.spreads;
    with_variance(spreads)?;
    let n: f64 = spreads.iter().map(|spread| spread.n).sum();
    let parts: Vec<Dd> = spreads
        .iter()
        .map(|spread| spread.variance() * (n - spread.n) / n)
        .collect();
    let denominator: Dd = parts.iter().copied().sum();
    if denominator.value() == 0.0 {
        return Err(Error::NoSpread);
    }
    let inverse: f64 = parts
        .iter()
        .zip(spreads)
        .map(|(part, spread)| {
            let share = (*part / denominator).value();
            share * share / (spread.n - 1.0)
        })
        .sum();
    let table = Squares::of(spreads)?;
    let statistic = (table.between / denominator).value();
    Ok(AnovaOfMeans {
        statistic,
        df_between: table.df_between,
        df_within: 1.0 / inverse,
        p_value: f::tail(statistic, table.df_between, 1.0 / inverse),
    })
}
