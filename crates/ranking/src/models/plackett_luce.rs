//! The Plackett-Luce model: worths of items from rankings.

use befund_stats::Probability;
use befund_stats::distribution::chi_squared;

use super::choices::{Read, Weighted, read};
use super::components::components;
use super::newton::{Likelihood, Penalty, maximise};
use super::quasi_variance::{QuasiVariances, quasi_variances};
use crate::{Ballots, Error, Pairwise, Unranked};

/// What the errors of estimates rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Variance {
    /// The observed information: a weight says how many equal ballots there are.
    #[default]
    Information,
    /// The differences between ballots: V (m / (m − 1) Σ w² s sᵀ) V with the scores s of the m ballots, the robust variance of Huber and
    /// White. A weight says how many a drawn ballot stands for, or the model is not to be relied on.
    /// A single ballot falls back on the information.
    Sandwich,
}

/// How a Plackett-Luce model is fitted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlackettLuceOptions {
    /// Wins, and as many losses, of every item against a ghost item where there is no finite maximum; R: `npseudo`.
    pub pseudo_wins: f64,
    /// What the errors rest on.
    pub variance: Variance,
}

impl Default for PlackettLuceOptions {
    fn default() -> Self {
        Self {
            pseudo_wins: 0.5,
            variance: Variance::Information,
        }
    }
}

/// Worths of items.
#[derive(Debug, Clone, PartialEq)]
pub struct PlackettLuce {
    /// Whether the likelihood has a finite maximum. Otherwise estimates are those of [`Self::pseudo_wins`].
    pub exists: bool,
    /// Groups of items that win against one another, those that win against others first; one group where every item can be
    /// reached from every other through wins (or ties), without which there is no finite maximum.
    pub components: Vec<Vec<usize>>,
    /// Wins and losses of every item against a ghost item that were added; 0 where the maximum exists.
    pub pseudo_wins: f64,
    /// ln of the worth of every item, with mean 0.
    pub log_worth: Vec<f64>,
    /// Standard errors of the log worths with mean 0.
    pub std_error: Vec<f64>,
    /// Their covariance matrix row by row.
    pub covariance: Vec<f64>,
    /// For comparisons of any two items; `None` for fewer than three items.
    pub quasi_variance: Option<QuasiVariances>,
    /// How readily items are tied, one entry for every number of items that were tied somewhere; empty where nothing was.
    pub ties: Vec<TieOrder>,
    /// Σ w ln P(ballot), without pseudo-wins.
    pub log_likelihood: f64,
    /// The test that all worths are equal; `None` where there is no finite maximum, or under a sandwich variance.
    pub equal_worths: Option<LikelihoodRatio>,
}

/// How readily that many items are chosen together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TieOrder {
    /// How many items.
    pub items: usize,
    /// ln δ.
    pub log_delta: f64,
    /// Its standard error.
    pub std_error: f64,
}

/// A likelihood-ratio test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LikelihoodRatio {
    /// Twice the difference of the log-likelihoods.
    pub statistic: f64,
    /// Difference of the numbers of parameters.
    pub df: f64,
    /// P(χ² ≥ statistic).
    pub p_value: Probability,
    /// The log-likelihood of the smaller model.
    pub null_log_likelihood: f64,
}

impl LikelihoodRatio {
    /// From both log-likelihoods.
    pub(super) fn new(log_likelihood: f64, null_log_likelihood: f64, df: usize) -> Self {
        let statistic = (2.0 * (log_likelihood - null_log_likelihood)).max(0.0);
        let df = df as f64;
        Self {
            statistic,
            df,
            p_value: chi_squared::tail(statistic, df),
            null_log_likelihood,
        }
    }
}

/// The Plackett-Luce model by maximum likelihood, O(ballots × items² + items³) per step and about six steps.
///
/// P(ballot) = Π αᵢ / Σ αⱼ over the choices from first to last, j over the items not chosen before. [`Unranked::Ignored`]: choices are
/// among the items that the ballot ranks; [`Unranked::Bottom`]: unranked items stay in every choice set. Ties, where there are any, by the Davidson-Luce
/// model of Turner, van Etten, Firth and Kosmidis (2020): a set S is chosen with weight δ_|S| (Π αᵢ)^(1/|S|), among sets of those sizes that were seen.
/// Log worths have mean 0; their covariance is the inverse of the observed information on that space.
///
/// The maximum exists if and only if no group of items is never beaten by the others (Hunter 2004); with ties also the steps must end.
/// Otherwise every item gets `pseudo_wins` wins and losses against a ghost item of its own, as in R's PlackettLuce (`npseudo`), which ties with nobody,
/// and each ln δ the same bend towards 0.
///
/// Plackett (1975); Luce (1959); Turner et al. (2020). R: `PlackettLuce(rankings, npseudo = 0)`, `summary(itempar(.., log = TRUE))`, `qvcalc`.
///
/// # Errors
/// [`Error::TooFewItems`], [`Error::TooManyItems`], [`Error::NoBallots`], [`Error::TiesTooLarge`], [`Error::PseudoWins`].
pub fn plackett_luce(
    ballots: &Ballots,
    unranked: Unranked,
    options: PlackettLuceOptions,
) -> Result<PlackettLuce, Error> {
    check_pseudo_wins(options.pseudo_wins)?;
    let read = read(ballots, unranked)?;
    let beaten = Pairwise::new(ballots, unranked);
    let groups = if read.choices.tie_orders().is_empty() {
        components(ballots.items(), &|i, j| beaten.unit_wins(i, j) > 0.0)
    } else {
        let tied = Pairwise::new(ballots, Unranked::Ignored);
        components(ballots.items(), &|i, j| {
            beaten.unit_wins(i, j) > 0.0 || tied.unit_ties(i, j) > 0.0
        })
    };
    Ok(fit(&read, groups, options))
}

fn fit(read: &Read, components: Vec<Vec<usize>>, options: PlackettLuceOptions) -> PlackettLuce {
    let choices = &*read.choices;
    let likelihood = Weighted {
        choices,
        weights: &read.weights,
    };
    let start = choices.start(&read.weights);
    let mut estimate = estimate(&likelihood, components, start, options.pseudo_wins);
    if options.variance == Variance::Sandwich && read.weights.len() > 1 {
        let scores = scores(read, &estimate.at);
        estimate.covariance = sandwich(&estimate.covariance, &scores);
    }
    let ties = choices.tie_orders();
    let equal_worths = (estimate.exists && options.variance == Variance::Information).then(|| {
        let null = choices.equal_worths(&read.weights);
        LikelihoodRatio::new(estimate.value, null, choices.items() - 1)
    });
    estimate.worths(ties, equal_worths)
}

/// Whether so many wins and losses make a finite maximum.
pub(super) fn check_pseudo_wins(pseudo_wins: f64) -> Result<(), Error> {
    if pseudo_wins.is_finite() && pseudo_wins > 0.0 {
        Ok(())
    } else {
        Err(Error::PseudoWins { pseudo_wins })
    }
}

/// Worths and what belongs to them.
pub(super) struct Estimate {
    exists: bool,
    components: Vec<Vec<usize>>,
    pseudo_wins: f64,
    at: Vec<f64>,
    pub(super) value: f64,
    covariance: Vec<f64>,
    items: usize,
}

/// The maximum, or that with pseudo-wins.
pub(super) fn estimate(
    likelihood: &dyn Likelihood,
    components: Vec<Vec<usize>>,
    start: Vec<f64>,
    pseudo_wins: f64,
) -> Estimate {
    let found = (components.len() == 1)
        .then(|| maximise(likelihood, start.clone(), Penalty::None))
        .filter(|maximum| maximum.converged);
    let exists = found.is_some();
    let maximum = found.unwrap_or_else(|| maximise(likelihood, start, Penalty::Ghost(pseudo_wins)));
    Estimate {
        exists,
        components,
        pseudo_wins: if exists { 0.0 } else { pseudo_wins },
        at: maximum.at,
        value: maximum.value,
        covariance: maximum.covariance,
        items: likelihood.items(),
    }
}

impl Estimate {
    pub(super) fn exists(&self) -> bool {
        self.exists
    }

    pub(super) fn worths(
        mut self,
        ties: &[usize],
        equal_worths: Option<LikelihoodRatio>,
    ) -> PlackettLuce {
        let (items, size) = (self.items, self.at.len());
        let std_error = |index: usize| self.covariance[index * size + index].max(0.0).sqrt();
        let ties = ties
            .iter()
            .enumerate()
            .map(|(order, &tied)| TieOrder {
                items: tied,
                log_delta: self.at[items + order],
                std_error: std_error(items + order),
            })
            .collect();
        let std_error = (0..items).map(std_error).collect();
        self.at.truncate(items);
        let mut covariance = Vec::with_capacity(items * items);
        for row in 0..items {
            covariance.extend_from_slice(&self.covariance[row * size..][..items]);
        }
        PlackettLuce {
            exists: self.exists,
            components: self.components,
            pseudo_wins: self.pseudo_wins,
            log_worth: self.at,
            std_error,
            quasi_variance: quasi_variances(&covariance, items),
            covariance,
            ties,
            log_likelihood: self.value,
            equal_worths,
        }
    }
}

/// m / (m − 1) Σ w² s sᵀ over m > 1 ballots.
fn scores(read: &Read, at: &[f64]) -> Vec<f64> {
    let size = at.len();
    let mut sum = vec![0.0; size * size];
    read.choices.each_ballot(at, &mut |ballot, _, score| {
        let square = read.weights[ballot] * read.weights[ballot];
        for row in 0..size {
            let factor = square * score[row];
            for (entry, other) in sum[row * size..][..size].iter_mut().zip(score) {
                *entry += factor * other;
            }
        }
    });
    let m = read.weights.len() as f64;
    sum.iter_mut().for_each(|entry| *entry *= m / (m - 1.0));
    sum
}

/// V S V.
fn sandwich(bread: &[f64], filling: &[f64]) -> Vec<f64> {
    product(&product(bread, filling), bread)
}

fn product(a: &[f64], b: &[f64]) -> Vec<f64> {
    let size = a.len().isqrt();
    let mut c = vec![0.0; a.len()];
    for row in 0..size {
        for k in 0..size {
            let factor = a[row * size + k];
            for column in 0..size {
                c[row * size + column] += factor * b[k * size + column];
            }
        }
    }
    c
}
