//! Weights that reproduce known margins: post-stratification and raking.

use crate::Error;
use crate::dd::Dd;

/// A variable whose distribution in the population is known.
#[derive(Debug, Clone)]
pub struct Margin<'a> {
    /// Category of each row, from 0.
    pub categories: &'a [usize],
    /// Cases of each category in the population, or their shares; not negative. Margins are scaled to the sum of the first.
    pub targets: Vec<f64>,
}

/// When raking stops, and the bounds it keeps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Raking {
    /// Done when every category is this near its target, relative to it.
    pub tolerance: f64,
    /// Given up after so many rounds over all margins.
    pub rounds: usize,
    /// Least and largest weight relative to the mean weight that the targets ask for, applied after every round.
    pub bounds: Option<[f64; 2]>,
}

impl Default for Raking {
    /// 1e-12 within 1,000 rounds, no bounds.
    fn default() -> Self {
        Self {
            tolerance: 1e-12,
            rounds: 1000,
            bounds: None,
        }
    }
}

/// Weights after raking, and how it went.
#[derive(Debug, Clone, PartialEq)]
pub struct RakedWeights {
    /// The new weight of a case of each row.
    pub weights: Vec<f64>,
    /// Whether every margin is within the tolerance.
    pub converged: bool,
    /// Rounds it took.
    pub rounds: usize,
    /// Largest distance of a category from its target, relative to it.
    pub deviation: f64,
    /// Rows whose weight stands at a bound.
    pub bounded: usize,
    /// The categories that were hit, margin after margin: weighted cases before and after, and the target.
    pub categories: Vec<RakedCategory>,
}

/// A category of a margin before and after raking.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RakedCategory {
    /// Which margin, from 0.
    pub margin: usize,
    /// Which category, from 0.
    pub category: usize,
    /// Rows in it.
    pub rows: usize,
    /// Weighted cases before.
    pub before: f64,
    /// Weighted cases after.
    pub after: f64,
    /// Its target.
    pub target: f64,
}

/// Iterative proportional fitting: the weights of each margin in turn are multiplied by target over sum, until all fit.
///
/// One margin is post-stratification and done in one round. `weights` are those of a case, `cases` how many cases a row
/// stands for. Deming and Stephan (1940); Deville, Särndal and Sautory (1993). R: `survey::rake`, `postStratify`,
/// `calibrate(calfun = "raking")`.
///
/// # Errors
/// [`Error::EmptyPostStratum`] where a target above 0 meets no weight: join categories. [`Error::InvalidTarget`],
/// [`Error::InvalidWeight`], [`Error::NoWeight`], [`Error::LengthsDiffer`], [`Error::InvalidBounds`].
pub fn rake(
    weights: &[f64],
    cases: &[u64],
    margins: &[Margin<'_>],
    options: Raking,
) -> Result<RakedWeights, Error> {
    for length in margins
        .iter()
        .map(|margin| margin.categories.len())
        .chain([cases.len()])
    {
        if length != weights.len() {
            return Err(Error::LengthsDiffer {
                first: weights.len(),
                second: length,
            });
        }
    }
    for (row, weight) in weights.iter().enumerate() {
        if !(weight.is_finite() && *weight >= 0.0) {
            return Err(Error::InvalidWeight {
                row,
                weight: *weight,
            });
        }
    }
    if let Some([least, most]) = options.bounds
        && !((0.0..1.0).contains(&least) && most > 1.0)
    {
        return Err(Error::InvalidBounds { least, most });
    }
    let counts: Vec<f64> = cases.iter().map(|cases| *cases as f64).collect();
    let total: Dd = weights
        .iter()
        .zip(&counts)
        .map(|(weight, count)| Dd::product(*weight, *count))
        .sum();
    if total.value() <= 0.0 {
        return Err(Error::NoWeight);
    }
    let targets = targets(margins)?;
    let before: Vec<Vec<f64>> = margins
        .iter()
        .map(|margin| sums(margin, weights, &counts))
        .collect();
    for (index, (before, targets)) in before.iter().zip(&targets).enumerate() {
        let lost = before
            .iter()
            .zip(targets)
            .position(|(sum, target)| *sum == 0.0 && *target > 0.0);
        if let Some(category) = lost {
            return Err(Error::EmptyPostStratum {
                margin: index,
                category,
            });
        }
    }
    let mut raked = RakedWeights {
        weights: weights.to_vec(),
        converged: false,
        rounds: 0,
        deviation: f64::INFINITY,
        bounded: 0,
        categories: Vec::new(),
    };
    let weighted = weights.iter().zip(&counts);
    let n: f64 = weighted
        .filter(|(weight, _)| **weight > 0.0)
        .map(|(_, count)| count)
        .sum();
    let mean = targets.first().map_or(1.0, |targets| targets.iter().sum()) / n;
    let mut before_last = f64::INFINITY;
    // on below the tolerance, until rounding is all that is left
    while !(raked.converged && raked.deviation >= before_last) && raked.rounds < options.rounds {
        before_last = raked.deviation;
        raked.rounds += 1;
        for (margin, targets) in margins.iter().zip(&targets) {
            let sums = sums(margin, &raked.weights, &counts);
            let factors: Vec<f64> = sums
                .iter()
                .zip(targets)
                .map(|(sum, target)| if *sum > 0.0 { target / sum } else { 0.0 })
                .collect();
            for (weight, category) in raked.weights.iter_mut().zip(margin.categories) {
                *weight *= factors[*category];
            }
        }
        raked.bounded = options
            .bounds
            .map_or(0, |bounds| bound(&mut raked.weights, &counts, mean, bounds));
        raked.deviation = margins
            .iter()
            .zip(&targets)
            .map(|(margin, targets)| deviation(&sums(margin, &raked.weights, &counts), targets))
            .fold(0.0, f64::max);
        raked.converged = raked.deviation <= options.tolerance;
        if raked.deviation <= f64::EPSILON {
            break;
        }
    }
    for (index, margin) in margins.iter().enumerate() {
        let after = sums(margin, &raked.weights, &counts);
        for (category, target) in targets[index].iter().enumerate() {
            raked.categories.push(RakedCategory {
                margin: index,
                category,
                rows: margin
                    .categories
                    .iter()
                    .zip(weights)
                    .filter(|(at, weight)| **at == category && **weight > 0.0)
                    .count(),
                before: before[index][category],
                after: after[category],
                target: *target,
            });
        }
    }
    Ok(raked)
}

/// Kish's design effect of unequal weights, n Σw² / (Σw)², at least 1; n by it is the effective sample size. Kish (1965).
///
/// Rows without weight do not count; none where no row has one.
pub fn kish_design_effect(weights: &[f64], cases: &[u64]) -> Option<f64> {
    let largest = weights.iter().copied().fold(0.0, f64::max);
    let (mut n, mut sum, mut squares) = (0.0, Dd::ZERO, Dd::ZERO);
    for (weight, cases) in weights.iter().zip(cases) {
        if *weight > 0.0 && *cases > 0 {
            let weight = Dd::quotient(*weight, largest);
            n += *cases as f64;
            sum += weight * *cases as f64;
            squares += weight.square() * *cases as f64;
        }
    }
    (n > 0.0).then(|| (squares * n / sum.square()).value())
}

/// The targets of every margin, scaled to the sum of the first.
fn targets(margins: &[Margin<'_>]) -> Result<Vec<Vec<f64>>, Error> {
    let mut first = None;
    let mut scaled = Vec::with_capacity(margins.len());
    for (index, margin) in margins.iter().enumerate() {
        for (category, target) in margin.targets.iter().enumerate() {
            if !(target.is_finite() && *target >= 0.0) {
                return Err(Error::InvalidTarget {
                    margin: index,
                    category,
                    target: *target,
                });
            }
        }
        let outside = margin
            .categories
            .iter()
            .find(|category| **category >= margin.targets.len());
        if let Some(category) = outside {
            return Err(Error::InvalidTarget {
                margin: index,
                category: *category,
                target: 0.0,
            });
        }
        let sum = margin.targets.iter().copied().sum::<Dd>();
        if sum.value() <= 0.0 {
            return Err(Error::InvalidTarget {
                margin: index,
                category: 0,
                target: 0.0,
            });
        }
        let whole = *first.get_or_insert(sum);
        scaled.push(
            margin
                .targets
                .iter()
                .map(|target| (whole / sum * *target).value())
                .collect(),
        );
    }
    Ok(scaled)
}

/// Weighted cases in each category.
fn sums(margin: &Margin<'_>, weights: &[f64], counts: &[f64]) -> Vec<f64> {
    let mut sums = vec![Dd::ZERO; margin.targets.len()];
    for ((category, weight), count) in margin.categories.iter().zip(weights).zip(counts) {
        sums[*category] += Dd::product(*weight, *count);
    }
    sums.into_iter().map(Dd::value).collect()
}

fn deviation(sums: &[f64], targets: &[f64]) -> f64 {
    sums.iter()
        .zip(targets)
        .map(|(sum, target)| {
            if *target > 0.0 {
                (sum / target - 1.0).abs()
            } else {
                *sum
            }
        })
        .fold(0.0, f64::max)
}

/// Holds weights within bounds relative to their mean; how many of those that count stand at one.
fn bound(weights: &mut [f64], counts: &[f64], mean: f64, [least, most]: [f64; 2]) -> usize {
    let mut bounded = 0;
    let used = weights.iter_mut().zip(counts);
    for (weight, _) in used.filter(|(weight, count)| **weight > 0.0 && **count > 0.0) {
        let kept = weight.clamp(least * mean, most * mean);
        if kept != *weight {
            *weight = kept;
            bounded += 1;
        }
    }
    bounded
}
